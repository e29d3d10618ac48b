"""An archive in layouts that are not one line a record comes in with the figures that stand in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.search.query import Query
from tests.intake.offices import office_c


async def stored(archive: Archive, kind: str) -> list[Any]:
    return [record async for record in archive.each(Query(kind=kind))]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return office_c.build(tmp_path)


async def test_everything_comes_in_as_it_stands_in_the_books(archive: Archive, folder: Path) -> None:
    report = await run_import(archive, folder, apply=True)
    assert report.open_questions == 0
    assert {each.state for each in report.files} == {"read"}
    people = await stored(archive, "person")
    units = {record.id: record.fields["name"] for record in await stored(archive, "unit")}
    names = {person.id: person.fields["name"] for person in people}
    homes = {person.id: units[person.fields["memberships"][0]["org"]] for person in people}

    assert {
        (
            homes[person.id],
            names[person.id],
            person.fields["gender"],
            f"{person.fields['birth'].start:%Y%m%d}",
            person.fields["joined_party"].start.isoformat(),
            person.fields["regularised"].start.isoformat() if "regularised" in person.fields else "",
        )
        for person in people
    } == set(office_c.PEOPLE)
    assert {person.fields["id_no"] for person in people} == {
        office_c.id_no(number) for number in range(len(office_c.PEOPLE))
    }

    meetings = {
        (units[each.fields["host_unit"]], f"{each.fields['start']:%Y-%m-%d}", each.fields["title"]): {
            names[row["person"]]: row["state"] for row in each.fields["attendance"]
        }
        for each in await stored(archive, "session")
    }
    assert meetings == office_c.MEETINGS

    registers = {
        (names[who], homes[who], each.fields["period"].start.isoformat()): (
            each.fields["sessions"],
            each.fields["notes_words"],
        )
        for each in await stored(archive, "study_register")
        for who in (each.fields["person"],)
    }
    assert registers == office_c.REGISTERS

    (exam,) = await stored(archive, "exam")
    assert {names[row["person"]]: row["score"] for row in exam.fields["results"]} == office_c.MARKS

    visits = [each.fields for each in await stored(archive, "household_visit")]
    assert {
        (names[each["visitor"]], each["household"], each["visited_on"].isoformat(), each.get("solved"))
        for each in visits
    } == office_c.VISITS

    money = [each.fields for each in await stored(archive, "funding")]
    assert {
        (each["date"].isoformat(), each["category"], str(each["amount"])) for each in money
    } == office_c.MONEY

    papers = [
        (each.kind, each.fields.get("authors") or [each.fields["person"]], each.date)
        for kind in ("experience_article", "reading_note")
        for each in await stored(archive, kind)
    ]
    assert {
        (kind, names[who[0]], homes[who[0]], when.start.isoformat()) for kind, who, when in papers
    } == office_c.PAPERS

    assert (await run_import(archive, folder, apply=True)).actions["created"] == 0


async def test_what_was_worked_out_is_flagged(archive: Archive, folder: Path) -> None:
    report = await run_import(archive, folder)
    flagged = {(item.kind, flag) for item in report.every_item() for flag in item.flags}
    assert ("person", "unit_from_above") in flagged
    assert ("experience_article", "kind_from_signed") in flagged
    assert ("reading_note", "author_from_folder") in flagged
