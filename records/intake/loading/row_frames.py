"""What passes between the process that stores long tables and the one that builds their rows."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any

from records.intake.desk import Desk
from records.intake.loading.learnt import Learnt
from records.intake.tables.source import SourceTable

#: Bytes that tell how long a frame is.
_LENGTH = 8


@dataclass(frozen=True)
class Job:
    """Tables with their columns that nothing takes; ``skip`` items of the first are known already."""

    desk: Desk
    tables: list[tuple[SourceTable, Mapping[int, str]]]
    skip: int
    part: int
    language: str


@dataclass(frozen=True)
class Part:
    """Items of one table, in order and taken apart, and what was learnt meanwhile."""

    items: list[tuple[Any, ...]]
    learnt: Learnt


@dataclass(frozen=True)
class Done:
    """A table was gone through: what only shows then."""

    skipped: list[tuple[int, str]]
    notes: list[str]
    total_faults: list[str]


@dataclass(frozen=True)
class Failed:
    """A fault of the program, as Python tells it."""

    trace: str


def send(target: IO[bytes], frame: Part | Done | Failed) -> None:
    """Write a frame, all of it."""
    data = pickle.dumps(frame, pickle.HIGHEST_PROTOCOL)
    target.write(len(data).to_bytes(_LENGTH, "big"))
    target.write(data)
    target.flush()


def received(source: IO[bytes]) -> Part | Done | Failed | None:
    """The next frame; None when whoever writes has ended in the middle of one, or before."""
    size = int.from_bytes(source.read(_LENGTH), "big")
    data = source.read(size)
    if not size or len(data) < size:
        return None
    frame: Part | Done | Failed = pickle.loads(data)
    return frame
