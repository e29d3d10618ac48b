"""Who wrote a paper and when, as its first and last lines, labels and small tables say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from records.intake.dates import DateFault, DateReading, dates_in, parse_date
from records.intake.files.reading import TextDocument
from records.intake.names import clean_name, looks_like_name, split_names
from records.intake.papers.paper_name import has_surname, is_unit, kind_of_words
from records.intake.papers.posts import POST, with_post
from records.values import half_width

Source = Literal["table", "first_line", "under_title", "end", "text", "file_name", "folder", "property"]

_AUTHOR_KEYS = (
    "姓名",
    "作者",
    "撰写人",
    "撰稿人",
    "执笔人",
    "执笔",
    "调研人",
    "调查人",
    "报告人",
    "记录人",
    "笔记人",
    "汇报人",
    "学习人",
    "署名",
    "撰稿",
    "供稿",
    "作者姓名",
    "调研人员",
    "调研组成员",
    "党员姓名",
    *("课题组成员", "课题组组长", "课题组", "调研组", "调研组组长", "调研小组", "调研小组成员"),
    *("参与调研人员", "参加调研人员", "参与调研", "参加调研", "调查人员", "主要撰稿人", "主笔"),
)
#: What papers call a meeting where they say when and where it was: 开会时间, 学习地点.
MEETINGS = ("会议", "学习", "活动", "开会", "召开", "上课", "授课", "讲课", "听课", "党课")
_DATE_KEYS = (
    "时间",
    "日期",
    "撰写时间",
    "撰写日期",
    "完成时间",
    "完成日期",
    "记录时间",
    "写作时间",
    "填写日期",
    "年月",
    "年月日",
    "写作日期",
    "成稿时间",
    "完稿时间",
    "定稿时间",
    "投稿时间",
    "供稿时间",
    *(f"{what}{when}" for what in MEETINGS for when in ("时间", "日期")),
    # When somebody went round, where nothing says when it was written.
    *("调研时间", "调查时间", "调查日期", "调研日期"),
)
#: Days of another matter: of the writer's life, of who looked at the paper, of what is still to come.
_OTHER_WHEN = re.compile(
    r"生|入党|转正|工作|任职|出版|检查|抽查|审|批|阅示|截止|期限|限|填|打印|报送|上交|提交|交|收|借|还|下次|计划|考核"
)
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年?度?")
_ANY_WHEN = re.compile(r"[\u4e00-\u9fff]{0,6}(?:时间|日期|年月日?|月份|时段|期间|起止)")
_UNIT_KEYS = (
    *("单位", "支部", "所在支部", "所在单位", "工作单位", "部门", "党支部", "所属支部", "组别"),
    *("学习支部", "学习单位", "组织单位", "主办支部", "会议单位"),
)
TITLE_KEYS = (
    *(
        "题目",
        "标题",
        "文章题目",
        "调研题目",
        "课题",
        "名称",
        "主题",
        "文章标题",
        "心得题目",
        "体会题目",
        "篇名",
    ),
    *("调研课题", "课题名称", "调研课题名称", "报告题目", "论文题目", "调查题目", "调查课题"),
)
BOOK_KEYS = ("书名", "书目", "书籍", "篇目", "书名篇目", "学习书目", "阅读书目")
# 主 持 人： is spread to the width of the labels around it; a name before it is no part of it.
_LABEL = re.compile(
    r"((?:时[ \u3000]{1,4}间|地[ \u3000]{1,4}点|记[ \u3000]{1,4}录|主[ \u3000]{1,4}[持讲]"
    r"|[出缺列][ \u3000]{1,4}席|请[ \u3000]{1,4}假|议[ \u3000]{1,4}题|题[ \u3000]{1,4}目|内[ \u3000]{1,4}容)"
    r"|(?<![\u4e00-\u9fff:：])(?<![:：][\u4e00-\u9fff][ \u3000])(?<![:：][\u4e00-\u9fff][ \u3000]{2})"
    r"[\u4e00-\u9fff](?:[ \u3000]{1,4}[\u4e00-\u9fff]){1,3}"
    r"|[\u4e00-\u9fff]{2,6}[及和、与][\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{2,6})"
    r"\s*(?:[（(](?:签名|签字|签到|原因|及原因|事由|含[\u4e00-\u9fff]{2,6}|人|名)[）)])?\s*[:：]\s*"
)
_LONGEST_LINE, _LONGEST_TITLE = 60, 50
#: 缺席人员姓名及原因
_LONGEST_LABEL = 10
#: The number of an office's letter: 青党发〔2011〕23号.
DOC_NO = re.compile(r"[\u4e00-\u9fff]{1,10}[〔\[(（【]\d{4}[〕\])）】]第?\d+号")
#: 某村党支部：张三
_OF_WHOM = re.compile(
    r"([\u4e00-\u9fff]{3,16})[:：]\s*([\u4e00-\u9fff·]{2,4}|[\u4e00-\u9fff][ \u3000]+[\u4e00-\u9fff])"
)
_APART = re.compile(r"\s{2,}|\u3000+|\t")
#: The time of day behind a date, and the place behind it, as minutes have them below their title.
_CLOCK = re.compile(
    r"([日号])\s*[（(]?(?:上午|下午|晚上?|早上?|中午)(?:\d{1,2}[点时:：](?:\d{1,2}分?|半|整)?)?[）)]?"
)
_VENUE = re.compile(
    r"(?<=[\s\u3000])(?:[\u4e00-\u9fff\d]{2,12}(?:室|厅|堂|会场|教室|院坝)|[\u4e00-\u9fff\d]{0,12}(?:村部|村委会|活动室))(?=[\s\u3000]|$)"
)
#: How near the end of a paper, and how small, a table is that signs it.
_FOOT, _FOOT_ROWS = 2, 4
# Labels stand where a line begins; some converters put a whole paper into one line.
_LOOKED_AT = 2_000


@dataclass(frozen=True)
class Signature:
    """What one place of a paper says; empty parts are unknown. ``source`` names the place."""

    source: Source
    authors: tuple[str, ...] = ()
    unit: str | None = None
    date: DateReading | None = None

    @property
    def empty(self) -> bool:
        return not (self.authors or self.unit or self.date)

    @property
    def exact(self) -> bool:
        """Whether it gives a day."""
        value = self.date.value if self.date is not None else None
        return value is not None and value.precision == "day"


def pairs_of_line(line: str) -> dict[str, str]:
    """What a line says as 名：值, several to a line: 姓名：张三　单位：某支部　时间：2010.7.3."""
    line = line[:_LOOKED_AT]
    labels = list(_LABEL.finditer(line))
    pairs: dict[str, str] = {}
    ends = [*(label.start() for label in labels[1:]), len(line)]
    for label, end in zip(labels, ends, strict=False):
        value = line[label.end() : end].strip(" \u3000\t，,。；;")
        head, tail = (*_APART.split(value, maxsplit=1), "")[:2]
        if tail and _is_date(tail):
            # 单位：某支部    2012年3月: a date may stand behind the labels without one of its own.
            pairs.setdefault("日期", tail)
            value = head
        pairs.setdefault(re.sub(r"\s", "", label[1]), value)
    return pairs


def _is_date(text: str) -> bool:
    """Whether a text is a date with its year and nothing else."""
    return any((start, end) == (0, len(text)) for _, start, end in dates_in(text))


def pairs_of_table(table: Sequence[Sequence[str]]) -> dict[str, str]:
    """What a small table says in label and value cells, side by side."""
    pairs: dict[str, str] = {}
    for row in table:
        cells = [cell.strip() for cell in row if cell.strip()]
        for key, value in zip(cells[::2], cells[1::2], strict=False):
            name = re.sub(r"[\s:：()（）、]", "", key)
            if len(name) <= _LONGEST_LABEL:
                pairs.setdefault(name, value)
    return pairs


def signs(pairs: Mapping[str, str]) -> bool:
    """Whether labels say whose a paper is: one of them names an author, in letters of a name."""
    names = (pairs[key] for key in _AUTHOR_KEYS if pairs.get(key))
    return any(looks_like_name(part.name) for name in names for part in split_names(name))


def labelled(pairs: dict[str, str], source: Source, year: int | None) -> Signature:
    """The signature that labels give."""
    authors: tuple[str, ...] = ()
    unit = next((pairs[key] for key in _UNIT_KEYS if pairs.get(key)), None)
    for key in _AUTHOR_KEYS:
        if pairs.get(key):
            authors, beside = _people(pairs[key])
            unit = unit or beside
            break
    date = None
    others = (key for key in pairs if _ANY_WHEN.fullmatch(key) and not _OTHER_WHEN.search(key))
    for key in dict.fromkeys((*_DATE_KEYS, *others)):
        if pairs.get(key):
            date = _date(pairs[key], year)
            if date is not None:
                break
    if date is None and (told := _YEAR.fullmatch(pairs.get("年度") or pairs.get("年份") or "")):
        date = _date(f"{told[1]}年", year)
    return Signature(source, authors, unit, date)


def is_author(label: str) -> bool:
    """Whether a label is one of those that name who wrote a paper."""
    return label in _AUTHOR_KEYS


def is_read(label: str) -> bool:
    """Whether a label at the head of a paper is one that is read: whose it is, of when, what it is called."""
    told = label in (*_AUTHOR_KEYS, *_DATE_KEYS, *_UNIT_KEYS, *TITLE_KEYS, *BOOK_KEYS, "年度")
    return told or (_ANY_WHEN.fullmatch(label) is not None and _OTHER_WHEN.search(label) is None)


def _people(text: str) -> tuple[tuple[str, ...], str | None]:
    """The names in a value, and the unit that stands in brackets behind one: 张三（某支部）."""
    whole = clean_name(text)
    # 张三 李四 are two people though the four characters would do for one name; 张 三 is one.
    apart = [part for part in text.split() if looks_like_name(part)]
    several = len(apart) > 1 and len(apart) == len(text.split()) and all(map(has_surname, apart))
    if "not_a_name" not in whole.flags and not several:
        return (whole.name,), whole.remark if whole.remark and is_unit(whole.remark) else None
    unit = None
    names: list[str] = []
    for part in split_names(text):
        reading = clean_name(part.raw)
        if reading.remark and is_unit(reading.remark):
            unit = unit or reading.remark
        tokens = signed_line(part.raw, None) if not looks_like_name(part.name) else None
        if tokens is not None and tokens.authors:
            names += tokens.authors
            unit = unit or tokens.unit
        elif looks_like_name(part.name):
            names.append(part.name)
    return tuple(dict.fromkeys(names)), unit


def _date(text: str, year: int | None) -> DateReading | None:
    try:
        reading = parse_date(text, year=year, column_is_date=False)
    except DateFault:
        return next((reading for reading, _, _ in dates_in(text, year=year)), None)
    return reading if reading.value else None


def signed_line(line: str, year: int | None, source: Source = "under_title") -> Signature | None:
    """Read a line that is only unit, names and date, in any order; None when it says more than that."""
    text = line.strip(" \u3000\t—－-*·（）()【】[]")
    text = re.sub(r"^(?:写|作|完成|成稿|定稿|草|记|稿|整理)于\s*", "", text)
    text = _CLOCK.sub(r"\1 ", text)
    if (of_whom := _OF_WHOM.fullmatch(text)) is not None and is_unit(of_whom[1]):
        text = f"{of_whom[1]} {of_whom[2]}"
    if not text or len(text) > _LONGEST_LINE or re.search(r"[。！？；;:：“”]", text):
        return None
    date = None
    for reading, start, end in reversed(list(dates_in(text, year=year))):
        date = reading
        text = f"{text[:start]} {text[end:]}"
    unit: str | None = None
    names: list[str] = []
    pending = ""
    text = _VENUE.sub(" ", text) if date is not None else text
    for token in re.split(r"[\s\u3000,，、/()（）]+", text.strip()):
        if not token:
            continue
        bare = POST.sub("", re.sub(r"^(?:作者|撰写|执笔|供稿|文)$|(?<=[\u4e00-\u9fff]{2})同志$", "", token))
        if len(bare) == 1 or (pending and len(bare) <= 2 and not looks_like_name(pending)):
            pending += bare
            if len(pending) >= 2:
                if not has_surname(pending):
                    return None
                names.append(pending)
                pending = ""
            continue
        if not bare:
            continue
        if is_unit(bare):
            # 某村党支部书记助理、村委会主任: a second post says no other unit.
            unit = bare if bare == token or unit is None else unit
        elif looks_like_name(bare) and kind_of_words(bare) is None and (has_surname(bare) or unit):
            # A name of no common surname is believed only behind a unit.
            names.append(bare)
        elif (glued := _glued(bare)) is not None:
            unit, person = glued
            names.append(person)
        elif (posted := with_post(bare)) is not None:
            # 某村妇女主任张三; 某村党支部书记助理、村委会主任 张三
            unit, names = unit or posted.unit, [*names, *([posted.name] if posted.name else [])]
        else:
            return None
    if pending or not (names or unit or date):
        return None
    return Signature(source, tuple(dict.fromkeys(names)), unit, date)


def venue_beside_day(lines: Sequence[str]) -> str | None:
    """Where a meeting was held, as a line below its title says that is nothing but its day and the place."""
    for line in lines:
        text = _CLOCK.sub(r"\1 ", line.strip(" \u3000\t（）()"))
        found = list(dates_in(text))
        if len(found) == 1 and found[0][1] == 0 and not re.search(r"[。；;:：，,]", text):
            venue = _VENUE.fullmatch(f" {text[found[0][2] :].strip()}", 1)
            return venue.group() if venue is not None else None
    return None


def office_above(lines: Sequence[str]) -> bool:
    """Whether the first of two lines names the office over a title: 一本小册子的用处 only ends like one.

    Below that stands who wrote it.
    """
    if len(lines) < 2 or not is_unit(lines[0]) or len(lines[1]) > _LONGEST_TITLE:
        return False
    signed = signed_line(lines[1], None)
    return signed is None or not signed.authors


def _glued(text: str) -> tuple[str, str] | None:
    """某某支部张三, without a space; 某某办公室编 is who bound the papers, not 公室编."""
    if text.endswith(("编", "编印", "编制", "印", "印制", "印发")) and is_unit(text.rstrip("编印制发")):
        return None
    for cut in range(len(text) - 2, 3, -1):
        unit, person = text[:cut], text[cut:]
        if is_unit(unit) and looks_like_name(person) and has_surname(person):
            return unit, person
    return None


def signatures_under_title(lines: Sequence[str], year: int | None) -> Signature:
    """The lines right below the title, as long as they are nothing but a signature."""
    return _merged((_below_title(line, year) for line in lines[:6]), "under_title")


def _below_title(line: str, year: int | None) -> Signature | None:
    """As ``_or_none``; a subtitle and a label that tells of something else do not end the search."""
    found = _or_none(line, year, "under_title")
    bracketed = re.fullmatch(r"[（(][^（()）]{2,20}[)）]", line) is not None
    aside = line.startswith(("—", "－", "--")) or _LABEL.match(line) is not None or bracketed
    return Signature("under_title") if found is None and aside and len(line) <= _LONGEST_LINE else found


def signatures_at_end(lines: Sequence[str], year: int | None) -> Signature:
    """The last lines, from the last upwards, as long as they are nothing but a signature."""
    return _merged((_or_none(line, year, "end") for line in reversed(lines[-4:])), "end")


def signed_off(lines: Sequence[str], year: int | None) -> tuple[str | None, DateReading | None]:
    """The office that signs a letter and the day below its name, wherever the enclosures begin."""
    for above, line in pairwise(lines):
        day, office = signed_line(line, year), signed_line(above, year)
        if day is None or day.date is None or day.authors or day.unit or office is None:
            continue
        if office.unit is not None and not office.authors and office.date is None:
            return office.unit, day.date
    return None, None


def signature_of_line(line: str, year: int | None) -> Signature | None:
    """What a line says that is nothing but a signature, in labels or without; else None."""
    return _or_none(line, year, "text")


def _or_none(line: str, year: int | None, source: Source) -> Signature | None:
    whose = _OF_WHOM.fullmatch(line.strip())
    pairs = pairs_of_line(line) if whose is None or not is_unit(whose[1]) else {}
    if pairs and len(half_width(line)) <= _LONGEST_LINE:
        found = labelled(pairs, source, year)
        return None if found.empty else found
    return signed_line(line, year, source)


def _merged(found: Iterable[Signature | None], source: Source) -> Signature:
    authors: tuple[str, ...] = ()
    unit, date = None, None
    for signature in found:
        if signature is None:
            break
        authors = authors or signature.authors
        unit = unit or signature.unit
        date = date or signature.date
    return Signature(source, authors, unit, date)


def table_pairs(document: TextDocument) -> dict[str, str]:
    """The labels of the small tables that stand before the text, or that sign it at the end."""
    pairs: dict[str, str] = {}
    for at, table in zip(document.table_at, document.tables, strict=True):
        told = pairs_of_table(table) if len(table) <= 12 else {}
        if at <= 4:
            pairs = {**told, **pairs}
        elif at >= len(document.paragraphs) - _FOOT and len(table) <= _FOOT_ROWS and signs(told):
            pairs = {**pairs, **told}
    return pairs
