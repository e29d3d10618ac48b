"""How people studied, and how long: 学时 alone, what was watched together, those who are away."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.tables.recognition.recognise import recognise_table
from records.intake.tables.uses import use_in
from records.kind_file import own_kinds
from tests.intake.registers.one_register import brought_in

KINDS = own_kinds()


@pytest.mark.parametrize(
    ("heading", "note", "cell", "minutes", "remarks"),
    [
        ("学时", "", "24", None, "24学时"),
        ("学时", "", "8学时", None, "8学时"),
        ("课时", "", "6", None, "6课时"),
        ("学时", "注：每学时按45分钟计算", "8", 360, None),
        ("学时（1学时=50分钟）", "", "4", 200, None),
        ("培训学时", "", "16小时", 960, None),
    ],
)
async def test_a_length_in_hours_of_class(
    archive: Archive,
    tmp_path: Path,
    heading: str,
    note: str,
    cell: str,
    minutes: int | None,
    remarks: str | None,
) -> None:
    text = (
        f"白鹤乡2011年干部培训登记表\n姓名,单位,培训内容,培训时间,{heading},主办单位\n"
        f"褚秀琴,白鹤乡机关党支部,书记培训班,2011.3.5-3.8,{cell},县委党校\n{note}\n"
    )
    (item,) = await brought_in(archive, tmp_path, text, "study_entry")
    assert (item.fields.get("minutes"), item.remarks) == (minutes, remarks)
    assert "columns_unread" not in item.flags


@pytest.mark.parametrize(
    ("title", "headings"),
    [
        ("党员干部现代远程教育学用记录", "学用时间,学用内容,应参加人数,实参加人数"),
        ("远程教育站点收看登记簿", "收看时间,收看内容,应参加,实参加"),
        ("远教学用记录簿", "播放时间,节目名称,应到,参加人数"),
        ("终端站点学用情况登记表", "播放日期,课件名称,应到人数,收看人数"),
    ],
)
async def test_what_was_watched_together_is_a_meeting(
    archive: Archive, tmp_path: Path, title: str, headings: str
) -> None:
    text = (
        f"杨湾村{title}\n{headings},管理员\n2011.3.5,水稻栽培技术,3,3,苏长水\n2011.4.6,党史讲座,3,2,苏长水\n"
    )
    first, second = await brought_in(archive, tmp_path, text, "session")
    assert [row["state"] for row in first.fields["attendance"]] == ["到"] * 3
    assert (first.fields["title"], first.flags) == ("水稻栽培技术", [])
    # Nobody is named as absent: the figures are kept, and nobody is marked.
    assert (second.fields["expected"], second.fields["present"]) == (3, 2)
    assert ("attendance" in second.fields, second.flags) == (False, ["attendance_incomplete"])


def test_what_one_person_watched_is_study() -> None:
    headings = ["姓名", "收看时间", "节目名称", "时长(分钟)"]
    found = recognise_table(KINDS, headings, ["远程教育收看登记"])
    assert found.kind is not None and found.kind.name == "study_entry"


async def test_what_members_away_studied_is_told_day_by_day(archive: Archive, tmp_path: Path) -> None:
    text = (
        "杨湾村党支部流动党员学习情况登记表\n姓名,流入地,学习时间,学习内容,学习方式,联系人\n"
        "苗有根,苏州市,2011.4.10,党章,自学,田家驹\n苏长水,杭州市,2011.5.12,全会公报,网络,田家驹\n"
    )
    items = await brought_in(archive, tmp_path, text, "study_entry")
    assert [(item.fields["content"], item.fields["subtype"], item.flags) for item in items] == [
        ("党章", "自学", []),
        ("全会公报", "网络学习", []),
    ]


async def test_what_members_away_declare_is_a_register(archive: Archive, tmp_path: Path) -> None:
    text = (
        "白鹤乡2011年流动党员学习情况登记表\n姓名,所在支部,外出地点,学习次数,学习笔记（字）,心得体会（篇）\n"
        "苗有根,杨湾村党支部,苏州市,3,2000,1\n"
    )
    (item,) = await brought_in(archive, tmp_path, text, "study_register")
    assert (item.fields["sessions"], item.fields["notes_words"], item.flags) == (3, 2000, [])


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("党务干部培训班资料费", "培训"),
        ("培训班学员就餐费", "培训"),
        ("培训班场租", "培训"),
        ("知识竞赛场地布置费", "活动"),
        ("知识竞赛奖品", "奖励"),
        ("表彰大会奖状印制费", "奖励"),
        ("宣传资料印刷费", "宣传"),
        ("学习资料印刷费", "图书"),
        ("购买培训资料", "图书"),
        ("资料费", "图书"),
        ("打印复印费", "其他"),
        ("印刷费", "宣传"),
    ],
)
def test_the_occasion_goes_before_what_any_occasion_costs(text: str, use: str) -> None:
    assert use_in(text) == use


async def test_a_ledger_of_one_occasion_is_of_that(archive: Archive, tmp_path: Path) -> None:
    text = (
        "白鹤乡2011年入党积极分子培训班经费支出明细\n日期,摘要,金额,凭证号,经办人\n"
        "2011.3.5,就餐费,860,32,邹晓梅\n2011.3.6,场租,500,33,邹晓梅\n2011.3.6,资料费,320,34,邹晓梅\n"
        "2011.3.8,优秀学员奖品,150,35,邹晓梅\n"
    )
    items = await brought_in(archive, tmp_path, text, "funding")
    assert [item.fields["item"] for item in items] == ["培训", "培训", "培训", "奖励"]
