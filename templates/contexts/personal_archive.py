"""What a person's study archive of a year prints: cover, contents, thirteen parts, closing note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.errors import Refused, UsageFault
from records.field_value import show
from records.kind import Kind, Label
from records.language import Language, translator
from records.people.dossier import fill_study_archive, find_study_archive, members, papers
from records.people.dossier_parts import PARTS
from records.programme.book import load_person_book
from records.programme.units import KNOWN, Units, load_units
from records.record import Record
from records.values import PartialDate, Value, as_partial
from templates.contexts.archive.example import example
from templates.contexts.archive.pictures import pictures_of, titled
from templates.contexts.archive.rows import rows_of
from templates.contexts.archive.tables import KEYS, ContentsRow, PartHead, Particulars, PersonalArchive
from templates.contexts.finding import chosen
from templates.contexts.people import people_of
from templates.contexts.reading import Reading, register_date, sub_records
from templates.contexts.rule_check import rule_rows
from templates.contexts.standing import draft_warnings, refuse_void
from templates.contexts.text import lines_of, long_date
from templates.contexts.years import asked_year, last_day
from templates.pictures import PHOTO, attached_picture
from templates.spec import YEAR, DocumentSpec, Draft, Option, Options, Request, Sheet

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("templates")
_PHOTO_BOX = (33.0, 46.0)  # a photo of two inches less the cell's margins


# --- what is asked for ------------------------------------------------------------------------------


async def expand(ask: Request) -> Sequence[Options]:
    """One paper for each person of a unit and those below it, in the office's order."""
    if "unit" not in ask.options:
        return [ask.options]
    _, people = await _people(ask)
    rest = {name: value for name, value in ask.options.items() if name != "unit"}
    return [{**rest, "person": person.no or str(person.id)} for person in people]


async def _people(ask: Request) -> tuple[Record, list[Record]]:
    """A unit and whoever belonged to it on the last day of the year. Raises Refused for nobody."""
    unit = await chosen(ask, "unit", "unit")
    assert unit is not None
    day = last_day(asked_year(ask), ask.on)
    found = {each.id: each for each in await members(ask.archive, unit.id, day)}
    if not found:
        raise Refused(
            tr("Nobody belonged to {unit} on {day}.", unit=unit.title, day=day),
            hint=tr("Choose another unit or year."),
        )
    units = await load_units(ask.archive, day, count_members=False)
    return unit, [found[each] for each in await people_of(ask.archive, list(found.values()), units, day)]


async def gather(ask: Request) -> Draft:
    """The archive of a person in a year, or those of all people of a unit, each a paper of its own.

    Only verified records are printed, those of the request's day and before. Raises UsageFault when neither
    is asked for, Refused for a void one, or a unit without people.
    """
    if "unit" in ask.options:
        unit, people = await _people(ask)
        drafts = [await _of_person(ask, person, asked_year(ask), None) for person in people]
        return Draft(
            sheets=[sheet for draft in drafts for sheet in draft.sheets],
            subject=unit.id,
            subjects=[draft.subject for draft in drafts],
            warnings=[warning for draft in drafts for warning in draft.warnings],
        )
    record = await chosen(ask, "no", "study_archive", numbered="archive_no")
    if record is not None:
        refuse_void(record)
        subject = await ask.archive.get(_subject(record))
        if subject.kind != "person":
            raise UsageFault(tr("{no} is the archive of a unit, not of a person.", no=record.no))
        return await _of_person(ask, subject, _recorded_year(record), record)
    person = await chosen(ask, "person", "person")
    if person is None:
        raise UsageFault(tr("Whose archive?"), hint=tr("Give --person, --unit or --no."))
    return await _of_person(ask, person, asked_year(ask), None)


def _subject(record: Record) -> ObjectId:
    subject = record.fields.get("subject")
    assert isinstance(subject, ObjectId)
    return subject


def _recorded_year(record: Record) -> int:
    year = record.fields.get("year")
    assert isinstance(year, int)
    return year


# --- one archive ------------------------------------------------------------------------------------


async def _of_person(ask: Request, person: Record, year: int, record: Record | None) -> Draft:
    archive, lang = ask.archive, ask.lang
    refuse_void(person)
    record = record or await find_study_archive(archive, person.id, year)
    on = last_day(year, ask.on)
    units = await load_units(archive, on, count_members=False)
    place = (await people_of(archive, [person], units, on))[person.id]
    every = [each for _, each in await papers(archive, person, year) if each.id != person.id]
    told = [each for each in every if each.status == "verified" and _begun(each, ask.on)]
    reading = await Reading.of(archive, lang, year, person.id, told)
    book = await load_person_book(archive, person.id, ask.on)
    photo, media = await attached_picture(archive, person, PHOTO, box=_PHOTO_BOX)
    contents = await contents_of(ask, person, year, record)
    pictures, more, warnings = await pictures_of(
        archive, () if ask.options.get("text_only") else told, place.name, lang
    )
    pages = sum(int(row.pages) for row in contents if row.pages)
    said = record.fields if record else {}
    keeper = said.get("keeper")
    names = await archive.names([keeper] if isinstance(keeper, ObjectId) else [])
    context = PersonalArchive(
        archive_no=str(said.get("archive_no") or ""),
        name=place.name,
        unit=place.organisation,
        post=place.post,
        year=year,
        issuer=_issuer(units),
        photo=photo,
        contents=contents,
        parts=part_heads(archive.kinds["study_archive"], lang),
        particulars=_particulars(archive, person, lang),
        comment=lines_of(str(said.get("appraisal") or "")),
        rules=rule_rows(book, person.id, year, lang),
        pictures=pictures,
        pages=str(pages) if pages else "",
        keeper=next(iter(names.values()), ""),
        opened=_day(said.get("opened_on"), lang),
        closed=_day(said.get("closed_on"), lang),
        **rows_of(reading, told),
    )
    return Draft(
        sheets=[Sheet(_file_name(context), context, record, {**media, **more})],
        subject=record.id if record else person.id,
        subjects=[person.id],
        warnings=_warnings(ask, context, record, sum(each.status != "verified" for each in every)) + warnings,
        doc_no=context.archive_no,
    )


def _begun(record: Record, on: date) -> bool:
    return record.date is None or record.date.start <= on


def _issuer(units: Units) -> str:
    return next((unit.name for unit in units.ordered if unit.category == "党委"), "")


def _file_name(context: PersonalArchive) -> str:
    return " ".join(part for part in (context.archive_no, context.name, str(context.year)) if part)


def part_heads(kind: Kind, lang: Language) -> tuple[PartHead, ...]:
    """The thirteen parts as the kind of the archive names them."""
    field = kind.field("contents")
    known = field.field("part") if field else None
    other: Language = "en" if lang == "zh" else "zh"
    heads = []
    for key, part in zip(KEYS, PARTS, strict=True):
        titles = {each: known.choice_label(part, each) if known else part for each in ("zh", "en")}
        titles["zh"] = titles["zh"].replace("宣讲党课辅导", "宣讲、党课、辅导")
        heads.append(PartHead(key, titles[lang], titles[other]))
    return tuple(heads)


def _particulars(archive: Archive, person: Record, lang: Language) -> Particulars:
    kind = archive.kinds["person"]
    said = {}
    for name in Particulars.__dataclass_fields__:
        value = person.fields.get(name)
        dated = isinstance(value, date | PartialDate)
        said[name] = register_date(value, lang) if dated else show(kind.field(name), value, lang)
    return Particulars(**said)


def _day(value: object, lang: Language) -> str:
    return long_date(value, lang) if isinstance(value, date) else ""


async def contents_of(
    ask: Request, person: Record, year: int, record: Record | None
) -> tuple[ContentsRow, ...]:
    """The contents as the office recorded them, else filled from the year's records.

    A record that is void or waits for approval is left out, and one of later than the request's day.
    """
    rows = sub_records(record, "contents") if record else []
    if not rows:
        fields: dict[str, Value] = {"subject": person.id, "year": year}
        filled = await fill_study_archive(ask.archive, Record.new("study_archive", fields))
        rows = sub_records(filled, "contents")
    linked = [row["record"] for row in rows if isinstance(row.get("record"), ObjectId)]
    records = await ask.archive.get_many(linked)
    kept = [row for row in rows if _stands(row, records, ask.on)]
    found = [_contents_row(index, row, ask.lang) for index, row in enumerate(kept, 1)]
    for index, row in enumerate(kept):
        of = records.get(row["record"]) if row.get("record") else None
        if of is not None and of.id != person.id and found[index].title == of.title:
            name = str(person.fields.get("name") or "")
            found[index] = replace(found[index], title=titled(ask.archive, of, name, ask.lang))
    own = [index for index, row in enumerate(kept) if row.get("record") == person.id]
    for index in own:
        title = f"{found[index].title}基本情况" if ask.lang == "zh" else f"{found[index].title}, particulars"
        found[index] = replace(found[index], title=title)
    return tuple(found)


def _stands(row: Mapping[str, Any], records: dict[ObjectId, Record], on: date) -> bool:
    if row.get("record") is None:
        return True
    record = records.get(row["record"])
    if record is None:
        return False
    known = KNOWN if record.kind in ("person", "unit") else ["verified"]
    return record.status in known and _begun(record, on)


def _contents_row(index: int, row: Mapping[str, Any], lang: Language) -> ContentsRow:
    said = {name: str(row.get(name) or "").strip() for name in ("responsible", "doc_no", "title", "note")}
    pages = row.get("pages")
    return ContentsRow(number=index, date=_filed(row.get("date"), lang), pages=str(pages or ""), **said)


def _filed(value: object, lang: Language) -> str:
    """A date as archivists write it, in eight figures (DA/T 22); what is known to the month, in six."""
    when = as_partial(value)
    if when is None:
        return ""
    if lang == "zh" and when.precision in ("day", "month", "year"):
        return when.display("en").replace("-", "")
    return when.display(lang)


def _warnings(ask: Request, context: PersonalArchive, record: Record | None, waiting: int) -> list[str]:
    whose = f"{context.name} {context.year}"
    warnings = []
    if record is None:
        warnings.append(
            tr("No study archive of {whose} is recorded: it has no number, and its contents are made from "
               "the records.", whose=whose)
        )  # fmt: skip
    else:
        warnings += draft_warnings(record)
    if waiting:
        warnings.append(
            tr("{count} records of {whose} are not verified and left out.", count=waiting, whose=whose)
        )
    if context.photo is None:
        warnings.append(tr("{name} has no photo: attach one named 照片.jpg.", name=context.name))
    if last_day(context.year, ask.on) < date(context.year, 12, 31):
        warnings.append(tr("{year} is not over; the archive is as of {day}.", year=context.year, day=ask.on))
    return warnings


SPEC = DocumentSpec(
    name="personal_archive",
    label=Label("个人学习档案", "Personal study archive"),
    context=PersonalArchive,
    example=example,
    gather=gather,
    options=(
        Option("person", Label("人员", "Person"), "record", kinds=("person",)),
        Option("unit", Label("单位（全部人员）", "Unit (everybody in it)"), "record", kinds=("unit",)),
        YEAR,
        Option("no", Label("学习档案", "Study archive"), "record", kinds=("study_archive",)),
        Option("text_only", Label("不印附件图片", "Without attached pictures"), "flag"),
    ),
    kinds=("study_archive", "person", "unit"),
    one_of=("person", "unit", "no"),
    expand=expand,
)
