"""One line of typed text, with word keys that know Chinese."""

from __future__ import annotations

import re

from textual.widgets import Input

from tui.cjk import INPUT_WORD_START


class LineInput(Input):
    """An ``Input`` of height one in which a Hanzi is a word.

    Otherwise Ctrl+W in a Chinese text would clear it all and Ctrl+Left would go to its start.
    """

    _WORD_START = re.compile(INPUT_WORD_START)

    def __init__(
        self, value: str = "", *, placeholder: str = "", id: str | None = None, disabled: bool = False
    ) -> None:
        super().__init__(
            value, placeholder=placeholder, id=id, disabled=disabled, compact=True, select_on_focus=False
        )
