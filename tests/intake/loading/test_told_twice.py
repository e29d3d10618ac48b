"""What two files tell of is kept twice only with a word about it."""

from __future__ import annotations

from pathlib import Path

from records.archive import Archive
from records.intake.batch import run_import
from tests.intake.offices.office_truth import paper, xlsx

ROSTER = "党员花名册\n姓名,性别,出生年月,所在支部\n田家驹,男,1970.3,杨湾村党支部\n"
HEAD = ("走访时间", "走访人", "村", "户主", "反映问题", "解决情况")
VISIT = ("2011年5月6日", "田家驹", "杨湾村", "李保山", "堰塘漏水", "已报水务站")


async def test_a_visit_in_two_files_is_flagged_and_one_printed_once_is_not(
    archive: Archive, tmp_path: Path
) -> None:
    (tmp_path / "花名册.csv").write_text(ROSTER, "utf-8")
    other = ("2011年5月9日", "田家驹", "杨湾村", "马长福", "要买化肥", "已帮助联系")
    xlsx(tmp_path / "1 走访记录.xlsx", {"1": [["干部走访记录"], HEAD, VISIT]})
    xlsx(tmp_path / "2 民情台账.xlsx", {"1": [["走访台账"], HEAD, VISIT, other]})
    report = await run_import(archive, tmp_path, apply=True)
    visits = [item for item in report.items if item.kind == "household_visit"]
    told = [(item.place.file[0], "told_elsewhere" in item.flags) for item in visits]
    assert told == [("1", False), ("2", True), ("2", False)]
    again = await run_import(archive, tmp_path, apply=True)
    assert again.actions["created"] == 0
    assert [item.flags for item in again.items if item.kind == "household_visit"] == [
        item.flags for item in visits
    ]


async def test_a_report_and_its_line_in_a_register_are_flagged_and_a_second_roster_is_not(
    archive: Archive, tmp_path: Path
) -> None:
    (tmp_path / "2011年党员花名册.csv").write_text(ROSTER, "utf-8")
    (tmp_path / "2012年党员花名册.csv").write_text(ROSTER.replace("花名册", "名册"), "utf-8")
    head = ("作者", "题目", "完成时间", "调研地点")
    line = ("田家驹", "杨湾村渠系管护调研报告", "2011年5月6日", "杨湾村")
    xlsx(tmp_path / "调研报告登记.xlsx", {"1": [["调研报告登记表"], head, line]})
    text = "渠要有人修，也要有人管。" * 40
    paper(tmp_path / "杨湾村渠系管护调研报告.docx", line[1], "田家驹", text, "2011年5月6日")
    report = await run_import(archive, tmp_path, apply=True)
    reports = [item for item in report.items if item.kind == "research_report"]
    assert ["told_elsewhere" in item.flags for item in reports] == [False, True]
    people = [item for item in report.items if item.kind == "person"]
    assert ["told_elsewhere" in item.flags for item in people] == [False, False]
