"""What isn't understood in full is flagged: leftovers of cells, headings, titles, names and dates."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlwt
from openpyxl.styles import Font

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.build.briefings import says_more
from records.intake.build.funding import _is_budget
from records.intake.build.visits import read_outcome
from records.intake.dates import dates_in
from records.intake.files.reading import Cell, Paragraph, TextDocument
from records.intake.leftovers import is_guessed
from records.intake.outcome import Item, Place
from records.intake.papers.notes import propose
from records.intake.readers.sheet_marks import marks_of
from records.intake.tables.facts import facts_of
from records.intake.tables.layouts import other_measure
from records.intake.tables.recognition.columns import match_columns
from records.intake.tables.source import SourceRow
from records.kind_file import own_kinds

KINDS = own_kinds()


def row_of(**texts: str) -> SourceRow:
    return SourceRow(5, {name: Cell(text, text) for name, text in texts.items()}, tuple(texts.values()))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("农历二〇一一年五月初三", 0),
        ("2011年农历五月初三", 0),
        ("农历5月3日", 0),
        ("二〇一一年腊月", 0),
        ("2011年6月4日（农历五月初三）", 1),
        ("2011年6月4日", 1),
    ],
)
def test_days_of_the_old_calendar_are_no_days(text: str, days: int) -> None:
    assert len(list(dates_in(text, year=2011))) == days


@pytest.mark.parametrize(
    ("text", "solved", "flagged"),
    [
        ("已解决", True, False),
        ("是", True, False),
        ("未解决", False, False),
        ("部分解决", None, True),
        ("已解决一半", None, True),
        ("已上报县水利局", None, True),
        ("有望解决", None, True),
        ("不清楚", None, True),
    ],
)
def test_only_words_that_say_so_settle_a_matter(text: str, solved: bool | None, flagged: bool) -> None:
    item = Item("household_visit", Place("走访.xls", "", 5))
    read_outcome(row_of(difficulty="饮水", solved=text), item, None)
    assert (item.fields.get("solved"), "value_left_out:solved" in item.flags) == (solved, flagged)


def test_which_way_money_went_is_flagged_where_words_say_both() -> None:
    for texts, budget, flagged in (
        ({"category": "支出", "summary": "拨款购书"}, False, False),
        ({"category": "预算内支出"}, False, True),
        ({"category": "预算"}, True, False),
        ({"summary": "县委拨款"}, True, False),
        ({"summary": "拨款支付书架款"}, True, True),
    ):
        item = Item("funding", Place("账.xls", "", 5))
        got = _is_budget(row_of(**texts), item)
        assert ("value_left_out:category" in item.flags) == flagged, texts
        assert flagged or got == budget, texts


def test_headings_measures_issues_and_sheets_that_say_more() -> None:
    def guessed(kind: str, heading: str) -> bool:
        (column,) = match_columns(KINDS[kind], [heading])
        return is_guessed(heading, column.fit)

    assert not guessed("study_register", "笔记(万字)") and not guessed("person", "入党年月")
    assert not guessed("session", "主持人(签字)")
    assert guessed("exam", "成绩(折算后)") and guessed("household_visit", "走访时间(农历)")
    assert guessed("household_visit", "走访户主情况")
    assert other_measure("分钟", "学时") and other_measure("篇", "次") and not other_measure("课时", "学时")
    assert not other_measure(None, "次") and not other_measure("小时", "学时")
    assert says_more("3（增刊）") and says_more("第3-4期") and says_more("3、4")
    assert not any(map(says_more, ("3", "第3期", "2011-03", "2011-3期", "第12期(总第40期)")))
    named = facts_of((), sheet_name="上半年", file_name="2011年学习统计").period
    assert named is not None and (named.precision, named.start.month) == ("half", 1)


def test_rows_with_something_struck_through_are_found_in_both_kinds_of_workbooks() -> None:
    grid: list[list[str | int]] = [["日期", "人数"], [1, 2], ["甲", "乙"], [3, 4], [5, 6]]
    struck = {(2, 0), (3, 1)}
    new, old = openpyxl.Workbook(), xlwt.Workbook()
    sheet, other = new.active, old.add_sheet("宣讲")
    assert sheet is not None
    sheet.title = "宣讲"
    through = xlwt.easyxf("font: struck_out on")
    for row, cells in enumerate(grid):
        for column, value in enumerate(cells):
            sheet.cell(row + 1, column + 1, value).font = Font(strike=(row, column) in struck)
            other.write(row, column, value, *([through] if (row, column) in struck else []))
    for book in (new, old):
        stream = BytesIO()
        book.save(stream)
        assert marks_of(stream.getvalue())["宣讲"].struck == (3, 4)


def test_papers_that_say_two_things_are_flagged() -> None:
    body = "学习使人进步。" * 40

    def flags(path: str, *lines: str) -> tuple[str, ...]:
        return propose(TextDocument(tuple(map(Paragraph, lines))), path).flags

    assert "kind_in_doubt" in flags("a.docx", "赴兰考调查的心得", "张伟民", "2011年3月2日", body)
    two = flags("a.docx", "学习党章的心得体会", "张伟民", "2011年3月2日", body, "张伟民", "2011年5月9日")
    assert "dates_differ" in two
    assert "author_conflict" in flags("心得 李秀兰.docx", "学习心得体会", "张伟民", body)
    one = flags("a.docx", "学习党章的心得体会", "张伟民", "2011年3月2日", body)
    assert not {"kind_in_doubt", "dates_differ", "author_conflict"} & set(one)


async def test_rows_of_which_something_is_left_over_are_flagged(archive: Archive, tmp_path: Path) -> None:
    files = {
        "花名册.csv": (
            "柳树湾村党员花名册",
            "姓名,性别,民族,出生年月,入党时间,政治面貌,所在支部",
            "张伟民,男,汉,1966.3,1990.7,正式党员,柳树湾村党支部",
            "李秀兰,女性,女/回,1970.3,1980.7,正式党员,柳树湾村党支部",
            "赵永刚（大）,男,汉,1966.3,1990.7,退党,柳树湾村党支部",
            "王德明,男,汉,1971.3,1999.7,正式党员,柳树湾村党支部,,县里回来的",
        ),
        "2011年走访台账.csv": (
            "2011年入户走访台账",
            "走访日期,走访干部,户主,村名,存在困难,帮扶措施,是否解决",
            "2011.3.1,张伟民,孙老大,柳树湾村,饮水,打井,已上报",
            "2010.3.4,张伟民,孙老二,柳树湾村,饮水,打井,是",
            "2011.3.9,张伟民,孙老三,柳树湾村,饮水,打井,是",
        ),
        "2011年学习情况.csv": (
            "柳树湾村党支部2011年上半年党员学习情况登记表",
            "姓名,所在支部,学习次数,学时",
            "张伟民,柳树湾村党支部,12,90分钟",
            "王德明,柳树湾村党支部,12,36",
            "说明：学时按每次3学时折算",
        ),
        "经费.csv": (
            "2011年创建经费支出登记",
            "日期,摘要,金额,收支,哪种元",
            "2011.3.1,买书,2,支出,万元",
            "2011.3.2,买笔,20,借；未报账,元",
            "2011.3.3,买纸,30,支出,元",
        ),
        "补考.csv": (
            "2011年党的理论知识测试补考成绩",
            "考试时间：2011年6月24日",
            "姓名,支部,成绩",
            "张伟民,柳树湾村党支部,72",
        ),
        "签到.csv": (
            "柳树湾村党支部2011年学习签到册",
            "学习时间,学习内容,参加人员,实到人数",
            "2011.3.5,学习党章,张伟民、王德明等4人,4",
        ),
    }
    for name, lines in files.items():
        (tmp_path / name).write_text("\n".join(lines) + "\n", "utf-8")
    report = await run_import(archive, tmp_path)
    flags = {
        (item.place.file[:2], item.place.row): (item, set(item.flags))
        for item in report.every_item()
        if item.place.row is not None and item.kind not in ("unit", "exam")
    }
    assert flags["花名", 3][1] == set()
    assert {"value_left_out:gender", "value_unsure:nation", "value_unsure:joined_party"} <= flags["花名", 4][
        1
    ]
    assert {"words_beside:name", "value_unsure:political_status"} <= flags["花名", 5][1]
    assert flags["花名", 6][1] == {"cells_beside"}
    by_file = {(item.place.file, item.place.row): item for item in report.every_item()}
    visits = [by_file["2011年走访台账.csv", row] for row in (3, 4, 5)]
    assert [each.flags for each in visits] == [
        ["value_left_out:solved"],
        ["date_out_of_time:visited_on"],
        [],
    ]
    doubts = {"value_unsure:amount", "value_unsure:category"}
    money = [set(by_file["经费.csv", row].flags) & doubts for row in (3, 4, 5)]
    assert money == [{"value_unsure:amount"}, {"value_unsure:category"}, set()]
    study = [by_file["2011年学习情况.csv", row] for row in (3, 4)]
    assert "value_left_out:hours" in study[0].flags and "hours" not in study[0].fields
    assert study[1].flags == ["note_unread"]
    (line,) = [item for item in report.every_item() if item.kind == "exam_result"]
    assert (line.fields["makeup"], line.outcome) == (True, "import_flagged")
    meeting = by_file["签到.csv", 3]
    assert "attendance_incomplete" in meeting.flags
    assert {each["state"] for each in meeting.fields["attendance"]} == {"到"}


@pytest.mark.parametrize(
    ("heading", "doubted"),
    [("设在（机关/村/站所）", False), ("设在（机关、村或站所）", False), ("设在（村/片区）", True)],
)
async def test_what_may_stand_below_a_heading_is_no_doubt_of_it(
    archive: Archive, tmp_path: Path, heading: str, doubted: bool
) -> None:
    rows = (f"党组织名称,类别,上级组织,{heading}", "柳树湾村党支部,党支部,,村", "机关党支部,党支部,,机关")
    (tmp_path / "基层党组织.csv").write_text("\n".join(("基层党组织一览表", *rows)), "utf-8")
    report = await run_import(archive, tmp_path)
    found = [each for each in report.every_item() if each.kind == "unit"]
    assert [each.fields["workplace"] for each in found] == ["村", "机关"]
    assert all(("heading_guessed:workplace" in each.flags) == doubted for each in found)
