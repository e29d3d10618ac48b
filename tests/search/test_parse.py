"""What an operator types, read as a query, and written out again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import get_args

import pytest
from bson.objectid import ObjectId
from hypothesis import given
from hypothesis import strategies as st

from records.errors import UsageFault
from records.kind import Kinds
from records.kind_file import own_kinds
from records.language import set_language
from records.record import STATUSES
from records.search.conditions import write_condition, write_value
from records.search.operators import OPERATORS, offers
from records.search.parse import parse_query
from records.search.query import Condition, Operator, Query, Term, write_terms
from records.search.sentence import sentence
from records.sorts import SORTS
from records.values import PartialDate

UNIT = ObjectId("5f5e1000000000000000abcd")


@cache
def kinds() -> Kinds:
    return own_kinds()


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> str:
    set_language(request.param)
    return str(request.param)


def read(text: str) -> Query:
    return parse_query(text, kinds())


def test_words_phrases_and_negated_words() -> None:
    query = read('学习 "中心组  学习" -灌溉 －“渠 道”')
    assert query.terms == (
        Term("学习"),
        Term("中心组  学习"),
        Term("灌溉", negated=True),
        Term("渠 道", negated=True),
    )
    assert query == Query(text=query.text)


@pytest.mark.parametrize(
    "typed", ["kind:research_report", "类别：调研报告", "kind:DY", 'KIND:"Research report"']
)
def test_a_kind_is_named_by_name_code_or_label(typed: str) -> None:
    assert read(typed).kind == "research_report"


def test_names_are_kept_until_they_are_looked_up() -> None:
    query = read("单位：柳树湾村党支部 人员:张伟民")
    assert (query.unit_name, query.person_name) == ("柳树湾村党支部", "张伟民")
    assert query.unresolved
    assert read(f"unit:{UNIT}").unit == UNIT


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2011-03..2011-06", date(2011, 3, 1), date(2011, 6, 30)),
        ("2011-03..", date(2011, 3, 1), None),
        ("..2011-06-05", None, date(2011, 6, 5)),
        ("2011-03", date(2011, 3, 1), date(2011, 3, 31)),
        ("日期：2011年上半年", date(2011, 1, 1), date(2011, 6, 30)),
        ("date:2011Q3", date(2011, 7, 1), date(2011, 9, 30)),
        ("日期:２０１１", date(2011, 1, 1), date(2011, 12, 31)),
    ],
)
def test_dates(typed: str, first: date | None, last: date | None) -> None:
    query = read(typed)
    assert (query.date_from, query.date_to, query.text) == (first, last, "")


@pytest.mark.parametrize("typed", ["2011年", "10:30", "2010-42", "http://a.b/c", "3..x", "C++", "--"])
def test_what_only_looks_like_a_filter_is_a_word(typed: str) -> None:
    query = read(typed)
    assert (query.date_from, query.date_to, query.where) == (None, None, ())


def test_several_states_and_all_of_them() -> None:
    assert read("状态:草稿,已报").status == ("draft", "submitted")
    assert read("status:void").status == ("void",)
    assert read("status:any").include_void


def test_attachments() -> None:
    assert read("has:attachment").has_attachment is True
    assert read("-含:附件").has_attachment is False


def test_a_field_is_read_by_its_type() -> None:
    assert read("kind:research_report words:>=3000").where == (Condition("words", ">=", 3000),)
    assert read("类别:调研报告 字数:1000..2000").where == (
        Condition("words", ">=", 1000),
        Condition("words", "<=", 2000),
    )
    assert read("kind:research_report problems.solved:是").where == (Condition("problems.solved", "=", True),)
    assert read("kind:research_report 标题:渠道").where == (Condition("title", "~", "渠道"),)
    assert read("kind:research_report count_basis:实测").where == (Condition("count_basis", "=", "measured"),)
    (when,) = read("kind:research_report fieldwork:<2011Q3").where
    assert (when.op, when.value) == ("<", PartialDate.quarter(2011, 3))
    assert read("kind:research_report authors:张伟民").where == (Condition("authors", "named", "张伟民"),)


def test_a_field_may_be_asked_whether_it_is_filled() -> None:
    assert read('kind:research_report advice:* -topic:""').where == (
        Condition("advice", "filled"),
        Condition("topic", "empty", negated=True),
    )


def test_a_field_no_kind_names_is_a_field_of_the_records_own() -> None:
    assert read("备用电话：139 -户数:>20").where == (
        Condition("备用电话", "~", "139"),
        Condition("户数", ">", Decimal(20), negated=True),
    )


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("kind:DY 调研地点:石桥", "place"),
        ("kind:DY 地点:石桥", "place"),
        ("kind:person 文化程度:大学", "education"),
        ("kind:household_visit 走访时间:2011-03", "visited_on"),
        ("kind:DY 实际问题.解决日:2011-03", "problems.solved_on"),
    ],
)
def test_a_heading_or_a_part_of_a_label_will_do(typed: str, path: str) -> None:
    (condition,) = read(typed).where
    assert condition.field == path


def test_a_list_of_one_kind_reads_its_own_fields() -> None:
    typed = "地点:石桥"
    assert parse_query(typed, kinds(), kind="research_report") == read(f"kind:DY {typed}")
    assert parse_query(f"kind:DY {typed}", kinds(), kind="person") == read(f"kind:DY {typed}")


def test_a_part_of_several_labels_is_none_of_them() -> None:
    (condition,) = read("kind:person 时间:2011").where
    assert condition.field == "时间"


@pytest.mark.parametrize(
    "typed",
    [
        "kind:nonsense", "status:lost", "date:someday", "has:wings", "sort:colour", "batch:7", "-kind:DY",
        "unit:", "date:2011-06..2011-03", "kind:DY words:many", "kind:DY words:", "户数:>many",
        "kind:DY problems:x",
    ],
)  # fmt: skip
def test_a_mistake_is_said_with_what_to_do(typed: str, language: str) -> None:
    with pytest.raises(UsageFault) as caught:
        read(typed)
    assert caught.value.message
    assert caught.value.hint


WORDS = st.text(
    st.characters(exclude_characters='"“”＂', exclude_categories=["C", "Z"]), min_size=1, max_size=8
)
TERMS = st.builds(
    Term, WORDS.filter(lambda w: ":" not in w and "：" not in w and ".." not in w), st.booleans()
)
DATES = st.dates(date(1950, 1, 1), date(2050, 1, 1))
CONDITIONS = st.one_of(
    st.builds(Condition, st.just("words"), st.sampled_from(["=", "!=", "<", ">="]), st.integers(0, 9999)),
    st.builds(Condition, st.just("topic"), st.just("~"), WORDS, st.booleans()),
    st.builds(Condition, st.just("自定项"), st.sampled_from(["~", "="]), WORDS, st.booleans()),
    st.builds(Condition, st.just("advice"), st.sampled_from(["filled", "empty"])),
)
QUERIES = st.builds(
    Query,
    text=st.lists(TERMS, max_size=3).map(write_terms),
    kind=st.just("research_report"),
    unit=st.none() | st.just(UNIT),
    person_name=st.sampled_from(["", "张伟民", "Li Na"]),
    status=st.lists(st.sampled_from(STATUSES), unique=True, max_size=3).map(tuple),
    date_from=st.none() | st.just(date(2010, 7, 3)),
    date_to=st.none() | DATES.filter(lambda d: d > date(2010, 7, 3)),
    include_void=st.booleans(),
    has_attachment=st.none() | st.booleans(),
    batch=st.none() | st.just(UNIT),
    no=st.sampled_from(["", "DY-2011-00"]),
    where=st.lists(CONDITIONS, max_size=2).map(tuple),
    sort=st.sampled_from(SORTS),
)


def written(query: Query) -> str:
    """Text that ``parse_query`` reads back as the same query, but for ``ids``, which can't be typed."""
    named = {"unit": query.unit or query.unit_name, "person": query.person or query.person_name}
    parts = [query.text] if query.text else []
    parts += [f"kind:{query.kind}"] if query.kind else []
    parts += [f"{key}:{write_value(value)}" for key, value in named.items() if value]
    parts += [f"status:{','.join(query.status)}"] if query.status else []
    parts += ["status:any"] if query.include_void else []
    if query.date_from or query.date_to:
        parts.append(f"date:{query.date_from or ''}..{query.date_to or ''}")
    parts += [f"no:{write_value(query.no)}"] if query.no else []
    if query.has_attachment is not None:
        parts.append("has:attachment" if query.has_attachment else "-has:attachment")
    parts += [f"batch:{query.batch}"] if query.batch else []
    parts += [write_condition(each) for each in query.where]
    parts += [f"sort:{query.sort}"] if query.sort else []
    return " ".join(parts)


@given(QUERIES)
def test_what_is_written_out_is_read_back(query: Query) -> None:
    assert parse_query(written(query), kinds()) == query


def test_every_operator_has_its_entry_and_what_a_screen_offers_is_read_back() -> None:
    assert OPERATORS.keys() == set(get_args(Operator))
    report = kinds()["research_report"]
    for name, value in (("words", 3000), ("fieldwork", PartialDate.day(date(2011, 3, 1))), ("topic", "渠道")):
        field = report.field(name)
        assert field is not None
        for each in offers(field):
            taken = None if OPERATORS[each.op].values == "none" else value
            asked = Condition(name, each.op, taken, each.negated)
            assert read(f"kind:DY {write_condition(asked)}").where == (asked,)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    try:
        query = read(text)
    except UsageFault:
        return
    assert sentence(query, kinds())


def test_a_query_in_words() -> None:
    set_language("en")
    query = read("渠道 -灌溉 kind:DY 状态:已审 2011-03..2011-06 words:>=3000 has:attachment")
    assert sentence(query.narrowed(unit=UNIT), kinds(), {UNIT: "柳树湾村党支部"}) == (
        "Research report; unit: 柳树湾村党支部; status: Verified; from 2011-03-01 to 2011-06-30; with “渠道”;"
        " without “灌溉”; Words ≥ 3000; with attachments"
    )
