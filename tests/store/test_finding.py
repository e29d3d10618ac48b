"""Lists, counts and pickers through the archive."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from bson.objectid import ObjectId

from records.archive import Archive
from records.record import Record
from records.search.query import Query
from records.sorts import SORTS
from tests.store.conftest import NewPerson


async def visits(archive: Archive, days: list[date | None]) -> list[Record]:
    fields: list[dict[str, Any]] = [
        {"household": f"户主{number}", "village": "上营村"} | ({"visited_on": day} if day else {})
        for number, day in enumerate(days)
    ]
    return [await archive.save(Record.new("household_visit", each)) for each in fields]


@pytest.mark.parametrize("sort", SORTS)
async def test_pages_follow_each_other_in_every_order(archive: Archive, sort: Any) -> None:
    days = [date(2011, 1, 1), None, date(2011, 3, 1), date(2011, 1, 1), None, date(2010, 7, 1), None]
    await visits(archive, days)
    for name in ("张伟民", "单国强", "张伟民", "李秀兰", "曾小芳", "赵永刚", "解放军"):
        await archive.save(Record.new("person", {"name": name}))
    names = sort.removeprefix("-") in ("pinyin", "stroke")
    query = Query(kind="person" if names else "household_visit", sort=sort)
    whole = [record.id async for record in archive.each(query, batch=2)]
    paged: list[ObjectId] = []
    page = await archive.find(query, limit=2)
    while page:
        paged += [record.id for record in page]
        page = await archive.find(query, limit=2, after=page[-1])
    assert len(whole) == 7
    assert paged == whole


async def test_counts_stop_at_their_cap(archive: Archive) -> None:
    await visits(archive, [date(2011, 1, 1)] * 4)
    query = Query(kind="household_visit")
    exact, capped, at_cap = (
        await archive.count(query),
        await archive.count(query, cap=3),
        await archive.count(query, cap=4),
    )
    assert (exact.number, exact.capped) == (4, False)
    assert (capped.number, capped.capped) == (3, True)
    assert (at_cap.number, at_cap.capped) == (4, False)


async def test_a_unit_means_the_units_below_it_too(archive: Archive) -> None:
    top = await archive.save(Record.new("unit", {"name": "青杨河乡党委"}))
    middle = await archive.save(Record.new("unit", {"name": "柳树湾村党总支", "parent": top.id}))
    below = await archive.save(Record.new("unit", {"name": "柳一支部", "parent": middle.id}))
    person = await archive.save(Record.new("person", {"name": "张伟民", "memberships": [{"org": below.id}]}))
    assert await archive.units_below(top.id) == {top.id, middle.id, below.id}
    found = await archive.find(Query(unit=top.id, kind="person"))
    assert [record.id for record in found] == [person.id]


@pytest.mark.parametrize("typed", ["张", "伟民", "zwm", "zhangwei", "ZWM", "zhang wei"])
async def test_people_are_picked_by_part_pinyin_or_initials(
    archive: Archive, new_person: NewPerson, typed: str
) -> None:
    person = await new_person("张伟民")
    await new_person("杨丽")
    await archive.save(Record.new("unit", {"name": "张家湾党支部"}))
    assert [record.id for record in await archive.pick("person", typed)] == [person.id]


async def test_pickers_offer_former_names_and_skip_void_records(
    archive: Archive, new_person: NewPerson
) -> None:
    renamed = await new_person("张伟民", former_names=["张二娃"])
    void = await new_person("张二娃")
    await archive.void(void.id, "重复")
    assert [record.id for record in await archive.pick("person", "二娃")] == [renamed.id]
    assert [record.id for record in await archive.pick("person", "zew")] == [renamed.id]


async def test_the_closest_name_comes_first(archive: Archive, new_person: NewPerson) -> None:
    for name in ("李张氏", "张伟民", "张伟"):
        await new_person(name)
    await archive.save_many(Record.new("person", {"name": f"张伟{chr(0x4E00 + at)}"}) for at in range(250))
    for typed in ("张伟", "zhangwei", "zw"):
        first, *_ = await archive.pick("person", typed)
        assert first.title == "张伟"
    unit = await archive.save(Record.new("unit", {"name": "张伟"}))
    assert unit.id in {record.id for record in await archive.pick("person|unit", "张伟")}


@pytest.mark.parametrize(
    "typed",
    ["任金风", "任晶凤", "任玉凤", "任凤", "renjimfeng", "renjinfenng", "rejinfeng", "wenjinfeng", "ernjinf"],
)
async def test_a_name_typed_a_little_wrong_is_offered_all_the_same(
    archive: Archive, new_person: NewPerson, typed: str
) -> None:
    person = await new_person("任金凤")
    await new_person("张伟民")
    assert [record.id for record in await archive.pick("person", typed)] == [person.id]
    assert await archive.pick("person", typed, like=False) == []


async def test_a_units_name_is_found_by_some_of_its_characters_in_order(archive: Archive) -> None:
    first, second = [
        await archive.save(Record.new("unit", {"name": f"柳树湾村第{number}党支部"})) for number in "一二"
    ]
    for typed in ("柳二支", "柳二党支部", "湾二支"):
        assert [record.id for record in await archive.pick("person|unit", typed)] == [second.id]
    assert {record.id for record in await archive.pick("unit", "柳村支")} == {first.id, second.id}
    assert await archive.pick("unit", "支二柳") == []
    # What boards call it: its short name, whole or a part of it.
    named = {"name": "石桥村党总支", "short_name": "石桥总支"}
    third = await archive.save(Record.new("unit", named))
    for typed in ("石桥总支", "桥总"):
        assert [record.id for record in await archive.pick("person|unit", typed, like=False)] == [third.id]


async def test_similar_names_are_offered_only_when_none_fits(archive: Archive, new_person: NewPerson) -> None:
    meant, like = await new_person("任金凤"), await new_person("任金风")
    assert [record.id for record in await archive.pick("person", "任金凤")] == [meant.id]
    near = await archive.pick("person", "任锦风")
    assert {record.id for record in near} == {meant.id, like.id}
