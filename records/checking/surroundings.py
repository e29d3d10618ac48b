"""Checks that look at other records: one head at a time, awards after nominations, money within budget.

``checks.py`` and ``named_checks.py`` look at a record alone. These ask the archive, and only for the kinds
that have such a rule; what they find is a warning, or stands in the way of `verified`, or (a loop of units,
figures changed after approval) can't be saved.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from bson.decimal128 import Decimal128
from bson.objectid import ObjectId

from records.checking.alike import copied, runs
from records.checking.checks import Fault, label_at
from records.kind import Kind, Level
from records.language import listed, translator
from records.people.places import lies_in
from records.programme.calendar import NOTICE_DAYS, working_days
from records.record import Record
from records.references import membership
from records.values import PartialDate, as_partial, from_bson, to_bson

tr = translator("records")

#: Runs an aggregation over the records and gives its rows.
Ask = Callable[[Sequence[Mapping[str, Any]]], Awaitable[list[dict[str, Any]]]]
#: What a check finds: the field, how grave, and what is wrong.
Finding = tuple[str, Level, str]
Look = Callable[[Ask, Record], AsyncIterator[Finding]]

#: Formal members that a branch has at least and at most.
BRANCH_SIZE = (3, 50)
#: Texts of fewer runs than this may well be alike.
ALIKE_LEAST = 80
#: So many papers are compared at most: a save may not wait for more.
ALIKE_MOST = 200
#: Posts of those who lead the township's group: its head, and its deputies.
_HEAD_POSTS = ("党委书记",)
_DEPUTY_POSTS = ("乡长", "镇长", "人大主席", "副书记")
_LIVE = {"status": {"$ne": "void"}}


async def faults_around(ask: Ask, kind: Kind, record: Record) -> list[Fault]:
    """What is wrong with a record in view of the others. Kinds without such a rule ask nothing."""
    looks = LOOKS.get(kind.name, ())
    found = [finding for look in looks async for finding in look(ask, record)]
    return [Fault(path, level, message, label_at(kind, path)) for path, level, message in found]


async def _others(ask: Ask, kind: str, where: Mapping[str, Any], *keep: str) -> list[dict[str, Any]]:
    """Live records of a kind: their title, number, status, date and the fields named by ``keep``."""
    wanted = ("title", "no", "status", "date", *(f"fields.{name}" for name in keep))
    match = {"kind": kind, **_LIVE, **where}
    return await ask([{"$match": match}, {"$project": dict.fromkeys(wanted, 1)}])


async def _one(ask: Ask, identifier: object) -> dict[str, Any] | None:
    if not isinstance(identifier, ObjectId):
        return None
    rows = await ask([{"$match": {"_id": identifier}}])
    return from_bson(rows[0]) if rows else None


# --- people and units ----------------------------------------------------------------------------


async def person_alike(ask: Ask, record: Record) -> AsyncIterator[Finding]:
    """The same name in the same branch may be the same person."""
    name = record.fields.get("name")
    if name and record.unit:
        # By the key of the name, which has an index: the name itself has none.
        alike = {"keys": {"$in": record.keys[:1]}, "fields.name": name, "unit": record.unit}
        for other in await _others(ask, "person", alike | {"_id": {"$ne": record.id}}):
            yield "name", "warning", tr("{no} has the same name in the same unit", no=other.get("no"))


async def unit_above(ask: Ask, record: Record) -> AsyncIterator[Finding]:
    """No unit stands above itself; a party group belongs to a branch."""
    above = await _one(ask, record.fields.get("parent"))
    if above and record.fields.get("category") == "党小组" and above["fields"].get("category") != "党支部":
        yield "parent", "missing", tr("a party group belongs to a branch")
    seen: set[ObjectId] = set()
    while above and above["_id"] not in seen:
        if above["_id"] == record.id:
            yield "parent", "error", tr("the unit would stand above itself")
            return
        seen.add(above["_id"])
        above = await _one(ask, above["fields"].get("parent"))


async def branch_size(ask: Ask, record: Record) -> AsyncIterator[Finding]:
    """A branch has at least three formal members and rarely more than fifty."""
    if record.fields.get("category") != "党支部" or record.version == 0:
        return
    of_branch = {"fields.memberships.org": record.id, "fields.political_status": "正式党员"}
    rows = await _others(ask, "person", of_branch, "memberships")
    number = sum(membership(from_bson(row["fields"]["memberships"]), None) == record.id for row in rows)
    least, most = BRANCH_SIZE
    if not least <= number <= most:
        yield "category", "warning", tr("the branch has {number} formal members", number=number)


async def one_head(ask: Ask, record: Record) -> AsyncIterator[Finding]:
    """A body has one head at a time."""
    fields = record.fields
    if fields.get("role") != "组长" or not fields.get("unit"):
        return
    same = {"_id": {"$ne": record.id}, "fields.unit": fields["unit"], "fields.body": fields.get("body")}
    for other in await _others(ask, "position", same | {"fields.role": "组长"}, "from", "to"):
        if _overlap(fields, from_bson(other.get("fields", {}))):
            yield "role", "missing", tr("{no} is head at the same time", no=other.get("no"))


def _overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    def span(fields: Mapping[str, Any]) -> tuple[date, date]:
        begun, ended = as_partial(fields.get("from")), as_partial(fields.get("to"))
        return (begun.start if begun else date.min), (ended.end if ended else date.max)

    (first, last), (begun, ended) = span(one), span(other)
    return first <= ended and begun <= last


async def township_posts(ask: Ask, record: Record) -> AsyncIterator[Finding]:
    """The township's leading group: its head is the committee's secretary, its deputies hold known posts."""
    fields = record.fields
    posts = {"组长": _HEAD_POSTS, "副组长": (*_HEAD_POSTS, *_DEPUTY_POSTS)}.get(str(fields.get("role")))
    unit = await _one(ask, fields.get("unit")) if posts and fields.get("body") == "领导小组" else None
    if posts is None or unit is None or unit["fields"].get("category") != "党委":
        return
    person = await _one(ask, fields.get("person"))
    held = f"{fields.get('post') or ''}{person['fields'].get('post') or '' if person else ''}"
    if held and not any(post in held for post in posts):
        yield "role", "warning", tr("usually held by: {posts}", posts=listed(posts))


# --- papers ----------------------------------------------------------------------------------


async def text_alike(ask: Ask, record: Record) -> AsyncIterator[Finding]:
    """A text much like another one of the same unit and year may have been copied."""
    text = record.fields.get("text")
    own = runs(text) if isinstance(text, str) else frozenset()
    if len(own) < ALIKE_LEAST or record.unit is None or record.date is None:
        return
    year = PartialDate.year_of(record.date.start.year)
    span = {"$gte": to_bson(year.start), "$lte": to_bson(year.end)}
    match = {"unit": record.unit, "date.start": span, "kind": record.kind, **_LIVE, "_id": {"$ne": record.id}}
    newest: list[Mapping[str, Any]] = [
        {"$match": match},
        {"$sort": {"date.start": -1}},
        {"$limit": ALIKE_MOST},
    ]
    for other in await ask([*newest, {"$project": {"no": 1, "fields.text": 1}}]):
        text = other.get("fields", {}).get("text")
        theirs = runs(text) if isinstance(text, str) else frozenset()
        if copied(len(own & theirs), len(own), len(theirs)):
            yield "text", "warning", tr("much of it stands in {no} too", no=other.get("no"))


# --- visits, inspections, evaluations ------------------------------------------------------------


async def covered_village(ask: Ask, record: Record) -> AsyncIterator[Finding]:
    """Only households of a village that the visitor covers count."""
    visitor, village = await _one(ask, record.fields.get("visitor")), record.fields.get("village")
    covered = [c for c in (visitor or {}).get("fields", {}).get("covered") or [] if isinstance(c, str)]
    place = f"{village}{record.fields.get('group') or ''}"
    if covered and isinstance(village, str) and not any(lies_in(place, each) for each in covered):
        yield "village", "warning", tr("not a covered village: {villages}", villages=listed(covered))


async def named_belong(ask: Ask, record: Record) -> AsyncIterator[Finding]:
    """People named in an inspection of a unit belong to it or to one below it."""
    target = await _one(ask, record.fields.get("target"))
    findings = record.fields.get("findings")
    if not target or target["kind"] != "unit" or not isinstance(findings, list):
        return
    on = as_partial(record.fields.get("date"))
    for index, row in enumerate(findings):
        person = await _one(ask, row.get("person")) if isinstance(row, Mapping) else None
        unit = (
            membership(person["fields"].get("memberships") or [], on.start if on else None)
            if person
            else None
        )
        if unit and target["_id"] not in await _line(ask, unit):
            yield (
                f"findings[{index}].person",
                "warning",
                tr("does not belong to {unit}", unit=target["title"]),
            )


async def _line(ask: Ask, unit: ObjectId) -> set[ObjectId]:
    """A unit and those above it."""
    found: set[ObjectId] = set()
    here = await _one(ask, unit)
    while here and here["_id"] not in found:
        found.add(here["_id"])
        here = await _one(ask, here["fields"].get("parent"))
    return found


async def provisional_graded(ask: Ask, record: Record) -> AsyncIterator[Finding]:
    """Provisional members take part in the evaluation but get no grade."""
    lines = record.fields.get("lines")
    rows = [row for row in lines if isinstance(row, Mapping)] if isinstance(lines, list) else []
    graded = {
        row["person"]: index
        for index, row in enumerate(rows)
        if row.get("result") not in (None, "", "不评等次") and isinstance(row.get("person"), ObjectId)
    }
    provisional = {"_id": {"$in": list(graded)}, "fields.political_status": "预备党员"}
    for person in await _others(ask, "person", provisional) if graded else ():
        path = f"lines[{graded[person['_id']]}].result"
        yield path, "missing", tr("{name} is a provisional member and gets no grade", name=person["title"])


# --- awards ----------------------------------------------------------------------------------


async def nominee_fit(ask: Ask, record: Record) -> AsyncIterator[Finding]:
    """An open rectification, a failed grade or provisional membership speak against a nominee."""
    nominee, year = record.fields.get("nominee"), record.fields.get("year")
    if not isinstance(nominee, ObjectId):
        return
    open_ones = {"fields.target": nominee, "fields.result": {"$ne": "完成"}}
    for notice in await _others(ask, "rectification", open_ones):
        yield "nominee", "warning", tr("rectification {no} is still open", no=notice.get("no"))
    failed = {"fields.person": nominee, "fields.year": year, "fields.grade": "不合格"}
    if await _others(ask, "assessment", failed):
        yield "nominee", "warning", tr("was graded unqualified that year")
    person = await _one(ask, nominee)
    if person and person["fields"].get("political_status") == "预备党员":
        yield "nominee", "warning", tr("is a provisional member")


async def nomination_done(ask: Ask, record: Record) -> AsyncIterator[Finding]:
    """An award follows a verified nomination whose public notice has ended.

    The nomination that an award names stands in the way of `verified`; one that names none is only
    pointed out, since an old award may have come in without its papers.
    """
    chosen = record.fields.get("nomination")
    level: Level = "missing" if chosen else "warning"
    where = {"_id": chosen} if chosen else {"fields.nominee": record.fields.get("nominee")}
    rows = [from_bson(row) for row in await _others(ask, "nomination", where, "notice_from", "notice_to")]
    approved = [row for row in rows if row["status"] == "verified"]
    if not approved:
        yield "nomination", level, tr("there is no verified nomination")
    elif max(_notice_days(row.get("fields", {}), record) for row in approved) < NOTICE_DAYS:
        message = tr("the public notice has not stood {days} working days", days=NOTICE_DAYS)
        yield "nomination", level, message


def _notice_days(nomination: Mapping[str, Any], award: Record) -> int:
    """Working days of a nomination's public notice that ended before the award."""
    begun, ended = as_partial(nomination.get("notice_from")), as_partial(nomination.get("notice_to"))
    issued = as_partial(award.fields.get("issued_on"))
    if not begun or not ended or (issued and ended.end > issued.end):
        return 0
    return working_days(begun.start, ended.end)


async def winners_awarded(ask: Ask, record: Record) -> AsyncIterator[Finding]:
    """Every winner of a decision has an award that names it; these may follow the decision."""
    winners = record.fields.get("winners")
    if not isinstance(winners, list) or not winners:
        return
    awards = await _others(ask, "award", {"fields.decision": record.id}, "nominee")
    awarded = {row.get("fields", {}).get("nominee") for row in awards}
    if without := sum(winner not in awarded for winner in winners):
        yield "winners", "warning", tr("{number} winners have no award record", number=without)


# --- office --------------------------------------------------------------------------------------


async def within_budget(ask: Ask, record: Record) -> AsyncIterator[Finding]:
    """A year's spending stays within its budget."""
    fields = record.fields
    amount = fields.get("amount")
    if fields.get("category") != "支出" or not isinstance(amount, Decimal | int):
        return
    match = {"kind": "funding", **_LIVE, "_id": {"$ne": record.id}, "fields.year": fields.get("year")}
    match["unit"] = record.unit
    group = {"_id": "$fields.category", "sum": {"$sum": "$fields.amount"}}
    sums = {row["_id"]: _decimal(row["sum"]) for row in await ask([{"$match": match}, {"$group": group}])}
    budget, spent = sums.get("预算", Decimal(0)), sums.get("支出", Decimal(0)) + amount
    if spent > budget:
        message = tr("spent {spent} of {budget}", spent=f"{spent:.2f}", budget=f"{budget:.2f}")
        yield "amount", "warning", message


def _decimal(value: Any) -> Decimal:
    return value.to_decimal() if isinstance(value, Decimal128) else Decimal(str(value))


async def document_there(ask: Ask, record: Record) -> AsyncIterator[Finding]:
    """A document is kept as text or as an attachment."""
    if not record.fields.get("text") and not record.attachments:
        yield "text", "missing", tr("neither the text nor an attachment is here")


async def file_there(ask: Ask, record: Record) -> AsyncIterator[Finding]:
    """An issued document has its file."""
    if not record.attachments:
        yield "document", "missing", tr("the file is not attached")


async def figures_frozen(ask: Ask, record: Record) -> AsyncIterator[Finding]:
    """The figures of an approved summary stay as they were."""
    rows = await ask([{"$match": {"_id": record.id, "status": "verified"}}]) if record.version else []
    if (
        rows
        and record.status == "verified"
        and rows[0]["fields"].get("figures") != to_bson(record.fields.get("figures"))
    ):
        yield "figures", "error", tr("the figures of an approved summary do not change")


#: The checks of each kind that has any.
LOOKS: Mapping[str, tuple[Look, ...]] = {
    "person": (person_alike,),
    "unit": (unit_above, branch_size),
    "position": (one_head, township_posts),
    "experience_article": (text_alike,),
    "household_visit": (covered_village,),
    "inspection": (named_belong,),
    "democratic_evaluation": (provisional_graded,),
    "nomination": (nominee_fit,),
    "award": (nomination_done,),
    "commendation": (winners_awarded,),
    "funding": (within_budget,),
    "implementation_plan": (document_there,),
    "rule_document": (document_there,),
    "issued_document": (file_there,),
    "stage_summary": (figures_frozen,),
}
