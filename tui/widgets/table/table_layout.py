"""Where the columns of a table stand: how wide, which of them stay, and which are in view."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from tui.widgets.table.table_rows import Column, share_out

#: Cells between columns, and how many there are where room is short.
GAP, NARROW_GAP = 2, 1
#: Cells before the first column in a table whose rows can be marked.
MARK_CELLS = 2


@dataclass(frozen=True, slots=True)
class Slot:
    """A column that has room: its place among the columns, and its cells counted over the whole table."""

    index: int
    start: int
    width: int

    @property
    def end(self) -> int:
        return self.start + self.width


class Layout:
    """The columns shared out over ``room`` cells, of which the first ``frozen`` stay when the others scroll.

    A table with frozen columns is made for scrolling sideways: there no column is narrowed or left out.
    Frozen columns that would take more than two thirds of the room scroll with the others.
    """

    def __init__(self, columns: Sequence[Column], room: int, *, margin: int = 0, frozen: int = 0) -> None:
        room = max(0, room - margin)
        between = max(0, len(columns) - 1)
        least = sum(column.least for column in columns)
        self.gap = GAP if least + GAP * between <= room else NARROW_GAP
        left = room - self.gap * between
        if frozen and least > left:
            self.widths = tuple(column.least for column in columns)
        else:
            self.widths = share_out(columns, left)
        slots, start = [], margin
        for index, width in enumerate(self.widths):
            if width:
                slots.append(Slot(index, start, width))
                start += width + self.gap
        self.width = start - self.gap if slots else margin
        self.margin = margin
        count = sum(slot.index < frozen for slot in slots)
        while count and slots[count - 1].end > room * 2 // 3:
            count -= 1
        self.frozen, self.moving = slots[:count], slots[count:]
        #: Cells on the left that do not scroll.
        self.frozen_width = self.frozen[-1].end + self.gap if self.frozen else 0
        self._starts = [slot.start for slot in self.moving]

    def in_view(self, scroll: int, width: int) -> Sequence[Slot]:
        """The moving columns seen, whole or in part, in ``width`` cells scrolled by ``scroll``."""
        first = max(0, bisect_right(self._starts, scroll + self.frozen_width) - 1)
        return self.moving[first : bisect_left(self._starts, scroll + width)]

    def at(self, x: int, scroll: int) -> int | None:
        """The index of the column at cell ``x`` of the view; the gap after a column belongs to it."""
        slots: Sequence[Slot] = self.frozen
        if x >= self.frozen_width:
            slots, x = self.moving, x + scroll
        for slot in slots:
            if x < slot.end + self.gap:
                return slot.index
        return None

    def border(self, x: int, scroll: int) -> int | None:
        """The index of the column whose right border, the gap after it, is at cell ``x`` of the view."""
        if (index := self.at(x, scroll)) is None:
            return None
        slot = next(each for each in (*self.frozen, *self.moving) if each.index == index)
        return index if (x if slot in self.frozen else x + scroll) >= slot.end else None

    def reveal(self, index: int, scroll: int, width: int) -> int:
        """The scroll nearest to ``scroll`` that has column ``index`` whole in ``width`` cells.

        Where it is another one, a column begins behind those that stay: none is cut there.
        """
        for slot in self.moving:
            if slot.index == index:
                most = 0 if slot is self.moving[0] else slot.start - self.frozen_width
                if scroll >= slot.end - width:
                    return min(scroll, most)
                return min(self._whole(slot.end - width), most)
        return scroll

    def scrolled_width(self, width: int) -> int:
        """The cells of all columns, and those that the last take to begin behind those that stay."""
        return self._whole(self.width - width) + width if self.width > width else self.width

    def _whole(self, scroll: int) -> int:
        """The first scroll from ``scroll`` on at which a column begins behind those that stay."""
        at = bisect_left(self._starts, scroll + self.frozen_width)
        return self._starts[at] - self.frozen_width if at < len(self._starts) else scroll

    def next(self, index: int, step: int) -> int:
        """The index of the column ``step`` columns further on than ``index``, no further than there are."""
        order = [slot.index for slot in (*self.frozen, *self.moving)]
        if not order:
            return 0
        place = order.index(index) if index in order else bisect_left(order, index)
        return order[max(0, min(place + step, len(order) - 1))]
