"""Marks under whole dates, with what each meeting was about in a row above or below the dates."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.outcome import Item
from tests.intake.registers.one_register import brought_in

DAYS = {
    "dashes": ("2011-03-07", "2011-03-14"),
    "dots": ("2011.3.7", "2011.3.14"),
    "Chinese": ("2011年3月7日", "2011年3月14日"),
    "figures": ("20110307", "20110314"),
}


def attended(item: Item) -> list[str]:
    return [row["state"] for row in item.fields["attendance"]]


@pytest.mark.parametrize("days", DAYS.values(), ids=DAYS.keys())
async def test_subjects_below_the_dates(archive: Archive, tmp_path: Path, days: tuple[str, str]) -> None:
    """Nothing of such a book was read, and no row of headings that one could name helped."""
    text = (
        "杨湾村党支部周一例会签到表\n"
        "地点：村部会议室   主持：田家驹   记录：苏长水   时间：每次8:30至10:00\n"
        f"序号,姓名,{','.join(days)}\n,学习内容,县委农村工作会议精神,学习党章\n"
        "1,田家驹,√,√\n2,苏长水,√,△\n3,苗有根,○,×\n,应到,3,3\n,实到,2,2\n注：√到会 △迟到 ○请假 ×缺席\n"
    )
    first, second = await brought_in(archive, tmp_path, text, "session")
    assert [item.fields["title"] for item in (first, second)] == ["县委农村工作会议精神", "学习党章"]
    assert str(first.fields["start"]) == "2011-03-07 08:30:00"
    assert str(first.fields["end"]) == "2011-03-07 10:00:00"
    assert first.fields["place"] == "村部会议室"
    assert {"host", "recorder"} <= first.fields.keys()
    assert (attended(first), attended(second)) == (["到", "到", "请假"], ["到", "迟到", "缺席"])
    assert (first.flags, second.flags) == ([], [])


async def test_subjects_above_the_dates(archive: Archive, tmp_path: Path) -> None:
    text = (
        "杨湾村党支部集体学习签到（地点：村党员活动室）\n"
        "题目,,先锋富民行动实施方案,全会精神\n序号,姓名,20110812,20111104\n"
        "1,田家驹,到,到\n2,苏长水,到,病假\n3,苗有根,事假,缺席\n"
    )
    first, second = await brought_in(archive, tmp_path, text, "session")
    assert [item.fields["title"] for item in (first, second)] == ["先锋富民行动实施方案", "全会精神"]
    assert str(second.fields["start"])[:10] == "2011-11-04"
    assert first.fields["place"] == "村党员活动室"
    assert attended(second) == ["到", "请假", "缺席"]


async def test_printed_figures_that_the_marks_do_not_come_to(archive: Archive, tmp_path: Path) -> None:
    text = (
        "杨湾村党支部集体学习签到\n序号,姓名,2011-03-07,2011-03-14\n1,田家驹,√,√\n2,苏长水,√,√\n3,苗有根,√,√\n"
        ",实到,3,2\n"
    )
    first, second = await brought_in(archive, tmp_path, text, "session")
    assert first.flags == []
    assert second.flags == ["counts_differ"]


async def test_dates_of_a_form_head_no_marks(archive: Archive, tmp_path: Path) -> None:
    text = "姓名,性别,出生年月,入党时间,转正时间\n万石生,男,1961-04-12,1989-07-01,1990-07-01\n"
    assert await brought_in(archive, tmp_path, text, "session") == []
