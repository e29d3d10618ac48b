"""Mapping files: how an office's own tables and folders become records, written by hand in YAML.

A file holds one document per kind of source, separated by ``---``; of two about a table the first holds.
Everything is optional: what a document does not say is recognised (``recognise.py``). Answers to an
import's questions stand here too, so that the same import can be run again and comes out the same.

::

    id: visits-2010                     # shown in reports
    files: "民政/**/走访*.{xls,csv}"     # paths below the imported folder; * ** ? {a,b}
    sheets: [登记表]
    kind: household_visit               # or: skip
    header: {row: 3}                    # or {must_have: [走访时间, 户主]}
    skip_rows: "^(合计|小计|制表)"
    fill_down: [走访时间, 干部]
    columns:
      干部|走访人: {to: visitor, required: true}
      户主: household
      备注: {to: skip}
    set: {village: 某村}                 # the same value in every record
    parts: {2: {start: 2011-03-05}}      # the same for one meeting of a book of minutes, counted from 1
    unit: 某村党支部                      # the unit of every row that names none
    year: 2011                          # for dates written without one
    from_path: '(?P<unit>[^/]+)/(?P<date>[\\d.]+)(?P<person>\\D+)\\.\\w+$'
    create: [people, units]             # what this source may create
    on_change: update                   # skip | update | quarantine
    max_reject: 5%
    form: true                          # one record: labels beside values, whatever they are called
    one_test: true                      # the tables of results that it is about are one test
    ---
    answers: {q-3fa2b1c4: 1, q-77aa01de: drop}
    people: {张之: 张芝}               # a misprint, wherever it stands
    former_names: {张小芝: 张芝}           # what somebody was called before; the record learns it
    units: {水管所: drop}
    words: {household_visit.solved/挂账: 否}   # what an office's own word means under a field
    namesakes: {经费/账.xls · handler · 李军: 李军（某党支部）}   # which of two, all over a column
    alike: {经费/账.xls · date_outside_programme: printed}   # one answer for all questions of a reason
    central_group: [张芝, 李四]
"""

from __future__ import annotations

import re
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass, field
from typing import Any, Literal

OnChange = Literal["update", "skip", "quarantine"]

#: The kinds that a paper may become.
PAPER_KINDS = (
    *("experience_article", "research_report", "reading_note", "evaluation_minutes", "study_plan"),
    *("session", "briefing", "commendation", "implementation_plan", "rule_document", "stage_summary"),
)


#: Kinds whose registers are the rule, and of which some papers are as well.
ALSO_PAPERS = ("rectification", "party_class", "preaching", "typical_model", "nomination")


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """A column: its possible headings and the field it fills (``skip`` leaves it out)."""

    headings: tuple[str, ...]
    to: str
    required: bool = False


@dataclass(frozen=True)
class SourceRule:
    """What one document of a mapping file says about the sources its ``files`` pattern covers."""

    id: str
    files: str = "**"
    sheets: tuple[str, ...] = ()
    kind: str | None = None
    header_row: int | None = None
    must_have: tuple[str, ...] = ()
    skip_rows: re.Pattern[str] | None = None
    fill_down: tuple[str, ...] = ()
    columns: tuple[ColumnRule, ...] = ()
    constants: AbstractMapping[str, Any] = field(default_factory=dict)
    parts: AbstractMapping[int, AbstractMapping[str, str]] = field(default_factory=dict)
    unit: str | None = None
    year: int | None = None
    from_path: re.Pattern[str] | None = None
    create: frozenset[str] = frozenset()
    on_change: OnChange = "update"
    max_reject: float | None = None
    #: Whether what it is about is a form: one record, labels beside values.
    form: bool = False
    #: Whether the tables that it is about are parts of one test.
    one_test: bool = False
    #: Where it begins in its mapping file; 0 for one that stands in none yet.
    line: int = field(default=0, compare=False)

    def covers(self, relative: str) -> bool:
        return bool(glob_pattern(self.files).fullmatch(relative))

    @property
    def one_file(self) -> bool:
        """Whether it is about one file only, which somebody looked at."""
        return not re.search(r"[*{]", self.files)

    def covers_sheet(self, name: str) -> bool:
        return not self.sheets or name in self.sheets


@dataclass(frozen=True)
class ImportMapping:
    """A whole mapping file. The empty one leaves everything to recognition."""

    id: str = ""
    digest: str = ""
    rules: tuple[SourceRule, ...] = ()
    answers: AbstractMapping[str, str] = field(default_factory=dict)
    people: AbstractMapping[str, str] = field(default_factory=dict)
    former_names: AbstractMapping[str, str] = field(default_factory=dict)
    units: AbstractMapping[str, str] = field(default_factory=dict)
    words: AbstractMapping[str, str] = field(default_factory=dict)
    namesakes: AbstractMapping[str, str] = field(default_factory=dict)
    alike: AbstractMapping[str, str] = field(default_factory=dict)
    central_group: tuple[str, ...] = ()

    def rule_for(self, relative: str, sheet: str | None = None) -> SourceRule:
        """The first document that covers the file (and sheet); a rule that says nothing when none does."""
        for rule in self.rules:
            if rule.covers(relative) and (sheet is None or rule.covers_sheet(sheet)):
                return rule
        return _NO_RULE


_NO_RULE = SourceRule("")


def glob_pattern(glob: str) -> re.Pattern[str]:
    """A path pattern as an expression: ``**`` any folders, ``*`` and ``?`` in a name, ``{a,b}`` either."""
    out: list[str] = []
    position = 0
    while position < len(glob):
        if glob.startswith("**/", position):
            out.append("(?:.*/)?")
            position += 3
            continue
        if glob.startswith("**", position):
            out.append(".*")
            position += 2
            continue
        character = glob[position]
        out.append(
            {"*": "[^/]*", "?": "[^/]", "{": "(?:", "}": ")", ",": "|"}.get(character) or re.escape(character)
        )
        position += 1
    return re.compile("".join(out), re.DOTALL)
