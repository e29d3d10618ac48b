"""Figures of a period, and how a stage summary keeps them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from records.programme.figures import Figures, UnitRow, by_hand, completed, counted_here, freeze, thaw
from records.programme.stages import stage, stages


def test_frozen_figures_come_back_as_they_were() -> None:
    figures = Figures(
        members=368,
        hours=Decimal("12.5"),
        spent=Decimal("3680.40"),
        forms=(("横幅", 12), ("广播", 3)),
        units=(UnitRow(1, "柳树湾村党总支", 32, 4, "12.5", 30, 2, 8, "5/8"),),
    )
    frozen = freeze(figures)
    assert all(isinstance(row["name"], str) and isinstance(row["value"], str) for row in frozen)
    assert counted_here(frozen)
    assert thaw(frozen) == figures


def test_figures_written_by_hand_are_told_apart() -> None:
    assert not counted_here([{"name": "成立领导小组的支部", "value": "4"}])
    assert thaw([{"name": "党员", "value": "约三百"}]) == Figures(members=300)
    unread = [{"name": "党员", "value": "若干"}, {"name": "参观", "value": "2次", "note": "含外出"}]
    assert thaw(unread) == Figures()
    assert by_hand(unread) == [("党员", "若干"), ("参观", "2次")]


def test_what_is_lacking_is_counted_and_what_is_there_stays() -> None:
    figures = Figures(members=368, briefings=4, forms=(("学习简报", 12),))
    given: list[dict[str, Any]] = [
        {"name": "党员", "value": "370", "note": "含流动党员"},
        {"name": "学习简报", "value": "3", "counted_on": date(2010, 8, 1)},
    ]
    rows = completed(given, figures, date(2010, 8, 5))
    assert rows[:2] == given
    assert {row["counted_on"] for row in rows[2:]} == {date(2010, 8, 5)}
    assert counted_here(rows)
    assert thaw(rows) == Figures(members=370, briefings=3, forms=(("学习简报", 12),))
    assert completed(rows, Figures(members=1), date(2011, 1, 1)) == rows


def test_the_stages_follow_each_other_without_a_gap() -> None:
    first, second, third = stages()
    assert (second.start - first.end).days == (third.start - second.end).days == 1
    assert stage(2) is second
