"""Draw the pictures of docs/pictures: the real application on the small demo, in an archive of its own.

    .venv/bin/python -m tests.tools.pictures [FOLDER]

Needs what ``svg2png`` beside this file needs.
"""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from html import escape, unescape
from itertools import groupby
from pathlib import Path

from PIL import Image
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from records.archive import Archive
from records.demo.fill import fill_demo
from records.opening import open_archive
from records.search.query import Query
from records.settings import Settings, load_settings
from tui.app import XuedangApp
from tui.screens.forms.form import FormScreen, open_form
from tui.screens.home import HomeScreen
from tui.screens.lists.list import ListScreen
from tui.screens.standing.dossier import DossierScreen
from tui.screens.standing.matrix import MatrixScreen, open_matrix
from tui.widgets.table.virtual_table import VirtualTable

TOOLS = Path(__file__).parent
SIZE = (120, 36)
SECONDS = 60.0
WIDTH, COLOURS = 1000, 32
#: Width of a terminal's cell in Textual's SVG, and the size of type that fills it well, in pixels.
CELL, TYPE = 12.2, 22.0
_TEXT = re.compile(
    r'(<text class="[^"]*" )x="([\d.]+)"( y="[\d.]+") textLength="[\d.]+"([^>]*)>([^<]*)</text>'
)


def on_grid(svg: str) -> str:
    """A screenshot in which every character stands on its cell.

    Textual's fits Fira Code, and tells the width of a text by ``textLength``, which librsvg passes over; a
    Chinese monospaced font has half an em to the cell. So words are placed one by one.
    """

    def place(match: re.Match[str]) -> str:
        head, start, line, tail, text = match.groups()
        x, placed = float(start), ""
        for (cells, blank), run in groupby(unescape(text).rstrip("\n"), lambda c: (cell_len(c), c.isspace())):
            word = "".join(run)
            if not blank:
                spacing = f'letter-spacing="{cells * (CELL - TYPE / 2):.1f}"'
                placed += f'{head}x="{x:.1f}"{line} {spacing}{tail}>{escape(word)}</text>'
            x += len(word) * cells * CELL
        return placed

    return _TEXT.sub(place, svg.replace("font-size: 20px", f"font-size: {TYPE:.0f}px"))


def draw_picture(svg: str, target: Path) -> None:
    """Write a screenshot as a small PNG."""
    with tempfile.TemporaryDirectory() as scratch:
        drawn, picture = Path(scratch, "screen.svg"), Path(scratch, "screen.png")
        drawn.write_text(on_grid(svg), encoding="utf-8")
        subprocess.run([TOOLS / "svg2png", drawn, picture], check=True, stdout=subprocess.DEVNULL)
        with Image.open(picture) as whole:
            size = (WIDTH, round(whole.height * WIDTH / whole.width))
            small = whole.convert("RGB").resize(size, Image.Resampling.LANCZOS)
            few = small.quantize(COLOURS, kmeans=2, dither=Image.Dither.NONE)
            few.save(target, optimize=True)


class Camera:
    """One running application, and where its pictures go."""

    def __init__(self, app: XuedangApp, pilot: Pilot[None], folder: Path) -> None:
        self.app, self.pilot, self.folder = app, pilot, folder

    async def until(self, condition: Callable[[], object], what: str) -> None:
        """Let the application work until ``condition`` holds. Raises TimeoutError."""
        began = datetime.now()
        while not condition():
            if (datetime.now() - began).total_seconds() > SECONDS:
                raise TimeoutError(what)
            await self.pilot.pause()

    async def take(self, name: str) -> None:
        """Keep the screen as FOLDER/NAME.png."""
        while True:
            # One that the next of its kind replaces is cancelled; that next one is waited for then.
            with suppress(WorkerCancelled):
                await self.app.workers.wait_for_complete()
                break
        await self.pilot.pause()
        draw_picture(self.app.export_screenshot(), self.folder / f"{name}.png")

    async def opened(self) -> None:
        """Wait for the archive. Raises what keeps it from opening."""
        await self.until(lambda: self.app.archive is not None or self.app.trouble, "archive")
        if self.app.trouble:
            raise self.app.trouble

    async def home(self, name: str) -> None:
        home = self.app.screen
        assert isinstance(home, HomeScreen)
        await self.until(lambda: home.query_one("#recent", VirtualTable).row_count, "recent changes")
        await self.until(lambda: "…" not in str(home.query_one("#figures").render()), "figures")
        await self.until(lambda: home.query_one("#attention", VirtualTable).row_count, "attention")
        await self.take(name)

    async def list(self, kind: str, text: str, name: str) -> None:
        screen = ListScreen(kind, text=text)
        await self.app.push_screen(screen)
        await self.until(lambda: screen.table.row_count, "rows of the list")
        await self.take(name)
        self.app.pop_screen()

    async def form(self, archive: Archive, number: str, part: str, name: str) -> None:
        open_form(self.app, (await archive.get(number)).id, part=part)
        await self.until(
            lambda: isinstance(self.app.screen, FormScreen) and self.app.screen.query("FieldRow"), "form"
        )
        await self.take(name)
        self.app.pop_screen()

    async def matrix(self, name: str) -> None:
        open_matrix(self.app)
        page = self.app.screen
        assert isinstance(page, MatrixScreen)
        await self.until(lambda: page.built and page.tallies is not None, "matrix")
        await self.take(name)
        self.app.pop_screen()

    async def dossier(self, archive: Archive, person: str, year: int, name: str) -> None:
        await self.app.push_screen(DossierScreen((await archive.pick("person", person))[0], year))
        await self.until(
            lambda: (
                isinstance(self.app.screen, DossierScreen)
                and self.app.screen.query_one("#dossier-kinds", VirtualTable).row_count
            ),
            "study archive",
        )
        await self.take(name)
        self.app.pop_screen()


async def draw(settings: Settings, folder: Path) -> None:
    """Every picture in Chinese, and the home screen in English as well."""
    async with open_archive(settings) as archive:
        await fill_demo(archive, "small")
        settings = replace(load_settings({"XUEDANG_HOME": str(settings.home)}), operator=settings.operator)
        sessions = await archive.find(Query(kind="session", status=("submitted",)), limit=1)
        for language in ("zh", "en"):
            app = XuedangApp(replace(settings, language=language))
            async with app.run_test(size=SIZE) as pilot:
                camera = Camera(app, pilot, folder)
                await camera.opened()
                if language == "en":
                    await camera.home("home-en")
                    continue
                await camera.home("home")
                await camera.list("research_report", "2011-03..2012-06 -蔬菜", "list")
                await camera.form(archive, sessions[0].no or "", "section-0", "form")
                await camera.dossier(archive, "任金凤", 2011, "dossier")
                await camera.matrix("matrix")


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else TOOLS.parents[1] / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["XUEDANG_THEME"] = "xuedang-dark"  # a terminal of few colours would be given another
    with tempfile.TemporaryDirectory() as home:
        asyncio.run(draw(Settings(home=Path(home), operator="王岚"), folder))


if __name__ == "__main__":
    main()
