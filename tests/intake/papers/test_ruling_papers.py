"""Papers by which an office rules and accounts for itself, and books that count who was away."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.build.meetings.away import away_in
from records.intake.files.reading import Cell
from records.intake.papers.paper_name import kind_of_words, subject_of
from records.intake.tables.source import SourceRow
from records.search.query import Query
from tests.intake.offices.office_truth import identity, xlsx
from tests.intake.offices.test_year_workbook import BRANCH, brought_in, of_kind, roster
from tests.intake.papers.test_meetings_and_plans import paper, told


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("青塘乡创建学习型党组织活动实施方案", "implementation_plan"),
        ("关于印发《青塘乡创建学习型党组织实施方案》的通知", "implementation_plan"),
        ("苇塘村党支部学习考勤制度", "rule_document"),
        ("党员学习档案管理办法（试行）", "rule_document"),
        ("第一阶段工作总结", "stage_summary"),
        ("2011年学习计划", "study_plan"),
        ("党员学习方案", "study_plan"),
        ("增收办法调研报告", "research_report"),
        ("读《干部守则》有感", "experience_article"),
    ],
)
def test_titles_of_ruling_papers(title: str, kind: str) -> None:
    assert kind_of_words(title) == kind


def test_a_letter_that_sends_a_document_round_is_called_after_it() -> None:
    assert subject_of("关于印发《学习考勤制度》的通知") == "学习考勤制度"
    assert subject_of("关于召开学习会的通知") == "关于召开学习会的通知"


async def test_a_rule_keeps_when_it_was_passed_and_what_it_is_about(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    paper(
        tmp_path / "考勤制度.docx",
        f"{BRANCH}学习考勤制度",
        "（2010年7月28日支部党员大会通过）",
        "第一条　集中学习实行签到。",
        "第二条　因事不能参加的须请假。",
    )
    report, records = await brought_in(archive, tmp_path)
    (rule,) = of_kind(records, "rule_document")
    assert (rule.fields["title"], rule.fields["category"]) == (f"{BRANCH}学习考勤制度", "考核")
    assert rule.fields["adopted_on"] == date(2010, 7, 28)
    assert told(rule, "unit", records) == BRANCH
    assert "第二条" in str(rule.fields["text"])
    assert [item.flags for item in report.items if item.kind == "rule_document"] == [[]]


async def test_a_rule_about_two_things_is_of_the_second_flagged(archive: Archive, tmp_path: Path) -> None:
    """It was 其他, and nothing said so."""
    roster(tmp_path)
    lines = (f"{BRANCH}党员学习考勤和奖惩制度", "第一条　集中学习实行签到。", "第二条　年终表彰。", BRANCH)
    paper(tmp_path / "制度.docx", *lines, "2010年7月30日")
    report, records = await brought_in(archive, tmp_path)
    (rule,) = of_kind(records, "rule_document")
    assert rule.fields["category"] == "奖惩"
    (item,) = [each for each in report.items if each.kind == "rule_document"]
    assert "value_unsure:category" in item.flags


async def test_a_plan_sent_round_keeps_its_number(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    paper(
        tmp_path / "实施方案.docx",
        "青党发〔2010〕18号",
        "关于印发《创建学习型党组织活动实施方案》的通知",
        "各党小组：",
        "《创建学习型党组织活动实施方案》已经支部大会讨论，现印发给你们。",
        BRANCH,
        "2010年7月6日",
        "创建学习型党组织活动实施方案",
        "一、指导思想",
        "活动到2010年12月31日结束。",
    )
    _, records = await brought_in(archive, tmp_path)
    (plan,) = of_kind(records, "implementation_plan")
    assert plan.fields["title"] == "创建学习型党组织活动实施方案"
    assert (plan.fields["doc_no"], plan.fields["category"]) == ("青党发〔2010〕18号", "方案")
    assert plan.fields["adopted_on"] == date(2010, 7, 6)
    assert told(plan, "unit", records) == BRANCH


async def test_a_rule_without_a_day_comes_in_and_says_so(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    paper(tmp_path / "制度.docx", f"{BRANCH}学习档案管理制度", "第一条　一人一档。", "第二条　专人保管。")
    report, records = await brought_in(archive, tmp_path)
    (rule,) = of_kind(records, "rule_document")
    assert (rule.fields["category"], rule.fields.get("adopted_on")) == ("档案", None)
    assert [item.flags for item in report.items if item.kind == "rule_document"] == [["no_date:adopted_on"]]


async def test_a_summary_of_a_stage_is_read_by_its_parts(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    paper(
        tmp_path / "总结.docx",
        f"{BRANCH}创建活动第一阶段工作总结",
        "2010年7月3日至7月31日，支部开展了第一阶段工作，总结如下：",
        "一、基本情况",
        "支部有党员四名。",
        "二、主要做法",
        "（一）开动员会。",
        "（二）订制度。",
        "三、存在问题",
        "个别党员不够重视。",
        "四、下一步打算",
        "抓好集中学习。",
        BRANCH,
        "2010年8月3日",
    )
    _, records = await brought_in(archive, tmp_path)
    (summary,) = of_kind(records, "stage_summary")
    assert told(summary, "unit", records) == BRANCH
    assert (summary.fields["stage"], summary.fields.get("approved_on")) == ("1", None)
    period: Any = summary.fields["period"]
    assert (period.start, period.end) == (date(2010, 7, 3), date(2010, 7, 31))
    assert summary.fields["practices"] == "（一）开动员会。\n（二）订制度。"
    assert summary.fields["problems"] == "个别党员不够重视。"
    assert str(summary.fields["next_steps"]).startswith("抓好集中学习。")


async def test_a_clerk_says_when_a_summary_was_approved(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    roster(folder)
    paper(
        folder / "总结.docx",
        f"{BRANCH}创建活动第一阶段工作总结",
        "2010年7月3日至7月31日，支部开展了第一阶段工作。",
        "一、主要做法",
        "开动员会。",
    )
    mapping = tmp_path / "answers.yaml"
    mapping.write_text(
        "id: zj\nfiles: 总结.docx\nkind: stage_summary\nset: {approved_on: 2010.8.5}\n", encoding="utf-8"
    )
    await run_import(archive, folder, mapping=mapping, apply=True)
    (summary,) = [each async for each in archive.each(Query(kind="stage_summary"))]
    assert summary.fields["approved_on"] == date(2010, 8, 5)


async def test_what_stands_over_minutes_says_what_meeting_it_was(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    paper(
        tmp_path / "记录1.docx",
        f"{BRANCH}学习交流会记录",
        "主要内容：各人谈了读书的收获。",
        table=[
            ["时间", "2011年7月3日", "地点", "村部"],
            ["记录人", "丁有田", "主持人", "贾秀云"],
            ["题目", "《我的读书体会》", "参加人数", "4人"],
        ],
    )
    _, records = await brought_in(archive, tmp_path)
    (meeting,) = of_kind(records, "session")
    assert meeting.fields["category"] == "交流会"


@pytest.mark.parametrize(
    ("text", "named", "unnamed"),
    [
        ("2人外出务工", [], 2),
        ("5人外出打工、2人生病", [], 7),
        ("病假2人，事假1人", [], 3),
        ("丁有田（病假）、另有2人外出", ["丁有田"], 2),
        ("2人（丁有田、贾秀云）", ["丁有田", "贾秀云"], 0),
        ("丁有田、贾秀云等3人", ["丁有田", "贾秀云"], 1),
        ("丁有田、贾秀云等2人", ["丁有田", "贾秀云"], 0),
        ("丁一人（事假）", ["丁一人"], 0),
        ("无", [], 0),
    ],
)
def test_who_was_away_by_name_or_by_number(text: str, named: list[str], unnamed: int) -> None:
    found = away_in(SourceRow(1, {"absentees": Cell(text, text)}, (text,)))
    assert ([part.name for part in found.named], found.unnamed) == (named, unnamed)


async def test_a_count_of_those_away_is_no_name(archive: Archive, tmp_path: Path) -> None:
    """Who they were nobody knows: the figures are kept, nobody is marked, and it is told."""
    roster(tmp_path)
    rows: list[list[object]] = [
        [f"{BRANCH}2011年集中学习登记"],
        ["学习时间", "学习内容", "应到", "实到", "未到人员及原因"],
        ["2011年3月4日", "第一课", 4, 2, "2人外出务工"],
        ["2011年4月4日", "第二课", 3, 2, "丁有田（病假）"],
    ]
    xlsx(tmp_path / "集中学习.xlsx", {"Sheet1": rows})
    report, records = await brought_in(archive, tmp_path)
    first, second = sorted(of_kind(records, "session"), key=lambda each: str(each.fields["start"]))
    assert (first.fields["expected"], first.fields["present"]) == (4, 2)
    assert (first.fields.get("attendance"), first.remarks) == (None, "2人外出务工")
    assert second.fields.get("attendance")
    items = [item for item in report.items if item.kind == "session"]
    assert [item.flags for item in items] == [["attendance_incomplete"], []]
    assert not any(item.questions for item in items)


async def test_of_namesakes_the_one_of_the_place_behind_the_name_was_there(
    archive: Archive, tmp_path: Path
) -> None:
    roster(tmp_path)
    rows: list[list[object]] = [["党员花名册"], ["姓名", "性别", "身份证号码", "所在支部"]]
    for number, branch in enumerate(("柳堡村党支部", "苇塘村党支部"), start=60):
        rows.append(["卫国平", "男", identity("19620301", number, "男"), branch])
    xlsx(tmp_path / "花名册2.xlsx", {"Sheet1": rows})
    paper(
        tmp_path / "交流会.docx",
        "全乡学习交流会会议记录",
        "时间：2011年6月30日",
        "地点：会议室",
        "主持人：丁有田",
        "记录人：贾秀云",
        "参加人员：丁有田、贾秀云、卫国平（柳堡村）",
        "会议内容：交流学习体会",
    )
    report, records = await brought_in(archive, tmp_path)
    (meeting,) = of_kind(records, "session")
    assert meeting.fields["level"] == "乡"
    rows_: Any = meeting.fields["attendance"]
    assert len(rows_) == 3
    assert not any(item.questions for item in report.items if item.kind == "session")


async def test_the_line_of_adoption_is_no_text_of_the_rule(archive: Archive, tmp_path: Path) -> None:
    lines = [
        "学习档案管理制度",
        "（2010年7月26日支部党员大会通过）",
        "第一条　一人一袋。",
        "第二条　按季归档。",
    ]
    (tmp_path / "制度.txt").write_text("\n".join(lines), "utf-8")
    report = await run_import(archive, tmp_path)
    (rule,) = [item for item in report.items if item.kind == "rule_document"]
    assert rule.fields["adopted_on"] == date(2010, 7, 26)
    assert rule.fields["text"] == "第一条　一人一袋。\n第二条　按季归档。"
