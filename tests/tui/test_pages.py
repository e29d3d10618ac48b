"""Study archives, imports, documents and rows of sub-records, from the screen to the archive."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from records.archive import Archive
from records.record import Record
from tests.tui.conftest import Running
from tui.screens.forms.form import new_form, open_form
from tui.screens.forms.form_actions import fill_contents
from tui.screens.forms.picker import PickerScreen
from tui.screens.forms.row import RowScreen
from tui.screens.importing.import_ import ImportScreen
from tui.screens.lists.list import ListScreen
from tui.screens.standing.dossier import DossierScreen
from tui.screens.standing.people import PeopleScreen
from tui.widgets.field_row import FieldRow
from tui.widgets.rows_editor import RowsEditor
from tui.widgets.table.virtual_table import VirtualTable

LEGACY = Path(__file__).parents[1] / "data" / "legacy-a"


async def township(archive: Archive) -> tuple[Record, Record]:
    """A branch and its member, who wrote two notes and one article."""
    unit = await archive.save(Record.new("unit", {"name": "柳树湾村党支部"}))
    memberships = [{"org": unit.id, "from": date(2010, 7, 1)}]
    person = await archive.save(Record.new("person", {"name": "张伟民", "memberships": memberships}))
    for month, words in (("2011-03", 1200), ("2011-05", 900)):
        note = {"person": person.id, "period": month, "words": words}
        await archive.save(_typed(archive, "reading_note", note))
    await archive.save(
        _typed(
            archive,
            "experience_article",
            {"authors": [person.id], "title": "学与用", "written_on": "2011-06-01"},
        )
    )
    return unit, person


def _typed(archive: Archive, kind: str, fields: dict[str, object]) -> Record:
    from records.field_value import coerce

    of = {field.name: field for field in archive.kinds.of(kind).fields}
    made = {name: coerce(of[name], value) for name, value in fields.items()}
    return Record.new(kind, made, status="submitted")


async def test_a_persons_study_archive_is_a_timeline_with_figures(run: Running, archive: Archive) -> None:
    _, person = await township(archive)
    run.app.push_screen(DossierScreen(person))
    screen = await run.screen(DossierScreen)
    await run.until(lambda: screen.query("#timeline"))
    timeline = screen.query_one("#timeline", VirtualTable)
    await run.until(lambda: timeline.row_count == 3 and timeline.current is not None, "timeline")
    figures = screen.query_one("#dossier-figures")
    await run.until(lambda: "2011: notes 2,100 characters, 1 articles" in str(figures.render()), "figures")
    kinds = screen.query_one("#dossier-kinds", VirtualTable)
    kinds.focus()
    await run.press("down", "enter")
    await run.until(lambda: timeline.row_count in (1, 2), "one kind only")


async def test_the_years_dossier_is_begun_with_its_contents(run: Running, archive: Archive) -> None:
    _, person = await township(archive)
    run.app.push_screen(DossierScreen(person, 2011))
    screen = await run.screen(DossierScreen)
    await run.until(lambda: screen.query("#timeline"))
    await run.press("f2")
    form = await run.form()
    assert form.record.kind == "study_archive"
    contents = form.state.typed["contents"]
    assert isinstance(contents, list) and len(contents) >= 3
    await run.press("f2")
    await run.until(lambda: form.record.version == 1, "saved")


async def test_a_units_page_leads_to_its_members(run: Running, archive: Archive) -> None:
    unit, person = await township(archive)
    run.app.push_screen(DossierScreen(unit))
    screen = await run.screen(DossierScreen)
    await run.until(lambda: screen.query("#dossier-figures"))
    figures = screen.query_one("#dossier-figures")
    await run.until(lambda: "1 member" in str(figures.render()), "members counted")
    await run.press("f7")
    people = await run.screen(PeopleScreen)
    await run.until(lambda: people.query_one(VirtualTable).current is not None)
    await run.press("enter")
    await run.until(lambda: isinstance(run.app.screen, DossierScreen) and run.app.screen is not screen)
    assert person.title in run.app.screen.heading()  # type: ignore[attr-defined]


async def test_attendance_is_entered_for_several_people_at_once_and_edited_by_row(
    run: Running, archive: Archive
) -> None:
    people = [await archive.save(Record.new("person", {"name": name})) for name in ("张伟民", "李秀兰")]
    new_form(run.app, "session")
    form = await run.form()
    form.go_to_part("section-2")
    await run.until(lambda: form.query(RowsEditor))
    form.query_one(RowsEditor).query_one(VirtualTable).focus()
    await run.press("f4")
    picker = await run.screen(PickerScreen)
    await run.until(lambda: picker.query_one(VirtualTable).row_count == 2, "people offered")
    await run.press("f4", "f4", "enter")
    await run.until(lambda: len(form.state.typed["attendance"]) == 2, "two rows")
    typed = form.state.typed["attendance"]
    assert isinstance(typed, list)
    assert {row["person"] for row in typed if isinstance(row, dict)} == {str(person.id) for person in people}
    expected = next(row for row in form.query(FieldRow) if row.field.name == "expected")
    await run.until(lambda: getattr(expected.editor, "value", "") == "2", "computed at once")
    form.query_one(RowsEditor).query_one(VirtualTable).focus()
    await run.press("enter")
    await run.screen(RowScreen)
    await run.press("tab", "tab")
    await run.write("病假")
    await run.press("f2")
    await run.until(lambda: run.app.screen is form)
    assert "病假" in str(form.state.typed["attendance"])


async def test_a_folder_is_tried_then_brought_in_and_can_be_taken_back(
    run: Running, archive: Archive
) -> None:
    run.app.push_screen(ImportScreen())
    screen = await run.screen(ImportScreen)
    await run.until(lambda: screen.query("#path"))
    screen.query_one("#path").value = str(LEGACY)  # type: ignore[attr-defined]
    await run.press("f2")
    report = screen.query_one("#report")
    await run.until(lambda: "Trial run" in str(report.render()), "dry run")
    assert (await archive.status())["kinds"] == {}
    await run.press("f7")
    await run.until(lambda: "brought in as batch" in str(report.render()), "brought in")
    brought = sum((await archive.status())["kinds"].values())
    assert brought > 0
    await run.press("f8")
    batches = screen.query_one("#batches", VirtualTable)
    await run.until(lambda: batches.row_count == 1 and batches.has_focus, "batch listed")
    await run.press("enter")
    listed = await run.screen(ListScreen)
    await run.until(lambda: listed.query("#records") and listed.table.row_count == brought, "its records")
    await run.press("escape")
    await run.until(lambda: run.app.screen is screen)
    await run.press("delete")
    await run.until(lambda: run.app.screen is not screen)
    await run.press("right", "enter")
    await run.until(lambda: screen.query_one("#import-below").current == "report-box", "taken back")  # type: ignore[attr-defined]
    assert sum((await archive.status())["kinds"].values()) == 0


async def test_ctrl_l_on_a_persons_row_or_form_opens_that_persons_archive(
    run: Running, archive: Archive
) -> None:
    _, person = await township(archive)
    run.app.push_screen(ListScreen("person"))
    listed = await run.screen(ListScreen)
    await run.until(lambda: listed.query("#records") and listed.table.current, "listed")
    await run.press("ctrl+l")
    screen = await run.screen(DossierScreen)
    assert screen.subject is not None
    assert screen.subject.id == person.id
    await run.press("f9")
    await run.form()
    await run.press("ctrl+l")
    await run.until(lambda: isinstance(run.app.screen, DossierScreen) and run.app.screen is not screen)


async def test_a_dossier_says_what_it_lacks_and_is_filled_again(run: Running, archive: Archive) -> None:
    _, person = await township(archive)
    stored = await archive.save(Record.new("study_archive", {"subject": person.id, "year": 2011}))
    run.app.push_screen(DossierScreen(person, 2011))
    screen = await run.screen(DossierScreen)
    await run.until(lambda: screen.query("#dossier-hints"))
    hints = screen.query_one("#dossier-hints")
    await run.until(lambda: "records of the year are not in the contents" in str(hints.render()), "hints")
    await run.press("f2")
    form = await run.form()
    assert form.record.id == stored.id
    await fill_contents(form)
    contents = form.state.typed["contents"]
    assert isinstance(contents, list)
    assert len(contents) >= 4
    await run.press("f2")
    await run.until(lambda: form.record.version == 2, "saved")


async def test_a_closed_dossier_says_how_to_fill_it_again(run: Running, archive: Archive) -> None:
    _, person = await township(archive)
    closed = {"subject": person.id, "year": 2011, "closed_on": date(2012, 1, 15)}
    stored = await archive.save(Record.new("study_archive", closed))
    open_form(run.app, stored.id)
    form = await run.form()
    await fill_contents(form)
    await run.until(lambda: any("closing date" in each.message for each in run.app._notifications), "told")
    assert not form.state.dirty
