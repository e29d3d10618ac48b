"""How each rule of people is judged: what counts as done in each of its periods."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.people.figures import Figure, YearFigure
from records.people.places import lies_in
from records.programme.calendar import HALVES, YEAR, Period, codes_of, in_period
from records.programme.counting.facts import NONE, Call, Count, Counts, add
from records.programme.counting.papers import LECTURES, Paper
from records.programme.judging.slots import Flag, Slot
from records.programme.roster import Person
from records.programme.rules import PeriodKind, Rule
from records.programme.standing import Standing, stand

if TYPE_CHECKING:
    from records.programme.book import Book


def judge_person(book: Book, rule: Rule, person: Person, since: date | None = None) -> list[Standing]:
    """Every standing of a person with a rule, oldest first; none when it does not bind them.

    With ``since``, only those of periods that end on that day or later.
    """
    if rule.how == "notices":
        return list(notices(book, rule, person.id))
    span = person.span(rule, (book.rulebook.start, book.rulebook.end))
    if span is None:
        return []
    if rule.how == "lectures":
        return list(_lectures(book, rule, person))
    bound = person.bound_by(rule)
    found = []
    slots = book.slots(rule.id, span, book.roster.holes(person, rule))
    done: Mapping[int, tuple[Count, str]] | None = None
    for slot in slots:
        if since is not None and slot.period.end < since:
            continue
        # The office may have given the rule another scope from some day on.
        if not (bound if slot.rule is rule else person.bound_by(slot.rule)):
            continue
        if done is None:
            done = _DONE.get(rule.how, _count)(book, rule, person)
        count, basis = done.get(slot.period.code, (NONE, ""))
        found.append(
            stand(slot, person.id, count[0], count[1], book.on, person.force(slot.rule), basis=basis)
        )
    return found


Done = Mapping[int, tuple[Count, str]]


def fold(counts: Iterable[Counts], kind: PeriodKind) -> dict[int, Count]:
    """Counts by bucket, of several measures, summed for the periods of a kind."""
    found: dict[int, Count] = {}
    codes = codes_of(kind)
    for each in counts:
        for bucket, count in each.items():
            code = codes[bucket]
            if code is not None:
                found[code] = add(found[code], count) if code in found else count
    return found


def _count(book: Book, rule: Rule, person: Person) -> Done:
    counts = (book.facts.of_person(name, person.id) for name in rule.evidence)
    return {code: (count, "") for code, count in fold(counts, rule.period).items()}


# --- R07: households of covered villages ------------------------------------------------------------


def _households(book: Book, rule: Rule, person: Person) -> Done:
    """Distinct households of the villages that the person covers (D11), by month."""
    found: dict[int, tuple[Count, str]] = {}
    for bucket, calls in book.facts.calls.get(person.id, {}).items():
        code = in_period(bucket, rule.period)
        if code is not None:
            found[code] = (distinct(calls, person.covered), "")
    return found


def distinct(calls: Iterable[Call], covered: Iterable[str]) -> Count:
    """Households called on, once each, in covered villages: verified ones, and others that only wait."""
    villages = tuple(covered)
    done: set[tuple[str, str]] = set()
    waiting: set[tuple[str, str]] = set()
    for village, household, verified in calls:
        place = next((each for each in villages if lies_in(village, each)), None)
        if place is not None:
            (done if verified else waiting).add((place, household))
    return len(done), len(waiting - done)


# --- R19, R21, R22: the larger of what is declared and what is kept -------------------------------------


def _larger(book: Book, rule: Rule, person: Person) -> Done:
    """For each half-year the larger of the kept papers and the register's figure, the halves summed."""
    kept, declared = (book.facts.of_person(name, person.id) for name in rule.evidence)
    years = {bucket // 100 for bucket in (*kept, *declared)}
    found: dict[int, tuple[Count, str]] = {}
    for year in years:
        verified = year_figure(year, kept, declared, waiting=False)
        both = year_figure(year, kept, declared, waiting=True)
        count = verified.value, max(0, both.value - verified.value)
        found[year * 100 + YEAR] = (count, verified.basis if verified.value else both.basis)
    return found


def year_figure(year: int, kept: Counts, declared: Counts, *, waiting: bool) -> YearFigure:
    """A year's figure from counts by bucket, of verified records or with those that wait."""

    codes = codes_of("half")

    def total(counts: Counts, code: int) -> int:
        return sum(
            int(done + (more if waiting else 0))
            for bucket, (done, more) in counts.items()
            if codes[bucket] == code
        )

    halves = [year * 100 + HALVES + 1, year * 100 + HALVES + 2]
    whole = year * 100 + YEAR
    loose = kept.get(whole, NONE)
    once = declared.get(whole, NONE)
    first, second = (Figure(declared=total(declared, half), kept=total(kept, half)) for half in halves)
    return YearFigure(
        halves=(first, second),
        loose=int(loose[0] + (loose[1] if waiting else 0)),
        whole=int(once[0] + (once[1] if waiting else 0)),
    )


# --- R17, R27: one standing an event --------------------------------------------------------------------


def _lectures(book: Book, rule: Rule, person: Person) -> Iterable[Standing]:
    """R17: each expert lecture of the township. Leave excuses; who is on no list was not there."""
    holes = book.roster.holes(person, rule)
    for paper in book.facts.papers.of(LECTURES):
        if paper.day is None or not book.of_township(paper.unit):
            continue
        day = paper.day.start
        if not person.active[0] <= day <= person.active[1]:
            continue
        slot = _event(book, rule, paper)
        if not person.bound_by(slot.rule):
            continue
        rows = paper.fields.get("attendance") or ()
        row: Mapping[str, Any] = next((each for each in rows if each.get("person") == person.id), {})
        state, made_up = row.get("state"), row.get("made_up_on")
        there = state in ("到", "迟到") or (state == "补学" and (made_up is None or made_up <= book.on))
        if not rows or not slot.rule.judged:
            slot = slot._replace(flag="unjudged")
        elif state == "请假" or any(first <= day <= last for first, last in holes):
            slot = slot._replace(flag="exempt")
        done, waiting = (int(there), 0) if paper.done else (0, int(there))
        standing = stand(slot, person.id, done, waiting, book.on, person.force(slot.rule), due=day)
        if standing.state == "failed" and not paper.done:
            # The list is not approved yet: nobody is told to have been absent.
            standing = standing._replace(state="pace")
        yield standing._replace(record=paper.id)


def _event(book: Book, rule: Rule, paper: Paper) -> Slot:
    assert paper.day is not None
    day = paper.day
    period = Period("event", 0, day.start, day.end)
    current = book.adjustments.rule(rule.id, max(day.start, book.rulebook.start))
    return Slot(period, current, current.minimum or 0, current.target, "", day.start, day.end)


def notices(book: Book, rule: Rule, subject: ObjectId) -> Iterable[Standing]:
    """R27: each rectification notice to a person or unit: closed by its deadline, or the extended one.

    A notice binds nobody before it is approved (D15): until then it is shown and not judged.
    """
    for paper in book.facts.papers.to(subject):
        fields = paper.fields
        deadline = fields.get("extended_to") or fields.get("deadline")
        if fields.get("target") != subject or paper.day is None or deadline is None:
            continue
        begun = paper.day.start
        period = Period("event", 0, begun, max(begun, deadline))
        current = book.adjustments.rule(rule.id, max(begun, book.rulebook.start))
        flag: Flag = "" if current.judged and paper.done else "unjudged"
        slot = Slot(period, current, 1, None, flag, begun, period.end)
        closed = fields.get("closed_on")
        known = closed if closed is not None and closed <= book.on else None
        in_time = fields.get("result") == "完成" and known is not None and known <= period.end
        done, waiting = (int(in_time), 0) if paper.done else (0, int(in_time))
        standing = stand(slot, subject, done, waiting, book.on, current.force, owed=0)
        if standing.state == "pace" and known is not None and fields.get("result") == "未完成":
            standing = standing._replace(state="failed")
        yield standing._replace(record=paper.id)


_DONE: Mapping[str, Callable[[Book, Rule, Person], Done]] = {
    "count": _count,
    "hours": _count,
    "households": _households,
    "larger": _larger,
}
