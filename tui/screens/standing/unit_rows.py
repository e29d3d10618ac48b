"""The rows of a unit's dashboard beside its rules: the Ten Ones, and its people with their counts."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from time import perf_counter
from typing import Protocol

from bson.objectid import ObjectId

from records.language import current_language
from records.programme.book import Book
from records.programme.ten_ones import Item
from records.programme.views.boards import member_line
from tui.cjk import one_line
from tui.rows.board_rows import tally_cells
from tui.rows.standing_rows import unit_label
from tui.screens.standing.matrix_rows import SLICE
from tui.states import STATES
from tui.widgets.table.virtual_table import Column, Row
from tui.words import tr

#: So many names of those whom an item lacks are told.
_NAMES = 12


def item_columns() -> tuple[Column, ...]:
    return (
        Column("number", tr("No."), 4, right=True, keep=True),
        Column("label", tr("Ten Ones"), 20, grow=3),
        Column("state", tr("State"), 12, grow=1),
    )


def item_state(item: Item) -> str:
    """The state that an item is shown in: what the office has not confirmed is not judged."""
    if item.done:
        return "met"
    if item.waiting:
        return "waiting"
    return "behind" if item.counts else "unjudged"


def item_rows(ten: Iterable[Item], *, ascii: bool) -> list[Row]:
    """A row for each of the Ten Ones."""
    rows = []
    for item in ten:
        state = item_state(item)
        word = {"met": tr("Done"), "waiting": tr("To approve"), "behind": tr("Missing")}.get(state, "")
        if not item.counts:
            word = tr("{state}, not confirmed", state=word) if word else tr("not confirmed")
        if item.lacking and not item.done:
            word += " " + tr("({count} lack it)", count=len(item.lacking))
        sign = STATES[state].mark(ascii=ascii)
        cells = (str(item.number), item.label.text(), f"{sign} {word}")
        rows.append(Row(item.id, tuple(map(one_line, cells)), value=item, tones=("", "", state)))
    return rows


def item_words(book: Book, item: Item) -> list[str]:
    """An item in words, with the names of those who lack it."""
    lines = [f"{item.number} {item.label.text()}"]
    if item.reconstructed:
        confirmed = tr("The plan has lost its wording; the office has confirmed this one, and it counts.")
        lost = tr("The plan has lost its wording; this is shown and does not count until it is confirmed.")
        lines.append(confirmed if item.counts else lost)
    elif item.lacking and not item.done:
        comma = "、" if current_language() == "zh" else ", "
        names = [one_line(book.person(each).name) for each in item.lacking[:_NAMES]]
        more = tr("…") if len(item.lacking) > _NAMES else ""
        lines.append(tr("Lacking: {names}", names=comma.join(names) + more))
    return lines


def member_columns() -> tuple[Column, ...]:
    return (
        Column("name", tr("Full name"), 10, grow=2),
        Column("unit", tr("Unit"), 12, grow=2, spare=True),
        Column("reached", tr("Reached"), 9, keep=True),
        Column("judged", tr("Judged"), 7, right=True),
        Column("met", tr("Met"), 6, right=True),
        Column("behind", tr("Behind"), 7, right=True),
        Column("failed", tr("Failed"), 7, right=True),
        Column("waiting", tr("Waiting"), 8, right=True),
    )


class Board(Protocol):
    """What rows are made from: a page that shows a unit's people in a year."""

    book: Book | None
    people: Sequence[ObjectId]

    @property
    def year(self) -> int: ...

    @property
    def ascii(self) -> bool: ...


class MemberRows:
    """The people of a unit, counted when they come into view."""

    def __init__(self, board: Board) -> None:
        self._board = board

    async def rows(self, start: int, count: int) -> Sequence[Row]:
        rows, begun = [], perf_counter()
        for person in self._board.people[start : start + count]:
            rows.append(self._row(person))
            if perf_counter() - begun > SLICE:
                await asyncio.sleep(0)
                begun = perf_counter()
        return rows

    def _row(self, person: ObjectId) -> Row:
        book, ascii = self._board.book, self._board.ascii
        if book is None or person not in book.roster.people:
            return Row(person, ("?",))
        line, who = member_line(book, person, self._board.year), book.person(person)
        state = (
            ("met" if line.reached[0] else "waiting" if line.reached[1] else "behind") if line.member else ""
        )
        reached = {"met": tr("yes"), "waiting": tr("waits"), "behind": tr("not yet")}.get(state, "")
        sign = f"{STATES[state].mark(ascii=ascii)} {reached}" if state else ""
        unit = unit_label(book, who.unit_on(min(book.on, book.rulebook.end)))
        counts = tally_cells(line.tally)
        tones = [state, "", "met", "behind", "failed", "waiting"]
        tones = ["" if at > 1 and not counts[at - 1] else tone for at, tone in enumerate(tones)]
        cells = (one_line(who.name), unit, sign, *counts)
        return Row(person, cells, value=line, tones=("", "", *tones))
