"""Registers that keep several records of a person side by side: two papers, two tests, each over its 题目."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from records.intake.dates import DateFault, dates_in, parse_date
from records.intake.tables.layouts import period_of
from records.values import PartialDate, half_width

#: Kinds of which each side is a record of its own, told apart by its title.
TITLED = frozenset(
    (
        "experience_article",
        "research_report",
        "book_reading",
        "study_entry",
        "reading_note",
        "session",
        "briefing",
        "party_class",
        "household_visit",
        "talk",
        "inspection",
    )
)

#: What stands in the cells of a side that nobody filled: it is no title.
NOT_GIVEN = re.compile(r"(?:未|没|没有|尚未)(?:交|上交|提交|写|撰写|完成|报)|无|免|缺|[-—－/／\\]*")

#: Ways in which people come and go, each over names of its own.
_WAYS = re.compile(r"(?:本[年季月期])?(?:党员)?(?:增加|减少|转入|转出|调入|调出)(?:的?党员)?(?:情况)?")
#: What is meant below one of those.
_OF_WAYS = {"来源": "转入来源", "何处来": "转入来源", "去向": "转出去向", "何处去": "转出去向"}
#: The name of a test over its results, with the day behind or before it.
_TEST = re.compile(
    r"(?:[(\[]?\d[\d年月日号.\-/]+[)\]]?(?P<behind>{name})|(?P<before>{name})[(\[]?\d[\d年月日号.\-/]+[)\]]?)".format(
        name=r"[\u4e00-\u9fff]{0,12}(?:练习|测试|测验|考试|考核|竞赛|竞答|比赛|月考|季考|抽考|统考|摸底|笔试)"
        r"(?:题|卷)?(?:第?[一二三四五六七八九十\d]{1,2}次?)?"
    )
)
BOOK_SORTS = ("政治理论", "业务", "其他")
#: Sorts of books over their titles: 政治理论书籍, 业务类图书, 其他读物（选读）, 必读政治理论书目.
_SORT_OF_BOOKS = re.compile(
    r"(?:必读|选读|所读|阅读|学习|读)?(?:(?P<政治理论>政治理论|政治|理论|党建理论|党建)|(?P<业务>业务|专业|专业技术|业务技术)"
    r"|(?P<其他>其他|其它|文学|文史|科普|综合))(?:知识|方面|性)?类?的?(?:书籍|书目|书名|图书|读物|书刊|著作|学习|阅读|读书|书)?"
    r"(?:情况|名称)?(?:\([^()]*\))?"
)
_MEAN = re.compile(r"(?:[\d两三四五六]次)?(?:总?平均|均|总)(?:分数?|成绩|得分)?|合计(?:得分)?|总得分")
_NUMBERED = re.compile(r"第?(?:[一二三四五六]|[1-6])[次篇期季]|[一二三四五六][次篇]")


@dataclass(frozen=True)
class Side:
    """The columns under one of the wider headings, by index; ``day`` is the one that its heading says.

    ``headings`` are what its columns are called apart from what tells the side from others.
    """

    name: str
    columns: tuple[int, ...]
    day: PartialDate | None
    headings: tuple[str, ...] = ()
    #: What a test is called where its heading says more than which one it is: 半年测试, 百题竞赛.
    title: str = ""


def all_sides(headings: Sequence[str], year: int | None) -> list[Side]:
    """The sides of a head, whatever tells them apart; none for less than two."""
    return (
        sides_of(headings, year)
        or sides_by_day(headings, year)
        or sides_by_title(headings)
        or sides_by_sort(headings)
        or sides_by_way(headings)
    )


def sides_of(headings: Sequence[str], year: int | None) -> list[Side]:
    """The sides of a head in two rows whose wider headings stand over the same parts, in their order.

    A wider heading is a period, a day or a number (上半年, 第一次(6月24日), 第二篇): 笔试 and 面试 over 得分
    are parts of one record. None for less than two.
    """
    parts: dict[str, list[tuple[int, str]]] = {}
    for index, heading in enumerate(headings):
        above, slash, below = re.sub(r"#\d+$", "", heading).partition("/")
        if slash:
            parts.setdefault(above, []).append((index, below))
    found = [
        Side(above, tuple(index for index, _ in under), _day(above, year))
        for above, under in parts.items()
        if _tells(above, year)
    ]
    kept = {tuple(below for _, below in parts[side.name]) for side in found}
    return found if len(found) >= 2 and len(kept) == 1 else []


def sides_by_way(headings: Sequence[str]) -> list[Side]:
    """The sides of a head in two rows that name who came and who left: 增加 and 减少, each over 姓名."""
    parts: dict[str, list[tuple[int, str]]] = {}
    for index, heading in enumerate(headings):
        above, slash, below = re.sub(r"#\d+$", "", heading).partition("/")
        if slash and _WAYS.fullmatch(above):
            parts.setdefault(above, []).append((index, _OF_WAYS.get(below, below)))
    found = [
        Side(above, tuple(index for index, _ in under), None, tuple(below for _, below in under))
        for above, under in parts.items()
        if any(below.endswith("姓名") for _, below in under)
    ]
    return found if len(found) >= 2 else []


def sides_by_day(headings: Sequence[str], year: int | None) -> list[Side]:
    """The sides of a head in one row that are tests, each with its day: 第一次(5月10日), 测试一(6月24日)."""
    found = []
    for index, heading in enumerate(headings):
        text = re.sub(r"\s", "", half_width(heading))
        called = _TEST.fullmatch(text)
        day = _day(text, year) if (_NUMBERED.match(text) or called) and "/" not in text else None
        if day is None and called:
            day = _day_alone(text, year)
        if day is not None:
            # 第一次测试 is that of the title above.
            named = called if not _NUMBERED.match(text) else None
            title = (named["behind"] or named["before"] or "") if named else ""
            found.append(Side(heading, (index,), day, ("成绩",), title))
    return found if len(found) >= 2 else []


def _day_alone(text: str, year: int | None) -> PartialDate | None:
    """The day beside the name of a test, however it is written: 3.18, 6/24."""
    try:
        value = parse_date(re.sub(r"[^\d年月日号./-]", "", text), year=year, column_is_date=True).value
    except DateFault:
        return None
    return value if value is not None and value.precision == "day" else None


def is_mean(heading: str) -> bool:
    """Whether a column only sums up the tests beside it: 平均分, 总分."""
    return _MEAN.fullmatch(re.sub(r"\s", "", half_width(heading))) is not None


def sides_by_title(headings: Sequence[str]) -> list[Side]:
    """The sides of a head in one row in which columns of the same headings follow titles of different kinds.

    政治理论书目, 读完时间, 业务书目, 读完时间 are two: the titles' headings end in the same word, and what
    comes before that is the side's name. None for less than two.
    """
    again = [index for index, heading in enumerate(headings) if re.search(r"#[2-9]$", heading)]
    last = [index for index in again if index - 1 not in again and index > 0]
    bare = [re.sub(r"#\d+$", "", heading) for heading in headings]
    if not last or any(not bare[index] for index in last):
        return []
    first = bare.index(bare[last[0]])
    starts = [first - 1, *(index - 1 for index in last)]
    length = starts[1] - starts[0]
    titles = [bare[start] for start in starts]
    ends = (titles[0][at:] for at in range(len(titles[0])))
    word = next((end for end in ends if all(title.endswith(end) for title in titles)), "")
    tails = {tuple(bare[start + 1 : start + length]) for start in starts}
    if first < 1 or len(word) < 2 or len(tails) > 1 or len(set(titles)) < len(titles) or word in titles:
        return []
    tail = tails.pop()
    return [
        Side(title.removesuffix(word), tuple(range(start, start + length)), None, (word, *tail))
        for start, title in zip(starts, titles, strict=True)
    ]


def sides_by_sort(headings: Sequence[str]) -> list[Side]:
    """The sides of a head in two rows that are sorts of books, each over the same: 政治理论书籍 over 书名."""
    parts: dict[str, list[tuple[int, str]]] = {}
    for index, heading in enumerate(headings):
        above, slash, below = re.sub(r"#\d+$", "", heading).partition("/")
        if slash and sort_of_books(above):
            parts.setdefault(above, []).append((index, below))
    found = [
        Side(
            sort_of_books(above), tuple(index for index, _ in under), None, tuple(below for _, below in under)
        )
        for above, under in parts.items()
    ]
    alike = len({side.headings for side in found}) == 1 and len({side.name for side in found}) == len(found)
    return found if len(found) >= 2 and alike else []


def sort_of_books(heading: str) -> str:
    """The sort that a heading over titles of books says; empty where it says none."""
    found = _SORT_OF_BOOKS.fullmatch(re.sub(r"\s", "", half_width(heading)))
    return next((sort for sort in BOOK_SORTS if found is not None and found[sort]), "")


def _tells(above: str, year: int | None) -> bool:
    text = re.sub(r"\s", "", half_width(above))
    bare = re.sub(r"\(.*?\)", "", text)
    return (
        period_of(bare, year or 2000) is not None
        or _NUMBERED.match(bare) is not None
        or _day(text, year) is not None
    )


def _day(above: str, year: int | None) -> PartialDate | None:
    days = {
        value
        for reading, _, _ in dates_in(half_width(above), year=year)
        if (value := reading.value) is not None and value.precision == "day"
    }
    return days.pop() if len(days) == 1 else None
