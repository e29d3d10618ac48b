"""Research reports: when and where somebody went, who wrote them together, what their parts are called."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from records.archive import Archive
from records.intake.build.paper.report_place import fieldwork_of
from records.intake.papers.report_parts import parts_of_report
from records.record import Record
from records.values import PartialDate
from tests.intake.offices.test_year_workbook import BRANCH, brought_in, of_kind, roster
from tests.intake.papers.test_meetings_and_plans import paper, told

DONE = PartialDate.day(date(2012, 3, 20))
TITLE = "农村文化建设调研报告"
PARTS = ("一、存在的问题", "活动少。", "二、几点建议", "多办活动。")


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("我于2012年3月5日至8日到两个村调研。", ("2012-03-05", "2012-03-08")),
        ("2012年3月5日、6日两天，我们实地走访了三十户。", ("2012-03-05", "2012-03-06")),
        ("2012年3月11日至13日、18日，课题组深入各组调研。", ("2012-03-11", "2012-03-18")),
        ("2012.3.5—3.8，我走访了十五户。", ("2012-03-05", "2012-03-08")),
        ("今年2月中旬，我利用一周时间，深入四个组走访。", ("2012-02-11", "2012-02-20")),
        ("2月上旬至3月中旬，我先后走访了三个村。", ("2012-02-01", "2012-03-20")),
        ("3月10日，我到包村点就饮水问题进行调研。", ("2012-03-10", "2012-03-10")),
        ("去年11月，笔者到学校听课调研。", ("2011-11-01", "2011-11-30")),
        ("12月5日至7日，调研组走访了四个组。", ("2011-12-05", "2011-12-07")),
        ("今年1至2月，全村外出务工一百人，这是调查得来的数字。", None),
        ("今年11月5日，我到村里走访。", None),
        ("3月5日我走访了一组，3月9日我走访了二组。", None),
        ("近期，我们对水利设施进行了调查。", None),
    ],
)
def test_days_of_going_round_in_prose(line: str, days: tuple[str, str] | None) -> None:
    found = fieldwork_of([line], None, DONE)
    assert (None if found is None else (str(found.start), str(found.end))) == days


async def _report(archive: Archive, folder: Path, *lines: str) -> tuple[Record, list[Record]]:
    roster(folder)
    paper(folder / "调研.docx", TITLE, *lines)
    _, records = await brought_in(archive, folder)
    (report,) = of_kind(records, "research_report")
    return report, records


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("3月5日，我来到沙坪村、石桥村走访。", "沙坪村、石桥村"),
        ("3月5日至7日，我先后走访了沙坪村和石桥村。", "沙坪村、石桥村"),
        ("3月5日至8日，我们作了调研，先后到沙坪、石桥、红岩等村，同村民交谈。", "沙坪、石桥、红岩等村"),
        ("3月5日，我到沙坪、石桥两个村走访。", "沙坪、石桥两个村"),
        ("3月5日，我在沙坪村、石桥村两个村走访。", "沙坪村、石桥村"),
        ("3月5日，我到各村走访。", None),
        ("3月5日，我到两个村走访。", None),
        ("今年3月，我们在沙坪小学和两个教学点对留守儿童进行了问卷。", "沙坪小学和两个教学点"),
        ("3月5日，我到柳林养殖场、石桥合作社实地走访，同职工座谈。", "柳林养殖场、石桥合作社"),
        ("3月5日，课题组深入红岩茶厂开展调研。", "红岩茶厂"),
        ("3月5日，我们在工作过程中到5家企业走访。", None),
        ("3月5日，我到各学校走访。", None),
        ("调研地点：沙坪村、石桥小学", "沙坪村、石桥小学"),
    ],
)
async def test_where_somebody_went_may_be_places_that_no_unit_is_of(
    archive: Archive, tmp_path: Path, line: str, place: str | None
) -> None:
    report, _ = await _report(archive, tmp_path, "丁有田", line, *PARTS, "2012年3月20日")
    assert report.fields.get("place") == place


@pytest.mark.parametrize(
    ("line", "flagged"),
    [
        ("3月5日至7日，我们采取座谈方式，对全乡的农家书屋进行了调研。", True),
        ("3月5日，我到沙坪村走访。", False),
        ("3月5日，我们召开座谈会作了调研。", False),
    ],
)
async def test_a_going_whose_place_is_not_understood_is_told(
    archive: Archive, tmp_path: Path, line: str, flagged: bool
) -> None:
    roster(tmp_path)
    paper(tmp_path / "调研.docx", TITLE, "丁有田", line, *PARTS, "2012年3月20日")
    report, _ = await brought_in(archive, tmp_path)
    (item,) = [each for each in report.items if each.kind == "research_report"]
    assert ("value_left_out:place" in item.flags) is flagged


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("3月5日，我在{village}、沙坪村两个村走访。", "{village}、沙坪村"),
        ("3月5日，我到{village}5个组走访。", "{village}"),
        ("3月5日，我到{village}上坪组走访。", "{village}上坪组"),
        ("3月5日，我到沙坪村走访。", "{village}"),
    ],
)
async def test_the_village_of_the_title_is_not_the_only_one_somebody_went_to(
    archive: Archive, tmp_path: Path, line: str, place: str
) -> None:
    village = BRANCH.removesuffix("党支部").removeprefix("青塘乡")
    roster(tmp_path)
    lines = ("丁有田", line.format(village=village), *PARTS, "2012年3月20日")
    paper(tmp_path / "调研.docx", f"{village}文化建设调研报告", *lines)
    _, records = await brought_in(archive, tmp_path)
    (report,) = of_kind(records, "research_report")
    assert report.fields.get("place") == place.format(village=village)


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        (("课题组组长：丁有田", "课题组成员：贾秀云、尚大年", "执笔：尚大年"), ()),
        (("执笔人：丁有田", "参与调研人员：贾秀云、尚大年"), ()),
        (("丁有田　贾秀云　尚大年",), ()),
        ((), ("（作者：丁有田、贾秀云、尚大年）",)),
        (("调研组成员：丁有田、贾秀云、尚大年", "审核：邱小芳"), ()),
    ],
)
async def test_everybody_who_wrote_a_report_is_its_author(
    archive: Archive, tmp_path: Path, head: Sequence[str], foot: Sequence[str]
) -> None:
    report, records = await _report(archive, tmp_path, *head, *PARTS, *foot, "2012年3月20日")
    assert told(report, "authors", records) == ["丁有田", "贾秀云", "尚大年"]


async def test_the_days_of_going_round_are_not_the_day_it_was_done(archive: Archive, tmp_path: Path) -> None:
    lines = ("执笔人：丁有田", "调研时间：2012年2月", *PARTS, "2012年3月20日")
    report, _ = await _report(archive, tmp_path, *lines)
    done: Any = report.fields["finished_on"]
    went: Any = report.fields["fieldwork"]
    assert (str(done.start), str(went.start)[:7]) == ("2012-03-20", "2012-02")


@pytest.mark.parametrize("findings", ["制约增收的主要因素", "发展瓶颈", "存在的差距", "主要症结", "突出矛盾"])
@pytest.mark.parametrize("advice", ["发展的设想", "今后努力的方向", "改进的路径", "几点思考", "工作建议"])
def test_parts_under_other_heads(findings: str, advice: str) -> None:
    body = f"一、基本情况\n情况较好。\n二、{findings}\n缺技术。\n三、{advice}\n办培训班。"
    assert parts_of_report(body) == ("缺技术。", "办培训班。")


def test_thoughts_advise_only_where_nothing_else_does() -> None:
    body = "一、问题\n缺技术。\n二、建议\n办培训班。\n三、几点思考\n要重视。"
    assert parts_of_report(body).advice == "办培训班。"


@pytest.mark.parametrize("marks", ["【】", "〖〗", "［］"])
def test_parts_below_heads_in_brackets(marks: str) -> None:
    heads = [f"{marks[0]}{head}{marks[1]}" for head in ("现状", "问题", "建议")]
    body = f"{heads[0]}\n情况较好。\n{heads[1]}\n缺技术。\n{heads[2]}办培训班。"
    assert parts_of_report(body) == ("缺技术。", "办培训班。")


async def test_a_line_that_repeats_places_is_gone_through_at_once(archive: Archive, tmp_path: Path) -> None:
    """Each 和 might part two names or stand in one: thirty of them took longer than anybody waits."""
    line = f"3月5日，我{'在大屯和屯' * 60}很远，我走访了群众。"
    began = process_time()
    report, _ = await _report(archive, tmp_path, "丁有田", line, *PARTS, "2012年3月20日")
    assert process_time() - began < 10
    assert "place" not in report.fields
