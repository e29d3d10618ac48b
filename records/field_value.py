"""What an operator types becomes a value, and a value becomes a line to read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bson.errors import InvalidId
from bson.objectid import ObjectId

from records.kind import Field
from records.language import current_language, listed, translator
from records.masking import masked
from records.privacy.personal import is_personal
from records.values import (
    PartialDate,
    half_width,
    parse_boolean,
    parse_decimal,
    parse_integer,
    parse_money,
)

tr = translator("records")

_TIME = re.compile(r"(.+?)[\sT]+(\d{1,2})[:：时](\d{1,2})?分?(?::(\d{2}))?")


def coerce(each: Field, value: Any) -> Any:
    """The value of a field from typed text; empty text is None, a value of the right type stays.

    A reference takes an identifier only (a name is looked up with ``Archive.pick``); a list takes a
    list, or text separated by 、or ;. Raises ValueError with a text to show beside the field.
    """
    if isinstance(value, str):
        text = value if each.type == "longtext" else value.strip()
        return None if not text.strip() else _READERS[each.type](each, text)
    if each.is_list and isinstance(value, list):
        return [_coerce_item(each, item) for item in value]
    if each.type == "datetime" and isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    if each.type == "partial_date" and isinstance(value, date):
        return PartialDate.day(value)
    if each.type in ("decimal", "money") and isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return value


def _coerce_item(each: Field, item: Any) -> Any:
    if each.of is not None:
        return coerce(each.of, item)
    if not isinstance(item, Mapping):
        raise ValueError(tr("an entry with named parts is expected"))
    known = {sub.name: sub for sub in each.fields}
    return {name: coerce(known[name], part) if name in known else part for name, part in item.items()}


def _read_date(each: Field, text: str) -> date:
    found = PartialDate.parse(text)
    if found.precision != "day":
        raise ValueError(tr("{text!r}: a full date is needed, such as 2010-07-03.", text=text))
    return found.start


def _read_datetime(each: Field, text: str) -> datetime:
    match = _TIME.fullmatch(half_width(text))
    day = _read_date(each, match[1] if match else text)
    try:
        hour, minute = (int(match[2]), int(match[3] or 0)) if match else (0, 0)
        return datetime(day.year, day.month, day.day, hour, minute)
    except ValueError as error:
        raise ValueError(tr("{text!r}: write the time as 08:30.", text=text)) from error


def _read_choice(each: Field, text: str) -> str:
    tidy = text.casefold()
    for choice in each.choices:
        if tidy in (choice.value.casefold(), choice.label.zh.casefold(), choice.label.en.casefold()):
            return choice.value
    if each.open_choice:
        return text
    known = listed(choice.label.text() for choice in each.choices)
    raise ValueError(tr("{value!r} is none of: {known}", value=text, known=known))


def _read_reference(each: Field, text: str) -> ObjectId:
    try:
        return ObjectId(text)
    except InvalidId as error:
        raise ValueError(tr("{text!r}: choose a record.", text=text)) from error


def _read_list(each: Field, text: str) -> list[Any]:
    if each.of is None:
        raise ValueError(tr("an entry with named parts is expected"))
    return [coerce(each.of, part.strip()) for part in re.split(r"[、;；\n]", text) if part.strip()]


_READERS: Mapping[str, Callable[[Field, str], Any]] = {
    "text": lambda each, text: text,
    "longtext": lambda each, text: text,
    "date": _read_date,
    "datetime": _read_datetime,
    "partial_date": lambda each, text: PartialDate.parse(text),
    "integer": lambda each, text: parse_integer(text),
    "decimal": lambda each, text: parse_decimal(text),
    "money": lambda each, text: parse_money(text),
    "boolean": lambda each, text: parse_boolean(text),
    "choice": _read_choice,
    "reference": _read_reference,
    "list": _read_list,
    "attachment": _read_reference,
}


def show(
    each: Field | None,
    value: Any,
    lang: str | None = None,
    names: Mapping[ObjectId, str] | None = None,
    *,
    whole: bool = False,
) -> str:
    """A value on one line, in ``lang``; ``names`` gives the titles of referenced records.

    A field that no kind names (``each`` is None) is shown by what its value is. Identity numbers and phones
    are masked unless ``whole``.
    """
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        plain = " ".join(value.split())
        if not whole and is_personal(each, value):
            return masked(plain)
        return each.choice_label(value, lang) if each and each.type == "choice" else plain
    lang = lang or current_language()
    if isinstance(value, bool):
        return ("是" if value else "否") if lang == "zh" else ("yes" if value else "no")
    if isinstance(value, list):
        inner = each.of if each and each.of else None
        if each and each.is_subrecords:
            return "；".join(_show_row(each, row, lang, names, whole) for row in value)
        return ("、" if lang == "zh" else ", ").join(
            show(inner, item, lang, names, whole=whole) for item in value
        )
    if isinstance(value, Mapping):
        return _show_row(each, value, lang, names, whole)
    if isinstance(value, ObjectId):
        return (names or {}).get(value, str(value))
    if isinstance(value, PartialDate):
        return value.display(lang)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, Decimal):
        return f"{value:,.2f}" if each and each.type == "money" else f"{value.normalize():f}"
    if each and each.type == "choice":
        return each.choice_label(value, lang)
    return " ".join(str(value).split())


def _show_row(
    each: Field | None, row: Any, lang: str, names: Mapping[ObjectId, str] | None, whole: bool
) -> str:
    if not isinstance(row, Mapping):
        return str(row)
    shown = (
        show(each.field(name) if each else None, part, lang, names, whole=whole) for name, part in row.items()
    )
    return " ".join(part for part in shown if part)
