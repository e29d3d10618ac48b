"""Headings made of the words that stand below them: 理论/业务, 预算/支出, 正式或预备."""

from __future__ import annotations

import re
from functools import lru_cache

from records.kind import Kind
from records.values import half_width

_APART = re.compile(r"[/|、,或]")
#: What such words go with: 理论类/业务类, 正式党员或预备党员.
_TAIL = re.compile(r"(?:类|书籍?|类书籍?|党员)$")


@lru_cache(maxsize=4096)
def _words(heading: str) -> tuple[str, ...]:
    parts = _APART.split(re.sub(r"\s|[(].*?[)]|[?]", "", half_width(heading)))
    return tuple(_TAIL.sub("", part) or part for part in parts) if len(parts) > 1 else ()


def choice_told(kind: Kind, heading: str) -> str | None:
    """The only field of choices of which a heading names two or more, each by a word of its own."""
    words = _words(heading)
    if len(words) < 2 or not all(words):
        return None
    found = [
        field.name
        for field in kind.fields
        if field.type == "choice" and _names([choice.value for choice in field.choices], words)
    ]
    return found[0] if len(found) == 1 else None


def _names(values: list[str], words: tuple[str, ...]) -> bool:
    """Whether each word is of one choice, and no two are of the same."""
    meant = [[value for value in values if word in value] for word in words]
    return all(len(each) == 1 for each in meant) and len({each[0] for each in meant}) == len(words)
