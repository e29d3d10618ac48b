"""Briefings by ISO week and unit: items received against those asked for, and who is short (R45, D12)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.language import listed, translator
from records.programme.mechanisms.ground import Ground, stand_on
from records.programme.mechanisms.scope import Scope, period_label, period_of
from records.programme.mechanisms.view import Column, Note, Row, Series, Tone, View
from records.programme.units import Unit

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")


@dataclass
class Week:
    """What a unit sent in one week: items approved, items that wait, and in which briefings."""

    items: int = 0
    waiting: int = 0
    ids: list[ObjectId] = field(default_factory=list)


Sent = dict[ObjectId | None, dict[date, Week]]


async def briefings(archive: Archive, scope: Scope) -> View:
    """The week's units, those short of items first; with a unit as subject, its weeks of the year."""
    ground = await stand_on(archive, scope)
    sent = await _sent(ground)
    if scope.subject is not None:
        return _of_one(ground, sent.get(scope.subject, {}))
    monday = scope.period.start
    bound = [unit for unit in ground.judged if unit.briefing_duty]
    over = [week for week in _weeks(scope) if week + timedelta(days=6) < scope.on]
    weeks = [week for week in over if ground.judges("R45", week)]
    rows = sorted((_row(ground, unit, sent, weeks) for unit in bound), key=lambda row: row.tone == "met")
    met = sum(row.tone == "met" for row in rows)
    notes = [_note(ground, met, len(rows))]
    exempt = [unit for unit in ground.judged if not unit.briefing_duty]
    if exempt:
        names = listed(ground.name_of(unit.id) for unit in exempt[:8])
        more = "…" if len(exempt) > 8 else ""
        notes.append(Note(tr("Without the duty of their own: {names}", names=names + more)))
    if not ground.judges("R45", monday):
        notes.append(Note(tr("This week is not judged.")))
    return View(_columns(), tuple(rows), tuple(notes), _trend(ground, bound, sent))


def _columns() -> tuple[Column, ...]:
    return (
        Column("unit", tr("Unit"), grow=1),
        Column("items", tr("Items"), kind="number"),
        Column("needed", tr("Needed"), kind="number"),
        Column("waiting", tr("To approve"), kind="number"),
        Column("weeks", tr("Weeks met"), kind="number"),
        Column("year", tr("Year"), kind="number"),
        Column("state", tr("State")),
    )


async def _sent(ground: Ground) -> Sent:
    """Items of the year up to the period's last counting day, by unit and week of receipt."""
    first = min(date(ground.scope.period.end.year, 1, 1), ground.scope.period.start - timedelta(weeks=11))
    first = period_of("week", first).start
    size = {"$size": {"$cond": [{"$isArray": "$fields.items"}, "$fields.items", []]}}
    done = {"$eq": ["$status", "verified"]}
    rows = await ground.rows(
        ground.match("briefing", first=first),
        {
            "$group": {
                "_id": {
                    "unit": "$unit",
                    "week": {"$dateTrunc": {"date": "$date.start", "unit": "week", "startOfWeek": "monday"}},
                },
                "items": {"$sum": {"$cond": [done, size, 0]}},
                "waiting": {"$sum": {"$cond": [done, 0, size]}},
                "ids": {"$push": "$_id"},
            }
        },
    )
    sent: Sent = defaultdict(dict)
    for row in rows:
        key = row["_id"]
        sent[key.get("unit")][key["week"]] = Week(row["items"], row["waiting"], row["ids"])
    for unit in ground.units.ordered:
        if not unit.briefing_duty and unit.parent is not None and unit.id in sent:
            _report_through(sent[unit.parent], sent[unit.id])
    return sent


def _report_through(parent: dict[date, Week], weeks: dict[date, Week]) -> None:
    """What a branch without the duty of its own sends counts for the unit above it (D12)."""
    for monday, week in weeks.items():
        known = parent.get(monday, Week())
        ids = [*known.ids, *week.ids]
        parent[monday] = Week(known.items + week.items, known.waiting + week.waiting, ids)


def _weeks(scope: Scope) -> Iterator[date]:
    """The Mondays of the year's weeks up to the scope's."""
    year, last, _ = scope.period.start.isocalendar()
    for number in range(1, last + 1):
        yield date.fromisocalendar(year, number, 1)


def _row(ground: Ground, unit: Unit, sent: Sent, weeks: list[date]) -> Row:
    scope, own, needed = ground.scope, sent.get(unit.id, {}), ground.minimum("R45")
    week = own.get(scope.period.start, Week())
    met = sum(own[each].items >= ground.minimum("R45", each) for each in weeks if each in own)
    year = sum(each.items for monday, each in own.items() if monday.isocalendar().year == _year(scope))
    tone, state = _state(week, scope, needed, judged=ground.judges("R45", scope.period.start))
    cells = (
        ground.name_of(unit.id),
        str(week.items),
        str(needed),
        str(week.waiting or ""),
        f"{met}/{len(weeks)}",
        str(year),
        state,
    )
    return Row(cells, tone, ids=tuple(week.ids) or (unit.id,), inside=unit.id)


def _year(scope: Scope) -> int:
    return scope.period.start.isocalendar().year


def _state(week: Week, scope: Scope, needed: int, *, judged: bool) -> tuple[Tone, str]:
    lack = needed - week.items
    if lack <= 0:
        return "met", tr("enough")
    if week.items + week.waiting >= needed:
        return "waiting", tr("to approve")
    if not judged:
        return "plain", tr("not judged")
    if scope.over:
        return "failed", tr("{count} short", count=lack)
    return "soon", tr("{count} to come", count=lack)


def _note(ground: Ground, met: int, units: int) -> Note:
    scope = ground.scope
    if scope.on < scope.period.start:
        return Note(tr("The week has not begun."))
    text = tr(
        "{met} of {units} units sent {needed} items, {short} are short",
        met=met,
        units=units,
        needed=ground.minimum("R45"),
        short=units - met,
    )
    return Note(text, "met" if met == units else "failed" if scope.over else "soon")


def _trend(ground: Ground, bound: list[Unit], sent: Sent) -> tuple[Series, ...]:
    """How many units sent enough in each of the twelve weeks up to this one."""
    mondays = [ground.scope.period.start - timedelta(weeks=back) for back in range(11, -1, -1)]

    def enough(monday: date) -> float:
        needed = ground.minimum("R45", monday)
        return float(sum(sent.get(unit.id, {}).get(monday, Week()).items >= needed for unit in bound))

    points = tuple((f"W{monday.isocalendar().week:02}", enough(monday)) for monday in mondays)
    return (Series(tr("Units with enough items, by week"), points),)


def _of_one(ground: Ground, own: dict[date, Week]) -> View:
    """The weeks of the year of one unit, the newest first."""
    scope = ground.scope
    columns = (
        Column("week", tr("Week"), grow=1),
        Column("items", tr("Items"), kind="number"),
        Column("waiting", tr("To approve"), kind="number"),
        Column("state", tr("State")),
    )
    rows = []
    for monday in reversed(list(_weeks(scope))):
        week, period = own.get(monday, Week()), period_of("week", monday)
        needed, judged = ground.minimum("R45", monday), ground.judges("R45", monday)
        tone, state = _state(week, Scope(scope.on, period), needed, judged=judged)
        cells = (period_label("week", period), str(week.items), str(week.waiting or ""), state)
        rows.append(Row(cells, tone, ids=tuple(week.ids)))
    name = ground.name_of(scope.subject)
    return View(columns, tuple(rows), title=tr("Briefings of {unit}", unit=name))


async def issues_until(archive: Archive, unit: ObjectId | None, year: int | None, issue: int) -> int:
    """How many issues a unit has put out up to one of a year, void ones left out.

    Never less than the number of the issue: earlier ones need not be in the archive.
    """
    earlier = {"fields.year": {"$lt": year}}
    same_year = {"fields.year": year, "fields.issue": {"$lte": issue}}
    where = {
        "kind": "briefing",
        "status": {"$ne": "void"},
        "unit": unit,
        "$or": [earlier, same_year],
    }
    rows = await archive.aggregate([{"$match": where}, {"$count": "issues"}])
    return max(rows[0]["issues"] if rows else 1, issue)
