"""The table fetches what is in view, however many rows there are, and keeps its place."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tui.widgets.table.table_rows import share_out
from tui.widgets.table.virtual_table import KEPT_PAGES, PAGE, Column, Row, VirtualTable

MILLION = 1_000_000


class Numbers:
    """Rows that say their number; remembers which were asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.suffix = ""

    async def rows(self, start: int, count: int) -> Sequence[Row]:
        self.asked.append(start)
        return [
            Row(number, (f"第{number}行{self.suffix}",))
            for number in range(start, min(start + count, MILLION))
        ]


class TableApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.chosen: list[object] = []

    def compose(self) -> ComposeResult:
        yield VirtualTable([Column("n", "行", 10, grow=1)], multiple=True)

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        self.chosen.append(message.row.id)


@asynccontextmanager
async def table(rows: int = MILLION) -> AsyncIterator[tuple[VirtualTable, Numbers, Pilot[None]]]:
    async with TableApp().run_test(size=(40, 20)) as pilot:
        shown = pilot.app.query_one(VirtualTable)
        numbers = Numbers()
        shown.focus()
        shown.show(numbers, rows)
        await pilot.pause()
        yield shown, numbers, pilot


def text(shown: VirtualTable, y: int) -> str:
    return shown.render_line(y).text.strip()


async def test_only_the_pages_around_the_view_are_fetched() -> None:
    async with table() as (shown, numbers, pilot):
        assert text(shown, 1) == "第0行"
        await pilot.press("end")
        await pilot.pause()
        assert text(shown, 19) == f"第{MILLION - 1}行"
        assert len(numbers.asked) <= 6


class Slow(Numbers):
    """Rows that come when they are let; what was asked for counts also when nobody waits for it any more."""

    def __init__(self) -> None:
        super().__init__()
        self.let = asyncio.Event()

    async def rows(self, start: int, count: int) -> Sequence[Row]:
        rows = await super().rows(start, count)
        await self.let.wait()
        return rows


async def test_keys_faster_than_the_rows_do_not_begin_them_anew() -> None:
    async with table() as (shown, _, pilot):
        slow = Slow()
        shown.show(slow, MILLION)
        await pilot.pause()
        await pilot.press("down", "pagedown", "pagedown", "pageup", "pagedown")
        assert slow.asked == [0]
        slow.let.set()
        await pilot.pause()
        assert text(shown, 1) != "…"
        assert sorted(slow.asked) == [0, PAGE, 2 * PAGE]


async def test_rows_nobody_waits_for_do_not_hold_up_those_jumped_to() -> None:
    async with table() as (shown, _, pilot):
        slow = Slow()
        shown.show(slow, MILLION)
        await pilot.pause()
        shown.action_goto(500_000)
        await pilot.pause()
        assert slow.asked == [0, 500_000 // PAGE * PAGE]


async def test_more_is_fetched_where_one_goes() -> None:
    async with table() as (shown, numbers, pilot):
        shown.action_goto(500_000)
        await pilot.pause()
        down, page = list(numbers.asked), 500_000 // PAGE * PAGE
        assert max(down) == page + 2 * PAGE
        shown.action_goto(400_000)
        await pilot.pause()
        assert min(numbers.asked[len(down) :]) == 400_000 // PAGE * PAGE - 2 * PAGE


async def test_memory_is_bounded_however_far_one_scrolls() -> None:
    async with table() as (shown, _, pilot):
        for step in range(3 * KEPT_PAGES):
            shown.action_goto(step * PAGE * 7)
            await pilot.pause()
        assert len(shown._pages) <= KEPT_PAGES


async def test_a_row_that_has_not_arrived_is_a_placeholder_and_can_not_be_opened() -> None:
    async with table() as (shown, _, pilot):
        shown.action_goto(500_000)
        assert text(shown, 19) == "…"
        shown.action_choose()
        await pilot.pause()
        assert pilot.app.chosen == []  # type: ignore[attr-defined]
        await pilot.press("enter")
        assert pilot.app.chosen == [500_000]  # type: ignore[attr-defined]


async def test_reloading_keeps_the_place_and_brings_what_is_new() -> None:
    async with table() as (shown, numbers, pilot):
        shown.action_goto(777_777)
        await pilot.pause()
        numbers.suffix = "新"
        shown.reload()
        await pilot.pause()
        assert shown.cursor == 777_777
        assert text(shown, 19) == "第777777行新"


async def test_fewer_rows_pull_the_cursor_back() -> None:
    async with table() as (shown, _, pilot):
        await pilot.press("end")
        shown.resize_rows(10)
        await pilot.pause()
        assert shown.cursor == 9
        assert text(shown, 10) == "第9行"


async def test_marks_survive_reloading_and_are_told_by_a_sign() -> None:
    async with table() as (shown, _, pilot):
        await pilot.press("space", "down", "space")
        shown.reload()
        await pilot.pause()
        assert shown.marked == {0, 2}
        assert text(shown, 1).startswith("* ")
        assert not text(shown, 2).startswith("*")


async def test_a_click_moves_and_a_double_click_opens() -> None:
    async with table() as (shown, _, pilot):
        await pilot.click(VirtualTable, offset=(5, 4))
        assert shown.cursor == 3
        await pilot.click(VirtualTable, offset=(5, 4), times=2)
        assert pilot.app.chosen == [3]  # type: ignore[attr-defined]


def test_room_that_lacks_is_taken_from_what_grows_less_first() -> None:
    columns = (
        Column("no", "编号", 12),
        Column("title", "标题", 20, grow=3),
        Column("unit", "组织", 12, grow=1),
    )
    assert share_out(columns, 60) == (12, 32, 16)
    assert share_out(columns, 36) == (12, 18, 6)
    assert share_out(columns, 10) == (6, 6, 6)
