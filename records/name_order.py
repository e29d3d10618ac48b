"""In which order names are listed: by pinyin as a dictionary has them, or by strokes as official lists do.

Both come from keys that are stored with a record, so that an index serves them: the collations of the server
read 单 and 曾 as words and not as surnames, and order equal numbers of strokes by radical.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from importlib.resources import files
from typing import cast

from records.tokens import name_parts, surname_readings

#: The kinds that are listed by name.
NAMED = frozenset(("person", "unit"))
_NUMBER = 6
#: What becomes of characters without a reading; a list is taken as well as the text it is said to be.
_ONE_BY_ONE = cast(Callable[[str], str], list)


def name_order(name: str, *, person: bool) -> dict[str, str]:
    """The keys that put a name in its place, compared as text: ``pinyin`` and ``stroke``.

    By pinyin names go character by character: its syllable, its tone, then its strokes, so that those of one
    surname stand together (张 before 章). A person's surname is read as one. By strokes the characters
    go by their number, then by what they are (横竖撇点折, GF 3003-1999). Latin letters and numbers stand
    before Chinese characters, numbers by their size.
    """
    parts = name_parts(name)
    if not parts:
        return {}
    places = [_place(part) for part in parts]
    heard = zip(parts, _sounds(parts, person=person), places, strict=True)
    by_sound = (place if part.isascii() else sound + place for part, sound, place in heard)
    return {"pinyin": "".join(by_sound), "stroke": "".join(places)}


def _place(part: str) -> str:
    """Where a character stands by its strokes; letters and numbers before all, unknown ones behind all."""
    if part.isdigit() and part.isascii():
        return "-" + part.zfill(_NUMBER)
    if part.isascii():
        return "-" + part
    rank = _strokes().get(part)
    return f"z{ord(part):06x}" if rank is None else f"{rank:04x}"


@cache
def _strokes() -> dict[str, int]:
    lines = files("records").joinpath("stroke_order.txt").read_text("utf-8").splitlines()
    return {each: at for at, each in enumerate("".join(line for line in lines if not line.startswith("#")))}


def _sounds(parts: list[str], *, person: bool) -> list[str]:
    from pypinyin import Style, lazy_pinyin

    # 曾家村 and 单家庄 begin with a surname too.
    surname = surname_readings(parts) if person or parts[1:2] == ["家"] else ()
    # Each run of Chinese characters is read as words: 长 in 长江 is not that of 校长.
    sounds = [_toned(*read) for read in zip(parts, surname, strict=False)]
    rest = parts[len(sounds) :]
    while rest:
        run = next((at for at, part in enumerate(rest) if part.isascii() != rest[0].isascii()), len(rest))
        if rest[0].isascii():
            sounds += rest[:run]
        else:
            run_text, tone = "".join(rest[:run]), Style.TONE3
            found = lazy_pinyin(run_text, style=tone, neutral_tone_with_five=True, errors=_ONE_BY_ONE)
            sounds += [_syllable(sound) for sound in found]
        rest = rest[run:]
    return sounds


@lru_cache(maxsize=8192)
def _toned(part: str, reading: str) -> str:
    """A reading without a tone, with the one that the character has when it is read so."""
    from pypinyin import Style, pinyin

    ways = pinyin(part, style=Style.TONE3, heteronym=True, neutral_tone_with_five=True)[0]
    return _syllable(next((way for way in ways if way[:-1] == reading), reading + "5"))


def _syllable(sound: str) -> str:
    """ü stands after u and before any further letter."""
    return sound.replace("v", "u:")
