"""A field of several choices, said for every row of a table: one after the other, and taken back alike."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import OptionList

from records.archive import Archive
from records.intake.batch import run_import
from tests.tui.conftest import Running
from tests.tui.importing.pages import ROSTER, chosen, idle, look, text, tried
from tui.screens.forms.option_picker import OptionPicker
from tui.screens.importing.import_table import ImportTable
from tui.screens.importing.import_tables import ImportTables
from tui.screens.menu import MenuScreen

VISITED = "督查情况登记表（2011年）\n督查日期,受查支部,督查人员,得分\n2011.4.6,柳树湾村党支部,赵永刚,95\n"


async def _also(run: Running, page: ImportTable, choice: str) -> None:
    await run.press("f8")
    menu = await run.screen(MenuScreen)
    menu.query_one(OptionList).highlighted = menu.query_one(OptionList).get_option_index("same")
    await run.press("enter")
    fields = await run.screen(OptionPicker)
    await run.write("method")
    await run.press("enter")
    await run.until(lambda: run.app.screen is not fields, "the field is chosen")
    await chosen(run, choice)
    await idle(run, page)


async def test_choices_are_added_one_by_one(run: Running, archive: Archive, tmp_path: Path) -> None:
    """The second one stood in place of the first."""
    folder = tmp_path / "several"
    folder.mkdir()
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    (folder / "督查.csv").write_text(VISITED, "utf-8")
    await tried(run, folder)
    await look(run, "tables", entries=3)
    tables = await run.screen(ImportTables)
    await run.until(lambda: tables.table.row_count == 2 and tables.table.current)
    at = next(
        at for at in (0, 1) if (row := tables.table.row(at)) is not None and "督查" in " ".join(row.cells)
    )
    await run.press("home", *(["down"] * at), "enter")
    page = await run.screen(ImportTable)
    await idle(run, page)
    for choice in ("Hearing", "Talks", "Sampling", "Talks"):
        await _also(run, page, choice)
    await run.until(lambda: "听汇报、抽查笔记" in text(page, "#import-rule"), "both")
    await run.press("f7")
    await run.until(page.importing.mapping.exists, "kept")
    await idle(run, page)
    report = await run_import(archive, folder, mapping=page.importing.mapping)
    (made,) = [each for each in report.items if each.kind == "inspection"]
    assert made.fields["method"] == ["听汇报", "抽查笔记"]
