"""Pictures of figures by period: right figures in the right places, at every size, in ASCII too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Static

from records.language import set_language
from tests.tui.tables.test_virtual_table_matrix import COLUMNS, ROWS, Matrix
from tui.states import STATES
from tui.theme import THEMES
from tui.widgets.chart import Chart, Kind, Series, draw
from tui.widgets.marks import sparkline, state_mark
from tui.widgets.plot import Plot
from tui.widgets.table.virtual_table import VirtualTable

QUARTERS = [f"{year}年{quarter}季度" for year in (2011, 2012) for quarter in "一二三四"]
NOTES = Chart(
    QUARTERS,
    [Series("完成", [2, 0, 4, 8, 6, 3, 5, 1]), Series("待审核", [0, 2, 0, 0, 0, 1, 0, 4], "waiting")],
    title="柳树湾村学习笔记",
    target=4,
)


def lines(chart: Chart, width: int, height: int, *, ascii: bool = False) -> list[str]:
    return draw(chart, width, height, ascii=ascii).plain.split("\n")


def column(shown: Sequence[str], x: int) -> str:
    """What stands in column ``x`` of a picture without wide characters above its axis, top down."""
    return "".join(line[x] for line in shown)


def test_bars_are_as_high_as_their_figures() -> None:
    shown = lines(Chart(["甲", "乙", "丙"], [Series("", [8, 0, 4])]), 40, 11)
    assert shown[0].startswith("8┤") and shown[4].startswith("4┤") and shown[8].startswith("0┤")
    axis, names = shown[9], shown[10]
    first, second, third = (axis.index("┬"), axis.index("┬", axis.index("┬") + 1), axis.rindex("┬"))
    picture = shown[:9]
    assert column(picture, first) == "█" * 9
    assert column(picture, second) == " " * 9
    assert column(picture, third) == " " * 4 + "█" * 5
    assert names.split() == ["甲", "乙", "丙"]


def test_series_and_the_line_of_what_is_required_are_told_apart_by_signs() -> None:
    shown = lines(NOTES, 80, 12)
    assert shown[0].startswith("柳树湾村学习笔记") and shown[0].endswith("█ 完成  ▒ 待审核  ┈┈ required: 4")
    assert shown[5].startswith("4┼") and "┈" in shown[5]
    assert shown[1].count("█") and not shown[1].count("▒")
    assert shown[-1].endswith("2012年四季度")


def test_a_line_has_a_gap_where_there_is_no_figure() -> None:
    shown = lines(Chart(["甲", "乙", "丙", "丁", "戊"], [Series("", [4, 4, None, 4, 4])], "lines"), 43, 8)
    (drawn,) = [line[2:] for line in shown[:-2] if line[2:].strip()]
    strokes = drawn.split()
    assert len(strokes) == 2 and len(strokes[0]) == len(strokes[1])


def test_bars_too_thin_to_tell_apart_become_a_line() -> None:
    weeks = Chart([f"W{week}" for week in range(160)], [Series("字", list(range(160)))])
    shown = lines(weeks, 60, 10)
    assert "█" * 3 not in "".join(shown)
    assert shown[-1].split()[-1] == "W159"
    assert lines(weeks, 60, 10) == lines(replace(weeks, kind="lines"), 60, 10)


def test_progress_is_a_line_a_period_and_says_how_many_had_no_room() -> None:
    chart = Chart(
        QUARTERS[:3],
        [Series("完成", [0, 3, 5]), Series("要求", [5, 5, 5])],
        "progress",
        title="学习笔记",
        states=["failed", "behind", "met"],
    )
    assert [line.rstrip() for line in lines(chart, 34, 6)] == [
        "学习笔记",
        "2011年一季~ ▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱ 0/5 ✗",
        "2011年二季~ ▰▰▰▰▰▰▰▰▰▱▱▱▱▱▱ 3/5 !",
        "2011年三季~ ▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰ 5/5 ✓",
    ]
    assert [line.split()[0] for line in lines(chart, 34, 3)] == ["学习笔记", "2", "2011年三季~"]
    nothing = Chart(["甲"], [Series("完成", [2])], "progress")
    assert lines(nothing, 30, 6)[0].split() == ["甲", "2"]


def test_nothing_to_show_is_said() -> None:
    assert lines(Chart([], []), 40, 8)[0].strip() == "No figures yet."
    none = Chart(["甲"], [Series("", [None])], title="笔记")
    assert [line.strip() for line in lines(none, 40, 8)] == ["笔记", "No figures yet."]


def test_without_room_for_a_picture_it_is_a_sparkline() -> None:
    assert lines(NOTES, 30, 2) == ["柳树湾村学习笔记      ▃▁▅█▆▄▅▂"]


@settings(max_examples=60)
@given(
    figures=st.lists(
        st.one_of(
            st.none(), st.integers(-3, 10**7), st.floats(allow_nan=True, allow_infinity=True, width=16)
        ),
        max_size=160,
    ),
    kind=st.sampled_from(["bars", "lines", "progress"]),
    count=st.integers(1, 3),
    target=st.one_of(st.none(), st.integers(0, 20_000)),
    width=st.integers(1, 120),
    height=st.integers(1, 15),
    ascii=st.booleans(),
)
def test_no_figures_and_no_size_break_the_frame(
    figures: list[float | None],
    kind: Kind,
    count: int,
    target: int | None,
    width: int,
    height: int,
    ascii: bool,
) -> None:
    periods = [f"{2010 + n}年上半年" for n in range(len(figures))]
    chart = Chart(periods, [Series("柳树湾村", figures)] * count, kind, "学习笔记篇数", target)
    shown = lines(chart, width, height, ascii=ascii)
    assert len(shown) <= height
    assert all(cell_len(line) <= width for line in shown)
    if ascii:
        assert all(sign.isascii() or cell_len(sign) == 2 for line in shown for sign in line)


class Showing(App[None]):
    """A matrix, a picture and small figures, as a dashboard has them."""

    CSS_PATH = Path(__file__).parents[2] / "tui" / "tui.tcss"
    CSS = "VirtualTable { height: 10; } Plot { height: 12; } Static { height: auto; }"

    def __init__(self, theme: str, ascii: bool) -> None:
        super().__init__()
        for each in THEMES:
            self.register_theme(each)
        self.theme = theme
        self.set_class(ascii, "-ascii")
        self.table = VirtualTable(COLUMNS, frozen=2, cell_cursor=True)
        self.plot = Plot(NOTES)
        self.small = [state_mark(state, ascii=ascii) for state in STATES]
        self.small += [Content(sparkline([1, 2, None, 3, 5, 8], ascii=ascii))]

    def compose(self) -> ComposeResult:
        yield self.table
        yield self.plot
        for each in self.small:
            yield Static(each)

    async def fill(self, pilot: Pilot[None]) -> None:
        self.table.show(Matrix(ascii=self.has_class("-ascii")), ROWS, cursor=1)
        self.table.focus()
        self.table.cursor_column = 24
        while not (self.plot.ready and self.table.current):
            await pilot.pause()
        await pilot.pause()


def text(plot: Plot) -> str:
    return "\n".join(plot.render_line(y).text for y in range(plot.size.height))


async def test_the_picture_follows_the_window_and_the_chart() -> None:
    app = Showing(THEMES[0].name, ascii=False)
    async with app.run_test(size=(80, 32)) as pilot:
        await app.fill(pilot)
        assert "█" in text(app.plot) and app.plot.ready
        assert all(cell_len(line) == 80 for line in text(app.plot).split("\n"))
        await pilot.resize_terminal(60, 32)
        await pilot.pause()
        assert all(cell_len(line) == 60 for line in text(app.plot).split("\n"))
        app.plot.show(replace(NOTES, title="上营村", kind="lines"))
        await pilot.pause()
        assert text(app.plot).startswith("上营村") and "•" in text(app.plot)


@pytest.mark.parametrize(
    ("theme", "ascii"), [(0, False), (1, False), (1, True)], ids=["dark", "light", "ascii"]
)
def test_it_looks_like_before(snap_compare: Any, theme: int, ascii: bool) -> None:
    set_language("zh")
    app = Showing(THEMES[theme].name, ascii)
    assert snap_compare(app, terminal_size=(80, 34), run_before=app.fill)
