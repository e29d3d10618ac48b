"""Tables are told by their headings, in whatever words and order an office wrote them."""

from __future__ import annotations

import pytest

from records.intake.mappings.mapping import ColumnRule, SourceRule
from records.intake.tables.recognition.columns import heading_forms
from records.intake.tables.recognition.recognise import known_headings, recognise_table
from records.kind_file import own_kinds

KINDS = own_kinds()


@pytest.mark.parametrize(
    ("title", "headings", "kind", "columns"),
    [
        (
            "党员基本情况统计表",
            "编号 党员姓名 出生日期 入党年月 所在党小组 手机号码",
            "person",
            {"name": 1, "unit": 4, "phone": 5},
        ),
        (
            "党员学习情况统计",
            "支部名称 党员姓名 参加集中学习次数 学习笔记字数(字) 撰写心得体会(篇) 理论测试成绩",
            "study_register",
            {"unit": 0, "person": 1, "sessions": 2, "notes_words": 3, "articles": 4, "score": 5},
        ),
        (
            "会议登记",
            "会议日期 会议名称 会议地点 主持人 参加人数 缺席人员",
            "session",
            {"start": 0, "title": 1, "host": 3},
        ),
        (
            "民情走访登记",
            "所在村社 农户姓名 走访日期 走访干部姓名 存在的主要困难 帮扶措施",
            "household_visit",
            {"visitor": 3, "visited_on": 2, "household": 1, "difficulty": 4},
        ),
        (
            "学习简报报送情况",
            "报送支部 简报期数 简报题目 报送日期",
            "briefing",
            {"unit": 0, "issue": 1, "item_titles": 2},
        ),
        (
            "经费收支明细",
            "日期 凭证号码 收支事由 支出金额(元) 经手人",
            "funding",
            {"voucher": 1, "summary": 2, "amount": 3},
        ),
        (
            "考试成绩",
            "所在支部 考生 得分",
            "exam",
            {"results.unit": 0, "results.person": 1, "results.score": 2},
        ),
        (
            "读书登记",
            "姓名 书名 类别 作者 读完日期",
            "book_reading",
            {"person": 0, "title": 1, "finished": 4},
        ),
        (
            "政治学习签到册",
            "学习时间 学习内容 应参学 实参学 未参学人员（原因）",
            "session",
            {"start": 0, "title": 1, "expected": 2, "present": 3, "absentees": 4},
        ),
        (
            "政治学习签到册",
            "学习时间 学习内容 主持人 参学人员情况 未能参学人员情况",
            "session",
            {"attendees": 3},
        ),
        ("谈心谈话记录", "谈话人 谈话对象 谈话时间 谈话内容", "talk", {"leader": 0, "counterpart": 1}),
    ],
)
def test_headings_tell_the_kind_and_the_columns(
    title: str, headings: str, kind: str, columns: dict[str, int]
) -> None:
    guess = recognise_table(KINDS, headings.split(), (title,))
    assert guess.kind is not None and guess.kind.name == kind
    found = {column.target: column.index for column in guess.columns}
    assert columns.items() <= found.items()


@pytest.mark.parametrize(
    "headings", ["姓名 月份 应缴 实缴", "甲 乙 丙", "姓名 1 2 3 4 5", "支部 人数 次数 学时"]
)
def test_what_fits_no_kind_is_left_to_a_mapping(headings: str) -> None:
    assert recognise_table(KINDS, headings.split(), ("表",)).kind is None


def test_a_summary_of_other_sheets_is_told() -> None:
    guess = recognise_table(KINDS, ["支部", "人数", "次数", "学时", "笔记(字)"], ("汇总", "学习情况登记表"))
    assert guess.kind is None and guess.summary


def test_headings_are_compared_without_brackets_spaces_and_upper_rows() -> None:
    forms = heading_forms("撰写/心得（篇）")
    assert forms[0] == "撰写/心得(篇)" and "心得" in forms and "心得(篇)" in forms
    assert "户主" in known_headings(KINDS)


def test_a_mapping_may_write_headings_with_wide_brackets_as_the_sheet_does() -> None:
    columns = (ColumnRule(("花在何处",), "summary"), ColumnRule(("出（元）",), "amount"))
    rule = SourceRule("money", kind="funding", columns=columns)
    guess = recognise_table(KINDS, ["花在何处", "出(元)"], ("账",), rule)
    assert {column.index: column.target for column in guess.columns} == {0: "summary", 1: "amount"}
    assert not guess.missing
