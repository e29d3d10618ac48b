"""To the first painted screen and list, against an empty Textual app, each in a terminal of its own.

With the server down, what the list takes beyond the start of mongod itself.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from records.opening import open_archive
from records.record import Record
from records.settings import Settings
from records.store.embedded import EmbeddedServer
from records.values import PartialDate
from scripts.bench.measure import ROUNDS, Comparison, Outcome, Side
from scripts.bench.terminal import TO_ALL_RECORDS, XUEDANG, Terminal, environment

_EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("painted")
Empty().run()
"""
_TITLE = "上河村饮水调研"
#: With the server down the list may come so much later than a bare mongod takes its first write.
_BEYOND_SERVER_SECONDS = 0.4


async def run(size: int, rounds: int = ROUNDS) -> Outcome:
    """A list of ``size`` records; only the way to the paint counts, not that of leaving again."""
    with TemporaryDirectory(prefix="xuedang-bench-") as folder:
        settings = Settings(home=Path(folder) / "home", operator="bench")
        async with open_archive(settings) as archive:
            await archive.save_many(_reports(size))
        environ = environment(settings.home)
        server = EmbeddedServer(settings.home)
        down = await _rounds([lambda: _start(server), lambda: _list(environ)], rounds)
        await asyncio.to_thread(server.join)
        try:
            up = await _rounds([lambda: _empty(environ), lambda: _list(environ)], rounds)
        finally:
            await asyncio.to_thread(server.leave)
    return Outcome(
        "start",
        {"records": size, "rounds": rounds, "terminal": "80x24"},
        [
            Comparison("first painted screen", up["home"], up["empty app"], bar=1.6),
            Comparison("first painted list, server up", up["list"], up["empty app"], bar=2.0),
            Comparison("first painted list, server down", down["list"], down["mongod"], bar=None),
        ],
        {
            "beyond_mongod_s": down["list"].median - down["mongod"].median,
            "bar_beyond_mongod_s": _BEYOND_SERVER_SECONDS,
        },
    )


async def _rounds(works: Sequence[Callable[[], Mapping[str, float]]], rounds: int) -> dict[str, Side]:
    """Each in turn; it gives its seconds by name.

    One before, which warms the files, is not counted where the rounds are to tell something.
    """
    seconds: dict[str, list[float]] = {}
    for number in range(-1 if rounds >= ROUNDS else 0, rounds):
        for work in works:
            for name, taken in (await asyncio.to_thread(work)).items():
                seconds.setdefault(name, []).extend([taken] if number >= 0 else [])
    return {name: Side(name, tuple(values)) for name, values in seconds.items()}


def _start(server: EmbeddedServer) -> dict[str, float]:
    """Until a server that was down takes writes."""
    began = time.perf_counter()
    server.join()
    taken = time.perf_counter() - began
    server.leave()
    return {"mongod": taken}


def _empty(environ: dict[str, str]) -> dict[str, float]:
    with Terminal([sys.executable, "-c", _EMPTY], environ) as terminal:
        return {"empty app": terminal.wait_for("painted")}


def _list(environ: dict[str, str]) -> dict[str, float]:
    """What an operator in a hurry does: type ahead, as soon as there is a screen."""
    with Terminal(XUEDANG, environ) as terminal:
        home = terminal.wait_for("xuedang")
        terminal.press(TO_ALL_RECORDS)
        return {"home": home, "list": terminal.wait_for("DY-")}  # the numbers stand in the list only


def _reports(number: int) -> list[Record]:
    day = PartialDate.day(date(2011, 9, 12))
    return [
        Record.new("research_report", {"title": f"{_TITLE}{count}", "finished_on": day}, status="submitted")
        for count in range(number)
    ]
