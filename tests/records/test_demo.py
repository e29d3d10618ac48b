"""The demo: an invented township, always the same, whole and valid."""

from __future__ import annotations

import tomllib

import pytest

from records.archive import Archive
from records.demo.fill import demo_records, fill_demo
from records.demo.township import TODAY, found_township
from records.errors import Refused
from records.search.query import Query


def test_the_same_size_always_gives_the_same_records() -> None:
    first, second = ([r.to_document() for r in demo_records(found_township("small"), "small")] for _ in "ab")
    assert first == second


async def test_the_small_demo_fills_an_empty_archive_once(archive: Archive) -> None:
    told: list[int] = []
    number = await fill_demo(archive, "small", told.append)
    status = await archive.status()
    assert sum(status["kinds"].values()) == number
    assert told == sorted(told)
    assert (status["kinds"]["unit"], status["kinds"]["person"]) == (8, 60)
    expected = {"study_archive", "research_report", "evaluation_minutes", "commendation"}
    assert status["kinds"].keys() >= expected
    settings = tomllib.loads((archive.settings.home / "xuedang.toml").read_text(encoding="utf-8"))
    assert settings["working_date"] == TODAY.isoformat()
    with pytest.raises(Refused):
        await fill_demo(archive, "small")
    assert (await archive.count(Query(kind="unit", where=()))).number == 8


def test_the_full_demo_is_a_quarter_of_a_million_records() -> None:
    kinds: dict[str, int] = {}
    for record in demo_records(found_township("full"), "full"):
        kinds[record.kind] = kinds.get(record.kind, 0) + 1
    assert sum(kinds.values()) == 250_000
    assert (kinds["unit"], kinds["person"]) == (60, 2000)
