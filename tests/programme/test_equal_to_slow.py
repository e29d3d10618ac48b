"""The standings equal an independent slow computation: on the imported sample, on the demo.

The small demo is compared on every run. The full one, 250,000 records, takes minutes; it is compared when
XUEDANG_FULL_DEMO names a data folder that holds it (CONTRIBUTING.md says how).
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
from tests.programme.slow_rules import Slow, exported
from tests.programme.slow_ten_ones import ten_ones
from tests.programme.slow_tree import year_of

LEGACY = Path(__file__).parent.parent / "data" / "legacy-a"


async def differences(archive: Archive, *days: date) -> tuple[list[int], list[Difference]]:
    """How many standings were compared on each day, and every difference."""
    records = await exported(archive.each(Query(), batch=5000))
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
    numbers, found = await differences(archive, date(2011, 6, 15), date(2012, 10, 15))
    assert found == []
    assert min(numbers) > 3000


async def test_the_small_demo(archive: Archive) -> None:
    await fill_demo(archive, "small")
    numbers, found = await differences(archive, date(2012, 10, 15), date(2010, 9, 30), date(2013, 7, 31))
    assert found == []
    assert numbers[0] > 9000

    records = await exported(archive.each(Query()))
    book = await load_book(archive, date(2012, 10, 15))
    slow = Slow(records, book.on)
    for unit in book.units.ordered:
        for year in ("2010", "2011", "2012"):
            ours = {
                each.number: (each.done, each.done or each.waiting) for each in items(book, unit, int(year))
            }
            assert ours == ten_ones(slow, unit.id, year_of(year)), (unit.name, year)
