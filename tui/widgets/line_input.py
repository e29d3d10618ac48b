"""One line of typed text, with word keys that know Chinese."""

from __future__ import annotations

import re

from textual import events
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

    async def _on_key(self, event: events.Key) -> None:
        """Edit at once; a key is otherwise looked up only when it has risen through every widget to the app.

        Characters that arrived right behind a Backspace, as over a slow line, would overtake it.
        """
        if event.is_printable:
            return
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            if not binding.priority and await self.app.run_action(binding.action, self):
                event.stop()
                event.prevent_default()
                return
