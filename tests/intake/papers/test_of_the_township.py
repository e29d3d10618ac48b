"""Papers of the township itself, what a unit studied in a year, problems that a report tells as solved."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.files.reading import Paragraph, TextDocument
from records.intake.papers.minutes.evaluation import read_minutes
from records.intake.papers.paper_name import kind_of_words
from records.intake.papers.report_parts import ReportParts, parts_of_report
from records.intake.papers.report_solved import solved_in
from tests.intake.offices.test_year_workbook import brought_in, of_kind
from tests.intake.papers.test_meetings_and_plans import paper

UNITS = "党组织名称,类型,上级党组织\n中共苇塘乡委员会,党委,\n苇塘乡机关党支部,党支部,中共苇塘乡委员会\n"
PEOPLE = (
    "苇塘乡党员花名册\n姓名,性别,出生年月,入党时间,所在支部,职务\n韦明远,男,1965.2,1990.7,苇塘乡机关党支部,农技站站长\n"
    "韦明远,男,1972.4,1998.7,上滩村党支部,\n褚秀琴,女,1975.5,1999.7,苇塘乡机关党支部,乡党委书记\n"
)
HEAD = ("时间：2013年5月22日上午", "地点：三楼会议室", "主持：褚秀琴", "应到20人，实到18人")


@pytest.mark.parametrize(
    ("title", "outcome"),
    [
        ("苇塘乡学习型党组织创建服务对象座谈会纪要", "import"),
        ("苇塘乡中心小学服务对象座谈会纪要", "ask"),
        ("苇塘乡农技站服务对象座谈会纪要", "ask"),
        ("石桥乡服务对象座谈会纪要", "ask"),
    ],
)
async def test_minutes_that_begin_with_the_township_are_of_its_committee(
    archive: Archive, tmp_path: Path, title: str, outcome: str
) -> None:
    (tmp_path / "党组织.csv").write_text(UNITS, "utf-8")
    (tmp_path / "花名册.csv").write_text(PEOPLE, "utf-8")
    paper(tmp_path / "座谈会.docx", title, *HEAD, "存在差距：", "1.辅导课次数偏少")
    report = await run_import(archive, tmp_path)
    (minutes,) = (item for item in report.items if item.kind == "evaluation_minutes")
    assert minutes.outcome.removesuffix("_flagged") == outcome


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("上滩村党支部2012年学习工作总结", "stage_summary"),
        ("2011年度乡机关党支部党员学习情况总结", "stage_summary"),
        ("苇塘乡党委中心组二〇一一年理论学习总结", "stage_summary"),
        ("上滩村党支部关于2012年上半年学习活动的总结", "stage_summary"),
        ("韦明远2012年学习总结", None),
        ("机关干部韦明远2012年学习总结", None),
        ("上滩村党支部2012年工作总结", None),
    ],
)
def test_what_a_unit_studied_in_a_year_is_a_summary(title: str, kind: str | None) -> None:
    assert kind_of_words(title) == kind


REPORT = """一、发现的问题
口头约定的流转没有合同，纠纷发生四起。
二、建议
统一提供合同文本。
三、已解决的问题
1.四十亩地没有合同：帮助补签书面合同，4月10日全部补签完毕，纠纷不再发生。
2.田间路不通：协调砂石两车，2011年12月3日铺好通车。
3.渠道渗漏：已报水利站，尚未解决。
4.买肥难"""


def test_problems_that_a_report_tells_as_solved_are_no_findings() -> None:
    assert parts_of_report(REPORT)._asdict() == {
        "findings": "口头约定的流转没有合同，纠纷发生四起。",
        "advice": "统一提供合同文本。",
    }
    rows = [{**row, "solved_on": str(row.get("solved_on"))} for row in solved_in(REPORT, 2012)]
    assert rows == [
        {
            "text": "四十亩地没有合同",
            "action": "帮助补签书面合同",
            "solved": True,
            "solved_on": "2012-04-10",
            "effect": "纠纷不再发生",
        },
        {"text": "田间路不通", "action": "协调砂石两车", "solved": True, "solved_on": "2011-12-03"},
        {"text": "渠道渗漏", "action": "已报水利站，尚未解决", "solved": False, "solved_on": "None"},
        {"text": "买肥难", "solved_on": "None"},
    ]


@pytest.mark.parametrize(
    "head", ["三、需要解决的问题", "三、亟待解决的几个问题", "三、尚未解决的问题", "三、拟解决的问题"]
)
def test_problems_that_wait_are_findings(head: str) -> None:
    body = f"一、基本情况\n全村三百户。\n{head}\n渠道渗漏。\n四、建议\n修渠。"
    assert parts_of_report(body).findings == "渠道渗漏。"
    assert solved_in(body, 2012) == []


async def test_an_author_is_known_by_the_post_of_the_office_that_stands_with_the_name(
    archive: Archive, tmp_path: Path
) -> None:
    (tmp_path / "党组织.csv").write_text(UNITS, "utf-8")
    (tmp_path / "花名册.csv").write_text(PEOPLE, "utf-8")
    lines = ("土地流转情况的调研报告", "乡农技站　韦明远", *REPORT.split("\n"), "2012年4月16日")
    paper(tmp_path / "调研.docx", *lines)
    report, records = await brought_in(archive, tmp_path)
    (made,) = of_kind(records, "research_report")
    (item,) = (item for item in report.items if item.kind == "research_report")
    authors = made.fields["authors"]
    assert isinstance(authors, list)
    assert [each.fields.get("post") for each in records if each.id in authors] == ["农技站站长"]
    assert "read_from_sentence:problems" in item.flags


def test_until_when_something_is_done_is_read_behind_who_does_it() -> None:
    matters = ("1.每月安排一次辅导课，责任人韦明远（农技站），6月30日前落实。",)
    lines = ("服务对象座谈会纪要", *HEAD, "议定事项：", *matters)
    document = TextDocument(tuple(Paragraph(line) for line in lines))
    minutes = read_minutes(document, lines[0], year=2013)
    (matter,) = minutes.resolutions
    assert (matter.text, matter.responsible) == ("每月安排一次辅导课", "韦明远（农技站）")
    assert matter.deadline == "6月30日前"


@pytest.mark.parametrize("head", ["三、解决情况", "三、办理结果", "三、问题解决情况"])
def test_how_the_one_problem_of_a_report_was_solved(head: str) -> None:
    body = (
        "一、存在的困难和问题\n三组地势高，夏天断水。\n二、建议\n扩建水池。\n"
        f"{head}\n调研后，我向水利站反映，争取资金两万元。2012年9月20日，水池扩建完工，四十户吃上了自来水。"
    )
    (row,) = solved_in(body, 2012)
    assert row | {"solved_on": str(row["solved_on"])} == {
        "text": "三组地势高，夏天断水。",
        "action": "调研后，我向水利站反映，争取资金两万元",
        "solved": True,
        "solved_on": "2012-09-20",
        "effect": "四十户吃上了自来水",
    }
    assert parts_of_report(body) == ReportParts("三组地势高，夏天断水。", "扩建水池。")
    (open_still,) = solved_in(body.split("调研后")[0] + "已向水利站反映，争取列入明年计划。", 2012)
    assert (open_still["solved"], "solved_on" in open_still) == (False, False)
