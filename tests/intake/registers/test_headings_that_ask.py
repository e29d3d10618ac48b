"""Headings that ask (何时外出, 到哪里调研, 如何解决), and the plain words of branches for their columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.tables.recognition.columns import match_columns
from records.kind_file import own_kinds
from tests.intake.registers.one_register import brought_in

KINDS = own_kinds()


@pytest.mark.parametrize(
    ("kind", "heading", "target"),
    [
        ("research_report", "调研时段", "fieldwork"),
        ("research_report", "何时调研", "fieldwork"),
        ("research_report", "到哪里调研", "place"),
        ("research_report", "在何处调研", "place"),
        ("household_visit", "如何解决", "help"),
        ("household_visit", "怎样解决的", "help"),
        ("session", "学习的内容", "title"),
        ("party_class", "谁主讲", "lecturer"),
        ("inspection", "由谁督查", "team"),
        ("inspection", "怎样督查", "method"),
        ("inspection", "检查形式", "method"),
        ("preaching", "向谁宣讲", "audience"),
        ("reading_note", "阅示人", "checked_by"),
        ("reading_note", "批阅日期", "checked_on"),
        ("person", "学历层次", "education"),
        ("person", "身份类别", "categories"),
        ("study_register", "笔记总字数", "notes_words"),
        ("study_register", "撰写心得篇数", "articles"),
        ("unit", "隶属关系", "parent"),
        ("unit", "所在单位性质", "workplace"),
        ("satisfaction", "参评群体", "audience"),
        ("briefing", "稿件名称", "item_titles"),
        ("reading_note", "笔记起止", "period"),
        ("person", "何时转正", "regularised"),
        ("award", "奖惩名称", "title"),
        ("farmer_tutorial", "村社", "village"),
        ("farmer_tutorial", "听讲农民数", "farmers"),
        ("study_entry", "所用书报", "source_name"),
        ("talk", "处理结果", "follow_up"),
        ("library", "到书日期", "date"),
    ],
)
def test_the_field_that_a_heading_means(kind: str, heading: str, target: str) -> None:
    (column,) = match_columns(KINDS[kind], (heading,))
    assert column.target == target


async def test_what_people_are_in_a_roster(archive: Archive, tmp_path: Path) -> None:
    text = "杨湾村党支部党员花名册\n姓名,性别,出生年月,身份\n万石生,男,1961.4,村干部\n孟九斤,男,1950.2,农民\n"
    found = {
        item.fields["name"]: item.fields.get("categories")
        for item in await brought_in(archive, tmp_path, text, "person")
    }
    assert (found["万石生"], found["孟九斤"]) == (["村干部"], ["农民党员"])


async def test_a_punishment_is_no_award(archive: Archive, tmp_path: Path) -> None:
    """A register of both made an award of a reprimand."""
    text = (
        "杨湾村党支部党员奖惩情况\n序号,姓名,奖惩名称,批准文号,证书编号,颁发日期\n"
        "1,田家驹,学习先进个人,白党发〔2011〕8号,白学〔2011〕001,2011-07-01\n2,苗有根,诫勉谈话,,,2011-10-12\n"
    )
    kept, refused = await brought_in(archive, tmp_path, text, "award")
    assert (kept.fields["title"], refused.outcome, refused.why) == ("学习先进个人", "reject", "punishment")


async def test_a_test_below_a_title_with_its_marks(archive: Archive, tmp_path: Path) -> None:
    """姓名, 成绩 and 说明 were lines of a study register, which all were refused for want of a time."""
    text = (
        "杨湾村党员党章知识考试（2012年6月28日，满分100，60分及格）\n姓名,成绩,说明\n"
        "田家驹,93,\n苏长水,61,补考\n苗有根,,年老体弱未考\n"
    )
    (test,) = await brought_in(archive, tmp_path, text, "exam")
    assert test.fields["title"] == "杨湾村党员党章知识考试"
    assert str(test.fields["held_on"]) == "2012-06-28"
    assert [bool(row.get("makeup")) for row in test.fields["results"]] == [False, True, False]
    assert [bool(row.get("absent")) for row in test.fields["results"]] == [False, False, True]


async def test_a_list_with_a_heading_that_nobody_knows_is_no_register_of_archives(
    archive: Archive, tmp_path: Path
) -> None:
    """Names alone made a study archive of everybody on a list of marks."""
    text = (
        "白鹤乡2012年理论测试成绩登记表\n测试时间：2012年6月18日\n序号,姓名,所在支部,应得数,备注\n"
        "1,田家驹,杨湾村党支部,96,\n2,苏长水,杨湾村党支部,77,补考\n3,苗有根,杨湾村党支部,65,\n"
    )
    assert await brought_in(archive, tmp_path, text, "study_archive") == []


async def test_pages_are_counted_in_pages_and_characters_are_not(archive: Archive, tmp_path: Path) -> None:
    text = (
        "读书笔记登记\n姓名,所在支部,期间,字数,页数\n"
        "田家驹,杨湾村党支部,2011年一季度,5600字,14页\n苏长水,杨湾村党支部,2011年一季度,14页,14\n"
    )
    first, second = await brought_in(archive, tmp_path, text, "reading_note")
    assert (first.fields["words"], first.fields["pages"], first.flags) == (5600, 14, [])
    assert "words" not in second.fields and "value_left_out:words" in second.flags
