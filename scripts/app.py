"""Opens the terminal application."""

from __future__ import annotations

from records.settings import Settings
from tui.app import XuedangApp


def run_app(settings: Settings) -> int:
    """Run the screens until the user leaves; the exit code."""
    app = XuedangApp(settings)
    app.run()
    return app.return_code or 0
