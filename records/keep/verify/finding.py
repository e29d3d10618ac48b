"""What a verification finds: each finding says what, of which record, where, and what to do.

Every finding has a code. ``CODES`` says of each how grave it is and which of the four tests of electronic
archives (DA/T 70-2018) it belongs to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

from bson.objectid import ObjectId

from records.kind import Label
from records.language import translator

tr = translator("records")

#: An error is something altered, lost or unusable. A warning is to be looked at; the archive is whole.
Severity = Literal["error", "warning"]
Test = Literal["authenticity", "integrity", "usability", "safety"]
TESTS: tuple[Test, ...] = get_args(Test)
TEST_LABELS: Mapping[Test, Label] = {
    "authenticity": Label("真实性", "Authenticity"),
    "integrity": Label("完整性", "Integrity"),
    "usability": Label("可用性", "Usability"),
    "safety": Label("安全性", "Safety"),
}
#: A thousand findings of one code say no more than these; the others are counted.
KEPT = 1000


@dataclass(frozen=True, slots=True)
class Code:
    """What all findings of one code have in common."""

    severity: Severity
    test: Test


#: Findings are named here and nowhere else.
CODES: Mapping[str, Code] = {
    # the journal and its chain
    "seal_altered": Code("error", "authenticity"),
    "seal_missing": Code("error", "integrity"),
    "entry_altered": Code("error", "authenticity"),
    "entry_missing": Code("error", "integrity"),
    "entry_unbound": Code("error", "authenticity"),
    "entry_twice": Code("error", "authenticity"),
    "entry_waiting": Code("warning", "authenticity"),
    "head_missing": Code("error", "integrity"),
    "head_differs": Code("error", "authenticity"),
    # records against the journal and their versions
    "record_altered": Code("error", "authenticity"),
    "record_missing": Code("error", "integrity"),
    "purged_back": Code("error", "authenticity"),
    "record_older": Code("error", "authenticity"),
    "version_untold": Code("error", "authenticity"),
    "version_twice": Code("error", "authenticity"),
    "revision_altered": Code("error", "authenticity"),
    "revision_missing": Code("error", "integrity"),
    "revision_foreign": Code("error", "authenticity"),
    # what the journal tells of besides
    "document_altered": Code("error", "authenticity"),
    "document_untold": Code("error", "authenticity"),
    "document_missing": Code("error", "integrity"),
    # one record
    "not_a_record": Code("error", "usability"),
    "kind_unknown": Code("error", "usability"),
    "required_missing": Code("warning", "integrity"),
    "derived_differs": Code("warning", "authenticity"),
    "reference_dangling": Code("error", "integrity"),
    "reference_void": Code("warning", "integrity"),
    "reference_kind": Code("warning", "integrity"),
    # numbers
    "filing_twice": Code("error", "integrity"),
    "filing_gap": Code("error", "integrity"),
    "filing_faulty": Code("error", "integrity"),
    "counter_behind": Code("warning", "integrity"),
    "counter_ahead": Code("warning", "integrity"),
    "counter_altered": Code("warning", "integrity"),
    # attachments
    "file_altered": Code("error", "authenticity"),
    "file_cut": Code("error", "integrity"),
    "file_missing": Code("error", "integrity"),
    "file_size": Code("error", "integrity"),
    "file_orphan": Code("warning", "safety"),
    "chunk_orphan": Code("warning", "safety"),
    "file_format": Code("warning", "usability"),
    "file_misnamed": Code("warning", "usability"),
    "file_unlike": Code("error", "usability"),
    "file_encrypted": Code("error", "safety"),
    "file_active": Code("warning", "safety"),
    # what the database is made of
    "index_missing": Code("error", "integrity"),
    "index_differs": Code("error", "integrity"),
    "validator_missing": Code("error", "integrity"),
    "migration_differs": Code("warning", "integrity"),
    "collection_foreign": Code("warning", "integrity"),
    "data_file": Code("error", "usability"),
}


@dataclass(frozen=True, slots=True)
class About:
    """The record that a finding is of, as far as it can still be told."""

    id: ObjectId | None = None
    no: str = ""
    title: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.no, self.title))) or (str(self.id) if self.id else "")


NOBODY = About()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: ``what``, of which record (``about``), ``where`` in it, and what ``todo``."""

    code: str
    what: str
    todo: str
    about: About = NOBODY
    where: str = ""

    @property
    def severity(self) -> Severity:
        return CODES[self.code].severity

    @property
    def test(self) -> Test:
        return CODES[self.code].test


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the journal's chain: the number of its last seal, and its root in hexadecimal."""

    seal: int
    root: str

    def __str__(self) -> str:
        """As it is written down: ``12:3f0a 91c4 …``, the root in groups of four."""
        groups = [self.root[start : start + 4] for start in range(0, len(self.root), 4)]
        return f"{self.seal}:{' '.join(groups)}"


@dataclass(slots=True)
class Report:
    """What was looked at and what was found. Of each code the first ``KEPT`` findings are kept."""

    at: datetime
    findings: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    looked: Counter[str] = field(default_factory=Counter)
    head: Head | None = None
    seconds: float = 0.0

    def add(self, found: Finding) -> None:
        self.counts[found.code] += 1
        if self.counts[found.code] <= KEPT:
            self.findings.append(found)

    @property
    def number(self) -> int:
        """How many findings there are, those that were only counted included."""
        return sum(self.counts.values())

    def of(self, test: Test) -> list[Finding]:
        """The findings of one of the four tests."""
        return [each for each in self.findings if each.test == test]

    def count(self, test: Test, severity: Severity | None = None) -> int:
        """How many findings one of the four tests has."""
        return sum(
            number
            for code, number in self.counts.items()
            if CODES[code].test == test and severity in (None, CODES[code].severity)
        )

    def passed(self, test: Test) -> bool:
        """Whether a test has no error."""
        return not self.count(test, "error")


def restore_todo() -> str:
    """What to do about something that is lost or altered."""
    return tr("Keep this archive as it is, and get the original back from a backup: `xuedang restore FILE`")
