"""Supervision: notices and their deadlines, findings and what follows, units not inspected (R26, R27)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.language import translator
from records.programme.mechanisms.findings import Finding, finding_row, findings_of, notice_for
from records.programme.mechanisms.ground import Ground, stand_on
from records.programme.mechanisms.scope import Scope
from records.programme.mechanisms.view import Column, Note, Row, Tone, View, in_parts
from records.values import to_bson

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")

#: Days before a deadline from which on it is announced.
SOON = 7
_ORDER: dict[Tone, int] = {"overdue": 0, "soon": 1, "pace": 2, "waiting": 3, "failed": 4, "met": 5}


async def supervision(archive: Archive, scope: Scope) -> View:
    """Notices first, the overdue ones on top; then findings, then units without an inspection this year."""
    ground = await stand_on(archive, scope)
    notices = await _notices(ground)
    findings = await findings_of(ground)
    inspected = await _inspections(ground)
    names = await ground.titles(
        [n["target"] for n in notices] + [each for f in findings for each in (f.target, f.person)]
    )
    columns = _columns()
    deadlines = sorted((_notice(row, names, scope.on) for row in notices), key=_urgency)
    missing = [
        _uninspected(ground, unit.id, inspected) for unit in ground.judged if not _done(inspected, unit.id)
    ]
    rows = in_parts(
        len(columns),
        (tr("Rectification notices"), deadlines),
        (tr("Findings"), _findings(ground, findings, names)),
        (tr("Not inspected in this period"), missing),
    )
    notes = (*_deadline_notes(deadlines), _repeated(findings), _inspection_note(ground, inspected))
    return View(columns, rows, notes=notes)


def _columns() -> tuple[Column, ...]:
    return (
        Column("target", tr("Whom"), grow=1),
        Column("what", tr("What"), grow=1),
        Column("date", tr("Date"), kind="date"),
        Column("deadline", tr("Deadline"), kind="date"),
        Column("state", tr("State")),
    )


# --- notices -------------------------------------------------------------------------------------


async def _notices(ground: Ground) -> list[dict[str, Any]]:
    """Notices issued in the period, and those issued before it that were open when it began."""
    begins = to_bson(ground.scope.period.start)
    return await ground.rows(
        ground.match("rectification", first=date.min),
        {
            "$match": {
                "$or": [
                    {"date.start": {"$gte": begins}},
                    {"fields.closed_on": None},
                    {"fields.closed_on": {"$gte": begins}},
                ]
            }
        },
        {
            "$project": {
                "status": 1,
                "issued_on": "$date.start",
                "target": "$fields.target",
                "problems": {"$ifNull": ["$fields.problems", {"$first": "$fields.requirements"}]},
                "deadline": "$fields.deadline",
                "extended_to": {"$cond": [{"$eq": ["$fields.result", "延期"]}, "$fields.extended_to", None]},
                "closed_on": "$fields.closed_on",
                "result": "$fields.result",
            }
        },
    )


def _notice(row: dict[str, Any], names: dict[ObjectId | None, str], on: date) -> Row:
    extended = row.get("extended_to")
    deadline: date | None = extended or row.get("deadline")
    tone, state = _standing(row, deadline, on)
    if extended and tone not in ("met", "failed", "waiting"):
        state = tr("{state}, extended", state=state)
    cells = (
        names.get(row.get("target"), ""),
        row.get("problems") or "",
        row["issued_on"].isoformat(),
        deadline.isoformat() if deadline else "",
        state,
    )
    return Row(cells, tone, ids=(row["_id"],))


def _standing(row: dict[str, Any], deadline: date | None, on: date) -> tuple[Tone, str]:
    """How a notice stands on a day, and in words, with the days to or past the deadline."""
    closed: date | None = row.get("closed_on")
    if row["status"] == "submitted":
        return "waiting", tr("to approve")
    if closed is not None and closed <= on:
        if row.get("result") == "未完成":
            return "failed", tr("closed undone")
        late = (closed - deadline).days if deadline else 0
        if late > 0:
            return "failed", tr("closed {days} days late", days=late)
        return "met", tr("closed")
    if deadline is None:
        return "behind", tr("no deadline")
    left = (deadline - on).days
    if left < 0:
        return "overdue", tr("overdue {days} days", days=-left)
    if left <= SOON:
        return "soon", tr("due in {days} days", days=left)
    return "pace", tr("open, {days} days left", days=left)


def _urgency(row: Row) -> tuple[int, str]:
    return _ORDER.get(row.tone, 9), row.cells[3]


def _deadline_notes(rows: list[Row]) -> tuple[Note, ...]:
    def number(*tones: Tone) -> int:
        return sum(row.tone in tones for row in rows)

    tone: Tone = "overdue" if number("overdue") else "soon" if number("soon") else "plain"
    text = tr(
        "Notices: {overdue} overdue, {soon} due within {days} days, {open} open, {closed} closed in time, "
        "{late} late or undone",
        overdue=number("overdue"),
        soon=number("soon"),
        days=SOON,
        open=number("pace", "behind"),
        closed=number("met"),
        late=number("failed"),
    )
    return (Note(text, tone),)


# --- findings ------------------------------------------------------------------------------------


def _findings(ground: Ground, findings: list[Finding], names: dict[ObjectId | None, str]) -> list[Row]:
    secretaries = {unit.id: unit.secretary for unit in ground.units.ordered if unit.secretary}
    made = [
        finding_row(each, names, notice_for(each, findings, ground.scope.on, secretaries))
        for each in findings
    ]
    order = {"failed": 0, "behind": 1, "waiting": 2}
    return sorted(made, key=lambda row: order.get(row.tone, 3))


def _repeated(findings: list[Finding]) -> Note:
    repeated = sum(finding.times > 1 for finding in findings)
    text = tr("Findings: {count}, of which {repeated} repeated", count=len(findings), repeated=repeated)
    return Note(text, "behind" if repeated else "plain")


# --- inspections ---------------------------------------------------------------------------------


async def _inspections(ground: Ground) -> dict[ObjectId, tuple[date | None, date | None]]:
    """By target, and person named in a finding: the last inspection of all, and the last in the period."""
    begins = to_bson(ground.scope.period.start)
    rows = await ground.rows(
        ground.match("inspection", first=date.min, statuses=["verified"]),
        {"$set": {"whom": {"$setUnion": [["$fields.target"], {"$ifNull": ["$fields.findings.person", []]}]}}},
        {"$unwind": "$whom"},
        {
            "$group": {
                "_id": "$whom",
                "last": {"$max": "$date.start"},
                "within": {"$max": {"$cond": [{"$gte": ["$date.start", begins]}, "$date.start", None]}},
            }
        },
    )
    return {row["_id"]: (row["last"], row["within"]) for row in rows}


def _done(inspected: dict[ObjectId, tuple[date | None, date | None]], target: ObjectId) -> bool:
    return inspected.get(target, (None, None))[1] is not None


def _uninspected(
    ground: Ground, unit: ObjectId, inspected: dict[ObjectId, tuple[date | None, date | None]]
) -> Row:
    last = inspected.get(unit, (None, None))[0]
    over = ground.scope.over
    state = tr("not inspected") if over else tr("still to inspect")
    before = tr("last inspected on {date}", date=last) if last else tr("never inspected")
    return Row((ground.name_of(unit), before, "", "", state), "failed" if over else "behind", ids=(unit,))


def _inspection_note(ground: Ground, inspected: dict[ObjectId, tuple[date | None, date | None]]) -> Note:
    """R26: each unit once a year, and some people sampled."""
    judged = {unit.id for unit in ground.judged}
    known = {unit.id for unit in ground.units.ordered}
    done = sum(_done(inspected, unit) for unit in judged)
    sampled = sum(_done(inspected, target) for target in inspected if target not in known)
    text = tr(
        "Inspected {done} of {units} units; {people} people sampled",
        done=done,
        units=len(judged),
        people=sampled,
    )
    return Note(text, "met" if done == len(judged) and sampled else "behind")
