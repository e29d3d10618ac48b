"""What a form offers beside its fields: the neighbours of a list, templates, the raw document, an editor."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from records.archive import Archive
from records.form_templates import form_templates, remove_form_template
from records.keep.raw import read_document
from records.record import Record
from records.values import PartialDate
from tests.tui.conftest import Running
from tui.external_editor import edit_outside
from tui.screens.forms.form import FormScreen
from tui.screens.forms.form_templates import keep_as_template
from tui.screens.forms.option_picker import OptionPicker
from tui.screens.forms.picker import PickerScreen
from tui.screens.forms.raw_document import RawDocumentScreen, open_raw
from tui.screens.lists.list import ListScreen
from tui.screens.menu import MenuScreen
from tui.screens.prompts import ChoicePrompt, TextPrompt
from tui.widgets.text_editors import LongTextEditor


async def test_the_next_record_of_the_list_comes_without_leaving_the_form(
    run: Running, archive: Archive
) -> None:
    for day in (1, 2, 3):
        fields = {"title": f"第{day}篇", "finished_on": PartialDate.day(date(2011, 6, day))}
        await archive.save(Record.new("research_report", fields))
    page = ListScreen("research_report")
    run.app.push_screen(page)
    await run.until(lambda: page.built and page.table.row_count == 3 and page.table.current, "listed")
    await run.press("enter")
    first = await run.form()
    first.go_to_part("section-1")
    await run.press("alt+pageup")
    await run.press("alt+pagedown")
    await run.until(lambda: run.app.screen is not first, "next")
    second = await run.form()
    assert (second.record.title, page.table.cursor) == ("第2篇", 1)
    assert second._active_part().id == "section-1"
    await run.write("改")
    await run.until(lambda: second.unsaved)
    await run.press("alt+pagedown")
    await run.screen(ChoicePrompt)
    await run.press("right", "enter")
    await run.until(lambda: run.app.screen is second)
    assert second.unsaved
    await run.press("alt+pagedown")
    await run.screen(ChoicePrompt)
    await run.press("enter")
    await run.until(lambda: isinstance(run.app.screen, FormScreen) and run.app.screen is not second)
    assert (await run.form()).record.title == "第1篇"
    assert (await archive.get(second.record.id)).version == 2
    await run.press("escape")
    await run.until(lambda: run.app.screen is page, "one form only")


async def test_a_form_kept_as_a_template_begins_the_next_record(run: Running, archive: Archive) -> None:
    fields = {"title": "灌溉渠调研", "place": "上营村", "finished_on": PartialDate.parse("2011-06")}
    form = FormScreen(await archive.save(Record.new("research_report", fields)))
    run.app.push_screen(form)
    await run.form()
    form.run_worker(keep_as_template(form))
    await run.screen(TextPrompt)
    await run.press("enter")
    await run.until(lambda: run.app.screen is form)
    await run.press("escape")
    run.app.push_screen(ListScreen("research_report"))
    page = await run.screen(ListScreen)
    await run.until(lambda: page.built and page.table.row_count)
    await run.press("f2")
    await run.screen(OptionPicker)
    await run.press("down", "enter")
    new = await run.form()
    assert (new.record.version, new.state.typed["place"], new.state.typed["finished_on"]) == (0, "上营村", "")
    assert new.unsaved
    await remove_form_template(archive, "research_report", "灌溉渠调研")
    assert await form_templates(archive, "research_report") == []


async def test_the_whole_document_is_edited_and_nothing_is_lost_on_errors(
    run: Running, archive: Archive
) -> None:
    fields = {"title": "灌溉渠调研", "finished_on": PartialDate.parse("2011-06")}
    stored = await archive.save(Record.new("research_report", {**fields, "备用": "甲"}))
    form = FormScreen(stored)
    run.app.push_screen(form)
    await run.form()
    open_raw(form)
    page = await run.screen(RawDocumentScreen)
    await run.until(lambda: page.query("#raw-text") and run.app.focused)
    editor = page.query_one(LongTextEditor)
    assert read_document(form.state.kind, stored, editor.text).fields == stored.fields
    whole = editor.text
    await run.press("ctrl+end")
    assert editor.cursor_location == editor.document.end
    await run.press("ctrl+home")
    assert editor.cursor_location == (0, 0)
    # Unchanged, or spelled otherwise only, nothing is stored.
    editor.text = whole.replace("\n", "")
    await run.press("f2")
    told = run.app._notifications
    await run.until(lambda: any("Nothing is changed" in each.message for each in told), "told")
    assert (await archive.get(stored.id)).version == 1 and not page.unsaved
    broken = whole.replace('"甲"', '"甲",\n    oops')
    editor.text = broken
    await run.press("f2")
    said = page.query_one("#raw-said")
    await run.until(lambda: "Line " in str(said.render()), "told where")
    assert editor.text == broken
    assert editor.cursor_location[0] == broken[: broken.index("oops")].count("\n")
    editor.text = whole.replace('"灌溉渠调研"', '["甲"]')
    await run.press("f2")
    await run.until(lambda: "title: " in str(said.render()), "refused by the checks")
    assert (await archive.get(stored.id)).version == 1
    editor.text = whole.replace('"甲"', '{"$decimal": "1.50"}')
    await run.press("f2")
    await run.until(lambda: form.record.version == 2, "saved")
    assert str((await archive.get(stored.id)).fields["备用"]) == "1.50"
    assert form.state.typed["备用"] == "1.50" and not form.unsaved


async def test_another_editor_has_the_text_and_loses_nothing(
    run: Running, archive: Archive, tmp_path: Path
) -> None:
    def editor(script: str) -> list[str]:
        return ["/bin/sh", "-c", script, "editor"]

    folder = tmp_path / "editor"
    assert edit_outside("一", editor('printf "二\\n" > "$1"'), folder).text == "二"
    failed = edit_outside("一", editor('printf "二" > "$1"; exit 3'), folder)
    assert failed.text == "二" and "3" in failed.trouble
    missing = edit_outside("一", ["/no/such/editor"], folder)
    assert missing.text == "一" and missing.trouble
    assert list(folder.iterdir()) == []
    binary = edit_outside("一", editor('printf "\\377" > "$1"'), folder)
    (kept,) = folder.iterdir()
    assert binary.text == "一" and str(kept) in binary.trouble

    form = FormScreen(await archive.save(Record.new("research_report", {"title": "调研", "text": "初稿"})))
    run.app.push_screen(form)
    await run.form()
    form.go_to_field("text")
    await run.until(lambda: isinstance(run.app.focused, LongTextEditor), "text")
    area = run.app.focused
    assert isinstance(area, LongTextEditor)
    area.take_back(failed)
    await run.until(lambda: form.state.typed["text"] == "二", "taken back")
    await run.press("ctrl+z")
    await run.until(lambda: not form.unsaved, "undone")


async def test_whom_somebody_chose_last_comes_first_in_the_picker(run: Running, archive: Archive) -> None:
    people = {
        name: await archive.save(Record.new("person", {"name": name})) for name in ("王伟", "吴薇", "魏文")
    }
    field = archive.kinds.of("session").field("host")
    assert field is not None
    run.app.bookmarks.choose(run.app.operator, [people["王伟"].id])
    for typed, first in (("", "王伟"), ("ww", "王伟"), ("魏文", "魏文")):
        run.app.push_screen(PickerScreen(archive, "", field.targets, typed, multiple=False))
        picker = await run.screen(PickerScreen)
        await run.until(lambda picker=picker: picker._found)  # type: ignore[misc]
        assert picker._found[0].title == first
        await run.press("down" if typed == "" else "up", "enter" if typed == "魏文" else "escape")
        await run.until(lambda picker=picker: run.app.screen is not picker)  # type: ignore[misc]
    assert run.app.bookmarks.chosen(run.app.operator) == [people["魏文"].id, people["王伟"].id]


async def test_a_long_text_that_was_just_taken_away_is_drawn_once_more_without_harm(
    run: Running, archive: Archive
) -> None:
    """A box opened while the form below is built anew has Textual draw what is still laid out there."""
    run.app.push_screen(FormScreen(Record.new("research_report", {"title": "大棚蔬菜销路调研"})))
    form = await run.form()
    form.go_to_field("findings")
    await run.until(lambda: form.query(LongTextEditor) and form.query(LongTextEditor).first().size.height)
    editor = form.query(LongTextEditor).first()
    area = editor.size.region
    await editor.remove()
    assert [line.text.strip() for line in editor.render_lines(area)] == [""] * area.height


async def test_a_record_voided_while_it_is_changed_is_made_valid_from_the_very_form_and_saved(
    run: Running, archive: Archive
) -> None:
    record = await archive.save(Record.new("research_report", {"title": "水渠调研"}))
    run.app.push_screen(FormScreen(record))
    form = await run.form()
    await run.press("end")
    await run.write("二")
    await archive.void(record.id, "重复")
    await run.press("f2")
    await run.until(
        lambda: any("declared void meanwhile" in each.title for each in run.app._notifications), "refused"
    )
    await run.press("f9")
    await run.screen(MenuScreen)
    await run.write("Make valid")
    await run.press("enter")
    await run.until(
        lambda: any("It is valid again" in each.message for each in run.app._notifications), "valid"
    )
    await run.press("f2")
    await run.until(lambda: not form.unsaved, "saved")
    stored = await archive.get(record.id)
    assert (stored.status, stored.fields["title"]) == ("draft", "水渠调研二")
