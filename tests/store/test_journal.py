"""The journal and its chain of seals."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from bson.objectid import ObjectId

from records.archive import Archive
from records.record import Record
from records.store import journal, sealing
from records.store.journal import hash_of
from records.store.sealing import Sealer, root_of
from tests.store.conftest import NewPerson


async def test_every_version_has_an_entry_with_its_hash(archive: Archive, new_person: NewPerson) -> None:
    record = await new_person()
    record.fields["post"] = "组织委员"
    await archive.save(record, note="职务变动")
    newest, oldest = await archive.journal(record=record.id)
    assert (newest["version"], newest["by"], newest["note"]) == (2, "刘芳", "职务变动")
    stored = await archive.store.records.find_one({"_id": record.id})
    superseded = await archive.store.revisions.find_one({"rec": record.id})
    assert stored is not None
    assert superseded is not None
    assert newest["hash"] == hash_of(stored)
    assert oldest["hash"] == hash_of(superseded["document"])


async def test_a_record_that_came_in_with_others_has_its_entry(archive: Archive) -> None:
    batch = ObjectId()
    people = [Record.new("person", {"name": f"人员{number}"}) for number in range(3)]
    await archive.save_many(people, batch=batch)
    record = await archive.get(people[1].id)
    (entry,) = await archive.journal(record=record.id)
    stored = await archive.store.records.find_one({"_id": record.id})
    assert stored is not None
    assert (entry["action"], entry["batch"], entry["count"]) == ("save_many", batch, 3)
    assert (entry["version"], entry["hash"]) == (1, hash_of(stored))
    record.fields["post"] = "组织委员"
    again = await archive.save(record)
    again.fields["post"] = "书记"
    await archive.save_many([again])
    actions = [(each["version"], each["action"]) for each in await archive.journal(record=record.id)]
    assert actions == [(3, "save_many"), (2, "save"), (1, "save_many")]


async def test_seals_hold_every_entry_once_in_a_chain(archive: Archive, new_person: NewPerson) -> None:
    sealer = Sealer(archive.store, "刘芳")
    for number in range(3):
        await new_person(f"人员{number}")
        assert await sealer.seal() == 1
    await archive.save_many([Record.new("person", {"name": f"更多{number}"}) for number in range(5)])
    await new_person("最后")
    assert await sealer.seal() == 2
    assert await sealer.seal() == 0
    assert (await archive.status())["unsealed"] == 0
    seals = await archive.store.seals.find({}, sort=[("_id", 1)])
    assert [seal["_id"] for seal in seals] == [1, 2, 3, 4]
    previous = b""
    for seal in seals:
        assert seal["prev"] == previous
        assert seal["root"] == root_of(seal)
        previous = seal["root"]
    sealed = {each["id"]: each["hash"] for seal in seals for each in seal["entries"]}
    assert sealed == {entry["_id"]: hash_of(entry) for entry in await archive.store.journal.find({})}


async def test_one_instance_at_a_time_seals(archive: Archive, new_person: NewPerson) -> None:
    first, second = Sealer(archive.store, "刘芳"), Sealer(archive.store, "杨丽")
    await new_person()
    assert await first.seal() == 1
    await new_person("杨丽")
    assert await second.seal() == 0
    await first.close()
    await new_person("王德明")
    assert await second.seal() == 1
    assert await archive.store.unsealed.count({}) == 0


async def test_a_clock_that_is_ahead_holds_up_no_other_sealer(
    archive: Archive, new_person: NewPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = Sealer(archive.store, "刘芳"), Sealer(archive.store, "杨丽")
    monkeypatch.setattr(sealing, "now", lambda: journal.now() + timedelta(hours=1))
    await new_person()
    assert await first.seal() == 1
    await first.close()
    await new_person("杨丽")
    assert await second.seal() == 1


async def test_rival_sealers_never_fork_the_chain(archive: Archive, new_person: NewPerson) -> None:
    sealers = [Sealer(archive.store, name) for name in ("刘芳", "杨丽", "王德明")]
    for number in range(5):
        await new_person(f"人员{number}")
        await asyncio.gather(*(sealer.seal() for sealer in sealers))
    await sealers[0].close()
    seals = await archive.store.seals.find({}, sort=[("_id", 1)])
    assert [seal["_id"] for seal in seals] == list(range(1, len(seals) + 1))
    entries = [each["id"] for seal in seals for each in seal["entries"]]
    assert len(entries) == len(set(entries)) == 5
