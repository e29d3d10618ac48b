"""Run every file below a folder through the readers, as an import would, and hold the result against others.

    .venv/bin/python -m tests.tools.corpus FOLDER [--json FILE] [--without-second-opinion]

Prints per format what was read, what was refused and why, what brought a reader down or took too long, and
the files of which another library found clearly more: openpyxl for .xlsx, xlrd for .xls, lxml for .ods, .docx
and SpreadsheetML, pdfplumber for .pdf, LibreOffice for a sample of .doc and .rtf. The result stands in
docs/readers.md.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

from records.intake.files.discover import discover
from records.intake.files.office import program
from records.intake.files.pool import ReaderPool
from records.intake.files.reading import Found, Quarantine, Reading, Skip
from records.intake.mappings.mapping import ImportMapping
from records.intake.readers.sniff import format_of_name
from records.intake.tables.arrange import tables_of
from records.intake.tables.source import SourceTable
from records.kind_file import load_kinds
from tests.tools.second_opinion import pieces_of, recall, second_opinion, text_pieces

CHILDREN = 2
#: Below this share of what another library found, a file is listed.
ENOUGH = 0.98
SAMPLE = 20
#: Once, when first asked for: the processes of second opinions import this module and need no kinds.
_kinds = cache(load_kinds)


@dataclass
class Outcome:
    """What became of one file. ``fault`` is what no file may cause; ``other`` the pieces another found."""

    file: str
    format: str
    seconds: float = 0.0
    code: str = "read"
    detail: str = ""
    fault: str = ""
    warnings: tuple[str, ...] = ()
    rows: int = 0
    bad_rows: int = 0
    tables: int = 0
    recall: float | None = None
    other: int | None = None
    pieces: Counter[str] = field(default_factory=Counter, repr=False)


def main(arguments: Sequence[str]) -> int:
    """Exit 1 when a reader failed in a way that no file may cause."""
    options = argparse.ArgumentParser(prog="corpus")
    options.add_argument("folder", type=Path)
    options.add_argument("--json", type=Path, help="where to write every file's outcome")
    options.add_argument("--without-second-opinion", action="store_true")
    chosen = options.parse_args(arguments)
    os.nice(10)
    # For the processes of second opinions: what these libraries find odd is told by what they find.
    os.environ["PYTHONWARNINGS"] = "ignore"
    found = [entry for entry in discover(chosen.folder) if not entry.skip_reason]
    begun = time.monotonic()
    with ReaderPool(children=CHILDREN) as pool, ThreadPoolExecutor(CHILDREN) as threads:
        outcomes = list(
            threads.map(
                lambda entry: _outcome(pool, entry, chosen.folder, not chosen.without_second_opinion), found
            )
        )
    if not chosen.without_second_opinion and program():
        for form in ("doc", "rtf"):
            _sampled(chosen.folder, [one for one in outcomes if one.format == form and one.pieces])
    _print(outcomes, time.monotonic() - begun)
    if chosen.json:
        kept = [{k: v for k, v in asdict(one).items() if k != "pieces"} for one in outcomes]
        chosen.json.write_text(json.dumps(kept, ensure_ascii=False, indent=1), "utf-8")
    return int(any(one.fault or one.code == "killed" for one in outcomes))


def _outcome(pool: ReaderPool, entry: Found, root: Path, compare: bool) -> Outcome:
    named = format_of_name(entry.path.name)
    outcome = Outcome(entry.relative, named or "none")
    begun = time.monotonic()
    try:
        if named == "zip":
            return _archive(pool, entry, outcome)
        reading = pool.read(entry.path, root)
        outcome.seconds = time.monotonic() - begun
        _tell(outcome, reading, compare)
    except Quarantine as refused:
        outcome.code, outcome.detail = refused.code, refused.message.rpartition(" (")[2].rstrip(")")
    except Skip as skipped:
        outcome.code = f"skipped: {skipped.reason}"
    except Exception as error:  # noqa: BLE001  the very faults that are looked for
        outcome.fault = f"{type(error).__name__}: {error}"
    outcome.seconds = outcome.seconds or time.monotonic() - begun
    if compare and outcome.recall is None and outcome.code != "read":
        theirs = second_opinion(entry.path, outcome.format)
        outcome.other = sum(theirs.values()) if theirs is not None else None
    return outcome


def _archive(pool: ReaderPool, entry: Found, outcome: Outcome) -> Outcome:
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        answer = pool.unpack(entry.path, Path(folder), shown=entry.path, members=5000, size=1 << 30)
    outcome.rows, outcome.bad_rows = len(answer.get("members", ())), len(answer.get("left_out", ()))
    outcome.seconds = time.monotonic() - begun
    return outcome


def _tell(outcome: Outcome, reading: Reading, compare: bool) -> None:
    outcome.format, outcome.warnings = reading.format, reading.warnings
    for sheet in reading.sheets or ():
        outcome.bad_rows += len(sheet.bad_rows)
        outcome.rows += sum(1 for _ in sheet.rows)
    for table in tables_of(reading, _kinds(), ImportMapping()):
        if isinstance(table, SourceTable):
            outcome.tables += 1
            for row in table.rows:
                assert row.number > 0
        elif table.table is not None:
            for each in table.table.rows():
                assert each.number > 0
    if reading.text is not None:
        outcome.rows = len(reading.text.paragraphs) + sum(len(table) for table in reading.text.tables)
    if not compare:
        return
    ours = pieces_of(reading)
    if reading.format in ("doc", "rtf"):
        outcome.pieces = ours
    elif (theirs := second_opinion(reading.path, reading.format)) is not None:
        outcome.recall, outcome.other = recall(ours, theirs), sum(theirs.values())


def _sampled(root: Path, outcomes: list[Outcome]) -> None:
    """Every so manyth file, as LibreOffice writes it out; all of them in one start of the program."""
    if not outcomes:
        return
    chosen = outcomes[:: max(1, len(outcomes) // SAMPLE)][:SAMPLE]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for number, one in enumerate(chosen):
            (place / f"{number}.{one.format}").write_bytes((root / one.file).read_bytes())
        command = [str(program()), f"-env:UserInstallation={(place / 'profile').as_uri()}", "--headless"]
        command += ["--convert-to", "txt:Text (encoded):UTF8", "--outdir", folder]
        command += [str(place / f"{number}.{one.format}") for number, one in enumerate(chosen)]
        try:
            subprocess.run(command, check=False, capture_output=True, timeout=120)
        except subprocess.TimeoutExpired:
            print("LibreOffice took too long", file=sys.stderr)  # noqa: T201
        for number, one in enumerate(chosen):
            made = place / f"{number}.txt"
            if made.is_file():
                theirs = text_pieces(made.read_text("utf-8", "replace"))
                one.recall, one.other = recall(one.pieces, theirs), sum(theirs.values())


def _print(outcomes: list[Outcome], seconds: float) -> None:
    formats: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        formats[one.format].append(one)
    print(f"{len(outcomes)} files in {seconds:.0f} s")  # noqa: T201
    for form, ones in sorted(formats.items(), key=lambda item: -len(item[1])):
        codes = Counter(one.code for one in ones if one.code != "read" and not one.fault)
        compared = [one for one in ones if one.recall is not None]
        full = sum(1 for one in compared if (one.recall or 0.0) >= ENOUGH)
        read = sum(1 for one in ones if one.code == "read" and not one.fault)
        slowest = max(ones, key=lambda one: one.seconds)
        print(  # noqa: T201
            f"{form:8} {len(ones):5}, {read} read, {dict(codes)}; {full} of {len(compared)} compared hold "
            f"{ENOUGH:.0%}; slowest {slowest.seconds:.1f} s {slowest.file}"
        )
    _list("faults", [f"{one.file}: {one.fault}" for one in outcomes if one.fault])
    dead = [one for one in outcomes if one.code in _DEADLY]
    _list("killed or too long", [f"{one.file}: {one.code} {one.detail}" for one in dead])
    lost = [one for one in outcomes if one.recall is not None and one.recall < ENOUGH]
    _list("others found more", [_lost(one) for one in sorted(lost, key=lambda one: one.recall or 0.0)])
    only = [one for one in outcomes if one.code != "read" and one.other]
    _list("refused, but read by others", [f"{o.code:11} {o.other:8} {o.file}: {o.detail}" for o in only])


_DEADLY = ("killed", "timeout")


def _lost(one: Outcome) -> str:
    return f"{one.recall:6.3f} {one.other:8} {one.format:5} {one.file} {list(one.warnings)}"


def _list(title: str, lines: list[str]) -> None:
    print(f"\n{title}: {len(lines)}")  # noqa: T201
    for line in lines:
        print(f"  {line}")  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
