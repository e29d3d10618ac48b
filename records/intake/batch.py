"""An import from beginning to end: find, read, recognise, build, compare, and with ``apply`` store.

A trial run goes the same way and stops before storing. Everything that enters is ``submitted``.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.collecting import rare_collections
from records.errors import Refused, UnreadableFile, UsageFault
from records.intake.arrange import tables_of
from records.intake.build.papers import build_locked, build_paper
from records.intake.build.registry import builder_of, order_of, row_by_row
from records.intake.build.units import person_items, unit_items
from records.intake.cross_checks import compare_registers, find_near_copies
from records.intake.desk import Desk
from records.intake.discover import discover
from records.intake.in_order import in_order
from records.intake.loading import FileFacts, Plan, Planner, attach_originals, kind_labels
from records.intake.long_tables import LongTables, refused_rows
from records.intake.mapping import Mapping, load_mapping
from records.intake.matching import PersonBook
from records.intake.members import with_members
from records.intake.outcome import FileResult, Item, Place
from records.intake.paper_name import read_paper_name
from records.intake.pool import ReaderPool
from records.intake.reading import Found, Quarantine, Reading, Skip
from records.intake.report import ImportReport, write_rejects
from records.intake.source import SourceTable, UnreadTable
from records.intake.storing import Storing
from records.intake.table_summary import TableBook
from records.intake.text_tables import as_tables
from records.intake.undo import UndoReport, list_batches, undo
from records.intake.unit_book import UnitBook
from records.keep.carried import Carried, has_lines, headings_of, lines_of, rows_in
from records.keep.returning import Returned, plan_return
from records.language import translator
from records.record import Record

if TYPE_CHECKING:
    from records.archive import Archive

__all__ = ["UndoReport", "list_batches", "run_import", "undo"]

tr = translator("records")
Progress = Callable[[int], None]
_PAPER_FORMATS = frozenset(("docx", "doc", "rtf", "txt", "picture", "pdf"))
_QUIET = frozenset(("hidden_sheet", "summary_sheet", "skipped", "no_table"))


class Cancelled(Exception):
    """The operator stopped the import."""


async def run_import(
    archive: Archive,
    path: Path,
    *,
    mapping: Path | Mapping | None = None,
    apply: bool = False,
    on_progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ImportReport:
    """Bring in a file or a folder; without ``apply`` only say what would happen.

    ``on_progress`` is told how many files are read, then how many records are stored. ``cancelled`` is
    asked between files and between chunks of records: what is stored until then stays, and the same
    import run again completes it. Raises MappingFault or UnreadableFile for the mapping, Quarantine when
    ``path`` does not exist, ServerUnavailable, DiskFull.
    """
    if isinstance(mapping, Path):
        rules = await asyncio.to_thread(load_mapping, mapping, archive.kinds)
    else:
        rules = mapping or Mapping()
    desk = await open_desk(archive, rules)
    run = _Run(archive, path, desk, on_progress, cancelled or (lambda: False))
    report = ImportReport(str(path), False, mapping=rules.id)
    try:
        with rare_collections(), run.unpacking():
            await run.read()
            plan = await run.compare()
            run.describe(report, plan)
            if apply:
                await run.store(plan, report)
            else:
                await run.try_long_tables()
            run.describe(report, plan)
    except Cancelled:
        run.describe(report, Plan())
        report.interrupted = True
    return report


async def open_desk(archive: Archive, mapping: Mapping) -> Desk:
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
    return Desk(archive.kinds, units, people, mapping, max(today, date.today()), members)


@dataclass
class _Run:
    """One import under way."""

    archive: Archive
    path: Path
    desk: Desk
    on_progress: Progress | None
    cancelled: Callable[[], bool]
    files: list[FileResult] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    facts: dict[str, FileFacts] = field(default_factory=dict)
    paths: dict[str, Path] = field(default_factory=dict)
    tables: TableBook = field(default_factory=TableBook)
    sheets: list[tuple[Reading, list[SourceTable | UnreadTable]]] = field(default_factory=list)
    #: Records of exported files, on their way back.
    carried: list[Carried] = field(default_factory=list)
    returned: Returned = field(default_factory=Returned)
    done: int = 0
    scratch: Path = field(init=False)

    def __post_init__(self) -> None:
        self.long = LongTables(self.desk)
        self.planner = Planner(self.archive, self.desk.mapping, self.facts, self.desk.today, self.desk.settle)

    @property
    def root(self) -> Path:
        return self.path if self.path.is_dir() else self.path.parent

    # --- reading ---------------------------------------------------------------------------------

    @contextmanager
    def unpacking(self) -> Iterator[None]:
        """A place for what comes out of archives, until its originals are kept."""
        with TemporaryDirectory(prefix="xuedang-", ignore_cleanup_errors=True) as folder:
            self.scratch = Path(folder)
            yield

    async def read(self) -> None:
        """Tables first, then papers, so that papers find the people whom rosters brought."""
        walked = await asyncio.to_thread(discover, self.path)
        with ReaderPool() as pool:
            members = await asyncio.to_thread(with_members, walked, self.root, pool, self.scratch)
            self.files += members.files
            await self._read_all(pool, members.found)
        await asyncio.to_thread(find_near_copies, self.items, self.desk)
        await asyncio.to_thread(compare_registers, self.items, self.desk)
        self.items[:0] = [*unit_items(self.desk), *person_items(self.desk)]

    async def _read_all(self, pool: ReaderPool, found: list[Found]) -> None:
        papers = [each for each in found if each.kind_guess in _PAPER_FORMATS]
        tables = [each for each in found if each.kind_guess not in _PAPER_FORMATS]
        readings = await self._each(pool, tables)
        late = await self._each(pool, papers)
        # In a thread of its own: a screen that shows progress must stay alive meanwhile. A roster in a Word
        # file is built with the others, for registers name its people.
        late = await asyncio.to_thread(self._registers_among, late)
        read_as_tables = [each for each in late if each.sheets is not None]
        await asyncio.to_thread(self._build_tables, [*readings, *read_as_tables])
        texts = [reading for reading in (*readings, *late) if reading.sheets is None]
        await asyncio.to_thread(self._build_papers, texts)

    async def _each(self, pool: ReaderPool, found: Iterable[Found]) -> list[Reading]:
        """The readings in the order of their paths, whichever is done first."""

        async def read(each: Found) -> Reading | None:
            return await self._one(pool, each)

        return [got async for got in in_order(found, read, at_once=pool.children) if got is not None]

    async def _one(self, pool: ReaderPool, found: Found) -> Reading | None:
        if self.cancelled():
            raise Cancelled
        self.done += 1
        if self.on_progress is not None:
            self.on_progress(self.done)
        if found.skip_reason is None and has_lines(found.path):
            await asyncio.to_thread(self._carry, lines_of(found.path, found.relative, self.archive.kinds))
            self.files.append(FileResult(found.relative, "read", format="jsonl"))
            return None
        try:
            reading = await asyncio.to_thread(pool.read, found.path, self.root, relative=found.relative)
        except Skip as skipped:
            self.files.append(FileResult(found.relative, "ignored", skipped.reason, skipped.message))
            return None
        except Quarantine as refused:
            self.files.append(FileResult(found.relative, "refused", refused.code, refused.message))
            if refused.code == "encrypted" and refused.sha256:
                self.items.append(build_locked(found.relative, refused.sha256, self.desk))
                self.paths[found.relative] = found.path
            return None
        self.facts[reading.relative] = FileFacts.of(reading)
        self.paths[reading.relative] = reading.path
        return reading

    def _carry(self, records: Iterable[Carried | Item]) -> None:
        for each in records:
            if isinstance(each, Carried):
                self.carried.append(each)
            else:
                self.items.append(each)

    def _without_exports(self, reading: Reading) -> Reading | None:
        """A reading with the sheets that are no exports of ours; None when there are no others."""
        ours = [sheet for sheet in reading.sheets or () if headings_of(sheet) is not None]
        for sheet in ours:
            self._carry(rows_in(reading, sheet, self.archive.kinds))
        others = tuple(sheet for sheet in reading.sheets or () if sheet not in ours)
        if ours and not others:
            self.files.append(_file(reading, "read"))
            return None
        return replace(reading, sheets=others) if ours else reading

    def _registers_among(self, papers: Iterable[Reading]) -> list[Reading]:
        return [as_tables(each, self.desk.kinds, self.desk.mapping) for each in papers]

    def _build_tables(self, given: Iterable[Reading]) -> None:
        readings = [left for each in given if (left := self._without_exports(each)) is not None]
        found = {
            reading.relative: (reading, tables_of(reading, self.desk.kinds, self.desk.mapping))
            for reading in readings
            if reading.sheets is not None
        }
        for _, each in found.values():
            for table in each:
                self.tables.add(table, self.desk.kinds)
        tables = [table for _, each in found.values() for table in each if isinstance(table, SourceTable)]
        for table in sorted(tables, key=lambda each: (order_of(each.kind.name), each.file)):
            self.desk.units.source, self.desk.create = table.file, table.rule.create
            if table.long and row_by_row(table.kind.name):
                self.long.add(table)
                continue
            self.items += builder_of(table.kind.name)(table, self.desk)
            self.items += refused_rows(table)
            table.release()
        self.sheets += found.values()

    def _build_papers(self, readings: list[Reading]) -> None:
        same: dict[str, list[Reading]] = defaultdict(list)
        for reading in readings:
            same[reading.sha256].append(reading)
        for copies in same.values():
            copies.sort(key=lambda each: (-_telling(each.relative), each.relative))
        originals = [copies[0] for copies in same.values()]
        for reading in sorted(originals, key=lambda each: each.relative):
            self._build_paper(reading)
        for copies in same.values():
            for reading in copies[1:]:
                self._copy_of(reading, copies[0])

    def _build_paper(self, reading: Reading) -> None:
        rule = self.desk.mapping.rule_for(reading.relative)
        if rule.kind == "skip":
            self.files.append(FileResult(reading.relative, "ignored", "skipped", format=reading.format))
            return
        self.desk.units.source, self.desk.create = reading.relative, rule.create
        self.items += build_paper(reading, self.desk, rule)
        self.files.append(_file(reading, "read"))

    def _copy_of(self, reading: Reading, original: Reading) -> None:
        """The same bytes under another name: taken once, both paths reported."""
        twin = next((item for item in self.items if item.place.file == original.relative), None)
        item = Item(twin.kind if twin else "scan", Place(reading.relative))
        item.duplicate(f"same_bytes:{original.relative}")
        self.items.append(item)
        self.files.append(_file(reading, "duplicate", f"same_bytes:{original.relative}"))

    # --- comparing and storing -------------------------------------------------------------------

    async def compare(self) -> Plan:
        plan = await self.planner.plan(self.items)
        self.long.planned(self.items)
        self.returned = await plan_return(self.archive, self.carried, self.desk.today)
        self.items += self.returned.items
        plan.kept += self.returned.kept
        return plan

    async def try_long_tables(self) -> None:
        """Compare the rows of long tables, and store nothing."""
        async for _ in self.long.records(self.planner, cancelled=self.cancelled, on_rows=self.on_progress):
            pass
        if self.cancelled():
            raise Cancelled
        await self.long.amended(self.planner)

    def describe(self, report: ImportReport, plan: Plan) -> None:
        """Fill the report with everything but what storing did."""
        files = [*self.files, *(_sheet_file(reading, found) for reading, found in self.sheets)]
        report.files = sorted(files, key=lambda each: each.file)
        report.items, report.long = self.items, self.long.ledger
        report.kept = [*plan.kept, *self.long.ledger.kept]
        self.tables.forget_counts()
        self.tables.count(self.items)
        self.long.ledger.count_into(self.tables)
        report.tables = self.tables.tables
        report.new_people = [self.desk.person_candidate(each) for each in self.desk.people if each.created]
        report.general_questions = self.desk.general_questions
        report.units_created = [unit.name for unit in self.desk.units if unit.created]
        report.aliases_learnt = [(unit.name, alias) for unit in self.desk.units for alias in unit.learnt]
        names = {person.id: person.name for person in self.desk.people}
        totals = self.long.ledger.totals.copy()
        for item in self.items:
            if item.taken and item.action != "merged":
                totals.add(item.kind, item.fields)
        report.totals = totals.rows(names)
        report.labels = kind_labels(self.archive.kinds, report.counts)

    async def store(self, plan: Plan, report: ImportReport) -> None:
        """Keep the originals, save units and people before what refers to them, and write the batch down."""
        limit = await asyncio.to_thread(self._too_many_refused, report)
        if self.cancelled():
            raise Cancelled
        if limit is not None:
            report.failed.append((str(self.path), limit))
            return
        batch = Storing(self.archive, self.path, self.desk.mapping, report, self.on_progress)
        report.applied, report.batch = True, str(batch.id)
        if plan.records or self.returned.records:
            await batch.begin()
            for file, reason in (await attach_originals(self.archive, plan, self.paths)).items():
                report.failed.append((file, reason))
            await batch.save(self._in_order(plan), compared=True)
            returned = self._until_cancelled(record for record, _ in self.returned.records)
            await batch.save(returned, coming=self.returned.coming)
        if self.long:
            await batch.save(self.long.records(self.planner, cancelled=self.cancelled), compared=True)
            await batch.save(await self.long.amended(self.planner))
        report.failed += [pair for item in self.items if item.attach_to if (pair := await self._attach(item))]
        self.describe(report, plan)
        report.rejects_file = await asyncio.to_thread(self._write_rejects, report, batch.id)
        report.interrupted = self.cancelled()
        if batch.begun:
            await batch.end()
        else:
            report.batch = None

    async def _attach(self, item: Item) -> tuple[str, str] | None:
        """Keep a scan with the record that the answer names; what went wrong, if anything."""
        try:
            record = await self.archive.get(str(item.attach_to))
            await self.archive.attach(record.id, self.paths[item.place.file])
        except (UsageFault, Refused, UnreadableFile) as error:
            return item.place.file, str(error)
        return None

    def _in_order(self, plan: Plan) -> Iterable[Record]:
        """What others refer to comes first: units from the top down, people, minutes."""
        order = {"unit": 0, "person": 1, "evaluation_minutes": 2}

        def rank(record: Record) -> tuple[int, int]:
            depth = len(self.desk.units.ancestors(record.id)) if record.kind == "unit" else 0
            return order.get(record.kind, 3), depth

        return self._until_cancelled(sorted((record for record, _ in plan.records), key=rank))

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

    def _write_rejects(self, report: ImportReport, batch: ObjectId) -> Path | None:
        folder = self.archive.settings.home / "imports"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        target = folder / f"{batch}-rejects.csv"
        return target if write_rejects(report.every_item(), target) else None


def _telling(relative: str) -> int:
    """How much a file's name says of what is in it."""
    name = read_paper_name(relative)
    return (name.kind is not None) + (name.person is not None) + (name.date is not None)


def _file(reading: Reading, state: Any, why: str = "") -> FileResult:
    return FileResult(
        reading.relative, state, why, format=reading.format, sha256=reading.sha256, warnings=reading.warnings
    )


def _sheet_file(reading: Reading, found: list[SourceTable | UnreadTable]) -> FileResult:
    skipped: list[tuple[str, int, str]] = []
    unknown: list[UnreadTable] = []
    for table in found:
        if isinstance(table, SourceTable):
            skipped += [(table.sheet, number, why) for number, why in table.skipped]
            continue
        skipped.append((table.sheet, 0, ":".join((table.why, *table.missing))))
        if table.why not in _QUIET:
            unknown.append(table)
    columns = [
        (table.sheet, column.heading)
        for table in found
        if isinstance(table, SourceTable)
        for column in table.columns
        if column.target == "extra"
    ]
    differing = [fault for table in found if isinstance(table, SourceTable) for fault in table.total_faults]
    known = any(isinstance(table, SourceTable) for table in found)
    refused = bool(unknown) and not known
    why = unknown[0].why if refused else ""
    return FileResult(
        reading.relative,
        "refused" if refused else "read",
        why,
        format=reading.format,
        sha256=reading.sha256,
        warnings=(*reading.warnings, *differing),
        skipped=tuple(skipped),
        unknown_columns=tuple(columns),
    )
