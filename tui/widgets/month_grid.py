"""A month as a page of a calendar: a row a week, a cell a day, in each signs with counts of what it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from records.language import current_language
from records.programme.calendar import rest_of
from tui.cjk import fit
from tui.states import TONES
from tui.words import mark, tr

#: The cells before Monday, for the number of the week.
_WEEK = 4
_DAYS = 7


@dataclass(frozen=True, slots=True)
class Sign:
    """What stands in a day's cell: a letter or character with a count, in a tone of ``tui.states.TONES``."""

    text: str
    tone: str = ""


class MonthGrid(Widget, can_focus=True):
    """The weeks that a month touches. ``signs`` are those of a day; ``today`` is the working date."""

    DEFAULT_CSS = """
    MonthGrid {
        height: auto;
        width: 1fr;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", mark("Day before"), show=False, id="month.left"),
        Binding("right", "step(1)", mark("Day after"), show=False, id="month.right"),
        Binding("up", "step(-7)", mark("Week before"), show=False, id="month.up"),
        Binding("down", "step(7)", mark("Week after"), show=False, id="month.down"),
        Binding("home", "edge(0)", mark("First day"), show=False, id="month.first"),
        Binding("end", "edge(1)", mark("Last day"), show=False, id="month.last"),
        Binding("pageup", "month(-1)", mark("Month before"), show=False, id="month.before"),
        Binding("pagedown", "month(1)", mark("Month after"), show=False, id="month.after"),
        Binding("enter", "choose", mark("Open"), id="month.choose"),
    ]

    #: Lines a day has.
    lines: reactive[int] = reactive(2, layout=True)
    day: reactive[date] = reactive(date.today, layout=True, init=False)

    class Moved(Message):
        """The cursor is on another day."""

        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

    class Chosen(Message):
        """Enter, or a double click, on a day."""

        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

    def __init__(self, day: date, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.set_reactive(MonthGrid.day, day)
        self.today = day
        self._signs: Mapping[date, Sequence[Sign]] = {}

    def show(self, signs: Mapping[date, Sequence[Sign]], today: date) -> None:
        """What the days have from now on."""
        self._signs, self.today = signs, today
        self.refresh()

    @property
    def span(self) -> tuple[date, date]:
        """The first Monday and the last Sunday in view."""
        return weeks_of(self.day)

    # --- moving --------------------------------------------------------------------------------

    def watch_day(self, day: date) -> None:
        self.post_message(self.Moved(day))

    def action_step(self, days: int) -> None:
        self.day = moved(self.day, days)

    def action_edge(self, last: int) -> None:
        first = self.day.replace(day=1)
        self.day = _month_after(first, 1) - timedelta(days=1) if last else first

    def action_month(self, months: int) -> None:
        self.day = _month_after(self.day, months)

    def action_choose(self) -> None:
        self.post_message(self.Chosen(self.day))

    def on_click(self, event: events.Click) -> None:
        day = self._day_at(event.x, event.y)
        if day is not None:
            self.day = day
            if event.chain > 1:
                self.post_message(self.Chosen(day))

    def _day_at(self, x: int, y: int) -> date | None:
        column, row = (x - _WEEK) // self._cell, (y - 1) // self.lines
        first, last = self.span
        if y < 1 or x < _WEEK or column >= _DAYS:
            return None
        day = first + timedelta(days=row * _DAYS + column)
        return day if day <= last else None

    # --- drawing -------------------------------------------------------------------------------

    @property
    def _cell(self) -> int:
        return max(4, (self.content_size.width - _WEEK) // _DAYS)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        first, last = self.span
        return 1 + ((last - first).days + 1) // _DAYS * self.lines

    def render(self) -> Content:
        cell = self._cell
        names = [tr("Mon"), tr("Tue"), tr("Wed"), tr("Thu"), tr("Fri"), tr("Sat"), tr("Sun")]
        heading = " " * _WEEK + "".join(fit(f" {name}", cell) for name in names)
        lines = [Content.styled(heading, "bold $secondary")]
        monday, last = self.span
        while monday <= last:
            days = [monday + timedelta(days=number) for number in range(_DAYS)]
            drawn = [self._draw(day, cell) for day in days]
            for number in range(self.lines):
                week = f"{monday.isocalendar().week:>3} " if number == 0 else " " * _WEEK
                lines.append(Content.assemble((week, "$foreground 65%"), *(each[number] for each in drawn)))
            monday += timedelta(days=_DAYS)
        return Content("\n").join(lines)

    def _draw(self, day: date, cell: int) -> list[Content]:
        """A day's lines, each exactly ``cell`` wide."""
        style = "" if day.month == self.day.month else "$foreground 50%"
        rest = rest_of(day)
        if not rest.working:
            style = "$error 75%" if style else "$error"
        if day == self.today:
            style = f"bold underline {style}"
        head = Content.styled(fit(self._heading(day, cell - 1), cell - 1), style)
        rows = [head, *_in_rows(self._signs.get(day, ()), cell - 1, self.lines - 1)]
        rows = [Content.assemble(row, " " * (cell - row.cell_length)) for row in rows]
        if day == self.day:
            cursor = "$block-cursor-foreground on $block-cursor-background" if self.has_focus else "on $panel"
            rows = [row.stylize(cursor) for row in rows]
        return rows

    def _heading(self, day: date, width: int) -> str:
        """The number; the festival of a day off, or that a weekend's day is worked in exchange for one."""
        rest = rest_of(day)
        words = [""]
        if rest.zh and rest.working:
            words = [tr("worked")]
        elif rest.zh:
            words = [rest.zh, rest.zh.removesuffix("节")] if current_language() == "zh" else [rest.en]
            words.append(tr("off"))
        head = f"{'>' if day == self.today else ' '}{day.day:>2} "
        return head + next((each for each in words if cell_len(head + each) <= width), "")


def weeks_of(day: date) -> tuple[date, date]:
    """The first Monday and the last Sunday of the weeks that a day's month touches."""
    first = day.replace(day=1)
    last = _month_after(first, 1) - timedelta(days=1)
    return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())


def moved(day: date, days: int) -> date:
    """So many days on, as far as there are years."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return day


def _month_after(day: date, months: int) -> date:
    """The same day so many months on, or the last of a shorter month; the day itself beyond all years."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    if not date.min.year < year < date.max.year:
        return day
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    return day


def _in_rows(signs: Sequence[Sign], width: int, rows: int) -> list[Content]:
    """Signs as far as they have room, one after the other; a plus and the number of those that have none."""
    made: list[Content] = []
    left = list(signs)
    for number in range(rows):
        line, used = Content(" "), 1
        while left:
            more = f"+{len(left) - 1}" if number == rows - 1 and len(left) > 1 else ""
            if used + cell_len(left[0].text) + len(more) > width:
                break
            sign = left.pop(0)
            line = Content.assemble(line, (sign.text, TONES.get(sign.tone, "")))
            used += cell_len(sign.text)
        if number == rows - 1 and left:
            line = Content.assemble(line, f"+{len(left)}")
        made.append(line)
    return made
