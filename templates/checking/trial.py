"""A template filled with invented data, and with none: what only a rendering finds out."""

from __future__ import annotations

import dataclasses
import struct
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from records.kind import Kind
from records.language import Language
from templates.checking.report import Report
from templates.fault import TemplateFault
from templates.pictures import Picture
from templates.render import COMMON, load
from templates.spec import DocumentSpec


def try_rendering(path: Path, spec: DocumentSpec, lang: Language, kind: Kind | None, report: Report) -> None:
    """Render the example of a document, with headings in both languages, and with all lists empty.

    A fault is reported unless what was found before explains it.
    """
    example = spec.example(lang)
    record = dict.fromkeys(("no", "title", *(each.name for each in (kind.fields if kind else ()))), "…")
    cases = [(example, False), (example, True), (emptied(example), False)]
    try:
        template = load(path)
        for context, bilingual in cases:
            common = {**COMMON, "bilingual": bilingual, "record": record}
            template.render(context, common, {each.sha256: _dot() for each in pictures_in(context)})
    except TemplateFault as fault:
        if not report.explains(fault.place, fault.name):
            report.add("rendering", fault.place, fault.reason, hint=fault.hint, name=fault.name)


def emptied(value: Any) -> Any:
    """The same context with every list empty and every picture gone."""
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    changed: dict[str, Any] = {}
    for each in dataclasses.fields(value):
        own = getattr(value, each.name)
        if isinstance(own, Picture):
            changed[each.name] = None
        else:
            changed[each.name] = () if isinstance(own, tuple) else emptied(own)
    return dataclasses.replace(value, **changed)


def pictures_in(value: Any) -> Iterator[Picture]:
    """The pictures of a context."""
    if isinstance(value, Picture):
        yield value
    elif dataclasses.is_dataclass(value):
        for each in dataclasses.fields(value):
            yield from pictures_in(getattr(value, each.name))
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from pictures_in(item)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from pictures_in(item)


def _dot() -> bytes:
    """A PNG of one white dot, in place of the pictures of an example."""

    def chunk(name: bytes, content: bytes) -> bytes:
        check = zlib.crc32(name + content)
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)

    head = struct.pack(">2I5B", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0\xff"))
        + chunk(b"IEND", b"")
    )
