"""Who came to a meeting is never made up: a book must say it, by names or by as many as belong there."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item
from tests.intake.offices.office_truth import xlsx

ROSTER = """党员花名册
姓名,性别,出生年月,所在支部
田家驹,男,1970.3,杨湾村党支部
马得草,男,1966.8,杨湾村党支部
宋玉成,男,1972.1,杨湾村党支部
"""


async def _meeting(archive: Archive, folder: Path, more: dict[str, object]) -> Item:
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    head = ["时间", "支部", "学习内容", "主持人", *more]
    line = ["2011年3月28日", "杨湾村党支部", "学习中央一号文件", "田家驹", *more.values()]
    xlsx(folder / "学习.xlsx", {"1": [["2011年集中学习登记表"], head, line]})
    report = await run_import(archive, folder)
    (meeting,) = (item for item in report.items if item.kind == "session")
    return meeting


@pytest.mark.parametrize(
    ("more", "there", "present", "flags"),
    [
        ({}, 0, None, ["attendance_not_told"]),
        ({"参加人数": 41}, 0, 41, ["attendance_incomplete"]),
        ({"参加人数": 3}, 3, 3, []),
        ({"应到": 3, "实到": 3}, 3, 3, []),
        ({"缺席人员": "无"}, 3, 3, []),
        ({"缺席人员": "马得草（外出）"}, 2, 2, []),
    ],
)
async def test_members_are_taken_for_present_only_where_the_book_says_so(
    archive: Archive,
    tmp_path: Path,
    more: dict[str, object],
    there: int,
    present: int | None,
    flags: list[str],
) -> None:
    meeting = await _meeting(archive, tmp_path, more)
    rows = meeting.fields.get("attendance", [])
    assert sum(each["state"] == "到" for each in rows) == there
    assert meeting.fields.get("present", there if rows else None) == present
    assert meeting.flags == flags
