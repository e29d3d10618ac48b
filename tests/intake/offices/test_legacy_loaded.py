"""The sample archive loaded: stored once with its provenance, the same when run again, gone when undone."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bson.objectid import ObjectId

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.loading.totals import Totals
from records.intake.loading.undo import undo
from records.record import Record
from records.search.query import Query

DATA = Path(__file__).parents[2] / "data"
ROOT = DATA / "legacy-a"
TRUTH: dict[str, Any] = json.loads((DATA / "legacy-a.truth.json").read_text("utf-8"))


async def everyone(archive: Archive) -> list[Record]:
    return [record async for record in archive.each(Query())]


COUNTS = {
    "person": 120,
    "unit": 10,
    "session": 137,
    "exam": 3,
    "study_register": 352,
    "household_visit": 132,
    "briefing": 84,
    "funding": 38,
    "experience_article": 20,
    "research_report": 8,
    "reading_note": 6,
    "evaluation_minutes": 5,
    "democratic_evaluation": 3,
    "study_plan": 1,
}


async def test_it_comes_in_once_whole_and_with_its_provenance(archive: Archive) -> None:
    loaded = await run_import(archive, ROOT, apply=True)
    assert loaded.applied and loaded.exit_code == 1
    assert not loaded.failed and not loaded.interrupted
    records = await everyone(archive)
    assert Counter(record.kind for record in records) == COUNTS
    hashes = {file["path"]: file["sha256"] for file in TRUTH["files"]}
    for record in records:
        assert record.status == "submitted" and record.version == 1
        assert str(record.origin["batch"]) == loaded.batch
        assert record.origin["key"] and record.origin["row_hash"]
        if record.kind != "unit":
            assert record.origin["sha256"] == hashes[record.origin["file"]]
            assert record.origin["reader"]
        if record.origin.get("row") is not None and record.kind != "exam":
            assert record.origin["cells"] and record.origin["headings"]
        papers = record.kind in ("experience_article", "research_report", "reading_note", "study_plan")
        assert len(record.attachments) == (1 if papers or record.kind == "evaluation_minutes" else 0)
    stored = Totals()
    for record in records:
        stored.add(record.kind, record.fields)
    assert [{**row, "name": "", "person": ""} for row in sorted(stored.rows({}), key=_figures)] == [
        {**row, "name": "", "person": ""} for row in sorted(loaded.totals, key=_figures)
    ]

    again = await run_import(archive, ROOT, apply=True)
    assert again.actions == {
        "created": 0,
        "updated": 0,
        "unchanged": loaded.actions["created"] - COUNTS["unit"],
        "kept": 0,
    }
    assert again.counts == {kind: number for kind, number in loaded.counts.items() if kind != "unit"}
    unchanged = {record.id: (record.version, record.origin) for record in await everyone(archive)}
    assert unchanged == {record.id: (record.version, record.origin) for record in records}


def _figures(row: Mapping[str, Any]) -> str:
    return json.dumps(
        {key: value for key, value in row.items() if key not in ("name", "person")}, sort_keys=True
    )


async def test_undo_leaves_what_was_there_before(archive: Archive) -> None:
    loaded = await run_import(archive, ROOT, apply=True)
    report = await undo(archive, ObjectId(str(loaded.batch)))
    assert report.kept == []
    assert report.voided == loaded.actions["created"]
    assert await everyone(archive) == []
    again = await run_import(archive, ROOT, apply=True)
    assert again.actions["created"] == loaded.actions["created"]
    visit = (await archive.find(Query(kind="household_visit"), limit=1))[0]
    visit.fields["help"] = "改过的措施"
    saved = await archive.save(visit, expected_version=1)
    second = await undo(archive, ObjectId(str(again.batch)))
    left = await everyone(archive)
    assert saved.id in {record.id for record in left}
    assert {record.kind for record in left} <= {"household_visit", "person", "unit"}
    assert len(second.kept) == len(left)


async def test_the_central_group_is_complete_once_its_members_are_answered(
    archive: Archive, tmp_path: Path
) -> None:
    members = [person["name"] for person in TRUTH["people"] if "中心组成员" in person["categories"]]
    answers = tmp_path / "answers.yaml"
    answers.write_text(f"central_group: [{', '.join(members)}]\n", "utf-8")
    report = await run_import(archive, ROOT, mapping=answers, apply=True)
    wanted_totals = {
        (row["name"], row["year"]): (_sure(row["sessions_expected"]), _sure(row["sessions_attended"]))
        for row in TRUTH["totals"]["per_person_year"]
        if row["name"] in members
    }
    ours = {
        (row["name"], row["year"]): (row["sessions_expected"], row["sessions_attended"])
        for row in report.totals
        if row["name"] in members
    }
    assert ours == wanted_totals


def _sure(value: Any) -> int:
    return int(value["sure"] if isinstance(value, dict) else value)
