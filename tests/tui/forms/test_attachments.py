"""Files kept with a record, added on its own page."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Static

from records.archive import Archive
from records.record import Record
from tests.tui.conftest import Running
from tui.screens.forms.form import FormScreen, open_form
from tui.screens.prompts import TextPrompt
from tui.widgets.attachments import AttachmentList
from tui.widgets.table.virtual_table import VirtualTable


@pytest.mark.parametrize("typed", ["~nobody-of-here/scan.txt", "扫描" * 200, "no/such/scan.txt"])
async def test_a_path_of_no_file_is_told_while_it_can_be_mended(
    run: Running, archive: Archive, typed: str
) -> None:
    record = await archive.save(Record.new("research_report", {"title": "水渠调研"}))
    open_form(run.app, record.id, part="attachments")
    form = await run.screen(FormScreen)
    await run.until(lambda: form.query(AttachmentList), "page of attachments")
    await run.press("f4")
    prompt = await run.screen(TextPrompt)
    await run.write(typed)
    await run.press("enter")
    note = prompt.query_one(".prompt-note", Static)
    await run.until(lambda: "There is no such file." in str(note.content), "told")
    assert run.app.screen is prompt


async def test_a_file_is_added_from_the_page_of_attachments(
    run: Running, archive: Archive, tmp_path: Path
) -> None:
    scan = tmp_path / "scan.txt"
    scan.write_text("扫描件", encoding="utf-8")
    record = await archive.save(Record.new("research_report", {"title": "水渠调研"}))
    open_form(run.app, record.id, part="attachments")
    form = await run.screen(FormScreen)
    await run.until(lambda: form.query(AttachmentList), "page of attachments")
    await run.press("f4")
    await run.screen(TextPrompt)
    await run.write(str(scan))
    await run.press("enter")
    await run.until(lambda: form.record.attachments, "file kept")
    await run.until(
        lambda: form.query_one(AttachmentList).query_one(VirtualTable).row_count == 1, "file shown"
    )
    # The cursor is in the list of files: the next one is a key away, and so is saving out the first.
    photo = tmp_path / "photo.txt"
    photo.write_text("照片", encoding="utf-8")
    await run.press("f4")
    await run.screen(TextPrompt)
    await run.write(str(photo))
    await run.press("enter")
    await run.until(lambda: len(form.record.attachments) == 2, "second file kept")
    await run.until(lambda: isinstance(run.app.focused, VirtualTable), "cursor in the list")
    # It stays there when somebody else keeps a file with the record meanwhile.
    letter = tmp_path / "letter.txt"
    letter.write_text("函", encoding="utf-8")
    await archive.attach(record.id, letter)
    await run.until(lambda: form.record.version == 4, "read again")
    await run.until(
        lambda: form.query_one(AttachmentList).query_one(VirtualTable).row_count == 3, "shown again"
    )
    await run.until(lambda: isinstance(run.app.focused, VirtualTable), "cursor stayed")
    stored = await archive.get(record.id)
    assert [each.name for each in stored.attachments] == ["scan.txt", "photo.txt", "letter.txt"]
