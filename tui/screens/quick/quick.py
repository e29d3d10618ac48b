"""Quick entry: much of the same kind, typed in one go. The menu of Home, and what it leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.errors import Refused
from tui.words import tr

if TYPE_CHECKING:
    from tui.app import XuedangApp


def quick_ways() -> list[tuple[str, str]]:
    """What can be entered quickly, as key and words."""
    return [
        ("meeting", tr("A meeting and who came")),
        ("entries", tr("Study entries of a branch in one grid")),
        ("scores", tr("The scores of a test")),
    ]


def open_quick(app: XuedangApp) -> None:
    """Ask what is to be entered, and begin."""
    if _may_enter(app):
        app.run_worker(_choose(app), exclusive=True, group="quick")


def _may_enter(app: XuedangApp) -> bool:
    """Whether the archive is open and our account may store what would be typed; says why it may not."""
    if app.archive is None:
        return False
    try:
        app.archive.demand("edit")
    except Refused as error:
        app.say(error)
        return False
    return True


async def _choose(app: XuedangApp) -> None:
    from tui.screens.menu import choose

    answer = await choose(app, tr("Quick entry"), quick_ways())
    if answer:
        await begin(app, answer)


def open_way(app: XuedangApp, way: str) -> None:
    """Begin one of the ways of ``quick_ways``."""
    if _may_enter(app):
        app.run_worker(begin(app, way), exclusive=True, group="quick")


async def begin(app: XuedangApp, way: str) -> None:
    """Ask for what is needed first, then open it. From a worker."""
    match way:
        case "meeting":
            from tui.screens.quick.quick_attendance import begin_meeting

            await begin_meeting(app)
        case "entries":
            from tui.screens.quick.quick_entries import begin_entries

            await begin_entries(app)
        case "scores":
            from tui.screens.quick.quick_scores import begin_scores

            await begin_scores(app)
