"""What headings call the unit of a row: 党组织 stands for 单位 and 支部, and 主办 and 承办 for 举办."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.tables.recognition.columns import match_columns
from records.kind_file import load_kinds
from tests.intake.registers.one_register import brought_in

HELD = [
    "承办党组织",
    "主办党组织",
    "举办党组织",
    "组织党支部",
    "承办单位",
    "主办支部",
    "召开党组织",
    "开展党组织",
]
OWN = ["所在党组织", "所属党组织", "党组织", "党组织名称", "所在基层党组织"]


@pytest.mark.parametrize("heading", [*HELD, *OWN])
@pytest.mark.parametrize(
    ("kind", "field", "heads"),
    [
        ("session", "host_unit", ("学习日期", "学习内容", "主持人")),
        ("party_class", "unit", ("授课时间", "党课题目", "主讲人")),
        ("theme_activity", "unit", ("活动时间", "活动主题", "参加人数")),
        ("communication", "unit", ("交流时间", "交流平台", "交流主题")),
    ],
)
def test_the_column_is_the_unit_of_the_row(
    kind: str, field: str, heads: tuple[str, ...], heading: str
) -> None:
    columns = {each.heading: each for each in match_columns(load_kinds()[kind], (*heads, heading))}
    assert columns[heading].target in (field, "unit") and columns[heading].sure


@pytest.mark.parametrize(
    ("kind", "field", "heads", "heading"),
    [
        ("household_visit", "unit", ("走访时间", "走访干部", "户主", "村"), "所在党组织"),
        ("briefing", "unit", ("报送日期", "期号", "标题"), "上报党组织"),
        ("briefing", "unit", ("报送日期", "期号", "标题"), "供稿党组织"),
        ("inspection", "target", ("督查时间", "督查组成员", "存在问题"), "被督查党组织"),
        ("rectification", "target", ("下发日期", "存在问题", "整改时限"), "整改党组织"),
        ("funding", "unit", ("日期", "摘要", "支出"), "使用党组织"),
        ("nomination", "unit", ("姓名", "推荐奖项", "年度"), "推荐党组织"),
    ],
)
def test_so_it_is_in_any_register(kind: str, field: str, heads: tuple[str, ...], heading: str) -> None:
    columns = {each.heading: each.target for each in match_columns(load_kinds()[kind], (*heads, heading))}
    other = {
        each.heading: each.target
        for each in match_columns(load_kinds()[kind], (*heads, heading.replace("党组织", "单位")))
    }
    assert columns[heading] == other[heading.replace("党组织", "单位")]


@pytest.mark.parametrize(
    "heading", ["加入党组织时间", "党组织关系", "上级党组织", "先进党组织", "党组织意见"]
)
def test_other_things_are_not_taken_for_it(heading: str) -> None:
    """What only holds a known word is guessed at best, which is flagged."""
    columns = match_columns(load_kinds()["session"], ("学习日期", "学习内容", heading))
    assert not any(each.sure and each.target != "extra" for each in columns if each.heading == heading)


async def test_the_rows_are_of_their_units(archive: Archive, tmp_path: Path) -> None:
    text = "白鹤乡2012年党课登记表\n授课时间,承办党组织,党课题目,主讲人\n"
    text += "2012-4-9,杨湾村党支部,党员的样子,田家驹\n"
    (item,) = await brought_in(archive, tmp_path, text, "party_class")
    assert item.outcome == "import" and "unit" in item.fields
