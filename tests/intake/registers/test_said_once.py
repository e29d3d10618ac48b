"""What a table or a paper of a hill township said once or within a sentence, and lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.build.meetings.marks import state_of
from records.intake.build.meetings.sign_in import signs_in
from records.intake.outcome import Item
from records.intake.papers.minutes.parts import resolution_told, statements_in, told_in_line
from records.record import Record
from tests.intake.offices.office_truth import shown, xlsx
from tests.intake.offices.test_year_workbook import BRANCH, brought_in, of_kind, roster


async def items_of(archive: Archive, folder: Path, kind: str) -> tuple[list[Item], list[Record]]:
    report, records = await brought_in(archive, folder)
    return [item for item in report.items if item.kind == kind], records


@pytest.mark.parametrize(
    ("title", "sheet", "below"),
    [
        (f"{BRANCH}2011年3月读书笔记检查登记表", "Sheet1", "检查人：贾秀云　　检查时间：2011年4月2日"),
        (f"{BRANCH}2011年学习笔记检查表", "3月", "检查人（签字）：贾秀云　　2011年4月2日"),
    ],
)
async def test_notes_of_a_month_and_who_looked_them_over(
    archive: Archive, tmp_path: Path, title: str, sheet: str, below: str
) -> None:
    """The month in the title and the line below the rows were lost, and on what a figure rests."""
    roster(tmp_path)
    rows = [[title], ["序号", "姓名", "笔记字数", "页数", "备注"]]
    rows += [
        ["1", "丁有田", "2300", "10", ""],
        ["2", "尚大年", "约1700", "7", ""],
        ["3", "贾秀云", "", "", "出差未交"],
    ]
    xlsx(tmp_path / "笔记检查.xlsx", {sheet: [*rows, [below]]})
    items, records = await items_of(archive, tmp_path, "reading_note")
    known = {record.id: record for record in records}
    told = [
        tuple(shown(record.fields.get(name), known) for name in ("person", "period", "words", "count_basis"))
        for record in of_kind(records, "reading_note")
    ]
    assert sorted(told, key=str) == [
        ("丁有田", "2011-03", 2300, "declared"),
        ("尚大年", "2011-03", 1700, "estimated"),
    ]
    checked = {
        (shown(each.fields.get("checked_by"), known), str(each.fields.get("checked_on")))
        for each in of_kind(records, "reading_note")
    }
    assert checked == {("贾秀云", "2011-04-02")}
    assert [item.outcome for item in items if "出差未交" in item.cells] == ["reject"]


async def test_month_and_day_beside_the_hours(archive: Archive, tmp_path: Path) -> None:
    """时间 was taken for the date, and each row refused."""
    roster(tmp_path)
    head = ["月", "日", "学习内容", "形式", "地点", "时间", "主持人", "应到", "实到"]
    rows = [
        [f"2011年{BRANCH}集中学习登记"],
        head,
        ["7", "8", "创建动员会", "动员会", "会议室", "9:00-11:00", "丁有田", "", ""],
        ["", "29", "防汛知识", "集体学习", "会议室", "14:30-17:30", "丁有田", "", ""],
    ]
    xlsx(tmp_path / "学习台账.xlsx", {BRANCH: rows}, {BRANCH: ["A3:A4"]})
    _, records = await items_of(archive, tmp_path, "session")
    starts = sorted(str(each.fields["start"])[:16] for each in of_kind(records, "session"))
    assert starts == ["2011-07-08 09:00", "2011-07-29 14:30"]
    assert all(each.fields.get("end") is not None for each in of_kind(records, "session"))


@pytest.mark.parametrize(
    "legend",
    ["说明：“到”为出席，“迟”为迟到，“事”为事假，“病”为病假", "注：到—出席　迟—迟到　事—事假　病—病假"],
)
def test_a_legend_may_be_of_words(legend: str) -> None:
    meant = signs_in(legend)
    assert state_of("病", meant) == {"state": "请假", "leave_reason": "病假"}
    assert state_of("迟", meant) == {"state": "迟到"}
    assert state_of("事") == {"state": "请假", "leave_reason": "事假"}


async def test_signed_for_is_said_short(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    rows = [["2012年送学上门登记表"], ["送学日期", "送学人", "受学党员", "学习资料", "签收"]]
    rows += [
        ["2012.4.10", "丁有田", "贾秀云", "学习读本", "已签"],
        ["2012.7.5", "丁有田", "尚大年", "报告摘要", "未签"],
    ]
    xlsx(tmp_path / "送学.xlsx", {"Sheet1": rows})
    items, _ = await items_of(archive, tmp_path, "door_delivery")
    assert [(item.fields["signed"], item.flags) for item in items] == [(True, []), (False, [])]


def test_sentences_of_minutes() -> None:
    said = "会上，8名党员汇报了学习情况。何大田同志指出，学习要同下村结合。周玉兰同志谈到，大家要学会用电脑。"
    assert statements_in([said], ()) == [
        ("何大田", "学习要同下村结合。"),
        ("周玉兰", "大家要学会用电脑。"),
    ]
    assert statements_in(["何大田说，书旧了些。新书又少。"], ()) == [("何大田", "书旧了些。新书又少。")]
    lacks = ["会议认为，存在的差距主要有：个别同志记笔记不及时；调研文章质量不高。"]
    assert told_in_line(lacks, "gaps") == ["个别同志记笔记不及时", "调研文章质量不高"]
    assert told_in_line(["会议要求：按时到会；做好笔记。"], "gaps") == []
    plan = "支部在2012年3月底前制定调研计划，由陈志刚负责"
    assert resolution_told(plan) == ("支部在2012年3月底前制定调研计划", "陈志刚", "2012年3月底前")
