"""Long tables beside what earlier imports brought: they are held against that part by part."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.loading import long_rows
from records.intake.report import ImportReport
from records.intake.tables import source
from records.language import set_language
from tests.intake.registers.one_register import ROSTER

HEAD = "白鹤乡2011年走访农户台账\n走访时间,走访干部,户主,村,存在困难,解决措施\n"


@pytest.fixture(autouse=True)
def short_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Long is what has more than four rows, in parts of three."""
    monkeypatch.setattr(source, "LONG_TABLE", 4)
    monkeypatch.setattr(long_rows, "PART", 3)


def visits(first: int, last: int, **other: str) -> str:
    rows = {f"户主{number}": f"2011-3-{number}" for number in range(first, last + 1)} | other
    return HEAD + "".join(f"{when},韦明远,{who},杨湾村,屋漏,帮办\n" for who, when in rows.items())


async def applied(
    archive: Archive, folder: Path, text: str, name: str = "登记.csv", *, apply: bool = True
) -> ImportReport:
    folder.mkdir(exist_ok=True)
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    (folder / name).write_text(text, "utf-8")
    report = await run_import(archive, folder, apply=apply)
    assert report.failed == []
    return report


def flagged(report: ImportReport) -> list[tuple[str, list[str]]]:
    return [(item.cells[2], item.flags) for item in report.every_item() if "told_elsewhere" in item.flags]


def warned(report: ImportReport) -> list[str]:
    return [each for file in report.files for each in file.warnings]


@pytest.mark.parametrize("apply", [False, True])
async def test_a_row_that_replaces_another_is_told_of_its_file(
    archive: Archive, tmp_path: Path, apply: bool
) -> None:
    """A word by which a record was known was corrected: it came in beside that, and nothing said so."""
    assert warned(await applied(archive, tmp_path / "a", visits(1, 8))) == []
    text = visits(1, 8).replace("户主5", "户主五")
    report = await applied(archive, tmp_path / "a", text, apply=apply)
    assert report.actions["created"] == 1
    assert warned(report) == ["rows_lost:1/1/"]
    set_language("zh")
    assert "登记表：有1行是新的，本文件以前采用过的1行已不在其中" in report.to_text()


async def test_rows_written_on_or_taken_out_are_not_told(archive: Archive, tmp_path: Path) -> None:
    await applied(archive, tmp_path / "a", visits(1, 8))
    assert warned(await applied(archive, tmp_path / "a", visits(1, 9))) == []
    assert warned(await applied(archive, tmp_path / "a", visits(1, 7))) == []
    # Another office's file of that name, all of whose rows are new.
    assert warned(await applied(archive, tmp_path / "a", visits(11, 18))) == []


@pytest.mark.parametrize("when", ["2011年5月", "2011年5月上旬"])
async def test_a_long_table_and_a_month_told_before(archive: Archive, tmp_path: Path, when: str) -> None:
    """What another file tells more or less exactly is flagged, as in a short table."""
    await applied(archive, tmp_path / "a", visits(1, 1, 户主五一=when), "另册.csv")
    report = await applied(archive, tmp_path / "b", visits(1, 7, 户主五一="2011-5-8"))
    assert flagged(report) == [("户主五一", ["told_elsewhere"])]


async def test_a_month_of_a_long_table_and_a_day_told_before(archive: Archive, tmp_path: Path) -> None:
    await applied(archive, tmp_path / "a", visits(1, 1, 户主五一="2011-5-8"), "另册.csv")
    report = await applied(archive, tmp_path / "b", visits(2, 7, 户主五一="2011年5月"))
    assert [who for who, _ in flagged(report)] == ["户主五一"]
