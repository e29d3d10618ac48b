"""The rows of a long table as items, one after the other, with every doubt that the table gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from records.intake.build.registry import builder_of
from records.intake.context import doubt_unit
from records.intake.desk import Desk
from records.intake.leftovers import Leftovers
from records.intake.outcome import Item, Place
from records.intake.tables.recognition.meanings import ask_words
from records.intake.tables.source import SourceTable
from records.intake.unread import doubt_group, doubt_unread

#: Rows of a part. As many as are stored in one transaction.
PART = 1_000


def built_rows(table: SourceTable, unread: Mapping[int, str], desk: Desk) -> Iterator[Item]:
    """The items of a table; ``unread`` are its columns that nothing takes. What they name enters the desk."""
    desk.units.source, desk.create = table.file, table.rule.create
    leftovers = Leftovers(table)
    for item in builder_of(table.kind.name)(table, desk):
        doubt_unread((item,), table.kind, unread)
        doubt_group((item,), table, desk.unit_known)
        leftovers.doubt((item,))
        ask_words(table, (item,), desk)
        if table.unit_in_doubt:
            doubt_unit((item,), table.unit)
        yield item
    yield from refused_rows(table)
    table.release()


def refused_rows(table: SourceTable) -> Iterator[Item]:
    """Rows that the reader itself refused."""
    for bad in table.bad_rows:
        # All that stands there, and behind it what the reader found wrong: the byte, the key.
        item = Item(
            table.kind.name, Place(table.file, table.sheet, bad.number), cells=(*bad.cells, bad.detail)
        )
        item.headings = table.headings if len(bad.cells) == len(table.headings) else ()
        item.reject(f"unreadable_row:{bad.reason}")
        yield item
