"""A record's own content as a JSON document that can be edited by hand, and back exactly."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from bson.errors import BSONError

from records.keep.plain import pack, spelled, unpack
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
        raise _at(_reason(error.msg), error.lineno, error.colno) from error
    except _Unreadable as error:
        raise _at(tr("A value can't be read: {what}", what=error), *error.place(text)) from error
    except (ValueError, RecursionError) as error:
        raise RawFault(tr("A value can't be read: {what}", what=tr("too long, or too deep"))) from error
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


def same_content(one: Record, other: Record) -> bool:
    """Whether two records say the same, types and all."""
    return spelled([one.fields, one.remarks]) == spelled([other.fields, other.remarks])


def _at(reason: str, line: int, column: int) -> RawFault:
    if line:
        reason = tr("Line {line}, column {column}: {reason}", line=line, column=column, reason=reason)
    return RawFault(reason, line, column)


class _Unreadable(Exception):
    """A value means nothing; ``written`` are the texts around which it stands in the document."""

    def __init__(self, message: str, *written: object) -> None:
        super().__init__(message)
        self._written = [json.dumps(each, ensure_ascii=False) for each in written]

    def place(self, text: str) -> tuple[int, int]:
        """The line and the column of where it stands, from 1; (0, 0) where it is spelled otherwise."""
        found = re.search(r"\s*:\s*".join(map(re.escape, self._written)), text)
        if found is None or not self._written:
            return 0, 0
        before = text[: found.start()]
        return before.count("\n") + 1, found.start() - before.rfind("\n")


def _reason(said: str) -> str:
    """What Python's reader of JSON says is wrong, in our words: it knows English alone."""
    reasons = {
        "Expecting value": tr("a value is expected here"),
        "Expecting property name": tr('a name in "" is expected here'),
        "Expecting ':'": tr("a colon (:) is expected here"),
        "Expecting ','": tr("a comma (,) is expected here, or the end of the list or object"),
        "Illegal trailing comma": tr("a comma (,) stands here before the end"),
        "Invalid control character": tr("a text has the end of a line in it, or a control character"),
        "Invalid \\": tr("a backslash stands here before what it can't stand before"),
        "Unterminated string": tr('a text begins here that has no " at its end'),
        "Extra data": tr("the document has ended before this"),
    }
    return next((reason for start, reason in reasons.items() if said.startswith(start)), said)


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Unreadable(tr("{name} stands there twice", name=twice), twice)
    if len(pairs) == 1 and pairs[0][0].startswith("$"):
        try:
            unpack(made)
        except (ValueError, TypeError, ArithmeticError, LookupError, BSONError) as error:
            raise _Unreadable(json.dumps(made, ensure_ascii=False, default=str), *pairs[0]) from error
    return made


def _no_constant(name: str) -> Any:
    raise _Unreadable(name)
