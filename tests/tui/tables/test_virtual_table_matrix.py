"""A table as a matrix: tones of cells, columns that stay, a cursor of cells, groups over the columns."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.style import Style
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tui.states import STATES, TONES
from tui.theme import THEMES
from tui.widgets.table.table_layout import Layout
from tui.widgets.table.virtual_table import Column, FixedRows, Row, VirtualTable

ROWS, RULES = 2_000, 60
STATE_NAMES = tuple(STATES)
COLUMNS = (
    Column("name", "姓名", 8),
    Column("unit", "组织", 10),
    *(
        Column(f"R{n:02}", f"R{n:02}", 4, over=("个人学习" if n <= 20 else "调研" if n <= 22 else "评议"))
        for n in range(1, RULES + 1)
    ),
)


class Matrix:
    """Row r has in column Rn the state number r + n."""

    def __init__(self, *, ascii: bool = False) -> None:
        self.ascii = ascii

    async def rows(self, start: int, count: int) -> Sequence[Row]:
        return [self.row(number) for number in range(start, min(start + count, ROWS))]

    def row(self, number: int) -> Row:
        states = [STATES[STATE_NAMES[(number + n) % len(STATE_NAMES)]] for n in range(1, RULES + 1)]
        return Row(
            f"p{number}",
            (f"李秀兰{number}", "柳树湾村", *(state.mark(ascii=self.ascii) for state in states)),
            tones=("strong", "", *(state.name for state in states)),
        )


class MatrixApp(App[None]):
    CSS_PATH = Path(__file__).parents[3] / "tui" / "tui.tcss"

    def __init__(self, frozen: int, cell_cursor: bool, multiple: bool) -> None:
        super().__init__()
        self.table = VirtualTable(COLUMNS, multiple=multiple, frozen=frozen, cell_cursor=cell_cursor)
        self.told: list[object] = []
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    def compose(self) -> ComposeResult:
        yield self.table

    def on_virtual_table_cell_selected(self, message: VirtualTable.CellSelected) -> None:
        self.told.append((message.row_id, message.column_key))

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        self.told.append(message.row.id)

    def on_virtual_table_heading_clicked(self, message: VirtualTable.HeadingClicked) -> None:
        self.told.append(message.key)


@asynccontextmanager
async def matrix(
    *, frozen: int = 2, cell_cursor: bool = True, multiple: bool = False
) -> AsyncIterator[tuple[VirtualTable, MatrixApp, Pilot[None]]]:
    app = MatrixApp(frozen, cell_cursor, multiple)
    async with app.run_test(size=(50, 20)) as pilot:
        app.table.focus()
        app.table.show(Matrix(), ROWS)
        await pilot.pause()
        yield app.table, app, pilot


def text(table: VirtualTable, y: int) -> str:
    return table.render_line(y).text


def style_at(table: VirtualTable, x: int, y: int) -> Style:
    """The style of the cell at ``x`` of line ``y``."""
    for segment in table.render_line(y):
        x -= segment.cell_length
        if x < 0:
            assert segment.style is not None
            return segment.style
    raise AssertionError(f"line {y} is too short")


async def test_frozen_columns_stay_while_the_others_scroll() -> None:
    async with matrix() as (table, _, pilot):
        assert text(table, 1).split() == ["姓名", "组织", "R01", "R02", "R03", "R04", "R05", "R06"]
        await pilot.press("right", *["right"] * RULES)
        assert table.current_column is COLUMNS[-1]
        assert text(table, 1).split() == ["姓名", "组织", "R55", "R56", "R57", "R58", "R59", "R60"]
        assert text(table, 2).startswith("李秀兰0")
        assert all(cell_len(text(table, y)) == table.size.width for y in range(20))


async def test_only_columns_in_view_are_drawn() -> None:
    layout = Layout(COLUMNS, 50, frozen=2)
    assert layout.widths == tuple(column.width for column in COLUMNS)
    assert [slot.index for slot in layout.frozen] == [0, 1]
    for scroll in range(layout.width - 50 + 1):
        in_view = layout.in_view(scroll, 50)
        cells = range(scroll + layout.frozen_width, scroll + 50)
        expected = [slot.index for slot in layout.moving if slot.start in cells or slot.end - 1 in cells]
        assert [slot.index for slot in in_view][-len(expected) :] == expected
        assert len(in_view) <= len(expected) + 1


async def test_each_cell_has_the_tone_of_its_state() -> None:
    async with matrix() as (table, _, _pilot):
        first = table.arranged.moving[0].start
        for row in range(1, len(STATE_NAMES) + 1):
            # Below the cursor; R01 is the first that moves.
            tone = STATE_NAMES[(row + 1) % len(STATE_NAMES)]
            wanted = table.get_component_rich_style(f"table--{tone}")
            found = style_at(table, first, table.heading_lines + row)
            assert (found.color, bool(found.bold), bool(found.italic)) == (
                wanted.color,
                bool(wanted.bold),
                bool(wanted.italic),
            )
            shown = table.render_line(table.heading_lines + row).crop(first, first + 4)
            assert shown.text.strip() == STATES[tone].sign


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_a_tone_looks_the_same_in_a_table_and_in_text(theme: str) -> None:
    from textual.content import Content
    from textual.widgets import Static

    async with matrix() as (table, app, pilot):
        app.theme = theme
        shown = Static()
        await app.mount(shown)
        shown.styles.background = table.styles.background
        for tone, written in TONES.items():
            shown.update(Content.styled("字", written))
            await pilot.pause()
            (segment, *_) = shown.render_line(0)
            assert segment.style is not None
            component = table.get_component_rich_style(f"table--{tone}")
            look = [
                (style.color, bool(style.bold), bool(style.italic), bool(style.underline), bool(style.strike))
                for style in (segment.style, component)
            ]
            assert look[0] == look[1], tone


async def test_a_cell_is_selected_by_enter_and_by_a_double_click() -> None:
    async with matrix() as (table, app, pilot):
        await pilot.press("down", "right", "right", "right", "enter")
        assert app.told == [("p1", "R02")]
        slot = table.arranged.moving[4]
        await pilot.click(VirtualTable, offset=(slot.start + 1, table.heading_lines + 5), times=2)
        assert app.told[1:] == [("p5", "R05")]
        assert (table.cursor, table.cursor_column) == (5, slot.index)


async def test_without_a_cell_cursor_the_row_is_chosen_and_arrows_scroll() -> None:
    async with matrix(cell_cursor=False) as (table, app, pilot):
        await pilot.press("down", "right", "enter")
        assert (app.told, table.scroll_offset.x) == (["p1"], 8)
        assert text(table, 1).startswith("姓名")


async def test_the_cursor_goes_by_screenfuls_of_columns_and_back_to_the_frozen_ones() -> None:
    async with matrix() as (table, _, pilot):
        await pilot.press("right", "right", "ctrl+right", "ctrl+right")
        assert table.cursor_column > 8
        column = table.current_column
        assert column is not None and column.key in text(table, 1)
        await pilot.press(*["ctrl+left"] * 12, "left")
        assert (table.cursor_column, table.scroll_offset.x) == (0, 0)


async def test_the_cell_under_the_cursor_and_its_heading_are_set_off() -> None:
    async with matrix() as (table, _, pilot):
        await pilot.press("right", "right")
        x = table.arranged.moving[0].start
        cursor = table.get_component_rich_style("table--cursor")
        assert style_at(table, x, 2).bgcolor == cursor.bgcolor
        assert style_at(table, x + 6, 2).bgcolor != cursor.bgcolor
        assert style_at(table, x, 1).underline and not style_at(table, x + 6, 1).underline


async def test_groups_stand_over_their_columns_and_stay_in_view_with_them() -> None:
    async with matrix() as (table, _, pilot):
        assert table.heading_lines == 2
        assert text(table, 0).strip() == "|个人学习"
        table.cursor_column = 25
        await pilot.pause()
        over, labels = text(table, 0), text(table, 1)
        assert over.split() == ["|个人学习", "|调研", "|评议"]
        assert cell_len(over.partition("调研")[0]) == cell_len(labels.partition("R21")[0])
        assert cell_len(over.partition("评议")[0]) == cell_len(labels.partition("R23")[0])
        await pilot.click(VirtualTable, offset=(cell_len(labels.partition("R22")[0]), 0))
        assert pilot.app.told == ["R22"]  # type: ignore[attr-defined]


async def test_marks_stay_with_the_frozen_columns() -> None:
    async with matrix(multiple=True) as (table, _, pilot):
        await pilot.press(*["right"] * 30, "space")
        assert table.marked == {"p0"}
        assert text(table, 2).startswith("* 李秀兰0")
        await pilot.click(VirtualTable, offset=(0, 3))
        assert table.marked == {"p0", "p1"}


async def test_other_columns_keep_the_cursor_on_the_column_of_its_name() -> None:
    async with matrix() as (table, _, pilot):
        table.cursor_column = 40
        table.show_columns((COLUMNS[0], *COLUMNS[30:]), frozen=1)
        await pilot.pause()
        assert table.current_column is COLUMNS[40]
        assert COLUMNS[40].key in text(table, 1)
        table.show_columns(COLUMNS[:3])
        assert table.cursor_column == 0


async def test_frozen_columns_wider_than_the_window_scroll_rather_than_fill_it() -> None:
    async with matrix(frozen=12) as (table, _, pilot):
        assert table.arranged.frozen_width < 50 * 2 // 3 + 2
        await pilot.press(*["right"] * (RULES + 1))
        assert "R60" in text(table, 1)


async def test_the_last_row_is_whole_below_two_lines_of_heading() -> None:
    async with matrix() as (table, _, pilot):
        await pilot.press("end")
        await pilot.pause()
        last = table.scrollable_content_region.height - 1
        assert text(table, last).startswith("李秀兰1~")
        assert table.current is not None and table.current.id == f"p{ROWS - 1}"
        cursor = table.get_component_rich_style("table--cursor")
        assert style_at(table, 0, last).bgcolor == cursor.bgcolor


async def test_the_column_under_the_cursor_stays_in_view_in_a_narrower_window() -> None:
    async with matrix() as (table, _, pilot):
        await pilot.press(*["right"] * 7)
        assert text(table, 1).rstrip().endswith("R06")
        await pilot.resize_terminal(41, 20)
        await pilot.pause()
        assert text(table, 1).split()[2:6] == ["R03", "R04", "R05", "R06"] and table.scroll_offset.x > 0


async def test_a_column_begins_behind_those_that_stay() -> None:
    labels = {column.label for column in COLUMNS}
    async with matrix() as (table, _, pilot):
        await pilot.resize_terminal(43, 20)
        await pilot.pause()
        for key in (*["right"] * (RULES + 1), *["left"] * (RULES + 1), *["ctrl+right"] * 9):
            await pilot.press(key)
            shown = text(table, 1).split()
            assert shown[2] in labels, key
            assert table.current_column is not None and table.current_column.label in shown


async def test_fewer_tones_than_columns_leave_the_others_as_the_row_is() -> None:
    async with matrix() as (table, _, pilot):
        table.show(FixedRows([Row(1, ("张伟民", "上营村", "✓", "✓"), "void", tones=("", "", "met"))]), 1)
        table.cursor_column = 1
        await pilot.pause()
        first, second = (table.arranged.moving[n].start for n in (0, 1))
        met = table.get_component_rich_style("table--met", partial=True)
        assert style_at(table, first, 2).color == met.color
        assert style_at(table, second, 2).strike and style_at(table, second, 2).color != met.color
