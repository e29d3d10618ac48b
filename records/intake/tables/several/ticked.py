"""Choices with a column each that are ticked: 政治理论, 业务, 其他 below 书籍类别, 是, 否 below 是否解决."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from records.intake.files.reading import EMPTY, Cell
from records.intake.tables.recognition.columns import GUESSED, heading_forms, synonyms
from records.kind import Field, Kind
from records.values import half_width

if TYPE_CHECKING:
    from records.intake.tables.source import SourceTable

#: How many rows tell whether a column is ticked.
_LOOK_AT = 200
_TICK = re.compile(r"[√✓✔☑∨vVＶ○◯●◎★☆■✕×1]|是|有|对|对号|打勾")
_BLANK = re.compile(r"[\s\u3000/／\\—－-]*|无|否|没有")
#: What such headings have besides the word of the choice: 理论类, 业务书籍, 正式党员.
_TAIL = re.compile(r"(?:类书籍?|类|书籍?|读物|党员)$")
_YES_NO = {"是": "是", "否": "否", "有": "是", "无": "否", "已": "是", "未": "否"}


def find_ticked(source: SourceTable) -> None:
    """Let the columns of choices that rows tick fill their field together, where nothing else gives it."""
    for field in source.kind.fields:
        words = _columns_of(source, field) if not _given(source, field) else {}
        if len(set(words.values())) > 1 and _only_ticks(source, words):
            source.ticked = {**source.ticked, **words}
            source.columns = tuple(
                replace(column, target=field.name, sure=True, fit=1.0) if column.heading in words else column
                for column in source.columns
            )


def ticked_cell(ticked: Mapping[str, str], heading: str, cell: Cell) -> Cell:
    """A cell as it counts: the choice of its heading where it is ticked, nothing where it is not."""
    word = ticked.get(heading)
    if word is None:
        return cell
    return Cell(word, word) if _TICK.fullmatch(half_width(cell.text).strip()) else EMPTY


def _given(source: SourceTable, field: Field) -> bool:
    """Whether a column that is no single choice gives the field already."""
    free = {column.heading for column in source.columns if column.target == field.name}
    return source.has(field.name) and not (free and free <= set(_columns_of(source, field)))


def _columns_of(source: SourceTable, field: Field) -> dict[str, str]:
    """The columns that are called by a choice of the field, below one heading, with the choice of each."""
    groups: dict[str, dict[str, str]] = {}
    for column in source.columns:
        free = column.target in ("extra", field.name) or column.fit <= GUESSED
        above, _, last = re.sub(r"#\d+$", "", half_width(column.heading)).rpartition("/")
        word = _choice(source.kind, field, above, last) if free else None
        if word is not None:
            groups.setdefault(above, {})[column.heading] = word
    return max(groups.values(), key=len, default={})


def _choice(kind: Kind, field: Field, above: str, last: str) -> str | None:
    one = field.of if field.type == "list" and field.of is not None else field
    if one.type == "boolean":
        return _yes_or_no(kind, field, above, last)
    if one.type != "choice":
        return None
    values = [choice.value for choice in one.choices]
    word = _TAIL.sub("", re.sub(r"\(.*?\)", "", last)) or last
    found = [value for value in values if value == last] or [value for value in values if value == word]
    found = found or [value for value in values if len(word) > 1 and word in value]
    return found[0] if len(found) == 1 else None


def _yes_or_no(kind: Kind, field: Field, above: str, last: str) -> str | None:
    """The answer that a heading is: 是 below 是否解决, 未解决 below it or alone."""
    known = synonyms(kind)
    if above and any(field.name in known.get(form, {}) for form in heading_forms(above)) and last in _YES_NO:
        return _YES_NO[last]
    asked = (f"是否{last[1:]}", f"{last[1:]}否", f"{last[1:]}与否")
    if last[:1] in ("已", "未") and any(field.name in known.get(form, {}) for form in asked):
        return _YES_NO[last[:1]]
    return None


def _only_ticks(source: SourceTable, headings: Mapping[str, str]) -> bool:
    """Whether the rows tick these columns and write nothing else there."""
    texts = list(_texts(source, list(headings)))
    ticks = [text for text in texts if _TICK.fullmatch(text)]
    return bool(ticks) and all(_TICK.fullmatch(text) or _BLANK.fullmatch(text) for text in texts)


def _texts(source: SourceTable, headings: Sequence[str]) -> Iterator[str]:
    for row in islice(source.table.rows(), _LOOK_AT):
        if not row.skipped:
            for heading in headings:
                yield half_width(row.cells.get(heading, EMPTY).text).strip()
