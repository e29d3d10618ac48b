"""Headings, titles and signatures in the many wordings that offices have for the same thing."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.files.reading import Paragraph, TextDocument
from records.intake.papers.minutes.evaluation import read_minutes
from records.intake.papers.notes import propose
from records.intake.tables.recognition.columns import is_aside, match_columns
from records.kind_file import own_kinds

KINDS = own_kinds()
BODY = "把学到的用到每天的事情里去。" * 20


def paper(*lines: str) -> TextDocument:
    return TextDocument(tuple(Paragraph(line) for line in lines))


def targets(kind: str, *headings: str) -> list[str]:
    return [column.target for column in match_columns(KINDS[kind], headings)]


@pytest.mark.parametrize(
    ("kind", "heading", "target"),
    [
        ("person", "最高学历", "education"),
        ("person", "文化程度", "education"),
        ("person", "公民身份证号码", "id_no"),
        ("person", "进入党组织时间", "joined_party"),
        ("person", "加入中国共产党日期", "joined_party"),
        ("person", "成为正式党员日期", "regularised"),
        ("person", "转为正式党员时间", "regularised"),
        ("person", "党籍情况/转正", "regularised"),
        ("person", "手机号码", "phone"),
        ("person", "所属党总支", "general_branch"),
        ("study_register", "学习时间(小时)", "hours"),
        ("study_register", "笔记(万字)", "notes_words"),
        ("study_register", "参加次数", "sessions"),
        ("household_visit", "入户日期", "visited_on"),
        ("household_visit", "下村干部", "visitor"),
        ("household_visit", "群众诉求", "difficulty"),
        ("household_visit", "群众反映的困难", "difficulty"),
        ("household_visit", "帮助办理情况", "help"),
        ("household_visit", "所到村", "village"),
        ("nomination", "党员大会得票", "votes"),
        ("nomination", "公示开始", "notice_from"),
        ("nomination", "公示结束", "notice_to"),
        ("research_report", "登记号", "ordinal"),
        ("exam", "总成绩", "results.score"),
        ("briefing", "供稿单位", "unit"),
        ("briefing", "收稿日期", "received_on"),
        ("funding", "收入(元)", "income"),
        ("funding", "支出金额", "amount"),
        ("session", "未到会人员及原因", "absentees"),
    ],
)
def test_a_heading_is_known_by_many_words(kind: str, heading: str, target: str) -> None:
    assert targets(kind, heading) == [target]


def test_the_subject_of_a_lesson_is_no_choice_beside_its_sort() -> None:
    assert targets("farmer_tutorial", "辅导主题", "内容类别") == ["title", "theme"]
    assert targets("farmer_tutorial", "辅导主题") == ["theme"]


def test_a_length_behind_begin_and_end_is_no_day() -> None:
    assert targets("session", "开始时间", "结束时间", "学习时间")[0] == "start"


def test_a_heading_that_ends_in_a_time_never_becomes_a_unit_or_a_name() -> None:
    assert targets("person", "所在组织活动时间") == ["extra"]


def test_what_registers_have_and_records_do_not_keep_is_known() -> None:
    assert is_aside("家庭住址") and is_aside("年龄(周岁)") and not is_aside("姓名")


@pytest.mark.parametrize("title", ["浅谈农村党员如何带头致富", "学党史有感", "对基层党课的几点认识"])
def test_wordings_of_articles(title: str) -> None:
    found = propose(paper(title, BODY, "李芸", "2011年5月4日"), "a/b.docx")
    assert (found.kind.value, found.kind.from_) == ("experience_article", "title")


def test_what_somebody_signed_is_an_article_by_guess_and_official_papers_are_not() -> None:
    signed = propose(paper("医者仁心", BODY, "李芸", "2011年5月4日"), "a/b.docx")
    assert signed.kind.value == "experience_article" and "kind_from_signed" in signed.flags
    unsigned = propose(paper("医者仁心", BODY), "a/b.docx")
    official = propose(paper("二〇一一年工作总结", BODY, "李芸"), "a/b.docx")
    assert unsigned.kind.from_ == official.kind.from_ == "guess"


def test_a_folder_tells_the_kind_when_the_paper_does_not() -> None:
    found = propose(paper("医者仁心", BODY), "调研报告/卫生院/b.docx")
    assert found.kind.value == "research_report" and "kind_from_folder" in found.flags


def test_two_names_side_by_side_are_two_people_and_a_spread_name_is_one() -> None:
    two = propose(paper("砖厂职工状况调查", "调查人：钟山  路遥", "调查时间：2011年7月", BODY), "b.docx")
    assert [author.value for author in two.authors] == ["钟山", "路遥"]
    assert two.date is not None and two.date.value.start.isoformat() == "2011-07-01"
    one = propose(paper("砖厂职工状况调查", "调查人：钟  山", BODY), "b.docx")
    assert [author.value for author in one.authors] == ["钟山"]


def test_the_date_of_a_closing_line_and_of_a_file_name() -> None:
    closed = propose(paper("做好服务的体会", "文/李芸", BODY, "（写于二〇一一年四月十八日）"), "2011/b.docx")
    assert closed.date is not None and closed.date.value.start.isoformat() == "2011-04-18"
    named = propose(paper("学习体会", BODY), "李芸2011年上半年学习体会.docx")
    assert named.date is not None and named.date.value.precision == "half"


def test_the_unit_in_a_file_name() -> None:
    found = propose(paper("读书笔记", "姓名：于洋", BODY), "文章/2011年于洋笔记（学校支部）.docx")
    assert found.unit is not None and found.unit.value == "学校支部"


def test_minutes_in_prose() -> None:
    found = read_minutes(
        paper(
            "民主评议党员大会记录",
            "出席情况：应出席4名，实际出席3名",
            "一、会议议程",
            "（一）述职",
            "（二）测评",
            "二、会议议定",
            "（一）每月开展一次交流，由李芸负责，12月底前完成",
        ),
        "民主评议党员大会记录",
    )
    assert (found.expected, found.present) == (4, 3)
    assert found.agenda == ("述职", "测评")
    assert [each.text for each in found.resolutions] == ["每月开展一次交流，由李芸负责，12月底前完成"]


@pytest.mark.parametrize("below", [True, False])
@pytest.mark.parametrize("mark", [".", "．", "、"])
def test_numbered_things_of_a_line_that_begin_with_a_year_or_a_month(below: bool, mark: str) -> None:
    told = (
        f"1{mark}2012年起每月5日为学习日，由李芸负责；2{mark}3月底前修好投影仪，由于洋负责；"
        f"3{mark}书架添1.5米，由于洋负责。"
    )
    lines = ("议定事项：", told) if below else (f"议定事项：{told}",)
    found = read_minutes(paper("民主评议党员会议记录", "主持人：李芸", *lines), "民主评议党员会议记录")
    assert len(found.resolutions) == 3
    assert [each.responsible for each in found.resolutions] == ["李芸", "于洋", "于洋"]
    assert found.resolutions[2].text.startswith("书架添1.5米")


async def test_headings_in_the_words_of_a_visitor_and_a_speaker_are_known(
    archive: Archive, tmp_path: Path
) -> None:
    (tmp_path / "花名册.csv").write_text("党员花名册\n姓名,性别,所在支部\n田家驹,男,杨湾村党支部\n", "utf-8")
    (tmp_path / "走访登记.csv").write_text(
        "走访农户登记表\n走访日期,走访干部,村组,户主,困难诉求,是否解决\n"
        "2012.3.6,田家驹,杨湾村一组,苏长水,看病路远,否\n2012.3.9,田家驹,渡口村二组,苗有根,缺种子,否\n",
        "utf-8",
    )
    (tmp_path / "宣讲登记.csv").write_text(
        "理论宣讲登记表\n宣讲日期,宣讲人,宣讲主题,宣讲对象,听讲人数\n"
        "2012.4.6,田家驹,一号文件,本单位干部,9人\n2012.5.6,田家驹,选举办法,本单位干部,7人\n",
        "utf-8",
    )
    report = await run_import(archive, tmp_path)
    visits = [item for item in report.items if item.kind == "household_visit"]
    talks = [item for item in report.items if item.kind == "preaching"]
    assert [item.fields["difficulty"] for item in visits] == ["看病路远", "缺种子"]
    assert [item.fields["count"] for item in talks] == [9, 7]
    assert {flag for item in (*visits, *talks) for flag in item.flags} == set()


def test_the_one_day_that_is_left_is_the_day_of_the_record() -> None:
    known = ("来文单位", "期号", "简报题目")
    assert targets("briefing", "到达办公室时间", *known)[0] == "received_on"
    assert targets("briefing", "到达时间", "刊登时间", *known)[:2] == ["extra", "extra"], "either of two"
    for another in ("解决时限", "下次走访时间", "填表日期"):
        assert targets("household_visit", another, "走访干部", "户主", "困难")[0] == "extra"


async def test_a_day_below_a_heading_nobody_knows_comes_in_flagged(archive: Archive, tmp_path: Path) -> None:
    text = "信息简报登记\n到达办公室时间,来文单位,期号,简报题目\n2011年3月4日,双井村党支部,第3期,春灌开始\n"
    (tmp_path / "简报登记.csv").write_text(text, "utf-8")
    (tmp_path / "党员花名册.csv").write_text(
        "姓名,性别,入党时间,所在支部\n冯德贵,男,1988.7,双井村党支部\n", "utf-8"
    )
    report = await run_import(archive, tmp_path)
    (item,) = (each for each in report.items if each.kind == "briefing")
    assert str(item.fields["received_on"]) == "2011-03-04"
    assert item.flags == ["heading_guessed:received_on"]
