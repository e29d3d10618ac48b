"""Opens the terminal application."""

from __future__ import annotations

from records.settings import Settings
from tui.app import XuedangApp


def application(settings: Settings) -> XuedangApp:
    """The screens over the archive that ``settings`` name, not running yet."""
    return XuedangApp(settings)


def run_app(settings: Settings) -> int:
    """Run the screens until the user leaves; the exit code. Raises whatever brought them down.

    By then the terminal is as it was, so that the answer can be read.
    """
    app = application(settings)
    app.run()
    if app.crash is not None:
        raise app.crash
    return app.return_code or 0
