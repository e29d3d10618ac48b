"""Notices, scripts, papers about models and what is kept of them; papers of which nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item
from records.intake.papers.paper_name import is_unkept, kind_of_words
from records.intake.papers.paper_rule import papers_of
from records.intake.report import ImportReport
from records.record import Record
from tests.intake.offices.test_year_workbook import BRANCH, brought_in, of_kind, roster
from tests.intake.papers.test_meetings_and_plans import paper, told

Rows = list[Record]


async def _paper(archive: Archive, folder: Path, *lines: str) -> tuple[ImportReport, list[Item], Rows]:
    office = folder / "office"
    roster(office)
    paper(office / "1.docx", *lines)
    report, records = await brought_in(archive, office)
    return report, [each for each in report.items if each.kind not in ("person", "unit")], records


@pytest.mark.parametrize(
    ("lines", "target", "number", "wanted"),
    [
        (
            (
                "学习型党组织建设整改通知书",
                "青学整〔2011〕2号",
                f"{BRANCH}：",
                "乡创建办检查了你支部的学习情况，发现以下问题：",
                "1.笔记不全。",
                "请你支部按以下要求整改：",
                "1.补记笔记。",
                "2.规范签到。",
                "整改期限：2011年6月10日前。",
                "责任人：丁有田",
            ),
            BRANCH,
            "青学整〔2011〕2号",
            ["补记笔记。", "规范签到。"],
        ),
        (
            (
                "关于限期整改的通知",
                f"{BRANCH}：",
                "存在的主要问题：",
                "一是记录不全；",
                "整改要求：",
                "一是补齐记录；",
                "请于6月10日前将整改情况报乡学习办。",
            ),
            BRANCH,
            None,
            ["补齐记录；"],
        ),
        (
            (
                "整改通知书",
                "编号：2011-07",
                "尚大年同志：",
                "整改要求：1.补写笔记5000字。2.撰写心得一篇。",
                "整改时限：2011年6月10日",
            ),
            "尚大年",
            "2011-07",
            ["补写笔记5000字。", "撰写心得一篇。"],
        ),
        (
            ("限期整改通知", "尚大年同志：", "你的笔记不全。请于2011年6月10日前补记笔记6000字。"),
            "尚大年",
            None,
            ["请于2011年6月10日前补记笔记6000字"],
        ),
    ],
)
async def test_a_notice_says_to_whom_what_and_until_when(
    archive: Archive, tmp_path: Path, lines: Sequence[str], target: str, number: str | None, wanted: list[str]
) -> None:
    _, (item,), records = await _paper(archive, tmp_path, *lines, "青塘乡创建办公室", "2011年5月13日")
    (notice,) = of_kind(records, "rectification")
    assert (item.flags, item.questions) == ([], [])
    assert told(notice, "target", records) == target
    assert notice.fields.get("doc_no") == number
    assert (notice.fields["issued_on"], notice.fields["deadline"]) == (date(2011, 5, 13), date(2011, 6, 10))
    assert notice.fields["requirements"] == wanted


@pytest.mark.parametrize(
    ("sentence", "problems"),
    [
        ("5月11日督查中，发现你支部学习笔记不全，记录缺2次。现提出以下整改要求：", "学习笔记不全，记录缺2次"),
        ("6月14日督查时发现，你支部4月、5月未组织学习。现提出如下要求：", "4月、5月未组织学习"),
        ("经5月15日检查，你支部笔记不足5000字的有2人，未建档案。请整改：", "笔记不足5000字的有2人，未建档案"),
        ("检查发现你支部存在笔记不全、无人检查的问题。整改要求：", "笔记不全、无人检查"),
        ("检查中发现问题较多，现提出整改要求：", None),
    ],
)
async def test_what_a_sentence_says_was_found(
    archive: Archive, tmp_path: Path, sentence: str, problems: str | None
) -> None:
    lines = ("整改通知书", f"{BRANCH}：", sentence, "1.补记笔记。", "请于2011年6月10日前完成整改。")
    _, _, records = await _paper(archive, tmp_path, *lines, "青塘乡创建办公室", "2011年5月16日")
    (notice,) = of_kind(records, "rectification")
    assert notice.fields.get("problems") == problems


@pytest.mark.parametrize(
    ("head", "cells", "result", "closed"),
    [
        (
            ("收到人", "收到日期", "整改结果"),
            ("丁有田", "2011年6月12日", "已补记笔记，指定尚大年检查。7月5日复查，已完成整改。"),
            "完成",
            date(2011, 7, 5),
        ),
        (("签收人", "整改情况"), ("丁有田", "笔记尚未补齐，7月5日复查时没有完成。"), "未完成", None),
        (("签收人", "整改结果"), ("丁有田", "完成"), "完成", None),
        (
            ("整改情况", "复查结果"),
            ("笔记已补齐。", "经2011年7月5日验收，整改到位"),
            "完成",
            date(2011, 7, 5),
        ),
    ],
)
async def test_the_receipt_of_a_notice_is_a_table(
    archive: Archive,
    tmp_path: Path,
    head: Sequence[str],
    cells: Sequence[str],
    result: str,
    closed: date | None,
) -> None:
    office = tmp_path / "office"
    roster(office)
    lines = ("整改通知书", f"{BRANCH}：", "整改要求：1.补记笔记。", "整改时限：2011年7月1日前。")
    paper(office / "1.docx", *lines, "青塘乡创建办公室", "2011年6月10日", "回　执", table=[head, cells])
    _, records = await brought_in(archive, office)
    (notice,) = of_kind(records, "rectification")
    assert notice.fields["result"] == result
    assert notice.fields.get("closed_on") == closed
    told = next((cell for cell in cells if len(cell) > 8 and "2011年6" not in cell), None)
    assert notice.fields.get("reply") == (cells[0] if head[0] == "整改情况" else told)


@pytest.mark.parametrize(
    "lines",
    [
        ("做学习型党员", f"——{BRANCH}“七一”党课讲稿", "丁有田", "（2011年6月28日）"),
        ("做学习型党员", "（党课讲稿）", f"{BRANCH}书记　丁有田", "2011年6月28日"),
        ("党课讲稿：做学习型党员", "主讲人：丁有田", "时间：2011年6月28日", "地点：村部"),
        ("党课教案", "课题：做学习型党员", "授课人：丁有田", "授课时间：2011年6月28日", "授课地点：村部"),
    ],
)
async def test_a_script_is_a_party_class(archive: Archive, tmp_path: Path, lines: Sequence[str]) -> None:
    _, (item,), records = await _paper(archive, tmp_path, *lines, "同志们：", "今天我讲三个问题。")
    (lesson,) = of_kind(records, "party_class")
    assert (item.flags, item.questions) == ([], [])
    assert (lesson.fields["title"], lesson.fields["held_on"]) == ("做学习型党员", date(2011, 6, 28))
    assert told(lesson, "lecturer_person", records) == "丁有田"
    assert lesson.fields["materials"] == "同志们：\n今天我讲三个问题。"


async def test_minutes_of_a_party_class_are_both(archive: Archive, tmp_path: Path) -> None:
    """Who came stays with the session; a second import finds both again."""
    lines = (
        f"{BRANCH}党课记录",
        "时间：2011年7月1日下午3:00—4:30",
        "地点：村部",
        "主讲人：丁有田",
        "主持人：贾秀云",
        "记录人：尚大年",
        "党课题目：《师德与党性》",
        "参加人员：丁有田、贾秀云、尚大年",
    )
    _, _, records = await _paper(archive, tmp_path, *lines)
    (session,), (lesson,) = of_kind(records, "session"), of_kind(records, "party_class")
    assert (session.fields["category"], lesson.fields["session"]) == ("党课", session.id)
    assert (lesson.fields["title"], lesson.fields["lecturer"]) == ("师德与党性", "丁有田")
    assert (lesson.fields["held_on"], lesson.fields["place"]) == (date(2011, 7, 1), "村部")
    again = await run_import(archive, tmp_path / "office", apply=True)
    assert {each.action for each in again.items if each.kind in ("session", "party_class")} == {"unchanged"}


async def test_a_script_of_a_talk_is_kept(archive: Archive, tmp_path: Path) -> None:
    head = (
        "惠农政策宣讲提纲",
        "主讲：丁有田　　2012年3月12日",
        "宣讲地点：村部",
        "对象：党员群众　　人数：45人",
    )
    _, (item,), records = await _paper(archive, tmp_path, *head, "一、粮食直补政策", "今年继续执行。")
    (talk,) = of_kind(records, "preaching")
    assert (item.flags, item.questions) == ([], [])
    assert (talk.fields["topic"], talk.fields["held_on"]) == ("惠农政策", date(2012, 3, 12))
    assert (talk.fields["audience"], talk.fields["count"], talk.fields["place"]) == ("党员群众", 45, "村部")
    assert told(talk, "speaker", records) == "丁有田"


@pytest.mark.parametrize(
    ("head", "subject"),
    [
        (("做群众的贴心人", "——记苇塘村党支部党员贾秀云同志先进事迹材料"), "贾秀云"),
        (("贾秀云同志先进事迹材料",), "贾秀云"),
        (("抓学习促发展", f"{BRANCH}典型经验材料"), BRANCH),
        (("先进事迹材料", f"{BRANCH}"), BRANCH),
    ],
)
async def test_a_paper_about_a_model_names_whose_deeds_it_tells(
    archive: Archive, tmp_path: Path, head: Sequence[str], subject: str
) -> None:
    _, (item,), records = await _paper(archive, tmp_path, *head, "坚持每天学习，带头办事。", "2011年6月10日")
    (model,) = of_kind(records, "typical_model")
    assert (item.flags, item.questions) == ([], [])
    assert told(model, "subject", records) == subject
    assert model.fields["summarised_on"] == date(2011, 6, 10)


async def test_whose_deeds_nothing_tells_is_asked(archive: Archive, tmp_path: Path) -> None:
    _, (item,), _ = await _paper(archive, tmp_path, "先进事迹材料", "他坚持每天学习。", "2011年6月10日")
    assert [each.code for each in item.questions] == ["no_person"]


async def test_a_unit_s_summary_of_a_year_is_kept(archive: Archive, tmp_path: Path) -> None:
    title = f"{BRANCH}2011年学习型党组织创建工作总结"
    _, (item,), records = await _paper(
        archive, tmp_path, title, "一、主要做法", "集中学习。", "2011年12月20日"
    )
    (summary,) = of_kind(records, "stage_summary")
    assert (item.flags, summary.fields["year"]) == ([], 2011)


@pytest.mark.parametrize(
    "title",
    [
        "关于召开读书交流会的通知",
        "党员公开承诺书",
        "“多读书”活动倡议书",
        "学习型党组织创建工作汇报",
        "2011年度个人学习总结",
        "在动员大会上的讲话",
        "关于上报典型材料的通知",
    ],
)
async def test_a_paper_of_no_kind_is_told_and_makes_no_record(
    archive: Archive, tmp_path: Path, title: str
) -> None:
    report, items, _ = await _paper(archive, tmp_path, title, "各支部：", "请准时参加。", "2011年5月16日")
    assert items == []
    assert [(each.file, each.why) for each in report.files if each.state == "ignored"] == [
        ("1.docx", "paper_not_kept")
    ]
    assert "1.docx" in report.to_text()
    # It stands on the page of papers, where it can still be said what it is.
    assert [each.file for each in papers_of(report)] == ["1.docx"]


@pytest.mark.parametrize(
    ("name", "state"),
    [("说明", "ignored"), ("0 归档说明", "ignored"), ("README", "ignored"), ("宣传", "read")],
)
async def test_a_slip_that_says_what_lies_in_a_folder_is_told_and_asks_nothing(
    archive: Archive, tmp_path: Path, name: str, state: str
) -> None:
    folder = tmp_path / "office"
    roster(folder)
    line = "宣传登记由丁有田负责，照片存在办公室电脑里，纸质简报按期装订放在文件柜第二层，每年年底清点一次。"
    (folder / f"{name}.txt").write_text(line + "需要查找时先看目录，再到柜子里取。", "utf-8")
    report = await run_import(archive, folder)
    assert {each.file: each.state for each in report.files}[f"{name}.txt"] == state


@pytest.mark.parametrize(
    ("lines", "doubt"),
    [
        (("把学习当作责任", "丁有田", "2011年8月22日"), False),
        (("把学习当作责任", "丁有田"), True),
        (("把学习当作责任", "2011年8月22日"), True),
        (("全村防汛情况", "丁有田", "2011年8月22日"), True),
    ],
)
async def test_what_somebody_signed_in_a_folder_of_articles_is_one(
    archive: Archive, tmp_path: Path, lines: tuple[str, ...], doubt: bool
) -> None:
    folder = tmp_path / "office"
    roster(folder)
    (folder / "心得体会").mkdir()
    paper(folder / "心得体会" / "丁有田.docx", *lines, "今年以来我参加了集中学习，收获很大。" * 4)
    report = await run_import(archive, folder)
    (item,) = (each for each in report.items if each.kind == "experience_article")
    assert ("kind_from_folder" in item.flags) is doubt


async def test_a_mapping_makes_a_record_of_a_paper_that_is_not_kept(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    roster(folder)
    paper(folder / "1.docx", "2011年度个人学习总结", "丁有田", "今年学了不少。", "2011年12月20日")
    mapping = tmp_path / "answers.yaml"
    mapping.write_text("id: zj\nfiles: 1.docx\nkind: experience_article\n", encoding="utf-8")
    report = await run_import(archive, folder, mapping=mapping, apply=True)
    (item,) = [each for each in report.items if each.kind == "experience_article"]
    assert item.outcome == "import"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("学习先进事迹心得体会", "experience_article"),
        ("参加理论宣讲活动的心得体会", "experience_article"),
        ("整改工作调研报告", "research_report"),
        ("学习笔记整改情况的通知", None),
        ("党课学习制度", "rule_document"),
    ],
)
def test_titles_that_only_sound_like_them(title: str, kind: str | None) -> None:
    assert kind_of_words(title) == kind


def test_what_has_a_kind_is_kept() -> None:
    assert not is_unkept("读《承诺书》有感")
    assert not is_unkept("关于印发《学习制度》的通知")
    assert not is_unkept("谈学习的收获")


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (("各支部：", "请于6月25日前把上半年的学习笔记本收齐交到组织办，逾期不候。", "丁有田"), False),
        (("催交学习笔记", "各党支部、各单位：", "务必按时交来。", "丁有田"), False),
        (("学习笔记", "实事求是是根本。" * 30, "丁有田", "2012年6月20日"), True),
        (("各支部：", "请认真做事，" + "实事求是是根本。" * 30, "丁有田", "2012年6月20日"), True),
    ],
)
async def test_a_slip_that_asks_for_notes_is_no_note(
    archive: Archive, tmp_path: Path, lines: Sequence[str], kept: bool
) -> None:
    office = tmp_path / "office"
    roster(office)
    (office / "2012年").mkdir()
    paper(office / "2012年" / "催交笔记.docx", *lines)
    report, records = await brought_in(archive, office)
    assert bool(of_kind(records, "reading_note")) is kept
    ignored = [
        each.why for each in report.files if each.file.endswith("催交笔记.docx") and each.state == "ignored"
    ]
    assert ignored == ([] if kept else ["paper_not_kept"])
