"""The programme by the day: stages, anniversaries, deadlines, public notices, ends of periods, meetings.

What a month's page of the calendar shows. Everything is told as of the book's day: what is held later is on
record as planned, and a period that has not begun has no figures yet.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from bson.objectid import ObjectId

from records.kind import Label
from records.language import labelled, translator
from records.people.figures import COUNTED
from records.programme.book import Book
from records.programme.calendar import Period, periods
from records.programme.judging.judging_township import marks_occasion, occasions_of
from records.programme.mechanisms.view import Tone
from records.programme.rules import Rule
from records.programme.selection import notice_until
from records.programme.standing import Standing
from records.programme.views.alerts import SOON, due_day
from records.programme.views.matrix import Whom, subjects
from records.programme.wording import subject_name
from records.values import from_bson, to_bson

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")

Sort = Literal["stage", "anniversary", "deadline", "notice", "period", "plan", "meeting"]
#: The sorts of entries, in the order that a day lists them.
SORTS: Mapping[Sort, Label] = {
    "stage": Label("阶段", "Stages"),
    "anniversary": Label("纪念日", "Anniversaries"),
    "deadline": Label("期限", "Deadlines"),
    "notice": Label("公示", "Public notices"),
    "period": Label("考核期截止", "Ends of periods"),
    "plan": Label("学习计划", "Study plans"),
    "meeting": Label("会议与活动", "Meetings and events"),
}
_ORDER = {sort: index for index, sort in enumerate(SORTS)}
#: Records of something that is held on a day.
MEETINGS = ("session", "party_class", "theme_activity", "exam", "evaluation_minutes")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something of a day. ``whose`` names the unit or person it is about.

    It leads to ``records``; else to the board of the stages where it is about ``stage``; else to ``rule`` in
    ``period``.
    """

    day: date
    sort: Sort
    text: str
    tone: Tone = "plain"
    whose: str = ""
    records: tuple[ObjectId, ...] = ()
    stage: int | None = None
    rule: str = ""
    period: Period | None = None


async def agenda(
    archive: Archive, book: Book, first: date, last: date, *, unit: ObjectId | None = None
) -> list[Entry]:
    """Every entry from ``first`` to ``last``, both included, by day and sort; of one unit and those below it.

    Stages and anniversaries are everybody's. Raises ServerUnavailable.
    """
    within = frozenset(book.units.subtree(unit)) if unit is not None else None
    scope = _Scope(book, first, last, within)
    found = [*_stages(scope), *_links(scope), *_anniversaries(scope), *_notices(scope)]
    for rule, period, due in _due_in(scope):
        found += _end(scope, rule, period, due, unit)
        await asyncio.sleep(0)  # a key is answered in between
    for entries in await asyncio.gather(
        _on_notice(archive, scope), _plans(archive, scope), _meetings(archive, scope)
    ):
        found += entries
    return sorted((each for each in found if first <= each.day <= last), key=_by_day)


@dataclass(frozen=True)
class _Scope:
    """What is asked for: a span of days, and of which units (None: of all)."""

    book: Book
    first: date
    last: date
    within: Collection[ObjectId] | None

    @cached_property
    def names(self) -> Mapping[Any, str]:
        """What each unit is called."""
        return {each.id: each.short_name or each.name for each in self.book.units.ordered}

    def holds(self, subject: Any, day: date) -> bool:
        """Whether a unit is meant, or a person who belongs to one on a day."""
        if self.within is None or subject in self.within:
            return True
        person = self.book.roster.people.get(subject)
        return person is not None and person.unit_on(day) in self.within

    def tone(
        self,
        due: date,
        *,
        done: bool,
        waiting: bool = False,
        late: Tone = "failed",
        days: int = SOON["event"],
    ) -> Tone:
        """How something stands that is due on a day: done, waiting, too late, close, or still far off."""
        if done or waiting:
            return "met" if done else "waiting"
        if due < self.book.on:
            return late
        return "soon" if (due - self.book.on).days <= days else "plain"


def _by_day(entry: Entry) -> tuple[date, int, str, str]:
    return entry.day, _ORDER[entry.sort], entry.rule, entry.text


# --- what the plan says -----------------------------------------------------------------------------


def _stages(scope: _Scope) -> Iterator[Entry]:
    for stage in scope.book.rulebook.stages:
        name = labelled(stage.label.text(), stage.title.text())
        yield Entry(stage.start, "stage", tr("{stage} begins", stage=name), stage=stage.number)
        yield Entry(stage.end, "stage", tr("{stage} ends", stage=name), stage=stage.number)


def _links(scope: _Scope) -> Iterator[Entry]:
    """The links of the stages by their last day: that of their records, else the plan's."""
    book = scope.book
    papers = book.facts.papers.of("stage_link")
    for stage in book.rulebook.stages:
        of_stage = [each for each in papers if str(each.fields.get("stage")) == str(stage.number)]
        for link in stage.links:
            text = labelled(stage.label.text(), link.label.text())
            own = [each for each in of_stage if link.is_called(str(each.fields.get("link") or ""))]
            for paper in own:
                due, done_on = paper.fields.get("due") or link.due, paper.fields.get("done_on")
                said = done_on is not None and done_on <= book.on
                tone = scope.tone(due, done=said and paper.done, waiting=said)
                if scope.holds(paper.unit, due):
                    whose = scope.names.get(paper.unit, "")
                    yield Entry(due, "deadline", text, tone, whose, (paper.id,), stage.number, "R36")
            if not own and scope.within is None:
                tone = scope.tone(link.due, done=False)
                yield Entry(link.due, "deadline", text, tone, stage=stage.number, rule="R36")


def _anniversaries(scope: _Scope) -> Iterator[Entry]:
    book = scope.book
    for period in periods("year", book.rulebook):
        year = period.code // 100
        if not scope.first.year <= year <= scope.last.year:
            continue
        asked = book.root_id is not None and "R31" in book.rulebook.rules
        standing = book.standing("R31", book.root_id, period) if asked and book.root_id else None
        lacking = {getattr(each, "zh", None) for each in standing.lacking} if standing else set()
        held = book.facts.papers.of("theme_activity")
        for name, (opens, closes) in occasions_of(book, year).items():
            text = tr(
                "{name}: themed study from {opens:%m-%d} to {closes:%m-%d}",
                name=name, opens=opens, closes=closes,
            )  # fmt: skip
            tone: Tone = "plain"
            if opens <= book.on and standing is not None:
                tone = scope.tone(
                    closes,
                    done=name not in lacking,
                    waiting=any(marks_occasion(book, each, name, opens, closes) for each in held),
                    days=(closes - opens).days,
                )
            day = date(year, *book.rulebook.occasions.days[name])
            yield Entry(day, "anniversary", text, tone, rule="R31", period=period)


def _notices(scope: _Scope) -> Iterator[Entry]:
    """The deadlines of rectification notices."""
    book = scope.book
    for target in {paper.fields.get("target") for paper in book.facts.papers.of("rectification")}:
        found: list[Standing] = []
        if target is None:
            continue
        if target in book.roster.people:
            found = book.of_person(target, "R27")
        elif book.units.get(target) is not None:
            found = book.of_unit(target, "R27")
        for standing in found:
            due = standing.period.end
            if standing.record is not None and scope.holds(target, due):
                tone = scope.tone(
                    due, done=standing.state == "met", waiting=bool(standing.waiting), late="overdue"
                )
                whose, text = subject_name(standing, book), tr("Rectification is due")
                yield Entry(due, "deadline", text, tone, whose, (standing.record,), rule="R27")


# --- ends of periods --------------------------------------------------------------------------------


def _due_in(scope: _Scope) -> Iterator[tuple[Rule, Period, date]]:
    """Each rule with those of its periods that fall due within the span; rules only shown are never due."""
    book = scope.book
    for rule in book.rulebook.rules.values():
        if rule.force == "A" or rule.period == "event" or rule.how in ("occasions", "links"):
            continue
        for period in periods(rule.period, book.rulebook):
            meant = rule.stages if rule.period == "stage" else rule.years
            number = period.code if rule.period == "stage" else period.start.year
            due = due_day(book, rule, period)
            if (not meant or number in meant) and scope.first <= due <= scope.last:
                yield rule, period, due


def _end(scope: _Scope, rule: Rule, period: Period, due: date, unit: ObjectId | None) -> Iterator[Entry]:
    """A rule at the end of one of its periods: how many of those whom it asks are done with it."""
    book, name = scope.book, labelled(rule.label.text(), period.display())
    if period.start > book.on:
        if unit in (None, book.root_id) or rule.of_people or rule.of_units:
            yield Entry(due, "period", name, rule=rule.id, period=period)
        return
    judged = [each for each in _standings(book, rule, period, unit) if each.judged]
    if not judged:
        return
    met = sum(each.state == "met" for each in judged)
    reached = sum(each.done + each.waiting >= each.required for each in judged)
    text = tr("{rule}  {met} of {judged} met", rule=name, met=met, judged=len(judged))
    done, waiting = met == len(judged), reached == len(judged)
    tone = scope.tone(due, done=done, waiting=waiting, days=SOON[period.kind])
    yield Entry(due, "period", text, tone, rule=rule.id, period=period)


def _standings(book: Book, rule: Rule, period: Period, unit: ObjectId | None) -> Iterator[Standing]:
    whom: list[Whom] = ["people"] if rule.of_people else []
    whom += ["units"] if rule.of_units or rule.of_township else []
    for each in whom:
        for subject in subjects(book, each, period, unit=unit):
            standing = book.standing(rule.id, subject, period)
            if standing is not None:
                yield standing


# --- what is on record ------------------------------------------------------------------------------


async def _on_notice(archive: Archive, scope: _Scope) -> list[Entry]:
    """The last days of public notices, as long as they have to stand."""
    book = scope.book
    match = {"kind": "nomination", "status": {"$ne": "void"}, "fields.notice_from": {"$ne": None}}
    rows = await archive.aggregate([{"$match": match}, {"$project": {"fields": 1}}], hint="kind_date")
    found = []
    for row in map(from_bson, rows):
        until, nominee = notice_until(row["fields"]), row["fields"].get("nominee")
        if until is None or not scope.holds(nominee, until):
            continue
        person = book.roster.people.get(nominee)
        whose = person.name if person is not None else scope.names.get(nominee, "")
        text = tr("Public notice ends: {award}", award=row["fields"].get("award") or "")
        tone: Tone = "soon" if until >= book.on else "plain"
        found.append(Entry(until, "notice", text, tone, whose, (row["_id"],)))
    return found


async def _plans(archive: Archive, scope: _Scope) -> list[Entry]:
    """What the yearly study plans of units have for a month, on its last day: they name no day."""
    months = [
        each for each in periods("month", scope.book.rulebook) if scope.first <= each.last <= scope.last
    ]
    match = {
        "kind": "study_plan",
        "status": {"$in": COUNTED},
        "fields.year": {"$in": sorted({each.start.year for each in months})},
    }
    wanted = dict.fromkeys(("fields.owner", "fields.year", "fields.items.month", "fields.items.topic"), 1)
    rows = await archive.aggregate([{"$match": match}, {"$project": wanted}], hint="kind_date")
    found = []
    for row in rows:
        fields = row["fields"]
        owner = fields.get("owner")
        # Somebody's own plan is no date of the programme.
        if owner not in scope.names or not scope.holds(owner, scope.first):
            continue
        for month in months:
            found += [
                Entry(
                    month.last,
                    "plan",
                    str(each.get("topic") or ""),
                    "plain",
                    scope.names[owner],
                    (row["_id"],),
                )
                for each in fields.get("items") or ()
                if (fields["year"], each.get("month")) == (month.start.year, month.start.month)
            ]
    return found


async def _meetings(archive: Archive, scope: _Scope) -> list[Entry]:
    """Meetings and events held, or on record for a day after the book's."""
    match: dict[str, Any] = {
        "kind": {"$in": list(MEETINGS)},
        "date.start": {"$gte": to_bson(scope.first), "$lte": to_bson(scope.last)},
        "date.precision": "day",
        "status": {"$in": ["draft", *COUNTED]},
    }
    if scope.within is not None:
        match["unit"] = {"$in": list(scope.within)}
    wanted = dict.fromkeys(("title", "date", "unit", "status", "fields.start"), 1)
    hint = "kind_date" if scope.within is None else "unit_date"
    rows = await archive.aggregate([{"$match": match}, {"$project": wanted}], hint=hint)
    return [_meeting(scope, from_bson(row)) for row in rows]


def _meeting(scope: _Scope, row: Mapping[str, Any]) -> Entry:
    day, start, text = row["date"].start, row.get("fields", {}).get("start"), row["title"]
    if isinstance(start, datetime):  # a plain date where no hour is known
        text = f"{start:%H:%M} {text}"
    tone: Tone = (
        "met" if row["status"] == "verified" else "waiting" if row["status"] == "submitted" else "plain"
    )
    if day > scope.book.on:
        text, tone = tr("planned: {meeting}", meeting=text), "pace"
    elif row["status"] == "draft":
        text = tr("draft: {meeting}", meeting=text)
    return Entry(day, "meeting", text, tone, scope.names.get(row.get("unit"), ""), (row["_id"],))
