"""What the stage board says: a box for each stage, a row for each link, and what a stage has and lacks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bson.objectid import ObjectId

from records.language import current_language
from records.programme.consolidation import Proof
from records.programme.links import SUMMARIES, Evidence, Held, Lack, LinkLine, StageLine, Summary, UnitLine
from records.record import STATUS_LABELS
from tui.cjk import one_line
from tui.states import STATES
from tui.widgets.marks import bar
from tui.widgets.table.virtual_table import Column, Row
from tui.words import mark, tr

#: Days before its last day from which a link shows as due soon.
SOON = 14
_STATE_WORDS = {"未开始": mark("Not started"), "进行中": mark("Under way"), "完成": mark("Done")}


@dataclass(frozen=True, slots=True)
class LinkPlace:
    """What a row of the links is about: a stage, a link of it, and perhaps one unit's part in it."""

    stage: StageLine
    link: LinkLine | None = None
    unit: UnitLine | None = None

    @property
    def record(self) -> Held | None:
        """The record behind the row, if there is one."""
        if self.unit is not None:
            return self.unit.record
        return self.link.record if self.link is not None else None


#: What a row of the details is about.
Detail = Evidence | Summary | Proof | Lack


def box_text(line: StageLine, *, current: bool, ascii: bool) -> str:
    """A stage in four short lines."""
    done, whole = line.links_done, len(line.links)
    counts = f"{bar(done, whole, whole or 1, ascii=ascii)} " + tr("links {done}/{all}", done=done, all=whole)
    if line.lacks:
        counts += "  " + tr("lacks {count}", count=len(line.lacks))
    pointer = "> " if current else ""
    return "\n".join(
        (
            f"{pointer}{line.stage.label.text()} {_course(line)}",
            line.stage.title.text(),
            f"{line.stage.start:%Y-%m-%d}..{line.stage.end:%Y-%m-%d}",
            counts,
        )
    )


def _course(line: StageLine) -> str:
    if line.course == "ahead":
        return tr("in {days} days", days=line.days)
    if line.course == "closed":
        return tr("{days} days over", days=line.days)
    return tr("{days} days left", days=line.days) if line.days else tr("last day")


# --- links -----------------------------------------------------------------------------------------


def link_columns() -> tuple[Column, ...]:
    return (
        Column("link", tr("Link"), 22, grow=2),
        Column("owner", tr("Owner"), 14, grow=1),
        Column("state", tr("State"), 12),
        Column("due", tr("Due"), 10, keep=True),
        Column("left", tr("Days left"), 14),
    )


def link_rows(lines: Iterable[StageLine], *, units: bool, ascii: bool) -> list[Row]:
    """Every stage with its links, and with ``units`` how each unit stands with those that units do."""
    rows = []
    for line in lines:
        heading = f"{line.stage.label.text()} {line.stage.title.text()}"
        cells = (heading, "", "", f"{line.stage.end:%Y-%m-%d}", _course(line))
        rows.append(Row(("stage", line.stage.number), cells, "strong", LinkPlace(line)))
        for link in line.links:
            key = (line.stage.number, link.link.number)
            rows.append(Row(key, _link_cells(link, ascii), link_tone(link), LinkPlace(line, link)))
            if units:
                rows += [_unit_row(line, link, unit, ascii) for unit in link.units]
    return rows


def link_tone(link: LinkLine) -> str:
    """How a link is shown: late, soon due, waiting, done, or as any other row."""
    left = link.days_left
    if left is None:
        return "met"
    if link.waiting:
        return "waiting"
    if left < 0:
        return "overdue"
    return "soon" if left <= SOON else ""


def _sign(link: LinkLine, ascii: bool) -> str:
    if link.done:
        name = "met"
    elif link.waiting:
        name = "waiting"
    elif link.overdue:
        name = "failed"
    else:
        name = "pace" if link.state == "进行中" else "unjudged"
    return STATES[name].mark(ascii=ascii)


def _link_cells(link: LinkLine, ascii: bool) -> tuple[str, ...]:
    name = f"  {_sign(link, ascii)} {link.link.label.text()}"
    if link.units_counted and (link.units_done or not link.done):
        name += f" {link.units_done}/{link.units_counted}"
    state = tr("To approve") if link.waiting else tr(_STATE_WORDS[link.state])
    return (name, one_line(link.owner), state, f"{link.due:%Y-%m-%d}", _left(link))


def _left(link: LinkLine) -> str:
    left = link.days_left
    if left is None:
        return f"{link.done_on:%Y-%m-%d}" if link.done_on else ""
    if left < 0:
        return tr("{days} days late", days=-left)
    return tr("{days} days", days=left) if left else tr("today")


def _unit_row(line: StageLine, link: LinkLine, unit: UnitLine, ascii: bool) -> Row:
    held = unit.record
    if held is None:
        state, sign, tone = tr("No record"), "unjudged", "overdue" if link.overdue else ""
    elif held.done:
        state, sign, tone = tr(_STATE_WORDS["完成"]), "met", "met"
    elif held.state == "完成":
        state, sign, tone = tr("To approve"), "waiting", "waiting"
    else:
        state, sign, tone = tr(_STATE_WORDS[held.state]), "pace", "overdue" if link.overdue else ""
    due = (held.due if held else None) or link.link.due
    when = f"{held.done_on:%Y-%m-%d}" if held and held.done_on else ""
    cells = (
        f"      {STATES[sign].mark(ascii=ascii)} {one_line(unit.name)}",
        one_line(held.owner) if held else "",
        state,
        f"{due:%Y-%m-%d}",
        when,
    )
    return Row((line.stage.number, link.link.number, unit.unit), cells, tone, LinkPlace(line, link, unit))


# --- what the stage has and lacks ------------------------------------------------------------------


def detail_columns() -> tuple[Column, ...]:
    return (
        Column("rule", tr("Rule"), 6, keep=True),
        Column("what", tr("What the stage has and lacks"), 30, grow=1),
        Column("state", tr("State"), 18),
    )


def detail_rows(place: LinkPlace, root: ObjectId | None) -> list[Row]:
    """What the link under the cursor has as its proof, then what its stage lacks, has, and has to write.

    What the township (``root``) lacks of the review and of the summaries is told by their own rows.
    """
    told = {SUMMARIES, *(proof.rule for proof in place.stage.proofs)}
    rows = []
    held = place.record
    for each in held.evidence if held else ():
        rows.append(Row(("evidence", each.id), ("", one_line(each.title), tr("Evidence")), value=each))
    for number, lack in enumerate(place.stage.lacks):
        if lack.rule in told and lack.units == (root,):
            continue
        rows.append(
            Row(("lack", number), (lack.rule, one_line(lack.text), tr("still lacking")), "behind", lack)
        )
    for number, proof in enumerate(place.stage.proofs):
        rows.append(_proof_row(number, proof))
    rows += [_summary_row(each, place.stage) for each in place.stage.summaries]
    return rows


def _proof_row(number: int, proof: Proof) -> Row:
    what = proof.label.text()
    if proof.of_units:
        what += "  " + tr("units {done}/{all}", done=proof.units, all=proof.of_units)
    if proof.detail:
        what += f"  {proof.detail}"
    if proof.met:
        state, tone = tr("held: {count}", count=len(proof.done)), "met"
    elif proof.waiting:
        state, tone = tr("{count} to approve", count=len(proof.waiting)), "waiting"
    else:
        state, tone = tr("still lacking"), "behind"
    return Row(("proof", number), (proof.rule, one_line(what), state), tone, proof)


def _summary_row(summary: Summary, line: StageLine) -> Row:
    what = tr("Summary: {what}", what=summary_name(summary, line))
    if summary.no:
        what += f"  {summary.no}"
    missed = "behind" if summary.period.end < line.on else ""
    return Row(
        ("summary", summary.year),
        (SUMMARIES, what, summary_state(summary)),
        {"verified": "met", "submitted": "waiting"}.get(summary.status, missed),
        summary,
    )


def summary_name(summary: Summary, line: StageLine) -> str:
    """The stage, or the year within it, that a summary is of."""
    return line.stage.label.text() if summary.year is None else str(summary.year)


def summary_state(summary: Summary) -> str:
    """Its status, or that it is not begun."""
    for status, label in STATUS_LABELS.items():
        if status == summary.status:
            return label.text(current_language())
    return tr("Not begun")


def records_of(detail: Detail) -> tuple[ObjectId, ...]:
    """The records behind a row of the details."""
    if isinstance(detail, Summary | Evidence):
        return (detail.id,) if detail.id is not None else ()
    return detail.records
