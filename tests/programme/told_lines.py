"""What is told, as lines of text beside those that are kept."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bson.objectid import ObjectId

from records.kind import Label
from records.programme.calendar import Period
from records.programme.mechanisms.view import View
from records.programme.roster import Person
from records.programme.rules import Rule
from records.programme.stages import Link, Stage
from records.programme.standing import Standing
from records.search.query import Query
from records.values import PartialDate
from tests.programme.told_town import labels
from tests.programme.township import Town

_KEPT = Path(__file__).parent / "told"
#: A record's number has the year in it in which it was made; the scale is always the same here.
_LEFT_OUT = ("no", "scale")
Lines = Iterator[str]


class Plain:
    """Values as text: records by their labels, dataclasses and named tuples by what is set in them."""

    def __init__(self, town: Town) -> None:
        self.labels = labels(town)

    def __call__(self, value: Any) -> str:
        if isinstance(value, ObjectId):
            return self.labels.get(value, "?")
        if isinstance(value, Rule):
            return value.id
        if isinstance(value, (Link, Stage)):
            return value.label.text()
        if isinstance(value, Standing):
            return f"{value.rule} {value.period.name} {value.state} {value.done}/{value.required}"
        if isinstance(value, Period):
            return value.name
        if isinstance(value, Label):
            return value.text()
        if isinstance(value, Person):
            return value.name
        if isinstance(value, (date, PartialDate)):
            return str(value)
        if isinstance(value, Query):
            span = f"{value.date_from}..{value.date_to}"
            return f"{value.kind} {value.status} {span} {self(value.unit)} {value.where}"
        if is_dataclass(value) or hasattr(value, "_fields"):
            return f"{type(value).__name__}({', '.join(self._set(value))})"
        if isinstance(value, Mapping):
            return "{" + ", ".join(f"{self(key)}: {self(each)}" for key, each in value.items()) + "}"
        if isinstance(value, (set, frozenset)):
            return "{" + ", ".join(sorted(map(self, value))) + "}"
        if isinstance(value, (list, tuple)):
            return "[" + ", ".join(map(self, value)) + "]"
        return str(value)

    def _set(self, value: Any) -> Iterator[str]:
        if hasattr(value, "_fields"):
            usual = type(value)._field_defaults
            named = [(name, usual.get(name, MISSING)) for name in value._fields]
        else:
            named = [(each.name, each.default) for each in fields(value)]
        for name, default in named:
            held = getattr(value, name)
            if name not in _LEFT_OUT and held != default and held not in ((), [], {}):
                yield f"{name}={self(held)}"


def same_as_kept(name: str, lines: Iterable[str]) -> None:
    """Compare with what is kept in ``told/``; XUEDANG_DRAW=1 keeps it instead, to be looked at."""
    kept, text = _KEPT / f"{name}.txt", "\n".join(line.rstrip() for line in lines) + "\n"
    if os.environ.get("XUEDANG_DRAW") == "1":
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(text, encoding="utf-8")
    before = kept.read_text(encoding="utf-8").splitlines()
    different = difflib.unified_diff(before, text.splitlines(), "before", "now", n=0, lineterm="")
    told = "\n".join(different)
    assert not told, f"{kept.name} is told otherwise:\n{told}"


def of_view(plain: Plain, view: View) -> Lines:
    """A view line by line: its words, and what a line leads to behind an arrow."""
    yield f"== {view.name}: {view.title}"
    yield " | ".join(f"{c.key}:{c.label}:{c.grow}:{c.kind}" for c in view.columns)
    for note in view.notes:
        yield f"({note.tone}) {note.text}"
    for row in view.rows:
        if row.heading:
            yield "-- " + "|".join(row.cells)
            continue
        leads = ", ".join(sorted(map(plain, row.ids)))
        inside = f" in {plain(row.inside)}" if row.inside else ""
        query = f" ? {plain(row.query)}" if row.query else ""
        proposal = f" + {plain(row.proposal)}" if row.proposal else ""
        yield f"[{row.tone}] " + " | ".join(row.cells) + f"  -> {leads}{inside}{query}{proposal}"
    for series in view.series:
        yield f"~ {series.label}: " + " ".join(f"{name}={height:g}" for name, height in series.points)
