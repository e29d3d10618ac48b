"""What a mechanism shows, as plain data: lines about the whole, a table, and points for a plot.

A view is made in the language of the moment. A line of its table leads to the records it was counted from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bson.objectid import ObjectId

from records.search.query import Query

#: How a line stands; its words say the same, so that nobody needs the colour.
Tone = Literal["met", "pace", "behind", "failed", "waiting", "overdue", "soon", "plain"]


@dataclass(frozen=True, slots=True)
class Note:
    """A line about the whole, above the table."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table; room that is left over goes to those that ``grow``, by their numbers."""

    key: str
    label: str
    grow: int = 0
    kind: Literal["text", "number", "date"] = "text"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A record that could be made because of a line: its kind, and fields to begin with.

    The program proposes, the office decides: nothing is stored before somebody saves the form.
    """

    kind: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """A line: a text for each column, and what stands behind it.

    ``ids`` are the records it was counted from (for a line about nothing yet: the unit or person it is
    about), or ``query`` finds them. ``inside`` is a record whose own view lies behind the line.
    """

    cells: tuple[str, ...]
    tone: Tone = "plain"
    ids: tuple[ObjectId, ...] = ()
    query: Query | None = None
    proposal: Proposal | None = None
    inside: ObjectId | None = None
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """Points of a plot in order: what stands below each, and its height."""

    label: str
    points: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class View:
    """What a mechanism shows for a period. ``title`` is its mechanism's unless it looks into a record."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[Note, ...] = ()
    series: tuple[Series, ...] = ()
    title: str = ""
    name: str = ""

    def counted(self, *tones: Tone) -> int:
        """How many lines stand like that; headings are none."""
        return sum(row.tone in tones and not row.heading for row in self.rows)


def heading(text: str, columns: int) -> Row:
    """A line that begins a part of the table."""
    return Row((text,) + ("",) * (columns - 1), heading=True)


def in_parts(columns: int, *parts: tuple[str, Sequence[Row]]) -> tuple[Row, ...]:
    """The lines of a table in parts, each under its heading; a part without lines is left out."""
    return tuple(row for title, lines in parts if lines for row in (heading(title, columns), *lines))
