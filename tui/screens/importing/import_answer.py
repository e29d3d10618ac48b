"""Somebody or something that answers a question: of the archive, or of what the import itself brings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.app import App

from records.intake.outcome import Candidate
from records.intake.unit_names import parse_unit_name
from records.record import Record
from records.visible import visible
from tui.matching import score
from tui.screens.forms.picker import PickerScreen
from tui.widgets.table.virtual_table import Row
from tui.words import tr

if TYPE_CHECKING:
    from records.archive import Archive

_SHOWN = 20


class AnswerPicker(PickerScreen):
    """The picker, with the people or units that come with the import above those of the archive."""

    def __init__(
        self,
        archive: Archive,
        title: str,
        targets: Sequence[str],
        new: Mapping[str, Sequence[Candidate]],
        *,
        multiple: bool = False,
        may_be_new: bool = False,
    ) -> None:
        super().__init__(archive, title, targets, "", multiple=multiple)
        # A record that is not stored yet is called what the mapping file will call it.
        self._may_be_new = may_be_new and "unit" in targets
        self._new = [Record.new(kind, title=each.label) for kind, people in new.items() for each in people]

    async def _rows_for(self, text: str) -> list[Row]:
        stored = await super()._rows_for(text)
        names = {row.value.title for row in stored if isinstance(row.value, Record)}
        scores = {each.id: score(text, _bare(each.title), each.title) for each in self._new}
        fits = [each for each in self._new if scores[each.id] and _bare(each.title) not in names]
        fits = sorted(fits, key=lambda each: -scores[each.id])[:_SHOWN]
        coming = tr("comes with this import")
        rows = [*(Row(each.id, (visible(each.title), coming), value=each) for each in fits), *stored]
        if self._may_be_new and text.strip() not in {*names, *(each.title for each in fits)}:
            rows += self._unheard_of(text.strip())
        return rows

    def _unheard_of(self, name: str) -> list[Row]:
        """A unit that nobody knows yet, last: its words must be those of a unit."""
        if parse_unit_name(name).category is None:
            return []
        made = Record.new("unit", title=name)
        made.origin["unheard_of"] = True
        return [Row(made.id, (visible(name), tr("new unit")), value=made)]


@dataclass(frozen=True)
class Picked:
    """An answer: what the mapping file calls it, and what people do."""

    value: str
    label: str
    #: Whether nobody knows it yet, and the import has to create it.
    new: bool = False
    #: Whether it is a unit.
    unit: bool = False


async def pick_answer(
    app: App[Any],
    archive: Archive,
    target: str,
    people: Sequence[Candidate],
    units: Sequence[str],
    *,
    may_be_new: bool = False,
) -> Picked | None:
    """A person, unit, either of them or a record, or a unit that ``may_be_new``; None when cancelled.

    Call it from a worker.
    """
    coming = {"person": people, "unit": [Candidate(name, name) for name in units]}
    titles = {
        "person": tr("Who is meant?"),
        "unit": tr("Which unit is meant?"),
        "either": tr("Who or which unit is meant?"),
    }
    kinds = tuple(coming) if target == "either" else (target,) if target in coming else ()
    new = {kind: coming[kind] for kind in kinds}
    title = titles.get(target, tr("Which record is it?"))
    screen = AnswerPicker(archive, title, kinds, new, may_be_new=may_be_new)
    found = await app.push_screen_wait(screen)
    return _picked(found[0]) if found else None


async def pick_people(app: App[Any], archive: Archive, people: Sequence[Candidate]) -> tuple[str, ...]:
    """Several people as a mapping file names them; none when cancelled. Call it from a worker."""
    title = tr("Who sits in the central group?")
    screen = AnswerPicker(archive, title, ("person",), {"person": people}, multiple=True)
    return tuple(_picked(record).value for record in await app.push_screen_wait(screen) or ())


def _picked(record: Record) -> Picked:
    return Picked(
        record.no or record.title, record.title, "unheard_of" in record.origin, record.kind == "unit"
    )


def _bare(title: str) -> str:
    """A name without the unit behind it."""
    return title.partition("（")[0]
