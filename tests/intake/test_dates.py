"""Dates as registers write them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.intake.dates import DateFault, DateReading, dates_in, parse_date
from records.intake.files.reading import Cell, CellValue
from records.language import set_language
from records.values import PartialDate

JULY = date(2010, 7, 3)


@pytest.mark.parametrize(
    "text",
    [
        "2010.7.3",
        "2010-7-3",
        "2010/07/03",
        "20100703",
        "2010年7月3日",
        "2010年 7 月 3 日",
        "2010 7 3",
        "２０１０．７．３",
        "二〇一〇年七月三日",
        "二○一○年七月三日",
        "二零一零年七月三日",
        "二OO三年七月三日".replace("OO三", "O一O"),
        "2010、7、3",
        "2010年7月3号",
        "2010.7.3.",
        "（2010.7.3）",
        "2010年7月3日（星期六）",
        "2010-07-03 00:00:00",
        "2010/7/3 9:30",
        "2010-07-03T09:30:00",
        "2010.7.3上午",
        "10-7-3",
        "10.7.3",
        "10年7月3日",
        "100703",
        "40362",
        "\u200b2010.7.3 ",
    ],
)
def test_one_day_in_every_spelling(text: str) -> None:
    assert parse_date(text).value == PartialDate.day(JULY)
    assert parse_date(text).raw == text


@pytest.mark.parametrize(
    ("value", "year", "expected", "flag"),
    [
        (40362, None, "2010-07-03", "excel_serial"),
        ("10-7-3", None, "2010-07-03", "two_digit_year"),
        ("62.5.9", None, "1962-05-09", "two_digit_year"),
        ("7月3日", 2010, "2010-07-03", "year_from_context"),
        ("2.17", 2011, "2011-02-17", "year_from_context"),
        ("11.7", 2011, "2011-11-07", "m.d_could_be_yy.m"),
        ("１９６３．１１．２７", None, "1963-11-27", "date_fullwidth"),
        ("2010年底", None, "2010", "approximate"),
        (2005.7, None, "2005-07", "date_as_decimal_number"),
        ("98.7", None, "1998-07", "two_digit_year"),
    ],
)
def test_what_is_doubtful_is_flagged(value: str | float, year: int | None, expected: str, flag: str) -> None:
    reading = parse_date(value, year=year)
    assert reading.value == PartialDate.parse(expected)
    assert flag in reading.flags


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("1949.10", date(1949, 10, 1), date(1949, 10, 31), "month"),
        ("1949年元月", date(1949, 1, 1), date(1949, 1, 31), "month"),
        ("201007", date(2010, 7, 1), date(2010, 7, 31), "month"),
        ("2010", date(2010, 1, 1), date(2010, 12, 31), "year"),
        ("2010年上半年", date(2010, 1, 1), date(2010, 6, 30), "half"),
        ("2010年三季度", date(2010, 7, 1), date(2010, 9, 30), "quarter"),
        ("2010年7月下旬", date(2010, 7, 21), date(2010, 7, 31), "range"),
        ("2010年7月3-5日", date(2010, 7, 3), date(2010, 7, 5), "range"),
        ("2010.7.3-5", date(2010, 7, 3), date(2010, 7, 5), "range"),
    ],
)
def test_what_is_less_than_a_day_keeps_its_precision(
    text: str, start: date, end: date, precision: str
) -> None:
    value = parse_date(text).value
    assert value is not None
    assert (value.start, value.end, value.precision) == (start, end, precision)


@pytest.mark.parametrize(
    "text", ["2010.2.30", "2010年13月", "1月32日", "20100732", "2010-00-10", "2011.2.29"]
)
def test_impossible_dates_are_refused_never_moved(text: str) -> None:
    with pytest.raises(DateFault) as caught:
        parse_date(text, year=2010)
    assert caught.value.reason == "impossible"


@pytest.mark.parametrize(
    "text", ["张三", "20110.3.2", "第3期", "2010.7.3.5.6", "4036", "3天", "X2010.7.3", "2010-13X"]
)
def test_what_is_no_date_is_said_so(text: str) -> None:
    with pytest.raises(DateFault) as caught:
        parse_date(text, year=2010)
    assert caught.value.reason == "not_understood"


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("农历五月初三", "lunar"),
        ("去年7月", "relative"),
        ("不详", "unknown"),
        ("—", "blank"),
        ("无", "blank"),
        ("", "blank"),
    ],
)
def test_what_nobody_can_date_stays_without_date(text: str, flag: str) -> None:
    assert parse_date(text, year=2010) == DateReading(None, text, (flag,))


@pytest.mark.parametrize("text", ["7月3日", "2月29日", "9.5", "09.5", "10.13", "10.0", "7月3-5日", "下半年"])
def test_a_year_is_never_made_up(text: str) -> None:
    with pytest.raises(DateFault) as caught:
        parse_date(text)
    assert (caught.value.reason, caught.value.raw) == ("no_year", text)


@pytest.mark.parametrize(
    ("value", "year", "expected", "flags"),
    [
        (Cell(JULY, "2010-07-03"), None, "2010-07-03", ()),
        (datetime(2010, 7, 3, 9, 30), None, "2010-07-03", ("time_dropped",)),
        ("2010年7月3日", None, "2010-07-03", ()),
        ("7月3日上午", 2010, "2010-07-03", ("time_dropped", "year_from_context")),
        ("2010-07-03 9:00-11:30", None, "2010-07-03", ("time_dropped",)),
        (40362.5, None, "2010-07-03", ("excel_serial", "time_dropped")),
        (10_000, None, "1927-05-18", ("excel_serial",)),
        (59_999, None, "2064-04-07", ("excel_serial",)),
        ("４0362", None, "2010-07-03", ("excel_serial", "date_fullwidth")),
        ("201０-07-03", None, "2010-07-03", ("date_fullwidth",)),
        ("200９-07-03", None, "2009-07-03", ("date_fullwidth",)),
        (2010.0, None, "2010", ()),
        ("1850", None, "1850", ()),
        ("２０１０", None, "2010", ("date_fullwidth",)),
        ("2100", None, "2100", ()),
        ("1850年3月", None, "1850-03", ()),
        ("2100年3月", None, "2100-03", ()),
        (Decimal("2002.12"), None, "2002-12", ("date_as_decimal_number",)),
        (7.3, 2010, "2010-07-03", ("date_as_decimal_number", "year_from_context")),
        (62.5, None, "1962-05", ("date_as_decimal_number", "two_digit_year")),
        ("201001", None, "2010-01", ()),
        ("198812", None, "1988-12", ()),
        ("189912", None, "1899-12", ()),
        ("201013", None, "2020-10-13", ("two_digit_year",)),
        ("100703", None, "2010-07-03", ("two_digit_year",)),
        ("30.7.3", None, "2030-07-03", ("two_digit_year",)),
        ("31.7.3", None, "1931-07-03", ("two_digit_year",)),
        ("'98年7月", None, "1998-07", ("two_digit_year",)),
        ("13.5", 2011, "2013-05", ("two_digit_year",)),
        ("12.5", 2011, "2011-12-05", ("year_from_context", "m.d_could_be_yy.m")),
        ("10.5", 2011, "2011-10-05", ("year_from_context", "m.d_could_be_yy.m")),
        ("9.5", 2011, "2011-09-05", ("year_from_context",)),
        ("09.5", 2011, "2011-09-05", ("year_from_context",)),
        ("7月3-5日", 2010, "2010-07-03..2010-07-05", ("year_from_context",)),
        ("10年7月3-5日", None, "2010-07-03..2010-07-05", ("two_digit_year",)),
        ("2010年7月3-3日", None, "2010-07-03", ()),
        ("2010年7月左右", None, "2010-07", ("approximate",)),
        ("7月初", 2010, "2010-07", ("approximate", "year_from_context")),
        ("下半年", 2010, "2010-07..2010-12", ("year_from_context",)),
    ],
)
def test_a_reading_tells_all_that_was_done_to_it(
    value: Cell | CellValue, year: int | None, expected: str, flags: tuple[str, ...]
) -> None:
    reading = parse_date(value, year=year)
    assert (reading.value, reading.flags, reading.candidates) == (PartialDate.parse(expected), flags, ())
    assert reading.value is not None
    if isinstance(value, str | float | int):
        assert reading.raw == reading.value.raw == str(value).removesuffix(".0")


@pytest.mark.parametrize(
    ("text", "month"), [("10.7", "2010-07"), ("12.1", "2012-01"), ("10.12", "2010-12"), (11.7, "2011-07")]
)
def test_a_month_or_a_year_of_two_digits_is_asked_about(text: str | float, month: str) -> None:
    reading = parse_date(text)
    assert (reading.value, reading.candidates) == (None, (PartialDate.parse(month),))
    assert "m.d_could_be_yy.m" in reading.flags
    assert reading.raw == reading.candidates[0].raw == str(text)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2010.2.30", "2010.2.30 is no day of the calendar"),
        ("2月30日", "2月30日 is no day of the calendar"),
        ("2010年7月5-3日", "2010年7月5-3日 is no day of the calendar"),
        ("2010年2月27-30日", "2010年2月27-30日 is no day of the calendar"),
        ("1849年3月", "1849年3月 is no day of the calendar"),
        ("201000", "201000 is no day of the calendar"),
        ("2101.3.1", "2101.3.1 is no day of the calendar"),
        (1849.1, "1849.1 is no day of the calendar"),
        (True, "True is not understood as a date"),
        ("1849", "1849 is not understood as a date"),
        ("2101", "2101 is not understood as a date"),
        ("09999", "09999 is not understood as a date"),
        (60_000, "60000 is not understood as a date"),
        (0.0000001, "0.0000001 is not understood as a date"),
        (float("nan"), "nan is not understood as a date"),
        (float("-inf"), "-inf is not understood as a date"),
        ("二十人", "二十人 is not understood as a date"),
        ("7月3日", "7月3日 has no year, and nothing around it tells"),
    ],
)
def test_a_fault_quotes_what_stands_there(value: CellValue, said: str) -> None:
    set_language("en")
    with pytest.raises(DateFault) as caught:
        parse_date(value)
    assert str(caught.value) == said and said.startswith(f"{caught.value.raw} ")


def test_an_empty_cell_is_blank_and_a_date_is_one() -> None:
    for empty in (None, Cell(None, "")):
        assert parse_date(empty) == DateReading(None, "", ("blank",))
    assert parse_date(JULY) == DateReading(PartialDate.day(JULY), "2010-07-03")
    assert parse_date(datetime(2010, 7, 3, 9, 30)).raw == "2010-07-03 09:30:00"


def test_a_decimal_number_that_lost_its_nought_is_asked_about() -> None:
    reading = parse_date(2002.1)
    assert reading.value is None
    assert [str(candidate) for candidate in reading.candidates] == ["2002年1月", "2002年10月"]
    assert {each.raw for each in reading.candidates} == {reading.raw} == {"2002.1"}
    assert reading.flags == ("date_as_decimal_number", "number_date_1_or_10_month")
    assert len(parse_date(1850.1).candidates) == len(parse_date(2100.1).candidates) == 2


def test_serial_numbers_are_dates_only_in_date_columns_and_know_1904() -> None:
    for number in (40362, 40362.5, "40362"):
        with pytest.raises(DateFault) as caught:
            parse_date(number, column_is_date=False)
        assert (caught.value.reason, caught.value.raw) == ("not_understood", str(number))
    for number in (38900, 38900.5, "38900"):
        assert parse_date(number, date_1904=True).value == PartialDate.day(JULY)


@given(st.dates(date(1931, 1, 1), date(2030, 12, 31)))
def test_every_day_reads_back_from_every_spelling(day: date) -> None:
    numerals = dict(zip("0123456789", "〇一二三四五六七八九", strict=True))
    chinese = "".join(numerals[digit] for digit in str(day.year)) + f"年{day.month}月{day.day}日"
    spellings: list[str | date | int] = [
        day,
        datetime(day.year, day.month, day.day, 9),
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
        chinese,
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year % 100:02}-{day.month}-{day.day}",
        day.isoformat(),
        f"{day.year}/{day.month:02}/{day.day:02}",
        (day - date(1899, 12, 30)).days,
    ]
    for spelling in spellings:
        assert parse_date(spelling).value == PartialDate.day(day), spelling


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        reading = parse_date(text, year=2010)
    except DateFault:
        return
    assert reading.raw == text
    assert reading.value is None or reading.value.end - reading.value.start <= timedelta(days=366 * 200)


def test_dates_in_running_text() -> None:
    text = "二〇一一年一月五日印发，编号2010.13.45，电话20101，会议于 2010年12月17日 召开，3月2日再开"
    found = list(dates_in(text, year=2011))
    assert [str(reading.value) for reading, _, _ in found] == [
        *("2011年1月5日", "2010年12月17日", "2011年3月2日")
    ]
    assert [text[start:end].strip() for _, start, end in found] == [reading.raw for reading, _, _ in found]
    assert [str(reading.value) for reading, _, _ in dates_in("3月2日、2010年3月1日")] == ["2010年3月1日"]
