"""A query as a filter for the database: plain data, made of everything but the text."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from bson.objectid import ObjectId
from bson.regex import Regex

from records.errors import UsageFault
from records.language import translator
from records.search.operators import OPERATORS, Filter
from records.search.query import Condition, Query
from records.sorts import has_order
from records.values import half_width, to_bson

tr = translator("records")


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
        span["$gte"] = to_bson(first)
    if last:
        span["$lte"] = to_bson(last)
    return span


def _condition(condition: Condition) -> Filter:
    make = OPERATORS[condition.op].make
    each = [make(f"fields.{name}", condition.value) for name in (condition.field, *condition.also)]
    whole = each[0] if len(each) == 1 else {"$or": each}
    return {"$nor": [whole]} if condition.negated else whole
