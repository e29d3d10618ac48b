"""Transfer of a person to another unit: the unit, the day, and what it means before it is done."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from textual.app import App

from records.changing.transfer import Transfer, plan_transfer, transfer
from records.errors import XuedangError
from records.record import Record
from tui.cjk import one_line
from tui.screens.forms.picker import PickerScreen
from tui.screens.prompts import ask_choice, ask_date
from tui.words import tr, trn

if TYPE_CHECKING:
    from tui.app import XuedangApp


def begin_transfer(app: App[Any], person: Record | None = None) -> None:
    """Ask who (unless it is known) goes where and when, show what it means, then do it."""
    xuedang = cast("XuedangApp", app)
    xuedang.run_worker(_transfer(xuedang, person), exclusive=True, group="transfer")


async def _transfer(app: XuedangApp, person: Record | None) -> None:
    if app.archive is None:
        return
    person = person or await _picked(app, tr("Who is transferred?"), "person")
    if person is None:
        return
    unit = await _picked(app, tr("{person} is transferred to", person=person.title), "unit")
    day = await ask_date(app, tr("Belongs to the new unit from"), app.settings.today) if unit else None
    if unit is None or day is None or app.archive is None:
        return
    try:
        # As it is now: a form or list may have been open for long.
        person = await app.archive.get(person.id)
        plan = await plan_transfer(app.archive, person, unit.id, day.day or app.settings.today)
        answers = [("yes", tr("Transfer")), ("no", tr("Cancel"))]
        if await ask_choice(app, tr("Transfer to another unit"), _meaning(plan), answers) != "yes":
            return
        await transfer(app.archive, plan)
    except XuedangError as error:
        app.say(error)
        return
    app.notify(
        tr("{person} belongs to {unit} from {day}.", person=person.title, unit=unit.title, day=plan.on)
    )


async def _picked(app: XuedangApp, title: str, kind: str) -> Record | None:
    if app.archive is None:
        return None
    chosen = await app.push_screen_wait(PickerScreen(app.archive, title, (kind,), "", multiple=False))
    return chosen[0] if chosen else None


def _meaning(plan: Transfer) -> str:
    """What will be different, a line for each thing."""
    lines = [one_line(plan.person.title)]
    if plan.old is not None:
        last = plan.on - timedelta(days=1)
        lines.append(tr("until {day}: {unit}", day=last, unit=plan.old.title))
    lines.append(tr("from {day}: {unit}", day=plan.on, unit=plan.new.title))
    if plan.moved:
        lines.append(
            trn(
                "{number:,} record dated since then goes to the new unit.",
                "{number:,} records dated since then go to the new unit.",
                len(plan.moved),
            )
        )
    lines.append(tr("What is dated before stays with the old unit, in every figure."))
    return "\n".join(lines)
