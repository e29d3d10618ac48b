"""The words of the screens, in the language of the moment."""

from __future__ import annotations

from records.language import plural_translator, translator
from tui.keys.key_names import Keys

_KEYS = Keys()
_translate = translator("tui")
#: For a message that counts, and names no key.
trn = plural_translator("tui")


def tr(message: str, /, **fields: object) -> str:
    """``message`` in the language of the moment. ``{key:form.save}`` in it names the key of that action."""
    if "{key:" in message:
        fields["key"] = _KEYS
    return _translate(message, **fields)


def mark(message: str) -> str:
    """Mark ``message`` for translation where it is written; it is translated where it is shown.

    For the descriptions of key bindings, which are made before the language is known.
    """
    return message
