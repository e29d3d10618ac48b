"""A question to the archive, as plain data: which records, in which order.

Every list, export and search is a ``Query``. It is made by code, or read from what an operator types
(``parse.py``); ``filter.py`` turns it into a filter for the database and ``sentence.py`` into words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from bson.objectid import ObjectId

from records.sorts import Sort

Operator = Literal["=", "!=", "<", "<=", ">", ">=", "~", "filled", "empty", "named", "in"]

_WORD = re.compile(r'(?P<minus>[-－−]?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase that a record's text holds, or must not hold when ``negated``."""

    text: str
    negated: bool = False

    def __str__(self) -> str:
        quoted = re.search(r"[\s\"]", self.text) or self.text[:1] in ("-", "－", "−")
        text = f'"{self.text}"' if quoted else self.text
        return f"-{text}" if self.negated else text


def read_terms(text: str) -> tuple[Term, ...]:
    """The terms of ``text``: words, ``"phrases in quotes"``, and either with a minus before it."""
    found = (
        Term((match["phrase"] if match["word"] is None else match["word"]).strip(), bool(match["minus"]))
        for match in _WORD.finditer(text.translate({0x201C: '"', 0x201D: '"', 0xFF02: '"'}))
    )
    return tuple(term for term in found if term.text)


def write_terms(terms: Iterable[Term]) -> str:
    """Terms as text that ``read_terms`` reads back."""
    return " ".join(map(str, terms))


@dataclass(frozen=True, slots=True)
class Condition:
    """What one field must hold.

    ``field`` is a path below the record's ``fields`` (``amount``, ``problems.solved``) and need not be
    named by any kind; ``also`` names other fields of which one may hold it instead. ``~`` is "contains the
    text" (for a field of unknown type: or equals the number or yes/no that it spells), ``filled`` and
    ``empty`` take no value, ``named`` holds the name of a person or unit not looked up yet, and ``in`` a
    tuple of values.
    """

    field: str
    op: Operator
    value: Any = None
    negated: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """Which records, and in which order; every part narrows the answer further.

    text         words and phrases that must (or, with a minus, must not) occur in the searched text
    kind         name of a record kind
    unit         a unit's record, its subordinate units included
    person       a person's record: every record in which the person takes part
    unit_name, person_name   as typed and not looked up yet; ``Archive`` refuses to run such a query
    status       any of these; empty means any but void (with ``include_void``: any)
    date_from, date_to       both included; compared with the first day of the record's date
    where        conditions on single fields
    no           the record number, or its beginning
    has_attachment           with (True) or without (False) attachments; ``None``: either
    batch        brought in by this import
    ids          these records and no others, as for the records behind a figure; an empty tuple has none.
                 It can't be typed: a query with it is made by code
    sort         ``-date`` is newest first; records without a date come last then. None: nobody asked for an
                 order, which makes it ``-date`` unless a list has one of its own. By ``pinyin`` and
                 ``stroke`` go people and units alone
    """

    text: str = ""
    kind: str | None = None
    unit: ObjectId | None = None
    person: ObjectId | None = None
    status: tuple[str, ...] = ()
    date_from: date | None = None
    date_to: date | None = None
    where: tuple[Condition, ...] = ()
    include_void: bool = False
    batch: ObjectId | None = None
    sort: Sort | None = None
    no: str = ""
    has_attachment: bool | None = None
    unit_name: str = ""
    person_name: str = ""
    ids: tuple[ObjectId, ...] | None = None

    @property
    def terms(self) -> tuple[Term, ...]:
        """The words and phrases of ``text``."""
        return read_terms(self.text)

    @property
    def order(self) -> Sort:
        """The order that the records come in."""
        return self.sort or "-date"

    @property
    def unresolved(self) -> bool:
        """Whether a name typed for a unit or person is not looked up yet."""
        return bool(self.unit_name or self.person_name or any(c.op == "named" for c in self.where))

    def narrowed(self, **changes: Any) -> Query:
        """The same query with some parts replaced."""
        return replace(self, **changes)
