"""Values as operators type them, and their way into BSON and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import bson
import pytest
from bson.objectid import ObjectId
from hypothesis import example, given
from hypothesis import strategies as st

from records.language import set_language
from records.values import (
    CODEC,
    PartialDate,
    as_number,
    as_partial,
    count_words,
    days,
    from_bson,
    half_width,
    parse_boolean,
    parse_decimal,
    parse_integer,
    parse_money,
    to_bson,
)

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("2010-07-03", "2010-07-03", "2010-07-03", "day"),
        ("2010.7.3", "2010-07-03", "2010-07-03", "day"),
        ("2010/07/03", "2010-07-03", "2010-07-03", "day"),
        ("20100703", "2010-07-03", "2010-07-03", "day"),
        ("２０１０．７．３", "2010-07-03", "2010-07-03", "day"),
        ("2010年7月3日", "2010-07-03", "2010-07-03", "day"),
        ("二〇一〇年七月三日", "2010-07-03", "2010-07-03", "day"),
        ("二○一一年十二月三十一日", "2011-12-31", "2011-12-31", "day"),
        ("2010-07", "2010-07-01", "2010-07-31", "month"),
        ("2012年2月", "2012-02-01", "2012-02-29", "month"),
        ("201007", "2010-07-01", "2010-07-31", "month"),
        ("2010Q3", "2010-07-01", "2010-09-30", "quarter"),
        ("2010年第三季度", "2010-07-01", "2010-09-30", "quarter"),
        ("2010年上半年", "2010-01-01", "2010-06-30", "half"),
        ("2010H2", "2010-07-01", "2010-12-31", "half"),
        ("2010", "2010-01-01", "2010-12-31", "year"),
        ("2010年度", "2010-01-01", "2010-12-31", "year"),
        ("二〇一〇年十月廿三日", "2010-10-23", "2010-10-23", "day"),
        ("二〇一〇年十月卅一日", "2010-10-31", "2010-10-31", "day"),
        ("二〇一〇年十二月二十日", "2010-12-20", "2010-12-20", "day"),
        ("2010年7月上旬", "2010-07-01", "2010-07-10", "range"),
        ("2010年7月中旬", "2010-07-11", "2010-07-20", "range"),
        ("2010年7月下旬", "2010-07-21", "2010-07-31", "range"),
        ("2010-07..2011-03", "2010-07-01", "2011-03-31", "range"),
        ("2011年1月—6月", "2011-01-01", "2011-06-30", "half"),
        ("2011年4月至6月", "2011-04-01", "2011-06-30", "quarter"),
        ("2011-01-01..2011-12-31", "2011-01-01", "2011-12-31", "year"),
        ("2010年7月3日至7月9日", "2010-07-03", "2010-07-09", "range"),
    ],
)
def test_typed_dates(text: str, start: str, end: str, precision: str) -> None:
    found = PartialDate.parse(text)
    assert (found.start.isoformat(), found.end.isoformat(), found.precision) == (start, end, precision)
    assert found.raw == text


@pytest.mark.parametrize(
    "text",
    [
        *("2010-02-30", "2010-13", "2010年13月", "昨天", "", "7月3日", "10.7.3", "2010Q5"),
        *("2010年十十月", "2010年二二十月", "2010年十二二月"),
        *("7月下旬", "三季度", "上半年", "2010-07-03至昨天"),
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError) as caught:
        PartialDate.parse(text)
    assert text in str(caught.value)


def test_a_year_completes_what_lacks_one() -> None:
    day = PartialDate.parse("7月3日", year=2010)
    assert (day, day.raw) == (PartialDate.day(date(2010, 7, 3)), "7月3日")
    assert PartialDate.parse("三季度", year=2010) == PartialDate.quarter(2010, 3)
    assert PartialDate.parse("上半年", year=2011) == PartialDate.half(2011, 1)
    assert PartialDate.parse("7月下旬", year=2010) == PartialDate.parse("2010年7月下旬")
    assert PartialDate.parse("7月3日至8月9日", year=2010) == PartialDate.parse("2010-07-03..2010-08-09")
    july = PartialDate.parse("7月", year=2010)
    assert (july, july.raw) == (PartialDate.month(2010, 7), "7月")


def test_a_refusal_tells_a_wrong_date_from_what_is_none() -> None:
    set_language("en")
    said = []
    for text in ("2010-02-30", "昨天"):
        with pytest.raises(ValueError) as caught:
            PartialDate.parse(text)
        said.append(str(caught.value))
    assert said == [
        "2010-02-30 is not a date of the calendar.",
        "'昨天' is not understood as a date; write 2010-07-03, 2010-07 or 2010年上半年.",
    ]


def test_a_date_made_of_days_says_what_it_is() -> None:
    first, last = date(2010, 7, 3), date(2010, 8, 9)
    span = PartialDate.between(first, last)
    assert span.raw == "2010-07-03..2010-08-09" and span.display("en") == "2010-07-03 to 2010-08-09"
    made = (PartialDate.month(2010, 7), PartialDate.quarter(2010, 3), PartialDate.half(2010, 2))
    assert [each.raw for each in made] == ["2010-07", "2010Q3", "2010H2"]
    assert (PartialDate.day(first).raw, PartialDate.year_of(2010).raw) == ("2010-07-03", "2010")
    assert PartialDate.between(date(2010, 7, 1), date(2010, 7, 31), "七月里").raw == "七月里"
    assert PartialDate.day(first).display() == str(PartialDate.day(first)) == "2010年7月3日"


def test_earlier_dates_come_first_and_the_shorter_of_two_that_begin_together() -> None:
    day, month, year = (PartialDate.parse(text) for text in ("2010-01-01", "2010-01", "2010"))
    later = PartialDate.parse("2010-01-02")
    assert sorted([later, year, month, day]) == [day, month, year, later]
    assert not day < PartialDate.parse("2010年1月1日")


@pytest.mark.parametrize(
    ("value", "partial"),
    [
        (PartialDate.month(2010, 7), PartialDate.month(2010, 7)),
        (date(2010, 7, 3), PartialDate.day(date(2010, 7, 3))),
        (datetime(2010, 7, 3, 9, 30), PartialDate.day(date(2010, 7, 3))),
        (1900, PartialDate.year_of(1900)),
        (2200, PartialDate.year_of(2200)),
        (1899, None),
        (2201, None),
        (True, None),
        ("2010", None),
    ],
)
def test_any_kind_of_date_is_a_partial_date(value: object, partial: PartialDate | None) -> None:
    assert as_partial(value) == partial


def test_both_ends_of_a_span_are_counted() -> None:
    assert days(date(2010, 7, 3), date(2010, 7, 3)) == 1
    assert days(date(2010, 2, 27), date(2010, 3, 2)) == 4


def test_a_range_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError):
        PartialDate.parse("2011-03..2010-07")
    set_language("en")
    with pytest.raises(ValueError) as caught:
        PartialDate.between(date(2011, 3, 1), date(2010, 7, 1))
    assert str(caught.value) == "2010-07-01 lies before 2011-03-01."


PARTIALS = st.one_of(
    DAYS.map(PartialDate.day),
    DAYS.map(lambda d: PartialDate.month(d.year, d.month)),
    DAYS.map(lambda d: PartialDate.quarter(d.year, (d.month + 2) // 3)),
    DAYS.map(lambda d: PartialDate.half(d.year, (d.month + 5) // 6)),
    DAYS.map(lambda d: PartialDate.year_of(d.year)),
    st.tuples(DAYS, DAYS).map(lambda pair: PartialDate.between(min(pair), max(pair))),
)


@given(PARTIALS, st.sampled_from(["zh", "en"]))
def test_what_is_shown_is_read_back(value: PartialDate, lang: str) -> None:
    if value.precision == "range" and lang == "en":
        return  # "2010-07-01 to 2010-08-03" is for reading; operators type two dots
    assert PartialDate.parse(value.display(lang)) == value


@given(PARTIALS, PARTIALS)
def test_within_is_about_every_day(a: PartialDate, b: PartialDate) -> None:
    assert a.within(b) == (b.contains(a.start) and b.contains(a.end))


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_a_readable_refusal(text: str) -> None:
    said = "a date"
    try:
        PartialDate.parse(text)
    except ValueError as error:
        said = str(error)
    assert said


def test_numbers() -> None:
    assert parse_integer("１，200") == 1200
    assert parse_integer(str(2**63 - 1)) == 2**63 - 1 and parse_integer(str(-(2**63))) == -(2**63)
    assert parse_money("¥3,680.5元") == Decimal("3680.50")
    assert parse_decimal("2.50") == parse_decimal("2 . 50") == Decimal("2.50")
    assert parse_boolean("是") and parse_boolean("YES") and not parse_boolean("否")
    assert parse_decimal("9" * 30) == Decimal("9" * 30) and parse_decimal("1e30") == Decimal(10) ** 30


@pytest.mark.parametrize(
    ("read", "text", "said"),
    [
        *((parse_integer, each, "is not a number.") for each in ("abc", "", "1e")),
        *(
            (parse_integer, each, "is not a number that can be kept.")
            for each in ("9" * 31, "1e31", "NaN", "Infinity")
        ),
        (parse_decimal, "0." + "1" * 31, "is not a number that can be kept."),
        (parse_decimal, "1e-9999", "is not a number that can be kept."),
        (parse_integer, "1.5", "is not a whole number."),
        *((parse_integer, str(each), "is too large.") for each in (2**63, -(2**63) - 1)),
        (parse_money, "3.005", "has more than two decimals."),
        (parse_money, "X3", "is not a number."),
        (parse_boolean, "也许", "is neither yes nor no."),
    ],
)
def test_what_is_no_number_is_refused_with_a_reason(
    read: Callable[[str], object], text: str, said: str
) -> None:
    set_language("en")
    with pytest.raises(ValueError) as caught:
        read(text)
    assert str(caught.value) == f"{text!r} {said}"


@given(st.text("0123456789.,eE-¥元", max_size=36))
@example("9" * 30)
def test_what_is_taken_as_a_number_can_be_kept(text: str) -> None:
    for read in (parse_decimal, parse_money):
        try:
            number = read(text)
        except ValueError:
            continue
        assert from_bson(to_bson(number)) == number


def test_a_number_is_one_however_it_is_stored() -> None:
    assert as_number(Decimal("2.50")) == Decimal("2.50") and as_number(3) == 3
    assert as_number(0.1) == Decimal("0.1")
    assert as_number(True) is None and as_number("3") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("学习", 2),
        ("学习，再学习。", 7),
        ("Python 3.11 版", 3),
        ("“学习”——好", 7),
        ("𠮷祥　㛃", 3),
        ("a,b c", 2),
    ],
)
def test_characters_are_counted_as_word_counts_them(text: str, words: int) -> None:
    assert count_words(text) == words


def test_only_number_forms_become_half_width() -> None:
    assert half_width("１２．５％　ａ") == "12.5% a"
    assert half_width("①㎡…") == "①㎡…"


VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.text(max_size=20).filter(lambda text: text.isprintable()),
        st.booleans(),
        st.integers(-(2**63), 2**63 - 1),
        st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9),
        DAYS,
        PARTIALS,
        st.builds(ObjectId),
    ),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.from_regex(r"[a-z]{1,6}", fullmatch=True), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(VALUES)
def test_bson_gives_back_what_it_was_given(value: Any) -> None:
    encoded = bson.encode({"value": to_bson(value)})
    assert bson.encode({"value": value}, codec_options=CODEC) == encoded
    stored = bson.decode(encoded)["value"]
    assert from_bson(stored) == value


def test_a_time_of_day_survives() -> None:
    at = datetime(2010, 8, 9, 8, 30)
    assert from_bson(bson.decode(bson.encode({"v": to_bson(at)}))["v"]) == at
    for exact, kept in ((999_999, 999_000), (1_000, 1_000)):
        assert to_bson(at.replace(microsecond=exact)) == at.replace(microsecond=kept)


def test_a_date_keeps_what_was_written_and_any_mapping_is_stored_as_one() -> None:
    july = PartialDate.parse("2010年7月")
    kept = from_bson(to_bson(MappingProxyType({"on": july})))
    assert kept == {"on": july} and kept["on"].raw == "2010年7月"
