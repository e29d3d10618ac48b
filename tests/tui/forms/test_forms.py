"""Forms: made from the kind, checked while typed, saved, undone, and never losing what was typed."""

from __future__ import annotations

from functools import partial

from bson.objectid import ObjectId

from records.archive import Archive
from records.record import Record
from records.values import Value
from tests.tui.conftest import Running
from tui.screens.forms.conflict import ConflictScreen
from tui.screens.forms.form import FormScreen, new_form, open_form
from tui.screens.forms.picker import PickerScreen
from tui.screens.prompts import ChoicePrompt
from tui.widgets.field_row import FieldRow
from tui.widgets.table.virtual_table import VirtualTable


def row(form: FormScreen, name: str) -> FieldRow:
    return next(row for row in form.query(FieldRow) if row.field.name == name)


def shows(form: FormScreen, names: set[str]) -> bool:
    return names <= {row.field.name for row in form.query(FieldRow)}


def left(run: Running, form: FormScreen) -> bool:
    return run.app.screen is not form


async def report(archive: Archive, **fields: Value) -> Record:
    made: dict[str, Value] = {"title": "上营村灌溉渠调研", "place": "上营村", **fields}
    return await archive.save(Record.new("research_report", made))


async def test_a_new_record_is_typed_and_saved(run: Running, archive: Archive) -> None:
    new_form(run.app, "research_report")
    form = await run.form()
    await run.write("大棚销路调研")
    await run.press("f2")
    await run.until(lambda: form.record.version == 1, "saved")
    stored = await archive.get(form.record.id)
    assert stored.fields["title"] == "大棚销路调研"
    assert not form.unsaved


async def test_enter_and_the_arrows_go_from_field_to_field(run: Running) -> None:
    new_form(run.app, "household_visit")
    form = await run.form()

    def at() -> str:
        return next(each.field.name for each in form.query(FieldRow) if each.has_focus_within)

    assert at() == "visitor"
    for key, where in (("down", "household"), ("down", "village"), ("enter", "group"), ("up", "village")):
        await run.press(key)
        assert at() == where, key
    await run.write("上营村")
    await run.press("up", "up", "enter")
    await run.screen(PickerScreen)
    assert form.state.typed["village"] == "上营村", "Enter on a person still chooses one"


async def test_a_partial_date_shows_at_once_what_was_understood(run: Running) -> None:
    new_form(run.app, "research_report")
    form = await run.form()
    row(form, "finished_on").focus_editor()
    await run.write("2010年上半年")
    note = row(form, "finished_on").query_one(".field-note")
    await run.until(lambda: "2010 H1" in str(note.render()), "meaning")
    await run.write("x")
    await run.until(lambda: "not understood" in str(note.render()), "fault")


async def test_text_that_is_no_date_stops_the_save_and_stays(run: Running, archive: Archive) -> None:
    new_form(run.app, "research_report")
    form = await run.form()
    await run.write("题")
    row(form, "finished_on").focus_editor()
    await run.write("去年夏天")
    await run.press("f2")
    await run.until(lambda: any(fault.path == "finished_on" for fault in form.faults), "fault")
    assert form.record.version == 0
    assert form.state.typed["finished_on"] == "去年夏天"


async def test_undo_takes_back_a_field_and_redo_brings_it_again(run: Running, archive: Archive) -> None:
    open_form(run.app, (await report(archive)).id)
    form = await run.form()
    await run.write("二稿")
    await run.until(lambda: form.unsaved)
    await run.press("ctrl+z")
    await run.until(lambda: not form.unsaved, "undone")
    assert row(form, "title").editor.typed == "上营村灌溉渠调研"  # type: ignore[attr-defined]
    await run.press("ctrl+y")
    await run.until(lambda: form.state.typed["title"] == "上营村灌溉渠调研二稿", "redone")


async def test_a_form_with_nothing_changed_closes_without_asking(run: Running, archive: Archive) -> None:
    open_form(run.app, (await report(archive)).id)
    form = await run.form()
    await run.write("x")
    await run.until(lambda: form.unsaved)
    await run.press("backspace", "escape")
    await run.until(lambda: run.app.screen is not form, "closed")
    assert not isinstance(run.app.screen, ChoicePrompt)


async def test_leaving_unsaved_changes_asks_first(run: Running, archive: Archive) -> None:
    stored = await report(archive)
    open_form(run.app, stored.id)
    form = await run.form()
    await run.write("二")
    await run.press("escape")
    await run.screen(ChoicePrompt)
    await run.press("enter")
    await run.until(lambda: run.app.screen not in (form,) and not isinstance(run.app.screen, ChoicePrompt))
    assert (await archive.get(stored.id)).fields["title"] == "上营村灌溉渠调研二"


async def test_edits_of_different_fields_merge_by_themselves(run: Running, archive: Archive) -> None:
    stored = await report(archive)
    open_form(run.app, stored.id)
    form = await run.form()
    await run.write("二")
    await run.until(lambda: form.unsaved)
    theirs = stored.copy()
    theirs.fields["place"] = "柳树湾村"
    await archive.save(theirs)
    await run.press("f2")
    await run.until(lambda: form.record.version == 3, "merged and saved")
    merged = await archive.get(stored.id)
    assert (merged.fields["title"], merged.fields["place"]) == ("上营村灌溉渠调研二", "柳树湾村")


async def test_the_same_field_changed_twice_is_chosen_side_by_side(run: Running, archive: Archive) -> None:
    stored = await report(archive)
    open_form(run.app, stored.id)
    form = await run.form()
    await run.write("甲")
    await run.until(lambda: form.unsaved)
    theirs = stored.copy()
    theirs.fields["title"] = "上营村灌溉渠调研乙"
    await archive.save(theirs)
    await run.press("f2")
    await run.screen(ConflictScreen)
    await run.press("right", "f2")
    await run.until(lambda: form.record.version == 2 and run.app.screen is form, "theirs taken")
    assert form.state.typed["title"] == "上营村灌溉渠调研乙"
    assert (await archive.get(stored.id)).fields["title"] == "上营村灌溉渠调研乙"


async def test_cancelling_a_conflict_keeps_what_was_typed(run: Running, archive: Archive) -> None:
    stored = await report(archive)
    open_form(run.app, stored.id)
    form = await run.form()
    await run.write("甲")
    theirs = stored.copy()
    theirs.fields["title"] = "另一题"
    await archive.save(theirs)
    await run.press("f2")
    await run.screen(ConflictScreen)
    await run.press("escape")
    await run.until(lambda: run.app.screen is form)
    assert form.state.typed["title"] == "上营村灌溉渠调研甲"
    assert form.unsaved


async def test_a_field_that_no_kind_names_is_shown_and_edited(run: Running, archive: Archive) -> None:
    stored = await report(archive, 备用电话="139")
    open_form(run.app, stored.id)
    form = await run.form()
    form.go_to_part("other")
    await run.until(lambda: any(row.field.name == "备用电话" for row in form.query(FieldRow)))
    row(form, "备用电话").focus_editor()
    await run.write("0")
    await run.press("f2")
    await run.until(lambda: form.record.version == 2)
    assert (await archive.get(stored.id)).fields["备用电话"] == "1390"


async def test_a_person_is_picked_by_pinyin(run: Running, archive: Archive) -> None:
    person = await archive.save(Record.new("person", {"name": "张伟民"}))
    new_form(run.app, "session")
    form = await run.form()
    row(form, "host").focus_editor()
    await run.write("zwm")
    from tui.screens.forms.picker import PickerScreen

    picker = await run.screen(PickerScreen)
    table = picker.query_one("#picker-rows", VirtualTable)
    await run.until(lambda: table.current is not None and table.current.id == person.id)
    await run.write("qqqq")
    await run.until(lambda: "“zwmqqqq”: type less of it" in table.render_line(1).text, "says why")
    await run.press(*["backspace"] * 4)
    await run.until(lambda: table.current is not None, "found again")
    await run.press("enter")
    await run.until(lambda: form.state.typed["host"] == str(person.id), "picked")


async def test_every_part_of_a_form_can_be_reached(run: Running) -> None:
    new_form(run.app, "session")
    form = await run.form()
    for part in form.parts[1:]:
        await run.press("alt+right")
        wanted = set(part.fields)
        await run.until(partial(shows, form, wanted))


async def test_every_kind_has_a_form(run: Running, archive: Archive) -> None:
    for kind in archive.kinds.values():
        new_form(run.app, kind.name)
        form = await run.form()
        record, faults = form.state.to_record()
        assert not faults, kind.name
        assert isinstance(record.id, ObjectId)
        await run.press("escape")
        await run.until(partial(left, run, form), kind.name)
