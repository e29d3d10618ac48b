"""One big workbook a year: tests and papers side by side, names below 请假, subjects below days."""

from __future__ import annotations

from datetime import date

from records.intake.files.reading import EMPTY, Cell, Row
from records.intake.tables.layouts import day_columns, subject_of_day
from records.intake.tables.recognition.columns import match_columns
from records.intake.tables.recognition.headings import continues, flattened
from records.intake.tables.several.sides import NOT_GIVEN, sides_of
from records.kind_file import own_kinds


def test_what_stands_side_by_side_is_a_record_each() -> None:
    tests = [
        "姓名",
        "第一次(6月24日)/成绩",
        "第一次(6月24日)/补考",
        "第二次(12月16日)/成绩",
        "第二次(12月16日)/补考",
    ]
    first, second = sides_of(tests, 2011)
    assert (first.columns, second.columns) == ((1, 2), (3, 4))
    assert first.day is not None and first.day.start == date(2011, 6, 24)
    assert second.day is not None and second.day.start == date(2011, 12, 16)
    papers = ["姓名", "上半年/题目", "上半年/字数", "下半年/题目", "下半年/字数", "备注"]
    assert [side.columns for side in sides_of(papers, 2011)] == [(1, 2), (3, 4)]
    # Parts of one record, and wider headings over other parts.
    assert not sides_of(["姓名", "笔试/得分", "面试/得分"], 2011)
    assert not sides_of(["姓名", "上半年/题目", "上半年/字数", "下半年/题目"], 2011)
    assert all(NOT_GIVEN.fullmatch(text) for text in ("未交", "未上交", "无", "—"))
    assert not NOT_GIVEN.fullmatch("缺考")


def test_a_head_in_two_rows_says_who_was_away_and_what_a_day_was_about() -> None:
    headings = ["学习内容", "人数/应到", "请假/人数", "请假/姓名及事由", "旷课/人数", "旷课/姓名"]
    meant = {each.heading: each.target for each in match_columns(own_kinds()["session"], headings)}
    assert (meant["请假/姓名及事由"], meant["旷课/姓名"]) == ("on_leave", "absentees")
    assert meant["请假/人数"] == meant["旷课/人数"] == "extra"
    heads = Row(2, (Cell("姓名", "姓名"), Cell("时间、内容", "时间、内容"), EMPTY, Cell("出勤率", "出勤率")))
    below = Row(
        3, (EMPTY, Cell("3月10日\n雷锋精神", "3月10日\n雷锋精神"), Cell("4月14日\n党章", "4月14日\n党章"))
    )
    assert continues(heads, below)
    flat = flattened([heads, below])
    assert [day.start for day in day_columns(flat, 2012).values()] == [date(2012, 3, 10), date(2012, 4, 14)]
    assert subject_of_day(flat[1]) == "雷锋精神"
    assert subject_of_day("3月10日(星期六)") == "" == subject_of_day("3月10日")


def test_a_register_without_a_title_names_its_reports_by_their_subject() -> None:
    def targets(*headings: str) -> list[str]:
        return [each.target for each in match_columns(own_kinds()["research_report"], headings)]

    assert targets("调研人", "调研课题", "发现的主要问题", "意见建议") == [
        "authors",
        "title",
        "findings",
        "advice",
    ]
    assert targets("调研人", "调研课题", "题目") == ["authors", "topic", "title"]
