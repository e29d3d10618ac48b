"""The columns of an exported table: what each is called, and which field of which kind it is.

A record takes one row, and more where it holds lists of sub-records: an entry a row, the record's number on
each. Records of several kinds may share a table; each row says its kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from records.kind import FIELD_TYPES, Field, FieldType, Kind, Label

#: The columns that every table has, before and after the fields: what a record is, and whose it is.
BEFORE: Mapping[str, Label] = {
    "no": Label("编号", "No."),
    "kind": Label("种类", "Kind"),
    "line": Label("行次", "Line"),
    "status": Label("状态", "Status"),
}
AFTER: Mapping[str, Label] = {
    "remarks": Label("备注", "Remarks"),
    "attachments": Label("附件", "Attachments"),
    "void_reason": Label("作废原因", "Reason for void"),
    "archive": Label("归档", "Filed as"),
    "version": Label("版本", "Version"),
    "key": Label("来源键", "Origin key"),
    "id": Label("识别码", "Identifier"),
}
#: Three of these make a table ours: somebody may have deleted one.
MARKS = ("no", "kind", "line", "id")
_ENOUGH = 3
_UNDECLARED = Label("补充", "Extra")
_TYPES: Mapping[str, FieldType] = {name: name for name in FIELD_TYPES}
_DECLARED = re.compile(r"(.*)〔([^〔〕]+)〕")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: an envelope key, or a field; of the entries of a list with ``sub``.

    ``field`` is None for a field that no kind names.
    """

    name: str
    heading: str
    field: Field | None = None
    sub: str | None = None
    envelope: bool = False


@dataclass
class Undeclared:
    """What records hold besides the columns of their kind: fields, parts of entries, lists that are none."""

    fields: dict[str, None] = field(default_factory=dict)
    parts: dict[tuple[str, str], None] = field(default_factory=dict)


def columns_of(kind: Kind, undeclared: Undeclared, lang: str) -> list[Column]:
    """The columns of a kind's table in ``lang``."""
    found = [Column(name, label.text(lang), envelope=True) for name, label in BEFORE.items()]
    for each in kind.fields:
        if each.custom:
            continue
        if each.is_subrecords:
            found += _of_entries(kind, each, undeclared, lang)
        else:
            found.append(Column(each.name, heading_of(kind, each, lang), each))
    custom = [each.name for each in kind.fields if each.custom and not each.is_subrecords]
    for name in dict.fromkeys([*custom, *undeclared.fields]):
        known = kind.field(name)
        if known is None or known.custom:
            found.append(_added(name, known, lang))
        elif known.is_subrecords:
            found.append(Column(name, heading_of(kind, known, lang), known))
    return found + [Column(name, label.text(lang), envelope=True) for name, label in AFTER.items()]


def _added(name: str, known: Field | None, lang: str) -> Column:
    """The column of a field that the kind's file does not name.

    One that was added for everyone in this archive says its type: elsewhere nobody may know it.
    """
    heading = f"{_UNDECLARED.text(lang)}:{name}"
    if known is None or known.is_subrecords:
        return Column(name, heading, known)
    if known.type == "choice":
        # Its labels are known here only.
        known = replace(known, type="text")
    kind_of_list = f"list/{known.of.type}" if known.of is not None else known.type
    return Column(name, f"{heading}〔{kind_of_list}〕", known)


def _typed(name: str, words: str) -> Field | None:
    """A field of the type that a heading says; None when it says none."""
    label = Label(name, name)
    outer, _, inner = words.partition("/")
    if inner in _TYPES and outer == "list":
        return Field(name, label, "list", of=Field(name, label, _TYPES[inner]))
    return Field(name, label, _TYPES[outer]) if outer in _TYPES and outer != "list" else None


def _of_entries(kind: Kind, each: Field, undeclared: Undeclared, lang: str) -> Iterable[Column]:
    before = heading_of(kind, each, lang)
    for sub in each.fields:
        yield Column(each.name, f"{before}/{_own(each.fields, sub, lang, ())}", sub, sub.name)
    for name, part in undeclared.parts:
        if name == each.name:
            yield Column(name, f"{before}/{_UNDECLARED.text(lang)}:{part}", None, part)


@cache
def _taken(lang: str) -> frozenset[str]:
    return frozenset(label.text(lang) for label in (*BEFORE.values(), *AFTER.values()))


def heading_of(kind: Kind, each: Field, lang: str) -> str:
    """A field's label; with its name where another column is called the same."""
    return _own(kind.fields, each, lang, _taken(lang))


def _own(fields: Iterable[Field], each: Field, lang: str, taken: Iterable[str]) -> str:
    label = each.label.text(lang)
    alone = label not in taken and sum(other.label.text(lang) == label for other in fields) == 1
    return label if alone else f"{label}〔{each.name}〕"


def language_of(headings: Iterable[str]) -> str | None:
    """The language of an exported table's headings; None when it is no such table."""
    given = {heading.strip() for heading in headings}
    labels = {**BEFORE, **AFTER}
    for lang in ("zh", "en"):
        if sum(labels[name].text(lang) in given for name in MARKS) >= _ENOUGH:
            return lang
    return None


class Headings:
    """Finds the column that a heading means for a kind; None for one that means nothing there."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._envelope = {label.text(lang): name for name, label in {**BEFORE, **AFTER}.items()}
        self._known: dict[str, dict[str, Column]] = {}

    def envelope(self, heading: str) -> str | None:
        """The envelope key of a column that every table has."""
        return self._envelope.get(heading)

    def column(self, kind: Kind, heading: str) -> Column | None:
        known = self._known.get(kind.name)
        if known is None:
            made = columns_of(kind, Undeclared(), self._lang)
            known = self._known[kind.name] = {each.heading: each for each in made if not each.envelope}
            known |= self._whole_lists(kind)
        if heading not in known and (found := self._undeclared(kind, heading)):
            known[heading] = found
        return known.get(heading)

    def _whole_lists(self, kind: Kind) -> dict[str, Column]:
        lists = [each for each in kind.fields if each.is_subrecords]
        made = [Column(each.name, heading_of(kind, each, self._lang), each) for each in lists]
        return {each.heading: each for each in made}

    def _undeclared(self, kind: Kind, heading: str) -> Column | None:
        mark = f"{_UNDECLARED.text(self._lang)}:"
        if heading.startswith(mark):
            name = heading.removeprefix(mark)
            if (match := _DECLARED.fullmatch(name)) and (typed := _typed(match[1], match[2])):
                return Column(match[1], heading, kind.field(match[1]) or typed)
            return Column(name, heading, kind.field(name))
        before, slash, rest = heading.partition(f"/{mark}")
        for each in kind.fields if slash else ():
            if each.is_subrecords and before == heading_of(kind, each, self._lang):
                return Column(each.name, heading, None, rest)
        return None
