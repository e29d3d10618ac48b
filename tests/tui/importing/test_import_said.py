"""What is said of papers, sheets and questions on the pages of an import, and for how many it holds."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from textual.widgets import OptionList

from records.archive import Archive
from records.intake.mappings.mapping_reading import load_mapping
from tests.tui.conftest import Running
from tests.tui.importing.pages import BODY, ROSTER, VISITS, chosen, idle, look, text, tried
from tests.tui.tables.listing import rows_of
from tui.screens.forms.option_picker import OptionPicker
from tui.screens.forms.picker import PickerScreen
from tui.screens.importing.import_papers import ImportPapers
from tui.screens.importing.import_questions import ImportQuestions
from tui.screens.importing.import_table import ImportTable
from tui.screens.importing.import_tables import ImportTables
from tui.screens.menu import MenuScreen
from tui.screens.prompts import ChoicePrompt, TextPrompt
from tui.widgets.table.virtual_table import VirtualTable


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
    await run.until(
        lambda: ("张伟民.txt", "李秀兰") in [(each.id, each.cells[2]) for each in rows_of(page.table)]
    )
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

    def places() -> list[object]:
        report = page.importing.report
        return [item.fields["place"] for item in (report.items if report else ()) if item.kind == "session"]

    def created() -> list[str]:
        return page.importing.report.units_created if page.importing.report is not None else []

    assert days() == ["2011-03-05", "2011-06-08"]
    await change("date")
    await run.screen(TextPrompt)
    await run.write("2011.6.18")
    await run.press("enter")
    await run.until(lambda: days() == ["2011-03-05", "2011-06-18"], "another day")
    await idle(run, page)
    await change("more")
    await chosen(run, "place")
    await run.screen(TextPrompt)
    await run.press("ctrl+u")
    await run.write("上营村部")
    await run.press("enter")
    await run.until(lambda: places() == ["村部", "上营村部"], "another place")
    await idle(run, page)
    await change("unit")
    picker = await run.screen(PickerScreen)
    await run.write("渡口村党支部")
    await run.until(lambda: picker.query_one(VirtualTable).row_count == 1, "a new unit")
    await run.press("enter")
    await run.until(lambda: "渡口村党支部" in created(), "created")
    await idle(run, page)
    (rule,) = load_mapping(page.importing.mapping, archive.kinds).rules
    assert rule.parts == {2: {"start": "2011.6.18", "place": "上营村部"}}
    assert (rule.unit, rule.create, days()[1]) == ("渡口村党支部", frozenset({"units"}), "2011-06-18")


async def test_an_answer_that_fits_nothing_any_more_is_told(
    run: Running, archive: Archive, folder: Path
) -> None:
    """Reading notes are of one person, articles have authors: who that is was answered of the other field."""
    (folder / "心得.txt").write_text(f"山里的事\n作者：张玮民\n{BODY}\n2011年8月19日\n", "utf-8")
    screen = await tried(run, folder)
    await look(run, "questions", entries=4)
    page = await run.screen(ImportQuestions)
    await run.until(lambda: page.asked is not None, "a question")
    while page.asked and page.asked.question.raw != "张玮民":
        await run.press("f8")
    await run.press("1")
    await run.screen(ChoicePrompt)
    await run.press("right", "enter")
    await run.until(lambda: "1 answered" in text(page, ".import-line"), "answered")
    assert list(load_mapping(page.importing.mapping, archive.kinds).answers.values()) == [
        "张伟民（柳树湾村党支部）"
    ]
    await run.press("f2")
    await run.until(lambda: "0 answered" in text(page, ".import-line"), "settled")
    await idle(run, page)
    assert page.importing.no_longer == ()
    await run.press("escape")
    await run.until(lambda: run.app.screen is screen)
    await look(run, "papers", entries=4)
    papers = await run.screen(ImportPapers)
    await run.until(lambda: papers.table.current)
    await run.press("enter")
    await run.screen(MenuScreen)
    await run.press("enter")
    await chosen(run, "reading")
    await run.until(lambda: papers.importing.no_longer, "told")
    await idle(run, papers)
    (note,) = papers.importing.no_longer
    assert "心得.txt" in note and "张玮民" in note
    told = [each.message for each in run.app._notifications if each.severity == "warning"]
    assert len(told) == 1 and note in told[0]


async def test_of_running_notes_on_visits_is_offered_only_what_can_be_said_of_them(
    run: Running, folder: Path
) -> None:
    notes = (
        "入户走访笔记",
        "走访人：张伟民",
        "2011年5月6日，到柳树湾村一组李保山家走访，反映堰塘漏水，已报水务站解决。",
        "2011年5月9日，到柳树湾村二组马长福家走访，反映要买化肥，帮助联系了供销社。",
    )
    (folder / "入户走访笔记（张伟民）.txt").write_text("\n".join(notes), "utf-8")
    await tried(run, folder)
    await look(run, "papers", entries=4)
    page = await run.screen(ImportPapers)
    await run.until(lambda: page.table.current)
    report = page.importing.report
    assert report is not None
    assert {item.kind for item in report.items if item.attach} == {"household_visit"}
    await run.press("enter")
    menu = (await run.screen(MenuScreen)).query_one(OptionList)
    await run.until(lambda: menu.option_count > 0)
    offered = {menu.get_option_at_index(at).id for at in range(menu.option_count)}
    assert offered & {"kind", "drop"} == {"kind", "drop"}
    assert not offered & {"more", "unit", "title"}
