"""Anniversaries: themed study around each of the days (R31), and the year's reading events (R33)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from records.language import listed, translator
from records.programme.mechanisms.ground import Ground, stand_on
from records.programme.mechanisms.scope import Scope
from records.programme.mechanisms.view import Column, Note, Proposal, Row, Tone, View, in_parts
from records.programme.rules import rulebook

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")

#: The forms of reading events, shown and never failed.
FORMS = ("科技周", "学习周", "读书日", "朗诵")


async def anniversaries(archive: Archive, scope: Scope) -> View:
    """A line for each anniversary of the year that lies in the programme, then one for each reading event.

    The township's own activities count, also where a unit is asked about; what units held within the window
    stands beside.
    """
    ground = await stand_on(archive, scope)
    found = await ground.rows(
        ground.match("theme_activity", until=scope.on, first=_first(scope), units=False),
        {"$project": {"status": 1, "date": 1, "unit": 1, "title": 1, "fields": 1}},
    )
    days = [_anniversary(ground, name, day, found) for name, day in anniversary_days(scope.period.start.year)]
    in_year = [row for row in found if row["date"].within(scope.period)]
    events = [_event(ground, form, in_year) for form in FORMS]
    columns = (
        Column("what", tr("Occasion")),
        Column("date", tr("Day"), kind="date"),
        Column("window", tr("Window")),
        Column("held", tr("Held by the township"), grow=1),
        Column("units", tr("By units"), kind="number"),
        Column("state", tr("State")),
    )
    rows = in_parts(
        len(columns),
        (tr("Anniversaries"), days),
        (tr("Reading events"), events),
    )
    met = sum(row.tone == "met" for row in days)
    failed = any(row.tone == "failed" for row in days)
    text = tr("Themed study at {met} of {days} anniversaries", met=met, days=len(days))
    note = Note(text, "met" if met == len(days) else "failed" if failed else "pace")
    return View(columns, rows, notes=(note,))


def anniversary_days(year: int) -> list[tuple[str, date]]:
    """The anniversaries of a year that lie inside the programme, by day."""
    book = rulebook()
    days = ((name, date(year, *day)) for name, day in book.occasions.days.items())
    return sorted(((n, d) for n, d in days if book.start <= d <= book.end), key=lambda item: item[1])


def window(day: date) -> tuple[date, date]:
    """The first and last day on which an activity still belongs to an anniversary."""
    around = rulebook().occasions
    return day - timedelta(days=around.before), day + timedelta(days=around.after)


def _first(scope: Scope) -> date:
    return scope.period.start - timedelta(days=rulebook().occasions.before)


def _anniversary(ground: Ground, name: str, day: date, found: list[dict[str, Any]]) -> Row:
    scope, (opens, closes) = ground.scope, window(day)
    named = [row for row in found if row["fields"].get("anniversary") == name]
    within = [row for row in named if opens <= row["date"].start and row["date"].end <= closes]
    own, by_units = _own(ground, within), _of_units(ground, within)
    tone, state = _state(own, opens, closes, scope.on)
    if tone in ("soon", "failed") and (outside := [r for r in _own(ground, named) if r not in own]):
        state = tr("{state}; {day} lies outside", state=state, day=f"{outside[0]['date'].start:%m-%d}")
    cells = (
        _label(ground, "anniversary", name),
        day.isoformat(),
        f"{opens:%m-%d}..{closes:%m-%d}",
        listed(row["title"] for row in own),
        str(len({row["unit"] for row in by_units}) or ""),
        state,
    )
    fields = {"anniversary": name, "unit": ground.township, "date": scope.on}
    proposal = Proposal("theme_activity", fields) if tone == "soon" and ground.township else None
    return Row(cells, tone, ids=tuple(row["_id"] for row in (*own, *by_units)), proposal=proposal)


def _own(ground: Ground, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if ground.of_township(row.get("unit"))]


def _of_units(ground: Ground, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if not ground.of_township(row.get("unit")) and ground.holds(row["unit"])]


def _state(own: list[dict[str, Any]], opens: date, closes: date, on: date) -> tuple[Tone, str]:
    if any(row["status"] == "verified" for row in own):
        return "met", tr("held")
    if own:
        return "waiting", tr("to approve")
    if on > closes:
        return "failed", tr("not held")
    if on >= opens:
        return "soon", tr("window open, {days} days left", days=(closes - on).days)
    return "plain", tr("opens in {days} days", days=(opens - on).days)


def _event(ground: Ground, form: str, found: list[dict[str, Any]]) -> Row:
    of_form = [row for row in found if row["fields"].get("form") == form]
    own, by_units = _own(ground, of_form), _of_units(ground, of_form)
    done = [row for row in own if row["status"] == "verified"]
    tone: Tone = "met" if done else "waiting" if own else "plain"
    state = {"met": tr("held"), "waiting": tr("to approve")}.get(tone, tr("none this year"))
    held = listed(row["title"] for row in own)
    units = len({row["unit"] for row in by_units})
    cells = (_label(ground, "form", form), "", "", held, str(units or ""), state)
    return Row(cells, tone, ids=tuple(row["_id"] for row in (*own, *by_units)))


def _label(ground: Ground, field: str, value: str) -> str:
    found = ground.archive.kinds.of("theme_activity").field(field)
    return found.choice_label(value) if found else value
