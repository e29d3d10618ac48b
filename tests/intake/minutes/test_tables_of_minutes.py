"""What minutes of meetings say in tables of Word, and whose opinions such a meeting heard."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx
import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item
from tests.intake.minutes.test_heads_of_minutes import BRANCH, roster

HEAD = ("时间：2012年12月3日", "地点：村委会", "主持：王福臣", "记录：王富贵", "应到：12人", "实到：11人")
BODY = ("一、会议议程", "1. 通报情况", "2. 提意见", "二、发言情况", "客商贺满仓：办事方便，就是路不好走。")
GAPS = ("三、存在差距", "1. 学习时间少。", "2. 笔记不全。")
MATTERS = (("添置图书五十册", "王桂兰", "2013年1月15日"), ("每月学习一次", "王福臣", "2013年6月30日"))
RESOLVED = ["添置图书五十册", "每月学习一次"]
Table = Sequence[Sequence[str]]


async def minutes(archive: Archive, folder: Path, name: str, *parts: str | Table) -> Item:
    """What came in of a paper of Word with these lines and tables, beside a roster."""
    roster(folder)
    paper = docx.Document()
    for part in parts:
        if isinstance(part, str):
            paper.add_paragraph(part)
            continue
        table = paper.add_table(0, len(part[0]))
        for row in part:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    paper.save(str(folder / name))
    report = await run_import(archive, folder)
    (found,) = [each for each in report.items if each.place.file == name]
    return found


@pytest.mark.parametrize(
    ("title", "heads"),
    [
        ("服务对象座谈会纪要", ("事项", "责任人", "完成时限")),
        ("征求意见座谈会记录", ("议定事项", "责任领导", "办结时间")),
        ("服务对象恳谈会纪要", ("整改内容", "牵头人", "期限")),
        ("听取群众意见会议纪要", ("工作任务", "负责人", "落实时间")),
        ("民主评议党员会议记录", ("整改措施", "责任单位", "完成时间")),
        ("民主评议党员会议纪要", ("会议决定", "负责同志", "时限要求")),
    ],
)
async def test_what_a_meeting_about_opinions_resolved(
    archive: Archive, tmp_path: Path, title: str, heads: tuple[str, ...]
) -> None:
    table = (heads, *MATTERS)
    found = await minutes(
        archive, tmp_path, "纪要.docx", f"{BRANCH}{title}", *HEAD, *BODY, *GAPS, "四、议定事项", table
    )

    assert found.kind == "evaluation_minutes"
    assert [(each["text"], each["owner"]) for each in found.fields["resolutions"]] == [
        (text, owner) for text, owner, _ in MATTERS
    ]
    assert found.fields["gaps"] == ["学习时间少", "笔记不全"]
    assert all(each["due"] for each in found.fields["resolutions"])
    assert "columns_unread" not in found.flags


@pytest.mark.parametrize(("told", "flagged"), [("正在联系", True), ("", False)])
async def test_a_column_of_such_a_table_that_nothing_takes_is_told(
    archive: Archive, tmp_path: Path, told: str, flagged: bool
) -> None:
    table = (("事项", "责任人", "完成时限", "办理进展"), *((*each, told) for each in MATTERS))
    lines = (f"{BRANCH}服务对象座谈会纪要", *HEAD, *BODY, *GAPS, "四、议定事项", table)
    found = await minutes(archive, tmp_path, "纪要.docx", *lines)
    assert ("columns_unread" in found.flags) is flagged


@pytest.mark.parametrize("title", ["组织生活会会议记录", "党员大会会议纪要", "专题研讨会纪要"])
async def test_an_ordinary_meeting_keeps_its_table_in_the_minutes(
    archive: Archive, tmp_path: Path, title: str
) -> None:
    """A meeting has no resolutions of its own: its minutes ended with the heading over the table."""
    table = (("序号", "议定事项", "责任人", "完成时限"), ("1", *MATTERS[0]), ("2", *MATTERS[1]))
    lines = (f"{BRANCH}{title}", *HEAD, *BODY, "三、议定事项", table, "四、其他", "下月再议。")
    found = await minutes(archive, tmp_path, "记录.docx", *lines)

    assert found.kind == "session"
    assert found.fields["summary"].splitlines()[-5:] == [
        "三、议定事项",
        "1.添置图书五十册（责任人王桂兰，完成时限2013年1月15日）。",
        "2.每月学习一次（责任人王福臣，完成时限2013年6月30日）。",
        "四、其他",
        "下月再议。",
    ]


async def test_what_is_wanting_stands_beside_what_is_done_about_it(archive: Archive, tmp_path: Path) -> None:
    table = (
        ("序号", "存在问题", "整改措施", "责任人", "整改时限"),
        ("1", "学习时间少", *MATTERS[0]),
        ("2", "笔记不全", *MATTERS[1]),
    )
    lines = (f"{BRANCH}民主评议会纪要", *HEAD, *BODY, "三、问题与整改", table)
    found = await minutes(archive, tmp_path, "纪要.docx", *lines)

    assert found.fields["gaps"] == ["学习时间少", "笔记不全"]
    assert [each["text"] for each in found.fields["resolutions"]] == RESOLVED


async def test_who_said_what_stands_in_a_table(archive: Archive, tmp_path: Path) -> None:
    table = (("序号", "发言人", "意见建议"), ("1", "贺满仓", "路要修"), ("2", "崔玉成", "药要有"))
    lines = (f"{BRANCH}服务对象座谈会纪要", *HEAD, "二、发言情况", table, *GAPS)
    found = await minutes(archive, tmp_path, "纪要.docx", *lines)

    assert [(each["speaker"], each["gist"]) for each in found.fields["statements"]] == [
        ("贺满仓", "路要修"),
        ("崔玉成", "药要有"),
    ]


@pytest.mark.parametrize(
    ("name", "title", "came", "audience"),
    [
        ("纪要.docx", "大王庄村服务对象评议会议纪要", "", "服务对象"),
        ("附件2 服务对象评议会议纪要.docx", "创建评议会议纪要", "", "服务对象"),
        ("纪要.docx", "创建评议会议纪要", "参加人员：服务对象代表11人", "服务对象"),
        ("纪要.docx", "全系统评议会议纪要", "参加人员：各支部书记", "全系统"),
        ("纪要.docx", "创建评议会议纪要", "参会人员：办事群众代表", "服务对象"),
        ("纪要.docx", "创建评议会议纪要", "参会人员：各组代表", None),
    ],
)
@pytest.mark.parametrize("over", ["", "附件2", "附件2："])
async def test_whose_opinions_a_meeting_heard(
    archive: Archive, tmp_path: Path, name: str, title: str, came: str, audience: str | None, over: str
) -> None:
    """附件2 over the title was the title, and the minutes those of an ordinary meeting."""
    above = (f"{over}{title}",) if over.endswith("：") else (over, title)
    lines = (*above, BRANCH, *HEAD, came, *BODY, *GAPS)
    found = await minutes(archive, tmp_path, name, *(line for line in lines if line))

    assert found.kind == "evaluation_minutes"
    assert found.fields["title"] == title
    assert found.fields.get("audience") == audience
