"""The record kinds: whole, in both languages, and strict where the programme is."""

from __future__ import annotations

import re

import pytest

from records.kind import Field, Kind
from records.kind_file import ENVELOPE_COLUMNS
from tests.records.example_records import KINDS

ENVELOPE = {"org", "status", "no", "remarks", "attachments", "archive", "origin", "void_reason", "version"}
#: Cells of the columns that every list may have.
WIDTHS = {"no": 12, "date": 12, "status": 8}

NUMBERED = [
    "person",
    "unit",
    "position",
    "study_entry",
    "book_reading",
    "reading_note",
    "experience_article",
    "party_class",
    "preaching",
    "farmer_tutorial",
    "household_visit",
    "session",
    "exam",
    "research_report",
    "evaluation_minutes",
    "assessment",
    "democratic_evaluation",
    "nomination",
    "award",
    "study_plan",
    "implementation_plan",
    "rule_document",
    "inspection",
    "rectification",
    "funding",
    "commendation",
    "briefing",
    "stage_summary",
    "study_archive",
    "study_register",
]
SUPPORT = [
    "door_delivery",
    "theme_activity",
    "talk",
    "satisfaction",
    "typical_model",
    "publicity",
    "library",
    "exemption",
    "stage_link",
    "communication",
    "rule_setting",
    "issued_document",
    "designation",
    "filing_scheme",
]


def every_field(kind: Kind) -> list[Field]:
    return [each for top in kind.fields for each in (top, *top.fields, *((top.of,) if top.of else ()))]


def test_every_kind_of_the_programme_is_there() -> None:
    assert set(KINDS) == set(NUMBERED) | set(SUPPORT)
    assert len({kind.code for kind in KINDS.values()}) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_a_kind_speaks_both_languages(kind: Kind) -> None:
    labels = [kind.label, *(section.label for section in kind.sections)]
    for each in every_field(kind):
        labels += [each.label, *(choice.label for choice in each.choices)]
        labels += [label for label in (each.help, each.measure) if label]
    for label in labels:
        assert label.zh.strip()
        assert label.en.strip()
        assert not re.search(r"[\u4e00-\u9fff]", label.en) or label.en == label.zh, label


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_a_kind_leaves_the_envelope_to_the_record(kind: Kind) -> None:
    assert ENVELOPE.isdisjoint(each.name for each in kind.fields)
    assert any(each.identify for each in kind.fields)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_field_stands_in_one_section(kind: Kind) -> None:
    placed = [name for section in kind.sections for name in section.fields]
    assert sorted(placed) == sorted(each.name for each in kind.fields)
    assert all(len(section.fields) <= 20 for section in kind.sections)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_a_list_fits_eighty_columns(kind: Kind) -> None:
    names = [column.name for column in kind.columns]
    assert all(name in ENVELOPE_COLUMNS or kind.field(name) for name in names)
    least = sum((column.width or WIDTHS.get(column.name, 6)) for column in kind.columns) + len(names) - 1
    assert least <= 80


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_names_that_a_kind_uses_are_its_fields(kind: Kind) -> None:
    for path in (*kind.search, *kind.key, *kind.date, *kind.unit, *(n for c in kind.unique for n in c)):
        assert kind.field(path), path
    assert kind.search or kind.name == "publicity"
    for name in kind.unit:
        each = kind.field(name)
        assert each
        assert each.type == "reference" or each.is_list
    for target in (target for each in every_field(kind) for target in each.targets):
        assert target in KINDS


def test_rules_are_proved_by_kinds_that_exist() -> None:
    proved = {rule for kind in KINDS.values() for rule in kind.proves}
    assert proved <= {f"R{number:02}" for number in range(1, 48)}
    assert {"R01", "R07", "R22", "R32", "R45", "R46"} <= proved


#: kind, what is changed in the whole record, where the fault is, how grave.


#: Headings of registers as offices print them, and the field they mean.
HEADINGS: list[tuple[str, str, str]] = [
    ("person", "名字", "name"),
    ("person", "文化程度", "education"),
    ("person", "身份证号码", "id_no"),
    ("person", "所属支部", "memberships"),
    ("person", "手机", "phone"),
    ("unit", "上级党组织", "parent"),
    ("unit", "书记姓名", "secretary"),
    ("study_register", "笔记(字)", "notes_words"),
    ("study_register", "次数", "sessions"),
    ("study_register", "测试成绩", "score"),
    ("household_visit", "走访时间", "visited_on"),
    ("household_visit", "反映问题", "difficulty"),
    ("household_visit", "干部", "visitor"),
    ("briefing", "报送时间", "submitted_on"),
    ("funding", "凭证号", "voucher"),
    ("funding", "经手人", "handler"),
    ("exam", "成绩", "results"),
    ("session", "主讲人", "lecturer"),
    ("session", "应到", "expected"),
    ("study_entry", "节目名称", "content"),
]


@pytest.mark.parametrize(("name", "heading", "field"), HEADINGS)
def test_headings_of_old_registers_are_known(name: str, heading: str, field: str) -> None:
    each = KINDS[name].field(field)
    assert each is not None
    words = {each.label.zh, *each.headings}
    words |= {word for sub in each.fields for word in (sub.label.zh, *sub.headings)}
    assert heading in words
