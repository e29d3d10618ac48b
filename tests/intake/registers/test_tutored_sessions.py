"""Registers of lectures for cadres, and what stands beside a lecture that no record keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from tests.intake.registers.one_register import brought_in

LECTURE = (
    "年度,时间,{what}题目,辅导人,辅导人单位及职务,地点,参加人数\n"
    "2011,2011年5月12日,十二五规划,刘建民,县发改局局长,乡大会议室,51\n"
)


@pytest.mark.parametrize(
    ("title", "what"),
    [
        ("白鹤乡干部专题辅导报告登记表", "辅导"),
        ("白鹤乡机关党支部专题讲座登记", "讲座"),
        ("白鹤乡机关党支部专题报告会登记", "报告"),
    ],
)
async def test_lectures_for_cadres_are_tutored_sessions(
    archive: Archive, tmp_path: Path, title: str, what: str
) -> None:
    """They were taken for tutorials of farmers in a village called 乡大会议室."""
    text = f"{title}\n{LECTURE.format(what=what)}"
    assert await brought_in(archive, tmp_path, text, "farmer_tutorial") == []
    (lecture,) = await brought_in(archive, tmp_path, text, "session")
    told = {name: lecture.fields[name] for name in ("category", "title", "lecturer", "place")}
    assert told == {
        "category": "辅导课",
        "title": "十二五规划",
        "lecturer": "刘建民",
        "place": "乡大会议室",
    }
    assert "columns_unread" not in lecture.flags


async def test_tutorials_of_farmers_stay_what_they_are(archive: Archive, tmp_path: Path) -> None:
    text = (
        "农民思想教育辅导课登记表\n年度,辅导时间,村组,辅导类别,主要内容,辅导人,到课农民数\n"
        "2010,2010-8-25,杨湾村一组,政策,新农保参保办法,田家驹,32\n"
    )
    (tutorial,) = await brought_in(archive, tmp_path, text, "farmer_tutorial")
    assert (tutorial.fields["village"], tutorial.fields["title"]) == ("杨湾村一组", "新农保参保办法")
    assert (tutorial.outcome, tutorial.flags) == ("import", [])


async def test_how_many_heard_a_party_class_and_who_wrote_it_down(archive: Archive, tmp_path: Path) -> None:
    """Its session keeps them; each row stood in doubt for them."""
    text = (
        "党课登记簿\n授课时间,党课题目,授课人,授课地点,听课人数,记录人\n"
        "2011.3.18,坚定理想信念,田家驹,杨湾村委会,41,苗有根\n"
    )
    (held,) = await brought_in(archive, tmp_path, text, "party_class")
    assert (held.outcome, held.flags) == ("import", [])


@pytest.mark.parametrize("line", ["（2011年起登记）", "2011年3月以来", "自2011年至今", "2011年1月1日起执行"])
async def test_when_a_register_was_begun_is_not_the_year_of_its_rows(
    archive: Archive, tmp_path: Path, line: str
) -> None:
    text = (
        f"调研报告登记表\n{line}\n课题名称,执笔人,调研地点,主要问题,对策建议,完稿时间\n"
        "山羊养殖效益分析,田家驹,杨湾村,圈舍简陋,统一改圈,2012.7.20\n"
    )
    (report,) = await brought_in(archive, tmp_path, text, "research_report")
    assert not [flag for flag in report.flags if flag.startswith("date_out_of_time")]


@pytest.mark.parametrize(
    ("sort", "honour", "doubted"),
    [("个人", "学习先进个人", False), ("个人", "先进学习型党组织", True), ("二等", "学习先进个人", True)],
)
async def test_whether_somebody_or_a_body_was_honoured(
    archive: Archive, tmp_path: Path, sort: str, honour: str, doubted: bool
) -> None:
    text = f"学习先进表彰登记表\n受奖类别,受表彰对象,荣誉称号,发证时间\n{sort},田家驹,{honour},2011.6.29\n"
    text = text.replace("受奖类别", "对象类别")
    (award,) = await brought_in(archive, tmp_path, text, "award")
    assert ("columns_unread" in award.flags) is doubted
