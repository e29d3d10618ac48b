"""To the first painted screen and list, against an empty Textual app, each in a terminal of its own."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import date
from pathlib import Path

from records.record import Record
from records.values import PartialDate
from scripts.bench.measure import Comparison, Outcome, ground, interleaved
from scripts.bench.terminal import Terminal

_ROOT = Path(__file__).resolve().parents[2]
_EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("painted")
Empty().run()
"""
_TITLE = "上河村饮水调研"


_COMMAND = [sys.executable, "-P", "-m", "scripts.main"]
_RECORDS = 2_000
#: From the top of the menu down to all records: below the heading and the nine pages of the programme.
_TO_ALL = b"\x1b[B" * 10 + b"\r"


async def run(size: int) -> Outcome:
    """``size`` rounds a side, on a warm data folder with the server up."""
    async with ground() as place:
        await place.archive.save_many(_reports(_RECORDS))
        environ = {
            **os.environ,
            "XUEDANG_HOME": str(place.archive.settings.home),
            "XUEDANG_LANG": "en",
            "XUEDANG_OPERATOR": "bench",
            "TERM": "xterm-256color",
            "COLUMNS": "80",
            "LINES": "24",
            "PYTHONPATH": str(_ROOT),
        }

        async def empty() -> None:
            await asyncio.to_thread(_paint, [sys.executable, "-c", _EMPTY], environ, "painted")

        async def home() -> None:
            await asyncio.to_thread(_paint, _COMMAND, environ, "xuedang")

        async def listed() -> None:
            await asyncio.to_thread(_open_list, environ)

        sides = await interleaved({"empty app": empty, "home": home, "list": listed}, rounds=size)
    return Outcome(
        "start",
        {"rounds": size, "terminal": "80x24"},
        [
            Comparison("first painted screen", sides["home"], sides["empty app"], bar=1.6),
            Comparison("first painted list, server up", sides["list"], sides["empty app"], bar=2.0),
        ],
    )


def _paint(command: list[str], environ: dict[str, str], text: str) -> None:
    with Terminal(command, environ) as terminal:
        terminal.wait_for(text)


def _open_list(environ: dict[str, str]) -> None:
    """What an operator does: wait until the archive is there, open the list of everything."""
    with Terminal(_COMMAND, environ) as terminal:
        terminal.wait_for(f"{_RECORDS:,} records")
        terminal.press(_TO_ALL)
        terminal.wait_for("DY-")  # the numbers stand in the list only


def _reports(number: int) -> list[Record]:
    day = PartialDate.day(date(2011, 9, 12))
    return [
        Record.new("research_report", {"title": f"{_TITLE}{count}", "finished_on": day}, status="submitted")
        for count in range(number)
    ]
