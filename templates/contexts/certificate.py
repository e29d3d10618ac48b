"""What a certificate of honour prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.errors import Refused, UsageFault
from records.language import translator
from records.programme.units import load_units
from records.record import Record
from records.search.query import Condition, Query
from templates.contexts.people import people_of
from templates.contexts.standing import refuse_void
from templates.contexts.text import Lang, long_date, number_spelt, year_named

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("templates")


@dataclass(frozen=True, slots=True)
class Certificate:
    """The tags of certificate.docx. ``person`` is false for an organisation, which is no 同志."""

    recipient: str
    person: bool
    occasion: str
    honour: str
    issuer: str
    date: str
    certificate_no: str


@dataclass(frozen=True)
class Certificates:
    """Certificates in the order of the name list, with the awards they certify and what they rest on."""

    contexts: list[Certificate]
    awards: list[Record]
    decision: ObjectId
    warnings: list[str]


async def certificates(archive: Archive, no: str, lang: Lang) -> Certificates:
    """The certificate of an award, or those of all awards of a commendation decision.

    ``no`` is a record's number, a document number or a certificate number. Raises NotFound,
    UsageFault for a record of another kind, Refused when the decision has no award.
    """
    awards, decision = await _awards(archive, no)
    nominees = await _referred(archive, awards, "nominee")
    decisions = await _referred(archive, awards, "decision")
    if decision is not None:
        decisions[decision.id] = decision
    today = archive.settings.today
    days = {a.id: _day(a, decisions) or today for a in awards}
    units = await load_units(archive, max(days.values()))
    people = await people_of(
        archive, [n for n in nominees.values() if n.kind == "person"], units, max(days.values())
    )
    order: dict[ObjectId | None, int] = {unit.id: index for index, unit in enumerate(units.ordered)}
    order |= {person: len(order) + index for index, person in enumerate(people)}
    awards.sort(key=lambda a: (order.get(_reference(a, "nominee"), len(order)), a.no or ""))
    root = units.root()
    contexts = []
    for award in awards:
        nominee = nominees.get(_reference(award, "nominee"))
        issued_by = decisions.get(_reference(award, "decision"))
        issuer = (units.get(issued_by.unit) if issued_by else None) or root
        contexts.append(
            Certificate(
                recipient=str(nominee.fields.get("name") or nominee.title) if nominee else award.title,
                person=nominee is None or nominee.kind == "person",
                occasion=_occasion(issued_by, days[award.id], lang),
                honour=_honour(archive, award, lang),
                issuer=issuer.name,
                date=long_date(days[award.id], lang),
                certificate_no=str(award.fields.get("certificate_no") or ""),
            )
        )
    return Certificates(contexts, awards, decision.id if decision else awards[0].id, _warnings(awards))


async def _awards(archive: Archive, no: str) -> tuple[list[Record], Record | None]:
    record = await _numbered(archive, no)
    refuse_void(record)
    if record.kind == "award":
        return [record], None
    if record.kind != "commendation":
        raise UsageFault(tr("{no} is neither an award nor a commendation decision.", no=no))
    found = [
        each
        async for each in archive.each(Query(kind="award", where=(Condition("decision", "=", record.id),)))
    ]
    if not found:
        raise Refused(
            tr("No award of {no} is recorded, so there is nothing to certify.", no=record.no or no),
            hint=tr("Record an award with its certificate number for each winner first."),
        )
    return found, record


async def _numbered(archive: Archive, no: str) -> Record:
    for kind, name in (("award", "certificate_no"), ("commendation", "doc_no")):
        for spelt in dict.fromkeys((no.strip(), number_spelt(no))):
            query = Query(kind=kind, where=(Condition(name, "=", spelt),))
            if found := await archive.find(query, limit=1):
                return found[0]
    return await archive.get(no)


def _reference(award: Record, name: str) -> ObjectId | None:
    value = award.fields.get(name)
    return value if isinstance(value, ObjectId) else None


async def _referred(archive: Archive, awards: Sequence[Record], name: str) -> dict[ObjectId | None, Record]:
    wanted = [found for award in awards if (found := _reference(award, name))]
    return dict((await archive.get_many(wanted)).items())


def _day(award: Record, decisions: Mapping[ObjectId | None, Record]) -> date | None:
    issued = award.fields.get("issued_on")
    if isinstance(issued, date):
        return issued
    decision = decisions.get(_reference(award, "decision"))
    decided = decision.fields.get("decided_on") if decision else None
    return decided if isinstance(decided, date) else None


def _occasion(decision: Record | None, on: date, lang: Lang) -> str:
    year = year_named(decision.title if decision else "", on.year)
    if lang == "zh":
        return f"{year}年度创建学习型党组织活动"
    return f"the {year} campaign for learning Party organisations"


def _honour(archive: Archive, award: Record, lang: Lang) -> str:
    title = str(award.fields.get("title") or "")
    field = archive.kinds["nomination"].field("award")
    return field.choice_label(title, lang) if field and lang == "en" else title


def _warnings(awards: Sequence[Record]) -> list[str]:
    warnings = []
    drafts = [a.no or a.title for a in awards if a.status != "verified"]
    if drafts:
        warnings.append(tr("Not verified yet: {numbers}.", numbers="、".join(drafts)))
    bare = [a.no or a.title for a in awards if not a.fields.get("certificate_no")]
    if bare:
        warnings.append(tr("Without a certificate number: {numbers}.", numbers="、".join(bare)))
    return warnings
