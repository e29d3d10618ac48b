"""What a study briefing prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bson.objectid import ObjectId

from records.kind import Label
from records.language import Language, translator
from records.programme.mechanisms.briefings import issues_until
from records.programme.units import load_units
from records.record import Record
from records.values import as_partial
from templates.contexts.finding import chosen
from templates.contexts.standing import draft_warnings, refuse_void
from templates.contexts.text import Line, lines_of, long_date, title_lines
from templates.spec import DocumentSpec, Draft, Option, Request, Sheet, named

tr = translator("templates")


@dataclass(frozen=True, slots=True)
class Article:
    """One item of a briefing."""

    title: str = named("标题", "the title")
    lines: tuple[Line, ...] = named("正文", "the text")


@dataclass(frozen=True, slots=True)
class Briefing:
    """The tags of briefing.docx. Of the foot only those lines are printed that have something in them."""

    issue: int = named("期号", "the issue")
    total: int = named("总期号", "which of all the unit's issues it is")
    unit: str = named("编发单位", "the unit that puts it out")
    date: str = named("编发日期", "the day it was put out")
    editor_note: tuple[Line, ...] = named("按语", "the editor's note")
    articles: tuple[Article, ...] = named("简报内容", "the items")
    author: str = named("撰稿人", "who wrote it")
    report_to: str = named("报", "to whom it is reported")
    send_to: str = named("送", "to whom it is sent")
    distribute_to: str = named("发", "to whom it is distributed")
    copies: int | None = named("印数", "how many copies are printed")


async def gather(ask: Request) -> Draft:
    """The briefing that the option ``no`` names. Raises UsageFault for an unknown one, Refused."""
    archive, lang = ask.archive, ask.lang
    record = await chosen(ask, "no", "briefing")
    assert record is not None  # the option is required
    refuse_void(record)
    fields = record.fields
    when = as_partial(fields.get("submitted_on")) or as_partial(fields.get("received_on"))
    on = when.start if when else ask.on
    units = await load_units(archive, on, count_members=False)
    unit = units.get(record.unit) or units.root()
    author = fields.get("written_by")
    people = [author] if isinstance(author, ObjectId) else []
    issue, year = _whole(fields.get("issue")) or 1, _whole(fields.get("year"))
    context = Briefing(
        issue=issue,
        total=ask.options.get("total") or await issues_until(archive, record.unit, year, issue),
        unit=unit.name,
        date=long_date(on, lang),
        editor_note=lines_of(str(fields.get("editor_note") or "")),
        articles=_articles(fields, lang),
        author="、".join((await archive.names(people)).values()),
        report_to=_listed(ask, "report_to"),
        send_to=_listed(ask, "send_to"),
        distribute_to=_listed(ask, "distribute_to"),
        copies=ask.options.get("copies"),
    )
    called = f"{unit.name}学习简报第{issue}期" if lang == "zh" else f"Study briefing {unit.name} {issue}"
    return Draft(
        sheets=[Sheet(called, context, record)],
        subject=record.id,
        subjects=[unit.id, *people],
        warnings=_warnings(record, context),
        doc_no=f"第{issue}期" if lang == "zh" else f"No. {issue}",
    )


def _articles(fields: Mapping[str, object], lang: Language) -> tuple[Article, ...]:
    rows = fields.get("items")
    found = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    titled = [(str(row.get("title") or "").strip(), str(row.get("text") or "")) for row in found]
    return tuple(
        Article(title_lines(title) if lang == "zh" else title, lines_of(text)) for title, text in titled
    )


def _warnings(record: Record, context: Briefing) -> list[str]:
    warnings = draft_warnings(record)
    if not context.articles:
        warnings.append(tr("{no} has no item yet.", no=record.no or record.title))
    if not (context.report_to or context.send_to or context.distribute_to):
        warnings.append(
            tr("Nobody is named whom the briefing goes to: give --report-to, --send-to or --distribute-to.")
        )
    return warnings


def _listed(ask: Request, name: str) -> str:
    """Recipients as they were typed, without the stop at the end, which the template sets."""
    return str(ask.options.get(name) or "").strip().rstrip("。.")


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def example(lang: Language) -> Briefing:
    """A filled briefing of invented data."""
    if lang == "en":
        return Briefing(
            issue=12,
            total=35,
            unit="Willow Bend General Branch",
            date="20 May 2011",
            editor_note=(Line(0, "What this branch does to bring study to the fields is worth following."),),
            articles=(
                Article("Study in the Fields", (Line(0, "Forty members met at the rice trial plots."),)),
            ),
            author="Li Xiulan",
            report_to="County Learning Office",
            send_to="Members of the township committee",
            distribute_to="All general branches and branches",
            copies=60,
        )
    return Briefing(
        issue=12,
        total=35,
        unit="柳树湾村党总支",
        date="2011年5月20日",
        editor_note=(Line(0, "柳树湾村党总支把课堂搬到田间地头，做法值得各支部借鉴。"),),
        articles=(Article("学在田间 用在地头", (Line(0, "5月18日，40名党员在水稻试验田边集中学习。"),)),),
        author="李秀兰",
        report_to="县委学习办",
        send_to="乡党委委员",
        distribute_to="各党总支、党支部",
        copies=60,
    )


SPEC = DocumentSpec(
    name="briefing",
    label=Label("学习简报", "Study briefing"),
    context=Briefing,
    example=example,
    gather=gather,
    options=(
        Option("no", Label("简报", "Briefing"), "record", required=True, kinds=("briefing",)),
        Option("total", Label("总期号", "Which of all issues"), "integer", between=(1, 99_999)),
        Option("report_to", Label("报", "Reported to")),
        Option("send_to", Label("送", "Sent to")),
        Option("distribute_to", Label("发", "Distributed to")),
        Option("copies", Label("印数", "Copies"), "integer", between=(1, 99_999)),
    ),
    kinds=("briefing",),
)
