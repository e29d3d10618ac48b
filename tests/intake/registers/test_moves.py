"""Registers of transfers, of who came, left or is away: they add to people of rosters, and double none."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bson.objectid import ObjectId

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.loading.undo import undo
from records.intake.outcome import Item
from records.intake.report import ImportReport

EAST, WEST = "杨湾村党支部", "双井村党支部"
ROSTER = (
    "青杨河乡党委党员花名册\n姓名,性别,出生年月,入党时间,所在支部\n"
    f"田家驹,男,1970.3,1995.7,{EAST}\n苏长水,男,1972.4,1996.7,{EAST}\n苗有根,男,1973.5,1997.7,{EAST}\n"
    f"冯德贵,男,1968.2,1988.7,{WEST}\n柳青山,男,1961.2,1988.7,{WEST}\n柳青山,男,1978.2,1998.7,{EAST}\n"
    f"李老四,男,1938.2,1958.7,{WEST}\n"
)


class Office:
    """A folder of registers, and what the archive holds of it."""

    def __init__(self, archive: Archive, folder: Path) -> None:
        self.archive, self.folder = archive, folder
        self.write("党员花名册.csv", ROSTER)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, "utf-8")

    async def bring_in(self) -> ImportReport:
        return await run_import(self.archive, self.folder, apply=True)

    async def people(self) -> dict[str, list[dict[str, Any]]]:
        """The people's fields by name, units by name in their memberships."""
        rows = await self.archive.aggregate([{"$match": {"kind": {"$in": ["person", "unit"]}}}])
        units = {row["_id"]: row["title"] for row in rows if row["kind"] == "unit"}
        found: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            if row["kind"] == "person" and row["status"] != "void":
                record = await self.archive.get(row["no"])
                fields: dict[str, Any] = dict(record.fields)
                stays = [
                    (units[stay["org"]], stay.get("from"), stay.get("to"))
                    for stay in fields.get("memberships") or ()
                ]
                found.setdefault(row["title"], []).append({**fields, "stays": stays})
        return found


@pytest.fixture
def office(archive: Archive, tmp_path: Path) -> Office:
    return Office(archive, tmp_path)


def of(report: ImportReport, file: str) -> dict[str, Item]:
    return {str(item.fields.get("name")): item for item in report.items if item.place.file == file}


TRANSFERS = (
    "青杨河乡2011年党员组织关系接转登记表\n序号,介绍信编号,姓名,性别,{head},经办人\n"
    f"1,001,田家驹,男,{EAST},{WEST},2011.5.6,王干事\n"
    f"2,002,苏长水,男,{EAST},石河县城关镇党委,6月7日,王干事\n"
    f"3,003,冯德贵,男,石河县城关镇党委,{WEST},2011.8.7,王干事\n"
)


@pytest.mark.parametrize(
    "head",
    [
        *("转出单位,转入单位,接转时间", "原党组织,现党组织,日期", "何处转来,转往何处,办理日期"),
        *("原所在支部,接收党组织,转接时间", "转出党支部,转入党支部,介绍信开具时间"),
    ],
)
async def test_a_transfer_gives_the_memberships_their_days(office: Office, head: str) -> None:
    office.write("接转.csv", TRANSFERS.format(head=head))
    await office.bring_in()
    people = await office.people()
    assert people["田家驹"][0]["stays"] == [(EAST, None, date(2011, 5, 6)), (WEST, date(2011, 5, 6), None)]
    assert people["苏长水"][0]["stays"] == [(EAST, None, date(2011, 6, 7))]
    assert people["苏长水"][0]["active_to"] == date(2011, 6, 7)
    assert people["冯德贵"][0]["stays"] == [(WEST, date(2011, 8, 7), None)]
    assert people["冯德贵"][0]["active_from"] == date(2011, 8, 7)
    assert {name: len(each) for name, each in people.items() if len(each) > 1} == {"柳青山": 2}
    again = await office.bring_in()
    assert {item.action for item in again.items if item.kind == "person"} == {"unchanged"}
    assert await office.people() == people


async def test_a_register_that_comes_later_adds_and_an_old_roster_takes_nothing_back(office: Office) -> None:
    await office.bring_in()
    office.write("接转.csv", TRANSFERS.format(head="转出单位,转入单位,接转时间"))
    report = await office.bring_in()
    assert of(report, "接转.csv")["田家驹"].action == "updated"
    people = await office.people()
    assert people["田家驹"][0]["stays"] == [(EAST, None, date(2011, 5, 6)), (WEST, date(2011, 5, 6), None)]
    (office.folder / "接转.csv").unlink()
    office.write("党员花名册.csv", ROSTER.replace("田家驹,男,1970.3", "田家驹,男,1970.3.8"))
    await office.bring_in()
    after = await office.people()
    assert after["田家驹"][0]["stays"] == people["田家驹"][0]["stays"]
    assert after["田家驹"][0]["birth"].precision == "day"


async def test_what_no_field_keeps_is_told_with_its_row(office: Office) -> None:
    office.write("接转.csv", TRANSFERS.format(head="转出单位,转入单位,接转时间"))
    report = await run_import(office.archive, office.folder)
    rows = of(report, "接转.csv")
    assert {"unit_outside", "columns_unread"} <= set(rows["苏长水"].flags)
    assert rows["苏长水"].place.row == 4
    assert ("", "介绍信编号") in next(f for f in report.files if f.file == "接转.csv").unknown_columns


async def test_the_last_day_and_the_first_are_told_by_kind_of_change(office: Office) -> None:
    office.write(
        "增减.csv",
        "双井村党支部2012年党员增减情况登记表\n姓名,性别,出生年月,增减情况,时间,原因\n"
        "李老四,男,1938.2,减少,2012.3.4,病故\n周正,男,1988.2,增加,2012.4.5,转入\n"
        "吴新,男,1990.3,增加,2012.6,发展\n",
    )
    await office.bring_in()
    people = await office.people()
    assert people["李老四"][0]["stays"] == [(WEST, None, date(2012, 3, 4))]
    assert people["周正"][0]["stays"] == [(WEST, date(2012, 4, 5), None)]
    assert people["吴新"][0]["political_status"] == "预备党员"
    assert people["吴新"][0]["joined_party"].start == date(2012, 6, 1)


async def test_ways_in_columns_side_by_side_and_in_lines_between(office: Office) -> None:
    office.write(
        "转接.csv",
        "2012年组织关系转接台账\n姓名,所在支部,转入,,转出,,备注\n,,时间,原单位,时间,去向,\n"
        f"田家驹,{EAST},2012.3.1,县农机局党支部,,,\n苏长水,{EAST},,,2012.5.1,县城关镇,\n",
    )
    office.write(
        "变动.csv",
        "双井村党支部党员变动登记（2012年）\n姓名,性别,时间,备注\n一、转出\n冯德贵,男,4月2日,\n"
        "二、死亡\n李老四,男,5月2日,\n",
    )
    await office.bring_in()
    people = await office.people()
    assert people["田家驹"][0]["stays"] == [(EAST, date(2012, 3, 1), None)]
    assert people["苏长水"][0]["stays"] == [(EAST, None, date(2012, 5, 1))]
    assert people["冯德贵"][0]["stays"] == [(WEST, None, date(2012, 4, 2))]
    assert people["李老四"][0]["active_to"] == date(2012, 5, 2)


async def test_who_cannot_be_told_is_asked_about_and_nobody_is_doubled(office: Office) -> None:
    office.write(
        "转出.csv",
        f"2012年转出党员登记\n姓名,性别,所在支部,转往何处,转出时间\n柳青山,男,,县直机关,2012.3.1\n"
        f"苗有根,男,{WEST},县直机关,2012.3.2\n何人知,男,{WEST},县直机关,2012.3.3\n"
        f"柳青山,男,{EAST},县直机关,2012.3.4\n",
    )
    report = await office.bring_in()
    asked = [item.why for item in report.items if item.place.file == "转出.csv" and item.outcome == "ask"]
    assert asked == ["homonym", "person_of_another_unit", "unknown_person"]
    people = await office.people()
    assert sum(map(len, people.values())) == 7
    assert {each["active_to"] for each in people["柳青山"] if "active_to" in each} == {date(2012, 3, 4)}


@pytest.mark.parametrize(
    ("title", "row"),
    [
        ("杨湾村党支部流动党员登记表", "苗有根,男,2011.2,县城,"),
        ("2011年外出党员名单", "苗有根,男,2011.2,县城,"),
        ("流动党员花名册", "苗有根,男,2011.2,县城,"),
    ],
)
async def test_a_list_of_those_away_is_of_people_who_are_known(office: Office, title: str, row: str) -> None:
    head = "姓名,性别,外出时间,流入地,返乡时间"
    office.write("A流动.csv", f"{title}\n{head}\n{row}\n苏长水,男,2011.3,县城,2012.1\n")
    report = await office.bring_in()
    people = await office.people()
    assert sum(map(len, people.values())) == 7
    assert people["苗有根"][0]["mobility"] == "长期外出"
    assert people["苏长水"][0].get("mobility") in (None, "无")
    assert "columns_unread" in of(report, "A流动.csv")["苗有根"].flags


async def test_a_mapping_to_people_doubles_nobody(office: Office) -> None:
    office.write("接转.csv", TRANSFERS.format(head="甲栏,乙栏,丙栏"))
    mapping = office.folder.parent / "映射.yaml"
    mapping.write_text("id: moves\nfiles: 接转.csv\nkind: person\ncolumns:\n  乙栏: unit\n", "utf-8")
    report = await run_import(office.archive, office.folder, mapping=mapping, apply=True)
    assert len((await office.people())["田家驹"]) == 1
    assert of(report, "接转.csv")["田家驹"].outcome == "ask"


async def test_counts_by_branch_are_no_people(office: Office) -> None:
    office.write(
        "统计.csv",
        "青杨河乡2012年党员增减情况统计表\n支部名称,年初党员数,增加,,减少,,年末党员数\n,,发展,转入,转出,死亡,\n"
        f"{EAST},30,1,2,0,1,32\n{WEST},28,0,1,1,0,28\n",
    )
    report = await office.bring_in()
    assert [each.state for each in report.files if each.file == "统计.csv"] == ["refused"]
    assert sum(map(len, (await office.people()).values())) == 7


async def test_a_record_edited_by_hand_gets_what_is_blank(office: Office) -> None:
    await office.bring_in()
    (row,) = await office.archive.aggregate([{"$match": {"kind": "person", "title": "田家驹"}}])
    record = await office.archive.get(row["no"])
    record.fields["phone"] = "13800001111"
    await office.archive.save(record)
    office.write("接转.csv", TRANSFERS.format(head="转出单位,转入单位,接转时间"))
    await office.bring_in()
    people = await office.people()
    assert people["田家驹"][0]["phone"] == "13800001111"
    assert people["田家驹"][0]["stays"][-1] == (WEST, date(2011, 5, 6), None)


async def test_who_came_and_who_left_side_by_side(office: Office) -> None:
    office.write(
        "台账.csv",
        "双井村党支部党员增减台账\n时间,增加,,,减少,,,备注\n,姓名,原因,来源,姓名,原因,去向,\n"
        "2011.3.4,冯德贵,转入,石河县,,,,\n2012.5.6,周正,转入,县城,李老四,去世,,\n",
    )
    report = await office.bring_in()
    people = await office.people()
    assert people["冯德贵"][0]["stays"] == [(WEST, date(2011, 3, 4), None)]
    assert people["李老四"][0]["stays"] == [(WEST, None, date(2012, 5, 6))]
    asked = [item.fields["name"] for item in report.items if item.why == "unknown_person"]
    assert asked == ["周正"]


async def test_a_letter_that_names_no_branch_is_of_the_one_who_bears_the_name(office: Office) -> None:
    office.write(
        "介绍信.csv",
        "党员组织关系介绍信存根登记\n编号,姓名,介绍信抬头,开出日期\n1,田家驹,县直机关工委,2011-05-06\n"
        "2,柳青山,县直机关工委,2011-05-07\n",
    )
    report = await office.bring_in()
    people = await office.people()
    assert people["田家驹"][0]["stays"] == [(EAST, None, date(2011, 5, 6))]
    assert of(report, "介绍信.csv")["柳青山"].why == "homonym"


async def test_a_register_of_leave_moves_nobody(office: Office) -> None:
    office.write("外出.csv", "2011年干部外出登记\n姓名,去向,日期,事由\n田家驹,县城,2011.5.6,开会\n")
    await office.bring_in()
    assert (await office.people())["田家驹"][0]["stays"] == [(EAST, None, None)]


async def test_a_roster_with_such_columns_stays_a_roster_and_tells_what_it_leaves(office: Office) -> None:
    office.write(
        "某村.csv",
        "柳湾村党支部党员花名册\n姓名,性别,出生年月,原单位,转入时间,转出时间,变动原因\n"
        "高原,男,1970.3,县农机厂,2011.5.6,,\n马平,男,1972.4,,,2012.3.4,外调\n",
    )
    report = await office.bring_in()
    people = await office.people()
    assert people["高原"][0]["stays"] == [("柳湾村党支部", date(2011, 5, 6), None)]
    assert people["马平"][0]["stays"] == [("柳湾村党支部", None, date(2012, 3, 4))]
    assert of(report, "某村.csv")["马平"].flags == ["columns_unread"]
    (file,) = (each for each in report.files if each.file == "某村.csv")
    assert [heading for _, heading in file.unknown_columns] == ["原单位", "变动原因"]


async def test_who_was_accepted_that_year_was_on_probation(office: Office) -> None:
    office.write("发展.csv", f"2012年新发展党员名册\n姓名,性别,入党时间,所在支部\n吴新,女,2012.6.1,{EAST}\n")
    report = await office.bring_in()
    assert (await office.people())["吴新"][0]["political_status"] == "预备党员"
    assert of(report, "发展.csv")["吴新"].flags == ["value_unsure:political_status"]


async def test_taking_a_register_back_leaves_what_the_roster_said(office: Office) -> None:
    await office.bring_in()
    before = await office.people()
    office.write("接转.csv", TRANSFERS.format(head="转出单位,转入单位,接转时间"))
    report = await office.bring_in()
    assert (await office.people()) != before
    undone = await undo(office.archive, ObjectId(str(report.batch)))
    assert (undone.restored, undone.kept) == (3, [])
    assert await office.people() == before
    # It can come in again after that.
    await office.bring_in()
    assert (await office.people())["田家驹"][0]["stays"][-1] == (WEST, date(2011, 5, 6), None)
