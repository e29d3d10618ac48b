"""A record's own fields as templates print them: the tags ``record.FIELD``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from records.field_value import show
from records.language import Language
from records.masking import masked
from records.privacy.personal import is_personal
from records.record import Record
from records.references import references_of

if TYPE_CHECKING:
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
            each = kind.field(name)
            text = _lines(value) if isinstance(value, str) else show(each, value, lang, names)
            texts[name] = masked(text) if is_personal(each, value) else text
        found.append(texts | {"no": record.no or "", "title": record.title})
    return found


def _lines(text: str) -> str:
    """A text with its line breaks, which `show` would take out."""
    return "\n".join(line.strip() for line in text.strip().splitlines())
