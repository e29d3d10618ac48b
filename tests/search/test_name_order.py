"""Lists of names by pinyin and by strokes: what stands before what, and that an index has them so."""

from __future__ import annotations

from datetime import date

import pytest
from bson.objectid import ObjectId
from hypothesis import given
from hypothesis import strategies as st

from records.archive import Archive
from records.errors import UsageFault
from records.lists.listing import Listing
from records.name_order import name_order
from records.programme.book import load_book
from records.programme.views.boards import people_of
from records.programme.views.matrix import subjects
from records.record import Record
from records.search.parse import parse_query
from records.search.query import Query
from records.sorts import Sort
from records.store import migrations, schema

#: Surnames that are not read like the words, one surname twice, a short name that begins a longer one.
PEOPLE = [
    "丁一",
    "李秀兰",
    "吕建国",
    "单小红",
    "王五",
    "王伟",
    "解放",
    "尉迟恭",
    "曾国华",
    "张三",
    "张三丰",
    "张文",
    "张伟",
    "章伟",
    "Li",
]
#: A dictionary's order: by syllable and tone; 张 before 章, which has more strokes; lü after lu and li.
BY_PINYIN = [
    "Li",
    "丁一",
    "李秀兰",
    "吕建国",
    "单小红",
    "王伟",
    "王五",
    "解放",
    "尉迟恭",
    "曾国华",
    "张三",
    "张三丰",
    "张伟",
    "张文",
    "章伟",
]
#: 横 before 折: 王 before 毛 and 李 before 张, whatever the radicals say.
BY_STROKES = [
    "Li",
    "丁一",
    "王五",
    "王伟",
    "吕建国",
    "李秀兰",
    "张三",
    "张三丰",
    "张文",
    "张伟",
    "单小红",
    "章伟",
    "尉迟恭",
    "曾国华",
    "解放",
]


@pytest.mark.parametrize(("way", "expected"), [("pinyin", BY_PINYIN), ("stroke", BY_STROKES)])
def test_people_stand_as_in_a_dictionary_or_on_an_official_list(way: str, expected: list[str]) -> None:
    assert sorted(PEOPLE, key=lambda name: name_order(name, person=True)[way]) == expected


def test_units_are_read_as_words_and_their_numbers_by_size() -> None:
    units = ["长江村", "重点办", "第10党支部", "第2党支部", "曾家村", "上营村"]
    found = sorted(units, key=lambda name: name_order(name, person=False)["pinyin"])
    assert found == ["长江村", "第2党支部", "第10党支部", "上营村", "曾家村", "重点办"]


@given(st.text(alphabet="单王曾尉迟长女绿Az19 　（)，𠮷𬱖〇é", max_size=12), st.booleans())
def test_whatever_a_name_is_made_of_it_has_a_place(name: str, person: bool) -> None:
    assert set(name_order(name, person=person)) in ({"pinyin", "stroke"}, set())


async def test_a_list_goes_by_them_page_by_page_old_records_included(archive: Archive) -> None:
    made = [Record.new("person", {"name": name}) for name in (*PEOPLE, "王伟")]
    for each in made:
        await archive.save(each)
    # As stored by a release that had no such orders.
    records, named = archive.store.records, {"kind": "person"}
    for row in await records.find(named):
        await records.update_one({"_id": row["_id"]}, {"$unset": {"order": ""}})
    applied = archive.store.database.collection(schema.MIGRATIONS)
    await applied.delete_many({"_id": "0009-name-order"})
    assert await migrations.migrate(archive.store.database) == ["0009-name-order"]

    orders: list[tuple[Sort, list[str]]] = [("pinyin", BY_PINYIN), ("-stroke", BY_STROKES[::-1])]
    for sort, expected in orders:
        listing = Listing(archive, Query(kind="person", sort=sort), ["title"])
        for _ in range(2):
            paged = [each.title for at in range(0, 16, 3) for each in await listing.rows(at, 3)]
            assert [name for at, name in enumerate(paged) if name != paged[at - 1]] == expected
            assert await listing.exact_count() == len(paged) == 16
        assert await listing.row_of_name("zhangs") == paged.index("张三" if sort == "pinyin" else "张三丰")
        await listing.close()
        first = await archive.find(Query(kind="person", sort=sort), limit=5)
        after = await archive.find(Query(kind="person", sort=sort), limit=20, after=first[-1])
        assert [each.title for each in (*first, *after)] == paged


async def test_they_can_be_typed_and_other_kinds_have_none(archive: Archive) -> None:
    typed = {"排序:拼音": "pinyin", "排序:-笔划": "-stroke", "sort:-stroke": "-stroke", "sort:标题": "title"}
    for text, sort in typed.items():
        assert parse_query(text, archive.kinds).sort == sort
    with pytest.raises(UsageFault, match="people and units"):
        await archive.find(parse_query("kind:session sort:pinyin", archive.kinds))


async def test_an_index_serves_each_order(archive: Archive) -> None:
    for way in ("pinyin", "stroke"):
        plan = await archive.store.database.command(
            {
                "explain": {
                    "find": schema.RECORDS,
                    "filter": {"kind": "person", "status": {"$ne": "void"}},
                    "sort": {f"order.{way}": -1, "_id": -1},
                }
            }
        )
        shown = str(plan["queryPlanner"]["winningPlan"])
        assert f"order_{way}" in shown
        assert "'SORT'" not in shown


async def test_the_programme_lists_people_by_pinyin_within_their_unit(archive: Archive) -> None:
    units = [
        await archive.save(Record.new("unit", {"name": name, "category": "党支部"}, status="submitted"))
        for name in ("上营村", "柳树湾村")
    ]
    names = ("张伟民", "王德明", "曾国华", "李秀兰")
    for number, name in enumerate(names):
        stay = [{"org": units[number // 2].id, "from": date(2009, 1, 1)}]
        fields = {"name": name, "political_status": "正式党员", "memberships": stay}
        await archive.save(Record.new("person", fields, status="submitted"))
    book = await load_book(archive, date(2011, 6, 15))

    def told(ids: list[ObjectId]) -> list[str]:
        return [book.roster.people[each].name for each in ids]

    assert told(list(book.roster.people)) == ["李秀兰", "王德明", "曾国华", "张伟民"]
    assert told(subjects(book, "people", None)) == ["王德明", "张伟民", "李秀兰", "曾国华"], (
        "by unit, then by name"
    )
    assert told(people_of(book, book.unit(units[1].id), 2011)) == ["李秀兰", "曾国华"]
