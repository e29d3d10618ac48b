"""Findings of inspections: which came up before, which have a notice, and the notice each could get."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from bson.objectid import ObjectId

from records.language import translator
from records.programme.mechanisms.ground import Ground
from records.programme.mechanisms.view import Proposal, Row, Tone
from records.values import to_bson

tr = translator("records")

#: Left off the ends of a finding's text before two are compared, and before it is printed.
ENDS = " 　。．.;；,，、"


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem found. ``times`` counts the inspections of this target that found it, this one included.

    ``notice`` is the rectification notice that follows it, ``notice_status`` how far that one is.
    """

    inspection: ObjectId
    target: ObjectId
    person: ObjectId | None
    found_on: date
    text: str
    rule: str
    severity: str
    deadline: date | None
    requirements: str
    times: int
    notice: ObjectId | None
    notice_status: str

    @property
    def whom(self) -> ObjectId:
        """Who has to put it right: the person named, else the inspection's target."""
        return self.person or self.target


async def findings_of(ground: Ground) -> list[Finding]:
    """The findings of the period's inspections, the newest first.

    A finding is repeated when an earlier inspection of the same target found the same: the same rule, or,
    word for word, the same text. All inspections up to the working date are looked at for that.
    """
    rows = await ground.rows(
        ground.match("inspection", first=date.min, until=ground.scope.on, statuses=["verified"]),
        {"$unwind": {"path": "$fields.findings", "includeArrayIndex": "index"}},
        {"$set": {"rule": _same("rule"), "text": _same("text")}},
        _times("rule"),
        _times("text"),
        {"$match": {"date.start": {"$gte": to_bson(ground.scope.period.start)}}},
        {"$match": {"date.start": {"$lte": to_bson(ground.scope.until)}}},
        {"$lookup": _notices(ground.scope.on)},
        {"$sort": {"date.start": -1, "_id": 1, "index": 1}},
        {
            "$project": {
                "date": 1,
                "target": "$fields.target",
                "requirements": "$fields.requirements",
                "finding": "$fields.findings",
                "times": {"$max": ["$times_rule", "$times_text"]},
                "notices": 1,
            }
        },
    )
    return [_finding(row) for row in rows if isinstance(row.get("target"), ObjectId)]


def _same(name: str) -> dict[str, Any]:
    """What makes two findings the same; one that does not say it is like no other."""
    own = {"$concat": [{"$toString": "$_id"}, "#", {"$toString": "$index"}]}
    tidy = {"$trim": {"input": {"$ifNull": [f"$fields.findings.{name}", ""]}, "chars": ENDS}}
    return {"$cond": [{"$eq": [tidy, ""]}, own, tidy]}


def _times(name: str) -> dict[str, Any]:
    """How many days of inspection found it so far: several inspections on one day are one."""
    return {
        "$setWindowFields": {
            "partitionBy": {"target": "$fields.target", "same": f"${name}"},
            "sortBy": {"date.start": 1},
            "output": {f"times_{name}": {"$denseRank": {}}},
        }
    }


def _notices(on: date) -> dict[str, Any]:
    """The notices that name the inspection, drafts too: one begun is not proposed again."""
    return {
        "from": "records",
        "let": {"inspection": "$_id", "people": ["$fields.findings.person", "$fields.target"]},
        "pipeline": [
            {
                "$match": {
                    "kind": "rectification",
                    "status": {"$in": ["draft", "submitted", "verified"]},
                    "date.start": {"$lte": to_bson(on)},
                    "$expr": {
                        "$and": [
                            {"$eq": ["$fields.inspection", "$$inspection"]},
                            {"$in": ["$fields.target", "$$people"]},
                        ]
                    },
                }
            },
            {"$project": {"status": 1}},
        ],
        "as": "notices",
    }


def _finding(row: dict[str, Any]) -> Finding:
    found = row["finding"]
    notice = max(row["notices"], key=lambda each: str(each["status"]), default=None)
    return Finding(
        inspection=row["_id"],
        target=row["target"],
        person=found.get("person"),
        found_on=row["date"].start,
        text=found.get("text") or "",
        rule=found.get("rule") or "",
        severity=found.get("severity") or "",
        deadline=found.get("deadline"),
        requirements=row.get("requirements") or "",
        times=row["times"],
        notice=notice["_id"] if notice else None,
        notice_status=notice["status"] if notice else "",
    )


def finding_row(finding: Finding, names: dict[ObjectId | None, str], proposal: Proposal) -> Row:
    """A finding as a line of the supervision view."""
    tone: Tone = "plain"
    if finding.notice_status == "verified":
        state = tr("notice issued")
    elif finding.notice_status:
        tone = "waiting"
        state = tr("notice drafted") if finding.notice_status == "draft" else tr("notice to approve")
    else:
        tone, state = "behind", tr("no notice yet")
    if finding.times > 1:
        tone = "failed" if tone == "behind" else tone
        state = tr("{state}, found {times} times", state=state, times=finding.times)
    what = f"{finding.rule} {finding.text}".strip()
    if finding.severity == "严重":
        what = tr("{text} (serious)", text=what)
    whom = names.get(finding.whom, "")
    if finding.person and finding.person != finding.target:
        whom = f"{names.get(finding.target, '')} {whom}"
    return Row(
        (
            whom,
            what,
            finding.found_on.isoformat(),
            finding.deadline.isoformat() if finding.deadline else "",
            state,
        ),
        tone,
        ids=(finding.inspection, *((finding.notice,) if finding.notice else ())),
        proposal=None if finding.notice else proposal,
    )


def notice_for(
    finding: Finding, findings: list[Finding], on: date, secretaries: dict[ObjectId, ObjectId]
) -> Proposal:
    """The rectification notice that could follow: one for all that an inspection found of the same target.

    What has to be decided is left out: a deadline unless the inspection set one.
    """
    together = [
        each
        for each in findings
        if (each.inspection, each.whom) == (finding.inspection, finding.whom) and each.notice is None
    ]
    problems = [each.text for each in together]
    lines = problems if len(problems) < 2 else [f"{i}. {text}" for i, text in enumerate(problems, 1)]
    fields: dict[str, Any] = {
        "inspection": finding.inspection,
        "target": finding.whom,
        "issued_on": on,
        "problems": "\n".join(lines),
        "requirements": [line.strip() for line in finding.requirements.splitlines() if line.strip()],
        "deadline": max((e.deadline for e in together if e.deadline and e.deadline > on), default=None),
        "responsible": finding.person or secretaries.get(finding.target),
    }
    return Proposal("rectification", {name: value for name, value in fields.items() if value})
