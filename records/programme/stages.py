"""The stages of the programme, as ``stages.yaml`` dates them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from records.errors import UsageFault
from records.kind import Label
from records.language import translator
from records.values import PartialDate

tr = translator("records")


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its number, names, and first and last day."""

    number: int
    label: Label
    title: Label
    start: date
    end: date

    @property
    def period(self) -> PartialDate:
        return PartialDate.between(self.start, self.end)


@cache
def stages() -> tuple[Stage, ...]:
    """Every stage, in order."""
    entries = yaml.safe_load(Path(__file__).with_name("stages.yaml").read_text(encoding="utf-8"))
    return tuple(
        Stage(entry["number"], Label(*entry["label"]), Label(*entry["title"]), entry["start"], entry["end"])
        for entry in entries
    )


def stage(number: int) -> Stage:
    """The stage with that number. Raises UsageFault for any other."""
    for each in stages():
        if each.number == number:
            return each
    raise UsageFault(
        tr("There is no stage {number}.", number=number),
        hint=tr(
            "The programme has the stages {numbers}.", numbers=", ".join(str(s.number) for s in stages())
        ),
    )
