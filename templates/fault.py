"""What is wrong with a template, told with its file, the text of the paragraph and the nearest right name."""

from __future__ import annotations

import dataclasses
import difflib
import re
import traceback
from collections.abc import Iterable, Mapping
from html import unescape
from pathlib import Path
from typing import Any

from records.errors import XuedangError
from records.language import translator

tr = translator("templates")


class TemplateFault(XuedangError):
    """A template can't be read, compiled or filled; says file, place and what to change there.

    ``place`` is the text of the paragraph, ``reason`` what is wrong there, ``name`` the tag's unknown name if
    that is the reason.
    """

    def __init__(self, path: Path, place: str, reason: str, *, hint: str = "", name: str = "") -> None:
        where = tr("{path}, at “{place}”: {reason}", path=path, place=place, reason=reason)
        bare = tr("{path}: {reason}", path=path, reason=reason)
        super().__init__(where if place else bare, hint=hint)
        self.path, self.place, self.reason, self.name = path, place, reason, name


def fault_of(path: Path, source: str, error: Exception, values: Mapping[str, Any]) -> TemplateFault:
    """What is unknown, not allowed or without end in a template; ``values`` are the names there are."""
    from templates.limits import TooMuchWork
    from templates.sandbox import MissingField

    place = place_of(source, line_of(error))
    if isinstance(error, MissingField):
        if isinstance(error.name, int) or not error.name:
            reason = tr("this tag reads from a list that has no such row.")
            hint = tr("Ask first whether it has rows: {% if people %} … {% endif %}.")
            return TemplateFault(path, place, reason, hint=hint)
        known = _names(error.owner, values)
        near = difflib.get_close_matches(error.name, known, n=1, cutoff=0.5)
        return TemplateFault(
            path,
            place,
            tr("there is no {name!r} here.", name=error.name),
            name=error.name,
            hint=tr("Did you mean {name!r}?", name=near[0])
            if near
            else tr("Known here: {names}.", names=", ".join(sorted(known)[:20])),
        )
    if isinstance(error, TooMuchWork):
        return TemplateFault(
            path, place, tr("this template runs without end and was stopped."), hint=tr("Look at its loops.")
        )
    return TemplateFault(path, place, tr("this tag is not allowed in a template: {reason}", reason=error))


def _names(owner: object, values: Mapping[str, Any]) -> Iterable[str]:
    if dataclasses.is_dataclass(owner):
        return [field.name for field in dataclasses.fields(owner)]
    if isinstance(owner, Mapping):
        return [str(key) for key in owner]
    return list(values)


def line_of(error: BaseException) -> int:
    """The line of a template's source that an error comes from; 0 when it does not say."""
    from templates.sandbox import NotAllowed

    if isinstance(error, NotAllowed):
        return error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename in ("<template>", "<unknown>")]
    return (lines[-1] or 0) if lines else 0


def text_of(xml: str) -> str:
    """The text between the tags of XML."""
    return unescape(re.sub(r"<[^>]*>", "", xml))


def place_of(source: str, line: int) -> str:
    """The text of the paragraph on ``line`` of ``source``, at most 80 characters."""
    lines = source.split("\n")
    return shortened(text_of(lines[line - 1])) if 0 < line <= len(lines) else ""


def shortened(text: str) -> str:
    """A paragraph's text as a place: at most 80 characters."""
    text = text.strip()
    return text if len(text) <= 80 else text[:79] + "…"
