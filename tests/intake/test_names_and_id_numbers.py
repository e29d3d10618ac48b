"""Names and identity numbers as registers write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.intake.names import clean_name, match_key, parse_id, split_names
from records.people.id_number import check_digit


@pytest.mark.parametrize(
    ("text", "name", "flags"),
    [
        ("张 三", "张三", {"name_inner_space"}),
        ("张　三", "张三", {"name_inner_space"}),
        ("李梅 ", "李梅", {"name_trailing_space"}),
        ("李梅（女）", "李梅", {"name_suffix"}),
        ("王强同志", "王强", {"name_title"}),
        ("买买提・艾力", "买买提·艾力", set()),
        ("\u200b𠮷平", "𠮷平", set()),
    ],
)
def test_names(text: str, name: str, flags: set[str]) -> None:
    reading = clean_name(text)
    assert (reading.name, set(reading.flags), reading.raw) == (name, flags, text)


def test_spellings_of_one_name_meet() -> None:
    assert (
        len({match_key(name) for name in ("买买提·艾力", "买买提•艾力", "买买提 . 艾力", "买买提．艾力")})
        == 1
    )
    assert match_key("张三") != match_key("张山")


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("张三、李四", [("张三", None), ("李四", None)]),
        ("张三 李四", [("张三", None), ("李四", None)]),
        ("张 三、李 四", [("张三", None), ("李四", None)]),
        ("事假：张三、李四；病假：王五", [("张三", "事假"), ("李四", "事假"), ("王五", "病假")]),
        ("张三（事假）、李四(外出务工)", [("张三", "事假"), ("李四", "外出务工")]),
        ("张三病假，李四", [("张三", "病假"), ("李四", None)]),
        ("张三（因病住院、已请假）", [("张三", "因病住院、已请假")]),
        ("张和平、李四", [("张和平", None), ("李四", None)]),
        ("张三和李四", [("张三", None), ("李四", None)]),
        ("无", []),
        ("全勤", []),
        ("—", []),
        ("", []),
    ],
)
def test_people_in_one_cell(text: str, people: list[tuple[str, str | None]]) -> None:
    assert [(part.name, part.reason) for part in split_names(text)] == people


def with_check(digits: str) -> str:
    return digits + check_digit(digits)


@pytest.mark.parametrize("dress", ["{}", " {} ", "'{}", "‘{}"])
def test_identity_numbers_in_many_dresses(dress: str) -> None:
    number = with_check("99999919720819073")
    reading = parse_id(dress.format(number.lower()))
    assert (reading.value, reading.birth, reading.gender) == (number, date(1972, 8, 19), "男")


def test_spaced_full_width_and_old_identity_numbers() -> None:
    number = with_check("99999919640101002")
    assert parse_id(f"{number[:6]} {number[6:14]} {number[14:]}").value == number
    wide = number.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    assert parse_id(wide).value == number
    old = parse_id("999999640101002")
    assert (old.value, old.birth, old.gender, old.flags) == (
        "999999640101002",
        date(1964, 1, 1),
        "女",
        ("id_15_digits",),
    )


@pytest.mark.parametrize(
    ("value", "flag"),
    [
        (9.9999919660615e17, "id_is_float"),
        (999999196606150000, "id_is_float"),
        ("9.99999E+17", "id_is_float_as_text"),
        ("99999919720819", "id_wrong_length"),
        ("999999197213190738", "id_bad_date"),
        ("99999919720819073A", "id_bad_characters"),
        (None, "id_blank"),
        ("无", "id_blank"),
    ],
)
def test_identity_numbers_that_may_not_be_kept(value: str | float | None, flag: str) -> None:
    reading = parse_id(value)
    assert reading.value is None
    assert flag in reading.flags


@given(
    st.integers(0, 10**6 - 1), st.dates(date(1900, 1, 1), date(2020, 1, 1)), st.integers(0, 999), st.data()
)
def test_one_wrong_digit_is_always_noticed(area: int, birth: date, order: int, data: st.DataObject) -> None:
    number = with_check(f"{area:06}{birth:%Y%m%d}{order:03}")
    assert parse_id(number).value == number
    place = data.draw(st.integers(0, 16))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    assert parse_id(number[:place] + digit + number[place + 1 :]).value is None
