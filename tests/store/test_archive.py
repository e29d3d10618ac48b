"""Saving, versions, numbers and states of records, through the one door."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

import pytest
from bson.objectid import ObjectId

from records.archive import Archive
from records.errors import Conflict, InvalidRecord, NotFound, Refused
from records.record import Record
from records.search.query import Query
from records.values import PartialDate


async def person(archive: Archive, name: str = "张伟民", **fields: Any) -> Record:
    return await archive.save(Record.new("person", {"name": name, **fields}))


async def test_a_saved_record_has_number_envelope_and_stamps(archive: Archive) -> None:
    unit = await archive.save(Record.new("unit", {"name": "柳树湾村党支部"}))
    who = await person(archive, memberships=[{"org": unit.id, "from": date(2010, 1, 1)}])
    saved = await archive.save(
        Record.new(
            "research_report",
            {"authors": [who.id], "title": "灌溉渠淤堵调研", "finished_on": PartialDate.month(2011, 5)},
        )
    )
    assert saved.no == "DY-2011-0001"
    assert (saved.version, saved.title, saved.status) == (1, "灌溉渠淤堵调研", "draft")
    assert saved.unit == unit.id
    assert [ref.person for ref in saved.people] == [who.id]
    assert saved.updated is not None
    assert saved.updated.by == "刘芳"
    assert await archive.get("dy-2011-0001") == saved
    assert await archive.get(saved.id) == saved


async def test_each_save_keeps_the_version_it_supersedes(archive: Archive) -> None:
    first = await person(archive)
    first.fields["post"] = "组织委员"
    second = await archive.save(first, note="职务变动")
    assert second.version == 2
    newest, oldest = await archive.history(first.id)
    assert (newest.version, newest.note, newest.record.fields["post"]) == (2, "职务变动", "组织委员")
    assert (oldest.version, "post" in oldest.record.fields) == (1, False)
    back = await archive.restore(first.id, 1)
    assert (back.version, "post" in back.fields) == (3, False)
    assert [entry["action"] for entry in await archive.journal(record=first.id)] == [
        "restore",
        "save",
        "save",
    ]


async def test_a_second_editor_meets_a_conflict_with_both_versions(archive: Archive) -> None:
    mine = await person(archive)
    theirs = mine.copy()
    theirs.fields["post"] = "书记"
    await archive.save(theirs)
    mine.fields["post"] = "副书记"
    with pytest.raises(Conflict) as caught:
        await archive.save(mine)
    assert caught.value.mine.fields["post"] == "副书记"
    assert caught.value.theirs.fields["post"] == "书记"
    assert (await archive.get(mine.id)).version == 2


async def test_numbers_are_unique_under_concurrency(archive: Archive) -> None:
    saved = await asyncio.gather(*(person(archive, f"人员{i}") for i in range(30)))
    assert len({record.no for record in saved}) == 30


async def test_verified_needs_what_is_required(archive: Archive) -> None:
    record = Record.new("person", {"name": "杨丽"}, status="verified")
    with pytest.raises(Refused, match=r"性别|Gender"):
        await archive.save(record)
    record.status = "submitted"
    saved = await archive.save(record)
    assert {fault.path for fault in await archive.missing(saved)} >= {"gender", "political_status"}


async def test_void_records_leave_every_list(archive: Archive) -> None:
    record = await person(archive)
    void = await archive.void(record.id, "重复登记", expected_version=1)
    assert (void.status, void.void_reason, void.version) == ("void", "重复登记", 2)
    assert await archive.find(Query(kind="person")) == []
    assert [r.id for r in await archive.find(Query(kind="person", include_void=True))] == [record.id]
    with pytest.raises(Refused):
        await archive.save(record)
    again = await archive.unvoid(record.id)
    assert (again.status, again.void_reason) == ("draft", None)


async def test_unknown_records_and_dead_references(archive: Archive) -> None:
    with pytest.raises(NotFound):
        await archive.get("DY-2011-9999")
    with pytest.raises(InvalidRecord) as caught:
        await archive.save(Record.new("research_report", {"title": "调研", "authors": [ObjectId()]}))
    assert [fault.path for fault in caught.value.faults] == ["authors[0]"]
