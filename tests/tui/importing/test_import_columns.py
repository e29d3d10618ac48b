"""F9 on tables: columns that are a record a cell, and the rows of a test that is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Button

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.mappings.mapping_reading import load_mapping
from tests.tui.conftest import Running
from tests.tui.importing.pages import ROSTER, chosen, idle, look, text, tried
from tui.screens.importing import import_table
from tui.screens.importing.import_table import ImportTable
from tui.screens.importing.import_tables import ImportTables
from tui.screens.prompts import ChoicePrompt, ask_choice

ARTICLES = "2011年文章统计\n姓名,1月,2月\n张伟民,学习有感,读书有感\n李秀兰,议事有感,修渠有感\n"


async def test_titles_of_two_months_are_sent_to_the_title_without_a_question(
    run: Running, archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The question offered to put them together, or to let go of the first."""
    (folder := tmp_path / "民情资料").mkdir()
    (folder / "党员花名册.csv").write_text(ROSTER, "utf-8")
    (folder / "文章.csv").write_text(ARTICLES, "utf-8")
    # A change is looked at alone, however fast the machine is, and F2 runs the rest.
    monkeypatch.setattr(import_table, "CHEAP", -1.0)
    await tried(run, folder)
    await look(run, "tables")
    tables = await run.screen(ImportTables)
    await run.until(lambda: tables.table.row_count == 2 and tables.table.current, "tables")
    await run.press("enter")
    page = await run.screen(ImportTable)
    await idle(run, page)
    await run.press("f4")
    await chosen(run, "experience")
    await idle(run, page)
    page.columns.focus()
    await run.press("home")
    for _ in ("1月", "2月"):
        await run.press("down", "enter")
        await chosen(run, "title")
        await idle(run, page)
        assert not isinstance(run.app.screen, ChoicePrompt)
    await run.press("f2")
    await run.until(lambda: text(page, "#import-rule").splitlines()[1].startswith("4 taken"), "four papers")
    await idle(run, page)
    await run.press("f7")
    await run.until(page.importing.mapping.exists, "kept")
    await idle(run, page)
    (rule,) = load_mapping(page.importing.mapping, archive.kinds).rules
    assert {name for each in rule.columns if each.to == "title" for name in each.headings} == {"1月", "2月"}


async def test_arrows_stop_at_the_first_and_the_last_answer(run: Running) -> None:
    """Left on the first of two went round to the last, and Enter took what holds for all tables."""
    said: list[str | None] = []

    async def ask() -> None:
        said.append(await ask_choice(run.app, "For which?", "", [("alone", "This"), ("all", "All")]))

    last = ("up", "up", "right", "right", "down", "enter")
    for keys, answer in ((("left", "enter"), "alone"), (last, "all")):
        run.app.run_worker(ask())
        await run.screen(ChoicePrompt)
        await run.until(lambda: len(run.app.screen.query(Button)) == 2 and run.app.focused, "buttons")
        await run.press(*keys)
        await run.until(lambda: not isinstance(run.app.screen, ChoicePrompt), "answered")
        assert said[-1] == answer


async def test_no_row_of_a_refused_test_is_taken(archive: Archive, tmp_path: Path) -> None:
    """The report and the page of tables counted its results as taken, though the test is none."""
    (folder := tmp_path / "民情资料").mkdir()
    (folder / "党员花名册.csv").write_text(ROSTER, "utf-8")
    (folder / "成绩.csv").write_text("理论测试成绩单\n姓名,成绩\n张伟民,88\n李秀兰,79\n", "utf-8")
    report = await run_import(archive, folder)
    (exam,) = (item for item in report.items if item.kind == "exam")
    assert (exam.outcome, exam.why) == ("reject", "missing_date")
    (table,) = (each for each in report.tables if each.kind == "exam")
    assert (table.taken, table.flagged, table.refused) == (0, 0, 2)
    assert report.counts["exam_result"] == {"reject": 2}
