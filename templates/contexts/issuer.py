"""How a paper calls those who issue it."""

from __future__ import annotations

from records.language import Language
from records.programme.units import Unit


def mark_of(issuer: Unit, lang: Language) -> str:
    """What stands in red at the head of a document."""
    return issuer.name + "文件" if lang == "zh" else issuer.name


def office_of(issuer: Unit, lang: Language) -> str:
    """The office that prints and sends what the unit issues."""
    return issuer.name + "办公室" if lang == "zh" else f"Office of {issuer.name}"
