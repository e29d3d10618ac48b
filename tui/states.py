"""How it stands with a rule: the names of its states, their signs and words, and the tones they are shown in.

The one place where the screens name them. What a state *is*, and who is in it, is computed in ``records``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tui.words import mark, tr


@dataclass(frozen=True, slots=True)
class State:
    """A state under its name, which is also its tone: a sign, the same in ASCII, and its word."""

    name: str
    sign: str
    ascii_sign: str
    message: str

    @property
    def word(self) -> str:
        """The word for it in the language of the moment."""
        return tr(self.message)

    def mark(self, *, ascii: bool = False) -> str:
        """The sign that stands for it where a word has no room: one cell, two for 免."""
        return self.ascii_sign if ascii else self.sign


STATES: Mapping[str, State] = {
    state.name: state
    for state in (
        State("met", "✓", "+", mark("Met")),
        State("pace", "…", "=", mark("On pace")),
        State("behind", "!", "!", mark("Behind")),
        State("failed", "✗", "x", mark("Failed")),
        State("exempt", "免", "E", mark("Exempt")),
        State("unjudged", "·", ".", mark("Not judged")),
        State("waiting", "?", "?", mark("Waiting for approval")),
    )
}

#: The tones of rows and cells, with the style each has outside a table. A table takes them from the style
#: sheet (``.table--TONE``), which says the same; a test compares.
TONES: Mapping[str, str] = {
    "met": "$success",
    "pace": "$secondary",
    "behind": "bold $warning",
    "failed": "bold $error",
    "exempt": "italic $foreground 65%",
    "unjudged": "$foreground 65%",
    "waiting": "$warning",
    "overdue": "bold underline $error",
    "soon": "underline $warning",
    "strong": "bold $foreground",
    "void": "strike $foreground 65%",
}
