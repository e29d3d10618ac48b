"""A total that a row states beside the figures which it adds up, and which the record adds up itself."""

from __future__ import annotations

from decimal import Decimal

from records.intake.outcome import Item
from records.intake.tables.source import SourceRow
from records.numbers import NumberFault, parse_number

_SCORES = ("listen", "write", "speak", "test", "apply")


def compare_total(item: Item, row: SourceRow) -> None:
    """Flag a row whose 总分 is not what its scores come to: one of them may be misprinted."""
    try:
        stated = parse_number(row.cell("stated_total").value).value
    except NumberFault:
        stated = None
    scores = [item.fields[name] for name in _SCORES if item.fields.get(name) is not None]
    if stated is None or stated != sum(scores, Decimal()):
        item.flag("value_unsure:total")
