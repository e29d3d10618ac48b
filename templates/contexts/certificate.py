"""What a certificate of honour prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.changing.serials import save_with_serial
from records.errors import Refused, UsageFault
from records.kind import Label
from records.language import Language, translator
from records.programme.units import load_units
from records.record import Record
from records.search.query import Condition, Query
from templates.contexts.finding import by_document_number, chosen
from templates.contexts.numbers import code_for
from templates.contexts.people import people_of
from templates.contexts.sealed import seal_of
from templates.contexts.standing import refuse_void
from templates.contexts.text import long_date, year_named
from templates.pictures import Picture
from templates.spec import MERGED, DocumentSpec, Draft, Option, Options, Request, Sheet, named

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("templates")
#: Nobody wins more often.
_AWARDS = 1000


@dataclass(frozen=True, slots=True)
class Certificate:
    """The tags of certificate.docx. ``person`` is false for an organisation, which is no 同志."""

    recipient: str = named("受表彰的人或组织", "the winner: a person or an organisation")
    person: bool = named("是否个人", "whether the winner is a person")
    occasion: str = named("因何表彰", "what the honour is for")
    honour: str = named("荣誉称号", "the title conferred")
    issuer: str = named("颁发机关", "who issues it")
    date: str = named("颁发日期", "the day of issue")
    certificate_no: str = named("证书编号", "the certificate's number")
    seal: Picture | None = named("印章图片（可无）", "the issuer's seal, if any", default=None)


async def expand(ask: Request) -> Sequence[Options]:
    """One paper for each award of a winner, the latest first, unless they go into one file."""
    if "winner" not in ask.options or ask.options.get("merged"):
        return [ask.options]
    rest = {name: value for name, value in ask.options.items() if name != "winner"}
    return [{**rest, "no": award.no or str(award.id)} for award in await _won(ask)]


async def gather(ask: Request) -> Draft:
    """The certificate of an award, or those of all awards of a commendation decision in its list's order.

    The option ``no`` is a record's number, a document number or a certificate number; ``winner`` stands for
    all awards of a person or organisation. Raises NotFound, UsageFault for a record of another kind or when
    neither is given, Refused when there is no award.
    """
    archive, lang = ask.archive, ask.lang
    awards, decision = await _asked(ask)
    nominees = await _referred(archive, awards, "nominee")
    decisions = await _referred(archive, awards, "decision")
    if decision is not None:
        decisions[decision.id] = decision
    days = {a.id: _day(a, decisions) or ask.on for a in awards}
    units = await load_units(archive, max(days.values()))
    winners = [each for each in nominees.values() if each.kind == "person"]
    people = await people_of(archive, winners, units, max(days.values()))
    order: dict[ObjectId | None, int] = {unit.id: index for index, unit in enumerate(units.ordered)}
    order |= {person: len(order) + index for index, person in enumerate(people)}
    awards.sort(key=lambda a: (order.get(_reference(a, "nominee"), len(order)), a.no or ""))
    root = units.root()
    if ask.number:
        awards = await _numbered_awards(archive, awards, days, root.id)
    seal, media, unsealed = await seal_of(ask, root)
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
                seal=seal,
            )
        )
    return Draft(
        sheets=[
            Sheet(f"{context.certificate_no} {context.recipient}", context, award, media)
            for context, award in zip(contexts, awards, strict=True)
        ],
        subject=awards[0].id if len(awards) == 1 or decision is None else decision.id,
        subjects=[*(award.id for award in awards), *(each.id for each in nominees.values())],
        warnings=_warnings(awards) + unsealed,
        doc_no=contexts[0].certificate_no if len(contexts) == 1 else "",
        merged=SPEC.label.text(lang) if ask.options.get("merged") else "",
    )


async def _asked(ask: Request) -> tuple[list[Record], Record | None]:
    """The awards asked for, and the decision when they are asked for by it."""
    if "winner" in ask.options:
        return await _won(ask), None
    if "no" in ask.options:
        return await _awards(ask.archive, ask.options["no"])
    raise UsageFault(tr("Whose certificate?"), hint=tr("Give --winner or --no."))


async def _numbered_awards(
    archive: Archive, awards: Sequence[Record], days: Mapping[ObjectId, date], root: ObjectId
) -> list[Record]:
    """The awards, each with a certificate number; the next ones are given to those without."""
    found = []
    for award in awards:
        if not award.fields.get("certificate_no") and award.status != "void":
            code = await code_for(archive, root, "certificate_code", "certificate_no")
            if code:
                award = await save_with_serial(archive, award, "certificate_no", code, days[award.id].year)
        found.append(award)
    return found


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


async def _won(ask: Request) -> list[Record]:
    """The awards of the winner asked for, the latest first. Raises UsageFault, Refused for none."""
    winner = await chosen(ask, "winner", "person", "unit")
    assert winner is not None  # asked for
    query = Query(kind="award", where=(Condition("nominee", "=", winner.id),), sort="-date")
    found = await ask.archive.find(query, limit=_AWARDS)
    if not found:
        raise Refused(
            tr("No award of {winner} is recorded, so there is nothing to certify.", winner=winner.title),
            hint=tr("Record the award with its certificate number first."),
        )
    return found


async def _numbered(archive: Archive, no: str) -> Record:
    for kind, name in (("award", "certificate_no"), ("commendation", "doc_no")):
        if found := await by_document_number(archive, kind, name, no):
            return found
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


def _occasion(decision: Record | None, on: date, lang: Language) -> str:
    year = year_named(decision.title if decision else "", on.year)
    if lang == "zh":
        return f"{year}年度创建学习型党组织活动"
    return f"the {year} campaign for learning Party organisations"


def _honour(archive: Archive, award: Record, lang: Language) -> str:
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


def example(lang: Language) -> Certificate:
    """A filled certificate of invented data."""
    if lang == "en":
        return Certificate(
            "Zhang Weimin",
            True,
            "the 2011 campaign for learning Party organisations",
            "Advanced individual in study",
            "CPC Committee of Qingyanghe",
            "1 July 2011",
            "QX 2011-008",
        )
    return Certificate(
        "张伟民",
        True,
        "2011年度创建学习型党组织活动",
        "学习先进个人",
        "中共青杨河乡委员会",
        "2011年7月1日",
        "青学〔2011〕008号",
    )


SPEC = DocumentSpec(
    name="certificate",
    label=Label("荣誉证书", "Certificate of honour"),
    context=Certificate,
    example=example,
    gather=gather,
    options=(
        Option("winner", Label("获奖人或组织", "Winner"), "record", kinds=("person", "unit")),
        Option("no", Label("表彰或决定", "Award or decision"), "record", kinds=("award", "commendation")),
        MERGED,
        Option("seal", Label("印上公章图片", "Print the seal"), "flag"),
    ),
    kinds=("award", "commendation"),
    one_of=("winner", "no"),
    expand=expand,
)
