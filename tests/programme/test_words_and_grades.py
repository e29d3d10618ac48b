"""Grades, amounts in words, the order of units and the periods of views: on plain data, no archive."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from bson.objectid import ObjectId

from records.language import set_language
from records.programme.counting.facts import Number
from records.programme.marking import STANDARD, total_of
from records.programme.mechanisms.scope import Scope, Span, neighbour, period_label, period_of
from records.programme.standing import stand
from records.programme.units import Unit, Units
from records.programme.wording import amount, progress
from records.values import PartialDate
from tests.programme.test_bounds import BOOK, slot


@pytest.mark.parametrize(
    ("total", "grade"),
    [
        ("100", "优秀"), ("90", "优秀"), ("89.9", "良好"), ("80", "良好"), ("79.9", "合格"),
        ("60", "合格"), ("59.9", "不合格"), ("0", "不合格"), ("-1", "不合格"),
    ],
)  # fmt: skip
def test_grades(total: str, grade: str) -> None:
    """D17."""
    assert STANDARD.grade(Decimal(total)) == grade
    assert STANDARD.grade_of({"total": Decimal(total)}) == grade
    assert STANDARD.reaches(grade, "合格") == (Decimal(total) >= 60)


def test_totals_and_scores_above_their_weight() -> None:
    fields = dict.fromkeys(("listen", "write", "speak", "test"), Decimal(20))
    assert (total_of(fields), STANDARD.grade_of(fields)) == (None, None)
    assert total_of(fields | {"apply": 0}) == 80
    above = list(STANDARD.above(fields | {"apply": Decimal("20.5"), "own_listen": 21, "own_test": 20}))
    assert above == [("own_listen", Decimal(21), Decimal(20)), ("apply", Decimal("20.5"), Decimal(20))]
    assert not STANDARD.reaches(None, "合格")
    assert not STANDARD.reaches("很好", "合格")
    assert STANDARD.reaches("合格", "合格") and not STANDARD.reaches("合格", "良好")


@pytest.mark.parametrize(
    ("rule", "value", "en", "zh"),
    [
        ("R22", 12_400, "12,400 characters", "12,400 字"),
        ("R01", 1, "1 book", "1 本"),
        ("R01", 2, "2 books", "2 本"),
        ("R47", 1, "1 summary", "1 份"),
        ("R47", 2, "2 summaries", "2 份"),
        ("R24", 1320.0, "1,320 yuan", "1,320 元"),
        ("R24", 250.5, "250.5 yuan", "250.5 元"),
        ("R24", 0.25, "0.25 yuan", "0.25 元"),
        ("R24", 1000.0, "1,000 yuan", "1,000 元"),
    ],
)
def test_amounts_in_words(rule: str, value: Number, en: str, zh: str) -> None:
    for language, words in (("en", en), ("zh", zh)):
        set_language(language)
        assert amount(value, BOOK.rules[rule]) == words
    set_language("en")
    found = stand(slot("R01", "2011Q1"), None, 0, 1, date(2011, 2, 1), "H")
    assert progress(found, BOOK.rules["R01"]) == "0/1 books (+1)"
    assert progress(found._replace(waiting=0), BOOK.rules["R01"]) == "0/1 books"


def test_units_stand_in_the_order_of_the_tree_whatever_they_are_called() -> None:
    """A category that no kind file names comes last among its fellows."""

    def unit(name: str, category: str, parent: ObjectId | None = None) -> Unit:
        return Unit(
            id=ObjectId(), name=name, short_name="", category=category, parent=parent, secretary=None, no=""
        )

    top = unit("乡党委", "党委")
    odd, branch, general = (unit(name, name, top.id) for name in ("协会", "党支部", "党总支"))
    below = unit("党小组", "党小组", branch.id)
    lost = unit("无主", "党支部", ObjectId())
    found = Units.of([odd, below, branch, lost, general, top])
    assert [each.name for each in found.ordered] == ["乡党委", "党总支", "党支部", "党小组", "协会", "无主"]
    assert found.root() == top
    assert found.subtree(branch.id) == {branch.id, below.id}
    assert (found.place(top.id), found.place(below.id), found.place(None)) == (0, 3, 6)


@pytest.mark.parametrize(
    ("span", "day", "first", "last", "before", "label"),
    [
        ("week", "2011-01-02", "2010-12-27", "2011-01-02", "2010-12-20", "2010-W52 (12-27 to 01-02)"),
        ("week", "2011-01-03", "2011-01-03", "2011-01-09", "2010-12-27", "2011-W01 (01-03 to 01-09)"),
        ("month", "2011-01-31", "2011-01-01", "2011-01-31", "2010-12-01", "2011-01"),
        ("month", "2012-02-01", "2012-02-01", "2012-02-29", "2012-01-01", "2012-02"),
        ("year", "2011-12-31", "2011-01-01", "2011-12-31", "2010-01-01", "2011"),
    ],
)
def test_periods_of_views(span: Span, day: str, first: str, last: str, before: str, label: str) -> None:
    period = period_of(span, date.fromisoformat(day))
    assert (period.start.isoformat(), period.end.isoformat()) == (first, last)
    assert period_label(span, period) == label
    assert neighbour(span, period, -1).start.isoformat() == before
    assert neighbour(span, neighbour(span, period, -1), 1) == period
    assert neighbour(span, neighbour(span, period, 14), -14) == period
    ends = Scope(period.end, period), Scope(period.end + timedelta(days=1), period)
    assert [(each.until, each.over) for each in ends] == [(period.end, False), (period.end, True)]
    always = period_of("always", date(2011, 5, 6))
    assert (
        always == PartialDate.between(date(1949, 10, 1), date(2011, 5, 6)) == neighbour("always", always, 3)
    )
    assert period_label("always", always) == "up to 2011-05-06"
