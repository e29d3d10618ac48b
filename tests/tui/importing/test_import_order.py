"""Lists of an import stay as they are while it is run again, and take keys meanwhile."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from textual.widgets import OptionList

from records.archive import Archive
from records.intake.mappings.mapping_reading import load_mapping
from tests.tui.conftest import Running
from tests.tui.importing.pages import BODY, VISITS, chosen, idle, look, tried
from tests.tui.tables.listing import rows_of
from tui.screens.importing.import_papers import ImportPapers
from tui.screens.importing.import_table import ImportTable
from tui.screens.importing.import_tables import ImportTables
from tui.screens.menu import MenuScreen


async def test_papers_keep_their_order_and_take_keys_while_a_change_is_tried(
    run: Running, archive: Archive, folder: Path
) -> None:
    """What was settled went to the end of the list, and each key pressed until then did nothing."""
    for name in ("甲", "乙", "丙"):
        (folder / f"值班{name}.txt").write_text(f"值班\n周一张伟民，周二赵永刚，周{name}李秀兰。\n", "utf-8")
    (folder / "张伟民.txt").write_text(f"山里的事\n张伟民\n{BODY}\n2011年8月19日\n", "utf-8")
    await tried(run, folder)
    await look(run, "papers", entries=4)
    page = await run.screen(ImportPapers)
    await run.until(lambda: page.table.row_count == 4 and page.table.current)

    def shown() -> list[str]:
        return [str(row.id) for row in rows_of(page.table)]

    before = shown()
    assert before[-1] == "张伟民.txt"
    for at in range(3):
        assert page.table.cursor == at
        await _change(run, "drop" if at == 1 else "kind")
        if at != 1:
            await chosen(run, "research")
        # The run that tries this goes on; the next change is made at once.
        await run.until(partial(_are_kept, page, archive, at + 1), "kept")
        await run.press("down")
    await idle(run, page)
    assert _kinds(page, archive) == {
        before[0]: "research_report",
        before[1]: "skip",
        before[2]: "research_report",
    }
    assert shown() == before and page.table.cursor == 3
    cells = {row.id: row.cells[1] for row in rows_of(page.table)}
    assert [cells[file] for file in before[:3]] == ["Research report", "left out", "Research report"]


async def _change(run: Running, entry: str) -> None:
    """Enter, then an entry of what may be changed of the paper under the cursor."""
    await run.press("enter")
    menu = await run.screen(MenuScreen)
    options = menu.query_one(OptionList)
    await run.until(lambda: options.option_count > 1)
    options.highlighted = options.get_option_index(entry)
    await run.press("enter")


def _are_kept(page: ImportPapers, archive: Archive, count: int) -> bool:
    return len(_kinds(page, archive)) == count


def _kinds(page: ImportPapers, archive: Archive) -> dict[str, str | None]:
    path = page.importing.mapping
    rules = load_mapping(path, archive.kinds).rules if path.exists() else ()
    return {rule.files: rule.kind for rule in rules}


async def test_tables_keep_their_order_and_the_cursor_when_one_is_understood(
    run: Running, folder: Path
) -> None:
    """The one that was mended went away from under the cursor, and another took its place."""
    (folder / "2011年下村.csv").write_text(VISITS.replace("走访日期,下去的人", "哪天,哪个"), "gb18030")
    await tried(run, folder)
    await look(run, "tables")
    page = await run.screen(ImportTables)
    await run.until(lambda: page.table.row_count == 4 and page.table.current)
    before = [row.cells[1] for row in rows_of(page.table)]
    assert page.table.cursor == 0
    await run.press("enter")
    table = await run.screen(ImportTable)
    await idle(run, table)
    await run.press("f4")
    await chosen(run, "leave this")
    await run.press("f7", "escape")
    await run.until(lambda: run.app.screen is page)
    await idle(run, page)
    await run.until(lambda: rows_of(page.table)[0].cells[3] == "left out", "left out")
    assert [row.cells[1] for row in rows_of(page.table)] == before
    assert page.table.cursor == 0
