"""The hours of a meeting in columns beside that of its day, as registers head them."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest

from records.archive import Archive
from tests.intake.offices.office_truth import xlsx
from tests.intake.registers.one_register import brought_in

TITLE = "杨湾村党支部2012年学习登记簿"
HEADS = "学习内容,主持人,应到,实到"
ROW = "学习党章,田家驹,3,3"
START, END = datetime(2012, 4, 9, 8, 30), datetime(2012, 4, 9, 11)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("学习日期,时间,", ",起,止"),
        ("学习日期,学习时间,", ",起,止"),
        ("日期,起止时间,", ",起,止"),
        ("日期,时间,", ",自,至"),
        ("日期,时间,", ",开始,结束"),
        ("学习日期,起讫时间,", ",起,讫"),
        ("会议日期,会议时间,", ",始,终"),
        ("学习时间,,", "日期,起,止"),
        ("学习时间,,", "年月日,开始时间,结束时间"),
    ],
)
async def test_under_a_heading_of_their_own(archive: Archive, tmp_path: Path, above: str, below: str) -> None:
    text = f"{TITLE}\n{above},{HEADS}\n{below},,,,\n2012-4-9,8:30,11:00,{ROW}\n2012-4-16,8:30,11:00,{ROW}\n"
    item, _ = await brought_in(archive, tmp_path, text, "session")
    assert item.outcome == "import", (item.why, item.flags)
    assert (item.fields["start"], item.fields.get("end")) == (START, END)


@pytest.mark.parametrize(
    "heads",
    [
        "学习日期,起,止",
        "学习日期,开始,结束",
        "学习日期,开始时间,结束时间",
        "会议日期,起始时间,终止时间",
        "日期,开始时间,截止时间",
        "日期,开会时间,散会时间",
        "学习日期,上课时间,下课时间",
        "日期,起始时刻,结束时刻",
        "日期,几点开始,几点结束",
        "开会日期,开会时间,闭会时间",
        "时间,开始,结束",
        "学习时间,起,止",
        "会议时间,开会,散会",
    ],
)
@pytest.mark.parametrize("hours", ["8:30,11:00", "8时30分,11时", "上午8点半,上午11点"])
async def test_side_by_side(archive: Archive, tmp_path: Path, heads: str, hours: str) -> None:
    text = f"{TITLE}\n{heads},{HEADS}\n2012-4-9,{hours},{ROW}\n2012-4-16,{hours},{ROW}\n"
    item, _ = await brought_in(archive, tmp_path, text, "session")
    assert item.outcome == "import", (item.why, item.flags)
    assert (item.fields["start"], item.fields.get("end")) == (START, END)


@pytest.mark.parametrize(
    "heads",
    [
        *(
            "日期,时间",
            "学习日期,时间",
            "学习日期,学习时间",
            "会议日期,会议时间",
            "日期,具体时间",
            "日期,时段",
        ),
        *("学习时间,起止", "日期,起讫"),
    ],
)
async def test_in_one_column(archive: Archive, tmp_path: Path, heads: str) -> None:
    text = f"{TITLE}\n{heads},{HEADS}\n2012-4-9,8:30-11:00,{ROW}\n2012-4-16,8:30-11:00,{ROW}\n"
    item, _ = await brought_in(archive, tmp_path, text, "session")
    assert item.outcome == "import", (item.why, item.flags)
    assert (item.fields["start"], item.fields.get("end")) == (START, END)


@pytest.mark.parametrize("heads", ["开始时间,结束时间", "时间/起,时间/止", "学习起始时间,学习结束时间"])
async def test_whole_in_both(archive: Archive, tmp_path: Path, heads: str) -> None:
    rows = "".join(f"2012-4-{day} 8:30,2012-4-{day} 11:00,{ROW}\n" for day in (9, 16))
    item, _ = await brought_in(archive, tmp_path, f"{TITLE}\n{heads},{HEADS}\n{rows}", "session")
    assert item.taken, (item.why, item.flags)
    assert (item.fields["start"], item.fields.get("end")) == (START, END)


async def test_hours_that_excel_keeps(archive: Archive, tmp_path: Path) -> None:
    rows: list[list[object]] = [
        [TITLE],
        ["日期", "开始时间", "结束时间", *HEADS.split(",")],
        [date(2012, 4, 9), time(8, 30), time(11), *ROW.split(",")],
        [date(2012, 4, 16), time(8, 30), time(11), *ROW.split(",")],
    ]
    xlsx(tmp_path / "学习登记.xlsx", {"学习": rows})
    items = await brought_in(archive, tmp_path, "白鹤乡通讯录\n姓名,电话\n", "session")
    assert (items[0].fields["start"], items[0].fields.get("end")) == (START, END)


async def test_what_is_no_hour_is_told(archive: Archive, tmp_path: Path) -> None:
    """The column of the hours holds days: which of the two is that of the meeting, nobody knows."""
    text = f"{TITLE}\n日期,开始时间,结束时间,{HEADS}\n2012-4-9,2012-4-7,2012-4-9,{ROW}\n"
    (item,) = await brought_in(archive, tmp_path, text, "session")
    assert "value_left_out:start" in item.flags


@pytest.mark.parametrize(
    ("clock", "flags", "remarks"),
    [
        ("上午", ["value_left_out:start"], "上午"),
        ("课间", ["value_left_out:start"], "课间"),
        ("2", ["value_left_out:start"], "2"),
        ("2小时", ["value_left_out:end"], "2小时"),
        ("90分钟", ["value_left_out:end"], "90分钟"),
        ("4学时", ["value_left_out:end"], "4学时"),
        ("星期一", [], None),
        ("星期四", ["value_left_out:start"], "星期四"),
    ],
)
async def test_what_tells_no_hour_is_kept_and_flagged(
    archive: Archive, tmp_path: Path, clock: str, flags: list[str], remarks: str | None
) -> None:
    """上午 was lost without a word; how long it took was no longer said."""
    text = f"{TITLE}\n学习日期,学习时间,{HEADS}\n2012-4-9,{clock},{ROW}\n2012-4-16,8:30-11:00,{ROW}\n"
    item, whole = await brought_in(archive, tmp_path, text, "session")
    assert (item.fields["start"], item.flags, item.remarks) == (datetime(2012, 4, 9), flags, remarks)
    assert whole.fields["start"].time() == time(8, 30)
