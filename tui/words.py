"""The words of the screens, in the language of the moment."""

from __future__ import annotations

from records.language import translator

tr = translator("tui")


def mark(message: str) -> str:
    """Mark ``message`` for translation where it is written; it is translated where it is shown.

    For the descriptions of key bindings, which are made before the language is known.
    """
    return message
