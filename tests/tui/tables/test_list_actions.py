"""What is done with the records of a list: approved, made void, changed, exported and printed."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from textual.widgets import Static

from records.archive import Archive
from records.record import Record
from tests.tui.conftest import Running
from tests.tui.tables.listing import cells, open_list, tutorial
from tui.screens.forms.option_picker import OptionPicker
from tui.screens.lists.approve import RefusedScreen
from tui.screens.lists.changing import ChangePreview
from tui.screens.menu import MenuScreen
from tui.screens.prompts import ChoicePrompt, TextPrompt
from tui.widgets.line_input import LineInput
from tui.widgets.table.virtual_table import VirtualTable


async def test_what_is_listed_or_marked_is_exported_with_all_its_fields(
    run: Running, archive: Archive, tmp_path: Path
) -> None:
    await tutorial(archive, "上营村", "2011-03-01", farmers="31")
    await tutorial(archive, "柳树湾村", "2011-05-01")
    screen = await open_list(run, "farmer_tutorial", 2)
    for name, marks in (("all.csv", 0), ("one.csv", 1)):
        await run.press(*["space"] * marks, "ctrl+e")
        prompt = await run.screen(TextPrompt)
        prompt.query_one(LineInput).value = str(tmp_path / name)
        await run.press("enter")
        await run.until(lambda name=name: (tmp_path / name).exists(), "written")  # type: ignore[misc]
        await run.until(lambda: run.app.screen is screen)
    found = [
        list(csv.DictReader((tmp_path / name).open(encoding="utf-8-sig"))) for name in ("all.csv", "one.csv")
    ]
    assert [[row["Village and group"] for row in rows] for rows in found] == [
        ["柳树湾村", "上营村"],
        ["柳树湾村"],
    ]


async def test_what_is_wrong_with_a_file_to_be_written_is_told_while_it_can_be_mended(
    run: Running, archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    await tutorial(archive, "上营村", "2011-03-01", farmers="31")
    screen = await open_list(run, "farmer_tutorial", 1)
    for _ in range(2):
        await run.press("ctrl+e")
        prompt = await run.screen(TextPrompt)
        line, note = prompt.query_one(LineInput), prompt.query_one(".prompt-note", Static)
        suggested = line.value
        for wrong, said in (
            (str(tmp_path / "all.docx"), "Its name must end in one of .xlsx, .csv, .jsonl."),
            (str(tmp_path / "no such" / "all.csv"), "There is no such folder."),
            ("~nobody-of-here/all.csv", "There is no such folder."),
            (f"{'名' * 200}.csv", "File name too long"),
        ):
            line.value = wrong
            await run.press("enter")
            await run.until(lambda said=said, note=note: str(note.content) == said, said)  # type: ignore[misc]
            assert run.app.screen is prompt
        line.value = suggested
        await run.press("enter")
        await run.until(lambda: run.app.screen is screen)
        await run.until(Path(suggested).exists, "written")
    assert {each.name for each in tmp_path.glob("*.xlsx")} == {
        "Farmers'tutorial.xlsx",
        "Farmers'tutorial-2.xlsx",
    }


async def test_marked_records_are_approved_and_the_refused_listed(run: Running, archive: Archive) -> None:
    lecturer = await archive.save(Record.new("person", {"name": "张伟民"}))
    whole = await tutorial(archive, "上营村", "2011-03-01")
    whole.fields["lecturers"] = [lecturer.id]
    whole = await archive.save(whole)
    lacking = await archive.save(Record.new("farmer_tutorial", {"village": "柳树湾村"}))
    await open_list(run, "farmer_tutorial", 2)
    await run.press("ctrl+a", "f7")
    await run.screen(ChoicePrompt)
    await run.press("enter")
    refused = await run.screen(RefusedScreen)
    assert [record.id for record, _ in refused._refused] == [lacking.id]
    assert (await archive.get(whole.id)).status == "verified"
    assert (await archive.get(lacking.id)).status == "draft"


async def test_voiding_asks_for_a_reason_and_takes_the_record_off_the_list(
    run: Running, archive: Archive
) -> None:
    stored = await tutorial(archive, "上营村", "2011-03-01")
    screen = await open_list(run, "farmer_tutorial", 1)
    await run.press("delete")
    await run.screen(TextPrompt)
    await run.press("enter")
    assert isinstance(run.app.screen, TextPrompt), "an empty reason is no reason"
    await run.write("重复录入")
    await run.press("enter")
    await run.until(lambda: screen.table.row_count == 0, "gone from the list")
    voided = await archive.get(stored.id)
    assert (voided.status, voided.void_reason) == ("void", "重复录入")


async def test_a_list_is_exported_and_printed_as_it_is_shown(
    run: Running, archive: Archive, tmp_path: Path
) -> None:
    await tutorial(archive, "=1+1", "2011-03-01", farmers="31")
    screen = await open_list(run, "farmer_tutorial", 1)
    for name in ("shown.csv", "shown.xlsx", "shown.docx"):
        screen.action_export_shown()
        prompt = await run.screen(TextPrompt)
        prompt.query_one(LineInput).value = str(tmp_path / name)
        await run.press("enter")
        await run.until(lambda name=name: (tmp_path / name).exists(), name)  # type: ignore[misc]
        await run.until(lambda: run.app.screen is screen)
    headings = [column.label for column in screen.table.columns]
    rows = list(csv.reader((tmp_path / "shown.csv").open(encoding="utf-8-sig")))
    assert rows[0] == headings
    shown = cells(screen, 0)
    assert "'=1+1" in rows[1], "no formula"
    assert tuple(text.removeprefix("'") for text in rows[1]) == shown
    sheet = openpyxl.load_workbook(tmp_path / "shown.xlsx").active
    assert sheet is not None
    assert [cell.value or "" for cell in sheet[2]] == list(shown)
    table = docx.Document(str(tmp_path / "shown.docx")).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [headings, list(shown)]


async def test_a_field_of_marked_records_is_changed_and_taken_back(run: Running, archive: Archive) -> None:
    stored = [await tutorial(archive, "上营村", f"2011-03-0{day}") for day in (1, 2)]
    screen = await open_list(run, "farmer_tutorial", 2)
    await run.press("ctrl+a")
    await run.until(lambda: len(screen.table.marked) == 2)
    await run.press("alt+c")
    await run.screen(OptionPicker)
    await run.write("village")
    await run.press("enter")
    await run.screen(MenuScreen)
    await run.press("enter")
    await run.screen(TextPrompt)
    await run.write("东营村")
    await run.press("enter")
    preview = await run.screen(ChangePreview)
    await run.until(lambda: preview.query_one(VirtualTable).current, "shown before it is done")
    shown = preview.query_one(VirtualTable).current
    assert shown is not None and shown.cells[1:] == ("上营村", "东营村")
    assert [(await archive.get(each.id)).version for each in stored] == [1, 1]
    await run.press("enter")
    await run.until(lambda: run.app.screen is screen and not screen.table.marked, "changed")
    assert [(await archive.get(each.id)).fields["village"] for each in stored] == ["东营村"] * 2
    screen.action_undo_change()
    await run.screen(MenuScreen)
    await run.press("enter")
    await run.screen(ChoicePrompt)
    await run.press("enter")
    await run.until(lambda: run.app.screen is screen, "taken back")
    await run.until(lambda: "上营村" in cells(screen, 0), "as before")


async def test_why_a_record_can_not_be_changed_is_read_whole(run: Running, archive: Archive) -> None:
    visit = {"household": "戴鹏", "village": "石桥村", "visited_on": date(2012, 3, 5)}
    refused = await archive.save(Record.new("household_visit", visit))
    await open_list(run, "household_visit", 1)
    await run.press("space", "alt+c")
    await run.screen(OptionPicker)
    await run.write("solved")
    await run.press("enter")
    ways = await run.screen(MenuScreen)
    await run.press("enter")
    await run.until(
        lambda: isinstance(run.app.screen, MenuScreen) and run.app.screen is not ways, "yes or no"
    )
    await run.press("enter")
    preview = await run.screen(ChangePreview)
    told = preview.query_one("#change-now", Static)
    whole = f"{refused.no} 戴鹏: Help given: is needed here"
    await run.until(lambda: bool(told.content), "told")
    assert str(told.content) == whole
