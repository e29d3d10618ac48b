"""A short list in which typing goes to an item: by the beginning of its words, its pinyin or initials."""

from __future__ import annotations

from time import monotonic

from textual import events
from textual.widgets import OptionList

from tui.matching import score

#: Seconds after which typing begins anew.
_PAUSE = 1.2


class JumpList(OptionList):
    """Arrow keys, Enter, a click; and what is typed goes to the item that fits best, the next on a tie."""

    _typed, _typed_at = "", 0.0

    def on_key(self, event: events.Key) -> None:
        if event.is_printable and event.character and not event.character.isspace():
            event.stop()
            self.type(event.character)

    def type(self, character: str) -> None:
        """Go on with what was typed a moment ago, or begin anew."""
        now = monotonic()
        before = self._typed if now - self._typed_at < _PAUSE else ""
        self._typed_at = now
        if not self._jump(before + character) and before:
            self._jump(character)

    def _jump(self, typed: str) -> bool:
        """Highlight what ``typed`` fits best; whether there is any. Typing on may stay where it is."""
        here, count = self.highlighted or 0, self.option_count
        first = here if len(typed) > 1 else here + 1
        places = [(first + step) % count for step in range(count)]
        scores = {at: score(typed, str(self.get_option_at_index(at).prompt)) for at in places}
        best = max(scores, key=lambda at: scores[at], default=None)
        self._typed = typed
        if best is None or not scores[best]:
            return False
        self.highlighted = best
        return True
