"""The names of keys in sentences: that of the key an action has now, which an office may have changed.

A sentence names the action, ``tr("Save ({key:form.save})")``. Texts of help name keys as delivered and are
adapted to the place they are about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

_PRINTED = {"escape": "Esc", "pagedown": "PgDn", "pageup": "PgUp", "delete": "Del", "insert": "Ins"}
_IN_TEXT = re.compile(
    r"(?<![A-Za-z0-9+])(?:(?:Ctrl|Alt|Shift)\+)*(?:F1?\d|[A-Z](?![A-Za-z])|Del|Ins|PgUp|PgDn)(?![A-Za-z0-9])"
)
_changed: Mapping[str, Sequence[str]] = {}


def use(changed: Mapping[str, Sequence[str]]) -> bool:
    """The keys of actions that have others than at delivery. Tells whether that is news."""
    global _changed
    news = changed != _changed
    _changed = changed
    return news


def key_name(key: str) -> str:
    """A key as it is printed on a keyboard: F2, Ctrl+S, Enter."""
    return "+".join(_PRINTED.get(part, part.title()) for part in key.split("+"))


def key_of(action: str) -> str:
    """The name of the key that an action has now; of several an F-key, else the first."""
    keys = _changed.get(action) or _delivered(action)
    return key_name(next((key for key in keys if re.fullmatch(r"f\d+", key)), keys[0]))


class Keys:
    """Stands for ``key`` in a sentence: ``{key:form.save}``."""

    def __format__(self, action: str) -> str:
        return key_of(action)


def as_bound(text: str, places: Sequence[type[Any]]) -> str:
    """A text that names keys as delivered, with those that the actions of these classes have now."""
    if not _changed:
        return text
    ids: dict[str, str] = {}
    for name, keys in (each for place in places for each in _bindings(place)):
        for key in keys:
            ids.setdefault(key_name(key), name)
    return _IN_TEXT.sub(
        lambda found: key_of(ids[found[0]]) if ids.get(found[0]) in _changed else found[0], text
    )


def _bindings(place: type[Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The named actions of a class and those it builds upon, with their keys at delivery."""
    for each in place.__mro__:
        for binding in each.__dict__.get("BINDINGS", ()):
            if name := getattr(binding, "id", None):
                yield name, tuple(key.strip() for key in binding.key.split(","))


@cache
def _delivered(action: str) -> tuple[str, ...]:
    """The keys at delivery. Mostly the page is there that has the action; else all are brought in."""
    from textual.dom import DOMNode

    waiting: list[type[Any]] = [DOMNode]
    for place in waiting:
        waiting += place.__subclasses__()
        for name, keys in _bindings(place):
            if name == action:
                return keys
    from tui.keys.keymap import all_actions

    return all_actions()[action].keys
