"""Papers and cards kept as forms: label cells beside the cells that are filled in, in a sheet or in Word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import docx
import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item
from records.intake.report import ImportReport
from tests.intake.offices.office_truth import xls, xlsx

UNIT = "杨湾村党支部"
ROSTER = (
    "党员花名册\n姓名,性别,出生年月,所在支部\n田家驹,男,1970.3,杨湾村党支部\n"
    "苏长水,男,1972.4,杨湾村党支部\n苗有根,男,1973.5,杨湾村党支部\n"
)
TEXT = "水渠要修好，路要修平，帐要算清，话要说明白，大家才会服气。" * 4
Grid = Sequence[Sequence[Any]]

PLAN: Grid = [
    ["单位", UNIT, "年度", "2011年"],
    ["制定人", "田家驹", "制定时间", "2011年1月8日"],
    [
        "指导思想",
        "学以致用，把全会精神学深学透，用到修渠修路的每一件事情上去，让大家看得见、用得上、信得过。",
        "",
        "",
    ],
    ["1月", "学习全会精神", "", ""],
    ["2月", "学习党章", "", ""],
    ["第二季度", "学习一号文件", "", ""],
]
PLAN_WITH_TABLE: Grid = [
    ["单位", UNIT, "制定时间", "2011年1月8日"],
    ["制定人", "田家驹", "年度", "2011"],
    ["月份", "学习内容", "学习形式", "责任人"],
    ["1月", "学习全会精神", "集中学习", "田家驹"],
    ["2月", "学习党章", "自学", "苏长水"],
    ["4月", "学习一号文件", "集中学习", "田家驹"],
]
MINUTES: Grid = [
    ["会议时间", "2011年3月5日 8:30", "会议地点", "村会议室"],
    ["主持人", "田家驹", "记录人", "苏长水"],
    ["应到人数", "3", "实到人数", "2"],
    ["参加人员", "田家驹、苏长水", "缺席人员", "苗有根（请假）"],
    ["会议议题", "学习全会精神", "", ""],
    ["会议内容", "田家驹传达文件。大家讨论，一致同意先清水渠。", "", ""],
]
NOTE: Grid = [
    ["姓 名", "田家驹", "所在支部", UNIT],
    ["书名", "《农村工作手册》", "阅读时间", "2011年3月"],
    ["检查人", "苏长水", "页数", "12"],
    ["笔记内容（摘抄）", TEXT, "", ""],
]
ARTICLE: Grid = [
    ["姓名：", "苏长水", "单位：", UNIT],
    ["题目：", "从一条水渠说起", "撰写时间：", date(2011, 4, 2)],
    ["正文", TEXT + "\n" + TEXT, "", ""],
]
REPORT: Grid = [
    ["调研人", "苗有根", "所在单位", UNIT],
    ["调研题目", "杨湾村灌溉情况", "调研时间", "2011年5月"],
    ["存在的问题", "水渠淤塞，水送不到地里。", "", ""],
    ["意见建议", "入冬前组织清淤。", "", ""],
]


def word(path: Path, title: str, grid: Grid) -> None:
    paper = docx.Document()
    paper.add_paragraph(title)
    table = paper.add_table(rows=len(grid), cols=4)
    for row, cells in enumerate(grid):
        for column, value in enumerate(cells):
            shown = value.strftime("%Y年%m月%d日") if isinstance(value, date) else str(value)
            table.cell(row, column).text = shown
        if not any(cells[2:]):
            table.cell(row, 1).merge(table.cell(row, 3))
    paper.save(str(path))


def sheet(path: Path, title: str, grid: Grid) -> None:
    rows = [[title, "", "", ""], *grid]
    merges = ["A1:D1", *(f"B{at}:D{at}" for at, cells in enumerate(rows, 1) if at > 1 and not any(cells[2:]))]
    filled = [[value or None for value in row] for row in rows]
    (xlsx if path.suffix == ".xlsx" else xls)(path, {"Sheet1": filled}, {"Sheet1": merges})


def put(path: Path, title: str, grid: Grid) -> None:
    (word if path.suffix == ".docx" else sheet)(path, title, grid)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "档案"
    folder.mkdir()
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    return folder


async def only(archive: Archive, office: Path, kind: str) -> Item:
    report = await run_import(archive, office)
    (item,) = (each for each in report.items if each.kind not in ("person", "unit"))
    assert (item.kind, item.taken) == (kind, True), (item.kind, item.outcome, item.why)
    return item


def names(report: ImportReport) -> dict[Any, str]:
    return {item.record_id: item.fields["name"] for item in report.items if item.kind == "person"}


@pytest.mark.parametrize("ending", [".xlsx", ".xls", ".docx"])
@pytest.mark.parametrize("grid", [PLAN, PLAN_WITH_TABLE])
async def test_a_plan_that_is_a_form(archive: Archive, office: Path, ending: str, grid: Grid) -> None:
    put(office / f"计划{ending}", f"{UNIT}2011年学习计划表", grid)
    item = await only(archive, office, "study_plan")
    assert [(each["month"], each["topic"]) for each in item.fields["items"]] == [
        (1, "学习全会精神"),
        (2, "学习党章"),
        (4, "学习一号文件" if grid is PLAN_WITH_TABLE else "学习一号文件（第二季度）"),
    ]
    assert (item.fields["year"], item.fields["approved_on"]) == (2011, date(2011, 1, 8))
    if grid is PLAN_WITH_TABLE:
        assert (item.fields["items"][1]["form"], item.fields["items"][1]["owner"]) == ("自学", "苏长水")


@pytest.mark.parametrize("ending", [".xlsx", ".xls", ".docx"])
async def test_minutes_that_are_a_form(archive: Archive, office: Path, ending: str) -> None:
    put(office / f"记录{ending}", f"{UNIT}会议记录", MINUTES)
    item = await only(archive, office, "session")
    assert item.fields["start"] == datetime(2011, 3, 5, 8, 30)
    assert (item.fields["place"], item.fields["topics"]) == ("村会议室", ["学习全会精神"])
    assert item.fields["summary"] == "田家驹传达文件。大家讨论，一致同意先清水渠。"
    assert sorted(row["state"] for row in item.fields["attendance"]) == ["到", "到", "请假"]


@pytest.mark.parametrize("ending", [".xlsx", ".xls", ".docx"])
async def test_a_note_that_is_a_form_and_what_of_it_is_not_read(
    archive: Archive, office: Path, ending: str
) -> None:
    put(office / f"笔记{ending}", "读书笔记", NOTE)
    item = await only(archive, office, "reading_note")
    assert item.fields["text"] == TEXT
    assert (item.fields["book"], item.fields["period"].start) == ("《农村工作手册》", date(2011, 3, 1))
    report = await run_import(archive, office)
    assert list(names(report).values()).count("田家驹") == 1
    (file,) = (each for each in report.files if each.file.startswith("笔记"))
    assert any(code.startswith("labels_unread:") and code.endswith("检查人、页数") for code in file.warnings)


@pytest.mark.parametrize("ending", [".xlsx", ".xls", ".docx"])
async def test_an_article_and_a_report_that_are_forms(archive: Archive, office: Path, ending: str) -> None:
    put(office / f"心得{ending}", "学习心得体会", ARTICLE)
    put(office / f"调研{ending}", "调研报告表", REPORT)
    report = await run_import(archive, office)
    items = {item.kind: item for item in report.items}
    article, survey = items["experience_article"].fields, items["research_report"].fields
    assert (article["title"], article["written_on"].start) == ("从一条水渠说起", date(2011, 4, 2))
    assert article["text"] == f"{TEXT}\n{TEXT}"
    assert (survey["title"], survey["findings"]) == ("杨湾村灌溉情况", "水渠淤塞，水送不到地里。")
    assert survey["advice"] == "入冬前组织清淤。"
    assert [names(report)[each] for each in (*article["authors"], *survey["authors"])] == ["苏长水", "苗有根"]


async def test_a_workbook_with_a_form_in_each_sheet(archive: Archive, office: Path) -> None:
    second = [
        ["姓名", "苏长水", "所在支部", UNIT],
        ["书名", "《党章》", "阅读时间", "2011年4月"],
        ["笔记内容", TEXT],
    ]
    xlsx(office / "笔记.xlsx", {"三月": [["读书笔记"], *NOTE], "四月": [["读书笔记"], *second]})
    report = await run_import(archive, office, apply=True)
    notes = [item for item in report.items if item.kind == "reading_note"]
    assert [(item.place.sheet, names(report)[item.fields["person"]]) for item in notes] == [
        ("三月", "田家驹"),
        ("四月", "苏长水"),
    ]
    assert [each.state for each in report.files if each.file == "笔记.xlsx"] == ["read"]
    again = await run_import(archive, office, apply=True)
    assert {item.action for item in again.items if item.kind == "reading_note"} == {"unchanged"}


async def test_a_form_beside_a_register_in_one_workbook(archive: Archive, office: Path) -> None:
    register = [
        ["姓名", "书名", "读完时间"],
        ["苏长水", "《党章》", "2011.4.2"],
        ["苗有根", "《论学习》", "2011.5.2"],
    ]
    xlsx(office / "学习.xlsx", {"读书登记": [["2011年读书登记表"], *register], "笔记": [["读书笔记"], *NOTE]})
    report = await run_import(archive, office)
    assert sorted(item.kind for item in report.items if item.place.file == "学习.xlsx") == [
        *("book_reading", "book_reading", "reading_note"),
    ]


@pytest.mark.parametrize("ending", [".xlsx", ".docx"])
async def test_a_card_of_a_register(archive: Archive, office: Path, ending: str) -> None:
    card = [
        ["谈话人", "田家驹", "谈话对象", "苏长水"],
        ["谈话时间", "2011年6月2日", "谈话内容", "家里的困难"],
    ]
    put(office / f"谈话{ending}", "谈心谈话记录表", card)
    item = await only(archive, office, "talk")
    assert (item.fields["date"], item.fields["matters"]) == (date(2011, 6, 2), "家里的困难")


async def test_a_form_that_is_left_blank_is_no_paper(archive: Archive, office: Path) -> None:
    blank = [["姓名", "", "所在支部", ""], ["书名", "", "阅读时间", ""], ["笔记内容", "", "", ""]]
    put(office / "笔记.xlsx", "读书笔记", blank)
    report = await run_import(archive, office)
    assert {item.kind for item in report.items} == {"person", "unit"}
    assert [each.state for each in report.files if each.file == "笔记.xlsx"] == ["refused"]


async def test_a_plan_of_one_member_and_one_that_is_a_table_alone(archive: Archive, office: Path) -> None:
    own = [
        ["姓名", "田家驹", "年度", "2011"],
        ["学习目标", "学懂弄通", "", ""],
        ["时间", "学习内容", "学习方式", ""],
        ["一季度", "全会精神", "自学", ""],
        ["三季度", "一号文件", "自学", ""],
    ]
    put(office / "个人.xlsx", "党员个人学习计划表", own)
    table: Grid = [
        [f"{UNIT}2012年学习计划表"],
        ["序号", "月份", "学习内容", "主讲人"],
        [1, "1月", "党章", "田家驹"],
        [2, "3月", "法规", "苏长水"],
    ]
    xlsx(office / "支部.xlsx", {"Sheet1": table})
    report = await run_import(archive, office)
    plans = {item.place.file: item for item in report.items if item.kind == "study_plan"}
    assert names(report)[plans["个人.xlsx"].fields["owner"]] == "田家驹"
    assert [each["month"] for each in plans["个人.xlsx"].fields["items"]] == [1, 7]
    branch = plans["支部.xlsx"]
    assert (branch.taken, branch.fields["year"]) == (True, 2012)
    assert [(each["month"], each["owner"]) for each in branch.fields["items"]] == [
        (1, "田家驹"),
        (3, "苏长水"),
    ]


@pytest.mark.parametrize("whose", ["牵头人", "谁带着学"])
async def test_the_table_of_a_plan_has_a_heading_that_nobody_knows(
    archive: Archive, office: Path, whose: str
) -> None:
    """Its rows became a matter each with form and person in it, and nothing said so."""
    table = [
        ["月份", "学习内容", "方式", whose],
        ["1月", "党章", "集中学习", "田家驹"],
        ["3月", "法规", "自学", "苏长水"],
    ]
    word(office / "计划.docx", f"{UNIT}2012年学习计划", table)
    item = await only(archive, office, "study_plan")
    known = whose == "牵头人"
    people = ["田家驹", "苏长水"] if known else [None, None]
    assert [each["topic"] for each in item.fields["items"]] == ["党章", "法规"]
    assert [(each["form"], each.get("owner")) for each in item.fields["items"]] == list(
        zip(["集中学习", "自学"], people, strict=True)
    )
    assert ("columns_unread" in item.flags) is not known


@pytest.mark.parametrize(
    "foot",
    [
        [["本计划经2012年1月9日支部党员大会讨论通过。", "", "", ""]],
        [["", "", "", UNIT], ["", "", "", datetime(2012, 1, 9)]],
        [["", "", "", UNIT], ["", "", "", "2012年1月9日"]],
        [["注：农忙时可顺延一周。", "", "", ""], ["（2012年1月9日支委会审定）", "", "", ""]],
    ],
)
async def test_what_stands_below_the_table_of_a_plan_in_a_sheet(
    archive: Archive, office: Path, foot: Grid
) -> None:
    """It was taken for rows of the table that plan nothing; who filled the sheet in is nothing to look at."""
    table: Grid = [
        [f"{UNIT}2012年学习计划表"],
        [f"填表单位：{UNIT}", "", "填表时间：2012年1月12日", ""],
        ["序号", "月份", "学习内容", "主讲人"],
        [1, "1月", "党章", "田家驹"],
        [2, "3月", "法规", "苏长水"],
        *foot,
    ]
    xlsx(office / "计划.xlsx", {"Sheet1": table})
    report = await run_import(archive, office)
    (plan,) = [item for item in report.items if item.kind == "study_plan"]
    assert (plan.fields["approved_on"], plan.flags) == (date(2012, 1, 9), [])
    assert [each["month"] for each in plan.fields["items"]] == [1, 3]
    assert not any(file.warnings for file in report.files)


async def test_a_form_whose_cells_say_label_and_value(archive: Archive, office: Path) -> None:
    note = [
        ["书名：《党章》", "", "作者：中央", ""],
        ["阅读人：田家驹", "", "阅读时间：2011年5月1日至5月20日", ""],
        ["摘抄：", TEXT, "", ""],
        ["体会：", TEXT, "", ""],
    ]
    xlsx(office / "卡片.xlsx", {"Sheet1": [["读书笔记卡片"], *note]})
    item = await only(archive, office, "reading_note")
    assert item.fields["period"].end == date(2011, 5, 20)
    assert item.fields["text"] == f"{TEXT}\n{TEXT}"


async def test_minutes_are_known_by_the_head_of_the_form(archive: Archive, office: Path) -> None:
    grid = [
        ["会议类别", "支部党员大会", "时间", "2011-04-08"],
        ["地点", "村部", "主持人", "田家驹"],
        ["记录人", "苏长水", "缺席", "无"],
        ["议题", "学习一号文件", "", ""],
        ["记录内容", TEXT, "", ""],
    ]
    put(office / "三会一课.xlsx", f"{UNIT}三会一课登记表", grid)
    item = await only(archive, office, "session")
    assert (item.fields["place"], item.fields["topics"]) == ("村部", ["学习一号文件"])
    assert item.fields["summary"] == TEXT


@pytest.mark.parametrize("ending", [".xlsx", ".docx"])
async def test_what_others_say_of_a_paper_is_no_word_of_it(
    archive: Archive, office: Path, ending: str
) -> None:
    grid = [
        ["姓名", "苏长水", "时间", "2011年7月2日"],
        ["心得体会", TEXT, "", ""],
        ["支部意见", "好。", "", ""],
    ]
    put(office / f"心得{ending}", "党员学习心得体会表", grid)
    item = await only(archive, office, "experience_article")
    assert item.fields["text"] == TEXT


@pytest.mark.parametrize("ending", [".xlsx", ".docx"])
async def test_when_and_where_a_report_looked_into_things(
    archive: Archive, office: Path, ending: str
) -> None:
    grid = [
        ["课题名称", "杨湾村灌溉问题", "调研人", "苗有根"],
        ["调研时间", "2011年6月1日至6月5日", "调研地点", "杨湾村三组"],
        ["存在的主要问题", TEXT, "", ""],
        ["对策建议", TEXT, "", ""],
    ]
    put(office / f"调研{ending}", "调研课题表", grid)
    item = await only(archive, office, "research_report")
    assert (item.fields["title"], item.fields["place"]) == ("杨湾村灌溉问题", "杨湾村三组")
    assert item.fields["fieldwork"].start == date(2011, 6, 1)


@pytest.mark.parametrize("label", ["完成日期", "定稿时间", "撰写日期"])
async def test_a_report_was_done_when_its_form_says_and_not_when_somebody_went_round(
    archive: Archive, office: Path, label: str
) -> None:
    grid = [
        ["课题名称", "杨湾村灌溉问题", "调研人", "苗有根"],
        ["调研时间", "2011年6月1日至6月5日", "调研地点", "杨湾村三组"],
        ["存在的主要问题", TEXT, "", ""],
        [label, "2011年6月20日", "", ""],
    ]
    put(office / "调研.docx", "调研报告登记表", grid)
    item = await only(archive, office, "research_report")
    assert item.fields["finished_on"].start == date(2011, 6, 20)
    assert item.fields["fieldwork"].start == date(2011, 6, 1)
