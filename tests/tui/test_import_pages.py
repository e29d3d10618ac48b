"""The pages that work on an import: tables and their mapping, questions, refused rows, at 80x24."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from textual.screen import Screen
from textual.widgets import OptionList, Static

from records.archive import Archive
from records.intake.mappings.mapping_reading import load_mapping
from tests.tui.conftest import Running
from tests.tui.tables.listing import rows_of
from tui.screens.forms.option_picker import OptionPicker
from tui.screens.forms.picker import PickerScreen
from tui.screens.importing import import_table
from tui.screens.importing.import_ import ImportScreen
from tui.screens.importing.import_page import ImportPage
from tui.screens.importing.import_papers import ImportPapers
from tui.screens.importing.import_questions import ImportQuestions
from tui.screens.importing.import_refused import ImportRefused, RowPrompt
from tui.screens.importing.import_table import ImportTable
from tui.screens.importing.import_tables import ImportTables
from tui.screens.menu import MenuScreen
from tui.screens.prompts import ChoicePrompt, TextPrompt
from tui.widgets.line_input import LineInput
from tui.widgets.table.virtual_table import VirtualTable

ROSTER = """\
青杨河乡党员花名册
姓名,性别,出生年月,入党时间,所在支部
张伟民,男,1965.3,1990.7,柳树湾村党支部
李秀兰,女,1970.11,1995.7,柳树湾村党支部
赵永刚,男,1958.1,1980.7,上营村党支部
王德明,男,1962.5,1988.7,上营村党支部
"""
VISITS = """\
走访情况
走访日期,下去的人,户,说了些什么,备注
2010.7.3,张伟民,李保山,水渠不通,
2010.7.9,张伟明,马长福999999197803150011,缺化肥,
2010.8.2,张伟明,周大有,路不好走,
2010.13.2,李秀兰,周大有,没人,
"""
STUDY = """\
干部学习情况登记表（2010年下半年）
姓名,所在支部,学习次数,学习笔记(字)
李秀兰,柳树湾村党支部,12,8000
赵永刚,粮管所支部,10,6000
"""
BODY = "把学到的用到每天的事情里去，群众的事再小也要办。" * 12


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "民情资料"
    made.mkdir()
    (made / "党员花名册.csv").write_text(ROSTER, "gb18030")
    (made / "2010年走动.csv").write_text(VISITS, "gb18030")
    (made / "学习登记2010.csv").write_text(STUDY, "utf-8")
    return made


async def tried(run: Running, folder: Path) -> ImportScreen:
    """The import page after a dry run over ``folder``."""
    run.app.push_screen(ImportScreen())
    screen = await run.screen(ImportScreen)
    await run.until(lambda: screen.query("#path"))
    screen.query_one("#path", LineInput).value = str(folder)
    await run.press("f2")
    await run.until(lambda: "Trial run" in text(screen, "#report"), "dry run")
    return screen


def text(page: Screen[Any], query: str) -> str:
    """What a line of a page says."""
    return str(page.query_one(query, Static).render())


async def look(run: Running, what: str, *, entries: int = 3) -> None:
    """F9, then the entry called ``what`` of so many."""
    await run.press("f9")
    menu = await run.screen(MenuScreen)
    options = menu.query_one(OptionList)
    await run.until(lambda: options.option_count == entries)
    options.highlighted = options.get_option_index(what)
    await run.press("enter")


async def chosen(run: Running, letters: str) -> None:
    """Type into a picker of options and take the first."""
    await run.screen(OptionPicker)
    await run.write(letters)
    await run.press("enter")
    await run.until(lambda: not isinstance(run.app.screen, OptionPicker), "picker closed")


async def idle(run: Running, page: ImportPage) -> None:
    """Wait until nothing is read or run."""
    await run.until(lambda: page.built and not page.importing.busy and not list(page.workers), "idle")


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


async def test_what_a_paper_is_is_changed_on_its_page_and_kept(
    run: Running, archive: Archive, folder: Path
) -> None:
    (folder / "张伟民.txt").write_text(f"山里的事\n张伟民\n{BODY}\n2011年8月19日\n", "utf-8")
    (folder / "值班安排.txt").write_text("值班\n周一张伟民，周二赵永刚，周三李秀兰。\n", "utf-8")
    screen = await tried(run, folder)
    await look(run, "papers", entries=4)
    page = await run.screen(ImportPapers)
    await run.until(lambda: page.table.row_count == 2 and page.table.current)

    async def change(file: str, entry: str) -> None:
        rows = [page.table.row(at) for at in range(2)]
        page.table.cursor = next(at for at, row in enumerate(rows) if row is not None and row.id == file)
        await run.press("enter")
        menu = await run.screen(MenuScreen)
        options = menu.query_one(OptionList)
        await run.until(lambda: options.option_count > 1)
        options.highlighted = options.get_option_index(entry)
        await run.press("enter")

    def kinds() -> dict[object, str]:
        rows = [page.table.row(at) for at in range(page.table.row_count)]
        return {row.id: row.cells[1] for row in rows if row is not None}

    await change("张伟民.txt", "kind")
    await chosen(run, "research")
    await run.until(lambda: kinds().get("张伟民.txt") == "Research report", "another kind")
    await idle(run, page)
    await change("值班安排.txt", "drop")
    await run.until(lambda: kinds().get("值班安排.txt") == "left out", "left out")
    await idle(run, page)
    await change("张伟民.txt", "author")
    await run.screen(PickerScreen)
    await run.write("李秀兰")
    await run.until(lambda: run.app.screen.query_one(VirtualTable).row_count == 1, "found")
    await run.press("enter")
    await run.until(lambda: (row := page.table.row(0)) is not None and row.cells[2] == "李秀兰", "author")
    await idle(run, page)
    rules = {rule.files: rule for rule in load_mapping(page.importing.mapping, archive.kinds).rules}
    assert {file: rule.kind for file, rule in rules.items()} == {
        "张伟民.txt": "research_report",
        "值班安排.txt": "skip",
    }
    assert rules["张伟民.txt"].constants == {"authors": "李秀兰（柳树湾村党支部）"}
    # What was said holds in the next run, and can be taken back.
    await run.press("escape")
    await run.until(lambda: run.app.screen is screen)
    before = screen.report
    await run.press("f2")
    await run.until(lambda: screen.report is not before and not list(screen.workers), "run again")
    await look(run, "papers", entries=4)
    page = await run.screen(ImportPapers)
    await run.until(lambda: len(kinds()) == 2)
    assert kinds() == {"张伟民.txt": "Research report", "值班安排.txt": "left out"}
    await change("值班安排.txt", "free")
    await run.until(lambda: kinds().get("值班安排.txt") != "left out", "recognised again")
    await idle(run, page)


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


async def test_one_answer_holds_for_all_of_a_file_and_reason_and_can_be_taken_back(
    run: Running, archive: Archive, folder: Path
) -> None:
    """An office that began in 2009 was asked about each of its rows."""
    days = "".join(f"2009.7.{day},张伟民,李保山,水渠不通{day},\n" for day in range(1, 13))
    head = VISITS.splitlines()[1].replace("下去的人,户,说了些什么", "走访人,户主,存在困难")
    (folder / "2010年走动.csv").unlink()
    (folder / "走访2009.csv").write_text(f"{head}\n{days}", "utf-8")
    (folder / "走访2008.csv").write_text(f"{head}\n2008.7.1,张伟民,李保山,路不好走,\n", "utf-8")
    await tried(run, folder)
    await look(run, "questions")
    page = await run.screen(ImportQuestions)
    answers = page.query_one("#question-answers", OptionList)
    await run.until(lambda: answers.option_count, "a question")
    while page.asked and not page.asked.question.raw.startswith("2009"):
        await run.press("f8")
    about = text(page, "#question-text")
    while page.asked and page.asked.question.place.file != "走访2009.csv":
        await run.press("f8")
    assert "have this reason" in about
    await run.press("1")
    menu = await run.screen(MenuScreen)
    options = menu.query_one(OptionList)
    await run.until(lambda: options.option_count > 2, "where it holds")
    shown = [str(options.get_option_at_index(at).prompt) for at in range(options.option_count)]
    assert shown[1].startswith("All 12 of this file") and shown[2].startswith("All 13 with this reason")
    options.highlighted = 1
    await run.press("enter")
    await run.until(lambda: "12 answered" in text(page, ".import-line"), "all of the file")
    mapping = load_mapping(page.importing.mapping, archive.kinds)
    before, others = page.importing.report, len(page._list) - 13
    assert mapping.alike == {"走访2009.csv · date_outside_programme": "printed"}
    await run.press("f2")
    one_left = lambda: page.importing.report is not before and len(page._list) == 1 + others  # noqa: E731
    await run.until(one_left, "one is left")
    await idle(run, page)
    report = page.importing.report
    assert report is not None and sum(report.answered_alike.values()) == 12
    # After the run nothing asks any more, and it can be taken back all the same.
    answers.highlighted = answers.get_option_index("for-all")
    await run.press("enter")
    await run.screen(MenuScreen)
    await run.press("enter")
    await run.until(lambda: not load_mapping(page.importing.mapping, archive.kinds).alike, "taken back")
    await run.press("f2")
    await run.until(lambda: len(page._list) == 13 + others, "asked again")
    await idle(run, page)


async def test_what_is_the_same_in_every_row_may_hold_for_one_sheet_alone(
    run: Running, archive: Archive, tmp_path: Path
) -> None:
    """Said of the sheet shown, a group held for all sheets of the same headings."""
    book = openpyxl.Workbook()
    for name, day in (("上半年", "2011.3.2"), ("下半年", "2011.9.2")):
        sheet = book.create_sheet(name)
        sheet.append(["走访时间", "走访人", "户主", "存在困难"])
        sheet.append([day, "张伟民", "李保山", "水渠不通"])
    del book[book.sheetnames[0]]
    source = tmp_path / "资料"
    source.mkdir()
    book.save(source / "走访.xlsx")
    (source / "党员花名册.csv").write_text(ROSTER, "gb18030")
    await tried(run, source)
    await look(run, "tables")
    tables = await run.screen(ImportTables)
    await run.until(lambda: tables.table.row_count == 3 and tables.table.current)
    rows = rows_of(tables.table)
    tables.table.cursor = next(at for at, row in enumerate(rows) if "下半年" in row.cells[2])
    await run.press("enter")
    page = await run.screen(ImportTable)
    await idle(run, page)
    await run.press("f8")
    menu = await run.screen(MenuScreen)
    menu.query_one(OptionList).highlighted = menu.query_one(OptionList).get_option_index("same")
    await run.press("enter")
    await run.screen(ChoicePrompt)
    await run.press("enter")
    await chosen(run, "group")
    await run.screen(TextPrompt)
    await run.write("二组")
    await run.press("enter")
    await idle(run, page)
    await run.press("f7")
    await run.until(page.importing.mapping.exists, "kept")
    await idle(run, page)
    (rule,) = load_mapping(page.importing.mapping, archive.kinds).rules
    assert (rule.sheets, rule.constants) == (("下半年",), {"group": "二组"})
    report = page.importing.report
    assert report is not None
    said = {item.place.sheet: item.fields.get("group") for item in report.items if item.place.sheet}
    assert said == {"上半年": None, "下半年": "二组"}


async def test_what_is_left_out_stands_first_among_kinds(run: Running, folder: Path) -> None:
    await tried(run, folder)
    await look(run, "tables")
    tables = await run.screen(ImportTables)
    await run.until(lambda: tables.table.row_count == 3 and tables.table.current)
    await run.press("enter")
    page = await run.screen(ImportTable)
    await idle(run, page)
    await run.press("f4")
    picker = await run.screen(OptionPicker)
    options = picker.query_one(OptionList)
    await run.until(lambda: options.option_count > 5)
    # Enter alone leaves nothing out.
    assert (options.get_option_at_index(0).id, options.highlighted) == ("skip", 1)
    await run.press("escape")
    await idle(run, page)


async def test_a_meeting_of_a_book_gets_its_own_day_and_a_paper_a_unit_that_is_new(
    run: Running, archive: Archive, folder: Path
) -> None:
    meetings = (("2011年3月5日", "学习党章"), ("2011年6月8日", "学习水利条例"))
    words = "柳树湾村党支部会议记录\n" + "\n".join(
        f"时间：{day}\n地点：村部\n主持人：张伟民\n记录人：李秀兰\n出席：张伟民、李秀兰\n会议内容：{what}。{BODY}"
        for day, what in meetings
    )
    (folder / "支部会议记录.txt").write_text(words, "utf-8")
    await tried(run, folder)
    await look(run, "papers", entries=4)
    page = await run.screen(ImportPapers)
    await run.until(lambda: page.table.row_count == 2 and page.table.current)

    async def change(entry: str) -> None:
        page.table.cursor = 1
        await run.press("enter")
        menu = await run.screen(MenuScreen)
        options = menu.query_one(OptionList)
        await run.until(lambda: options.option_count > 1)
        options.highlighted = options.get_option_index(entry)
        await run.press("enter")

    def days() -> list[str]:
        return [row.cells[2] for row in rows_of(page.table)]

    def created() -> list[str]:
        return page.importing.report.units_created if page.importing.report is not None else []

    assert days() == ["2011-03-05", "2011-06-08"]
    await change("date")
    await run.screen(TextPrompt)
    await run.write("2011.6.18")
    await run.press("enter")
    await run.until(lambda: days() == ["2011-03-05", "2011-06-18"], "another day")
    await idle(run, page)
    await change("unit")
    picker = await run.screen(PickerScreen)
    await run.write("渡口村党支部")
    await run.until(lambda: picker.query_one(VirtualTable).row_count == 1, "a new unit")
    await run.press("enter")
    await run.until(lambda: "渡口村党支部" in created(), "created")
    await idle(run, page)
    (rule,) = load_mapping(page.importing.mapping, archive.kinds).rules
    assert rule.parts == {2: {"start": "2011.6.18"}}
    assert (rule.unit, rule.create, days()[1]) == ("渡口村党支部", frozenset({"units"}), "2011-06-18")
