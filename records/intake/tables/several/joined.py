"""Several columns that fill one field: their cells are put together before anything reads them.

年 beside 月, a year beside 9.6, a figure beside its unit, the kind of a matter beside the matter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from records.intake.files.reading import EMPTY, Cell
from records.intake.names import is_reason, split_names
from records.kind import DATE_TYPES, NUMBER_TYPES, Kind
from records.values import half_width

#: Special targets that hold a date or figures, where no field of the kind says so.
_DATES = frozenset(("start", "end_time", "moved_in", "moved_out", "moved_on"))
FIGURES = frozenset(("present", "income", "balance", "hours", "results.score"))
#: Targets of words that follow one another: 双井村 and 3社 of a place, 党总支 and 支部 of a unit.
_RUN_ON = frozenset(("unit", "village", "group", "village_group", "place", "results.unit", "general_branch"))
_NO_CAUSE = re.compile(r"姓名|人员|名单|情况|[原事]由|原因|\d|缺席|未到|人数")
_WHY = re.compile(r"(?<![及和与、/])(?:原因|[事缘]由)$|/(?:原因|[事缘]由)$")
_APART = re.compile(r"[、,，;；/\s]+")
_YEAR = re.compile(r"((?:19|20)\d{2})年?度?")
_MONTH = re.compile(r"(1[0-2]|0?[1-9])月?份?")
_DAY = re.compile(r"(3[01]|[12]\d|0?[1-9])[日号]?")
#: 8:30, 上午9时: it follows the day, whichever column stands first.
_HOUR = re.compile(r"(?:上午|下午|晚上?|早上?|中午)|\d{1,2}(?:[:：]|[时点])")
_MONTH_DAY = re.compile(r"(1[0-2]|0?[1-9])[月.\-/](3[01]|[12]\d|0?[1-9])[日号]?")


def join_cells(kind: Kind, target: str, cells: Sequence[Cell]) -> Cell:
    """One cell of those that fill ``target`` together; a single one that says something stays as it is."""
    filled = [cell for cell in cells if not cell.blank]
    if len(filled) < 2:
        return filled[0] if filled else EMPTY
    known = kind.field(target)
    inner = known.of if known is not None and known.of is not None else known
    if target in _DATES or (inner is not None and inner.type in DATE_TYPES):
        text = _date([_plain(cell) for cell in filled])
    elif target in FIGURES or (inner is not None and inner.type in NUMBER_TYPES):
        figures = sum(any(map(str.isdecimal, cell.text)) for cell in filled)
        # Two figures are two: put together, 320 and 1500 would be three million.
        text = ("" if figures < 2 else " / ").join(cell.text.strip() for cell in filled)
    elif inner is not None and "person" in inner.targets:
        text = "、".join(cell.text.strip() for cell in filled)
    elif inner is not None and inner.type == "boolean":
        # Ticked under 镇 and 县: whatever says the same twice says it once.
        text = "".join(dict.fromkeys(cell.text.strip() for cell in filled))
    elif target in _RUN_ON or (inner is not None and inner.type == "reference"):
        text = "".join(cell.text.strip() for cell in filled)
    elif inner is not None and inner.type == "choice":
        together = "".join(cell.text.strip() for cell in filled)
        known_words = {choice.value for choice in inner.choices}
        text = together if together in known_words else _side_by_side(filled)
    else:
        text = _side_by_side(filled)
    return Cell(text, text)


def with_cause(target: str, heading: str, cell: Cell) -> Cell:
    """A cell of names with the cause that its heading says: 病假：张三 of 未到人员 over 病假."""
    _, slash, last = heading.rpartition("/")
    told = (slash or is_reason(last)) and not _NO_CAUSE.search(last)
    if target != "absentees" or not told or cell.blank or not split_names(cell.text):
        return cell
    return Cell(text := f"{last}：{cell.text.strip()}", text)


def join_columns(kind: Kind, target: str, headings: Sequence[str], cells: Sequence[Cell]) -> Cell:
    """One cell of the columns that fill ``target`` together; of the absent, names and causes."""
    parts = [with_cause(target, *each) for each in zip(headings, cells, strict=True)]
    why = [part for part, name in zip(parts, headings, strict=True) if _tells_reasons(name)]
    if target != "absentees" or not 0 < len(why) < len(parts):
        return join_cells(kind, target, parts)
    names = [part for part, name in zip(parts, headings, strict=True) if not _tells_reasons(name)]
    return with_reasons(join_cells(kind, target, names), join_cells(kind, target, why))


def _tells_reasons(heading: str) -> bool:
    """Whether a column says why, and not who: 原因 below 缺席情况, 请假事由."""
    return _WHY.search(heading) is not None


def with_reasons(names: Cell, reasons: Cell) -> Cell:
    """The absent of a row with the cause that a column of its own tells: one for all, or one for each."""
    people, told = split_names(names.text), [part for part in _APART.split(reasons.text.strip()) if part]
    if not told or any(part.reason for part in people):
        return names
    if not people:
        # 病假2人, 事假1人: nobody is named, but some were away.
        return reasons if re.search(r"\d", half_width(reasons.text)) else names
    if all(part.name in reasons.text for part in people):
        return reasons  # 张三病假，李四公差: the column of causes says who it was, too
    causes = told * len(people) if len(told) == 1 else told
    if len(causes) != len(people):
        text = f"{names.text.strip()}；{reasons.text.strip()}"
    else:
        text = "、".join(f"{part.name}（{cause}）" for part, cause in zip(people, causes, strict=True))
    return Cell(text, text)


def _side_by_side(cells: Sequence[Cell]) -> str:
    return "；".join(dict.fromkeys(cell.text.strip() for cell in cells))


def _plain(cell: Cell) -> str:
    if isinstance(cell.value, date):
        return cell.value.isoformat()[:10]
    return half_width(re.sub(r"\s", "", cell.text))


def _is_hour(part: str) -> bool:
    return _HOUR.match(part) is not None


def _date(parts: list[str]) -> str:
    """Year, month and day from cells of their own, or a year beside a day without one.

    Parts that don't go together are left side by side, which nobody takes for a date.
    """
    year = next((found[1] for part in parts if (found := _YEAR.fullmatch(part))), "")
    rest = sorted((part for part in parts if not _YEAR.fullmatch(part)), key=_is_hour)
    if year and rest and re.match(rf"{year}(?!\d)", rest[0]):
        return " ".join(rest)  # the day says the same year itself
    told = f"{year}年" if year else ""
    if len(rest) > 1 and (month := _MONTH.fullmatch(rest[0])) and (day := _DAY.fullmatch(rest[1])):
        return " ".join((f"{told}{month[1]}月{day[1]}日", *rest[2:]))
    if rest and (both := _MONTH_DAY.fullmatch(rest[0])):
        return " ".join((f"{told}{both[1]}月{both[2]}日", *rest[1:]))
    if year and rest and (month := _MONTH.fullmatch(rest[0])):
        return " ".join((f"{told}{month[1]}月", *rest[1:]))
    return " ".join((told, *rest)).strip()
