"""Meetings on one person's card: how its owner was there, and how that goes with what others tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from tests.intake.offices.office_truth import xlsx
from tests.intake.offices.test_year_workbook import BRANCH, brought_in, of_kind, roster, states
from tests.intake.papers.test_personal_card import BOOKS, card

FLAG = "attendance_of_one:attendance"


def head(name: str) -> tuple[tuple[str, ...], ...]:
    return (("姓名", name, "档案号", f"苇学档-{name}"), ("单位", BRANCH, "年度", "2011年"))


def meetings(there: str, how: str) -> tuple[tuple[str, ...], ...]:
    return (
        ("时间", "学习内容", "主讲人", there),
        ("2011.3.4", "廉政准则", "丁有田", "到会"),
        ("2011.5.13", "农技知识", "丁有田", how),
    )


@pytest.mark.parametrize("there", ["到会情况", "签到", "出勤情况", "是否到会", "考勤"])
async def test_a_card_tells_of_its_owner_alone(archive: Archive, tmp_path: Path, there: str) -> None:
    """It was taken for a plan of study; told to be meetings, it put everybody of the branch there."""
    roster(tmp_path)
    card(
        tmp_path / "贾秀云.docx",
        *("个人学习档案", head("贾秀云"), "一、参加集中学习情况", meetings(there, "请假（病假）")),
        *("二、读书情况", BOOKS),
    )
    report, records = await brought_in(archive, tmp_path)
    assert not of_kind(records, "study_plan")
    found = sorted(of_kind(records, "session"), key=lambda each: str(each.fields["start"]))
    assert [each.fields["title"] for each in found] == ["廉政准则", "农技知识"]
    assert [states(each, records) for each in found] == [{"贾秀云": "到"}, {"贾秀云": "请假"}]
    rows = found[1].fields["attendance"]
    assert isinstance(rows, list)
    assert [row["leave_reason"] for row in rows if isinstance(row, dict)] == ["病假"]
    told = [each for each in report.every_item() if each.kind == "session"]
    assert all(each.flags == [FLAG] for each in told)


async def test_cards_of_the_same_meeting_are_one_record(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    for name in ("贾秀云", "尚大年"):
        lines = ("个人学习档案", head(name), "一、参加集中学习情况", meetings("到会情况", "到会"))
        card(tmp_path / f"{name}.docx", *lines, "二、读书情况", BOOKS)
    _, records = await brought_in(archive, tmp_path)
    found = of_kind(records, "session")
    assert len(found) == 2
    assert all(states(each, records) == {"贾秀云": "到", "尚大年": "到"} for each in found)


async def test_the_branch_s_book_knows_who_else_was_there(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    lines = ("个人学习档案", head("贾秀云"), "一、参加集中学习情况", meetings("到会情况", "请假(病假)"))
    card(tmp_path / "贾秀云.docx", *lines, "二、读书情况", BOOKS)
    book: list[list[object]] = [
        [f"{BRANCH}2011年集中学习签到册"],
        ["日期", "学习内容", "主讲人", "应到", "实到", "请假人员(原因)"],
        ["2011.3.4", "廉政准则", "丁有田", 4, 4, ""],
        ["2011.5.13", "农技知识", "丁有田", 4, 3, "贾秀云(病假)"],
    ]
    xlsx(tmp_path / "签到册.xlsx", {"Sheet1": book})
    report, records = await brought_in(archive, tmp_path)
    found = sorted(of_kind(records, "session"), key=lambda each: str(each.fields["start"]))
    assert [len(states(each, records)) for each in found] == [4, 4]
    assert states(found[1], records)["贾秀云"] == "请假"
    assert not any(each.flags for each in report.every_item() if each.kind == "session" and each.taken)


async def test_a_book_that_says_otherwise_of_the_owner_stays_apart(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    lines = ("个人学习档案", head("贾秀云"), "一、参加集中学习情况", meetings("到会情况", "到会"))
    card(tmp_path / "贾秀云.docx", *lines, "二、读书情况", BOOKS)
    book: list[list[object]] = [
        [f"{BRANCH}2011年集中学习签到册"],
        ["日期", "学习内容", "主讲人", "应到", "实到", "缺席人员及原因"],
        ["2011.5.13", "农技知识", "丁有田", 4, 3, "贾秀云(病假)"],
    ]
    xlsx(tmp_path / "签到册.xlsx", {"Sheet1": book})
    report = await run_import(archive, tmp_path)
    told = [each for each in report.every_item() if each.fields.get("title") == "农技知识"]
    assert [each.flags for each in told] == [[], [FLAG, "told_elsewhere"]]


@pytest.mark.parametrize("corner", ["学习日期", "日期", "姓名/日期", "会议时间"])
async def test_the_corner_of_a_book_of_marks_may_head_its_days(
    archive: Archive, tmp_path: Path, corner: str
) -> None:
    """The whole file was refused."""
    roster(tmp_path)
    book: list[list[object]] = [
        [f"{BRANCH}2012年集中学习签到表"],
        ["序号", corner, "2012年2月16日", "2012年4月19日"],
        ["", "学习内容", "全会精神", "果树管护"],
        [1, "丁有田", "√", "△"],
        [2, "贾秀云", "病假", "√"],
        [3, "尚大年", "√", "×"],
        [4, "邱小芳", "√", "√"],
        ["", "实到人数", 3, 3],
        ["注：√到会 △迟到 ×缺席，请假写明原因"],
    ]
    xlsx(tmp_path / "签到表.xlsx", {"签到": book})
    report, records = await brought_in(archive, tmp_path)
    found = sorted(of_kind(records, "session"), key=lambda each: str(each.fields["start"]))
    assert [each.fields["title"] for each in found] == ["全会精神", "果树管护"]
    assert states(found[0], records) == {"丁有田": "到", "贾秀云": "请假", "尚大年": "到", "邱小芳": "到"}
    assert states(found[1], records) == {"丁有田": "迟到", "贾秀云": "到", "尚大年": "缺席", "邱小芳": "到"}
    assert not any(each.flags for each in report.every_item() if each.kind == "session")
