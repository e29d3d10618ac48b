"""Publicity: how often, by unit and form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.language import translator
from records.programme.mechanisms.ground import Ground, stand_on
from records.programme.mechanisms.scope import Scope
from records.programme.mechanisms.view import Column, Note, Row, Series, View

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")
#: A unit, if a record says which.
_Whose = ObjectId | None


async def publicity(archive: Archive, scope: Scope) -> View:
    """A line for each unit of its own actions in the year, a column for each form."""
    ground = await stand_on(archive, scope)
    field = archive.kinds.of("publicity").field("form")
    forms = {choice.value: choice.label.text() for choice in field.choices} if field else {}
    done, waiting, ids = await _counted(ground, forms)
    shown = [unit.id for unit in ground.units.ordered if unit.id in ids or unit in ground.judged]
    rows = []
    for unit in shown:
        counts = [done[unit, form] for form in forms]
        cells = [str(count or "") for count in counts]
        rows.append(
            Row(
                (ground.name_of(unit), *cells, str(sum(counts)), str(waiting[unit] or "")),
                "plain" if sum(counts) else "behind",
                ids=tuple(ids.get(unit, ())) or (unit,),
            )
        )
    columns = (
        Column("unit", tr("Unit"), grow=1),
        *(Column(form, label, kind="number") for form, label in forms.items()),
        Column("total", tr("Total"), kind="number"),
        Column("waiting", tr("To approve"), kind="number"),
    )
    by_form = tuple(
        (label, float(sum(count for (_, form), count in done.items() if form == value)))
        for value, label in forms.items()
    )
    note = Note(
        tr("{count} publicity actions; {idle} units without any", count=sum(done.values()), idle=_idle(rows))
    )
    return View(columns, tuple(rows), (note,), (Series(tr("By form"), by_form),))


async def _counted(
    ground: Ground, forms: Collection[str]
) -> tuple[Counter[tuple[_Whose, str | None]], Counter[_Whose], dict[_Whose, list[ObjectId]]]:
    """Approved actions by unit and form, those that wait by unit, and all of them by unit."""
    found = await ground.rows(
        ground.match("publicity"),
        {
            "$group": {
                "_id": {"unit": "$unit", "form": "$fields.form", "status": "$status"},
                "count": {"$sum": 1},
                "ids": {"$push": "$_id"},
            }
        },
    )
    done: Counter[tuple[_Whose, str | None]] = Counter()
    waiting: Counter[_Whose] = Counter()
    ids: dict[_Whose, list[ObjectId]] = {}
    for row in found:
        key = row["_id"]
        ids.setdefault(key.get("unit"), []).extend(row["ids"])
        if key["status"] == "verified":
            form = key.get("form") if key.get("form") in forms else "其他"
            done[key.get("unit"), form] += row["count"]
        else:
            waiting[key.get("unit")] += row["count"]
    return done, waiting, ids


def _idle(rows: list[Row]) -> int:
    return sum(row.tone == "behind" for row in rows)
