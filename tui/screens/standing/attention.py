"""What needs attention now, on Home: the stage, the week, the coverage, and a line for each thing to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from tui.cjk import one_line
from tui.widgets.marks import bar
from tui.widgets.table.virtual_table import Row
from tui.words import mark, tr

if TYPE_CHECKING:
    from bson.objectid import ObjectId

    from records.programme.views.alerts import Alert
    from records.programme.views.overview import Overview, Share
    from tui.app import XuedangApp

#: urgency -> its heading, the sign of its lines, and their tone
_URGENCIES = {
    "overdue": (mark("Overdue"), "✗", "x", "overdue"),
    "soon": (mark("Due soon"), "◷", "~", "soon"),
    "behind": (mark("Behind"), "!", "!", "behind"),
    "missed": (mark("Missed in the last period"), "·", "-", ""),
}


def stage_line(found: Overview) -> str:
    """The stage and the days it has left; outside the programme, what to do about it."""
    if found.stage is not None:
        stage, days = found.stage, found.days_left
        return tr(
            "{stage}: {title}; {days} days left",
            stage=stage.label.text(),
            title=stage.title.text(),
            days=days,
        )
    if found.on < found.start:
        return tr(
            "The programme begins on {start}. {key:app.working_date} sets another working date.",
            start=found.start,
        )
    return tr(
        "The programme ended on {end}. {key:app.working_date} sets another working date.", end=found.end
    )


def week_line(found: Overview) -> str:
    """This week's Monday meeting, group study and briefings: how many of those that owe them have them."""
    if found.week is None or not any(share.required for share in found.weekly):
        return ""
    shares = "  ".join(
        f"{share.rule.label.text()} {share.done}/{share.required}" for share in found.weekly if share.required
    )
    return f"{found.week.display()}  {shares}"


def coverage_line(found: Overview, *, ascii: bool) -> str:
    """How far the designations are on their way to everybody."""
    return "  ".join(_covered(share, ascii=ascii) for share in found.coverage if share.required)


def _covered(share: Share, *, ascii: bool) -> str:
    drawn = bar(share.done, share.required, 5, ascii=ascii)
    return f"{share.rule.label.text()} {drawn} {share.done}/{share.required}"


def attention_rows(found: Overview, *, ascii: bool) -> Iterator[Row]:
    """A heading for each urgency with how many there are, and a line for each thing to see to."""
    if not found.alerts:
        yield Row("nothing", (tr("Nothing needs attention now."), ""))
    for urgency, (heading, sign, plain, tone) in _URGENCIES.items():
        alerts = [each for each in found.alerts if each.urgency == urgency]
        if alerts:
            yield Row(f"heading:{urgency}", (f"{tr(heading)} ({len(alerts)})", ""), "strong")
        for alert in alerts:
            identity = (alert.urgency, alert.rule, alert.period.name, alert.subjects[:1], alert.records)
            text = f"{plain if ascii else sign} {one_line(alert.text)}"
            due = _day(alert.due, found.on) if alert.due and urgency != "missed" else ""
            yield Row(identity, (text, due), tone, value=alert)


def _day(due: date, on: date) -> str:
    return due.strftime("%m-%d" if due.year == on.year else "%y-%m-%d")


def open_alert(app: XuedangApp, alert: Alert, root: ObjectId | None) -> None:
    """Open what a line is about: its records, the one person or unit, or all of them in the matrix."""
    from tui.screens.standing.matrix import open_matrix

    if len(alert.records) == 1:
        from tui.screens.forms.form import open_form

        open_form(app, alert.records[0])
    elif alert.records:
        from records.search.query import Query
        from tui.screens.lists.list import ListScreen

        app.push_screen(ListScreen(None, query=Query(ids=alert.records), title=alert.text))
    elif alert.subjects == (root,):
        from tui.screens.standing.unit_board import open_unit_board

        open_unit_board(app, alert.subjects[0])
    else:
        open_matrix(app, rule=alert.rule, period=alert.period, urgency=alert.urgency)
