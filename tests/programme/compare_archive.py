"""Compares every standing of a whole archive with the slow computation; minutes for 250,000 records.

    XUEDANG_HOME=~/xuedang-demo .venv/bin/python -m tests.programme.compare_archive 2012-10-15 …

Days are working dates; nothing is written. Answers 1 when there is a difference.
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import islice
from time import perf_counter

from records.opening import open_archive
from records.programme.book import load_book
from records.search.query import Query
from tests.programme.comparing import compared
from tests.programme.slow.rules import exported

#: So many differences are told one by one.
TOLD = 20


async def compare(days: Sequence[date]) -> int:
    """Tell of each day how many standings were compared and which differ; answers how many do."""
    different = 0
    async with open_archive() as archive:
        records = await exported(archive.each(Query(), batch=5000))
        for day in days:
            begun = perf_counter()
            book = await load_book(archive, day)
            loaded = perf_counter()
            number, found = compared(book, records)
            different += len(found)
            sys.stdout.write(
                f"{day}: {len(records)} records, {number} standings, {len(found)} differences;"
                f" the book took {loaded - begun:.1f} s, to compare {perf_counter() - loaded:.0f} s\n"
            )
            for key, ours, so in islice(found, TOLD):
                sys.stdout.write(f"  {key}: the book says {ours}, the slow computation {so}\n")
            for rule, many in sorted(Counter(key[0] for key, *_ in found).items()):
                sys.stdout.write(f"  {rule}: {many}\n")
    return different


if __name__ == "__main__":
    sys.exit(1 if asyncio.run(compare([date.fromisoformat(text) for text in sys.argv[1:]])) else 0)
