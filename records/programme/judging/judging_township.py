"""How each rule of the township is judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.kind import Label
from records.programme.calendar import Period
from records.programme.counting.papers import Paper
from records.programme.judging import judging_units
from records.programme.judging.judging_people import fold
from records.programme.judging.slots import Flag, Slot
from records.programme.rules import Rule
from records.programme.standing import Standing, stand
from records.programme.units import Unit
from records.values import as_partial

if TYPE_CHECKING:
    from records.programme.book import Book


def judge_township(book: Book, rule: Rule, root: Unit) -> list[Standing]:
    """Every standing of the township with a rule, oldest first."""
    slots = [slot for slot in book.unit_slots(rule.id, root) if "T" in slot.rule.who]
    return _JUDGES[rule.how](book, rule, root, slots)


def _funds(book: Book, rule: Rule, root: Unit, slots: Sequence[Slot]) -> list[Standing]:
    """R24: money allocated in the year; behind when there is none by 31 March."""
    units = (root.id, None)
    counts = fold((book.facts.of_unit(name, unit) for name in rule.evidence for unit in units), "year")
    found = []
    for slot in slots:
        done, waiting = counts.get(slot.period.code, (0, 0))
        if 0 < done < slot.required == 1:
            slot = slot._replace(required=done)  # Any sum will do: the least is "more than nothing".
        due = book.rulebook.due_in(rule, slot.period.code // 100)
        owed = 0 if book.on <= due else slot.required
        found.append(stand(slot, root.id, done, waiting, book.on, slot.rule.force, owed=owed))
    return found


def _models(book: Book, rule: Rule, root: Unit, slots: Sequence[Slot]) -> list[Standing]:
    """R25: each model has its practice summarised and was publicised."""
    found = []
    for paper in book.facts.papers.of("typical_model"):
        day = paper.day.start if paper.day else book.rulebook.start
        current = book.adjustments.rule(rule.id, max(day, book.rulebook.start))
        period = Period("event", 0, day, book.rulebook.end)
        flag: Flag = "" if current.judged else "unjudged"
        slot = Slot(period, current, 1, None, flag, day, book.rulebook.end)
        shown = as_partial(paper.fields.get("publicised_on"))
        there = bool(paper.fields.get("practice")) and shown is not None and shown.start <= book.on
        done, waiting = (int(there), 0) if paper.done else (0, int(there))
        found.append(stand(slot, root.id, done, waiting, book.on, current.force)._replace(record=paper.id))
    return found


def _inspected(book: Book, rule: Rule, root: Unit, slots: Sequence[Slot]) -> list[Standing]:
    """R26: every general branch and branch inspected in the year, and some persons sampled."""
    return [_inspected_in(book, root, slot) for slot in slots]


def _inspected_in(book: Book, root: Unit, slot: Slot) -> Standing:
    year = slot.period.code // 100
    papers = [
        p for p in book.facts.papers.of("inspection") if p.day and p.day.start.year == p.day.end.year == year
    ]
    done, waiting = _targets([p for p in papers if p.done]), _targets(papers)
    units = [u for u in book.judged_units() if u.founded is None or u.founded <= slot.period.end]
    lacking: list[Label | ObjectId] = [unit.id for unit in units if unit.id not in done]
    seen = sum(unit.id in done for unit in units)
    coming = sum(unit.id in waiting and unit.id not in done for unit in units)
    sampled, more = _sampled(book, done), _sampled(book, waiting)
    if not sampled:
        lacking.append(Label("抽查个人", "persons sampled"))
    slot = slot._replace(required=len(units) + 1)
    return stand(
        slot,
        root.id,
        seen + sampled,
        coming + (more and not sampled),
        book.on,
        slot.rule.force,
        lacking=tuple(lacking),
    )


def _targets(papers: Sequence[Paper]) -> set[ObjectId]:
    found = {paper.fields.get("target") for paper in papers}
    for paper in papers:
        found |= {row.get("person") for row in paper.fields.get("findings") or ()}
    return {each for each in found if isinstance(each, ObjectId)}


def _sampled(book: Book, targets: set[ObjectId]) -> bool:
    return any(book.roster.units.get(each) is None for each in targets)


def _occasions(book: Book, rule: Rule, root: Unit, slots: Sequence[Slot]) -> list[Standing]:
    """R31: themed study within the window of each anniversary that lies inside the programme (D3)."""
    return [_occasions_in(book, root, slot) for slot in slots]


def _occasions_in(book: Book, root: Unit, slot: Slot) -> Standing:
    wanted = occasions_of(book, slot.period.code // 100)
    done, waiting, missed, lacking = 0, 0, 0, []
    for name, (first, last) in wanted.items():
        held = [
            paper.done
            for paper in book.facts.papers.of("theme_activity")
            if marks_occasion(book, paper, name, first, last)
        ]
        done += any(held)
        waiting += bool(held) and not any(held)
        if not any(held):
            # A window that has closed is missed, whatever was held for a later day.
            missed += last < book.on
            lacking.append(Label(name, name))
    slot = slot._replace(required=len(wanted), flag=slot.flag or ("" if wanted else "unjudged"))
    owed = done + missed
    return stand(slot, root.id, done, waiting, book.on, slot.rule.force, lacking=tuple(lacking), owed=owed)


def occasions_of(book: Book, year: int) -> dict[str, tuple[date, date]]:
    """The anniversaries of a year inside the programme, with the first and last day of their windows."""
    known = book.rulebook.occasions
    days = {name: date(year, month, day) for name, (month, day) in known.days.items()}
    return {
        name: (day - timedelta(days=known.before), day + timedelta(days=known.after))
        for name, day in days.items()
        if book.rulebook.start <= day <= book.rulebook.end
    }


def marks_occasion(book: Book, paper: Paper, name: str, first: date, last: date) -> bool:
    """Whether a theme activity is the township's own for an anniversary, held within its window."""
    return (
        paper.fields.get("anniversary") == name
        and book.of_township(paper.unit)
        and paper.day is not None
        and first <= paper.day.start
        and paper.day.end <= last
    )


# --- coverage, links --------------------------------------------------------------------------------


def _coverage(book: Book, rule: Rule, root: Unit, slots: Sequence[Slot]) -> list[Standing]:
    """R34, R35: of those who should qualify, how many the office has found to, by its latest word."""
    found = []
    for slot in slots:
        wanted = book.to_qualify(rule.categories[0])
        done = qualified(book, rule.categories[0], verified=True)
        waiting = qualified(book, rule.categories[0], verified=False)
        lacking = tuple(each for each in wanted if each not in done)
        required = -(-len(wanted) * min(slot.rule.minimum or 0, 100) // 100)
        slot = slot._replace(required=required, flag=slot.flag or ("" if wanted else "unjudged"))
        count = sum(each in done for each in wanted)
        coming = sum(each in waiting and each not in done for each in wanted)
        found.append(stand(slot, root.id, count, coming, book.on, slot.rule.force, lacking=lacking, owed=0))
    return found


def qualified(book: Book, category: str, *, verified: bool, until: int | None = None) -> set[ObjectId]:
    """Who met a designation by the latest year that was judged, of those up to ``until`` (all)."""
    latest: dict[ObjectId, tuple[int, bool]] = {}
    for paper in book.facts.papers.of("designation"):
        target, year = paper.fields.get("target"), paper.fields.get("year")
        if paper.fields.get("category") != category or not (paper.done or not verified):
            continue
        if not isinstance(target, ObjectId) or not isinstance(year, int) or year > (until or year):
            continue
        if year >= latest.get(target, (0, False))[0]:
            latest[target] = (year, paper.fields.get("result") == "达标")
    return {target for target, (_, met) in latest.items() if met}


def _links(book: Book, rule: Rule, root: Unit, slots: Sequence[Slot]) -> list[Standing]:
    """R36: the links of each stage, done by its end."""
    found = []
    for slot in slots:
        stage = next(each for each in book.rulebook.stages if each.number == slot.period.code)
        states = [_link(book, stage.number, link.is_called, link.who == "units") for link in stage.links]
        lacking = tuple(link.label for link, (done, _) in zip(stage.links, states, strict=True) if not done)
        slot = slot._replace(required=len(stage.links))
        done = sum(state[0] for state in states)
        waiting = sum(not state[0] and state[1] for state in states)
        found.append(stand(slot, root.id, done, waiting, book.on, slot.rule.force, lacking=lacking))
    return found


def _link(book: Book, stage: int, is_called: Callable[[str], bool], by_units: bool) -> tuple[bool, bool]:
    """Whether a link is done by verified records, and by any: the township's, or one of every unit."""
    papers = [
        paper
        for paper in book.facts.papers.of("stage_link")
        if str(paper.fields.get("stage")) == str(stage)
        and is_called(str(paper.fields.get("link") or ""))
        and paper.fields.get("state") == "完成"
        and (day := as_partial(paper.fields.get("done_on"))) is not None
        and day.start <= book.on
    ]

    def done(verified: bool) -> bool:
        of = {_link_of(book, paper, by_units) for paper in papers if paper.done or not verified}
        own = any(book.of_township(unit) for unit in of)
        return own or (by_units and all(unit.id in of for unit in book.judged_units()))

    return done(True), done(False)


def _link_of(book: Book, paper: Paper, by_units: bool) -> ObjectId | None:
    """Whose link a record is about: the unit it names; of links that units do, else the one that owns it."""
    named = (paper.fields.get("unit"), paper.fields.get("owner") if by_units else None)
    return next((each for each in named if each is not None and book.units.get(each)), None)


Judge = Callable[["Book", Rule, Unit, Sequence[Slot]], list[Standing]]
_JUDGES: Mapping[str, Judge] = {
    "count": judging_units.counted,
    "parts": judging_units.parts,
    "leading_group": judging_units.leading_group,
    "summaries": judging_units.summaries,
    "funds": _funds,
    "models": _models,
    "inspected": _inspected,
    "occasions": _occasions,
    "coverage": _coverage,
    "links": _links,
}
