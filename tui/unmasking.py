"""Asking, on the screen, for identity numbers and phones whole: a box for the reason, kept in the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.errors import XuedangError
from records.record import Record
from tui.screens.prompts import ask_text
from tui.words import tr

if TYPE_CHECKING:
    from tui.app import XuedangApp


async def ask_reason(app: XuedangApp) -> str | None:
    """For what whole numbers are needed; None when cancelled. Call it from a worker."""
    hint = tr("For what are the whole numbers needed, and by whom? The journal keeps it.")
    return await ask_text(app, tr("Identity numbers and phones unmasked"), hint=hint, check=_needed)


def _needed(text: str) -> str:
    if not text.strip():
        raise ValueError(tr("A reason is needed."))
    return ""


async def ask_to_unmask(
    app: XuedangApp, what: str, *, record: Record | None = None, count: int | None = None
) -> bool:
    """Whether numbers may be shown whole on this page now: a reason was given, and put down."""
    from records.privacy.unmasking import unmask

    reason = await ask_reason(app)
    if reason is None or app.archive is None:
        return False
    try:
        await unmask(app.archive, reason, what, record=record, count=count)
    except XuedangError as error:
        app.say(error)
        return False
    return True
