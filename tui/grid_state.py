"""What a grid holds apart from its widgets: typed rows, undo, filling down, and text from a spreadsheet."""

from __future__ import annotations

import copy
import csv
import io
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bson.objectid import ObjectId

from records.checking.checks import Fault
from records.checking.results import ENDS, read_result
from records.field_value import show
from records.kind import Field
from tui.form_state import Typed, blank_row, to_value
from tui.matching import score
from tui.widgets.editor import FormContext
from tui.words import tr

GridRow = dict[str, Typed]
_UNDO_DEPTH, _UNDO_PAUSE = 200, 1.0
#: Typed for what stands above.
_DITTO = ("同上", "〃", '"', "“", "”", "''")


@dataclass(frozen=True, slots=True)
class Pasted:
    """Text from a spreadsheet: a text a field, by name, row by row; ``left_out`` columns fitted none."""

    rows: tuple[Mapping[str, str], ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Placed:
    """Where pasted rows went; which of these held something else before, and which are there ``twice``."""

    rows: tuple[int, ...]
    changed: tuple[int, ...]
    twice: tuple[int, ...] = ()


class GridState:
    """Rows of the sub-records of ``field``. What is typed is text, as in a form (``form_state``).

    ``once`` is the column by which nothing may stand there twice; empty where it may. ``common`` is what
    every row begins with: a row that holds no more than that is as good as empty.
    """

    def __init__(
        self,
        field: Field,
        rows: Sequence[Mapping[str, Typed]],
        context: FormContext,
        common: Mapping[str, Typed] | None = None,
    ) -> None:
        self.field = field
        self._blank = blank_row(field) | dict(common or {})
        self.once = context.kind.once(field.name) if context.kind else ""
        self.columns = tuple(each for each in field.fields if not each.is_list and not each.computed)
        self.context = context
        self.rows: list[GridRow] = [dict(row) for row in rows]
        #: What is wrong with a cell beyond its text, by row and field; gone when the cell is changed.
        self.marks: dict[tuple[int, str], str] = {}
        self._undo: list[list[GridRow]] = []
        self._redo: list[list[GridRow]] = []
        self._last: tuple[int, str, float] = (-1, "", 0.0)

    # --- what stands there ---------------------------------------------------------------------

    def typed(self, row: int, name: str) -> str:
        """The typed text of a cell; a record referred to stands as its identifier."""
        return str(self.rows[row].get(name, "")) if row < len(self.rows) else ""

    def text(self, row: int, column: Field) -> str:
        """A cell as it is read and changed: a title, a label, or what was typed."""
        typed = self.typed(row, column.name)
        if column.type == "reference":
            return self.context.title(typed)
        if column.type == "boolean" and typed in ("true", "false"):
            return show(column, typed == "true")
        return column.choice_label(typed) if column.choices and typed else typed

    def fault(self, row: int, column: Field) -> str:
        """What is wrong with a cell; empty when nothing is."""
        if marked := self.marks.get((row, column.name)):
            return marked
        faults: list[Fault] = []
        to_value(column, self.typed(row, column.name), None, column.name, faults)
        if faults or column.name != self.once or not self.typed(row, column.name):
            return faults[0].message if faults else ""
        first = [each.get(self.once) for each in self.rows].index(self.rows[row][self.once])
        name = self.text(row, column)
        return tr("{name} stands in row {row} already", name=name, row=first + 1) if first < row else ""

    def filled(self, row: int) -> bool:
        """Whether the row differs from an empty one."""
        return any(text and text != self._blank.get(name) for name, text in self.rows[row].items())

    @property
    def kept(self) -> list[GridRow]:
        """The rows without the empty ones."""
        return [dict(row) for index, row in enumerate(self.rows) if self.filled(index)]

    # --- changing it ---------------------------------------------------------------------------

    def step(self) -> None:
        """Remember how it is, as a step that can be undone."""
        self._undo.append(copy.deepcopy(self.rows))
        del self._undo[:-_UNDO_DEPTH]
        self._redo.clear()
        self._last = (-1, "", 0.0)

    def put(self, row: int, name: str, typed: str) -> None:
        """A cell was typed into. Typing on in one cell is one step until a pause."""
        if self.typed(row, name) == typed:
            return
        now = time.monotonic()
        if self._last[:2] != (row, name) or now - self._last[2] > _UNDO_PAUSE:
            self.step()
        self._last = (row, name, now)
        self._set(row, name, typed)

    def _set(self, row: int, name: str, typed: str) -> None:
        self.rows[row][name] = typed
        self.marks.pop((row, name), None)

    def settle(self, row: int, column: Field) -> None:
        """Take what was typed into a cell for what it means: 同上, a part of a choice, 缺考 for a score."""
        typed = self.typed(row, column.name).strip()
        if typed in _DITTO and row > 0:
            typed = self.typed(row - 1, column.name)
        for name, each in self._meant(column, typed).items():
            if self.typed(row, name) != each:
                self._set(row, name, each)

    def _meant(self, column: Field, typed: str) -> dict[str, str]:
        if column.choices and not column.open_choice and typed:
            fits = {c.value: score(typed, c.value, c.label.zh, c.label.en) for c in column.choices}
            best = max(fits, key=lambda value: fits[value])
            return {column.name: best if fits[best] else typed}
        return read_result(column.name, typed, {each.name for each in self.columns})

    def fill_down(self, row: int, name: str) -> int:
        """Put a cell's text into the empty ones below it (an empty cell takes the one above); how many."""
        here = self.typed(row, name)
        if not here:
            above = self.typed(row - 1, name) if row else ""
            if not above:
                return 0
            self.step()
            self._set(row, name, above)
            return 1
        blank = str(blank_row(self.field).get(name, ""))
        below = [i for i in range(row + 1, len(self.rows)) if self.typed(i, name) in ("", blank)]
        below = [i for i in below if self.typed(i, name) != here]
        if below:
            self.step()
        for index in below:
            self._set(index, name, here)
        return len(below)

    def add(self, at: int, values: Mapping[str, Typed] | None = None) -> None:
        """One more row before the one ``at`` that place."""
        self.step()
        self.rows.insert(at, self._blank | dict(values or {}))
        self.marks = {(row + (row >= at), name): why for (row, name), why in self.marks.items()}

    def remove(self, row: int) -> None:
        """Take a row out."""
        self.step()
        del self.rows[row]
        self.marks = {(at - (at > row), name): why for (at, name), why in self.marks.items() if at != row}

    def undo(self) -> bool:
        """Take the last step back."""
        return self._go(self._undo, self._redo)

    def redo(self) -> bool:
        """The step last undone, again."""
        return self._go(self._redo, self._undo)

    def _go(self, source: list[list[GridRow]], target: list[list[GridRow]]) -> bool:
        if not source:
            return False
        target.append(self.rows)
        self.rows = source.pop()
        self.marks.clear()
        self._last = (-1, "", 0.0)
        return True

    # --- from a spreadsheet --------------------------------------------------------------------

    def read(self, text: str, column: int) -> Pasted:
        """Lines of cells with tabs between them, from ``column`` on; a row of headings tells them apart."""
        lines = [line for line in _lines(text) if any(cell.strip() for cell in line)]
        heads = [self._headed(cell) for cell in lines[0]] if lines else []
        if sum(head is not None for head in heads) * 2 > len(heads):
            names = [head.name if head else None for head in heads]
            lines = lines[1:]
        else:
            names = [each.name for each in self.columns[column:]]
        width = max((len(line) for line in lines), default=0)
        rows = tuple(
            {name: cell.strip() for name, cell in zip(names, line, strict=False) if name} for line in lines
        )
        return Pasted(rows, max(0, width - sum(name is not None for name in names[:width])))

    def _headed(self, cell: str) -> Field | None:
        heading = "".join(cell.split())
        for each in self.columns:
            if heading and heading in (each.label.zh, each.label.en, each.name, *each.headings):
                return each
        return None

    def place(self, pasted: Sequence[Mapping[str, str]], row: int) -> Placed:
        """Put rows in, and settle their cells: from ``row`` down, or where they begin with somebody, into
        that one's row if nothing stands beside the name or nobody may have two, else into a new one."""
        self.step()
        key = self.columns[0]
        went: list[int] = []
        twice: list[int] = []
        before = copy.deepcopy(self.rows)
        for offset, cells in enumerate(pasted):
            if key.type == "reference" and cells.get(key.name):
                at = self._room_for(cells[key.name])
            else:
                at = row + offset
            while at >= len(self.rows):
                self.rows.append(dict(self._blank))
            so_far = dict(self.rows[at])
            self._put_in(at, cells)
            if at in went and self.rows[at] != so_far and at not in twice:
                twice.append(at)
            went.append(at)
        filled = [at for at, old in enumerate(before) if self._more(old) and self.rows[at] != old]
        changed = (at for at in filled if key.type == "reference" and at in went)
        return Placed(tuple(went), tuple(changed), tuple(twice))

    def _put_in(self, row: int, cells: Mapping[str, str]) -> None:
        more = self._more(self.rows[row])
        for column in self.columns:
            text = cells.get(column.name)
            if text is None or (not text and (more or self._blank.get(column.name))):
                continue  # what is left empty in a list of later scores takes nothing away
            self._set(row, column.name, text)
            if text:
                if (ended := ENDS.get(column.name)) and self.typed(row, ended):
                    self._set(row, ended, "")
                self.settle(row, column)

    def _room_for(self, whom: str) -> int:
        key = self.columns[0].name
        own = [at for at in range(len(self.rows)) if self.typed(at, key) == whom]
        if own and self.once == key and ObjectId.is_valid(whom):  # a mere name may be of several people
            return own[0]
        free = [at for at, row in enumerate(self.rows) if not self._more(row)]
        return next((at for at in free if self.typed(at, key) in ("", whom)), len(self.rows))

    def _more(self, row: Mapping[str, Typed]) -> bool:
        """Whether a row holds something beside the name it begins with."""
        key = self.columns[0].name
        return any(text and text != self._blank.get(name) for name, text in row.items() if name != key)


def _lines(text: str) -> list[list[str]]:
    """The cells of pasted text. A terminal sends a line's end as CR; a cell with a line's end is quoted."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    if '"' in plain and plain.count('"') % 2 == 0:
        return [
            [" ".join(cell.split("\n")) for cell in line]
            for line in csv.reader(io.StringIO(plain), delimiter="\t")
        ]
    return [line.split("\t") for line in plain.split("\n")]
