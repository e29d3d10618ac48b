"""Per person and year: what registers declare beside what papers and sign-in books show. Never added up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from bson.objectid import ObjectId

from records.values import PartialDate

_DECLARED = {
    "notes_words": "note_words_register",
    "articles": "articles_register",
    "reports": "reports_register",
    "sessions": "sessions_register",
}


class Totals:
    """Totals by person and year, of records told one by one.

    ``…_register`` are declared figures for whole periods, ``…_documents`` the papers themselves,
    ``sessions_attended`` and ``sessions_expected`` come from sign-in books, ``visits`` from ledgers.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[ObjectId, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))

    def add(self, kind: str, fields: Mapping[str, Any]) -> None:
        """Count a record by its kind and fields."""
        for person, year, name, number in _contributions(kind, fields):
            self._found[person, year][name] += number

    def copy(self) -> Totals:
        """Totals of their own, to add to."""
        other = Totals()
        for key, numbers in self._found.items():
            other._found[key] |= numbers
        return other

    def rows(self, names: Mapping[ObjectId, str]) -> list[dict[str, Any]]:
        """The totals, by name and year; ``names`` gives the people's names."""
        rows = [
            {
                "person": str(person),
                "name": names.get(person, "?"),
                "year": year,
                **dict(sorted(numbers.items())),
            }
            for (person, year), numbers in self._found.items()
        ]
        return sorted(rows, key=lambda row: (row["name"], row["person"], row["year"]))


def _contributions(kind: str, fields: Mapping[str, Any]) -> Iterable[tuple[ObjectId, int, str, int]]:
    if kind == "study_register":
        year = _year(fields.get("period"))
        for name, total in _DECLARED.items():
            if fields.get(name) is not None and year:
                yield fields["person"], year, total, int(fields[name])
    elif kind == "reading_note":
        year = _year(fields.get("period"))
        if year and fields.get("person"):
            yield fields["person"], year, "note_words_documents", int(fields.get("words") or 0)
    elif kind in ("experience_article", "research_report"):
        year = _year(fields.get("written_on") or fields.get("finished_on"))
        name = "articles_documents" if kind == "experience_article" else "reports_documents"
        for person in fields.get("authors") or ():
            if year:
                yield person, year, name, 1
    elif kind == "household_visit":
        year = _year(fields.get("visited_on"))
        if year and fields.get("visitor"):
            yield fields["visitor"], year, "visits", 1
    elif kind == "session":
        yield from _sessions(fields)


def _sessions(fields: Mapping[str, Any]) -> Iterable[tuple[ObjectId, int, str, int]]:
    year = _year(fields.get("start"))
    for row in fields.get("attendance") or ():
        if year:
            yield row["person"], year, "sessions_expected", 1
            yield row["person"], year, "sessions_attended", int(row.get("state") in ("到", "迟到"))


def _year(value: Any) -> int | None:
    if isinstance(value, PartialDate):
        return value.start.year
    return value.year if isinstance(value, date | datetime) else None
