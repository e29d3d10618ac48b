"""A kind file with a fault is refused with file, line and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.errors import KindFault, UsageFault
from records.kind_file import load_kinds, read_field

GOOD = """\
kind: note
code: NT
label: [便条, Note]
group: office
title: "{title}"
date: written_on
list: [no, title]
fields:
  title: {label: [标题, Title], type: text, identify: true, required: true}
  written_on: {label: [日期, Date], type: partial_date}
  tags:
    label: [标签, Tags]
    type: list
    fields:
      word: {label: [词, Word], type: text}
checks:
  - not_future: {field: written_on}
"""


def write(folder: Path, text: str, name: str = "note") -> Path:
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_good_file_is_read(tmp_path: Path) -> None:
    kind = load_kinds(write(tmp_path, GOOD))["note"]
    assert kind.label.zh == "便条"
    assert [each.name for each in kind.fields] == ["title", "written_on", "tags"]
    assert kind.date == ("written_on",)
    word = kind.field("tags.word")
    assert word is not None and word.label.en == "Word"
    assert [name for section in kind.sections for name in section.fields] == ["title", "written_on", "tags"]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("group: office", "group: moon", 4, "moon"),
        ("code: NT", "code: nt", 2, "capital"),
        ("kind: note", "kind: other", 1, "note"),
        ("type: partial_date", "type: time", 10, "time"),
        ("label: [便条, Note]", "label: [便条]", 3, "pair"),
        ("date: written_on", "date: nowhere", 6, "nowhere"),
        ('title: "{title}"', 'title: "{heading}"', 5, "heading"),
        ("list: [no, title]", "list: [no, colour]", 7, "colour"),
        ("fields:\n  title", "register: {needed: [[title], [colour]]}\nfields:\n  title", 8, "colour"),
        ("  - not_future: {field: written_on}", "  - not_futur: {field: written_on}", 17, "not_futur"),
        ("  - not_future: {field: written_on}", "  - not_future: {field: read_on}", 17, "read_on"),
        ("  - not_future: {field: written_on}", "  - not_future: {fields: written_on}", 17, "fields"),
        ("identify: true", "identify: perhaps", 9, "true or false"),
        ("type: text, identify", "type: choice, identify", 9, "choices"),
        ("    type: list\n", "    type: text\n", 12, "fields"),
        ("code: NT", "code: NT\ncolour: red", 3, "colour"),
        ("code: NT", "code: NT\ncode: NU", 3, "twice"),
        ("code: NT", "code: NT\nsort: colour", 3, "-title"),
        ("code: NT", "code: [NT", 3, ""),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    assert old in GOOD
    with pytest.raises(KindFault) as caught:
        load_kinds(write(tmp_path, GOOD.replace(old, new, 1)))
    assert (caught.value.file, caught.value.line) == ("note.yaml", line)
    assert said in caught.value.reason


def test_a_kind_may_state_the_order_of_its_list(tmp_path: Path) -> None:
    assert load_kinds(write(tmp_path, GOOD))["note"].sort == "-date"
    stated = GOOD.replace("group: office", "group: office\nsort: title")
    assert load_kinds(write(tmp_path, stated))["note"].sort == "title"


def test_two_kinds_do_not_share_a_code(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, GOOD.replace("kind: note", "kind: slip"), "slip")
    with pytest.raises(KindFault, match="NT"):
        load_kinds(tmp_path)


def test_a_reference_leads_to_a_kind_that_exists(tmp_path: Path) -> None:
    text = GOOD.replace("type: partial_date", "type: reference, to: planet").replace("date: written_on\n", "")
    text = text.replace("  - not_future: {field: written_on}", "  - at_least: {field: tags, number: 1}")
    with pytest.raises(KindFault, match="planet"):
        load_kinds(write(tmp_path, text))


def test_an_unknown_kind_names_the_nearest(tmp_path: Path) -> None:
    kinds = load_kinds(write(tmp_path, GOOD))
    assert kinds.of("NT") is kinds.of("便条") is kinds["note"]
    with pytest.raises(UsageFault, match="note"):
        kinds.of("notes")


def test_a_field_added_for_everyone(tmp_path: Path) -> None:
    field = read_field("grade", {"label": ["等次", "Grade"], "type": "choice", "choices": {"优": "Good"}})
    kinds = load_kinds(write(tmp_path, GOOD)).with_custom({"note": (field,)})
    assert kinds["note"].field("grade") == field
    assert field.custom
    with pytest.raises(KindFault):
        read_field("grade", {"label": ["等次", "Grade"], "type": "colour"})
