"""Models: which were summed up, and which publicised (R25)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from records.language import translator
from records.people.figures import COUNTED
from records.programme.mechanisms.ground import stand_on
from records.programme.mechanisms.scope import Scope
from records.programme.mechanisms.view import Column, Note, Row, Tone, View

if TYPE_CHECKING:
    from datetime import date

    from records.archive import Archive

tr = translator("records")


async def models(archive: Archive, scope: Scope) -> View:
    """Every model on record up to the working date, those not publicised first."""
    ground = await stand_on(archive, scope)
    where = ground.match("typical_model")["$match"]
    span = {name: where.pop(name) for name in ("date.start", "date.end")}
    found = await ground.rows(
        # One that was neither summed up nor publicised has no date.
        {"$match": {**where, "status": {"$in": list(COUNTED)}, "$or": [span, {"date": None}]}},
        {"$project": {"status": 1, "fields": 1}},
        {"$sort": {"fields.summarised_on": -1, "_id": 1}},
    )
    names = await ground.titles(row["fields"].get("subject") for row in found)
    rows = [_row(row, names.get(row["fields"].get("subject"), ""), scope.on) for row in found]
    order: dict[Tone, int] = {"behind": 0, "waiting": 1}
    rows.sort(key=lambda row: order.get(row.tone, 2))
    columns = (
        Column("subject", tr("Model"), grow=1),
        Column("title", tr("Title"), grow=1),
        Column("summarised", tr("Summed up"), kind="date"),
        Column("publicised", tr("Publicised"), kind="date"),
        Column("where", tr("Publicised in"), grow=1),
        Column("state", tr("State")),
    )
    done, judged = sum(row.tone == "met" for row in rows), sum(row.tone in ("met", "behind") for row in rows)
    note = Note(
        tr("{done} of {models} models summed up and publicised", done=done, models=judged),
        "met" if done == judged else "behind",
    )
    return View(columns, tuple(rows), notes=(note,))


def _row(row: dict[str, Any], subject: str, on: date) -> Row:
    fields = row["fields"]
    summarised, publicised = (_by(fields.get(name), on) for name in ("summarised_on", "publicised_on"))
    tone: Tone = "behind"
    if row["status"] == "submitted":
        tone, state = "waiting", tr("to approve")
    elif not fields.get("practice"):
        state = tr("not summed up")
    elif publicised is None:
        state = tr("not publicised")
    else:
        tone, state = "met", tr("publicised")
    cells = (
        subject,
        fields.get("title") or "",
        summarised.isoformat() if summarised else "",
        publicised.isoformat() if publicised else "",
        (fields.get("publicised_in") or "") if publicised else "",
        state,
    )
    return Row(cells, tone, ids=(row["_id"],))


def _by(day: date | None, on: date) -> date | None:
    return day if day is not None and day <= on else None
