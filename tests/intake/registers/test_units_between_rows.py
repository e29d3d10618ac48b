"""Branches that stand in lines of their own between the rows of a register."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.report import ImportReport
from tests.intake.offices.office_truth import xlsx

UNITS: list[list[object]] = [
    ["单位名称", "类别", "上级组织"],
    ["白鹤乡党委", "党委", ""],
    ["杨湾村党支部", "党支部", "白鹤乡党委"],
]
PEOPLE = [("田家驹", "杨湾村党支部"), ("苏长水", "杨湾村党支部"), ("邹晓梅", "石桥村党支部")]


async def brought_in(
    archive: Archive, folder: Path, rows: list[list[object]]
) -> tuple[ImportReport, dict[Any, Any]]:
    units: list[list[object]] = [["白鹤乡党组织名册"], *UNITS, ["石桥村党支部", "党支部", "白鹤乡党委"]]
    xlsx(folder / "名册.xlsx", {"Sheet1": units})
    people: list[list[object]] = [[name, "男", f"197{at}.3", unit] for at, (name, unit) in enumerate(PEOPLE)]
    heads: list[object] = ["姓名", "性别", "出生年月", "所在支部"]
    xlsx(folder / "花名册.xlsx", {"Sheet1": [["白鹤乡党员花名册"], heads, *people]})
    xlsx(folder / "登记.xlsx", {"Sheet1": rows})
    report = await run_import(archive, folder)
    names = {each.record_id: each.fields["name"] for each in report.items if each.kind in ("unit", "person")}
    return report, names


@pytest.mark.parametrize("at", [0, 2])
@pytest.mark.parametrize("title", ["白鹤乡2012年简报登记表", "白鹤乡党委2012年简报登记表"])
async def test_briefings_are_of_the_branch_above_them(
    archive: Archive, tmp_path: Path, at: int, title: str
) -> None:
    """They were asked about, or the committee's own where its title stood above all."""
    rows: list[list[object]] = [[title], ["序号", "期号", "标题", "报送时间"]]
    for unit, titles in {"杨湾村党支部": ["渠通了", "路平了"], "石桥村党支部": ["桥修好了"]}.items():
        rows.append([*[None] * at, unit, *[None] * (3 - at)])
        rows += [[n, f"第{n}期", told, f"2012.3.{n}"] for n, told in enumerate(titles, 1)]
    report, names = await brought_in(archive, tmp_path, rows)
    found = [
        (names.get(each.fields.get("unit")), each.fields["issue"])
        for each in report.items
        if each.kind == "briefing"
    ]
    assert found == [("杨湾村党支部", 1), ("杨湾村党支部", 2), ("石桥村党支部", 1)]


async def test_briefings_of_a_branch_printed_once(archive: Archive, tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["白鹤乡2012年简报登记表"],
        ["报送单位", "期号", "标题", "报送时间"],
        ["杨湾村党支部", "第1期", "渠通了", "2012.3.1"],
        [None, "第2期", "路平了", "2012.3.2"],
        ["石桥村党支部", "第1期", "桥修好了", "2012.3.3"],
    ]
    report, names = await brought_in(archive, tmp_path, rows)
    found = [each for each in report.items if each.kind == "briefing"]
    assert [names[each.fields["unit"]] for each in found] == ["杨湾村党支部", "杨湾村党支部", "石桥村党支部"]
    assert [each.flags for each in found] == [[], ["unit_from_above"], []]


@pytest.mark.parametrize("title", ["白鹤乡2012年集中学习登记", "白鹤乡党委2012年集中学习登记"])
async def test_meetings_are_of_the_branch_above_them(archive: Archive, tmp_path: Path, title: str) -> None:
    rows: list[list[object]] = [
        [title],
        ["日期", "学习内容", "主持人", "应到", "实到"],
        ["一、杨湾村党支部（2人）", None, None, None, None],
        ["2012.3.5", "学习党章", "田家驹", 2, 2],
        ["二、石桥村党支部（1人）", None, None, None, None],
        ["2012.3.6", "学习党章", "邹晓梅", 1, 1],
    ]
    report, names = await brought_in(archive, tmp_path, rows)
    found = [each for each in report.items if each.kind == "session"]
    assert [
        (names.get(each.fields.get("host_unit")), names.get(each.fields.get("host"))) for each in found
    ] == [
        ("杨湾村党支部", "田家驹"),
        ("石桥村党支部", "邹晓梅"),
    ]
    assert [len(each.fields["attendance"]) for each in found] == [2, 1]
