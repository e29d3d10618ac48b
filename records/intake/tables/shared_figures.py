"""Figures in a cell that is merged over several rows: of each of them, or of all together?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from records.intake.files.reading import Cell
from records.kind import Kind


def shared_figures(kind: Kind, cells: Mapping[str, Cell], filled: frozenset[str]) -> Iterator[str]:
    """The fields that a merged cell of the row above fills with what is counted: 600元, 46人.

    A score or a number of those expected is the same for each; 同上 says that a figure is.
    """
    for target in sorted(filled):
        field = kind.field(target)
        counted = field is not None and (field.type == "money" or field.measure is not None)
        if counted and cells[target].merged and any(map(str.isdigit, cells[target].text)):
            yield target
