"""What F9 says of a table beside its columns: that it is a form, that several are parts of one test."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.mappings.mapping import ColumnRule, ImportMapping, SourceRule
from records.intake.mappings.mapping_file import MappingFile
from records.intake.mappings.mapping_reading import load_mapping, parse_mapping
from records.intake.report import ImportReport
from records.intake.tables.table_look import look_at, read_again
from tests.intake.offices.office_truth import xlsx
from tests.intake.registers.one_register import ROSTER

#: A form whose labels nobody knows, in an order of its own.
VISIT: list[list[object]] = [
    ["民情一户一卡"],
    ["谁家", "李保山", "哪天去的", "2012年4月3日"],
    ["去的同志", "田家驹", "家住", "杨湾村二组"],
    ["难处", "缺化肥，水渠不通"],
    ["怎么帮的"],
    ["联系供销社送化肥两袋"],
]
NOMINEE: list[list[object]] = [
    ["先进个人申请书"],
    ["推荐得票", "7票", "哪一年", "2012年"],
    ["姓名", "田家驹", "所在党组织", "杨湾村党支部"],
    ["主要事迹", "他坚持学习党章和农技，带头记笔记，帮助群众解决灌溉的困难，每月讲一次课。"],
    ["支部意见", "同意推荐。"],
]


async def _report(archive: Archive, folder: Path, *rules: SourceRule) -> ImportReport:
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    return await run_import(archive, folder, mapping=ImportMapping(rules=rules))


def _word(path: Path, rows: list[list[object]], title: str) -> None:
    paper = docx.Document()
    paper.add_paragraph(title)
    table = paper.add_table(len(rows), max(map(len, rows)))
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(at, column).text = str(text)
    paper.save(str(path))


@pytest.mark.parametrize("word", [False, True])
async def test_a_table_is_said_to_be_a_form(archive: Archive, tmp_path: Path, word: bool) -> None:
    """Its first row was taken for headings, or it was told as not known, and nothing could say better."""
    if word:
        _word(tmp_path / "卡片.docx", VISIT[1:], "民情一户一卡")
    else:
        xlsx(tmp_path / "卡片.xlsx", {"卡": VISIT}, {})
    columns = {
        "谁家": "household",
        "哪天去的": "visited_on",
        "去的同志": "visitor",
        "家住": "village_group",
        "难处": "difficulty",
        "怎么帮的": "handling",
    }
    told = tuple(ColumnRule((name,), to) for name, to in columns.items())
    rule = SourceRule("卡", "卡片.*", kind="household_visit", form=True, columns=told)
    report = await _report(archive, tmp_path, rule)
    (item,) = [item for item in report.items if item.kind == "household_visit"]
    assert item.taken and item.fields["household"] == "李保山"
    assert str(item.fields["visited_on"]) == "2012-04-03"
    assert item.fields["difficulty"] == "缺化肥，水渠不通" and "化肥两袋" in item.fields["help"]
    (table,) = [each for each in report.tables if each.file.startswith("卡片")]
    look = look_at(read_again(tmp_path, table.file), table, archive.kinds, ImportMapping(rules=(rule,)))
    assert {each.heading: each.target for each in look.summary.columns} == columns
    assert len(look.rows) >= 5


async def test_a_form_may_be_a_paper(archive: Archive, tmp_path: Path) -> None:
    """A strange label ahead made a register of it, and the page of papers has no such kind for a table."""
    xlsx(tmp_path / "推荐.xlsx", {"表": NOMINEE}, {})
    rule = SourceRule("推荐", "推荐.xlsx", kind="nomination", form=True)
    report = await _report(archive, tmp_path, rule)
    (item,) = [item for item in report.items if item.kind == "nomination"]
    assert item.taken and "灌溉" in str(item.fields.get("deeds"))
    assert not [each for each in report.tables if each.file == "推荐.xlsx"]


async def test_what_is_said_stands_in_the_mapping_file(archive: Archive, tmp_path: Path) -> None:
    file = MappingFile(tmp_path / "m.yaml", archive.kinds)
    file.keep_rule(SourceRule("卡", "卡.xlsx", kind="household_visit", form=True))
    file.keep_rule(SourceRule("测试", "测试.xlsx", kind="exam", one_test=True))
    rules = load_mapping(tmp_path / "m.yaml", archive.kinds).rules
    assert [(rule.id, rule.form, rule.one_test) for rule in rules] == [
        ("测试", False, True),
        ("卡", True, False),
    ]
    file.keep_rule(SourceRule("卡", "卡.xlsx", kind="household_visit"), place=1)
    assert "form" not in (tmp_path / "m.yaml").read_text("utf-8").split("---")[-1]
    with pytest.raises(Exception, match="one of"):
        parse_mapping("files: a\nkind: exam\none_test: maybe\n", "m.yaml", archive.kinds)


async def test_tables_are_said_to_be_one_test(archive: Archive, tmp_path: Path) -> None:
    """Each sheet but the first lacked the day, and was refused as a test of its own."""
    heads: list[object] = ["谁", "得了多少"]
    sheets: dict[str, list[list[object]]] = {
        "杨湾": [["2012年理论测试"], ["测试时间：2012年5月8日"], heads, ["田家驹", 92], ["苏长水", 85]],
        "机关": [["机关人员"], heads, ["褚秀琴", 95], ["韦明远", 88]],
    }
    xlsx(tmp_path / "测试.xlsx", sheets, {})
    columns = (ColumnRule(("谁",), "results.person"), ColumnRule(("得了多少",), "results.score"))
    rule = SourceRule("测试", "测试.xlsx", kind="exam", columns=columns)
    report = await _report(archive, tmp_path, rule)
    assert [item.outcome for item in report.items if item.kind == "exam"].count("reject") == 1
    said = SourceRule("测试", "测试.xlsx", kind="exam", columns=columns, one_test=True)
    report = await _report(archive, tmp_path, said)
    (exam,) = [item for item in report.items if item.kind == "exam"]
    assert exam.taken and len(exam.fields["results"]) == 4 and "2012-05-08" in str(exam.fields["held_on"])
    assert [line.place.sheet for line in exam.lines] == ["杨湾", "杨湾", "机关", "机关"]
    assert [(each.sheet, each.taken, each.refused) for each in report.tables if each.file == "测试.xlsx"] == [
        ("杨湾", 2, 0),
        ("机关", 2, 0),
    ]
    mapping = ImportMapping(rules=(said,))
    stored = await run_import(archive, tmp_path, mapping=mapping, apply=True)
    assert [item.action for item in stored.items if item.kind == "exam"] == ["created"]
    again = await run_import(archive, tmp_path, mapping=mapping, apply=True)
    assert [item.action for item in again.items if item.kind == "exam"] == ["unchanged"]
