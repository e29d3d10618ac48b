"""What is filled into a record when it becomes verified, from the other records as they stand then.

A kind named in ``COMPLETIONS`` has such fields. They are filled in the same save that verifies the record, by
whichever way it goes (approval, a save as verified, a bulk load), and never again: what the records say later
changes nothing about what was approved.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from records.checking.checks import Fault
from records.record import Record
from records.values import Value

if TYPE_CHECKING:
    from records.archive import Archive


@dataclass(frozen=True, slots=True)
class Completion:
    """``fill`` gives the fields named in ``fills`` their values, as far as there is anything to fill in.

    It sees the record with all that was typed. What the office filled in itself is left to it: ``fill`` gives
    a field that is not to be changed back as it is, or leaves it out.
    """

    fills: tuple[str, ...]
    fill: Callable[[Archive, Record], Awaitable[Mapping[str, Value]]]


#: What saving asks for: the record, or a copy with its fields filled in.
Complete = Callable[[Record], Awaitable[Record]]


async def _stage_figures(archive: Archive, record: Record) -> Mapping[str, Value]:
    """The figures of a stage, frozen. Those the office wrote itself stay."""
    from records.programme.summary import frozen_figures

    rows = await frozen_figures(archive, record)
    return {} if rows is None else {"figures": list(rows)}


#: kind -> what it gets when a record of it becomes verified
COMPLETIONS: Mapping[str, Completion] = {
    "stage_summary": Completion(("figures",), _stage_figures),
}


async def complete(archive: Archive, record: Record) -> Record:
    """A copy of a record that is about to become verified, filled in; itself when its kind gets nothing."""
    completion = COMPLETIONS.get(record.kind)
    if completion is None:
        return record
    filled = record.copy()
    filled.fields |= await completion.fill(archive, filled)
    return filled


def not_yet_filled(kind: str, faults: Iterable[Fault]) -> list[Fault]:
    """``faults`` of a record of ``kind`` without the fields that approval itself will fill in."""
    completion = COMPLETIONS.get(kind)
    fills = completion.fills if completion else ()
    return [fault for fault in faults if fault.level != "missing" or fault.path not in fills]
