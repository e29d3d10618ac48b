"""What a cell or a label says itself: its measure, how many ballots there were, when somebody went round."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest

from records.archive import Archive
from records.intake.build.paper.report_place import fieldwork_of
from records.intake.build.values import take_number
from records.intake.files.reading import Cell
from records.intake.outcome import Item, Place
from records.intake.papers.minutes.tally import ballot_counts
from tests.intake.offices.office_truth import xlsx
from tests.intake.offices.test_year_workbook import brought_in, of_kind, roster


@pytest.mark.parametrize(
    ("text", "scale", "words"),
    [
        ("6200字", 10_000, 6200),
        ("900字", 10_000, 900),
        ("6200字", 1000, 6200),
        ("0.62", 10_000, 6200),
        ("1.2万字", 10_000, 12_000),
        ("1.2字", 10_000, 12_000),
        ("6200", 10_000, None),
        ("60字", 10_000, None),
        ("6200", 1000, None),
        ("6.2", 1000, 6200),
    ],
)
def test_a_cell_that_says_its_measure_is_counted_in_it(text: str, scale: int, words: int | None) -> None:
    """Under 笔记（万字） 6200字 are 6200; 6200 alone are no 62 million, and nobody knows what they are."""
    item = Item("study_register", Place("登记.xlsx"))
    take_number(item, "notes_words", Cell(text, text), whole=True, scale=scale, measure="字")
    assert item.fields.get("notes_words") == words
    assert bool(item.flags) is (words is None)


@pytest.mark.parametrize(
    "line",
    [
        "测评结果（发出9票，收回8票，有效7票）",
        "共发出选票9张，收回选票8张，其中有效票7张。",
        "发出测评表9份，收回8份，有效7份",
        "发放测评票：9　收回：8　有效：7",
        "投票情况：发票9张、收回8张、有效票7张",
    ],
)
def test_ballots_are_counted_in_several_words(line: str) -> None:
    assert ballot_counts([line]) == {"issued": 9, "returned": 8, "valid": 7}


def test_what_is_no_ballot_is_not_counted() -> None:
    assert ballot_counts(["2011年12月16日发出通知，收回意见3条，有效期至2012年12月"]) == {}


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        ("调研时间：2010年9月6日—10日", date(2010, 9, 6), date(2010, 9, 10)),
        ("调查时间：2010.9.6-9.10", date(2010, 9, 6), date(2010, 9, 10)),
        ("调研日期：2010年7月12日至2010年8月2日", date(2010, 7, 12), date(2010, 8, 2)),
        ("调研人：韩某　　调研时间：2010年9月", date(2010, 9, 1), date(2010, 9, 30)),
        ("走访时间：2010年9月6日", date(2010, 9, 6), date(2010, 9, 6)),
    ],
)
def test_a_report_says_when_its_author_went_round(line: str, first: date, last: date) -> None:
    found = fieldwork_of([line, "我们走访了三十户。"], None)
    assert found is not None and (found.start, found.end) == (first, last)


def test_other_times_of_a_report_are_none_of_going_round() -> None:
    assert fieldwork_of(["完成时间：2010年9月18日", "调研时间：近期"], None) is None


async def test_a_report_keeps_when_somebody_went_round_and_when_it_was_done(
    archive: Archive, tmp_path: Path
) -> None:
    document = docx.Document()
    for line in (
        "苇塘村养鱼情况调研报告",
        "调研人：丁有田",
        "调研时间：2010年9月6日至10日",
        "全村有鱼塘四十亩，养鱼的十二户。" * 8,
        "2010年9月18日",
    ):
        document.add_paragraph(line)
    roster(tmp_path)
    document.save(str(tmp_path / "养鱼调研.docx"))
    _, records = await brought_in(archive, tmp_path)
    (report,) = of_kind(records, "research_report")
    assert str(report.fields["finished_on"]) == "2010年9月18日"
    span: Any = report.fields["fieldwork"]
    assert (span.start, span.end) == (date(2010, 9, 6), date(2010, 9, 10))


async def test_a_lecturer_of_outside_keeps_what_the_book_calls_him(archive: Archive, tmp_path: Path) -> None:
    """县党校 高老师 is not 县党校高; a member is called by the name alone."""
    roster(tmp_path)
    head = ("学习时间", "学习内容", "主讲人", "应到", "实到", "缺席人员")
    rows: list[list[object]] = [["苇塘村党支部2011年集中学习记录"], [*head]]
    for month, lecturer in enumerate(("县党校 高老师", "丁有田同志", "农技站陈主任", "李教授"), start=3):
        rows.append([f"2011年{month}月4日", f"第{month}课", lecturer, 3, 3, "无"])
    xlsx(tmp_path / "集中学习.xlsx", {"Sheet1": rows})
    _, records = await brought_in(archive, tmp_path)
    meetings = sorted(of_kind(records, "session"), key=lambda each: str(each.fields["start"]))
    told = [each.fields["lecturer"] for each in meetings]
    assert told == ["县党校 高老师", "丁有田", "农技站陈主任", "李教授"]


async def test_words_of_being_away_are_many(archive: Archive, tmp_path: Path) -> None:
    """A remark of the roster that says so for good; one journey does not."""
    told = {
        "长期在外务工": "长期外出",
        "常年在外打工": "长期外出",
        "在新疆务工，长年不在家": "长期外出",
        "长期在外经商": "长期外出",
        "在外省打工": "长期外出",
        "瘫痪在床": "行动不便",
        "腿脚不便": "行动不便",
    }
    for number, remarks in enumerate(told):
        roster(tmp_path / str(number), "花名册.xlsx", remarks)
        _, records = await brought_in(archive, tmp_path / str(number))
        person = next(each for each in of_kind(records, "person") if each.title.startswith("尚大年"))
        assert (remarks, person.fields.get("mobility")) == (remarks, told[remarks])


async def test_an_empty_score_beside_words_of_being_away_is_a_missed_test(
    archive: Archive, tmp_path: Path
) -> None:
    roster(tmp_path)
    rows: list[list[object]] = [
        ["苇塘村党支部党的知识测试成绩"],
        ["时间：2011年6月24日　满分100分，60分及格"],
        ["姓名", "成绩", "附注"],
        ["丁有田", 82, ""],
        ["贾秀云", "", "未参加"],
        ["尚大年", "", "病假"],
        ["邱小芳", "", "待补录"],
    ]
    xlsx(tmp_path / "测试成绩.xlsx", {"Sheet1": rows})
    report, records = await brought_in(archive, tmp_path)
    (exam,) = of_kind(records, "exam")
    results: Any = exam.fields["results"]
    assert [(each.get("score"), each.get("absent")) for each in results] == [
        (Decimal(82), None),
        (None, True),
        (None, True),
    ]
    lines = [line for item in report.items if item.kind == "exam" for line in item.lines]
    assert [line.why for line in lines if line.refused] == ["score_not_a_number"]
