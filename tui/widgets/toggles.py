"""Switches that say by a sign, not by colour alone, whether they are on."""

from __future__ import annotations

from textual.widgets import Checkbox, RadioButton


class SignedRadio(RadioButton):
    """One of several answers: an asterisk when chosen."""

    BUTTON_LEFT, BUTTON_INNER, BUTTON_RIGHT = "(", " ", ")"

    def watch_value(self) -> None:
        self.BUTTON_INNER = "*" if self.value else " "
        super().watch_value()


class SignedCheck(Checkbox):
    """Yes or no: an x when yes."""

    BUTTON_LEFT, BUTTON_INNER, BUTTON_RIGHT = "[", " ", "]"

    def watch_value(self) -> None:
        self.BUTTON_INNER = "x" if self.value else " "
        super().watch_value()
