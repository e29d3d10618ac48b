"""Totals that a register states below its rows, against the rows themselves: a page may be missing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from records.intake.files.reading import Cell
from records.intake.loading.seen import Seen
from records.intake.tables.tables import TableRow
from records.numbers import NumberFault, parse_number
from records.values import half_width

_TOTAL = re.compile(r"(?:全[年乡村镇县]|(?:19|20)\d{2}年度?)?(?:合计|总计|共计|累计|总和)[:：]?")
_PART = re.compile(r"(?:本[页月])?小计[:：]?")
#: Totals of a time, of the rows since the last of its length: 一季度合计, 上半年合计, 1-6月累计.
_OF_TIME = (
    re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?(?:合计|小计|共计|累计)[:：]?"),
    re.compile(r"第?[一二三四1-4]季度?(?:合计|小计|总计|共计|累计)[:：]?"),
    re.compile(
        r"(?:(?:19|20)\d{2}年)?(?:[上下]半年|\d{1,2}月?[-—–~～至到]\d{1,2}月份?)(?:合计|小计|总计|共计|累计)[:：]?"
    ),
)
# Columns that nobody adds up, whatever stands in the row of totals.
_NO_SUM = re.compile(
    r"序号|编号|名次|排名|号码?$|电话|余额|结余|单价|年龄|年份|年度|平均|率|成绩|得分|分数|总分|时间|日期"
)
_DIGIT = re.compile(r"[\d零〇一二三四五六七八九十百千万两壹贰叁肆伍陆柒捌玖拾]")
_ORDINAL = re.compile(r"序号|编号")
# Where income and spending share a column of amounts, nobody knows which of them a total adds up.
_MIXED = re.compile(r"收支.*|.*收/支.*|类[别型]|.*收入/支出.*|借/?贷|方向")
#: A total in words, 合计：3680元, and the figures of which anybody can say what they add up.
_IN_WORDS = re.compile(r"(?:全[年乡村镇县]|(?:19|20)\d{2}年度?)?(?:合计|总计|共计|累计|总和)[:：]?(.*\d.*)")
_COUNTED = re.compile(
    r"(?P<told>[共合总]计?[:：]?|^)?[\u4e00-\u9fff]{0,6}?(?P<figure>\d[\d,，]*(?:\.\d+)?)(?P<unit>万?元|[册本份户期场条])"
)
#: The columns in which such a figure is added up, by its measure; none where it counts the rows.
_COLUMNS = {
    "元": re.compile(r"元|额|支出|收入|付出|费用?$"),
    "册": re.compile(r"册|本|数量?$"),
    "本": re.compile(r"册|本|数量?$"),
    "份": re.compile(r"份|数量?$"),
}
_PEOPLE = frozenset(("人", "名", "户", "个"))
#: Where so many cells with digits hold not one figure, the column is one of words, and looked at no more.
_WORDS_FROM = 50


class DeclaredTotals:
    """Goes along with the rows of a table; ``faults`` are codes for the file's warnings."""

    def __init__(
        self,
        sums: Mapping[str, Sequence[tuple[str, ...]]] | None = None,
        apart: Sequence[tuple[str, ...]] = (),
    ) -> None:
        """``sums`` are the columns that add up others of their row, each with the choices of which those are;
        ``apart`` the headings of one measure in several months, which one figure may add up.
        """
        self.faults: list[str] = []
        self._across, self._apart = sums or {}, apart
        #: What the rows came to at the last total of a month, a quarter, a half-year.
        self._before: list[dict[str, Decimal]] = [{} for _ in _OF_TIME]
        self._whole: dict[str, Decimal] = {}
        self._part: dict[str, Decimal] = {}
        self._rows = self._part_rows = 0
        self._seen = Seen()
        self._summed: dict[str, bool] = {}
        #: The headings of the last row, and whether what stands below them tells rows apart.
        self._telling: dict[str, bool] = {}
        self._texts: Counter[str] = Counter()

    def add(self, row: TableRow) -> None:
        """A row that is data. One that is printed twice counts once, as it does for who added them up."""
        cells = row.cells
        if cells.keys() != self._telling.keys():
            self._telling = {heading: _ORDINAL.match(heading) is None for heading in cells}
        if (
            self._seen.again(*[cells[each].text.strip() for each, tells in self._telling.items() if tells])
            > 1
        ):
            return
        self._rows += 1
        self._part_rows += 1
        if self._across:
            self._compare_across(row)
        for heading, cell in cells.items():
            if not self._sums(heading) or not _DIGIT.search(cell.text):
                continue
            figure = _figure(cell)
            if figure is not None:
                self._whole[heading] = self._whole.get(heading, Decimal()) + figure
                self._part[heading] = self._part.get(heading, Decimal()) + figure
            elif heading not in self._whole:
                self._texts[heading] += 1
                self._summed[heading] = self._texts[heading] < _WORDS_FROM

    def _sums(self, heading: str) -> bool:
        """Whether anybody adds a column up."""
        summed = self._summed.get(heading)
        if summed is None:
            summed = self._summed[heading] = _NO_SUM.search(heading) is None
        return summed

    def compare(self, row: TableRow) -> None:
        """A row of totals: each of its figures against the sum above it, or the number of rows."""
        words = ["".join(cell.text.split()) for cell in row.cells.values() if isinstance(cell.value, str)]
        self._compare_across(row)
        length = next((at for at, pattern in enumerate(_OF_TIME) if any(map(pattern.fullmatch, words))), None)
        if length is not None:
            # 下半年累计 may go on from the year's beginning.
            before = self._before[length]
            since = {name: whole - before.get(name, Decimal()) for name, whole in self._whole.items()}
            self._compare(row, since, self._rows, self._whole)
            for at in range(length + 1):
                self._before[at] = self._whole.copy()
        elif any(_TOTAL.fullmatch(word) for word in words):
            self._compare(row, self._whole, self._rows)
        elif any(_PART.fullmatch(word) for word in words):
            self._compare(row, self._part, self._part_rows)
            self._part, self._part_rows = {}, 0
        elif len(set(words)) == 1 and (told := _IN_WORDS.fullmatch(half_width(words[0]))):
            self._compare_words(row, told[1])

    def _compare_words(self, row: TableRow, text: str) -> None:
        """The figures of a total in words: money and copies against their column, others against rows.

        Of several in one measure only that which is said to be the whole: 图书860元，宣传500元，共计1360元.
        """
        found: dict[str, list[re.Match[str]]] = {}
        for each in _COUNTED.finditer(text):
            found.setdefault(each["unit"], []).append(each)
        for unit, figures in found.items():
            whole = figures[-1]
            if len(figures) > 1 and not whole["told"]:
                continue
            stated = Decimal(re.sub("[,，]", "", whole["figure"])) * (10_000 if unit == "万元" else 1)
            if (pattern := _COLUMNS.get(unit.removeprefix("万"))) is not None:
                columns = [name for name in self._whole if pattern.search(name) and self._sums(name)]
                sums = [self._whole[name] for name in columns]
            else:
                columns, sums = [unit], [Decimal(self._rows)]
            if len(sums) == 1 and stated != sums[0] and not (unit == "户" and stated < sums[0]):
                self._tell(row, columns[0], stated, sums[0])

    def _compare(
        self, row: TableRow, sums: dict[str, Decimal], rows: int, also: Mapping[str, Decimal] | None = None
    ) -> None:
        mixed = any(_MIXED.fullmatch(heading) for heading in row.cells)
        stated = {
            heading: figure
            for heading, cell in row.cells.items()
            if not (mixed and "额" in heading) and not _NO_SUM.search(heading)
            if not cell.merged and (figure := _figure(cell, count=True)) is not None
        }
        for heading, figure in stated.items():
            found = sums.get(heading, Decimal(rows))
            if len(stated) == 1 and (group := self._of_months(heading)):
                # One figure for all months.
                whole = sum((sums.get(each, Decimal()) for each in group), Decimal())
                found = found if figure == found else whole
            counted = figure == rows and _counts_people(row.cells[heading])
            if figure not in (found, (also or {}).get(heading, found)) and not counted:
                self._tell(row, heading, figure, found)

    def _of_months(self, heading: str) -> tuple[str, ...]:
        return next((group for group in self._apart if heading in group), ())

    def _compare_across(self, row: TableRow) -> None:
        """The columns of a row that add up others of it: 上半年合计 beside its months."""
        for heading, choices in self._across.items():
            cell = row.cells.get(heading)
            figure = _figure(cell) if cell is not None else None
            sums = [_added(row, parts) for parts in choices]
            found = [each for each in sums if each is not None]
            if figure is not None and found and figure not in found:
                self._tell(row, heading, figure, found[0])

    def _tell(self, row: TableRow, heading: str, stated: Decimal, found: Decimal) -> None:
        """Tell of a total that differs: once, whichever way it was added up."""
        fault = f"total_differs:{row.number} {heading} {stated} ≠ {found}"
        self.faults += [fault] if fault not in self.faults else []


def _added(row: TableRow, headings: Sequence[str]) -> Decimal | None:
    """What cells of a row come to; None where one holds no figure, or none does."""
    cells = [cell for heading in headings if (cell := row.cells.get(heading)) is not None and not cell.blank]
    figures = [figure for cell in cells if (figure := _figure(cell)) is not None]
    return sum(figures, Decimal()) if figures and len(figures) == len(cells) else None


def _counts_people(cell: Cell) -> bool:
    """Whether a total counts those above it, in whichever column it stands: 小计, 6人 under 笔记."""
    return parse_number(cell.value).unit in _PEOPLE


def _figure(cell: Cell, *, count: bool = False) -> Decimal | None:
    """The figure of a cell; of 3人 only where people are counted."""
    if cell.blank or isinstance(cell.value, bool):
        return None
    try:
        reading = parse_number(cell.value)
    except NumberFault:
        return None
    if reading.unit in _PEOPLE and not count:
        return None
    return reading.value
