"""Communication: each channel's use, the talks of leading cadres (R30), and what is still open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.language import translator
from records.programme.mechanisms.ground import DONE_AND_WAITING, Ground, stand_on
from records.programme.mechanisms.people import people_of
from records.programme.mechanisms.scope import Scope
from records.programme.mechanisms.view import Column, Note, Row, View, in_parts

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")

#: The most open matters that are listed.
MOST = 300
#: A talk is open while something was raised and nothing is said of what followed.
_OPEN_TALK = {
    "$and": [
        {"$gt": [{"$ifNull": ["$fields.matters", ""]}, ""]},
        {"$lte": [{"$ifNull": ["$fields.follow_up", ""]}, ""]},
    ]
}
_OPEN = {
    "$cond": [{"$eq": ["$kind", "talk"]}, _OPEN_TALK, {"$eq": ["$fields.open", True]}],
}


async def communication(archive: Archive, scope: Scope) -> View:
    """Open matters first, the newest on top; then the channels and the leading cadres, with their counts."""
    ground = await stand_on(archive, scope)
    columns = (
        Column("channel", tr("Channel")),
        Column("what", tr("Topic or whom"), grow=1),
        Column("date", tr("Last on"), kind="date"),
        Column("count", tr("Count"), kind="number"),
        Column("waiting", tr("To approve"), kind="number"),
        Column("state", tr("State")),
    )
    matters = await _open_matters(ground)
    channels = await _channels(ground)
    talks = await _talks(ground)
    open_count = sum(row["open"] for row in channels)
    rows = in_parts(
        len(columns),
        (tr("Open matters"), matters),
        (tr("Channels"), [_channel(archive, row) for row in channels]),
        (tr("Talks of leading cadres"), talks),
    )
    held = sum(bool(int(row.cells[3])) for row in talks)
    notes = [
        Note(
            tr("{count} matters still open", count=open_count) if open_count else tr("No open matters"),
            "behind" if open_count else "met",
        ),
        Note(tr("{held} of {leaders} leading cadres held talks", held=held, leaders=len(talks))),
    ]
    if open_count > MOST:
        notes.append(Note(tr("The newest {count} open matters are shown.", count=MOST)))
    return View(columns, rows, notes=tuple(notes))


async def _channels(ground: Ground) -> list[dict[str, Any]]:
    channel = {"$cond": [{"$eq": ["$kind", "talk"]}, "talk", "$fields.channel"]}
    return await ground.rows(
        ground.match("communication", "talk"),
        {
            "$group": {
                "_id": channel,
                **DONE_AND_WAITING,
                "last": {"$max": "$date.start"},
                "open": {"$sum": {"$cond": [_OPEN, 1, 0]}},
            }
        },
        {"$sort": {"done": -1, "_id": 1}},
    )


def _channel(archive: Archive, row: dict[str, Any]) -> Row:
    field = archive.kinds.of("communication").field("channel")
    name = row["_id"]
    label = archive.kinds.of("talk").label.text() if name == "talk" else ""
    if not label:
        label = field.choice_label(name) if field and name else tr("no channel given")
    state = tr("{count} open", count=row["open"]) if row["open"] else ""
    cells = (label, "", row["last"].isoformat(), str(row["done"]), str(row["waiting"] or ""), state)
    return Row(cells, "behind" if row["open"] else "plain", ids=tuple(row["ids"]))


async def _open_matters(ground: Ground) -> list[Row]:
    found = await ground.rows(
        ground.match("communication", "talk"),
        {"$match": {"$expr": _OPEN}},
        {"$sort": {"date.start": -1, "_id": -1}},
        {"$limit": MOST},
        {"$project": {"kind": 1, "date": 1, "status": 1, "title": 1, "fields": 1}},
    )
    return [_matter(ground, row) for row in found]


def _matter(ground: Ground, row: dict[str, Any]) -> Row:
    fields, kinds = row["fields"], ground.archive.kinds
    if row["kind"] == "talk":
        label = kinds.of("talk").label.text()
        what = f"{row['title']}: {fields.get('matters') or ''}"
    else:
        field = kinds.of("communication").field("channel")
        label = field.choice_label(fields["channel"]) if field and fields.get("channel") else ""
        what = row["title"]
    waiting = row["status"] == "submitted"
    state = tr("open, to approve") if waiting else tr("open")
    cells = (label, what, row["date"].start.isoformat(), "", "", state)
    return Row(cells, "waiting" if waiting else "behind", ids=(row["_id"],))


async def _talks(ground: Ground) -> list[Row]:
    """Every leading cadre, with the talks they held in the year."""
    leaders = [each.person for each in await people_of(ground) if "领导干部" in each.person.categories]
    found = await ground.rows(
        ground.match("talk", units=False, leader={"$in": [person.id for person in leaders]}),
        {"$group": {"_id": "$fields.leader", **DONE_AND_WAITING, "last": {"$max": "$date.start"}}},
    )
    by_leader: dict[ObjectId, dict[str, Any]] = {row["_id"]: row for row in found}
    label = ground.archive.kinds.of("talk").label.text()
    rows = []
    for person in leaders:
        row = by_leader.get(person.id)
        cells = (
            label,
            person.name,
            row["last"].isoformat() if row else "",
            str(row["done"] if row else 0),
            str(row["waiting"] or "") if row else "",
            "" if row else tr("none yet"),
        )
        rows.append(Row(cells, ids=tuple(row["ids"]) if row else (person.id,)))
    return rows
