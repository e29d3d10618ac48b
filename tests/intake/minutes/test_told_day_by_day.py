"""A paper that tells of a meeting in each paragraph, whatever it is called."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from records.archive import Archive
from tests.intake.minutes.test_heads_of_minutes import BRANCH, brought_in, came, roster

MEETINGS = (
    "2011年3月16日，在村委会办公室召开党员会，集体学习中央一号文件，王福臣主持，王富贵记录，"
    "应到5人，实到4人，王春生请假（赶场）。",
    "2011年6月30日，在村委会办公室集体学习党的九十年光辉历程，王福臣主持，王富贵记录，应到5人，实到5人。",
    "2011年10月20日，在王桂兰家院坝共同学习十七届六中全会公报，王福臣主持，王富贵记录，应到5人，实到5人。",
)


@pytest.mark.parametrize("title", ["2011年学习记事", "2011年大事记", "活动情况", "2011年学习记录"])
async def test_each_paragraph_is_a_meeting(archive: Archive, tmp_path: Path, title: str) -> None:
    """The paper was asked about, and as meetings it was one of the three, of no subject."""
    roster(tmp_path)
    items = await brought_in(archive, tmp_path, f"{BRANCH}{title}", *MEETINGS, name="记事.txt")
    found = [each for each in items if each.place.file == "记事.txt"]

    assert [each.kind for each in found] == ["session"] * 3
    assert [each.fields["start"] for each in found] == [
        datetime(2011, 3, 16),
        datetime(2011, 6, 30),
        datetime(2011, 10, 20),
    ]
    assert [each.fields["topics"] for each in found] == [
        ["学习中央一号文件"],
        ["学习党的九十年光辉历程"],
        ["学习十七届六中全会公报"],
    ]
    assert [each.fields["place"] for each in found] == ["村委会办公室", "村委会办公室", "王桂兰家院坝"]
    assert came(items)["王春生"] == ("请假", "赶场")


async def test_a_diary_is_no_book_of_meetings(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    lines = ("2011年3月16日，到二组看春耕，路不好走。", "2011年3月20日，支部开会，王福臣主持，我作了发言。")
    items = await brought_in(archive, tmp_path, "随手记", *lines, name="记事.txt")

    assert not any(each.kind == "session" for each in items if each.place.file == "记事.txt")
