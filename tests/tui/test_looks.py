"""How the main screens look where there is more room, in the other look and in English, and boxes on a large
terminal.

Sizes, looks and languages are taken pairwise, from one running application a language. All screens
at 80x24 in Chinese are in ``screens/`` too. After a change that is meant: run this file with
``--snapshot-update``, and look.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pytest_textual_snapshot import SVGImageExtension
from syrupy.assertion import SnapshotAssertion
from textual.screen import ModalScreen
from textual.widgets import Input

from records.archive import Archive
from records.language import set_language
from tests.tui.conftest import Running, running
from tests.tui.every_screen import DAY, SCREENS, bring_up, go_home, set_stage, settle
from tests.tui.layout import faults

MAIN = (
    "home",
    "people",
    "form",
    "dossier",
    "matrix",
    "search",
    "import questions",
    "calendar",
    "entries",
    "history",
)
#: The small size, and a large one that the other language has of every other screen: each pair of size and
#: language, of size and look, of language and look is there.
LOOKS = {
    "zh": (((80, 24), "dark"), ((120, 40), "light"), ((200, 60), "light")),
    "en": (((80, 24), "light"), ((200, 60), "dark"), ((120, 40), "dark")),
}
LARGE = (120, 40)
BOXES = [name for name, shown in SCREENS.items() if issubclass(shown.kind, ModalScreen)]
#: The year in the number of a record and the moment it was saved differ from run to run.
_RUN = re.compile(r"(?<=[A-Z]-)20\d\d(?=-\d{4})|(?:\d{4}-)?\d\d-\d\d(&#160;)\d\d:\d\d")


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_main_screens_look_like_before(
    archive: Archive,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    snapshot: SnapshotAssertion,
    language: str,
) -> None:
    monkeypatch.setenv("XUEDANG_LANG", language)
    monkeypatch.setenv("XUEDANG_DATE", DAY)
    set_language(language)
    monkeypatch.chdir(tmp_path_factory.mktemp("a"))
    stage = await set_stage(archive, Path())
    for person in stage.people:
        person.fields |= {"political_status": "正式党员", "categories": ["村干部"]}
        person.status = "submitted"
    stage.people = [await archive.save(person) for person in stage.people]
    changed = []
    async with running() as run:
        for number, name in enumerate(MAIN):
            screen = await bring_up(run, stage, name)
            for line in screen.query(Input):
                line.cursor_blink = False
            for (width, height), look in LOOKS[language][:: 1 + number % 2][:2]:
                run.app.theme = f"xuedang-{look}"
                await run.pilot.resize_terminal(width, height)
                await settle(run, screen)
                picture = f"{name}-{width}x{height}-{look}"
                if drawn(run) != snapshot(name=picture, extension_class=SVGImageExtension):
                    (tmp_path / f"{picture}.svg").write_text(drawn(run), encoding="utf-8")
                    changed.append(f"{tmp_path / picture}.svg")
            await go_home(run)
        await run.pilot.resize_terminal(*LARGE)
        found = []
        for name in BOXES[language == "en" :: 2]:
            found += [f"{name}: {fault}" for fault in faults(await bring_up(run, stage, name))]
            await go_home(run)
    assert not changed, "\n".join(changed)
    assert not found, "\n".join(found)


def drawn(run: Running) -> str:
    """The screen as a picture, with signs for what differs from run to run."""
    return _RUN.sub(
        lambda found: re.sub(r"\d", "#", found[0].split("&")[0]) + "&#160;##:##" if found[1] else "####",
        run.app.export_screenshot(),
    )
