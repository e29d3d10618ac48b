"""A record's own content as a JSON document that can be edited by hand, and back exactly."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from records.keep.plain import pack, unpack
from records.kind import Kind
from records.language import translator
from records.privacy.personal import mask_fields, put_back
from records.record import Record

tr = translator("records")

_KEYS = ("fields", "remarks")


class RawFault(ValueError):
    """The text is no document; ``line`` and ``column`` (from 1) say where it goes wrong, 0 if nowhere."""

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.line, self.column = line, column


def document_text(kind: Kind, record: Record) -> str:
    """The fields and remarks of a record. What JSON has no type for is marked: ``{"$date": "2011-06-28"}``

    Identity numbers and phones are masked; ``read_document`` puts them back.
    """
    document = {"fields": pack(mask_fields(kind, record.fields)), "remarks": record.remarks}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def read_document(kind: Kind, record: Record, text: str) -> Record:
    """A copy of ``record`` with the content that ``text`` holds, masks being what they stand for.

    Raises RawFault, also for a mask that somebody changed: nobody can tell what it means.
    """
    try:
        document = json.loads(
            text, object_pairs_hook=_object, parse_float=Decimal, parse_constant=_no_constant
        )
        fields = unpack(document.get("fields")) if isinstance(document, dict) else None
    except json.JSONDecodeError as error:
        raise RawFault(
            tr(
                "Line {line}, column {column}: {reason}",
                line=error.lineno,
                column=error.colno,
                reason=error.msg,
            ),
            error.lineno,
            error.colno,
        ) from error
    except (ValueError, TypeError, ArithmeticError, LookupError, RecursionError) as error:
        raise RawFault(tr("A value can't be read: {what}", what=error)) from error
    if not isinstance(document, dict) or not isinstance(fields, dict):
        raise RawFault(tr("An object with fields and remarks is expected."))
    unknown = [name for name in document if name not in _KEYS]
    if unknown:
        raise RawFault(tr("Only fields and remarks can be changed here, not {name}.", name=unknown[0]))
    remarks = document.get("remarks")
    if remarks is not None and not isinstance(remarks, str):
        raise RawFault(tr("Remarks are a text."))
    fields, others = put_back(kind, fields, record.fields)
    if others:
        raise RawFault(
            tr("{fields}: type the whole number, or leave its mask as it was.", fields="、".join(others))
        )
    made = record.copy()
    made.fields, made.remarks = fields, remarks
    return made


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(tr("{name} stands there twice", name=twice))
    return made


def _no_constant(name: str) -> Any:
    raise ValueError(name)
