"""Values as the text of a cell and back, exactly: what a person reads, typed again, is the same value.

What would not come back the same is written as ``json:`` and its form of `records.keep.plain`. A leading
``= + - @`` or apostrophe gets an apostrophe, so that no spreadsheet takes a text for a formula; it is taken
off again.
"""

from __future__ import annotations

import json
import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from bson.objectid import ObjectId

from records.field_value import coerce, show
from records.keep.plain import Named, Names, Resolve, Unresolved, pack, spelled, unpack
from records.kind import Field
from records.language import translator
from records.values import PartialDate

tr = translator("records")

_JSON = "json:"
#: Of a partial date: what it means, then in brackets the words that stood there.
_RAW = re.compile(r"(.+?)〔(.*)〕", re.DOTALL)
_NUMBER = r"[A-Z]{2,4}-\d[\d-]*"
_REFERENCE = re.compile(rf"({_NUMBER})(?:\s+(.*))?", re.DOTALL)
_BETWEEN_REFERENCES = re.compile(rf"\s*[、;；\n]\s*(?={_NUMBER}(?:\s|$))")
_BETWEEN = re.compile(r"[、;；]")
#: What a spreadsheet takes for the beginning of a formula, and the mark that says it is none.
_GUARDED = ("=", "+", "-", "@", "\t", "\r", "'", "＝", "＋", "－", "＠")
#: What a file of cells does not carry through unaltered: control characters and what stands for them.
_ALTERED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]|_x[0-9A-Fa-f]{4}_"
)
_PLAIN_NUMBER = re.compile(r"-\d+(?:\.\d+)?")


def guarded(text: str) -> str:
    """A text as a cell may hold it: never the beginning of a formula."""
    return "'" + text if text.startswith(_GUARDED) and not _PLAIN_NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """What ``guarded`` was given."""
    return text.removeprefix("'")


def to_cell(field: Field | None, value: Any, names: Names) -> str:
    """A value as the text of a cell, without its guard; a field that no kind names (None) holds text."""
    resolve = _expecting(value, names)
    for text in _ways(field, value, names):
        try:
            if not _ALTERED.search(text) and spelled(from_cell(field, text, resolve)) == spelled(value):
                return text
        except (ValueError, TypeError):
            continue
    return _JSON + json.dumps(pack(value), ensure_ascii=True)


def from_cell(field: Field | None, text: str, resolve: Resolve) -> Any:
    """The value of a cell's text, its guard taken off; None for a blank one.

    Raises ValueError with a text to show (Unresolved for a reference that leads to nothing here).
    """
    if text.startswith(_JSON):
        return _from_json(text)
    if not text:
        return None
    if field is None or field.type in ("text", "longtext"):
        return text
    if field.type in ("reference", "attachment"):
        return _referred(field, text.strip(), resolve)
    if field.is_list and field.of is not None:
        return [from_cell(field.of, part, resolve) for part in _split(field.of, text)]
    if field.type == "partial_date" and (match := _RAW.fullmatch(text)):
        known = PartialDate.parse(match[1])
        return PartialDate(known.start, known.end, known.precision, match[2])
    if field.type == "datetime":
        found = coerce(field, text)
        # Midnight is how a day without its hour is kept.
        return found.date() if isinstance(found, datetime) and found.time() == time() else found
    return coerce(field, text)


def references_in(field: Field, text: str) -> list[tuple[str, str]]:
    """The number (empty: none is given) and title of each reference in a cell."""
    inner = field.of if field.of is not None else field
    if inner.type not in ("reference", "attachment") or text.startswith(_JSON):
        return []
    parts = _split(inner, text) if field.is_list else [text]
    return [number_and_title(part) for part in parts if part.strip()]


def number_and_title(text: str) -> tuple[str, str]:
    """``RY-2010-0003 张伟民`` taken apart; a text without a number is a title."""
    match = _REFERENCE.fullmatch(text.strip())
    return (match[1], (match[2] or "").strip()) if match else ("", text.strip())


def _from_json(text: str) -> Any:
    try:
        return unpack(json.loads(text.removeprefix(_JSON)))
    except (ValueError, TypeError, KeyError) as error:
        raise ValueError(tr("{text!r} can't be read as a value.", text=text[:80])) from error


def _referred(field: Field, text: str, resolve: Resolve) -> ObjectId:
    no, title = number_and_title(text)
    found = resolve(field, no, title)
    if found is None:
        raise Unresolved(no, title)
    return found


def _split(inner: Field, text: str) -> list[str]:
    if inner.type in ("reference", "attachment"):
        parts = _BETWEEN_REFERENCES.split(text)
        # Names typed by hand stand without numbers.
        return parts if len(parts) > 1 or _REFERENCE.fullmatch(text.strip()) else re.split(r"[、;；\n]", text)
    return text.split("\n") if "\n" in text else _BETWEEN.split(text)


def _ways(field: Field | None, value: Any, names: Names) -> list[str]:
    """The texts that may stand for a value, the most readable first."""
    if value is None or value == "" or isinstance(value, dict):
        return []
    if isinstance(value, str):
        return [field.choice_label(value), value] if field is not None and field.type == "choice" else [value]
    if isinstance(value, bool):
        return [show(field, value)]
    if isinstance(value, list):
        inner = field.of if field is not None else None
        parts = [to_cell(inner, item, names) for item in value]
        return ["、".join(parts), "\n".join(parts)] if parts and inner is not None else []
    if isinstance(value, ObjectId):
        named = names.get(value)
        return [f"{named.no} {named.title}".strip()] if named and named.no else []
    if isinstance(value, PartialDate):
        return [value.raw, *(f"{means}〔{value.raw}〕" for means in _meanings(value))]
    if isinstance(value, datetime):
        return [value.isoformat(" ", "minutes"), value.isoformat(" ", "seconds")]
    if isinstance(value, date):
        return [value.isoformat()]
    if isinstance(value, Decimal):
        return [f"{value:f}"] if value.is_finite() else []
    return [str(value)]


def _meanings(value: PartialDate) -> list[str]:
    """A partial date in the spelling that its parts alone give."""
    start = value.start
    return {
        "day": [start.isoformat()],
        "month": [f"{start.year:04}-{start.month:02}"],
        "quarter": [f"{start.year:04}Q{(start.month + 2) // 3}"],
        "half": [f"{start.year:04}H{(start.month + 5) // 6}"],
        "year": [f"{start.year:04}"],
        "range": [f"{start}..{value.end}"],
    }[value.precision]


def _expecting(value: Any, names: Names) -> Resolve:
    """References as they would be found if they mean what ``value`` holds."""
    expected = {
        each for each in (value if isinstance(value, list) else [value]) if isinstance(each, ObjectId)
    }
    by_name = {names[each]: each for each in expected if each in names}

    def resolve(field: Field | None, no: str, title: str, identifier: str = "") -> ObjectId | None:
        return by_name.get(Named(no, title))

    return resolve
