"""The text of a paper as lines of a terminal."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from templates.reading import Cell, PageBreak, Paragraph, Table
from tui.rows.paper_lines import Line, PaperText, paper_lines


def shown(*blocks: Paragraph | Table | PageBreak, width: int = 24) -> list[str]:
    return [line.text for line in paper_lines(PaperText(files=[("x.docx", blocks)]), width)]


def table(*rows: str, head: int = 1) -> Table:
    return Table(tuple(tuple(map(Cell, row.split("|"))) for row in rows), head)


def test_paragraphs_stand_where_they_stand_on_paper() -> None:
    assert shown(
        Paragraph("总结", "title", side="center"),
        Paragraph("学习扎实，成效明显，群众满意。", indented=True),
        Paragraph("2011年7月1日", side="right"),
    ) == [
        "          总结",
        "    学习扎实，成效明显，",
        "群众满意。",
        "            2011年7月1日",
    ]


def test_what_is_wrong_comes_first_with_its_lines_hanging() -> None:
    paper = PaperText(
        faults=["没有这条记录"], warnings=["张伟民的心得体会尚未审核"], files=[("x", [Paragraph("正文")])]
    )
    assert paper_lines(paper, 20) == [
        Line("x 没有这条记录", "fault"),
        Line("! 张伟民的心得体会尚", "warning"),
        Line("  未审核", "warning"),
        Line(""),
        Line("正文"),
    ]


def test_columns_of_a_table_are_aligned_by_cells() -> None:
    assert shown(table("序号|姓名", "1|张伟民", "12|Li")) == [
        "────────────",
        "序号  姓名",
        "────────────",
        "1     张伟民",
        "12    Li",
        "────────────",
    ]


@pytest.mark.parametrize("width", [24, 31, 40])
def test_a_table_too_wide_wraps_its_cells_and_stays_aligned(width: int) -> None:
    lines = shown(
        table("党组织|集中学习次数|备注", "柳树湾村第一党支部|12|按时完成全年学习任务"), width=width
    )
    assert max(map(cell_len, lines)) <= width
    joined = "".join("".join(lines).split())
    assert all(character in joined for character in "柳树湾村第一党支部按时完成全年学习任务")


def test_a_cell_over_two_columns_has_the_room_of_both() -> None:
    rows = ((Cell("姓名"), Cell("张伟民"), Cell("照片")), (Cell("单位"), Cell("柳树湾村党支部", 2)))
    assert shown(Table(rows), width=30) == [
        "────────────────────",
        "姓名  张伟民  照片",
        "单位  柳树湾村党支部",
        "────────────────────",
    ]
