"""Columns without a field that say what the row says itself hold no row in doubt; those that differ do."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item
from records.intake.said_already import SAID_ALREADY

ROSTER = """\
青杨河乡党员花名册
姓名,性别,出生年月,入党时间,所在支部
张伟民,男,1965.3,1990.7,柳树湾村党支部
李秀兰,女,1970.11,1995.7,柳树湾村党支部
赵永刚,男,1958.1,1980.7,柳树湾村党支部
"""


async def rows_of(archive: Archive, folder: Path, register: str, kind: str) -> list[Item]:
    """The rows of one register, brought in beside a roster."""
    (folder / "党员花名册.csv").write_text(ROSTER, "utf-8")
    (folder / "登记.csv").write_text(register, "utf-8")
    report = await run_import(archive, folder)
    items = [item for item in report.items if item.kind == kind and item.place.file == "登记.csv"]
    return [row for item in items for row in (item.lines or (item,))]


def doubted(rows: list[Item]) -> list[bool]:
    return ["columns_unread" in row.flags for row in rows]


@pytest.mark.parametrize(
    ("heading", "same", "other"),
    [
        ("学习月份", "3月", "4月"),
        ("所属月份", "2011年3月", "2010年3月"),
        ("活动月份", "三月", "三月下旬"),
        ("所属季度", "一季度", "二季度"),
        ("季度", "第1季度", "1、2季度"),
        ("上下半年", "上半年", "下半年"),
        ("所属年度", "2011年", "2012年"),
        ("周几", "日", "星期一"),
        ("听课人数", "2", "3"),
        ("受教育人数", "2人", "群众20人"),
    ],
)
async def test_a_time_or_a_number_of_people_beside_the_row_s_own(
    archive: Archive, tmp_path: Path, heading: str, same: str, other: str
) -> None:
    head = f"柳树湾村党支部集中学习登记表\n学习时间,学习内容,主持人,应到,实到,缺席人员,{heading}\n"
    lines = f"2011.3.6,学党章,张伟民,3,2,李秀兰,{same}\n2011.3.13,学条例,张伟民,3,2,李秀兰,{other}\n"
    rows = await rows_of(archive, tmp_path, head + lines, "session")
    assert [str(row.fields["start"])[:10] for row in rows] == ["2011-03-06", "2011-03-13"]
    assert doubted(rows) == [False, True]
    assert SAID_ALREADY in rows[0].notes and SAID_ALREADY not in rows[1].notes


async def test_a_score_said_again_and_the_parts_that_add_up_to_it(archive: Archive, tmp_path: Path) -> None:
    head = "2011年6月20日政治理论考试成绩表\n姓名,所在支部,单选,多选,简答,成绩\n"
    rows = await rows_of(
        archive,
        tmp_path,
        f"{head}张伟民,柳树湾村党支部,20,30,40,90\n李秀兰,柳树湾村党支部,20,20,30,75\n",
        "exam",
    )
    assert doubted(rows) == [False, True]


async def test_a_column_that_may_be_of_a_field_stays_in_doubt(archive: Archive, tmp_path: Path) -> None:
    """Nothing says that these are the people who came, and no day is there to compare the month with."""
    head = "走访时间,走访人,户主,存在困难,村名,人数,月份\n"
    lines = "2011.3.2,张伟民,李保山,水渠不通,柳树湾村,1,3\n2011.3.2,张伟民,马长福,缺化肥,柳树湾村,,3\n"
    rows = await rows_of(archive, tmp_path, head + lines, "household_visit")
    assert doubted(rows) == [True, False]
