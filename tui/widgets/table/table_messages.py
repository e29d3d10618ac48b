"""What a table tells. Each is known as ``VirtualTable.NAME`` and handled by ``on_virtual_table_NAME``."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from tui.widgets.table.table_rows import Row

if TYPE_CHECKING:
    from tui.widgets.table.virtual_table import VirtualTable


@dataclass
class TableMessage(Message):
    """A message of ``table``."""

    table: VirtualTable

    @property
    def control(self) -> VirtualTable:
        return self.table


@dataclass
class Chosen(TableMessage, namespace="virtual_table"):
    """A row was opened with Enter or a double click."""

    row: Row


@dataclass
class CellSelected(TableMessage, namespace="virtual_table"):
    """A cell was selected with Enter or a double click, in a table with a cell cursor."""

    row: Row
    column_key: str

    @property
    def row_id(self) -> Hashable:
        """The identity of the cell's row."""
        return self.row.id


@dataclass
class Moved(TableMessage, namespace="virtual_table"):
    """The cursor came to another row, or cell; ``row`` is None while it is being fetched."""

    index: int
    row: Row | None

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, Moved) and message.table is self.table


@dataclass
class MarksChanged(TableMessage, namespace="virtual_table"):
    """Other rows are marked."""


@dataclass
class HeadingClicked(TableMessage, namespace="virtual_table"):
    """The heading of a column was clicked."""

    key: str


@dataclass
class ColumnResized(TableMessage, namespace="virtual_table"):
    """A column was made ``width`` cells wide with the mouse, in a ``resizable`` table."""

    key: str
    width: int
