"""Running papers that tell under dates what somebody did: visits, tutorials, talks, study.

走访记录, 民情日记, 农民辅导课记录, 谈心谈话记录, 学习日记: an entry for each day that begins a line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from records.intake.dates import dates_in
from records.intake.files.reading import TextDocument
from records.intake.papers.paper_name import is_unit, kind_of_words
from records.intake.papers.signature import pairs_of_line
from records.intake.tables.facts import year_of_path
from records.values import PartialDate, chinese_digits, half_width

_ENDS = r"(?:[表簿本册])?(?:[（(].{1,16}[)）])?$"
_KEPT = rf"[\u4e00-\u9fff]{{0,8}}(?:记录|日[记志]|手记|纪实|登记|情况|台[账帐]|记事){_ENDS}"
#: What such papers are called, by the kind of what they tell.
_KINDS = (
    (
        "household_visit",
        re.compile(
            rf"(?:走访|入户|访民|民情|[下驻包]村|下户|联户|帮扶|结对|联系群众)(?:{_KEPT}|[\u4e00-\u9fff]{{0,4}}笔记{_ENDS})"
        ),
    ),
    ("farmer_tutorial", re.compile(rf"(?<!党员)(?<!干部)(?<!理论)辅导课?{_KEPT}")),
    (
        "farmer_tutorial",
        re.compile(
            rf"(?:农牧?民|农村|村民|群众)[\u4e00-\u9fff]{{0,6}}(?:辅导|夜校|讲堂|课堂|培训|教育|学校)(?:课|班)?{_KEPT}"
        ),
    ),
    ("talk", re.compile(rf"(?:谈心|谈话|约谈|交心)(?:{_KEPT}|$)")),
    ("study_entry", re.compile(rf"(?:学习|自学)(?:工作)?日[记志]{_ENDS}")),
    (
        "study_entry",
        re.compile(rf"(?:自学|个人(?:自学|学习))(?:情况)?(?:记录|登记|台[账帐]|日[记志]){_ENDS}"),
    ),
)
_OTHERS = re.compile(
    r"总结|报告|通知|通报|方案|制度|办法|计划|安排|汇报|心得|体会|会议|座谈|名[单册]|简报|意见|统计|汇总|签到|考核"
)
_TITLE_LINES, _LONGEST_TITLE = 3, 40
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年")
_NUMBER = re.compile(
    r"^(?:\d{1,3}[、.．](?:(?!\d)|(?=(?:(?:19|20)\d{2}年)?\d{1,2}月))|[（(]\d{1,3}[)）]|[①-⑳]"
    r"|[一二三四五六七八九十]{1,3}、|[●◆■★·-])\s*"
)
_LABEL = re.compile(r"^(?:走访|入户|学习|谈话|谈心|辅导|授课|上课|培训)?(?:时间|日期)[:：]\s*")
_YEAR_ALONE = re.compile(r"[（(]?(?:19|20)\d{2}年?度?[)）]?")
_OWN_YEAR = re.compile(r"((?:19|20)\d{2})[年.\-/]")
_BARE_DAY = re.compile(r"(1[0-2]|0?[1-9])[.\-/](3[01]|[12]\d|0?[1-9])(?=[\s\u3000:：,，、]|$)")
_AHEAD = re.compile(
    r"^(?:[（(]?(?:星期|周|礼拜)[一二三四五六日天][)）]?|(?:天气[:：]?)?(?:晴|多云|阴|(?:小|中|大|阵|暴)?[雨雪]|[晴阴]?转[晴阴雨]|晴间多云)"
    r"(?=[\s\u3000,，。]|$)|(?:[上下中]午|晚上?|早上?)(?=[\s\u3000,，:：])|[\s\u3000,，:：、。；;—-])+"
)


@dataclass(frozen=True)
class Entry:
    """What stands under a date. ``rolled``: the year is the next one, since the months begin again."""

    day: PartialDate
    text: str
    rolled: bool = False


@dataclass(frozen=True)
class DatedNotes:
    """``head`` are the lines above the first date, but for the title."""

    kind: str
    title: str
    head: tuple[str, ...]
    entries: tuple[Entry, ...]


def dated_notes(paper: TextDocument, relative: str) -> DatedNotes | None:
    """The notes that a paper is by its title, or its file's name, and by the dates in it; else None."""
    lines = [each.text.strip() for each in paper.paragraphs if each.text.strip()]
    if paper.tables or not lines:
        return None
    # Over the title may stand whose the paper is; any other title is that of another paper.
    over = next((at for at, line in enumerate(lines[:_TITLE_LINES]) if not is_unit(line)), 0)
    title = lines[over] if kind_of_notes(lines[over]) else ""
    if not title and kind_of_words(lines[over]) is not None:
        return None
    kind = kind_of_notes(title or PurePosixPath(relative).stem)
    if not kind:
        return None
    below = lines[lines.index(title) + 1 :] if title else lines
    year = _year(lines) or year_of_path(relative)
    head, entries = _parted(below, year)
    # The day below a diary in prose is when it was written.
    entries = entries or (_in_prose(below, year) if kind == "talk" else [])
    return (
        DatedNotes(kind, title or PurePosixPath(relative).stem, tuple(head), tuple(entries))
        if entries
        else None
    )


def kind_of_notes(title: str) -> str:
    """The kind of what notes of that title tell; empty for any other title."""
    plain = half_width(re.sub(r"\s", "", title))
    if len(plain) > _LONGEST_TITLE or "。" in plain or _OTHERS.search(plain):
        return ""
    return next((kind for kind, pattern in _KINDS if pattern.search(plain)), "")


def _year(lines: Sequence[str]) -> int | None:
    years = {int(year) for line in lines for year in _YEAR.findall(line)}
    titled = {int(year) for line in lines[:_TITLE_LINES] for year in _YEAR.findall(line)}
    return next(iter(titled if len(titled) == 1 else years), None) if years else None


def _parted(lines: Sequence[str], year: int | None) -> tuple[list[str], list[Entry]]:
    """The lines above the first date, and the entries; who signed at the end belongs to none."""
    head: list[str] = []
    found: list[tuple[PartialDate, bool, list[str]]] = []
    before: int | None = None
    rolled = False
    for line in lines:
        begun = _begins(line, year)
        if begun is None:
            (found[-1][2] if found else head).append(line)
            continue
        day, rest, own = begun
        # 12月30日, 1月5日: the months begin again in the next year.
        rolled = not own and (rolled or (before is not None and day.start.month < before - 6))
        year = day.start.year if own else year
        before = day.start.month
        if rolled:
            day = PartialDate.day(day.start.replace(year=day.start.year + 1))
        found.append((day, rolled, [rest] if rest else []))
    entries = [Entry(day, "\n".join(_unsigned(told)), later) for day, later, told in found]
    return head, [each for each in entries if each.text]


def _begins(line: str, year: int | None) -> tuple[PartialDate, str, bool] | None:
    """The day that begins a line, what stands behind it, and whether the day has a year of its own."""
    bare = _LABEL.sub("", _NUMBER.sub("", line))
    for reading, start, end in dates_in(bare, year=year):
        if start == 0 and reading.value is not None and reading.value.precision == "day":
            return reading.value, _AHEAD.sub("", bare[end:]), _OWN_YEAR.match(half_width(bare)) is not None
        break
    if (plain := _BARE_DAY.match(bare)) is not None and year is not None:
        try:
            day = PartialDate.parse(f"{year}-{int(plain[1]):02d}-{int(plain[2]):02d}")
        except ValueError:
            return None
        return day, _AHEAD.sub("", bare[plain.end() :]), False
    return None


def _unsigned(lines: Sequence[str]) -> list[str]:
    """The lines without the office that signs below them, or the year in brackets."""
    kept = list(lines)
    while (
        kept and not re.search("[:：。]", kept[-1]) and (is_unit(kept[-1]) or _YEAR_ALONE.fullmatch(kept[-1]))
    ):
        kept.pop()
    return kept


def _in_prose(lines: Sequence[str], year: int | None) -> list[Entry]:
    """One entry for a paper whose first sentences name just one day: 某某于5月6日与某某谈话."""
    text = "\n".join(_unsigned(lines))
    days = {
        reading.value
        for line in lines
        if re.search(r"[。；]", line)
        for reading, _, _ in dates_in(line, year=year)
        if reading.value is not None and reading.value.precision == "day"
    }
    return [Entry(days.pop(), text)] if len(days) == 1 else []


def labels_of(lines: Sequence[str]) -> dict[str, str]:
    """What the lines say as 名：值; the first of a name holds."""
    pairs: dict[str, str] = {}
    for line in lines:
        pairs = {**pairs_of_line(line), **pairs}
    return pairs


def figure(text: str) -> float | None:
    """A number in figures or words: 90, 1.5, 两, 半; None for anything else."""
    plain = chinese_digits(half_width(text).replace("两", "二"))
    if plain == "半":
        return 0.5
    try:
        return float(plain)
    except ValueError:
        return None
