"""What the tests of unknown offices share: making files, saying what must come of each row, comparing."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import xlwt
from openpyxl.utils import range_boundaries

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item
from records.intake.report import ImportReport
from records.people.id_number import check_digit
from records.search.query import Query

Grid = Sequence[Sequence[object]]
#: Taken, with a flag or without one: where the program may or may not see a doubt.
TAKEN = ("import", "import_flagged")


@dataclass(frozen=True)
class Expected:
    """What a careful clerk makes of one row: the kind, the outcome, the fields as ``shown`` writes them.

    ``file`` is how the path ends, ``row`` as a spreadsheet counts (None: a paper). A field that must stay
    empty is None.
    """

    file: str
    row: int | None
    kind: str
    outcome: tuple[str, ...] = TAKEN
    fields: Mapping[str, object] = field(default_factory=dict)
    sheet: str = ""


class Table:
    """A table as it grows, line by line, with what must come of its lines."""

    def __init__(self, file: str, kind: str, sheet: str = "") -> None:
        self.file, self.kind, self.sheet = file, kind, sheet
        self.rows: list[list[object]] = []
        self.truth: list[Expected] = []

    def line(self, *cells: object) -> None:
        """A title, a head, a total: nothing must come of it."""
        self.rows.append(list(cells))

    def row(self, *cells: object, outcome: tuple[str, ...] = TAKEN, **fields: object) -> None:
        self.rows.append(list(cells))
        self.expect(outcome, **fields)

    def expect(self, outcome: tuple[str, ...] = TAKEN, **fields: object) -> None:
        """What must come of the last line."""
        self.truth.append(Expected(self.file, len(self.rows), self.kind, outcome, fields, self.sheet))

    def record(self, kind: str, *, row: int, **fields: object) -> None:
        """A record that several lines make up, placed at one of them."""
        self.truth.append(Expected(self.file, row, kind, TAKEN, fields, self.sheet))


@dataclass
class Verdict:
    """How an import did: rows that are right, each wrong one in words, and what came that nobody expects."""

    right: int = 0
    asked: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.right + len(self.asked) + len(self.refused) + len(self.silent)


def identity(born: str, number: int, gender: str) -> str:
    """A number of eighteen characters with its right check digit, in a region that doesn't exist."""
    head = f"999999{born}{number:02d}{1 if gender == '男' else 2}"
    return head + check_digit(head)


def xlsx(path: Path, sheets: Mapping[str, Grid], merges: Mapping[str, Sequence[str]] | None = None) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
        for merge in (merges or {}).get(name, ()):
            page.merge_cells(merge)
    book.save(path)


def xls(path: Path, sheets: Mapping[str, Grid], merges: Mapping[str, Sequence[str]] | None = None) -> None:
    """A real .xls; merges as in .xlsx (A1:C2)."""
    book = xlwt.Workbook(encoding="utf-8")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for name, rows in sheets.items():
        page = book.add_sheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, date):
                    page.write(r, c, value, day)
                elif value is not None:
                    page.write(r, c, value)
        for merge in (merges or {}).get(name, ()):
            left, top, right, bottom = range_boundaries(merge)
            assert left and top and right and bottom
            page.merged_ranges.append((top - 1, bottom - 1, left - 1, right - 1))
    book.save(str(path))


def csv_file(path: Path, rows: Grid, encoding: str, delimiter: str = ",") -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


def paper(path: Path, *lines: str) -> None:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path))


async def compare(
    archive: Archive,
    folder: Path,
    truth: Sequence[Expected],
    mapping: Path | None = None,
    empty: Sequence[str] = (),
) -> tuple[Verdict, ImportReport]:
    """Bring the folder in and hold each row against the truth; ``empty``: files that must bring nothing."""
    report = await run_import(archive, folder, mapping=mapping, apply=True)
    records = {record.id: record async for record in archive.each(Query())}
    found: dict[tuple[str, str, int | None], list[Item]] = {}
    for item in _flat(list(report.every_item())):
        found.setdefault((item.place.file, item.place.sheet, item.place.row), []).append(item)
    verdict, taken = Verdict(), set()
    for expected in truth:
        at = [
            (place, item)
            for place, items in found.items()
            for item in items
            if place[0].endswith(expected.file)
            and (expected.row is None or expected.kind == "unit" or place[2] == expected.row)
            and expected.sheet in ("", place[1])
            and (item.kind == expected.kind or (item.refused and not item.fields))
        ]
        # a table side by side holds several items a row: the one with the fields wanted
        at.sort(key=lambda pair: len(_differences(pair[1], expected, records)))
        at = [pair for pair in at if id(pair[1]) not in taken]
        label = f"{expected.file}:{expected.sheet}:{expected.row} {expected.kind}"
        if not at:
            fate = _fate(report, expected)
            (verdict.refused if fate else verdict.silent).append(f"{label} did not come {fate}")
            continue
        item = at[0][1]
        taken.add(id(item))
        _judge(verdict, label, item, expected, records)
    for place, items in found.items():
        for item in items:
            if id(item) not in taken and item.kind != "unit" and item.taken:
                verdict.silent.append(f"{place} nobody expects a {item.kind}: {_short(item)}")
    for file in empty:
        if any(place[0].endswith(file) for place, items in found.items() for item in items if item.taken):
            verdict.silent.append(f"{file} must bring nothing")
    return verdict, report


def _flat(items: Sequence[Item]) -> list[Item]:
    flat: list[Item] = []
    for item in items:
        flat += [item, *_flat(item.lines)]
    return flat


def _short(item: Item) -> str:
    return f"{item.outcome} {item.why} {item.flags} {[each.code for each in item.questions]} {item.cells}"


def _fate(report: ImportReport, expected: Expected) -> str:
    for each in report.files:
        if each.file.endswith(expected.file):
            if each.state == "refused":
                return f"(file refused: {each.why})"
            told = [skipped for skipped in each.skipped if skipped[1] in (0, expected.row)]
            # a row that was left out as a total or a note is lost, even though the report lists it
            if any(row == 0 for _, row, _ in told):
                return f"(sheet refused: {told})"
    return ""


def _judge(verdict: Verdict, label: str, item: Item, expected: Expected, records: Mapping[Any, Any]) -> None:
    wrong = _differences(item, expected, records) if item.taken else []
    if item.outcome in expected.outcome and not wrong:
        verdict.right += 1
    elif item.outcome == "ask":
        target = verdict.silent if wrong else verdict.asked
        target.append(f"{label}: {_short(item)} {wrong}")
    elif item.outcome == "reject":
        verdict.refused.append(f"{label}: {_short(item)}")
    else:
        verdict.silent.append(f"{label}: want {expected.outcome}, {_short(item)} {wrong}")


def _differences(item: Item, expected: Expected, records: Mapping[Any, Any]) -> list[str]:
    wrong = []
    record = records.get(item.record_id)
    fields = record.fields if record is not None and not item.kind.startswith("exam_") else item.fields
    for name, value in expected.fields.items():
        if name == "unit" and expected.kind == "person":
            homes = [
                shown(row.get("org"), records)
                for row in fields.get("memberships", ())
                if isinstance(row, Mapping)
            ]
            is_ = homes[-1] if homes else None
        else:
            is_ = shown(fields.get(name), records)
        if is_ != value:
            wrong.append(f"{name}: {is_!r} for {value!r}")
    return wrong


def shown(value: Any, records: Mapping[Any, Any]) -> object:
    """A value as a truth file writes it: names for references, ISO dates, who was how for attendance."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, (float, Decimal)):
        return float(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "start") and hasattr(value, "precision"):
        day = value.start.isoformat()
        return {"year": day[:4], "month": day[:7], "day": day}.get(str(value.precision), value.display())
    if isinstance(value, Mapping):
        if "state" in value and "person" in value:
            return {str(shown(value["person"], records)): value["state"]}
        return {key: shown(inner, records) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        inner = [shown(each, records) for each in value]
        if inner and all(isinstance(each, dict) and len(each) == 1 for each in inner):
            return {key: state for each in inner if isinstance(each, dict) for key, state in each.items()}
        return inner
    record = records.get(value)
    return record.fields.get("name", record.title) if record is not None else str(value)
