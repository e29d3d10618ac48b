"""Records read for a person's paper: their fields as text, with names, short dates and plain numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.field_value import show
from records.language import Language
from records.programme.evaluation import GRADES
from records.record import Record
from records.references import references_of
from records.values import PartialDate, as_number, as_partial
from templates.contexts.text import number

if TYPE_CHECKING:
    from records.archive import Archive

#: Kinds whose rows print a name that they only refer to.
_NAMING = frozenset(("reading_note", "talk", "position", "evaluation_minutes"))


def short_date(value: object, year: int, lang: Language) -> str:
    """A date in a table of ``year``, which is left out in Chinese: 3月5日, 第一季度, 3月1日至5月2日."""
    when = as_partial(value)
    if when is None:
        return ""
    if lang == "en":
        return when.display("en")
    if when.precision == "range":
        first, last = (PartialDate.day(day).display("zh") for day in (when.start, when.end))
        return f"{_without(first, year)}至{_without(last, year)}"
    return _without(when.display("zh"), year)


def _without(text: str, year: int) -> str:
    return text.removeprefix(f"{year}年") or text


def register_date(value: object, lang: Language) -> str:
    """A date as personnel forms write it, with dots and two figures: 1968.05, 1992.07.01."""
    when = as_partial(value)
    if when is None:
        return ""
    text = when.display("en")
    return text.replace("-", ".") if lang == "zh" and when.precision in ("day", "month") else text


def count_of(value: object, lang: Language) -> str:
    """A number as documents print it; nothing for none."""
    found = as_number(value)
    return "" if found is None else number(found, lang)


@dataclass(frozen=True)
class Reading:
    """The records of one person's year being read: names of whom they refer to, sessions by identifier."""

    archive: Archive
    lang: Language
    year: int
    person: ObjectId
    names: Mapping[ObjectId, str]
    sessions: Mapping[ObjectId, Record]

    @classmethod
    async def of(
        cls, archive: Archive, lang: Language, year: int, person: ObjectId, records: Iterable[Record]
    ) -> Reading:
        """A reading of ``records``, everything they refer to fetched at once."""
        found = list(records)
        held = {each.fields.get("session") for each in found if each.kind == "party_class"}
        whom = [
            reference.whom
            for each in found
            if each.kind in _NAMING
            for reference in references_of(archive.kinds[each.kind], each.fields)
        ]
        names = await archive.names(dict.fromkeys(whom))
        sessions = await archive.get_many([each for each in held if isinstance(each, ObjectId)])
        return cls(archive, lang, year, person, names, sessions)

    def say(self, record: Record, name: str) -> str:
        """A field of a record on one line."""
        each = self.archive.kinds[record.kind].field(name)
        return show(each, record.fields.get(name), self.lang, self.names)

    def part(self, record: Record, name: str, row: Mapping[str, Any], sub: str) -> str:
        """A part of a sub-record on one line."""
        each = self.archive.kinds[record.kind].field(name)
        return show(each.field(sub) if each else None, row.get(sub), self.lang, self.names)

    def day(self, value: object) -> str:
        return short_date(value, self.year, self.lang)

    def number(self, value: object) -> str:
        return count_of(value, self.lang)

    def kind(self, record: Record) -> str:
        return self.archive.kinds[record.kind].label.text(self.lang)

    def own(self, record: Record, name: str) -> list[Mapping[str, Any]]:
        """The sub-records of a list that are about the person."""
        return [row for row in sub_records(record, name) if row.get("person") == self.person]

    def bracketed(self, text: str) -> str:
        return f"（{text}）" if self.lang == "zh" else f" ({text})"

    def listing(self, texts: Iterable[str]) -> str:
        """Figures one after another: 听18、写17; Listen 18, Write 17."""
        return ("、" if self.lang == "zh" else ", ").join(texts)

    def joined(self, *texts: str) -> str:
        return ("，" if self.lang == "zh" else ", ").join(text for text in texts if text)


def sub_records(record: Record, name: str) -> list[Mapping[str, Any]]:
    """The sub-records of a field."""
    value = record.fields.get(name)
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def ballots(read: Reading, record: Record) -> tuple[str, str]:
    """How a member's ballots of an evaluation fell, and the result: 优秀12票、合格3票; 优秀."""
    kind = read.archive.kinds[record.kind].field("lines")
    for row in read.own(record, "lines"):
        told = []
        for name in (*GRADES, "abstain"):
            each, value = kind.field(name) if kind else None, row.get(name)
            if each and isinstance(value, int) and value:
                label = each.label.text(read.lang)
                told.append(f"{label}{value}票" if read.lang == "zh" else f"{label.lower()} {value}")
        return read.listing(told), read.part(record, "lines", row, "result")
    return "", ""
