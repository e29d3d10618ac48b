"""Headings in other words than the known ones are read by what their parts mean, and their rows flagged."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.tables.recognition.heading_senses import sense_of
from tests.intake.registers.one_register import brought_in


@pytest.mark.parametrize(
    ("known", "other"),
    [
        *(
            ("撰稿人", "采编人"),
            ("图书类别", "图书分类"),
            ("解决日期", "解决完成日期"),
            ("督查日期", "督查时日"),
        ),
        *(("是否解决", "是否得到解决"), ("是否解决", "解决与否"), ("整改期限", "整改时间要求")),
        *(("补考成绩", "补测得分"), ("被访人", "受走访人员姓名"), ("讲课地点", "授课场所")),
        *(("报送时间", "上报日期"), ("宣传方式", "宣传途径")),
    ],
)
def test_two_headings_of_one_sense(known: str, other: str) -> None:
    assert sense_of(known) == sense_of(other)


@pytest.mark.parametrize(
    ("one", "another"),
    [
        *(("走访人", "受访人"), ("检查人", "受检人"), ("整改时间", "整改期限"), ("辅导主题", "辅导题目")),
        *(("帮扶情况", "帮扶结果"), ("满意", "基本满意"), ("督查人员", "督查对象"), ("是否解决", "解决情况")),
        *(("参加人员", "缺席人员"), ("收入金额", "支出金额"), ("学习内容", "学习地点"), ("发放数", "收回数")),
    ],
)
def test_two_headings_that_mean_different_things(one: str, another: str) -> None:
    assert sense_of(one) != sense_of(another)


async def test_a_register_of_visits_in_other_words(archive: Archive, tmp_path: Path) -> None:
    """Help, whether and when it was solved went nowhere."""
    text = (
        "走访登记\n下村日期,下村干部,村名,受访户姓名,存在困难,帮助解决方法,是否得到解决,解决完成日期\n"
        "2011.3.4,田家驹,柳湾村,王大山,水渠堵塞,请人清理,是,2011.3.20\n"
    )
    (item,) = await brought_in(archive, tmp_path, text, "household_visit")
    kept = {name: str(item.fields[name]) for name in ("household", "help", "solved", "solved_on")}
    assert kept == {"household": "王大山", "help": "请人清理", "solved": "True", "solved_on": "2011-03-20"}
    assert {flag for flag in item.flags if flag.startswith("heading_guessed")} == {
        f"heading_guessed:{name}" for name in ("household", "help", "solved", "solved_on")
    }


async def test_of_two_headings_of_one_sense_neither_is_guessed(archive: Archive, tmp_path: Path) -> None:
    text = (
        "走访登记\n下村日期,下村干部,村名,户主,困难,帮助解决方法,帮助解决途径\n"
        "2011.3.4,田家驹,柳湾村,王大山,水渠堵塞,请人清理,上报乡里\n"
    )
    (item,) = await brought_in(archive, tmp_path, text, "household_visit")
    assert "help" not in item.fields
    assert any(flag.startswith("columns_unread") for flag in item.flags)


async def test_no_day_stands_below_a_heading_of_something_else(archive: Archive, tmp_path: Path) -> None:
    """办结方法 has the word of 办结时间, and says how."""
    text = "走访登记\n走访日期,走访人,村名,户主,困难,办结方法\n2011.3.4,田家驹,柳湾村,王大山,缺水,2011.3.9\n"
    (item,) = await brought_in(archive, tmp_path, text, "household_visit")
    assert "solved_on" not in item.fields
