"""A cell becomes a field's value, and the item learns what was odd about it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from records.field_value import coerce
from records.intake.build.in_short import in_short, signed_by_name
from records.intake.date_spans import span_in
from records.intake.dates import DateFault, DateReading, parse_date
from records.intake.desk import Desk
from records.intake.doubted_dates import plausible, settled_date
from records.intake.files.reading import Cell
from records.intake.outcome import Item
from records.intake.papers.minutes.parts import listed_parts, numbered_parts
from records.intake.tables.layouts import other_measure
from records.intake.tables.row_dates import RowDates
from records.intake.tables.source import SourceRow, SourceTable
from records.intake.tables.spans import FINISHED, LAST, deadline, last_day
from records.kind import DATE_TYPES, NUMBER_TYPES, Field
from records.numbers import NumberFault, NumberReading, parse_number
from records.values import PartialDate, chinese_digits, half_width

#: Rows may lie so far outside the time of their table's title, and of the rows around them.
_LEEWAY, _FAR = timedelta(days=31), timedelta(days=200)
#: 900字 under 笔记(万字) are 900; 1.2字 lacks the 万 of its heading.
_PLAIN_FROM = 100
#: So many characters nobody writes in a year.
_MOST_WORDS = 500_000
_MONTH, _MIDDLE = re.compile(r"(1[0-2]|0?[1-9])月份?"), 15
_MARK = re.compile(r"[√✓✔∨☑×✗✘○●△▲*＊]+")
#: How good something was, that it is there, or how much of it: what stands in the place of a title is none.
_NO_TITLE = re.compile(
    r"[优良中差好]等?|较[好差]|一般|优[秀良]|良好|(?:不|基本)?(?:合格|及格|称职)|[未已]?达标|[甲乙丙丁A-Da-d][+-]?[等级类档]?"
    r"|(?:(?:均|都|全部)?已经?|按[时期]|如期|及时|全部)(?:完成|上?交|上报|报送?|[读看阅学写]完?|阅读|撰写|提交|登记)[了毕]?"
    r"|完成|是|有|[\d一二两三四五六七八九十]+(?:\.0)?(?:余|多)?[篇本册份次字页个]?"
)
_MONTH_DAY = re.compile(r"(\d{1,2})\D+(\d{1,2})")


def take_number(
    item: Item, name: str, cell: Cell, *, whole: bool = False, scale: int = 1, measure: str = ""
) -> NumberReading | None:
    """Put a figure into ``fields[name]``; 无 counts as nought, an unreadable one is left out, flagged.

    ``scale`` is what the heading counts in; a cell that says 万 itself is not multiplied again. A figure of
    another ``measure`` than the field's is left out as well: 40分钟 of hours.
    """
    try:
        reading = parse_number(cell.value)
    except NumberFault:
        item.flag(f"value_left_out:{name}")
        return None
    if "none_word" in reading.flags:
        item.fields[name] = 0
    elif "mark" in reading.flags:
        item.flag("count_is_a_mark")
    elif {"unclear", "grade"} & set(reading.flags) or other_measure(reading.unit, measure):
        item.flag(f"value_left_out:{name}")
    elif reading.value is not None:
        # A cell that names its own measure is counted in it: 15000字 under 笔记(万字).
        plain = reading.unit in ("字", "元") and reading.value >= min(scale, _PLAIN_FROM)
        factor = 1 if "unit_万" in reading.flags or plain else scale
        wordy = measure == "字" and reading.value * factor > _MOST_WORDS
        if factor > 1 and (reading.value >= factor or wordy):
            # 6200 under 笔记(万字) is hardly 62 million characters, and nobody knows what it is.
            item.flag(f"value_left_out:{name}")
            return reading
        value = reading.value * factor
        if "three_decimals" in reading.flags and whole and factor == 1:
            if measure == "字":
                value *= 1000
            # 12.000字 are twelve thousand; 24.000 of anything else may be either.
            item.flag(f"value_unsure:{name}")
        if whole and value != int(value):
            item.flag(f"value_left_out:{name}")
            return reading
        item.fields[name] = int(value) if whole else value
        item.note(*(code for code in reading.flags if code != "three_decimals"))
    return reading


#: As systems write them out. 1:30 alone may be minutes and seconds.
_HOURS = re.compile(r"(\d{1,2}):([0-5]\d):[0-5]\d")
_CLOCK = re.compile(r"(\d+)\s*(?:个?小时|h)\s*(\d+)\s*分钟?|(\d+)\s*个半小时|半(?:个)?小时")


def _take_minutes(item: Item, field: Field, cell: Cell, scale: int) -> None:
    """A length of time: 90, 40分钟, 1.5小时, 1小时30分, 1:30:00; ``scale`` is 60 under a heading in hours.

    学时 and 课时 are of no fixed length, so they are left out.
    """
    text = re.sub(r"\s", "", half_width(cell.text))
    if clock := _HOURS.fullmatch(text):
        item.fields[field.name] = int(clock[1]) * 60 + int(clock[2])
        return
    if clock := _CLOCK.fullmatch(text):
        whole = int(clock[1] or clock[3] or 0)
        item.fields[field.name] = whole * 60 + int(clock[2] or 30)
        return
    reading = take_number(item, field.name, cell)
    told = item.fields.pop(field.name, None)
    if reading is None or told is None:
        return
    factor = {"小时": 60, "分钟": 1, "分": 1, None: scale}.get(reading.unit)
    value = told * factor if factor else None
    if value is None or value != int(value):
        item.flag(f"value_left_out:{field.name}")
    else:
        item.fields[field.name] = int(value)


_CODE = re.compile(r"(?:\d{2,3}\s*[-－—.．、:：]?|\d\s*[-－—.．、:：])\s*(?=[\u4e00-\u9fff])")


def uncoded(text: str) -> str:
    """A choice without the number that systems put before it: 01-正式党员, 20大学本科."""
    found = _CODE.match(text)
    return text[found.end() :] if found else text


#: Words that something was not done: 未刊登, 尚未发表.
_NOT_DONE = re.compile(r"(?:暂|尚|还)?(?:未|没有?)(?:予|被|曾)?([\u4e00-\u9fff]{2,4}?)(?:过|的)?")


#: 2012年, 2011年度: a year as cards write it.
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年度?")


def says_none(text: str, field: Field) -> bool:
    """Whether words only say that there is none of what the field keeps: 未刊登 under 刊登情况."""
    found = _NOT_DONE.fullmatch(text)
    return found is not None and any(found[1] in word for word in (field.label.zh, *field.headings))


def take_plain(item: Item, field: Field, row: SourceRow) -> None:
    """Put a cell into its field as the kind says; what doesn't fit is left out and flagged."""
    cell = row.cell(field.name)
    text = row.text(field.name)
    if not text:
        return
    if field.type in NUMBER_TYPES:
        if field.name == "year" and (told_year := _YEAR.fullmatch(text)):
            item.fields["year"] = int(told_year[1])
            return
        scale = row.scale(field.name)
        if field.measure is not None and field.measure.zh == "分钟":
            _take_minutes(item, field, cell, scale)
            return
        measure = field.measure.zh if field.measure is not None else ""
        take_number(item, field.name, cell, whole=field.type == "integer", scale=scale, measure=measure)
        return
    if field.type in DATE_TYPES:
        take_loose_date(item, field, cell, date_1904=row.date_1904)
        return
    if field.type == "text" and says_none(text, field):
        return
    titled = field.name == "title" and item.kind != "award" and _NO_TITLE.fullmatch(half_width(text))
    if titled or (field.type in ("text", "longtext") and _MARK.fullmatch(text.strip())):
        # That there was something is told, not what: √ is no title.
        item.flag(f"value_left_out:{field.name}")
        return
    if field.of is not None and field.of.type == "text" and len(parts := numbered_parts(text)) > 1:
        item.fields[field.name] = parts
        return
    if field.of is not None and field.of.type == "text":
        item.fields[field.name] = listed_parts(text)
        return
    if "choice" in (field.type, field.of.type if field.of is not None else ""):
        text = uncoded(text)
    try:
        told = yes_or_no(text, field) if field.type == "boolean" else None
        item.fields[field.name] = coerce(field, in_short(text, field)) if told is None else told
    except ValueError:
        item.flag(f"value_left_out:{field.name}")


#: What offices write beside what was not taken.
_SENT_BACK = ("退稿", "退回", "弃用", "未用", "不用")


def yes_or_no(text: str, field: Field) -> bool | None:
    """What a register says in the field's own words: 采用, 未采用 under 是否采用; None when it is neither."""
    plain = re.sub(r"\s", "", half_width(text))
    words = {
        word.removeprefix("是否").removesuffix("情况").removesuffix("与否").removesuffix("否")
        for word in (field.label.zh, *field.headings)
    }
    bare = re.sub(r"^(?:已经?|被)", "", plain)
    if bare in words or (bare != plain and _begins(bare, words)):
        return True
    if plain in _SENT_BACK:
        return False
    if signed_by_name(text, field):
        return True
    denied = re.sub(r"^(?:尚未|暂未|未被|没有|未|没|不)", "", plain)
    return False if denied != plain and _begins(denied, words) else None


def _begins(said: str, words: Iterable[str]) -> bool:
    """Whether it is the beginning of one of the words: 签 of 签收, as in 已签 and 未签."""
    return not said or any(word.startswith(said) for word in words)


def take_loose_date(
    item: Item, field: Field, cell: Cell, *, year: int | None = None, date_1904: bool = False
) -> DateReading | None:
    """A date that the record can do without: an impossible one is left out and flagged.

    So is one that nobody can put into the calendar: 农历五月初三, 去年7月, 不详.
    """
    cell = deadline(cell, year=year) if field.name in LAST else cell
    try:
        reading = parse_date(cell, year=year, date_1904=date_1904)
    except DateFault:
        item.flag(f"date_left_out:{field.name}")
        return None
    if reading.value is None:
        if reading.candidates or not {"blank", "unknown"} & set(reading.flags):
            item.flag(f"date_left_out:{field.name}")
        elif "unknown" in reading.flags:
            item.note(f"date_unknown:{field.name}")
        return reading
    if field.type == "partial_date":
        item.fields[field.name] = reading.value
    elif reading.value.precision == "day":
        item.fields[field.name] = reading.value.start
    else:
        item.want_day(field.name, reading.value)
    item.note(*reading.flags)
    return reading


def take_row_date(
    desk: Desk, table: SourceTable, dates: RowDates, position: int, item: Item, target: str
) -> PartialDate | None:
    """The date that a row is about. A missing year comes from the section, the sheet or the rows around.

    An impossible or missing date refuses the row; an implausible one asks.
    """
    row = table.rows[position]
    year = table.year(row)
    cell = table.date_cell(row, target)
    cell = last_day(cell) if target in FINISHED else cell
    try:
        reading = parse_date(cell, year=year, date_1904=table.date_1904)
    except DateFault as fault:
        if fault.reason != "no_year":
            item.reject("impossible_date" if fault.reason == "impossible" else "unreadable_date")
            return None
        return _by_neighbours(desk, dates, position, item, target, row)
    if "number_date_1_or_10_month" in reading.flags and _keeps_a_day(table.kind.field(target)):
        # January or October: either way it is no day, and the year is told.
        reading = replace(reading, value=PartialDate.year_of(reading.candidates[0].start.year, reading.raw))
    if reading.value is None:
        item.reject("missing_date" if "blank" in reading.flags else "unreadable_date")
        return None
    _note_date(item, reading)
    reading = _first_of_days(item, table.kind.field(target), reading)
    if reading.value is None:
        return None
    if "year_from_context" in reading.flags:
        if row.year is None and table.time_in_doubt:
            item.flag("time_in_doubt")
    elif _out_of_time(reading.value, table, row, dates, position):
        item.flag(f"date_out_of_time:{target}")
    if plausible(desk, reading.value):
        return reading.value
    settled = settled_date(desk, reading.value, item, target, dates.nearest(position))
    if settled is not None:
        dates.settled(position, settled.start)
    return settled


def _keeps_a_day(field: Field | None) -> bool:
    return field is not None and field.type in ("date", "datetime")


def _first_of_days(item: Item, field: Field | None, reading: DateReading) -> DateReading:
    """Of 2011.3.5-3.8 the first day, flagged, where a record keeps one day."""
    span = reading.value
    if span is None or span.precision != "range" or field is None or field.type == "partial_date":
        return reading
    told = span_in(span.raw)
    if told is None or told.months:
        return reading
    item.flag(f"first_of_days:{field.name}")
    return replace(reading, value=PartialDate.day(span.start, span.raw))


def _out_of_time(
    value: PartialDate, table: SourceTable, row: SourceRow, dates: RowDates, position: int
) -> bool:
    """Whether a day lies outside the time that the table tells of, or that the rows around agree on."""
    period, year = table.facts.period, table.year(row)
    if period is not None and period.precision != "year" and row.year is None:
        first, last = period.start - _LEEWAY, period.end + _LEEWAY
    elif year is not None:
        # The honours of a year are given in the next.
        until = year + (table.kind.name == "award")
        first, last = date(year, 1, 1) - _LEEWAY, date(until, 12, 31) + _LEEWAY
    else:
        first, last = date.min, date.max
    if value.end < first or value.start > last:
        return True
    if table.long:
        return False
    above, below = dates.before(position), dates.after(position)
    if above is None or below is None or not timedelta() <= below - above < timedelta(days=366):
        return False
    return not above - _FAR <= value.start <= below + _FAR


def _by_neighbours(
    desk: Desk, dates: RowDates, position: int, item: Item, target: str, row: SourceRow
) -> PartialDate | None:
    parts = _MONTH_DAY.search(chinese_digits(row.cell(target).text))
    if parts is None and (month := _MONTH.fullmatch(chinese_digits(row.cell(target).text.strip()))):
        year = dates.year_by_neighbours(position, int(month[1]), _MIDDLE)
    else:
        year = dates.year_by_neighbours(position, int(parts[1]), int(parts[2])) if parts else None
    if year is None:
        item.reject("unreadable_date")
        return None
    try:
        reading = parse_date(row.cell(target), year=year, date_1904=row.date_1904)
    except DateFault:
        item.reject("impossible_date")
        return None
    if reading.value is None:
        item.reject("unreadable_date")
        return None
    item.flag("year_from_neighbours")
    _note_date(item, reading)
    settled = settled_date(desk, reading.value, item, target, dates.before(position))
    if settled is not None:
        dates.settled(position, settled.start)
    return settled


def _note_date(item: Item, reading: DateReading) -> None:
    for code in reading.flags:
        if code == "m.d_could_be_yy.m":
            item.flag("month_day_or_year_month")
        else:
            item.note(code)


def put_day(item: Item, field: Field, value: PartialDate) -> None:
    """A settled date in the form its field keeps; a vaguer one is left out and flagged, as a blank one is."""
    if field.type == "partial_date":
        item.fields[field.name] = value
    elif value.precision == "day":
        item.fields[field.name] = value.start
    else:
        item.want_day(field.name, value)
