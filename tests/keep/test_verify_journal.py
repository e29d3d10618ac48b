"""Verification of the journal and its seals: altered, cut off or made anew, just that is found and named."""

from __future__ import annotations

from datetime import timedelta

from bson.objectid import ObjectId

from records.keep.verify.finding import Head
from records.keep.verify.head import head_of, parse_head
from records.store import journal
from records.store.sealing import root_of
from tests.keep.altered_archive import Archived


async def test_the_journal(archived: Archived) -> None:
    raw, record = archived.raw, archived.record
    second = {"record": record.id, "version": 2}

    def altered() -> None:
        raw.journal.update_one(second, {"$set": {"by": "王德明"}})

    (found,) = await archived.expect(altered, "entry_altered")
    assert found.about.no == record.no
    assert "王德明" in found.what

    def deleted() -> None:
        raw.journal.delete_one(second)

    missing, untold, file = await archived.expect(
        deleted, "entry_missing", "version_untold", "document_untold"
    )
    assert file.about.no == record.no
    assert "seals 3" in missing.where
    assert untold.about.no == record.no

    def reordered() -> None:
        one, other = raw.journal.find({}, sort=[("_id", 1)], limit=2)
        raw.journal.replace_one({"_id": one["_id"]}, other | {"_id": one["_id"]})
        raw.journal.replace_one({"_id": other["_id"]}, one | {"_id": other["_id"]})

    await archived.expect(reordered, "entry_altered", "entry_altered")

    def slipped_in() -> None:
        raw.journal.insert_one({"by": "王德明", "action": "export"})

    (found,) = await archived.expect(slipped_in, "entry_unbound")
    assert found.what == "1 entry of the journal stands in no seal and waits for none."

    def told_twice() -> None:
        entry = raw.journal.find_one(second) or {}
        raw.journal.insert_one(entry | {"_id": ObjectId(), "hash": bytes(32)})
        archived.seal_anew()

    await archived.expect(told_twice, "version_twice")


async def test_the_seals(archived: Archived) -> None:
    raw = archived.raw

    def altered() -> None:
        raw.seals.update_one({"_id": 2}, {"$set": {"root": bytes(32)}})

    (found,) = await archived.expect(altered, "seal_altered")
    assert found.where == "seals 2"

    def made_anew() -> None:  # with a root that fits: the seal after it tells
        seal = raw.seals.find_one({"_id": 2}) or {}
        root = root_of(seal | {"entries": []})
        raw.seals.update_one({"_id": 2}, {"$set": {"entries": [], "root": root}})

    await archived.expect(made_anew, "seal_altered", "entry_unbound")

    def deleted() -> None:
        raw.seals.delete_one({"_id": 2})

    missing, _ = await archived.expect(deleted, "seal_missing", "entry_unbound")
    assert missing.where == "seals 2"

    def reordered() -> None:
        second, third = raw.seals.find({"_id": {"$gt": 1}}, sort=[("_id", 1)])
        raw.seals.replace_one({"_id": 2}, third | {"_id": 2})
        raw.seals.replace_one({"_id": 3}, second | {"_id": 3})

    await archived.expect(reordered, "seal_altered", "seal_altered")

    def cut_off() -> None:
        raw.seals.delete_many({"_id": {"$gte": 3}})

    await archived.expect(cut_off, "entry_unbound")

    def waiting() -> None:
        made = {"_id": ObjectId.from_datetime(journal.now() - timedelta(hours=1))}
        rival = {"holder": "another", "until": journal.now() + timedelta(hours=1)}
        raw.leases.update_one({"_id": "sealer"}, {"$set": rival})
        entry = made | {"by": "刘芳", "action": "export"}
        raw.journal.insert_one(entry)
        raw.unsealed.insert_one(journal.waiting(entry))

    await archived.expect(waiting, "entry_waiting")


async def test_all_after_a_moment_cut_off(archived: Archived) -> None:
    """The archive is whole in itself then: only a head that was kept elsewhere tells."""
    raw, record = archived.raw, archived.record
    head = await head_of(archived.archive)
    assert head is not None
    assert parse_head(str(head)) == head

    def cut_off() -> None:
        revision = raw.revisions.find_one_and_delete({"rec": record.id}) or {}
        raw.records.replace_one({"_id": record.id}, revision["document"])
        raw.journal.delete_one({"record": record.id, "version": 2})
        raw.seals.delete_one({"_id": 3})
        raw["fs.files"].delete_many({})
        raw["fs.chunks"].delete_many({})

    def nothing() -> None:
        return None

    await archived.expect(nothing, head=head)
    await archived.expect(cut_off)
    await archived.expect(cut_off, "head_missing", head=head)
    await archived.expect(nothing, "head_differs", head=Head(2, "ab" * 8))
