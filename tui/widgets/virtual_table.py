"""A table that draws and fetches only what is on the screen: a million rows cost what fifty do.

Rows come from an asynchronous ``RowSource`` in pages. The pages in view are fetched first, then one
page on either side; a row that has not arrived is drawn as a placeholder. Only a bounded number of
pages is kept.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events, work
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from records.visible import visible
from tui.cjk import fit
from tui.widgets.table_rows import Column, FixedRows, Row, RowSource, share_out
from tui.words import mark

__all__ = ["Column", "FixedRows", "Row", "RowSource", "VirtualTable"]

PAGE = 64
KEPT_PAGES = 48
#: Cells between columns, and how many there are where room is short.
GAP, NARROW_GAP = 2, 1


class VirtualTable(ScrollView, can_focus=True):
    """Rows under a fixed heading, with a row cursor, and marks on rows if ``multiple``."""

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
        "table--odd",
        "table--cursor",
        "table--cursor-blurred",
        "table--marked",
        "table--void",
        "table--waiting",
        "table--strong",
        "table--loading",
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
        Binding("enter", "choose", mark("Open"), id="table.choose"),
        Binding("space", "toggle_mark", mark("Mark"), id="table.mark"),
        Binding("shift+up", "extend(-1)", mark("Mark upwards"), show=False, id="table.extend_up"),
        Binding("shift+down", "extend(1)", mark("Mark downwards"), show=False, id="table.extend_down"),
    ]

    cursor: reactive[int] = reactive(0, always_update=False)

    @dataclass
    class Chosen(Message):
        """A row was opened with Enter or a double click."""

        table: VirtualTable
        row: Row

        @property
        def control(self) -> VirtualTable:
            return self.table

    @dataclass
    class Moved(Message):
        """The cursor came to another row; ``row`` is None while it is being fetched."""

        table: VirtualTable
        index: int
        row: Row | None

        @property
        def control(self) -> VirtualTable:
            return self.table

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, VirtualTable.Moved)

    @dataclass
    class MarksChanged(Message):
        """Other rows are marked."""

        table: VirtualTable

        @property
        def control(self) -> VirtualTable:
            return self.table

    @dataclass
    class HeadingClicked(Message):
        """The heading of a column was clicked."""

        table: VirtualTable
        key: str

        @property
        def control(self) -> VirtualTable:
            return self.table

    def __init__(
        self, columns: Sequence[Column] = (), *, id: str | None = None, multiple: bool = False
    ) -> None:
        super().__init__(id=id)
        self.columns = tuple(columns)
        self.multiple = multiple
        self.row_count = 0
        self.marked: set[Hashable] = set()
        self.sorted_by = ""
        self._source: RowSource = FixedRows(())
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._wanted: list[int] = []
        self._strips: dict[tuple[int, bool, bool], Strip] = {}
        self._widths = tuple(column.width for column in columns)
        self._gap = GAP
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

    def show_columns(self, columns: Sequence[Column], *, sorted_by: str = "") -> None:
        """Other columns, or the same with other labels; ``sorted_by`` is a key, with - when descending."""
        self.columns = tuple(columns)
        self.sorted_by = sorted_by
        self._measure()

    def resize_rows(self, row_count: int) -> None:
        """The number of rows became known better; the rows themselves stay."""
        self.row_count = row_count
        self._measure()
        if row_count and self.cursor >= row_count:
            self.cursor = row_count - 1
        self._want(())

    def reload(self) -> None:
        """Fetch the rows in view again, keeping the place; the old ones stay until the new ones come."""
        keep = {page: self._pages[page] for page in self._pages_in_view() if page in self._pages}
        self._forget()
        self._pages.update(keep)
        self._want(list(keep), again=True)

    def row(self, index: int) -> Row | None:
        """The row at ``index`` if it has been fetched."""
        page = self._pages.get(index // PAGE)
        offset = index % PAGE
        return page[offset] if page is not None and offset < len(page) else None

    @property
    def current(self) -> Row | None:
        """The row under the cursor if it has been fetched."""
        return self.row(self.cursor)

    def _forget(self) -> None:
        self._generation += 1
        self._pages.clear()
        self._strips.clear()
        self._wanted.clear()
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
        around = [seen[0] - 1, seen[-1] + 1] if seen else []
        last_page = (self.row_count - 1) // PAGE
        order = [*pages, *(p for p in (*seen, *around) if again or p not in self._pages)]
        self._wanted = [p for p in dict.fromkeys(order) if 0 <= p <= last_page]
        if self._wanted and self.is_attached:
            self._fetch()

    @work(group="fetch", exclusive=True, exit_on_error=True)
    async def _fetch(self) -> None:
        generation = self._generation
        while self._wanted:
            page = self._wanted[0]
            rows = await self._source.rows(page * PAGE, PAGE)
            if generation != self._generation:
                return
            if self._wanted and self._wanted[0] == page:
                self._wanted.pop(0)
            self._keep(page, rows)

    def _keep(self, page: int, rows: Sequence[Row]) -> None:
        self._pages[page] = rows
        self._pages.move_to_end(page)
        in_view = self._pages_in_view()
        while len(self._pages) > KEPT_PAGES:
            oldest = next(iter(self._pages))
            if oldest in in_view:
                self._pages.move_to_end(oldest)
                continue
            del self._pages[oldest]
        self._strips.clear()
        if page in in_view:
            self.refresh()
        if page == self.cursor // PAGE:
            self.post_message(self.Moved(self, self.cursor, self.current))

    # --- drawing -----------------------------------------------------------------------------

    def _measure(self) -> None:
        """Share the width out among the columns, and tell the scroll bars how large it all is."""
        marks, between = (2 if self.multiple else 0), max(0, len(self.columns) - 1)
        room = self.scrollable_content_region.width - marks
        least = sum(column.width for column in self.columns)
        self._gap = GAP if least + GAP * between <= room else NARROW_GAP
        self._widths = share_out(self.columns, room - self._gap * between)
        between = sum(width > 0 for width in self._widths) - 1
        self.virtual_size = Size(marks + self._gap * between + sum(self._widths), self.row_count + 1)
        self._strips.clear()
        self.refresh()

    def on_resize(self) -> None:
        self._measure()
        self._want(())

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if self.is_attached:
            self._want(())

    def render_line(self, y: int) -> Strip:
        scroll_x, scroll_y = self.scroll_offset
        width = self.size.width
        if y == 0:
            return self._heading().crop_extend(scroll_x, scroll_x + width, self._style("table--heading"))
        index = scroll_y + y - 1
        if index >= self.row_count:
            return Strip.blank(width, self.rich_style)
        key = (index, index == self.cursor, self.has_focus)
        if (strip := self._strips.get(key)) is None:
            if len(self._strips) > 512:
                self._strips.clear()
            strip = self._strips[key] = self._line(index)
        style = self._row_style(index)
        return strip.crop_extend(scroll_x, scroll_x + width, style)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(name)

    def _row_style(self, index: int) -> Style:
        row = self.row(index)
        style = self._style("table--odd") if index % 2 else self.rich_style
        if row is None:
            style += self.get_component_rich_style("table--loading", partial=True)
        elif row.tone:
            style += self.get_component_rich_style(f"table--{row.tone}", partial=True)
        if row is not None and row.id in self.marked:
            style += self.get_component_rich_style("table--marked", partial=True)
        if index == self.cursor:
            name = "table--cursor" if self.has_focus else "table--cursor-blurred"
            style += self.get_component_rich_style(name, partial=True)
        return style

    def _heading(self) -> Strip:
        labels = []
        for column, width in zip(self.columns, self._widths, strict=True):
            if not width:
                continue
            sign = {column.key: " ^", f"-{column.key}": " v"}.get(self.sorted_by, "")
            labels.append(fit(column.label + sign, width, right=column.right))
        text = ("  " if self.multiple else "") + (" " * self._gap).join(labels)
        return Strip([Segment(text, self._style("table--heading"))], cell_len(text))

    def _line(self, index: int) -> Strip:
        row = self.row(index)
        cells = row.cells if row else ("…",) + ("",) * (len(self.columns) - 1)
        texts = [
            fit(visible(cell), width, right=column.right)
            for column, width, cell in zip(self.columns, self._widths, cells, strict=False)
            if width
        ]
        text = (" " * self._gap).join(texts)
        if self.multiple:
            text = ("* " if row is not None and row.id in self.marked else "  ") + text
        return Strip([Segment(text, self._row_style(index))], cell_len(text))

    # --- the cursor and the marks --------------------------------------------------------------

    def validate_cursor(self, cursor: int) -> int:
        return max(0, min(cursor, self.row_count - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        self.refresh_lines(old + 1)
        self.refresh_lines(new + 1)
        self._scroll_to_cursor()
        self.post_message(self.Moved(self, new, self.current))

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self._strips.clear()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.multiple if action in ("toggle_mark", "extend") else True

    def _scroll_to_cursor(self) -> None:
        height = max(1, self.scrollable_content_region.height - 1)
        top = round(self.scroll_y)
        if self.cursor < top:
            top = self.cursor
        elif self.cursor >= top + height:
            top = self.cursor - height + 1
        self.scroll_to(y=top, animate=False, immediate=True, force=True)

    def action_move(self, step: int) -> None:
        if self.row_count:
            self.cursor += step

    def action_page(self, direction: int) -> None:
        height = max(1, self.scrollable_content_region.height - 2)
        self.scroll_to(y=self.scroll_y + direction * height, animate=False, immediate=True)
        self.action_move(direction * height)

    def action_goto(self, index: int) -> None:
        self.cursor = index if index >= 0 else self.row_count + index

    def action_sideways(self, cells: int) -> None:
        self.scroll_to(x=self.scroll_x + cells, animate=False)

    def action_choose(self) -> None:
        if (row := self.current) is not None:
            self.post_message(self.Chosen(self, row))

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
        self._strips.clear()
        self.refresh()
        self.post_message(self.MarksChanged(self))

    def on_click(self, event: events.Click) -> None:
        if event.y == 0:
            self._heading_clicked(event.x + self.scroll_offset.x)
            return
        index = self.scroll_offset.y + event.y - 1
        if index >= self.row_count:
            return
        self.cursor = index
        if event.ctrl or (self.multiple and event.x + self.scroll_offset.x < 2):
            self.action_toggle_mark()
        elif event.chain == 2:
            self.action_choose()

    def _heading_clicked(self, x: int) -> None:
        x -= 2 if self.multiple else 0
        for column, width in zip(self.columns, self._widths, strict=True):
            if not width:
                continue
            if x < width + self._gap:
                self.post_message(self.HeadingClicked(self, column.key))
                return
            x -= width + self._gap
