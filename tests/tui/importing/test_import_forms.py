"""F9 says what a table is beside its columns: a form, one test with others; and who came to a meeting."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import OptionList

from records.archive import Archive
from records.intake.mappings.mapping_reading import load_mapping
from tests.intake.offices.office_truth import xlsx
from tests.tui.conftest import Running
from tests.tui.importing.pages import ROSTER, chosen, idle, text, tried
from tests.tui.tables.listing import rows_of
from tui.screens.importing.import_papers import ImportPapers
from tui.screens.importing.import_table import ImportTable
from tui.screens.importing.import_tables import ImportTables
from tui.screens.menu import MenuScreen
from tui.screens.prompts import TextPrompt

CARD: list[list[object]] = [
    ["民情一户一卡"],
    ["谁家", "李保山", "哪天去的", "2012年4月3日"],
    ["去的同志", "张伟民", "难处", "缺化肥，水渠不通"],
]
MINUTES = (
    "柳树湾村党支部党员大会记录\n时间：2012年4月3日\n地点：村部\n主持：张伟民\n记录：李秀兰\n"
    "应到2人，实到1人\n会议内容：学习党章\n张伟民：今天学习党章，大家要认真学。\n"
)


async def _look(run: Running, what: str) -> None:
    """F9 and one of its entries, however many there are."""
    await run.press("f9")
    menu = await run.screen(MenuScreen)
    options = menu.query_one(OptionList)
    await run.until(lambda: options.option_count > 1)
    options.highlighted = options.get_option_index(what)
    await run.press("enter")


async def _opened(run: Running, file: str) -> ImportTable:
    """The page of the table of a file."""
    await _look(run, "tables")
    tables = await run.screen(ImportTables)
    await run.until(lambda: tables.table.row_count and tables.table.current)
    rows = [tables.table.row(at) for at in range(tables.table.row_count)]
    tables.table.cursor = next(at for at, row in enumerate(rows) if row and file in row.cells[1])
    await run.press("enter")
    page = await run.screen(ImportTable)
    await idle(run, page)
    return page


async def _more(run: Running, entry: str) -> list[str]:
    """Choose an entry of F8; what it offers."""
    await run.press("f8")
    menu = await run.screen(MenuScreen)
    options = menu.query_one(OptionList)
    await run.until(lambda: options.option_count > 3)
    shown = [str(options.get_option_at_index(at).id) for at in range(options.option_count)]
    options.highlighted = options.get_option_index(entry)
    await run.press("enter")
    return shown


def _folder(tmp_path: Path) -> Path:
    made = tmp_path / "资料"
    made.mkdir()
    (made / "党员花名册.csv").write_text(ROSTER, "gb18030")
    return made


async def test_a_table_is_said_to_be_a_form(run: Running, archive: Archive, tmp_path: Path) -> None:
    """Its first row was taken for headings, and no choice of the page made a record of it."""
    folder = _folder(tmp_path)
    xlsx(
        folder / "卡片.xlsx",
        {"一": CARD, "二": [*CARD[:1], ["谁家", "马长福", "哪天去的", "2012年4月6日"], CARD[2]]},
        {},
    )
    await tried(run, folder)
    page = await _opened(run, "卡片")
    await run.press("f4")
    await chosen(run, "househ")
    await idle(run, page)
    await _more(run, "form")
    await idle(run, page)
    await run.until(lambda: "a form" in text(page, "#import-rule"), "said")
    await run.until(lambda: [row.id for row in rows_of(page.columns)] == [0, 1, 2, 3], "its labels")
    assert [row.cells[0] for row in rows_of(page.columns)] == ["谁家", "哪天去的", "去的同志", "难处"]
    page.columns.focus()
    await run.press("home")
    for target in ("househ", "visited", "visitor", "diff"):
        await run.press("enter")
        await chosen(run, target)
        await idle(run, page)
        await run.press("down")
    await run.press("f7")
    await run.until(page.importing.mapping.exists, "kept")
    await idle(run, page)
    (rule,) = load_mapping(page.importing.mapping, archive.kinds).rules
    assert rule.form and rule.kind == "household_visit" and not rule.sheets
    report = page.importing.report
    visits = [item for item in report.items if item.kind == "household_visit"] if report else []
    assert [item.fields["household"] for item in visits if item.taken] == ["李保山", "马长福"]


async def test_tables_of_the_same_headings_are_said_to_be_one_test(
    run: Running, archive: Archive, tmp_path: Path
) -> None:
    """The page had no choice for it: each sheet but the first lacked the day."""
    folder = _folder(tmp_path)
    heads: list[object] = ["姓名", "成绩"]
    first: list[list[object]] = [
        ["2012年理论测试"],
        ["测试时间：2012年5月8日"],
        heads,
        ["张伟民", 92],
        ["李秀兰", 85],
    ]
    second: list[list[object]] = [["上营村"], heads, ["赵永刚", 95], ["王德明", 88]]
    xlsx(folder / "测试.xlsx", {"一": first, "二": second}, {})
    await tried(run, folder)
    page = await _opened(run, "测试")
    assert "one_test" in await _more(run, "one_test")
    await idle(run, page)
    await run.until(lambda: "one test with the others" in text(page, "#import-rule"), "said")
    await run.press("f7")
    await run.until(page.importing.mapping.exists, "kept")
    await idle(run, page)
    (rule,) = load_mapping(page.importing.mapping, archive.kinds).rules
    assert rule.one_test and rule.kind == "exam"
    report = page.importing.report
    (exam,) = [item for item in report.items if item.kind == "exam"] if report else []
    assert exam.taken and len(exam.fields["results"]) == 4


async def test_who_was_away_is_said_of_minutes(run: Running, archive: Archive, tmp_path: Path) -> None:
    """其他字段 of a paper offered everything but who came."""
    folder = _folder(tmp_path)
    (folder / "记录.txt").write_text(MINUTES, "utf-8")
    await tried(run, folder)
    await _look(run, "papers")
    page = await run.screen(ImportPapers)
    await run.until(lambda: page.table.row_count == 1 and page.table.current)
    await run.press("enter")
    menu = await run.screen(MenuScreen)
    options = menu.query_one(OptionList)
    await run.until(lambda: options.option_count > 3)
    options.highlighted = options.get_option_index("more")
    await run.press("enter")
    await chosen(run, "absent, by")
    await run.screen(TextPrompt)
    await run.write("李秀兰（病假）")
    await run.press("enter")
    await run.until(page.importing.mapping.exists, "kept")
    await idle(run, page)
    (rule,) = load_mapping(page.importing.mapping, archive.kinds).rules
    assert rule.constants == {"absentees": "李秀兰（病假）"}
    report = page.importing.report
    (meeting,) = [item for item in report.items if item.kind == "session"] if report else []
    assert [row["state"] for row in meeting.fields["attendance"]] == ["请假", "到"]
