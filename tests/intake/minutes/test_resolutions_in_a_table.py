"""Minutes whose resolutions stand in a table of Word are minutes, and not a register of that table."""

from __future__ import annotations

from pathlib import Path

import docx

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.files.reading import Paragraph, TextDocument
from records.intake.papers.minutes.evaluation import read_minutes


async def test_the_head_goes_with_the_table(archive: Archive, tmp_path: Path) -> None:
    """Each row of the table was a meeting of its own, and all that the minutes say above it was lost."""
    paper = docx.Document()
    for line in (
        "云坪乡学习型党组织创建服务对象评议会纪要",
        "时间：2013年6月14日",
        "地点：乡政府三楼会议室",
        "主持：何大田",
        "记录：何小满",
        "应到24人，实到22人",
        "会议议程：一、通报创建情况；二、评议；三、测评。",
        "评议情况：",
        "农户孟九斤：干部下村勤了。",
        "合作社社长万石生：技术培训要赶在农时前面。",
        "差距与不足：培训与农时结合不紧。",
        "议定事项：",
    ):
        paper.add_paragraph(line)
    table = paper.add_table(0, 3)
    for cells in (
        ("事项", "责任人", "时限"),
        ("制定农时培训计划", "何大田", "2013年6月30日"),
        ("公布便民电话", "何小满", "2013年6月20日"),
    ):
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    paper.save(str(tmp_path / "服务对象评议会纪要.docx"))
    report = await run_import(archive, tmp_path)
    (minutes,) = (item for item in report.items if item.kind == "evaluation_minutes")
    assert minutes.fields["agenda"] == ["通报创建情况", "评议", "测评"]
    assert [each["text"] for each in minutes.fields["resolutions"]] == ["制定农时培训计划", "公布便民电话"]
    assert [each["speaker"] for each in minutes.fields["statements"]] == ["孟九斤", "万石生"]
    assert minutes.fields["gaps"] == ["培训与农时结合不紧"]


def test_what_somebody_is_before_the_name() -> None:
    lines = (
        "主持：李芸",
        "评议情况：",
        "合作社社长万石生：路要修。",
        "村医于洋：药要有。",
        "商户冯秀：灯要亮。",
    )
    found = read_minutes(
        TextDocument(tuple(Paragraph(each) for each in ("评议会纪要", *lines))), "评议会纪要"
    )
    assert [name for name, _ in found.statements] == ["万石生", "于洋", "冯秀"]
