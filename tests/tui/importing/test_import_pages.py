"""The pages that work on an import: tables and their mapping, questions, refused rows, at 80x24."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from textual.widgets import OptionList

from records.archive import Archive
from records.intake.mappings.mapping_reading import load_mapping
from tests.tui.conftest import Running
from tests.tui.importing.pages import ROSTER, STUDY, VISITS, chosen, idle, look, text, tried
from tests.tui.tables.listing import rows_of
from tui.screens.forms.picker import PickerScreen
from tui.screens.importing import import_table
from tui.screens.importing.import_questions import ImportQuestions
from tui.screens.importing.import_refused import ImportRefused, RowPrompt
from tui.screens.importing.import_table import ImportTable
from tui.screens.importing.import_tables import ImportTables
from tui.screens.menu import MenuScreen
from tui.screens.prompts import ChoicePrompt, TextPrompt
from tui.widgets.table.virtual_table import VirtualTable


async def test_a_table_is_mapped_once_and_understood_the_year_after(
    run: Running, archive: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = await tried(run, folder)
    assert "--apply" not in text(screen, "#report")
    await look(run, "tables")
    tables = await run.screen(ImportTables)
    await run.until(lambda: tables.table.row_count == 3 and tables.table.current)
    first = tables.table.row(0)
    assert first is not None
    assert "走动" in first.cells[1]
    sure = [row.cells[0] for at in (1, 2) if (row := tables.table.row(at)) is not None]
    assert min(int(each.strip("%")) for each in sure) > 75
    await run.press("enter")
    page = await run.screen(ImportTable)
    await idle(run, page)
    rows = page.query_one("#import-rows", VirtualTable)
    await run.until(lambda: rows.row_count == 6, "first rows")
    assert page.columns.row_count == 0
    await run.press("tab", "down", "enter")
    await idle(run, page)
    await run.until(lambda: page.columns.row_count == 5, "columns of row 2")
    # As if reading it all took longer: a change is looked at alone, and F2 runs the rest.
    monkeypatch.setattr(import_table, "CHEAP", -1.0)
    await run.press("f4")
    await chosen(run, "househ")
    await idle(run, page)
    page.columns.focus()
    await run.press("home")
    for target in ("visi", "househ", "diff"):
        await run.press("down", "enter")
        await chosen(run, target)
        await idle(run, page)
    # Remarks are part of what was said; the group is the same in every row.
    await run.press("down", "enter")
    await chosen(run, "diff")
    await run.screen(ChoicePrompt)
    await run.press("enter")
    await idle(run, page)
    await run.press("f8")
    menu = await run.screen(MenuScreen)
    menu.query_one(OptionList).highlighted = menu.query_one(OptionList).get_option_index("same")
    await run.press("enter")
    await chosen(run, "group")
    await run.screen(TextPrompt)
    await run.write("二组")
    await run.press("enter")
    await idle(run, page)
    await run.until(lambda: "Group 二组" in text(page, "#import-rule"), "said of all rows")
    await run.press("f2")
    counts = "0 taken, 1 with a doubt, 2 asked, 1 refused"
    await run.until(lambda: counts in text(page, "#import-rule"), "all rows read")
    await idle(run, page)
    # No column names the village, which tells one household from another: the row is taken with a doubt.
    assert counts in text(page, "#import-rule")
    assert not page.importing.mapping.exists()
    await run.press("f7")
    await run.until(page.importing.mapping.exists, "kept")
    await idle(run, page)
    written = load_mapping(page.importing.mapping, archive.kinds).rules[0]
    assert (written.files, written.sheets, written.header_row) == ("*年走动.csv", (), 2)
    both = {name for column in written.columns if column.to == "difficulty" for name in column.headings}
    assert (both, written.constants) == ({"说了些什么", "备注"}, {"group": "二组"})
    await run.press("escape")
    await run.until(lambda: run.app.screen is tables)
    await run.until(lambda: tables.table.row_count == 3 and "deserve" not in text(tables, ".import-line"))
    # Next year's folder: other files of the same layout, and a mapping file that is found by itself.
    (folder / "2010年走动.csv").rename(folder / "2011年走动.csv")
    await run.press("escape")
    await run.until(lambda: run.app.screen is screen)
    await run.press("escape")
    screen = await tried(run, folder)
    assert "found by itself" in text(screen, "#import-state")
    report = screen.report
    assert report is not None
    assert [each.kind for each in report.tables if "2011" in each.file] == ["household_visit"]


async def test_questions_are_answered_once_for_all_and_the_next_run_is_clean(
    run: Running, archive: Archive, folder: Path
) -> None:
    path = folder / "2010年走动.csv"
    path.write_text(VISITS.replace("下去的人,户,说了些什么", "走访人,户主,存在困难"), "gb18030")
    screen = await tried(run, folder)
    await look(run, "questions")
    page = await run.screen(ImportQuestions)
    answers = page.query_one("#question-answers", OptionList)
    await run.until(lambda: answers.option_count, "a question")
    assert "Question 1 of 3. 0 answered." in text(page, ".import-line")
    while page.asked and page.asked.question.raw != "张伟明":
        await run.press("f8")
    assert "asked about 2 times" in text(page, "#question-text")
    row = text(page, "#question-row")
    assert "> 走访人    张伟明" in row
    assert "马长福999" in row
    assert "999999197803150011" not in row
    await run.press("1")
    await run.screen(ChoicePrompt)
    await run.press("enter")
    await run.until(lambda: "2 answered" in text(page, ".import-line"), "both answered")
    mapping = load_mapping(page.importing.mapping, archive.kinds)
    assert mapping.people == {"张伟明": "张伟民（柳树湾村党支部）"}
    # Whom or what the archive doesn't know yet, the import itself brings.
    await run.press("f4")
    picker = await run.screen(PickerScreen)
    await run.write("sycd")
    await run.until(lambda: picker.query_one(VirtualTable).row_count == 1, "found by pinyin")
    await run.press("enter")
    await run.until(lambda: "3 answered" in text(page, ".import-line"), "all answered")
    await run.press("f2")
    await run.until(lambda: "Nothing is asked" in text(page, "#question-text"), "nothing left")
    await run.press("escape")
    await run.until(lambda: run.app.screen is screen)
    await look(run, "refused")
    refused = await run.screen(ImportRefused)
    await run.until(lambda: refused.table.current)
    assert refused.table.row_count == 1
    await run.press("enter")
    await run.screen(RowPrompt)
    await run.press("escape", "f7")
    rejects = page.importing.mapping.with_name("民情资料-rejects.csv")
    await run.until(rejects.exists, "reject file")
    assert "2010.13.2" in rejects.read_text("utf-8-sig")
    await run.press("f8")
    await run.until(lambda: "taken with a doubt" in text(refused, ".import-line"))
    await run.press("escape")
    await run.until(lambda: run.app.screen is screen)
    await run.press("f7")
    await run.until(lambda: "brought in as batch" in text(screen, "#report"), "brought in")
    kinds = (await archive.status())["kinds"]
    assert {name: sum(each.values()) if isinstance(each, dict) else each for name, each in kinds.items()} == {
        "person": 4,
        "unit": 2,
        "household_visit": 3,
        "study_register": 2,
    }


async def test_the_tables_of_one_workbook_are_told_apart_by_their_sheets(
    run: Running, tmp_path: Path
) -> None:
    """Cut to its column, a long file name left no room for the sheet: rows that look the same."""
    sheets = {"走访": VISITS, "花名册": ROSTER, "学习": STUDY}
    book = openpyxl.Workbook()
    for name, content in sheets.items():
        sheet = book.create_sheet(name)
        for line in content.splitlines():
            sheet.append(line.split(","))
    del book[book.sheetnames[0]]
    path = tmp_path / "青杨河乡2010年学习型党组织建设活动工作台账.xlsx"
    book.save(path)
    await tried(run, path)
    await look(run, "tables")
    page = await run.screen(ImportTables)
    await run.until(lambda: page.table.row_count == len(sheets) and page.table.current)
    drawn = "\n".join(page.table.render_line(y).text for y in range(page.table.size.height))
    assert {name for name in sheets if f" {name} " in drawn} == set(sheets)


async def test_a_refused_file_is_told_by_its_reason_and_a_new_unit_by_its_name(
    run: Running, folder: Path
) -> None:
    (folder / "学习心得.docx").write_bytes(b"")
    await tried(run, folder)
    await look(run, "refused", entries=3)
    page = await run.screen(ImportRefused)
    await run.until(lambda: page.table.current)
    shown = {row.cells[0]: row.cells[2] for row in rows_of(page.table)}
    assert shown["学习心得.docx"].lower().startswith("the file is empty")
    await run.press("f8")
    await run.until(lambda: "taken with a doubt" in text(page, ".import-line"))
    units = [row.cells[3] for row in rows_of(page.table) if row.cells[1] == "Unit"]
    assert units and all("支部" in each for each in units)
