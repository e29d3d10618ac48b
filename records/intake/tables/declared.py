"""Totals that a register states below its rows, against the rows themselves: a page may be missing."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

from records.intake.files.reading import Cell
from records.intake.loading.seen import Seen
from records.intake.tables.tables import TableRow
from records.numbers import NumberFault, parse_number

_TOTAL = re.compile(r"(?:全[年乡村镇县])?(?:合计|总计|共计)[:：]?")
_PART = re.compile(r"小计[:：]?")
# Columns that nobody adds up, whatever stands in the row of totals.
_NO_SUM = re.compile(
    r"序号|编号|名次|排名|号码?$|电话|余额|结余|单价|年龄|年份|年度|平均|率|成绩|得分|分数|总分|时间|日期"
)
_DIGIT = re.compile(r"[\d零〇一二三四五六七八九十百千万两壹贰叁肆伍陆柒捌玖拾]")
_ORDINAL = re.compile(r"序号|编号")
# Where income and spending share a column of amounts, nobody knows which of them a total adds up.
_MIXED = re.compile(r"收支.*|.*收/支.*|类[别型]|.*收入/支出.*|借/?贷|方向")
_PEOPLE = frozenset(("人", "名", "户", "个"))
#: Where so many cells with digits hold not one figure, the column is one of words, and looked at no more.
_WORDS_FROM = 50


class DeclaredTotals:
    """Goes along with the rows of a table; ``faults`` are codes for the file's warnings."""

    def __init__(self) -> None:
        self.faults: list[str] = []
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
        if any(_TOTAL.fullmatch(word) for word in words):
            self._compare(row, self._whole, self._rows)
        elif any(_PART.fullmatch(word) for word in words):
            self._compare(row, self._part, self._part_rows)
            self._part, self._part_rows = {}, 0

    def _compare(self, row: TableRow, sums: dict[str, Decimal], rows: int) -> None:
        mixed = any(_MIXED.fullmatch(heading) for heading in row.cells)
        for heading, cell in row.cells.items():
            if mixed and "额" in heading:
                continue
            figure = None if _NO_SUM.search(heading) else _figure(cell, count=True)
            if figure is None:
                continue
            found = sums.get(heading, Decimal(rows))
            if figure != found and not (figure == rows and _counts_people(cell)):
                self.faults.append(f"total_differs:{row.number} {heading} {figure} ≠ {found}")


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
