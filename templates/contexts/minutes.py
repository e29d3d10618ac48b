"""What the minutes of an evaluation meeting print."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.kind import Label
from records.language import Language, translator
from records.programme.evaluation import GRADES
from records.programme.units import Units, load_units
from records.record import Record
from records.search.query import Condition, Query
from templates.contexts.finding import chosen
from templates.contexts.standing import draft_warnings, refuse_void
from templates.contexts.text import Line, has_chinese, lines_of, long_date, title_lines
from templates.spec import DocumentSpec, Draft, Option, Request, Sheet, named

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("templates")
_BALLOT = "民主评议"
_MEETINGS = {
    _BALLOT: "Democratic Evaluation Meeting",
    "创建评议": "Meeting to Evaluate the Programme",
    "座谈会": "Discussion Meeting",
}
#: An ordinal that somebody wrote before an item, which the template gives itself.
_ORDINAL = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十]{1,3}[）)、]|[（(]?\d{1,2}[）)、．]|\d{1,2}\.(?!\d))\s*"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said at the meeting."""

    speaker: str = named("发言人", "who spoke")
    lines: tuple[Line, ...] = named("发言要点", "what was said")


@dataclass(frozen=True, slots=True)
class TallyRow:
    """The ballots given to one person."""

    name: str = named("姓名", "the name")
    excellent: int = named("优秀票", "ballots for excellent")
    qualified: int = named("合格票", "ballots for qualified")
    basic: int = named("基本合格票", "ballots for basically qualified")
    unqualified: int = named("不合格票", "ballots for unqualified")
    abstain: int = named("弃权票", "abstentions")
    result: str = named("评定等次", "the grade decided")


@dataclass(frozen=True, slots=True)
class Tally:
    """The democratic evaluation of one unit."""

    unit: str = named("评议组织", "the unit evaluated")
    issued: int = named("发出票数", "ballots issued")
    returned: int = named("收回票数", "ballots returned")
    valid: int = named("有效票数", "valid ballots")
    lines: tuple[TallyRow, ...] = named("票数明细", "a line for each person")


@dataclass(frozen=True, slots=True)
class Resolution:
    """One thing that the meeting settled."""

    text: str = named("事项", "the matter")
    owner: str = named("责任人", "who is in charge")
    due: str = named("时限", "until when")


@dataclass(frozen=True, slots=True)
class Absentee:
    """Somebody who was on leave."""

    name: str = named("姓名", "the name")
    reason: str = named("请假原因", "the reason")


@dataclass(frozen=True, slots=True)
class Minutes:
    """The tags of minutes.docx. ``text`` is the record's own text; the template prints it when none of the
    parts (agenda, statements, tallies, gaps, resolutions) is recorded."""

    mark: str = named("纪要标志", "the mark in red")
    issue: int = named("期号", "the issue")
    issuer: str = named("编发单位", "the unit that held the meeting")
    date: str = named("日期", "the day of the meeting")
    title: str = named("标题", "the title")
    meeting: str = named("会议名称", "what the meeting is called, without the unit")
    time: str = named("时间", "when it was")
    place: str = named("地点", "where")
    host: str = named("主持人", "the chair")
    recorder: str = named("记录人", "the recorder")
    expected: int | None = named("应到人数", "how many were expected")
    present: int | None = named("实到人数", "how many came")
    agenda: tuple[str, ...] = named("会议议程", "the agenda")
    statements: tuple[Statement, ...] = named("评议情况", "the statements")
    tallies: tuple[Tally, ...] = named("测评结果", "the tallies")
    gaps: tuple[str, ...] = named("差距与不足", "the gaps")
    resolutions: tuple[Resolution, ...] = named("议定事项", "the resolutions")
    text: tuple[Line, ...] = named("会议记录正文", "the text as recorded")
    attendees: tuple[str, ...] = named("出席人员", "who was present")
    absentees: tuple[Absentee, ...] = named("请假人员", "who was on leave")
    observers: tuple[str, ...] = named("列席人员", "who was there without a vote")


async def gather(ask: Request) -> Draft:
    """The minutes of the meeting that the option ``no`` names, with the tallies that belong to it.

    Raises UsageFault for a name that no minutes have, Refused for void ones.
    """
    archive, lang = ask.archive, ask.lang
    record = await chosen(ask, "no", "evaluation_minutes")
    assert record is not None  # the option is required
    refuse_void(record)
    fields = record.fields
    held = fields.get("held_on")
    on = held if isinstance(held, date) else ask.on
    units = await load_units(archive, on, count_members=False)
    issuer = units.get(record.unit) or units.root()
    ballots = await _ballots(archive, record, on)
    name = _Names(await archive.names(_people(fields, ballots)))
    issue = ask.options.get("issue") or await _ordinal(archive, record, on)
    title = _title(record, lang)
    context = Minutes(
        mark=f"{issuer.name}评议会议纪要" if lang == "zh" else "Evaluation Minutes",
        issue=issue,
        issuer=issuer.name,
        date=long_date(on, lang),
        title=title,
        meeting=title.replace("\n", "").removeprefix(issuer.name).removesuffix("纪要"),
        time=_time(on, _text(fields, "time"), lang),
        place=_text(fields, "place"),
        host=name.of(fields.get("host")),
        recorder=name.of(fields.get("recorder")),
        expected=_count(fields, "expected"),
        present=_count(fields, "present"),
        agenda=_numbered(fields.get("agenda")),
        statements=tuple(
            Statement(str(row.get("speaker") or ""), lines_of(str(row.get("gist") or "")))
            for row in _rows(fields, "statements")
        ),
        tallies=tuple(_tally(archive, each, units, name, lang) for each in ballots),
        gaps=_numbered(fields.get("gaps")),
        resolutions=tuple(_resolution(row, lang) for row in _rows(fields, "resolutions")),
        text=lines_of(_text(fields, "text")),
        attendees=name.all(fields.get("attendees")),
        absentees=tuple(
            Absentee(name.of(row.get("person")), _reason(row)) for row in _rows(fields, "absentees")
        ),
        observers=_texts(fields.get("observers")),
    )
    called = f"{context.mark}第{issue}期" if lang == "zh" else f"{context.mark} {issuer.name} {issue}"
    return Draft(
        sheets=[Sheet(called, context, record)],
        subject=record.id,
        subjects=[each.id for each in ballots] + list(name.known),
        warnings=_warnings(record, context, ballots),
        doc_no=f"第{issue}期" if lang == "zh" else f"No. {issue}",
    )


async def _ballots(archive: Archive, record: Record, on: date) -> list[Record]:
    """The democratic evaluations of a meeting, in the order of their numbers.

    Where none names it, those of its unit and year that name no meeting are meant, if it was to evaluate.
    """

    async def those(*where: Condition) -> list[Record]:
        query = Query(kind="democratic_evaluation", where=where, sort="no")
        return [each async for each in archive.each(query)]

    found = await those(Condition("meeting", "=", record.id))
    if found or record.fields.get("category") not in (None, _BALLOT):
        return found
    same = (Condition("unit", "=", record.unit), Condition("year", "=", on.year))
    return await those(*same, Condition("meeting", "empty"))


async def _ordinal(archive: Archive, record: Record, on: date) -> int:
    """Which of the unit's meetings of that year it is, by day and then by number."""
    query = Query(
        kind="evaluation_minutes",
        where=(Condition("unit", "=", record.unit),),
        date_from=date(on.year, 1, 1),
        date_to=on,
    )
    earlier = [
        each
        async for each in archive.each(query)
        if each.id != record.id and (each.fields.get("held_on"), each.no or "") < (on, record.no or "")
    ]
    return len(earlier) + 1


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of people by their records."""

    known: Mapping[ObjectId, str]

    def of(self, person: object) -> str:
        return self.known.get(person, "") if isinstance(person, ObjectId) else ""

    def all(self, people: object) -> tuple[str, ...]:
        listed = people if isinstance(people, list) else []
        return tuple(name for each in listed if (name := self.of(each)))


def _people(fields: Mapping[str, Any], ballots: Sequence[Record]) -> list[ObjectId]:
    """Everybody whom the minutes and their tallies name."""
    named_ones = [fields.get("host"), fields.get("recorder"), *(fields.get("attendees") or ())]
    named_ones += [row.get("person") for row in _rows(fields, "absentees")]
    named_ones += [row.get("person") for each in ballots for row in _rows(each.fields, "lines")]
    return list(dict.fromkeys(each for each in named_ones if isinstance(each, ObjectId)))


def _title(record: Record, lang: Language) -> str:
    """The meeting's title; in English a standing one, unless the record's own is not Chinese."""
    title = _text(record.fields, "title")
    if lang == "zh":
        return title_lines(title)
    if title and not has_chinese(title):
        return title
    return _MEETINGS.get(str(record.fields.get("category")), "Evaluation Meeting")


def _time(on: date, time: str, lang: Language) -> str:
    day = long_date(on, lang)
    if not time:
        return day
    if lang == "en":
        return f"{day}, {time}"
    return day + time if has_chinese(time[0]) else f"{day} {time}"


def _tally(archive: Archive, record: Record, units: Units, names: _Names, lang: Language) -> Tally:
    fields = record.fields
    field = archive.kinds["democratic_evaluation"].field("lines.result")

    def grade(row: Mapping[str, Any]) -> str:
        decided = str(row.get("result") or "")
        return field.choice_label(decided, lang) if field and decided else decided

    return Tally(
        unit=unit.name if (unit := units.get(record.unit)) else "",
        issued=_count(fields, "issued") or 0,
        returned=_count(fields, "returned") or 0,
        valid=_count(fields, "valid") or 0,
        lines=tuple(
            TallyRow(names.of(row.get("person")), *_votes(row), grade(row)) for row in _rows(fields, "lines")
        ),
    )


def _votes(row: Mapping[str, Any]) -> tuple[int, int, int, int, int]:
    excellent, qualified, basic, unqualified = (_count(row, each) or 0 for each in GRADES)
    return excellent, qualified, basic, unqualified, _count(row, "abstain") or 0


def _resolution(row: Mapping[str, Any], lang: Language) -> Resolution:
    due = row.get("due")
    return Resolution(
        _ORDINAL.sub("", str(row.get("text") or ""), count=1),
        str(row.get("owner") or ""),
        long_date(due, lang) if isinstance(due, date) else "",
    )


def _warnings(record: Record, context: Minutes, ballots: Sequence[Record]) -> list[str]:
    warnings = draft_warnings(record)
    drafts = [each.no or each.title for each in ballots if each.status != "verified"]
    if drafts:
        warnings.append(tr("Not verified yet: {numbers}.", numbers="、".join(drafts)))
    if not ballots and record.fields.get("category") == _BALLOT:
        warnings.append(tr("No democratic evaluation is recorded for this meeting, so there is no tally."))
    open_ones = sum(not row.result for tally in context.tallies for row in tally.lines)
    if open_ones:
        warnings.append(tr("Without a result in the tally: {count}.", count=open_ones))
    listed = len(context.attendees)
    if listed and context.present is not None and listed != context.present:
        warnings.append(
            tr(
                "{listed} people are listed as present, but the record says {present}.",
                listed=listed,
                present=context.present,
            )
        )
    return warnings


def _rows(fields: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = fields.get(name)
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def _reason(row: Mapping[str, Any]) -> str:
    """Why somebody is on leave; that they are is the heading's to say."""
    reason = str(row.get("reason") or "").strip()
    return "" if reason in ("请假", "on leave") else reason


def _texts(value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else []
    return tuple(text for each in listed if isinstance(each, str) and (text := each.strip()))


def _numbered(value: object) -> tuple[str, ...]:
    """Items without the ordinals that somebody typed: the template gives them its own."""
    return tuple(_ORDINAL.sub("", text, count=1) if _ORDINAL.match(text) else text for text in _texts(value))


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    return value.strip() if isinstance(value, str) else ""


def _count(fields: Mapping[str, Any], name: str) -> int | None:
    value = fields.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def example(lang: Language) -> Minutes:
    """Filled minutes of invented data."""
    if lang == "en":
        return Minutes(
            mark="Evaluation Minutes",
            issue=2,
            issuer="CPC Committee of Qingyanghe",
            date="28 June 2011",
            title="Democratic Evaluation Meeting",
            meeting="Democratic Evaluation Meeting",
            time="28 June 2011, 9:00-11:30",
            place="Township meeting room",
            host="Zhao Yonggang",
            recorder="Li Xiulan",
            expected=31,
            present=30,
            agenda=("Reports on study", "Evaluation", "Ballot"),
            statements=(Statement("Wang Deming", (Line(0, "Study has borne fruit in our work."),)),),
            tallies=(
                Tally("Office Branch", 30, 30, 30, (TallyRow("Zhang Weimin", 24, 6, 0, 0, 0, "Excellent"),)),
            ),
            gaps=("Some notes are late.",),
            resolutions=(Resolution("Catch up on notes", "Li Xiulan", "31 July 2011"),),
            text=(),
            attendees=("Zhao Yonggang", "Zhang Weimin"),
            absentees=(Absentee("Liu Guiying", "ill"),),
            observers=("Chen Jianguo (County Learning Office)",),
        )
    return Minutes(
        mark="中共青杨河乡委员会评议会议纪要",
        issue=2,
        issuer="中共青杨河乡委员会",
        date="2011年6月28日",
        title="2011年度民主评议会议",
        meeting="2011年度民主评议会议",
        time="2011年6月28日 9:00—11:30",
        place="乡政府会议室",
        host="赵永刚",
        recorder="李秀兰",
        expected=31,
        present=30,
        agenda=("通报学习情况", "开展评议", "投票测评"),
        statements=(Statement("王德明", (Line(0, "学用结合有成效，调研还要再深入。"),)),),
        tallies=(Tally("机关党支部", 30, 30, 30, (TallyRow("张伟民", 24, 6, 0, 0, 0, "优秀"),)),),
        gaps=("个别党员笔记不够及时。",),
        resolutions=(Resolution("补齐学习笔记", "李秀兰", "2011年7月31日"),),
        text=(),
        attendees=("赵永刚", "张伟民"),
        absentees=(Absentee("刘桂英", "因病"),),
        observers=("陈建国（县委学习办）",),
    )


SPEC = DocumentSpec(
    name="minutes",
    label=Label("评议会议纪要", "Evaluation minutes"),
    context=Minutes,
    example=example,
    gather=gather,
    options=(
        Option(
            "no",
            Label("评议会议", "Evaluation meeting"),
            "record",
            required=True,
            kinds=("evaluation_minutes",),
        ),
        Option("issue", Label("期号", "Issue"), "integer", between=(1, 9999)),
    ),
    kinds=("evaluation_minutes",),
)
