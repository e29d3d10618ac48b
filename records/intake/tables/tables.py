"""The tables of a sheet: headings found below titles, group rows, totals and footers told from data."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from pathlib import PurePosixPath
from typing import Literal

from records.intake.files.reading import COVERED, EMPTY, Cell, Row, Sheet
from records.intake.tables.blocks import only_text, retitled
from records.intake.tables.facts import Facts, facts_of
from records.intake.tables.layouts import day_columns, month_named, not_of_days
from records.intake.tables.no_rows import CHECKED, COUNTED, COUNTS, EXAMINED, FOOTER, NOTE
from records.intake.tables.recognition.headings import (
    blank_heading,
    continues,
    flattened,
    heading_score,
    heading_text,
    is_heading_row,
    own_cells,
    spans_over,
    stands_alone,
)

Skipped = Literal["group", "total", "footer", "note", "repeated_header", "title"]
_LOOK_AT = 60
_HEADING_ROWS = 3
_TOTAL = re.compile(
    r"(?:(?:19|20)\d{2}年?度?|(?:\d{1,2}月?[-—–~～至到])?\d{1,2}月份?|[一二三四]季度|[上下]半年|本[页月年季期]|全[年乡村镇县]|以上|支出|收入)*"
    r"(?:合计|小计|总计|共计|累计|总和|平均分?|平均成绩|总平均|均分|人均|平均数|合格率|及格率|优秀率|参考率|出勤率|到会率|参学率)(?:人数|金额|支出|收入)?(?:[:：]?共?[\d,.，]*[人名户次篇元分个]?)?"
    r"|[\u4e00-\u9fff]{0,4}(?:合计|小计|总计|共计)(?:人数|金额)?(?:[（(].{1,4}[)）])?[:：].*"
    r"|[\u4e00-\u9fff]{0,4}(?:总数|总人数|总条数|总行数|总户数|记录数|人数合计)[:：]?\d+[人名户条行个次]?"
    r"|(?:以上|总|合)?(?:共|计|共计|总计)有?\d+[人名户个次篇份](?:党员|正式党员|人|学员|农户)?[。.]?"
    r"|结转(?:下|次)[年月页]|过次页|承前页|(?:上年度?|上[月期季])(?:结转|结余|余额)|期初余额"
)
_COUNT = re.compile(
    r"\s*[（(]\s*(?:共|计|共有)?\s*(\d+)\s*[人名户个]?(?:党员)?(?:[，,、；;][^（()）]{1,30})?\s*[)）]\s*$"
)
_UNIT_LIKE = re.compile(
    r"(?:支部|总支|党委|党组|小组|[村社组部办站所局院厂队科股室园]|学校|小学|中学|机关|委员会|单位|中心|公司|合作社|社区)$"
)
#: Such a name alone in a row is over those below it, wherever in the row it stands.
_BRANCH = re.compile(r"(?:支部|总支|党委|党组)$")
_NUMBERED = re.compile(r"(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[)）])\S+")
_ORDER = re.compile(r"^(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[)）]|\d+[、.．])\s*")
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年?度?")
_DITTO = frozenset(
    ("同上", "〃", "〞", "″", '"', "“", "”", "＂", "''", "''", "同前", "同上。", "..", "ditto", "〟", "々")
)


# Not frozen: a register makes a million of them, and that would cost as much as all else about one.
@dataclass(slots=True)
class TableRow:
    """A row below the headings. ``skipped`` says why it is no record; its cells are there all the same.

    ``group`` is the text of the group row above (its count in brackets cut off), ``year`` and ``month`` what
    one says of the time.
    ``filled`` holds the headings whose value was copied from above (同上, 〃, or under a merged range),
    ``unfilled`` those that ask for the value above where there is none.
    """

    number: int
    cells: dict[str, Cell]
    group: str | None = None
    year: int | None = None
    month: int | None = None
    skipped: Skipped | None = None
    filled: frozenset[str] = frozenset()
    unfilled: frozenset[str] = frozenset()
    #: What a cell that tells a whole record leaves in doubt, as codes.
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table of a sheet; ``rows`` may be gone through again. Row numbers count as the sheet's do."""

    sheet: Sheet
    facts: Facts
    header: tuple[str, ...]
    header_rows: tuple[int, ...]
    first_row: int
    last_row: int | None
    heads: tuple[Row, ...] = ()

    @property
    def title(self) -> str:
        return self.facts.title

    def hints(self, file: str) -> tuple[str, ...]:
        """The words that say what the table is about: sheet, titles, and the name of its file."""
        return (self.sheet.name, *self.facts.lines, PurePosixPath(file).stem)

    def rows(self) -> Iterator[TableRow]:
        """Every row below the headings, the ones that are no records marked ``skipped``."""
        reader = _Reader(self)
        for row in self.sheet.rows:
            if row.number < self.first_row:
                continue
            if self.last_row is not None and row.number > self.last_row:
                return
            yield reader.read(row)


def find_tables(
    sheet: Sheet, *, file_name: str = "", known: Collection[str] = (), head: int = 0
) -> list[Table]:
    """Find the tables of a sheet, none when no row reads like headings.

    ``known`` are headings that somebody names, in the form of ``heading_text``; row ``head`` holds some.
    """
    starts = _heading_rows(sheet, known, head)
    tables: list[Table] = []
    for index, (above, heads) in enumerate(starts):
        following = starts[index + 1] if index + 1 < len(starts) else None
        last = None
        if following:
            first_of_next = (*following[0], following[1][0])[0]
            last = first_of_next.number - 1
        titles = not_of_days(above, header := flattened(heads))
        facts = facts_of(titles, sheet_name=sheet.name, file_name=file_name)
        if tables and not facts.lines:
            facts = tables[-1].facts
        at = tuple(row.number for row in heads)
        tables.append(Table(sheet, facts, header, at, at[-1] + 1, last, tuple(heads)))
    return tables


def _heading_rows(sheet: Sheet, known: Collection[str], head: int) -> list[tuple[list[Row], list[Row]]]:
    """For each table the title rows above it and its rows of headings."""
    found: list[tuple[list[Row], list[Row]]] = []
    above: list[Row] = []
    heads: list[Row] = []
    previous = 0
    for row in sheet.rows:
        # A further table stands apart, below a blank row or a title: words of headings occur in data too.
        apart = not found or bool(above) or row.number != previous + 1
        previous = row.number
        if (
            heads
            and row.number == heads[-1].number + 1
            and len(heads) < _HEADING_ROWS
            and continues(heads[-1], row)
        ):
            heads.append(row)
            continue
        apart = apart or _all_known(row, known)
        named = row.number == head or (apart and is_heading_row(row, known))
        if named and not _next_page(row, above, found):
            heads = [row]
            if above and above[-1].number == row.number - 1 and spans_over(above[-1], row):
                heads = [above.pop(), row]
            found.append((above if not found else _titles(above), heads))
            above = []
        elif not found or stands_alone(row):
            above.append(row)
        else:
            above = []
        if not found and len(above) > _LOOK_AT:
            break
    return found or _unknown_headings(sheet, known)


def _all_known(row: Row, known: Collection[str]) -> bool:
    """Whether a row holds nothing but headings, three at least: a table right below the rows of another."""
    texts: set[str] = set()
    for cell in row.cells:
        if not (cell.blank or cell.merged):
            text = heading_text(cell.text)
            if text not in known or text in texts:
                return False
            texts.add(text)
    return len(texts) >= 3


def _next_page(row: Row, above: Sequence[Row], found: Sequence[tuple[list[Row], list[Row]]]) -> bool:
    """Whether a row repeats the headings of the table above, which goes on below it."""
    if not found or not _repeats(row, found[-1][1]):
        return False
    told = {only_text(each) or "" for titles, _ in found for each in titles}
    return not retitled([only_text(each) or "" for each in above], told)


def _repeats(row: Row, heads: Sequence[Row]) -> bool:
    return _same(row, [_texts(head) for head in heads])


def _titles(above: list[Row]) -> list[Row]:
    return [row for row in above if not FOOTER.match(only_text(row) or "")]


def _unknown_headings(sheet: Sheet, known: Collection[str]) -> list[tuple[list[Row], list[Row]]]:
    """Without known words: the first row of short, different texts that is as wide as the rows below it."""
    rows = list(islice(iter(sheet.rows), _LOOK_AT))
    if len(rows) < 2:
        return []
    width = sorted(len(own_cells(row)) for row in rows)[len(rows) // 2]
    for index, row in enumerate(rows[:-1]):
        cells = [cell for _, cell in own_cells(row)]
        texts = {heading_text(cell.text) for cell in cells}
        different = len(texts) == len(cells) >= max(2, width * 2 // 3)
        below = own_cells(rows[index + 1])
        told = heading_score(row, known) > 0 or any(not isinstance(cell.value, str) for _, cell in below)
        if different and told and all(isinstance(cell.value, str) for cell in cells):
            return [(rows[:index], [row])]
    return []


def _texts(row: Row) -> dict[int, str]:
    return {index: heading_text(cell.text) for index, cell in own_cells(row)}


@lru_cache(maxsize=8192)
def _names_total(text: str) -> bool:
    return _TOTAL.fullmatch(text) is not None


def _same(row: Row, heads: Sequence[dict[int, str]]) -> bool:
    """Whether the row repeats one of the rows of headings, given as texts by column."""
    if any(cell.value is not None and not isinstance(cell.value, str) for cell in row.cells):
        return False
    got = _texts(row)
    for wanted in heads:
        equal = sum(1 for index, text in got.items() if wanted.get(index) == text)
        if equal >= 2 and equal * 5 >= len(got) * 4:
            return True
    return False


class _Reader:
    """Goes through the rows of one table in order, remembering what is above."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._heads = [_texts(head) for head in table.heads]
        self._group: str | None = None
        self._year: int | None = None
        self._month: int | None = None
        self._above: dict[str, Cell] = {}
        # Which year, does not matter: only which columns are days.
        self._days = frozenset(day_columns(table.header, 2000, 1))

    def read(self, row: Row) -> TableRow:
        skipped = self._skipped(row)
        if skipped == "group":
            self._enter_group(only_text(row) or "")
        if skipped:
            return TableRow(row.number, self._named(row), self._group, self._year, self._month, skipped)
        return self._data(row)

    def _skipped(self, row: Row) -> Skipped | None:
        if _same(row, self._heads):
            return "repeated_header"
        own = own_cells(row)
        texts = ["".join(cell.text.split()) for _, cell in own[:4]]
        if not texts:
            return None
        if any(map(_names_total, texts)):
            return "total"
        if FOOTER.match(texts[0]) or EXAMINED.match(texts[0]):
            return "footer"
        if len(own) <= 2 and NOTE.match(texts[0]):
            return "note"
        if row.number == self._table.first_row and texts == ["1", "2", "3", "4"][: len(texts)]:
            # Forms number their columns under the headings.
            return "note" if len(texts) >= 3 else None
        only = only_text(row)
        return self._one_text(row, only) if only is not None else None

    def _one_text(self, row: Row, text: str) -> Skipped | None:
        merged = any(cell.merged for cell in row.cells)
        index, cell = own_cells(row)[0]
        if not isinstance(cell.value, str):
            return None
        plain = "".join(text.split())
        if CHECKED.match(plain):
            return "footer"
        if COUNTED.fullmatch(plain) or COUNTS.fullmatch(plain):
            return "note"
        bare = _COUNT.sub("", text)
        group = bool(
            _YEAR.fullmatch(bare)
            or _NUMBERED.fullmatch(bare)
            or (index == 0 and (_UNIT_LIKE.search(bare) or month_named(bare)))
            or _BRANCH.search(bare)
        )
        over = merged and 1 < len(self._table.header) <= 2 * sum(1 for cell in row.cells if not cell.blank)
        if over or group or _COUNT.search(text):
            return "group" if len(text) <= 40 else "note"
        return None

    def _enter_group(self, text: str) -> None:
        bare = _COUNT.sub("", text).strip()
        if year := _YEAR.fullmatch(bare):
            self._year, self._month = int(year[1]), None
        elif told := month_named(bare):
            self._year, self._month = told[0] or self._year, told[1]
        else:
            self._group = _ORDER.sub("", bare)

    def _headings(self, row: Row) -> Sequence[str]:
        """A heading for each cell of the row, at least."""
        header, width = self._table.header, len(row.cells)
        if width <= len(header):
            return header
        return (*header, *(blank_heading(column) for column in range(len(header), width)))

    def _named(self, row: Row) -> dict[str, Cell]:
        cells = zip(self._headings(row), row.cells, strict=False)
        named = {heading: cell for heading, cell in cells if not cell.blank}
        return {
            heading: named.get(heading, EMPTY) for heading in dict.fromkeys((*self._table.header, *named))
        }

    def _data(self, row: Row) -> TableRow:
        cells: dict[str, Cell] = {}
        filled: set[str] = set()
        unfilled: set[str] = set()
        for column, (heading, cell) in enumerate(zip(self._headings(row), row.cells, strict=False)):
            if cell.merged:
                above = self._above.get(heading)
                beside = column > 0 and self._beside(row, column)
                if beside and self._days.issuperset((column - 1, column)):
                    # 请假 over several days holds for each of them.
                    filled.add(heading)
                elif beside and (above is None or above.value != cell.value):
                    cell = COVERED
                else:
                    filled.add(heading)
            elif isinstance(cell.value, str) and cell.text.strip() in _DITTO:
                above = self._above.get(heading)
                if above is None:
                    unfilled.add(heading)
                else:
                    filled.add(heading)
                    # Said of this row too, and no merged range that several rows share.
                    cell = replace(above, merged=False)
            cells[heading] = cell
            if not cell.blank:
                self._above[heading] = cell
        header = self._table.header
        if len(row.cells) != len(header):
            complete = {heading: cells.get(heading, EMPTY) for heading in dict.fromkeys((*header, *cells))}
            cells = {
                heading: cell for heading, cell in complete.items() if heading in header or not cell.blank
            }
        return TableRow(
            row.number,
            cells,
            self._group,
            self._year,
            self._month,
            None,
            frozenset(filled),
            frozenset(unfilled),
        )

    def _beside(self, row: Row, column: int) -> bool:
        """Whether the merged range that covers the cell begins in the same row, to the left."""
        return row.cells[column - 1].value == row.cells[column].value
