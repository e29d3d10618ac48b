"""Continuing education: training, distance study, degrees and tours (R29), and who of the cadres born from
1970 to 1989 is bettering their education."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.language import translator
from records.people.figures import COUNTED
from records.programme.mechanisms.ground import DONE_AND_WAITING, Ground, stand_on
from records.programme.mechanisms.people import CADRES, Belonging, people_of
from records.programme.mechanisms.scope import Scope
from records.programme.mechanisms.view import Column, Note, Row, Tone, View, in_parts
from records.programme.roster import Person
from records.search.query import Condition, Query

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")

#: Kinds of study that go on beside the work.
SUBTYPES = ("业务培训", "远程教育", "网络学习", "学历教育", "函授", "外出考察")
DEGREES = ("学历教育", "函授")
TOUR = "外出考察"
#: Years of birth of the young cadres whom the plan names.
BORN = range(1970, 1990)


async def education(archive: Archive, scope: Scope) -> View:
    """The year's study by kind, then the young cadres: those who take no degree course last."""
    ground = await stand_on(archive, scope)
    columns = (
        Column("what", tr("Study or cadre"), grow=1),
        Column("unit", tr("Unit"), grow=1),
        Column("birth", tr("Birth")),
        Column("education", tr("Education")),
        Column("people", tr("Times"), kind="number"),
        Column("hours", tr("Hours"), kind="number"),
        Column("waiting", tr("To approve"), kind="number"),
        Column("state", tr("State")),
    )
    by_kind = await _by_kind(ground)
    young = [each for each in await people_of(ground) if _is_young(each.person)]
    degrees = await _degrees(ground, young)
    cadres = [_cadre(ground, each, degrees.get(each.person.id, [])) for each in young]
    order: dict[Tone, int] = {"met": 0, "waiting": 1}
    cadres.sort(key=lambda row: order.get(row.tone, 2))
    study = [_study(ground, row) for row in by_kind]
    rows = in_parts(
        len(columns),
        (tr("Study by kind"), study),
        (tr("Cadres born 1970 to 1989"), cadres),
    )
    studying = sum(row.tone == "met" for row in cadres)
    notes = (
        _tour_note(ground, by_kind),
        Note(
            tr(
                "{count} of {cadres} cadres born 1970 to 1989 take a degree course",
                count=studying,
                cadres=len(cadres),
            )
        ),
    )
    return View(columns, rows, notes=notes)


async def _by_kind(ground: Ground) -> list[dict[str, Any]]:
    verified = {"$eq": ["$status", "verified"]}
    found = await ground.rows(
        ground.match("study_entry", subtype={"$in": list(SUBTYPES)}),
        {
            "$group": {
                "_id": {"subtype": "$fields.subtype", "person": "$fields.person"},
                **DONE_AND_WAITING,
                "minutes": {"$sum": {"$cond": [verified, "$fields.minutes", 0]}},
            }
        },
        {
            "$group": {
                "_id": "$_id.subtype",
                "people": {"$sum": {"$cond": [{"$gt": ["$done", 0]}, 1, 0]}},
                "done": {"$sum": "$done"},
                "waiting": {"$sum": "$waiting"},
                "minutes": {"$sum": "$minutes"},
            }
        },
    )
    return sorted(found, key=lambda row: SUBTYPES.index(row["_id"]))


def _study(ground: Ground, row: dict[str, Any]) -> Row:
    field = ground.archive.kinds.of("study_entry").field("subtype")
    label = field.choice_label(row["_id"]) if field else row["_id"]
    hours = f"{row['minutes'] / 60:,.1f}"
    state = tr("{count} entries", count=row["done"])
    cells = (label, "", "", "", str(row["people"]), hours, str(row["waiting"] or ""), state)
    query = Query(
        kind="study_entry",
        unit=ground.scope.unit,
        where=(Condition("subtype", "=", row["_id"]),),
        status=COUNTED,
        date_from=ground.scope.period.start,
        date_to=ground.scope.until,
    )
    return Row(cells, query=query)


def _is_young(person: Person) -> bool:
    born = person.birth.year if person.birth else 0
    return not CADRES.isdisjoint(person.categories) and born in BORN


async def _degrees(ground: Ground, young: list[Belonging]) -> dict[ObjectId, list[dict[str, Any]]]:
    """By person: entries of degree study in the year."""
    found = await ground.rows(
        ground.match(
            "study_entry",
            units=False,
            subtype={"$in": list(DEGREES)},
            person={"$in": [each.person.id for each in young]},
        ),
        {"$project": {"status": 1, "person": "$fields.person", "minutes": "$fields.minutes"}},
    )
    by_person: dict[ObjectId, list[dict[str, Any]]] = defaultdict(list)
    for row in found:
        by_person[row["person"]].append(row)
    return by_person


def _cadre(ground: Ground, belonging: Belonging, entries: list[dict[str, Any]]) -> Row:
    person = belonging.person
    done = [entry for entry in entries if entry["status"] == "verified"]
    waiting = len(entries) - len(done)
    tone: Tone = "met" if done else "waiting" if waiting else "plain"
    state = {"met": tr("on a degree course"), "waiting": tr("to approve")}.get(tone, tr("no degree course"))
    hours = sum(entry["minutes"] or 0 for entry in done) / 60
    cells = (
        person.name,
        ground.name_of(belonging.unit),
        str(person.birth.year) if person.birth else "",
        person.education,
        str(len(done) or ""),
        f"{hours:,.1f}" if done else "",
        str(waiting or ""),
        state,
    )
    return Row(cells, tone, ids=tuple(entry["_id"] for entry in entries) or (person.id,))


def _tour_note(ground: Ground, by_kind: list[dict[str, Any]]) -> Note:
    tours = next((row["done"] for row in by_kind if row["_id"] == TOUR), 0)
    asked = ground.minimum("R29")
    text = tr("{count} entries of study tours this year", count=tours)
    return Note(text, "met" if tours >= asked else "failed" if ground.scope.over else "soon")
