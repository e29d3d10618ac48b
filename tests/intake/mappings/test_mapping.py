"""Mapping files are checked before anything is read, and each fault names its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.errors import UnreadableFile
from records.intake.mappings.mapping import glob_pattern
from records.intake.mappings.mapping_reading import MappingFault, load_mapping
from records.kind_file import own_kinds

KINDS = own_kinds()


def mapped(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "map.yaml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("id: a\ncolums: {}\n", 2, "colums"),
        ("id: a\nkind: nonsense\n", 2, "nonsense"),
        ("kind: household_visit\ncolumns:\n  户主: houshold\n", 1, "houshold"),
        ("kind: household_visit\nset: {vilage: 某村}\n", 2, "vilage"),
        ("id: a\nskip_rows: '(['\n", 2, "expression"),
        ("id: a\nfrom_path: '(?P<who>.+)'\n", 2, "from_path"),
        ("id: a\nheader: {line: 3}\n", 2, "line"),
        ("id: a\nyear: soon\n", 2, "whole number"),
        ("id: a\nmax_reject: few\n", 2, "5%"),
        ("id: a\non_change: maybe\n", 2, "update"),
        ("id: a\ncreate: [villages]\n", 2, "people"),
        ("id: a\nid: b\n", 2, "twice"),
        ("id: a\n---\n- just a list\n", 3, "name: value"),
        ("id: [a\n", 2, ""),
        ("columns:\n  户主: {from: household}\n", 2, "column"),
        ("id: a\ncolumns: {户主: houshold}\n", 1, "houshold"),
        ("id: a\ncolumns: {户主: household, 成绩: score}\n", 1, "score"),
        ("id: a\nfiles: 走访.xls\n---\nid: b\nfiles: 走访.xls\nyear: 2011\n", 4, "a (line 1)"),
        ("files: 走访.xls\n---\nfiles: 走访.xls\nsheets: [一季度]\n", 3, "narrower"),
        ("files: '走访*.xls'\nsheets: [一, 二]\n---\nfiles: 走访1.xls\nsheets: [二]\n", 4, "line 1"),
        ("id: a\nkind: session\nparts:\n  二: {start: 2011-3-5}\n", 4, "counted from 1"),
        ("id: a\nkind: session\nparts:\n  2: {begin: 2011-3-5}\n", 4, "begin"),
        ("year: 2011\n---\nid: b\nfiles: '**/*.xls'\n", 3, "line 1"),
    ],
)
def test_a_fault_names_its_line(tmp_path: Path, text: str, line: int, word: str) -> None:
    with pytest.raises(MappingFault) as caught:
        load_mapping(mapped(tmp_path, text), KINDS)
    assert caught.value.line == line
    assert word in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_file_that_is_no_text_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_bytes(b"\xff\xfe\x00id")
    with pytest.raises(UnreadableFile):
        load_mapping(path, KINDS)


def test_documents_and_answers_are_read(tmp_path: Path) -> None:
    mapping = load_mapping(
        mapped(
            tmp_path,
            "id: whole\nfiles: '甲/**/走访*.{xls,csv}'\nkind: 走访农户\nsheets: [一]\n"
            "columns:\n  干部|走访人: {to: visitor, required: true}\n  备注: {to: skip}\n"
            "---\nfiles: '乙/*'\nkind: skip\n"
            "---\nanswers: {q-1: 2}\npeople: {张之: 张芝}\nunits: {粮站: drop}\n"
            "central_group: [张芝, 李四]\n",
        ),
        KINDS,
    )
    assert mapping.id == "whole" and len(mapping.digest) == 64
    rule = mapping.rule_for("甲/2011/深/走访台账.csv", "一")
    assert rule.kind == "household_visit"
    assert rule.columns[0].headings == ("干部", "走访人") and rule.columns[0].required
    assert mapping.rule_for("甲/2011/走访台账.csv", "二").id == ""
    assert mapping.rule_for("乙/随便.doc").kind == "skip"
    assert mapping.answers == {"q-1": "2"} and mapping.people == {"张之": "张芝"}
    assert mapping.units == {"粮站": "drop"} and mapping.central_group == ("张芝", "李四")


@pytest.mark.parametrize(
    ("glob", "path", "fits"),
    [
        ("**", "a/b/c.xls", True),
        ("*.xls", "a/c.xls", False),
        ("**/*.xls", "c.xls", True),
        ("**/低保*.xls*", "民政/深/低保2010.xlsx", True),
        ("{甲,乙}/?.csv", "乙/1.csv", True),
        ("{甲,乙}/?.csv", "丙/1.csv", False),
        ("a.b", "axb", False),
    ],
)
def test_path_patterns(glob: str, path: str, fits: bool) -> None:
    assert bool(glob_pattern(glob).fullmatch(path)) is fits


def test_a_narrower_document_may_stand_before_a_wider_one_and_a_name_alone_is_no_document(
    tmp_path: Path,
) -> None:
    text = "id: 某乡\n---\nid: a\nfiles: 走访.xls\nsheets: [一]\n"
    text += "---\nid: b\nfiles: 走访.xls\n---\nid: c\nkind: skip\n"
    mapping = load_mapping(mapped(tmp_path, text), KINDS)
    assert mapping.id == "某乡"
    assert [(rule.id, rule.line) for rule in mapping.rules] == [("a", 3), ("b", 7), ("c", 10)]
    assert [mapping.rule_for("走访.xls", name).id for name in "一二"] == ["a", "b"]
