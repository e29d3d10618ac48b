"""A table that draws and fetches only what is on the screen: a million rows cost what fifty do.

Rows come from an asynchronous ``RowSource`` in pages. The pages in view are fetched first, then those
beside them; a row that has not arrived is drawn as a placeholder. Only a bounded number of pages is kept.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import ClassVar, TypeAlias

from textual import events, work
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.states import TONES
from tui.widgets.table import table_messages
from tui.widgets.table.table_dragging import Dragging
from tui.widgets.table.table_drawing import Painter
from tui.widgets.table.table_layout import MARK_CELLS, Layout
from tui.widgets.table.table_pages import KEPT_PAGES, PAGE, RowPages
from tui.widgets.table.table_queue import PageQueue, around
from tui.widgets.table.table_rows import Column, FixedRows, Row, RowSource
from tui.words import mark

__all__ = ["KEPT_PAGES", "PAGE", "Column", "FixedRows", "Row", "RowSource", "VirtualTable"]

#: Keys that go from row to row, whatever stands there.
_MOVING = ("up", "down", "home", "end", "left", "right")


class VirtualTable(ScrollView, can_focus=True):
    """Rows under a fixed heading, with a row cursor, and marks on rows if ``multiple``.

    The first ``frozen`` columns stay when the others scroll sideways. With ``cell_cursor`` left and right go
    from cell to cell, and Enter or a double click selects a cell (``CellSelected``) and not the row. If
    ``resizable``, the mouse drags the borders between the headings. Where rows are only looked at, ``opens``
    is false: Enter is for whatever is around the table.
    """

    DEFAULT_CSS = """
    VirtualTable {
        height: 1fr;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        scrollbar-size-horizontal: 1;
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "table--heading",
        "table--heading-cursor",
        "table--over",
        "table--odd",
        "table--cursor",
        "table--cursor-blurred",
        "table--cursor-row",
        "table--marked",
        "table--loading",
        *(f"table--{tone}" for tone in TONES),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", mark("Up"), show=False, id="table.up"),
        Binding("down", "move(1)", mark("Down"), show=False, id="table.down"),
        Binding("pageup", "page(-1)", mark("Page up"), show=False, id="table.page_up"),
        Binding("pagedown", "page(1)", mark("Page down"), show=False, id="table.page_down"),
        Binding("home,ctrl+home", "goto(0)", mark("First row"), show=False, id="table.first"),
        Binding("end,ctrl+end", "goto(-1)", mark("Last row"), show=False, id="table.last"),
        Binding("left", "sideways(-8)", mark("Left"), show=False, id="table.left"),
        Binding("right", "sideways(8)", mark("Right"), show=False, id="table.right"),
        Binding("ctrl+left", "columns(-1)", mark("Columns before"), show=False, id="table.columns_left"),
        Binding("ctrl+right", "columns(1)", mark("Columns after"), show=False, id="table.columns_right"),
        Binding("enter", "choose", mark("Open"), id="table.choose"),
        Binding("space", "toggle_mark", mark("Mark"), id="table.mark"),
        Binding("shift+up", "extend(-1)", mark("Mark upwards"), show=False, id="table.extend_up"),
        Binding("shift+down", "extend(1)", mark("Mark downwards"), show=False, id="table.extend_down"),
    ]

    cursor: reactive[int] = reactive(0, repaint=False)
    #: The index of the column under the cell cursor.
    cursor_column: reactive[int] = reactive(0, repaint=False)

    Chosen: TypeAlias = table_messages.Chosen
    CellSelected: TypeAlias = table_messages.CellSelected
    Moved: TypeAlias = table_messages.Moved
    MarksChanged: TypeAlias = table_messages.MarksChanged
    HeadingClicked: TypeAlias = table_messages.HeadingClicked
    ColumnResized: TypeAlias = table_messages.ColumnResized

    def __init__(
        self,
        columns: Sequence[Column] = (),
        *,
        id: str | None = None,
        multiple: bool = False,
        frozen: int = 0,
        cell_cursor: bool = False,
        resizable: bool = False,
        opens: bool = True,
    ) -> None:
        super().__init__(id=id)
        self.columns = tuple(columns)
        self.multiple = multiple
        self.frozen = frozen
        self.cell_cursor = cell_cursor
        self.resizable = resizable
        self.opens = opens
        self.row_count = 0
        self.marked: set[Hashable] = set()
        self.sorted_by = ""
        #: Words that are marked wherever they stand in a row.
        self.words: Sequence[str] = ()
        #: What stands there while there are no rows: why, and what to do.
        self.nothing = ""
        self._source: RowSource = FixedRows(())
        self._pages = RowPages()
        self._queue = PageQueue()
        self._downwards = True
        self._painter = Painter(self)
        self._dragging = Dragging(self)
        self.arranged = Layout(self.columns, 0)
        self.heading_lines = 1
        self._generation = 0

    # --- what it shows -----------------------------------------------------------------------

    def show(self, source: RowSource, row_count: int, *, cursor: int = 0) -> None:
        """Show other rows from the top, with the cursor on row ``cursor``."""
        self._source = source
        self.marked.clear()
        self._forget()
        self.resize_rows(row_count)
        self.cursor = max(0, min(cursor, row_count - 1))
        self._scroll_to_cursor()
        self._want(())

    def show_rows(self, rows: Sequence[Row], *, cursor: int = 0) -> None:
        """Show rows that are all known."""
        self.show(FixedRows(rows), len(rows), cursor=cursor)

    def place_in(self, rows: Sequence[Row], otherwise: int = 0) -> int:
        """Where the row under the cursor stands among other rows; ``otherwise`` where it is none of them."""
        kept = self.current
        return next((at for at, row in enumerate(rows) if kept and row.id == kept.id), otherwise)

    def show_columns(
        self, columns: Sequence[Column], *, sorted_by: str = "", frozen: int | None = None
    ) -> None:
        """Other columns, or the same with other labels; ``sorted_by`` is a key, with - when descending.

        The cell cursor stays on the column with its key. ``frozen`` is left as it is when not given.
        """
        key = self.current_column.key if self.current_column else ""
        self.columns = tuple(columns)
        self.sorted_by = sorted_by
        self.frozen = self.frozen if frozen is None else frozen
        self._measure()
        self.cursor_column = next((i for i, each in enumerate(self.columns) if each.key == key), 0)
        self._scroll_to_column()

    def resize_rows(self, row_count: int) -> None:
        """The number of rows became known better; the rows themselves stay."""
        if bool(row_count) != bool(self.row_count) and self.is_attached:
            self.refresh_bindings()
        self.row_count = row_count
        self._measure()
        if row_count and self.cursor >= row_count:
            self.cursor = row_count - 1
        self._want(())

    def reload(self) -> None:
        """Fetch the rows in view again, keeping the place; the old ones stay until the new ones come."""
        keep = [page for page in self._pages_in_view() if page in self._pages]
        self._forget(keep)
        self._want(keep, again=True)

    def row(self, index: int) -> Row | None:
        """The row at ``index`` if it has been fetched."""
        return self._pages.row(index)

    @property
    def current(self) -> Row | None:
        """The row under the cursor if it has been fetched."""
        return self.row(self.cursor)

    def lacks_row(self, key: str) -> bool:
        """Whether ``key`` is for the row under the cursor, which has not arrived yet."""
        moving = key.endswith(_MOVING)
        if not self.row_count:
            return moving or key in ("enter", "space")
        return self.current is None and not moving

    @property
    def current_column(self) -> Column | None:
        """The column under the cell cursor."""
        return self.columns[self.cursor_column] if self.cursor_column < len(self.columns) else None

    def _forget(self, but: Sequence[int] = ()) -> None:
        self._generation += 1
        self._pages.forget(but)
        self._painter.forget()
        self._queue.forget()
        self.refresh()

    # --- fetching ----------------------------------------------------------------------------

    def _pages_in_view(self) -> list[int]:
        if not self.row_count:
            return []
        first = max(0, self.scroll_offset.y)
        last = min(self.row_count - 1, first + max(self.size.height, 1))
        return list(range(first // PAGE, last // PAGE + 1))

    def _want(self, pages: Sequence[int], *, again: bool = False) -> None:
        """Queue pages for fetching; what is in view goes first, what has scrolled away is dropped."""
        seen = self._pages_in_view()
        beside = around(seen, downwards=self._downwards)
        last_page = (self.row_count - 1) // PAGE
        order = [*pages, *(p for p in (*seen, *beside) if again or p not in self._pages)]
        if self._queue.want(p for p in order if 0 <= p <= last_page) and self.is_attached:
            self._fetch()

    @work(group="fetch", exclusive=True, exit_on_error=True)
    async def _fetch(self) -> None:
        generation = self._generation
        while (page := self._queue.next()) is not None:
            rows = await self._source.rows(page * PAGE, PAGE)
            if generation != self._generation:
                return
            self._queue.arrived(page)
            self._keep(page, rows)

    def _keep(self, page: int, rows: Sequence[Row]) -> None:
        in_view = self._pages_in_view()
        self._pages.keep(page, rows, in_view)
        self._painter.forget()
        if page in in_view:
            self.refresh()
        if page == self.cursor // PAGE:
            self.post_message(self.Moved(self, self.cursor, self.current))

    # --- drawing -----------------------------------------------------------------------------

    def _measure(self) -> None:
        """Share the width out among the columns, and tell the scroll bars how large it all is."""
        self.heading_lines = 2 if any(column.over for column in self.columns) else 1
        margin = MARK_CELLS if self.multiple else 0
        room = self.scrollable_content_region.width
        columns = [column.sorted_as(self.sorted_by) for column in self.columns]
        self.arranged = Layout(columns, room, margin=margin, frozen=self.frozen)
        self.virtual_size = Size(self.arranged.scrolled_width(room), self.row_count + self.heading_lines)
        self._painter.forget()
        self.refresh()

    def on_resize(self) -> None:
        self._measure()
        self._scroll_to_column()
        self._want(())

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._painter.forget()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._downwards = new_value >= old_value
        if self.is_attached:
            self._want(())

    def render_line(self, y: int) -> Strip:
        if y < self.heading_lines:
            return self._painter.heading(y)
        index = self.scroll_offset.y + y - self.heading_lines
        return self._painter.line(index) if index < self.row_count else self._painter.below(index)

    # --- the cursor and the marks --------------------------------------------------------------

    def validate_cursor(self, cursor: int) -> int:
        return max(0, min(cursor, self.row_count - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        self.refresh_lines(old + self.heading_lines)
        self.refresh_lines(new + self.heading_lines)
        self._scroll_to_cursor()
        self.post_message(self.Moved(self, new, self.current))

    def validate_cursor_column(self, index: int) -> int:
        return self.arranged.next(index, 0)

    def watch_cursor_column(self, old: int, new: int) -> None:
        self.refresh_lines(self.cursor + self.heading_lines)
        self.refresh(Region(0, 0, self.size.width, self.heading_lines))
        self._scroll_to_column()
        self.post_message(self.Moved(self, self.cursor, self.current))

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self._painter.forget()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "columns":
            return self.cell_cursor
        if action == "choose":
            return self.opens and self.row_count > 0
        return self.multiple and self.row_count > 0 if action in ("toggle_mark", "extend") else True

    def _scroll_to_cursor(self) -> None:
        height = max(1, self.scrollable_content_region.height - self.heading_lines)
        top = round(self.scroll_y)
        if self.cursor < top:
            top = self.cursor
        elif self.cursor >= top + height:
            top = self.cursor - height + 1
        self.scroll_to(y=top, animate=False, immediate=True, force=True)

    def _scroll_to_column(self) -> None:
        width = self.scrollable_content_region.width
        if self.cell_cursor and width:
            left = self.arranged.reveal(self.cursor_column, round(self.scroll_x), width)
            self.scroll_to(x=left, animate=False, immediate=True, force=True)

    def action_move(self, step: int) -> None:
        if self.row_count:
            self.cursor += step

    def action_page(self, direction: int) -> None:
        height = max(1, self.scrollable_content_region.height - self.heading_lines - 1)
        self.scroll_to(y=self.scroll_y + direction * height, animate=False, immediate=True)
        self.action_move(direction * height)

    def action_goto(self, index: int) -> None:
        self.cursor = index if index >= 0 else self.row_count + index

    def action_sideways(self, cells: int) -> None:
        """One column on, with a cell cursor; otherwise the view by some cells."""
        if self.cell_cursor:
            self.cursor_column = self.arranged.next(self.cursor_column, 1 if cells > 0 else -1)
        else:
            self.scroll_to(x=self.scroll_x + cells, animate=False)

    def action_columns(self, direction: int) -> None:
        """The cell cursor by as many columns as are in view."""
        seen = len(self.arranged.in_view(self.scroll_offset.x, self.size.width))
        self.cursor_column = self.arranged.next(self.cursor_column, direction * max(1, seen - 1))

    def action_choose(self) -> None:
        if (row := self.current) is None:
            return
        if not self.cell_cursor:
            self.post_message(self.Chosen(self, row))
        elif (column := self.current_column) is not None:
            self.post_message(self.CellSelected(self, row, column.key))

    def action_toggle_mark(self) -> None:
        if self.multiple and (row := self.current) is not None:
            self.marked ^= {row.id}
            self.show_marks()
            self.action_move(1)

    def action_extend(self, step: int) -> None:
        if not self.multiple:
            return
        for index in (self.cursor, self.cursor + step):
            if (row := self.row(index)) is not None:
                self.marked.add(row.id)
        self.show_marks()
        self.action_move(step)

    def clear_marks(self) -> None:
        """No row is marked any more."""
        self.marked.clear()
        self.show_marks()

    def show_marks(self) -> None:
        """Draw what ``marked`` says now, and tell of it."""
        self._painter.forget()
        self.refresh()
        self.post_message(self.MarksChanged(self))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._dragging.begin(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._dragging.move(event)

    def on_mouse_up(self) -> None:
        self._dragging.end()

    def on_click(self, event: events.Click) -> None:
        if self._dragging.moved:
            return  # a border was dragged
        column = self.arranged.at(event.x, self.scroll_offset.x)
        if event.y < self.heading_lines:
            if column is not None:
                self.post_message(self.HeadingClicked(self, self.columns[column].key))
            return
        index = self.scroll_offset.y + event.y - self.heading_lines
        if index >= self.row_count:
            return
        self.cursor = index
        if column is not None:
            self.cursor_column = column
        scrolled = 0 if self.arranged.frozen else self.scroll_offset.x
        if event.ctrl or (self.multiple and event.x + scrolled < MARK_CELLS):
            self.action_toggle_mark()
        elif event.chain == 2:
            self.action_choose()
