"""Rosters: people, the units they belong to, and what the remarks say of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bson.objectid import ObjectId

from records.intake.answers.alike import ID_NUMBER, JANUARY, OCTOBER, PRINTED
from records.intake.build.rosters.entering import enter
from records.intake.build.rosters.mobility import read_mobility
from records.intake.build.rosters.other_names import former_names_in
from records.intake.build.rosters.roster_units import units_of_row
from records.intake.build.rosters.standing import SITS, STATUS, read_standing
from records.intake.build.rosters.told_again import drawn_up
from records.intake.build.rows import each_row, printed_once
from records.intake.build.values import take_loose_date, take_plain, uncoded
from records.intake.dates import DateFault, parse_date
from records.intake.desk import Desk
from records.intake.doubted_dates import is_date
from records.intake.names import IdReading, clean_name, parse_id
from records.intake.outcome import Candidate, Item, Question
from records.intake.settling import is_offered
from records.intake.tables.moves import about_the_known
from records.intake.tables.source import SourceRow, SourceTable
from records.intake.unit_names import parse_unit_name, unit_phrases
from records.people.id_number import check_digit
from records.values import PartialDate, half_width

_BY_HAND = frozenset(
    (
        *(
            "name",
            "gender",
            "birth",
            "id_no",
            "nation",
            "post",
            "memberships",
            "political_status",
            "mobility",
        ),
        *("covered", "active_from", "active_to", "joined_party", "regularised"),
    )
)
#: Figures and colons stand in no name: a footer that nothing else tells from a row.
_NO_NAME = re.compile(r"[\d:：]")
_BRACKETS = re.compile(r"\(.*?\)")
_AND = re.compile(r"[;、,/]")
#: What schools are called beside the levels that the kind lists.
_EDUCATION = (
    ("研究生", re.compile(r"(?:在职|全日制)?(?:硕士|博士)(?:研究生|学位)?|.{0,4}研究生")),
    ("大学", re.compile(r"(?:大学|全日制|在职|函授|党校)?本科|学士|大学毕业")),
    ("大专", re.compile(r"(?:大学|全日制|在职|函授|党校)?专科|大学专科")),
)
_ALL_OF_IT = re.compile(r"(.+)", re.DOTALL)
_MOVED_IN = re.compile(r"([\d年月日.\-/ ]{4,12})\s*(?:由\S{1,12})?(?:转入|调入|迁入|转来)")
_MOVED_OUT = re.compile(r"([\d年月日.\-/ ]{4,12})\s*(?:转出|调出|迁出|调离|退休|去世|病故|调往)")
_COVERS = re.compile(r"包(?:村|组|抓|联)?[:：]?\s*([^，,；;。、\s]{2,12}(?:、[^，,；;。、\s]{2,12})*)")
#: Nobody joins the party before that age.
_YOUNGEST = 16
_NATION = re.compile(r"[\u4e00-\u9fff]{1,6}")
_STAFF_WORKPLACES = frozenset(("机关", "学校", "站所"))


def build_roster(table: SourceTable, desk: Desk) -> Iterator[Item]:
    """One item a row; everyone is known to later rows and sources at once."""
    _head_unit(table, desk)
    printed = printed_once(table)

    def read(_: int, row: SourceRow, item: Item) -> None:
        if row.number in printed:
            item.flag("unit_from_above")
            row = replace(row, cells={**row.cells, "unit": printed[row.number]})
        _read(table, row, item, desk)

    yield from each_row(table, read)


def _head_unit(table: SourceTable, desk: Desk) -> None:
    """The committee that hands the roster in is a unit as well, and stands above the others."""
    for title in table.facts.lines:
        desk.units.hear(title)
        for phrase in unit_phrases(title):
            if parse_unit_name(phrase).category == "党委" and desk.units.root is None:
                desk.units.create(phrase)


def level_of(text: str, levels: Sequence[str]) -> str:
    """The level that a school is of, the highest where several are named: 中专；大学 under 全日制 and 在职.

    ``levels`` are from the lowest on. What names a school that nobody knows stays as it stands.
    """
    named = [_BRACKETS.sub("", each) for each in _AND.split(re.sub(r"\s", "", half_width(text))) if each]
    meant = [next((level for level, words in _EDUCATION if words.fullmatch(each)), each) for each in named]
    if not meant or not set(meant) <= set(levels):
        return text
    return max(meant, key=levels.index)


def _read(table: SourceTable, row: SourceRow, item: Item, desk: Desk) -> None:
    if not read_person(table, row, item, desk):
        return
    units = units_of_row(table, row, item, desk)
    if item.refused or not item.taken:
        if not item.refused and desk.people.by_id_no(str(item.fields.get("id_no", ""))) is None:
            desk.people.wait_for(item.fields["name"])
        return
    read_standing(table, row, item)
    if not units:
        item.flag("no_unit_told")
    _stays(row, item, desk, units)
    read_mobility(table, row, item)
    enter(item, desk, units, known=about_the_known(table), drawn=drawn_up(table))


def read_person(table: SourceTable, row: SourceRow, item: Item, desk: Desk) -> bool:
    """What a row says of somebody by himself: name, birth, ID number …; False where it names nobody."""
    name = clean_name(row.text("name"))
    if not name.name or _NO_NAME.search(name.name):
        item.reject("missing_name")
        return False
    item.note(*(code for code in name.flags if code not in ("not_a_name", "name_marked")))
    if "name_marked" in name.flags:
        item.flag("name_marked")
    item.fields["name"] = name.name
    for field in table.kind.fields:
        if field.name not in _BY_HAND and not field.computed and table.has(field.name):
            if field.name == "categories" and STATUS.fullmatch(uncoded(row.text("categories"))):
                continue
            take_plain(item, field, row)
    if "education" in item.fields:
        known = table.kind.field("education")
        levels = [choice.value for choice in known.choices] if known is not None else []
        item.fields["education"] = level_of(str(item.fields["education"]), levels)
    if "phone" in item.fields:
        item.fields["phone"] = half_width(item.fields["phone"])
    nation = uncoded(row.text("nation"))
    if nation:
        item.fields["nation"] = nation if nation.endswith(("族", "人")) else f"{nation}族"
        if not _NATION.fullmatch(nation):
            item.flag("value_unsure:nation")
    post = row.text("post")
    if post and post not in ("党员", "群众"):
        item.fields["post"] = post
    _dates(table, row, item, desk)
    _identity(item, row, parse_id(row.cell("id_no")), desk)
    return True


def _dates(table: SourceTable, row: SourceRow, item: Item, desk: Desk) -> None:
    for name in ("birth", "joined_party", "regularised"):
        field = table.kind.field(name)
        if field is None or not row.has(name):
            continue
        try:
            candidates = parse_date(row.cell(name), date_1904=row.date_1904).candidates
        except DateFault:
            candidates = ()
        if len(candidates) > 1:
            # The cell can't tell 1990.1 from 1990.10; who typed them all typed them in one way.
            senses = (JANUARY, OCTOBER) if [each.start.month for each in candidates] == [1, 10] else ("", "")
            choices = tuple(
                Candidate(_iso(each), each.display("zh"), sense=sense)
                for each, sense in zip(candidates, senses, strict=False)
            )
            question = Question(
                "number_date_1_or_10_month", item.place, name, row.cell(name).text, choices, False, item.cells
            )
            item.note("date_as_decimal_number")
            answer = desk.settle(item, question, fits=is_date)
            if answer is not None:
                item.fields[name] = PartialDate.parse(answer.value)
        else:
            take_loose_date(item, field, row.cell(name), date_1904=row.date_1904)
        if name != "birth" and _too_young(item.fields.get("birth"), item.fields.get(name)):
            item.flag(f"value_unsure:{name}")
        drawn, value = table.facts.date, item.fields.get(name)
        if drawn is not None and isinstance(value, PartialDate) and value.start > drawn.end:
            # 2012.11 in a roster that was drawn up in February 2012.
            del item.fields[name]
            item.flag(f"date_after_register:{name}")


def _too_young(born: object, joined: object) -> bool:
    if not (isinstance(born, PartialDate) and isinstance(joined, PartialDate)):
        return False
    return joined.end.year - born.start.year < _YOUNGEST


def _iso(value: PartialDate) -> str:
    return value.start.isoformat() if value.precision == "day" else f"{value.start:%Y-%m}"


def _identity(item: Item, row: SourceRow, identity: IdReading, desk: Desk) -> None:
    """The ID number, and gender and birth as it states them; where they differ, the printed one is asked."""
    gender = uncoded(row.text("gender"))
    if gender in ("男", "女"):
        item.fields["gender"] = gender
    if identity.value is None:
        doubts = [code for code in identity.flags if code.startswith("id_") and code != "id_blank"]
        if doubts:
            item.flag(*doubts)
        return
    number = identity.value
    item.note(*identity.flags)
    if len(number) == 15:
        number = f"{number[:6]}19{number[6:]}"
        number += check_digit(number)
    item.fields["id_no"] = number
    if gender in ("男", "女") and identity.gender and gender != identity.gender:
        pair = tuple(
            Candidate(each, each, sense=sense)
            for each, sense in zip((gender, identity.gender), (PRINTED, ID_NUMBER), strict=True)
        )
        _doubt(item, desk, "gender_differs_from_id", "gender", gender, pair)
    elif not gender and identity.gender:
        item.fields["gender"] = identity.gender
    birth = item.fields.get("birth")
    if isinstance(birth, PartialDate) and identity.birth and not birth.contains(identity.birth):
        both = (birth, PartialDate.day(identity.birth))
        pair = tuple(
            Candidate(_iso(each), each.display("zh"), sense=sense)
            for each, sense in zip(both, (PRINTED, ID_NUMBER), strict=True)
        )
        _doubt(item, desk, "birth_differs_from_id", "birth", birth.raw, pair)
    elif birth is None and identity.birth:
        item.fields["birth"] = PartialDate.day(identity.birth)


def _doubt(item: Item, desk: Desk, code: str, name: str, raw: str, pair: tuple[Candidate, ...]) -> None:
    item.fields.pop(name, None)
    question = Question(code, item.place, name, raw, pair, False, item.cells)
    answer = desk.settle(item, question, fits=is_date if name == "birth" else is_offered)
    if answer is not None:
        item.fields[name] = PartialDate.parse(answer.value) if name == "birth" else answer.value


def _stays(row: SourceRow, item: Item, desk: Desk, units: list[ObjectId]) -> None:
    """Memberships with their days, covered villages, other names, a seat in the central group."""
    remarks = row.text("remarks")
    start, end = _day_in(_MOVED_IN, remarks), _day_in(_MOVED_OUT, remarks, last=True)
    if start is None and row.has("moved_in"):
        start = _day_in(_ALL_OF_IT, row.text("moved_in"))
        if start is None:
            item.flag("value_left_out:active_from")
    if end is None and row.has("moved_out"):
        end = _day_in(_ALL_OF_IT, row.text("moved_out"), last=True)
        if end is None:
            item.flag("value_left_out:active_to")
    joined = item.fields.get("joined_party")
    unit = desk.units.get(units[0]) if units else None
    staff = unit is not None and unit.record.fields.get("workplace") in _STAFF_WORKPLACES
    if start is None and isinstance(joined, PartialDate) and not staff:
        # Nobody is a branch's member before joining; staff were expected at their workplace before, too.
        probation = item.fields.get("political_status") == "预备党员"
        start = joined.start if probation else None
    if start:
        item.fields["active_from"] = start
    if end:
        item.fields["active_to"] = end
    stay: dict[str, Any] = {**({"from": start} if start else {}), **({"to": end} if end else {})}
    if units:
        item.fields["memberships"] = [{"org": each, **stay} for each in units]
    if SITS.search(remarks):
        known = item.fields.get("categories") or []
        item.fields["categories"] = [*known, *({"中心组成员"} - set(known))]
    covers = _COVERS.search(remarks)
    printed = row.text("covered")
    villages = printed or (covers[1] if covers else "")
    if villages:
        item.fields["covered"] = [each for each in re.split(r"[、,，;；\s]+", villages) if each]
    beside = clean_name(row.text("name")).remark or ""
    if former := [*former_names_in(beside), *former_names_in(remarks)]:
        known = item.fields.get("former_names") or []
        item.fields["former_names"] = list(dict.fromkeys([*known, *former]))
    item.remarks = remarks or None


def _day_in(pattern: re.Pattern[str], text: str, *, last: bool = False) -> date | None:
    found = pattern.search(text)
    if found is None:
        return None
    try:
        value = parse_date(found[1].strip()).value
    except DateFault:
        return None
    return None if value is None else value.end if last else value.start
