"""What is wrong with the fields of a record, and where.

``validate`` looks at types, choices, bounds, the kind file's named checks and what `verified` still
needs. A named check is a small pure function; kind files name it with its arguments (``CHECKS``).
A path names a field (``present``) or one of a list's sub-records (``problems.solved``); a check with
such a path looks at each row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bson.objectid import ObjectId

from records.kind import Check, Field, FieldType, Kind, Level
from records.language import labelled, listed, translator
from records.masking import is_mask, masked
from records.values import PartialDate, as_partial, count_words

tr = translator("records")


@dataclass(frozen=True, slots=True)
class Fault:
    """``path`` is ``problems[2].solved_on``. An error blocks saving, ``missing`` blocks `verified`, a
    warning blocks nothing."""

    path: str
    level: Level
    message: str
    label: str = field(default="", compare=False)

    def __str__(self) -> str:
        return labelled(self.label or self.path, self.message)


def is_blank(value: object) -> bool:
    """Absent, null or empty; a no (False) and a zero are answers."""
    return value is None or (isinstance(value, str | list | dict) and not value)


def validate(kind: Kind, fields: Mapping[str, Any], *, on: date) -> list[Fault]:
    """Every fault of a record's fields; ``on`` is today, for what can't lie in the future."""
    faults: list[Fault] = []
    for each in kind.fields:
        value = fields.get(each.name)
        if value is None and (each.computed or not each.required):
            continue
        if not value or each.masked or value.__class__ is not _PLAIN.get(each.type):
            _add_field_faults(faults, kind, each, value, each.name)
    identifying = kind.identifying
    if identifying and all(is_blank(fields.get(each.name)) for each in identifying):
        names = " / ".join(each.label.text() for each in identifying)
        faults.append(Fault(identifying[0].name, "error", tr("needed to save the record at all"), names))
    broken = {fault.path for fault in faults if fault.level == "error"}
    whole = Scope(fields, on)
    for check in kind.checks:
        if not broken or broken.isdisjoint(check.paths):
            for scope in _rows(check, fields, on) if check.rows else (whole,):
                if problem := CHECKS[check.name].function(scope, check.args):
                    path, message = scope.place(problem[0]), problem[1]
                    faults.append(Fault(path, check.level, message, label_at(kind, path)))
    return faults


def label_at(kind: Kind, path: str) -> str:
    """What a path leads to, as a person reads it: “Problems solved row 2 · Solved on”; empty for no field."""
    name, _, rest = path.partition("[")
    number, _, sub = rest.partition("].")
    whole, part = kind.field(name), kind.field(f"{name}.{sub}") if sub else None
    if whole is None or not rest:
        return whole.label.text() if whole else ""
    place = {"list": whole.label.text(), "number": int(number.rstrip("]")) + 1}
    if part is not None:
        return tr("{list} row {number} · {field}", field=part.label.text(), **place)
    return tr("{list} row {number}", **place) if whole.fields else tr("{list} item {number}", **place)


def _add_field_faults(faults: list[Fault], kind: Kind, each: Field, value: Any, path: str) -> None:
    if is_blank(value):
        if each.required and not each.computed:
            faults.append(Fault(path, "missing", tr("is still missing"), label_at(kind, path)))
    elif each.type != "list":
        if problem := type_problem(each, value):
            faults.append(Fault(path, "error", problem, label_at(kind, path)))
    elif not isinstance(value, list):
        faults.append(Fault(path, "error", tr("a list is expected"), label_at(kind, path)))
    else:
        for index, item in enumerate(value):
            _add_item_faults(faults, kind, each, item, f"{path}[{index}]")


def _add_item_faults(faults: list[Fault], kind: Kind, each: Field, item: Any, path: str) -> None:
    if each.of is not None:
        if problem := type_problem(each.of, item):
            faults.append(Fault(path, "error", problem, label_at(kind, path)))
        return
    if not isinstance(item, Mapping):
        problem = tr("an entry with named parts is expected")
        faults.append(Fault(path, "error", problem, label_at(kind, path)))
        return
    for sub in each.fields:
        _add_field_faults(faults, kind, sub, item.get(sub.name), f"{path}.{sub.name}")


_TYPES: Mapping[FieldType, tuple[type, ...]] = {
    "text": (str,),
    "longtext": (str,),
    "date": (date,),
    "datetime": (date,),
    "partial_date": (PartialDate,),
    "integer": (int,),
    "decimal": (Decimal, int, float),
    "money": (Decimal, int),
    "boolean": (bool,),
    "choice": (str,),
    "reference": (ObjectId,),
    "attachment": (ObjectId,),
}


#: A filled value of just this class fits a field of the type, whatever else the kind file says of it.
_PLAIN: Mapping[FieldType, type] = {
    "text": str,
    "longtext": str,
    "date": date,
    "partial_date": PartialDate,
    "boolean": bool,
    "reference": ObjectId,
    "attachment": ObjectId,
}


def type_problem(each: Field, value: Any) -> str | None:
    """Why a value doesn't fit its field; None when it does."""
    if not _fits(each.type, value):
        told = masked(str(value)) if each.masked else value
        return tr("{value!r} does not fit a field of type {type}", value=told, type=each.type)
    if each.masked and is_mask(value):
        return tr("is masked: type all of it, or leave it empty")
    if each.type == "choice":
        if each.open_choice or any(choice.value == value for choice in each.choices):
            return None
        known = listed(choice.label.text() for choice in each.choices)
        return tr("{value!r} is none of: {known}", value=value, known=known)
    if each.minimum is None and each.maximum is None:
        return None
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        if each.minimum is not None and value < each.minimum:
            return tr("is less than {minimum}", minimum=each.minimum)
        if each.maximum is not None and value > each.maximum:
            return tr("is more than {maximum}", maximum=each.maximum)
    return None


def _fits(type_: FieldType, value: Any) -> bool:
    """Whether a value is of a field's type. A yes or no is no number, a time is no day; a day is a time."""
    if isinstance(value, bool):
        return type_ == "boolean"
    if type_ == "date" and isinstance(value, datetime):
        return False
    return isinstance(value, _TYPES[type_])


# --- named checks --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scope:
    """The fields a check sees at once: the record's, and one row's of a list when its paths name one."""

    fields: Mapping[str, Any]
    on: date
    rows: str = ""
    row: Mapping[str, Any] = field(default_factory=dict)
    index: int = 0

    def get(self, path: str) -> Any:
        if not self.rows:
            return self.fields.get(path)
        name, _, rest = path.partition(".")
        return self.row.get(rest) if rest and name == self.rows else self.fields.get(path)

    def place(self, path: str) -> str:
        name, _, rest = path.partition(".")
        return f"{name}[{self.index}].{rest}" if rest and name == self.rows else path


#: A check answers with the path at fault and what is wrong, or with nothing.
Problem = tuple[str, str]
CheckFunction = Callable[[Scope, Mapping[str, Any]], Problem | None]


@dataclass(frozen=True, slots=True)
class NamedCheck:
    """A check that kind files may name: its arguments, and which of them are field paths."""

    function: CheckFunction
    arguments: tuple[str, ...]
    paths: frozenset[str]


CHECKS: dict[str, NamedCheck] = {}


def named(*arguments: str, paths: Sequence[str]) -> Callable[[CheckFunction], CheckFunction]:
    """Let kind files use a function under its own name."""

    def enter(function: CheckFunction) -> CheckFunction:
        CHECKS[function.__name__] = NamedCheck(function, arguments, frozenset(paths))
        return function

    return enter


def _rows(check: Check, fields: Mapping[str, Any], on: date) -> list[Scope]:
    rows = enumerate(fields.get(check.rows) or [])
    return [Scope(fields, on, check.rows, row, index) for index, row in rows if isinstance(row, Mapping)]


@named("field", paths=["field"])
def not_future(scope: Scope, args: Mapping[str, Any]) -> Problem | None:
    """The date has come: it doesn't begin after today."""
    when = as_partial(scope.get(args["field"]))
    if when and when.start > scope.on:
        return args["field"], tr("{date} lies in the future", date=when)
    return None


@named("first", "last", "strict", paths=["first", "last"])
def order(scope: Scope, args: Mapping[str, Any]) -> Problem | None:
    """``last`` is not before ``first`` (dates or numbers); ``strict``: it comes after."""
    first, last = scope.get(args["first"]), scope.get(args["last"])
    if is_blank(first) or is_blank(last):
        return None
    if isinstance(first, datetime) and isinstance(last, datetime):
        wrong = last <= first if args.get("strict") else last < first
    elif (a := as_partial(first)) and (b := as_partial(last)):
        wrong = b.end <= a.start if args.get("strict") else b.end < a.start
    else:
        wrong = last <= first if args.get("strict") else last < first
    return (args["last"], tr("{last} comes before {first}", last=last, first=first)) if wrong else None


@named("field", "other", "number", paths=["field", "other"])
def at_most(scope: Scope, args: Mapping[str, Any]) -> Problem | None:
    """``field`` is no larger than the field ``other``, or than a number."""
    value = scope.get(args["field"])
    bound = scope.get(args["other"]) if "other" in args else args["number"]
    if is_blank(value) or is_blank(bound) or value <= bound:
        return None
    return args["field"], tr("{value} is more than {bound}", value=value, bound=bound)


@named("field", "number", paths=["field"])
def at_least(scope: Scope, args: Mapping[str, Any]) -> Problem | None:
    """A number, or the length of a list, is no smaller than ``number``."""
    value = scope.get(args["field"])
    size = len(value) if isinstance(value, list) else value
    if value is None or size >= args["number"]:
        return None
    return args["field"], tr("{value} is less than {bound}", value=size, bound=args["number"])


@named("field", "when", "is", paths=["field", "when"])
def needs(scope: Scope, args: Mapping[str, Any]) -> Problem | None:
    """``field`` is filled when ``when`` is filled (or true), or has one of the values ``is``."""
    condition = scope.get(args["when"])
    wanted = args.get("is")
    holds = condition in wanted if wanted is not None else bool(condition) and not is_blank(condition)
    if holds and is_blank(scope.get(args["field"])):
        return args["field"], tr("is needed here")
    return None


@named("rows", "field", paths=["rows"])
def once(scope: Scope, args: Mapping[str, Any]) -> Problem | None:
    """Nothing stands twice in a list: by the rows' ``field``, or by the items themselves."""
    items = scope.get(args["rows"]) or []
    values = [item.get(args["field"]) if isinstance(item, Mapping) else item for item in items]
    for index, value in enumerate(values):
        if not is_blank(value) and (first := values.index(value)) < index:
            within = f".{args['field']}" if "field" in args else ""
            return f"{args['rows']}[{index}]{within}", tr("stands in row {row} already", row=first + 1)
    return None


@named("fields", "total", paths=["fields", "total"])
def sum_equals(scope: Scope, args: Mapping[str, Any]) -> Problem | None:
    """The numbers of ``fields`` add up to ``total``; fields left empty count nothing."""
    values = [scope.get(path) for path in args["fields"]]
    total = scope.get(args["total"])
    if is_blank(total) or all(is_blank(value) for value in values):
        return None
    found = sum(value or 0 for value in values)
    if found != total:
        return args["fields"][0], tr("these add up to {found}, not to {total}", found=found, total=total)
    return None


@named("field", "minimum", "maximum", paths=["field"])
def words_between(scope: Scope, args: Mapping[str, Any]) -> Problem | None:
    """A text has a number of 字 within bounds."""
    text = scope.get(args["field"])
    if not isinstance(text, str) or not text:
        return None
    found = count_words(text)
    if args.get("minimum", 0) <= found <= args.get("maximum", found):
        return None
    return args["field"], tr("has {found} characters", found=found)
