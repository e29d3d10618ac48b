"""A query as a filter for the database: plain data, made of everything but the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from bson.objectid import ObjectId
from bson.regex import Regex

from records.errors import UsageFault
from records.language import translator
from records.search.query import Condition, Query, has_order
from records.values import PartialDate, half_width, parse_decimal, to_bson

tr = translator("records")

Filter = dict[str, Any]


def criteria(query: Query, *, units: Collection[ObjectId] | None = None) -> Filter:
    """The filter on collection ``records`` that ``query`` means, its text left aside.

    ``units`` is the query's unit with its subordinate units, which only the archive knows; without it the
    unit alone is meant. Raises UsageFault when a name in the query was not looked up, or for an order that
    its records don't have.
    """
    if query.unresolved:
        raise UsageFault(
            tr("A person or unit of this query has not been looked up."),
            hint=tr("Choose the person or unit from the list."),
        )
    if not has_order(query.kind, query.order):
        raise UsageFault(
            tr("Only people and units can be listed by pinyin or strokes."),
            hint=tr("Write kind:person or kind:unit as well."),
        )
    found: Filter = {}
    if query.kind:
        found["kind"] = query.kind
    if query.unit:
        found["unit"] = {"$in": sorted(units)} if units else query.unit
    if query.person:
        found["people.person"] = query.person
    if query.status:
        found["status"] = query.status[0] if len(query.status) == 1 else {"$in": list(query.status)}
    elif not query.include_void:
        found["status"] = {"$ne": "void"}
    if query.date_from or query.date_to:
        found["date.start"] = _span(query.date_from, query.date_to)
    if query.no:
        typed = half_width(query.no)
        found["no"] = {"$in": [Regex("^" + re.escape(no)) for no in dict.fromkeys((typed, typed.upper()))]}
    if query.has_attachment is not None:
        found["attachments.0"] = {"$exists": query.has_attachment}
    if query.batch:
        found["origin.batch"] = query.batch
    every = [_condition(each) for each in query.where]
    if query.ids is not None:
        # Beside the other conditions, because those who read a filter add identifiers of their own to it.
        every.append({"_id": {"$in": list(query.ids)}})
    if every:
        found["$and"] = every
    return found


def _span(first: date | None, last: date | None) -> Filter:
    span: Filter = {}
    if first:
        span["$gte"] = _midnight(first)
    if last:
        span["$lte"] = _midnight(last)
    return span


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _condition(condition: Condition) -> Filter:
    make = _date if isinstance(condition.value, date | PartialDate) else _MAKERS[condition.op]
    paths = [f"fields.{name}" for name in (condition.field, *condition.also)]
    each = [make(path, condition) for path in paths]
    whole = each[0] if len(each) == 1 else {"$or": each}
    return {"$nor": [whole]} if condition.negated else whole


def _date(path: str, condition: Condition) -> Filter:
    # A date field holds a day or a moment, a partial date its first day below ``start``.
    span = _date_span(condition)
    whole = {"$or": [{path: span}, {f"{path}.start": span}]}
    return {"$nor": [whole]} if condition.op == "!=" else whole


def _date_span(condition: Condition) -> Filter:
    value = condition.value
    if isinstance(value, datetime):
        first, after = value, value + timedelta(minutes=1)
    else:
        start, end = (value.start, value.end) if isinstance(value, PartialDate) else (value, value)
        first = _midnight(start)
        after = _midnight(end + timedelta(days=1)) if end < date.max else datetime.max
    spans: Mapping[str, Filter] = {
        "<": {"$lt": first},
        "<=": {"$lt": after},
        ">": {"$gte": after},
        ">=": {"$gte": first},
    }
    return spans.get(condition.op, {"$gte": first, "$lt": after})


def _contains(path: str, condition: Condition) -> Filter:
    pattern = Regex(re.escape(str(condition.value)), "i")
    also = _spelt(condition.value)
    return {"$or": [{path: pattern}, {path: {"$in": also}}]} if also else {path: pattern}


def _equals(path: str, condition: Condition) -> Filter:
    also = _spelt(condition.value) if isinstance(condition.value, str) else []
    return {path: {"$in": [to_bson(condition.value), *also]}}


def _spelt(text: Any) -> list[Any]:
    """The number that a text spells: a field no kind names may hold either."""
    try:
        number: Decimal = parse_decimal(str(text))
    except ValueError:
        return []
    return [to_bson(number)]


def _filled(path: str, condition: Condition) -> Filter:
    return {path: {"$exists": True, "$nin": [None, "", []]}}


def _compare(operator: str) -> Callable[[str, Condition], Filter]:
    return lambda path, condition: {path: {operator: to_bson(condition.value)}}


_MAKERS: Mapping[str, Callable[[str, Condition], Filter]] = {
    "=": _equals,
    "!=": lambda path, condition: {"$nor": [_equals(path, condition)]},
    "<": _compare("$lt"),
    "<=": _compare("$lte"),
    ">": _compare("$gt"),
    ">=": _compare("$gte"),
    "~": _contains,
    "in": lambda path, condition: {path: {"$in": [to_bson(value) for value in condition.value]}},
    "filled": _filled,
    "empty": lambda path, condition: {"$nor": [_filled(path, condition)]},
}
