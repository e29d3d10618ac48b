"""The views of the mechanisms tell of the rules what the book of standings tells, on the small demo."""

from __future__ import annotations

from datetime import date, timedelta

from bson.objectid import ObjectId

from records.archive import Archive
from records.demo.fill import fill_demo
from records.programme.book import Book, load_book
from records.programme.calendar import Period, periods
from records.programme.mechanisms.registry import mechanism
from records.programme.mechanisms.view import View
from records.programme.mechanisms.weeks import is_judged
from records.values import PartialDate

ON = date(2012, 9, 3)
RULES = ("R15", "R16", "R24", "R26", "R31", "R32", "R40", "R45")


async def view(archive: Archive, name: str, period: Period | None = None) -> View:
    of = PartialDate.between(period.start, period.end) if period else None
    return await mechanism(name).view(archive, ON, period=of)


def done(book: Book, rule: str, unit: ObjectId, period: Period) -> tuple[int, bool]:
    """What the book counts for a unit in a period, and whether that meets the rule."""
    found = [each for each in book.of_unit(unit, rule) if each.period.code == period.code]
    assert len(found) == 1, (rule, unit, period)
    return int(found[0].done), found[0].state == "met"


async def test_the_views_tell_what_the_standings_tell(archive: Archive) -> None:
    await fill_demo(archive, "small")
    book = await load_book(archive, ON, rules=RULES)
    await _weeks_and_months(archive, book)
    await _years(archive, book)


async def _weeks_and_months(archive: Archive, book: Book) -> None:
    span = (date(2012, 4, 1), ON - timedelta(days=7))
    weeks = [week for week in periods("week") if span[0] <= week.start <= span[1] and is_judged(week.start)]
    compared = 0
    for week in weeks:
        for row in (await view(archive, "briefings", week)).rows:
            assert row.inside is not None
            assert (int(row.cells[1]), row.tone == "met") == done(book, "R45", row.inside, week)
            compared += 1
    board = {unit.short_name or unit.name: unit for unit in book.units.ordered}
    for week in weeks[-8:]:
        for row in (await view(archive, "week_board", week)).rows:
            assert (int(row.cells[2]), row.tone == "met") == done(book, "R15", board[row.cells[0]].id, week)
            compared += 1
    months = [month for month in periods("month") if date(2012, 5, 1) <= month.start < ON]
    for month in months:
        reached = await view(archive, "door_to_door", month)
        for unit in book.judged_units():
            names = {
                u.short_name or u.name for u in book.units.ordered if u.id in book.units.subtree(unit.id)
            }
            met = sum(row.tone == "met" for row in reached.rows if row.cells[1] in names)
            assert met == done(book, "R16", unit.id, month)[0], (unit.name, month.name)
            compared += 1
    assert compared > 150


async def _years(archive: Archive, book: Book) -> None:
    root = book.root_id
    assert root is not None
    for year in (period for period in periods("year") if period.start <= ON):
        funding = await view(archive, "funding", year)
        assert (funding.notes[0].tone == "met") == done(book, "R24", root, year)[1]
        contest = await view(archive, "exams", year)
        assert (contest.notes[0].tone == "met") == done(book, "R32", root, year)[1]
        days = await view(archive, "anniversaries", year)
        assert days.notes[0].text.startswith(f"Themed study at {done(book, 'R31', root, year)[0]} of")
        inspected = await view(archive, "supervision", year)
        seen, met = done(book, "R26", root, year)
        assert (inspected.notes[-1].tone == "met") == met
        count = int(inspected.notes[-1].text.split()[1])
        assert count in (seen, seen - 1), "the persons sampled are one more"
    groups = await view(archive, "organisation")
    headed = {row.cells[0]: row.tone == "met" for row in groups.rows}
    for unit in [*book.judged_units(), *(u for u in book.units.ordered if u.id == root)]:
        state = book.of_unit(unit.id, "R40")[0].state
        assert headed[unit.short_name or unit.name] == (state == "met"), unit.name
