"""What the commendation decision prints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.errors import NotFound, Refused, UsageFault
from records.language import translator
from records.programme.units import Unit, load_units
from records.record import Record
from records.search.query import Condition, Query
from templates.contexts.people import Person, people_of
from templates.contexts.standing import refuse_void
from templates.contexts.text import (
    Lang,
    Line,
    has_chinese,
    lines_of,
    long_date,
    number_spelt,
    title_lines,
    year_named,
)

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("templates")


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """A commended organisation."""

    number: int
    name: str
    secretary: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A commended person."""

    number: int
    name: str
    organisation: str
    post: str


@dataclass(frozen=True, slots=True)
class Commendation:
    """The tags of commendation.docx.

    ``background``, ``hopes`` and ``call`` hold the record's own paragraphs; where they are empty the
    template prints its standing words. ``copy_to`` empty leaves the copies out of the imprint.
    """

    mark: str
    doc_no: str
    title: str
    year: int
    deciding_body: str
    background: tuple[Line, ...]
    hopes: tuple[Line, ...]
    call: tuple[Line, ...]
    organisations: tuple[OrganisationRow, ...]
    people: tuple[PersonRow, ...]
    issuer: str
    date: str
    copy_to: str
    issuing_office: str


@dataclass(frozen=True)
class Decision:
    """A context with the record it was made from and everything else it rests on."""

    context: Commendation
    record: Record
    subjects: list[ObjectId]
    warnings: list[str]


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
        hint=tr(
            "Record one first, on the screen or with `xuedang add commendation --set doc_no=… --set title=… "
            "--set decided_on=… --set winners=…`."
        ),
    )


async def _numbered(archive: Archive, no: str) -> Record:
    try:
        record = await archive.get(no)
    except NotFound:
        for spelt in dict.fromkeys((no.strip(), number_spelt(no))):
            query = Query(kind="commendation", where=(Condition("doc_no", "=", spelt),))
            if found := await archive.find(query, limit=1):
                return found[0]
        raise
    if record.kind != "commendation":
        raise UsageFault(tr("{no} is not a commendation decision.", no=no))
    return record


async def commendation(archive: Archive, record: Record, lang: Lang, *, copy_to: str = "") -> Decision:
    """The context of a decision, and warnings for what it lacks. Raises Refused when it names no winner."""
    refuse_void(record)
    on = _day(record) or archive.settings.today
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
    context = Commendation(
        mark=issuer.name + "文件" if lang == "zh" else issuer.name,
        doc_no=_text(record, "doc_no"),
        title=_title(record, issuer, on, lang),
        year=year_named(_text(record, "title"), on.year),
        deciding_body=_body(record, issuer, lang),
        background=lines_of(_text(record, "background")),
        hopes=lines_of(_text(record, "hopes")),
        call=lines_of(_text(record, "call")),
        organisations=await _organisations(archive, organisations),
        people=_people(people.values()),
        issuer=issuer.name,
        date=long_date(on, lang),
        copy_to=copy_to,
        issuing_office=issuer.name + "办公室" if lang == "zh" else f"Office of {issuer.name}",
    )
    warnings = await _warnings(
        archive, record, {**{u.id: u.name for u in organisations}, **{p.id: p.name for p in people.values()}}
    )
    return Decision(context, record, list(winners), warnings)


def _body(record: Record, issuer: Unit, lang: Lang) -> str:
    if lang == "en":
        return "the Party committee"
    return _text(record, "meeting") or issuer.short_name or "党委"


def _title(record: Record, issuer: Unit, on: date, lang: Lang) -> str:
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
    warnings = []
    if record.status != "verified":
        warnings.append(tr("{no} is not verified yet; this is a draft.", no=record.no or record.title))
    if not _text(record, "doc_no"):
        warnings.append(tr("The decision has no document number."))
    if _day(record) is None:
        warnings.append(tr("The decision has no date; the working date is printed."))
    awards = await archive.aggregate(
        [
            {"$match": {"kind": "award", "status": {"$ne": "void"}, "fields.decision": record.id}},
            {"$project": {"nominee": "$fields.nominee"}},
        ]
    )
    awarded = {row.get("nominee") for row in awards}
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
