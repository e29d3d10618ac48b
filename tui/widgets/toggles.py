"""Switches that say by a sign, not by colour alone, whether they are on."""

from __future__ import annotations

from textual.widgets import Checkbox, RadioButton, RadioSet


class SignedRadio(RadioButton):
    """One of several answers: an asterisk when chosen."""

    BUTTON_LEFT, BUTTON_INNER, BUTTON_RIGHT = "(", " ", ")"

    def watch_value(self) -> None:
        self.BUTTON_INNER = "*" if self.value else " "
        super().watch_value()


class ArrowSet(RadioSet):
    """Several answers of which the arrows choose one; in Textual they only move, and Enter chooses."""

    def action_next_button(self) -> None:
        super().action_next_button()
        self._choose()

    def action_previous_button(self) -> None:
        super().action_previous_button()
        self._choose()

    def _choose(self) -> None:
        # Textual moves to the first one before it looks which is chosen.
        if self.pressed_index not in (-1, self._selected):
            self.action_toggle_button()


class SignedCheck(Checkbox):
    """Yes or no: an x when yes."""

    BUTTON_LEFT, BUTTON_INNER, BUTTON_RIGHT = "[", " ", "]"

    def watch_value(self) -> None:
        self.BUTTON_INNER = "x" if self.value else " "
        super().watch_value()
