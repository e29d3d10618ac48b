"""The stages of the programme and their links, as ``stages.yaml`` has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from records.errors import UsageFault
from records.kind import Label
from records.language import listed, translator
from records.values import PartialDate

tr = translator("records")


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a stage: who does it, who sees to it unless a record names another, and by when."""

    stage: int
    number: int
    label: Label
    who: Literal["township", "units"]
    owner: Label
    due: date
    known: tuple[str, ...] = ()

    def is_called(self, name: str) -> bool:
        """Whether a record means this link by ``name``."""
        return name.strip() in (self.label.zh, self.label.en, *self.known)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its number, names, first and last day, and its links in order.

    ``review`` marks the one in which the programme is judged and what proved itself is made lasting.
    """

    number: int
    label: Label
    title: Label
    start: date
    end: date
    links: tuple[Link, ...] = ()
    review: bool = False

    @property
    def period(self) -> PartialDate:
        return PartialDate.between(self.start, self.end)

    @property
    def years(self) -> tuple[int, ...]:
        """The years that end within the stage: each has a summary of its own."""
        return tuple(range(self.start.year, self.end.year))


@cache
def stages() -> tuple[Stage, ...]:
    """Every stage, in order."""
    entries = yaml.safe_load(Path(__file__).with_name("stages.yaml").read_text(encoding="utf-8"))
    return tuple(_stage(entry) for entry in entries)


def _stage(entry: Mapping[str, Any]) -> Stage:
    links = tuple(_link(entry, number, each) for number, each in enumerate(entry.get("links", ()), 1))
    return Stage(
        entry["number"],
        Label(*entry["label"]),
        Label(*entry["title"]),
        entry["start"],
        entry["end"],
        links,
        entry.get("review", False),
    )


def _link(stage: Mapping[str, Any], number: int, entry: Mapping[str, Any]) -> Link:
    return Link(
        stage["number"],
        number,
        Label(*entry["label"]),
        entry["who"],
        Label(*entry["owner"]),
        entry.get("due", stage["end"]),
        tuple(entry.get("known", ())),
    )


def stage(number: int) -> Stage:
    """The stage with that number. Raises UsageFault for any other."""
    for each in stages():
        if each.number == number:
            return each
    raise UsageFault(
        tr("There is no stage {number}.", number=number),
        hint=tr("The programme has the stages {numbers}.", numbers=listed(s.number for s in stages())),
    )
