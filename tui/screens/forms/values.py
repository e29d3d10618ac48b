"""Asks for a value of a field, with the picker of its type."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from records.field_value import coerce
from records.kind import Field, Label
from tui.screens.forms.option_picker import choose_option
from tui.screens.forms.picker import pick
from tui.screens.menu import choose
from tui.screens.prompts import ask_text
from tui.widgets.choice import choice_options
from tui.words import tr

if TYPE_CHECKING:
    from tui.app import XuedangApp

#: A list of choices that is longer is typed into.
_SHORT = 9


async def ask_value(app: XuedangApp, field: Field, title: str) -> Any:
    """A value of ``field`` (of a list: a list), None when cancelled. From a worker.

    A record referred to is answered as the record itself, not by its identifier.
    """
    if field.of is not None and field.of.type == "reference":
        assert app.archive is not None
        return list(await pick(app, app.archive, _titled(field.of, title), multiple=True)) or None
    if field.of is not None and field.of.choices and not field.of.open_choice:
        value = await ask_value(app, field.of, title)
        return None if value is None else [value]
    if field.type == "reference":
        assert app.archive is not None
        found = await pick(app, app.archive, _titled(field, title))
        return found[0] if found else None
    if field.type == "boolean" or (field.choices and not field.open_choice):
        options = [(value, label) for label, value in choice_options(field)]
        ask = choose if len(options) <= _SHORT else choose_option
        answer = await ask(app, title, options)
        return None if answer is None else coerce(field, answer)
    hint = tr("Several with 、 between them.") if field.is_list else (field.help.text() if field.help else "")
    typed = await ask_text(app, title, hint=hint, check=lambda text: coerce(field, text) and None)
    return coerce(field, typed) if typed else None


def _titled(field: Field, title: str) -> Field:
    """The field under the words that the picker is to have for its title."""
    return replace(field, label=Label(title, title))
