"""A record's own fields as templates print them: the tags ``record.FIELD``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from records.field_value import show
from records.kind import Field
from records.language import Language
from records.masking import masked
from records.privacy.personal import is_personal
from records.record import Record
from records.references import references_of

if TYPE_CHECKING:
    from bson.objectid import ObjectId

    from records.archive import Archive


async def printed_fields(
    archive: Archive, records: Sequence[Record | None], lang: Language
) -> list[dict[str, Any]]:
    """The fields of each record by name as text, those of its kind that are empty included.

    References are the titles of what they lead to; identity numbers and phones are masked.
    """
    wanted = [
        reference.whom
        for record in records
        if record is not None
        for reference in references_of(archive.kinds[record.kind], record.fields)
    ]
    names = await archive.names(dict.fromkeys(wanted))
    found: list[dict[str, Any]] = []
    for record in records:
        if record is None:
            found.append({})
            continue
        kind = archive.kinds[record.kind]
        texts: dict[str, Any] = {each.name: "" for each in kind.fields}
        for name, value in record.fields.items():
            texts[name] = field_text(kind.field(name), value, lang, names)
        found.append(texts | {"no": record.no or "", "title": record.title})
    return found


def field_text(each: Field | None, value: Any, lang: Language, names: Mapping[ObjectId, str]) -> str:
    """A field's value as it is printed: texts with their line breaks, masked where they are personal."""
    plain = isinstance(value, str) and (each is None or each.type != "choice")
    text = _lines(value) if plain else show(each, value, lang, names)
    return masked(text) if is_personal(each, value) else text


def _lines(text: str) -> str:
    """A text with its line breaks, which `show` would take out."""
    return "\n".join(line.strip() for line in text.strip().splitlines())
