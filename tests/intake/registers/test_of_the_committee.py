"""Meetings of which nothing names the unit: one rule for ledgers, signed lists, marks and minutes."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item

UNITS = (
    "党组织名称,类别,上级\n中共白鹤乡委员会,党委,\n白鹤乡机关党支部,党支部,中共白鹤乡委员会\n"
    "杨湾村党支部,党支部,中共白鹤乡委员会\n"
)
ROSTER = (
    "党员花名册\n姓名,性别,出生年月,所在支部\n褚秀琴,女,1975.5,白鹤乡机关党支部\n"
    "韦明远,男,1965.2,白鹤乡机关党支部\n邹晓梅,女,1980.2,白鹤乡机关党支部\n"
    "田家驹,男,1970.3,杨湾村党支部\n苏长水,男,1972.4,杨湾村党支部\n"
)
MARKS = "{}\n姓名,2012年3月5日,2012年3月12日\n褚秀琴,√,√\n{},√,病假\n"
LEDGER = "{}\n日期,学习内容,主持人,应到,实到\n2012-03-05,学文件,褚秀琴,3,3\n"
SIGNED = (
    "{}\n时间：2012年3月5日\n内容：学文件\n序号,姓名,签名\n"
    "1,褚秀琴,褚秀琴\n2,韦明远,韦明远\n3,邹晓梅,邹晓梅\n"
)
SEMINAR = (
    "{}\n时间：2012年3月5日下午2:30\n地点：{}\n主持人：褚秀琴\n记录人：邹晓梅\n"
    "应到：4人　实到：3人\n请假：田家驹（病假）\n"
    "议题：农村党员学习怎样坚持经常\n会议要求各支部把意见讨论一次。\n"
)
COMMITTEE, OFFICES = "中共白鹤乡委员会", "白鹤乡机关党支部"


async def held(archive: Archive, folder: Path, text: str, name: str = "会议.csv") -> tuple[Item, str]:
    (office := folder / "office").mkdir()
    for file, words in (("组织.csv", UNITS), ("花名册.csv", ROSTER), (name, text)):
        (office / file).write_text(words, "utf-8")
    report = await run_import(archive, office)
    units = {item.record_id: str(item.fields["name"]) for item in report.items if item.kind == "unit"}
    meeting = next(item for item in report.items if item.kind == "session")
    return meeting, units.get(meeting.fields.get("host_unit"), "")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        # Who came: people of several branches to a weekly meeting, of one to those of the offices.
        (MARKS.format("干部周一例会签到表", "田家驹"), COMMITTEE),
        (MARKS.format("白鹤乡机关周一例会签到汇总（2012年3月）", "韦明远"), OFFICES),
        (MARKS.format("机关周一例会签到汇总", "韦明远"), OFFICES),
        (MARKS.format("党员集中学习签到表", "田家驹"), ""),
        # What stands over it.
        (LEDGER.format("白鹤乡2012年周一例会登记"), COMMITTEE),
        (LEDGER.format("白鹤乡机关周一例会登记"), OFFICES),
        (LEDGER.format("学习登记"), ""),
        (SIGNED.format("白鹤乡学习型党组织建设推进会签到册"), COMMITTEE),
    ],
)
async def test_whose_a_table_of_meetings_is(archive: Archive, tmp_path: Path, text: str, unit: str) -> None:
    meeting, named = await held(archive, tmp_path, text)
    assert named == unit
    asked = [question.code for question in meeting.questions]
    assert ("no_unit" in asked) == (unit == "")


@pytest.mark.parametrize(
    ("title", "place", "unit", "flag"),
    [
        # More than any branch has.
        ("学习型党组织建设研讨会会议记录", "二楼会议室", COMMITTEE, "unit_of_all"),
        # To all branches, in the township's hall.
        ("读书会会议记录", "乡政府会议室", COMMITTEE, "unit_of_all"),
    ],
)
async def test_whose_the_minutes_of_a_seminar_are(
    archive: Archive, tmp_path: Path, title: str, place: str, unit: str, flag: str
) -> None:
    """What was said of the absent stays beside it: of several branches nobody knows who was called."""
    meeting, named = await held(archive, tmp_path, SEMINAR.format(title, place), "记录.txt")
    assert (named, flag in meeting.flags) == (unit, True)
    assert meeting.fields["expected"] == 4 and "田家驹（病假）" in str(meeting.remarks)
