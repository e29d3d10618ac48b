"""Which builder makes a table of a kind into records, and in what order kinds are built."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache

from records.intake.build.awards import with_decision
from records.intake.build.ballots import build_ballots
from records.intake.build.briefings import build_briefings
from records.intake.build.exam import build_exam
from records.intake.build.funding import build_funding
from records.intake.build.meetings.sign_in import build_sign_in
from records.intake.build.plan_tables import build_plans
from records.intake.build.register import build_register
from records.intake.build.rosters.moves import build_moves
from records.intake.build.rosters.roster import build_roster
from records.intake.build.rosters.units import build_units
from records.intake.build.rows import build_plain
from records.intake.build.visits import build_visits
from records.intake.desk import Desk
from records.intake.outcome import Item
from records.intake.tables.moves import about_the_known, tells_moves
from records.intake.tables.source import SourceTable

Builder = Callable[[SourceTable, Desk], Iterator[Item]]

_BUILDERS: Mapping[str, Builder] = {
    "unit": build_units,
    "person": build_roster,
    "session": build_sign_in,
    "exam": build_exam,
    "household_visit": build_visits,
    "briefing": build_briefings,
    "democratic_evaluation": build_ballots,
    "funding": build_funding,
    "study_plan": build_plans,
    "study_register": build_register,
}
#: Units and people first, because all others name them; registers last, to be held against the books.
_FIRST = ("unit", "person", "position", "session")
_LAST = ("study_register",)

#: What the rows of these come to depends on rows far away: one record of several rows, one a person and
#: period, papers like one another, registers against sign-in books. The builders of all others go row by row.
_TOGETHER = frozenset(
    ("position", "study_plan", "evaluation_minutes", "experience_article", "research_report", "reading_note")
)
_ROW_BY_ROW = (build_visits, build_funding, build_plain)


@cache
def row_by_row(kind: str) -> bool:
    """Whether a table of the kind can be built in parts, each stored before the next is read."""
    return kind not in _TOGETHER and builder_of(kind) in _ROW_BY_ROW


def builder_of(kind: str) -> Builder:
    """The kind's own builder, or the plain one."""
    return _BUILDERS.get(kind, build_plain)


def build_table(table: SourceTable, desk: Desk) -> Iterator[Item]:
    """The items of a table: those of a register of transfers are of people whom rosters brought."""
    made = (build_moves if tells_moves(table) else builder_of(table.kind.name))(table, desk)
    return with_decision(table, list(made), desk) if table.kind.name == "award" else made


def order_of(table: SourceTable) -> tuple[int, int, str]:
    """Where a table stands in the order; rosters that repeat others, transfers, come after."""
    kind = table.kind.name
    if kind in _FIRST:
        later = tells_moves(table) + about_the_known(table) if kind == "person" else 0
        return _FIRST.index(kind), later, table.file
    return len(_FIRST) + (1 if kind in _LAST else 0), 0, table.file
