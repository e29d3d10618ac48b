"""Approving many records: what single approvals would give, chunk by chunk."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

import pytest
from bson.objectid import ObjectId

from records.archive import Archive
from records.record import Record
from records.search.query import Query
from records.store import history


def visit(number: int, visitor: ObjectId, **fields: object) -> Record:
    content = {
        "household": f"户主{number}",
        "village": "上营村",
        "visited_on": date(2011, 3, 5),
        "visitor": visitor,
    }
    return Record.new(
        "household_visit", content | fields, status="submitted", origin={"key": f"走访|{number}"}
    )


async def visits(archive: Archive, number: int) -> list[ObjectId]:
    unit = await archive.save(Record.new("unit", {"name": "上营村党支部"}))
    belongs = [{"org": unit.id, "from": date(2010, 7, 1)}]
    person = await archive.save(Record.new("person", {"name": "张伟民", "memberships": belongs}))
    await archive.save_many([visit(at, person.id) for at in range(number)])
    return [record.id async for record in archive.each(Query(kind="household_visit", sort="no"))]


async def test_many_are_approved_in_chunks_with_history_and_journal(archive: Archive) -> None:
    ids = await visits(archive, 600)
    told: list[int] = []
    report = await archive.approve_many([*ids, ids[0]], on_progress=told.append)
    assert (report.approved, report.refused, report.stopped) == (600, [], False)
    assert told == [250, 500, 600]
    assert (await archive.count(Query(kind="household_visit", status=("verified",)))).number == 600
    assert [each.version for each in await archive.history(ids[7])] == [2, 1]
    entries = [each for each in await archive.journal() if each["action"] == "approve"]
    assert [(each["count"], each["by"]) for each in entries] == [(100, "刘芳"), (250, "刘芳"), (250, "刘芳")]
    (own, _) = await archive.journal(record=ids[7])
    assert (own["action"], own["version"]) == ("approve", 2)
    again = await archive.approve_many(ids)
    assert (again.approved, again.refused) == (0, [])


async def test_those_that_cannot_be_approved_are_told_with_why(archive: Archive) -> None:
    ids = await visits(archive, 3)
    lacking = await archive.save(Record.new("household_visit", {"household": "王德明"}, status="submitted"))
    await archive.void(ids[1], "重复")
    nowhere = ObjectId()
    report = await archive.approve_many([ids[0], lacking.id, ids[1], nowhere, ids[2]])
    assert report.approved == 2
    why = {record.id: [fault.path for fault in faults] for record, faults in report.refused}
    assert "visited_on" in why.pop(lacking.id)
    assert why == {ids[1]: ["status"], nowhere: ["_id"]}


async def test_a_nomination_is_approved_before_the_award_that_needs_it(archive: Archive) -> None:
    """One is refused only for what is not there: here it stands further down in the same chunk."""
    person = await archive.save(
        Record.new(
            "person",
            {"name": "李秀兰", "gender": "女", "political_status": "正式党员", "categories": ["村干部"]},
        )
    )
    texts = {"award": "学习先进个人", "year": 2011, "deeds": "坚持学习", "nominee": person.id}
    notice = {"notice_from": date(2012, 1, 4), "notice_to": date(2012, 1, 13)}
    nomination = await archive.save(Record.new("nomination", texts | notice, status="submitted"))
    decision = await archive.save(Record.new("commendation", {"title": "表彰决定"}))
    content = {"decision": decision.id, "nominee": person.id, "title": "学习先进个人"}
    content |= {"nomination": nomination.id, "certificate_no": "0001", "issued_on": date(2012, 2, 1)}
    award = await archive.save(Record.new("award", content, status="submitted"))
    report = await archive.approve_many([award.id, nomination.id])
    assert (report.approved, report.refused) == (2, [])


async def test_stopping_leaves_the_rest_as_it_was(archive: Archive) -> None:
    ids = await visits(archive, 600)
    done: list[int] = []
    report = await archive.approve_many(ids, on_progress=done.append, stopped=lambda: bool(done))
    assert (report.approved, report.stopped) == (250, True)
    assert (await archive.count(Query(status=("verified",)))).number == 250
    assert (await archive.count(Query(kind="household_visit", status=("submitted",)))).number == 350


async def test_an_approval_that_is_cancelled_leaves_whole_chunks(archive: Archive) -> None:
    ids = await visits(archive, 600)
    begun = asyncio.Event()
    task = asyncio.create_task(archive.approve_many(ids, on_progress=lambda _: begun.set()))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    verified = (await archive.count(Query(status=("verified",)))).number
    assert verified in (250, 500)
    told = sum(each["count"] for each in await archive.journal() if each["action"] == "approve")
    assert told == verified
    assert (await archive.approve_many(ids)).approved == 600 - verified


async def test_one_that_is_changed_meanwhile_does_not_hold_up_its_chunk(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = await visits(archive, 5)
    write = history.write_chunk

    async def late(*given: Any, **named: Any) -> None:
        """Another window saves one of the chunk after it was read and before it is written."""
        monkeypatch.undo()
        theirs = await archive.get(ids[2])
        theirs.fields["help"] = "联系水管站"
        await archive.save(theirs)
        await write(*given, **named)

    monkeypatch.setattr(history, "write_chunk", late)
    report = await archive.approve_many(ids)
    assert (report.approved, report.refused) == (5, [])
    theirs = await archive.get(ids[2])
    assert (theirs.status, theirs.version, theirs.fields["help"]) == ("verified", 3, "联系水管站")
