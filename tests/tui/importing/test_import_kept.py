"""What was said of an import holds, whenever its page is left and whatever runs meanwhile."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import OptionList

from records.archive import Archive
from records.intake.mappings.mapping_reading import load_mapping
from tests.tui.conftest import Running
from tests.tui.importing.pages import BODY, ROSTER, VISITS, chosen, idle, look, text, tried
from tests.tui.tables.listing import rows_of
from tui.screens.importing.import_papers import ImportPapers
from tui.screens.importing.import_questions import ImportQuestions
from tui.screens.importing.import_refused import ImportRefused
from tui.screens.importing.import_table import ImportTable
from tui.screens.importing.import_tables import ImportTables
from tui.screens.menu import MenuScreen
from tui.screens.prompts import ChoicePrompt


async def _again(run: Running, screen: object) -> None:
    """F2 on the first page, until its run is done."""
    from tui.screens.importing.import_ import ImportScreen

    assert isinstance(screen, ImportScreen)
    before = screen.report
    await run.press("f2")
    await run.until(lambda: screen.report is not before and not list(screen.workers), "run again")


async def test_an_answer_holds_in_the_next_run_of_the_first_page(run: Running, folder: Path) -> None:
    """The first page ran without the file that the answer had just been written into."""
    path = folder / "2010年走动.csv"
    path.write_text(VISITS.replace("下去的人,户,说了些什么", "走访人,户主,存在困难"), "gb18030")
    screen = await tried(run, folder)
    await look(run, "questions")
    page = await run.screen(ImportQuestions)
    await run.until(lambda: page.query_one("#question-answers", OptionList).option_count, "a question")
    while page.asked and page.asked.question.raw != "张伟明":
        await run.press("f8")
    await run.press("1")
    await run.screen(ChoicePrompt)
    await run.press("enter")
    await run.until(lambda: "2 answered" in text(page, ".import-line"), "both answered")
    await run.press("escape")
    await run.until(lambda: run.app.screen is screen)
    await _again(run, screen)
    report = screen.report
    assert report is not None
    raws = [question.raw for item in report.every_item() for question in item.questions]
    assert "张伟明" not in raws


async def test_a_table_that_is_kept_holds_when_the_run_that_tries_it_is_stopped(
    run: Running, archive: Archive, folder: Path
) -> None:
    lines = "".join(f"2010.7.{at % 28 + 1},张伟民,李保{at},水渠不通,\n" for at in range(4000))
    (folder / "2010年走动.csv").write_text(VISITS + lines, "gb18030")
    screen = await tried(run, folder)
    await look(run, "tables")
    tables = await run.screen(ImportTables)
    await run.until(lambda: tables.table.row_count == 3 and tables.table.current)
    await run.press("enter")
    page = await run.screen(ImportTable)
    await idle(run, page)
    await run.press("f4")
    await chosen(run, "leave this")
    run.typed("f7", "escape")
    await run.until(lambda: run.app.screen is not page, "left")
    assert run.app.screen is tables, "it was asked whether to keep what is being kept"
    # The run that tries it is stopped; if it is done by now, the page is left.
    await run.press("escape")
    await run.until(lambda: not tables.importing.busy and not list(run.app.workers), "stopped")
    assert [each.kind for each in load_mapping(tables.importing.mapping, archive.kinds).rules] == ["skip"]
    if run.app.screen is tables:
        await run.press("escape")
    await run.until(lambda: run.app.screen is screen, "the first page")
    await _again(run, screen)
    report = screen.report
    assert report is not None
    assert [each.why for each in report.tables if "走动" in each.file] == ["skipped"]


async def test_a_table_is_kept_whose_page_was_not_read_yet(
    run: Running, archive: Archive, folder: Path
) -> None:
    """The key did nothing before the file was read, and nothing said so."""
    await tried(run, folder)
    await look(run, "tables")
    tables = await run.screen(ImportTables)
    await run.until(lambda: tables.table.row_count == 3 and tables.table.current)
    tables.table.cursor = next(at for at, row in enumerate(rows_of(tables.table)) if "花名册" in row.cells[1])
    # All at once, as a terminal hands over what was typed while the machine was slow.
    run.typed("enter", "f7", "escape")
    await run.until(lambda: tables.importing.mapping.exists() and run.app.screen is tables, "kept and left")
    await idle(run, tables)
    rules = load_mapping(tables.importing.mapping, archive.kinds).rules
    assert [(rule.files, rule.kind) for rule in rules] == [("党员花名册.csv", "person")]


async def test_rows_left_out_one_after_the_other_are_all_kept(
    run: Running, archive: Archive, folder: Path
) -> None:
    """The second was written while the first was, and each read the file as it was before both."""
    (folder / "2010年走动.csv").unlink()
    more = "".join(
        f"李秀{name},女,1970.1{at},1995.{at + 1},柳树湾村党支部\n" for at, name in enumerate("珍芳")
    )
    (folder / "党员花名册.csv").write_text(ROSTER + more, "gb18030")
    visits = "".join(f"2010.7.{day},张伟民,李保山,水渠不通{day},{day}\n" for day in range(1, 9))
    (folder / "走访.csv").write_text("走访日期,走访人,户主,存在困难,经手\n" + visits, "utf-8")
    screen = await tried(run, folder)
    await look(run, "refused")
    page = await run.screen(ImportRefused)
    await run.press("f8")
    await run.until(lambda: "taken with a doubt" in text(page, ".import-line") and page.table.row_count > 6)
    at = next(at for at, row in enumerate(rows_of(page.table)) if "走访.csv" in row.cells[0])
    page.table.cursor = at
    run.typed("delete", "down", "delete", "down", "delete", "down", "delete")

    def kept() -> int:
        path = page.importing.mapping
        return len(load_mapping(path, archive.kinds).answers) if path.exists() else 0

    await run.until(lambda: page.table.cursor == at + 3 and not list(page.workers), "all taken")
    await run.until(lambda: kept() == 4, "all kept")
    await run.press("escape")
    await run.until(lambda: run.app.screen is screen)
    await _again(run, screen)
    report = screen.report
    assert report is not None
    assert sum(item.refused for item in report.every_item()) == 4


async def test_a_second_change_of_a_paper_does_not_undo_the_first(
    run: Running, archive: Archive, folder: Path
) -> None:
    (folder / "张伟民.txt").write_text(f"山里的事\n张伟民\n{BODY}\n2011年8月19日\n", "utf-8")
    (folder / "李秀兰.txt").write_text(f"河边的事\n李秀兰\n{BODY}\n2011年8月20日\n", "utf-8")
    await tried(run, folder)
    await look(run, "papers", entries=4)
    page = await run.screen(ImportPapers)
    await run.until(lambda: page.table.row_count == 2 and page.table.current)
    for _ in range(2):
        await run.press("enter")
        await _to_leave_out(run)
        run.typed("enter", "down")
        await run.until(lambda: run.app.screen is page)
    await idle(run, page)
    rules = load_mapping(page.importing.mapping, archive.kinds).rules
    assert {rule.files: rule.kind for rule in rules} == {"张伟民.txt": "skip", "李秀兰.txt": "skip"}


async def _to_leave_out(run: Running) -> None:
    """The cursor on the entry of the menu that leaves a paper out."""
    options = (await run.screen(MenuScreen)).query_one(OptionList)
    await run.until(lambda: options.option_count > 1)
    options.highlighted = options.get_option_index("drop")
