"""Circulars about a supervision (关于…督查情况的通报): what they say of all units, and of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from records.intake.dates import dates_in
from records.intake.files.reading import TextDocument
from records.intake.names import looks_like_name, split_names
from records.intake.papers.minutes.parts import parts_of_line
from records.intake.papers.paper_name import has_surname
from records.intake.papers.posts import without_post
from records.intake.papers.signature import pairs_of_line
from records.intake.plain_remarks import nothing_found
from records.values import PartialDate, chinese_digits, half_width

_LOOKED = re.compile(r"督查|督导|(?<!对照)检查|抽查|巡查")
_TITLE = re.compile(
    r"(?=.*(?:督查|督导|(?<!对照)检查|抽查|巡查))(?=.*(?:通报|反馈))(?!.*(?:表彰|表扬|简报|会议)).{4,60}"
)
#: How far down a paper its title may stand, and what is said of all units.
_HEAD, _LONGEST_TITLE = 5, 60
_TEAM = re.compile(r"(?:督查|督导|检查|抽查|巡查)(?:组(?:成员|人员)?|人|人员)|带队领导|带队人")
_LED = re.compile(
    r"(?:由|[，,。；;]|^)([^，,。；;由]{2,24}?)(?:等)?(?:同志)?(?:带队|带领|牵头|(?:担)?任组长)"
    r"(?:[，,]([^，,。；;]{2,40}?)(?:等)?(?:同志)?(?:(?:为|任)(?:成员|组员|副组长)|参[加与]))?"
)
#: Of whom the group consisted: 由张三、李四组成督查组, 抽调张三、李四两名同志组成检查组.
_MADE_UP = re.compile(
    r"(?:由|抽调|选派|组织)了?([^，,。；;由]{2,40}?)(?:等)?(?:[\d两二三四五六七八九十]+[人名位])?(?:同志)?"
    r"组成(?:了|的)?(?:[\u4e00-\u9fff]{0,4}(?:督查|督导|检查|抽查|巡查)[小专]?组|$|[，,。])"
)
#: The group with its people in brackets or behind it: 镇党委督查组（张三、李四）, 督查组成员张三、李四到….
_GROUP = r"(?:(?:督查|督导|检查|抽查|巡查)工?作?[小专]?组|(?:工作|考核|联合)[小专]?组)"
_BRACKETED = re.compile(
    rf"{_GROUP}(?:成员|人员|一行)?(?:[\d两二三四五六七八九十]+人)?[（(](?!以下)([^（）()]{{2,60}})[)）]"
)
_MEMBERS = re.compile(
    rf"{_GROUP}(?:成员|人员)(?:[是为有]|包括)?[:：]?([^，,。；;（(]{{2,40}}?)(?:等)?(?=[到赴对于]|深入|采取|通过|[，,。；;]|$)"
)
#: Those who did it, named where the sentence begins: 张三、李四到各支部进行了督查, 张三一行对….
_BY_THEM = re.compile(
    r"(?:^|[，,。；;日])(?:由|组织|安排|抽调)?([^，,。；;由日]{2,40}?)(?:等)?(?:一行)?(?:[\d两二三四五六七八九十]+[人名位])?(?:同志)?"
    r"(?:分别|共同|一起|先后)?(?:到|对|赴|深入|前往)[^。；;]{2,60}?(?:进行|开展)了?[^，,。；;]{0,10}(?:督查|督导|检查|抽查|巡查)"
)
#: 参加督查的有张三、李四
_TOOK_PART = re.compile(
    r"(?:参加|参与)(?:此次|这次|本次)?(?:督查|督导|检查|抽查|巡查)(?:工作)?的(?:同志|人员|干部)?(?:[是为有]|包括)?[:：]?([^。；;（(]{2,40}?)(?:等)?(?=[。；;（(]|同志|$)"
)
_ROLE = re.compile(
    r"(?:带队领导|带队人|组长|副组长|成员|组员|领队)\s*(?:[:：]|[是为有]|(?=[\u4e00-\u9fff·]{2}))"
)
_GOES_ON = re.compile(r"^\s*(?:[-—–~～至到、]|和)\s*(?:\d{1,2}月)?\d{1,2}[日号]")
#: What ends so is an office, or people without names.
_NOBODY = re.compile(r"(?:委|组|办|部|会|府|局|站|所|中心|人员|同志|单位|[村镇乡])$")
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年")
_NUMBER = re.compile(
    r"^(?:第?[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．])\s*"
)
_SCORE = re.compile(r"(?:得分|得|评分|总分|计)(?:为|是|[:：])?\s*(\d{1,3}(?:\.\d{1,2})?)\s*分")
_VERDICT = re.compile(
    r"(?:评定(?:等[次级])?|评为|等次|等级|结论|评价|总评|综合评价)(?:结果)?(?:为|是|[:：])?[“\"]?"
    r"(较好|良好|优秀|不合格|基本合格|合格|一般|较差|好|差)"
)
_FOUND = re.compile(
    r"(?:存在|主要|发现)(?:的)?(?:主要)?(?:问题|不足)(?:是|有|为)?[:：]?|(?:问题|不足)(?:是|有|[:：])"
)
_WANTED = re.compile(r"(?:整改要求|整改意见|要求|下[一]?步)[:：]")


@dataclass(frozen=True)
class Supervised:
    """What a circular says of everybody: when, by whom, how; ``span`` where it went on for days."""

    day: PartialDate | None
    span: bool
    team: str
    told: str
    #: Whether a sentence names the team, and no label.
    in_sentence: bool


@dataclass(frozen=True)
class Said:
    """What the lines about one unit say; the text whole."""

    text: str
    score: str
    verdict: str
    findings: tuple[str, ...]
    wanted: str


def circular_title(paper: TextDocument) -> str:
    """The title of a paper that makes known what a supervision found; empty for all others."""
    for line in _lines(paper)[:_HEAD]:
        if len(line) <= _LONGEST_TITLE and "。" not in line and _TITLE.fullmatch(re.sub(r"\s", "", line)):
            return line
    return ""


def supervised(paper: TextDocument, title: str, year: int | None) -> Supervised:
    """What stands in the lines of a circular, but for its tables."""
    lines = _lines(paper)
    told = _YEAR.search(title) or next(
        filter(None, map(_YEAR.search, map(chinese_digits, reversed(lines)))), None
    )
    year = int(told[1]) if told is not None else year
    labels = (pairs_of_line(line) for line in lines)
    named = next((value for pairs in labels for label, value in pairs.items() if _TEAM.fullmatch(label)), "")
    body = [line for line in lines if line != title and _LOOKED.search(line)]
    team = named or next(filter(None, map(_team_told, body)), "")
    for line in map(half_width, body):
        for reading, _, end in dates_in(line, year=year):
            if reading.value is not None and reading.value.precision == "day":
                span = _GOES_ON.match(line[end:]) is not None
                return Supervised(reading.value, span, team, "\n".join(body), not named)
    return Supervised(None, False, team, "\n".join(body), not named)


def _team_told(line: str) -> str:
    """The people who supervised as a sentence names them, in one of many ways; empty where none does."""
    for pattern in (_MADE_UP, _LED, _BRACKETED, _MEMBERS, _TOOK_PART, _BY_THEM):
        for found in pattern.finditer(line):
            led, *others = filter(None, found.groups())
            # 各支部书记参加 behind who led names nobody.
            named = (led, *(each for each in others if _all_people(each)))
            told = re.sub(r"[；;]", "、", _ROLE.sub("", "、".join(named)))
            if pattern not in (_BRACKETED, _BY_THEM) or _all_people(told):
                return told
    return ""


def _all_people(text: str) -> bool:
    """Whether a phrase is names alone, with posts or without: 组织委员张三、李四."""
    names = [without_post(part.name)[-4:] for part in split_names(text)]
    return bool(names) and not any(map(_NOBODY.search, names)) and all(map(_ends_in_name, names))


def _ends_in_name(words: str) -> bool:
    ends = (words[-many:] for many in (2, 3, 4))
    return any(has_surname(end) and looks_like_name(end) for end in ends)


def parts_by_number(paper: TextDocument) -> Iterator[tuple[str, str]]:
    """The numbered parts of a circular: its first line without the number, and all of it."""
    head, inside = "", list[str]()
    for line in (*_lines(paper), ""):
        number = _NUMBER.match(line)
        if number is None and line:
            # Who signed below the last part, and when, is none of it.
            inside += [line] if head and line[-1] in "。；;！：:" else []
            continue
        if head:
            yield head, "\n".join(inside)
        head, inside = (line[number.end() :], [line[number.end() :]]) if number else ("", [])


def said_of_unit(text: str) -> Said:
    """Score, verdict and findings in what is told of one unit."""
    plain = half_width(text)
    score, verdict = _SCORE.search(plain), _VERDICT.search(plain)
    found, wanted = _FOUND.search(text), _WANTED.search(text)
    told = (
        text[found.end() : wanted.start() if wanted and wanted.start() > found.end() else None]
        if found
        else ""
    )
    first = re.split(r"[。\n]", told.strip("：: "), maxsplit=1)[0]
    parts = parts_of_line(first)
    parts = parts if len(parts) > 1 else re.split(r"[；;]", first)
    findings = tuple(part.strip("。；; ") for part in parts if part.strip("。；; "))
    return Said(
        text,
        score[1] if score else "",
        verdict[1] if verdict else "",
        ()
        if findings and (findings[0] in ("无", "没有", "未发现") or nothing_found(findings[0]))
        else findings,
        text[wanted.end() :].strip() if wanted else "",
    )


def tables_in(paper: TextDocument) -> list[Sequence[Sequence[str]]]:
    """The tables of a paper, those typed with tabs between the lines among them."""
    found: list[Sequence[Sequence[str]]] = [*paper.tables]
    rows: list[list[str]] = []
    for line in (*(each.text for each in paper.paragraphs), ""):
        cells = line.split("\t")
        if len(cells) > 2:
            rows.append(cells)
            continue
        if len(rows) > 1:
            found.append(rows)
        rows = []
    return found


def _lines(paper: TextDocument) -> list[str]:
    return [each.text.strip() for each in paper.paragraphs if each.text.strip()]
