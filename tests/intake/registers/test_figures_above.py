"""What stands once for a list: the marks of a test, with what they count; columns that units do not have."""

from __future__ import annotations

from pathlib import Path

from records.archive import Archive
from records.intake.batch import run_import
from tests.intake.registers.one_register import brought_in

TEST = (
    "白鹤乡2011年百题竞赛成绩单\n考试时间：2011年9月22日　　题数：50题　　满分：120分　　及格：72分\n"
    "姓名,支部,得分\n田家驹,杨湾村党支部,110\n苏长水,杨湾村党支部,74\n"
)
NOMINATIONS = (
    "2011年度推荐登记表\n姓名,奖项,得票,主要事迹,公示时间\n"
    "苗有根,学习先进个人,6票,带头修渠,2011.12.26-12.30（公示期间无异议）\n"
)
UNITS = (
    "白鹤乡党组织一览表\n党组织全称,类别,书记,是否报简报,党员活动室,备注\n"
    "杨湾村党支部,党支部,田家驹,否,有,2008年由两个支部并成\n白鹤乡机关党支部,党支部,褚秀琴,是,,\n"
)


async def test_marks_with_what_they_count(archive: Archive, tmp_path: Path) -> None:
    """满分：120分 was passed over for the usual hundred, and 110 was out of a hundred."""
    (exam,) = await brought_in(archive, tmp_path, TEST, "exam")
    told = [exam.fields[name] for name in ("title", "full_mark", "pass_mark", "questions")]
    assert told == ["白鹤乡2011年百题竞赛", 120, 72, 50]


async def test_a_notice_against_which_nobody_said_anything(archive: Archive, tmp_path: Path) -> None:
    (row,) = await brought_in(archive, tmp_path, NOMINATIONS, "nomination")
    days = [f"{row.fields[name]}" for name in ("notice_from", "notice_to")]
    assert (row.fields["votes"], days) == (6, ["2011-12-26", "2011-12-30"])


async def test_columns_of_units_that_nothing_takes_are_told(archive: Archive, tmp_path: Path) -> None:
    """Units carried no flag for them, and 是否报简报 was such a column; what stood under 备注 was lost."""
    (tmp_path / "组织.csv").write_text(UNITS, "utf-8")
    report = await run_import(archive, tmp_path)
    units = {str(item.fields["name"]): item for item in report.every_item() if item.kind == "unit"}
    first, second = units["杨湾村党支部"], units["白鹤乡机关党支部"]
    assert (first.fields["briefing_duty"], second.fields["briefing_duty"]) == (False, True)
    assert "columns_unread" in first.flags
    assert first.remarks == "2008年由两个支部并成"
    assert "columns_unread" not in second.flags
