"""Finding commands and kinds by what is typed: substring, letters in order, pinyin, initials."""

from __future__ import annotations

from functools import lru_cache

#: Something is meant by what is typed from this score on: a part of its name, its pinyin or its initials.
MEANT = 0.6


@lru_cache(maxsize=4096)
def _keys(name: str) -> tuple[str, ...]:
    if name.isascii():
        return ()
    from records.tokens import name_keys

    return tuple(name_keys(name, person=False))


def score(text: str, *names: str) -> float:
    """How well ``text`` names something called any of ``names``: 0 not at all, 1 exactly."""
    typed = "".join(text.lower().split())
    if not typed:
        return 0.5
    return max((_score(typed, name.lower()) for name in names), default=0.0)


def _score(typed: str, name: str) -> float:
    compact = "".join(name.split())
    if typed == compact:
        return 1.0
    if compact.startswith(typed):
        return 0.9
    # One letter somewhere in a Chinese name (JSON, Alt+K) says less than an initial.
    inside = typed in compact
    if inside and (len(typed) > 1 or not typed.isascii() or name.isascii()):
        return 0.8
    for key in _keys(name):
        if key.startswith(typed):
            return 0.7
        if len(typed) > 1 and typed in key:
            return 0.6
    return 0.3 if inside or (len(typed) > 1 and _in_order(typed, compact)) else 0.0


def _in_order(typed: str, name: str) -> bool:
    rest = iter(name)
    return all(character in rest for character in typed)
