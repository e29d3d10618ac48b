"""A standing: how one person, unit or the township stands with one rule in one period."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Literal, NamedTuple

from bson.objectid import ObjectId

from records.kind import Label
from records.programme.calendar import Period, days_in
from records.programme.counting.facts import Number
from records.programme.judging.slots import Slot

#: Met; running and on pace; running and behind; over and failed; exempt; not judged.
State = Literal["met", "pace", "behind", "failed", "exempt", "unjudged"]
STATES: tuple[State, ...] = ("met", "pace", "behind", "failed", "exempt", "unjudged")


class Standing(NamedTuple):
    """What is required, done (verified) and waiting (submitted beside it), and what follows from it.

    ``subject`` is the person or unit. Amounts are in the rule's measure. ``basis`` says what a figure rests
    on that a register may declare. ``lacking`` are the parts (their words) or the members (their identifiers)
    that are missing. ``record`` is what an event's standing is about.
    """

    rule: str
    subject: ObjectId | None
    period: Period
    state: State
    required: Number
    target: Number | None
    done: Number
    waiting: Number
    force: str
    basis: str = ""
    lacking: tuple[Label | ObjectId, ...] = ()
    record: ObjectId | None = None

    @property
    def missing(self) -> Number:
        """What is still to do: required less done, never below 0."""
        return max(self.required - self.done, 0)

    @property
    def judged(self) -> bool:
        return self.state not in ("exempt", "unjudged")


def stand(
    slot: Slot,
    subject: ObjectId | None,
    done: Number,
    waiting: Number,
    on: date,
    force: str,
    *,
    basis: str = "",
    lacking: tuple[Label | ObjectId, ...] = (),
    due: date | None = None,
    owed: Number | None = None,
) -> Standing:
    """The standing in a slot. ``due`` replaces the period's last day; ``owed`` what should be done by now."""
    return Standing(
        slot.rule.id,
        subject,
        slot.period,
        state_of(slot, done, on, force, due=due, owed=owed),
        slot.required,
        slot.target,
        done,
        waiting,
        force,
        basis,
        lacking,
    )


def state_of(
    slot: Slot, done: Number, on: date, force: str, *, due: date | None = None, owed: Number | None = None
) -> State:
    """A running period is behind when less is done than the share of its days that has passed calls for,
    a quarter of one piece given as grace; rules that are only shown never fail."""
    if slot.flag:
        return slot.flag
    if done >= slot.required:
        return "met"
    if force == "A":
        return "unjudged"
    if on > (due or slot.period.last):
        return "failed"
    if owed is None:
        owed = due_by(slot, on)
    return "behind" if done < owed else "pace"


def due_by(slot: Slot, on: date) -> int:
    """How much of the required should be done on a day of the period."""
    share = days_in(slot.first, min(on, slot.last)) / days_in(slot.first, slot.last)
    return math.floor(slot.required * share + 0.25)


def within(days: int, standing: Standing, on: date) -> bool:
    """Whether the period ends within so many days and is still open."""
    return on <= standing.period.last <= on + timedelta(days=days)
