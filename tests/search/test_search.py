"""Text search through the archive: what one just wrote, edits, filters, a lost or damaged index."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from records.archive import Archive
from records.errors import UsageFault
from records.opening import open_archive
from records.record import Record
from records.search.parse import parse_query
from records.search.query import Query
from records.search.resolve import resolve_query
from records.settings import load_settings
from records.values import PartialDate


def note(text: str, when: str = "2011-03-05", **more: object) -> Record:
    """A record with text in a field that no kind names."""
    fields = {"title": f"《{text[:6]}》", "finished_on": PartialDate.parse(when), "摘录": text, **more}
    return Record.new("research_report", fields)


async def titles(archive: Archive, typed: str) -> list[str]:
    query = await resolve_query(archive, parse_query(typed, archive.kinds))
    return [record.title for record in await archive.find(query)]


async def settled(archive: Archive) -> None:
    await archive.searcher.settled()


@pytest.mark.parametrize("wait", [False, True], ids=["not indexed yet", "indexed"])
async def test_a_part_of_the_text_is_found(archive: Archive, wait: bool) -> None:
    await archive.save(note("上营村日光温室销路调研，问题ABC-12"))
    await archive.save(note("灌溉渠道淤堵"))
    if wait:
        await settled(archive)
    assert await titles(archive, "温室销路") == ["《上营村日光温》"]
    assert await titles(archive, "室") == ["《上营村日光温》"]
    assert await titles(archive, "abc-12") == ["《上营村日光温》"]
    assert await titles(archive, "ｂｃ") == ["《上营村日光温》"]
    assert await titles(archive, '"调研，问题"') == ["《上营村日光温》"]
    assert await titles(archive, "调研问题") == []
    assert await titles(archive, "村 温室 -灌溉") == ["《上营村日光温》"]
    assert await titles(archive, "-温室") == ["《灌溉渠道淤堵》"]
    assert await titles(archive, "，") == ["《上营村日光温》"]
    assert await titles(archive, "kind:session 温室") == []


async def test_an_edit_is_found_at_once_and_its_old_text_no_more(archive: Archive) -> None:
    saved = await archive.save(note("灌溉渠道淤堵"))
    await settled(archive)
    saved.fields["摘录"] = "道路硬化"
    saved.fields["title"] = "道路"
    await archive.save(saved)
    assert await titles(archive, "道路硬化") == ["道路"]
    assert await titles(archive, "渠道") == []
    await settled(archive)
    assert await titles(archive, "道路硬化") == ["道路"]
    assert await titles(archive, "渠道") == []


async def test_an_edit_right_after_a_bulk_save_is_indexed_as_edited(archive: Archive) -> None:
    await settled(archive)
    many = [note(f"灌溉渠道淤堵{at}") for at in range(30)]
    await archive.save_many(many)
    edited = await archive.get(many[7].id)
    edited.fields |= {"摘录": "道路硬化", "title": "道路"}
    await archive.save(edited)
    await settled(archive)
    assert await titles(archive, "道路硬化") == ["道路"]
    assert len(await titles(archive, "渠道")) == 29


async def test_a_void_record_is_found_only_when_asked_for(archive: Archive) -> None:
    saved = await archive.save(note("灌溉渠道淤堵"))
    await settled(archive)
    await archive.void(saved.id, "重复")
    for _ in range(2):
        assert await titles(archive, "渠道") == []
        assert await titles(archive, "渠道 状态:作废") == [saved.title]
        assert await titles(archive, "渠道 status:any") == [saved.title]
        await settled(archive)


async def test_remarks_numbers_and_names_of_attachments_are_searched(archive: Archive) -> None:
    saved = await archive.save(note("灌溉渠道淤堵"))
    saved.remarks = "补记于年底"
    saved = await archive.save(saved)
    await archive.attach(saved.id, data=b"x", name="照片一.jpg")
    assert saved.no
    for typed in ("补记", saved.no, "照片一"):
        assert await titles(archive, f'"{typed}"') == [saved.title]
    assert await titles(archive, "照片 has:attachment") == [saved.title]
    assert await titles(archive, "渠道 -has:attachment") == []


async def test_hits_come_by_date_page_after_page(archive: Archive) -> None:
    days = [1 + at * 7 % 28 for at in range(60)]
    await archive.save_many([note(f"学习第{at}次", f"2011-02-{day:02}") for at, day in enumerate(days)])
    await settled(archive)
    await archive.save(note("学习第六十次", "2011-02-14"))
    query = Query(text="学习第", kind="research_report")
    everything = await archive.find(query, limit=100)
    shown = [record.date.start.day for record in everything if record.date]
    assert shown == sorted([*days, 14], reverse=True)
    paged: list[Record] = []
    while some := await archive.find(query, limit=7, after=paged[-1] if paged else None):
        paged += some
    assert [record.id for record in paged] == [record.id for record in everything]
    assert [record.id async for record in archive.each(query)] == [record.id for record in everything]
    assert (await archive.count(query)).number == 61
    assert (await archive.count(query, cap=20)).capped


async def test_names_are_looked_up(archive: Archive) -> None:
    people = [
        await archive.save(Record.new("person", {"name": name})) for name in ("单乐", "张伟民", "张伟民")
    ]
    await archive.save(note("灌溉渠道淤堵", authors=[people[0].id]))
    assert await titles(archive, "person:单乐 渠道") == ["《灌溉渠道淤堵》"]
    assert await titles(archive, f"person:{people[0].no} 渠道") == ["《灌溉渠道淤堵》"]
    assert await titles(archive, "kind:DY authors:单乐") == ["《灌溉渠道淤堵》"]
    with pytest.raises(Exception, match="张伟民"):
        await titles(archive, "person:张伟民")
    with pytest.raises(Exception, match="无此人"):
        await titles(archive, "person:无此人")


async def test_what_was_saved_while_nobody_indexed_is_found_later(archive_home: Path) -> None:
    async with open_archive(load_settings()) as archive:
        await archive.save(note("灌溉渠道淤堵"))
        await settled(archive)
    async with open_archive(load_settings()) as archive:
        # Too late for this instance to index it.
        await archive.searcher.close()
        await archive.store.records.update_one({}, {"$set": {"fields.摘录": "道路硬化", "version": 2}})
    async with open_archive(load_settings()) as archive:
        await settled(archive)
        assert await titles(archive, "道路硬化") == ["《灌溉渠道淤堵》"]


@pytest.mark.parametrize("damage", ["removed", "overwritten", "cut"])
async def test_a_damaged_index_is_made_anew(archive_home: Path, damage: str) -> None:
    async with open_archive(load_settings()) as archive:
        await archive.save_many([note(f"灌溉渠道淤堵{at}") for at in range(50)])
        await settled(archive)
    (path,) = (archive_home / "search").glob("*.sqlite")
    content = path.read_bytes()
    if damage == "removed":
        path.unlink()
    else:
        path.write_bytes(b"rubbish " * 999 if damage == "overwritten" else content[: len(content) // 2])
    async with open_archive(load_settings()) as archive:
        assert len(await titles(archive, "渠道")) == 50
        await settled(archive)
        assert len(await titles(archive, "渠道")) == 50
        state = await archive.searcher.state()
        assert (state.indexed, state.complete) == (50, True)


async def test_a_second_instance_reads_while_the_first_writes_and_takes_over(archive_home: Path) -> None:
    async with open_archive(load_settings()) as second:
        async with open_archive(load_settings()) as first:
            await first.save(note("灌溉渠道淤堵"))
            await settled(second)
            assert await titles(second, "渠道") == ["《灌溉渠道淤堵》"]
        await second.save(note("道路硬化"))
        await settled(second)
        assert await titles(second, "道路") == ["《道路硬化》"]


@pytest.mark.timeout(120)
async def test_random_texts_against_a_plain_scan(archive: Archive) -> None:
    """What is found is what a scan of all texts finds, indexed or not."""
    alphabet = "学习中心组会议Ab ，"
    texts = [_text(alphabet, seed, 30) for seed in range(300)]
    await archive.save_many([note(f"文{text}", title="标题") for text in texts[:200]])
    await settled(archive)
    await archive.save_many([note(f"文{text}", title="标题") for text in texts[200:]])
    for seed in range(1000, 1060):
        part = _text(alphabet, seed, 4).strip()
        if not part:
            continue
        tidy = part.casefold().replace("，", ",")
        expected = sum(tidy in text.casefold().replace("，", ",") for text in texts)
        number = (await archive.count(parse_query(f'"{part}"', archive.kinds))).number
        assert number == expected, part


def _text(alphabet: str, seed: int, length: int) -> str:
    source = random.Random(seed)
    return "".join(source.choices(alphabet, k=source.randint(1, length)))


async def test_a_similar_name_is_suggested_and_never_taken(archive: Archive) -> None:
    person = await archive.save(Record.new("person", {"name": "任金凤"}))
    with pytest.raises(UsageFault) as caught:
        await resolve_query(archive, parse_query("person:任金风", archive.kinds))
    assert f"任金凤 ({person.no})" in caught.value.hint

    # What a field refers to is found by its title, or a part of it; people by their name, as everywhere.
    decision = await archive.save(Record.new("commendation", {"title": "关于表彰2011年度学习先进的决定"}))
    for subject, name in ((decision, "甲"), (person, "乙")):
        paper = {"document": name, "subject": subject.id, "subjects": [person.id]}
        await archive.save(Record.new("issued_document", paper))
    about = "kind:issued_document subject"
    first, second = await titles(archive, f"{about}:表彰2011"), await titles(archive, f"{about}:任金凤")
    assert [first[0][0], second[0][0], len(first), len(second)] == ["甲", "乙", 1, 1]
    assert await titles(archive, "依据记录:关于表彰2011年度学习先进的决定") == first
    assert await titles(archive, f"{about}:{decision.no}") == first
    assert len(await titles(archive, "涉及记录:任金凤")) == 2
    with pytest.raises(UsageFault) as caught:
        await titles(archive, f"{about}:没有这份")
    assert "没有这份" in caught.value.message


async def test_a_field_that_nothing_has_is_refused_with_the_nearest_names(archive: Archive) -> None:
    await archive.save(Record.new("research_report", {"title": "调研", "Fax": "0930"}))
    assert await titles(archive, "Fax:0930") == await titles(archive, "kind:DY Fax:0930") == ["调研"]
    for typed in ("kind:person Fax:0930", "走访地方:石桥", "kind:DY 调研地方:石桥"):
        with pytest.raises(UsageFault):
            await titles(archive, typed)
    with pytest.raises(UsageFault) as caught:
        await titles(archive, "kind:DY 调研地方:石桥")
    place = archive.kinds["research_report"].field("place")
    assert place is not None
    assert place.label.text() in caught.value.hint
