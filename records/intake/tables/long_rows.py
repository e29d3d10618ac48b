"""The rows of a long table, which no list holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import TypeVar, overload

_Row = TypeVar("_Row")


class LongRows(Sequence[_Row]):
    """Rows that are made anew each time they are gone through; the one gone by last is at hand."""

    def __init__(self, read: Callable[[], Iterator[_Row]]) -> None:
        self._read = read
        self._last: tuple[int, _Row] | None = None

    def __iter__(self) -> Iterator[_Row]:
        for position, row in enumerate(self._read()):
            self._last = position, row
            yield row

    @cached_property
    def _count(self) -> int:
        return sum(1 for _ in self._read())

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, position: int) -> _Row: ...

    @overload
    def __getitem__(self, position: slice) -> Sequence[_Row]: ...

    def __getitem__(self, position: int | slice) -> _Row | Sequence[_Row]:
        if isinstance(position, slice):
            return list(islice(self._read(), *position.indices(len(self))))
        if self._last is not None and self._last[0] == position:
            return self._last[1]
        return next(islice(self._read(), position if position >= 0 else len(self) + position, None))
