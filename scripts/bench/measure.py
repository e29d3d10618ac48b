"""Interleaved rounds, medians, ratios: what every bench is made of."""

from __future__ import annotations

import gc
import platform
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from records.archive import Archive
from records.opening import open_archive
from records.settings import Settings
from records.store.embedded import EmbeddedServer

#: The fewest rounds a median is taken of; and those that only show that a bench works.
ROUNDS, TRIAL_ROUNDS = 5, 2
#: From so many records or rows on figures tell something: below, what only makes them truer is left out.
TELLING = 10_000


@dataclass(frozen=True, slots=True)
class Side:
    """The rounds of one side, in seconds."""

    name: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def percentile(self, share: float) -> float:
        """The value below which ``share`` (0 to 1) of the rounds lie."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Ours against theirs. ``bar`` is the ratio to reach: at most, or with ``at_least`` at least.

    With ``at_least`` the ratio is how many times faster ours is; otherwise how many times as long it takes.
    """

    what: str
    ours: Side
    theirs: Side
    bar: float | None
    at_least: bool = False

    @property
    def ratio(self) -> float:
        a, b = self.ours.median, self.theirs.median
        return b / a if self.at_least else a / b

    @property
    def reached(self) -> bool | None:
        if self.bar is None:
            return None
        return self.ratio >= self.bar if self.at_least else self.ratio <= self.bar

    def as_dict(self) -> dict[str, Any]:
        return {
            "what": self.what,
            "ours": {"name": self.ours.name, "median_s": self.ours.median, "rounds": len(self.ours.seconds)},
            "theirs": {"name": self.theirs.name, "median_s": self.theirs.median},
            "ratio": self.ratio,
            "bar": self.bar,
            "at_least": self.at_least,
            "reached": self.reached,
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a bench found; ``sizes`` and ``notes`` are figures beside the ratios."""

    bench: str
    sizes: Mapping[str, Any]
    comparisons: Sequence[Comparison]
    notes: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return {
            "bench": self.bench,
            "sizes": dict(self.sizes),
            "comparisons": [each.as_dict() for each in self.comparisons],
            "notes": dict(self.notes),
            "versions": versions(),
        }


def versions() -> dict[str, str]:
    """Of the parts that decide how fast things are."""
    packages = ("textual", "pymongo", "motor", "docxtpl", "python-docx")
    return {"python": platform.python_version(), **{name: version(name) for name in packages}}


async def interleaved(
    sides: Mapping[str, Callable[[], Awaitable[object]]], *, rounds: int, warm: bool = True
) -> dict[str, Side]:
    """Run each side in turn, ``rounds`` times; a warm-up round before is not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(-1 if warm else 0, rounds):
        for name, work in sides.items():
            gc.collect()
            began = time.perf_counter()
            await work()
            if number >= 0:
                seconds[name].append(time.perf_counter() - began)
    return {name: Side(name, tuple(values)) for name, values in seconds.items()}


@dataclass(frozen=True, slots=True)
class Ground:
    """What a bench works on: an archive of its own, and the address of its server for the bare driver."""

    archive: Archive
    uri: str

    @property
    def database(self) -> str:
        return self.archive.settings.database


@asynccontextmanager
async def ground() -> AsyncIterator[Ground]:
    """An empty archive in a folder that is removed afterwards."""
    with TemporaryDirectory(prefix="xuedang-bench-") as folder:
        home = Path(folder) / "home"
        server = EmbeddedServer(home)
        running = server.join()
        try:
            async with open_archive(Settings(home=home, operator="bench")) as archive:
                yield Ground(archive, running.uri)
        finally:
            server.leave()
