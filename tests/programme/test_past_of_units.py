"""A transfer leaves every standing of the time before it alone, of both units and of those above them."""

from __future__ import annotations

from datetime import date

from bson.objectid import ObjectId

from records.changing.transfer import plan_transfer, transfer
from records.programme.book import Book, load_book
from records.programme.calendar import read_period
from records.programme.standing import Standing
from tests.programme.township import Town

MOVED, ON = date(2012, 9, 1), date(2012, 12, 31)


def past(book: Book, unit: ObjectId) -> list[Standing]:
    """Standings in periods that were over by the transfer; R40 is told as of the working date."""
    return [each for each in book.of_unit(unit) if each.period.end < MOVED and each.rule != "R40"]


def reached(book: Book, unit: ObjectId, month: str) -> tuple[str, float, float]:
    """R16: the state, how many were reached, of how many members."""
    found = book.standing("R16", unit, read_period(month))
    assert found is not None
    return found.state, found.done, found.required


def test_a_transfer_changes_no_past_standing_of_either_unit(town: Town) -> None:
    above = town.unit("柳树湾村党总支", "党总支")
    left, entered = town.unit(parent=above), town.unit()
    stays, goes, host = town.person(unit=left), town.person(unit=left), town.person(unit=entered)
    for month in range(1, 13):
        town.session("集体学习", f"2012-{month:02}-10 08:30", 180, host_unit=left, here=[goes])
        town.delivery(stays, f"2012-{month:02}-12")
        town.delivery(host, f"2012-{month:02}-12")
        town.briefing(f"2012-{month:02}-15", 2, left)
    for who in (stays, goes, host):
        town.note(who, "2011", 6000)
    town.keep("study_archive", subject=goes, year=2011, archive_no="青学档-2011-037")

    units = (left, entered, above, town.top)
    book = town.run(load_book(town.archive, ON))
    before = [past(book, unit) for unit in units]
    assert [reached(book, unit, "2012-08") for unit in units[:3]] == [
        ("met", 2, 2),
        ("met", 1, 1),
        ("met", 2, 2),
    ]
    assert [reached(book, unit, "2012-10") for unit in units[:3]] == [
        ("met", 2, 2),
        ("met", 1, 1),
        ("met", 2, 2),
    ]
    # Eight months of members reached; in each a week of study and one of briefings.
    assert sum(each.done > 0 for each in before[0]) >= 24

    async def move() -> None:
        person = await town.archive.get(goes)
        await transfer(town.archive, await plan_transfer(town.archive, person, entered, MOVED))

    town.run(move())
    book = town.run(load_book(town.archive, ON))
    assert [past(book, unit) for unit in units] == before
    # From that day on the person is asked for, and reached, in the new unit.
    assert [reached(book, unit, "2012-10") for unit in units[:3]] == [
        ("met", 1, 1),
        ("met", 2, 2),
        ("met", 1, 1),
    ]
