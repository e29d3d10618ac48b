"""Research: who wrote reports this year and solved problems by them, and who has nothing yet (R19, R20)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.language import translator
from records.people.figures import COUNTED
from records.programme.book import Book, load_book
from records.programme.mechanisms.ground import Ground, stand_on
from records.programme.mechanisms.scope import Scope
from records.programme.mechanisms.view import Column, Note, Proposal, Row, Tone, View
from records.programme.standing import Standing
from records.values import PartialDate

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")

REPORTS, PROBLEMS = "R19", "R20"
#: After this day of the year, month and day, somebody with nothing on record is announced.
NOTHING_BY = (9, 30)


async def research(archive: Archive, scope: Scope) -> View:
    """Everybody bound by the rule in the year, by their standings: those with nothing first."""
    ground = await stand_on(archive, scope)
    book = await load_book(archive, scope.on, rules=(REPORTS, PROBLEMS))
    papers = await _papers(ground)

    def place(person: ObjectId) -> int:
        return ground.units.place(book.roster.people[person].unit_on(scope.until))

    rows = [
        _row(ground, book, standing, papers)
        for person in sorted(book.roster.people, key=place)
        if (standing := _of_year(book, person, REPORTS, scope)) is not None
        and ground.holds(book.roster.people[person].unit_on(scope.until))
    ]
    order: dict[Tone, int] = {"overdue": 0, "failed": 1, "behind": 2, "pace": 3, "waiting": 4}
    rows.sort(key=lambda row: order.get(row.tone, 5))
    columns = (
        Column("person", tr("Person"), grow=1),
        Column("unit", tr("Unit"), grow=1),
        Column("reports", tr("Reports"), kind="number"),
        Column("needed", tr("Needed"), kind="number"),
        Column("waiting", tr("To approve"), kind="number"),
        Column("solved", tr("Problems solved"), kind="number"),
        Column("state", tr("State")),
    )
    met = sum(row.tone in ("met", "plain") for row in rows)
    note = Note(
        tr("{met} of {people} people have the reports of the year", met=met, people=len(rows)),
        "met" if met == len(rows) else "behind",
    )
    return View(columns, tuple(rows), notes=(note,))


def _of_year(book: Book, person: ObjectId, rule: str, scope: Scope) -> Standing | None:
    """Somebody's standing with a yearly rule; None where it does not bind them."""
    year = scope.period.start.year
    return next((each for each in book.of_person(person, rule) if each.period.start.year == year), None)


async def _papers(ground: Ground) -> dict[ObjectId, tuple[ObjectId, ...]]:
    """By author: the research reports of the year."""
    found = await ground.rows(
        ground.match("research_report", units=False, statuses=COUNTED),
        {"$unwind": "$fields.authors"},
        {"$group": {"_id": "$fields.authors", "ids": {"$addToSet": "$_id"}}},
    )
    return {row["_id"]: tuple(row["ids"]) for row in found}


def _row(ground: Ground, book: Book, standing: Standing, papers: dict[ObjectId, tuple[ObjectId, ...]]) -> Row:
    scope, whom = ground.scope, standing.subject
    assert whom is not None
    person = book.roster.people[whom]
    tone, state = _state(standing, scope)
    solved = _of_year(book, whom, PROBLEMS, scope)
    cells = (
        person.name,
        ground.name_of(person.unit_on(scope.until)),
        f"{standing.done}",
        f"{standing.required}",
        f"{standing.waiting or ''}",
        f"{solved.done}" if solved is not None else "",
        state,
    )
    fields = {"authors": [whom], "finished_on": PartialDate.day(scope.until)}
    lacking = tone in ("overdue", "failed", "behind", "pace")
    return Row(
        cells,
        tone,
        ids=papers.get(whom) or (whom,),
        proposal=Proposal("research_report", fields) if lacking and not scope.over else None,
    )


def _state(standing: Standing, scope: Scope) -> tuple[Tone, str]:
    if not standing.judged:
        return "plain", tr("exempt") if standing.state == "exempt" else tr("not judged")
    if standing.state == "met":
        return "met", tr("enough")
    if standing.done + standing.waiting >= standing.required:
        return "waiting", tr("to approve")
    if standing.state == "failed":
        return "failed", tr("{count} short", count=standing.missing)
    if not standing.done and scope.on > date(scope.period.start.year, *NOTHING_BY):
        return "overdue", tr("nothing by {day}", day=f"{date(2000, *NOTHING_BY):%m-%d}")
    return ("behind" if standing.state == "behind" else "pace"), tr("{count} to come", count=standing.missing)
