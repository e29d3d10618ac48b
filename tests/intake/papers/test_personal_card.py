"""Cards of one person in Word: whose they are at the head, and a table below for each sort of record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import docx

from records.archive import Archive
from tests.intake.offices.office_truth import shown
from tests.intake.offices.test_year_workbook import BRANCH, brought_in, of_kind, roster

Part = str | Sequence[Sequence[str]]
HEAD = (
    ("姓名", "贾秀云", "档案号", "苇学档2011-07"),
    ("单位", BRANCH, "职务", "支部委员"),
    ("年度", "2011年", "建档日期", "2011年1月6日"),
)
BOOKS = (
    ("书名", "作者", "类别", "读完时间"),
    ("《法律知识》", "", "业务书籍", "3月"),
    ("《党章》", "", "政治理论书籍", "2011年6月"),
)
NOTES = (("起止时间", "字数", "检查人", "检查日期"), ("2011年1月—6月", "9800字", "丁有田", "2011年7月1日"))
TALKS = (("日期", "宣讲题目", "对象", "人数"), ("2011年6月20日", "建党九十年", "本单位干部", "23"))


def card(path: Path, *parts: Part) -> None:
    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        grid = document.add_table(rows=len(part), cols=len(part[0]))
        for at, row in enumerate(part):
            for column, text in enumerate(row):
                grid.cell(at, column).text = text
    document.save(str(path))


async def test_each_table_of_a_card_is_a_register_of_whom_its_head_names(
    archive: Archive, tmp_path: Path
) -> None:
    roster(tmp_path)
    card(
        tmp_path / "档案卡.docx",
        *("个人学习档案卡", HEAD, "一、读书情况", BOOKS, "二、学习笔记", NOTES),
        *("三、宣讲情况", TALKS, "四、年度评语", "笔记认真，能联系实际。"),
    )
    report, records = await brought_in(archive, tmp_path)
    names = {record.id: record for record in records}
    kept = of_kind(records, "study_archive")[0].fields
    assert (kept["archive_no"], kept["year"], kept["appraisal"]) == (
        "苇学档2011-07",
        2011,
        "笔记认真，能联系实际。",
    )
    books = of_kind(records, "book_reading")
    told = {book.fields["title"]: shown(book.fields["finished"], names) for book in books}
    assert told == {"《法律知识》": "2011-03", "《党章》": "2011-06"}
    assert {shown(book.fields["person"], names) for book in books} == {"贾秀云"}
    note = of_kind(records, "reading_note")[0].fields
    assert (note["words"], note["checked_on"], shown(note["person"], names)) == (
        9800,
        date(2011, 7, 1),
        "贾秀云",
    )
    talk = of_kind(records, "preaching")[0].fields
    assert (shown(talk["speaker"], names), talk["count"]) == ("贾秀云", 23)
    flagged = [item.flags for item in report.items if item.kind not in ("unit", "person") and item.flags]
    assert not flagged


async def test_a_card_says_at_its_head_in_lines_whose_it_is(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    card(
        tmp_path / "贾秀云.docx",
        *(
            "党员学习登记卡",
            f"姓名：贾秀云　　单位：{BRANCH}",
            "2011年度",
            "一、读书",
            BOOKS,
            "二、笔记",
            NOTES,
        ),
    )
    _, records = await brought_in(archive, tmp_path)
    assert len(of_kind(records, "book_reading")) == 2
    assert [note.fields["words"] for note in of_kind(records, "reading_note")] == [9800]


async def test_what_no_record_takes_of_a_card_is_told(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    head = (("姓名", "贾秀云", "结对户", "孙有福"), ("单位", BRANCH, "年度", "2011年"))
    strange = (("项目", "名次"), ("拔河", "2"))
    card(
        tmp_path / "登记卡.docx",
        *(
            "党员学习登记卡",
            head,
            "一、读书情况",
            BOOKS,
            "二、文体活动",
            strange,
            "三、本人小结",
            "一年来读书不多。",
        ),
    )
    report, records = await brought_in(archive, tmp_path)
    assert len(of_kind(records, "book_reading")) == 2
    file = next(each for each in report.files if each.file.endswith("登记卡.docx"))
    assert "labels_unread:结对户、本人小结" in file.warnings
    assert ("3", 0) in [(sheet, row) for sheet, row, _ in file.skipped]
