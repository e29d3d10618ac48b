"""The orders in which records can be listed."""

from __future__ import annotations

from typing import Literal, get_args

from records.name_order import NAMED

Sort = Literal[
    "-date", "date", "-updated", "updated", "-no", "no", "-title", "title",
    "-pinyin", "pinyin", "-stroke", "stroke",
]  # fmt: skip
SORTS: tuple[Sort, ...] = get_args(Sort)
#: Orders that only people and units have.
_NAME_SORTS = frozenset(sort for sort in SORTS if sort.endswith(("pinyin", "stroke")))


def has_order(kind: str | None, sort: Sort) -> bool:
    """Whether records of ``kind`` (None: of any) can be listed in an order."""
    return kind in NAMED or sort not in _NAME_SORTS
