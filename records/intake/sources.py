"""The sources of an import, read and built into items: tables, then papers; long tables are put aside."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from records.intake.answers.left_out import leave_out, left_out_in
from records.intake.build.awards import award_list, lists_awards
from records.intake.build.dated_notes import finished, notes_in
from records.intake.build.inspections import (
    SUPERVISED,
    circular_sheets,
    complete_inspections,
    is_circular,
    told_of_units,
)
from records.intake.build.kept_unread import build_locked
from records.intake.build.one_test_said import Key, join_tests, key_of_test, share_heads
from records.intake.build.paper.papers import build_paper
from records.intake.build.registry import build_table, order_of, row_by_row
from records.intake.build.rosters.units import person_items, unit_items, without_units
from records.intake.context import doubt_unit
from records.intake.copies import without_copies
from records.intake.desk import Desk
from records.intake.file_results import file_result, where_unread, workbook_result
from records.intake.files.discover import discover
from records.intake.files.in_order import in_order
from records.intake.files.known import KnownReadings
from records.intake.files.members import with_members
from records.intake.files.pool import ReaderPool
from records.intake.files.reading import Found, Quarantine, Reading, Skip
from records.intake.leftovers import Leftovers
from records.intake.lines_unread import doubt_labels, lines_unread
from records.intake.loading.classes import link_classes
from records.intake.loading.cross_checks import compare_registers, find_near_copies
from records.intake.loading.decisions import link_decisions
from records.intake.loading.given_awards import give_awards
from records.intake.loading.loading import FileFacts
from records.intake.loading.long_rows import refused_rows
from records.intake.loading.long_tables import LongTables
from records.intake.loading.nominations import join_nominations
from records.intake.loading.notices import link_notices
from records.intake.loading.signed_for import join_signed
from records.intake.loading.told_twice import join_told_twice
from records.intake.mappings.mapping import ImportMapping, SourceRule
from records.intake.outcome import FileResult, Item, Place
from records.intake.papers.forms_apart import papers_apart
from records.intake.papers.paper_name import read_paper_name
from records.intake.papers.word_registers import as_registers
from records.intake.returning.carried import Carried
from records.intake.returning.carried_lines import has_lines, lines_of
from records.intake.returning.carried_tables import headings_of, rows_in
from records.intake.returning.mended import as_they_stood
from records.intake.tables.arrange import tables_of
from records.intake.tables.recognition.meanings import ask_words
from records.intake.tables.source import SourceTable, UnreadTable
from records.intake.tables.table_summary import TableBook
from records.intake.tables.text_tables import with_sheets
from records.intake.unread import doubt_group, doubt_unread, unread_columns

_PAPER_FORMATS = frozenset(("docx", "doc", "rtf", "txt", "picture", "pdf"))
#: Doubts about what kind of paper something is, if it is one.
_KIND_GUESSED = frozenset(("kind_from_folder", "kind_from_signed"))


class Cancelled(Exception):
    """The operator stopped the import."""


@dataclass
class Sources:
    """Everything below ``path``, and what was made of it.

    ``items`` are the rows and papers, those of long tables excepted; ``facts`` and ``paths`` belong to the
    files by their relative paths. ``on_progress`` is told how many files are read.
    """

    path: Path
    desk: Desk
    on_progress: Callable[[int], None] | None
    cancelled: Callable[[], bool]
    #: What was read before of the same files.
    known: KnownReadings | None = None
    items: list[Item] = field(default_factory=list)
    facts: dict[str, FileFacts] = field(default_factory=dict)
    paths: dict[str, Path] = field(default_factory=dict)
    tables: TableBook = field(default_factory=TableBook)
    #: Records of exported files, on their way back.
    carried: list[Carried] = field(default_factory=list)
    _files: list[FileResult] = field(default_factory=list)
    _sheets: list[tuple[Reading, list[SourceTable | UnreadTable]]] = field(default_factory=list)
    #: Papers typed into sheets, with the sheet's name, by file.
    _typed: dict[str, list[tuple[Reading, str]]] = field(default_factory=dict)
    #: Circulars of which a mapping file says what their tables are: their text tells more of the rows.
    _circulars: dict[str, Reading] = field(default_factory=dict)
    #: Warnings about files that only show when everything is read.
    _told: dict[str, list[str]] = field(default_factory=dict)
    _scratch: Path = field(init=False)
    _done: int = 0

    def __post_init__(self) -> None:
        self.long = LongTables(self.desk)

    @property
    def files(self) -> list[FileResult]:
        """What became of each file, by path; rows left out of long tables are told once those are read."""
        told, typed = self._told, self._typed
        sheets = (
            workbook_result(each, found, told.get(each.relative, ()), each.relative in typed)
            for each, found in self._sheets
        )
        return sorted([*self._files, *sheets], key=lambda each: each.file)

    def tell(self, file: str, warning: str) -> None:
        """Put a warning to what is said of a file with tables."""
        self._told.setdefault(file, []).append(warning)

    @property
    def _root(self) -> Path:
        return self.path if self.path.is_dir() else self.path.parent

    @contextmanager
    def unpacking(self) -> Iterator[None]:
        """A place for what comes out of archives, until its originals are kept."""
        with TemporaryDirectory(prefix="xuedang-", ignore_cleanup_errors=True) as folder, closing(self.long):
            self._scratch = Path(folder)
            yield

    async def read(self) -> None:
        """Tables first, then papers, so that papers find the people whom rosters brought."""
        walked = await asyncio.to_thread(discover, self.path)
        with ReaderPool(known=self.known) as pool:
            members = await asyncio.to_thread(with_members, walked, self._root, pool, self._scratch)
            self._files += members.files
            await self._read_all(pool, members.found)
        await asyncio.to_thread(find_near_copies, self.items, self.desk)
        leave_out(self.items, left_out_in(self.desk.mapping.answers))
        join_nominations(self.items)
        join_told_twice(self.items, self.desk.kinds)
        join_signed(self.items, self.desk.signed)
        link_decisions(self.items, self.desk)
        give_awards(self.items, self.desk)
        link_classes(self.items, self.desk)
        link_notices(self.items)
        for file, code in await asyncio.to_thread(compare_registers, self.items, self.desk):
            self._told.setdefault(file, []).append(code)
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
        await asyncio.to_thread(self._build_typed)

    async def _each(self, pool: ReaderPool, found: Iterable[Found]) -> list[Reading]:
        """The readings in the order of their paths, whichever is done first."""

        async def read(each: Found) -> Reading | None:
            return await self._one(pool, each)

        return [got async for got in in_order(found, read, at_once=pool.children) if got is not None]

    async def _one(self, pool: ReaderPool, found: Found) -> Reading | None:
        if self.cancelled():
            raise Cancelled
        self._done += 1
        if self.on_progress is not None:
            self.on_progress(self._done)
        if found.skip_reason is None and has_lines(found.path):
            await asyncio.to_thread(self._carry, lines_of(found.path, found.relative, self.desk.kinds))
            self._files.append(FileResult(found.relative, "read", format="jsonl"))
            return None
        try:
            reading = await asyncio.to_thread(pool.read, found.path, self._root, relative=found.relative)
        except Skip as skipped:
            self._files.append(FileResult(found.relative, "ignored", skipped.reason, skipped.message))
            return None
        except Quarantine as refused:
            self._files.append(FileResult(found.relative, "refused", refused.code, refused.message))
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
            self._carry(rows_in(reading, sheet, self.desk.kinds))
        others = tuple(sheet for sheet in reading.sheets or () if sheet not in ours)
        if ours and not others:
            self._files.append(file_result(reading, "read"))
            return None
        return replace(reading, sheets=others) if ours else reading

    def _as_they_stood(self, reading: Reading) -> list[Reading]:
        """The reading, or what rows of a file of refused rows belong to; that file is their origin."""
        readings = as_they_stood(reading)
        for each in readings:
            self.facts.setdefault(each.relative, self.facts[reading.relative])
            self.paths.setdefault(each.relative, reading.path)
        return readings

    def _registers_among(self, papers: Iterable[Reading]) -> list[Reading]:
        made = []
        for each in papers:
            made.append(as_registers(each, self.desk.kinds, self.desk.mapping))
            if made[-1].sheets is not None and is_circular(each):
                self._circulars[each.relative] = each
        return made

    def _registers_of(self, reading: Reading) -> Reading | None:
        """A workbook without the sheets that are papers typed into cells, which wait for the other papers."""
        left, papers = papers_apart(reading, self.desk.kinds, self.desk.mapping)
        if papers:
            self._typed[reading.relative] = [
                (replace(left, text=text, sheets=None), name) for name, text in papers
            ]
        return None if papers and not left.sheets else left

    def _build_typed(self) -> None:
        """The papers that were typed into sheets; a workbook of nothing else is told of here."""
        told = {reading.relative for reading, _ in self._sheets}
        for relative, papers in sorted(self._typed.items()):
            for reading, name in papers:
                rule = self.desk.mapping.rule_for(relative, name)
                self.desk.units.source, self.desk.create = relative, rule.create
                for made in build_paper(reading, self.desk, rule, f"·{name}"):
                    made.place = replace(made.place, sheet=name)
                    self.items.append(made)
            if relative not in told:
                self._files.append(file_result(papers[0][0], "read"))

    def _build_tables(self, given: Iterable[Reading]) -> None:
        given, copies = without_copies(given, self.desk.mapping)
        for copy, original in copies:
            self._files.append(file_result(copy, "duplicate", f"same_bytes:{original.relative}"))
        stood = (reading for each in given for reading in self._as_they_stood(each))
        readings = [left for each in stood if (left := self._without_exports(each)) is not None]
        found = [
            (left, tables_of(left, self.desk.kinds, self.desk.mapping))
            for reading in readings
            if reading.sheets is not None and (left := self._registers_of(reading)) is not None
        ]
        for _, each in found:
            for table in each:
                self.tables.add(table, self.desk.kinds)
        tables = [table for _, each in found for table in each if isinstance(table, SourceTable)]
        share_heads(tables)
        tests: dict[int, Key] = {}
        for table in sorted(tables, key=order_of):
            self.desk.units.source, self.desk.create = table.file, table.rule.create
            if table.long and row_by_row(table.kind.name):
                self.long.add(table, unread_columns(table, self.tables))
                continue
            built = list(build_table(table, self.desk))
            if table.file in self._circulars and table.kind.name == "inspection":
                paper = self._circulars[table.file]
                dated = any(each.target == "date" for each in table.columns)
                built = list(complete_inspections(built, paper, self.desk, dated=dated))
            doubt_unread(built, table.kind, unread_columns(table, self.tables))
            doubt_group(built, table, self.desk.unit_known)
            Leftovers(table).doubt(built)
            ask_words(table, built, self.desk)
            for line in lines_unread(table, built, self.desk):
                self.tell(table.file, f"lines_unread:{line}")
            if table.unit_in_doubt:
                doubt_unit(built, table.unit)
            if (test := key_of_test(table)) is not None:
                tests |= {id(each): test for each in built}
            self.items += without_units(built, self.desk, self.tables.of_units)
            self.items += refused_rows(table)
            table.release()
        self.items[:] = join_tests(self.items, tests, self.desk)
        self.long.begin()
        self._sheets += found

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
            self._files.append(FileResult(reading.relative, "ignored", "skipped", format=reading.format))
            return
        self.desk.units.source, self.desk.create = reading.relative, rule.create
        built, unread = self._inspections_in(reading) if rule.kind is None else ([], [])
        reading = replace(reading, warnings=(*reading.warnings, *unread))
        built = built or (self._notes_in(reading) if rule.kind is None else [])
        built = built or list(build_paper(reading, self.desk, rule))
        doubt_labels(reading.text, built, self.desk)
        if any(item.kind == "commendation" and item.taken for item in built):
            built += self._awards_in(reading)
        self.items += built
        # Of a notice or a pledge nothing is made, and that is told of the file.
        became = ("read", "") if built else ("ignored", "paper_not_kept")
        self._files.append(file_result(reading, *became))
        if any(item.why == "kind_unknown" or _KIND_GUESSED & set(item.flags) for item in built):
            # It may be a register in words that nobody knows: its columns can be said on a screen.
            for table in tables_of(with_sheets(reading, strict=False), self.desk.kinds, self.desk.mapping):
                self.tables.add(table, self.desk.kinds)

    def _inspections_in(self, reading: Reading) -> tuple[list[Item], list[str]]:
        """What a circular tells of each unit, in a table or in numbered parts, and which tables it leaves."""
        made = circular_sheets(reading)
        found = tables_of(made, self.desk.kinds, self.desk.mapping) if made is not None else []
        known = [each for each in found if isinstance(each, SourceTable)]
        if not any(each.kind.name in SUPERVISED for each in known):
            return told_of_units(reading, self.desk), []
        built: list[Item] = []
        for table in known:
            self.tables.add(table, self.desk.kinds)
            rows = list(build_table(table, self.desk))
            doubt_unread(rows, table.kind, unread_columns(table, self.tables))
            Leftovers(table).doubt(rows)
            told = complete_inspections(rows, reading, self.desk)
            built += told if table.kind.name == "inspection" else rows
        return built, [
            f"table_unread:{where_unread(each)}" for each in found if isinstance(each, UnreadTable)
        ]

    def _notes_in(self, reading: Reading) -> list[Item]:
        """What a running paper tells under dates, as the register of the same things would."""
        notes = notes_in(reading, self.desk)
        if notes is None:
            return []
        forced = ImportMapping(rules=(SourceRule(notes.kind, kind=notes.kind),))
        found = tables_of(notes.reading, self.desk.kinds, forced)
        tables = [each for each in found if isinstance(each, SourceTable)]
        return [item for each in tables for item in finished(build_table(each, self.desk), notes, self.desk)]

    def _awards_in(self, reading: Reading) -> Iterator[Item]:
        """The awards that a list in a decision gives: with a certificate or an honour for each."""
        made = with_sheets(reading, strict=False)
        found = tables_of(made, self.desk.kinds, self.desk.mapping)
        for table in (award_list(each, made, self.desk) for each in found):
            if table is not None and lists_awards(table):
                self.tables.add(table, self.desk.kinds)
                built = list(build_table(table, self.desk))
                doubt_unread(built, table.kind, unread_columns(table, self.tables))
                Leftovers(table).doubt(built)
                yield from built

    def _copy_of(self, reading: Reading, original: Reading) -> None:
        """The same bytes under another name: taken once, both paths reported."""
        twin = next((item for item in self.items if item.place.file == original.relative), None)
        item = Item(twin.kind if twin else "scan", Place(reading.relative))
        item.duplicate(f"same_bytes:{original.relative}")
        self.items.append(item)
        self._files.append(file_result(reading, "duplicate", f"same_bytes:{original.relative}"))


def _telling(relative: str) -> int:
    """How much a file's name says of what is in it."""
    name = read_paper_name(relative)
    return (name.kind is not None) + (name.person is not None) + (name.date is not None)
