"""Registers of study of a month or a quarter: a study register is of a half-year, notes of any time."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from tests.intake.offices.office_truth import xlsx

ROSTER = """党员花名册
姓名,性别,出生年月,入党时间,转正时间,所在支部
张伟民,男,1968.2,1990.7,1991.7,上营社区党支部
李秀兰,女,1971.5,1995.7,1996.7,上营社区党支部
"""
HEADS: list[object] = ["序号", "姓名", "集中学习（次）", "学习笔记（字）", "心得体会（篇）", "备注"]


@pytest.mark.parametrize(
    ("file", "sheet", "title", "when"),
    [
        ("学习登记表(2012年一季度).xlsx", "2月", "上营社区党支部党员学习情况月登记表", "2012年2月"),
        ("学习登记表.xlsx", "Sheet1", "上营社区党支部2012年3月份学习情况登记表", "2012年3月"),
        ("学习登记表.xlsx", "一季度", "上营社区党支部2012年一季度学习情况统计表", "2012年第一季度"),
    ],
)
async def test_what_was_noted_in_a_month_or_quarter(
    archive: Archive, tmp_path: Path, file: str, sheet: str, title: str, when: str
) -> None:
    (tmp_path / "花名册.csv").write_text(ROSTER, "utf-8")
    rows: list[list[object]] = [
        [title],
        HEADS,
        [1, "张伟民", 4, 1800, 1, None],
        [2, "李秀兰", 3, "约1500", None, None],
    ]
    xlsx(tmp_path / file, {sheet: rows})
    report = await run_import(archive, tmp_path)
    names = {item.record_id: item.fields["name"] for item in report.items if item.kind == "person"}
    notes = [item for item in report.items if item.kind == "reading_note"]
    told = [
        (names[each.fields["person"]], each.fields["words"], each.fields["period"].display("zh"))
        for each in notes
    ]
    assert told == [("张伟民", 1800, when), ("李秀兰", 1500, when)]
    # How often somebody came and what was written has no place in notes.
    assert all("columns_unread" in each.flags for each in notes)
    assert not [item for item in report.items if item.kind == "study_register"]


@pytest.mark.parametrize(
    ("sheet", "title"),
    [
        ("6月", "2012年上半年学习情况登记表"),
        ("统计表", "统计时间：2012年1月至6月"),
        ("统计表", "2012年1-6月学习情况"),
    ],
)
async def test_a_half_year_stays_a_register(archive: Archive, tmp_path: Path, sheet: str, title: str) -> None:
    (tmp_path / "花名册.csv").write_text(ROSTER, "utf-8")
    rows: list[list[object]] = [["学习情况登记表"], [title], HEADS, [1, "张伟民", 4, 1800, 1, None]]
    xlsx(tmp_path / "学习登记表.xlsx", {sheet: rows})
    report = await run_import(archive, tmp_path)
    (made,) = [item for item in report.items if item.kind in ("study_register", "reading_note")]
    assert made.kind == "study_register" and made.taken
