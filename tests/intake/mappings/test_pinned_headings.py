"""The row of headings that a mapping says is one, whatever it reads like."""

from __future__ import annotations

from pathlib import Path

from records.archive import Archive
from records.intake.batch import run_import
from tests.intake.registers.one_register import ROSTER


async def test_headings_that_read_like_data(archive: Archive, tmp_path: Path) -> None:
    """A row of bare numbers was no row of headings, even where somebody said so."""
    office = tmp_path / "office"
    office.mkdir()
    (office / "花名册.csv").write_text(ROSTER, "utf-8")
    (office / "读书.csv").write_text(
        "杨湾村党支部读书登记\n姓名,1,2\n田家驹,《论语》,2012年3月1日\n苏长水,《史记选》,2012年4月6日\n",
        "utf-8",
    )
    rules = tmp_path / "rules.yaml"
    rules.write_text(
        "files: 读书.csv\nkind: book_reading\nheader: {row: 2}\ncolumns: {'1': title, '2': finished}\n",
        "utf-8",
    )
    report = await run_import(archive, office, mapping=rules)
    books = [item for item in report.items if item.kind == "book_reading"]
    assert [(item.outcome, item.fields["title"]) for item in books] == [
        ("import", "《论语》"),
        ("import", "《史记选》"),
    ]
