"""Figures of a period, and how a stage summary keeps them."""

from __future__ import annotations

from decimal import Decimal

from records.programme.figures import Figures, UnitRow, counted_here, freeze, thaw
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
    assert thaw([{"name": "党员", "value": "约三百"}]) == Figures()


def test_the_stages_follow_each_other_without_a_gap() -> None:
    first, second, third = stages()
    assert (second.start - first.end).days == (third.start - second.end).days == 1
    assert stage(2) is second
