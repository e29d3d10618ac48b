"""How the office has set the rules: verified `rule_setting` records, each in force from its day.

A setting governs the periods that begin on its day or later; the programme's first day is the beginning of a
period that begins before. The newest one wins, field by field.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.programme.marking import BANDS, WEIGHTS, Scale
from records.programme.rules import PEOPLE_SCOPES, UNIT_SCOPES, Rule, Rulebook
from records.values import as_partial, from_bson

if TYPE_CHECKING:
    from records.archive import Archive

#: The rule whose settings carry the aspects' weights and the grades' bands.
ASSESSMENT = "R23"
#: The one of the Ten Ones whose settings carry how many may win each award.
SELECTION = "T10"


@dataclass(frozen=True, slots=True)
class Setting:
    """One verified setting: the rule (R45) or item of the Ten Ones (T3), since when, and what it sets."""

    record: ObjectId
    rule: str
    since: date
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class Adjustments:
    """Every setting, oldest first, over the rules as the plan has them."""

    book: Rulebook
    settings: Mapping[str, Sequence[Setting]] = field(default_factory=dict)

    def rule(self, rule_id: str, begins: date) -> Rule:
        """The rule for a period that begins on a day."""
        rule = self.book.rules[rule_id]
        for each in self._in_force(rule_id, begins):
            rule = _adjusted(rule, each.fields)
        return rule

    def changes(self, rule_id: str) -> tuple[date, ...]:
        """The days from which the rule is another one, in order."""
        return tuple(each.since for each in self.settings.get(rule_id, ()))

    def confirmed(self, item: str, begins: date) -> bool:
        """Whether the office has confirmed a reconstructed item (T3, T7) of the Ten Ones."""
        found = [each.fields.get("confirmed") for each in self._in_force(item, begins)]
        return next((bool(value) for value in reversed(found) if value is not None), False)

    def wording(self, item: str, begins: date) -> str | None:
        """The wording that the office gave to an item of the Ten Ones."""
        return str(found) if (found := self._newest(item, begins, "wording")) else None

    def proof(self, item: str, begins: date) -> str | None:
        """The measure that the office chose to prove a reconstructed item."""
        return str(found) if (found := self._newest(item, begins, "proof")) else None

    def weights(self, begins: date) -> dict[str, Decimal]:
        """What each of the five aspects weighs (D17 unless set)."""
        rows = self._newest(ASSESSMENT, begins, "weights") or ()
        return {**WEIGHTS, **_table(rows, "aspect", "weight")}

    def bands(self, begins: date) -> dict[str, Decimal]:
        """The least points of each grade, best first (D17 unless set)."""
        rows = self._newest(ASSESSMENT, begins, "bands") or ()
        found = {**BANDS, **_table(rows, "grade", "from")}
        return dict(sorted(found.items(), key=lambda each: -each[1]))

    def scale(self, year: int) -> Scale:
        """How the assessments of a year are marked."""
        begins = date(year, 1, 1)
        return Scale(self.weights(begins), self.bands(begins))

    def quota(self, award: str, year: int) -> int | None:
        """How many may win an award of a year, if the office has set that."""
        rows = self._newest(SELECTION, date(year, 1, 1), "quotas") or ()
        found = _table(rows, "award", "number").get(award)
        return None if found is None else int(found)

    def _in_force(self, rule_id: str, begins: date) -> list[Setting]:
        day = max(begins, self.book.start)
        return [each for each in self.settings.get(rule_id, ()) if each.since <= day]

    def _newest(self, rule_id: str, begins: date, name: str) -> Any:
        found = [each.fields.get(name) for each in self._in_force(rule_id, begins)]
        return next((value for value in reversed(found) if value), None)


def _table(rows: Any, key: str, value: str) -> dict[str, Decimal]:
    return {
        str(row[key]): Decimal(str(row[value]))
        for row in rows
        if isinstance(row, Mapping) and row.get(key) and row.get(value) is not None
    }


def _adjusted(rule: Rule, fields: Mapping[str, Any]) -> Rule:
    changed: dict[str, Any] = {}
    for name in ("minimum", "target"):
        if isinstance(fields.get(name), int):
            changed[name] = fields[name]
    who = tuple(each for each in fields.get("who") or () if each in (*PEOPLE_SCOPES, *UNIT_SCOPES))
    if who:
        changed["who"] = who
    if isinstance(fields.get("judged"), bool):
        changed["judged"] = fields["judged"]
    if fields.get("force") in ("H", "P", "A"):
        changed |= {"force": fields["force"], "force_for": {}}
    if rule.target is not None and isinstance(changed.get("minimum"), int) and "target" not in changed:
        changed["target"] = max(rule.target, changed["minimum"])
    return replace(rule, **changed) if changed else rule


#: What is asked for the settings there are; `adjusted_by` reads the rows.
SETTINGS: list[Mapping[str, Any]] = [
    {"$match": {"kind": "rule_setting", "status": "verified"}},
    {"$project": {"fields": 1}},
]


async def load_adjustments(archive: Archive, book: Rulebook, on: date) -> Adjustments:
    """The verified settings. One from a later day than ``on`` is not yet known."""
    return adjusted_by(book, await archive.aggregate(SETTINGS, hint="kind_date"), on)


def adjusted_by(book: Rulebook, rows: Sequence[Mapping[str, Any]], on: date) -> Adjustments:
    """The settings among rows of `SETTINGS` that are known on a day."""
    found: dict[str, list[Setting]] = {}
    for row in rows:
        fields = from_bson(row["fields"])
        since = as_partial(fields.get("from"))
        rule = str(fields.get("rule") or "").strip().upper()
        if since is not None and since.start <= on:
            found.setdefault(rule, []).append(Setting(row["_id"], rule, since.start, fields))
    for each in found.values():
        each.sort(key=lambda setting: (setting.since, setting.record))
    return Adjustments(book, {rule: tuple(each) for rule, each in found.items()})
