"""What the report of an import says so that nobody has to guess: figures, columns left, reasons of doubts."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.labels import field_labels
from records.intake.outcome import Item, Place, Question
from records.intake.reasons import question_words
from records.intake.report import ImportReport
from records.intake.report_json import report_json
from records.intake.tables.table_summary import ColumnSummary, TableSummary
from records.kind_file import own_kinds

NAMES = ("张伟民", "李秀兰", "赵永刚", "王德明")


def test_figures_that_do_not_add_up_are_named_and_so_is_a_column_that_may_tell() -> None:
    question = Question("counts_differ", Place("签到.xls", "2011", 4), "present", "4/3/0")
    columns = (ColumnSummary(0, "应到", "expected"), ColumnSummary(1, "旷课的人", "extra"))
    tables = [TableSummary("签到.xls", "2011", "session", columns=columns)]
    text, raw = question_words(question, tables)
    assert ("expected (应到) 4, present (实到) 3, named as absent 0" in text, raw) == (True, "")
    assert "旷课的人" in text
    assert "旷课的人" not in question_words(question, [TableSummary("签到.xls", "2012", columns=columns)])[0]


def test_a_report_names_fields_by_their_labels_and_shows_all_when_asked() -> None:
    kinds = own_kinds()
    doubtful = Item("household_visit", Place("走访.xls", "", 5))
    doubtful.flag("value_left_out:solved")
    line = Item("exam_result", Place("成绩.xls", "", 6))
    line.flag("words_beside:person")
    named = ("household_visit", "exam_result")
    report = ImportReport("往年", False, items=[doubtful, line], field_labels=field_labels(kinds, named))
    report.general_questions = [
        Question("unknown_person", Place("成绩.xls", "", row), "person", f"某{row}") for row in range(25)
    ]
    text = report.to_text()
    assert "left out: Solved (as" in text and "not read: Results: Person (as" in text
    assert "某19" in text and "某20" not in text and "5 more (--every shows all)" in text
    assert "某24" in report.to_text(every=True) and "more (" not in report.to_text(every=True)


async def test_a_document_that_another_leaves_nothing_here_is_told(archive: Archive, tmp_path: Path) -> None:
    """The narrow one stood behind the wide one, and what it said was passed over without a word."""
    folder = tmp_path / "往年"
    folder.mkdir()
    for year in (2010, 2011):
        text = f"走访时间,走访人,户主\n{year}.7.3,张伟民,李保山\n"
        (folder / f"走访{year}.csv").write_text(text, "utf-8")
    mapping = tmp_path / "map.yaml"
    wide, narrow = "id: 全部\nfiles: '走访*.csv'\n", "id: 去年\nfiles: '*2010.csv'\nkind: skip\n"
    mapping.write_text(f"{wide}---\n{narrow}---\nid: 别处\nfiles: '乙/*'\n", "utf-8")
    report = await run_import(archive, folder, mapping=mapping)
    assert report_json(report)["passed_over"] == [{"document": "去年", "line": 4, "by": "全部"}]
    assert "去年 (line 4): 全部 (line 1) comes before it for all that it covers here" in report.to_text()
    mapping.write_text(f"{narrow}---\n{wide}", "utf-8")
    report = await run_import(archive, folder, mapping=mapping)
    assert report.passed_over == [] and "passed over" not in report.to_text()


async def test_registers_against_part_of_the_books_are_told_once(archive: Archive, tmp_path: Path) -> None:
    roster = "\n".join(f"{name},男,196{at}.3,柳树湾村党支部" for at, name in enumerate(NAMES))
    (tmp_path / "花名册.csv").write_text(f"党员花名册\n姓名,性别,出生年月,所在支部\n{roster}\n", "utf-8")

    def books(*months: int) -> None:
        days = "\n".join(f"2011.{month}.5,学习党章,柳树湾村党支部,李秀兰（病假）" for month in months)
        (tmp_path / "签到册.csv").write_text(
            f"学习签到册\n学习时间,学习内容,组织单位,缺席人员\n{days}\n", "utf-8"
        )

    register = tmp_path / "学习登记2011.csv"

    async def told(*declared: int) -> tuple[list[int | None], str]:
        rows = "\n".join(
            f"{name},柳树湾村党支部,{number},红" for name, number in zip(NAMES, declared, strict=True)
        )
        register.write_text(
            f"党员学习情况登记表（2011年上半年）\n姓名,所在支部,学习次数,袖标颜色\n{rows}\n", "utf-8"
        )
        report = await run_import(archive, tmp_path)
        flagged = [item for item in report.items if "register_differs_from_sign_in" in item.flags]
        return [item.place.row for item in flagged], report.to_text()

    # Nearly everybody declares more: the books are part of what there was. Fewer than they prove is a doubt.
    books(1, 3, 4, 6)
    rows, text = await told(20, 21, 19, 1)
    assert rows == [6]
    assert "hold 4 sessions of the period; 3 of the 3 entries that can be compared declare more" in text
    assert "学习登记2011.csv: 袖标颜色" in text
    assert "1 × the declared sessions differ from the sign-in book (as 学习登记2011.csv · 6)" in text
    # Where no books were kept in most of the months nobody expects them to come to so many.
    books(3, 4)
    rows, text = await told(20, 21, 19, 1)
    assert rows == [6]
    assert "declare more" not in text
    # One alone does: the books hold the others' all.
    rows, text = await told(2, 1, 9, 2)
    assert rows == [5]
    assert "declare more" not in text


async def test_a_column_that_somebody_sent_to_the_remarks_or_kept_is_decided(
    archive: Archive, tmp_path: Path
) -> None:
    """Its rows stayed in doubt, as if nobody had looked at it."""
    roster = "\n".join(f"{name},男,196{at}.3,柳树湾村党支部" for at, name in enumerate(NAMES))
    (tmp_path / "花名册.csv").write_text(f"党员花名册\n姓名,性别,出生年月,所在支部\n{roster}\n", "utf-8")
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["走访时间", "走访人", "户主", "存在困难", "村名", "领导批示", "办理", "", "来信来访"])
    page.append(["", "", "", "", "", "", "甲栏", "乙栏", ""])
    page.merge_cells("G1:H1")
    for column in "ABCDEFI":
        page.merge_cells(f"{column}1:{column}2")
    page.append(
        ["2011.3.2", "张伟民", "李保山", "水渠不通", "柳树湾村", "请水利站办", "水利", "甲三", "无误"]
    )
    page.append(["2011.4.2", "张伟民", "马长福", "缺化肥", "柳树湾村", "尽快落实", "农技", "甲四", "两封"])
    book.save(tmp_path / "走访.xlsx")
    mapping = tmp_path / "map.yaml"

    async def flags(columns: str) -> tuple[set[str], list[str]]:
        mapping.write_text(f"files: 走访.xlsx\nkind: household_visit\ncolumns: {{{columns}}}\n", "utf-8")
        report = await run_import(archive, tmp_path, mapping=mapping)
        visits = [item for item in report.items if item.kind == "household_visit"]
        assert len(visits) == 2 and all(item.taken for item in visits)
        (table,) = (each for each in report.tables if each.kind == "household_visit")
        return {flag for item in visits for flag in item.flags}, list(table.unknown)

    unread, unknown = await flags("户主: household")
    assert unread == {"columns_unread"} and len(unknown) == 4
    decided = "领导批示: remarks, 甲栏: extra, 办理/乙栏: skip, 来信来访: extra"
    assert await flags(decided) == (set(), [])
