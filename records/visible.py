"""Text from data, fit to be shown: control characters become signs, so that data can't command a terminal."""

from __future__ import annotations

import unicodedata

#: Directional controls that could make a line read as something else, and other invisible ones.
_HIDDEN = frozenset(
    "\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)


def visible(text: str, *, keep: str = "") -> str:
    """``text`` with control characters shown as signs.

    ``keep`` names control characters that stay, such as the newline in a long text.
    """
    if text.isprintable():
        return text
    return "".join(c if c in keep else _sign(c) for c in text)


def _sign(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if 0x80 <= code < 0xA0 or character in _HIDDEN or unicodedata.category(character) == "Cs":
        return "\ufffd"
    return character
