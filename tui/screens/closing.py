"""A screen closes itself and nothing else, however often and whenever it is told to."""

from __future__ import annotations

from typing import Any

from textual.await_complete import AwaitComplete

from tui.screens.quiet import QuietWorkers


class ClosesItself(QuietWorkers):
    """Mixed into screens. Textual's ``dismiss`` takes away whatever is in front.

    That is another page when a second Escape comes before the first has taken effect, or when a worker closes
    the box that told of its progress while a question stands over it.
    """

    _to_answer: tuple[Any, ...] = ()

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Close with an answer: now, once nothing is over this any more, or not at all when it is closed."""
        if self.is_active:
            self._to_answer = ()
            return super().dismiss(result)
        if self in self.app.screen_stack:
            self._to_answer = (result,)
        return AwaitComplete()

    def on_screen_resume(self) -> None:
        if self._to_answer:
            self.dismiss(*self._to_answer)
