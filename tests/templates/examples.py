"""Every document with its example, as its template lays it out; and examples with awkward text in them."""

from __future__ import annotations

import dataclasses
from typing import Any

from records.language import Language
from templates.documents import DOCUMENTS, SHIPPED
from templates.render import COMMON, load

LANGUAGES: tuple[Language, ...] = ("zh", "en")
PAPERS = [(name, lang) for name in DOCUMENTS for lang in LANGUAGES]
#: what autoescaping has to keep, and a character outside the basic plane
AWKWARD = "<&䶮𠮷>"


def example_of(name: str, lang: Language, **common: Any) -> bytes:
    """The example of a document as a .docx."""
    spec = DOCUMENTS[name]
    return load(SHIPPED / lang / f"{name}.docx").render(spec.example(lang), {**COMMON, **common})


def awkward(value: Any) -> Any:
    """The same context with `AWKWARD` behind every text, and every tuple of rows kept."""
    if isinstance(value, str):
        return value + AWKWARD if value else value
    if isinstance(value, tuple):
        return tuple(awkward(each) for each in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        if type(value).__name__ == "Picture":
            return value
        return dataclasses.replace(
            value, **{each.name: awkward(getattr(value, each.name)) for each in dataclasses.fields(value)}
        )
    return value


def emptied(value: Any) -> Any:
    """The same context with every list and every text empty."""
    if isinstance(value, str):
        return ""
    if isinstance(value, tuple):
        return ()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.replace(
            value, **{each.name: emptied(getattr(value, each.name)) for each in dataclasses.fields(value)}
        )
    return value
