"""What the kinds check: whole records have no fault, altered ones just theirs; what is computed."""

from __future__ import annotations

from typing import Any

import pytest

from records.checking.checks import validate
from records.language import set_language
from records.values import PartialDate
from tests.records.example_records import KINDS, TODAY, entered, example, faults, reference


@pytest.mark.parametrize("name", list(KINDS))
def test_a_whole_record_has_no_fault(name: str) -> None:
    assert [str(fault) for fault in faults(name, example(name))] == []


@pytest.mark.parametrize("name", list(KINDS))
def test_what_only_verification_needs_is_called_missing(name: str) -> None:
    fields = example(name)
    kind = KINDS[name]
    identifying = next(each.name for each in kind.fields if each.identify)
    found = validate(kind, {identifying: fields[identifying]}, on=TODAY)
    assert {fault.level for fault in found} <= {"missing"}
    required = {each.name for each in kind.fields if each.required and each.name != identifying}
    assert required <= {fault.path for fault in found}


@pytest.mark.parametrize("name", list(KINDS))
def test_a_record_that_names_nothing_is_refused(name: str) -> None:
    assert any(fault.level == "error" for fault in validate(KINDS[name], {}, on=TODAY))


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
        ("zh", "解决的实际问题 第 2 行 · 解决日期：此处必须填写"),
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
