"""Python's collector of cyclic garbage, held back while much is made and little of it thrown away."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: New objects between two collections of the young; of these between two of the older; of those between full.
_RARELY = (50_000, 1000, 1000)
#: After so many collections of the young, millions of objects were made that are still in use.
_MANY = 20
_usual: list[tuple[int, int, int]] = []


@contextmanager
def rare_collections() -> Iterator[None]:
    """Look for cyclic garbage rarely while the block runs; blocks may overlap.

    A bulk load keeps millions of objects and makes hardly a cycle: to go through all of them again and again
    takes a quarter of its time. What is in no cycle is freed at once as ever.
    """
    _usual.append(_usual[0] if _usual else gc.get_threshold())
    gc.set_threshold(*_RARELY)
    try:
        yield
    finally:
        usual = _usual.pop()
        if not _usual:
            if gc.get_count()[1] > _MANY:
                # Else the next collection would go through all of it, while the user waits for the report.
                gc.freeze()
            gc.set_threshold(*usual)
