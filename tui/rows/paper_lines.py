"""The text of a Word file as lines of a terminal: wrapped, tables as aligned rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len, chop_cells

from records.visible import visible
from tui.cjk import TEXTUAL_CHUNK, fit
from tui.words import tr

if TYPE_CHECKING:
    from templates.reading import Block, Cell, Paragraph, Table

Tone = Literal["", "fault", "warning", "note", "file", "title", "heading", "head", "faint"]
_LEAST = 4  # the fewest cells that a column keeps
_ROOMY = 14  # what a wide column keeps before the headings of others are broken further
_WORD = 10  # up to which length a word of a heading is kept whole
_INDENT = "    "  # of a first line: two Hanzi
#: A title or running text wider than this is hard to read, however wide the terminal.
_MEASURE = 84


@dataclass(frozen=True, slots=True)
class Line:
    """One line and what it is."""

    text: str
    tone: Tone = ""


@dataclass(frozen=True)
class PaperText:
    """What is to be read of a paper.

    ``faults`` say why there is no paper, ``warnings`` what it lacks, ``notes`` what else is to be known.
    ``files`` are names and contents; a single file's name is not shown. ``more`` files are not given.
    """

    faults: Sequence[str] = ()
    warnings: Sequence[str] = ()
    notes: Sequence[str] = ()
    files: Sequence[tuple[str, Sequence[Block]]] = ()
    more: int = 0


def paper_lines(paper: PaperText, width: int, *, ascii: bool = False) -> list[Line]:
    """The lines of a paper in ``width`` cells; those of a table with very many columns may be longer."""
    measure = max(20, min(width, _MEASURE))
    lines: list[Line] = []
    for sign, tone, texts in _said(paper):
        for text in texts:
            lines += [Line(each, tone) for each in _hung(visible(text), sign, measure)]
    for name, blocks in paper.files:
        if lines:
            lines.append(Line(""))
        if len(paper.files) + paper.more > 1:
            lines += [Line(each, "file") for each in _wrapped(visible(name), measure)]
        for block in blocks:
            lines += _block_lines(block, measure, width, ascii=ascii)
    if paper.more:
        lines += [Line(""), Line(tr("… and {count} more files", count=paper.more), "note")]
    return lines


def _said(paper: PaperText) -> Iterator[tuple[str, Tone, Sequence[str]]]:
    yield "x ", "fault", paper.faults
    yield "! ", "warning", paper.warnings
    yield "", "note", paper.notes


def _block_lines(block: Block, measure: int, width: int, *, ascii: bool) -> list[Line]:
    from templates.reading import More, PageBreak, Paragraph, Table

    match block:
        case Paragraph():
            return _paragraph_lines(block, measure)
        case Table():
            return list(_table_lines(block, width, ascii=ascii))
        case PageBreak():
            rule = ("- " if ascii else "╌") * measure
            return [Line(""), Line(rule[:measure].rstrip(), "faint"), Line("")]
        case More():
            return [Line(tr("… and {count} more paragraphs and tables", count=block.count), "note")]


def _paragraph_lines(block: Paragraph, measure: int) -> list[Line]:
    tone: Tone = "" if block.part == "body" else block.part
    lines = []
    for index, part in enumerate(visible(block.text, keep="\n\t").split("\n")):
        text = part.replace("\t", _INDENT)
        if block.indented and not index:
            text = _INDENT + text
        for each in _wrapped(text, measure):
            space = measure - cell_len(each)
            left = {"left": 0, "center": space // 2, "right": space}[block.side]
            lines.append(Line(" " * left + each, tone))
    return lines


def _hung(text: str, sign: str, measure: int) -> list[str]:
    """``text`` after a sign, its further lines below its beginning."""
    first, *rest = _wrapped(text, measure - cell_len(sign))
    return [sign + first, *(" " * cell_len(sign) + each for each in rest)]


def _wrapped(text: str, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` cells, broken where Chinese may be."""
    if cell_len(text) <= width:
        return [text]
    lines, line, used, at = [], "", 0, 0
    while (found := TEXTUAL_CHUNK.match(text, at)) is not None and found[0]:
        chunk, at = found[0], found.end()
        if line.strip() and used + cell_len(chunk.rstrip()) > width:
            lines.append(line.rstrip())
            line, used = "", 0
        line += chunk
        if cell_len(line.rstrip()) > width:
            *whole, line = chop_cells(line, width)
            lines += whole
        used = cell_len(line)
    return [*lines, line.rstrip()]


# --- tables ------------------------------------------------------------------------------------------


def _table_lines(table: Table, width: int, *, ascii: bool) -> Iterator[Line]:
    widths, gap = _column_widths(table, width)
    if not widths:
        return
    rule = Line(("-" if ascii else "─") * (sum(widths) + gap * (len(widths) - 1)), "faint")
    yield rule
    tall_before = False
    for index, row in enumerate(table.rows):
        lines = _row_lines(row, widths, gap)
        if tall_before or (len(lines) > 1 and index > table.head):
            yield Line("")
        yield from (Line(each, "head" if index < table.head else "") for each in lines)
        if index + 1 == table.head:
            yield rule
        tall_before = len(lines) > 1 and index >= table.head
    if table.left_out:
        yield Line(tr("… and {count} more rows", count=f"{table.left_out:,}"), "note")
    yield rule


def _row_lines(row: Sequence[Cell], widths: Sequence[int], gap: int) -> list[str]:
    columns, cells = 0, []
    for cell in row:
        own = widths[columns : columns + cell.span] or widths[-1:]
        columns += cell.span
        room = sum(own) + gap * (len(own) - 1)
        cells.append((room, [line for part in _cell_lines(cell.text) for line in _wrapped(part, room)]))
    height = max((len(lines) for _, lines in cells), default=0)
    return [
        (" " * gap).join(fit(lines[at] if at < len(lines) else "", room) for room, lines in cells).rstrip()
        for at in range(height)
    ]


def _cell_lines(text: str) -> list[str]:
    return visible(text, keep="\n\t").replace("\t", _INDENT).split("\n")


def _column_widths(table: Table, width: int) -> tuple[list[int], int]:
    """The width of each column, and of the gaps between them: as wide as the cells ask for.

    Where room is short headings wrap and gaps narrow; then the widest columns give way.
    """
    count = max((sum(cell.span for cell in row) for row in table.rows), default=0)
    if not count:
        return [], 0
    for heads, gap in ((1, 2), (2, 2), (2, 1), (3, 1)):
        widths = _wanted(table, count, width, heads=heads, gap=gap)
        may_give = max(0, max(widths) - _ROOMY) if heads > 1 else 0
        if sum(widths) + gap * (count - 1) - width <= may_give:
            break
    while sum(widths) + gap * (count - 1) > width and max(widths) > _LEAST:
        widths[widths.index(max(widths))] -= 1
    return widths, gap


def _wanted(table: Table, count: int, width: int, *, heads: int, gap: int) -> list[int]:
    """The width each column asks for, headings wrapped into so many lines."""
    widths = [_LEAST] * count
    for over_several in (False, True):
        for index, row in enumerate(table.rows):
            at = 0
            for cell in row:
                asked = max(map(cell_len, _cell_lines(cell.text)))
                if index < table.head and heads > 1:
                    words = [len(word) for word in cell.text.split() if word.isascii() and heads < 3]
                    asked = -(-asked // heads)
                    asked = max(asked + asked % 2, min(_WORD, max(words, default=0)))
                if not over_several and cell.span == 1:
                    widths[at] = max(widths[at], asked)
                elif over_several and cell.span > 1:
                    _widen(widths, at, cell.span, min(asked, width), gap)
                at += cell.span
    return widths


def _widen(widths: list[int], at: int, span: int, wanted: int, gap: int) -> None:
    """Give the last of some columns what a cell over all of them needs more."""
    lacking = wanted - sum(widths[at : at + span]) - gap * (span - 1)
    if lacking > 0:
        widths[min(at + span, len(widths)) - 1] += lacking
