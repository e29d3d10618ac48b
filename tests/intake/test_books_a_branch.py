"""An office that keeps a workbook a branch, numbered in order: 6 青坳村党支部.xlsx, 8 柏树坪.xlsx."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.report import ImportReport
from records.intake.unit_names import bare_names, path_phrases, without_number
from tests.intake.offices.office_truth import xlsx

UNITS = [
    ("云坪乡基层党组织一览表",),
    ("序号", "党组织名称", "类别", "上级党组织"),
    ("1", "中共云坪乡委员会", "党委", ""),
    ("2", "青坳村党支部", "党支部", "中共云坪乡委员会"),
    ("3", "柏树坪村党支部", "党支部", "中共云坪乡委员会"),
]
ROSTER = ("姓名", "性别", "出生年月", "入党时间")


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("6 青坳村党支部台账", "青坳村党支部台账"),
        ("03青坳村", "青坳村"),
        ("6青坳村党支部", "青坳村党支部"),
        ("12-青坳村", "青坳村"),
        ("（3）青坳村", "青坳村"),
        ("[2] 青坳村", "青坳村"),
        ("3支部", "3支部"),
        ("5月学习", "5月学习"),
        ("2012年青坳村", "2012年青坳村"),
        ("2中党支部", "2中党支部"),
        ("1组党小组", "1组党小组"),
        ("11-12月走访", "11-12月走访"),
    ],
)
def test_the_number_that_orders_a_name(name: str, rest: str) -> None:
    assert without_number(name) == rest


def test_what_a_name_may_say_of_a_unit() -> None:
    assert bare_names("8 柏树坪台账（2012）") == ["柏树坪"]
    assert bare_names("2012") == []
    assert path_phrases("台账/6 青坳村党支部台帐.ods") == ["青坳村党支部"]


async def brought(
    archive: Archive, folder: Path, file: str, sheets: dict[str, list[tuple[str, ...]]]
) -> ImportReport:
    office = folder / "office"
    (office / "支部台账").mkdir(parents=True)
    xlsx(office / "党组织一览表.xlsx", {"党组织": UNITS})
    xlsx(office / "支部台账" / file, sheets)
    return await run_import(archive, office, apply=True)


async def test_a_number_ahead_makes_no_other_unit(archive: Archive, tmp_path: Path) -> None:
    """6 青坳村党支部台账 was a unit besides 青坳村党支部, and all its people of another unit."""
    sheets = {
        "花名册": [("青坳村党支部党员花名册",), ROSTER, ("何大田", "男", "1961.4", "1988.7")],
        "学习心得": [
            ("学习心得登记",),
            ("姓名", "心得标题", "写作时间", "字数"),
            ("何大田", "边学边干", "2012年5月", "1100"),
        ],
    }
    report = await brought(archive, tmp_path, "6 青坳村党支部台账.xlsx", sheets)
    assert {item.fields["name"] for item in report.items if item.kind == "unit"} == {
        "中共云坪乡委员会",
        "青坳村党支部",
        "柏树坪村党支部",
    }
    (article,) = (item for item in report.items if item.kind == "experience_article")
    assert (article.outcome, article.questions) == ("import", [])


@pytest.mark.parametrize("file", ["8 柏树坪.xlsx", "柏树坪台账.xlsx", "08柏树坪（2012）.xlsx"])
async def test_a_place_alone_names_the_branch(archive: Archive, tmp_path: Path, file: str) -> None:
    """The records of sheets that name nobody had no unit, and nothing said so."""
    sheets = {
        "主题活动": [
            ("纪念日主题活动",),
            ("时间", "活动主题", "纪念日"),
            ("2012-6-29", "重温入党誓词", "七一"),
            ("2012-9-28", "清理河道", "十一"),
        ]
    }
    report = await brought(archive, tmp_path, file, sheets)
    unit = next(item for item in report.items if item.fields.get("name") == "柏树坪村党支部")
    assert [item.fields.get("unit") for item in report.items if item.kind == "theme_activity"] == [
        unit.record_id
    ] * 2


async def test_visits_in_groups_of_the_village_that_the_title_names(archive: Archive, tmp_path: Path) -> None:
    sheets = {
        "花名册": [("青坳村党支部党员花名册",), ROSTER, ("何大田", "男", "1961.4", "1988.7")],
        "走访": [
            ("青坳村支部委员走访农户",),
            ("时间", "走访人", "户主", "社", "困难", "如何解决"),
            ("12.7.8", "何大田", "孟九斤", "一社", "房屋漏雨", "报乡民政办申请改造"),
        ],
    }
    report = await brought(archive, tmp_path, "6 青坳村.xlsx", sheets)
    (visit,) = (item for item in report.items if item.kind == "household_visit")
    assert (visit.outcome, visit.fields["village"], visit.fields["group"], visit.fields["help"]) == (
        "import",
        "青坳村",
        "一社",
        "报乡民政办申请改造",
    )
