"""Registers on forms of the county: heads in two rows, ticks, lists side by side."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.tables.recognition.columns import match_columns
from records.kind_file import own_kinds
from records.record import Record
from records.search.query import Query
from records.values import Value
from tests.intake.offices.office_truth import identity, shown, xlsx
from tests.intake.offices.test_year_workbook import brought_in, of_kind

FIRST, SECOND = "杏花村第一党支部", "杏花村第二党支部"
PEOPLE = (("苗青山", FIRST), ("乔玉梅", FIRST), ("段福来", FIRST), ("苗青山", SECOND), ("郝春生", SECOND))


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    folder.mkdir()
    rows: list[list[object]] = [
        ["党员花名册"],
        ["姓名", "性别", "身份证号码", "入党时间", "所在党组织", "参加学习有无不便"],
    ]
    for number, (person, branch) in enumerate(PEOPLE, start=10):
        away = "行动不便" if person == "段福来" else "无"
        rows.append([person, "男", identity("19600301", number, "男"), "1990.7.1", branch, away])
    xlsx(folder / "花名册.xlsx", {"党员": rows})
    return folder


def entries(record: Record, field: str) -> list[dict[str, Value]]:
    """The sub-records of a list."""
    rows = record.fields.get(field)
    assert isinstance(rows, list)
    return [row for row in rows if isinstance(row, dict)]


def person_at(records: list[Record], name: str, branch: str) -> Record:
    known = {record.id: record for record in records}
    (found,) = (
        person
        for person in of_kind(records, "person")
        if person.fields["name"] == name and shown(entries(person, "memberships")[-1]["org"], known) == branch
    )
    return found


def away_from(meeting: Record) -> list[dict[str, Value]]:
    return [row for row in entries(meeting, "attendance") if row["state"] != "到"]


@pytest.mark.parametrize(
    ("kind", "heading", "target"),
    [
        ("research_report", "调研情况/时间", "fieldwork"),
        ("research_report", "调研情况/地点", "place"),
        ("reading_note", "记录时段", "period"),
        ("reading_note", "所在党组织", "unit"),
        ("reading_note", "检查情况/人员", "checked_by"),
        ("study_register", "所在党组织", "unit"),
        ("exam", "所在党组织", "results.unit"),
        ("nomination", "公示时间/起", "notice_from"),
        ("nomination", "公示时间/止", "notice_to"),
        ("nomination", "公示期/截止时间", "notice_to"),
        ("position", "任职时间/止", "to"),
        ("household_visit", "联系领导", "visitor"),
        ("household_visit", "联系点/组", "group"),
        ("session", "缺席情况/人员", "absentees"),
        ("session", "缺席情况/原因", "absence_reason"),
        ("person", "参加学习有无不便", "mobility"),
        ("unit", "是否承担简报报送任务", "briefing_duty"),
        ("talk", "地点", "remarks"),
    ],
)
def test_a_part_is_read_with_what_stands_over_it(kind: str, heading: str, target: str) -> None:
    (column,) = match_columns(own_kinds()[kind], [heading])
    assert (column.target, column.sure) == (target, True)


async def test_whoever_learns_with_difficulty_is_told(archive: Archive, office: Path) -> None:
    _, records = await brought_in(archive, office)
    told = {person.fields["name"]: person.fields.get("mobility") for person in of_kind(records, "person")}
    assert told["段福来"] == "行动不便"


HEAD: list[list[object]] = [
    ["序号", "学习时间", "", "学习内容", "主持人", "记录人", "人数", "", "缺席情况", ""],
    ["", "日期", "起止时间", "", "", "", "应到", "实到", "人员", "原因"],
]


@pytest.mark.parametrize(
    ("who", "why", "states"),
    [
        ("乔玉梅", "病假", {"乔玉梅": "请假"}),
        ("乔玉梅、段福来", "事假", {"乔玉梅": "请假", "段福来": "请假"}),
        ("乔玉梅、段福来", "病假、事假", {"乔玉梅": "请假", "段福来": "请假"}),
        ("乔玉梅、段福来", "乔玉梅病假，段福来事假", {"乔玉梅": "请假", "段福来": "请假"}),
    ],
)
async def test_the_cause_of_the_absent_in_a_column_of_its_own(
    archive: Archive, office: Path, who: str, why: str, states: dict[str, str]
) -> None:
    away = len(states)
    line: list[object] = [1, "2011.3.14", "8:30-10:00", "党章", "苗青山", "乔玉梅", 3, 3 - away, who, why]
    title: list[list[object]] = [["集中学习签到册"], [f"填报单位：{FIRST}　　2011年上半年"]]
    xlsx(office / "签到册.xlsx", {"签到": [*title, *HEAD, line]}, {"签到": ["B3:C3", "G3:H3", "I3:J3"]})
    _, records = await brought_in(archive, office)
    (meeting,) = of_kind(records, "session")
    known = {record.id: record for record in records}
    assert {shown(row["person"], known): row["state"] for row in away_from(meeting)} == states
    assert all(row.get("leave_reason") in ("病假", "事假") for row in away_from(meeting))


async def test_two_columns_sent_to_the_absent_are_names_and_cause(archive: Archive, office: Path) -> None:
    """As the clerk says it on the page of a table: both fill the absent together."""
    line: list[object] = [1, "2011.3.14", "8:30-10:00", "党章", "苗青山", "乔玉梅", 3, 2, "乔玉梅", "病假"]
    head: list[list[object]] = [
        ["序号", "日期", "时段", "学习内容", "主持人", "记录人", "应到", "实到", "未来者", "未来者/原因"]
    ]
    xlsx(office / "签到册.xlsx", {"签到": [["集中学习签到册"], [f"填报单位：{FIRST}"], *head, line]})
    mapping = office.parent / "mapping.yaml"
    mapping.write_text(
        "files: 签到册.xlsx\nkind: session\ncolumns: {未来者: absentees, 未来者/原因: absentees}\n", "utf-8"
    )
    await run_import(archive, office, mapping=mapping, apply=True)
    records = [record async for record in archive.each(Query())]
    (meeting,) = of_kind(records, "session")
    (away,) = away_from(meeting)
    assert (away["state"], away["leave_reason"]) == ("请假", "病假")


BOOKS: list[list[object]] = [
    ["党员读书登记表"],
    ["姓名", "所在党组织", "书名", "书籍类别", "", "", "读完时间"],
    ["", "", "", "政治理论", "业务", "其他", ""],
]


async def test_a_choice_with_a_column_each_is_what_is_ticked(archive: Archive, office: Path) -> None:
    rows: list[list[object]] = [
        *BOOKS,
        ["乔玉梅", FIRST, "《论持久战》", "√", "", "", "2011.5.2"],
        ["乔玉梅", FIRST, "《果树修剪》", "", "√", "—", "2011.6.8"],
        ["郝春生", SECOND, "《城南旧事》", "", "", "✓", "2011.6.9"],
        ["郝春生", SECOND, "《茶馆》", "√", "", "✓", "2011.7.9"],
    ]
    xlsx(office / "读书.xlsx", {"读书": rows}, {"读书": ["D2:F2"]})
    report, records = await brought_in(archive, office)
    told = {book.fields["title"]: book.fields.get("category") for book in of_kind(records, "book_reading")}
    assert told == {
        "《论持久战》": "政治理论",
        "《果树修剪》": "业务",
        "《城南旧事》": "其他",
        "《茶馆》": None,
    }
    doubted = {item.fields["title"]: item.flags for item in report.items if item.kind == "book_reading"}
    assert doubted["《茶馆》"] and not doubted["《论持久战》"]


async def test_what_is_written_under_such_headings_is_no_tick(archive: Archive, office: Path) -> None:
    rows: list[list[object]] = [*BOOKS, ["乔玉梅", FIRST, "《论持久战》", "√", "", "摘抄", "2011.5.2"]]
    xlsx(office / "读书.xlsx", {"读书": rows}, {"读书": ["D2:F2"]})
    report, records = await brought_in(archive, office)
    (book,) = of_kind(records, "book_reading")
    (item,) = (item for item in report.items if item.kind == "book_reading")
    assert book.fields.get("category") is None and item.flags


async def test_yes_and_no_are_ticked_in_columns_too(archive: Archive, office: Path) -> None:
    rows: list[list[object]] = [
        ["走访农户台账"],
        ["走访干部", "村", "走访时间", "户主", "困难", "解决措施", "是否解决", ""],
        ["", "", "", "", "", "", "是", "否"],
        ["乔玉梅", "杏花村", "2011.5.2", "吴根生", "缺水", "接管子", "√", ""],
        ["乔玉梅", "杏花村", "2011.5.3", "吴春生", "缺肥", "", "", "√"],
    ]
    xlsx(office / "走访.xlsx", {"走访": rows}, {"走访": ["G2:H2"]})
    _, records = await brought_in(archive, office)
    told = {
        visit.fields["household"]: visit.fields["solved"] for visit in of_kind(records, "household_visit")
    }
    assert told == {"吴根生": True, "吴春生": False}


@pytest.mark.parametrize("over", [("第一组", "第二组"), ("左栏", "右栏"), ("A组", "B组")])
async def test_parts_of_a_list_side_by_side_are_one_test(
    archive: Archive, office: Path, over: tuple[str, str]
) -> None:
    rows: list[list[object]] = [
        ["庆七一党的知识测试成绩册"],
        ["测试时间：2011年6月24日　　满分：120分　　及格：72分　　题数：40题"],
        [over[0], "", "", "", over[1], "", "", ""],
        ["姓名", "所在党组织", "成绩", "备注"] * 2,
        ["苗青山", FIRST, 110, "", "苗青山", SECOND, 73, ""],
        ["乔玉梅", FIRST, 88, "", "郝春生", SECOND, "缺考", ""],
    ]
    xlsx(office / "成绩.xlsx", {"成绩册": rows}, {"成绩册": ["A3:D3", "E3:H3"]})
    _, records = await brought_in(archive, office)
    (test,) = of_kind(records, "exam")
    results = entries(test, "results")
    scores = {row["person"]: row.get("score") for row in results}
    assert len(scores) == 4 and scores[person_at(records, "苗青山", SECOND).id] == 73
    assert [int(str(test.fields[name])) for name in ("full_mark", "pass_mark", "questions")] == [120, 72, 40]


async def test_a_head_that_is_two_rows_high_throughout_is_no_row(archive: Archive, office: Path) -> None:
    head: list[object] = ["序号", "姓名", "性别", "所在党组织（工作联系）", "职务"]
    rows: list[list[object]] = [["机关非党员干部登记表"], head, [""] * 5, [1, "童小兵", "男", FIRST, "会计"]]
    merges = [f"{column}2:{column}3" for column in "ABCDE"]
    xlsx(office / "干部.xlsx", {"干部": rows}, {"干部": merges})
    report, records = await brought_in(archive, office)
    assert [each.fields["name"] for each in of_kind(records, "person")].count("童小兵") == 1
    mine = [item for item in report.items if item.place.file == "干部.xlsx" and item.kind == "person"]
    assert len(mine) == 1 and "other_heads" not in mine[0].flags and not report.open_questions


async def test_a_form_with_nothing_but_its_numbers_brings_nothing(archive: Archive, office: Path) -> None:
    head: list[object] = ["序号", "姓名", "学习次数", "笔记字数", "心得篇数"]
    rows: list[list[object]] = [
        ["党员学习情况登记表"],
        ["2011年上半年"],
        head,
        [1, "乔玉梅", 9, 5200, 1],
        [2],
        [3],
    ]
    xlsx(office / "登记.xlsx", {"登记": rows})
    report, records = await brought_in(archive, office)
    assert len(of_kind(records, "study_register")) == 1 and not report.rejected


async def test_what_was_done_about_a_finding_stands_beside_it(archive: Archive, office: Path) -> None:
    rows: list[list[object]] = [
        ["调研报告汇总表"],
        ["题目", "作者", "反映的主要问题", "意见建议", "完成时间", "问题解决情况", "", ""],
        ["", "", "", "", "", "采取措施", "是否解决", "解决时间"],
        ["村里饮水的调查", "乔玉梅", "水压不够", "换泵", "2011.6.15", "换了泵", "是", "2011.7.1"],
        ["果园的调查", "郝春生", "没有销路", "建合作社", "2011.6.20", "", "", ""],
    ]
    xlsx(office / "调研.xlsx", {"调研": rows}, {"调研": ["F2:H2"]})
    _, records = await brought_in(archive, office)
    told = {str(report.fields["title"]): report for report in of_kind(records, "research_report")}
    water, orchard = told["村里饮水的调查"], told["果园的调查"]
    (entry,) = entries(water, "problems")
    assert (entry["text"], entry["action"], entry["solved"]) == ("水压不够", "换了泵", True)
    assert water.fields["findings"] == "水压不够" and not orchard.fields.get("problems")
