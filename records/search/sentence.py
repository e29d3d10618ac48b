"""A query in words, as the heading of a list or of an export says what it shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bson.objectid import ObjectId

from records.field_value import show
from records.kind import Field, Kinds
from records.language import current_language, translator
from records.masking import mask_within
from records.record import STATUS_LABELS, STATUSES
from records.search.operators import OPERATORS, values_of
from records.search.query import Condition, Query

tr = translator("records")

#: As many values of a condition are named.
_NAMED = 5


def sentence(query: Query, kinds: Kinds, names: Mapping[ObjectId, str] | None = None) -> str:
    """What ``query`` shows, in the current language; ``names`` gives the titles of people and units.

    Numbers that were asked for are masked: the sentence goes into the journal and onto paper.

    Research reports; unit: 柳树湾村党支部; from 2011-03-01 to 2011-06-30; with “渠道”; without “灌溉”
    """
    comma = "；" if current_language() == "zh" else "; "
    return comma.join(_parts(query, kinds, names or {}))


def phrases(query: Query, kinds: Kinds, names: Mapping[ObjectId, str] | None = None) -> list[str]:
    """The conditions of ``query`` one by one, without its kind, in the current language."""
    return list(_parts(query, kinds, names or {}))[1:]


def _parts(query: Query, kinds: Kinds, names: Mapping[ObjectId, str]) -> Iterator[str]:
    kind = kinds.get(query.kind) if query.kind else None
    yield kind.label.text() if kind else query.kind or tr("All records")
    unit = names.get(query.unit, str(query.unit)) if query.unit else query.unit_name
    if unit:
        yield tr("unit: {name}", name=unit)
    person = names.get(query.person, str(query.person)) if query.person else query.person_name
    if person:
        yield tr("person: {name}", name=person)
    yield from _state(query)
    yield from _dates(query)
    for term in query.terms:
        text = mask_within(term.text)
        yield tr("without “{text}”", text=text) if term.negated else tr("with “{text}”", text=text)
    for condition in query.where:
        yield _condition(condition, kinds, query.kind, names)
    if query.no:
        yield tr("number {no}…", no=query.no)
    if query.has_attachment is not None:
        yield tr("with attachments") if query.has_attachment else tr("without attachments")
    if query.ids is not None:
        yield tr("{count} chosen records", count=len(query.ids))
    if query.batch:
        yield tr("brought in by import {batch}", batch=query.batch)


def _state(query: Query) -> Iterator[str]:
    if query.status:
        labels = (STATUS_LABELS[s].text() for s in STATUSES if s in query.status)
        yield tr("status: {names}", names=tr(" or ").join(labels))
    elif query.include_void:
        yield tr("void ones included")


def _dates(query: Query) -> Iterator[str]:
    first, last = query.date_from, query.date_to
    if first and last:
        if first == last:
            yield tr("on {day}", day=first)
        else:
            yield tr("from {first} to {last}", first=first, last=last)
    elif first:
        yield tr("from {first}", first=first)
    elif last:
        yield tr("until {last}", last=last)


def _condition(condition: Condition, kinds: Kinds, kind: str | None, names: Mapping[ObjectId, str]) -> str:
    field = _field(condition.field, kinds, kind)
    label = field.label.text() if field else condition.field
    values = values_of(condition)
    value = tr(" or ").join(show(field, each, names=names) for each in values[:_NAMED])
    if len(values) > _NAMED:
        value = tr("{values} and {count} more", values=value, count=len(values) - _NAMED)
    phrase = OPERATORS[condition.op].phrase(label, value)
    return tr("not ({phrase})", phrase=phrase) if condition.negated else phrase


def _field(path: str, kinds: Kinds, kind: str | None) -> Field | None:
    among = [kinds[kind]] if kind and kind in kinds else kinds.values()
    return next((found for each in among if (found := each.field(path))), None)
