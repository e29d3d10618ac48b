"""Python's collector of cyclic garbage, held back while much is made and little of it thrown away."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TypeAlias

#: New objects between two collections of the young; of these between two of the older; of those between full.
_Often: TypeAlias = tuple[int, int, int]
_RARELY: _Often = (400_000, 1000, 1000)
#: The application's start makes 120,000 objects, nearly all of which stay: more tell of something else.
_AT_START: _Often = (200_000, 1000, 1000)
#: After so many collections of the young, millions of objects were made that are still in use.
_MANY = 5
_usual: list[_Often] = []
_starting = ExitStack()


@contextmanager
def rare_collections(how_often: _Often = _RARELY, *, many: int = _MANY) -> Iterator[None]:
    """Look for cyclic garbage rarely while the block runs; blocks may overlap.

    A bulk load keeps millions of objects and makes hardly a cycle: to go through all of them again and again
    takes a quarter of its time. What is in no cycle is freed at once as ever.
    """
    _usual.append(_usual[0] if _usual else gc.get_threshold())
    gc.set_threshold(*how_often)
    try:
        yield
    finally:
        usual = _usual.pop()
        if not _usual:
            if gc.get_count()[1] >= many:
                # Else the next collection would go through all of it, while the user waits for the report.
                gc.freeze()
            gc.set_threshold(*usual)


def start_begins() -> None:
    """The application is starting: until ``start_ends`` hardly look for cyclic garbage.

    Modules, screens and kinds are made to stay; to go through them again and again takes a tenth of a start.
    """
    _starting.enter_context(rare_collections(_AT_START, many=0))


def start_ends() -> None:
    """The application has started, if it was starting."""
    _starting.close()
