"""Namesakes told apart by the place in brackets, and teachers from the township in a village's register."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item

ROSTER = (
    "白鹤乡党员花名册\n姓名,性别,出生年月,所在支部,职务\n田家驹,男,1970.3,杨湾村党支部,支部书记\n"
    "苏长水,男,1972.4,杨湾村党支部,支部委员\n苏长水,男,1981.4,白鹤乡机关党支部,民政助理\n"
    "褚秀琴,女,1975.5,白鹤乡机关党支部,乡党委书记\n韦明远,男,1965.2,白鹤乡农技站党支部,农技站站长\n"
)
VISITS = (
    "白鹤乡学习督查台账\n督查日期,督查对象,督查人员,督查方式,发现的问题,结论\n"
    "2011-9-20,{},褚秀琴,抽查笔记,笔记少,一般\n"
)
LESSONS = (
    "杨湾村农民思想教育辅导课登记\n日期,辅导人,村组,辅导主题,内容类别,农民人数\n"
    "2011-3-16,{},杨湾村二组,春茶价格走势,市场信息,34\n"
)


async def one(archive: Archive, folder: Path, text: str, kind: str) -> tuple[Item, dict[str, str]]:
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    (folder / "登记.csv").write_text(text, "utf-8")
    report = await run_import(archive, folder)
    born = {
        str(each.record_id): str(each.fields["birth"].start.year)
        for each in report.items
        if each.kind == "person"
    }
    (item,) = (each for each in report.items if each.kind == kind)
    return item, born


@pytest.mark.parametrize(
    ("words", "year"),
    [("杨湾", "1972"), ("杨湾村", "1972"), ("杨湾支部", "1972"), ("机关", "1981"), ("民政", "1981")],
)
async def test_a_place_in_brackets_tells_namesakes_apart(
    archive: Archive, tmp_path: Path, words: str, year: str
) -> None:
    item, born = await one(archive, tmp_path, VISITS.format(f"苏长水（{words}）"), "inspection")
    assert item.taken, (item.why, item.questions)
    assert born[str(item.fields["target"])] == year


@pytest.mark.parametrize("words", ["双井", "三组"])
async def test_a_place_of_neither_is_asked_about(archive: Archive, tmp_path: Path, words: str) -> None:
    item, _ = await one(archive, tmp_path, VISITS.format(f"苏长水（{words}）"), "inspection")
    assert (item.outcome, item.why) == ("ask", "homonym")


async def test_who_teaches_farmers_may_be_of_another_unit(archive: Archive, tmp_path: Path) -> None:
    item, born = await one(archive, tmp_path, LESSONS.format("韦明远"), "farmer_tutorial")
    assert item.outcome == "import", (item.why, item.flags)
    assert [born[str(each)] for each in item.fields["lecturers"]] == ["1965"]
    assert (item.fields["theme"], item.fields["title"]) == ("市场信息", "春茶价格走势")
