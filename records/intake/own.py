"""An import that somebody writes as a script: checked, matched, reported and undone like any other.

See `scripts/examples` and the guide for importers.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.errors import UsageFault
from records.field_value import coerce
from records.intake.batch import open_desk
from records.intake.build.rosters.units import person_items, unit_items
from records.intake.dates import DateFault, parse_date
from records.intake.desk import Desk
from records.intake.files.reading import Cell
from records.intake.labels import field_labels, kind_labels
from records.intake.loading.loading import Plan, Planner, attach_originals
from records.intake.loading.storing import Storing, in_order, leaders
from records.intake.mappings.mapping import ImportMapping
from records.intake.mappings.mapping_reading import load_mapping
from records.intake.outcome import Item, Place
from records.intake.report import ImportReport
from records.kind import DATE_TYPES, NUMBER_TYPES, Field
from records.language import listed, translator
from records.numbers import NumberFault, parse_number
from records.record import Record
from records.values import PartialDate, to_bson

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")


class OwnImport:
    """One import: rows are made and filled, then ``finish`` says what would happen, or stores them.

    ``source`` names the file in reports and in what each record remembers. ``answers`` is a mapping file with
    answers to the questions of an earlier run. ``create`` says what may be made when nobody knows the name:
    "people", "units".
    """

    def __init__(self, archive: Archive, desk: Desk, source: Path) -> None:
        """Use ``begin``."""
        self._archive, self._desk, self._source = archive, desk, source
        self._items: list[Item] = []
        self._originals: dict[str, Path] = {}

    @classmethod
    async def begin(
        cls,
        archive: Archive,
        source: Path,
        *,
        answers: Path | None = None,
        create: Collection[str] = (),
    ) -> OwnImport:
        """Read the people and units that the archive knows. Raises MappingFault for a faulty ``answers``."""
        mapping = (
            await asyncio.to_thread(load_mapping, answers, archive.kinds) if answers else ImportMapping()
        )
        desk = await open_desk(archive, mapping)
        desk.create, desk.units.source = frozenset(create), source.name
        return cls(archive, desk, source)

    # --- rows ------------------------------------------------------------------------------------

    def row(
        self, kind: str, *, line: int | None = None, cells: Mapping[str, Any] | None = None, file: str = ""
    ) -> Item:
        """A new row, from which one record of ``kind`` comes; fill it with the methods below.

        ``line`` and ``cells`` (heading to value) are where it stands in the source, and what stood there.
        """
        item = Item(self._archive.kinds.of(kind).name, Place(file or self._source.name, row=line))
        if cells is not None:
            item.headings = tuple(cells)
            item.cells = tuple("" if value is None else str(value) for value in cells.values())
        self._items.append(item)
        return item

    def put(self, item: Item, name: str, value: Any) -> None:
        """Put a value into a field. Text is read as registers write it: 2011.4.8, 约2万字, 是.

        A blank value is left out; so is one that can't be read, and the report says which. Raises UsageFault
        for a field that the kind has not (`item.fields[…] = …` keeps one that no kind names).
        """
        field = self._field(item, name)
        if value is None or (isinstance(value, str) and not value.strip()):
            return
        try:
            read = _read(field, value)
        except (ValueError, DateFault, NumberFault):
            item.flag(f"value_left_out:{name}")
            return
        if isinstance(read, PartialDate) and field.type != "partial_date":
            item.want_day(name, read)
        else:
            item.fields[name] = read

    def person(
        self,
        item: Item,
        name: str,
        who: str,
        *,
        unit: ObjectId | None = None,
        id_no: str | None = None,
        birth: PartialDate | None = None,
    ) -> ObjectId | None:
        """Put a person into a field, by name; what else is known of them tells namesakes apart.

        None when nobody or several fit: then the report asks, and the row waits for the answer. Raises
        UsageFault for a field that holds no person.
        """
        self._refers(item, name, "person")
        if not who.strip():
            return None
        found = self._desk.person(who, item, name, unit=unit, id_no=id_no, birth=birth)
        return self._refer(item, name, found.id) if found is not None else None

    def unit(self, item: Item, name: str, which: str) -> ObjectId | None:
        """Put a unit into a field, by any of its names; None (and a question) when no unit is called so.

        Raises UsageFault for a field that holds no unit.
        """
        self._refers(item, name, "unit")
        if not which.strip():
            return None
        found = self._desk.unit(which, item, name)
        return self._refer(item, name, found) if found is not None else None

    def known_unit(self, which: str) -> ObjectId | None:
        """The unit of a name, for telling namesakes apart; None when no unit is called so."""
        found = self._desk.unit_named(which)
        return found.id if found is not None else None

    def new_unit(self, item: Item, which: str) -> ObjectId | None:
        """The unit of a name, made if nobody knows it and ``create`` allows it; else None and a question."""
        return self._desk.unit(which, item, "unit")

    def new_person(self, item: Item) -> ObjectId:
        """Make the person of a filled row known to the rows that follow; answers whom to refer to.

        Somebody whom the archive knows already, by ID number or by name and birth, stays the same person.
        """
        name, id_no, birth = (item.fields.get(each) for each in ("name", "id_no", "birth"))
        born = birth if isinstance(birth, PartialDate) else None
        match = self._desk.people.find(str(name or ""), id_no=str(id_no) if id_no else None, birth=born)
        if match.person is not None and match.evidence in ("id", "birth"):
            item.record_id = match.person.id
        else:
            item.record_id = ObjectId()
            made = Record(item.record_id, "person", dict(item.fields), title=str(name or ""))
            self._desk.people.add(made)
        return item.record_id

    def attach(self, item: Item, path: Path) -> None:
        """Keep a file with the record that comes of a row; the same bytes are kept once."""
        item.attach = str(path)
        self._originals[item.attach] = path

    def _field(self, item: Item, name: str) -> Field:
        kind = self._archive.kinds[item.kind]
        field = kind.field(name)
        if field is None:
            raise UsageFault(
                tr(
                    "{kind} has no field {field!r}; known are: {known}",
                    kind=item.kind,
                    field=name,
                    known=listed(each.name for each in kind.fields),
                )
            )
        return field

    def _refers(self, item: Item, name: str, kind: str) -> None:
        """Raise UsageFault unless the field refers to records of the kind: text is put in by ``put``."""
        field = self._field(item, name)
        inner = field.of if field.of is not None else field
        if inner.type != "reference" or (inner.targets and kind not in inner.targets):
            raise UsageFault(
                tr(
                    "{field!r} of {kind} does not refer to a {target}; put() fills it",
                    field=name,
                    kind=item.kind,
                    target=kind,
                )
            )

    def _refer(self, item: Item, name: str, whom: ObjectId) -> ObjectId:
        if self._field(item, name).is_list:
            known = item.fields.setdefault(name, [])
            if whom not in known:
                known.append(whom)
        else:
            item.fields[name] = whom
        return whom

    # --- the end ---------------------------------------------------------------------------------

    async def finish(self, *, apply: bool = False) -> ImportReport:
        """Check all rows and compare them with the archive; with ``apply`` store what is new or changed.

        What is stored is `submitted`, in a batch that `xuedang import --list` names and ``--undo`` takes
        back. Raises ServerUnavailable, DiskFull; the same script run again completes it.
        """
        items = [*unit_items(self._desk), *person_items(self._desk), *self._items]
        today = self._desk.today
        plan = await Planner(self._archive, self._desk.mapping, {}, today, self._desk.settle).plan(items)
        report = ImportReport(
            str(self._source), False, mapping=self._desk.mapping.id, items=items, kept=plan.kept
        )
        report.general_questions = self._desk.general_questions
        report.units_created = [unit.name for unit in self._desk.units if unit.created]
        report.labels = kind_labels(self._archive.kinds, report.counts)
        report.field_labels = field_labels(self._archive.kinds, report.counts)
        if apply:
            await self._store(plan, report)
        else:
            ordered = in_order(plan, self._desk.units)
            trial = Storing(self._archive, self._source, self._desk.mapping, report, None, trial=True)
            await trial.save(ordered, coming=leaders(ordered))
        return report

    async def _store(self, plan: Plan, report: ImportReport) -> None:
        batch = Storing(self._archive, self._source, self._desk.mapping, report, None)
        report.applied = True
        if plan.records:
            await batch.begin()
            lost = await attach_originals(self._archive, plan, self._originals)
            report.failed += list(lost.items())
            ordered = in_order(plan, self._desk.units)
            await batch.save(ordered, coming=leaders(ordered))
        await batch.end()


def _read(field: Field, value: Any) -> Any:
    """A value as a field keeps it. Raises ValueError, DateFault or NumberFault."""
    if field.type in DATE_TYPES and not isinstance(value, PartialDate):
        found = parse_date(Cell(value, str(value))).value
        if field.type == "datetime" and hasattr(value, "hour"):
            return value
        if found is None:
            raise ValueError(str(value))
        return found.start if field.type != "partial_date" and found.precision == "day" else found
    if field.type in NUMBER_TYPES:
        number = parse_number(value).value
        if number is None or (field.type == "integer" and number != int(number)):
            raise ValueError(str(value))
        return int(number) if field.type == "integer" else coerce(field, str(number))
    read = coerce(field, str(value) if isinstance(value, int | float) and field.type == "text" else value)
    to_bson(read)
    return read
