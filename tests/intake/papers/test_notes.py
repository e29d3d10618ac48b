"""Proposing what a paper is: author, date and unit in their many places, and minutes with their votes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from records.intake.files.pool import ReaderPool
from records.intake.files.reading import Paragraph, TextDocument
from records.intake.papers.judged_paper import is_generic_title
from records.intake.papers.notes import propose
from records.values import PartialDate, count_words

DATA = Path(__file__).parents[2] / "data"
BODY = "今年以来，我参加了机关组织的集中学习，收获很大，写下这些文字。"


def paper(*lines: str, tables: tuple[tuple[tuple[str, ...], ...], ...] = (), at: int = 0) -> TextDocument:
    return TextDocument(tuple(Paragraph(line) for line in lines), tables, tuple(at for _ in tables))


@pytest.mark.parametrize(
    ("document", "author", "place"),
    [
        (paper("谈学习", "南山村支部　张三", BODY), "张三", "under_title"),
        (paper("谈学习", "张　三", BODY), "张三", "under_title"),
        (paper("谈学习", "——南山村支部 张三", BODY), "张三", "under_title"),
        (paper("谈学习", "（2010.7.3）", "张三", BODY), "张三", "under_title"),
        (paper("谈学习", "南山村支部张三", BODY), "张三", "under_title"),
        (paper("谈学习", "作者：张三（南山村支部）", BODY), "张三", "under_title"),
        (paper("姓名：张三　　单位：南山村支部　　时间：2010.7.3", "谈学习", BODY), "张三", "first_line"),
        (paper("谈学习", BODY, "", "南山村支部", "张三", "2010年7月3日"), "张三", "end"),
        (paper("谈学习", BODY, "作者：张　三（南山村支部）", "2010年7月3日"), "张三", "end"),
        (paper("谈学习", BODY, "南山村支部 张三 2010年7月3日"), "张三", "end"),
        (paper("谈学习", BODY, "撰写人：张三"), "张三", "end"),
        (
            paper(
                "谈学习",
                BODY,
                tables=((("姓名", "张三", "单位", "南山村支部"), ("日期", "2010.7.3", "", "")),),
            ),
            "张三",
            "table",
        ),
        (paper("谈学习", BODY), "周强", "file_name"),
    ],
)
def test_the_author_in_all_its_places(document: TextDocument, author: str, place: str) -> None:
    proposal = propose(
        document, "2010年/南山村支部/周强心得体会(定稿).docx" if place == "file_name" else "a/b.docx"
    )
    assert [(name.value, name.from_) for name in proposal.authors] == [(author, place)]
    assert proposal.title is not None
    assert proposal.title.value == "谈学习"
    assert proposal.kind.value == "experience_article"


def signature(*lines: str) -> tuple[str | None, list[str], str | None]:
    proposal = propose(paper(*lines), "a/文档.docx")
    title = proposal.title.value if proposal.title else None
    return (
        title,
        [author.value for author in proposal.authors],
        proposal.unit.value if proposal.unit else None,
    )


def test_signatures_in_other_customs() -> None:
    over = signature("红山乡人民政府", "关于读书活动的心得体会", "红山乡财政所  王小明", BODY, "2011年3月")
    assert over == ("关于读书活动的心得体会", ["王小明"], "红山乡财政所")
    below = signature("学习心得", "——参加中心组学习有感", "税务所 刘 洋", BODY)
    assert below == ("学习心得", ["刘洋"], "税务所")
    post = signature("学习心得", "西坡村党支部书记　马占海", BODY)
    assert post == ("学习心得", ["马占海"], "西坡村党支部")
    form = signature(
        "调研报告", "题目：红山村饮水情况", "调研人：张三、李四", "调研时间：2011年3月5日至8日", BODY
    )
    assert form == ("红山村饮水情况", ["张三", "李四"], None)
    dotted = signature("读《田间》有感", "三组　古丽·买买提", BODY)
    assert dotted == ("读《田间》有感", ["古丽·买买提"], "三组")
    rare = signature("学习心得", "西坡村支部　才让卓玛", BODY)
    assert rare == ("学习心得", ["才让卓玛"], "西坡村支部")


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("周强心得体会", "周强"),
        ("周 强心得体会(定稿2)", "周强"),
        ("周强同志学习体会", "周强"),
        ("心得体会（周强）", "周强"),
        ("心得 周强 2011", "周强"),
        ("周强 2010.9.3 心得", "周强"),
        ("养羊调研报告--周强", "周强"),
        ("读书笔记_欧阳文海", "欧阳文海"),
        ("周强的学习体会最终版", "周强"),
        ("新建 Microsoft Word 文档 (2)", None),
        ("扫描0012", None),
        ("调研报告(定稿)", None),
        ("南山村党支部心得", None),
    ],
)
def test_the_author_in_the_name_of_a_file(name: str, person: str | None) -> None:
    proposal = propose(paper("谈学习", BODY), f"2011年/{name}.docx")
    assert [author.value for author in proposal.authors] == ([person] if person else [])
    assert ("no_author" in proposal.flags) == (person is None)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("农村小学生课后辅导情况的调查与思考", "research_report"),
        ("关于南山村养蜂户的调研报告", "research_report"),
        ("农家书屋使用情况调查", "research_report"),
        ("读《怎样写调查报告》笔记", "reading_note"),
        ("学习笔记（8月份）", "reading_note"),
        ("笔记本里的收获", "experience_article"),
        ("一年学习小结与体会", "experience_article"),
        ("机关支部2011年度民主评议党员会议纪要", "evaluation_minutes"),
        ("创建学习型党组织座谈会纪要", "evaluation_minutes"),
        ("机关支部2011年学习计划", "study_plan"),
    ],
)
def test_the_kind_by_the_title(title: str, kind: str) -> None:
    proposal = propose(paper(title, BODY), "a/文档1.docx")
    assert (proposal.kind.value, proposal.kind.from_) == (kind, "title")


def test_a_file_name_that_says_another_kind_is_flagged() -> None:
    proposal = propose(paper("书屋使用情况调查", BODY), "2011年/张三学习心得.docx")
    assert proposal.kind.value == "research_report"
    assert "file_name_says_another_kind" in proposal.flags


def test_the_structure_tells_when_the_title_does_not() -> None:
    report = paper("一渠清水", "一、基本情况", BODY, "二、存在的问题", BODY, "三、几点建议", BODY)
    assert propose(report, "a/文档1.docx").kind.value == "research_report"
    note = paper("书边记事", "书名：《田间账本》", BODY)
    assert (propose(note, "a/b.docx").kind.value, propose(note, "a/b.docx").book) == (
        "reading_note",
        "《田间账本》",
    )


@pytest.mark.parametrize(
    ("document", "relative", "expected", "place"),
    [
        (paper("谈学习", "张三　2010.7.3", BODY), "a.docx", "2010-07-03", "under_title"),
        (paper("谈学习", BODY, "二〇一〇年十二月"), "a.docx", "2010-12", "end"),
        (paper("谈学习", BODY, "二○一一年二月二十日"), "a.docx", "2011-02-20", "end"),
        (paper("谈学习", BODY, "２０１１年１１月２３日"), "a.docx", "2011-11-23", "end"),
        (paper("谈学习", BODY), "张三 2010.9.3 心得.docx", "2010-09-03", "file_name"),
        (paper("谈学习", BODY), "2010年/心得.docx", "2010", "folder"),
    ],
)
def test_the_date_in_all_its_places(document: TextDocument, relative: str, expected: str, place: str) -> None:
    found = propose(document, relative).date
    assert found is not None
    assert (found.value, found.from_) == (PartialDate.parse(expected), place)


def test_dates_inside_the_text_are_no_dates_of_the_paper() -> None:
    proposal = propose(paper("谈学习", "2009年5月1日我第一次下乡。", BODY), "心得.docx")
    assert proposal.date is None
    assert "no_date" in proposal.flags


def test_a_date_outside_the_folders_year_is_asked_about() -> None:
    proposal = propose(paper("谈学习", "张三　2010.11.16", BODY), "2011年/张三心得.docx")
    assert "date_not_in_folder_year" in proposal.flags
    assert [str(day) for day in proposal.date_candidates] == ["2010年11月16日", "2011年11月16日"]


def test_two_authors_and_another_name_in_the_file_name() -> None:
    proposal = propose(paper("饮水调研", "南山村支部　张三　李四", BODY), "2011年/周强调研报告.docx")
    assert [author.value for author in proposal.authors] == ["张三", "李四"]
    assert {"two_authors", "author_conflict"} <= set(proposal.flags)


def test_words_of_the_body_leave_title_and_signature_out() -> None:
    proposal = propose(paper("谈学习", "张三　2010.7.3", "学了就用。", "2010年7月3日"), "a.docx")
    assert (proposal.body, proposal.words_body) == ("学了就用。", 5)


def test_a_scan_is_guessed_from_its_path() -> None:
    proposal = propose(None, "2010年/南山村支部/扫描0012.jpg")
    assert proposal.kind.value == "scan"
    assert (proposal.unit and proposal.unit.value) == "南山村支部"
    assert {"date_from_folder", "no_author"} <= set(proposal.flags)


def test_generic_titles() -> None:
    assert all(
        is_generic_title(title)
        for title in ("读书笔记", "学习笔记（8月份）", "调研报告", "读《田间账本》笔记")
    )
    assert not is_generic_title("笔记本里的收获")


TALLY = (
    ("姓名", "优秀", "合格", "基本合格", "不合格", "弃权", "评定等次"),
    ("张三", "16", "10", "0", "0", "0", "优秀"),
    ("李 四", "12", "", "１", "0", "0", "合格"),
    ("合计", "28", "10", "1", "0", "0", ""),
)


def test_minutes_with_labels_and_a_tally() -> None:
    document = TextDocument(
        tuple(
            Paragraph(line)
            for line in (
                "南山村支部2011年度民主评议党员会议纪要",
                "时间：2011年12月18日",
                "地点：村委会会议室",
                "主持：张三",
                "记录：李四",
                "应到：29人　实到：26人",
                "一、会议议程",
                "1．汇报；2．发言；3．测评。",
                "二、测评结果",
                "发出测评表26份，收回25份，有效24份。",
                "三、差距与不足",
                "一是学得浅；二是用得少。",
                "四、议定事项",
                "1．公布经费使用情况。责任人：组织委员。完成时限：1月底前。",
                "2．组织补考。",
                "请假：王五（病假）、赵六（事假）",
                "南山村支部",
                "2011年12月18日",
            )
        ),
        (TALLY,),
        (10,),
    )
    proposal = propose(document, "2011年/纪要.docx")
    minutes = proposal.minutes
    assert minutes is not None
    assert proposal.authors == ()
    assert (minutes.form, minutes.host, minutes.recorder, minutes.place) == (
        "民主评议",
        "张三",
        "李四",
        "村委会会议室",
    )
    assert (minutes.expected, minutes.present, minutes.ballots) == (
        29,
        26,
        {"issued": 26, "returned": 25, "valid": 24},
    )
    assert minutes.agenda == ("汇报", "发言", "测评")
    assert minutes.gaps == ("学得浅", "用得少")
    assert [(part.name, part.reason) for part in minutes.absent] == [("王五", "病假"), ("赵六", "事假")]
    first, second = minutes.resolutions
    assert (first.text, first.responsible, first.deadline) == ("公布经费使用情况", "组织委员", "1月底前")
    assert (second.text, second.responsible) == ("组织补考", None)
    assert [(line.name, line.votes["excellent"], line.result) for line in minutes.tally] == [
        ("张三", 16, "优秀"),
        ("李四", 12, "合格"),
    ]
    assert "qualified" not in minutes.tally[1].votes
    assert minutes.tally[1].votes["basic"] == 1


def test_minutes_told_in_a_sentence() -> None:
    sentence = (
        "2010年12月17日，中心支部在学校会议室召开评议会议。"
        "会议由张三同志主持，李四同志记录，应到15人，实到14人。"
    )
    minutes = propose(paper("中心支部创建学习型党组织座谈会纪要", sentence, BODY), "a.docx").minutes
    assert minutes is not None
    assert (minutes.form, minutes.host, minutes.recorder) == ("座谈会", "张三", "李四")
    assert (minutes.expected, minutes.present, minutes.place) == (15, 14, "学校会议室")
    assert minutes.date is not None
    assert str(minutes.date.value) == "2010年12月17日"


def test_the_papers_of_the_sample_archive(pool: ReaderPool) -> None:
    """Kind, authors, where they stand, date and words, as written down when the papers were made."""
    truth = json.loads((DATA / "legacy-a.truth.json").read_text("utf-8"))
    names = {person["key"]: person["name"] for person in truth["people"]}
    wrong = []
    for entry in truth["files"]:
        if entry["format"] not in ("docx", "doc", "rtf") or entry["records"][0]["outcome"] == "duplicate":
            continue
        record = entry["records"][0]
        document = pool.read(DATA / "legacy-a" / entry["path"], DATA / "legacy-a").text
        assert document is not None
        proposal = propose(document, entry["path"])
        authors = [names[key] for key in record.get("authors", [])] if record["author_from"] else []
        raw = PartialDate.parse(record["date"]["iso"])
        dates = {proposal.date.value} if proposal.date else set()
        right = (
            proposal.kind.value == record["kind"]
            and [author.value for author in proposal.authors] == authors
            and raw in dates | set(proposal.date_candidates)
            and record["words_body"]
            <= proposal.words_body
            <= record["words_all"]
            == count_words(document.text)
        )
        if not right:
            wrong.append(entry["path"])
    assert wrong == []


def test_a_long_list_of_names_is_no_signature() -> None:
    names = " ".join(
        f"{surname}{given}" for surname in "张李赵王" for given in ("伟民", "秀兰", "永刚", "德明", "建国")
    )
    text = TextDocument((Paragraph("学习心得体会"), Paragraph(names), Paragraph("我们学了很多。")))
    assert not propose(text, "心得.docx").authors
