"""What a rectification notice prints: what was found, and what has to be put right until when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.changing.serials import last_serial, save_with_serial
from records.errors import Refused, UsageFault
from records.kind import Label
from records.language import Language, translator
from records.programme.units import Unit, Units, load_units
from records.record import Record
from records.search.query import Query
from records.values import PartialDate
from templates.contexts.finding import chosen
from templates.contexts.inspected import Visit, methods_named, visits_of
from templates.contexts.issuer import office_of
from templates.contexts.numbers import code_for
from templates.contexts.sealed import seal_of
from templates.contexts.standing import refuse_void
from templates.contexts.text import long_date
from templates.pictures import Picture
from templates.spec import MERGED, DocumentSpec, Draft, Option, Options, Request, Sheet, named

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("templates")
_NUMBERED = re.compile(r"\s*(?:\d{1,2}[.．、)）]|[（(]\d{1,2}[）)]|[一二三四五六七八九十]{1,3}、)\s*(?!\d)")


@dataclass(frozen=True, slots=True)
class Rectification:
    """The tags of rectification.docx. ``person`` is true for a notice to a person, who is a 同志.

    ``inspected`` is the day of the inspection; empty when the notice names none. ``extended`` is a later
    deadline that was approved.
    """

    doc_no: str = named("编号", "the number of the notice")
    recipient: str = named("受文单位或个人", "to whom it goes: a unit or a person")
    person: bool = named("是否个人", "whether it goes to a person")
    organisation: str = named("个人所在党组织", "the organisation of that person")
    inspected: str = named("督查日期", "the day of the inspection")
    inspected_unit: str = named("督查对象", "whom the inspection visited")
    methods: str = named("督查方式", "the methods of the inspection")
    inspection_no: str = named("督查编号", "the number of the inspection")
    problems: tuple[str, ...] = named("存在问题", "the problems found")
    requirements: tuple[str, ...] = named("整改要求", "what has to be put right")
    deadline: str = named("整改时限", "until when")
    extended: str = named("延期至", "until when it was extended")
    responsible: str = named("责任人", "who is responsible")
    issuer: str = named("发文机关署名", "who signs")
    issuing_office: str = named("报送地点", "where the reply goes")
    date: str = named("签发日期", "the day of issue")
    seal: Picture | None = named("印章图片（可无）", "the issuer's seal, if any", default=None)


async def gather(ask: Request) -> Draft:
    """The notice ``no``; or in one go all notices open on the request's day of a unit, or of a person.

    A unit's are those to it, to units under it and to their people. Raises UsageFault when neither is
    given, Refused for a void notice and when none is open.
    """
    archive = ask.archive
    notices = await _notices(ask)
    units = await load_units(archive, ask.on, count_members=False)
    issuer = units.root()
    if ask.number:
        notices = [await _numbered(archive, each, issuer, ask.on) for each in notices]
    seal, media, unsealed = await seal_of(ask, issuer)
    contexts = [await _context(ask, notice, units, issuer, seal) for notice in notices]
    warnings = _warnings(notices)
    warnings += unsealed
    label = SPEC.label.text(ask.lang)
    targets = [whose for each in notices if isinstance(whose := each.fields.get("target"), ObjectId)]
    return Draft(
        sheets=[
            Sheet(f"{context.doc_no} {label} {context.recipient}".strip(), context, notice, media)
            for context, notice in zip(contexts, notices, strict=True)
        ],
        subject=notices[0].id,
        subjects=[*(notice.id for notice in notices), *dict.fromkeys(targets)],
        warnings=warnings,
        doc_no=contexts[0].doc_no if len(contexts) == 1 else "",
        merged=label if ask.options.get("merged") else "",
    )


async def expand(ask: Request) -> Sequence[Options]:
    """Each open notice of a unit or person on its own, unless they are wanted in one file."""
    if ask.options.get("no") or ask.options.get("merged"):
        return [ask.options]
    kept = {name: value for name, value in ask.options.items() if name not in ("unit", "person")}
    return [{**kept, "no": str(notice.no or notice.id)} for notice in await _notices(ask)]


async def _notices(ask: Request) -> list[Record]:
    notice = await chosen(ask, "no", "rectification", numbered="doc_no")
    if notice is not None:
        refuse_void(notice)
        return [notice]
    unit, person = await chosen(ask, "unit", "unit"), await chosen(ask, "person", "person")
    whose = unit or person
    if whose is None:
        raise UsageFault(
            tr("Which notices?"), hint=tr("Give a notice's number, or a unit or person for all open ones.")
        )
    query = Query(
        kind="rectification",
        status=("submitted", "verified"),
        date_to=ask.on,
        unit=unit.id if unit else None,
        sort="date",
    )
    found = [record async for record in ask.archive.each(query) if _open(record, ask.on)]
    if person is not None:
        found = [record for record in found if record.fields.get("target") == person.id]
    if not found:
        raise Refused(
            tr("{whom} has no open rectification notice on {day}.", whom=whose.title, day=ask.on),
            hint=tr("Give a notice's number to print one that is closed."),
        )
    return found


def _open(notice: Record, on: date) -> bool:
    closed = notice.fields.get("closed_on")
    return not isinstance(closed, date) or closed > on


async def _numbered(archive: Archive, notice: Record, issuer: Unit, on: date) -> Record:
    """The notice with its number; the next of the series of notices, or else of the issuer's documents."""
    if notice.fields.get("doc_no") or notice.status == "void":
        return notice
    own = await last_serial(archive, kind="rectification", field="doc_no")
    code = own.code if own else await code_for(archive, issuer.id, "document_code", "doc_no")
    if not code:
        return notice
    return await save_with_serial(archive, notice, "doc_no", code, (_day(notice) or on).year)


async def _context(
    ask: Request, notice: Record, units: Units, issuer: Unit, seal: Picture | None
) -> Rectification:
    archive, lang, fields = ask.archive, ask.lang, notice.fields
    target, visit, inspection = await _target_and_visit(ask, notice, units)
    unit = units.get(notice.unit)
    is_person = target is not None and target.kind == "person"
    responsible = fields.get("responsible")
    names = await archive.names([responsible] if isinstance(responsible, ObjectId) else [])
    deadline, extended = fields.get("deadline"), fields.get("extended_to")
    return Rectification(
        doc_no=str(fields.get("doc_no") or ""),
        recipient=_name(target, unit, notice),
        person=is_person,
        organisation=unit.name if is_person and unit else "",
        inspected=long_date(visit.day, lang) if visit and visit.day else "",
        inspected_unit=visit.name if visit else "",
        methods=methods_named(archive, visit.methods, lang) if visit else "",
        inspection_no=str(inspection.no or "") if inspection else "",
        problems=_problems(notice, target, visit),
        requirements=tuple(
            _bare(str(each)) for each in _list(fields.get("requirements")) if str(each).strip()
        ),
        deadline=long_date(deadline, lang) if isinstance(deadline, date) else "",
        extended=long_date(extended, lang)
        if isinstance(extended, date) and fields.get("result") == "延期"
        else "",
        responsible=next(iter(names.values()), ""),
        issuer=issuer.name,
        issuing_office=office_of(issuer, lang) if lang == "zh" else f"the {office_of(issuer, lang)}",
        date=long_date(_day(notice) or ask.on, lang),
        seal=seal,
    )


async def _target_and_visit(
    ask: Request, notice: Record, units: Units
) -> tuple[Record | None, Visit | None, Record | None]:
    wanted = [notice.fields.get("target"), notice.fields.get("inspection")]
    found = await ask.archive.get_many([each for each in wanted if isinstance(each, ObjectId)])
    target, inspection = (found.get(each) if isinstance(each, ObjectId) else None for each in wanted)
    if inspection is None or inspection.status == "void":
        return target, None, None
    period = inspection.date or PartialDate.day(ask.on)
    (visit,) = await visits_of(ask.archive, [inspection], units, period, ask.on)
    return target, visit, inspection


def _problems(notice: Record, target: Record | None, visit: Visit | None) -> tuple[str, ...]:
    """What the notice says; where it says nothing, what the inspection found of the one it goes to."""
    own = str(notice.fields.get("problems") or "")
    lines = [_bare(line) for line in own.splitlines() if line.strip()]
    if lines or visit is None or target is None:
        return tuple(lines)
    whole = target.kind == "unit"
    return tuple(each.text for each in visit.found if whole or each.person in (None, target.id))


def _bare(line: str) -> str:
    """A line without the number it was written with, and without its end: the paper numbers it itself."""
    return _NUMBERED.sub("", line.strip(), count=1).rstrip(" 　。．.;；")


def _name(target: Record | None, unit: Unit | None, notice: Record) -> str:
    if target is None:
        return notice.title
    if target.kind == "unit" and unit is not None:
        return unit.name
    return str(target.fields.get("name") or target.title)


def _day(notice: Record) -> date | None:
    value = notice.fields.get("issued_on")
    return value if isinstance(value, date) else None


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def _warnings(notices: Sequence[Record]) -> list[str]:
    def listed(found: Sequence[Record]) -> str:
        return "、".join(each.no or each.title for each in found)

    warnings = []
    if drafts := [each for each in notices if each.status != "verified"]:
        warnings.append(tr("Not verified yet: {numbers}.", numbers=listed(drafts)))
    if bare := [each for each in notices if not each.fields.get("doc_no")]:
        warnings.append(tr("Without a number: {numbers}.", numbers=listed(bare)))
    if loose := [each for each in notices if not each.fields.get("inspection")]:
        warnings.append(tr("These notices name no inspection: {numbers}.", numbers=listed(loose)))
    if idle := [each for each in notices if not each.fields.get("responsible")]:
        warnings.append(tr("These notices name nobody responsible: {numbers}.", numbers=listed(idle)))
    return warnings


def example(lang: Language) -> Rectification:
    """A filled notice of invented data."""
    if lang == "en":
        return Rectification(
            doc_no="QDF 2011-19",
            recipient="Shangying Village Branch",
            person=False,
            organisation="",
            inspected="6 May 2011",
            inspected_unit="Shangying Village Branch",
            methods="reading papers and sampling notes",
            inspection_no="DC-2011-0003",
            problems=("Sun Youcai has only 4,200 characters of notes", "There is no sign-in sheet for April"),
            requirements=("Make up 6,000 characters of notes", "Keep a sign-in sheet of every session"),
            deadline="31 May 2011",
            extended="",
            responsible="Zhao Yonggang",
            issuer="CPC Committee of Qingyanghe",
            issuing_office="the Office of the CPC Committee of Qingyanghe",
            date="10 May 2011",
        )
    return Rectification(
        doc_no="青党发〔2011〕19号",
        recipient="上营村党支部",
        person=False,
        organisation="",
        inspected="2011年5月6日",
        inspected_unit="上营村党支部",
        methods="查资料、抽查笔记",
        inspection_no="DC-2011-0003",
        problems=("孙有才读书笔记仅4200字", "集中学习无4月份签到记录"),
        requirements=("补记笔记6000字", "健全签到登记，每次学习有据可查"),
        deadline="2011年5月31日",
        extended="",
        responsible="赵永刚",
        issuer="中共青杨河乡委员会",
        issuing_office="中共青杨河乡委员会办公室",
        date="2011年5月10日",
    )


SPEC = DocumentSpec(
    name="rectification",
    label=Label("整改通知", "Rectification notice"),
    context=Rectification,
    example=example,
    gather=gather,
    options=(
        Option("no", Label("整改通知", "Notice"), "record", kinds=("rectification",)),
        Option("unit", Label("单位（全部未销号的）", "Unit (all open ones)"), "record", kinds=("unit",)),
        Option(
            "person", Label("个人（全部未销号的）", "Person (all open ones)"), "record", kinds=("person",)
        ),
        MERGED,
        Option("seal", Label("印上公章图片", "Print the seal"), "flag"),
    ),
    kinds=("rectification",),
    one_of=("no", "unit", "person"),
    expand=expand,
)
