"""The record kinds: whole, in both languages, and strict where the programme is."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from bson.objectid import ObjectId

from records.checking.checks import Fault, validate
from records.checking.computed import fill_computed
from records.field_value import coerce
from records.kind import Field, Kind
from records.kind_file import ENVELOPE_COLUMNS, own_kinds
from records.language import set_language
from records.values import PartialDate

KINDS = own_kinds()
TODAY = date(2013, 8, 1)
DATA = Path(__file__).parent.parent / "data" / "kind_examples.yaml"
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


def reference(letter: str) -> ObjectId:
    return ObjectId(letter.encode().ljust(12, b"."))


def typed(each: Field, value: Any) -> Any:
    """What an operator typed, as the value of the field; references are letters."""
    if each.type == "reference":
        return reference(value)
    if each.is_subrecords:
        return [row(each, item) for item in value]
    if each.of is not None:
        return [typed(each.of, item) for item in value]
    return coerce(each, value)


def row(each: Field, item: dict[str, Any]) -> dict[str, Any]:
    known = {sub.name: sub for sub in each.fields}
    return {name: typed(known[name], value) for name, value in item.items()}


def entered(kind: Kind, given: dict[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, value in given.items():
        each = kind.field(name)
        assert each is not None, f"{kind.name} has no field {name}"
        fields[name] = typed(each, value)
    return fields


def example(name: str) -> dict[str, Any]:
    given = yaml.safe_load(DATA.read_text(encoding="utf-8"))[name]
    if given.get("deeds") == "DEEDS":
        given["deeds"] = "坚持每周集中学习一次并到田间开课。" * 40
    return entered(KINDS[name], given)


def faults(name: str, fields: dict[str, Any]) -> list[Fault]:
    fill_computed(KINDS[name], fields)
    return validate(KINDS[name], fields, on=TODAY)


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


@pytest.mark.parametrize("name", [*NUMBERED, *SUPPORT])
def test_a_whole_record_has_no_fault(name: str) -> None:
    assert [str(fault) for fault in faults(name, example(name))] == []


@pytest.mark.parametrize("name", [*NUMBERED, *SUPPORT])
def test_what_only_verification_needs_is_called_missing(name: str) -> None:
    fields = example(name)
    kind = KINDS[name]
    identifying = next(each.name for each in kind.fields if each.identify)
    found = validate(kind, {identifying: fields[identifying]}, on=TODAY)
    assert {fault.level for fault in found} <= {"missing"}
    required = {each.name for each in kind.fields if each.required and each.name != identifying}
    assert required <= {fault.path for fault in found}


@pytest.mark.parametrize("name", [*NUMBERED, *SUPPORT])
def test_a_record_that_names_nothing_is_refused(name: str) -> None:
    assert any(fault.level == "error" for fault in validate(KINDS[name], {}, on=TODAY))


#: kind, what is changed in the whole record, where the fault is, how grave.
FAULTY: list[tuple[str, dict[str, Any], str, str]] = [
    ("person", {"id_no": "999999197803150012"}, "id_no", "error"),
    ("person", {"id_no": "9999991978031500"}, "id_no", "error"),
    ("person", {"id_no": "999999197813150019"}, "id_no", "error"),
    ("person", {"birth": "1977-03-15"}, "birth", "warning"),
    ("person", {"gender": "女"}, "gender", "warning"),
    ("person", {"political_status": "群众"}, "joined_party", "error"),
    ("position", {"to": "2010-07-01"}, "to", "error"),
    ("study_entry", {"minutes": 721}, "minutes", "error"),
    ("study_entry", {"minutes": 0}, "minutes", "error"),
    ("study_entry", {"subtype": "业务培训"}, "organiser", "error"),
    ("study_entry", {"started": "2031-01-01"}, "started", "error"),
    ("reading_note", {"words": -1}, "words", "error"),
    ("experience_article", {"count_basis": "实测", "text": "只有六个字。"}, "words", "warning"),
    ("party_class", {"lecturer": ""}, "lecturer", "missing"),
    ("party_class", {"place": ""}, "place", "missing"),
    ("preaching", {"count": 0}, "count", "error"),
    ("preaching", {"audience": "学生"}, "audience", "warning"),
    ("farmer_tutorial", {"lecturers": []}, "lecturers", "missing"),
    ("farmer_tutorial", {"farmers": 0}, "farmers", "error"),
    ("household_visit", {"help": ""}, "help", "error"),
    ("household_visit", {"solved_on": "2011-04-01"}, "solved_on", "error"),
    ("session", {"end": "2010-08-09 08:30"}, "end", "error"),
    ("session", {"start": "2010-08-10 08:30", "end": "2010-08-10 10:00"}, "moved_reason", "missing"),
    ("session", {"attendance": [{"person": "p", "state": "补学"}]}, "attendance[0].made_up_on", "error"),
    (
        "session",
        {"attendance": [{"person": "p", "state": "到"}, {"person": "p", "state": "到"}]},
        "attendance[1].person",
        "error",
    ),
    ("session", {"category": "交流会", "level": None}, "level", "missing"),
    ("session", {"category": "交流会"}, "speakers", "missing"),
    ("exam", {"results": [{"person": "p", "score": 101}]}, "results[0].score", "error"),
    ("exam", {"results": [{"person": "p"}]}, "results[0].score", "missing"),
    ("exam", {"pass_mark": 120}, "pass_mark", "error"),
    ("research_report", {"problems": [{"text": "无水", "solved": True}]}, "problems[0].action", "error"),
    (
        "research_report",
        {"problems": [{"text": "无水", "action": "打井", "solved": True}]},
        "problems[0].solved_on",
        "error",
    ),
    ("evaluation_minutes", {"present": 41}, "present", "error"),
    ("evaluation_minutes", {"present": 20}, "present", "warning"),
    ("assessment", {"listen": 101}, "listen", "error"),
    ("assessment", {"suggested": 80}, "change_reason", "error"),
    ("assessment", {"suggested_listen": 17, "suggested_write": 18}, "change_reason", "error"),
    ("rule_setting", {"rule": "R23", "weights": [{"aspect": "listen", "weight": 30}]}, "weights", "error"),
    ("rule_setting", {"rule": "R23", "bands": [{"grade": "良好", "from": 90}]}, "bands", "error"),
    ("rule_setting", {"rule": "R23", "bands": [{"grade": "不合格", "from": 10}]}, "bands", "error"),
    ("rule_setting", {"weights": [{"aspect": "listen", "weight": 20}]}, "weights", "error"),
    ("filing_scheme", {"form": "{fonds}-{year}-{item}"}, "form", "error"),
    ("filing_scheme", {"unit": "办公室/1"}, "unit", "error"),
    ("filing_scheme", {"periods": [{"kind": "报表", "retention": "Y"}]}, "periods[0].kind", "error"),
    (
        "filing_scheme",
        {"periods": [{"kind": "DY", "field": "importance", "retention": "Y"}]},
        "periods[0].value",
        "error",
    ),
    ("democratic_evaluation", {"valid": 32}, "valid", "error"),
    ("democratic_evaluation", {"issued": 30}, "returned", "error"),
    (
        "democratic_evaluation",
        {"lines": [{"person": "p", "excellent": 22, "qualified": 7}]},
        "lines[0].excellent",
        "error",
    ),
    ("nomination", {"deeds": "事迹。"}, "deeds", "warning"),
    ("nomination", {"notice_to": "2011-11-30"}, "notice_to", "error"),
    ("study_plan", {"items": [{"month": 1, "topic": "党章"}]}, "items", "missing"),
    ("rectification", {"deadline": "2011-05-10"}, "deadline", "error"),
    ("rectification", {"result": "延期", "extended_to": "2011-06-15"}, "approver", "error"),
    ("rectification", {"result": "完成"}, "closed_on", "missing"),
    ("funding", {"amount": "0"}, "amount", "error"),
    ("funding", {"year": 2010}, "year", "warning"),
    ("commendation", {"winners": ["p", "p"]}, "winners[1]", "error"),
    ("briefing", {"received_on": "2011-03-01"}, "received_on", "error"),
    ("stage_summary", {"stage": None}, "stage", "missing"),
    ("study_register", {"period": "2011-03"}, "period", "error"),
    ("study_register", {"score": 101}, "score", "error"),
    ("satisfaction", {"returned": 90}, "very", "error"),
    ("satisfaction", {"returned": 101}, "returned", "error"),
    ("exemption", {"rules": ["R16"]}, "rules", "error"),
    ("exemption", {"rules": ["第九条"]}, "rules", "error"),
    ("exemption", {"person": None}, "person", "missing"),
    ("stage_link", {"done_on": None}, "done_on", "error"),
    ("rule_setting", {"rule": "R48"}, "rule", "error"),
    ("rule_setting", {"rule": "R01", "who": ["U"]}, "who", "error"),
    ("rule_setting", {"rule": "R13", "who": ["T", "U"]}, "who", "error"),
    ("rule_setting", {"rule": "R27", "who": ["ALL"]}, "who", "error"),
    ("rule_setting", {"rule": "R26", "minimum": 3}, "minimum", "error"),
]


@pytest.mark.parametrize(
    ("name", "changes", "path", "level"), FAULTY, ids=lambda value: value if isinstance(value, str) else ""
)
def test_what_the_programme_does_not_allow_is_found(
    name: str, changes: dict[str, Any], path: str, level: str
) -> None:
    kept = {key: value for key, value in changes.items() if value is not None}
    fields = example(name) | entered(KINDS[name], kept) | {key: None for key in changes if key not in kept}
    assert (path, level) in {(fault.path, fault.level) for fault in faults(name, fields)}


@pytest.mark.parametrize(
    ("lang", "says"),
    [
        ("zh", "解决的实际问题 第 2 行 · 解决日期: 此处必须填写"),
        ("en", "Problems solved row 2 · Solved on: is needed here"),
    ],
)
def test_a_fault_in_a_table_names_row_and_column(lang: str, says: str) -> None:
    problems = [{"text": "无水"}, {"text": "无水", "action": "打井", "solved": True}]
    set_language(lang)
    found = faults("research_report", example("research_report") | {"problems": problems})
    assert says in [str(fault) for fault in found]


def test_what_saving_needs_is_named_once() -> None:
    set_language("en")
    (needed,) = [fault for fault in faults("research_report", {}) if fault.level == "error"]
    assert str(needed) == "Title: needed to save the record at all"


@pytest.mark.parametrize(
    ("year", "months", "empty"),
    [
        (2010, [7, 10], ""),
        (2010, [8], "4"),
        (2013, [2, 5], ""),
        (2011, [1, 4, 7], "4"),
        (2009, [7, 10], "1, 2"),
    ],
)
def test_a_plan_fills_the_quarters_of_the_programme(year: int, months: list[int], empty: str) -> None:
    items = [{"month": month, "topic": "党章"} for month in months]
    found = faults("study_plan", example("study_plan") | {"year": year, "items": items})
    assert [fault.message.rpartition(" quarter ")[2] for fault in found if fault.path == "items"] == (
        [empty] if empty else []
    )


def test_an_older_identity_number_is_taken() -> None:
    fields = example("person") | {"id_no": "999999780315001"}
    assert faults("person", fields) == []


def test_excellent_results_beyond_a_third_are_pointed_out() -> None:
    line = {"excellent": 10, "qualified": 20, "basic": 0, "unqualified": 0, "abstain": 0}
    results = {"p": "优秀", "q": "优秀", "r": "合格", "s": "不评等次"}
    lines = [{"person": reference(who), "result": result, **line} for who, result in results.items()]
    found = faults("democratic_evaluation", example("democratic_evaluation") | {"lines": lines})
    assert [(fault.path, fault.level) for fault in found] == [("lines", "warning")]


def test_a_span_of_days_holds_more_minutes_than_one_day() -> None:
    fields = example("study_entry") | {"minutes": 900, "started": PartialDate.parse("2010-09-14..2010-09-15")}
    assert faults("study_entry", fields) == []


def test_totals_are_computed() -> None:
    assessment = example("assessment")
    faults("assessment", assessment)
    assert (assessment["total"], assessment["grade"]) == (85, "良好")
    exam = example("exam")
    faults("exam", exam)
    assert (exam["taken"], exam["passed"], exam["average"]) == (1, 1, 96)
    session = example("session")
    faults("session", session)
    assert (session["expected"], session["present"]) == (3, 2)
    opinion = example("satisfaction")
    faults("satisfaction", opinion)
    assert float(opinion["satisfied_rate"]) == 93.8
    briefing = example("briefing")
    faults("briefing", briefing)
    assert (briefing["year"], briefing["headline"]) == (2011, "读书会开讲")
    dossier = example("study_archive")
    faults("study_archive", dossier)
    assert dossier["items"] == 1


@pytest.mark.parametrize(
    ("scores", "grade"), [(20, "优秀"), (18, "优秀"), (16, "良好"), (12, "合格"), (11, "不合格")]
)
def test_grades_follow_the_total(scores: int, grade: str) -> None:
    fields = example("assessment") | dict.fromkeys(("listen", "write", "speak", "test", "apply"), scores)
    faults("assessment", fields)
    assert fields["grade"] == grade


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
