"""A form of a year's studies in one table of Word: figures and a small table beside labels of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import docx
import pytest

from records.archive import Archive
from records.values import PartialDate
from tests.intake.offices.office_truth import shown
from tests.intake.offices.test_year_workbook import BRANCH, brought_in, of_kind, roster

HEAD = (
    ("姓　名", "贾秀云", "性　别", "女", "出生年月", "1970.11"),
    ("所在支部", BRANCH, "职　务", "支部委员", "入党时间", "1998.7"),
)
FIGURES = (
    ("集中学习", "次　数", "26", "学　时", "", "58.5"),
    ("学习笔记", "字　数", "约20600字", "", "", ""),
    ("撰写文章", "心得体会（篇）", "2", "调研报告（篇）", "", ""),
    ("理论测试", "成　绩", "84", "", "", ""),
)
BOOKS = (
    ("读书情况", "书　名", "", "类　别", "", "读完时间"),
    ("", "《法律知识》", "", "业务", "", "2011年6月"),
    ("", "《党章》", "", "政治理论", "", "2011年9月"),
)
SAID = (("个人小结", "能够按时参加学习。", "", "", "", ""),)


def form(path: Path, title: str, rows: Sequence[Sequence[str]]) -> None:
    document = docx.Document()
    document.add_paragraph(title)
    document.add_paragraph("（2011年度）")
    grid = document.add_table(rows=len(rows), cols=6)
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            grid.cell(at, column).text = text
    document.save(str(path))


@pytest.mark.parametrize("title", ["党员干部年度学习登记表", "干部学习情况统计表", "党员个人学习档案"])
async def test_each_part_is_a_register_of_whom_the_head_names(
    archive: Archive, tmp_path: Path, title: str
) -> None:
    roster(tmp_path)
    form(tmp_path / "登记表（贾秀云）.docx", title, (*HEAD, *FIGURES, *BOOKS, *SAID))
    report, records = await brought_in(archive, tmp_path)
    names = {record.id: record for record in records}
    (kept,) = of_kind(records, "study_register")
    told = kept.fields
    assert shown(told["person"], names) == "贾秀云"
    assert isinstance(period := told["period"], PartialDate)
    assert (period.start, period.end) == (date(2011, 1, 1), date(2011, 12, 31))
    assert (told["sessions"], told["hours"], told["articles"], told["score"]) == (26, 58.5, 2, 84)
    assert (told["notes_words"], told["notes_basis"], told.get("reports")) == (20600, "estimated", None)
    books = {book.fields["title"]: book.fields["category"] for book in of_kind(records, "book_reading")}
    assert books == {"《法律知识》": "业务", "《党章》": "政治理论"}
    assert any("labels_unread:个人小结" in each for file in report.files for each in file.warnings)


async def test_a_label_said_again_in_each_row_spans_them_as_well(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    books = (BOOKS[0], *(("读书情况", *row[1:]) for row in BOOKS[1:]))
    form(tmp_path / "登记表.docx", "党员年度学习登记表", (*HEAD, *FIGURES, *books))
    _, records = await brought_in(archive, tmp_path)
    assert len(of_kind(records, "book_reading")) == 2 and len(of_kind(records, "study_register")) == 1


async def test_a_form_of_which_a_part_is_not_known_is_asked_about_whole(
    archive: Archive, tmp_path: Path
) -> None:
    roster(tmp_path)
    strange = (("获得荣誉", "何时", "", "何地", "", "何人授予"), ("", "2011年7月", "", "县里", "", "县委"))
    form(tmp_path / "登记表.docx", "党员年度学习登记表", (*HEAD, *FIGURES, *strange))
    report, records = await brought_in(archive, tmp_path)
    assert not of_kind(records, "study_register") and report.questions
