"""Whose a roster is whose sheet bears only a place, what people are called, which namesake is meant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item
from records.intake.report import ImportReport
from tests.intake.offices.office_truth import xlsx

UNITS: list[list[Any]] = [
    ["党组织设置情况"],
    ["序号", "党组织全称", "简称", "类型", "上级党组织", "书记"],
    [1, "中共苇塘乡委员会", "乡党委", "党委", "", ""],
    [2, "乡机关党支部", "机关支部", "党支部", "乡党委", ""],
    [3, "上滩村党支部", "上滩支部", "党支部", "乡党委", ""],
]
HEADS: list[Any] = ["姓名", "性别", "出生年月", "入党时间", "职务", "类别", "备注"]
OFFICE = [
    ["褚秀琴", "女", "1975.5", "1999.7", "乡党委书记", "班子成员", ""],
    ["韦明远", "男", "1965.2", "1990.7", "农技站站长", "机关干部", ""],
    ["邹晓梅", "女", "1980.2", "", "办公室主任", "一般干部", "非党"],
]
VILLAGE = [
    ["田家驹", "男", "1970.3", "1995.7", "支部书记", "两委成员", ""],
    ["苗有根", "男", "1951.5", "1975.6", "", "务农", "瘫痪在床,行动不便"],
    ["韦明远", "男", "1972.4", "1998.7", "", "农民", ""],
]


async def brought_in(
    archive: Archive,
    folder: Path,
    *registers: tuple[str, list[list[Any]]],
    title: str = "苇塘乡机关党员干部名册",
    office: str = "机关",
    mapping: str = "",
) -> ImportReport:
    xlsx(folder / "党组织.xlsx", {"党组织": UNITS})
    sheets = {office: [[title], HEADS, *OFFICE], "上滩": [["上滩村党支部党员名册"], HEADS, *VILLAGE]}
    xlsx(folder / "名册.xlsx", sheets)
    for name, rows in registers:
        xlsx(folder / f"{name}.xlsx", {"2011年": rows})
    path = folder.parent / "answers.yaml"
    path.write_text(mapping, "utf-8")
    return await run_import(archive, folder, mapping=path if mapping else None)


def people(report: ImportReport) -> dict[str, Item]:
    return {f"{item.fields['name']}{item.place.row}": item for item in report.items if item.kind == "person"}


def unit_names(report: ImportReport, item: Item) -> list[str]:
    names = {each.record_id: each.fields["name"] for each in report.items if each.kind == "unit"}
    return [names[row["org"]] for row in item.fields.get("memberships", ())]


@pytest.mark.parametrize(
    ("title", "office"),
    [
        ("党员干部名册", "机关"),
        ("苇塘乡机关党员干部名册", "Sheet1"),
        ("2010年乡机关在职党员花名册", "Sheet1"),
    ],
)
async def test_a_roster_is_of_the_branch_of_the_place_that_it_names(
    archive: Archive, tmp_path: Path, title: str, office: str
) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    report = await brought_in(archive, folder, title=title, office=office)
    found = people(report)
    assert unit_names(report, found["褚秀琴3"]) == ["乡机关党支部"]
    assert unit_names(report, found["田家驹3"]) == ["上滩村党支部"]


async def test_a_roster_of_which_nothing_tells_the_unit_is_flagged_and_its_mapping_tells_it(
    archive: Archive, tmp_path: Path
) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    silent = await brought_in(archive, folder, title="党员干部名册", office="Sheet1")
    assert "no_unit_told" in people(silent)["褚秀琴3"].flags
    said = await brought_in(
        archive,
        folder,
        title="党员干部名册",
        office="Sheet1",
        mapping='files: "名册.xlsx"\nsheets: [Sheet1]\nkind: person\nunit: 乡机关党支部\n',
    )
    assert unit_names(said, people(said)["褚秀琴3"]) == ["乡机关党支部"]
    assert not people(said)["褚秀琴3"].flags


async def test_the_sorts_of_people_are_known_in_the_words_of_rosters(
    archive: Archive, tmp_path: Path
) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    found = people(await brought_in(archive, folder))
    sorts = {name: item.fields.get("categories") for name, item in found.items()}
    assert sorts == {
        "褚秀琴3": ["领导干部"],
        "韦明远4": ["机关干部职工"],
        "邹晓梅5": ["机关干部职工"],
        "田家驹3": ["村干部"],
        "苗有根4": ["农民党员"],
        "韦明远5": ["农民党员"],
    }
    assert found["邹晓梅5"].outcome == "import" and found["邹晓梅5"].remarks == "非党"
    assert found["苗有根4"].outcome == "import" and found["苗有根4"].fields["mobility"] == "行动不便"


async def test_units_that_a_list_of_units_tells_are_no_doubt(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    report = await brought_in(archive, folder)
    assert {item.outcome for item in report.items if item.kind == "unit"} == {"import"}


BOOKS: list[Any] = ["姓名", "书名", "类别", "读完日期"]


async def test_what_stands_behind_a_name_tells_namesakes_apart(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    rows: list[list[Any]] = [
        ["读书登记"],
        BOOKS,
        ["韦明远（农技站）", "《小麦栽培》", "业务", "2011.5.6"],
        ["韦明远（上滩支部）", "《大棚番茄》", "业务", "2011.5.7"],
        ["韦明远（水管站）", "《灌溉》", "业务", "2011.5.8"],
    ]
    report = await brought_in(archive, folder, ("读书登记", rows))
    books = [item for item in report.items if item.kind == "book_reading"]
    ids = {item.record_id: unit_names(report, item)[0] for item in people_items(report)}
    assert [ids.get(item.fields.get("person")) for item in books] == ["乡机关党支部", "上滩村党支部", None]
    assert [item.outcome for item in books][2] == "ask"


def people_items(report: ImportReport) -> list[Item]:
    return [item for item in report.items if item.kind == "person"]


ACTIVITIES: list[Any] = ["活动日期", "活动主题", "举办单位", "志愿者", "备注"]


@pytest.mark.parametrize(
    ("printed", "count", "remarks", "flagged"),
    [
        ("邹晓梅、田家驹", 2, "志愿者：邹晓梅、田家驹", False),
        ("12人", 12, None, False),
        ("邹晓梅等5人", None, None, True),
        ("机关青年", None, None, True),
        ("王家庄、李村", None, None, True),
        ("石门小学", None, None, True),
    ],
)
async def test_names_where_a_number_is_kept_are_counted(
    archive: Archive, tmp_path: Path, printed: str, count: int | None, remarks: str | None, flagged: bool
) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    rows = [["2011年主题教育活动登记"], ACTIVITIES, ["2011.5.3", "义务植树", "机关支部", printed, ""]]
    report = await brought_in(archive, folder, ("主题教育活动", rows))
    (done,) = (item for item in report.items if item.kind == "theme_activity")
    if not flagged:
        assert (done.fields.get("volunteers"), done.remarks, done.flags) == (count, remarks, [])
    else:
        assert done.flags


async def test_names_without_a_surname_are_counted_as_the_others_of_their_column(
    archive: Archive, tmp_path: Path
) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    (folder / "名单.csv").write_text(
        "党员花名册\n姓名,所在支部\n央金拉姆,机关支部\n才让多杰,机关支部\n", "utf-8"
    )
    told = ("邹晓梅、田家驹", "央金拉姆、卓玛措、马小军", "才让多杰、尕藏", "党员、群众")
    lines = [[f"2011.5.{day}", f"植树{day}", "机关支部", who, ""] for day, who in enumerate(told, 3)]
    rows = [["2011年主题教育活动登记"], ACTIVITIES, *lines]
    report = await brought_in(archive, folder, ("主题教育活动", rows))
    done = [item for item in report.items if item.kind == "theme_activity"]
    assert [each.fields.get("volunteers") for each in done] == [2, 3, 2, None]
    assert [each.remarks for each in done[:3]] == [f"志愿者：{who}" for who in told[:3]]
    assert [bool(each.flags) for each in done] == [False, False, False, True]


SESSIONS: list[Any] = [
    "日期",
    "起止时间",
    "组织单位",
    "学习(会议)题目",
    "形式",
    "主持",
    "应到",
    "实到",
    "缺席人员",
]


async def test_a_meeting_is_of_those_whom_its_words_and_its_figures_mean(
    archive: Archive, tmp_path: Path
) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    rows: list[list[Any]] = [
        ["2011年集中学习登记表"],
        SESSIONS,
        ["2011.1.10", "9:00-11:30", "乡党委", "全会精神", "中心组", "褚秀琴", 2, 2, ""],
        ["2011.9.20", "", "乡党委", "机关干部学习交流会", "交流会", "褚秀琴", 3, 2, "邹晓梅(公出)"],
        ["2011.9.21", "", "乡党委", "学习心得交流会", "交流会", "褚秀琴", 3, 3, "无"],
    ]
    report = await brought_in(archive, folder, ("集中学习登记", rows))
    central, office, all_of_them = (item for item in report.items if item.kind == "session")
    assert (central.fields["expected"], central.fields["present"]) == (2, 2)
    assert "attendance" not in central.fields
    assert sorted(row["state"] for row in office.fields["attendance"]) == ["到", "到", "请假"]
    assert (office.outcome, office.flags) == ("import", [])
    assert "expected_differs_from_membership" in all_of_them.flags
    # Of several branches nobody knows who was called: what is printed is all there is.
    assert "attendance" not in all_of_them.fields
    assert (all_of_them.fields["expected"], all_of_them.fields["present"]) == (3, 3)


async def test_whoever_was_away_from_a_meeting_of_some_is_not_lost(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    row = ["2011.9.21", "", "乡党委", "创建工作座谈", "座谈会", "褚秀琴", 3, 2, "邹晓梅（公差）"]
    report = await brought_in(archive, folder, ("集中学习登记", [["2011年集中学习登记表"], SESSIONS, row]))
    (meeting,) = (item for item in report.items if item.kind == "session")
    assert (meeting.fields["expected"], meeting.fields["present"]) == (3, 2)
    assert "attendance" not in meeting.fields
    assert meeting.remarks == "邹晓梅（公差）"
    assert meeting.flags == ["expected_differs_from_membership"]


async def test_the_day_a_briefing_came_has_the_year_of_the_day_it_was_sent(
    archive: Archive, tmp_path: Path
) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    rows: list[list[Any]] = [
        ["简报收文登记(2011年)"],
        ["收到日期", "期数", "报送支部", "简报题目", "撰稿人", "报送日期"],
        ["9月3日", "第1期", "上滩支部", "课堂搬到田间", "田家驹", "9月2日"],
        ["1月2日", "第2期", "上滩支部", "冬闲读书", "田家驹", "12月30日"],
    ]
    report = await brought_in(archive, folder, ("简报收文登记", rows))
    briefings = [item for item in report.items if item.kind == "briefing"]
    assert [str(item.fields.get("received_on")) for item in briefings] == ["2011-09-03", "2012-01-02"]


async def test_brackets_in_a_heading_that_say_the_same_are_no_doubt(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    heads = ["辅导日期", "辅导地点(村组)", "辅导人", "题目", "内容类别", "听课人数"]
    other = ["辅导日期", "辅导地点(意向)", "辅导人", "题目", "内容类别", "听课人数"]
    row = ["2011.2.24", "上滩村一组", "褚秀琴", "水利新政", "政策", 46]
    report = await brought_in(
        archive,
        folder,
        ("农民思想教育辅导课", [["2011年农民思想教育辅导课登记"], heads, row]),
        (
            "农民思想教育辅导课2",
            [["2011年农民思想教育辅导课登记"], other, ["2011.3.24", *row[1:4], "形势", 40]],
        ),
    )
    flags = {
        item.place.file: item.flags for item in report.items if item.kind == "farmer_tutorial" and item.taken
    }
    assert flags == {
        "农民思想教育辅导课.xlsx": [],
        "农民思想教育辅导课2.xlsx": ["heading_guessed:village"],
    }
