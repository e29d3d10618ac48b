"""The benches: each compares xuedang with what a user would otherwise have, or with the limit of the parts.

Never a bare time: rounds of both sides are interleaved on one machine, medians are taken, and the ratio is
what counts. ``BENCHES`` names them; CI runs each at its small size so that none rots.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bench:
    """``module`` has ``async def run(size, rounds) -> Outcome``; ``full`` and ``small`` are its sizes."""

    module: str
    summary: str
    full: int
    small: int


BENCHES: Mapping[str, Bench] = {
    "start": Bench("start", "to the first painted screen and list, against an empty Textual app", 2_000, 60),
    "import": Bench(
        "bring_in", "rows of a register to searchable records, against insert_many", 100_000, 300
    ),
    "list": Bench("listing", "open, scroll and jump in a long list, against bare find", 1_000_000, 5_000),
    "search": Bench("search", "words and parts of words, against a $regex scan", 1_000_000, 4_000),
    "save": Bench("save", "one edit with revision and journal, against a bare update_one", 400, 20),
    "rules": Bench(
        "rules", "every rule for everybody, against counting by person, kind and month", 1_000_000, 4_000
    ),
    "summary": Bench(
        "summary", "a stage summary as a Word file, against its aggregations, bare", 1_000_000, 4_000
    ),
    "backup": Bench("backup", "the whole archive, against reading and inserting it bare", 1_000_000, 4_000),
    "grow": Bench(
        "grow", "list, search, save and rules, against a hundredth of the records", 1_000_000, 2_000
    ),
    "doc": Bench("doc", "certificates, against docxtpl in a loop", 1_000, 20),
    "typing": Bench("typing", "a key in a long note of a form, against a bare TextArea", 10_000, 1_000),
}
