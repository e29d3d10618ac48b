"""Wide tables of people in which each filled cell is a record: hours of months, books of quarters."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.mappings.mapping import ImportMapping, SourceRule
from records.intake.outcome import Item
from records.intake.report import ImportReport
from records.intake.tables.table_rule import rule_for_table
from tests.intake.offices.office_truth import xlsx
from tests.intake.registers.one_register import ROSTER, brought_in

HOURS = "机关干部个人自学学时登记表（2011年上半年）\n单位：小时\n序号,姓名,1月,2月,3月,合计\n"
NOTES = "2011年上半年学习笔记检查情况（单位：字）\n姓名,支部,1月,2月,3月,小计,备注\n"
ROWS = "1,田家驹,20,18小时,22.5,60.5\n2,苏长水,病假,—,２１,21\n"


def told(items: list[Item], date: str, figure: str) -> list[tuple[str, object]]:
    return [(str(item.fields[date]), item.fields.get(figure)) for item in items]


async def test_hours_studied_alone_are_those_of_their_month(archive: Archive, tmp_path: Path) -> None:
    """They were added up as hours of meetings of the half-year, a row with 病假 called a repetition."""
    items = await brought_in(archive, tmp_path, HOURS + ROWS + ",合计,,,,81.5\n", "study_entry")
    assert told(items, "started", "minutes") == [
        ("2011年1月", 1200),
        ("2011年2月", 1080),
        ("2011年3月", 1350),
        ("2011年3月", 1260),
    ]
    assert {item.outcome for item in items} == {"import"}
    assert {item.fields["subtype"] for item in items if "subtype" in item.fields} <= {"自学"}
    report = await run_import(archive, tmp_path, apply=True)
    assert [each.warnings for each in report.files if each.file == "登记.csv"] == [()]
    assert not [item for item in report.items if item.kind == "study_register"]
    again = await run_import(archive, tmp_path, apply=True)
    assert {item.action for item in again.items if item.kind == "study_entry"} == {"unchanged"}


@pytest.mark.parametrize(
    ("title", "heads", "subtype", "minutes", "remarks"),
    [
        ("2011年个人自学情况统计", ",自学时间（小时）,\n姓名,1月,2月", "自学", 1200, None),
        ("2011年远程教育学习时间登记（分钟）", "姓名,一月,二月", "远程教育", 20, None),
        ("2011年党员在线学习时长登记\n计量单位：小时", "姓名,一季度,二季度", "网络学习", 1200, None),
        ("2011年个人自学情况统计表", "姓名,上半年（小时）,下半年（小时）", "自学", 1200, None),
        ("2011年个人自学学时统计表", "姓名,1月,2月", "自学", None, "20学时"),
        ("2011年个人自学学时统计表（每学时45分钟）", "姓名,1月,2月", "自学", 900, None),
    ],
)
async def test_what_is_counted_stands_in_the_title_or_over_the_months(
    archive: Archive,
    tmp_path: Path,
    title: str,
    heads: str,
    subtype: str,
    minutes: int | None,
    remarks: str | None,
) -> None:
    text = f"{title}\n{heads}\n田家驹,20,\n苏长水,20,20\n"
    items = await brought_in(archive, tmp_path, text, "study_entry")
    assert [item.fields.get("minutes") for item in items] == [minutes] * 3
    assert [item.remarks for item in items] == [remarks] * 3
    assert {item.fields.get("subtype", "自学") for item in items} == {subtype}


async def test_notes_that_were_checked_by_months_are_those_of_the_month(
    archive: Archive, tmp_path: Path
) -> None:
    """One word among the months refused all of them."""
    rows = "田家驹,杨湾村党支部,1500,约1200,2400字,5100,\n苏长水,杨湾村党支部,放假,,2600,2600,字迹工整\n"
    items = await brought_in(archive, tmp_path, NOTES + rows + "合计,,,,,7700,\n", "reading_note")
    assert told(items, "period", "words") == [
        ("2011年1月", 1500),
        ("2011年2月", 1200),
        ("2011年3月", 2400),
        ("2011年3月", 2600),
    ]
    assert [item.fields["count_basis"] for item in items] == ["declared", "estimated", "declared", "declared"]
    report = await run_import(archive, tmp_path)
    assert [each.warnings for each in report.files if each.file == "登记.csv"] == [()]


async def test_totals_of_months_are_held_against_them(archive: Archive, tmp_path: Path) -> None:
    rows = "田家驹,杨湾村党支部,1500,1200,2400,5200,\n苏长水,杨湾村党支部,,,2600,2600,\n合计,,,,,7900,\n"
    await brought_in(archive, tmp_path, NOTES + rows, "reading_note")
    report = await run_import(archive, tmp_path)
    (file,) = (each for each in report.files if each.file == "登记.csv")
    assert file.warnings == ("total_differs:3 小计 5200 ≠ 5100", "total_differs:5 小计 7900 ≠ 7800")


async def test_a_figure_merged_over_months_is_doubted(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "花名册.csv").write_text(ROSTER, "utf-8")
    rows: list[list[object]] = [["2011年学习笔记检查登记表"], ["姓名", "1月", "2月", "3月"]]
    rows += [["田家驹", 3000, None, 1500], ["苏长水", 1000, 1100, 1200]]
    xlsx(tmp_path / "笔记.xlsx", {"1": rows}, {"1": ["B3:C3"]})
    items = [each for each in (await run_import(archive, tmp_path)).items if each.kind == "reading_note"]
    doubted = [str(item.fields["period"]) for item in items if "figure_shared:words" in item.flags]
    assert doubted == ["2011年1月"] and len(items) == 5


@pytest.mark.parametrize(
    ("heads", "said"),
    [
        (
            "姓名,一季度,,二季度,\n,政治理论书籍,业务书籍,政治理论书籍,业务书籍",
            [("2012年第一季度", "政治理论"), ("2012年第一季度", "业务"), ("2012年第二季度", "业务")],
        ),
        (
            "姓名,一季度理论书目,一季度专业书目,二季度理论书目,二季度专业书目",
            [("2012年第一季度", "政治理论"), ("2012年第一季度", "业务"), ("2012年第二季度", "业务")],
        ),
        (
            "姓名,1月,2月,3月,4月",
            [("2012年1月", None), ("2012年2月", None), ("2012年4月", None)],
        ),
    ],
)
async def test_books_under_quarters_and_sorts_are_a_record_each(
    archive: Archive, tmp_path: Path, heads: str, said: list[tuple[str, str | None]]
) -> None:
    """The professional ones were left out, and the others were of the half-year."""
    text = f"党员干部读书情况一览表（2012年上半年）\n{heads}\n"
    text += "田家驹,《从怎么看到怎么办》,《中国共产党历史》第二卷,—,《乡镇财务管理》\n苏长水,,,,《手册》\n"
    items = await brought_in(archive, tmp_path, text, "book_reading")
    assert [item.fields["title"] for item in items[:3]] == [
        "《从怎么看到怎么办》",
        "《中国共产党历史》第二卷",
        "《乡镇财务管理》",
    ]
    assert [(str(item.fields["finished"]), item.fields.get("category")) for item in items[:3]] == said
    assert {item.outcome for item in items} == {"import"} and len(items) == 4


async def _by(archive: Archive, folder: Path, mapping: ImportMapping, kind: str) -> list[Item]:
    report: ImportReport = await run_import(archive, folder, mapping=mapping)
    return [item for item in report.items if item.kind == kind]


async def test_such_a_table_stays_one_when_it_is_kept_as_it_stands(archive: Archive, tmp_path: Path) -> None:
    await brought_in(archive, tmp_path, HOURS + ROWS, "study_entry")
    report = await run_import(archive, tmp_path)
    (table,) = [each for each in report.tables if each.kind == "study_entry"]
    assert table.unknown == () and (table.taken, table.flagged) == (4, 0)
    rule, _ = rule_for_table(table, report.tables, ImportMapping())
    items = await _by(archive, tmp_path, ImportMapping(rules=(rule,)), "study_entry")
    assert [item.fields["minutes"] for item in items] == [1200, 1080, 1350, 1260]


async def test_a_mapping_file_may_say_that_such_cells_are_notes(archive: Archive, tmp_path: Path) -> None:
    """F4 to 读书笔记 left all figures out."""
    text = "2011年学习笔记字数统计表\n姓名,1月,2月\n田家驹,1500,1300\n苏长水,500,1000\n"
    (register,) = {item.kind for item in await brought_in(archive, tmp_path, text, "study_register")}
    assert register == "study_register"
    mapping = ImportMapping(rules=(SourceRule("笔记", "登记.csv", kind="reading_note"),))
    items = await _by(archive, tmp_path, mapping, "reading_note")
    assert [item.fields["words"] for item in items] == [1500, 1300, 500, 1000]


async def test_who_was_away_in_a_month_has_the_other_figures(archive: Archive, tmp_path: Path) -> None:
    """Nothing of the row was kept, and it was called a row that is printed twice."""
    text = "2011年学习笔记字数统计表\n姓名,1月,2月,3月\n田家驹,病假,1300,1200\n苏长水,产假,产假,产假\n"
    items = await brought_in(archive, tmp_path, text, "study_register")
    told = [(item.fields.get("notes_words"), item.outcome, item.why) for item in items]
    assert told == [(2500, "import", ""), (None, "reject", "missing_value")]


async def test_papers_under_their_quarters_are_a_record_each(archive: Archive, tmp_path: Path) -> None:
    """Their titles were taken for figures, and refused."""
    folder = tmp_path / "档案"
    folder.mkdir()
    text = (
        "2011年心得体会撰写情况\n姓名,一季度,二季度\n田家驹,《学习体会》,《春耕有感》\n苏长水,,《读书有感》\n"
    )
    items = await brought_in(archive, folder, text, "experience_article")
    assert [(item.fields["title"], str(item.fields["written_on"])) for item in items] == [
        ("学习体会", "2011年第一季度"),
        ("春耕有感", "2011年第二季度"),
        ("读书有感", "2011年第二季度"),
    ]


async def test_what_was_studied_stands_beside_how_long_in_each_month(
    archive: Archive, tmp_path: Path
) -> None:
    text = "2011年党员个人自学登记表\n姓名,1月,,2月,\n,自学内容,学习时间（小时）,自学内容,学习时间（小时）\n"
    items = await brought_in(archive, tmp_path, text + "田家驹,党章,20,两会精神,18\n", "study_entry")
    assert [
        (item.fields["content"], str(item.fields["started"]), item.fields["minutes"]) for item in items
    ] == [("党章", "2011年1月", 1200), ("两会精神", "2011年2月", 1080)]


async def test_who_checked_the_notes_of_months_and_what_is_no_figure(
    archive: Archive, tmp_path: Path
) -> None:
    text = "2011年学习笔记检查登记表\n姓名,1月,2月,检查人\n田家驹,1500,良好,褚秀琴\n苏长水,0,1100,褚秀琴\n"
    items = await brought_in(archive, tmp_path, text, "reading_note")
    assert told(items, "period", "words") == [
        ("2011年1月", 1500),
        ("2011年2月", None),
        ("2011年2月", 1100),
    ]
    assert [item.outcome for item in items] == ["import", "import_flagged", "import"]
    assert all(item.fields["checked_by"] for item in items)


async def test_days_are_no_hours_of_class(archive: Archive, tmp_path: Path) -> None:
    """一天 became 一天学时 in the remarks, and nothing said so."""
    text = "2011年党员自学学时统计\n姓名,1月,2月\n田家驹,20,一天\n"
    first, second = await brought_in(archive, tmp_path, text, "study_entry")
    assert (first.outcome, first.remarks) == ("import", "20学时")
    assert (second.flags, second.remarks) == (["value_left_out:minutes"], None)


@pytest.mark.parametrize(("heading", "minutes"), [("时长", 90), ("时长（分钟）", 1)])
async def test_a_line_above_says_hours_of_a_plain_register_too(
    archive: Archive, tmp_path: Path, heading: str, minutes: int
) -> None:
    length = 1.5 if minutes > 1 else 1
    head = f"个人自学登记表\n单位：小时\n姓名,学习日期,学习内容,{heading}\n"
    text = f"{head}田家驹,2011.3.5,党章,{length}\n"
    (item,) = await brought_in(archive, tmp_path, text, "study_entry")
    assert item.fields["minutes"] == minutes


async def test_pages_of_notes_are_no_characters(archive: Archive, tmp_path: Path) -> None:
    """They were added up as characters of the half-year, and nothing said so."""
    text = "2011年学习笔记{}（单位：页）\n姓名,1月,2月\n田家驹,15,20\n"
    items = await brought_in(archive, tmp_path, text.format("检查情况"), "reading_note")
    assert [(item.fields.get("pages"), item.fields.get("words")) for item in items] == [
        (15, None),
        (20, None),
    ]
    assert not await brought_in(archive, tmp_path, text.format("统计"), "study_register")


async def test_months_of_two_years_stand_side_by_side(archive: Archive, tmp_path: Path) -> None:
    text = "个人自学学时登记（小时）\n姓名,2010年12月,2011年1月\n田家驹,20,21\n"
    items = await brought_in(archive, tmp_path, text, "study_entry")
    assert told(items, "started", "minutes") == [("2010年12月", 1200), ("2011年1月", 1260)]


async def test_a_cell_that_says_of_nothing_done_is_no_record(archive: Archive, tmp_path: Path) -> None:
    """× and 未读 were titles of books, 0 a study of no length."""
    nothing = "未读,×,0\n苏长水,没看完,无,《手册》\n"
    text = f"党员干部读书情况一览表（2012年）\n姓名,一季度,二季度,三季度,四季度\n田家驹,《矛盾论》,{nothing}"
    items = await brought_in(archive, tmp_path, text, "book_reading")
    assert [item.fields["title"] for item in items] == ["《矛盾论》", "《手册》"]
    text = "机关干部自学时间登记表（2011年）\n单位：小时\n姓名,1月,2月,3月\n田家驹,20,０,未学\n"
    text += "苏长水,0小时,×,优\n"
    items = await brought_in(archive, tmp_path, text, "study_entry")
    assert [item.flags for item in items] == [[], ["value_left_out:minutes"]]


async def test_hours_of_what_is_studied_alone_and_together_are_nobody_s_own(
    archive: Archive, tmp_path: Path
) -> None:
    """They were the own study of each, and nothing said so."""
    text = "2011年集中学习和自学学时统计表\n姓名,1月,2月\n田家驹,8,8\n苏长水,8,9\n"
    assert await brought_in(archive, tmp_path, text, "study_entry") == []
    report = await run_import(archive, tmp_path)
    assert not [item for item in report.items if item.place.file == "登记.csv"]
    (file,) = (each for each in report.files if each.file == "登记.csv")
    assert file.state == "refused"


async def test_a_mark_is_no_title(archive: Archive, tmp_path: Path) -> None:
    """√ was what a book or a report was called, in a wide table and in a plain one."""
    text = "党员干部读书情况一览表（2012年）\n姓名,一季度,二季度\n田家驹,《矛盾论》,《手册》\n苏长水,√,\n"
    items = await brought_in(archive, tmp_path, text, "book_reading")
    assert [(item.fields.get("title"), item.flags) for item in items][-1] == (None, ["value_left_out:title"])
    text = "2012年调研报告登记\n作者,报告题目,完成日期\n田家驹,√,2012-3-5\n苏长水,《村道管护》,2012-3-6\n"
    marked, whole = await brought_in(archive, tmp_path, text, "research_report")
    assert (marked.why, whole.fields["title"]) == ("missing_value", "村道管护")


@pytest.mark.parametrize("word", ["优", "良好", "合格", "已交", "2篇", "3"])
async def test_how_good_or_how_many_is_no_title(archive: Archive, tmp_path: Path, word: str) -> None:
    """优 below a quarter was what an article was called, and so it was in a plain register."""
    (office := tmp_path / "office").mkdir()
    text = (
        "2011年心得文章题目统计\n姓名,一季度,二季度\n"
        f"田家驹,《学习有感》,《读书有感》\n苏长水,《议事有感》,{word}\n"
    )
    items = await brought_in(archive, office, text, "experience_article")
    assert [item.fields.get("title") for item in items] == ["学习有感", "读书有感", "议事有感", None]
    assert (items[-1].outcome, items[-1].why) == ("reject", "missing_value")
    text = f"读书登记表\n姓名,书名,类别,读完时间\n田家驹,{word},其他,2011.3.5\n"
    (book,) = await brought_in(archive, office, text, "book_reading")
    assert ("title" in book.fields, book.flags) == (False, ["value_left_out:title"])
