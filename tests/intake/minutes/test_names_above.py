"""Books of minutes in which a line of its own above the labels names each meeting."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from records.archive import Archive
from tests.intake.minutes.test_heads_of_minutes import BRANCH, brought_in, roster

SUBJECTS = ("水渠清淤的安排", "大棚辣椒栽培", "庆七一学习座谈会", "民主评议党员大会")
DAYS = ("2011年3月8日", "2011年4月12日", "2011年6月30日")
TOLD = (
    "会议传达了水利局的通知，大家商量了出工的日子。",
    "会议请农技员讲了育苗和定植的办法，大家报了面积。",
    "会议回顾了建党九十年的历程，老党员谈了感想。",
)


def book(heads: tuple[str, ...], title: str) -> list[str]:
    lines = [title]
    for head, day, told in zip(heads, DAYS, TOLD, strict=False):
        lines += [head, f"时间：{day} 9:00—11:00", "地点：大队部", "会议类别：集中学习"]
        lines += ["主持人：王福臣    记录人：王富贵", "应到5人，实到5人", f"会议内容：{told}", ""]
    return lines


async def sessions(archive: Archive, folder: Path, heads: tuple[str, ...], title: str) -> list[Any]:
    roster(folder)
    items = await brought_in(archive, folder, *book(heads, title), name="支部记录.txt")
    found = [each for each in items if each.place.file == "支部记录.txt"]
    assert [each.kind for each in found] == ["session"] * len(heads)
    return [each.fields for each in found]


@pytest.mark.parametrize("number", ["({})", "（{}）", "{}、", "", "第{}次会议："])
@pytest.mark.parametrize("title", [f"{BRANCH}会议记录本", f"{BRANCH}2011年上半年组织生活台账"])
async def test_a_line_above_the_labels_names_the_meeting(
    archive: Archive, tmp_path: Path, number: str, title: str
) -> None:
    """The title was that of the book, or the sort of the meeting; the line stood in the minutes above."""
    heads = tuple(number.format("一二三"[at]) + each for at, each in enumerate(SUBJECTS[:3]))
    found = await sessions(archive, tmp_path, heads, title)
    assert tuple(each["title"] for each in found) == SUBJECTS[:3]
    assert tuple(each["summary"] for each in found) == TOLD
    assert not any("topics" in each for each in found)


async def test_a_line_that_counts_the_meeting_is_no_name(archive: Archive, tmp_path: Path) -> None:
    heads = ("第一次会议", "第二次支部大会", "第三次会议")
    found = await sessions(archive, tmp_path, heads, f"{BRANCH}会议记录")
    assert tuple(each["summary"] for each in found) == TOLD
    assert all(each["title"] not in heads for each in found)


async def test_what_ends_the_minutes_above_is_no_name(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    lines = [line or "散会" for line in book(("", "", ""), f"{BRANCH}会议记录")]
    items = await brought_in(archive, tmp_path, *(line for line in lines if line), name="支部记录.txt")
    found = [each.fields for each in items if each.kind == "session"]
    assert len(found) == 3
    assert not any("散会" in str(each["title"]) for each in found)
