"""How each rule of units is judged: general branches, branches, party groups."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.kind import Label
from records.programme import ten_ones
from records.programme.calendar import YEAR, Period, in_period
from records.programme.counting.facts import NONE, Count, Counts, Number, add
from records.programme.judging.judging_people import notices
from records.programme.judging.slots import Slot
from records.programme.roster import Person, unit_bound
from records.programme.rules import PeriodKind, Rule
from records.programme.standing import Standing, stand
from records.programme.units import Unit
from records.values import as_partial

if TYPE_CHECKING:
    from records.programme.book import Book

#: A summary may be written until so many days after its stage or year.
SUMMARY_DAYS = 31


def judge_unit(book: Book, rule: Rule, unit: Unit) -> list[Standing]:
    """Every standing of a unit with a rule, oldest first; none when it does not bind the unit."""
    if rule.how == "notices":
        return list(notices(book, rule, unit.id))
    slots = [slot for slot in book.unit_slots(rule.id, unit) if unit_bound(unit, slot.rule)]
    return _JUDGES[rule.how](book, rule, unit, slots)


def counted(book: Book, rule: Rule, unit: Unit, slots: Sequence[Slot]) -> list[Standing]:
    """Rules that add up what the unit's records, or those below it, come to."""
    units = book.reach(rule, unit)
    counts = _sums(book, rule.evidence, units, rule.period)
    found = []
    for slot in slots:
        done, waiting = counts.get(slot.period.code, NONE)
        found.append(stand(slot, unit.id, done, waiting, book.on, slot.rule.force))
    return found


def _sums(
    book: Book, measures: Iterable[str], units: Collection[ObjectId | None] | None, kind: PeriodKind
) -> dict[int, Count]:
    found: dict[int, Count] = {}
    for name in measures:
        coded = book.rulebook.measures[name].weekly or kind == "stage"
        for table in _tables(book, name, units, kind):
            for bucket, count in table.items():
                code = bucket if coded else in_period(bucket, kind)
                if code is not None:
                    found[code] = add(found[code], count) if code in found else count
    return found


def _tables(
    book: Book, name: str, units: Collection[ObjectId | None] | None, kind: PeriodKind
) -> Iterable[Counts]:
    """The counts of a measure: of these units, or of all; of everybody where people did it (R29)."""
    if not book.rulebook.measures[name].of_unit:
        return book.facts.people.get(name, {}).values()
    known = (book.facts.stages if kind == "stage" else book.facts.units).get(name, {})
    return known.values() if units is None else [known.get(unit, {}) for unit in units]


def parts(book: Book, rule: Rule, unit: Unit, slots: Sequence[Slot]) -> list[Standing]:
    """Rules that ask for several different things, one each."""
    units = book.reach(rule, unit)
    tables = [_sums(book, (name,), units, rule.period) for name in rule.parts]
    found = []
    for slot in slots:
        counts = [table.get(slot.period.code, NONE) for table in tables]
        found.append(_of_parts(book, slot, unit, counts, rule.part_labels))
    return found


def _of_parts(
    book: Book, slot: Slot, unit: Unit, counts: Sequence[Count], labels: Sequence[Label]
) -> Standing:
    done = sum(count[0] > 0 for count in counts)
    waiting = sum(count[0] == 0 and count[1] > 0 for count in counts)
    lacking = tuple(label for label, count in zip(labels, counts, strict=True) if count[0] == 0)
    return stand(slot, unit.id, done, waiting, book.on, slot.rule.force, lacking=lacking)


def _mobilised(book: Book, rule: Rule, unit: Unit, slots: Sequence[Slot]) -> list[Standing]:
    """R37: a mobilising conference; and, where the unit has party groups, a meeting of one of them."""
    groups = [each.id for each in book.groups(unit)]
    conference = _sums(book, rule.parts, (unit.id,), "stage")
    meetings = _sums(book, ("any_sessions",), groups, "stage")
    found = []
    for slot in slots:
        counts = [conference.get(slot.period.code, NONE)]
        if groups:
            counts.append(meetings.get(slot.period.code, NONE))
            slot = slot._replace(required=slot.required + 1)
        found.append(_of_parts(book, slot, unit, counts, rule.part_labels[: len(counts)]))
    return found


# --- R16: members reached ---------------------------------------------------------------------------


def _reached(book: Book, rule: Rule, unit: Unit, slots: Sequence[Slot]) -> list[Standing]:
    """Members at a session or visited at home in the month, of those the unit has on its last day."""
    return [_reached_in(book, rule, unit, slot) for slot in slots]


def _reached_in(book: Book, rule: Rule, unit: Unit, slot: Slot) -> Standing:
    members = book.members(unit, min(slot.period.end, book.rulebook.end, book.on))
    done, waiting, lacking = 0, 0, []
    for person in members:
        verified, submitted = reached(book, rule, person, slot.period)
        if verified:
            done += 1
        else:
            waiting += submitted
            lacking.append(person.id)
    required = -(-len(members) * min(slot.rule.minimum or 0, 100) // 100)
    if not members and not slot.flag:
        slot = slot._replace(flag="unjudged")
    slot = slot._replace(required=required)
    return stand(slot, unit.id, done, waiting, book.on, slot.rule.force, lacking=tuple(lacking))


def reached(book: Book, rule: Rule, person: Person, month: Period) -> tuple[bool, bool]:
    """Whether somebody was reached in a month: by verified records, by records that wait."""
    counts = [book.facts.of_person(name, person.id).get(month.code, NONE) for name in rule.evidence]
    return any(count[0] for count in counts), any(count[1] for count in counts)


# --- R40: leading group -------------------------------------------------------------------------------


def leading_group(book: Book, rule: Rule, unit: Unit, slots: Sequence[Slot]) -> list[Standing]:
    """A leading group in office on the day, its head being the unit's secretary."""
    found = []
    for slot in slots:
        verified = heads_group(book, unit, book.on, done=True)
        submitted = heads_group(book, unit, book.on, done=False)
        lacking = () if verified == "headed" else (_LEADING[verified],)
        done, waiting = int(verified == "headed"), int(verified != "headed" and submitted == "headed")
        found.append(stand(slot, unit.id, done, waiting, book.on, slot.rule.force, lacking=lacking))
    return found


_LEADING = {
    "none": Label("成立领导小组", "a leading group"),
    "unheaded": Label("书记任组长", "the secretary as its head"),
}


def heads_group(book: Book, unit: Unit, day: date, *, done: bool) -> str:
    """The leading group of a unit on a day, by verified records or any: "none", "unheaded" or "headed"."""
    serving = [
        paper.fields
        for paper in book.facts.papers.of("position")
        if paper.unit == unit.id
        and (paper.done or not done)
        and paper.fields.get("body") == "领导小组"
        and serves(paper.fields, day, day)
    ]
    if not serving:
        return "none"
    heads = [fields.get("person") for fields in serving if fields.get("role") == "组长"]
    headed = bool(heads) and (unit.secretary is None or unit.secretary in heads)
    return "headed" if headed else "unheaded"


def serves(fields: Mapping[str, object], first: date, last: date) -> bool:
    """Whether a post was held at some time from ``first`` to ``last``."""
    begun, ended = as_partial(fields.get("from")), as_partial(fields.get("to"))
    return (begun is None or begun.start <= last) and (ended is None or ended.end >= first)


# --- R46, R47 -----------------------------------------------------------------------------------------


def _ten_ones(book: Book, rule: Rule, unit: Unit, slots: Sequence[Slot]) -> list[Standing]:
    found = []
    for slot in slots:
        items = ten_ones.items(book, unit, slot.period.code // 100)
        judged = [item for item in items if item.counts]
        # The office may confirm the two items whose wording is lost; then ten are asked.
        confirmed = sum(item.reconstructed and item.counts for item in items)
        slot = slot._replace(required=min(slot.required + confirmed, len(items)) if slot.required else 0)
        done = sum(item.done for item in judged)
        waiting = sum(item.waiting for item in judged)
        lacking = tuple(item.label for item in judged if not item.done)
        found.append(stand(slot, unit.id, done, waiting, book.on, slot.rule.force, lacking=lacking))
    return found


def summaries(book: Book, rule: Rule, unit: Unit, slots: Sequence[Slot]) -> list[Standing]:
    """R47: a summary of each stage, and of each year that ends within a long one."""
    staged = _sums(book, rule.parts[:1], (unit.id,), "stage")
    yearly = _sums(book, rule.parts[1:], (unit.id,), "year")
    found: list[Standing] = []
    for slot in slots:
        grace = timedelta(days=SUMMARY_DAYS)
        for period in _years(book, slot.period):
            if period.end < slot.first:
                continue  # The unit was not there yet.
            own = slot._replace(period=period, first=period.start, last=period.end)
            found.append(_summary(book, unit, own, yearly, grace))
        found.append(_summary(book, unit, slot, staged, grace))
    return sorted(found, key=lambda each: (each.period.end, each.period.kind))


def _summary(book: Book, unit: Unit, slot: Slot, counts: Mapping[int, Count], grace: timedelta) -> Standing:
    done, waiting = counts.get(slot.period.code, NONE)
    # Nothing is owed before the period is over.
    owed: Number = 0 if book.on <= slot.period.end else 1
    due = slot.period.end + grace
    return stand(slot, unit.id, done, waiting, book.on, slot.rule.force, due=due, owed=owed)


def _years(book: Book, stage: Period) -> list[Period]:
    found = next((each for each in book.rulebook.stages if each.number == stage.code), None)
    years = found.years if found else ()
    return [
        Period("year", year * 100 + YEAR, date(year, 1, 1), date(year, 12, 31))
        for year in years
        if date(year, 1, 1) <= book.on
    ]


Judge = Callable[["Book", Rule, Unit, Sequence[Slot]], list[Standing]]
_JUDGES: Mapping[str, Judge] = {
    "count": counted,
    "parts": parts,
    "mobilised": _mobilised,
    "reached": _reached,
    "leading_group": leading_group,
    "ten_ones": _ten_ones,
    "summaries": summaries,
}
