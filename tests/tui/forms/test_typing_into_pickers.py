"""An input method sends a whole word at once: all of it arrives in the box that its first character opens."""

from __future__ import annotations

from textual import events

from records.archive import Archive
from records.record import Record
from tests.tui.conftest import Running
from tui.screens.forms.form import new_form
from tui.screens.forms.picker import PickerScreen
from tui.widgets.line_input import LineInput
from tui.widgets.reference import ListEditor
from tui.widgets.table.virtual_table import VirtualTable


async def test_a_word_from_the_input_method_opens_the_picker_whole(run: Running, archive: Archive) -> None:
    await archive.save(Record.new("person", {"name": "任金凤"}))
    new_form(run.app, "research_report")
    form = await run.form()
    editor = next(each for each in form.query(ListEditor) if each.field.name == "authors")
    editor.focus()
    await run.until(lambda: form.focused is editor, "cursor in the field")
    for character in "任金凤":
        run.app.post_message(events.Key(character, character))
    picker = await run.screen(PickerScreen)
    await run.until(lambda: picker.query_one(LineInput).value == "任金凤", "the whole word")
    await run.until(lambda: picker.query_one(VirtualTable).row_count == 1, "the person found")
    await run.press("enter")
    await run.until(lambda: form.state.typed["authors"], "the author chosen")


async def test_keys_that_arrive_together_are_done_in_their_order(run: Running, archive: Archive) -> None:
    """Over a slow line several keys come at once: what is typed must not overtake the Backspace before it."""
    new_form(run.app, "research_report")
    form = await run.form()
    line = form.query(LineInput).first()
    line.value = "2012-01-01"
    line.focus()
    await run.until(lambda: form.focused is line, "cursor in the field")
    line.cursor_position = len(line.value)
    for key in ("backspace", "backspace", "3", "1", "home", "x"):
        run.app.post_message(events.Key(key, key if len(key) == 1 else None))
    await run.until(lambda: len(line.value) == 11, "all keys done")
    assert line.value == "x2012-01-31"
