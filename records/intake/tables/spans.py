"""From when to when something was read or written, where a record keeps the day it was done."""

from __future__ import annotations

import re

from records.intake.files.reading import Cell
from records.values import half_width

#: Fields that hold the day on which something was done with.
FINISHED = frozenset(("finished", "finished_on"))

_FIRST = (
    # 2011.3.1 or 3月1日 may be followed by any sign, 2011年3月 only by one that parts no year from its month
    r"(?:(?:((?:19|20)?\d{2})[年./-])?(\d{1,2})[月./-]\d{1,2}[日号]?\s*[-—－~～至到]+"
    r"|((?:19|20)\d{2})[年./-](\d{1,2})月?\s*[—－~～至到]+)"
)
_SPAN = re.compile(rf"\s*{_FIRST}\s*(.+?)\s*")
_MONTH_DAY = re.compile(r"(\d{1,2})[月./-](\d{1,2})[日号]?")
_DAY = re.compile(r"(\d{1,2})[日号]?")
_MONTH = re.compile(r"(\d{1,2})月份?")
_SINGLE = re.compile(r"\s*(?:19|20)?\d{2}[年./-]\d{1,2}[月./-]\d{1,2}[日号]?\s*")


def last_day(cell: Cell) -> Cell:
    """The end of 2011.3.1—3.25 as a cell of its own, 2011年3月25日; what is no such span stays as it is."""
    if not isinstance(cell.value, str) or _SINGLE.fullmatch(half_width(cell.text)):
        return cell
    found = _SPAN.fullmatch(half_width(cell.text))
    if found is None:
        return cell
    year, month, last = found[1] or found[3], int(found[2] or found[4]), found[5]
    end = last
    if told := _MONTH_DAY.fullmatch(last):
        end = f"{_year(year, int(told[1]) < month)}{told[1]}月{told[2]}日"
    elif (told := _MONTH.fullmatch(last)) and found[3]:
        end = f"{_year(year, int(told[1]) < month)}{told[1]}月"
    elif (told := _DAY.fullmatch(last)) and found[2]:
        end = f"{_year(year, False)}{month}月{told[1]}日"
    return Cell(end, end)


def _year(year: str | None, next_one: bool) -> str:
    """The year in which a span ends, if its beginning says one."""
    if year is None:
        return ""
    return f"{int(year) + next_one:02d}年"
