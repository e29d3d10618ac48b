"""Standings in rows and lines: the sign of a cell, what is done of what is asked, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bson.objectid import ObjectId
from rich.cells import cell_len

from records.language import current_language
from records.programme.book import Book
from records.programme.calendar import Period
from records.programme.rules import Rule
from records.programme.standing import Standing
from records.programme.views.matrix import Cell, Column, Tally, Whom, together
from records.programme.wording import BASIS_LABELS, amount, missing, progress
from tui.cjk import one_line
from tui.states import STATES
from tui.widgets.marks import number
from tui.widgets.table import virtual_table
from tui.words import mark, tr

#: Amounts asked for above this are told in percent where there is little room.
_LONG = 999
#: So many periods are named in a line that sums up several.
_NAMED = 6
SCOPES = {
    "PC": mark("Party cadres"),
    "LC": mark("Leading cadres"),
    "CG": mark("Central group"),
    "AC": mark("Agency cadres"),
    "ALL": mark("Members and cadres"),
    "U": mark("Branches"),
    "G": mark("Party groups"),
    "T": mark("The township"),
    "ANY": mark("Whoever a notice names"),
}


def spaced(*parts: str) -> str:
    """What is not empty on one line, set apart by two spaces."""
    return "  ".join(one_line(each) for each in parts if each)


def scope_name(scope: str) -> str:
    """A scope of people in words; a category of units is its own word."""
    return tr(SCOPES[scope]) if scope in SCOPES else scope


def scope_names(rule: Rule) -> str:
    """Whom a rule binds."""
    comma = "、" if current_language() == "zh" else ", "
    return comma.join(scope_name(each) for each in rule.who)


def state_word(state: str, *, ascii: bool) -> str:
    """The sign and the word of a state."""
    return f"{STATES[state].mark(ascii=ascii)} {STATES[state].word}"


# --- cells of the matrix ---------------------------------------------------------------------------


def cell_text(cell: Cell, *, ascii: bool) -> str:
    """A cell in at most eight characters: its sign, and how far it is unless all is met.

    One period tells done/required (in percent where that is long), several tell how many of them are met.
    A question mark stands behind what only waits for approval.
    """
    if not cell.state:
        return ""
    text = STATES[cell.state].mark(ascii=ascii)
    if len(cell.standings) > 1:
        if cell.judged:
            text += f" {cell.met}/{cell.judged}"
    elif cell.state in ("pace", "behind", "failed") or (cell.state == "unjudged" and cell.standings[0].done):
        text += f" {_how_far(cell.standings[0])}"
    return f"{text}{STATES['waiting'].mark(ascii=ascii)}" if cell.waiting else text


def _how_far(standing: Standing) -> str:
    if not standing.required:
        return number(standing.done)
    if standing.required > _LONG:
        return f"{min(99, int(100 * standing.done / standing.required))}%"
    return f"{number(standing.done)}/{number(standing.required)}"


def tally_text(tally: Tally) -> str:
    """Met of judged."""
    return f"{tally.met}/{tally.judged}" if tally.judged else ""


def column_heading(column: Column) -> tuple[str, str]:
    """What stands over a column and what it is called: the rule's label and number, or year and period."""
    if column.window is None:
        return column.rule.label.text(), column.rule.id
    return period_heading(column.window)


def period_heading(period: Period) -> tuple[str, str]:
    """The year, and the period within it; a year, a stage or the programme stands alone."""
    if period.kind in ("year", "stage", "programme", "event"):
        return "", period.display()
    if current_language() == "zh":
        year, _, rest = period.display().partition("年")
        return year, rest
    return period.name[:4], period.name[4:].lstrip("-")


def matrix_columns(columns: Iterable[Column], whom: Whom, *, of_rule: bool) -> list[virtual_table.Column]:
    """The columns of the matrix: who, the unit of people, then the rules or periods."""
    if whom == "people":
        found = [
            virtual_table.Column("name", tr("Full name"), 9),
            virtual_table.Column("unit", tr("Unit"), 12),
        ]
    else:
        found = [virtual_table.Column("name", tr("Unit"), 20)]
    for each in columns:
        over, label = column_heading(each) if of_rule else (each.rule.label.text(), each.rule.id)
        found.append(virtual_table.Column(each.key, label, 8, over=over))
    return found


# --- lines about a standing --------------------------------------------------------------------------


def rule_line(rule: Rule) -> str:
    """A rule: its number, name, what the plan says and where."""
    return one_line(tr("{id} {label}: {text} (§{section})", id=rule.id, label=rule.label.text(),
                       text=rule.text.text(), section=rule.section))  # fmt: skip


def standing_line(book: Book, standing: Standing, *, ascii: bool) -> str:
    """How it stands in one period: state, what is done of what is asked, what is missing, the basis."""
    rule = book.rulebook.rules[standing.rule]
    parts = [standing.period.display(), state_word(standing.state, ascii=ascii)]
    if standing.required or standing.done or standing.waiting:
        parts.append(done_of(standing, rule))
    if what := missing(standing, book):
        parts.append(what)
    if standing.basis in BASIS_LABELS:
        parts.append(tr("by {basis}", basis=BASIS_LABELS[standing.basis].text()))
    return spaced(*parts)


def done_of(standing: Standing, rule: Rule) -> str:
    """What is done of what is required; where nothing is required what is done."""
    return progress(standing, rule) if standing.required else amount(standing.done, rule)


def cell_lines(book: Book, column: Column, cell: Cell, who: str, *, ascii: bool) -> list[str]:
    """What a cell says in words: the rule, then how it stands."""
    if not cell.standings:
        said = tr("The rule does not ask anything here.")
    else:
        said = standings_line(book, cell.standings, ascii=ascii)
    return [rule_line(column.rule), f"{one_line(who)}  {said}"]


def standings_line(book: Book, standings: Sequence[Standing], *, ascii: bool) -> str:
    """How it stands in one period, or in several."""
    if len(standings) == 1:
        return standing_line(book, standings[0], ascii=ascii)
    return several_line(standings, together(standings), ascii=ascii)


def several_line(standings: Sequence[Standing], cell: Cell, *, ascii: bool) -> str:
    """Several periods in a line: how many are met, and which are not."""
    parts = [tr("{met} of {judged} periods met", met=cell.met, judged=cell.judged)]
    comma = "、" if current_language() == "zh" else ", "
    for state in ("failed", "behind", "pace"):
        names = [each.period.name for each in standings if each.state == state]
        if names:
            more = tr("…") if len(names) > _NAMED else ""
            parts.append(f"{state_word(state, ascii=ascii)} {comma.join(names[:_NAMED])}{more}")
    if waits := sum(bool(each.waiting) for each in standings if each.state != "met"):
        parts.append(tr("{count} with records to approve", count=waits))
    return spaced(*parts)


def column_line(tally: Tally | None, window: str) -> str:
    """A column summed up in words."""
    if tally is None:
        return tr("Counting…")
    text = tr(
        "{period}  {met} of {judged} met, {behind} behind, {failed} failed",
        period=window, met=tally.met, judged=tally.judged, behind=tally.behind, failed=tally.failed,
    )  # fmt: skip
    return text + (tr(", {count} with records to approve", count=tally.waiting) if tally.waiting else "")


def history(standings: Sequence[Standing], cells: int, *, ascii: bool) -> str:
    """A sign for each period, oldest first: of many the latest that have room."""
    text = ""
    for each in reversed(standings):
        sign = STATES[each.state].mark(ascii=ascii)
        if cell_len(sign + text) > cells:
            break
        text = sign + text
    return text


def unit_label(book: Book, unit: ObjectId | None) -> str:
    """The short name of a unit, or what it is called."""
    found = book.units.get(unit)
    return one_line(found.short_name or found.name) if found is not None else ""
