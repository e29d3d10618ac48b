"""Small figures in one line: what they show, and that none needs more than ASCII where that is asked."""

from __future__ import annotations

from decimal import Decimal

import pytest
from textual.geometry import Size

from records.language import set_language
from tui.states import STATES, TONES
from tui.widgets.flow import Flow
from tui.widgets.marks import bar, number, sparkline, state_mark


@pytest.mark.parametrize(
    ("done", "required", "full", "ascii"),
    [
        (3, 5, "▰▰▰▱▱", "###--"),
        (0, 5, "▱▱▱▱▱", "-----"),
        (7, 5, "▰▰▰▰▰", "#####"),
        (1, 100, "▰▱▱▱▱", "#----"),
        (99, 100, "▰▰▰▰▱", "####-"),
        (8200, 10_000, "▰▰▰▰▱", "####-"),
        (Decimal("2.50"), 4, "▰▰▰▱▱", "###--"),
    ],
)
def test_a_bar_is_full_only_when_all_is_done(done: float, required: float, full: str, ascii: str) -> None:
    assert bar(done, required) == full
    assert bar(done, required, ascii=True) == ascii


def test_a_bar_has_the_cells_it_is_given() -> None:
    assert [len(bar(done, 7, 9)) for done in range(9)] == [9] * 9


def test_a_sparkline_tells_no_figure_from_nothing() -> None:
    assert sparkline([0, 1, None, 4, 8]) == "▁▂ ▅█"
    assert sparkline([0, 1, None, 4, 8], ascii=True) == "_. =#"
    assert sparkline([0, 0]) == "▁▁"
    assert sparkline([]) == ""


def test_every_state_has_its_own_sign_a_tone_and_a_word_in_both_languages() -> None:
    for plain in (False, True):
        assert len({state.mark(ascii=plain) for state in STATES.values()}) == len(STATES)
    assert all(state.ascii_sign.isascii() and name in TONES for name, state in STATES.items())
    assert state_mark("behind").plain == "!"
    assert state_mark("failed", ascii=True).plain == "x"
    set_language("zh")
    words = {name: state.word for name, state in STATES.items()}
    assert words == {
        "met": "达到",
        "pace": "进度正常",
        "behind": "落后",
        "failed": "未达到",
        "exempt": "免除",
        "unjudged": "不考核",
        "waiting": "待审核",
    }


def test_a_figure_is_written_as_it_is_read() -> None:
    figures = (0, 12, 1_234_567, 2.0, 2.345, Decimal("10.00"), 100)
    assert [number(each) for each in figures] == ["0", "12", "1,234,567", "2", "2.35", "10", "100"]


def test_pieces_of_a_line_stay_whole_while_they_fit() -> None:
    flow = Flow()
    flow.update("共 7,569 条  待审 539  草稿 12\n2012年第42周  集体学习半天 0/7")
    for width, lines in (
        (40, ["共 7,569 条  待审 539  草稿 12", "2012年第42周  集体学习半天 0/7"]),
        (29, ["共 7,569 条  待审 539", "草稿 12", "2012年第42周", "集体学习半天 0/7"]),
    ):
        assert flow.flowed(width).plain.split("\n") == lines
        assert flow.get_content_height(Size(width, 9), Size(width, 9), width) == len(lines)
    assert flow.get_content_height(Size(6, 9), Size(6, 9), 6) > 7, "a piece too long is wrapped"
