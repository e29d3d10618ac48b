"""What of a record is searched: its text in one piece, and whether that holds what was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bson.decimal128 import Decimal128

from records.kind import Kind, Kinds
from records.search.query import Term
from records.tokens import normal
from records.values import PartialDate

#: Stands between two pieces; no term can hold it, so nothing is found across two fields.
BREAK = "\n"
_ENVELOPE = ("title", "no", "remarks")
#: What must be read of a document for its text and its index entry.
PROJECTION: Mapping[str, int] = dict.fromkeys(
    (
        "kind",
        "version",
        "date.start",
        "unit",
        "people.person",
        "status",
        *_ENVELOPE,
        "attachments.name",
        "fields",
    ),
    1,
)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which fields of a kind are searched: wholly, in some parts, and which are known and left out."""

    whole: frozenset[str]
    parts: Mapping[str, frozenset[str]]
    known: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, kind: Kind) -> _Plan:
        parts: dict[str, set[str]] = {}
        for path in kind.search:
            name, _, rest = path.partition(".")
            if rest:
                parts.setdefault(name, set()).add(rest)
        return cls(
            frozenset(path for path in kind.search if "." not in path),
            {name: frozenset(subs) for name, subs in parts.items()},
            {each.name: frozenset(sub.name for sub in each.fields) for each in kind.fields},
        )

    def left_out(self) -> Iterator[str]:
        for name, subs in self.known.items():
            if name not in self.whole:
                parts = subs - self.parts.get(name, frozenset())
                yield from (f"{name}.{part}" for part in parts) if subs else (name,)


class SearchedText:
    """The searched text of documents: the fields their kinds name for it, and all that no kind names."""

    def __init__(self, kinds: Kinds) -> None:
        self.use(kinds)

    def use(self, kinds: Kinds) -> None:
        """Take what these kinds name from now on."""
        self._plans = {name: _Plan.of(kind) for name, kind in kinds.items()}

    def shape(self) -> dict[str, list[str]]:
        """What is left out of each kind's text; an index made while more was left out has to be made anew."""
        return {name: sorted(plan.left_out()) for name, plan in self._plans.items()}

    def __call__(self, document: Mapping[str, Any]) -> str:
        """The text of a stored document, its pieces divided by ``BREAK``."""
        pieces = [document[key] for key in _ENVELOPE if document.get(key)]
        pieces += [attachment["name"] for attachment in document.get("attachments", ())]
        pieces += self._fields(document.get("fields", {}), self._plans.get(document["kind"]))
        return BREAK.join(pieces)

    def _fields(self, fields: Mapping[str, Any], plan: _Plan | None) -> Iterator[str]:
        for name, value in fields.items():
            if plan is None or name in plan.whole or name not in plan.known:
                yield from _pieces(value)
            elif plan.known[name] and isinstance(value, list):
                left_out = plan.known[name] - plan.parts.get(name, frozenset())
                for row in value:
                    if isinstance(row, Mapping):
                        for sub, part in row.items():
                            if sub not in left_out:
                                yield from _pieces(part)


def _pieces(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, bool) or value is None or isinstance(value, date):
        return
    elif isinstance(value, int | float | Decimal | Decimal128):
        yield str(value)
    elif isinstance(value, PartialDate):
        yield value.raw
    elif isinstance(value, list):
        for item in value:
            yield from _pieces(item)
    elif isinstance(value, Mapping):
        for part in [value["raw"]] if "raw" in value and "precision" in value else value.values():
            yield from _pieces(part)


def holds(text: str, terms: Iterable[Term]) -> bool:
    """Whether a text has every term, and none of the negated ones."""
    tidy = normal(text)
    return all((normal(term.text) in tidy) != term.negated for term in terms)
