"""The view of a mechanism as a table, lines of text and a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from textual.content import Content

from records.programme.mechanisms.view import Note, Tone, View
from records.programme.mechanisms.view import Row as ViewRow
from tui.cjk import one_line, widest
from tui.matching import MEANT, score
from tui.states import STATES, TONES
from tui.widgets.chart import Chart, Series
from tui.widgets.table.virtual_table import Column, Row

#: Cells that are looked at for pinyin: a line's first ones, which name it.
_NAMING = 2
#: The most cells that a column takes before room is left over.
_WIDEST = 30
#: Those that the name of a unit needs.
_NAME = 16
#: The state whose sign stands for a tone; what is plain has none.
_SIGNS: Mapping[Tone, str] = {
    "met": "met",
    "pace": "pace",
    "soon": "pace",
    "behind": "behind",
    "failed": "failed",
    "overdue": "failed",
    "waiting": "waiting",
}


def table_columns(view: View) -> list[Column]:
    """The columns of a view, as wide as what stands in them. The first names the line and is not narrowed
    further than names are long; days are never cut off; one in which nothing stands gives way first."""
    columns = []
    for index, each in enumerate(view.columns):
        most = _NAME if index == 0 and each.grow else _WIDEST
        wanted = widest(one_line(row.cells[index]) for row in view.rows)
        columns.append(
            Column(
                each.key,
                each.label,
                max(cell_len(each.label), min(most, wanted)),
                each.grow,
                right=each.kind == "number",
                keep=each.kind == "date" or index == 0,
                spare=bool(index and view.rows and not wanted),
            )
        )
    return columns


def table_rows(view: View, rows: Sequence[ViewRow]) -> list[Row]:
    """Lines of a view, their state in the tone they have."""
    last = next((i for i, column in enumerate(view.columns) if column.key == "state"), 0)
    made = []
    for index, row in enumerate(rows):
        tones = ["" for _ in row.cells]
        if row.tone != "plain":
            tones[last] = row.tone
        cells = tuple(map(one_line, row.cells))
        made.append(Row(index, cells, "strong" if row.heading else "", row, tuple(tones)))
    return made


def narrowed(rows: Sequence[ViewRow], text: str) -> list[ViewRow]:
    """The lines that hold every word of ``text``, under the headings that they stand under."""
    words = text.lower().split()
    if not words:
        return list(rows)
    kept: list[ViewRow] = []
    for row in rows:
        if row.heading:
            if kept and kept[-1].heading:
                kept.pop()
            kept.append(row)
        elif all(_holds(row, word) for word in words):
            kept.append(row)
    if kept and kept[-1].heading:
        kept.pop()
    return kept


def _holds(row: ViewRow, word: str) -> bool:
    if any(word in cell.lower() for cell in row.cells):
        return True
    return any(score(word, cell) >= MEANT for cell in row.cells[:_NAMING])


def notes_text(notes: Sequence[Note], *, ascii: bool) -> Content:
    """A line for each note, after the sign of how it stands."""
    return Content("\n").join(_note(note, ascii) for note in notes)


def _note(note: Note, ascii: bool) -> Content:
    sign = STATES[_SIGNS[note.tone]].mark(ascii=ascii) if note.tone in _SIGNS else " "
    return Content.assemble((sign, TONES.get(note.tone, "")), f" {one_line(note.text)}")


def chart_of(view: View) -> Chart | None:
    """The picture of a view that has points for one."""
    if not view.series or not view.series[0].points:
        return None
    series = view.series[0]
    heights = [height for _, height in series.points]
    return Chart([name for name, _ in series.points], [Series(series.label, heights)], title=series.label)
