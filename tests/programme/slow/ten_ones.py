"""The Ten Ones of a unit in a year, the slow way: domain §2 and the choices that stand beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from tests.programme.slow.counts import EXCHANGES
from tests.programme.slow.days import END, START, Days, days_of, each_day
from tests.programme.slow.rules import PEOPLE, Plain, Slow
from tests.programme.slow.tree import below, members, people_of

#: What an office may choose to prove a reconstructed item by.
CHOICES = {
    3: ("rules_adopted", "plans_adopted"),
    7: ("exchanges_held", "articles_of_unit", "study_columns"),
}
PROOFS: dict[str, tuple[str, Callable[[Plain], bool]]] = {
    "rules_adopted": ("rule_document", lambda _: True),
    "plans_adopted": ("implementation_plan", lambda _: True),
    "exchanges_held": ("session", lambda each: each["fields"].get("category") in EXCHANGES),
    "articles_of_unit": ("experience_article", lambda _: True),
    "study_columns": ("communication", lambda each: each["fields"].get("channel") == "学习专栏"),
}
#: item -> whether it is done by verified records, and by those that wait as well
Items = dict[int, tuple[bool, bool]]


def ten_ones(slow: Slow, unit: Any, year: Days) -> Items:
    """Each item of a unit, those under it included, in a year up to the working date."""
    within = below(slow, unit)
    last = min(year.last, slow.on, END)

    def any_of(
        kind: str, where: Callable[[Plain], bool] = lambda _: True, since: Days = year
    ) -> tuple[bool, bool]:
        found = [
            each["status"] == "verified"
            for unit_id in within
            for each in slow.of_units[kind, unit_id]
            if slow.proves(each["days"], since) and where(each)
        ]
        return any(found), bool(found)

    def chosen(item: int, since: Days = year) -> tuple[bool, bool]:
        kind, where = PROOFS[_chosen(slow, item, year)]
        return any_of(kind, where, since)

    until = Days(START.replace(month=1, day=1), year.last)
    return {
        1: _led(slow, within, year.first, min(year.last, slow.on)),
        2: any_of("study_plan", lambda each: each["fields"].get("owner") == each["unit"]),
        3: _until(slow, chosen, until, year),
        4: _notebooks(slow, unit, year, last),
        5: any_of("party_class"),
        6: _both(any_of("library"), any_of("study_archive")),
        7: chosen(7),
        8: any_of("theme_activity"),
        9: _either(any_of("exam"), _tested(slow, unit, year, last)),
        10: any_of("nomination"),
    }


def confirmed(slow: Slow, item: int, year: Days) -> bool:
    """Whether the office has confirmed the wording of a reconstructed item."""
    if item not in CHOICES:
        return True
    said = [each["confirmed"] for each in _settings(slow, item, year) if each.get("confirmed") is not None]
    return bool(said and said[-1])


def _settings(slow: Slow, item: int, year: Days) -> list[dict[str, Any]]:
    found = []
    for each in slow.kinds["rule_setting"]:
        fields, since = each["fields"], days_of(each["fields"].get("from"))
        if each["status"] != "verified" or (fields.get("rule") or "").strip().upper() != f"T{item}":
            continue
        if since is not None and since.first <= min(slow.on, max(year.first, START)):
            found.append((since.first, each["id"], fields))
    return [fields for *_, fields in sorted(found, key=lambda each: each[:2])]


def _chosen(slow: Slow, item: int, year: Days) -> str:
    said = [each["proof"] for each in _settings(slow, item, year) if each.get("proof")]
    return str(said[-1]) if said and said[-1] in CHOICES[item] else CHOICES[item][0]


def _until(
    slow: Slow, chosen: Callable[[int, Days], tuple[bool, bool]], until: Days, year: Days
) -> tuple[bool, bool]:
    """A set of rules stands once it is there: of this year or an earlier one, each dated within its year."""
    found = [(False, False)]
    for number in range(until.first.year, year.last.year + 1):
        found.append(chosen(3, Days(date(number, 1, 1), date(number, 12, 31))))
    return _either(*found)


def _either(*found: tuple[bool, bool]) -> tuple[bool, bool]:
    return any(each[0] for each in found), any(each[1] for each in found)


def _both(*found: tuple[bool, bool]) -> tuple[bool, bool]:
    return all(each[0] for each in found), all(each[1] for each in found)


def serves(position: Plain, first: date, last: date) -> bool:
    begun, ended = days_of(position["fields"].get("from")), days_of(position["fields"].get("to"))
    return (begun is None or begun.first <= last) and (ended is None or ended.last >= first)


def _led(slow: Slow, within: Iterable[Any], first: date, last: date) -> tuple[bool, bool]:
    found = [
        each["status"] == "verified"
        for each in slow.kinds["position"]
        if each["unit"] in within and each["fields"].get("body") == "领导小组" and serves(each, first, last)
    ]
    return any(found), bool(found)


def _notebooks(slow: Slow, unit: Any, year: Days, last: date) -> tuple[bool, bool]:
    """Every member of whom notes are asked has some."""
    done, either, expected = True, True, False
    for person in members(slow, unit, last):
        if not _owes_notes(slow, person, year):
            continue
        expected = True
        found = [
            each["status"] == "verified"
            for each in slow.mine["reading_note", person["id"]]
            if slow.proves(each["days"], year) and each["fields"].get("words")
        ]
        done, either = done and any(found), either and bool(found)
    return expected and done, expected and either


def _owes_notes(slow: Slow, person: Plain, year: Days) -> bool:
    asked = slow.asked("R22", PEOPLE["R22"], max(year.first, START))
    free = set(slow.bound_days("R22", person)) - slow.exempt_days("R22", person)
    inside = any(day in free for day in each_day(year.first, year.last))
    bound = slow.binds("R22", asked, person) and asked.judged
    return bound and inside and slow.required("R22", asked, year, free) > 0


def _tested(slow: Slow, unit: Any, year: Days, last: date) -> tuple[bool, bool]:
    """A test that somebody of the unit took."""
    found = [
        each["status"] == "verified"
        for person in people_of(slow, unit, last)
        for each in slow.mine["exam", person["id"]]
        if slow.proves(each["days"], year)
        and any(
            row.get("person") == person["id"] and row.get("score") is not None
            for row in each["fields"].get("results") or ()
        )
    ]
    return any(found), bool(found)
