"""Tables that are not one line a record: periods, days and blocks side by side, measures in headings."""

from __future__ import annotations

from datetime import date

import pytest

from records.intake.build.meetings.marks import state_of
from records.intake.files.reading import EMPTY, Cell, Row, Sheet
from records.intake.tables.layouts import (
    blocks_of,
    day_columns,
    heading_scale,
    minutes_heading,
    month_and_day,
    name_column,
    period_columns,
    signature_column,
)
from records.intake.tables.recognition.headings import is_heading_row
from records.intake.tables.recognition.recognise import recognise_table
from records.intake.tables.tables import find_tables
from records.intake.unit_book import UnitBook
from records.kind_file import own_kinds
from records.values import PartialDate


def row(number: int, *values: object) -> Row:
    return Row(number, tuple(EMPTY if value is None else Cell(value, str(value)) for value in values))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("heading", "scale"),
    [
        ("笔记(万字)", 10_000),
        ("金额（万元）", 10_000),
        ("笔记（千字）", 1000),
        ("金额(元)", 1),
        ("笔记字数", 1),
    ],
)
def test_a_heading_says_what_its_figures_are_counted_in(heading: str, scale: int) -> None:
    assert heading_scale(heading) == scale


def test_hours_may_be_kept_in_minutes() -> None:
    assert minutes_heading("学习时间（分钟）") and not minutes_heading("学习时间(小时)")


def test_periods_side_by_side() -> None:
    headings = ("姓名", "一季度/次数", "一季度/笔记", "二季度/次数", "二季度/笔记", "全年合计/次数")
    found = period_columns(headings, 2011)
    assert [(column.index, column.heading, column.whole) for column in found] == [
        (1, "次数", False),
        (2, "笔记", False),
        (3, "次数", False),
        (4, "笔记", False),
        (5, "次数", True),
    ]
    assert found[2].period == PartialDate.quarter(2011, 2)
    assert period_columns(headings, None) == []
    assert period_columns(("姓名", "集中学习/次数", "集中学习/学时"), 2011) == []


def test_a_head_of_halves_over_parts_is_found_whole() -> None:
    upper = row(2, "姓名", "2011年上半年", None, "2011年下半年", None)
    lower = row(3, None, "次数", "笔记(字)", "次数", "笔记(字)")
    sheet = Sheet("", False, (row(1, "学习情况"), upper, lower, row(4, "李芸", 3, 4000, 5, 6000)))
    (table,) = find_tables(sheet)
    assert table.header == (
        "姓名",
        "2011年上半年/次数",
        "2011年上半年/笔记(字)",
        "2011年下半年/次数",
        "2011年下半年/笔记(字)",
    )


def test_blocks_side_by_side() -> None:
    assert blocks_of(("姓名", "成绩", "姓名#2", "成绩#2", "姓名#3", "成绩#3")) == 3
    assert blocks_of(("姓名", "成绩", "备注", "成绩#2")) == 1
    assert is_heading_row(row(1, "姓名", "成绩", "姓名", "成绩"))


def test_days_are_columns() -> None:
    assert day_columns(("姓名", "3月5日", "2011.3.19"), 2011) == {
        1: PartialDate.day(date(2011, 3, 5), "3月5日"),
        2: PartialDate.day(date(2011, 3, 19), "2011.3.19"),
    }
    assert day_columns(("姓名", "成绩", "3月5日"), 2011) == {}
    assert is_heading_row(row(1, "姓名", "3月5日", "3月19日"))
    assert is_heading_row(row(1, "姓名", date(2011, 3, 5), date(2011, 3, 19)))
    assert not is_heading_row(row(1, "李芸", "3月5日", "3月19日"))


def test_columns_of_names_and_signatures() -> None:
    assert name_column(("序号", "党员姓名", "签名")) == 1
    assert signature_column(("序号", "姓名", "本人签字")) == 2
    assert name_column(("单位名称", "签名")) is None


def test_month_and_day_apart() -> None:
    assert month_and_day(("2011年/月", "2011年/日", "摘要")) == ("2011年/月", "2011年/日", 2011)
    assert month_and_day(("月", "日", "摘要")) == ("月", "日", None)
    assert month_and_day(("月份", "摘要")) is None


@pytest.mark.parametrize(
    ("mark", "legend", "state"),
    [
        ("√", {}, {"state": "到"}),
        ("到", {}, {"state": "到"}),
        ("事假", {}, {"state": "请假", "leave_reason": "事假"}),
        ("请假", {}, {"state": "请假"}),
        ("△", {}, {"state": "迟到"}),
        ("○", {"○": "缺席"}, {"state": "缺席"}),
        ("√", {"√": "到会"}, {"state": "到"}),
        ("旷", {}, {"state": "缺席"}),
        ("※", {}, None),
    ],
)
def test_marks_of_attendance(mark: str, legend: dict[str, str], state: dict[str, str] | None) -> None:
    assert state_of(mark, legend) == state


def test_the_township_stands_above_committees_of_communities() -> None:
    units = UnitBook()
    street = units.create("中共柳荫街道工作委员会")
    community = units.create("柳荫社区党委")
    branch = units.create("安居物业公司党支部")
    assert units.root is street
    assert community.parent == street.id and branch.parent == street.id
    assert units.find("物业支部").unit is branch


def test_next_years_table_below_is_not_the_next_page() -> None:
    rows = (
        row(1, "2011年学习情况登记表"),
        row(2, "姓名", "次数", "笔记(字)"),
        row(3, "李芸", 20, 9000),
        row(4, "2012年学习情况登记表"),
        row(5, "姓名", "次数", "笔记(字)"),
        row(6, "李芸", 22, 11_000),
    )
    assert [table.facts.year for table in find_tables(Sheet("", False, rows))] == [2011, 2012]


@pytest.mark.parametrize(
    ("headings", "title"),
    [
        (("姓名", "性别", "出生年月", "学历", "递交申请书时间"), "入党积极分子花名册"),
        (("姓名", "单位", "签名"), "会议签到表"),
        (("姓名", "支部", "应缴金额", "缴纳日期"), "党费收缴登记"),
        (("姓名", "职务", "手机"), "机关通讯录"),
    ],
)
def test_lists_of_names_that_are_no_rosters(headings: tuple[str, ...], title: str) -> None:
    assert recognise_table(own_kinds(), headings, (title,)).kind is None
