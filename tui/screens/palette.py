"""The box in which commands are found by words; what it finds comes from ``tui/commands.py``."""

from __future__ import annotations

from textual.command import CommandList, CommandPalette

from tui.words import tr


class Palette(CommandPalette):
    """Textual's, in the user's language, for keys that come faster than its list.

    Without the id of Textual's own, it can be opened while one that was closed is still being taken down.
    """

    def __init__(self) -> None:
        super().__init__(placeholder=tr("What shall be done?"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A list that has not been laid out yet has no pages to turn."""
        if action == "command_list" and not any(each.size for each in self.query(CommandList)):
            return False
        return super().check_action(action, parameters)
