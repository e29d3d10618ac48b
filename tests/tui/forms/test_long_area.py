"""Long Chinese text: what is broken and drawn again after a key equals breaking and drawing all of it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from textual._wrap import compute_wrap_offsets
from textual.app import App, ComposeResult
from textual.document._document import Document
from textual.document._wrapped_document import WrappedDocument
from textual.strip import Strip
from textual.widgets import TextArea
from textual.widgets.text_area import Selection

from tui import cjk
from tui.widgets.long_area import LongTextArea, LongWrap, wrap_again

#: Hanzi mostly; all marks that wrapping tells apart; words, spaces, wide and zero-width signs.
_SIGNS = st.sampled_from(
    "学习理论把用到每天的事情里去" * 3
    + "，。！）》”’…—·％"
    + "（《“‘"
    + "ab12%-\u0301"
    + " \u3000　Ａ１あ😀𬱖"
)
_TEXTS = st.text(_SIGNS, max_size=200)
_PIECES = st.text(_SIGNS, max_size=12)
_WIDTHS = st.integers(2, 24)


@pytest.fixture(autouse=True, scope="module")
def chinese_wrapping() -> None:
    cjk.install()


@settings(max_examples=150)
@given(_TEXTS, _PIECES, _WIDTHS, st.integers(0, 200), st.integers(0, 12))
@example("学学学，，", "", 6, 3, 2)  # what stood on the second line fits on the first now
def test_a_changed_line_breaks_as_if_it_were_broken_whole(
    before: str, piece: str, width: int, at: int, length: int
) -> None:
    after = before[:at] + piece + before[at + length :]
    breaks = compute_wrap_offsets(before, width, 4)
    assert wrap_again(before, breaks, after, width) == compute_wrap_offsets(after, width, 4)


@settings(max_examples=60)
@given(
    st.lists(_TEXTS, min_size=1, max_size=4),
    st.lists(
        st.tuples(
            st.integers(0, 900), st.integers(0, 30), st.text(_SIGNS | st.sampled_from("\n\t"), max_size=20)
        ),
        max_size=6,
    ),
    _WIDTHS,
)
def test_edits_keep_the_places_of_all_lines(
    lines: list[str], edits: Sequence[tuple[int, int, str]], width: int
) -> None:
    document = Document("\n".join(lines))
    ours = LongWrap(document, width)
    for at, length, piece in edits:
        total = len(document.text)
        start, end = (document.get_location_from_index(min(each, total)) for each in (at, at + length))
        ours.wrap_range(start, end, document.replace_range(start, end, piece).end_location)
        whole = WrappedDocument(document, width)
        for name in ("_wrap_offsets", "_offset_to_line_info", "_line_index_to_offsets"):
            assert getattr(ours, name) == getattr(whole, name), name
        for row, line in enumerate(document.lines):
            assert "\t" not in line or ours.get_tab_widths(row) == whole.get_tab_widths(row)
        assert ours.lines == whole.lines == [ours.get_sections(row) for row in range(document.line_count)]


class _Both(App[None]):
    """The same text in both, one above the other."""

    CSS = "TextArea { height: 10; border: none; padding: 0; }"

    def compose(self) -> ComposeResult:
        text = (
            "学习理论（把学到的用到每天的事情里去），" * 9
            + "\n第一（二）段(x)\n\n带\t制表符的一段，"
            + "很长" * 30
        )
        for area in (LongTextArea, TextArea):
            yield area(text, soft_wrap=True, compact=True, show_line_numbers=False, id=area.__name__)


def _drawn(area: TextArea) -> list[Strip]:
    return [Strip(list(strip), strip.cell_length).simplify() for strip in area.render_lines(area.size.region)]


async def test_a_text_is_drawn_as_textual_draws_it() -> None:
    app = _Both(watch_css=False)
    async with app.run_test(size=(40, 24)) as pilot:
        ours, theirs = (app.query_one(f"#{each.__name__}", TextArea) for each in (LongTextArea, TextArea))

        async def compare(what: str) -> None:
            await pilot.pause()
            drawn = []
            for area in (ours, theirs):
                area.focus()
                area.cursor_blink = False
                await pilot.pause()
                drawn.append(_drawn(area))
            assert drawn[0] == drawn[1], what

        await compare("as opened")
        for area in (ours, theirs):
            area.move_cursor((0, 30))
            area.insert("一，")
        await compare("after a key in the middle")
        for area in (ours, theirs):
            area.move_cursor((1, 7))  # on a bracket: its partner shows as well
        await compare("brackets")
        for selection in (Selection((0, 3), (0, 40)), Selection((0, 100), (3, 5)), Selection((3, 9), (1, 2))):
            for area in (ours, theirs):
                area.selection = selection
            if not (selection.start[0] < 2 < selection.end[0] or selection.end[0] < 2 < selection.start[0]):
                await compare(f"selected {selection}")
        for area in (ours, theirs):
            area.undo()
            area.move_cursor((3, 50))
        await compare("undone, at the end")
        app.theme = "textual-light"
        await compare("in other colours")
        ours.selection = Selection((1, 0), (3, 2))
        ours.scroll_to(y=0, animate=False)
        await pilot.pause()
        empty = ours.wrapped_document.location_to_offset((2, 0)).y - ours.scroll_offset.y
        first = next(iter(ours.render_line(empty)))
        assert first.text == " " and first.style is not None and first.style.bgcolor is not None
        assert ours._theme.selection_style is not None
        assert first.style.bgcolor == ours._theme.selection_style.bgcolor, (
            "an empty line shows it is selected"
        )
