"""What the stage summary prints."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from records.errors import Refused, UsageFault
from records.kind import Label
from records.language import Language, translator
from records.programme.counting.tally import count_waiting
from records.programme.figures import Figures, UnitRow, by_hand, completed, compute, counted_here, thaw
from records.programme.stages import stage as stage_of
from records.programme.stages import stages
from records.programme.summary import given_figures, stage_and_year
from records.programme.units import Unit, Units, load_units
from records.record import Record
from records.search.query import Condition, Query
from records.values import PartialDate
from templates.charts import completion_chart
from templates.contexts.standing import draft_warnings, refuse_void
from templates.contexts.text import Line, Part, lines_of, long_date, span
from templates.contexts.wording import en, zh
from templates.pictures import Picture
from templates.spec import YEAR, DocumentSpec, Draft, Option, Request, Sheet, named

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("templates")
_WORDING = {"zh": zh, "en": en}


@dataclass(frozen=True, slots=True)
class StageSummary:
    """The tags of stage_summary.docx.

    Sections are paragraphs (``line.level``, ``line.text``); ``practices`` are parts with a ``title``
    and ``lines``; ``units`` the rows of the annex; every single figure is under ``figures``.
    """

    title: str = named("标题", "the title")
    organisation: str = named("总结的党组织", "whose summary it is")
    stage: str = named("阶段", "the stage, when it is one")
    year: int | None = named("年度", "the year, when it is a year's")
    period: str = named("起止时间", "from when to when")
    overview: tuple[Line, ...] = named("基本情况", "overview")
    practices: tuple[Part, ...] = named("主要做法", "main practices")
    results: tuple[Line, ...] = named("取得成效", "results")
    problems: tuple[Line, ...] = named("存在问题", "problems")
    next_steps: tuple[Line, ...] = named("下一步打算", "next steps")
    issuer: str = named("署名", "who signs")
    date: str = named("成文日期", "the day of the paper")
    units: tuple[UnitRow, ...] = named("附表各行", "rows of the annex")
    figures: Figures = named("全部数字", "every figure")
    chart: Picture | None = named(
        "各党组织“十个一”完成情况图（可无）", "the chart of the Ten Ones by unit, if asked for", default=None
    )


async def gather(ask: Request) -> Draft:
    """The summary of a stage or a year of the township, or the recorded one with the number ``no``.

    A verified record's figures are printed as they were frozen; otherwise they are counted now.
    Raises UsageFault when none of the three is given, Refused when no unit can issue it.
    """
    archive = ask.archive
    stage, year, no = (ask.options.get(name) for name in ("stage", "year", "no"))
    if no is None and stage is None and year is None:
        raise UsageFault(
            tr("Which summary?"), hint=tr("Give a stage (1, 2, 3), a year, or a record's number.")
        )
    record = await _recorded(archive, stage, year, no, ask.on)
    if record is not None:
        refuse_void(record)
        stage, year = stage_and_year(record)
    period = _period(record, stage, year)
    as_of = min(period.end, ask.on)
    units = await load_units(archive, as_of)
    owner = (units.get(record.unit) if record else None) or units.root()
    rows, warnings = await _figures(ask, record, units, owner, period)
    if record is None:
        warnings.insert(0, _no_record(stage, year))
    context = _context(record, rows, owner, period, stage, year, ask)
    media: Mapping[str, bytes] = {}
    if ask.options.get("chart"):
        context, media = await _charted(context, warnings)
    name = context.title.replace("\n", "" if ask.lang == "zh" else " ")
    unsaved = record is None or record.status == "verified"
    return Draft(
        sheets=[Sheet(name, context, record, media)],
        subject=record.id if record else owner.id,
        subjects=[owner.id],
        warnings=warnings,
        keep={} if unsaved else {"figures": list(rows)},
    )


async def _charted(context: StageSummary, warnings: list[str]) -> tuple[StageSummary, Mapping[str, bytes]]:
    """The same summary with its chart, and the chart's bytes."""
    drawn = await asyncio.to_thread(completion_chart, context.units)
    if drawn is None:
        warnings.append(tr("No unit has a count of the Ten Ones, so there is no chart."))
        return context, {}
    if not drawn.named:
        warnings.append(
            tr("No Chinese font was found: the chart names the units by their numbers in the annex.")
        )
    return replace(context, chart=drawn.picture), {drawn.picture.sha256: drawn.data}


async def _figures(
    ask: Request, record: Record | None, units: Units, owner: Unit, period: PartialDate
) -> tuple[list[dict[str, Any]], list[str]]:
    """The figures as sub-records of a summary: frozen ones, or counted now; and warnings about them."""
    as_of = min(period.end, ask.on)
    warnings = draft_warnings(record) if record else []
    given = given_figures(record) if record else []
    frozen = given if record and record.status == "verified" else []
    if record and frozen and not counted_here(frozen):
        warnings.append(
            tr("The figures of {no} were written by hand; all others were counted now.", no=record.no)
        )
    if frozen and counted_here(frozen):
        return frozen, warnings
    counted = await compute(ask.archive, units, owner, period, as_of=as_of)
    # What the office wrote itself wins; what was counted for an earlier printing is counted again.
    own = frozen or [row for row in given if not row.get("counted_on")]
    if as_of < period.end:
        warnings.append(
            tr("The period runs until {end}; the figures are as of {day}.", end=period.end, day=as_of)
        )
    warnings += await _waiting(ask.archive, units, owner, period)
    return completed(own, counted, ask.on), warnings


async def _recorded(
    archive: Archive, stage: int | None, year: int | None, no: str | None, on: date
) -> Record | None:
    if no is not None:
        record = await archive.get(no)
        if record.kind != "stage_summary":
            raise UsageFault(tr("{no} is not a stage summary.", no=no))
        return record
    asked = Condition("stage", "=", str(stage)) if stage is not None else Condition("year", "=", year)
    found = await archive.find(Query(kind="stage_summary", where=(asked,)), limit=200)
    units = await load_units(archive, on)
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
    first, last = stages()[0].start.year, stages()[-1].end.year
    if record is None and not first <= year <= last:
        raise UsageFault(
            tr("The programme did not run in {year}.", year=year),
            hint=tr("It has stages from {first} to {last}.", first=first, last=last),
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
    ask: Request,
) -> StageSummary:
    lang, words, figures = ask.lang, _WORDING[ask.lang], thaw(rows)
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
        practices=(Part("", typed["practices"]),) if typed["practices"] else _practices(figures, lang),
        results=typed["results"] or words.results(figures),
        problems=typed["problems"] or words.problems(figures),
        next_steps=typed["next_steps"] or words.next_steps(figures),
        issuer=owner.name,
        date=long_date(signed if isinstance(signed, date) else min(period.end, ask.on), lang),
        units=figures.units,
        figures=figures,
    )


def _practices(figures: Figures, lang: Language) -> tuple[Part, ...]:
    """The parts of the practices, each with its heading in the other language too."""
    others = _WORDING["en" if lang == "zh" else "zh"].practices(figures)
    own = _WORDING[lang].practices(figures)
    return tuple(Part(part.title, part.lines, other.title) for part, other in zip(own, others, strict=True))


def _text(record: Record | None, name: str) -> str:
    value = record.fields.get(name) if record else None
    return value if isinstance(value, str) else ""


def example(lang: Language) -> StageSummary:
    """A filled summary of invented data."""
    words = _WORDING[lang]
    rows = (
        UnitRow(
            1,
            "柳树湾村党总支" if lang == "zh" else "Willow Bend General Branch",
            46,
            12,
            "25.5",
            38,
            9,
            12,
            "5/8",
        ),
    )
    figures = Figures(
        general_branches=1, branches=3, members=46, sessions=12, hours=Decimal("25.5"), units=rows
    )
    owner = "中共青杨河乡委员会" if lang == "zh" else "CPC Committee of Qingyanghe"
    stage = stage_of(1)
    return StageSummary(
        title=words.title(owner, stage.label.text(lang), None),
        organisation=owner,
        stage=stage.label.text(lang),
        year=None,
        period=span(stage.period, lang),
        overview=words.overview(figures, owner, stage.period, study=False),
        practices=_practices(figures, lang),
        results=words.results(figures),
        problems=words.problems(figures),
        next_steps=words.next_steps(figures),
        issuer=owner,
        date=long_date(stage.period.end, lang),
        units=rows,
        figures=figures,
    )


SPEC = DocumentSpec(
    name="stage_summary",
    label=Label("阶段总结", "Stage summary"),
    context=StageSummary,
    example=example,
    gather=gather,
    options=(
        Option("stage", Label("阶段", "Stage"), "integer", ("1", "2", "3")),
        YEAR,
        Option("no", Label("总结", "Summary"), "record", kinds=("stage_summary",)),
        Option("chart", Label("附完成情况图", "With a chart of completion"), "flag"),
    ),
    kinds=("stage_summary",),
    one_of=("stage", "year", "no"),
)
