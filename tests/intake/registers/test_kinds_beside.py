"""Rows that tell of several records, each kind of them below a heading of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.record import Record
from records.search.query import Query
from tests.intake.offices.office_truth import identity, shown, xlsx
from tests.intake.offices.test_year_workbook import brought_in, of_kind
from tests.intake.registers.test_two_row_heads import person_at

UPPER, LOWER = "槐树村党支部", "沙沟村党支部"
PEOPLE = (("任长海", UPPER), ("梅秀珍", UPPER), ("卜占魁", UPPER), ("任长海", LOWER), ("申玉山", LOWER))


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    folder.mkdir()
    rows: list[list[object]] = [["党员花名册"], ["姓名", "性别", "身份证号码", "入党时间", "所在党支部"]]
    for number, (person, branch) in enumerate(PEOPLE, start=10):
        rows.append([person, "男", identity("19600301", number, "男"), "1990.7.1", branch])
    xlsx(folder / "花名册.xlsx", {"党员": rows})
    return folder


LEDGER: list[list[object]] = [
    ["学习型党组织建设台账"],
    ["序号", "党组织名称", "创建工作领导小组", "", "", "方案和制度", "", "", ""],
    ["", "", "组长", "副组长", "成立时间", "名称", "类别", "文号", "通过时间"],
    [
        1,
        UPPER,
        "任长海",
        "梅秀珍、卜占魁",
        "2010.7.6",
        "创建工作实施方案",
        "实施方案",
        "槐支发〔2010〕1号",
        "2010.7.9",
    ],
    ["", "", "", "", "", "学习档案管理办法", "档案制度", "槐支发〔2010〕2号", "2010.7.20"],
    [2, LOWER, "申玉山", "", "2010.7.8", "学习考核办法", "考核制度", "", "2010.7.21"],
]
MERGES = ["A2:A3", "B2:B3", "C2:E2", "F2:I2", "A4:A5", "B4:B5", "C4:C5", "D4:D5", "E4:E5"]


def told(records: list[Record], kind: str, *names: str) -> list[tuple[object, ...]]:
    """What the records of a kind say in these fields, in order of the words."""
    known = {record.id: record for record in records}
    found = of_kind(records, kind)
    return sorted((tuple(shown(each.fields.get(name), known) for name in names) for each in found), key=str)


async def test_a_leading_group_and_its_rules_stand_in_one_row(archive: Archive, office: Path) -> None:
    xlsx(office / "台账.xlsx", {"台账": LEDGER}, {"台账": MERGES})
    report, records = await brought_in(archive, office)
    seats = told(records, "position", "unit", "role", "person", "body", "from")
    assert seats == sorted(
        (
            (UPPER, "组长", "任长海", "领导小组", "2010-07-06"),
            (UPPER, "副组长", "梅秀珍", "领导小组", "2010-07-06"),
            (UPPER, "副组长", "卜占魁", "领导小组", "2010-07-06"),
            (LOWER, "组长", "申玉山", "领导小组", "2010-07-08"),
        )
    )
    (head,) = (
        each
        for each in of_kind(records, "position")
        if each.fields["role"] == "组长" and each.fields["from"] == date(2010, 7, 6)
    )
    assert head.fields["person"] == person_at(records, "任长海", UPPER).id
    assert told(records, "implementation_plan", "unit", "title", "category", "doc_no") == [
        (UPPER, "创建工作实施方案", "方案", "槐支发〔2010〕1号")
    ]
    assert told(records, "rule_document", "title", "category", "adopted_on", "unit") == [
        ("学习档案管理办法", "档案", "2010-07-20", UPPER),
        ("学习考核办法", "考核", "2010-07-21", LOWER),
    ]
    # The day on which a group was set up is no branch's.
    assert not any(unit.fields.get("founded") for unit in of_kind(records, "unit"))
    assert not [item for item in report.items if item.place.file == "台账.xlsx" and item.flags]


@pytest.mark.parametrize(
    ("title", "seats", "body"),
    [
        ("创建工作领导小组组成情况一览表", ("组长", "副组长", "成员"), "领导小组"),
        ("党支部班子成员一览表", ("书记", "副书记", "组织委员"), "支委会"),
    ],
)
async def test_a_list_of_bodies_has_a_column_for_each_seat(
    archive: Archive, office: Path, title: str, seats: tuple[str, ...], body: str
) -> None:
    rows: list[list[object]] = [
        [title],
        ["序号", "党组织名称", *seats, "成立时间"],
        [1, UPPER, "任长海", "梅秀珍", "卜占魁", "2010.7.5"],
        [2, LOWER, "申玉山", "", "任长海", "2010.7.6"],
    ]
    xlsx(office / "名单.xlsx", {"Sheet1": rows})
    report, records = await brought_in(archive, office)
    found = told(records, "position", "unit", "role", "person", "body")
    assert found == sorted(
        (
            (UPPER, seats[0], "任长海", body),
            (UPPER, seats[1], "梅秀珍", body),
            (UPPER, seats[2], "卜占魁", body),
            (LOWER, seats[0], "申玉山", body),
            (LOWER, seats[2], "任长海", body),
        ),
        key=str,
    )
    assert not [item for item in report.items if item.kind == "position" and item.flags]


async def test_a_list_of_rules_holds_plans_too(archive: Archive, office: Path) -> None:
    rows: list[list[object]] = [
        ["制度目录"],
        ["制度名称", "类别", "制定单位", "文号", "制定日期"],
        ["创建学习型党组织实施方案", "方案", UPPER, "槐支发〔2010〕1号", "2010.7.9"],
        ["学习奖惩办法", "奖惩", UPPER, "槐支发〔2010〕3号", "2010.7.12"],
    ]
    xlsx(office / "制度.xlsx", {"目录": rows})
    _, records = await brought_in(archive, office)
    assert told(records, "implementation_plan", "title") == [("创建学习型党组织实施方案",)]
    assert told(records, "rule_document", "title", "category") == [("学习奖惩办法", "奖惩")]


@pytest.mark.parametrize("over", ["限期整改", "整改情况", "整改通知"])
async def test_what_is_to_be_put_right_stands_beside_the_visit(
    archive: Archive, office: Path, over: str
) -> None:
    rows: list[list[object]] = [
        ["督查台账"],
        ["督查时间", "受督查单位", "督查人员", "存在问题", "评定结果", over, "", "", "", ""],
        ["", "", "", "", "", "通知时间", "整改要求", "整改期限", "整改结果", "销号时间"],
        [
            "2012.4.17",
            UPPER,
            "申玉山",
            "笔记不全",
            "一般",
            "2012.4.19",
            "补记笔记",
            "2012.5.10",
            "完成",
            "2012.5.8",
        ],
        ["2012.4.18", LOWER, "梅秀珍", "无", "好", "—", "—", "—", "—", "—"],
    ]
    xlsx(office / "督查.xlsx", {"督查": rows}, {"督查": ["F2:J2"]})
    report, records = await brought_in(archive, office)
    assert told(records, "inspection", "target", "date", "verdict") == sorted(
        ((UPPER, "2012-04-17", "一般"), (LOWER, "2012-04-18", "好"))
    )
    assert told(
        records, "rectification", "target", "issued_on", "requirements", "deadline", "result", "closed_on"
    ) == [(UPPER, "2012-04-19", ["补记笔记"], "2012-05-10", "完成", "2012-05-08")]
    assert not [item for item in report.items if item.place.file == "督查.xlsx" and item.flags]


async def test_what_one_kind_takes_stays_with_it(archive: Archive, office: Path) -> None:
    """Parts of one record below wider headings, each of which is a field of it."""
    rows: list[list[object]] = [
        ["督查台账"],
        ["督查时间", "督查单位", "督查人员", "督查情况", "", "评定结果"],
        ["", "", "", "存在问题", "整改要求", ""],
        ["2012.4.17", UPPER, "申玉山", "笔记不全", "补记笔记", "一般"],
    ]
    xlsx(office / "督查.xlsx", {"督查": rows}, {"督查": ["D2:E2"]})
    _, records = await brought_in(archive, office)
    (visit,) = of_kind(records, "inspection")
    assert not of_kind(records, "rectification") and "补记笔记" in str(visit.fields["requirements"])


async def test_a_rule_of_which_only_the_month_is_told_comes_in(archive: Archive, office: Path) -> None:
    rows: list[list[object]] = [
        ["制度目录"],
        ["制度名称", "类别", "制定单位", "文号", "制定日期"],
        ["学习评价办法", "评价", UPPER, "", "2010.8"],
    ]
    xlsx(office / "制度.xlsx", {"目录": rows})
    report, records = await brought_in(archive, office)
    assert told(records, "rule_document", "title", "category", "adopted_on") == [
        ("学习评价办法", "评价", None)
    ]
    (item,) = (item for item in report.items if item.kind == "rule_document")
    assert item.flags == ["day_wanting:adopted_on"]


async def test_a_mapping_for_the_visits_leaves_the_rest(archive: Archive, office: Path) -> None:
    """As the page of a table writes it: the kind, and the columns that the table has."""
    rows: list[list[object]] = [
        ["督查台账"],
        ["督查时间", "到哪里去", "督查人员", "存在问题", "评定结果", "限期整改", "", ""],
        ["", "", "", "", "", "通知时间", "整改要求", "整改期限"],
        ["2012.4.17", UPPER, "申玉山", "笔记不全", "一般", "2012.4.19", "补记笔记", "2012.5.10"],
    ]
    xlsx(office / "督查.xlsx", {"督查": rows}, {"督查": ["F2:H2"]})
    mapping = office.parent / "mapping.yaml"
    mapping.write_text("files: 督查.xlsx\nkind: inspection\ncolumns: {到哪里去: target}\n", "utf-8")
    await run_import(archive, office, mapping=mapping, apply=True)
    records = [record async for record in archive.each(Query())]
    assert told(records, "inspection", "target", "date") == [(UPPER, "2012-04-17")]
    assert told(records, "rectification", "target", "issued_on", "requirements") == [
        (UPPER, "2012-04-19", ["补记笔记"])
    ]


async def test_a_column_that_the_visits_lack_holds_only_them_in_doubt(archive: Archive, office: Path) -> None:
    rows: list[list[object]] = [
        ["督查台账"],
        ["督查时间", "受督查单位", "督查人员", "存在问题", "扣分依据", "限期整改", "", "", ""],
        ["", "", "", "", "", "通知时间", "整改要求", "整改期限", "整改结果"],
        ["2012.4.17", UPPER, "申玉山", "笔记不全", "第三条", "2012.4.19", "补记笔记", "2012.5.10", "完成"],
    ]
    xlsx(office / "督查.xlsx", {"督查": rows}, {"督查": ["F2:I2"]})
    report, _ = await brought_in(archive, office)
    flags = {item.kind: item.flags for item in report.items if item.place.file == "督查.xlsx"}
    assert flags == {"inspection": ["columns_unread"], "rectification": []}
    counts = {each.kind: (each.taken, each.flagged) for each in report.tables if each.file == "督查.xlsx"}
    assert counts == {"inspection": (0, 1), "rectification": (1, 0)}


async def test_a_mapping_for_one_of_the_kinds_is_about_that(archive: Archive, office: Path) -> None:
    """The page of the rules writes its kind and its columns: positions and plans stay what they are."""
    xlsx(office / "台账.xlsx", {"台账": LEDGER}, {"台账": MERGES})
    mapping = office.parent / "mapping.yaml"
    mapping.write_text(
        "files: 台账.xlsx\nkind: rule_document\ncolumns: {方案和制度/名称: title, 党组织名称: unit}\n",
        "utf-8",
    )
    report = await run_import(archive, office, mapping=mapping, apply=True)
    records = [record async for record in archive.each(Query())]
    assert [len(of_kind(records, kind)) for kind in ("position", "implementation_plan", "rule_document")] == [
        4,
        1,
        2,
    ]
    assert {each.kind: bool(each.mapped) for each in report.tables if each.file == "台账.xlsx"} == {
        "position": False,
        "rule_document": True,
        "implementation_plan": False,
    }
