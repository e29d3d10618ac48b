"""Several titles in one cell: 《甲》《乙》, 《甲》、《乙》, 1.《甲》2.《乙》 are a book or a paper each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from records.intake.files.reading import EMPTY, Cell
from records.intake.names import split_names
from records.intake.tables.tables import TableRow
from records.kind import DATE_TYPES, NUMBER_TYPES, Kind
from records.values import half_width

if TYPE_CHECKING:
    from records.intake.tables.source import SourceTable

#: Kinds of which a record is one book or one paper.
OF_ONE_TITLE = frozenset(("book_reading", "library", "experience_article", "research_report"))
_OF_BOOKS = frozenset(("book_reading", "library"))
_MARKED = re.compile(r"《(?:[^《》]|《[^《》]*》)*》")
#: What stands between titles, and numbers them.
_BETWEEN = re.compile(r"(?:\s|[、,;.。/+&]|和|及|与|以及|\(?\d{1,2}\s*[.、)]|[①-⑳])*")
#: What parts books whose titles stand without marks; titles of papers have such signs themselves.
_PARTED = re.compile(r"[、;；\n]|\s[2２]\s*[.．、]")
#: What parts the days, sorts or authors of several titles.
_LISTED = re.compile(r"[、，,;；\n]")


def titles_in(text: str) -> list[str]:
    """The titles in marks of which a cell consists; none where other words stand beside them."""
    found = _MARKED.findall(text)
    rest = _MARKED.sub("", half_width(text))
    return found if len(found) > 1 and _BETWEEN.fullmatch(rest) else []


def part_titles(row: TableRow, table: SourceTable) -> Iterator[TableRow]:
    """A row for each of the titles in a cell; the row itself where it has one, or says what is of one alone.

    Of what is counted (字数, 册数), of several authors and of where a paper was printed nobody can tell what
    is of which: see ``in_doubt``.
    """
    at = [
        column.heading
        for column in table.columns
        if column.target == "title" and not row.cells.get(column.heading, EMPTY).blank
    ]
    titles = titles_in(row.cells[at[0]].text) if len(at) == 1 else []
    if not titles or _counts(row, table) or _of_one(row, table):
        yield row
        return
    lists = {
        column.heading: parts
        for column in table.columns
        if column.heading != at[0]
        and len(parts := _parts(row.cells.get(column.heading, EMPTY).text)) == len(titles)
        and _may_be_listed(table.kind, column.target)
    }
    for number, title in enumerate(titles):
        mine = {heading: Cell(parts[number], parts[number]) for heading, parts in lists.items()}
        yield replace(row, cells=row.cells | mine | {at[0]: Cell(title, title)})


def may_have_several(row: TableRow, kind: Kind) -> bool:
    """Whether a row is worth looking at; registers have a great many."""
    return kind.name in OF_ONE_TITLE and any(cell.text.count("《") > 1 for cell in row.cells.values())


def in_doubt(title: str, kind: Kind) -> bool:
    """Whether the title of one record looks like those of several."""
    if kind.name not in OF_ONE_TITLE:
        return False
    if titles_in(title):
        return True
    if kind.name not in _OF_BOOKS:
        return False
    marked = _MARKED.findall(title)
    outside = _MARKED.sub("", title).strip()
    return bool(_PARTED.search(outside)) or (len(marked) > 1 and bool(outside))


def _counts(row: TableRow, table: SourceTable) -> bool:
    filled = (column for column in table.columns if not row.cells.get(column.heading, EMPTY).blank)
    known = (table.kind.field(column.target) for column in filled)
    return any(field is not None and field.type in NUMBER_TYPES for field in known)


def _of_one(row: TableRow, table: SourceTable) -> bool:
    """Whether several people are named, each of whom may have written one alone, or where a paper stood."""
    of_papers = table.kind.name not in _OF_BOOKS
    for column in table.columns:
        text, known = row.cells.get(column.heading, EMPTY).text, table.kind.field(column.target)
        if column.target in table.kind.unit and len(split_names(text)) > 1:
            return True
        if (
            of_papers
            and column.target != "title"
            and known is not None
            and known.type == "text"
            and text.strip()
        ):
            return True
    return False


def _parts(text: str) -> list[str]:
    return [part for each in _LISTED.split(text) if (part := each.strip())]


def _may_be_listed(kind: Kind, target: str) -> bool:
    known = kind.field(target)
    return known is not None and (known.type in (*DATE_TYPES, "choice") or target == "author")
