"""Fills an empty archive with the invented township."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain, islice, repeat
from typing import TYPE_CHECKING

from records.demo import awards, meetings, office
from records.demo.study import personal_records, spare_entry, study_tours
from records.demo.township import TODAY, Person, Size, Township, Unit, found_township, months
from records.errors import Refused
from records.language import translator
from records.programme.figures import compute, freeze
from records.programme.stages import stages
from records.programme.units import load_units
from records.record import Record
from records.search.query import Query
from records.settings import save_setting

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")

#: Records of each size: the small one as many as its people make, the full one a round number.
FULL_RECORDS = 250_000


async def fill_demo(archive: Archive, size: Size, on_progress: Callable[[int], None] | None = None) -> int:
    """Fill the archive and set its working date; answers how many records there are now.

    ``on_progress`` is told the number of records so far. Raises Refused when the archive holds records.
    """
    if (await archive.count(Query(include_void=True), cap=1)).number:
        raise Refused(
            tr("The archive is not empty; the demo would mix with your records."),
            hint=tr("With XUEDANG_HOME=~/xuedang-demo before it, `xuedang demo` takes another data folder."),
        )
    town = found_township(size)

    def tell(done: int) -> None:
        if on_progress:
            on_progress(done)

    report = await archive.save_many(demo_records(town, size), on_progress=tell)
    for _, error in report.rejected:
        raise error
    await _name_secretaries(archive, town)
    await _sum_up_first_stage(archive, town)
    dossiers = await _open_dossiers(archive, town)
    save_setting(archive.settings.home, "working_date", TODAY.isoformat())
    return report.created + 1 + dossiers


async def _name_secretaries(archive: Archive, town: Township) -> None:
    """A unit comes before its people, so who leads it is said in a second version."""
    stored = await archive.get_many(unit.id for unit in town.units)
    led = [(stored[unit.id], unit.secretary) for unit in town.units if unit.people]
    for record, secretary in led:
        record.fields["secretary"] = secretary.id
    await archive.save_many(record for record, _ in led)


async def _sum_up_first_stage(archive: Archive, town: Township) -> None:
    """The stage's summary, its figures counted from the records as they now are."""
    stage = stages()[0]
    units = await load_units(archive, stage.end)
    figures = await compute(archive, units, units.root(), stage.period, as_of=stage.end)
    await archive.save(office.first_summary(town, freeze(figures, stage.end)))


async def _open_dossiers(archive: Archive, town: Township) -> int:
    """The study archives of 2011 of the leaders and of the first branches."""
    from records.people.dossier import fill_study_archive

    leaders = [person for person in town.people if person.is_any("领导干部")]
    subjects: list[Person | Unit] = [*leaders, *town.branches[:3]]
    for number, subject in enumerate(subjects, 1):
        fields = {
            "subject": subject.id,
            "year": 2011,
            "archive_no": f"云学档-2011-{number:03}",
            "keeper": town.people[6].id,
            "opened_on": date(2011, 1, 10),
        }
        await archive.save(await fill_study_archive(archive, town.new("study_archive", None, fields)))
    return len(subjects)


def demo_records(town: Township, size: Size) -> Iterator[Record]:
    """All records of a township, units and people first, always the same ones in the same order."""
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
    yield from office.talks(town)
    yield from office.money(town)
    yield from office.anniversaries(town)
    yield from meetings.exams(town)
    yield from meetings.evaluations(town)
    yield from awards.assessments(town)
    yield from awards.awards(town)
    for person in town.people:
        yield from personal_records(town, person)
    yield from meetings.mobilisations(town)
    yield from meetings.seminars(town)
    yield from study_tours(town)
    yield from office.volunteers(town)
