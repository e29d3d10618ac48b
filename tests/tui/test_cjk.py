"""Chinese wrapping, word motion and cell widths."""

from __future__ import annotations

from itertools import pairwise

import pytest
from rich._wrap import divide_line
from rich.cells import cell_len
from textual._wrap import chunks, compute_wrap_offsets

from tests.tui.conftest import Running
from tui import cjk
from tui.screens.forms.form import new_form
from tui.widgets.text_editors import LineEditor, LongTextEditor

TEXT = "2024 年度第一季度，全乡各党支部组织集中学习“十七届五中全会”精神（含《决定》全文），共12次。"
cjk.install()


def lines(offsets: list[int]) -> list[str]:
    return [TEXT[a:b] for a, b in zip([0, *offsets], [*offsets, len(TEXT)], strict=True)]


@pytest.mark.parametrize("width", range(8, 60))
@pytest.mark.parametrize("wrap", [divide_line, lambda text, width: compute_wrap_offsets(text, width, 4)])
def test_lines_are_full_and_marks_stay_with_their_words(wrap, width: int) -> None:  # type: ignore[no-untyped-def]
    wrapped = lines(wrap(TEXT, width))
    assert "".join(wrapped) == TEXT
    for line in wrapped:
        assert cell_len(line.rstrip()) <= width
        assert line[0] not in "，。）》”"
        assert line.rstrip()[-1] not in "（《“"
    for line, following in pairwise(wrapped):
        word = following.split("，")[0][:6]
        assert cell_len(line.rstrip()) + cell_len(word) > width - 6, "a line was broken early"


@pytest.mark.parametrize(
    "text", ["", "   ", "，，", "（", "  a", "中文  \n 文", "—" * 50, "don’t stop", "䶮𬱖〇"]
)
def test_no_character_is_lost_between_chunks(text: str) -> None:
    assert "".join(chunk for _, _, chunk in chunks(text)) == text


def test_an_apostrophe_does_not_end_a_word() -> None:
    assert [chunk for _, _, chunk in chunks("don’t stop")] == ["don’t ", "stop"]


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("张伟民", 8, "张伟民  "),
        ("张伟民", 5, "张伟~"),
        ("张伟民", 4, "张~ "),
        ("ab", 1, "~"),
        ("", 3, "   "),
    ],
)
def test_fit_fills_exactly_the_cells(text: str, width: int, shown: str) -> None:
    assert cjk.fit(text, width) == shown
    assert cell_len(shown) == width


def test_terminal_codes_in_data_become_signs() -> None:
    assert cjk.one_line("红\x1b[31m头\n文件") == "红␛[31m头 文件"


async def test_deleting_a_word_in_chinese_takes_one_character(run: Running) -> None:
    new_form(run.app, "research_report")
    form = await run.form()
    await run.write("大棚销路abc调研")
    editor = form.focused
    assert isinstance(editor, LineEditor)
    for left in ("大棚销路abc调", "大棚销路abc", "大棚销路", "大棚销"):
        await run.press("ctrl+w")
        assert editor.value == left
    await run.press("ctrl+left", "ctrl+left")
    assert editor.cursor_position == 1
    await run.press("ctrl+right")
    assert editor.cursor_position == 2


async def test_word_motion_in_long_text_stops_at_each_character(run: Running) -> None:
    new_form(run.app, "research_report")
    form = await run.form()
    form.go_to_part("section-1")
    await run.until(lambda: form.query(LongTextEditor))
    editor = form.query(LongTextEditor).first()
    editor.focus()
    await run.write("灌溉abc渠")
    await run.press("ctrl+left")
    assert editor.cursor_location == (0, 5)
    await run.press("ctrl+left", "ctrl+left")
    assert editor.cursor_location == (0, 1)
    await run.press("alt+delete")
    assert editor.text == "灌abc渠"
