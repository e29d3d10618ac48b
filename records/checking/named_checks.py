"""The named checks of the programme's kinds, beside the general ones of ``checks.py``.

Kind files name them with their arguments; the rules they state are those of the township's plan and of
office practice. Importing ``CHECKS`` from here makes all of them known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from records.checking.checks import CHECKS, Problem, Scope, is_blank, named
from records.language import listed, translator
from records.people import id_number as identity
from records.programme.marking import BANDS, WEIGHTS
from records.values import PartialDate, as_number, as_partial, count_words, days

__all__ = ["CHECKS"]

tr = translator("records")

#: The most minutes of study that one day can hold.
MINUTES_A_DAY = 720
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


# --- identity numbers ----------------------------------------------------------------------------


@named("field", paths=["field"])
def id_number(scope: Scope, args: Mapping[str, Any]) -> Problem | None:
    """An identity number: 18 characters with the right check digit, or 15 digits of the older form."""
    path, number = args["field"], scope.get(args["field"])
    if is_blank(number):
        return None
    if not identity.well_formed(number):
        return path, tr("an ID number has 18 characters, the last may be X (older ones 15 digits)")
    if identity.birth(number) is None:
        return path, tr("the ID number holds no possible birthday")
    if len(number) == 18 and identity.check_digit(number) != number[17]:
        return path, tr("the last character of the ID number does not fit the others: one is mistyped")
    return None


@named("field", "birth", "gender", paths=["field", "birth", "gender"])
def id_agrees(scope: Scope, args: Mapping[str, Any]) -> Problem | None:
    """Birth and gender are those of the identity number."""
    number = scope.get(args["field"])
    if not isinstance(number, str) or not identity.well_formed(number):
        return None
    birth, born = as_partial(scope.get(args["birth"])), identity.birth(number)
    if birth and born and not birth.contains(born):
        return args["birth"], tr("the ID number says {date}", date=born)
    gender = scope.get(args["gender"])
    if gender and gender != identity.gender(number):
        return args["gender"], tr("the ID number says {gender}", gender=identity.gender(number))
    return None


# --- one field ---------------------------------------------------------------------------------


@named("field", paths=["field"])
def positive(scope: Scope, args: Mapping[str, Any]) -> Problem | None:
    """A number above zero."""
    value = scope.get(args["field"])
    return None if is_blank(value) or value > 0 else (args["field"], tr("must be more than 0"))


@named("field", "pattern", paths=["field"])
def matches(scope: Scope, args: Mapping[str, Any]) -> Problem | None:
    """A text, or each text of a list, has the form of the regular expression ``pattern``."""
    value = scope.get(args["field"])
    for text in value if isinstance(value, list) else [value]:
        if isinstance(text, str) and text and not re.fullmatch(args["pattern"], text):
            return args["field"], tr("{value!r} is not of the form expected here", value=text)
    return None


@named("field", "values", paths=["field"])
def one_of(scope: Scope, args: Mapping[str, Any]) -> Problem | None:
    """The value is one of those that count."""
    value = scope.get(args["field"])
    if is_blank(value) or value in args["values"]:
        return None
    return args["field"], tr("only {values} counts", values=listed(args["values"]))


@named("field", "allowed", paths=["field"])
def precision(scope: Scope, args: Mapping[str, Any]) -> Problem | None:
    """A partial date is as exact as the kind asks: ``allowed`` lists day, month, quarter, half, year."""
    value = scope.get(args["field"])
    if not isinstance(value, PartialDate) or value.precision in args["allowed"]:
        return None
    return args["field"], tr("{date} is not a period of the kind expected here", date=value)


# --- fields together -----------------------------------------------------------------------------


@named("fields", paths=["fields"])
def one_filled(scope: Scope, args: Mapping[str, Any]) -> Problem | None:
    """At least one of the fields is filled (a no is not)."""
    values = [scope.get(path) for path in args["fields"]]
    if any(not is_blank(value) and value is not False for value in values):
        return None
    return args["fields"][0], tr("this, or what may stand for it, is still missing")


@named("field", "when", "is", paths=["field", "when"])
def only_when(scope: Scope, args: Mapping[str, Any]) -> Problem | None:
    """``field`` is filled only where ``when`` has one of the values ``is``."""
    condition = scope.get(args["when"])
    if is_blank(scope.get(args["field"])) or is_blank(condition) or condition in args["is"]:
        return None
    return args["field"], tr("does not go with {value}", value=condition)


@named("field", "first", "second", paths=["field", "first", "second"])
def reason_when_different(scope: Scope, args: Mapping[str, Any]) -> Problem | None:
    """``field`` says why ``first`` is not ``second``; of lists, why any is not its partner."""
    if not is_blank(scope.get(args["field"])):
        return None
    pairs = zip(_listed(args["first"]), _listed(args["second"]), strict=True)
    for first, second in ((scope.get(one), scope.get(other)) for one, other in pairs):
        if not is_blank(first) and not is_blank(second) and first != second:
            message = tr("{first} differs from {second}: a reason is needed", first=first, second=second)
            return args["field"], message
    return None


def _listed(names: str | list[str]) -> list[str]:
    return names if isinstance(names, list) else [names]


@named("field", "other", paths=["field", "other"])
def more_than_half(scope: Scope, args: Mapping[str, Any]) -> Problem | None:
    """``field`` is more than half of ``other``: fewer can't decide."""
    value, whole = scope.get(args["field"]), scope.get(args["other"])
    if is_blank(value) or is_blank(whole) or value * 2 > whole:
        return None
    return args["field"], tr("{value} is not more than half of {whole}", value=value, whole=whole)


@named("fields", "total", paths=["fields", "total"])
def sum_at_most(scope: Scope, args: Mapping[str, Any]) -> Problem | None:
    """The numbers of ``fields`` together are no more than ``total``."""
    found = sum(scope.get(path) or 0 for path in args["fields"])
    total = scope.get(args["total"])
    if is_blank(total) or found <= total:
        return None
    return args["fields"][0], tr("these add up to {found}, more than {total}", found=found, total=total)


@named("field", "date", paths=["field", "date"])
def minutes_a_day(scope: Scope, args: Mapping[str, Any]) -> Problem | None:
    """Minutes of study fit the days they are stated for, 720 a day at most."""
    minutes, when = scope.get(args["field"]), as_partial(scope.get(args["date"]))
    most = MINUTES_A_DAY * (days(when.start, when.end) if when else 1)
    if is_blank(minutes) or minutes <= most:
        return None
    return args["field"], tr("{value} is more than {bound}", value=minutes, bound=most)


@named("year", "date", paths=["year", "date"])
def same_year(scope: Scope, args: Mapping[str, Any]) -> Problem | None:
    """The year stated is the date's."""
    year, when = scope.get(args["year"]), as_partial(scope.get(args["date"]))
    if is_blank(year) or when is None or when.start.year <= year <= when.end.year:
        return None
    return args["year"], tr("{date} is not in {year}", date=when, year=year)


@named("words", "basis", "text", paths=["words", "basis", "text"])
def measured_words(scope: Scope, args: Mapping[str, Any]) -> Problem | None:
    """A number of 字 called measured is that of the text kept here."""
    words, text = scope.get(args["words"]), scope.get(args["text"])
    if is_blank(words) or is_blank(text) or scope.get(args["basis"]) != "measured":
        return None
    found = count_words(text)
    return (
        None if found == words else (args["words"], tr("the text here has {found} characters", found=found))
    )


@named("field", "when", "is", "day", "unless", paths=["field", "when", "unless"])
def weekday(scope: Scope, args: Mapping[str, Any]) -> Problem | None:
    """Where ``when`` has one of the values ``is``, ``field`` falls on the ISO weekday ``day`` (1 Monday),
    unless the field ``unless`` gives the reason."""
    value = scope.get(args["field"])
    if scope.get(args["when"]) not in args["is"] or not isinstance(value, date | datetime):
        return None
    if value.isoweekday() == args["day"] or not is_blank(scope.get(args["unless"])):
        return None
    return args["unless"], tr(
        "{date} is no {weekday}: say why",
        date=value.strftime("%Y-%m-%d"),
        weekday=tr(_WEEKDAYS[args["day"] - 1]),
    )


# --- lists ---------------------------------------------------------------------------------------


@named("rows", "month", "year", "since", "until", paths=["rows", "year"])
def each_quarter(scope: Scope, args: Mapping[str, Any]) -> Problem | None:
    """A year's plan has something in every quarter; ``month`` names the rows' field of 1 to 12.

    Of the years ``since`` and ``until`` fall into, only quarters that lie at least half between count.
    """
    rows = [row for row in scope.get(args["rows"]) or [] if isinstance(row, Mapping)]
    if not rows:
        return None
    planned = {(row[args["month"]] + 2) // 3 for row in rows if isinstance(row.get(args["month"]), int)}
    expected = _quarters(scope.get(args["year"]), args["since"], args["until"])
    empty = [str(quarter) for quarter in expected if quarter not in planned]
    if not empty:
        return None
    return args["rows"], tr("nothing is planned for quarter {quarters}", quarters=listed(empty))


def _quarters(year: object, since: date, until: date) -> list[int]:
    """The quarters of a year that lie at least half between two days; all of a year outside."""
    if not isinstance(year, int) or not since.year <= year <= until.year:
        return [1, 2, 3, 4]
    found = []
    for quarter in (1, 2, 3, 4):
        whole = PartialDate.quarter(year, quarter)
        inside = days(max(whole.start, since), min(whole.end, until))
        if inside * 2 >= days(whole.start, whole.end):
            found.append(quarter)
    return found


@named("rows", "field", "value", "except", "parts", paths=["rows"])
def share_at_most(scope: Scope, args: Mapping[str, Any]) -> Problem | None:
    """Rows whose ``field`` is ``value`` are at most one in ``parts`` of those that have one; rows with the
    value ``except`` stand outside."""
    values = [row.get(args["field"]) for row in scope.get(args["rows"]) or [] if isinstance(row, Mapping)]
    judged = [value for value in values if value and value != args["except"]]
    found = judged.count(args["value"])
    if found * args["parts"] <= len(judged):
        return None
    return args["rows"], tr(
        "{found} of {all} are {value}; one in {parts} is the most in practice",
        found=found,
        all=len(judged),
        value=args["value"],
        parts=args["parts"],
    )


@named("rows", "total", paths=["rows"])
def weights_make(scope: Scope, args: Mapping[str, Any]) -> Problem | None:
    """The five aspects' weights, those not set being the standard ones, make ``total`` together."""
    rows = [row for row in scope.get(args["rows"]) or [] if isinstance(row, Mapping)]
    if not rows:
        return None
    set_here = {
        row.get("aspect"): weight for row in rows if (weight := as_number(row.get("weight"))) is not None
    }
    found = sum((set_here.get(aspect, weight) for aspect, weight in WEIGHTS.items()), Decimal(0))
    if found == args["total"]:
        return None
    return args["rows"], tr(
        "the five aspects make {found} points together, not {total}", found=found, total=args["total"]
    )


@named("rows", paths=["rows"])
def bands_descend(scope: Scope, args: Mapping[str, Any]) -> Problem | None:
    """Each grade begins above the next worse, and the worst at 0; those not set begin as is standard."""
    rows = [row for row in scope.get(args["rows"]) or [] if isinstance(row, Mapping)]
    set_here = {
        row.get("grade"): number for row in rows if (number := as_number(row.get("from"))) is not None
    }
    bands = [(grade, set_here.get(grade, least)) for grade, least in BANDS.items()]
    for (better, high), (worse, low) in pairwise(bands):
        if high <= low:
            return args["rows"], tr(
                "{better} begins at {high} and {worse} at {low}: the better grade must begin higher",
                better=better,
                high=high,
                worse=worse,
                low=low,
            )
    worst, least = bands[-1]
    return None if least == 0 else (args["rows"], tr("{grade} must begin at 0", grade=worst))


@named("rule", "who", "minimum", paths=["rule", "who", "minimum"])
def fits_rule(scope: Scope, args: Mapping[str, Any]) -> Problem | None:
    """A setting binds people or organisations as its rule does; where all are asked for it has no minimum."""
    from records.programme.rules import rulebook

    rule = rulebook().rules.get(str(scope.get(args["rule"]) or ""))
    if rule is None:
        return None
    others = [each for each in scope.get(args["who"]) or () if each not in rule.scopes]
    if others and not rule.scopes:
        return args["who"], tr("{rule} binds whoever a notice names", rule=rule.id)
    if others:
        return args["who"], tr("{rule} can bind {scopes} only", rule=rule.id, scopes=listed(rule.scopes))
    least = scope.get(args["minimum"])
    if rule.asks_for_all and not is_blank(least) and least != rule.minimum:
        return args["minimum"], tr("{rule} asks for every one; take it out by 'Judged: no'", rule=rule.id)
    return None


# --- filing --------------------------------------------------------------------------------------


@named("form", "fonds", "category", "unit", paths=["form", "fonds", "category", "unit"])
def filing_code(scope: Scope, args: Mapping[str, Any]) -> Problem | None:
    """The form of archival codes names every part once; the parts hold no space, slash or brace."""
    from records.filing import code_parts

    form = scope.get(args["form"])
    if isinstance(form, str) and form and not code_parts(form):
        return args["form"], tr("must have each part once: fonds, category, year, retention, unit, item")
    for name in ("fonds", "category", "unit"):
        value = scope.get(args[name])
        if isinstance(value, str) and re.search(r"[\s/\\{}]", value):
            return args[name], tr("can't hold a space, slash or brace")
    return None


@named("kind", "field", "value", paths=["kind", "field", "value"])
def filing_period(scope: Scope, args: Mapping[str, Any]) -> Problem | None:
    """A row of the periods names a kind there is, and one of its fields with a value, or neither."""
    from records.errors import UsageFault
    from records.kind_file import own_kinds

    name, field, value = (scope.get(args[each]) for each in ("kind", "field", "value"))
    if is_blank(name):
        return None
    try:
        kind = own_kinds().of(str(name))
    except UsageFault as unknown:
        return args["kind"], unknown.message
    if is_blank(field) != is_blank(value):
        return args["value"], tr("a condition needs both a field and its value")
    known = {each.name for each in kind.fields} | {each.label.zh for each in kind.fields}
    # An office may have added the field; only a misspelt one of the kind's own can be told here.
    if not is_blank(field) and str(field) not in known and str(field).isascii():
        return args["field"], tr("{kind} has no such field", kind=kind.label.text())
    return None
