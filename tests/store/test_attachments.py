"""Attachments: kept once, read back whole, and damage is noticed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from records.archive import Archive
from records.errors import Refused, ServerUnavailable, UnreadableFile
from records.opening import open_archive
from records.record import AttachmentRef, Record
from records.settings import load_settings
from records.store.attachments import DamagedFile
from records.store.embedded import Running
from tests.store.conftest import NewPerson
from tests.store.proxy import wire


async def content(archive: Archive, ref: AttachmentRef) -> bytes:
    return b"".join([piece async for piece in archive.attachment(ref)])


async def test_a_file_goes_in_and_comes_out(archive: Archive, new_person: NewPerson, tmp_path: Path) -> None:
    source = tmp_path / "讲稿.docx"
    source.write_bytes(bytes(range(256)) * 12_000)
    record = await archive.attach((await new_person()).id, source, expected_version=1)
    (ref,) = record.attachments
    assert (record.version, ref.name, ref.size) == (2, "讲稿.docx", source.stat().st_size)
    assert await content(archive, ref) == source.read_bytes()
    target = tmp_path / "out.docx"
    await archive.save_attachment(ref, target)
    assert target.read_bytes() == source.read_bytes()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


async def test_a_name_as_long_as_names_can_be_is_written(
    archive: Archive, new_person: NewPerson, tmp_path: Path
) -> None:
    name = f"{'讲稿' * 41}.docx"
    record = await archive.attach((await new_person()).id, data=b"x", name=name)
    (ref,) = record.attachments
    await archive.save_attachment(ref, tmp_path / ref.name)
    assert (tmp_path / name).read_bytes() == b"x"


async def test_the_same_bytes_are_kept_once(archive: Archive, new_person: NewPerson) -> None:
    first = await archive.attach((await new_person("张伟民")).id, data=b"same", name="甲.txt")
    second = await archive.attach((await new_person("杨丽")).id, data=b"same", name="乙.txt")
    again = await archive.attach(second.id, data=b"same", name="乙.txt")
    assert first.attachments[0].file == second.attachments[0].file
    assert again.version == second.version
    assert await archive.store.files.count({}) == 1


async def test_an_empty_file_is_a_file(archive: Archive, new_person: NewPerson) -> None:
    record = await archive.attach((await new_person()).id, data=b"", name="空.txt")
    assert await content(archive, record.attachments[0]) == b""


async def test_damage_is_noticed_and_leaves_no_file_behind(
    archive: Archive, new_person: NewPerson, tmp_path: Path
) -> None:
    record = await archive.attach((await new_person()).id, data=b"intact", name="讲稿.txt")
    chunks = archive.store.database.collection("fs.chunks")
    await chunks.update_one({}, {"$set": {"data": b"intacT"}})
    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(DamagedFile, match="讲稿"):
        await archive.save_attachment(record.attachments[0], folder / "out.txt")
    assert list(folder.iterdir()) == []


async def test_a_file_that_is_not_there_is_said_so(
    archive: Archive, new_person: NewPerson, tmp_path: Path
) -> None:
    record = await new_person()
    with pytest.raises(UnreadableFile):
        await archive.attach(record.id, tmp_path / "missing.txt")
    assert (await archive.get(record.id)).version == 1


async def test_nothing_is_attached_to_a_void_record(archive: Archive, new_person: NewPerson) -> None:
    record = await new_person()
    await archive.void(record.id, "重复")
    with pytest.raises(Refused):
        await archive.attach(record.id, data=b"x", name="x.txt")


async def test_attachments_put_in_at_the_same_time_all_stay(archive: Archive, new_person: NewPerson) -> None:
    record = await new_person()
    files = {f"附件{number}.txt": b"x" * size for number, size in enumerate((1, 3_000_000, 2))}
    await asyncio.gather(*(archive.attach(record.id, data=data, name=name) for name, data in files.items()))
    kept = await archive.get(record.id)
    assert {ref.name for ref in kept.attachments} == set(files)
    assert kept.version == 4


async def test_missing_pieces_and_files_are_damage(archive: Archive, new_person: NewPerson) -> None:
    record = await archive.attach((await new_person()).id, data=b"x" * 1_000_000, name="讲稿.pdf")
    await archive.store.database.collection("fs.chunks").delete_many({"n": 2})
    with pytest.raises(DamagedFile, match="讲稿"):
        await content(archive, record.attachments[0])
    await archive.store.files.delete_many({})
    with pytest.raises(DamagedFile, match="讲稿"):
        await content(archive, record.attachments[0])


async def test_a_place_that_cannot_be_written_to_is_named(
    archive: Archive, new_person: NewPerson, tmp_path: Path
) -> None:
    record = await archive.attach((await new_person()).id, data=b"x", name="讲稿.pdf")
    (tmp_path / "file").write_bytes(b"")
    for folder in ("file", "missing"):
        with pytest.raises(Refused, match=folder):
            await archive.save_attachment(record.attachments[0], tmp_path / folder / "out.pdf")


async def test_a_server_lost_under_an_upload_is_said_so_in_our_words(
    archive_home: Path, mongod: Running, tmp_path: Path
) -> None:
    async with (
        wire(tmp_path, mongod.socket) as cable,
        open_archive(replace(load_settings(), uri=cable.uri)) as archive,
    ):
        record = await archive.save(Record.new("person", {"name": "张伟民"}))
        cable.hold = b"fs.chunks"
        attaching = asyncio.create_task(archive.attach(record.id, data=b"x" * 3_000_000, name="讲稿.pdf"))
        await cable.holding.wait()
        cable.unplug()
        with pytest.raises(ServerUnavailable):
            await attaching
        cable.down = False
        kept = await archive.attach(record.id, data=b"x" * 3_000_000, name="讲稿.pdf")
        assert len(kept.attachments) == 1
