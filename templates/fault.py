"""What is wrong with a template, told with its file, the text of the paragraph and the nearest right name."""

from __future__ import annotations

import dataclasses
import difflib
import re
import traceback
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

from records.errors import XuedangError
from records.language import listed, translator

tr = translator("templates")
_NO_SUCH = re.compile(r"No (filter|test) named '(\w+)'")
#: names that a template gives itself
_GIVEN = re.compile(r"\{%(?:p|tr|tc|r)?-?\s*(?:for|set|macro|with)\s+(\w+(?:\s*,\s*\w+)*)")
#: what a paragraph of a source begins with; other lines go on in a text with line breaks of its own
_BEGINS = ("<w:p>", "<w:p ", "<?xml", "<w:document")
_ENDS = ("</w:p>", "</w:tr>", "</w:tc>", "<w:body>")


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
        known = _names(error.owner, source, values)
        return TemplateFault(
            path,
            place,
            tr("there is no {name!r} here.", name=error.name),
            name=error.name,
            hint=nearest(error.name, known),
        )
    if isinstance(error, TooMuchWork):
        return TemplateFault(
            path, place, tr("this template runs without end and was stopped."), hint=tr("Look at its loops.")
        )
    return TemplateFault(path, place, tr("this tag is not allowed in a template: {reason}", reason=error))


def no_such(path: Path, place: str, message: str) -> TemplateFault | None:
    """A filter or test that there is not, as Jinja's ``message`` names it; None for another message."""
    from templates.sandbox import FILTER_NAMES, TEST_NAMES

    found = _NO_SUCH.search(message)
    if found is None:
        return None
    name, filters = found[2], found[1] == "filter"
    reason = (
        tr("there is no filter {name!r}.", name=name)
        if filters
        else tr("there is no test {name!r}.", name=name)
    )
    known = FILTER_NAMES if filters else TEST_NAMES
    return TemplateFault(path, place, reason, hint=nearest(name, known), name=name)


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint: the known name that is most like it, otherwise the first of those there are."""
    names = sorted(known)
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    if near:
        return tr("Did you mean {name!r}?", name=near[0])
    return tr("Known here: {names}.", names=listed(names[:20])) if names else ""


def _names(owner: object, source: str, values: Mapping[str, Any]) -> Iterable[str]:
    from jinja2.runtime import LoopContext

    from templates.sandbox import DATE_NAMES, LOOP_NAMES, TEXT_METHODS

    if dataclasses.is_dataclass(owner):
        return [field.name for field in dataclasses.fields(owner)]
    if isinstance(owner, Mapping):
        return [str(key) for key in owner]
    for kind, names in ((LoopContext, LOOP_NAMES), (str, TEXT_METHODS), (date, DATE_NAMES)):
        if isinstance(owner, kind):
            return names
    given = {name for found in _GIVEN.findall(source) for name in re.findall(r"\w+", found)}
    return {*values, *given}


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
    if not 0 < line <= len(lines):
        return ""
    first = next((at for at in range(line - 1, -1, -1) if _begins(lines, at)), line - 1)
    last = next((at for at in range(line, len(lines)) if _begins(lines, at)), len(lines))
    return shortened(text_of(" ".join(lines[first:last])))


def _begins(lines: Sequence[str], at: int) -> bool:
    """Whether a paragraph begins on this line, or a statement that stands for one."""
    return lines[at].startswith(_BEGINS) or (at > 0 and lines[at - 1].endswith(_ENDS))


def shortened(text: str) -> str:
    """A paragraph's text as a place: at most 80 characters."""
    text = text.strip()
    return text if len(text) <= 80 else text[:79] + "…"
