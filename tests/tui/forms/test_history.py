"""Versions of a record, restoring, voiding and making valid again; fields of one's own; files."""

from __future__ import annotations

from pathlib import Path

from textual.content import Content

from records.archive import Archive
from records.file_names import safe_file_name
from records.record import Record
from tests.tui.conftest import Running
from tui.screens.forms.form import FormScreen, open_form
from tui.screens.forms.history import HistoryScreen
from tui.screens.menu import MenuScreen
from tui.screens.prompts import ChoicePrompt, TextPrompt
from tui.states import TONES
from tui.widgets.attachments import AttachmentList
from tui.widgets.field_row import FieldRow
from tui.widgets.table.virtual_table import VirtualTable


async def two_versions(archive: Archive) -> Record:
    record = await archive.save(Record.new("research_report", {"title": "初稿", "place": "上营村"}))
    record.fields["title"] = "定稿"
    return await archive.save(record)


async def choose_action(run: Running, form: FormScreen, key: str) -> None:
    await run.press("f9")
    menu = await run.screen(MenuScreen)
    keys = [option.id for option in menu.query_one("OptionList").options]  # type: ignore[attr-defined]
    await run.press(*["down"] * keys.index(key), "enter")


async def test_history_shows_what_changed_and_restores(run: Running, archive: Archive) -> None:
    stored = await two_versions(archive)
    open_form(run.app, stored.id)
    form = await run.form()
    await run.press("f8")
    history = await run.screen(HistoryScreen)
    changes = history.query_one("#changes")
    await run.until(
        lambda: "- 初稿" in str(changes.render()) and "+ 定稿" in str(changes.render()), "difference"
    )
    shown = changes.render()
    assert isinstance(shown, Content)
    colours = {shown.plain[span.start : span.end].strip(): span.style for span in shown.spans}
    assert (colours["- 初稿"], colours["+ 定稿"]) == (TONES["failed"], TONES["met"]), "those of the theme"
    await run.press("down", "f7")
    await run.screen(ChoicePrompt)
    await run.press("enter")
    versions = history.query_one("#versions", VirtualTable)
    await run.until(lambda: versions.row_count == 3, "third version")
    await run.press("escape")
    await run.until(lambda: form.state.typed["title"] == "初稿", "form shows the restored text")
    assert (await archive.get(stored.id)).fields["title"] == "初稿"


async def test_void_needs_a_reason_locks_the_form_and_can_be_taken_back(
    run: Running, archive: Archive
) -> None:
    stored = await two_versions(archive)
    open_form(run.app, stored.id)
    form = await run.form()
    await choose_action(run, form, "void")
    await run.screen(TextPrompt)
    await run.write("重复")
    await run.press("enter")
    await run.until(lambda: form.record.status == "void" and all(row.locked for row in form.query(FieldRow)))
    await choose_action(run, form, "unvoid")
    await run.until(lambda: form.record.status == "draft", "valid again")


async def test_submitting_and_approving_from_the_form(run: Running, archive: Archive) -> None:
    stored = await archive.save(
        Record.new("person", {"name": "张伟民", "gender": "男", "political_status": "群众"})
    )
    open_form(run.app, stored.id)
    form = await run.form()
    await choose_action(run, form, "submit")
    await run.until(lambda: form.record.status == "submitted", "submitted")
    await run.press("f7")
    await run.until(lambda: form.record.status == "verified" or form.faults, "verified or told why")
    missing = [fault.path for fault in form.faults if fault.level == "missing"]
    assert form.record.status == "verified" or missing


async def test_a_field_of_ones_own_gets_a_name_and_a_type(run: Running, archive: Archive) -> None:
    stored = await two_versions(archive)
    open_form(run.app, stored.id)
    form = await run.form()
    await choose_action(run, form, "field")
    await run.screen(TextPrompt)
    await run.write("备用电话")
    await run.press("enter")
    await run.screen(MenuScreen)
    await run.press("down", "down", "down", "enter")
    await run.until(lambda: any(row.field.name == "备用电话" for row in form.query(FieldRow)), "field shown")
    await run.until(lambda: form.focused is not None and form.focused.id is None)
    await run.write("139")
    await run.press("f2")
    await run.until(lambda: form.record.version == 3, "saved")
    assert (await archive.get(stored.id)).fields["备用电话"] == 139


async def test_a_field_for_everyone_is_in_every_form_of_the_kind(run: Running, archive: Archive) -> None:
    stored = await two_versions(archive)
    other = await archive.save(Record.new("research_report", {"title": "另一篇"}))
    open_form(run.app, stored.id)
    form = await run.form()
    await choose_action(run, form, "field-all")
    await run.screen(TextPrompt)
    await run.write("刊发")
    await run.press("enter")
    await run.screen(MenuScreen)
    await run.press("enter")
    await run.until(lambda: any(row.field.name == "刊发" for row in form.query(FieldRow)), "field shown")
    await choose_action(run, form, "field-all")
    await run.screen(TextPrompt)
    await run.write("热线")
    await run.press("enter")
    await run.screen(MenuScreen)
    await run.press("end", "enter")
    await run.until(lambda: any(row.field.name == "热线" for row in form.query(FieldRow)), "field shown")
    assert run.app.archive is not None
    hotline = run.app.archive.kinds.of("research_report").field("热线")
    assert hotline is not None and hotline.masked, "shown whole in forms only"
    open_form(run.app, other.id)
    await run.until(lambda: run.app.screen is not form)
    second = await run.form()
    assert any("刊发" in part.fields for part in second.parts)


async def test_a_file_is_attached_and_saved_out_whole(run: Running, archive: Archive, tmp_path: Path) -> None:
    stored = await two_versions(archive)
    source, target = tmp_path / "材料.txt", tmp_path / "out.txt"
    source.write_bytes(b"\x00\xff" * 5000)
    open_form(run.app, stored.id)
    form = await run.form()
    await run.write("二")
    await choose_action(run, form, "attach")
    prompt = await run.screen(TextPrompt)
    prompt.query_one("LineInput").value = str(source)  # type: ignore[attr-defined]
    await run.press("enter")
    await run.until(lambda: form.query(AttachmentList), "attachments shown")
    assert form.state.typed["title"] == "定稿二", "what was typed stays"
    await run.until(lambda: form.query_one(VirtualTable).current is not None)
    form.query_one(VirtualTable).focus()
    await run.press("ctrl+e")
    prompt = await run.screen(TextPrompt)
    prompt.query_one("LineInput").value = str(target)  # type: ignore[attr-defined]
    await run.press("enter")
    await run.until(target.exists, "written")
    assert target.read_bytes() == source.read_bytes()


def test_a_file_name_from_data_can_not_leave_its_folder() -> None:
    assert safe_file_name("../../etc/passwd") == "_.._etc_passwd"
    assert safe_file_name("a\x00b\n.txt") == "a b.txt"
    assert safe_file_name("  ") == "_"
    assert safe_file_name("con.docx") == "_con.docx"
    assert safe_file_name("名" * 200 + ".docx") == "名" * 60 + ".docx"
