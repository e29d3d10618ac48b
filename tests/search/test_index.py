"""The index file by itself: against a plain scan, replaced entries, several readers, damage."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from bson.objectid import ObjectId
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from records.search.index import BrokenIndex, Entry, Lookup, TextIndex
from records.search.lookup import lookup_for
from records.search.query import Term
from records.search.text import holds

ALPHABET = "学习中心组会议记录Ab1２ ，。-é\n𬱖"
TEXTS = st.text(ALPHABET, max_size=25)


def entry(text: str, *, day: int = 1, version: int = 1, record: ObjectId | None = None) -> Entry:
    return Entry(record or ObjectId(), version, day, text, "kx sdraft")


def found(index: TextIndex, *terms: Term, limit: int = 1000) -> list[ObjectId]:
    lookup = lookup_for(terms, {})
    assert lookup is not None
    return [hit.id for hit in index.hits(lookup, limit=limit)]


@pytest.fixture
def index(tmp_path: Path) -> TextIndex:
    return TextIndex(tmp_path / "a.1.sqlite", create=True)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(TEXTS, min_size=1, max_size=12),
    terms=st.lists(
        st.builds(Term, st.text(ALPHABET, min_size=1, max_size=4), st.booleans()), min_size=1, max_size=3
    ),
    part=st.tuples(st.integers(0, 20), st.integers(1, 5)),
)
def test_it_answers_like_a_plain_scan(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], terms: list[Term], part: tuple[int, int]
) -> None:
    # A part of a text that is there, so that most questions have an answer.
    piece = texts[0][part[0] : sum(part)]
    terms = [*terms, Term(piece)] if piece else terms
    lookup = lookup_for(terms, {})
    if lookup is None:
        return
    index = TextIndex(tmp_path_factory.mktemp("index") / "a.1.sqlite", create=True)
    entries = [entry(text) for text in texts]
    index.write(entries)
    answered = {hit.id for hit in index.hits(lookup, limit=1000)}
    expected = {each.id for each in entries if holds(each.text, terms)}
    assert answered >= expected
    if lookup.exact:
        assert answered == expected
    index.close()


def test_a_record_has_one_entry_its_latest(index: TextIndex) -> None:
    record = ObjectId()
    index.write([entry("渠道清淤", record=record), entry("渠道")])
    index.write([entry("道路硬化", record=record, version=2, day=9)])
    assert record not in found(index, Term("渠道"))
    assert found(index, Term("道路")) == [record]
    assert index.versions([record]) == {record: 2}
    assert index.size() == 2


def test_a_removed_record_is_not_found(index: TextIndex) -> None:
    record = ObjectId()
    index.write([entry("渠道清淤", record=record)])
    index.write([], removed=[record, ObjectId()])
    assert found(index, Term("渠道")) == []
    assert index.size() == 0


def test_the_latest_date_comes_first_and_pages_follow_each_other(index: TextIndex) -> None:
    entries = [entry(f"第{day}次学习", day=day % 7) for day in range(40)]
    index.write(entries[::2])
    index.write(entries[1::2])
    lookup = lookup_for([Term("次学习")], {})
    assert lookup is not None
    everything = index.hits(lookup, limit=100)
    days = {each.id: each.day for each in entries}
    assert [days[hit.id] for hit in everything] == sorted((day % 7 for day in range(40)), reverse=True)
    first = index.hits(lookup, limit=15)
    second = index.hits(Lookup("grams", lookup.expression, True, below=first[-1].row), limit=100)
    assert first + second == everything
    assert index.hits(lookup, limit=100, newest_first=False) == everything[::-1]


def test_kind_unit_people_and_dates_are_asked_of_the_index(index: TextIndex) -> None:
    unit, person = ObjectId(), ObjectId()
    document = {
        "_id": ObjectId(),
        "version": 1,
        "kind": "research_report",
        "status": "void",
        "unit": unit,
        "people": [{"person": person, "role": "author"}],
        "date": {"start": datetime(2011, 3, 1)},
    }
    index.write([Entry.of(document, "渠道清淤")])

    def asked(**criteria: object) -> int:
        given = {name.replace("__", "."): value for name, value in criteria.items()}
        lookup = lookup_for([Term("渠道")], given)
        single = lookup_for([Term("渠")], given)
        assert lookup is not None
        assert single is not None
        assert lookup.exact
        counts = {len(index.hits(each, limit=9)) for each in (lookup, single)}
        return counts.pop() if len(counts) == 1 else -1

    assert asked(kind="research_report", unit=unit, people__person=person, status="void") == 1
    assert asked(unit={"$in": [ObjectId(), unit]}) == 1
    assert asked(kind="session") == asked(unit=ObjectId()) == asked(people__person=ObjectId()) == 0
    assert asked(status={"$ne": "void"}) == 0
    spring = {"$gte": datetime(2011, 3, 1), "$lte": datetime(2011, 3, 1)}
    assert asked(date__start=spring) == 1
    assert asked(date__start={"$gte": datetime(2011, 3, 2)}) == 0
    assert asked(date__start={"$lte": datetime(2011, 2, 28)}) == 0


def test_readers_see_what_is_committed_while_another_writes(index: TextIndex) -> None:
    reader = TextIndex(index.path)
    index.write([entry("渠道清淤")])
    assert len(found(reader, Term("渠道"))) == 1
    index.write([entry("渠道")], meta={"token": {"_data": "8"}})
    assert len(found(reader, Term("渠道"))) == 2
    assert reader.meta("token") == {"_data": "8"}
    reader.close()


def test_a_file_that_is_no_index_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.1.sqlite"
    path.write_bytes(b"not a database, not at all" * 100)
    with pytest.raises(BrokenIndex):
        TextIndex(path)


def test_a_missing_file_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(BrokenIndex):
        TextIndex(tmp_path / "a.1.sqlite")
    assert not list(tmp_path.iterdir())


def test_many_replaced_entries_wear_the_index_out(index: TextIndex) -> None:
    ids = [ObjectId() for _ in range(1200)]
    for version in range(1, 4):
        index.write([entry("学习", record=record, version=version) for record in ids])
    assert index.worn() == (index.meta("stale") is not None)
    assert index.size() == 1200
