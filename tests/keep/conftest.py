"""What the tests of verification share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pymongo import MongoClient

from records.archive import Archive
from records.record import Record
from records.store.sealing import Sealer
from records.values import PartialDate
from tests.keep.altered_archive import PDF, Archived, Raw


@pytest.fixture
def raw(archive: Archive) -> Iterator[Raw]:
    """The archive's database, for altering what is stored as the program never would."""
    client: MongoClient[dict[str, Any]] = MongoClient(archive.settings.uri)
    yield client[archive.store.database.name]
    client.close()


@pytest.fixture
async def kept(archive: Archive) -> Record:
    """A report with two versions and a file, beside its author; everything sealed, in three seals."""
    sealer = Sealer(archive.store, "刘芳")
    person = await archive.save(Record.new("person", {"name": "张伟民"}))
    await sealer.seal()
    fields = {
        "title": "关于柳树湾村党员学习情况的调研",
        "authors": [person.id],
        "finished_on": PartialDate.parse("2011-05-03"),
    }
    report = await archive.save(Record.new("research_report", fields))
    await sealer.seal()
    report = await archive.attach(report.id, data=PDF, name="调研.pdf")
    await sealer.seal()
    return report


@pytest.fixture
def archived(archive: Archive, raw: Raw, kept: Record) -> Archived:
    return Archived(archive, raw, kept)
