"""The ways to a dashboard: of the person or unit that a record is, or of one that is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from textual.app import App

from records.record import Record
from tui.words import tr

if TYPE_CHECKING:
    from tui.app import XuedangApp


def open_board_of(app: App[Any], record: Record) -> None:
    """Open the dashboard of a person or unit."""
    if record.kind == "unit":
        from tui.screens.standing.unit_board import open_unit_board

        open_unit_board(app, record.id)
    else:
        from tui.screens.standing.person_board import open_person_board

        open_person_board(app, record.id)


def begin_board(app: App[Any]) -> None:
    """Ask whose dashboard to open, then open it."""
    xuedang = cast("XuedangApp", app)
    xuedang.run_worker(_ask_and_open(xuedang), exclusive=True, group="board")


async def _ask_and_open(app: XuedangApp) -> None:
    from tui.screens.forms.picker import PICKABLE, PickerScreen

    if app.archive is None:
        return
    picker = PickerScreen(app.archive, tr("Whose dashboard?"), PICKABLE, "", multiple=False)
    chosen = await app.push_screen_wait(picker)
    if chosen:
        open_board_of(app, chosen[0])
