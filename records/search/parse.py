"""What an operator types into a search box, read as a query; and a query written out again.

    学习 "中心组" -灌溉 类别:调研报告 单位:柳树湾村党支部 2011-03..2011-06 amount:>=3000 备用电话:139

Words and phrases must all occur, those with a minus must not. ``key:value`` narrows further: the keys of
``KEYS``, or any field by its name, label or heading, one that no kind names included. Colons, minus signs and
quotation marks may be Chinese ones. A colon belongs to a word when the word stands in quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bson.objectid import ObjectId

from records.errors import UsageFault
from records.kind import Kind, Kinds
from records.language import listed, translator
from records.record import STATUS_LABELS, STATUSES
from records.search.conditions import field_conditions
from records.search.operators import SIGNS
from records.search.query import Condition, Query, Term, write_terms
from records.sorts import SORTS
from records.values import PartialDate, half_width

tr = translator("records")

KEYS: Mapping[str, str] = {
    "kind": "kind", "类别": "kind",
    "unit": "unit", "单位": "unit",
    "person": "person", "人员": "person",
    "status": "status", "状态": "status",
    "date": "date", "日期": "date",
    "no": "no", "编号": "no",
    "batch": "batch", "批次": "batch",
    "has": "has", "含": "has",
    "sort": "sort", "排序": "sort",
}  # fmt: skip
_ANY = ("any", "all", "全部", "不限")
_ATTACHMENT = ("attachment", "attachments", "附件")
_ORDERS = {
    "日期": "date", "修改": "updated", "编号": "no", "标题": "title",
    "拼音": "pinyin", "笔画": "stroke", "笔划": "stroke",
}  # fmt: skip
_QUOTES = {0x201C: '"', 0x201D: '"', 0xFF02: '"'}
#: Any of the operators, the longest first, each character of it half or full width.
_SIGN = "|".join(
    "".join(f"[{each}{chr(ord(each) + 0xFEE0)}]" for each in sign)
    for sign in sorted(SIGNS, key=len, reverse=True)
)
_ITEM = re.compile(
    r"(?P<minus>[-－−]?)"
    r"(?:(?P<key>[^\W\d][\w.]*)[:：](?!//))?"
    rf"(?P<operator>(?:{_SIGN})?)"
    r'(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]*))'
)
_SPAN = re.compile(r"(?P<first>[^.]*)\.\.(?P<last>[^.]*)")
_ISO = re.compile(r"\d{4}-\d{1,2}(-\d{1,2})?")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing typed: a word, a phrase, or a key with its value; it stands from ``start`` to ``end``."""

    key: str
    operator: str
    value: str
    negated: bool
    quoted: bool
    start: int
    end: int


@dataclass(slots=True)
class _Reading:
    """The parts of the query read so far."""

    kinds: Kinds
    kind: Kind | None = None
    parts: dict[str, Any] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)
    where: list[Condition] = field(default_factory=list)


def parse_query(text: str, kinds: Kinds, *, kind: str | None = None) -> Query:
    """Read ``text``, of records of ``kind`` unless it names another.

    Names of people and units are kept as typed (``resolve.py`` looks them up).

    Raises UsageFault for a kind, status, date, order or value that is none.
    """
    items = list(_items(text))
    reading = _Reading(kinds, kinds.of(kind) if kind else None)
    for item in items:
        if KEYS.get(item.key.casefold()) == "kind":
            _kind(reading, item)
    for item in items:
        _read(reading, item)
    return Query(
        text=write_terms(reading.terms),
        kind=reading.kind.name if reading.kind else None,
        where=tuple(reading.where),
        **reading.parts,
    )


def pieces(text: str) -> list[tuple[int, int]]:
    """Where each single condition of ``text`` begins and ends; each can be read alone."""
    return [(item.start, item.end) for item in _items(text)]


def _items(text: str) -> Iterator[Item]:
    text = text.translate(_QUOTES)
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        match = _ITEM.match(text, at)
        if match is None or match.end() == at:
            at += 1
            continue
        start, at = at, match.end()
        quoted = match["word"] is None
        value = match["phrase"] if quoted else match["word"]
        key = match["key"] or ""
        operator = half_width(match["operator"])
        if not key:
            value, operator = operator + value, ""
        yield Item(key, operator, value.strip(), bool(match["minus"]), quoted, start, at)


def _read(reading: _Reading, item: Item) -> None:
    if not item.key:
        _word(reading, item)
        return
    key = KEYS.get(item.key.casefold())
    if key is None:
        names = [reading.kind] if reading.kind else list(reading.kinds.values())
        reading.where += field_conditions(
            item.key, item.operator, item.value, item.quoted, item.negated, names
        )
        return
    if key == "has":
        _has(reading, item)
        return
    if item.negated:
        raise UsageFault(
            tr("-{key}: can't be left out like a word.", key=item.key),
            hint=tr("A minus works before words and fields."),
        )
    if not item.value:
        raise UsageFault(
            tr("Nothing follows {key}:", key=item.key), hint=tr("Write the value right after the colon.")
        )
    _READERS[key](reading, item)


def _word(reading: _Reading, item: Item) -> None:
    if not item.quoted and not item.negated:
        with suppress(ValueError):
            tidy = half_width(item.value)
            if _ISO.fullmatch(tidy) or (_SPAN.fullmatch(tidy) and any(c.isdigit() for c in tidy)):
                reading.parts["date_from"], reading.parts["date_to"] = _dates(tidy)
                return
    if item.value:
        reading.terms.append(Term(item.value, item.negated))


def _kind(reading: _Reading, item: Item) -> None:
    if item.value:
        reading.kind = reading.kinds.of(item.value)


def _date(reading: _Reading, item: Item) -> None:
    try:
        reading.parts["date_from"], reading.parts["date_to"] = _dates(half_width(item.value))
    except ValueError as error:
        raise UsageFault(
            tr("{text} is not a date or span of dates: {reason}", text=item.value, reason=error),
            hint=tr("Write 2011-03, 2011-03..2011-06 or 日期:2011年上半年."),
        ) from error


def _dates(text: str) -> tuple[date | None, date | None]:
    span = _SPAN.fullmatch(text)
    if span is not None:
        return _ends(span["first"], span["last"])
    whole = PartialDate.parse(text)
    return whole.start, whole.end


def _ends(first: str, last: str) -> tuple[date | None, date | None]:
    start = PartialDate.parse(first) if first else None
    end = PartialDate.parse(last, year=start.start.year if start else None) if last else None
    if start and end and end.end < start.start:
        raise ValueError(tr("{end} lies before {start}.", start=first, end=last))
    return start.start if start else None, end.end if end else None


def _status(reading: _Reading, item: Item) -> None:
    chosen: list[str] = list(reading.parts.get("status", ()))
    for word in re.split(r"[,，、|]", item.value):
        tidy = word.strip().casefold()
        if tidy in _ANY:
            reading.parts["include_void"] = True
            continue
        found = [s for s in STATUSES if tidy in (s, STATUS_LABELS[s].zh, STATUS_LABELS[s].en.casefold())]
        if not found:
            known = listed(f"{s} ({STATUS_LABELS[s].text()})" for s in STATUSES)
            raise UsageFault(
                tr("There is no status {word!r}.", word=word), hint=tr("Use one of: {known}", known=known)
            )
        chosen += found
    if chosen:
        reading.parts["status"] = tuple(dict.fromkeys(chosen))


def _reference(name: str) -> Callable[[_Reading, Item], None]:
    def read(reading: _Reading, item: Item) -> None:
        if ObjectId.is_valid(item.value):
            reading.parts[name] = ObjectId(item.value)
        else:
            reading.parts[f"{name}_name"] = item.value

    return read


def _batch(reading: _Reading, item: Item) -> None:
    if not ObjectId.is_valid(item.value):
        raise UsageFault(
            tr("{value!r} is not the number of an import.", value=item.value),
            hint=tr("`xuedang import --list` shows them."),
        )
    reading.parts["batch"] = ObjectId(item.value)


def _has(reading: _Reading, item: Item) -> None:
    if item.value.casefold() not in _ATTACHMENT:
        raise UsageFault(
            tr("has:{value} is not known.", value=item.value), hint=tr("Use has:attachment (含:附件).")
        )
    reading.parts["has_attachment"] = not item.negated


def _sort(reading: _Reading, item: Item) -> None:
    typed = half_width(item.value).casefold().replace("−", "-")
    name = _ORDERS.get(typed.removeprefix("-"), typed.removeprefix("-"))
    wanted = f"-{name}" if typed.startswith("-") else name
    chosen = next((sort for sort in SORTS if sort == wanted), None)
    if chosen is None:
        raise UsageFault(
            tr("There is no order {value!r}.", value=item.value),
            hint=tr("Use one of: {known}", known=listed(SORTS)),
        )
    reading.parts["sort"] = chosen


def _no(reading: _Reading, item: Item) -> None:
    reading.parts["no"] = item.value


_READERS: Mapping[str, Callable[[_Reading, Item], None]] = {
    "kind": _kind,
    "unit": _reference("unit"),
    "person": _reference("person"),
    "status": _status,
    "date": _date,
    "no": _no,
    "batch": _batch,
    "sort": _sort,
}
