"""Reading formats: clubs, groups, forums and classrooms, how often and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from records.language import translator
from records.programme.mechanisms.ground import DONE_AND_WAITING, Ground, stand_on
from records.programme.mechanisms.scope import Scope
from records.programme.mechanisms.view import Column, Note, Row, View, in_parts
from records.programme.mechanisms.week_board import MINUTES

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")

#: Formats by the words in a session's title, in this order; a reading club also by its category.
FORMATS = ("读书小组", "业务论坛", "学习论坛", "作风建设大课堂", "读报", "读书会")
CLUB = "读书会"


async def formats(archive: Archive, scope: Scope) -> View:
    """The year's meetings by format, then by unit."""
    ground = await stand_on(archive, scope)
    labels = {
        "读书小组": tr("Reading group"),
        "业务论坛": tr("Professional forum"),
        "学习论坛": tr("Study forum"),
        "作风建设大课堂": tr("Classroom on style of work"),
        "读报": tr("Newspaper reading"),
        "读书会": tr("Reading club"),
    }
    columns = (
        Column("what", tr("Format or unit"), grow=1),
        Column("meetings", tr("Meetings"), kind="number"),
        Column("units", tr("Units"), kind="number"),
        Column("present", tr("Attendances"), kind="number"),
        Column("hours", tr("Hours"), kind="number"),
        Column("waiting", tr("To approve"), kind="number"),
        Column("last", tr("Last on"), kind="date"),
    )
    by_format = {row["_id"]: row for row in await _counted(ground, "$format")}
    by_unit = {row["_id"]: row for row in await _counted(ground, "$unit")}
    shown = [unit.id for unit in ground.units.ordered if unit.id in by_unit]
    rows = in_parts(
        len(columns),
        (tr("By format"), [_row(labels[name], by_format.get(name)) for name in FORMATS]),
        (tr("By unit"), [_row(ground.name_of(unit), by_unit[unit]) for unit in shown]),
    )
    count = sum(row["done"] for row in by_format.values())
    return View(columns, rows, notes=(_note(count, len(shown)),))


def _note(meetings: int, units: int) -> Note:
    return Note(tr("{meetings} meetings in {units} units", meetings=meetings, units=units))


async def _counted(ground: Ground, key: str) -> list[dict[str, Any]]:
    verified = {"$eq": ["$status", "verified"]}
    title = {"$ifNull": ["$fields.title", ""]}
    named = [{"case": {"$regexMatch": {"input": title, "regex": name}}, "then": name} for name in FORMATS]
    club = {"case": {"$eq": ["$fields.category", CLUB]}, "then": CLUB}
    return await ground.rows(
        ground.match("session"),
        {"$set": {"format": {"$switch": {"branches": [*named, club], "default": None}}}},
        {"$match": {"format": {"$ne": None}}},
        {
            "$group": {
                "_id": key,
                **DONE_AND_WAITING,
                "units": {"$addToSet": "$unit"},
                "present": {"$sum": {"$cond": [verified, {"$ifNull": ["$fields.present", 0]}, 0]}},
                "minutes": {"$sum": {"$cond": [verified, MINUTES, 0]}},
                "last": {"$max": "$date.start"},
            }
        },
    )


def _row(label: str, row: dict[str, Any] | None) -> Row:
    if row is None:
        return Row((label, "0", "", "", "", "", ""))
    cells = (
        label,
        str(row["done"]),
        str(len(row["units"])),
        f"{row['present']:,}",
        f"{row['minutes'] / 60:,.1f}",
        str(row["waiting"] or ""),
        row["last"].isoformat(),
    )
    return Row(cells, ids=tuple(row["ids"]))
