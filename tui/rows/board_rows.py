"""The rows of the dashboards: a rule with how it stands and how it went, and the picture of one."""

from __future__ import annotations

from collections.abc import Iterable

from records.programme.book import Book
from records.programme.views.boards import Course, RuleLine
from records.programme.views.matrix import Tally, together
from records.programme.wording import missing, progress
from tui.cjk import one_line
from tui.rows.standing_rows import done_of, history, period_heading, state_word
from tui.states import STATES
from tui.widgets.marks import bar
from tui.widgets.plot import Chart, Series
from tui.widgets.table.virtual_table import Column, Row
from tui.words import tr

#: Cells for the signs of the periods: a year of months.
_COURSE = 12


def rule_columns() -> tuple[Column, ...]:
    return (
        Column("rule", tr("Rule"), 4, keep=True),
        Column("label", tr("Rule's name"), 12, grow=1),
        Column("period", tr("Period"), 8),
        Column("done", tr("Done"), 18, grow=3),
        Column("state", tr("State"), 12, keep=True),
        Column("history", tr("Course"), _COURSE),
        Column("missing", tr("Still missing"), 10, grow=3),
    )


def rule_rows(book: Book, lines: Iterable[RuleLine], *, ascii: bool) -> list[Row]:
    """A row for each rule, in the tone of its state."""
    return [_rule_row(book, line, ascii) for line in lines]


def _rule_row(book: Book, line: RuleLine, ascii: bool) -> Row:
    rule, standing = line.rule, line.at_hand
    whole = together(line.now)
    state = whole.state or "unjudged"
    if len(line.now) > 1:
        done, period = tr("{met} of {judged}", met=whole.met, judged=whole.judged), ""
        lacking = [missing(each, book) for each in line.now if each.state in ("behind", "failed", "pace")]
        what = lacking[-1] if lacking else ""
    else:
        done, period, what = (
            done_of(standing, rule),
            period_heading(standing.period)[1],
            missing(standing, book),
        )
        if standing.required:
            done = f"{bar(standing.done, standing.required, ascii=ascii)} {done}"
    cells = (
        rule.id,
        rule.label.text(),
        period,
        done,
        state_word(state, ascii=ascii),
        history(line.history, _COURSE, ascii=ascii),
        what,
    )
    tones = ("", "", "", state, state, "", "")
    return Row(rule.id, tuple(map(one_line, cells)), value=line, tones=tones)


def chart_of(line: RuleLine, course: Course) -> Chart | None:
    """The picture of a rule's course; None where it has no two periods."""
    if len(course.periods) < 2:
        return None
    title = f"{line.rule.id} {line.rule.label.text()} ({line.rule.measure.text()})"
    if course.adding:
        series = [Series(tr("kept papers, added up"), course.done), Series(tr("even pace"), course.asked)]
        return Chart(course.periods, series, kind="lines", title=title)
    return periods_chart(title, course, line.rule.measure.text())


def periods_chart(title: str, course: Course, measure: str) -> Chart:
    """The figures of periods as bars, what is asked as a line across where it is the same in all."""
    asked = {each for each in course.asked if each}
    target = asked.pop() if len(asked) == 1 else None
    return Chart(course.periods, [Series(measure, course.done)], title=title, target=target)


def tally_cells(tally: Tally) -> tuple[str, ...]:
    """Met, behind, failed and waiting of the judged, what is none left blank."""
    counts = (tally.met, tally.behind, tally.failed, tally.waiting)
    return (f"{tally.judged}", *(f"{each}" if each else "" for each in counts))


def tally_line(tally: Tally, *, ascii: bool) -> str:
    """A year's standings in a line."""
    parts = [
        f"{STATES[state].mark(ascii=ascii)} {STATES[state].word} {count}"
        for state, count in (
            ("met", tally.met),
            ("behind", tally.behind),
            ("failed", tally.failed),
            ("waiting", tally.waiting),
        )
        if count
    ]
    return "  ".join(parts)


def behind_line(lines: Iterable[RuleLine]) -> str:
    """The rules that somebody is behind with, in a line: R05 心得或体会 0/2 篇; empty when there are none."""
    told = [
        f"{line.rule.id} {line.rule.label.text()} {progress(line.at_hand, line.rule)}"
        for line in lines
        if line.at_hand.state in ("behind", "failed")
    ]
    return tr("Behind with {count}: {rules}", count=len(told), rules=tr("; ").join(told)) if told else ""
