"""The programme as data: what is counted (measures) and what is asked of whom (rules); ``rules.yaml``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from records.errors import UsageFault
from records.kind import Label
from records.language import translator
from records.programme.stages import Stage, stages

tr = translator("records")

Force = Literal["H", "P", "A"]
PeriodKind = Literal["week", "month", "quarter", "half", "year", "stage", "event", "programme"]
#: What was due before the programme began is due so many days after it did.
FIRST_DAYS = 30
#: Whom a rule may bind: five scopes of people, three of organisations, and whoever a notice names.
PEOPLE_SCOPES = ("PC", "LC", "CG", "AC", "ALL")
UNIT_SCOPES = ("T", "U", "G")
#: Ways of judging that ask for every unit, anniversary, link, model, notice or lecture; or for one body.
_FOR_ALL = frozenset(("inspected", "occasions", "links", "models", "notices", "lectures", "leading_group"))


@dataclass(frozen=True, slots=True)
class Measure:
    """Something counted: in which records, whose, under what conditions. ``rules.yaml`` explains the keys."""

    name: str
    kind: str
    of: str
    rows: str | None = None
    day: str | None = None
    year: str | None = None
    sum: str | None = None
    share: str | None = None
    once: str | None = None
    several: bool = False
    weekly: bool = False
    by_stage: bool = False
    where: Mapping[str, Any] = field(default_factory=dict)

    @property
    def of_unit(self) -> bool:
        return self.of == "unit"


@dataclass(frozen=True, slots=True)
class Rule:
    """One of the rules R01 to R47, as the plan has it or as the office has set it.

    ``minimum`` and ``target`` are in ``measure`` (percent for those that ask for all); ``None`` asks nothing.
    ``judged`` is False when the office has switched its periods off. ``section`` is the plan's.
    """

    id: str
    who: tuple[str, ...]
    label: Label
    text: Label
    period: PeriodKind
    measure: Label
    force: Force
    section: str
    group: str
    minimum: int | None = None
    target: int | None = None
    how: str = "count"
    evidence: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    part_labels: tuple[Label, ...] = ()
    reach: Literal["own", "below", "all"] = "own"
    condition: str | None = None
    force_for: Mapping[str, Force] = field(default_factory=dict)
    categories: tuple[str, ...] = ()
    stages: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    due: tuple[int, int] | None = None
    exemptible: bool = True
    judged: bool = True

    @property
    def of_people(self) -> bool:
        return any(scope in PEOPLE_SCOPES for scope in self.who)

    @property
    def of_township(self) -> bool:
        return "T" in self.who

    @property
    def of_units(self) -> bool:
        return "U" in self.who or "G" in self.who

    @property
    def scopes(self) -> tuple[str, ...]:
        """Those whom the office may have it bind: people, or organisations, as the plan has it."""
        if self.of_people:
            return PEOPLE_SCOPES
        return UNIT_SCOPES if self.of_units else tuple(each for each in self.who if each in UNIT_SCOPES)

    @property
    def asks_for_all(self) -> bool:
        """Whether it asks for every one there is, so that no other minimum can be set."""
        return self.how in _FOR_ALL


@dataclass(frozen=True, slots=True)
class TenOne:
    """One of the Ten Ones. A ``reconstructed`` one has lost its wording in the plan and is only shown."""

    number: int
    label: Label
    measures: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    how: str = "measures"
    reconstructed: bool = False
    standing: bool = False

    @property
    def id(self) -> str:
        return f"T{self.number}"


@dataclass(frozen=True, slots=True)
class Occasions:
    """The days of R31 (name -> month and day), and how many days before and after still belong to one."""

    days: Mapping[str, tuple[int, int]]
    before: int
    after: int


@dataclass(frozen=True, eq=False)
class Rulebook:
    """A programme: its dates, measures and rules."""

    stages: tuple[Stage, ...]
    weeks: tuple[tuple[int, int], tuple[int, int]]
    occasions: Occasions
    measures: Mapping[str, Measure]
    rules: Mapping[str, Rule]
    ten_ones: tuple[TenOne, ...]

    @property
    def start(self) -> date:
        return self.stages[0].start

    @property
    def end(self) -> date:
        return self.stages[-1].end

    def years(self, on: date) -> range:
        """The years of the programme that have begun on a day; the first one before that."""
        return range(self.start.year, max(self.start.year, min(on, self.end).year) + 1)

    def measures_of(self, rules: Collection[str]) -> set[str]:
        """The measures that some rules rest on."""
        found = {name for each in rules for name in (*self.rules[each].evidence, *self.rules[each].parts)}
        if "R46" in rules:
            found |= {name for item in self.ten_ones for name in (*item.measures, *item.alternatives)}
            found |= {"note_words", "exams_held", "exams_taken"}
        if "R37" in rules:
            found.add("any_sessions")
        return found & self.measures.keys()

    def due_in(self, rule: Rule, year: int) -> date:
        """The day by which a yearly rule with a date of its own (R24) is due; 30 days after the programme
        began where that comes later."""
        due = date(year, *(rule.due or (12, 31)))
        return due if due >= self.start else self.start + timedelta(days=FIRST_DAYS)

    def rule(self, rule_id: str) -> Rule:
        """The rule with that identifier, in either case. Raises UsageFault for any other."""
        found = self.rules.get(rule_id.strip().upper())
        if found is None:
            raise UsageFault(
                tr("There is no rule {rule}.", rule=rule_id),
                hint=tr("The rules are {first} to {last}.", first=min(self.rules), last=max(self.rules)),
            )
        return found


@cache
def rulebook() -> Rulebook:
    """The programme that this release ships."""
    return read_rulebook(Path(__file__).with_name("rules.yaml"), stages())


def read_rulebook(path: Path, of_stages: tuple[Stage, ...]) -> Rulebook:
    """Another programme, or another office's, is another file. Raises UsageFault naming what is wrong."""
    try:
        data = yaml.load(
            path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        )
        measures = {name: _measure(name, entry) for name, entry in data["measures"].items()}
        rules = {entry["id"]: _rule(entry) for entry in data["rules"]}
        book = Rulebook(
            stages=of_stages,
            weeks=(_week(data["weeks"][0]), _week(data["weeks"][1])),
            occasions=_occasions(data["occasions"]),
            measures=measures,
            rules=rules,
            ten_ones=tuple(_ten_one(entry) for entry in data["ten_ones"]),
        )
        _check(book)
    except (KeyError, TypeError, ValueError, yaml.YAMLError) as error:
        raise UsageFault(
            tr("The rules in {path} can't be read: {reason}", path=path, reason=error),
            hint=tr("Compare the entry with the others in the file."),
        ) from error
    return book


def _measure(name: str, entry: Mapping[str, Any]) -> Measure:
    return Measure(name=name, **entry)


def _rule(entry: Mapping[str, Any]) -> Rule:
    plain = dict(entry)
    lists = ("who", "evidence", "parts", "categories", "stages", "years")
    for name in lists:
        plain[name] = tuple(plain.get(name, ()))
    for name in ("label", "text", "measure"):
        plain[name] = Label(*plain[name])
    plain["part_labels"] = tuple(Label(*each) for each in plain.get("part_labels", ()))
    plain["condition"] = plain.pop("with", None)
    plain["exemptible"] = plain.pop("exempt", True)
    plain["due"] = _day(plain["due"]) if "due" in plain else None
    return Rule(**plain)


def _ten_one(entry: Mapping[str, Any]) -> TenOne:
    plain = dict(entry)
    plain["label"] = Label(*plain["label"])
    for name in ("measures", "alternatives"):
        plain[name] = tuple(plain.get(name, ()))
    return TenOne(**plain)


def _occasions(entry: Mapping[str, Any]) -> Occasions:
    return Occasions(
        {name: _day(day) for name, day in entry["days"].items()}, entry["before"], entry["after"]
    )


def _day(text: str) -> tuple[int, int]:
    month, _, day = text.partition("-")
    return int(month), int(day)


def _week(text: str) -> tuple[int, int]:
    year, _, week = text.partition("-W")
    return int(year), int(week)


def _check(book: Rulebook) -> None:
    for rule in book.rules.values():
        for name in (*rule.evidence, *rule.parts):
            # Households are counted by a pipeline of their own (`facts.py`).
            if name not in book.measures and name != "households":
                raise ValueError(f"{rule.id}: {name}")
    for item in book.ten_ones:
        for name in (*item.measures, *item.alternatives):
            if name not in book.measures:
                raise ValueError(f"{item.id}: {name}")
