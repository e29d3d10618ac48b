"""Text from data, fit to be shown: control characters become signs, so that data can't command a terminal."""

from __future__ import annotations

import re
import unicodedata

_ENDS = 3  # what a masked value shows at either end

#: Directional controls that could make a line read as something else, and other invisible ones.
_HIDDEN = frozenset(
    "\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)
#: 15 and 18 digits, and what they run into; not the digits within the number of a batch or a hash.
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])\d{15,}[XxＸｘ]?(?![0-9A-Za-z])")


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


def masked(text: str) -> str:
    """An identity number as everybody may see it: asterisks, and what lets two numbers be told apart."""
    if len(text) <= 4 * _ENDS:
        return "*" * len(text)
    return text[:_ENDS] + "*" * (len(text) - 2 * _ENDS) + text[-_ENDS:]


def mask_within(text: str) -> str:
    """A text from a source with the identity numbers in it masked, cut short or run into other digits too."""
    return _IDENTITY.sub(lambda found: masked(found[0]), text)
