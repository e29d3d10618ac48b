"""Registers of transfers, of who came and who left: what they say of people whom rosters have brought.

Such a row gives somebody's memberships their days, and the unit that is new; it makes nobody twice. Only
who came, whom nobody has heard of, and of whom birth or ID number are told, becomes known by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from bson.objectid import ObjectId

from records.intake.build.rosters.roster import read_person
from records.intake.build.rosters.standing import read_standing
from records.intake.build.rows import each_row, find_context
from records.intake.dates import DateFault, parse_date
from records.intake.desk import Desk
from records.intake.loading.hashing import canonical
from records.intake.matching import Person
from records.intake.outcome import Item, Question
from records.intake.tables.moves import titles_of
from records.intake.tables.source import SourceRow, SourceTable
from records.record import Record
from records.values import PartialDate

Way = Literal["in", "out"]
_OUT = re.compile(
    r"转出|转走|转往|调出|调离|迁出|减少|^减|去世|已故|死亡|病故|离世|逝世|(?<![外流])出党|开除|除名|退党|脱党|停止党籍|失联"
)
_IN = re.compile(r"转入|转进|转来|调入|迁入|增加|^增|接收|新增|恢复党籍")
#: No move at all: somebody became a member, or a full one.
_JOINED = re.compile(r"发展|入党|吸收|接收预备|新党员")
_REGULAR = re.compile(r"转正|转为正式|按期转")
#: The township itself, and the branch whose register it is.
_TOWNSHIP = re.compile(r"(?:我|本|全)(?:乡|镇|街道|党委)内?(?:党委)?|乡内|镇内")
_OWN = re.compile(r"(?:我|本)(?:支部|党支部|村|社区|单位|总支)")
#: Places that a unit's name begins with, where it is of another township or county.
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,8}?(?:省|市|县|区|州|旗|乡|镇|街道|兵团)")
_WHEN: dict[Way, tuple[str, ...]] = {
    "in": ("moved_in", "moved_on", "moved_out"),
    "out": ("moved_out", "moved_on", "moved_in"),
}


@dataclass
class _Move:
    """What a row says: which of our units somebody left, and came to, and when."""

    left: ObjectId | None = None
    came: ObjectId | None = None
    left_on: PartialDate | None = None
    came_on: PartialDate | None = None
    #: Which way it was where no unit is named: the person's own is meant.
    way: Way | None = None


def build_moves(table: SourceTable, desk: Desk) -> Iterator[Item]:
    """One item a row, which adds to the person that it names."""
    find_context(table, desk)

    def read(_: int, row: SourceRow, item: Item) -> None:
        if not read_person(table, row, item, desk):
            return
        move = _Reading(table, row, item, desk).move()
        if item.refused or any(question.blocking for question in item.questions):
            return
        _enter(item, row, move, table, desk)

    yield from each_row(table, read)


class _Reading:
    """One row while it is read."""

    def __init__(self, table: SourceTable, row: SourceRow, item: Item, desk: Desk) -> None:
        self._table, self._row, self._item, self._desk = table, row, item, desk
        self._own = self._unit(row.text("unit")) or self._unit(row.group) or table.unit

    def move(self) -> _Move:
        """The move that the row tells of; a unit that is wanting is asked about."""
        words = self._words()
        if _REGULAR.search(words) or (_JOINED.search(words) and not _JOINED.search(self._titled())):
            return self._became(full=_REGULAR.search(words) is not None)
        move = _Move(self._named("moved_from"), self._named("moved_to"))
        if move.left is not None and move.left == move.came:
            # One of two alike is another township's: nobody can tell which.
            move.left = move.came = None
        way = self._way(words, move)
        if way == "in" or move.came is not None:
            move.came = move.came or (self._own if self._own != move.left else None)
        if way == "out" or move.left is not None:
            move.left = move.left or (self._own if self._own != move.came else None)
        if move.left is None and move.came is None and way is None and self._own is not None:
            self._item.flag("way_not_told")
            return _Move(came=self._own)
        move.way = way
        move.came_on = self._day("in") if move.came is not None or (way == "in" and not move.left) else None
        move.left_on = self._day("out") if move.left is not None or (way == "out" and not move.came) else None
        return move

    def _became(self, *, full: bool) -> _Move:
        """Somebody became a member of the branch, or a full one: no move."""
        day, fields = self._day("in"), self._item.fields
        if not full:
            fields.setdefault("political_status", "预备党员")
        if day is not None:
            fields.setdefault("regularised" if full else "joined_party", day)
        return _Move(came=self._own, came_on=None if full else day)

    def _words(self) -> str:
        """What the row itself says of its kind of move."""
        row = self._row
        told = [row.text(name) for name in ("change", "why", "categories", "gained", "lost")]
        told += ["增"] if row.has("gained") and not row.has("lost") else []
        told += ["减"] if row.has("lost") and not row.has("gained") else []
        return " ".join(filter(None, (*told, row.group)))

    def _titled(self) -> str:
        return " ".join(titles_of(self._table))

    def _way(self, words: str, move: _Move) -> Way | None:
        """Whether somebody came or left, as the row says, else its units and days, else the title."""
        for text in (*words.split(), self._row.text("remarks")):
            came, left = _IN.search(text), _OUT.search(text)
            if bool(came) != bool(left):
                return "in" if came else "out"
        if (move.came is None) != (move.left is None):
            return "in" if move.came is not None else "out"
        if self._row.has("moved_in") != self._row.has("moved_out"):
            return "in" if self._row.has("moved_in") else "out"
        if self._row.has("moved_from") != self._row.has("moved_to"):
            return "in" if self._row.has("moved_from") else "out"
        for title in titles_of(self._table):
            came, left = _IN.search(title), _OUT.search(title)
            if bool(came) != bool(left):
                return "in" if came else "out"
        return None

    def _named(self, target: str) -> ObjectId | None:
        """The unit of ours that a cell names; another's is told, for no field keeps it."""
        text = self._row.text(target)
        found = self._unit(text)
        if text and found is None:
            self._item.flag("unit_outside")
        return found

    def _unit(self, text: str) -> ObjectId | None:
        if not text:
            return None
        root = self._desk.units.root
        if _OWN.fullmatch(text):
            return self._table.unit
        if _TOWNSHIP.fullmatch(text):
            return root.id if root is not None else None
        meant = self._desk.mapping.units.get(text, text)
        match = self._desk.units.find(meant)
        unit = match.unit
        if unit is None or (match.how == "inferred" and unit is root):
            return None
        home = f"{unit.name} {root.name if root is not None else ''} {self._titled()}"
        strange = any(place not in home for place in _PLACE.findall(text))
        return None if match.how != "exact" and strange else unit.id

    def _day(self, way: Way) -> PartialDate | None:
        """When it was; a day that can't be read is told, and so is one that is not there."""
        name = next((each for each in _WHEN[way] if self._row.has(each)), "")
        if not name:
            self._item.flag("no_day_of_move")
            return None
        cell = self._table.date_cell(self._row, name)
        try:
            year = self._table.year(self._row)
            day = parse_date(cell, year=year, date_1904=self._row.date_1904).value
        except DateFault:
            day = None
        if day is None or day.precision not in ("day", "month") or day.start > self._desk.today:
            self._item.flag("date_left_out:memberships")
            return None
        if day.precision == "month":
            self._item.flag("date_not_exact")
        return day


def _enter(item: Item, row: SourceRow, move: _Move, table: SourceTable, desk: Desk) -> None:
    """Add a move to whoever it is of."""
    person = _whom(item, move, desk)
    if person is None:
        if item.refused or item.questions:
            return
        _make_known(item, row, move, table, desk)
        return
    _of_own_unit(person, move, item)
    told = _added(person, item, move, desk)
    same = {each: person.record.fields[each] for each in item.fields if person.record.fields.get(each)}
    item.fields = {**same, "name": person.name, **told}
    item.record_id, item.adds = person.id, True
    if (first := desk.rostered.get(person.id)) is not None:
        first.fields |= told
    merged = person.record if person.created else person.record.copy()
    merged.fields |= told
    desk.people.add(merged, created=person.created)


def _of_own_unit(person: Person, move: _Move, item: Item) -> None:
    """Let a move without a unit be one from, or to, the unit that somebody is in."""
    if move.left is not None or move.came is not None:
        return
    open_stays = [stay.unit for stay in person.memberships if stay.end is None]
    stays = open_stays or [stay.unit for stay in person.memberships]
    if not stays or move.way is None:
        item.flag("way_not_told")
    elif move.way == "in":
        move.came = stays[-1]
    else:
        move.left = stays[-1]


def _whom(item: Item, move: _Move, desk: Desk) -> Person | None:
    """Who moved: by ID number, by birth, by the name in one of both units; else a question."""
    name, id_no, birth = (item.fields.get(each) for each in ("name", "id_no", "birth"))
    units: list[ObjectId | None] = [unit for unit in (move.came, move.left) if unit is not None] or [None]
    born = birth if isinstance(birth, PartialDate) else None
    meant = desk.renamed(str(name))
    if (told := desk.told(str(name))) is not None:
        return told
    for unit in units:
        match = desk.people.find(meant, unit=unit, id_no=id_no, birth=born)
        if match.person is not None and not _another(match.person, id_no, born):
            return match.person
    stranger = not desk.people.named(meant) and (id_no is None or desk.people.by_id_no(id_no) is None)
    if stranger and move.came is not None and move.left is None and (id_no or born):
        return None
    bearers = [each for each in desk.people.named(meant) if _another(each, id_no, born)]
    if bearers and len(bearers) == len(desk.people.named(meant)):
        offered = tuple(map(desk.person_candidate, bearers))
        return desk.settled_person(
            item, Question("homonym", item.place, "name", str(name), offered, True, item.cells)
        )
    return desk.person(str(name), item, "name", unit=units[0], id_no=id_no, birth=born)


def _another(person: Person, id_no: Any, born: PartialDate | None) -> bool:
    """Whether somebody of the name is another one, as ID number or birth say."""
    if id_no and person.id_no:
        return bool(id_no != person.id_no)
    if born is None or person.birth is None:
        return False
    return person.birth.end < born.start or born.end < person.birth.start


def _make_known(item: Item, row: SourceRow, move: _Move, table: SourceTable, desk: Desk) -> None:
    """Somebody who came and whom no roster names: one more person, who is flagged."""
    became = item.fields.get("political_status")
    read_standing(table, row, item)
    item.fields |= {"political_status": became} if became else {}
    stay: dict[str, Any] = {"org": move.came}
    if move.came_on is not None:
        stay["from"] = item.fields["active_from"] = move.came_on.start
    item.fields["memberships"] = [stay]
    item.flag("person_created")
    record = Record.new("person", dict(item.fields), title=item.fields["name"])
    desk.people.add(record, created=True)
    item.record_id = record.id
    desk.rostered[record.id] = item


def _added(person: Person, item: Item, move: _Move, desk: Desk) -> dict[str, Any]:
    """What a row adds to a person: facts that are blank, days of memberships, a new one.

    Nothing that is known is overwritten; where the row says otherwise, that is told.
    """
    known: dict[str, Any] = dict(person.record.fields)
    told: dict[str, Any] = {}
    for name, value in item.fields.items():
        if name == "name":
            continue
        if known.get(name) in (None, "", []):
            told[name] = value
        elif not _alike(known[name], value):
            item.flag(f"value_differs:{name}")
    stays = [dict(stay) for stay in known.get("memberships") or ()]
    _leave(stays, move, item, desk)
    _come(stays, move, item, desk)
    if canonical(stays) != canonical(known.get("memberships") or []):
        told["memberships"] = stays
    if move.left is None and move.came_on is not None:
        _active(known, told, "active_from", move.came_on.start, item)
    if move.came is None and move.left_on is not None:
        _active(known, told, "active_to", move.left_on.end, item)
    return told


def _alike(known: Any, told: Any) -> bool:
    if isinstance(known, PartialDate) and isinstance(told, PartialDate):
        return known.start <= told.end and told.start <= known.end
    return bool(canonical(known) == canonical(told))


def _active(known: dict[str, Any], told: dict[str, Any], name: str, day: date, item: Item) -> None:
    other = known.get("active_from") if name == "active_to" else known.get("active_to")
    crossed = other is not None and (other > day if name == "active_to" else other < day)
    if known.get(name) is None and not crossed:
        told[name] = day
    elif known.get(name) != day:
        item.flag("move_differs")


def _leave(stays: list[dict[str, Any]], move: _Move, item: Item, desk: Desk) -> None:
    """Give the stay that ended its last day."""
    if move.left is None:
        return
    mine = _stays_in(stays, move.left, desk)
    last = move.left_on.start if move.left_on is not None and move.came is not None else None
    last = last or (move.left_on.end if move.left_on is not None else None)
    if not mine:
        stays.insert(0, {"org": move.left, **({"to": last} if last else {})})
    elif last is not None and all(stay.get("to") != last for stay in mine):
        if mine[-1].get("to") is None and (mine[-1].get("from") or last) <= last:
            mine[-1]["to"] = last
        else:
            item.flag("move_differs")


def _come(stays: list[dict[str, Any]], move: _Move, item: Item, desk: Desk) -> None:
    """Give the stay that began its first day, or add it."""
    if move.came is None:
        return
    first = move.came_on.start if move.came_on is not None else None
    mine = _stays_in(stays, move.came, desk)
    still = [stay for stay in mine if stay.get("to") is None or first is None or stay["to"] >= first]
    if not still:
        stays.append({"org": move.came, **({"from": first} if first else {})})
    elif first is not None and all(stay.get("from") != first for stay in still):
        if still[-1].get("from") is None:
            still[-1]["from"] = first
        else:
            item.flag("move_differs")


def _stays_in(stays: list[dict[str, Any]], unit: ObjectId, desk: Desk) -> list[dict[str, Any]]:
    """The stays in a unit; where it is one above branches, those in the branches below it."""
    exact = [stay for stay in stays if stay.get("org") == unit]
    return exact or [stay for stay in stays if stay.get("org") in desk.units.subtree(unit)]
