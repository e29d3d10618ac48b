"""The text of Word files, as a screen shows it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from docx import Document
from docx.enum.text import WD_BREAK
from docx.shared import Cm

from templates.contexts import commendation
from templates.documents import SHIPPED, lay_out
from templates.reading import Cell, More, PageBreak, Paragraph, Table, read_docx
from templates.render import COMMON, load
from templates.snapshot import Frozen


def decision() -> bytes:
    template = load(SHIPPED / "zh" / "commendation.docx")
    common = {**COMMON, "bilingual": False, "record": {}}
    ((_, data),) = lay_out(template, [Frozen("x", commendation.example("zh"), common)], "", {})
    return data


def test_a_decision_is_read_with_its_parts() -> None:
    blocks = read_docx(decision())
    paragraphs = {each.text: each for each in blocks if isinstance(each, Paragraph)}
    title = "中共青杨河乡委员会关于表彰2011年度\n先进学习型党组织和学习先进个人的决定"
    assert paragraphs[title] == Paragraph(title, "title", side="center")
    assert paragraphs["今年以来，全乡各级党组织扎实开展学习。"].indented
    assert paragraphs["2011年7月1日"].side == "right", "the signature stands in the right half"
    assert paragraphs["青党发〔2011〕23号"].part == "body"
    assert [each for each in blocks if isinstance(each, PageBreak)] == [PageBreak()] * 2, "two annexes"
    units, people, imprint = [each for each in blocks if isinstance(each, Table)]
    assert units.head == 1
    assert units.rows[1] == (Cell("1"), Cell("柳树湾村党总支"), Cell("赵永刚"))
    assert people.rows[1][1] == Cell("张伟民")
    assert imprint.rows[0] == (Cell("抄送：县委学习办。"),), "the imprint stands in a text box"


def test_a_file_of_somebody_else_is_read(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph()
    document.add_heading("年度总结", 0)
    document.add_heading("基本情况", 2)
    document.add_paragraph("正文").paragraph_format.first_line_indent = Cm(1)
    document.add_paragraph()
    document.add_paragraph()
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合并"
    table.cell(0, 2).merge(table.cell(1, 2)).text = "上下"
    table.cell(1, 0).text = "一\n二"
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    for number in range(4):
        document.add_paragraph(f"末段{number}")
    buffer = BytesIO()
    document.save(buffer)
    assert read_docx(buffer.getvalue(), most=8) == [
        Paragraph("年度总结", "title"),
        Paragraph("基本情况", "heading", 2),
        Paragraph("正文", indented=True),
        Paragraph(""),
        Table(((Cell("合并", 2), Cell("上下")), (Cell("一\n二"), Cell(""), Cell("")))),
        PageBreak(),
        Paragraph("末段0"),
        Paragraph("末段1"),
        More(2),
    ]
