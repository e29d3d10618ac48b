"""A key in a long Chinese note of a form, until it is painted, against Textual's bare TextArea."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import TextArea

from records.record import Record
from records.settings import Settings
from scripts.app import application
from scripts.bench.measure import ROUNDS, Comparison, Ground, Outcome, Side, ground

_SENTENCE = "把学到的用到每天的事情里去，群众的事再小也要办。"
_PARAGRAPH = 500
_KEYS = 10
#: Shorter texts only show that the bench works: each side is opened once, and its keys are the rounds.
_TELLING = 5_000
_SCREEN = (80, 24)
#: Milliseconds of processor time that a key may take in our form.
_LIMITS = {"in a paragraph of 500": 20, "in one single paragraph": 120}
#: In such a step a program that used less processor time than this share of it is at rest (seconds, share).
_STEP, _REST = 0.02, 0.05
_FIELD = "findings"


class Bare(App[None]):
    """Nothing but the text."""

    def __init__(self, text: str) -> None:
        super().__init__(watch_css=False)
        self._text = text

    def compose(self) -> ComposeResult:
        yield TextArea(self._text, soft_wrap=True, compact=True)


async def run(size: int, rounds: int = ROUNDS) -> Outcome:
    """A note of ``size`` characters, in paragraphs and as one. Processor time: that is what a key takes."""
    sentences = _SENTENCE * (size // len(_SENTENCE) + 1)
    texts = {
        "in a paragraph of 500": "\n".join(
            sentences[at : min(at + _PARAGRAPH, size)] for at in range(0, size, _PARAGRAPH)
        ),
        "in one single paragraph": sentences[:size],
    }
    comparisons = []
    async with ground() as place:
        for what, text in texts.items():
            ours: list[float] = []
            theirs: list[float] = []
            for _ in range(rounds if size >= _TELLING else 1):
                async with _form(place, text) as (pilot, editor):
                    ours += await _keys(pilot, editor)
                async with _bare(text) as (pilot, editor):
                    theirs += await _keys(pilot, editor)
            sides = Side("form", tuple(ours)), Side("TextArea", tuple(theirs))
            comparisons.append(Comparison(f"a key {what}", *sides, bar=2.0))
    notes = {
        f"{each.what}, ms": f"{each.ours.median * 1000:.1f} (≤ {limit})"
        for each, limit in zip(comparisons, _LIMITS.values(), strict=True)
    }
    return Outcome("typing", {"characters": size, "terminal": "80x24"}, comparisons, notes)


async def _keys(pilot: Pilot[None], editor: TextArea) -> list[float]:
    """Processor seconds of each key typed in the middle of the text.

    Without the pilot, which after a key asks every widget on the screen whether it is at rest: twice as much
    work as the key on a form.
    """
    line = editor.document.line_count // 2
    editor.focus()
    editor.move_cursor((line, len(editor.document.get_line(line)) // 2))
    await pilot.press("x", "x")
    gc.collect()
    seconds = []
    for _ in range(_KEYS):
        began = time.process_time()
        pilot.app.simulate_key("x")
        await _at_rest()
        seconds.append(time.process_time() - began)
    return seconds


async def _at_rest() -> None:
    """Wait until the program has nothing left to do."""
    used = _STEP
    while used > _STEP * _REST:
        before = time.process_time()
        await asyncio.sleep(_STEP)
        used = time.process_time() - before


@asynccontextmanager
async def _form(place: Ground, text: str) -> AsyncIterator[tuple[Pilot[None], TextArea]]:
    """A stored report with the text in one of its long fields, opened as the one that was changed last."""
    report = Record.new("research_report", {"title": "The valley road", _FIELD: text})
    await place.archive.save(report)
    # A newcomer has opened nothing yet, so the report stands first on the home screen.
    newcomer = str(report.id)
    app = application(Settings(home=place.archive.settings.home, operator=newcomer, uri=place.uri))
    async with app.run_test(size=_SCREEN) as pilot:
        while app.archive is None or not app.screen.query("#recent"):
            await pilot.pause()
        recent = app.screen.query_one("#recent")
        while recent.size.height == 0:
            await pilot.pause()
        recent.focus()
        home = app.screen
        while app.screen is home:
            await pilot.press("enter")
        while not app.screen.query("FieldRow"):
            await pilot.pause()
        form: Any = app.screen
        form.go_to_field(_FIELD)
        while not isinstance(app.focused, TextArea):
            await pilot.pause()
        yield pilot, app.focused
        form.discard_draft()


@asynccontextmanager
async def _bare(text: str) -> AsyncIterator[tuple[Pilot[None], TextArea]]:
    app = Bare(text)
    async with app.run_test(size=_SCREEN) as pilot:
        yield pilot, app.query_one(TextArea)
