"""Telling the encoding of a Chinese text file, and decoding it without ever inventing a character.

The ladder: byte order mark; strict UTF-8; UTF-16 when there are NUL bytes; then GB18030 against Big5 by
how many characters fall among the common ones, GB18030 preferred. General detectors decode short lists
of names wrongly about half the time, which is why there is a ladder of our own.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

# Big5 has to win by this much: the offices that hand files over write simplified Chinese.
_GB_PRIOR = 0.1
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Decoded:
    """The lines of a text file without their ends; a line that no encoding reads is None.

    ``bad`` holds (line number from 1, offset in the file, the bytes as hexadecimal) of those.
    """

    lines: list[str | None]
    encoding: str
    warnings: tuple[str, ...]
    bad: tuple[tuple[int, int, str], ...] = ()
    #: Those lines with the bytes that no encoding reads as ``\\xNN``, by number.
    unread: Mapping[int, str] = field(default_factory=dict)


def decode(data: bytes) -> Decoded:
    """Decode a whole file. Falls back to line by line when no one encoding reads all of it."""
    warnings: list[str] = []
    encoding = detect(data)
    if encoding is not None:
        text = data.decode(encoding)
        if "\0" in text:
            text = text.replace("\0", "")
            warnings.append("nul_bytes")
        if any("\ue000" <= char <= "\uf8ff" for char in text):
            warnings.append("private_use")
        return Decoded(list(_split(text)), encoding, tuple(warnings))
    return _decode_lines(data)


def detect(data: bytes) -> str | None:
    """The encoding that reads all of ``data``, or None when none does."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return name if _reads(data, name) else None
    if looks_utf16(data[:65536]):
        for name in ("utf-16-le", "utf-16-be"):
            if _reads(data, name) and _mostly_text(data.decode(name)):
                return name
    if _reads(data, "utf-8"):
        return "utf-8"
    candidates = [name for name in ("gb18030", "big5hkscs") if _reads(data, name)]
    if len(candidates) < 2:
        return candidates[0] if candidates else None
    return "big5hkscs" if _big5_share(data) > _gb_share(data) + _GB_PRIOR else "gb18030"


def looks_utf16(data: bytes) -> bool:
    """NUL bytes nearly all on one side of the pairs: ASCII characters written as UTF-16."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    most, least = max(even, odd), min(even, odd)
    return most > max(3, len(data) // 100) and least * 10 < most


def _mostly_text(text: str) -> bool:
    sample = text[:4000]
    odd = sum(1 for char in sample if not (char.isprintable() or char in "\r\n\t\ufeff\u3000"))
    return odd * 20 < len(sample)


def _reads(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _pairs(data: bytes) -> Iterator[tuple[int, int]]:
    position, sample = 0, data[:200_000]
    while position < len(sample) - 1:
        if sample[position] < 0x81:
            position += 1
            continue
        yield sample[position], sample[position + 1]
        position += 2


def _gb_share(data: bytes) -> float:
    """Share of the double bytes among level 1 of GB 2312 (3,755 common characters) and its marks."""
    pairs = [(lead, trail) for lead, trail in _pairs(data) if not 0x30 <= trail <= 0x39]
    good = sum(1 for lead, trail in pairs if trail >= 0xA1 and (0xB0 <= lead <= 0xD7 or lead in (0xA1, 0xA3)))
    return good / max(1, len(pairs))


def _big5_share(data: bytes) -> float:
    """Share of the double bytes among the 5,401 common characters of Big5 and its marks."""
    pairs = list(_pairs(data))
    good = sum(1 for lead, _ in pairs if 0xA4 <= lead <= 0xC6 or lead in (0xA1, 0xA2))
    return good / max(1, len(pairs))


def _split(text: str) -> Iterator[str]:
    # Not splitlines(): it also cuts at U+2028, U+0085 and form feeds, which occur inside cells.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    yield from lines


def _decode_lines(data: bytes) -> Decoded:
    lines: list[str | None] = []
    bad: list[tuple[int, int, str]] = []
    unread: dict[int, str] = {}
    used: list[str] = []
    offset = 0
    for number, raw in enumerate(data.removeprefix(codecs.BOM_UTF8).split(b"\n"), 1):
        # A return alone inside a line is a break inside a cell, as some programs export it.
        stripped = raw.removesuffix(b"\r").replace(b"\0", b"").replace(b"\r", b" ")
        for encoding in ("utf-8", "gb18030"):
            try:
                lines.append(stripped.decode(encoding))
            except UnicodeDecodeError as error:
                if encoding == "gb18030":
                    lines.append(None)
                    unread[number] = stripped.decode("gb18030", "backslashreplace")
                    bad.append(
                        (number, offset + error.start, stripped[error.start : error.start + 8].hex(" "))
                    )
                continue
            if not stripped.isascii() and encoding not in used:
                used.append(encoding)
            break
        offset += len(raw) + 1
    if lines and lines[-1] == "":
        lines.pop()
    warnings = ["encoding_mixed"] if len(used) > 1 else []
    if bad:
        warnings.append("bad_lines")
    return Decoded(lines, "+".join(used) or "gb18030", tuple(warnings), tuple(bad), unread)
