"""The rule library: the rules adopted, from when to when they hold, and units that lack one of the three
that the first stage asks for (R39)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.language import translator
from records.programme.mechanisms.ground import Ground, stand_on
from records.programme.mechanisms.scope import Scope
from records.programme.mechanisms.view import Column, Note, Proposal, Row, Tone, View, in_parts
from records.programme.rules import rulebook
from records.programme.stages import stages

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")

#: Days before a rule ends from which on that is announced.
SOON = 30


async def rule_library(archive: Archive, scope: Scope) -> View:
    """What units lack first, then every rule, the newest on top."""
    ground = await stand_on(archive, scope)
    found = await ground.rows(
        ground.match("rule_document", first=date.min, until=scope.on),
        {"$sort": {"date.start": -1, "_id": 1}},
        {"$project": {"status": 1, "date": 1, "unit": 1, "title": 1, "fields": 1}},
    )
    columns = (
        Column("unit", tr("Unit"), grow=1),
        Column("category", tr("Category")),
        Column("title", tr("Rule"), grow=1),
        Column("number", tr("Document number")),
        Column("from", tr("Adopted on"), kind="date"),
        Column("to", tr("Until"), kind="date"),
        Column("state", tr("State")),
    )
    lacking = [row for unit in ground.judged for row in _lacking(ground, unit.id, found)]
    library = [_document(ground, row) for row in found]
    rows = in_parts(
        len(columns),
        (tr("Lacking of the three rules of stage 1"), lacking),
        (tr("Rules"), library),
    )
    units = len(ground.judged)
    short = len({row.cells[0] for row in lacking})
    text = tr("All three rules: {count} of {units} units", count=units - short, units=units)
    notes = [Note(text, "met" if not short else "behind")]
    ending = sum(row.tone == "soon" for row in library)
    if ending:
        notes.append(Note(tr("{count} rules end within {days} days", count=ending, days=SOON), "soon"))
    return View(columns, rows, notes=tuple(notes))


def _asked() -> list[tuple[str, tuple[str, ...]]]:
    """The three rules of R39 in the language of the moment, each with the categories that are one."""
    book = rulebook()
    rule = book.rule("R39")
    return [
        (label.text(), _categories(book.measures[name].where))
        for name, label in zip(rule.parts, rule.part_labels, strict=True)
    ]


def _categories(where: Mapping[str, Any]) -> tuple[str, ...]:
    value = where["category"]
    return (value,) if isinstance(value, str) else tuple(value)


def _lacking(ground: Ground, unit: ObjectId, found: list[dict[str, Any]]) -> list[Row]:
    """A line for each of the three that a unit has no rule in force for."""
    own = [row for row in found if row["unit"] == unit and _in_force(row, ground.scope.on)]
    due = stages()[0].end
    rows = []
    for label, categories in _asked():
        of_it = [row for row in own if row["fields"].get("category") in categories]
        if any(row["status"] == "verified" for row in of_it):
            continue
        tone: Tone = "waiting" if of_it else "failed" if ground.scope.on > due else "soon"
        state = {"waiting": tr("to approve"), "failed": tr("lacking")}.get(
            tone, tr("due {day}", day=f"{due:%m-%d}")
        )
        proposal = Proposal("rule_document", {"unit": unit, "category": categories[0]})
        rows.append(
            Row(
                (ground.name_of(unit), label, "", "", "", "", state),
                tone,
                ids=tuple(row["_id"] for row in of_it) or (unit,),
                proposal=None if of_it else proposal,
            )
        )
    return rows


def _in_force(row: dict[str, Any], on: date) -> bool:
    ends = row["fields"].get("effective_to")
    return ends is None or ends >= on


def _document(ground: Ground, row: dict[str, Any]) -> Row:
    fields, on = row["fields"], ground.scope.on
    ends: date | None = fields.get("effective_to")
    tone: Tone = "plain"
    if row["status"] == "submitted":
        tone, state = "waiting", tr("to approve")
    elif ends is not None and ends < on:
        tone, state = "behind", tr("ended")
    elif ends is not None and (ends - on).days <= SOON:
        tone, state = "soon", tr("ends in {days} days", days=(ends - on).days)
    else:
        state = tr("in force")
    field = ground.archive.kinds.of("rule_document").field("category")
    cells = (
        ground.name_of(row.get("unit")),
        field.choice_label(fields["category"]) if field and fields.get("category") else "",
        row["title"],
        fields.get("doc_no") or "",
        row["date"].start.isoformat(),
        ends.isoformat() if ends else "",
        state,
    )
    return Row(cells, tone, ids=(row["_id"],))
