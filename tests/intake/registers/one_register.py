"""One register of a small invented township, brought in beside its roster."""

from __future__ import annotations

from pathlib import Path

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item

ROSTER = (
    "白鹤乡党员花名册\n姓名,性别,出生年月,所在支部,职务\n田家驹,男,1970.3,杨湾村党支部,支部书记\n"
    "苏长水,男,1972.4,杨湾村党支部,支部委员\n苗有根,男,1973.5,杨湾村党支部,\n"
    "褚秀琴,女,1975.5,白鹤乡机关党支部,乡党委书记\n韦明远,男,1965.2,白鹤乡机关党支部,副乡长\n"
    "邹晓梅,女,1980.2,白鹤乡机关党支部,办公室主任\n"
)


async def brought_in(archive: Archive, folder: Path, text: str, kind: str) -> list[Item]:
    """What an import of the register ``text`` and the roster makes of that kind."""
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    (folder / "登记.csv").write_text(text, "utf-8")
    report = await run_import(archive, folder)
    return [item for item in report.items if item.kind == kind]
