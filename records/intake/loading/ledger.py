"""What became of the rows of long tables: counted one by one, kept only where a person must look."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO

from records.intake.answers.alike import settled_alike
from records.intake.loading.totals import Totals
from records.intake.outcome import Action, Item, Outcome, put_together, taken_apart
from records.intake.tables.table_summary import TableBook

#: So many items with a doubt, a question or a refusal are held in memory; further ones in a file.
IN_MEMORY = 20_000
#: So many go into the file at once.
_AT_ONCE = 500


class Kept:
    """Items in the order they came, as many as there are. Can be gone through again."""

    def __init__(self) -> None:
        self._first: list[Item] = []
        self._latest: list[Item] = []
        self._file: IO[bytes] | None = None

    def append(self, item: Item) -> None:
        if len(self._first) < IN_MEMORY:
            self._first.append(item)
            return
        self._latest.append(item)
        if len(self._latest) >= _AT_ONCE:
            self._write()

    def _write(self) -> None:
        if self._file is None:
            self._file = TemporaryFile(prefix="xuedang-")  # noqa: SIM115 - as long as this object
        self._file.seek(0, 2)
        pickle.dump(taken_apart(self._latest), self._file, pickle.HIGHEST_PROTOCOL)
        self._latest = []

    def __iter__(self) -> Iterator[Item]:
        yield from self._first
        if self._file is not None:
            end, position = self._file.seek(0, 2), 0
            while position < end:
                self._file.seek(position)
                some = put_together(pickle.load(self._file))
                position = self._file.tell()
                yield from some
        yield from self._latest


@dataclass
class Ledger:
    """Counts by kind and outcome, and by what was done; the totals by person; and the items to be looked at.

    ``kept`` names the records that stay as somebody edited them. ``refused`` and ``asked`` say whether any of
    the noteworthy is refused, or asks something: of a long register every row may be in doubt, and going
    through all of them takes a while.
    """

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    actions: Counter[str] = field(default_factory=Counter)
    totals: Totals = field(default_factory=Totals)
    noteworthy: Kept = field(default_factory=Kept)
    kept: list[str] = field(default_factory=list)
    refused: bool = False
    asked: bool = False
    #: The keys of answers for all of a reason, with how many rows each settled.
    alike: Counter[str] = field(default_factory=Counter)
    #: What was done with the rows of each kind, file and sheet.
    done: Counter[tuple[str, str, str, Action]] = field(default_factory=Counter)
    _by_table: Counter[tuple[str, str, int, Outcome]] = field(default_factory=Counter)

    def enter(self, item: Item, first_row: int = 0) -> None:
        """Write down one item, after it was compared with what is stored.

        ``first_row`` tells its table from others of the sheet.
        """
        self._by_table[item.place.file, item.place.sheet, first_row, item.outcome] += 1
        self.counts[item.kind, item.outcome] += 1
        self.actions[item.action] += 1
        self.done[item.kind, item.place.file, item.place.sheet, item.action] += 1
        self.alike.update(settled_alike(item))
        if item.taken and item.action != "merged":
            self.totals.add(item.kind, item.fields)
        if item.outcome != "import" or item.questions:
            self.noteworthy.append(item)
            rows = (item, *item.lines)
            self.refused = self.refused or any(row.refused for row in rows)
            self.asked = self.asked or any(row.questions for row in rows)

    def count_into(self, tables: TableBook) -> None:
        """Add the rows to the counts of their tables."""
        for (file, sheet, first_row, outcome), number in self._by_table.items():
            tables.count_rows(file, sheet, first_row, outcome, number)
