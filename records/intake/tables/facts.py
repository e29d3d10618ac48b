"""What the lines above a table say about all of it: whose it is, of what time, in what measure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from records.intake.dates import DateFault, dates_in, parse_date
from records.intake.files.reading import Row
from records.values import PartialDate, chinese_digits, half_width

# 8:30 within a value is no label of its own.
_VALUE = r"(?:[^\s:：]|(?<=\d)[:：](?=\d))+"
_PAIR = re.compile(rf"([\u4e00-\u9fff()]{{1,10}}?)\s*[:：]\s*({_VALUE}(?: {_VALUE}(?![:：]))*)")
_UNIT_KEYS = (
    "单位",
    "填报单位",
    "报送单位",
    "编制单位",
    "填报",
    "支部",
    "部门",
    "党支部",
    "党组织",
    "所属支部",
    "组织名称",
    "支部名称",
    "单位名称",
    "填表单位",
    "上报单位",
    "学习单位",
    "所在支部",
    "所在党支部",
    "所属党支部",
    "所在单位",
    "工作单位",
)
_MEASURE = re.compile(r"(?:人民币)?(百|千|万|亿)?(元|人|人次|户|篇|次|份|亩)([/、].*)?")
_DATE_KEYS = ("时间", "日期", "考试时间", "测试时间", "会议时间", "测试日期", "考试日期", "竞赛时间", "时期")
_MARKS = (
    ("满分", re.compile(r"满分(?:为|:)?(\d+)分?")),
    ("满分", re.compile(r"(?:总分|卷面|全卷)(?:数|共|计|为|:)*(\d+)分")),
    ("及格", re.compile(r"(\d+)分(?:\(?含\)?|及|以上)*(?:为|算)?(?:及|合)格")),
    ("及格", re.compile(r"(?:及|合)格(?:分数|线|分)*(?:为|:)?(\d+)分")),
    ("及格", re.compile(r"及格(?:分数|线|分)(?:为|:)?(\d+)")),
    ("题数", re.compile(r"(?:共|计|试题|试卷)(?:共|计|有)*(\d+)(?:道|个)?(?:[小大试考]?题|(?<=[道个]))")),
    ("题数", re.compile(r"(?:题量|[试考]?题目?(?:总?数量?|总[量计]|量))(?:为|共|:)*\s*(\d+)(?!\d|分)")),
    ("题数", re.compile(r"(?<![第\d])(\d+)(?:道|个)(?:试|考|测试|竞赛)?题")),
)
_ENCLOSURE = re.compile(r"附[件表][\d一二三四五六七八九十]*\s*[:：]?")
# Months from and to within a year: 2012年1-6月, 2012年7月份至12月份; the same apart from its year: 一至六月.
_MONTH = r"(\d{1,2}|十[一二]?|[一二三四五六七八九])"
_TO = r"\s*[-—–－~～至到]+\s*"
_FROM_TO = rf"{_MONTH}(?:月份?)?{_TO}{_MONTH}\s*月份?(?!\s*\d)"
_MONTHS = re.compile(rf"((?:19|20)\d{{2}})\s*[年.]?度?\s*[(（]?\s*{_FROM_TO}")
_MONTHS_ALONE = re.compile(rf"(?<![\d年.月]){_FROM_TO}")
_PERIOD = re.compile(r"(?:19|20)\d{2}\s*年?\s*(?:[上下]半年|第?[一二三四1-4]季度?)")
_PART_OF_YEAR = re.compile(r"[上下]半年|第?[一二三四1-4]季度")
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年?度?")
# What may follow a year that stands before a subject: 2012民情日记, 2012上半年; not 2012元, 2012人.
_SUBJECT = r"[\u4e00-\u9fff](?<![元人份字名户条次分个万亩斤])"
_CHINESE_YEAR = re.compile(r"[一二][九〇零○O0Ｏ０][〇零○O0Ｏ０一二三四五六七八九]{2}(?=\s*年)")
_NOUGHT = re.compile("[零○O0Ｏ０]")
_SPAN = re.compile(r"((?:19|20)\d{2}年\d{1,2}月)\s*[-—~～至到]+\s*((?:(?:19|20)\d{2}年)?\d{1,2}月)")

_SPAN_OF_PERIODS = re.compile(
    r"((?:19|20)\d{2})(?:年度?)?([上下]半年|第?[一二三四1-4]季度)?(?:[-—–~～]+|至|到)"
    r"((?:19|20)\d{2})年度?([上下]半年|第?[一二三四1-4]季度)?(?!\d)"
)


@dataclass(frozen=True)
class Facts:
    """``lines`` are the title rows as printed; ``pairs`` what stands there as 名：值, and 满分, 及格, 题数.

    ``year_from`` says where the year comes from: ``title``, ``sheet_name`` or ``file_name``. ``measure`` is
    元 or 万元 when the lines say so. ``period`` is the time the table tells of (2010年下半年),
    ``date`` one day.
    """

    title: str = ""
    lines: tuple[str, ...] = ()
    unit: str | None = None
    year: int | None = None
    year_from: str | None = None
    period: PartialDate | None = None
    date: PartialDate | None = None
    measure: str | None = None
    pairs: dict[str, str] = field(default_factory=dict)


#: When somebody began, which is the year of no row: （2011年起登记）, 2010年7月以来, 自2010年至今.
_BEGINNING = re.compile(
    r"[自从]?(?:19|20)\d{2}\s*年度?(?:\s*\d{1,2}\s*月份?)?(?:\s*\d{1,2}\s*[日号])?\s*(?:起(?!\s*[至到—－-])|以来|以后|之后|开始|至今)"
)


def line_texts(row: Row) -> list[str]:
    """The texts of a title row; what a merged range covers is told once."""
    return [cell.text.strip() for cell in row.cells if not cell.blank and not cell.merged]


def facts_of(rows: Iterable[Row], *, sheet_name: str = "", file_name: str = "") -> Facts:
    """Read the title rows; the names of the sheet and of the file serve where they are silent."""
    lines = [text for row in rows for text in line_texts(row)]
    pairs = pairs_in(lines)
    sources = ("\n".join(lines), sheet_name, file_name)
    joined, sheet_name, file_name = (_BEGINNING.sub("", each) for each in sources)
    period = next((found for source in (joined, sheet_name, file_name) if (found := period_in(source))), None)
    year, year_from = _year(joined, sheet_name, file_name)
    if year is not None and (period is None or period.precision == "year"):
        # 档案资料比上半年规范 in a letter above is of no table.
        titles = "\n".join(line for line in lines if "。" not in line)
        period = _part_of_year(year, (titles, sheet_name, file_name)) or period
    measure = next((value for key, value in pairs.items() if _is_measure(key, value)), None)
    return Facts(
        title=next((line for line in lines if not _ENCLOSURE.fullmatch(line)), ""),
        lines=tuple(lines),
        unit=next((pairs[key] for key in _UNIT_KEYS if key in pairs and pairs[key] != measure), None),
        year=year,
        year_from=year_from,
        period=period,
        date=_date(pairs, lines, year),
        measure=measure,
        pairs=pairs,
    )


def _part_of_year(year: int, sources: Iterable[str]) -> PartialDate | None:
    """The only half-year or quarter that is named apart from its year: a sheet 上半年 under 2011年统计表."""
    for source in sources:
        plain = half_width(source)
        named = dict.fromkeys(
            (*_PART_OF_YEAR.findall(plain), *(found.group() for found in _MONTHS_ALONE.finditer(plain)))
        )
        if named:
            return period_in(f"{year}年{next(iter(named))}") if len(named) == 1 else None
    return None


def pairs_in(lines: Iterable[str]) -> dict[str, str]:
    """What stands as 名：值 in the lines; the first of a name wins."""
    pairs: dict[str, str] = {}
    for line in lines:
        for part in re.split(r"[\u3000\t]+| {2,}|[;；]", line):
            for key, value in _PAIR.findall(part):
                pairs.setdefault(key.strip(), value.strip().rstrip("，,。;；)）"))
        for key, pattern in _MARKS:
            if match := pattern.search(half_width(line)):
                pairs.setdefault(key, match[1])
    return pairs


def period_in(text: str) -> PartialDate | None:
    """A half-year, quarter, span of months or year that a line or a name tells of."""
    if match := _SPAN.search(text):
        try:
            return PartialDate.parse(f"{match[1]}至{match[2]}")
        except ValueError:
            return None
    if (span := _SPAN_OF_PERIODS.search(re.sub(r"\s", "", half_width(text)))) and span[1] < span[3]:
        return _from_to(span)
    if match := _MONTHS.search(half_width(text)):
        first, last = (chinese_digits(match[number]) for number in (2, 3))
        try:
            return PartialDate.parse(f"{match[1]}年{first}月至{last}月")
        except ValueError:
            return None
    match = _PERIOD.search(half_width(text)) or re.search(r"(?:19|20)\d{2}\s*年度?(?!\s*\d)", text)
    if match is None:
        return None
    try:
        return PartialDate.parse(re.sub(r"\s", "", match.group()))
    except ValueError:
        return None


def _from_to(span: re.Match[str]) -> PartialDate:
    """2011年下半年—2012年上半年, 2011—2012年: from the first month of one to the last of the other."""
    first, last = (
        PartialDate.parse(f"{year}年{re.sub('第', '', part) if part else ''}")
        for year, part in ((span[1], span[2]), (span[3], span[4]))
    )
    return PartialDate.parse(
        f"{first.start.year}年{first.start.month}月至{last.end.year}年{last.end.month}月"
    )


def times_differ(texts: Iterable[str]) -> bool:
    """Whether titles and names tell of different years, or of different half-years, quarters or months."""
    years: set[int] = set()
    periods: set[PartialDate] = set()
    for text in texts:
        year, _ = _year(text, "", "")
        period = period_in(text)
        years |= {year} if year else set()
        periods |= {period} if period is not None and period.precision != "year" else set()
    apart = any(one.end < other.start for one in periods for other in periods)
    return len(years) > 1 or apart


def _year(*sources: str) -> tuple[int | None, str | None]:
    for text, name in zip(sources, ("title", "sheet_name", "file_name"), strict=True):
        source = _CHINESE_YEAR.sub(lambda found: chinese_digits(_NOUGHT.sub("〇", found.group())), text)
        years = {
            int(year)
            for year in re.findall(rf"(?<!\d)((?:19|20)\d{{2}})(?=\s*年|\s*$|\.(?!\d)|{_SUBJECT})", source)
        }
        if (span := _SPAN_OF_PERIODS.search(re.sub(r"\s", "", half_width(source)))) is not None:
            # 2011—2012年 is of neither year alone.
            years |= {int(span[1]), int(span[3])}
        if len(years) == 1:
            return years.pop(), name
    return None, None


def _is_measure(key: str, value: str) -> bool:
    return key.endswith("单位") and _MEASURE.fullmatch(value) is not None


def _date(pairs: dict[str, str], lines: list[str], year: int | None) -> PartialDate | None:
    for key in _DATE_KEYS:
        if key in pairs:
            try:
                return parse_date(re.split(r"[,，;；]", pairs[key])[0], year=year, column_is_date=False).value
            except DateFault:
                continue
    days = [
        reading.value
        for line in lines
        for reading, _, _ in dates_in(line)
        if reading.value and reading.value.precision == "day" and "截止" not in line and "填" not in line
    ]
    return days[0] if len(days) == 1 else None


def year_of_path(path: str) -> int | None:
    """The only year that the folders and the name of a file state, the innermost first."""
    for part in reversed(PurePosixPath(path).parts):
        year = facts_of((), file_name=part).year
        if year is not None:
            return year
    return None
