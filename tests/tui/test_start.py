"""What the first screen may cost: nothing heavy is imported before it is painted."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path

import pytest

from records.archive import Archive
from records.collecting import start_begins, start_ends
from records.record import Record
from tests.tui.conftest import running
from tests.tui.test_typed_ahead import TO_ALL
from tui.screens.forms.option_picker import OptionPicker
from tui.screens.lists.list import ListScreen
from tui.stylesheet import PAGES

ROOT = Path(__file__).parents[2]
HEAVY = (
    "pymongo",
    "motor",
    "bson",
    "docx",
    "docxtpl",
    "lxml",
    "openpyxl",
    "pypinyin",
    "typer",
    "yaml",
    "rapidfuzz",
)
NOT_FOR_A_LIST = {
    "records.changing.saving",
    "records.checking.surroundings",
    "records.people.picking",
    "records.programme.rules",
    "yaml",
}


def test_the_application_imports_nothing_heavy() -> None:
    code = (
        f"import sys, tui.app; print(*sorted(set({HEAVY!r}) & set(sys.modules)));"
        # Nor does the driver bring in what it only looks for.
        "import records.store.driver; print(*{'cryptography', 'OpenSSL'} & set(sys.modules));"
        # Nor does a list wait for what saves, judges or reads YAML.
        f"import records.opening, tui.screens.lists.list; print(*{NOT_FOR_A_LIST!r} & set(sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.split() == []


def test_the_screens_never_import_a_database_driver_themselves() -> None:
    for path in (ROOT / "tui").rglob("*.py"):
        text = path.read_text("utf-8")
        assert "import pymongo" not in text and "from pymongo" not in text, path
        assert "import motor" not in text and "from motor" not in text, path


async def test_the_application_ends_the_rest_of_the_collector(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once it has started, cyclic garbage is looked for as ever."""
    monkeypatch.setattr("tui.app._START_SECONDS", 0.05)
    usual = gc.get_threshold()
    start_begins()
    try:
        assert gc.get_threshold() != usual
        async with running() as run:
            await run.until(lambda: gc.get_threshold() == usual, "as ever")
    finally:
        start_ends()


async def test_home_and_lists_look_as_they_do_once_all_rules_are_read(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other screens bring their rules with them, so that a first list waits for none of them."""
    monkeypatch.setattr("tui.app._RULES_SECONDS", 600.0)
    await archive.save(Record.new("research_report", {"title": "渠系"}))
    async with running() as run:
        app = run.app
        run.typed(*TO_ALL)
        listed = await run.screen(ListScreen)
        await run.until(lambda: listed.table.current is not None, "listed")
        assert not app.stylesheet.has_source(str(PAGES), "")
        widgets = [each for page in app.screen_stack for each in page.walk_children(with_self=True)]
        before = [each.styles.css for each in widgets]
        await run.press("f4", "f4")
        box = await run.screen(OptionPicker)
        assert app.stylesheet.has_source(str(PAGES), "")
        assert box.query_one(".prompt-box").styles.max_width is not None
        await run.press("escape")
        await run.until(lambda: app.screen is listed, "closed")
        listed.table.focus()
        app.stylesheet.update(app)
        await run.pilot.pause()
        assert [each.styles.css for each in widgets] == before
