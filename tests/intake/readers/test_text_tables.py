"""Registers kept as tables in Word files or as tabbed text, and what a mapping file says of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import docx
import pytest

from records.archive import Archive
from records.errors import UsageFault
from records.intake.answers.answering import QuestionList, takes_others
from records.intake.batch import run_import
from records.intake.mappings.mapping import ImportMapping, SourceRule
from records.intake.mappings.mapping_file import MappingFile
from records.intake.mappings.mapping_reading import load_mapping
from records.intake.papers.paper_rule import (
    papers_of,
    rule_for_paper,
    with_paper_kind,
    with_pin,
    with_said,
)
from records.intake.tables.table_look import look_at, read_again
from records.intake.tables.table_rule import completed, rule_for_table, with_kind, with_target

BODY = "把学到的用到每天的事情里去，群众的事再小也要办。" * 12


def word(path: Path, *lines: str, rows: tuple[str, ...] = ()) -> None:
    """A Word file of lines and a table of rows, whose cells are parted by blanks."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if rows:
        table = document.add_table(len(rows), len(rows[0].split()))
        for number, row in enumerate(rows):
            for cell, text in zip(table.rows[number].cells, row.split(), strict=True):
                cell.text = text
    document.save(str(path))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "资料"
    made.mkdir()
    (made / "党员花名册.csv").write_text(
        "党员花名册\n姓名,性别,出生年月,入党时间,所在支部\n张伟民,男,1965.3,1990.7,柳树湾村党支部\n", "utf-8"
    )
    word(
        made / "简报目录.docx",
        "学习简报目录（2011年）",
        rows=(
            "报送单位 简报期数 简报题目 执笔 报送日期",
            "柳树湾村党支部 第1期 田间课堂 张伟民 2011年2月25日",
            "柳树湾村党支部 第2期 院坝夜话 张伟民 2011年3月18日",
        ),
    )
    word(
        made / "上营村名单.docx",
        "上营村党支部名单",
        rows=(
            "序 党员 男女 何时生 几时入的党",
            "1 赵永刚 男 1958.1 1980.7",
            "2 王德明 男 1962.5 1988.7",
            "3 李秀兰 女 1970.11 1995.7",
        ),
    )
    (made / "走访随记.txt").write_text(f"{BODY}\n", "utf-8")
    return made


async def test_what_an_operator_says_of_a_word_table_holds(
    archive: Archive, folder: Path, tmp_path: Path
) -> None:
    mapping = tmp_path / "m.yaml"
    file = MappingFile(mapping, archive.kinds)
    report = await run_import(archive, folder)
    tables = {table.file: table for table in report.tables}

    # A recognised one: a column moved, the rule kept, and it is a table still.
    table = tables["简报目录.docx"]
    assert table.kind == "briefing"
    reading = read_again(folder, table.file)
    rule, place = rule_for_table(table, report.tables, ImportMapping())
    moved = with_target(rule, "执笔", "remarks")
    look = look_at(reading, table, archive.kinds, ImportMapping(rules=(moved,)))
    assert [number for number, _ in look.rows] == [1, 2, 3, 4]
    assert {column.heading: column.target for column in look.summary.columns}["执笔"] == "remarks"
    file.keep_rule(completed(moved, look.summary), place=place)

    # One that nobody knows stands among the tables, to be given a kind and columns.
    table = tables["上营村名单.docx"]
    assert (table.kind, table.needs_a_look) == ("", True)
    asked = [question for _, question in report.questions if question.code == "kind_unknown"]
    assert {question.place.file for question in asked} == {"上营村名单.docx", "走访随记.txt"}
    rule, place = rule_for_table(table, report.tables, load_mapping(mapping, archive.kinds))
    rule = replace(with_kind(rule, "person"), header_row=2)
    for heading, target in (
        ("党员", "name"),
        ("男女", "gender"),
        ("何时生", "birth"),
        ("几时入的党", "joined_party"),
    ):
        rule = with_target(rule, heading, target)
    file.keep_rule(
        completed(
            rule,
            look_at(
                read_again(folder, table.file), table, archive.kinds, ImportMapping(rules=(rule,))
            ).summary,
        ),
        place=place,
    )

    # What no paper can be is no answer; what stands in the file all the same is asked again.
    note = next(question for question in asked if question.place.file == "走访随记.txt")
    assert not takes_others(note)
    with pytest.raises(UsageFault, match="person"):
        QuestionList([("", note)]).give(file, note, "person")
    file.answer(note.id, "person")

    report = await run_import(archive, folder, mapping=mapping)
    briefings = [item for item in report.items if item.kind == "briefing"]
    assert [item.fields["items"][0]["title"] for item in briefings] == ["田间课堂", "院坝夜话"]
    assert {item.remarks for item in briefings} == {"张伟民"}
    people = {item.fields.get("name") for item in report.items if item.kind == "person" and item.taken}
    assert people >= {"赵永刚", "王德明", "李秀兰"}
    assert [(question.code, question.place.file) for _, question in report.questions] == [
        ("kind_unknown", "走访随记.txt")
    ]


async def test_a_rule_says_whether_a_word_file_is_a_table_or_a_paper(
    archive: Archive, folder: Path, tmp_path: Path
) -> None:
    mapping = tmp_path / "m.yaml"
    word(folder / "短表.docx", BODY, rows=("谁 去谁家 哪天", "张伟民 李保山 2011.4.8"))
    mapping.write_text(
        "files: 短表.docx\nkind: household_visit\n"
        "columns: {谁: visitor, 去谁家: household, 哪天: visited_on}\n"
        "---\nfiles: 走访随记.txt\nkind: library\n"
        "---\nfiles: 上营村名单.docx\nkind: research_report\n"
        "---\nid: 心得\nfiles: 随记二.txt\nkind: experience_article\n"
        "set: {authors: 王二, title: 院坝里的事}  # as the office says\n",
        "utf-8",
    )
    (folder / "随记二.txt").write_text(f"随记\n李二\n{BODY}雨后补种。\n2011年4月4日\n", "utf-8")
    rule, place = rule_for_paper("随记二.txt", load_mapping(mapping, archive.kinds))
    rule = with_pin(rule, "experience_article", "author", "张伟民（柳树湾村党支部）")
    rule = with_pin(rule, "experience_article", "date", "2011年5月4日")
    MappingFile(mapping, archive.kinds).keep_rule(rule, place=place)
    report = await run_import(archive, folder, mapping=mapping)
    made = {item.place.file: item for item in report.items if item.kind not in ("unit", "person", "briefing")}
    assert made["短表.docx"].kind == "household_visit" and made["短表.docx"].taken
    assert made["走访随记.txt"].why == "kind_not_for_papers:library"
    assert made["上营村名单.docx"].kind == "research_report"
    paper = made["随记二.txt"]
    assert (paper.outcome, paper.fields["title"]) == ("import", "院坝里的事")
    assert str(paper.fields["written_on"].start) == "2011-05-04"
    shown = {each.file: each for each in papers_of(report)}
    assert (shown["随记二.txt"].who, shown["走访随记.txt"].needs_a_look) == ("张伟民", True)
    moved = with_paper_kind(rule, "reading_note")
    assert moved.constants == {"person": "张伟民（柳树湾村党支部）", "period": "2011年5月4日"}
    assert SourceRule("", "a/走访(1).txt").one_file and not SourceRule("", "a/*.txt").one_file


async def test_a_file_that_was_taken_for_a_table_can_be_said_to_be_a_paper(
    archive: Archive, folder: Path, tmp_path: Path
) -> None:
    """It stood among the tables alone, where no kind of papers keeps it whole."""
    mapping = tmp_path / "m.yaml"
    file = MappingFile(mapping, archive.kinds)
    report = await run_import(archive, folder)
    shown = {each.file: each for each in papers_of(report)}
    assert (shown["简报目录.docx"].kind, shown["简报目录.docx"].tables) == ("", ("briefing",))
    # What was said of its columns before goes.
    table = next(each for each in report.tables if each.file == "简报目录.docx")
    rule, _ = rule_for_table(table, report.tables, ImportMapping())
    file.keep_rule(replace(rule, files="简报目录.docx"))
    rule, place = rule_for_paper("简报目录.docx", load_mapping(mapping, archive.kinds))
    assert place == 0 and rule.columns
    rule = with_paper_kind(rule, "session")
    rule = with_said(rule, "session", "speakers", "张伟民（柳树湾村党支部）")
    file.keep_rule(with_said(rule, "session", "place", "村部"), place=place)
    report = await run_import(archive, folder, mapping=mapping)
    (meeting,) = [item for item in report.items if item.kind == "session"]
    people = {item.record_id: item.fields["name"] for item in report.items if item.kind == "person"}
    assert meeting.attach == "简报目录.docx"
    assert meeting.fields["place"] == "村部"
    assert [people[each] for each in meeting.fields["speakers"]] == ["张伟民"]
    assert {each.file: each.tables for each in papers_of(report)}["简报目录.docx"] == ()
