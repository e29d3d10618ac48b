"""The journal: the chain of its seals, and every entry as the seals know it.

Two streams meet, both in the order of the entries' identifiers: what the seals say, sorted on the way, and
the journal. Memory holds neither.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import bson
from bson.errors import BSONError
from bson.objectid import ObjectId

from records.keep.verify.finding import NOBODY, About, Head, restore_todo
from records.keep.verify.numbers import Counters
from records.keep.verify.run import Run
from records.keep.verify.spool import Groups, Spool
from records.keep.verify.told import Told
from records.language import listed, plural_translator, translator
from records.store import schema
from records.store.journal import hash_of
from records.store.sealing import FORM, earlier_root, root_of

tr, trn = translator("records"), plural_translator("records")

#: entry (12 bytes) + number of its seal (4) + its hash there (32)
BOUND = 12 + 4 + 32
#: record (12) + version (4) + the hash that the journal tells (32)
TOLD = 12 + 4 + 32
#: In place of a version: the record was purged.
PURGED = 2**32 - 1
_NO_HASH = bytes(32)
#: What reading something that was not written by us may raise.
FOREIGN = (BSONError, LookupError, TypeError, ValueError, AttributeError, OverflowError)
#: Entries wait a few seconds for their seal; after this nobody seals.
TAIL = timedelta(minutes=1)


async def check_seals(run: Run, bound: Spool, known: Head | None) -> dict[int, bytes]:
    """Each seal follows from the one before; fills ``bound`` with what they say of the entries.

    Answers the hash of each seal of the earlier form: its root is not of who made it and when.

    ``known`` is a head that was kept outside the archive: an archive that was cut off does not reach it, one
    that was written anew has another root there.
    """
    number, roots = 0, {b""}
    earlier: dict[int, bytes] = {}
    async for raw in run.documents(schema.SEALS, tr("The journal's seals")):
        try:
            seal = bson.decode(raw)
            at, previous, root = int(seal["_id"]), bytes(seal["prev"]), bytes(seal["root"])
            pairs = [(each["id"], bytes(each["hash"])) for each in seal["entries"]]
            rows = [each.binary + at.to_bytes(4, "big") + (h or _NO_HASH) for each, h in pairs]
            computed = _computed(seal, raw, at, pairs)
        except FOREIGN:
            seal, at, previous, root, computed, rows = {"form": FORM}, number + 1, b"", b"", b"-", []
        if at > number + 1:
            _seals_missing(run, number + 1, at - 1)
        elif previous not in roots or root != computed:
            what = tr("Seal {number} of the journal's chain is not as it was made.", number=at)
            run.found("seal_altered", what, restore_todo(), where=f"seals {at}")
        if "form" not in seal:
            earlier[at] = hash_of(raw)
        for row in rows:
            if len(row) == BOUND:
                bound.add(row)
        # One of the two was altered; the next seal tells from which of them it was made.
        number, roots = at, {root, computed}
        if known is not None and known.seal == at:
            _compare_head(run, known, root)
        run.report.head = Head(at, root.hex())
    if known is not None and known.seal > number:
        what = tr(
            "The chain ends with seal {last}; the head that was kept is seal {known}: its end was cut off.",
            last=number,
            known=known.seal,
        )
        run.found("head_missing", what, restore_todo(), where=f"seals {number + 1}–{known.seal}")
    return earlier


def _computed(seal: dict[str, Any], raw: bytes, number: int, pairs: list[tuple[ObjectId, bytes]]) -> bytes:
    """The root that a seal ought to have; none for one that is not encoded as we do."""
    if "form" not in seal:
        return earlier_root(seal["prev"], number, pairs)
    return root_of(seal) if seal["form"] == FORM and bson.encode(seal) == raw else b"-"


def _seals_missing(run: Run, first: int, last: int) -> None:
    which = str(first) if first == last else f"{first}–{last}"
    what = tr("Seals of the journal's chain are missing: {which}.", which=which)
    run.found("seal_missing", what, restore_todo(), where=f"seals {which}")


def _compare_head(run: Run, known: Head, root: bytes) -> None:
    if not root.hex().startswith(known.root):
        what = tr("Seal {number} has another root than the head that was kept.", number=known.seal)
        run.found("head_differs", what, restore_todo(), where=f"seals {known.seal}")


async def check_entries(run: Run, bound: Spool, told: Spool, others: Told, counters: Counters) -> None:
    """Each entry is as its seal knows it, none is missing, none stands in no seal or in two.

    Fills ``told`` with what they tell of records, ``others`` with what they tell of other documents, and
    tells ``counters`` the numbers that they name.
    """
    sealed = Groups(iter(bound), 12)
    waiting = await _waiting(run)
    unbound: list[Any] = []
    strangers = 0
    async for raw in run.documents(schema.JOURNAL, tr("The journal")):
        entry = bson.decode(raw)
        identifier = entry["_id"]
        if not isinstance(identifier, ObjectId):
            strangers += 1
            unbound = [*unbound[:2], identifier]
            continue
        for gone, rows in sealed.before(identifier.binary):
            _entry_missing(run, gone, rows)
        rows = sealed.of(identifier.binary)
        bound_to = [row[4:] for row in rows] + ([waiting[identifier]] if identifier in waiting else [])
        if any(each != hash_of(raw) for each in bound_to):
            where = f"journal {identifier}" + (f", {int.from_bytes(rows[0][:4], 'big')}" if rows else "")
            what = tr("The journal's entry of {what} is not as it was sealed.", what=_entry_text(entry))
            run.found("entry_altered", what, restore_todo(), _about(entry), where)
        elif not bound_to:
            strangers += 1
            unbound = [*unbound[:2], identifier]
        elif len(bound_to) > 1:
            what = tr("The journal's entry of {what} is sealed, or waits for it, twice.",
                      what=_entry_text(entry))  # fmt: skip
            run.found("entry_twice", what, restore_todo(), _about(entry), f"journal {identifier}")
        waiting.pop(identifier, None)
        _collect(entry, told, others)
        counters.add(entry.get("no"))
    for gone, rows in sealed.before(None):
        _entry_missing(run, gone, rows)
    for each in sorted(waiting):
        _entry_missing(run, each.binary, [])
    if strangers:
        what = trn(
            "{number} entry of the journal stands in no seal and waits for none.",
            "{number} entries of the journal stand in no seal and wait for none.",
            strangers,
        )
        todo = tr(
            "They were slipped in, or seals were cut off: compare with a backup, or with a printed head."
        )
        run.found("entry_unbound", what, todo, where=listed(f"journal {each}" for each in unbound))


async def _waiting(run: Run) -> dict[ObjectId, bytes]:
    """The entries that wait for their seal with their hashes; a note of that holds nothing else."""
    found = {}
    for row in await run.now.all(schema.UNSEALED):
        if row.keys() == {"_id", "hash"} and isinstance(row["_id"], ObjectId):
            found[row["_id"]] = row["hash"]
        else:
            what = tr("Something among what waits for a seal is no note of that.")
            run.found("entry_twice", what, restore_todo(), where=f"{schema.UNSEALED} {row['_id']}")
    return found


def _entry_missing(run: Run, gone: bytes, rows: list[bytes]) -> None:
    identifier = ObjectId(gone)
    made = identifier.generation_time.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    what = tr("An entry of the journal, made {when}, is missing.", when=made)
    where = f"journal {identifier}"
    if rows:
        where += f", seals {int.from_bytes(rows[0][:4], 'big')}"
    run.found("entry_missing", what, restore_todo(), where=where)


def _entry_text(entry: dict[str, Any]) -> str:
    at = entry.get("at")
    when = at.replace(tzinfo=UTC).astimezone().strftime("%Y-%m-%d %H:%M") if isinstance(at, datetime) else ""
    return " ".join(filter(None, (when, str(entry.get("by", "")), str(entry.get("action", "")))))


def _about(entry: dict[str, Any]) -> About:
    record = entry.get("record")
    if not isinstance(record, ObjectId):
        return NOBODY
    return About(record, str(entry.get("no") or ""))


def _collect(entry: dict[str, Any], told: Spool, others: Told) -> None:
    """What an entry tells of versions. One that tells nonsense was altered, which is found apart."""
    try:
        if entry.get("action") == "purge":
            told.add(entry["record"].binary + PURGED.to_bytes(4, "big") + _NO_HASH)
        elif "hash" in entry:
            told.add(entry["record"].binary + entry["version"].to_bytes(4, "big") + entry["hash"])
        for line in entry.get("records", ()):
            told.add(line["r"].binary + line["v"].to_bytes(4, "big") + line["h"])
        others.collect(entry)
    except (*FOREIGN, AssertionError):
        return


async def check_tail(run: Run) -> None:
    """No entry waits for its seal longer than sealing takes."""
    store = run.archive.store
    old = {"_id": {"$lt": ObjectId.from_datetime(datetime.now(UTC) - TAIL)}}
    if number := await store.unsealed.count(old):
        what = trn(
            "{number} entry of the journal has waited for its seal for over a minute.",
            "{number} entries of the journal have waited for their seal for over a minute.",
            number,
        )
        todo = tr("Leave one window open for a minute: it seals them. If not, see `xuedang doctor`.")
        run.found("entry_waiting", what, todo, where="unsealed")
