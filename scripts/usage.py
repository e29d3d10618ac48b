"""Typer's complaints about a command line, in the user's language."""

from __future__ import annotations

import re
from collections.abc import Sequence

from typer import TyperException

from records.errors import UsageFault
from records.language import translator

tr = translator("scripts")

#: How Typer words a complaint, and the message (to translate) that says it instead.
_WORDINGS: Sequence[tuple[str, str]] = (
    (r"No such option: (\S+)", "There is no option {name}."),
    (r"No such command '?([^']+?)'?\.", "There is no command {name}."),
    (r"Missing \w+ '?([^'.]+)'?\.", "{name} is missing."),
    (r"Missing command(.?)", "Say what to do."),
    (r"Option '?([^']+?)'? requires \S+ argument", "{name} needs a value."),
    (r"Option '?([^']+?)'? does not take a value", "{name} takes no value."),
    (r"Got unexpected extra argument\(?s?\)? \((.+)\)", "Too many words: {name}"),
    (r"Invalid value for '?([^':]+)", "The value of {name} is not understood."),
)


def usage_fault(error: TyperException, prog: str) -> UsageFault:
    """The complaint as one of our errors, with a hint at the command's help."""
    text = error.format_message()
    for pattern, message in _WORDINGS:
        if match := re.match(pattern, text):
            text = tr(message, name=match[1])
            break
    return UsageFault(text, hint=tr("`{prog} --help` shows how it is used.", prog=prog))
