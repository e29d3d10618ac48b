"""Minutes that name no unit, of a township whose branches all come; titles that only say what is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item
from records.intake.papers.paper_rule import fields_beside
from records.intake.report import ImportReport
from records.kind_file import own_kinds
from tests.intake.offices.office_truth import paper, xlsx

OFFICE = ("田家驹", "马得草", "宋玉成", "鲁三多")
VILLAGE = ("苗有根", "苏长水", "央金拉姆", "尕藏")
HEAD = ("时间：2011年7月8日上午10:00", "主持人：田家驹", "记录人：马得草")


def _office(folder: Path) -> None:
    units = [("杨湾乡党委", ""), ("杨湾乡机关党支部", "杨湾乡党委"), ("下坝村党支部", "杨湾乡党委")]
    xlsx(folder / "党组织.xlsx", {"1": [["党组织名册"], ["名称", "上级党组织"], *units]})
    people = [(name, "杨湾乡机关党支部", "2001-07-01") for name in OFFICE]
    people += [(name, "下坝村党支部", "2001-07-01") for name in VILLAGE]
    xlsx(folder / "党员.xlsx", {"1": [["党员花名册"], ["姓名", "所在支部", "入党时间"], *people]})


async def _meeting(archive: Archive, folder: Path, *lines: str) -> tuple[Item, str, ImportReport]:
    _office(folder)
    paper(folder / "记录.docx", *lines)
    report = await run_import(archive, folder)
    (meeting,) = [each for each in report.items if each.kind == "session"]
    units = {each.record_id: str(each.fields["name"]) for each in report.items if each.kind == "unit"}
    return meeting, units.get(meeting.fields.get("host_unit"), ""), report


ALL = {
    "more than any branch has": ("地点：会议室", "应到：8人", "实到：6人", "会议传达了方案。"),
    "to the branches, in the hall": ("地点：乡政府大会议室", "要求各支部七月底以前制定方案。"),
    "to all cadres": ("地点：镇政府礼堂", "会议要求全乡党员干部人人记笔记。"),
    "called a mobilisation": ("地点：影院", "田家驹要求各党支部成立领导小组。"),
}


@pytest.mark.parametrize("how", ALL)
async def test_a_meeting_of_the_whole_township_is_the_committees(
    archive: Archive, tmp_path: Path, how: str
) -> None:
    title = "创建学习型党组织动员大会会议记录"
    meeting, unit, _ = await _meeting(archive, tmp_path, title, *HEAD, *ALL[how])
    assert unit == "杨湾乡党委"
    assert "unit_of_all" in meeting.flags


async def test_the_figures_and_names_of_such_a_meeting_stay(archive: Archive, tmp_path: Path) -> None:
    away = "缺席人员：苗有根（住院）、苏长水（外出）"
    figures = ("应到人数：7人    实到人数：5人", away, "会议要求各支部制定方案。")
    meeting, unit, _ = await _meeting(
        archive, tmp_path, "创建学习型党组织动员大会会议记录", *HEAD, "地点：乡政府大会议室", *figures
    )
    assert (unit, meeting.fields["expected"], meeting.fields["present"]) == ("杨湾乡党委", 7, 5)
    assert "苗有根（住院）" in str(meeting.remarks)
    assert "expected_differs_from_membership" in meeting.flags


async def test_a_meeting_of_nobody_knows_whom_is_not_given_to_the_hosts_branch_unsaid(
    archive: Archive, tmp_path: Path
) -> None:
    told = ("地点：会议室", "田家驹领学了县里的文件。")
    meeting, unit, _ = await _meeting(archive, tmp_path, "集中学习会议记录", *HEAD, *told)
    assert unit == ""
    assert "unit_by_host" in meeting.flags


@pytest.mark.parametrize("title", ["党课记录", "党课学习记录", "会议记录", "学习记录", "集中学习记录"])
async def test_a_title_that_only_says_what_is_kept_is_no_title_and_names_nobody(
    archive: Archive, tmp_path: Path, title: str
) -> None:
    lines = (
        "题目：九十年光辉历程",
        "主持人：田家驹",
        "地点：下坝村活动室",
        "单位：下坝村党支部",
        "主讲人：苗有根",
    )
    text = "苗有根从建党讲到修渠通电，要求党员走在前面。"
    meeting, _, report = await _meeting(
        archive, tmp_path, title, "时间：2011年6月28日", *lines, "记录内容：", text
    )
    assert meeting.fields["title"] == "九十年光辉历程"
    assert not [each for item in report.items for each in item.questions if each.field == "recorder"]
    assert "recorder" not in meeting.fields


async def test_figures_that_somebody_says_hold_where_the_roster_has_others(
    archive: Archive, tmp_path: Path
) -> None:
    """应到 and 实到 are offered beside the other fields of minutes, and those away keep their names."""
    assert {"expected", "present"} <= {each.name for each in fields_beside(own_kinds()["session"])}
    away = ("地点：活动室", "应到：6人", "缺席人员：苗有根（住院）", "苏长水领学了文件。")
    head = (HEAD[0], "主持人：苏长水", "记录人：尕藏")
    meeting, _, _ = await _meeting(archive, tmp_path, "下坝村党支部学习记录", *head, *away)
    assert len(meeting.fields["attendance"]) == len(VILLAGE)
    said = tmp_path.parent / "said.yaml"
    said.write_text("files: 记录.docx\nkind: session\nset: {expected: 6, present: 5}\n", "utf-8")
    report = await run_import(archive, tmp_path, mapping=said)
    (meeting,) = [each for each in report.items if each.kind == "session"]
    assert (meeting.fields["expected"], meeting.fields["present"]) == (6, 5)
    assert "attendance" not in meeting.fields and "苗有根（住院）" in str(meeting.remarks)
    said.write_text("files: 记录.docx\nkind: session\nset: {expected: 4, present: 3}\n", "utf-8")
    report = await run_import(archive, tmp_path, mapping=said)
    (meeting,) = [each for each in report.items if each.kind == "session"]
    assert len(meeting.fields["attendance"]) == len(VILLAGE)
