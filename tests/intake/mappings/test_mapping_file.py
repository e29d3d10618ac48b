"""A mapping file is written by a program and by hand in turn, and neither loses what the other wrote."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from records.intake.files.discover import discover
from records.intake.files.pool import ReaderPool
from records.intake.mappings.mapping import ColumnRule, ImportMapping, SourceRule
from records.intake.mappings.mapping_file import MappingFile, default_mapping, find_mapping
from records.intake.mappings.mapping_reading import MappingFault, load_mapping
from records.intake.tables.arrange import tables_of
from records.intake.tables.table_rule import covering, for_table_alone, rule_for_table, with_constant
from records.intake.tables.table_summary import ColumnSummary, TableSummary, summarise
from records.kind_file import own_kinds
from tests.intake.offices import office_c

KINDS = own_kinds()
BY_HAND = """\
# kept by 赵永刚
id: visits
files: "民政/**/走访*.{xls,csv}"   # two offices, two formats
kind: household_visit
columns:
  干部|走访人: {to: visitor, required: true}  # the one who went
  户主: household
skip_rows: '^(合计|小计)'
---
# answers of March
answers: {q-1: 1}
people:
  # misprints
  张之: 张芝
"""


def test_what_was_written_by_hand_stays_with_its_comments(tmp_path: Path) -> None:
    path = tmp_path / "visits.yaml"
    path.write_text(BY_HAND, "utf-8")
    file = MappingFile(path, KINDS)
    file.answer("q-2", "张芝（柳树湾村党支部）", "走访.xls · 7\n张之")
    file.name("people", "李秀蓝", "李秀兰")
    file.name("units", "粮站支部", "drop")
    text = path.read_text("utf-8")
    for comment in ("# kept by 赵永刚", "# two offices, two formats", "# the one who went", "# misprints"):
        assert comment in text
    assert text.startswith(BY_HAND.partition("---")[0])
    mapping = load_mapping(path, KINDS)
    assert mapping.answers == {"q-1": "1", "q-2": "张芝（柳树湾村党支部）"}
    assert mapping.people == {"张之": "张芝", "李秀蓝": "李秀兰"}
    assert mapping.units == {"粮站支部": "drop"}
    file.name("people", "李秀蓝", "王德明")
    file.take_back("answers", "q-2")
    mapping = load_mapping(path, KINDS)
    assert mapping.people["李秀蓝"] == "王德明"
    assert mapping.answers == {"q-1": "1"}
    rule = mapping.rules[0]
    columns = (*rule.columns[:1], ColumnRule(("户主",), "skip"), ColumnRule(("存|疑",), "extra"))
    file.keep_rule(
        replace(rule, columns=columns, header_row=3, year=2011, create=frozenset({"people"})), place=0
    )
    changed = load_mapping(path, KINDS).rules[0]
    assert (changed.columns, changed.header_row, changed.year) == (columns, 3, 2011)
    assert (changed.skip_rows, changed.create) == (rule.skip_rows, frozenset({"people"}))
    assert "# the one who went" in path.read_text("utf-8")


def test_a_new_file_begins_with_what_it_is_and_takes_rules_before_wider_ones(tmp_path: Path) -> None:
    folder = tmp_path / "2010年"
    folder.mkdir()
    path = default_mapping(tmp_path / "home", folder)
    assert find_mapping(tmp_path / "home", folder) is None
    file = MappingFile(path, KINDS, source=str(folder))
    file.answer("q-3fa2b1c4d5", "2010-07-03", "走访.csv · 3")
    file.keep_rule(SourceRule("wide", "**/*.csv", kind="household_visit"))
    file.keep_rule(SourceRule("narrow", "走访/*.csv", sheets=("1月",), kind="skip"))
    assert path.read_text("utf-8").startswith("# ")
    assert find_mapping(tmp_path / "home", folder) == path
    mapping = load_mapping(path, KINDS)
    assert [rule.id for rule in mapping.rules] == ["narrow", "wide"]
    assert mapping.answers == {"q-3fa2b1c4d5": "2010-07-03"}
    beside = tmp_path / "2010年.mapping.yaml"
    beside.write_text("id: by hand\n", "utf-8")
    assert find_mapping(tmp_path / "home", folder) == beside


def test_a_faulty_file_is_told_with_its_line_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text("id: a\nanswers:\n  q-1: [\n", "utf-8")
    before = path.read_bytes()
    with pytest.raises(MappingFault):
        MappingFile(path, KINDS).answer("q-2", "1")
    assert path.read_bytes() == before
    path.write_text("id: a\ncolums: {}\n", "utf-8")
    with pytest.raises(MappingFault) as caught:
        MappingFile(path, KINDS).name("people", "张之", "张芝")
    assert caught.value.line == 2
    assert list(tmp_path.iterdir()) == [path]


def test_a_table_kept_as_it_is_recognised_is_read_the_same(tmp_path: Path) -> None:
    """Marks under days, periods side by side, a visitor told by the file's name, 月 and 日 apart."""
    root = office_c.build(tmp_path / "handed over")
    with ReaderPool() as pool:
        found = [each for each in discover(root) if each.kind_guess in ("xls", "xlsx", "csv")]
        readings = [pool.read(each.path, root) for each in found]

    def read(mapping: ImportMapping) -> list[TableSummary]:
        return [summarise(each, KINDS) for file in readings for each in tables_of(file, KINDS, mapping)]

    tables = read(ImportMapping())
    file = MappingFile(tmp_path / "kept.yaml", KINDS)
    mapping = ImportMapping()
    for table in tables:
        rule, place = rule_for_table(table, tables, mapping)
        file.keep_rule(rule, place=place)
        mapping = load_mapping(file.path, KINDS)
    again = read(mapping)
    assert [each.kind for each in tables] == [each.kind for each in again]
    assert all(each.mapped for each in again)
    for before, after in zip(tables, again, strict=True):
        told = [(each.heading, each.target) for each in before.columns]
        assert told == [(each.heading, each.target) for each in after.columns]


def test_a_pattern_covers_next_year_and_nothing_of_other_headings() -> None:
    def table(file: str, sheet: str, *headings: str, why: str = "") -> TableSummary:
        columns = tuple(ColumnSummary(at, name, "extra") for at, name in enumerate(headings))
        return TableSummary(file, sheet, kind="session", why=why, columns=columns)

    visits = table("2010年/走访{一}.xls", "1月", "日期", "户主")
    assert covering(visits, [visits]) == ("*年/走访?一?.{xls,xlsx}", ())
    second = table("2010年/走访{一}.xls", "2月", "日期", "户主")
    total = table("2010年/走访{一}.xls", "汇总", "户数", why="summary_sheet")
    blank = table("2010年/走访{一}.xls", "Sheet3", why="no_table")
    assert covering(visits, [visits, second, total, blank]) == ("*年/走访?一?.{xls,xlsx}", ("1月", "2月"))
    other = table("2011年/走访{一}.xls", "1月", "时间", "农户")
    assert covering(visits, [visits, other]) == ("2010年/走访?一?.xls", ())


def test_one_sheet_of_several_alike_can_say_something_of_its_own(tmp_path: Path) -> None:
    columns = (ColumnSummary(0, "走访人", "visitor"), ColumnSummary(1, "走访时间", "visited_on"))
    tables = [
        TableSummary("走访.xls", name, kind="household_visit", columns=columns) for name in ("甲", "乙")
    ]
    file = MappingFile(tmp_path / "map.yaml", KINDS)
    wide, _ = rule_for_table(tables[0], tables, ImportMapping())
    file.keep_rule(wide)
    mapping = load_mapping(file.path, KINDS)
    alone = for_table_alone(mapping.rules[0], tables[1], mapping)
    file.keep_rule(with_constant(alone, "household_visit", "village", "上营村"))
    mapping = load_mapping(file.path, KINDS)
    said = [mapping.rule_for("走访.xls", name) for name in ("甲", "乙")]
    assert [dict(rule.constants) for rule in said] == [{}, {"village": "上营村"}]
    assert [len(rule.columns) for rule in said] == [2, 2]


def test_a_document_that_a_new_one_leaves_nothing_is_set_aside_and_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(
        "# by hand\nid: one\nfiles: 走访.xls\nsheets: [一]\nyear: 2011  # of the cover\n"
        "---\nid: rest\nfiles: '*.xls'\n---\nanswers: {q-1: 1}\n",
        "utf-8",
    )
    file = MappingFile(path, KINDS)
    file.keep_rule(SourceRule("whole", "走访.xls", kind="household_visit"))
    text = path.read_text("utf-8")
    assert "# year: 2011  # of the cover" in text and "# In place of this stands whole" in text
    mapping = load_mapping(path, KINDS)
    assert [rule.id for rule in mapping.rules] == ["whole", "rest"] and mapping.answers == {"q-1": "1"}
    # The places among the documents are still those that a screen knows.
    file.keep_rule(replace(mapping.rules[1], year=2012), place=1)
    assert [(rule.id, rule.year) for rule in load_mapping(path, KINDS).rules] == [
        ("whole", None),
        ("rest", 2012),
    ]
    before = path.read_text("utf-8")
    with pytest.raises(MappingFault) as caught:
        file.keep_rule(replace(mapping.rules[1], files="走访.xls"), place=1)
    assert "whole" in str(caught.value) and path.read_text("utf-8") == before
