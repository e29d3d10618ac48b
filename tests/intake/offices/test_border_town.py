"""A border and a coal town: contradicting sources, columns that are records, figures left out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.answers.answering import QuestionList, value_of, value_of_words
from records.intake.batch import run_import
from records.intake.build.rosters.roster import level_of
from records.intake.build.visits import read_outcome
from records.intake.files.reading import Cell, Reading, Row, Sheet
from records.intake.mappings.mapping import ImportMapping, SourceRule
from records.intake.mappings.mapping_file import MappingFile
from records.intake.outcome import Item, Place, Question
from records.intake.tables.arrange import tables_of
from records.intake.tables.facts import times_differ
from records.intake.tables.several.sides import sides_by_title
from records.intake.tables.source import SourceTable
from records.intake.tables.table_summary import summarise
from records.intake.tables.uses import use_in
from records.kind_file import own_kinds
from records.values import PartialDate

ROSTER = """\
党员花名册
姓名,性别,党总支,所在支部
张伟民,男,柳树湾村党总支,柳树湾一组党支部
李秀兰,女,柳树湾村党总支,柳树湾二组党支部
赵永刚,男,,青杨河乡机关党支部
"""
MINUTES = """\
{title}
时间：2012年6月30日晚
地点：村活动室
主持人：{who}　　记录人：{who}
参加人：{who}
议题：学习党章
"""


async def test_a_folder_is_no_surer_than_the_title_of_the_minutes_in_it(
    archive: Archive, tmp_path: Path
) -> None:
    """The general branch's folder holds its branches' minutes; another branch's folder contradicts them."""
    (tmp_path / "花名册.csv").write_text(ROSTER, "utf-8")
    for folder, title, who in (
        ("柳树湾村", "柳树湾一组党支部党员大会记录", "张伟民"),
        ("机关党支部", "柳树湾二组党支部党员大会记录", "李秀兰"),
    ):
        (tmp_path / folder).mkdir()
        words = MINUTES.format(title=title, who=who)
        (tmp_path / folder / "会议记录.txt").write_text(words, "utf-8")
    report = await run_import(archive, tmp_path)
    units = {item.record_id: item.fields["name"] for item in report.items if item.kind == "unit"}
    below, beside = sorted(
        (item for item in report.items if item.kind == "session"), key=lambda item: "机关" in item.place.file
    )
    assert (units[below.fields["host_unit"]], below.flags) == ("柳树湾一组党支部", [])
    assert "unit_in_doubt" in beside.flags


def tables_in(*lines: list[str], rule: SourceRule | None = None) -> list[SourceTable]:
    """The tables of a sheet that holds these lines, all of them recognised."""
    rows = [Row(at, tuple(Cell(text, text) for text in line)) for at, line in enumerate(lines, start=1)]
    sheets = (Sheet("Sheet1", False, rows),)
    reading = Reading(Path("表.xls"), "表.xls", "xls", "", 0, None, "", sheets=sheets)
    found = tables_of(reading, own_kinds(), ImportMapping(rules=(rule,) if rule else ()))
    return [table for table in found if isinstance(table, SourceTable)]


def test_two_figures_of_a_cell_are_read_under_a_head_in_two_rows() -> None:
    (table,) = tables_in(
        ["党员学习登记表（2012年上半年）"],
        ["姓名", "集中学习", "心得/调研", "家访/慰问"],
        ["", "（次/学时）", "（篇）", "（次）"],
        ["张伟民", "24/72", "2/1", "3/1"],
        ["李秀兰", "18/54", "1/0", "2/2"],
    )
    fields = ("sessions", "hours", "articles", "reports")
    assert [[row.text(name) for name in fields] for row in table.rows] == [
        ["24", "72", "2", "1"],
        ["18", "54", "1", "0"],
    ]
    shown = {column.heading: column.samples for column in summarise(table, own_kinds()).columns}
    assert shown["调研(篇)"] == ("1", "0")
    assert "心得/调研(篇)" not in shown


CASH_BOOK = """\
创建经费账,,,,,,,,
日期,凭证,摘要,拨入,支出,,,,结余
,,,,图书,培训,宣传,招待,
2012.1.16,1,县里拨创建经费,30000,,,,,30000
2012.3.30,2,付老师讲课费,,,1200,,,28800
2012.6.11,3,专栏及书架,,320,,1500,,26980
2012.6.12,4,待来人,,,,,90,26890
2012.6.13,5,记了又划掉,,,,,,26890
"""


async def test_each_column_of_a_use_is_an_entry(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "账.csv").write_text(CASH_BOOK, "utf-8")
    report = await run_import(archive, tmp_path)
    told = [
        (item.place.row, item.why, str(item.fields.get("amount")), item.fields.get("item"))
        for item in report.items
        if item.kind == "funding"
    ]
    assert told == [
        (4, "", "30000.00", None),
        (5, "", "1200.00", "培训"),
        (6, "", "320.00", "图书"),
        (6, "", "1500.00", "宣传"),
        (7, "item_not_in_list", "90.00", None),
        (8, "missing_amount", "None", None),
    ]
    columns = ("支出/图书", "支出/培训", "支出/宣传", "支出/招待")
    (table,) = report.tables
    assert {each.heading for each in table.columns if each.target == "amount"} == set(columns)
    # What the preview writes of it says the same, and one figure column alone is no such book.
    rules = "".join(f"  {heading}: amount\n" for heading in columns)
    mapping = tmp_path / "map.yaml"
    mapping.write_text(f"files: 账.csv\nkind: funding\ncolumns:\n{rules}", "utf-8")
    again = await run_import(archive, tmp_path / "账.csv", mapping=mapping)
    assert len([item for item in again.items if item.taken and item.kind == "funding"]) == 4


TALKS = """\
农民辅导课登记
授课时间,授课人,村组,课题,听课人数{part}
2012.2.22,张伟民,上营村,补助政策,46（5）
2012.3.15,张伟民,上营村,禁毒防艾,38
"""


async def test_which_of_two_figures_is_meant_is_asked_unless_the_heading_says(
    archive: Archive, tmp_path: Path
) -> None:
    folder = tmp_path / "课"
    folder.mkdir()
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    file = MappingFile(tmp_path / "map.yaml", archive.kinds)

    async def farmers(part: str) -> tuple[list[int | None], list[Question]]:
        (folder / "辅导课.csv").write_text(TALKS.format(part=part), "utf-8")
        report = await run_import(archive, folder, mapping=file.path if file.path.exists() else None)
        talks = [item for item in report.items if item.kind == "farmer_tutorial"]
        return [item.fields.get("farmers") for item in talks], list(report.general_questions)

    assert await farmers("（其中边民）") == ([46, 38], [])
    got, (question,) = await farmers("")
    assert (got, question.code, question.raw) == ([None, 38], "figure_unclear", "46(5)")
    asked = QuestionList([("", question)])
    asked.give(file, question, value_of(question, 0))
    assert await farmers("") == ([46, 38], [])
    asked.give(file, question, value_of_words(question, "2"))
    assert (await farmers(""))[0] == [2, 38]


def test_the_higher_of_two_schools_counts() -> None:
    levels = ("小学", "初中", "高中", "中专", "大专", "大学", "研究生")
    told = ("中专；大学", "大专、本科（学士）", "大学；中专", "大学", "自学成才；大专", "本科（在职）")
    assert [level_of(text, levels) for text in told] == [
        "大学",
        "大学",
        "大学",
        "大学",
        "自学成才；大专",
        "大学",
    ]


VISITS = """\
民情日记,,,
联系干部：张伟民,,联系村寨：上营村,
走访日期,户主,组,存在困难
2012.3.12,孙有福,二组,路灯坏了
2012.4.10,周德华,下营村一组,想办证
"""


async def test_the_village_above_a_table_goes_behind_what_a_row_says(
    archive: Archive, tmp_path: Path
) -> None:
    (tmp_path / "花名册.csv").write_text(ROSTER, "utf-8")
    (tmp_path / "走访.csv").write_text(VISITS, "utf-8")
    mapping = tmp_path / "map.yaml"
    mapping.write_text("files: 走访.csv\nkind: household_visit\ncolumns: {组: group}\n", "utf-8")
    report = await run_import(archive, tmp_path, mapping=mapping)
    visits = [item.fields for item in report.items if item.kind == "household_visit"]
    assert [(visit["village"], visit["group"]) for visit in visits] == [
        ("上营村", "二组"),
        ("下营村", "一组"),
    ]


@pytest.mark.parametrize(
    ("texts", "differ"),
    [
        (("2011年度走访台账", "2012年上报", "台账"), True),
        (("2011年走访台账", "台账2011", "第一季度"), False),
        (("2012年上半年", "2012年下半年"), True),
        (("2012年上半年", "2012年第二季度", "2012年"), False),
        (("2011—2012年走访", "2012年"), False),
    ],
)
def test_titles_and_names_that_tell_of_different_times_are_in_doubt(
    texts: tuple[str, ...], differ: bool
) -> None:
    assert times_differ(texts) is differ


async def test_a_year_that_the_title_and_the_folder_dispute_is_told(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "花名册.csv").write_text(ROSTER, "utf-8")
    visits = VISITS.replace("民情日记", "2011年民情日记走访台账").replace("2012.4.10", "4月10日")
    (tmp_path / "2012年").mkdir()
    (tmp_path / "2012年" / "走访.csv").write_text(visits, "utf-8")
    report = await run_import(archive, tmp_path)
    told = [item.flags for item in report.items if item.kind == "household_visit"]
    assert ["time_in_doubt" in flags for flags in told] == [False, True]


def test_two_books_of_a_row_are_two_records() -> None:
    theory, professional = tables_in(
        ["干部“1+X”读书情况一览表（2011年四季度）"],
        ["姓名", "政治理论书目", "读完时间", "业务书目", "读完时间"],
        ["张伟民", "《之江新语》", "10月31日", "《农村工作手册》", "12月9日"],
        ["李秀兰", "《论学习》", "12月2日", "", ""],
    )
    fields = ("person", "title", "finished", "category")
    told = [[row.text(name) for name in fields] for table in (theory, professional) for row in table.rows]
    assert told == [
        ["张伟民", "《之江新语》", "10月31日", "政治理论"],
        ["李秀兰", "《论学习》", "12月2日", "政治理论"],
        ["张伟民", "《农村工作手册》", "12月9日", "业务"],
    ]
    assert not sides_by_title(("姓名", "所在支部", "备注", "备注#2"))
    assert not sides_by_title(("题目", "完成时间", "题目#2", "完成时间#2"))


def test_halves_stand_over_the_whole_row_of_headings() -> None:
    parts = ["集中学习（次）", "学时"]
    (table,) = tables_in(
        ["2011年度党员学习情况统计表"],
        ["", "", "上半年", "", "下半年", "", ""],
        ["序", "姓名", *parts, *parts, "备注"],
        ["1", "张伟民", "10", "30", "12", "36", ""],
        ["2", "李秀兰", "9", "27", "11", "33", ""],
    )
    assert [row.text("sessions@1") for row in table.rows] == ["12", "11"]
    assert [str(period) for period in table.periods] == ["2011年上半年", "2011年下半年"]


@pytest.mark.parametrize(
    ("text", "solved", "flags"),
    [
        ("未解决，待矿上赔付", False, []),
        ("已送煤1吨", True, ["solved_from_words"]),
        ("已列入明年计划", None, ["value_left_out:solved"]),
        ("已解决", True, []),
        ("协调水务站整治，已办结", True, []),
    ],
)
def test_what_came_of_a_visit_is_read_or_left_open_but_told(
    text: str, solved: bool | None, flags: list[str]
) -> None:
    (table,) = tables_in(
        ["走访登记表（2011年）"],
        ["走访时间", "走访干部", "户主", "反映问题", "解决情况"],
        ["2011.9.7", "张伟民", "孙有福", "谷子卖不上价", text],
    )
    item = Item("household_visit", Place("表.xls"))
    read_outcome(table.rows[0], item, PartialDate.day(date(2011, 9, 7)))
    assert (item.fields.get("solved"), item.flags) == (solved, flags)


def test_a_use_is_told_by_titles_of_books_or_left_open() -> None:
    words = ("购《中国共产党历史》30册", "七一红歌会租服装", "待来人", "青年演讲比赛奖品")
    assert [use_in(each) for each in words] == ["图书", "活动", None, "奖励"]
