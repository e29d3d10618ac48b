"""What the minutes of an evaluation meeting say: who was there, what was resolved, how the votes fell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from records.intake.dates import DateReading, dates_in
from records.intake.files.reading import TextDocument
from records.intake.names import NamedPart, split_names
from records.intake.papers.minutes.absent import absent_told, says_away
from records.intake.papers.minutes.book import day_alone
from records.intake.papers.minutes.labels import (
    ABSENT,
    CAME,
    CATEGORY,
    EXPECTED,
    HOLDER,
    HOST,
    LECTURER,
    MEETING_WHEN,
    NAME,
    PLACE,
    PRESENT,
    RECORDER,
    SAT_IN,
)
from records.intake.papers.minutes.numbered import gaps_told, listed, numbered
from records.intake.papers.minutes.parts import (
    DUE,
    host_told,
    resolution_told,
    resolved_in_prose,
    sentences_of,
    speakers_in,
    statements_in,
    told_in_line,
)
from records.intake.papers.minutes.people import (
    away_labelled,
    came_labelled,
    counted_among,
    everybody_came,
    late_labelled,
    people_listed,
    person_named,
    speakers_labelled,
)
from records.intake.papers.minutes.prose import absent_in_prose, all_came, holder_told, prose_of
from records.intake.papers.minutes.subjects import subjects_of
from records.intake.papers.minutes.tables import gaps_of_table, resolutions_of_table, statements_of_table
from records.intake.papers.minutes.tally import (
    TallyLine,
    ballot_counts,
    count_of,
    is_tally,
    tally_of,
    tally_told,
)
from records.intake.papers.paper_name import more_than_a_name
from records.intake.papers.posts import without_post
from records.intake.papers.signature import pairs_of_line, pairs_of_table

#: How far down a paper the lines that say who and where may stand.
_HEAD_LINES = 14
#: In the first of them a day may stand by itself; its year doesn't matter there.
_DAY_LINES, _ANY_YEAR = 4, 2012
#: A small table at the head has no more rows than these.
_HEAD_ROWS = 12
_HEADING = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[)）])\s*(.{2,20})$"
)
_BY_COLON = re.compile(r"([\u4e00-\u9fff]{2,15})[:：]")
#: Other parts that minutes have, which end the one before.
_OTHER_HEAD = re.compile(r"[、.．)）]\s*(?:整改|测评|测评结果|推荐|表决|选举|会议情况|基本情况)$")
#: The same with its text in the line.
_RUN_ON = re.compile(
    r"((?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[)）])\s*[^。：:，,；;]{2,8})。\s*(.{4,})"
)
#: A heading that is neither numbered nor followed by anything.
_BARE = re.compile(
    r"((?:会议|主要|评议|整改|存在的?(?:主要)?|下一?步(?:工作)?)*"
    r"(?:议定事项|决议事项|决定事项|议程|议题|差距[与和及]不足|不足[与和及]差距|问题[与和及]不足|问题|措施|打算|测评结果"
    r"|发言(?:情况|摘要|要点)?|评议情况|意见建议|意见[与和及]建议))"
)
_RESOLVED = re.compile(
    r"议定|决议|决定|整改(?:措施|事项|意见)|^整改$|会议要求|工作要求|改进措施|下一?步|今后打算|形成.{0,4}意见|达成.{0,4}(?:意见|共识)"
)
_GAPS = re.compile(r"差距|不足|存在(?:的)?(?:主要)?问题")
_OPINIONS = re.compile(r"评议|发言|讨论|座谈|意见")
_AGENDA = re.compile(r"议程|议题|程序")
_WHO = re.compile(r"(?:责任人|负责人|责任单位|责任部门|牵头人)[:：]?\s*([^。；;，,]+)")
_WHEN = re.compile(r"(?:完成时限|时限|期限|完成时间|完成日期|整改时限)[:：]?\s*([^。；;]+)")


@dataclass(frozen=True)
class Resolution:
    """Something the meeting resolved; ``deadline`` as written, often without a year."""

    text: str
    responsible: str | None
    deadline: str | None


@dataclass(frozen=True)
class Minutes:
    """``form`` is 民主评议, 座谈会 or 创建评议; ``ballots`` has issued, returned and valid."""

    form: str
    date: DateReading | None
    place: str | None
    host: str | None
    recorder: str | None
    expected: int | None
    present: int | None
    absent: tuple[NamedPart, ...]
    agenda: tuple[str, ...]
    gaps: tuple[str, ...]
    resolutions: tuple[Resolution, ...]
    ballots: dict[str, int]
    tally: tuple[TallyLine, ...]
    #: Whether it speaks of people who were away, whoever was read.
    speaks_of_absent: bool = False
    #: Whose meeting it was, in words.
    holder: str | None = None
    #: Those who are listed as present.
    came: tuple[NamedPart, ...] = ()
    #: Those who sat in, as the minutes call them.
    observers: tuple[str, ...] = ()
    #: Who said what.
    statements: tuple[tuple[str, str], ...] = ()
    #: The same where no heading stands over it: what looks like a name there may be a label.
    perhaps_said: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class MeetingHead:
    """What the lines above an ordinary meeting's minutes say; ``category`` and ``when`` in their words."""

    place: str | None
    host: str | None
    recorder: str | None
    came: tuple[NamedPart, ...]
    absent: tuple[NamedPart, ...]
    expected: int | None
    present: int | None
    topics: tuple[str, ...]
    #: What the meeting as a whole was about, where its topics stand apart: 学习主题：….
    subject: str = ""
    #: Whether the head says that all were there, whom it doesn't name.
    everybody: bool = False
    lecturer: str | None = None
    category: str | None = None
    #: What the meeting is called: 会议名称：….
    name: str | None = None
    when: str = ""
    #: Those whom a label names as having spoken.
    speakers: tuple[str, ...] = ()
    #: Names before what was said; some may be labels.
    spoke: tuple[str, ...] = ()
    #: Whose meeting it was, in words.
    holder: str | None = None


def is_minutes(document: TextDocument) -> bool:
    """Whether lines above, or a small table, say when a meeting was, who led it, and two things more."""
    labels = {
        label for table in document.tables if len(table) <= _HEAD_ROWS for label in pairs_of_table(table)
    }
    for line in [each.text.strip() for each in document.paragraphs if each.text.strip()][:_HEAD_LINES]:
        labels |= pairs_of_line(line).keys()
    told = [any(label in words for label in labels) for words in (PLACE, RECORDER, CAME, ABSENT, EXPECTED)]
    led = any(label in HOST for label in labels)
    dated = labels & MEETING_WHEN or any(day_alone(line, _ANY_YEAR) for line in _head_of(document))
    return bool(dated) and led and sum(told) >= 2


def _head_of(document: TextDocument) -> list[str]:
    return [each.text.strip() for each in document.paragraphs if each.text.strip()][:_DAY_LINES]


def read_head(document: TextDocument) -> MeetingHead:
    """Read 时间：… 地点：… 主持人：… 出席：… 缺席：… above a meeting's minutes."""
    lines = [paragraph.text.strip() for paragraph in document.paragraphs if paragraph.text.strip()]
    pairs: dict[str, str] = {}
    for table in document.tables:
        if not is_tally(table):
            pairs = {**pairs_of_table(table), **pairs}
    for line in lines[:_HEAD_LINES]:
        pairs = {**pairs_of_line(line), **pairs}
    topics, subject = subjects_of(pairs, lines, 2 * _HEAD_LINES, _ANY_YEAR)
    prose = prose_of(lines)
    counted = [pairs[key] for key in CAME.keys(pairs) if count_of(pairs[key]) is not None]
    came = came_labelled(pairs)
    return MeetingHead(
        place=_short(PLACE.told(pairs)) or prose.get("place"),
        host=person_named(_short(HOST.told(pairs)) or prose.get("host")),
        recorder=person_named(_short(RECORDER.told(pairs)) or prose.get("recorder")),
        came=people_listed(came),
        absent=(*_absent(pairs, lines), *late_labelled(pairs)),
        expected=count_of(EXPECTED.told(pairs) or prose.get("expected")),
        present=count_of(
            PRESENT.told(pairs) or prose.get("present") or next(iter(counted), None) or counted_among(came)
        ),
        everybody=everybody_came(pairs) or (not came and all_came(lines, _absent(pairs, lines))),
        topics=topics,
        subject=subject,
        lecturer=_lecturer(LECTURER.told(pairs)),
        category=CATEGORY.told(pairs),
        name=NAME.told(pairs),
        when=next((pairs[key] for key in sorted(MEETING_WHEN) if pairs.get(key)), ""),
        speakers=speakers_labelled(pairs),
        spoke=tuple(speakers_in(lines)),
        holder=HOLDER.told(pairs) or holder_told(lines[1:]),
    )


def read_minutes(document: TextDocument, title: str, *, year: int | None = None) -> Minutes:
    """Read the minutes of an evaluation meeting; what they don't say is None or empty."""
    told = (paragraph.text.strip() for paragraph in document.paragraphs if paragraph.text.strip())
    lines = [part for line in told for part in _head_apart(line)]
    pairs: dict[str, str] = {}
    for table in document.tables:
        if not is_tally(table):
            pairs = {**pairs_of_table(table), **pairs}
    for line in lines:
        if len(line) <= 80 or line.startswith(ABSENT.first):
            pairs = {**pairs_of_line(line), **pairs}
    tables = [table for table in document.tables if not is_tally(table)]
    prose = prose_of(lines)
    host, recorder = HOST.told(pairs), RECORDER.told(pairs)
    return Minutes(
        form=_form(title),
        date=_date(pairs, lines, year),
        place=_short(PLACE.told(pairs)) or prose.get("place"),
        host=person_named(host or prose.get("host") or host_told(lines[:8])),
        recorder=person_named(recorder or prose.get("recorder")),
        expected=count_of(EXPECTED.told(pairs) or prose.get("expected")),
        present=count_of(PRESENT.told(pairs) or prose.get("present")),
        absent=_absent(pairs, lines),
        agenda=tuple(
            numbered(agenda := _section(lines, _AGENDA))
            or told_in_line(lines, "agenda")
            or sentences_of(agenda)
            or listed(agenda)
        ),
        gaps=tuple(
            gaps_told(_section(lines, _GAPS))
            or told_in_line(lines, "gaps")
            or [gap for table in tables for gap in gaps_of_table(table)]
        ),
        resolutions=_resolutions(lines, tables),
        ballots=ballot_counts(lines),
        tally=tuple(line for table in document.tables if is_tally(table) for line in tally_of(table))
        or tally_told(lines),
        speaks_of_absent=says_away(lines),
        holder=holder_told(lines[1:]),
        came=people_listed(came_labelled(pairs)),
        observers=tuple(part.raw for part in split_names(SAT_IN.told(pairs) or "")),
        statements=tuple(
            statements_in(lines, _section(lines, _OPINIONS))
            or [said for table in tables for said in statements_of_table(table)]
        ),
        perhaps_said=tuple(statements_in(lines, _below_prose(lines))),
    )


def _head_apart(line: str) -> list[str]:
    """A numbered heading and the text that goes on behind it: 三、存在差距。学习不经常；笔记少。"""
    run_on = _RUN_ON.fullmatch(line)
    known = run_on is not None and any(
        each.search(run_on[1]) for each in (_AGENDA, _GAPS, _OPINIONS, _RESOLVED, _OTHER_HEAD)
    )
    return [run_on[1], run_on[2]] if run_on is not None and known else [line]


def _below_prose(lines: Sequence[str]) -> list[str]:
    """The lines from the first that tells how the meeting went: those above it are labels."""
    told = (at for at, line in enumerate(lines) if line.endswith("。") and not pairs_of_line(line))
    return list(lines[next(told, len(lines)) :])


def _resolutions(lines: Sequence[str], tables: Sequence[Sequence[Sequence[str]]]) -> tuple[Resolution, ...]:
    """What was resolved, as numbered items, in running text, or in a table of matters."""
    section = _section(lines, _RESOLVED)
    items = [_resolution(item) for item in numbered(section)]
    told = items or [
        _resolution(part) if _WHO.search(part) else Resolution(*resolution_told(part))
        for part in told_in_line(lines, "resolutions") or sentences_of(section)
    ]
    # 每月学习一次，责任人：某某 in the cell of a form ends like no sentence.
    told = told or [_resolution(line) for line in section if _WHO.search(line) or _WHEN.search(line)]
    told = told or [Resolution(*row) for table in tables for row in resolutions_of_table(table)]
    return tuple(told or [Resolution(*resolution_told(part)) for part in resolved_in_prose(lines)])


def _absent(pairs: dict[str, str], lines: Sequence[str]) -> tuple[NamedPart, ...]:
    return away_labelled(pairs) or absent_told(lines) or absent_in_prose(lines)


def _short(text: str | None) -> str | None:
    """What a label says up to the sentence that follows it in the same line."""
    return re.split(r"。(?=.)", text)[0] if text else None


def _form(title: str) -> str:
    if "民主评议" in title:
        return "民主评议"
    return "座谈会" if re.search(r"[座恳]谈|(?:征求|征集|征询|听取).{0,8}意见", title) else "创建评议"


def _lecturer(text: str | None) -> str | None:
    """As ``_name``; who comes from outside is called as the minutes have it: 县党校 高老师."""
    return text.strip() if text and more_than_a_name(without_post(text)) else person_named(text)


def _date(pairs: dict[str, str], lines: Sequence[str], year: int | None) -> DateReading | None:
    for text in (
        *(pairs.get(key, "") for key in ("会议时间", "时间", "评议时间", "日期")),
        *lines[1:4],
        *lines[-2:],
    ):
        for reading, _, _ in dates_in(text, year=year):
            if reading.value and reading.value.precision == "day":
                return reading
    return None


def _section(lines: Sequence[str], wanted: re.Pattern[str]) -> list[str]:
    """The lines under the heading that ``wanted`` fits, up to the next heading."""
    inside: list[str] = []
    found = nested = False
    for line in lines:
        heading = _HEADING.fullmatch(line) or _BY_COLON.fullmatch(line) or _BARE.fullmatch(line)
        below = line.startswith(("（", "("))
        if heading and not re.search(r"[。；;，,]", line) and not (found and below and not nested):
            if found and inside:
                break
            found, nested = wanted.search(heading[1]) is not None, below
        elif found:
            if line.startswith(ABSENT.first):
                break
            inside.append(line)
    return inside


def _resolution(item: str) -> Resolution:
    who, when = _WHO.search(item), _WHEN.search(item)
    if who is None and when is None:
        # The sentence stays whole: what it is about often stands behind who sees to it.
        return Resolution(item.strip("。；;，, "), *resolution_told(item)[1:])
    when = when or DUE.search(item)
    ends = [match.start() for match in (who, when) if match]
    text = item[: min(ends)] if ends else item
    return Resolution(
        text.strip("。；;，, （("), who[1].strip() if who else None, when[1].strip("）) ") if when else None
    )
