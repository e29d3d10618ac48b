"""Quick entry: much of the same kind, typed in one go. The menu of Home, and what it leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    if app.archive is not None:
        app.run_worker(_choose(app), exclusive=True, group="quick")


async def _choose(app: XuedangApp) -> None:
    from tui.screens.menu import choose

    answer = await choose(app, tr("Quick entry"), quick_ways())
    if answer:
        await begin(app, answer)


def open_way(app: XuedangApp, way: str) -> None:
    """Begin one of the ways of ``quick_ways``."""
    if app.archive is not None:
        app.run_worker(begin(app, way), exclusive=True, group="quick")


async def begin(app: XuedangApp, way: str) -> None:
    """Ask for what is needed first, then open it. From a worker."""
    match way:
        case "meeting":
            from tui.screens.quick_attendance import begin_meeting

            await begin_meeting(app)
        case "entries":
            from tui.screens.quick_entries import begin_entries

            await begin_entries(app)
        case "scores":
            from tui.screens.quick_scores import begin_scores

            await begin_scores(app)
