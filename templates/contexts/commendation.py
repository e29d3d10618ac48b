"""What the commendation decision prints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.changing.serials import save_with_serial
from records.errors import NotFound, Refused, UsageFault
from records.kind import Label
from records.language import Language, translator
from records.programme.units import Unit, load_units
from records.record import Record
from records.search.query import Condition, Query
from templates.contexts.finding import by_document_number
from templates.contexts.issuer import mark_of, office_of
from templates.contexts.numbers import code_for
from templates.contexts.people import Person, people_of
from templates.contexts.sealed import seal_of
from templates.contexts.standing import draft_warnings, refuse_void
from templates.contexts.text import (
    Line,
    has_chinese,
    lines_of,
    long_date,
    title_lines,
    year_named,
)
from templates.pictures import Picture
from templates.spec import YEAR, DocumentSpec, Draft, Option, Request, Sheet, named

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("templates")


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """A commended organisation."""

    number: int = named("序号", "its place in the list")
    name: str = named("党组织名称", "its name")
    secretary: str = named("书记", "its secretary")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A commended person."""

    number: int = named("序号", "the place in the list")
    name: str = named("姓名", "the name")
    organisation: str = named("所在党组织", "the organisation on the day of the decision")
    post: str = named("职务", "the post")


@dataclass(frozen=True, slots=True)
class Commendation:
    """The tags of commendation.docx.

    ``background``, ``hopes`` and ``call`` hold the record's own paragraphs; where they are empty the
    template prints its standing words. ``copy_to`` empty leaves the copies out of the imprint.
    """

    mark: str = named("发文机关标志", "the issuer's mark at the head")
    doc_no: str = named("文号", "the document number")
    title: str = named("标题", "the title")
    year: int = named("表彰年度", "the year commended")
    deciding_body: str = named("作出决定的会议或机关", "the meeting or body that decided")
    background: tuple[Line, ...] = named("背景", "the background")
    hopes: tuple[Line, ...] = named("希望", "hopes for the winners")
    call: tuple[Line, ...] = named("号召", "the call to others")
    organisations: tuple[OrganisationRow, ...] = named("先进党组织", "the organisations commended")
    people: tuple[PersonRow, ...] = named("先进个人", "the people commended")
    issuer: str = named("发文机关署名", "who signs")
    date: str = named("成文日期", "the day of the decision")
    copy_to: str = named("抄送", "who gets copies")
    issuing_office: str = named("印发机关", "the office that prints it")
    seal: Picture | None = named("印章图片（可无）", "the issuer's seal, if any", default=None)
    by_strokes: bool = named("先进个人按姓氏笔画为序", "whether the people stand by strokes", default=False)


async def find_decision(archive: Archive, *, no: str | None = None, year: int | None = None) -> Record:
    """The decision with that number (the record's or the document's), or the latest of a year, or of all.

    Raises Refused when there is none, saying how to record one.
    """
    if no is not None:
        return await _numbered(archive, no)
    query = Query(kind="commendation", sort="-date")
    if year is not None:
        query = replace(query, date_from=date(year, 1, 1), date_to=date(year, 12, 31))
    found = await archive.find(query, limit=1)
    if found:
        return found[0]
    missing = tr("No commendation decision is recorded.")
    if year is not None:
        missing = tr("No commendation decision of {year} is recorded.", year=year)
    raise Refused(
        missing,
        hint=tr("Record the decision first, with its title, its date and its winners."),
    )


async def _numbered(archive: Archive, no: str) -> Record:
    try:
        record = await archive.get(no)
    except NotFound:
        if found := await by_document_number(archive, "commendation", "doc_no", no):
            return found
        raise
    if record.kind != "commendation":
        raise UsageFault(tr("{no} is not a commendation decision.", no=no))
    return record


async def gather(ask: Request) -> Draft:
    """A decision, and warnings for what it lacks. Raises Refused when there is none or it names no winner."""
    archive, lang = ask.archive, ask.lang
    record = await find_decision(archive, no=ask.options.get("no"), year=ask.options.get("year"))
    refuse_void(record)
    on = _day(record) or ask.on
    units = await load_units(archive, on)
    issuer = units.get(record.unit) or units.root()
    winners = await archive.get_many(_ids(record.fields.get("winners")))
    people = await people_of(archive, [w for w in winners.values() if w.kind == "person"], units, on)
    organisations = [unit for unit in units.ordered if unit.id in winners]
    if not people and not organisations:
        raise Refused(
            tr("{no} names no winner yet.", no=record.no or record.title),
            hint=tr("Add the winners to the decision first."),
        )
    if ask.number and not _text(record, "doc_no"):
        code = await code_for(archive, issuer.id, "document_code", "doc_no", kind="commendation")
        if code:
            record = await save_with_serial(archive, record, "doc_no", code, on.year)
    seal, media, unsealed = await seal_of(ask, issuer)
    by_strokes = bool(ask.options.get("by_strokes"))
    context = Commendation(
        mark=mark_of(issuer, lang),
        doc_no=_text(record, "doc_no"),
        title=_title(record, issuer, on, lang),
        year=year_named(_text(record, "title"), on.year),
        deciding_body=_body(record, issuer, lang),
        background=lines_of(_text(record, "background")),
        hopes=lines_of(_text(record, "hopes")),
        call=lines_of(_text(record, "call")),
        organisations=await _organisations(archive, organisations),
        people=_people(
            sorted(people.values(), key=lambda one: one.strokes) if by_strokes else people.values()
        ),
        by_strokes=by_strokes,
        issuer=issuer.name,
        date=long_date(on, lang),
        copy_to=ask.options.get("copy_to", ""),
        issuing_office=office_of(issuer, lang),
        seal=seal,
    )
    names = {unit.id: unit.name for unit in organisations} | {one.id: one.name for one in people.values()}
    warnings = await _warnings(archive, record, names)
    warnings += unsealed
    return Draft(
        sheets=[Sheet(f"{context.doc_no} {context.title}".replace("\n", ""), context, record, media)],
        subject=record.id,
        subjects=list(winners),
        warnings=warnings,
        doc_no=context.doc_no,
    )


def _body(record: Record, issuer: Unit, lang: Language) -> str:
    if lang == "en":
        return "the Party committee"
    return _text(record, "meeting") or issuer.short_name or "党委"


def _title(record: Record, issuer: Unit, on: date, lang: Language) -> str:
    """The recorded title; in English a standing one, unless the record's own is not Chinese.

    A title names its issuer (GB/T 9704-2012, 7.3.1), so one that begins with 关于 gets it in front.
    """
    title = _text(record, "title")
    if lang == "zh":
        return title_lines(issuer.name + title if title.startswith("关于") else title)
    if not has_chinese(title):
        return title
    return f"Decision on Commending the Advanced in Study of {year_named(title, on.year)}"


async def _organisations(archive: Archive, found: list[Unit]) -> tuple[OrganisationRow, ...]:
    names = await archive.names([unit.secretary for unit in found if unit.secretary])
    return tuple(
        OrganisationRow(index, unit.name, names.get(unit.secretary, "") if unit.secretary else "")
        for index, unit in enumerate(found, 1)
    )


def _people(found: Iterable[Person]) -> tuple[PersonRow, ...]:
    return tuple(
        PersonRow(index, person.name, person.organisation, person.post)
        for index, person in enumerate(found, 1)
    )


async def _warnings(archive: Archive, record: Record, names: dict[ObjectId, str]) -> list[str]:
    warnings = draft_warnings(record)
    if not _text(record, "doc_no"):
        warnings.append(tr("The decision has no document number."))
    if _day(record) is None:
        warnings.append(tr("The decision has no date; the working date is printed."))
    awards = Query(kind="award", where=(Condition("decision", "=", record.id),))
    awarded = {award.fields.get("nominee") async for award in archive.each(awards)}
    without = [name for key, name in names.items() if key not in awarded]
    if without:
        warnings.append(tr("Without an award record, so no certificate: {names}.", names="、".join(without)))
    return warnings


def _day(record: Record) -> date | None:
    value = record.fields.get("decided_on")
    return value if isinstance(value, date) else None


def _ids(value: object) -> list[ObjectId]:
    return [each for each in value if isinstance(each, ObjectId)] if isinstance(value, list) else []


def _text(record: Record, name: str) -> str:
    value = record.fields.get(name)
    return value.strip() if isinstance(value, str) else ""


def example(lang: Language) -> Commendation:
    """A filled decision of invented data."""
    if lang == "en":
        return Commendation(
            mark="CPC Committee of Qingyanghe",
            doc_no="QDF 2011-23",
            title="Decision on Commending the Advanced in Study of 2011",
            year=2011,
            deciding_body="the Party committee",
            background=(),
            hopes=(),
            call=(),
            organisations=(OrganisationRow(1, "Willow Bend General Branch", "Zhao Yonggang"),),
            people=(PersonRow(1, "Zhang Weimin", "Willow Bend First Branch", "Village head"),),
            by_strokes=True,
            issuer="CPC Committee of Qingyanghe",
            date="1 July 2011",
            copy_to="County Learning Office",
            issuing_office="Office of the CPC Committee of Qingyanghe",
        )
    return Commendation(
        mark="中共青杨河乡委员会文件",
        doc_no="青党发〔2011〕23号",
        title="中共青杨河乡委员会关于表彰2011年度\n先进学习型党组织和学习先进个人的决定",
        year=2011,
        deciding_body="青杨河乡党委",
        background=(Line(0, "今年以来，全乡各级党组织扎实开展学习。"),),
        hopes=(),
        call=(),
        organisations=(OrganisationRow(1, "柳树湾村党总支", "赵永刚"),),
        people=(PersonRow(1, "张伟民", "柳树湾村第一党支部", "村委会主任"),),
        by_strokes=True,
        issuer="中共青杨河乡委员会",
        date="2011年7月1日",
        copy_to="县委学习办",
        issuing_office="中共青杨河乡委员会办公室",
    )


SPEC = DocumentSpec(
    name="commendation",
    label=Label("表彰决定", "Commendation decision"),
    context=Commendation,
    example=example,
    gather=gather,
    options=(
        Option("no", Label("决定", "Decision"), "record", kinds=("commendation",)),
        YEAR,
        Option("copy_to", Label("抄送", "Copies to")),
        Option("by_strokes", Label("个人按姓氏笔画为序", "People by the strokes of their names"), "flag"),
        Option("seal", Label("印上公章图片", "Print the seal"), "flag"),
    ),
    kinds=("commendation",),
    one_of=("no", "year"),
)
