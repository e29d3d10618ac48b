"""The first meeting of a book: what it is called stands between the book's title and its labels."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from tests.intake.minutes.test_heads_of_minutes import BRANCH, brought_in, roster


def meeting(name: str, day: str, subject: str) -> tuple[str, ...]:
    return (
        name,
        f"时间：2011年{day}上午8：30—10：00",
        "地点：大队部",
        "主持：王福臣　　记录：王富贵",
        f"学习内容：{subject}",
        "应到5人，实到5人。",
        "",
    )


@pytest.mark.parametrize(
    ("names", "categories"),
    [
        (("一、周一例会", "二、党课", "三、学习交流会"), ["周一例会", "党课", "交流会"]),
        (("周一例会", "读书会", "研讨会"), ["周一例会", "读书会", "研讨会"]),
        (("第一次会议", "第二次会议", "第三次会议"), ["集体学习"] * 3),
    ],
)
@pytest.mark.parametrize("between", [(), ("单位：大王庄村党支部",)])
async def test_it_is_read_as_those_below_it(
    archive: Archive, tmp_path: Path, names: tuple[str, ...], categories: list[str], between: tuple[str, ...]
) -> None:
    """The heading of the first was taken for its text, and the meeting for group study."""
    roster(tmp_path)
    days = ("3月8日", "4月12日", "5月10日")
    subjects = ("玉米密植", "沼气安全", "党章")
    lines = [line for each in zip(names, days, subjects, strict=True) for line in meeting(*each)]
    items = await brought_in(archive, tmp_path, f"{BRANCH}2011年上半年学习记录", *between, *lines)
    found = [each.fields for each in items if each.kind == "session"]

    assert [each["category"] for each in found] == categories
    assert [each["topics"] for each in found] == [[each] for each in subjects]
    assert not any(names[0] in str(each.get("summary", "")) for each in found)
