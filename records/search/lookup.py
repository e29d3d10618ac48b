"""Terms and a database filter as a question to the text index: as much of them as the index can answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from records.search.index import LAST_ROW, Lookup, facet, first_row
from records.search.query import Term
from records.tokens import exact, normal, phrase, runs

_FACETS = {"kind": "kind", "status": "status", "unit": "unit", "people.person": "person"}


def lookup_for(terms: Sequence[Term], criteria: Mapping[str, Any]) -> Lookup | None:
    """The question, or None when nothing in it can be looked up (no term, or only negated ones).

    The index may answer with too many records, never with too few: what it can't decide is left to a look
    at the records themselves.
    """
    wanted = [(term, run) for term in terms if not term.negated for run in runs(normal(term.text))]
    if not wanted:
        return None
    by_pairs = any(len(run) > 1 for _, run in wanted)
    decided = {term for term in terms if exact(term.text) and (len(normal(term.text)) > 1) == by_pairs}
    column = "text : " if by_pairs else ""
    positive = [column + phrase(run) for _, run in wanted if (len(run) > 1) == by_pairs]
    negative = [column + phrase(normal(term.text)) for term in decided if term.negated]
    by_facets, unwanted, rest = _facets(criteria, "facets : " if by_pairs else "")
    expression = " AND ".join((*dict.fromkeys(positive), *by_facets))
    if negative or unwanted:
        expression = f"({expression}) NOT ({' OR '.join((*negative, *unwanted))})"
    above, below = _rows(criteria.get("date.start"))
    return Lookup(
        "grams" if by_pairs else "letters",
        expression,
        exact=len(decided) == len(set(terms)) and not rest,
        above=above,
        below=below,
    )


def _facets(criteria: Mapping[str, Any], column: str) -> tuple[list[str], list[str], set[str]]:
    """What the facets must be, what they must not be, and the parts of the filter that are no facets."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for key, name in _FACETS.items():
        value = criteria.get(key)
        if value is None:
            continue
        if not isinstance(value, Mapping):
            wanted.append(_any(column, name, [value]))
        elif "$in" in value:
            wanted.append(_any(column, name, value["$in"]))
        elif "$ne" in value:
            unwanted.append(_any(column, name, [value["$ne"]]))
    return wanted, unwanted, set(criteria) - set(_FACETS) - {"date.start"}


def _any(column: str, name: str, values: Iterable[object]) -> str:
    return "(" + " OR ".join(f'{column}"{facet(name, value)}"' for value in values) + ")"


def _rows(span: Mapping[str, datetime] | None) -> tuple[int, int]:
    if not span:
        return -1, LAST_ROW
    # A record without a date lies in no span of dates.
    above = first_row(span["$gte"].toordinal()) - 1 if "$gte" in span else first_row(1) - 1
    below = first_row(span["$lte"].toordinal() + 1) if "$lte" in span else LAST_ROW
    return above, below
