"""Finding the tables of a sheet among titles, group rows, totals and footers, in many layouts."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from records.intake.files.reading import EMPTY, Cell, CellValue, Row, Sheet
from records.intake.mappings.mapping import SourceRule
from records.intake.tables.facts import facts_of
from records.intake.tables.recognition.columns import ColumnMatch
from records.intake.tables.recognition.headings import heading_text
from records.intake.tables.row_dates import RowDates
from records.intake.tables.source import SourceTable
from records.intake.tables.tables import Table, TableRow, find_tables
from records.kind_file import own_kinds
from records.values import PartialDate

Grid = Sequence[Sequence[CellValue]]
# (first row, first column, last row, last column), from 1
Merge = tuple[int, int, int, int]


def sheet(grid: Grid, *merges: Merge, name: str = "表") -> Sheet:
    """A sheet as a reader gives it: blank rows left out, what a merged range covers filled and marked."""
    cells = [[EMPTY if value is None else Cell(value, str(value)) for value in row] for row in grid]
    width = max(len(row) for row in cells)
    cells = [row + [EMPTY] * (width - len(row)) for row in cells]
    for top, left, bottom, right in merges:
        anchor = cells[top - 1][left - 1]
        for row in range(top - 1, bottom):
            for column in range(left - 1, right):
                if (row, column) != (top - 1, left - 1):
                    cells[row][column] = Cell(anchor.value, anchor.text, True)
    rows = [Row(number, tuple(row)) for number, row in enumerate(cells, 1)]
    return Sheet(name, False, [row for row in rows if not row.blank])


def only(tables: list[Table]) -> Table:
    assert len(tables) == 1
    return tables[0]


def records(table: Table) -> list[TableRow]:
    return [row for row in table.rows() if row.skipped is None]


def skipped(table: Table) -> dict[int, str]:
    return {row.number: row.skipped for row in table.rows() if row.skipped}


def test_headings_below_titles_with_their_facts() -> None:
    table = only(
        find_tables(
            sheet(
                [
                    ["南山乡党员学习考试成绩"],
                    ["单位：南山乡党委", None, "时间：2011年6月24日　满分120分，72分及格"],
                    [None],
                    ["序号", "姓 名", "得分"],
                    [1, "张三", 98],
                ],
                (1, 1, 1, 3),
            )
        )
    )
    assert table.header == ("序号", "姓名", "得分")
    assert (table.header_rows, table.first_row) == ((4,), 5)
    facts = table.facts
    assert (facts.title, facts.unit, facts.date) == (
        "南山乡党员学习考试成绩",
        "南山乡党委",
        PartialDate.parse("2011-06-24"),
    )
    assert (facts.pairs["满分"], facts.pairs["及格"], facts.year) == ("120", "72", 2011)
    assert [row.cells["得分"].value for row in records(table)] == [98]


def test_two_rows_of_headings_are_flattened() -> None:
    grid: Grid = [
        ["姓名", "集中学习", None, "撰写", None, None, "备注"],
        [None, "次数", "学时", "笔记（字）", "心得\n（篇）", "调研（篇）", None],
        ["张三", 3, 9.5, "约2万字", 1, None, None],
    ]
    wanted = (
        "姓名",
        "集中学习/次数",
        "集中学习/学时",
        "撰写/笔记(字)",
        "撰写/心得(篇)",
        "撰写/调研(篇)",
        "备注",
    )
    merges: list[Merge] = [(1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 1, 6), (1, 7, 2, 7)]
    assert only(find_tables(sheet(grid, *merges))).header == wanted
    # A CSV export of the same sheet has no merged ranges, only blanks.
    assert only(find_tables(sheet(grid))).header == wanted


def test_headings_without_a_name_and_twice_the_same() -> None:
    table = only(
        find_tables(sheet([["姓名", None, "备注", "备注", "单位"], ["张三", "男", "甲", "乙", "丙"]]))
    )
    assert table.header == ("姓名", "#2", "备注", "备注#2", "单位")
    assert records(table)[0].cells["备注#2"].value == "乙"


def test_group_rows_totals_and_footers_are_no_records() -> None:
    table = only(
        find_tables(
            sheet(
                [
                    ["序号", "姓名", "支部", "学时"],
                    ["南山村支部（2人）", None, None, None],
                    [1, "张三", None, 5],
                    [2, "李四", None, 6],
                    ["小 计", "2人", None, 11],
                    ["二、北河村支部（1人）", None, None, None],
                    [1, "王五", None, 7],
                    ["合计", None, None, 18],
                    ["平均分", None, None, 6],
                    ["填表人：赵六", None, "审核人：钱七", None],
                    ["考核组组长：孙八", None, None, None],
                    ["备注：学时按记录计算", None, None, None],
                ],
                (2, 1, 2, 4),
            )
        )
    )
    assert [(row.cells["姓名"].text, row.group) for row in records(table)] == [
        ("张三", "南山村支部"),
        ("李四", "南山村支部"),
        ("王五", "北河村支部"),
    ]
    assert skipped(table) == {
        2: "group", 5: "total", 6: "group", 8: "total", 9: "total", 10: "footer", 11: "footer", 12: "note",
    }  # fmt: skip


def test_a_year_in_a_group_row_is_told_to_the_rows_below() -> None:
    table = only(
        find_tables(
            sheet(
                [
                    ["日期", "内容", "主讲人"],
                    ["2010年"],
                    ["7月3日", "动员", "张三"],
                    ["2011年度"],
                    ["1月5日", "总结", "李四"],
                ]
            )
        )
    )
    assert [row.year for row in records(table)] == [2010, 2011]


def test_headings_repeated_on_every_page_are_skipped() -> None:
    head: list[CellValue] = ["姓名", "单位", "备注"]
    rows: list[list[CellValue]] = [[f"王{chr(0x4E00 + number)}", "某某单位", None] for number in range(90)]
    grid: Grid = [head, *rows[:30], ["姓　名", "单位", "备注"], *rows[30:60], head, *rows[60:]]
    table = only(find_tables(sheet(grid)))
    assert len(records(table)) == 90
    assert skipped(table) == {32: "repeated_header", 63: "repeated_header"}


def test_ditto_marks_take_the_value_above_and_the_first_row_cannot() -> None:
    table = only(
        find_tables(
            sheet(
                [
                    ["走访时间", "干部", "村组"],
                    ["2010.7.3", "同上", "一社"],
                    ["〃", "张三", "同上"],
                    ['"', "〃", "二社"],
                ]
            )
        )
    )
    first, second, third = records(table)
    assert (set(first.unfilled), set(first.filled)) == ({"干部"}, set())
    assert (second.cells["走访时间"].value, second.cells["村组"].value) == ("2010.7.3", "一社")
    assert third.filled == {"走访时间", "干部"}
    assert third.cells["干部"].value == "张三"


def test_merged_ranges_are_filled_downwards_not_sideways_and_blanks_stay_blank() -> None:
    table = only(
        find_tables(
            sheet(
                [
                    ["支部", "姓名", "成绩", "备注"],
                    ["南山支部", "张三", "长期外出", None],
                    [None, "李四", 80, None],
                    [None, "王五", 70, None],
                ],
                (2, 1, 3, 1),
                (2, 3, 2, 4),
            )
        )
    )
    first, second, third = records(table)
    assert (first.cells["成绩"].value, first.cells["备注"].blank) == ("长期外出", True)
    assert (second.cells["支部"].value, set(second.filled)) == ("南山支部", {"支部"})
    assert third.cells["支部"].blank


def test_a_row_with_a_name_only_is_a_record() -> None:
    table = only(find_tables(sheet([["序号", "姓名", "备注"], [None, "张三", None], [2, "李四", None]])))
    assert [row.cells["姓名"].value for row in records(table)] == ["张三", "李四"]


def test_two_tables_on_one_sheet() -> None:
    first, second = find_tables(
        sheet(
            [
                ["南山乡党员名册"],
                ["姓名", "性别", "民族"],
                ["张三", "男", "汉族"],
                [None],
                ["南山乡学习经费"],
                ["日期", "摘要", "金额"],
                ["2010.7.3", "购书", 120],
            ]
        )
    )
    assert (first.title, first.header, len(records(first))) == ("南山乡党员名册", ("姓名", "性别", "民族"), 1)
    assert (second.title, second.header, len(records(second))) == (
        "南山乡学习经费",
        ("日期", "摘要", "金额"),
        1,
    )


def test_cells_beyond_the_headings_are_kept() -> None:
    table = only(find_tables(sheet([["姓名", "单位", "备注"], ["张三", "甲", "乙", "另注"]])))
    assert records(table)[0].cells["#4"].value == "另注"


def test_a_sheet_without_headings_has_no_table() -> None:
    assert find_tables(sheet([["关于学习的说明"], ["各支部要认真填写。"]])) == []
    assert find_tables(sheet([[1, 2, 3], [4, 5, 6]])) == []


def test_headings_nobody_knows_are_found_by_shape_or_named_by_a_mapping() -> None:
    assert only(find_tables(sheet([["甲", "乙", "丙"], ["张三", 1, 2], ["李四", 3, 4]]))).header == (
        "甲",
        "乙",
        "丙",
    )
    known = {heading_text("甲 栏"), "乙栏", "丙栏"}
    grid: Grid = [["一张表"], ["甲栏", "乙栏", "丙栏"], ["张三", "x", "y"]]
    assert only(find_tables(sheet(grid), known=known)).header_rows == (2,)


LABELS = [
    "序号",
    "姓名",
    "性别",
    "所在支部",
    "出生年月",
    "学习内容",
    "学时",
    "备注",
    "联系电话",
    "成绩",
    "职务",
    "民族",
]


@pytest.mark.parametrize("seed", range(60))
def test_headings_are_found_under_any_titles(seed: int) -> None:
    chance = random.Random(seed)
    labels = chance.sample(LABELS, chance.randint(3, 9))
    titles: list[list[CellValue]] = [
        ["南山乡学习情况表"],
        ["填报单位：南山乡", None, "2010年下半年"],
        ["（内部资料）"],
    ]
    above = titles[: chance.randint(0, 3)]
    samples: dict[str, CellValue] = {
        "序号": 1,
        "学时": Decimal("3.5"),
        "出生年月": "1970.5",
        "成绩": 88,
        "姓名": "张三",
    }
    data: list[list[CellValue]] = [
        [samples.get(label, "某项") for label in labels] for _ in range(chance.randint(1, 20))
    ]
    table = only(find_tables(sheet([*above, labels, *data])))
    assert table.header_rows == (len(above) + 1,)
    assert table.header == tuple(labels)
    assert len(records(table)) == len(data)


def test_periods_and_measures_in_titles_and_names() -> None:
    def period(*lines: str, sheet_name: str = "", file_name: str = "") -> str:
        rows = [Row(number, (Cell(line, line),)) for number, line in enumerate(lines, 1)]
        return str(facts_of(rows, sheet_name=sheet_name, file_name=file_name).period)

    assert period("学习情况登记表（2010年下半年）") == "2010年下半年"
    assert period("登记表", sheet_name="2011年第三季度") == "2011年第三季度"
    assert period("登记表", file_name="登记表(2011年上半年).xls") == "2011年上半年"
    assert period("（2010年7月—2011年12月）") == "2010-07-01至2011-12-31"
    # What a letter compares with is not the time of the table below it.
    assert period("2011年督查情况", "现通报如下。", "档案资料比上半年规范。") == "2011年"
    facts = facts_of(
        [Row(1, (Cell("单位：万元", "单位：万元"),)), Row(2, (Cell("单位：南山乡", "单位：南山乡"),))]
    )
    assert facts.measure == "万元"


def test_totals_in_any_of_the_first_cells_rates_and_numbered_columns() -> None:
    ledger: Grid = [
        ["月", "日", "摘要", "收入", "支出"],
        [1, 2, 3, 4, 5],
        [1, 5, "购书", None, 120],
        [None, 9, "本月合计", None, 120],
        ["执行率", None, None, None, "12%"],
    ]
    assert skipped(only(find_tables(sheet(ledger)))) == {2: "note", 4: "total"}
    presence: Grid = [
        ["姓名", "1月5日", "2月8日", "备注"],
        ["张三", "√", "事假", None],
        ["出勤率", "100%", "0%", None],
    ]
    table = only(find_tables(sheet(presence, name="考勤")))
    assert table.header == ("姓名", "1月5日", "2月8日", "备注")
    assert skipped(table) == {3: "total"}


def test_the_title_is_not_the_word_for_an_enclosure() -> None:
    table = only(
        find_tables(
            sheet([["附件2："], ["农户走访登记表"], ["日期", "户主", "反映情况"], ["2011.3.1", "赵六", "无"]])
        )
    )
    assert table.title == "农户走访登记表"


def test_data_that_reads_like_headings_starts_no_table() -> None:
    grid: Grid = [
        ["内容", "形式", "地点"],
        ["党章学习", "集中学习", "支部活动室"],
        ["学习讨论", "读书心得交流", "支部会议室"],
    ]
    assert len(records(only(find_tables(sheet(grid))))) == 2


def row_dates(*values: CellValue, in_1904: bool = False) -> RowDates:
    """The dates of a table of visits with nothing but them."""
    found = find_tables(sheet([["户主", "走访日期"], *(["孙有福", value] for value in values)]))
    table = replace(only(found), sheet=replace(only(found).sheet, date_1904=in_1904))
    columns = (ColumnMatch(0, "户主", "household"), ColumnMatch(1, "走访日期", "visited_on"))
    source = SourceTable(own_kinds()["household_visit"], "走访.xlsx", table, columns, SourceRule("visits"))
    return RowDates(source, "visited_on")


def test_rows_with_a_whole_date_stand_around_those_without() -> None:
    dates = row_dates("2010年", "11月5日", "2010-12-20", "12.28", "1.3", "2011年1月", "无")
    above, below = date(2010, 12, 20), date(2011, 1, 1)
    assert [dates.before(position) for position in range(7)] == [None] * 3 + [above] * 3 + [below]
    assert [dates.after(position) for position in range(7)] == [above] * 2 + [below] * 3 + [None] * 2
    assert [dates.nearest(position) for position in range(7)] == [above] * 2 + [below] + [above] * 3 + [below]
    assert row_dates("3.5", "2011-03-06").before(0) is None
    dates.settled(1, date(2010, 11, 5))
    assert (dates.before(2), dates.after(0)) == (date(2010, 11, 5), date(2010, 11, 5))
    assert row_dates(38900, "7月5日", in_1904=True).before(1) == date(2010, 7, 3)


@pytest.mark.parametrize(
    ("position", "month", "day", "year"),
    [
        (1, 11, 5, 2010),
        (3, 12, 28, 2010),
        (4, 1, 3, 2011),
        (6, 12, 31, 2010),
        (6, 2, 29, 2012),
        (1, 2, 29, None),
        (6, 2, 30, None),
    ],
)
def test_a_year_follows_from_the_rows_around(position: int, month: int, day: int, year: int | None) -> None:
    dates = row_dates("2010年", "11月5日", "2010-12-20", "12.28", "1.3", "2011年1月", "无")
    assert dates.year_by_neighbours(position, month, day) == year


def test_what_lies_between_two_dates_goes_before_what_is_nearest() -> None:
    dates = row_dates("2010-01-05", "12.31", "2010-12-31")
    assert dates.year_by_neighbours(1, 12, 31) == dates.year_by_neighbours(1, 1, 5) == 2010
    assert row_dates("2010-12-20", "1.3", "2011-12-20").year_by_neighbours(1, 12, 20) == 2010
    assert row_dates("7月5日", "无").year_by_neighbours(0, 7, 5) is None
