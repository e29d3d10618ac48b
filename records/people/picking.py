"""Finds people and units by what is typed of a name: a part, its pinyin or initials, else what is like it.

Every look goes through an index of names or keys: with 20,000 people a key press waits some 15 ms.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from bson.regex import Regex

from records.name_order import NAMED
from records.record import Record
from records.store.connection import Store
from records.store.driver import Document
from records.tokens import name_keys, normal

_LATIN = re.compile(r"[a-z0-9]+")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
#: More are read than shown, for the closest may not be the first in an index.
_READ = 5
#: Shorter ones are like too many names: with one letter wrong, and with one character wrong.
_LEAST_LETTERS, _LEAST_CHARACTERS = 4, 3
_MOST_TYPED = 24
#: The fields of former and other names, and their indexes.
_OTHER_NAMES = {"fields.former_names": "former_names", "fields.aliases": "aliases"}
#: What boards and the matrix call a unit.
_SHORT = "fields.short_name"


class Picker:
    """Answers the pickers from the records of one store."""

    def __init__(self, store: Store) -> None:
        self._records = store.records

    async def pick(self, kinds: Collection[str], text: str, *, limit: int, like: bool) -> list[Record]:
        """The closest first: exactly so called, beginning so, holding it; with ``like``, if none is, similar.

        Similar is a name with the typed characters in order (柳二支), read the same (任金风 for 任金凤), or
        with one character or one letter of its pinyin wrong.
        """
        typed = normal(text).strip()
        live: Document = {"kind": {"$in": sorted(kinds)}, "status": {"$ne": "void"}}
        if not typed:
            rows = await self._records.find(live, sort=[("updated.at", -1)], limit=limit)
            return [Record.from_document(row) for row in rows]
        compact = typed.replace(" ", "").replace("'", "")
        most = limit * _READ
        looks: list[Any] = [
            # The name itself first: there may be more that only hold it than are looked at.
            self._records.find(live | {"title": text.strip()}, limit=limit),
            *self._named(live, kinds, re.escape(typed), most),
        ]
        if any(character.isdigit() for character in typed):
            looks.append(self._records.find(live | {"no": _pattern(re.escape(typed))}, limit=most))
        if _LATIN.fullmatch(compact):
            looks += [
                self._records.find(live | {"keys": keys}, limit=most, hint="keys")
                for keys in (compact, {"$regex": f"^{compact}"})
            ]
        found = _records(await asyncio.gather(*looks))
        if not found and like and len(compact) <= _MOST_TYPED:
            return await self._alike(live, kinds, compact, limit)
        return sorted(found, key=lambda record: _distance(record, typed, compact))[:limit]

    def _named(self, live: Document, kinds: Collection[str], part: str, most: int) -> Iterator[Any]:
        """Looks for names, former and other names that ``part``, a regular expression, fits."""
        hint = "names" if NAMED.issuperset(kinds) else None
        yield self._records.find(live | {"title": _pattern(part)}, limit=most, hint=hint)
        if "unit" in kinds:  # they are few: the index of kinds finds them
            yield self._records.find(live | {"kind": "unit", _SHORT: _pattern(part)}, limit=most)
        for path, index in _OTHER_NAMES.items():
            yield self._records.find(live | {path: _pattern(part)}, limit=most, hint=index)

    # --- what is like it -------------------------------------------------------------------------

    async def _alike(self, live: Document, kinds: Collection[str], compact: str, limit: int) -> list[Record]:
        most = limit * _READ
        looks: list[Any] = []
        if not _LATIN.fullmatch(compact):
            read = [key for key in name_keys(compact) if len(key) > len(compact)]
            keys = _beginning(read)
            looks += self._named(live, kinds, _alike_pattern(compact), most)
        elif len(compact) >= _LEAST_LETTERS:
            read, keys = [compact], _one_wrong(compact)
        else:
            return []
        looks.append(self._records.find(live | {"keys": keys}, limit=most, hint="keys"))
        found = _records(await asyncio.gather(*looks))
        return sorted(found, key=lambda record: _unlikeness(record, compact, read))[:limit]


def _records(answers: Collection[list[Document]]) -> list[Record]:
    rows = {row["_id"]: row for rows in answers for row in rows}
    return [Record.from_document(row) for row in rows.values()]


def _pattern(part: str) -> Mapping[str, str]:
    return {"$regex": part, "$options": "i"}


def _one_wrong(typed: str) -> Document:
    """Keys that begin as typed, but for one letter wrong, missing, too many or exchanged with the next.

    Each possibility is a place in the index of its own: one pattern for all would read many more keys.
    """
    ways: dict[str, None] = {}
    for at in range(len(typed)):
        before, letter, after = typed[:at], typed[at], typed[at + 1 :]
        ways |= dict.fromkeys(before + other + after for other in ("", *_LETTERS))
        ways |= dict.fromkeys(before + other + letter + after for other in _LETTERS)
        ways[before + after[:1] + letter + after[1:]] = None
    return _beginning(ways)


def _beginning(ways: Iterable[str]) -> Document:
    # Without flags, with which Python's own patterns would arrive: the server would read the whole index.
    return {"$in": [Regex(f"^{re.escape(way)}") for way in ways]}


def _alike_pattern(typed: str) -> str:
    """Names with the characters of ``typed`` in order, or all but one of them in their places."""
    characters = [re.escape(character) for character in typed]
    patterns = [".*".join(characters)]
    if len(characters) >= _LEAST_CHARACTERS:
        patterns += ["".join((*characters[:at], ".", *characters[at + 1 :])) for at in range(len(characters))]
    return "|".join(patterns)


def _distance(record: Record, typed: str, compact: str) -> tuple[int, int, str]:
    title = normal(record.title)
    if typed in (title, normal(str(record.fields.get("short_name") or ""))) or compact in record.keys:
        rank = 0
    elif title.startswith(typed):
        rank = 1
    else:
        rank = 2 if typed in title else 3
    return rank, len(title), title


def _unlikeness(record: Record, compact: str, read: Collection[str]) -> tuple[int, int, int, str]:
    """How unlike a name is: by the letters that differ in its pinyin, then by its characters."""
    from rapidfuzz.distance import OSA

    title = normal(record.title)
    by_sound = min((OSA.distance(key, way) for key in record.keys for way in read), default=len(title))
    begins = title[:1] != compact[:1]
    return by_sound, int(begins), OSA.distance(title, compact), title
