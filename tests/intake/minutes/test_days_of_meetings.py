"""Days of meetings as branches write them: alone in a line, without a year, in Chinese numerals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from records.archive import Archive
from tests.intake.minutes.test_heads_of_minutes import ALL, BRANCH, PEOPLE, brought_in, came, names_of, roster

#: A book whose meetings begin with the day, and have no 时间： at all.
BOOK = f"""{BRANCH}学习记录（2011年6月）
6月13日 星期一
主持：王福臣  记录：王富贵
学习内容：政治局第二十八次集体学习时的讲话
缺席：杞二柱（防汛）、王春生（出差）
6月20日（星期一）下午 多云
主持：王桂兰  记录：王富贵
学习内容：党史二卷
缺席：无
六月二十七日 星期一
主持：王福臣  记录：王富贵
学习内容：上党课
缺席：王桂兰
{BRANCH}
2011年7月2日
"""


def days(items: Any) -> list[str]:
    return [str(each.fields.get("start"))[:10] for each in items if each.kind == "session"]


async def test_a_day_in_a_line_of_its_own_begins_a_meeting(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    items = await brought_in(archive, tmp_path, *BOOK.splitlines(), name="本子.txt")
    assert days(items) == ["2011-06-13", "2011-06-20", "2011-06-27"]
    meetings = [each for each in items if each.kind == "session"]
    assert [names_of(items)[each.fields["host"]] for each in meetings] == ["王福臣", "王桂兰", "王福臣"]
    assert [each.fields["category"] for each in meetings] == ["集体学习", "集体学习", "党课"]
    away = {"杞二柱": ("请假", "防汛"), "王春生": ("请假", "出差")}
    assert [came(items, number) for number in range(3)] == [
        ALL | away,
        ALL,
        ALL | {"王桂兰": ("缺席", None)},
    ]


@pytest.mark.parametrize(
    "when", ["1月12日", "元月十二日晚八点", "一月十二号（星期四）", "1月12号 19:30", "二O一二年一月十二日"]
)
async def test_the_year_of_the_title_is_that_of_its_days(archive: Archive, tmp_path: Path, when: str) -> None:
    roster(tmp_path)
    book = (
        *(f"{BRANCH}2012年“三会一课”记录本", "（一）", f"时间：{when}", "地点：村部", "主持人：王福臣"),
        *("记录：王富贵", "参会：全体党员", "内容：中央农村工作会议精神", "（二）", "时间：二月二十日"),
        *("地点：村部", "主持人：王桂兰", "记录：王富贵", "参会：全体党员", "内容：春耕"),
    )
    items = await brought_in(archive, tmp_path, *book, name="记录本.txt")
    assert days(items) == ["2012-01-12", "2012-02-20"]


async def test_a_title_tells_day_and_branch(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    lines = (
        "地点：火塘边",
        f"出席人：{'、'.join(PEOPLE)}",
        "主持人：王福臣  记录人：王富贵",
        "学习内容：党章",
    )
    items = await brought_in(
        archive, tmp_path, f"2012年3月20日 星期二  {BRANCH}学习", *lines, name="本子.txt"
    )
    assert (days(items), came(items)) == (["2012-03-20"], ALL)
    (unit,) = [each for each in items if each.kind == "unit"]
    (meeting,) = [each for each in items if each.kind == "session"]
    assert meeting.fields["host_unit"] == unit.record_id


async def test_a_label_names_the_meeting_and_its_branch(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    head = ("会议记录", f"会议名称：{BRANCH}学习会", "开会时间：二0一0年十一月三日", "开会地点：村部")
    rest = ("主持：王福臣 支书", "记录：王富贵", "会议内容：党章", "未到：王春生（无故）")
    items = await brought_in(archive, tmp_path, *head, *rest, name="本子.txt")
    (meeting,) = [each for each in items if each.kind == "session"]
    assert (days(items), meeting.fields["title"]) == (["2010-11-03"], f"{BRANCH}学习会")
    assert came(items) == ALL | {"王春生": ("缺席", "无故")}


async def test_the_day_below_minutes_is_no_meeting(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    above = (
        "地点：村部",
        "主持：王福臣",
        "记录：王富贵",
        "参加：全体党员",
        "列席：无",
        "形式：自学",
        "议题：党章",
    )
    head = (f"{BRANCH}学习会记录", *above, "时间：2011年3月18日")
    items = await brought_in(archive, tmp_path, *head, "缺席：无", "大家学习了党章。", "2011年3月20日")
    assert days(items) == ["2011-03-18"]
