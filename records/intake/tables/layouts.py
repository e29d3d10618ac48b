"""How a table is laid out beside the usual one line a record: periods, days or whole blocks side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from records.intake.dates import DateFault, parse_date
from records.intake.files.reading import Row
from records.intake.tables.recognition.headings import is_blank_heading, own_cells
from records.values import PartialDate, half_width

_HALVES = {"上": 1, "下": 2}
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_PERIOD = re.compile(
    r"(?:((?:19|20)\d{2})年?度?)?(?:([上下])半年度?|第?([一二三四1-4])季度?|(\d{1,2}|[一二三四五六七八九十]{1,2})月份?)"
)
_PERIOD_WORD = re.compile(
    r"(?:(?:19|20)\d{2}年?度?)?(?:[上下]半年度?|第?[一二三四1-4]季度?|(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?(?![\d一二三四五六七八九十]))"
)
_WHOLE = re.compile(
    r"(?:(?:19|20)\d{2}年?度?)?(?:(?:全年|全年度|年度|合计|总计|累计|小计)(?:合计|累计|总计)?"
    r"|(?:[上下]?半年|第?[一二三四1-4]季度?)(?:合计|累计|总计|小计|共计))"
)
_MONTHS = {
    text: number
    for number, text in enumerate(
        ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"), 1
    )
}
_MEASURE = re.compile(r"[(\[/](?:单位[::])?(百|千|万)[字元]?[)\]]?$|[(\[](百|千|万)[字元][)\]]")
_FACTORS = {"百": 100, "千": 1000, "万": 10_000}
_MONTH_ALONE = re.compile(r"(1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月份?")
_MONTH_LINE = re.compile(rf"(?:((?:19|20)\d{{2}})年)?{_MONTH_ALONE.pattern}")
_MONTH_TOLD = re.compile(r"(?<!\d)(?:19|20)\d{2}年(1[0-2]|[1-9])月(?!\d)")
_NAME = re.compile(r"(?:党员|干部|人员|参会人员?|与会人员?)?姓名|名字|参会人员|参加人员")
_SIGNED = re.compile(r"(?:本人|党员)?(?:签名|签字|签到)(?:情况|栏|处)?")
_DAY_AND_SUBJECT = re.compile(
    r"((?:(?:19|20)\d{2}年)?\d{1,2}月\d{1,2}[日号])[:,：，、—-]*([\u4e00-\u9fff《“(（].*)"
)
#: A week with its day, as lists of weekly meetings head their columns: 第一周2月13日, 第3周（3.19）.
_WEEK = re.compile(
    r"第[一二三四五六七八九十\d]{1,3}周[(:,]?((?:\d{1,2}月|\d{1,2}[./])?\d{1,2}[日号]?.*?)[)]?"
)
_TIME_OF_DAY = re.compile(r"[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?|[上下]午|晚上?")
_REPEATED = re.compile(r"(.+)#(\d+)")


@dataclass(frozen=True)
class PeriodColumn:
    """A column of a register that tells of one period: 一季度/次数. ``whole`` sums up the others."""

    index: int
    heading: str
    period: PartialDate | None

    @property
    def whole(self) -> bool:
        return self.period is None


def heading_scale(heading: str) -> int:
    """What the figures under a heading are counted in: 笔记(万字), 金额（万元） 10000; others 1."""
    found = _MEASURE.search(re.sub(r"\s", "", half_width(heading)))
    return _FACTORS[found[1] or found[2]] if found else 1


_MEASURED_PERIOD = re.compile(r"[(\[][\u4e00-\u9fff]{1,2}[)\]]$")
_IN_HOURS = re.compile(r"单位\s*[:：]\s*个?小时|[(（]\s*个?小时\s*[)）]")
#: Measures of one thing each; what is counted in one is no figure of another.
_MEASURES = (
    frozenset(("字",)),
    frozenset(("篇", "份", "票", "张")),
    frozenset(("页",)),
    frozenset(("学时", "课时", "小时", "分钟", "时")),
    frozenset(("天", "日")),
    frozenset(("元",)),
    frozenset(("本", "册")),
    frozenset(("人", "名", "位", "人次")),
    frozenset(("次", "期", "场")),
)
_MEASURED = re.compile(r"(?:[(\[]|/)[百千万]?([\u4e00-\u9fff]{1,2})[)\]]?$")


def counted_otherwise(heading: str, measure: str) -> bool:
    """Whether figures under the heading are counted in another measure: 笔记(篇) when 字 are wanted."""
    found = _MEASURED.search(re.sub(r"\s", "", half_width(heading)))
    alike = next((each for each in _MEASURES if found and found[1] in each), None)
    return alike is not None and measure not in alike and any(measure in each for each in _MEASURES)


def is_measure(word: str) -> bool:
    """Whether a word counts something: 页, 学时, 元."""
    return any(word in each for each in _MEASURES)


def other_measure(unit: str | None, measure: str) -> bool:
    """Whether a figure of a measure of its own is no figure of ``measure``: 40分钟 where 学时 are wanted."""
    alike = next((each for each in _MEASURES if unit in each), None)
    if alike is None:
        return False
    if unit in ("分钟", "小时") and measure in alike:
        return unit == "分钟" and measure != "分钟"
    return measure not in alike and any(measure in each for each in _MEASURES)


def minutes_heading(heading: str) -> bool:
    """Whether hours stand under the heading in minutes: 学习时间(分钟)."""
    return re.search(r"[(\[]分钟?[)\]]$", re.sub(r"\s", "", half_width(heading))) is not None


def hours_heading(heading: str) -> bool:
    """Whether minutes stand under the heading in hours: 时长(小时)."""
    return re.search(r"[(\[/](?:个)?小时[)\]]?$", re.sub(r"\s", "", half_width(heading))) is not None


def in_hours(heading: str, lines: Iterable[str]) -> bool:
    """Whether lengths stand in hours under a heading, as it says, or a line above the table: 单位：小时."""
    if minutes_heading(heading):
        return False
    return any(map(hours_heading, heading.split("/"))) or any(map(_IN_HOURS.search, lines))


def paired_heading(heading: str) -> tuple[str, str] | None:
    """The two headings of a column that keeps two figures in a cell: 集中学习(次/学时), 心得/调研(篇)."""
    text = half_width(heading)
    if inside := re.fullmatch(r"([^()/]+)\(([^()/]+)[/、]([^()/]+)\)", text):
        return f"{inside[1]}({inside[2]})", f"{inside[1]}({inside[3]})"
    if before := re.fullmatch(r"([^()/]+)[/、]([^()/]+?)(\([^()/]+\))?", text):
        measure = before[3] or ""
        return f"{before[1]}{measure}", f"{before[2]}{measure}"
    return None


def paired_parts(parts: Sequence[str]) -> tuple[str, str] | None:
    """As ``paired_heading``, of a heading in one row or two: 集中学习 over 次/学时, 心得/调研 over 篇."""
    if len(parts) == 1:
        return paired_heading(parts[0])
    if len(parts) != 2 or sum(bool(re.search("[/、]", part)) for part in parts) != 1:
        return None
    return paired_heading(f"{parts[0]}({parts[1].strip('()')})")


#: Two figures in a cell, 24/72, in full.
PAIR = re.compile(r"\s*([\d.]+[\u4e00-\u9fff]{0,2}|无)\s*[/／、|]\s*([\d.]+[\u4e00-\u9fff]{0,2}|无)\s*")


def period_columns(headings: Sequence[str], year: int | None) -> list[PeriodColumn]:
    """The columns under a half-year, quarter or month of a head in two rows; none for less than two periods.

    ``year`` is what the titles say, for periods without one; without any year nothing is taken.
    """
    found: list[PeriodColumn] = []
    for index, heading in enumerate(headings):
        first, slash, rest = re.sub(r"#\d+$", "", heading).partition("/")
        if not slash:
            continue
        period = period_of(first, year)
        if period is not None:
            found.append(PeriodColumn(index, rest, period))
        elif _WHOLE.fullmatch(first):
            found.append(PeriodColumn(index, rest, None))
    return _apart(found)


def bare_period_columns(headings: Sequence[str], year: int | None, what: str) -> list[PeriodColumn]:
    """The columns whose headings are nothing but months or quarters, holding ``what`` the title says."""
    found: list[PeriodColumn] = []
    for index, heading in enumerate(headings):
        period = period_of(heading, year)
        if period is not None or _WHOLE.fullmatch(heading):
            found.append(PeriodColumn(index, what, period))
    return _apart(found)


def _apart(found: Sequence[PeriodColumn]) -> list[PeriodColumn]:
    """Columns of which none is counted twice: a quarter beside its three months sums them up.

    None for less than two periods, and for those that overlap in any other way.
    """
    kept: list[PeriodColumn] = []
    for column in found:
        within = [other.period for other in found if _is_part(other, column)]
        months = sum(_months_of(period) for period in dict.fromkeys(within) if period is not None)
        if column.period is not None and within:
            if months < _months_of(column.period):
                return []
            column = PeriodColumn(column.index, column.heading, None)
        kept.append(column)
    told = {(column.period.start, column.period.end) for column in kept if column.period is not None}
    return kept if len(told) >= 2 else []


def _is_part(column: PeriodColumn, of: PeriodColumn) -> bool:
    if column.period is None or of.period is None or column.heading != of.heading:
        return False
    inside = of.period.start <= column.period.start and column.period.end <= of.period.end
    return inside and (column.period.start, column.period.end) != (of.period.start, of.period.end)


def _months_of(period: PartialDate) -> int:
    return (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1


def period_of(text: str, year: int | None) -> PartialDate | None:
    """The half-year, quarter or month that a heading names, in ``year`` where it says none; else None."""
    found = _PERIOD.fullmatch(half_width(text))
    if found is None:
        return None
    when = int(found[1]) if found[1] else year
    if when is None:
        return None
    if found[2]:
        return PartialDate.half(when, _HALVES[found[2]])
    if found[3]:
        return PartialDate.quarter(when, _QUARTERS[found[3]])
    month = int(found[4]) if found[4].isdigit() else _MONTHS.get(found[4], 0)
    return PartialDate.month(when, month) if 1 <= month <= 12 else None


def period_ahead(heading: str, year: int | None) -> PartialDate | None:
    """The half-year, quarter or month with which a heading begins: 第一季度 of 第一季度所读书目."""
    found = _PERIOD_WORD.match(half_width(heading))
    return period_of(found.group(), year) if found else None


def period_parted(heading: str, year: int | None) -> tuple[PartialDate | None, str]:
    """The period with which a heading begins, and what follows it: 第一季度 and 所读书目."""
    text = half_width(heading)
    found = _PERIOD_WORD.match(text)
    when = period_of(found.group(), year) if found else None
    return (when, text[found.end() :]) if found and when is not None else (None, text)


def under_one_heading(headings: Sequence[str]) -> tuple[str, list[str]]:
    """What is said of all the periods of a head, and the headings without it.

    自学时间(小时) over 1月, 2月 and 合计; 2011年 over the same, which is the year of each; 1月(字), 2月(字).
    """
    if measured := _measured_alike(headings):
        return measured
    parts = [re.sub(r"#\d+$", "", heading).partition("/") for heading in headings]
    over = {above for above, slash, below in parts if slash and period_of(below, 2000) is not None}
    if len(over) != 1:
        return "", list(headings)
    (above,) = over
    year = above.rstrip("度") if re.fullmatch(r"(?:19|20)\d{2}年度?", above) else ""
    bare = [
        (year if period_of(below, 2000) else "") + below if first == above else heading
        for heading, (first, _, below) in zip(headings, parts, strict=True)
    ]
    return "" if year else above, bare


def _measured_alike(headings: Sequence[str]) -> tuple[str, list[str]] | None:
    """The measure behind each of the periods, in its brackets; None where they have none, or several."""
    bare = [_MEASURED_PERIOD.sub("", half_width(heading)) for heading in headings]
    behind = {
        half_width(heading)[len(plain) :]
        for heading, plain in zip(headings, bare, strict=True)
        if period_of(plain, 2000) is not None
    }
    return (behind.pop(), bare) if len(behind) == 1 and behind != {""} else None


def blocks_of(headings: Sequence[str]) -> int:
    """How many times the same headings stand side by side (姓名 成绩 姓名 成绩 twice); 1 when they don't."""
    bare = [_REPEATED.fullmatch(heading) for heading in headings]
    if any(is_blank_heading(heading) for heading in headings):
        # A blank column parts the blocks: 姓名 成绩 (blank) 姓名 成绩.
        filled = [heading for heading in headings if not is_blank_heading(heading)]
        count = blocks_of(filled) if filled else 1
        size = len(filled) // count
        apart = count > 1 and list(headings[:size]) == filled[:size] and len(headings) // count == size
        return count if apart else 1
    base = [heading for heading, again in zip(headings, bare, strict=True) if again is None]
    if len(base) < 2 or len(headings) % len(base) or len(headings) == len(base):
        return 1
    count = len(headings) // len(base)
    for number in range(1, count):
        block = headings[number * len(base) : (number + 1) * len(base)]
        if list(block) != [f"{heading}#{number + 1}" for heading in base]:
            return 1
    return count


def month_named(text: str) -> tuple[int | None, int] | None:
    """The year, if any, and the month that a line names and nothing else: 3月, 2012年3月份."""
    found = _MONTH_LINE.fullmatch(re.sub(r"\s", "", half_width(text)))
    if found is None:
        return None
    month = int(found[2]) if found[2].isdigit() else _MONTHS[found[2]]
    return (int(found[1]) if found[1] else None), month


def month_of(words: Iterable[str]) -> int | None:
    """The only month that titles and names tell of: 2011年3月学习签到册, or a sheet called 3月."""
    texts = [re.sub(r"\s", "", half_width(text)) for text in words]
    found = {int(each) for text in texts for each in _MONTH_TOLD.findall(text)}
    for alone in filter(None, map(_MONTH_ALONE.fullmatch, texts)):
        found.add(int(alone[1]) if alone[1].isdigit() else _MONTHS[alone[1]])
    return found.pop() if len(found) == 1 else None


def day_columns(
    headings: Sequence[str], year: int | None, month: int | None = None
) -> dict[int, PartialDate]:
    """The columns that stand for a day each, as attendance is kept; empty when there are fewer than two.

    ``year`` and ``month`` are what the titles say, for 3月7日 and 7日.
    """
    days: dict[int, PartialDate] = {}
    for index, heading in enumerate(headings):
        above, _, text = re.sub(r"#\d+$", "", heading).rpartition("/")
        if week := _WEEK.fullmatch(text):
            text = week[1]
        if re.fullmatch(r"\d{1,2}[日号]?", text) and above.rstrip("份").endswith("月"):
            text = above.rstrip("份") + text.rstrip("日号") + "日"
        elif month is not None and re.fullmatch(r"\d{1,2}[日号]", text):
            text = f"{month}月{text.rstrip('日号')}日"
        elif told := _DAY_AND_SUBJECT.fullmatch(text):
            text = told[1]
        if not re.search(r"\d.*\d|[月日号]", text) or re.fullmatch(r"(?!(?:19|20)\d{6}$)\d+", text):
            continue
        try:
            value = parse_date(text, year=year, column_is_date=False).value
        except DateFault:
            continue
        if value is not None and value.precision == "day":
            days[index] = value
    return days if len(days) >= 2 else {}


def not_of_days(above: Sequence[Row], headings: Sequence[str]) -> list[Row]:
    """The rows above a table without those that say something of each of its days: they are no titles."""
    days = day_columns(headings, 2000, 1)  # which year, does not matter
    return [row for row in above if sum(index in days for index, _ in own_cells(row)) < 2]


def subject_of_day(heading: str) -> str:
    """What the heading of a day says the meeting was about: 雷锋精神 of 3月5日 雷锋精神; empty for 3月5日."""
    found = _DAY_AND_SUBJECT.fullmatch(re.sub(r"#\d+$", "", heading).rpartition("/")[2])
    return found[2] if found and not _TIME_OF_DAY.fullmatch(found[2]) else ""


def name_column(headings: Sequence[str]) -> int | None:
    """The column of people's names."""
    return next(
        (i for i, heading in enumerate(headings) if _NAME.fullmatch(heading.rsplit("/", 1)[-1])), None
    )


def signature_column(headings: Sequence[str]) -> int | None:
    """The column in which people sign."""
    return next(
        (i for i, heading in enumerate(headings) if _SIGNED.fullmatch(heading.rsplit("/", 1)[-1])), None
    )


def day_alone(headings: Sequence[str], month: int | None) -> tuple[str, str, int | None] | None:
    """The heading 日 of a sheet that its name or title gives to one month; the month stands in no column.

    As ``month_and_day``, with the month itself, 3月, in place of its heading.
    """
    parts = {heading.rsplit("/", 1)[-1]: heading for heading in reversed(headings)}
    day = parts.get("日") or parts.get("日子") or parts.get("号")
    return (f"{month}月", day, None) if month is not None and day and "月" not in parts else None


def month_and_day(headings: Sequence[str]) -> tuple[str, str, int | None] | None:
    """The headings 月 and 日 of a ledger that keeps them apart, and the year that stands over them."""
    parts = {heading.rsplit("/", 1)[-1]: heading for heading in reversed(headings)}
    if "月" not in parts or "日" not in parts:
        return None
    year = re.search(r"(?:19|20)\d{2}", parts["月"])
    return parts["月"], parts["日"], int(year.group()) if year else None
