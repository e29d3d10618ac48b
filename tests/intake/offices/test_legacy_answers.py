"""Every question of the sample archive answered as its truth file intends: nothing stays open."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from shutil import copy
from typing import Any

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.mappings.mapping import ImportMapping
from records.intake.outcome import Question

DATA = Path(__file__).parents[2] / "data"
ROOT = DATA / "legacy-a"
TRUTH: dict[str, Any] = json.loads((DATA / "legacy-a.truth.json").read_text("utf-8"))
PEOPLE = {person["key"]: person for person in TRUTH["people"]}
UNITS = {unit["key"]: unit["name"] for unit in TRUTH["units"]}
TOTALS = (
    "articles_register",
    "note_words_register",
    "reports_register",
    "sessions_register",
    "sessions_attended",
    "sessions_expected",
    "articles_documents",
    "reports_documents",
    "visits",
)


def asked() -> dict[tuple[str, str, int | None], dict[str, Any]]:
    """The truth's records that may be asked about, by place."""
    found: dict[tuple[str, str, int | None], dict[str, Any]] = {}
    for file in TRUTH["files"]:
        for record in file["records"]:
            if record["kind"] != "reading_note" or not record["at"]:
                found[file["path"], record["at"].get("sheet") or "", record["at"].get("row")] = record
    return found


def answer(question: Question, record: Mapping[str, Any]) -> str:
    """What the truth intends; the office's own rules where it leaves two records that can't both be kept."""
    if record.get("intended") in ("drop", "attach"):
        return "drop"
    if question.code == "absent_not_of_unit":
        return "leave_out"
    if question.code in ("absent_name_misprinted", "issue_number_repeated", "voucher_repeated"):
        return "1"
    if question.code == "issue_number_missing":
        return "without"
    if question.code == "counts_differ":
        # The truth counts everyone present who is not named absent, whatever the printed total.
        return str(record["expected"] - len(record["absent"]))
    if question.code == "item_not_in_list":
        return str(record["item"])
    if question.code in ("gender_differs_from_id", "birth_differs_from_id", "number_date_1_or_10_month"):
        value = {**PEOPLE[record["person"]], **record}[question.field]
        return str(value["iso"] if isinstance(value, dict) else value)
    if question.field in ("visited_on", "start", "written_on"):
        return str(record["date"]["iso"])
    person = PEOPLE[record["person"]]
    return f"{person['name']}（{UNITS[person['unit']]}）" if question.candidates else str(person["name"])


async def test_answered_as_intended_everything_comes_in(archive: Archive, tmp_path: Path) -> None:
    trial = await run_import(archive, ROOT)
    records = asked()
    lines = []
    for _, question in trial.questions:
        place = (question.place.file, question.place.sheet, question.place.row)
        if question.code != "central_group":
            lines.append(
                f"  {question.id}: {json.dumps(answer(question, records[place]), ensure_ascii=False)}"
            )
    group = [person["name"] for person in TRUTH["people"] if "中心组成员" in person["categories"]]
    mapping = tmp_path / "answers.yaml"
    mapping.write_text("\n".join([f"central_group: [{', '.join(group)}]", "answers:", *lines, ""]), "utf-8")
    report = await run_import(archive, ROOT, mapping=mapping, apply=True)
    assert [(each.code, str(each.place)) for _, each in report.questions] == []
    assert not report.failed

    units = {item.record_id: item.fields["name"] for item in report.items if item.kind == "unit"}
    keys = {(person["name"], UNITS[person["unit"]]): key for key, person in PEOPLE.items()}
    people = {
        str(item.record_id): keys[item.fields["name"], units[item.fields["memberships"][0]["org"]]]
        for item in report.items
        if item.kind == "person" and item.taken
    }
    mine = {(people[row["person"]], row["year"]): row for row in report.totals}
    differing = [
        (row["name"], row["year"], name, row.get(name), mine[row["person"], row["year"]].get(name))
        for row in TRUTH["totals"]["per_person_year"]
        for name in TOTALS
        if whole(row.get(name, 0)) != mine[row["person"], row["year"]].get(name, 0)
    ]
    assert differing == []


def whole(value: Any) -> int:
    """A total with what is asked about answered as intended."""
    return int(value["sure"] + value["asked"] if isinstance(value, dict) else value)


async def test_an_answer_that_is_none_leaves_its_question_open(archive: Archive, tmp_path: Path) -> None:
    """Where a date, a figure or one of the candidates is wanted, other words neither fail nor pass for it."""
    for name in ("党员花名册.xls", "集中学习签到册.xlsx", "简报登记.csv", "经费台账.xlsx"):
        copy(ROOT / name, tmp_path)
    first = await run_import(archive, tmp_path)
    # A voucher may have any words for its number.
    wanted = {each.id for _, each in first.questions if each.code != "voucher_repeated"}
    assert len(wanted) > 10
    nonsense = ImportMapping(answers=dict.fromkeys(wanted, "1990年13月"))
    again = await run_import(archive, tmp_path, mapping=nonsense)
    assert wanted - {each.id for _, each in again.questions} == set()
