"""Figures as registers write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.numbers import NumberFault, parse_number


@pytest.mark.parametrize(
    ("text", "value", "flags"),
    [
        ("约2万字", 20000, {"estimated", "unit_万"}),
        ("约1.2万字", 12000, {"estimated", "unit_万"}),
        ("近万字", 10000, {"estimated"}),
        ("5000余字", 5000, {"estimated"}),
        ("8，600", 8600, {"wide_comma"}),
        ("12,450", 12450, {"thousands_comma"}),
        ("２６００", 2600, {"fullwidth_number"}),
        ("2.6万元", 26000, {"unit_万"}),
        ("¥1024.00", 1024, {"currency_sign"}),
        ("￥1,024元", 1024, {"currency_sign", "thousands_comma"}),
        ("八十六", 86, {"chinese_numeral"}),
        ("一百零三", 103, {"chinese_numeral"}),
        ("一万二千", 12000, {"chinese_numeral"}),
        ("补考72", 72, {"makeup"}),
        ("72（补考）", 72, {"makeup"}),
        ("2篇", 2, {"unit_in_cell"}),
        ("67分", 67, {"unit_in_cell"}),
        ("约14页", 14, {"unit_in_cell", "estimated"}),
        ("60张", 60, {"unit_in_cell"}),
        ("1万", 10000, {"unit_万"}),
        ("3900", 3900, {"number_as_text"}),
        ("-200", -200, {"negative"}),
        (42.5, Decimal("42.5"), set()),
        (0.1, Decimal("0.1"), set()),
    ],
)
def test_figures(text: str | float, value: int | Decimal, flags: set[str]) -> None:
    reading = parse_number(text)
    assert reading.value == value
    assert flags <= set(reading.flags)


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("无", "none_word"),
        ("—", "blank"),
        ("/", "blank"),
        ("缺考", "absent"),
        ("良好", "grade"),
        ("√", "mark"),
        ("若干", "unclear"),
        ("", "blank"),
    ],
)
def test_words_in_the_place_of_figures(text: str, flag: str) -> None:
    reading = parse_number(text)
    assert (reading.value, reading.flags) == (None, (flag,))


@pytest.mark.parametrize(
    "text", ["3000-4000", "1,2", "1.2.3", "张三", "1e5", "九九八十一难", "NaN", "9" * 30]
)
def test_what_is_no_figure(text: str) -> None:
    with pytest.raises(NumberFault):
        parse_number(text)


@given(st.integers(0, 99_999_999))
def test_whole_numbers_in_many_dresses(number: int) -> None:
    full = str(number).translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)})
    for text in (
        str(number),
        f"{number:,}",
        f"{number:,}".replace(",", "，"),
        full,
        f"{number}字",
        f"¥{number}.00",
    ):
        assert parse_number(text).value == number


@given(st.text(max_size=12))
def test_any_text_is_a_figure_or_none(text: str) -> None:
    try:
        reading = parse_number(text)
    except NumberFault:
        return
    assert reading.raw == text
    assert reading.value is None or reading.value.is_finite()
