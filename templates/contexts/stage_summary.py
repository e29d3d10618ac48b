"""What the stage summary prints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from records.errors import Refused, UsageFault
from records.language import translator
from records.programme.figures import Figures, UnitRow, by_hand, completed, compute, counted_here, thaw
from records.programme.stages import stage as stage_of
from records.programme.summary import given_figures, stage_and_year
from records.programme.tally import count_waiting
from records.programme.units import Unit, Units, load_units
from records.record import Record
from records.search.query import Condition, Query
from records.values import PartialDate
from templates.contexts.standing import refuse_void
from templates.contexts.text import Lang, Line, Part, lines_of, long_date, span
from templates.contexts.wording import en, zh

if TYPE_CHECKING:
    from bson.objectid import ObjectId

    from records.archive import Archive

tr = translator("templates")
_WORDING = {"zh": zh, "en": en}


@dataclass(frozen=True, slots=True)
class StageSummary:
    """The tags of stage_summary.docx.

    Sections are paragraphs (``line.level``, ``line.text``); ``practices`` are parts with a ``title``
    and ``lines``; ``units`` the rows of the annex; every single figure is under ``figures``.
    """

    title: str
    organisation: str
    stage: str
    year: int | None
    period: str
    overview: tuple[Line, ...]
    practices: tuple[Part, ...]
    results: tuple[Line, ...]
    problems: tuple[Line, ...]
    next_steps: tuple[Line, ...]
    issuer: str
    date: str
    units: tuple[UnitRow, ...]
    figures: Figures


@dataclass(frozen=True)
class Draft:
    """A context with what it was made from. ``record`` is None when no summary is recorded yet.

    ``figures`` are those printed, as sub-records of a summary.
    """

    context: StageSummary
    record: Record | None
    owner: ObjectId
    warnings: list[str]
    figures: list[dict[str, Any]]


async def stage_summary(
    archive: Archive, lang: Lang, *, stage: int | None = None, year: int | None = None, no: str | None = None
) -> Draft:
    """The summary of a stage or a year of the township, or the recorded one with the number ``no``.

    A verified record's figures are printed as they were frozen; otherwise they are counted now.
    Raises UsageFault when none of the three is given, Refused when no unit can issue it.
    """
    if no is None and stage is None and year is None:
        raise UsageFault(
            tr("Which summary?"), hint=tr("Give a stage (1, 2, 3), a year, or a record's number.")
        )
    record = await _recorded(archive, stage, year, no)
    if record is not None:
        refuse_void(record)
        stage, year = stage_and_year(record)
    period = _period(record, stage, year)
    as_of = min(period.end, archive.settings.today)
    units = await load_units(archive, as_of)
    owner = (units.get(record.unit) if record else None) or units.root()
    given = given_figures(record) if record else []
    frozen = given if record and record.status == "verified" else []
    warnings = [] if record else [_no_record(stage, year)]
    if record and record.status != "verified":
        warnings.append(tr("{no} is not verified yet; this is a draft.", no=record.no or record.title))
    if record and frozen and not counted_here(frozen):
        warnings.append(
            tr("The figures of {no} were written by hand; all others were counted now.", no=record.no)
        )
    if frozen and counted_here(frozen):
        rows = frozen
    else:
        counted = await compute(archive, units, owner, period, as_of=as_of)
        # What the office wrote itself wins; what was counted for an earlier printing is counted again.
        own = frozen or [row for row in given if not row.get("counted_on")]
        rows = completed(own, counted, archive.settings.today)
        if as_of < period.end:
            warnings.append(
                tr("The period runs until {end}; the figures are as of {day}.", end=period.end, day=as_of)
            )
        warnings += await _waiting(archive, units, owner, period)
    context = _context(record, rows, owner, period, stage, year, lang, archive.settings.today)
    return Draft(context, record, record.id if record else owner.id, warnings, rows)


async def _recorded(archive: Archive, stage: int | None, year: int | None, no: str | None) -> Record | None:
    if no is not None:
        record = await archive.get(no)
        if record.kind != "stage_summary":
            raise UsageFault(tr("{no} is not a stage summary.", no=no))
        return record
    asked = Condition("stage", "=", str(stage)) if stage is not None else Condition("year", "=", year)
    found = await archive.find(Query(kind="stage_summary", where=(asked,)), limit=200)
    units = await load_units(archive, archive.settings.today)
    root = units.root().id
    found = [each for each in found if each.unit in (None, root)]
    return next((each for each in found if each.status == "verified"), found[0] if found else None)


def _period(record: Record | None, stage: int | None, year: int | None) -> PartialDate:
    period = record.fields.get("period") if record else None
    if isinstance(period, PartialDate):
        return period
    if stage is not None:
        return stage_of(stage).period
    if year is None:
        raise Refused(
            tr("{no} says neither its stage nor its year.", no=record.no if record else ""),
            hint=tr("Fill in one of them, or the period."),
        )
    return PartialDate.year_of(year)


def _no_record(stage: int | None, year: int | None) -> str:
    if stage is not None:
        return tr(
            "No summary of stage {stage} is recorded; this draft is made from the figures.", stage=stage
        )
    return tr("No summary of {year} is recorded; this draft is made from the figures.", year=year)


async def _waiting(archive: Archive, units: Units, owner: Unit, period: PartialDate) -> list[str]:
    scope = None if owner.parent is None else units.subtree(owner.id)
    waiting = await count_waiting(archive, period, scope)
    if not waiting:
        return []
    return [
        tr("{count} submitted records of this period wait for approval and are not counted.", count=waiting)
    ]


def _context(
    record: Record | None,
    rows: list[dict[str, Any]],
    owner: Unit,
    period: PartialDate,
    stage: int | None,
    year: int | None,
    lang: Lang,
    today: date,
) -> StageSummary:
    words, figures = _WORDING[lang], thaw(rows)
    typed = {
        name: lines_of(_text(record, name))
        for name in ("overview", "practices", "results", "problems", "next_steps")
    }
    overview = typed["overview"] or words.overview(
        figures, owner.name, period, study=bool(typed["practices"])
    )
    label = stage_of(stage).label.text(lang) if stage is not None else ""
    noted = by_hand(rows)
    signed = record.fields.get("approved_on") if record else None
    return StageSummary(
        title=words.title(owner.name, label, year),
        organisation=owner.name,
        stage=label,
        year=year,
        period=span(period, lang),
        overview=overview + (words.recorded(noted) if noted else ()),
        practices=(Part("", typed["practices"]),) if typed["practices"] else words.practices(figures),
        results=typed["results"] or words.results(figures),
        problems=typed["problems"] or words.problems(figures),
        next_steps=typed["next_steps"] or words.next_steps(figures),
        issuer=owner.name,
        date=long_date(signed if isinstance(signed, date) else min(period.end, today), lang),
        units=figures.units,
        figures=figures,
    )


def _text(record: Record | None, name: str) -> str:
    value = record.fields.get(name) if record else None
    return value if isinstance(value, str) else ""
