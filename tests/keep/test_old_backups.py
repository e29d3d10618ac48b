"""Backups of earlier releases are put back by this one, open, and go on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import bson
import pytest

from records.archive import Archive
from records.keep.backup import rotation
from records.keep.backup.chain import Chain
from records.keep.backup.restore import restore
from records.keep.backup.secrecy import Key
from records.keep.verify.whole_archive import verify
from records.opening import open_archive
from records.search.query import Query
from records.settings import Settings
from records.store import migrations, schema
from records.store.sealing import earlier_root
from records.upgrading import current
from tests.databases import Databases

_ROOT = Path(__file__).resolve().parents[2]
#: Named after the release that made them; before the first release, after the last migration of then.
BACKUPS = sorted((_ROOT / "tests" / "data" / "backups").glob("*.xdb"))
_HOW = "python -m tests.tools.backup_fixture makes one (CONTRIBUTING.md)"


def no_key(wrapped: bytes) -> Key:
    raise AssertionError("nothing is encrypted here")


@pytest.fixture
def elsewhere(archive: Archive, databases: Databases, tmp_path: Path) -> Iterator[Settings]:
    with databases.one() as name:
        yield replace(archive.settings, home=tmp_path / "elsewhere", database=name)


@pytest.mark.parametrize("backup", BACKUPS, ids=lambda path: path.stem)
async def test_the_backup_of_an_earlier_release_is_put_back(elsewhere: Settings, backup: Path) -> None:
    found = await restore(elsewhere, backup, no_key)
    assert found.differences == []
    async with open_archive(elsewhere) as archive:
        assert await migrations.pending(archive.store.database) == []
        last = await rotation.last(archive)
        assert last is not None and (last.restored, last.old, last.path) == (True, False, backup)
        assert (await verify(archive)).findings == []
        await archive.searcher.settled()
        (report,) = await archive.find(Query("再调研"))
        assert [each.version for each in await archive.history(report.id)] == [3, 2, 1]
        pieces = [piece async for piece in archive.attachment(report.attachments[0])]
        assert b"".join(pieces).startswith(b"\x89PNG")
        (author,) = await archive.pick("person", "lxl")
        assert (author.title, author.fields["爱好"]) == ("李秀兰", "书法")
        assert archive.kinds.of("person").field("driving_licence") is not None
        saved = await archive.save(replace(report, fields=report.fields | {"title": "上营村饮水三调研"}))
        assert (saved.version, saved.no) == (4, report.no)
        assert (await archive.count(Query(kind="study_entry"))).number == 7
        assert (await verify(archive)).findings == []
        await _alter_what_the_old_form_left_open(archive)


async def _alter_what_the_old_form_left_open(archive: Archive) -> None:
    """Who made an early seal, a seal of now that poses as an early one, and when a file came in."""
    seals, files = archive.store.seals, archive.store.files
    first, last = [await seals.find_one({}, sort=[("_id", way)]) for way in (1, -1)]
    assert first is not None and last is not None and "form" not in first
    entries = [(each["id"], each["hash"]) for each in last["entries"]]
    posing = {"root": earlier_root(last["prev"], last["_id"], entries)}
    await seals.update_one({"_id": first["_id"]}, {"$set": {"by": "王德明"}})
    await seals.update_one({"_id": last["_id"]}, {"$set": posing, "$unset": {"form": ""}})
    await files.update_one({}, {"$set": {"uploadDate": datetime(2011, 5, 3)}})
    found = [(each.code, each.where.split()[-1]) for each in (await verify(archive)).findings]
    file = await files.find_one({})
    assert file is not None
    assert found == [
        ("seal_altered", str(first["_id"])),
        ("seal_altered", str(last["_id"])),
        ("file_altered", str(file["_id"])),
    ]


def test_every_release_and_every_schema_has_its_backup() -> None:
    log = (_ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    released = set(re.findall(r"^## \[(\d[^\]]*)\]", log, re.M))
    assert released <= {path.stem for path in BACKUPS}, _HOW
    schemas = set()
    for path in BACKUPS:
        with Chain(path, no_key) as chain:
            assert path.stem in {chain.manifest.program, chain.manifest.migrations[-1]}
            for part in chain.manifest.of(schema.RECORDS):
                schemas |= {each["schema"] for each in bson.decode_all(chain.read(part))}
    assert schemas == set(range(1, current() + 1)), _HOW
