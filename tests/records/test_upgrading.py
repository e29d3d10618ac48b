"""Documents of an earlier schema: opened, saved, and all brought up, however that is interrupted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from records import upgrading
from records.archive import Archive
from records.keep.verify.whole_archive import verify
from records.record import Record
from records.store import migrations
from records.upgrading import bring_up_all, current

_ROOT = Path(__file__).resolve().parents[2]


def nickname(document: dict[str, Any]) -> None:
    """A step as a release may need it: a field has another name, and a new key stands in each."""
    fields = document.get("fields", {})
    if "爱好" in fields:
        fields["特长"] = fields.pop("爱好")
    document["seen"] = True


def people(number: int) -> list[Record]:
    return [Record.new("person", {"name": f"张伟{each}", "爱好": "书法"}) for each in range(number)]


async def test_an_earlier_document_is_brought_up_when_read_and_stored_so_when_saved(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = await archive.save(people(1)[0])
    stored = await archive.store.records.find_one({})
    monkeypatch.setattr(upgrading, "STEPS", (*upgrading.STEPS, nickname))
    opened = await archive.get(saved.id)
    assert (opened.fields["特长"], opened.extra, "爱好" in opened.fields) == ("书法", {"seen": True}, False)
    assert await archive.store.records.find_one({}) == stored
    opened.fields["post"] = "组织委员"
    again = await archive.save(opened)
    kept = await archive.store.records.find_one({})
    assert kept is not None
    assert (kept["schema"], kept["version"], kept["fields"]["特长"]) == (current(), 2, "书法")
    # The version before stays as it was saved, and is read in today's form.
    revision = await archive.store.revisions.find_one({})
    assert revision is not None
    assert revision["document"] == stored
    assert [each.record.fields["特长"] for each in await archive.history(again.id)] == ["书法", "书法"]
    assert (await verify(archive)).findings == []


async def test_bringing_all_up_is_killed_half_way_and_goes_on(
    archive: Archive, archive_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upgrading, "_CHUNK", 4)
    await archive.save_many(people(10))
    await archive.void((await archive.store.records.find({}, limit=1))[0]["_id"], "误录")
    killed = subprocess.run(
        [sys.executable, "-c", _KILL_ITSELF], env=os.environ | {"PYTHONPATH": str(_ROOT)}, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    monkeypatch.setattr(upgrading, "STEPS", (*upgrading.STEPS, nickname))
    assert await archive.store.records.count({"schema": current()}) == 4
    told: list[int] = []
    ended = await bring_up_all(archive, told.append)
    assert (ended.done, ended.failed, told) == (6, [], [4, 6])
    assert (await bring_up_all(archive)).done == 0
    versions = [row["version"] for row in await archive.store.records.find({"schema": current()})]
    assert sorted(versions) == [2] * 9 + [3]
    assert await archive.store.journal.count({"action": "bring_up"}) == 3
    assert (await verify(archive)).findings == []


#: Brings up four records, and dies before the next.
_KILL_ITSELF = """
import asyncio, os, signal
from records import upgrading
from records.opening import open_archive
from tests.records.test_upgrading import nickname
upgrading.STEPS, upgrading._CHUNK = (*upgrading.STEPS, nickname), 4
async def run():
    async with open_archive() as archive:
        await upgrading.bring_up_all(archive, lambda done: os.kill(os.getpid(), signal.SIGKILL))
asyncio.run(run())
"""


async def test_what_is_filed_stays_as_it_was_filed(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = await archive.save(people(1)[0])
    place = {"fonds": "Z109", "category": "WS", "year": 2011, "retention": "Y", "unit": "BGS", "item": 1}
    await archive.store.records.update_one({"_id": saved.id}, {"$set": {"archive": place}})
    monkeypatch.setattr(upgrading, "STEPS", (*upgrading.STEPS, nickname))
    assert (await bring_up_all(archive)).done == 0
    assert (await archive.get(saved.id)).fields["特长"] == "书法"


def test_every_schema_has_a_migration_that_keeps_earlier_releases_out() -> None:
    names = [each.name.partition("-schema-")[2] for each in migrations.ALL]
    assert [int(each) for each in names if each] == list(range(2, current() + 1))
