"""What two files tell of is one record where they agree, and kept twice only with a word about it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.papers.paper_rule import papers_of
from tests.intake.offices.office_truth import paper, xlsx

ROSTER = (
    "党员花名册\n姓名,性别,出生年月,所在支部\n田家驹,男,1970.3,杨湾村党支部\n马得草,男,1966.8,杨湾村党支部\n"
)
HEAD = ("走访时间", "走访人", "村", "户主", "反映问题", "解决情况")
VISIT = ("2011年5月6日", "田家驹", "杨湾村", "李保山", "堰塘漏水", "已报水务站")
REPORTS = ("作者", "题目", "完成时间", "调研地点", "字数")
TEXT = "渠要有人修，也要有人管。" * 40


def _roster(folder: Path) -> None:
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")


async def test_a_visit_in_two_files_comes_in_once_and_a_differing_one_is_flagged(
    archive: Archive, tmp_path: Path
) -> None:
    _roster(tmp_path)
    other = ("2011年5月9日", "田家驹", "杨湾村", "马长福", "要买化肥", "已帮助联系")
    differing = (*other[:4], "要修机耕路", "已列入计划")
    xlsx(tmp_path / "1 走访记录.xlsx", {"1": [["干部走访记录"], HEAD, VISIT, other]})
    xlsx(tmp_path / "2 民情台账.xlsx", {"1": [["走访台账"], HEAD, VISIT, differing]})
    report = await run_import(archive, tmp_path, apply=True)
    visits = [item for item in report.items if item.kind == "household_visit"]
    assert [(item.place.file[0], item.taken, "told_elsewhere" in item.flags) for item in visits] == [
        ("1", True, False),
        ("1", True, False),
        ("2", False, False),
        ("2", True, True),
    ]
    assert visits[2].why == "told_with:1 走访记录.xlsx · 1 · 3"
    again = await run_import(archive, tmp_path, apply=True)
    assert again.actions["created"] == again.actions["updated"] == 0
    assert [item.flags for item in again.items if item.kind == "household_visit"] == [
        item.flags for item in visits
    ]


async def test_a_report_and_its_line_in_a_register_are_one_record_with_what_each_tells(
    archive: Archive, tmp_path: Path
) -> None:
    _roster(tmp_path)
    line = ("田家驹", "关于杨湾村渠系管护的调研报告", "2011年5月6日", "杨湾村", 600)
    xlsx(tmp_path / "调研报告登记.xlsx", {"1": [["调研报告登记表"], REPORTS, line]})
    paper(tmp_path / "渠系调研.docx", "杨湾村渠系管护调研报告", "田家驹", TEXT, "2011年5月6日")
    report = await run_import(archive, tmp_path, apply=True)
    reports = [item for item in report.items if item.kind == "research_report"]
    assert [item.outcome for item in reports] == ["import_flagged", "duplicate"]
    # The register declares a figure, the paper is counted: the count stays, and the other is told of.
    assert reports[0].flags == ["value_differs:words"]
    rows = await archive.aggregate([{"$match": {"kind": "research_report"}}])
    assert len(rows) == 1
    fields = rows[0]["fields"]
    assert (fields["place"], fields["words"], fields["count_basis"]) == ("杨湾村", 480, "measured")
    assert fields["text"].startswith("渠要有人修")
    assert [each["name"] for each in rows[0]["attachments"]] == ["渠系调研.docx"]
    # The register that now has the paper's record is none of the papers that can be looked at.
    assert {"渠系调研.docx"} == {each.file for each in papers_of(report)} & {
        "渠系调研.docx",
        "调研报告登记.xlsx",
    }
    again = await run_import(archive, tmp_path, apply=True)
    assert again.actions["created"] == again.actions["updated"] == 0


async def test_two_reports_of_one_author_and_a_second_roster_stay_apart(
    archive: Archive, tmp_path: Path
) -> None:
    _roster(tmp_path)
    (tmp_path / "2012年党员花名册.csv").write_text(ROSTER.replace("花名册", "名册"), "utf-8")
    line = ("田家驹", "杨湾村渠系管护调研报告", "2011年5月6日", "杨湾村", 600)
    xlsx(tmp_path / "调研报告登记.xlsx", {"1": [["调研报告登记表"], REPORTS, line]})
    paper(tmp_path / "杨湾村渠系管护调研报告.docx", line[1], "田家驹", TEXT, "2012年9月2日")
    report = await run_import(archive, tmp_path, apply=True)
    reports = [item for item in report.items if item.kind == "research_report"]
    assert ["told_elsewhere" in item.flags for item in reports] == [False, True]
    people = [item for item in report.items if item.kind == "person"]
    assert ["told_elsewhere" in item.flags for item in people] == [False] * 4


def _minutes(path: Path, hours: str) -> None:
    paper(
        path,
        "杨湾村党支部学习会议记录",
        f"时间：2011年10月28日{hours}",
        "地点：村活动室",
        "主持人：田家驹",
        "记录人：马得草",
        "参加人员：田家驹、马得草",
        "学习内容：学习十七届六中全会决定",
        "一、田家驹领学了决定全文。",
        "二、马得草谈了体会。",
    )


def _ledger(path: Path, when: str, subject: str) -> None:
    head = ("时间", "支部", "学习内容", "主持人", "应到", "实到")
    line = (when, "杨湾村党支部", subject, "田家驹", 2, 2)
    later = ("2011年11月28日", "杨湾村党支部", "讨论堰塘清淤", "田家驹", 2, 2)
    xlsx(path, {"1": [["2011年集中学习登记表"], head, line, later]})


async def test_minutes_and_the_line_of_a_ledger_are_one_meeting(archive: Archive, tmp_path: Path) -> None:
    _roster(tmp_path)
    _ledger(tmp_path / "集中学习登记.xlsx", "2011年10月28日", "学习十七届六中全会决定")
    _minutes(tmp_path / "记录.docx", "上午9:00-11:00")
    report = await run_import(archive, tmp_path, apply=True)
    meetings = [item for item in report.items if item.kind == "session"]
    assert [item.outcome for item in meetings].count("duplicate") == 1, meetings
    rows = await archive.aggregate([{"$match": {"kind": "session"}}, {"$sort": {"fields.start": 1}}])
    assert [row["fields"]["title"] for row in rows] == ["学习十七届六中全会决定", "讨论堰塘清淤"]
    first = rows[0]["fields"]
    assert (first["place"], first["start"]) == ("村活动室", datetime(2011, 10, 28, 9))
    assert "谈了体会" in first["summary"]
    again = await run_import(archive, tmp_path, apply=True)
    assert again.actions["created"] == again.actions["updated"] == 0


async def test_a_ledger_s_words_for_a_meeting_at_the_same_hour_go_to_its_topics(
    archive: Archive, tmp_path: Path
) -> None:
    _roster(tmp_path)
    _ledger(tmp_path / "集中学习登记.xlsx", "2011年10月28日9:00", "传达县里通知")
    _minutes(tmp_path / "记录.docx", "上午9:00-11:00")
    await run_import(archive, tmp_path, apply=True)
    rows = await archive.aggregate([{"$match": {"kind": "session", "fields.place": "村活动室"}}])
    assert [row["fields"]["topics"] for row in rows] == [["学习十七届六中全会决定", "传达县里通知"]]


async def test_another_meeting_of_the_day_stays_one_and_is_flagged(archive: Archive, tmp_path: Path) -> None:
    _roster(tmp_path)
    _ledger(tmp_path / "集中学习登记.xlsx", "2011年10月28日", "推荐后备干部人选")
    _minutes(tmp_path / "记录.docx", "上午9:00-11:00")
    report = await run_import(archive, tmp_path, apply=True)
    meetings = [item for item in report.items if item.kind == "session"]
    assert [(item.taken, "told_elsewhere" in item.flags) for item in meetings] == [
        (True, False),
        (True, False),
        (True, True),
    ]


@pytest.mark.parametrize("first", ["ledger", "minutes"])
async def test_minutes_and_ledger_of_two_imports_are_one_meeting(
    archive: Archive, tmp_path: Path, first: str
) -> None:
    ledger, minutes = tmp_path / "ledger", tmp_path / "minutes"
    for folder in (ledger, minutes):
        folder.mkdir()
    _roster(ledger)
    _ledger(ledger / "集中学习登记.xlsx", "2011年10月28日", "学习十七届六中全会决定")
    _minutes(minutes / "记录.docx", "上午9:00-11:00")
    if first == "minutes":
        _roster(minutes)
    order = [ledger, minutes] if first == "ledger" else [minutes, ledger]
    for folder in order:
        await run_import(archive, folder, apply=True)
    rows = await archive.aggregate([{"$match": {"kind": "session"}}, {"$sort": {"date.start": 1}}])
    assert len(rows) == 2
    fields = rows[0]["fields"]
    assert fields["place"] == "村活动室"
    assert "谈了体会" in fields["summary"]
    assert [each["name"] for each in rows[0]["attachments"]] == ["记录.docx"]
    for folder in (*order, tmp_path):
        again = await run_import(archive, folder, apply=True)
        assert again.actions["created"] == again.actions["updated"] == 0, folder
    assert await archive.aggregate([{"$match": {"kind": "session"}}, {"$sort": {"date.start": 1}}]) == rows


async def test_a_report_after_its_register_s_line_is_one_record(archive: Archive, tmp_path: Path) -> None:
    register, papers = tmp_path / "register", tmp_path / "papers"
    for folder in (register, papers):
        folder.mkdir()
    _roster(register)
    line = ("田家驹", "关于杨湾村渠系管护的调研报告", "2011年5月6日", "杨湾村", 600)
    xlsx(register / "调研报告登记.xlsx", {"1": [["调研报告登记表"], REPORTS, line]})
    paper(papers / "渠系调研.docx", "杨湾村渠系管护调研报告", "田家驹", TEXT, "2011年5月6日")
    for folder in (register, papers, register, papers):
        report = await run_import(archive, folder, apply=True)
    rows = await archive.aggregate([{"$match": {"kind": "research_report"}}])
    assert len(rows) == 1
    # What was stored first stays; that the paper was counted otherwise is told.
    assert (rows[0]["fields"]["words"], rows[0]["fields"]["count_basis"]) == (600, "declared")
    assert rows[0]["fields"]["text"].startswith("渠要有人修")
    (item,) = (each for each in report.items if each.kind == "research_report")
    assert "value_differs:words" in item.flags


async def test_one_title_in_both_is_no_topic_besides(archive: Archive, tmp_path: Path) -> None:
    _roster(tmp_path)
    _ledger(tmp_path / "集中学习登记.xlsx", "2011年10月28日", "杨湾村党支部防汛工作会")
    paper(
        tmp_path / "记录.docx",
        "杨湾村党支部防汛工作会",
        "时间：2011年10月28日上午9:00-11:00",
        "地点：村活动室",
        "主持人：田家驹",
        "记录人：马得草",
        "参加人员：田家驹、马得草",
        "一、田家驹讲了清沟排涝的安排。",
    )
    await run_import(archive, tmp_path, apply=True)
    rows = await archive.aggregate([{"$match": {"kind": "session", "fields.place": "村活动室"}}])
    assert [(row["fields"]["title"], row["fields"].get("topics")) for row in rows] == [
        ("杨湾村党支部防汛工作会", None)
    ]


def _evaluation(folder: Path, title: str) -> None:
    paper(
        folder / "评议会议纪要.docx",
        title,
        "时间：2011年10月28日",
        "地点：村活动室",
        "主持人：田家驹",
        "记录人：马得草",
        "参加人员：田家驹、马得草",
        "一、田家驹报告创建情况。",
        "二、存在的差距：",
        "1.学习时间不够集中。",
    )


@pytest.mark.parametrize(
    ("called", "flagged"), [("民主评议会", False), ("对照检查通报会", True), ("请村民谈看法", True)]
)
async def test_what_a_ledger_calls_an_evaluation_otherwise_is_told(
    archive: Archive, tmp_path: Path, called: str, flagged: bool
) -> None:
    """Nothing said that the ledger called it otherwise: the paper's title stood there alone."""
    _roster(tmp_path)
    head = ("召开时间", "支部", "会议名称", "会议类型", "地点")
    line = ("2011年10月28日", "杨湾村党支部", called, "民主评议", "村活动室")
    xlsx(tmp_path / "评议会议登记.xlsx", {"1": [["2011年评议会议登记表"], head, line]})
    _evaluation(tmp_path, "杨湾村党支部学习型党组织民主评议会议纪要")
    report = await run_import(archive, tmp_path, apply=True)
    found = [item for item in report.items if item.kind == "evaluation_minutes" and item.taken]
    assert [("value_differs:title" in item.flags) for item in found] == [flagged], [
        (item.fields, item.flags) for item in found
    ]
    again = await run_import(archive, tmp_path, apply=True)
    assert again.actions["created"] == again.actions["updated"] == 0
