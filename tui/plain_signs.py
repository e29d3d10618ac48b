"""Painting with plain characters: what is drawn has the same width on every terminal.

On many Chinese terminals lines, arrows, curly quotes and dots take two cells where Textual counts one, and
tear the line apart. With ``--ascii`` each such sign is painted as the character of ASCII most like it.
Full-width characters stay, and so do letters of other scripts: they belong to what the records say.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_LIKE: Mapping[str, str] = {
    sign: plain
    for plain, signs in {
        '"': "“”„",
        "'": "‘’‚",
        ".": "…·•‧",
        "-": "—–―‐‑−▱╌",
        "<": "←◀◂◄≤",
        ">": "→▶▸►≥",
        "^": "↑▲△▴",
        "v": "↓▼▽▾",
        "*": "●◉★",
        "o": "○◦°",
        "+": "✓✔±",
        "x": "✗✘×",
        "#": "█▓▒░■▰",
        " ": "□▖▗▘▙▚▛▜▝▞▟▐▌",
        "~": "◷",
        "/": "÷╱",
        "\\": "╲",
        "=": "━≈≡",
        "S": "§",
    }.items()
    for sign in signs
}


#: From here on wide signs are pictures (the palette's magnifying glass), until rare Hanzi begin.
_PICTURES, _RARE = 0x1F000, 0x20000


class _Plain(dict[int, str]):
    """For ``str.translate``: what each character is painted as, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = plain = plain_sign(chr(code))
        return plain


def plain_sign(sign: str) -> str:
    """The character that ``sign`` is painted as, of as many cells."""
    if sign.isascii():
        return sign
    if unicodedata.east_asian_width(sign) in "WF":
        picture = _PICTURES <= ord(sign) < _RARE
        return sign if not picture else "> " if sign == "🔎" else "??"
    if sign in _LIKE:
        return _LIKE[sign]
    # Ends of scroll bars and tabs, and frames: what is left of them are colours, dashes and bars.
    name = unicodedata.name(sign, "")
    if name.startswith("BOX DRAWINGS"):
        across, up = ("HORIZONTAL", "LEFT", "RIGHT"), ("VERTICAL", "UP", "DOWN")
        level, upright = (any(word in name for word in words) for words in (across, up))
        return "+" if level and upright else "-" if level else "|"
    if "BLOCK" in name or "EIGHTH" in name:
        return " "
    if unicodedata.category(sign)[0] in "LM":
        return sign
    known = unicodedata.normalize("NFKD", sign)[:1]
    return known if known.isascii() and known.isprintable() and known.strip() else "?"


_PLAIN = _Plain()


class PlainSigns(LineFilter):
    """Each line as it is painted, in plain characters."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            segment if segment.text.isascii() else Segment(segment.text.translate(_PLAIN), *segment[1:])
            for segment in segments
        ]
