"""Rows of registers that tell of a month where a record keeps a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from tests.intake.offices.office_truth import xlsx

PEOPLE = ("王福臣", "李大山")
ROSTER = [
    ["姓名", "性别", "出生年月", "所在支部"],
    *([name, "男", "1960.1", "大王庄村党支部"] for name in PEOPLE),
]


@pytest.mark.parametrize("when", ["2010年11月", "2010.11", "2010-11", "11月"])
@pytest.mark.parametrize(
    ("kind", "title", "heads", "row", "field"),
    [
        ("party_class", "党课登记", ["授课日期", "党课题目", "主讲人"], ["新农村建设", "王福臣"], "held_on"),
        (
            "farmer_tutorial",
            "农民思想教育辅导课登记表",
            ["日期", "主讲人", "村组", "辅导类别"],
            ["王福臣", "大王庄村一组", "政策"],
            "held_on",
        ),
        ("talk", "谈心谈话登记表", ["谈话时间", "谈话人", "谈话对象"], ["王福臣", "李大山"], "date"),
    ],
)
async def test_the_row_comes_in_without_the_day(
    archive: Archive, tmp_path: Path, when: str, kind: str, title: str, heads: Any, row: Any, field: str
) -> None:
    """It was refused, while a row with no date at all came in."""
    rows = [[f"2010年{title}"], heads, ["2010年10月5日", *row], [when, *row]]
    xlsx(tmp_path / f"{title}.xlsx", {"党员名册": ROSTER, title: rows})
    report = await run_import(archive, tmp_path, apply=True)
    whole, vague = (item for item in report.items if item.kind == kind)

    assert whole.fields[field] == date(2010, 10, 5)
    assert vague.taken and field not in vague.fields
    assert f"day_wanting:{field}" in vague.flags
    assert len({whole.record_id, vague.record_id}) == 2
