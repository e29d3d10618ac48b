"""Dates, numbers, headings and titles as an office writes them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from records.values import PartialDate
from templates.contexts.text import lines_of, long_date, number, span, title_lines, year_named
from templates.sandbox import hanzi, padded


def test_dates_have_no_leading_zeros() -> None:
    assert long_date(date(2011, 7, 1), "zh") == "2011年7月1日"
    assert long_date(date(2011, 7, 1), "en") == "1 July 2011"
    assert span(PartialDate.month(2010, 7), "zh") == "2010年7月1日至2010年7月31日"


def test_numbers_keep_one_decimal_and_part_thousands_in_english_only() -> None:
    assert [number(value, "zh") for value in (1888810, Decimal("12.50"), 12.0)] == ["1888810", "12.5", "12"]
    assert number(1888810, "en") == "1,888,810"


def test_a_line_is_a_heading_only_when_short_and_numbered() -> None:
    levels = {
        line.text: line.level
        for line in lines_of(
            "（一）加强领导\n\n　　1.抓住班子\n（二）先讲怎么做。再讲结果。\n2.5万字不是标题\n正文。"
        )
    }
    assert list(levels.values()) == [2, 3, 0, 0, 0]


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于表彰先进的决定", ["关于表彰先进的决定"]),
        (
            "中共青杨河乡委员会创建学习型党组织活动第一阶段总结",
            ["中共青杨河乡委员会", "创建学习型党组织活动第一阶段总结"],
        ),
        (
            "中共青杨河乡委员会关于表彰2011年度先进学习型党组织和学习先进个人的决定",
            ["中共青杨河乡委员会关于表彰2011年度", "先进学习型党组织和学习先进个人的决定"],
        ),
    ],
)
def test_a_long_title_breaks_at_its_joints(title: str, lines: list[str]) -> None:
    assert title_lines(title).split("\n") == lines


def test_a_long_title_without_joints_still_fits() -> None:
    lines = title_lines("学" * 47).split("\n")
    assert len(lines) == 3
    assert max(map(len, lines)) <= 20


def test_a_title_is_not_torn_inside_quotes() -> None:
    title = "中共青杨河乡委员会关于表彰“学用结合——标兵”A & B <x>的决定"
    assert any("“学用结合——标兵”" in line for line in title_lines(title).split("\n"))


def test_the_year_a_title_names_wins() -> None:
    assert year_named("关于表彰2011年度先进的决定", 2012) == 2011
    assert year_named("关于表彰先进的决定", 2012) == 2012


def test_chinese_numbers_and_padded_names() -> None:
    assert [hanzi(n) for n in (1, 10, 11, 20, 21, 99, 100)] == [
        "一",
        "十",
        "十一",
        "二十",
        "二十一",
        "九十九",
        "100",
    ]
    assert [padded(name) for name in ("杨丽", "陈晓燕", "Li")] == ["杨\u3000丽", "陈晓燕", "Li"]
