"""``field:value`` as typed, read by the type of the field that it names; and conditions written out again."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from bson.objectid import ObjectId

from records.errors import UsageFault
from records.field_value import coerce
from records.kind import Field, Kind
from records.language import translator
from records.search.operators import OPERATORS, SIGNS, holds, values_of
from records.search.query import Condition, Operator
from records.values import PartialDate, half_width, parse_decimal

tr = translator("records")

#: A shorter part of a label tells nothing.
_LEAST_LATIN, _LEAST_CHINESE = 3, 2
#: Names that are suggested for one that is unknown.
_NEAR = 4
#: What a value can't begin with unless it stands in quotation marks: it would be read as an operator.
_SIGNS = frozenset("".join((*SIGNS, OPERATORS["filled"].written)))


def field_conditions(
    key: str, operator: str, value: str, quoted: bool, negated: bool, kinds: Sequence[Kind]
) -> list[Condition]:
    """What ``key`` ``operator`` ``value`` means for the fields of ``kinds`` that have that name or label.

    A heading of old registers will do as well, and a part of a label when only one label has it. ``*`` means
    filled, ``""`` empty, ``a..b`` from a to b. A key that no kind knows is a field of the records' own;
    whether any has it only the archive knows (``resolve.py``). Raises UsageFault when no field of that name
    can hold the value.
    """
    found = named_fields(key, kinds)
    if value == "*" and not quoted:
        return [_over(list(found) or [key], Condition(key, "filled", None, negated))]
    if value == "":
        if not quoted:
            raise UsageFault(
                tr("Nothing follows {key}:", key=key), hint=tr("Write the value right after the colon.")
            )
        return [_over(list(found) or [key], Condition(key, "empty", None, negated))]
    if not found:
        return [Condition(key, *_untyped(key, operator, value), negated)]
    return _typed(key, operator, value, negated, found)


def _typed(key: str, operator: str, value: str, negated: bool, found: dict[str, Field]) -> list[Condition]:
    readings: dict[str, list[tuple[Operator, Any]]] = {}
    reasons: list[str] = []
    for path, each in found.items():
        try:
            readings[path] = _by_type(each, operator, value)
        except ValueError as error:
            reasons.append(str(error))
    if not readings:
        raise UsageFault(
            tr("{key}: {reason}", key=key, reason=reasons[0]),
            hint=tr("Write it as in the form of that field."),
        )
    first = next(iter(readings.values()))
    paths = [path for path, reading in readings.items() if reading == first]
    return [_over(paths, Condition(key, op, read, negated)) for op, read in first]


def _over(paths: list[str], condition: Condition) -> Condition:
    return Condition(paths[0], condition.op, condition.value, condition.negated, tuple(paths[1:]))


def named_fields(key: str, kinds: Sequence[Kind]) -> dict[str, Field]:
    """The fields that ``key`` means, by path: by its name or label, else a heading, else part of a label."""
    word = key.casefold()
    found = dict(_named(word, kinds, _is)) or dict(_named(word, kinds, _is_headed))
    if found:
        return found
    partly = dict(_named(word, kinds, _is_partly))
    return partly if len({each.label for each in partly.values()}) == 1 else {}


def near_names(key: str, kinds: Sequence[Kind]) -> list[str]:
    """Labels of fields of ``kinds`` that ``key`` may have been meant for, the likeliest first; a few."""
    word = key.casefold()
    partly = [each.label.text() for _, each in _named(word, kinds, _is_partly)]
    known = {name: each.label.text() for kind in kinds for each in kind.fields for name in _words(each)}
    close = [known[name] for name in difflib.get_close_matches(word, known, n=_NEAR, cutoff=0.5)]
    return list(dict.fromkeys((*partly, *close)))[:_NEAR]


def _named(
    key: str, kinds: Sequence[Kind], fits: Callable[[Field, str], bool]
) -> Iterator[tuple[str, Field]]:
    name, _, rest = key.partition(".")
    for kind in kinds:
        for each in kind.fields:
            if not fits(each, name):
                continue
            if not rest:
                yield each.name, each
            for sub in each.fields if rest else ():
                if fits(sub, rest):
                    yield f"{each.name}.{sub.name}", sub


def _words(each: Field) -> tuple[str, ...]:
    return each.name, each.label.zh.casefold(), each.label.en.casefold().replace(" ", "_")


def _is(each: Field, word: str) -> bool:
    return word in _words(each)


def _is_headed(each: Field, word: str) -> bool:
    return _is(each, word) or any(word == heading.casefold() for heading in each.headings)


def _is_partly(each: Field, word: str) -> bool:
    least = _LEAST_LATIN if word.isascii() else _LEAST_CHINESE
    return len(word) >= least and any(word in name for name in _words(each))


def _by_type(each: Field, operator: str, text: str) -> list[tuple[Operator, Any]]:
    if each.of is not None:
        return _by_type(each.of, operator, text)
    if each.is_subrecords or each.type == "attachment":
        raise ValueError(tr("say which part of it, as in problems.solved, or * for any"))
    held = holds(each)
    if held == "number" and not operator and ".." in text:
        first, _, last = text.partition("..")
        ends: list[tuple[Operator, str]] = [(">=", first), ("<=", last)]
        return [(op, coerce(each, end)) for op, end in ends if end]
    op = SIGNS.get(operator)
    if each.type == "reference":
        if ObjectId.is_valid(text):
            return [("=", ObjectId(text))]
        return [("named", text)]
    if held == "date":
        return [(op if op and op != "~" else "=", PartialDate.parse(text))]
    if held == "text":
        return [(op or "~", text)]
    return [(op if op and op != "~" else "=", coerce(each, text))]


def _untyped(key: str, operator: str, text: str) -> tuple[Operator, Any]:
    op = SIGNS.get(operator, "~")
    if op in ("~", "=", "!="):
        return op, text
    try:
        return op, parse_decimal(text)
    except ValueError:
        pass
    try:
        return op, PartialDate.parse(text)
    except ValueError as error:
        raise UsageFault(
            tr("{key}: {text!r} is neither a number nor a date.", key=key, text=text),
            hint=tr("Only those can be compared with < and >."),
        ) from error


def write_condition(condition: Condition) -> str:
    """The condition as it can be typed. A field's alternatives come back from its kind, not from here."""
    minus, written = "-" if condition.negated else "", OPERATORS[condition.op].written
    return f"{minus}{condition.field}:{written}" + ",".join(map(write_value, values_of(condition)))


def write_value(value: Any) -> str:
    """A value as it is typed after a colon."""
    if isinstance(value, PartialDate):
        return write_date(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    plain = text and not any(c.isspace() or c in '"“”＂' for c in text) and half_width(text[0]) not in _SIGNS
    return text if plain else f'"{text}"'


def write_date(value: PartialDate) -> str:
    """A partial date in the form that is read back as the same."""
    start = value.start
    return {
        "day": start.isoformat(),
        "month": f"{start:%Y-%m}",
        "quarter": f"{start.year}Q{(start.month + 2) // 3}",
        "half": f"{start.year}H{(start.month + 5) // 6}",
        "year": f"{start.year:04}",
        "range": f"{start}..{value.end}",
    }[value.precision]
