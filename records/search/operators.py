"""The operators of conditions: what filter each makes, how it reads, how it is typed, where it is offered.

Filters, sentences, the text of a query and the screen that asks for a condition step by step all look here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal

from bson.regex import Regex

from records.kind import DATE_TYPES, NUMBER_TYPES, Field, Label
from records.language import translator
from records.search.query import Condition, Operator
from records.values import PartialDate, parse_decimal, to_bson

tr = translator("records")

Filter = dict[str, Any]
#: What a field holds, as far as operators tell the difference.
Holds = Literal["number", "date", "text", "other"]


def holds(each: Field) -> Holds:
    """What a field (of a list: one item) holds; a choice that may be any text is a text."""
    if each.type in NUMBER_TYPES:
        return "number"
    if each.type in DATE_TYPES:
        return "date"
    return "text" if each.type in ("text", "longtext") or each.open_choice else "other"


@dataclass(frozen=True, slots=True)
class Op:
    """One operator.

    make      the filter, from a path in the stored document and the value
    phrase    the sentence, from the field's label and the value in words
    written   what is written between the colon and the value
    sign      whether its name can be typed there
    values    how many it takes: none, one, or a tuple of several
    offered   to fields that hold what a screen offers it, and what it is called there
    denied    likewise its negation
    """

    make: Callable[[str, Any], Filter]
    phrase: Callable[[str, str], str]
    written: str = ""
    sign: bool = False
    values: Literal["none", "one", "several"] = "one"
    offered: Mapping[Holds, Label] = field(default_factory=dict)
    denied: Mapping[Holds, Label] = field(default_factory=dict)


def _equals(path: str, value: Any) -> Filter:
    if isinstance(value, date | PartialDate):
        first, after = _moments(value)
        return _dated(path, {"$gte": first, "$lt": after})
    also = _spelt(value) if isinstance(value, str) else []
    return {path: {"$in": [to_bson(value), *also]}}


def _compare(operator: str, moment: Literal[0, 1]) -> Callable[[str, Any], Filter]:
    """``moment`` is the end of a date (0: its first moment) that others are compared with: 2011 has many."""

    def make(path: str, value: Any) -> Filter:
        if isinstance(value, date | PartialDate):
            return _dated(path, {"$lt" if "lt" in operator else "$gte": _moments(value)[moment]})
        return {path: {operator: to_bson(value)}}

    return make


def _moments(value: date | PartialDate) -> tuple[datetime, datetime]:
    """The first moment of a date, and the first one after it."""
    if isinstance(value, datetime):
        return value, value + timedelta(minutes=1)
    start, end = (value.start, value.end) if isinstance(value, PartialDate) else (value, value)
    return to_bson(start), to_bson(end + timedelta(days=1)) if end < date.max else datetime.max


def _dated(path: str, span: Filter) -> Filter:
    # A date field holds a day or a moment, a partial date its first day below ``start``.
    return {"$or": [{path: span}, {f"{path}.start": span}]}


def _contains(path: str, value: Any) -> Filter:
    pattern = Regex(re.escape(str(value)), "i")
    also = _spelt(value)
    return {"$or": [{path: pattern}, {path: {"$in": also}}]} if also else {path: pattern}


def _spelt(text: Any) -> list[Any]:
    """The number that a text spells: a field no kind names may hold either."""
    try:
        return [to_bson(parse_decimal(str(text)))]
    except ValueError:
        return []


def _one_of(path: str, values: Any) -> Filter:
    return {path: {"$in": to_bson(values)}}


def _filled(path: str, value: Any) -> Filter:
    return {path: {"$exists": True, "$nin": [None, "", []]}}


def _not(make: Callable[[str, Any], Filter]) -> Callable[[str, Any], Filter]:
    return lambda path, value: {"$nor": [make(path, value)]}


def _phrase(sign: str) -> Callable[[str, str], str]:
    return lambda label, value: f"{label} {sign} {value}"


_IS, _FROM, _UNTIL = Label("是", "is"), Label("从", "from"), Label("到", "until")


def _everywhere(label: Label) -> Mapping[Holds, Label]:
    return {"number": label, "date": label, "text": label, "other": label}


#: In the order in which a screen offers them.
OPERATORS: Mapping[Operator, Op] = {
    "~": Op(
        _contains,
        lambda label, value: tr("{label} has “{value}”", label=label, value=value),
        sign=True,
        offered={"text": Label("含有文字", "has the words"), "other": _IS},
        denied={"text": Label("不含文字", "has not the words"), "other": Label("不是", "is not")},
    ),
    "=": Op(
        _equals,
        _phrase("="),
        "=",
        sign=True,
        offered={"number": _IS, "date": _IS, "text": Label("正好是", "is exactly")},
    ),
    "!=": Op(_not(_equals), _phrase("≠"), "!=", sign=True),
    "<": Op(_compare("$lt", 0), _phrase("<"), "<", sign=True),
    ">": Op(_compare("$gt", 1), _phrase(">"), ">", sign=True),
    ">=": Op(_compare("$gte", 0), _phrase("≥"), ">=", sign=True, offered={"number": _FROM, "date": _FROM}),
    "<=": Op(_compare("$lte", 1), _phrase("≤"), "<=", sign=True, offered={"number": _UNTIL, "date": _UNTIL}),
    "in": Op(_one_of, _phrase("="), values="several"),
    # Looked up before there is a filter: then it is "=" or "in".
    "named": Op(_equals, _phrase("=")),
    "filled": Op(
        _filled,
        lambda label, _: tr("{label} is filled in", label=label),
        "*",
        values="none",
        offered=_everywhere(Label("已填", "is filled in")),
    ),
    "empty": Op(
        _not(_filled),
        lambda label, _: tr("{label} is empty", label=label),
        '""',
        values="none",
        offered=_everywhere(Label("未填", "is empty")),
    ),
}
#: The signs that can be typed between a colon and a value.
SIGNS: Mapping[str, Operator] = {name: name for name, op in OPERATORS.items() if op.sign}


@dataclass(frozen=True, slots=True)
class Offer:
    """What a screen offers to ask of a field: an operator or its negation, and what it is called."""

    op: Operator
    negated: bool
    label: Label


def offers(each: Field) -> list[Offer]:
    """What can be asked of a field (of a list: of one item)."""
    held, found = holds(each), list[Offer]()
    for name, op in OPERATORS.items():
        found += [Offer(name, False, op.offered[held])] if held in op.offered else []
        found += [Offer(name, True, op.denied[held])] if held in op.denied else []
    return found


def values_of(condition: Condition) -> tuple[Any, ...]:
    """The values that a condition compares with."""
    takes = OPERATORS[condition.op].values
    return () if takes == "none" else tuple(condition.value) if takes == "several" else (condition.value,)
