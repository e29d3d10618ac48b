"""The records that prove a standing, or that it lacks only for want of approval."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.programme import ten_ones
from records.programme.counting import measures
from records.programme.counting.papers import READ, Paper
from records.programme.judging import judging_units
from records.programme.judging.judging_township import marks_occasion, occasions_of
from records.programme.rules import Measure, Rule
from records.programme.standing import Standing

if TYPE_CHECKING:
    from records.archive import Archive
    from records.programme.book import Book

#: So many records are told at most.
MOST = 5000


async def records_behind(archive: Archive, book: Book, standing: Standing) -> list[ObjectId]:
    """The records, verified and waiting, that a standing's figures count; at most 5,000."""
    rule = book.rulebook.rules[standing.rule]
    if standing.record is not None:
        return [standing.record]
    found = list(_papers(book, rule, standing))
    if rule.how == "ten_ones":
        found += await _ten_ones(archive, book, standing)
    elif rule.how == "households":
        found += await _run(archive, book, [_CALLS], [standing.subject], standing)
    else:
        whose = _whose(book, rule, standing)
        names = (*rule.evidence, *rule.parts)
        found += await _run(archive, book, [book.rulebook.measures[n] for n in names], whose, standing)
        if rule.how == "mobilised":
            groups = [each.id for each in book.groups(book.unit(_subject(standing)))]
            found += await _run(archive, book, [book.rulebook.measures["any_sessions"]], groups, standing)
    return list(dict.fromkeys(found))[:MOST]


_CALLS = Measure("households", "household_visit", "visitor")


def _subject(standing: Standing) -> ObjectId:
    assert standing.subject is not None
    return standing.subject


def _whose(book: Book, rule: Rule, standing: Standing) -> Collection[ObjectId | None] | None:
    """Whose records count: the person's; the unit's as far as the rule reaches; every member's for R16;
    everybody's (None) where the township's rule takes all."""
    if standing.subject in book.roster.people:
        return [standing.subject]
    unit = book.unit(_subject(standing))
    if rule.how == "reached":
        day = min(standing.period.end, book.rulebook.end, book.on)
        return [person.id for person in book.members(unit, day)]
    return book.reach(rule, unit)


async def _run(
    archive: Archive,
    book: Book,
    wanted: Iterable[Measure],
    whose: Collection[ObjectId | None] | None,
    standing: Standing,
) -> list[ObjectId]:
    found: list[ObjectId] = []
    for measure in wanted:
        pipeline = measures.evidence(book.rulebook, book.on, measure, whose, standing.period)
        found += [row["_id"] for row in await archive.aggregate([*pipeline, {"$limit": MOST}])]
    return found


def _papers(book: Book, rule: Rule, standing: Standing) -> Iterable[ObjectId]:
    """The papers that rules look at one by one."""
    kinds = {
        "leading_group": "position",
        "inspected": "inspection",
        "occasions": "theme_activity",
        "coverage": "designation",
        "links": "stage_link",
    }
    kind = kinds.get(rule.how)
    if kind is None or kind not in READ:
        return
    for paper in book.facts.papers.of(kind):
        if rule.how == "leading_group":
            fits = paper.unit == standing.subject and paper.fields.get("body") == "领导小组"
            fits = fits and judging_units.serves(paper.fields, book.on, book.on)
        elif rule.how == "coverage":
            fits = paper.fields.get("category") in rule.categories
        elif rule.how == "links":
            fits = str(paper.fields.get("stage")) == str(standing.period.code)
        else:
            fits = paper.day is not None and standing.period.start <= paper.day.start <= standing.period.end
            fits = fits and (rule.how != "occasions" or _marks_any(book, paper, standing))
        if fits:
            yield paper.id


def _marks_any(book: Book, paper: Paper, standing: Standing) -> bool:
    """Whether a theme activity is counted for one of the year's anniversaries."""
    occasions = occasions_of(book, standing.period.code // 100)
    return any(marks_occasion(book, paper, name, *window) for name, window in occasions.items())


async def _ten_ones(archive: Archive, book: Book, standing: Standing) -> list[ObjectId]:
    unit = book.unit(_subject(standing))
    found = []
    for item in ten_ones.items(book, unit, standing.period.code // 100):
        found += await records_of_item(archive, book, unit.id, standing, item.number)
    return found


async def records_of_item(
    archive: Archive, book: Book, unit_id: ObjectId, standing: Standing, number: int
) -> list[ObjectId]:
    """The records behind one of the Ten Ones of a unit in the year of a standing with R46."""
    ten = next(each for each in book.rulebook.ten_ones if each.number == number)
    unit = book.unit(unit_id)
    below = book.below(unit)
    if ten.how == "leading_body":
        year = standing.period
        return [
            paper.id
            for paper in book.facts.papers.of("position")
            if paper.unit in below
            and paper.fields.get("body") == "领导小组"
            and judging_units.serves(paper.fields, year.start, year.end)
        ]
    day = min(standing.period.end, book.rulebook.end, book.on)
    known = book.rulebook.measures
    if ten.how == "notebooks":
        members = [person.id for person in book.members(unit, day)]
        return await _run(archive, book, [known["note_words"]], members, standing)
    if ten.how == "tested":
        people = [person.id for person in book.people_of(unit, day)]
        own = await _run(archive, book, [known["exams_held"]], below, standing)
        return own + await _run(archive, book, [known["exams_taken"]], people, standing)
    chosen = book.adjustments.proof(ten.id, standing.period.start)
    names = (chosen,) if chosen in ten.alternatives else ten.measures
    return await _run(archive, book, [known[name] for name in names], below, standing)
