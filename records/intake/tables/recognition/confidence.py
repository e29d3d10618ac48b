"""How sure the recognition of a table and of its columns is, as a figure that a person can act on.

A column's confidence is how well its heading fits the field (``ColumnMatch.fit``) times the share of its
first filled cells that the field can hold. A table's is the mean over its own columns, unknown ones counting
nothing, for three quarters, and a quarter for a title, sheet or file name that names the kind. So 1 means:
every column known as it stands, every value right, and the title says so too; below ``LOOK_AT_IT`` somebody
should look. What is shown (``TableSummary.confidence``) is lower where a filled column is taken by no field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from records.errors import XuedangError
from records.field_value import coerce
from records.intake.dates import parse_date
from records.intake.files.reading import Cell
from records.intake.names import clean_name, looks_like_name, split_names
from records.intake.tables.recognition.columns import ColumnMatch, is_aside
from records.intake.tables.recognition.targets import COMMON
from records.intake.tables.several.joined import FIGURES
from records.kind import DATE_TYPES, NUMBER_TYPES, Field, Kind
from records.numbers import parse_number

#: Below this the recognition of a table or column deserves a look before anything is brought in.
LOOK_AT_IT = 0.75
_TITLED = 0.25
_DIGITS = re.compile(r"\d")
#: What special targets (``Register.columns``) hold, where no field of the kind says so.
_SPECIAL_DATES = frozenset(("start", "end_time"))
_SPECIAL_NAMES = frozenset(("results.person", "attendance.person"))


def column_confidence(kind: Kind, column: ColumnMatch, cells: Iterable[Cell]) -> float:
    """From 0 to 1; 0 for a column that no field takes. ``cells`` are the first ones below the heading."""
    if column.target == "extra":
        return 0.0
    filled = [cell for cell in cells if not cell.blank]
    if not filled:
        return column.fit
    return column.fit * sum(_holds(kind, column.target, cell) for cell in filled) / len(filled)


def table_confidence(columns: Sequence[tuple[ColumnMatch, float]], *, titled: bool) -> float:
    """From 0 to 1, of columns with their confidence; running numbers, remarks and asides say nothing."""
    own = [
        confidence
        for column, confidence in columns
        if column.target not in COMMON and not (column.target == "extra" and is_aside(column.heading))
    ]
    if not own:
        return 0.0
    return sum(own) / len(own) * (1 - _TITLED) + (_TITLED if titled else 0.0)


def is_titled(kind: Kind, hints: Iterable[str]) -> bool:
    """Whether a title, a sheet's or a file's name names the kind."""
    names = (*kind.headings, kind.label.zh)
    return any(name in "".join(hint.split()) for hint in hints for name in names)


def _holds(kind: Kind, target: str, cell: Cell) -> bool:
    """Whether the target can hold what the cell says."""
    name = target.partition("@")[0]
    if name == "day":
        return True
    found = kind.field(name)
    field = found.of if found is not None and found.of is not None else found
    if name in _SPECIAL_DATES or (field is not None and field.type in DATE_TYPES):
        return _is_date(cell)
    if name in FIGURES or (field is not None and field.type in NUMBER_TYPES):
        return _is_number(cell)
    if name in _SPECIAL_NAMES or (field is not None and "person" in field.targets):
        return all(looks_like_name(part.name) for part in split_names(cell.text))
    if kind.name == "person" and name == "name":
        return looks_like_name(clean_name(cell.text).name)
    return field is None or field.open_choice or not field.choices or _is_choice(field, cell)


def _is_date(cell: Cell) -> bool:
    try:
        # A date without its year is one: the year stands elsewhere in the table.
        return parse_date(cell, year=2011).value is not None
    except XuedangError:
        return False


def _is_number(cell: Cell) -> bool:
    try:
        reading = parse_number(cell.value)
    except XuedangError:
        return _DIGITS.search(cell.text) is not None
    # 第3期 and 共12人 hold their number among words, which the kind's own reading finds.
    return reading.value is not None or "none_word" in reading.flags or _DIGITS.search(cell.text) is not None


def _is_choice(field: Field, cell: Cell) -> bool:
    try:
        coerce(field, cell.text)
    except ValueError:
        return False
    return True
