"""Many records at once: identity, rejects, numbers, history."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path
from typing import Any

from bson.objectid import ObjectId

from records.archive import Archive
from records.errors import Conflict, InvalidRecord
from records.opening import open_archive
from records.record import Record
from records.search.query import Query
from records.settings import Settings
from records.values import PartialDate


def visit(number: int, **fields: Any) -> Record:
    content = {
        "household": f"户主{number}",
        "village": "上营村",
        "visited_on": PartialDate.parse("2011-03-05").start,
    }
    return Record.new(
        "household_visit",
        content | fields,
        status="submitted",
        origin={"key": f"test|{number}", "row": number},
    )


async def test_identity_decides_between_new_changed_and_same(archive: Archive) -> None:
    first = await archive.save_many([visit(number) for number in range(1500)])
    assert (first.created, first.updated, first.unchanged, first.rejected) == (1500, 0, 0, [])
    again = await archive.save_many(
        [visit(number, **({"help": "联系水管站"} if number < 2 else {})) for number in range(1501)]
    )
    assert (again.created, again.updated, again.unchanged) == (1, 2, 1498)
    changed = await archive.find(Query(kind="household_visit", where=()), limit=2000)
    assert len(changed) == 1501
    assert len({record.no for record in changed}) == 1501
    twice = next(record for record in changed if record.version == 2)
    assert [r.version for r in await archive.history(twice.id)] == [2, 1]


async def test_what_tells_records_apart_may_stand_in_their_rows(archive: Archive) -> None:
    """Two briefings of one unit and day, which only the titles in them tell apart."""
    unit = await archive.save(Record.new("unit", {"name": "柳树湾村党支部"}))
    day = PartialDate.parse("2011-03-05").start
    content = {"unit": unit.id, "submitted_on": day}
    briefings = [
        Record.new("briefing", content | {"issue": issue, "items": [{"title": title}]}, origin={"row": issue})
        for issue, title in ((1, "清渠"), (2, "送学上门"))
    ]
    report = await archive.save_many(briefings)
    assert (report.created, report.updated, report.rejected) == (2, 0, [])


async def test_what_came_in_since_it_was_looked_for_is_found_all_the_same(archive: Archive) -> None:
    await archive.save_many([visit(1), visit(2)])
    late = [visit(1), visit(2, help="联系水管站"), visit(3), visit(4, visitor=ObjectId())]
    report = await archive.save_many(late, compared=True)
    assert (report.created, report.updated, report.unchanged, len(report.rejected)) == (1, 1, 1, 1)


async def test_a_chunk_has_one_journal_entry_with_each_hash(archive: Archive) -> None:
    batch = ObjectId()
    await archive.save_many([visit(number) for number in range(3)], batch=batch)
    (entry,) = await archive.store.journal.find({})
    assert (entry["action"], entry["count"], entry["batch"]) == ("save_many", 3, batch)
    assert {len(each["h"]) for each in entry["records"]} == {32}
    assert len(await archive.find(Query(batch=batch))) == 3


async def test_what_cannot_be_stored_does_not_hold_up_the_rest(archive: Archive) -> None:
    person = await archive.save(Record.new("person", {"name": "张伟民"}))
    records = [
        Record.new("assessment", {"person": person.id, "year": 2011}),
        Record.new("assessment", {"person": person.id, "year": 2011}),
        Record.new("assessment", {"person": ObjectId(), "year": 2011}),
        Record.new("assessment", {"person": person.id, "year": 2012}),
    ]
    report = await archive.save_many(records)
    assert report.created == 2
    assert {type(error) for _, error in report.rejected} == {InvalidRecord}
    assert [record.id for record, _ in report.rejected] == [records[2].id, records[1].id]


async def test_people_of_the_same_chunk_can_be_referred_to(archive: Archive) -> None:
    unit = Record.new("unit", {"name": "柳树湾村党支部"})
    person = Record.new("person", {"name": "张伟民", "memberships": [{"org": unit.id}]})
    report_ = visit(1, visitor=person.id)
    result = await archive.save_many([report_, person, unit])
    assert (result.created, result.rejected) == (3, [])
    assert (await archive.get(report_.id)).unit == unit.id


async def test_the_same_identity_twice_is_one_record(archive: Archive) -> None:
    report = await archive.save_many([visit(1), visit(1, help="联系水管站")])
    assert (report.created, report.updated) == (1, 1)
    (record,) = await archive.find(Query(kind="household_visit"))
    assert record.fields["help"] == "联系水管站"


async def test_saving_the_same_objects_again_makes_nothing_twice(archive: Archive) -> None:
    records = [Record.new("person", {"name": f"人员{number}"}) for number in range(5)]
    await archive.save_many(records)
    again = await archive.save_many(records)
    assert (again.created, again.unchanged, again.rejected) == (0, 5, [])


async def test_a_bulk_edit_with_one_stale_row_saves_the_others(archive: Archive) -> None:
    people = [await archive.save(Record.new("person", {"name": f"人员{number}"})) for number in range(3)]
    stale = people[1].copy()
    stale.fields["post"] = "书记"
    await archive.save(stale)
    for person in people:
        person.fields["post"] = "委员"
    report = await archive.save_many(people)
    assert report.updated == 2
    ((_, error),) = report.rejected
    assert isinstance(error, Conflict)
    assert error.theirs.fields["post"] == "书记"


async def test_a_void_record_is_not_brought_back_by_its_row(archive: Archive) -> None:
    await archive.save_many([visit(1)])
    (record,) = await archive.find(Query(kind="household_visit"))
    await archive.void(record.id, "重复")
    report = await archive.save_many([visit(1, help="联系水管站")])
    assert report.unchanged == 1
    assert (await archive.get(record.id)).status == "void"


async def test_changed_content_of_a_verified_record_waits_for_approval_again(archive: Archive) -> None:
    await archive.save_many(
        [visit(1, visitor=(await archive.save(Record.new("person", {"name": "张伟民"}))).id)]
    )
    (record,) = await archive.find(Query(kind="household_visit"))
    assert len((await archive.approve([record.id])).approved) == 1
    await archive.save_many([visit(1, help="联系水管站")])
    again = await archive.get(record.id)
    assert (again.status, again.fields["visitor"]) == ("submitted", record.fields["visitor"])


async def test_two_bulk_loads_at_once_share_out_the_numbers(archive: Archive) -> None:
    loads = ([visit(number) for number in range(start, start + 1200)] for start in (0, 5000))
    reports = await asyncio.gather(*(archive.save_many(load) for load in loads))
    assert [report.created for report in reports] == [1200, 1200]
    assert len({record.no async for record in archive.each(Query(kind="household_visit"))}) == 2400


async def test_long_texts_go_in_more_than_one_transaction(archive: Archive) -> None:
    text = "学习" * 200_000
    report = await archive.save_many([visit(number, difficulty=text) for number in range(20)])
    assert (report.created, report.rejected) == (20, [])
    counts = [entry["count"] for entry in await archive.journal()]
    assert sum(counts) == 20
    assert len(counts) > 1


async def test_a_server_killed_under_a_bulk_load_leaves_whole_chunks(tmp_path: Path) -> None:
    """Run again, the load completes: what was stored is found by its identity."""
    async with open_archive(Settings(home=tmp_path / "home", operator="刘芳")) as archive:

        def kill_once(done: int) -> None:
            if done == 1000:
                os.kill(archive.server.pid, signal.SIGKILL)

        records = [visit(number) for number in range(3000)]
        first = await archive.save_many(records, on_progress=kill_once)
        again = await archive.save_many(records)
        assert first.total == again.total == 3000
        assert (first.created, again.created, again.unchanged) == (3000, 0, 3000)
        entries = await archive.journal()
        assert [entry["count"] for entry in entries] == [1000, 1000, 1000]
