"""What the assessment register prints: a person's five aspects of a year, on a form to be signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.errors import Refused, UsageFault
from records.field_value import show
from records.kind import Label
from records.language import Language, translator
from records.people.dossier import members
from records.programme.assessment import ASPECT_LABELS, PARTS, Aspect, part_label, suggest
from records.programme.book import Book, load_person_book
from records.programme.marking import ASPECTS
from records.programme.units import Units, load_units
from records.record import Record
from records.search.query import Condition, Query
from records.values import as_number
from templates.contexts.assessment_register_paper import AspectRow, AssessmentRegister, example
from templates.contexts.finding import chosen
from templates.contexts.people import people_of
from templates.contexts.reading import Reading, ballots, count_of, register_date
from templates.contexts.standing import refuse_void
from templates.contexts.text import listed, long_date, number
from templates.contexts.years import asked_year, last_day
from templates.pictures import PHOTO, attached_picture
from templates.spec import MERGED, YEAR, DocumentSpec, Draft, Option, Options, Request, Sheet

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("templates")
#: Opinions that fit the page, counted as `_opinions` does.
_ROOM = {"zh": 1150, "en": 2000}
_PHOTO_BOX = (27.0, 36.0)  # the place beside the first four rows


async def expand(ask: Request) -> Sequence[Options]:
    """One paper for each assessed person of a unit, unless they go into one file."""
    if "unit" not in ask.options or ask.options.get("merged"):
        return [ask.options]
    _, found = await _of_unit(ask)
    rest = {name: value for name, value in ask.options.items() if name not in ("unit", "year")}
    return [{**rest, "no": record.no or str(record.id)} for _, record in found]


async def gather(ask: Request) -> Draft:
    """The form of one assessment, of a person in a year, or of everybody of a unit who was assessed.

    A person without an assessment gets a form to be filled in. Raises UsageFault when nobody is asked for,
    Refused for a void one, or a unit nobody of which was assessed.
    """
    if "unit" in ask.options:
        unit, found = await _of_unit(ask)
        sheets = [await _sheet(ask, person, asked_year(ask), record) for person, record in found]
        merged = f"{SPEC.label.text(ask.lang)} {unit.title} {asked_year(ask)}"
        return Draft(
            sheets=sheets,
            subject=unit.id,
            subjects=[*(record.id for _, record in found), *(person.id for person, _ in found)],
            warnings=_warnings(ask, sheets),
            merged=merged if ask.options.get("merged") else "",
        )
    record = await chosen(ask, "no", "assessment")
    if record is not None:
        refuse_void(record)
        person = (await ask.archive.get_many([_person(record)])).get(_person(record))
        year = record.fields.get("year")
        if person is None or not isinstance(year, int):
            raise Refused(tr("{no} names no person or year.", no=record.no or record.title))
    else:
        person = await chosen(ask, "person", "person")
        if person is None:
            raise UsageFault(tr("Whose assessment?"), hint=tr("Give --no, --person or --unit."))
        year = asked_year(ask)
        record = (await _recorded(ask.archive, [person.id], year)).get(person.id)
    refuse_void(person)
    sheet = await _sheet(ask, person, year, record)
    return Draft(
        sheets=[sheet],
        subject=record.id if record else person.id,
        subjects=[person.id],
        warnings=_warnings(ask, [sheet]),
    )


def _person(record: Record) -> ObjectId:
    person = record.fields.get("person")
    assert isinstance(person, ObjectId)
    return person


async def _of_unit(ask: Request) -> tuple[Record, list[tuple[Record, Record]]]:
    """A unit, and whoever of it and those below was assessed, with the assessment, in the office's order."""
    unit = await chosen(ask, "unit", "unit")
    assert unit is not None
    year = asked_year(ask)
    day = last_day(year, ask.on)
    people = {each.id: each for each in await members(ask.archive, unit.id, day)}
    found = await _recorded(ask.archive, people, year)
    if not found:
        raise Refused(
            tr("Nobody of {unit} has an assessment of {year}.", unit=unit.title, year=year),
            hint=tr("Draft the year's assessments first."),
        )
    units = await load_units(ask.archive, day, count_members=False)
    assessed = [people[each] for each in found]
    order = await people_of(ask.archive, assessed, units, day)
    return unit, [(people[each], found[each]) for each in order]


async def _recorded(
    archive: Archive, people: Mapping[ObjectId, Record] | Sequence[ObjectId], year: int
) -> dict[ObjectId, Record]:
    """The assessments of a year by person, drafts too."""
    where = (Condition("year", "=", year), Condition("person", "in", tuple(people)))
    return {_person(each): each async for each in archive.each(Query(kind="assessment", where=where))}


# --- one form -----------------------------------------------------------------------------------------


async def _sheet(ask: Request, person: Record, year: int, record: Record | None) -> Sheet:
    archive, lang = ask.archive, ask.lang
    day = last_day(year, ask.on)
    book = await load_person_book(archive, person.id, ask.on)
    place = (await people_of(archive, [person], book.units, day))[person.id]
    photo, media = await attached_picture(archive, person, PHOTO, box=_PHOTO_BOX)
    said = record.fields if record else {}
    kind = archive.kinds["person"]
    shown = {name: show(kind.field(name), person.fields.get(name), lang) for name in _SHOWN}
    own = [as_number(said.get(f"own_{name}")) for name in ASPECTS]
    grade = archive.kinds["assessment"].field("grade")
    signed = said.get("signed_on")
    context = AssessmentRegister(
        year=year,
        name=place.name,
        birth=register_date(person.fields.get("birth"), lang),
        post=place.post,
        unit=place.organisation,
        aspects=_aspects(book, person.id, year, said, lang),
        own_total="" if None in own else number(sum(filter(None, own), Decimal(0)), lang),
        total=count_of(said.get("total"), lang),
        grade=show(grade, said.get("grade"), lang),
        evaluation=await _evaluation(ask, person.id, year, book.units),
        reason=_said(said, "change_reason"),
        own_opinion=_said(said, "own_summary"),
        branch_opinion=_said(said, "branch_opinion"),
        panel_opinion=_said(said, "panel_opinion"),
        committee_opinion=_said(said, "committee_opinion"),
        signed=long_date(signed, lang) if isinstance(signed, date) else "",
        photo=photo,
        **shown,
    )
    return Sheet(f"{SPEC.label.text(lang)} {context.name} {year}", context, record, media)


_SHOWN = ("gender", "political_status", "education")


def _said(fields: Mapping[str, object], name: str) -> str:
    return str(fields.get(name) or "").strip()


def _aspects(
    book: Book, person: ObjectId, year: int, said: Mapping[str, object], lang: Language
) -> tuple[AspectRow, ...]:
    """The five aspects with what the records show of each; nothing for somebody the book does not know."""
    weights = book.adjustments.scale(year).weights
    found = suggest(book, person, year).aspects if person in book.roster.people else {}
    other: Language = "en" if lang == "zh" else "zh"
    return tuple(
        AspectRow(
            aspect=ASPECT_LABELS[name].text(lang),
            other=ASPECT_LABELS[name].text(other),
            weight=number(weights[name], lang),
            points=listed([part_label(book.rulebook, key).text(lang) for key in PARTS[name]], lang),
            evidence=_evidence(found.get(name), lang),
            own=count_of(said.get(f"own_{name}"), lang),
            score=count_of(said.get(name), lang),
        )
        for name in ASPECTS
    )


def _evidence(aspect: Aspect | None, lang: Language) -> str:
    """What was counted of each part that asks something of the person: 心得体会2篇（应2篇）."""
    told = []
    for part in aspect.parts if aspect else ():
        label, measure = part.label.text(lang), part.measure.text(lang)
        done, required = number(part.done, lang), number(part.required, lang)
        if lang == "zh":
            most = "满分" if part.key == "tests" else "应"
            told.append(f"{label}{done}{measure}（{most}{required}{measure}）")
        else:
            told.append(f"{label}: {done} of {required} {measure}")
    return ("；" if lang == "zh" else "; ").join(told)


async def _evaluation(ask: Request, person: ObjectId, year: int, units: Units) -> str:
    """How the verified ballots of the year fell, and the result."""
    lines = (Condition("year", "=", year), Condition("lines.person", "=", person))
    query = Query(kind="democratic_evaluation", status=("verified",), where=lines, sort="no")
    found = [each async for each in ask.archive.each(query)]
    read = await Reading.of(ask.archive, ask.lang, year, person, found)
    told = []
    for each in found:
        cast, result = ballots(read, each)
        unit = units.get(each.unit)
        where = unit.name if unit else ""
        if ask.lang == "zh":
            told.append(f"{where}：{cast}" + (f"，评定等次：{result}" if result else ""))
        else:
            told.append(f"{where}: {cast}" + (f"; result: {result}" if result else ""))
    return "\n".join(told)


def _warnings(ask: Request, sheets: Sequence[Sheet]) -> list[str]:
    comma = "、" if ask.lang == "zh" else ", "
    blank, drafts, faceless, wordy = [], [], [], []
    for sheet in sheets:
        assert isinstance(sheet.context, AssessmentRegister)
        if sheet.record is None:
            blank.append(sheet.context.name)
        elif sheet.record.status != "verified":
            drafts.append(sheet.record.no or sheet.record.title)
        if _opinions(sheet.context) > _ROOM[ask.lang]:
            wordy.append(sheet.context.name)
        if sheet.context.photo is None:
            faceless.append(sheet.context.name)
    warnings = []
    if blank:
        warnings.append(tr("No assessment is recorded, so the form is to be filled in: {names}.",
                           names=comma.join(blank)))  # fmt: skip
    if drafts:
        warnings.append(tr("Not verified yet: {numbers}.", numbers=comma.join(drafts)))
    if faceless:
        warnings.append(tr("Without a photo (attach one named 照片.jpg): {names}.",
                           names=comma.join(faceless)))  # fmt: skip
    if wordy:
        warnings.append(tr("The opinions on {names} are too long for one page.", names=comma.join(wordy)))
    return warnings


def _opinions(context: AssessmentRegister) -> int:
    """How many characters the opinions come to; a Chinese one is as wide as two and a half others."""
    texts = (
        context.own_opinion,
        context.branch_opinion,
        context.panel_opinion,
        context.committee_opinion,
        context.reason,
    )
    return sum(5 if char > "\u2e80" else 2 for text in texts for char in text) // 2


SPEC = DocumentSpec(
    name="assessment_register",
    label=Label("考核登记表", "Assessment register"),
    context=AssessmentRegister,
    example=example,
    gather=gather,
    options=(
        Option("no", Label("考核", "Assessment"), "record", kinds=("assessment",)),
        Option("person", Label("人员", "Person"), "record", kinds=("person",)),
        Option("unit", Label("单位（全部人员）", "Unit (everybody in it)"), "record", kinds=("unit",)),
        YEAR,
        MERGED,
    ),
    kinds=("assessment",),
    one_of=("no", "person", "unit"),
    expand=expand,
)
