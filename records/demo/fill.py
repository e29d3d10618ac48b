"""Fills an empty archive with the invented township."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, islice, repeat
from typing import TYPE_CHECKING

from records.demo import awards, meetings, office
from records.demo.study import personal_records, spare_entry
from records.demo.township import TODAY, Size, Township, found_township, months
from records.errors import Refused
from records.language import translator
from records.record import Record
from records.search.query import Query
from records.settings import save_setting

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")

#: Records of each size: the small one as many as its people make, the full one a round number.
FULL_RECORDS = 250_000
_CHUNK = 5_000


async def fill_demo(archive: Archive, size: Size, on_progress: Callable[[int], None] | None = None) -> int:
    """Fill the archive and set its working date; answers how many records there are now.

    ``on_progress`` is told the number of records so far. Raises Refused when the archive holds records.
    """
    if (await archive.count(Query(include_void=True), cap=1)).number:
        raise Refused(
            tr("The archive is not empty; the demo would mix with your records."),
            hint=tr("Choose another data folder: XUEDANG_HOME=~/xuedang-demo xuedang demo"),
        )
    done = 0
    batch: list[Record] = []
    for record in demo_records(size):
        batch.append(record)
        # People refer to units and everything else to people: each of these goes in before the rest.
        if len(batch) == _CHUNK:
            done += await _load(archive, batch)
            batch = []
            if on_progress:
                on_progress(done)
    done += await _load(archive, batch)
    if on_progress:
        on_progress(done)
    save_setting(archive.settings.home, "working_date", TODAY.isoformat())
    return done


async def _load(archive: Archive, batch: list[Record]) -> int:
    report = await archive.save_many(batch)
    for _, error in report.rejected:
        raise error
    return len(batch)


def demo_records(size: Size) -> Iterator[Record]:
    """All records of a size, units and people first, always the same ones in the same order."""
    town = found_township(size)
    if size == "small":
        yield from _records(town)
    else:
        spare = (spare_entry(town) for _ in repeat(None))
        yield from islice(chain(_records(town), spare), FULL_RECORDS)


def _records(town: Township) -> Iterator[Record]:
    yield from (unit.record for unit in town.units)
    yield from (person.record for person in town.people)
    for unit in town.branches:
        yield from office.beginnings(town, unit)
        yield from meetings.weekly_sessions(town, unit)
        yield from office.briefings(town, unit)
        for month in months():
            yield from office.deliveries(town, unit, month)
        yield from office.inspections(town, unit)
        yield from office.shelves(town, unit)
        yield from meetings.party_classes(town, unit)
    yield from office.stages(town)
    yield from meetings.township_meetings(town)
    yield from office.first_summary(town)
    yield from office.talks(town)
    yield from office.money(town)
    yield from office.anniversaries(town)
    yield from meetings.exams(town)
    yield from meetings.evaluations(town)
    yield from awards.assessments(town)
    yield from awards.awards(town)
    for person in town.people:
        yield from personal_records(town, person)
