"""An import from beginning to end: find, read, recognise, build, compare, and with ``apply`` store.

A trial run goes the same way and stops before storing. Everything that enters is ``submitted``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.collecting import rare_collections
from records.errors import Refused, UnreadableFile, UsageFault
from records.intake.answers.left_out import leave_out, left_out_in
from records.intake.desk import Desk
from records.intake.files.known import KnownReadings
from records.intake.labels import field_labels, kind_labels
from records.intake.loading.corrected import flag_corrected
from records.intake.loading.given_awards import find_known_awards
from records.intake.loading.loading import Plan, Planner, attach_originals
from records.intake.loading.lost_rows import lost_rows
from records.intake.loading.signed_before import find_signed_before
from records.intake.loading.storing import Storing, in_order, leaders
from records.intake.loading.told_before import find_told_before
from records.intake.mappings.mapping import ImportMapping
from records.intake.mappings.mapping_overlaps import passed_over
from records.intake.mappings.mapping_reading import load_mapping
from records.intake.matching import PersonBook
from records.intake.outcome import Item
from records.intake.papers.letter_above import number_key
from records.intake.report import ImportReport
from records.intake.returning.compared import Returned, plan_return
from records.intake.sources import Cancelled, Sources
from records.intake.unit_book import UnitBook
from records.language import translator
from records.record import Record

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")
Progress = Callable[[int], None]


async def run_import(
    archive: Archive,
    path: Path,
    *,
    mapping: Path | ImportMapping | None = None,
    apply: bool = False,
    on_progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    known: KnownReadings | None = None,
) -> ImportReport:
    """Bring in a file or a folder; without ``apply`` only say what would happen.

    ``on_progress`` is told how many files are read, then how many records are stored. ``cancelled`` is
    asked between files and between chunks of records: what is stored until then stays, and the same
    import run again completes it. Files that are ``known`` are not read again. Raises MappingFault or
    UnreadableFile for the mapping, Quarantine when ``path`` does not exist, ServerUnavailable, DiskFull.
    """
    if isinstance(mapping, Path):
        rules = await asyncio.to_thread(load_mapping, mapping, archive.kinds)
    else:
        rules = mapping or ImportMapping()
    desk = await open_desk(archive, rules)
    run = _Run(archive, path, desk, on_progress, cancelled or (lambda: False), known)
    report = ImportReport(str(path), False, mapping=rules.id, alike=rules.alike)
    try:
        with rare_collections(), run.sources.unpacking():
            await run.sources.read()
            plan = await run.compare()
            run.describe(report, plan)
            await (run.store(plan, report) if apply else run.try_storing(plan, report))
            run.describe(report, plan)
    except Cancelled:
        run.describe(report, Plan())
        report.interrupted = True
    return report


async def open_desk(archive: Archive, mapping: ImportMapping) -> Desk:
    """The people, units and central group that the archive knows."""
    live = {"status": {"$ne": "void"}}
    rows = await archive.aggregate(
        [{"$match": {"kind": {"$in": ["person", "unit"]}, "$or": [live, {"merged_into": {"$exists": True}}]}}]
    )
    records = [Record.from_document(row) for row in rows]
    units = UnitBook(each for each in records if each.kind == "unit" and each.status != "void")
    people = PersonBook(units, (record for record in records if record.kind == "person"))
    seats = await archive.aggregate(
        [
            {"$match": {"kind": "position", "status": {"$ne": "void"}, "fields.body": "中心组"}},
            {"$project": {"person": "$fields.person"}},
        ]
    )
    members = frozenset(row["person"] for row in seats if row.get("person"))
    today = archive.settings.working_date or date.today()
    desk = Desk(archive.kinds, units, people, mapping, max(today, date.today()), members)
    desk.decisions = await _decisions(archive)
    return desk


async def _decisions(archive: Archive) -> dict[str, tuple[ObjectId, str]]:
    """The decisions that the archive keeps, by number, each with the file that it came from."""
    rows = await archive.aggregate(
        [
            {"$match": {"kind": "commendation", "status": {"$ne": "void"}, "fields.doc_no": {"$gt": ""}}},
            {"$project": {"number": "$fields.doc_no", "file": "$origin.file"}},
        ]
    )
    return {number_key(row["number"]): (row["_id"], row.get("file") or "") for row in rows}


@dataclass
class _Run:
    """One import under way."""

    archive: Archive
    path: Path
    desk: Desk
    on_progress: Progress | None
    cancelled: Callable[[], bool]
    known: KnownReadings | None = None
    returned: Returned = field(default_factory=Returned)

    def __post_init__(self) -> None:
        desk = self.desk
        self.sources = Sources(self.path, desk, self.on_progress, self.cancelled, self.known)
        self.long, self.items = self.sources.long, self.sources.items
        self.planner = Planner(self.archive, desk.mapping, self.sources.facts, desk.today, desk.settle)

    async def compare(self) -> Plan:
        await find_known_awards(self.archive, self.items, self.desk)
        await find_signed_before(self.archive, self.items)
        await find_told_before(self.archive, self.items)
        plan = await self.planner.plan(self.items)
        await flag_corrected(self.archive, self.path, self.items, plan)
        self.long.planned(self.items)
        self.returned = await plan_return(self.archive, self.sources.carried, self.desk.today)
        leave_out(self.returned.items, left_out_in(self.desk.mapping.answers))
        self.returned.records = [each for each in self.returned.records if not each[1].refused]
        self.items += self.returned.items
        plan.kept += self.returned.kept
        return plan

    async def try_storing(self, plan: Plan, report: ImportReport) -> None:
        """Go the way of ``store``, writing nothing: the report then says what would be refused, and why."""
        limit = await asyncio.to_thread(self._too_many_refused, report)
        if limit is not None:
            report.failed.append((str(self.path), limit))
            return
        trial = Storing(self.archive, self.path, self.desk.mapping, report, None, trial=True)
        await self._put(trial, plan, on_rows=self.on_progress)
        if self.cancelled():
            raise Cancelled
        await self.long.amended(self.planner)
        await self._tell_lost(stored=False)

    async def _put(self, batch: Storing, plan: Plan, on_rows: Progress | None = None) -> None:
        """All records in order: units and people before what refers to them, long tables last."""
        ordered = in_order(plan, self.desk.units)
        await batch.save(self._until_cancelled(ordered), coming=leaders(ordered), compared=True)
        returned = self._until_cancelled(record for record, _ in self.returned.records)
        await batch.save(returned, coming=self.returned.coming)
        if self.long:
            rows = self.long.records(self.planner, cancelled=self.cancelled, on_rows=on_rows)
            await batch.save(rows, compared=True)

    async def _tell_lost(self, *, stored: bool) -> None:
        """Say of which long tables rows are new while others are gone; not of one that was left off."""
        if not self.cancelled():
            for file, warning in await lost_rows(self.archive, self.path, self.long.ledger, stored=stored):
                self.sources.tell(file, warning)

    def describe(self, report: ImportReport, plan: Plan) -> None:
        """Fill the report with everything but what storing did."""
        report.files = self.sources.files
        report.items, report.long = self.items, self.long.ledger
        report.kept = [*plan.kept, *self.long.ledger.kept]
        self.sources.tables.forget_counts()
        self.sources.tables.count(self.items)
        self.long.ledger.count_into(self.sources.tables)
        report.tables = self.sources.tables.tables
        tables = {(each.file, each.sheet): None for each in report.tables}
        bare = {each.file: None for each in report.files if all(file != each.file for file, _ in tables)}
        sources: list[tuple[str, str | None]] = [*tables, *((file, None) for file in bare)]
        report.passed_over = passed_over(self.desk.mapping.rules, sources)
        report.new_people = [self.desk.person_candidate(each) for each in self.desk.people if each.created]
        report.general_questions = self.desk.general_questions
        report.heard = frozenset(self.desk.heard)
        report.units_created = [unit.name for unit in self.desk.units if unit.created]
        report.aliases_learnt = [(unit.name, alias) for unit in self.desk.units for alias in unit.learnt]
        names = {person.id: person.name for person in self.desk.people}
        totals = self.long.ledger.totals.copy()
        for item in self.items:
            if item.taken and item.action != "merged":
                totals.add(item.kind, item.fields)
        report.totals = totals.rows(names)
        report.labels = kind_labels(self.archive.kinds, report.counts)
        report.field_labels = field_labels(self.archive.kinds, report.counts)

    async def store(self, plan: Plan, report: ImportReport) -> None:
        """Keep the originals, save units and people before what refers to them, and write the batch down."""
        limit = await asyncio.to_thread(self._too_many_refused, report)
        if self.cancelled():
            raise Cancelled
        if limit is not None:
            report.failed.append((str(self.path), limit))
            return
        batch = Storing(self.archive, self.path, self.desk.mapping, report, self.on_progress)
        report.applied = True
        if plan.records or self.returned.records:
            await batch.begin()
            for file, reason in (await attach_originals(self.archive, plan, self.sources.paths)).items():
                report.failed.append((file, reason))
        await self._put(batch, plan)
        if self.long:
            await batch.save(await self.long.amended(self.planner))
            await self._tell_lost(stored=True)
        report.failed += [pair for item in self.items if item.attach_to if (pair := await self._attach(item))]
        self.describe(report, plan)
        report.interrupted = self.cancelled()
        await batch.end()

    async def _attach(self, item: Item) -> tuple[str, str] | None:
        """Keep a scan with the record that the answer names; what went wrong, if anything."""
        try:
            record = await self.archive.get(str(item.attach_to))
            await self.archive.attach(record.id, self.sources.paths[item.place.file])
        except (UsageFault, Refused, UnreadableFile) as error:
            return item.place.file, str(error)
        return None

    def _until_cancelled(self, records: Iterable[Record]) -> Iterable[Record]:
        for record in records:
            if self.cancelled():
                return
            yield record

    def _too_many_refused(self, report: ImportReport) -> str | None:
        """Why the import is refused as a whole: more rows are bad than the mapping allows."""
        for rule in self.desk.mapping.rules:
            if rule.max_reject is None:
                continue
            rows, bad = self.long.counted(rule, self.cancelled)
            for item in report.every_item():
                if rule.covers(item.place.file):
                    rows += 1
                    bad += item.outcome == "reject"
            if rows and bad / rows > rule.max_reject:
                return tr(
                    "{bad} of {rows} rows are bad, more than the mapping allows; nothing was written.",
                    bad=bad,
                    rows=rows,
                )
        return None
