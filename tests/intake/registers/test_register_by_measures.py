"""Registers of a half-year that are kept a measure a file: what one leaves out another says."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item
from records.intake.report import ImportReport

FILES = {
    "花名册.csv": "党员花名册\n姓名,性别,所在支部\n田家驹,男,杨湾村党支部\n苏长水,男,杨湾村党支部\n",
    "笔记.csv": "2011年上半年学习笔记字数统计表\n姓名,1月,2月\n田家驹,1500,1500\n苏长水,500,1000\n",
    "学习.csv": "2011年上半年学习情况登记表\n姓名,集中学习次数,学时\n田家驹,12,36\n苏长水,11,33\n",
    "文章.csv": "2011年上半年撰写情况登记表\n姓名,心得篇数,调研篇数\n田家驹,2,1\n苏长水,1,1\n",
}


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "档案"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def rows(report: ImportReport) -> list[Item]:
    return [item for item in report.items if item.kind == "study_register"]


async def told(archive: Archive) -> list[list[object]]:
    names = ("notes_words", "sessions", "hours", "articles", "reports")
    found = await archive.aggregate([{"$match": {"kind": "study_register"}}, {"$sort": {"title": 1}}])
    records = [await archive.get(row["no"]) for row in found]
    return sorted([int(str(record.fields.get(name))) for name in names] for record in records)


async def test_measures_of_several_files_are_one_record(archive: Archive, office: Path) -> None:
    report = await run_import(archive, office, apply=True)
    assert [item.why for item in rows(report) if not item.taken] == []
    assert await told(archive) == [[1500, 11, 33, 1, 1], [3000, 12, 36, 2, 1]]
    again = await run_import(archive, office, apply=True)
    assert {item.action for item in rows(again)} == {"unchanged"}
    for name, old, new in (
        ("笔记.csv", "苏长水,500", "苏长水,700"),
        ("文章.csv", "苏长水,1,1", "苏长水,3,1"),
    ):
        (office / name).write_text(FILES[name].replace(old, new), "utf-8")
    await run_import(archive, office, apply=True)
    assert await told(archive) == [[1700, 11, 33, 3, 1], [3000, 12, 36, 2, 1]]


async def test_two_that_say_otherwise_of_the_same_measure_are_asked_about(
    archive: Archive, office: Path
) -> None:
    text = "2011年上半年集中学习登记表\n姓名,集中学习次数,心得篇数\n田家驹,12,2\n苏长水,9,1\n"
    (office / "再登记.csv").write_text(text, "utf-8")
    report = await run_import(archive, office)
    asked = [(item.place.file, item.why) for item in rows(report) if not item.taken]
    assert [why for _, why in asked] == ["conflicting_row"]
