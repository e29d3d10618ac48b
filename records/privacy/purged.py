"""What is left of purged records, for those that refer to them and for what comes in again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.errors import NotFound
from records.language import translator
from records.references import Target
from records.store.purging import key_hash, tombstones

if TYPE_CHECKING:
    from records.store.connection import Store

tr = translator("records")

#: In place of a record's status, for what refers to it.
PURGED = "purged"


def title_of(tombstone: Mapping[str, Any]) -> str:
    """What stands where the title of a purged record stood."""
    return tr("(purged: {no})", no=tombstone["no"])


def target_of(tombstone: Mapping[str, Any]) -> Target:
    """A purged record as those that refer to it need it: of its kind, in no unit."""
    return Target(tombstone["_id"], str(tombstone["kind"]), title_of(tombstone), PURGED)


async def purged_titles(store: Store, ids: Iterable[ObjectId]) -> dict[ObjectId, str]:
    """What to show for those of ``ids`` that were purged."""
    return {each["_id"]: title_of(each) for each in await tombstones(store, ids=ids)}


async def purged_numbers(store: Store, ids: Iterable[ObjectId]) -> dict[ObjectId, str]:
    """The numbers that those of ``ids`` had that were purged."""
    return {each["_id"]: str(each["no"]) for each in await tombstones(store, ids=ids)}


async def purged_targets(store: Store, ids: Iterable[ObjectId]) -> dict[ObjectId, Target]:
    """Those of ``ids`` that were purged, for what refers to them."""
    return {each["_id"]: target_of(each) for each in await tombstones(store, ids=ids)}


async def purged_keys(store: Store, keys: Iterable[str]) -> dict[str, str]:
    """Which identities of imported records are those of purged ones, with the number that these had."""
    # Almost no archive has any, and hashing every row of a register is not free.
    if not await store.tombstones.count({}, limit=1):
        return {}
    hashes = {key_hash(key): key for key in keys}
    found = await tombstones(store, keys=hashes)
    return {hashes[each["key"]]: str(each["no"]) for each in found}


async def not_there(store: Store, id_or_no: ObjectId | str) -> NotFound:
    """Why there is no such record: it was purged, or never was."""
    text = str(id_or_no).strip().upper()
    ways: list[Mapping[str, Any]] = [{"no": text}]
    if ObjectId.is_valid(text):
        ways.append({"_id": ObjectId(text)})
    row = await store.tombstones.find_one({"$or": ways})
    if row is None:
        return NotFound(
            tr("There is no record {no}.", no=id_or_no), hint=tr("`xuedang find` looks for words.")
        )
    return NotFound(
        tr(
            "{no} was purged on {day} by {by}: {reason}",
            no=row["no"],
            day=row["at"].date(),
            by=row["by"],
            reason=row["reason"],
        ),
        hint=tr("Nothing of it is kept but this."),
    )
