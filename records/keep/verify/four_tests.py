"""The four tests of electronic archives (四性检测, DA/T 70-2018), told from what a verification found.

Each test has points; a point names the codes of the findings that stand against it.
"""

from __future__ import annotations

from dataclasses import dataclass

from records.keep.verify.finding import CODES, Report, Severity, Test
from records.language import translator
from records.store import schema
from records.store.told import TOLD

tr = translator("records")


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that a test looks at; ``looked`` are the collections whose documents it looked at."""

    test: Test
    words: str
    codes: tuple[str, ...]
    looked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """How a point came out: documents looked at, errors and warnings."""

    point: Point
    looked: int
    errors: int
    warnings: int


def points() -> list[Point]:
    """The points of all four tests, in the user's language."""
    journal, seals, records = schema.JOURNAL, schema.SEALS, schema.RECORDS
    versions, files = (records, schema.REVISIONS), (schema.FILES,)

    def point(words: str, looked: tuple[str, ...], *codes: str) -> Point:
        (test,) = {CODES[code].test for code in codes}
        return Point(test, words, codes, looked)

    chain, filing = (seals, journal), ("filing_twice", "filing_gap", "filing_faulty")
    sealed = (
        "seal_altered",
        "entry_altered",
        "entry_unbound",
        "entry_twice",
        "entry_waiting",
        "head_differs",
    )
    counters = ("counter_behind", "counter_ahead", "counter_altered")
    history = ("record_altered", "record_older", "version_untold", "version_twice")
    lost, cut = ("seal_missing", "entry_missing", "head_missing"), ("file_missing", "file_cut", "file_size")
    named = ("reference_dangling", "reference_void", "reference_kind")
    rules = ("index_missing", "index_differs", "validator_missing", "migration_differs", "collection_foreign")
    known = ("not_a_record", "kind_unknown", "data_file")
    return [
        point(tr("The journal's chain is unbroken, every entry as it was sealed"), chain, *sealed),
        point(
            tr("Records and their earlier versions are as the journal tells"),
            versions, *history, "revision_altered", "revision_foreign", "purged_back",
        ),
        point(
            tr("Notes of purges, added fields and imports are as the journal tells"),
            TOLD, "document_altered", "document_untold",
        ),
        point(tr("Metadata agree with the content"), (records,), "derived_differs"),
        point(tr("Attachments are byte for byte what was put in"), files, "file_altered"),
        point(tr("Nothing is missing from the journal"), chain, *lost),
        point(tr("No record and no version is missing"), versions, "record_missing", "revision_missing"),
        point(tr("No note of a purge, an added field or an import is missing"), TOLD, "document_missing"),
        point(tr("Required items are filled in"), (records,), "required_missing"),
        point(tr("What records refer to is there"), (records,), *named),
        point(tr("Archival codes are unique and without a gap"), (records,), *filing),
        point(tr("Record numbers go on where they ended"), (records,), *counters),
        point(tr("Attachments are there, whole and of their size"), files, *cut),
        point(tr("The database keeps its rules"), (), *rules),
        point(tr("Every record can be read and its kind is known"), (records,), *known),
        point(
            tr("Attachments are of usable formats, and open"),
            files, "file_format", "file_misnamed", "file_unlike",
        ),
        point(tr("Nothing is encrypted"), files, "file_encrypted"),
        point(tr("No programs and no macros"), files, "file_active"),
        point(tr("No stray files"), files, "file_orphan", "chunk_orphan"),
    ]  # fmt: skip


def results(report: Report) -> list[Result]:
    """Every point with what was found against it."""

    def number(point: Point, severity: Severity) -> int:
        return sum(report.counts[code] for code in point.codes if CODES[code].severity == severity)

    return [
        Result(
            point,
            sum(report.looked[name] for name in point.looked),
            number(point, "error"),
            number(point, "warning"),
        )
        for point in points()
    ]
