"""The tabs of a form."""

from __future__ import annotations

from textual.widgets import Tabs


class PartTabs(Tabs):
    """Tabs that may be taken away while they are put up, as when the language is changed twice."""

    def validate_active(self, active: str) -> str:
        """Stay where one is when the wanted tab is not there; Textual's own tabs end the application."""
        return active if not active or self.get_tab(active) is not None else self.active
