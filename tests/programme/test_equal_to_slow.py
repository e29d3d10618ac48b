"""The standings equal an independent slow computation: on the imported sample, on the demo.

The full demo, 250,000 records, takes minutes; `compare_archive.py` compares it by hand (CONTRIBUTING.md).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

from records.archive import Archive
from records.demo.fill import fill_demo
from records.intake.batch import run_import
from records.programme.book import load_book
from records.programme.ten_ones import items
from records.search.query import Query
from tests.programme.comparing import Difference, compared
from tests.programme.slow.rules import Plain, Slow, exported
from tests.programme.slow.ten_ones import ten_ones
from tests.programme.slow.tree import year_of

LEGACY = Path(__file__).parent.parent / "data" / "legacy-a"


async def differences(
    archive: Archive, records: list[Plain], *days: date
) -> tuple[list[int], list[Difference]]:
    """How many standings were compared on each day, and every difference."""
    numbers, found = [], []
    for day in days:
        number, different = compared(await load_book(archive, day), records)
        numbers.append(number)
        found += different
    return numbers, found


async def test_the_imported_sample(archive: Archive) -> None:
    loaded = await run_import(archive, LEGACY, apply=True)
    assert loaded.applied
    archive.settings = replace(archive.settings, working_date=date(2013, 7, 31))
    ids = [record.id async for record in archive.each(Query())]
    approved = await archive.approve_many(ids[::2])
    assert approved.approved
    statuses = Counter([record.status async for record in archive.each(Query())])
    assert set(statuses) == {"verified", "submitted"}
    records = await exported(archive.each(Query()))
    numbers, found = await differences(archive, records, date(2011, 6, 15), date(2012, 10, 15))
    assert found == []
    assert min(numbers) > 3000


async def test_the_small_demo(archive: Archive) -> None:
    await fill_demo(archive, "small")
    records = await exported(archive.each(Query()))
    days = date(2013, 7, 31), date(2010, 9, 30)
    numbers, found = await differences(archive, records, *days)
    assert found == []
    assert numbers[0] > 9000

    # One briefing less in the export, and they differ: in its week, for its unit.
    briefings = [each for each in records if each["kind"] == "briefing" and each["status"] == "verified"]
    gone = min(briefings, key=lambda each: each["days"])
    _, found = await differences(archive, [each for each in records if each is not gone], days[1])
    assert {key[:2] for key, *_ in found} == {("R45", gone["unit"])}

    book = await load_book(archive, date(2012, 10, 15))
    slow = Slow(records, book.on)
    for unit in book.units.ordered:
        for year in ("2010", "2011"):
            ours = {
                each.number: (each.done, each.done or each.waiting) for each in items(book, unit, int(year))
            }
            assert ours == ten_ones(slow, unit.id, year_of(year)), (unit.name, year)
