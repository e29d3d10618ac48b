"""What the database is made of: its indexes, the validator, and whether what is stored passes it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from bson.objectid import ObjectId

from records.archive import Archive
from records.errors import XuedangError
from records.keep.verify.finding import KEPT, About, restore_todo
from records.keep.verify.run import Run
from records.language import translator
from records.store import migrations, schema

tr = translator("records")

#: What an index does beside ordering: its keys and these.
_OPTIONS = ("unique", "sparse", "partialFilterExpression", "expireAfterSeconds")


async def data_files(archive: Archive) -> dict[str, str]:
    """What each data file of the server holds: ``collection-7-….wt`` -> ``records``."""
    found: dict[str, str] = {}
    with suppress(XuedangError):  # a shared server tells it to its administrators only
        for name in await archive.store.database.collection_names():
            for row in await archive.store.database.collection(name).aggregate([{"$listCatalog": {}}]):
                found[f"{row.get('ident')}.wt"] = name
                for index, ident in row.get("idxIdent", {}).items():
                    found[f"{ident}.wt"] = f"{name}, {index}"
    return found


async def check_indexes(run: Run) -> None:
    """Every index is there, with the keys and options that it is made with."""
    collections = await run.archive.store.database.collection_names()
    for collection, indexes in schema.INDEXES.items():
        if collection == schema.CHUNKS and collection not in collections:
            continue  # no file was ever attached
        present = await run.archive.store.database.collection(collection).indexes()
        for name, (keys, options) in indexes.items():
            where = f"{collection} {name}"
            todo = _mend_todo()
            if name not in present:
                what = tr("The index {name} of {collection} is missing.", name=name, collection=collection)
                run.found("index_missing", what, todo, where=where)
            elif _shape(present[name]) != _shape({"key": keys, **options}):
                what = tr("The index {name} of {collection} is another.", name=name, collection=collection)
                todo = tr("Drop it in mongosh, then: {command}", command="`xuedang verify --mend`")
                run.found("index_differs", what, todo, where=where)


def _mend_todo() -> str:
    return tr("As admin: {command}", command="`xuedang verify --mend`")


def _shape(index: dict[str, Any]) -> tuple[Any, ...]:
    keys = [(name, int(way)) for name, way in dict(index["key"]).items()]
    return (keys, *(index.get(option) or None for option in _OPTIONS))


async def check_collections(run: Run) -> None:
    """There is no collection but ours, and the steps that made them are written down."""
    for name in sorted(set(run.now.collections) - schema.COLLECTIONS):
        what = tr(
            "The database has a collection {collection} that is none of the archive's.", collection=name
        )
        todo = tr("Ask who made it; the program never looks into it, but it is in every backup.")
        run.found("collection_foreign", what, todo, where=name)
    # A note of such a step says when, and nothing else.
    rows = await run.now.all(schema.MIGRATIONS)
    done = {row["_id"] if row.keys() <= {"_id", "at"} else str(row["_id"]) + " +" for row in rows}
    for step in sorted(done ^ {each.name for each in migrations.ALL}, key=str):
        what = tr(
            "The step {step} of the preparation is not written down as it is with this release.", step=step
        )
        todo = tr("Open the archive once more, as admin: what is missing is done again.")
        run.found("migration_differs", what, todo, where=f"{schema.MIGRATIONS} {step}")


async def check_validator(run: Run) -> None:
    """The database refuses what is no record, and where there are accounts what not everybody may add."""
    store = run.archive.store
    command = {"listCollections": 1, "filter": {"name": schema.RECORDS}}
    answer = await store.database.command(command)
    (options,) = [row.get("options", {}) for row in answer["cursor"]["firstBatch"]] or [{}]
    strict = options.get("validationLevel", "strict") == "strict"
    if (
        options.get("validator") != (schema.GUARDED if store.account else schema.CORE)
        or not strict
        or options.get("validationAction", "error") != "error"
    ):
        what = tr("The database does not refuse any more what is no record: its validator was changed.")
        run.found("validator_missing", what, _mend_todo(), where=schema.RECORDS)


async def check_core(run: Run) -> None:
    """What is stored passes the validator: it only looks at what is written, not at what is there."""
    rows = await run.archive.store.records.find(
        {"$nor": [dict(schema.CORE)]}, projection={"no": 1, "title": 1}, limit=KEPT + 1
    )
    for row in rows:
        run.broken.add(row["_id"])
        known = isinstance(row["_id"], ObjectId)
        about = About(row["_id"] if known else None, str(row.get("no") or ""), str(row.get("title") or ""))
        what = tr("A document among the records is no whole record.")
        run.found("not_a_record", what, restore_todo(), about, f"{schema.RECORDS} {row['_id']}")
