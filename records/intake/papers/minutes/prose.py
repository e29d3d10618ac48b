"""What minutes tell of the meeting in running text, where others have labels: who led it, where, who came."""

from __future__ import annotations

import re
from collections.abc import Sequence

from records.intake.dates import DateReading, dates_in
from records.intake.names import NamedPart, looks_like_name, split_names
from records.intake.papers.minutes.people import person_named
from records.intake.papers.paper_name import has_surname
from records.intake.papers.posts import without_post
from records.values import half_width

_SOMEBODY = r"((?:(?!由)[\u4e00-\u9fff·、]){2,20}?)(?:同志)?"
_ROOM = r"室|厅|堂|院|楼|校|部|家|心|站|场|院子|大队|广场|祠|阵地|会场|坝|屋|宅|[田地]头"
_PROSE = (
    (
        "host",
        re.compile(
            rf"(?:由|[，,；;。）)]|^){_SOMEBODY}(?:书记|主任)?(?:亲自)?(?:在[\u4e00-\u9fff\d]{{2,15}})?主持"
        ),
    ),
    (
        "recorder",
        re.compile(
            rf"(?:由|[，,；;。）)]|^){_SOMEBODY}(?:负责|担任|[做作]好?)?(?:会议)?[记纪]录(?!了|[本簿表在情])"
        ),
    ),
    ("expected", re.compile(r"应(?:到|参加|出席)(?:会|人数|党员)?[:：]?\s*(\d+)")),
    (
        "present",
        re.compile(
            r"(?:实到|实际参加|实际到会|实际出席|实出席|实参加|(?<!应)到会|(?<!应)出席)(?:会|人数|党员)?[:：]?\s*(\d+)"
        ),
    ),
    (
        "place",
        re.compile(
            rf"在([\u4e00-\u9fff\d]{{1,15}}?(?:{_ROOM}))(?:里|内)?(?:主持召开|召开|举行|进行|组织|开展|集中|集体|共同|开会|学习|传达|[收观]看)"
        ),
    ),
)
#: 张三因照顾病人请假, （李四缺席）, 王五请假（拉化肥）
_ABSENT = re.compile(
    r"[，,；;。（(\s]([\u4e00-\u9fff·、]{2,40}?)(?:[2二两三四五六七八九]人)?(?:同志)?(?:[均都])?"
    r"(因[\u4e00-\u9fff]{1,12}?|(?:无故|擅自|临时有事|有事|生病|外出|出差|公差))?(请假|缺席|未到会?|未参加)"
    r"(?:[（(]([^（）()]{2,20})[）)])?(?=[，,；;。）)]|$)"
)
_NO_NAME = re.compile(r"党员|人员|同志|干部|^(?:其|另|他们|均|都)|会议|学习|大家|我们|不得|确需|请假|缺席")
_ALL_CAME = re.compile(
    r"全体(?:党员|同志|成员|干部|职工)+(?:均|都)?(?:参加|到会|出席|参会|到齐)|(?:党员)?全部(?:到会|到齐|参加)"
)
_HELD = re.compile(r"召开|举行|举办|组织|开展|主持|集中学习")
#: Whose meeting it was: 某某乡党委在乡礼堂召开…
_HOLDER = re.compile(
    r"(?:^|[，,。])([\u4e00-\u9fff]{2,20}?(?:党委|党总支|总支|党支部|支部|党小组))"
    r"(?=[^，,。]{0,25}(?:召开|举行|举办|组织|开展|集中))"
)
_LEARNT = re.compile(
    r"(?:(?<=[室厅堂院楼校部家心站场会委组坝])|传达|专题|集中|集体|共同|组织|认真|重点|[，,])学习(?!会|例会|活动|记录|时间)了?([^，,]{2,60})"
)
#: What papers are called: 党课记录 names nobody who wrote it down.
_TITLE = re.compile(
    r"(?:党课|党员|党日|支部|支委|党小组|会议?|大会|例会|全体|学习|活动|集[中体]|座谈|讨论|交流|辅导|讲课|授课|听课|谈心|谈话|走访|培训|讲座|宣讲"
    r"|中心组|理论|政治|业务|专题|组织生活|民主|评议|远教|课)+[记纪]录[表本簿册]?"
)
#: 下周学习由张三主持 is of another meeting.
_LATER = re.compile(r"下[周次月期]|今后|以后|将由|决定|建议|明[天日]|要求")
#: So many of the first lines tell of the meeting as a whole.
_LINES, _LONG, _DAY_WITHIN = 8, 15, 12


def prose_of(lines: Sequence[str]) -> dict[str, str]:
    """What the first lines tell, by name; ``host`` and ``recorder`` only where it can be a name."""
    found: dict[str, str] = {}
    for line in lines[:_LINES]:
        if _TITLE.fullmatch(re.sub(r"\s", "", line)):
            continue
        for name, pattern in _PROSE:
            for match in pattern.finditer(half_width(line)):
                if name in found:
                    break
                named = name in ("host", "recorder")
                if not named or (_is_name(match[1]) and not _LATER.search(line[: match.start() + 1])):
                    found[name] = match[1]
    return found


def _is_name(text: str) -> bool:
    name = person_named(text) or ""
    posted = without_post(text) != text
    return looks_like_name(name) and (has_surname(name) or posted)


def absent_in_prose(lines: Sequence[str]) -> tuple[NamedPart, ...]:
    """Those whom the first lines name as away, each with the cause that is told."""
    found: list[NamedPart] = []
    for line in lines[:_LINES]:
        for who, why, how, beside in _ABSENT.findall(line):
            cause = why.removeprefix("因") or beside or ("请假" if how == "请假" else None)
            # A name that nobody bears is asked about; words such as 其余党员 are none.
            named = [
                part
                for part in split_names(who)
                if looks_like_name(part.name) and not _NO_NAME.search(part.name)
            ]
            # 张三值班请假: why stands right behind the name.
            found += [
                NamedPart(
                    part.name, part.reason if part.reason and not why else cause, part.raw, how == "请假"
                )
                for part in named
            ]
    return tuple({part.name: part for part in found}.values())


def all_came(lines: Sequence[str], away: Sequence[NamedPart]) -> bool:
    """Whether the first lines say that all came, but for those ``away``, and speak of no others."""
    told = [line for line in lines[:_LINES] if _ALL_CAME.search(line)]
    others = any(re.search(r"请假|缺席|未到|未参加|除", line) for line in told)
    return bool(told) and (bool(away) or not others)


def day_in_prose(lines: Sequence[str], year: int | None) -> DateReading | None:
    """The day with which a sentence about the meeting begins: 2011年5月6日下午，某支部在…召开…"""
    for line in lines:
        if len(line) < _LONG or _HELD.search(line) is None:
            continue
        for reading, start, _ in dates_in(line, year=year):
            if reading.value is not None and reading.value.precision == "day":
                return reading if start <= _DAY_WITHIN else None
    return None


def subject_told(lines: Sequence[str], year: int | None) -> str | None:
    """What was learnt, as the sentence that gives the day says: 5月6日下午，支部在会议室学习党章."""
    for line in lines[:_LINES]:
        sentence = re.split(r"[。；;]", line)[0]
        found = _LEARNT.search(sentence) if day_in_prose([line], year) is not None else None
        if found is not None:
            return f"学习{found[1].strip()}"
    return None


def holder_told(lines: Sequence[str]) -> str | None:
    """Whose meeting it was, as the first lines say."""
    found = (_HOLDER.search(re.sub(r"\d+年|\d+月|\d+[日号]", "，", line)) for line in lines[:4])
    return next((match[1] for match in found if match is not None), None)
