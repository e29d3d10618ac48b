"""What the minutes of an evaluation meeting say: who was there, what was resolved, how the votes fell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from records.intake.dates import DateReading, dates_in
from records.intake.files.reading import TextDocument
from records.intake.names import NamedPart, clean_name, split_names
from records.intake.papers.absent_told import absent_told, says_away
from records.intake.papers.minute_parts import (
    NUMBER_KINDS,
    host_told,
    parts_of_line,
    resolution_told,
    resolutions_of_table,
    speakers_in,
    statements_in,
    told_in_line,
    topics_below,
)
from records.intake.papers.paper_name import more_than_a_name
from records.intake.papers.signature import MEETINGS, pairs_of_line, pairs_of_table
from records.intake.papers.tally import TallyLine, ballot_counts, count_of, is_tally, tally_of
from records.values import half_width

_HOST = ("主持", "主持人", "会议主持", "会议主持人", "学习主持", "召集人", "组织人")
_RECORDER = ("记录", "记录人", "会议记录", "会议记录人", "学习记录", "记录员")
_EXPECTED = ("应到", "应到人数", "应参加人数", "应参会人数", "应到会人数")
_PRESENT = ("实到", "实到人数", "实际参加人数", "参会人数", "到会人数", "出席人数", "实参会人数")
_ABSENT = (
    "请假",
    "缺席",
    "请假人员",
    "缺席人员",
    "缺席人员及原因",
    "请假人",
    "未到",
    "未到人员",
    "缺席名单",
    "缺席情况",
)
_PLACE = ("地点", "评议地点", *(f"{what}地点" for what in MEETINGS))
_CAME = (
    *(
        "出席",
        "出席人员",
        "参加人员",
        "参会人员",
        "到会人员",
        "与会人员",
        "出席人",
        "参加人",
        "参加党员",
        "到会党员",
    ),
    *("实到人员", "出席党员", "参会党员", "参会", "与会", "到会", "参加", "参会人", "与会人", "到会人"),
    *("参加同志", "出席同志", "参会同志", "到会同志", "出席成员", "参加对象", "参学人员", "参学党员"),
)
_TOPIC = (
    "课题",
    "党课题目",
    "题目",
    "学习主题",
    "活动主题",
    "议题",
    "会议议题",
    "主题",
    "会议主题",
    "内容",
    "会议内容",
    "学习内容",
    "会议议程",
    "议程",
)
_LECTURER = (
    *("主讲", "主讲人", "授课人", "讲课人", "党课主讲人", "领学人", "辅导人", "主讲者", "授课"),
    *("领学", "宣讲人", "报告人"),
)
_CATEGORY = (
    *("类型", "类别", "会议类型", "会议类别", "活动类型", "活动类别", "会议性质", "形式", "会议形式"),
    *("活动形式", "学习形式", "会议名称", "活动名称"),
)
_MEETING_WHEN = frozenset(f"{what}{when}" for what in ("", *MEETINGS) for when in ("时间", "日期"))
#: Every label that is read at the head of minutes.
LABELS = _MEETING_WHEN.union(
    _HOST, _RECORDER, _EXPECTED, _PRESENT, _ABSENT, _PLACE, _CAME, _TOPIC, _LECTURER, _CATEGORY
)
#: How far down a paper the lines that say who and where may stand.
_HEAD_LINES = 14
#: A small table at the head has no more rows than these.
_HEAD_ROWS = 12
_PROSE = (
    ("host", re.compile(r"由([\u4e00-\u9fff·]{2,6}?)(?:同志)?(?:书记|主任)?主持")),
    ("recorder", re.compile(r"(?:由|[，,；;])([\u4e00-\u9fff·]{2,6}?)(?:同志)?(?:担任)?记录")),
    ("expected", re.compile(r"应(?:到|参加|出席)(?:会|人数|党员)?[:：]?\s*(\d+)")),
    (
        "present",
        re.compile(
            r"(?:实到|实际参加|实际到会|实际出席|实出席|实参加|(?<!应)到会|(?<!应)出席)(?:会|人数|党员)?[:：]?\s*(\d+)"
        ),
    ),
    (
        "absent",
        re.compile(
            r"[，,；;。]([\u4e00-\u9fff·、]{2,40}?)(?:同志)?(?:因[\u4e00-\u9fff]{1,4}?)?(?:请假|缺席)(?=[，,；;。]|$)"
        ),
    ),
    ("place", re.compile(r"在([\u4e00-\u9fff\d]{2,15}?(?:室|厅|堂|院|楼|校|部|家|心|站))(?:召开|举行|进行)")),
)
#: What stands for a list of names, or says that it goes on: 全体党员, 王海涛等7名党员.
_NO_LIST = re.compile(r"全体|全部|详见|见签到|附后|等\s*\d*\s*[人名位]?(?:同志|党员)?$")
_HEADING = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[)）])\s*(.{2,20})$"
)
_BY_COLON = re.compile(r"([\u4e00-\u9fff]{2,15})[:：]")
_RESOLVED = re.compile(r"议定|决议|决定|整改(?:措施|事项|意见)|会议要求|下一步")
_GAPS = re.compile(r"差距|不足|存在(?:的)?(?:主要)?问题")
_OPINIONS = re.compile(r"评议|发言|讨论|座谈|意见")
_AGENDA = re.compile(r"议程|议题|程序")
#: The number before one of several things: 1. （一） ② 二是
ITEM_MARK = re.compile(
    r"^(?:\d{1,2}[.．、)）]|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]|[①-⑳]|[一二三四五六七八九十]是)\s*"
)
_WHO = re.compile(r"(?:责任人|负责人|责任单位|责任部门|牵头人)[:：]?\s*([^。；;，,]+)")
_WHEN = re.compile(r"(?:完成时限|时限|期限|完成时间|完成日期|整改时限)[:：]?\s*([^。；;]+)")
_POST_BEFORE = re.compile(
    r"^.*?(?:书记|支书|主任|委员|组长|校长|所长|站长|文书|干事)(?=[\u4e00-\u9fff·]{2,4}(?:同志)?$)"
)


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
    lecturer: str | None = None
    category: str | None = None
    when: str = ""
    #: Names before what was said; some may be labels.
    spoke: tuple[str, ...] = ()


def is_minutes(document: TextDocument) -> bool:
    """Whether lines above, or a small table, say when a meeting was, who led it, and two things more."""
    labels = {
        label for table in document.tables if len(table) <= _HEAD_ROWS for label in pairs_of_table(table)
    }
    for line in [each.text.strip() for each in document.paragraphs if each.text.strip()][:_HEAD_LINES]:
        labels |= pairs_of_line(line).keys()
    told = [bool(labels & set(keys)) for keys in (_PLACE, _RECORDER, _CAME, _ABSENT, _EXPECTED)]
    return bool(labels & _MEETING_WHEN) and bool(labels & set(_HOST)) and sum(told) >= 2


def read_head(document: TextDocument) -> MeetingHead:
    """Read 时间：… 地点：… 主持人：… 出席：… 缺席：… above a meeting's minutes."""
    lines = [paragraph.text.strip() for paragraph in document.paragraphs if paragraph.text.strip()]
    pairs: dict[str, str] = {}
    for table in document.tables:
        if not is_tally(table):
            pairs = {**pairs_of_table(table), **pairs}
    for line in lines[:_HEAD_LINES]:
        pairs = {**pairs_of_line(line), **pairs}
    topic = _labelled(pairs, _TOPIC)
    prose = _prose(lines[:_HEAD_LINES])
    return MeetingHead(
        place=_labelled(pairs, _PLACE),
        host=_name(_labelled(pairs, _HOST)),
        recorder=_name(_labelled(pairs, _RECORDER)),
        came=tuple(split_names(_listed(_labelled(pairs, _CAME)))),
        absent=tuple(split_names(_listed(_labelled(pairs, _ABSENT)))) or absent_told(lines),
        expected=count_of(_labelled(pairs, _EXPECTED) or prose.get("expected")),
        present=count_of(_labelled(pairs, _PRESENT) or prose.get("present")),
        topics=tuple(parts_of_line(topic) if topic else topics_below(lines[: 2 * _HEAD_LINES], _TOPIC)),
        lecturer=_lecturer(_labelled(pairs, _LECTURER)),
        category=_labelled(pairs, _CATEGORY),
        when=_labelled(pairs, sorted(_MEETING_WHEN)) or "",
        spoke=tuple(speakers_in(lines)),
    )


def _listed(text: str | None) -> str:
    """A list of names; a count of people and words such as 全体党员 name nobody."""
    names = re.sub(r"[（(]?共?\d+[人名][)）]?", "", text or "")
    return "" if _NO_LIST.search(names) else names


def read_minutes(document: TextDocument, title: str, *, year: int | None = None) -> Minutes:
    """Read the minutes of an evaluation meeting; what they don't say is None or empty."""
    lines = [paragraph.text.strip() for paragraph in document.paragraphs if paragraph.text.strip()]
    pairs: dict[str, str] = {}
    for table in document.tables:
        if not is_tally(table):
            pairs = {**pairs_of_table(table), **pairs}
    for line in lines:
        pairs = {**pairs_of_line(line), **pairs} if len(line) <= 80 or line.startswith(_ABSENT) else pairs
    prose = _prose(lines)
    host, recorder = _labelled(pairs, _HOST), _labelled(pairs, _RECORDER)
    return Minutes(
        form=_form(title),
        date=_date(pairs, lines, year),
        place=_labelled(pairs, _PLACE) or prose.get("place"),
        host=_name(host or prose.get("host") or host_told(lines[:8])),
        recorder=_name(recorder or prose.get("recorder")),
        expected=count_of(_labelled(pairs, _EXPECTED) or prose.get("expected")),
        present=count_of(_labelled(pairs, _PRESENT) or prose.get("present")),
        absent=_absent(pairs, prose, lines),
        agenda=tuple(_items(_section(lines, _AGENDA)) or told_in_line(lines, "agenda")),
        gaps=tuple(_gaps(_section(lines, _GAPS)) or told_in_line(lines, "gaps")),
        resolutions=_resolutions(lines, document.tables),
        ballots=ballot_counts(lines),
        tally=tuple(line for table in document.tables if is_tally(table) for line in tally_of(table)),
        speaks_of_absent=says_away(lines),
        statements=tuple(statements_in(lines, _section(lines, _OPINIONS))),
        perhaps_said=tuple(statements_in(lines, _below_prose(lines))),
    )


def _below_prose(lines: Sequence[str]) -> list[str]:
    """The lines from the first that tells how the meeting went: those above it are labels."""
    told = (at for at, line in enumerate(lines) if line.endswith("。") and not pairs_of_line(line))
    return list(lines[next(told, len(lines)) :])


def _resolutions(lines: Sequence[str], tables: Sequence[Sequence[Sequence[str]]]) -> tuple[Resolution, ...]:
    """What was resolved, as numbered items, in running text, or in a table of matters."""
    items = [_resolution(item) for item in _items(_section(lines, _RESOLVED))]
    told = items or [Resolution(*resolution_told(part)) for part in told_in_line(lines, "resolutions")]
    listed = [
        Resolution(*row) for table in tables if not is_tally(table) for row in resolutions_of_table(table)
    ]
    return tuple(told or listed)


def _absent(pairs: dict[str, str], prose: dict[str, str], lines: Sequence[str]) -> tuple[NamedPart, ...]:
    labelled = tuple(split_names(_labelled(pairs, _ABSENT) or ""))
    return labelled or absent_told(lines) or tuple(split_names(prose.get("absent") or ""))


def _form(title: str) -> str:
    if "民主评议" in title:
        return "民主评议"
    return "座谈会" if "座谈" in title else "创建评议"


def _labelled(pairs: dict[str, str], keys: Sequence[str]) -> str | None:
    return next((pairs[key] for key in keys if pairs.get(key)), None)


def _prose(lines: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines[:8]:
        for name, pattern in _PROSE:
            if name not in found and (match := pattern.search(half_width(line))):
                found[name] = match[1]
    return found


def _name(text: str | None) -> str | None:
    if not text:
        return None
    first = re.split(r"[、,，;；\u3000]| {2,}", text.strip())[0]
    # 主持人：支部书记张三
    return clean_name(_POST_BEFORE.sub("", first)).name or None


def _lecturer(text: str | None) -> str | None:
    """As ``_name``; who comes from outside is called as the minutes have it: 县党校 高老师."""
    return text.strip() if text and more_than_a_name(_POST_BEFORE.sub("", text)) else _name(text)


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
        heading = _HEADING.fullmatch(line) or _BY_COLON.fullmatch(line)
        below = line.startswith(("（", "("))
        if heading and not re.search(r"[。；;，,]", line) and not (found and below and not nested):
            if found and inside:
                break
            found, nested = wanted.search(heading[1]) is not None, below
        elif found:
            if line.startswith(_ABSENT):
                break
            inside.append(line)
    return inside


def _items(lines: Sequence[str]) -> list[str]:
    """Numbered items, one a line or several in a line parted by semicolons or blanks."""
    items: list[str] = []
    for line in lines:
        if ITEM_MARK.match(line):
            items += _apart(line)
    return items


def _apart(line: str) -> list[str]:
    """The numbered things of a line; a number of another kind within one of them parts nothing."""
    first = ITEM_MARK.match(line)
    kind = next((kind for kind in NUMBER_KINDS if first is not None and kind.match(first[0])), None)
    if kind is None:
        return [ITEM_MARK.sub("", line).rstrip("；;。 ")]
    parts = re.split(rf"(?<=[；;。\s])\s*(?={kind.pattern})", line)
    return [text for part in parts if (text := ITEM_MARK.sub("", part).rstrip("；;。 "))]


def _gaps(lines: Sequence[str]) -> list[str]:
    """一是…；二是…, or numbered items."""
    parts = [part for line in lines for part in re.split(r"[；;。]\s*(?=[二三四五六七八九]是|$)", line)]
    return [gap for part in parts if (gap := ITEM_MARK.sub("", part.strip()).rstrip("；;。"))]


def _resolution(item: str) -> Resolution:
    who, when = _WHO.search(item), _WHEN.search(item)
    if who is None and when is None:
        # The sentence stays whole: what it is about often stands behind who sees to it.
        return Resolution(item.strip("。；;，, "), *resolution_told(item)[1:])
    ends = [match.start() for match in (who, when) if match]
    text = item[: min(ends)] if ends else item
    return Resolution(
        text.strip("。；;，, （("), who[1].strip() if who else None, when[1].strip("）) ") if when else None
    )
