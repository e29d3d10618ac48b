"""Party classes of a register and the meetings in the sign-in book that they were."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.record import Record
from records.search.query import Query

ROSTER = (
    "党员花名册\n姓名,性别,出生年月,所在支部\n田家驹,男,1970.3,杨湾村党支部\n苏长水,男,1972.4,杨湾村党支部\n"
    "王芳,女,1973.5,杨湾村党支部\n王芳,女,1981.5,渡口村党支部\n"
)
BOOK = (
    "杨湾村党支部集中学习签到册\n日期,内容,学习形式,应到,实到,缺席人员\n"
    "2011-6-27,《党的光荣历史》,党课,3,3,\n2011-7-5,学习党章,集体学习,3,2,苏长水\n"
)


async def brought_in(archive: Archive, folder: Path, classes: str) -> dict[str, Record]:
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    (folder / "签到册.csv").write_text(BOOK, "utf-8")
    (folder / "党课登记.csv").write_text("党课登记\n讲课日期,党课题目,授课人,地点\n" + classes, "utf-8")
    await run_import(archive, folder, apply=True)
    return {each.title: each async for each in archive.each(Query(kind="party_class"))}


async def sessions(archive: Archive) -> dict[Any, str]:
    return {each.id: str(each.fields["title"]) async for each in archive.each(Query(kind="session"))}


async def test_a_class_finds_its_meeting_by_day_and_title(archive: Archive, tmp_path: Path) -> None:
    classes = "2011-06-27,党的光荣历史,田家驹,村部\n2011-07-05,另一题目,苏长水,村部\n"
    found = await brought_in(archive, tmp_path, classes)
    met = await sessions(archive)
    assert met[found["党的光荣历史"].fields["session"]] == "《党的光荣历史》"
    assert "session" not in found["另一题目"].fields
    again = await run_import(archive, tmp_path, apply=True)
    assert {item.outcome for item in again.items if item.kind == "party_class"} == {"import"}
    assert {**again.actions, "unchanged": 0} == {"created": 0, "updated": 0, "unchanged": 0, "kept": 0}


@pytest.mark.parametrize(
    ("lecturer", "known"),
    [
        ("田家驹", True),
        ("田家驹同志", True),
        ("王芳", False),
        ("县委党校　高老师", False),
        ("赵远行", False),
    ],
)
async def test_who_gave_a_class_is_the_only_one_of_the_name(
    archive: Archive, tmp_path: Path, lecturer: str, known: bool
) -> None:
    found = await brought_in(archive, tmp_path, f"2011-06-27,党的光荣历史,{lecturer},村部\n")
    assert ("lecturer_person" in found["党的光荣历史"].fields) is known
    assert found["党的光荣历史"].fields["lecturer"] == lecturer.removesuffix("同志")
