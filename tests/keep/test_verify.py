"""Verification: real archives are altered behind the program's back; exactly that is found and named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bson.objectid import ObjectId

from records.archive import Archive
from records.errors import ServerUnavailable
from records.keep.verify.spool import Groups, Spool
from records.keep.verify.structure import data_files
from records.keep.verify.whole_archive import verify
from records.opening import open_archive
from records.record import Record
from records.settings import load_settings
from records.store import journal, migrations, schema
from records.store.history import plain
from records.store.sealing import Sealer
from tests.keep.altered_archive import PDF, Archived


async def test_a_whole_archive_has_no_finding(archive: Archive, kept: Record) -> None:
    people = [Record.new("person", {"name": f"人员{number}"}) for number in range(30)]
    await archive.save_many(people, batch=ObjectId())
    await archive.save_many([await archive.get(people[3].id)])
    changed = await archive.get(people[4].id)
    changed.fields["post"] = "书记"
    await archive.save_many([changed])
    gone = await archive.get(people[5].id)
    await archive.void(gone.id, "重复")
    told: list[tuple[str, int, int]] = []
    report = await verify(archive, on_progress=lambda *step: told.append(step))
    assert report.findings == []
    assert report.looked["records"] == 32
    assert report.head is not None
    assert told[-1][1] == sum(report.looked.values())


async def test_records_and_their_versions(archived: Archived) -> None:
    raw, record = archived.raw, archived.record
    this, first = {"_id": record.id}, {"rec": record.id, "version": 1}

    def altered() -> None:
        raw.records.update_one(this, {"$set": {"fields.findings": "改写"}})

    (found,) = await archived.expect(altered, "record_altered")
    assert (found.about.id, found.about.no, found.about.title) == (record.id, record.no, record.title)

    def deleted() -> None:
        raw.records.delete_one(this)

    found, _ = await archived.expect(deleted, "record_missing", "file_orphan")
    assert (found.about.no, found.about.title) == (record.no, record.title)

    def put_back() -> None:
        old = raw.revisions.find_one_and_delete(first) or {}
        raw.records.replace_one(this, old["document"])

    await archived.expect(put_back, "record_older", "file_orphan")

    def slipped_in() -> None:
        person = raw.records.find_one({"kind": "person"}) or {}
        raw.records.insert_one(person | {"_id": ObjectId(), "no": "RY-2011-0009"})

    await archived.expect(slipped_in, "version_untold", "counter_behind")

    def version_altered() -> None:
        raw.revisions.update_one(first, {"$set": {"document.fields.findings": "改写"}})

    (found,) = await archived.expect(version_altered, "revision_altered")
    assert found.about.no == record.no

    def version_missing() -> None:
        raw.revisions.delete_one(first)

    await archived.expect(version_missing, "revision_missing")

    def version_slipped_in() -> None:
        old = raw.revisions.find_one(first) or {}
        raw.revisions.insert_one(old | {"_id": ObjectId(), "version": 7})

    await archived.expect(version_slipped_in, "revision_foreign")

    def purged() -> None:
        entry = journal.entry("purge", "刘芳", journal.now(), record=record.id)
        raw.journal.insert_one(entry)
        raw.unsealed.insert_one(journal.waiting(entry))
        raw.records.delete_one(this)
        raw.revisions.delete_many({"rec": record.id})
        raw["fs.files"].delete_many({})
        raw["fs.chunks"].delete_many({})

    await archived.expect(purged)


async def test_a_person_from_before_names_had_an_order(archived: Archived) -> None:
    """The migration that added the keys of order wrote no version."""
    raw = archived.raw
    person = raw.records.find_one({"kind": "person"}) or {}
    del person["order"]
    raw.records.replace_one({"_id": person["_id"]}, person)
    told = {"record": person["_id"], "version": 1}
    raw.journal.update_one(told, {"$set": {"hash": journal.hash_of(plain(person))}})
    archived.seal_anew()
    (migration,) = [each for each in migrations.ALL if each.name == "0009-name-order"]
    await migration.apply(archived.archive.store.database)
    assert raw.records.count_documents({"order": {"$exists": True}}) == 1
    assert (await verify(archived.archive)).findings == []


async def test_what_a_record_holds(archived: Archived) -> None:
    record, archive = archived.record, archived.archive
    author = record.people[0].person
    cases: list[tuple[str, dict[str, Any], str]] = [
        ("kind_unknown", {"kind": "poem"}, "poem"),
        ("derived_differs", {"title": "别的题目"}, "title"),
        ("derived_differs", {"people": []}, "people"),
        ("required_missing", {"status": "verified"}, ""),
        ("reference_dangling", {"fields.authors": [ObjectId()], "people": []}, ""),
        ("reference_kind", {"fields.authors": [record.id], "people": []}, record.title),
        ("not_a_record", {"attachments": "没有"}, ""),
    ]
    for code, change, word in cases:
        found = await archived.after(lambda change=change: archived.rewrite(record.id, change))  # type: ignore[misc]
        mine = {each.code for each in found if each.about.id == record.id}
        assert mine == {code}, (code, found)
        assert any(word in each.what for each in found)
    await archived.after(lambda: None)
    note = await archive.save(Record.new("reading_note", {"person": author}))
    renamed = await archive.get(author)
    renamed.fields["name"] = "张为民"
    await archive.save(renamed)
    assert (await archive.get(note.id)).title == note.title
    assert (await verify(archive)).findings == []  # titles follow names when they are saved again
    await archive.void(author, "不是本乡党员")
    found = (await verify(archive)).findings
    assert {(each.code, each.about.no) for each in found} == {
        ("reference_void", record.no),
        ("reference_void", note.no),
    }


async def test_filing_numbers(archived: Archived) -> None:
    record, author = archived.record.id, archived.record.people[0].person
    place = {"fonds": "Z109", "category": "WS", "year": 2011, "retention": "Y", "unit": "BGS"}

    def file(*numbers: tuple[ObjectId, Any]) -> Callable[[], None]:
        def alter() -> None:
            for each, item in numbers:
                archived.rewrite(each, {"archive": place | {"item": item}})

        return alter

    gaps = await archived.expect(file((record, 3)), "filing_gap", "filing_gap")
    assert [each.where for each in gaps] == ["Z109-WS·2011-Y-BGS-0001", "Z109-WS·2011-Y-BGS-0002"]
    await archived.expect(file((record, 1), (author, 1)), "filing_twice")
    await archived.expect(file((record, 1), (author, "x")), "filing_faulty")
    await archived.expect(file((record, 1), (author, 2)))


async def test_attachments(archived: Archived) -> None:
    raw, record, archive = archived.raw, archived.record, archived.archive
    chunks, files = raw["fs.chunks"], raw["fs.files"]
    first, last = chunks.find({}, sort=[("n", 1)])
    length = (files.find_one({}) or {})["length"]
    flipped = last["data"][:-1] + bytes([last["data"][-1] ^ 1])
    cases: list[tuple[str, Callable[[], Any]]] = [
        ("file_altered", lambda: chunks.update_one({"_id": last["_id"]}, {"$set": {"data": flipped}})),
        ("file_cut", lambda: chunks.update_one({"_id": last["_id"]}, {"$set": {"data": b"x"}})),
        ("file_cut", lambda: chunks.delete_one({"_id": first["_id"]})),
        ("file_missing", lambda: chunks.delete_many({})),
        ("file_size", lambda: files.update_one({}, {"$set": {"length": length - 1}})),
        ("file_altered", lambda: files.update_one({}, {"$set": {"metadata.sha256": "0" * 64}})),
    ]
    for code, alter in cases:
        (found,) = await archived.expect(alter, code)
        assert found.about.no == record.no, code
        assert "调研.pdf" in found.where, code

    def no_file() -> None:
        files.delete_one({})

    await archived.expect(no_file, "chunk_orphan", "file_missing")
    await archived.after(lambda: None)
    await archive.keep_file("无主.txt", "没有人要的文件".encode())
    (found,) = (await verify(archive)).findings
    assert (found.code, "无主.txt" in found.what) == ("file_orphan", True)


async def test_formats_of_attachments(archived: Archived) -> None:
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    given = {
        "报告.xyz": (b"abc", "file_format"),
        "报告.pdf": (b"not a report at all", "file_unlike"),
        "错名.jpg": (b"\x89PNG\r\n\x1a\n" + bytes(40), "file_misnamed"),
        "名册.xls": (b"PK\x03\x04" + bytes(41), ""),
        "笔记.doc": (b"%PDF-1.4 a note", "file_misnamed"),
        "加密.pdf": (b"%PDF-1.4 trailer << /Encrypt 5 0 R >>", "file_encrypted"),
        "加密.docx": (locked, "file_encrypted"),
        "加密.zip": (b"PK\x03\x04\x14\x00\x01\x00" + bytes(40), "file_encrypted"),
        "工具.exe": (b"MZ" + bytes(60), "file_active"),
        "宏.docx": (b"PK\x03\x04\x14\x00\x00\x00 word/vbaProject.bin", "file_active"),
        "正常.txt": ("学习笔记".encode(), ""),
    }
    for name, (data, _) in given.items():
        await archived.archive.attach(archived.record.id, data=data, name=name)
    report = await verify(archived.archive)
    found = {each.where.partition(",")[0]: each.code for each in report.findings}
    assert found == {name: code for name, (_, code) in given.items() if code}
    misnamed = next(each for each in report.findings if each.where.startswith("错名.jpg"))
    assert "it is png" in misnamed.what and misnamed.severity == "warning"
    # The same bytes under a right name: each record is judged by what it calls them.
    author, picture = archived.record.people[0].person, given["错名.jpg"][0]
    await archived.archive.attach(author, data=picture, name="对名.png")
    again = [each for each in (await verify(archived.archive)).findings if each.code == "file_misnamed"]
    assert [each.where.partition(",")[0] for each in again] == ["错名.jpg", "笔记.doc"]
    await archived.archive.attach(author, data=PDF, name="一样.docx")
    (same, *_) = [each for each in (await verify(archived.archive)).findings if "一样.docx" in each.where]
    assert same.about.id == author and "pdf" in same.what
    assert not report.passed("safety")
    assert report.passed("authenticity")


async def test_indexes_and_validator(archived: Archived, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUEDANG_CALLED", "scripts/run")
    raw, archive = archived.raw, archived.archive
    raw.records.drop_index("no")
    raw.revisions.drop_index("rev")
    raw.revisions.create_index([("rec", 1), ("version", -1)], name="rev")
    raw.command({"collMod": "records", "validator": {}})
    report = await verify(archive)
    assert [(each.code, each.where) for each in report.findings] == [
        ("index_missing", "records no"),
        ("index_differs", "revisions rev"),
        ("validator_missing", "records"),
    ]
    assert all("`scripts/run verify --mend`" in each.todo for each in report.findings)
    raw.records.insert_one({"title": "什么都不是"})
    raw.records.insert_one({"_id": ObjectId(), "kind": "person", "fields": {}, "version": 1, "title": 7})
    found = [each for each in (await verify(archive)).findings if each.code == "not_a_record"]
    assert len(found) == 2
    raw.records.delete_many({"created": {"$exists": False}})
    raw.revisions.drop_index("rev")
    await schema.mend(archive.store.database, guarded=False)
    assert (await verify(archive)).findings == []


async def test_a_data_file_that_the_server_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUEDANG_HOME", str(tmp_path / "home"))
    for variable in ("MONGODB_URI", "XUEDANG_ARCHIVE"):
        monkeypatch.delenv(variable, raising=False)
    async with open_archive(load_settings()) as archive:
        await archive.save_many([Record.new("person", {"name": f"人员{number}"}) for number in range(50)])
        (file,) = [name for name, what in (await data_files(archive)).items() if what == "revisions"]
        (records,) = [name for name, what in (await data_files(archive)).items() if what == "records"]
    assert file != records
    path = tmp_path / "home" / "db" / records
    damaged = bytearray(path.read_bytes())
    for place in range(4096, len(damaged), 4096):
        damaged[place + 100] ^= 1
    path.write_bytes(damaged)
    with pytest.raises(ServerUnavailable) as refused:  # noqa: PT012  it may be found while opening
        async with open_archive(load_settings()) as archive:
            found = (await verify(archive)).findings
            assert [each.code for each in found] == ["data_file"]
            assert records in found[0].what
            assert "records" in found[0].what
            assert "xuedang restore" in found[0].todo
            raise ServerUnavailable(found[0].what, hint=found[0].todo)
    assert records in refused.value.message
    assert "xuedang restore" in refused.value.hint


def test_a_spool_sorts_more_than_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("records.keep.verify.spool._RUN", 10)
    rows = [bytes([number * 7 % 251, number % 13, 0]) for number in range(95)]
    with Spool(3) as spool:
        for row in rows:
            spool.add(row)
        assert list(spool) == sorted(rows)
    groups = Groups(iter(sorted(rows)), 1)
    taken = [key for key, _ in groups.before(b"\x80")]
    assert taken == sorted({row[:1] for row in rows if row[:1] < b"\x80"})
    assert groups.of(b"\x00") == []


async def test_an_earlier_version_with_a_long_text_is_read_like_any_other(archive: Archive) -> None:
    person = await archive.save(Record.new("person", {"name": "李秀兰", "remark": "学习" * 20_000}))
    person.fields["post"] = "支部书记"
    await archive.save(person)
    await Sealer(archive.store, "刘芳").seal()
    assert (await verify(archive)).findings == []
