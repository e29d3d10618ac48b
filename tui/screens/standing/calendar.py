"""The calendar of the programme: a month, and what the day under the cursor has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import Static

from records.errors import XuedangError
from records.language import current_language
from records.programme.book import Book
from records.programme.calendar import rest_of
from records.programme.views.agenda import SORTS, Entry, Sort, agenda
from records.values import PartialDate
from tui.cjk import one_line
from tui.screens.page import open_page, opens
from tui.screens.standing.book_page import BookPage
from tui.states import TONES
from tui.widgets.month_grid import MonthGrid, Sign
from tui.widgets.table.virtual_table import Column, Row, VirtualTable
from tui.words import mark, tr

if TYPE_CHECKING:
    from bson.objectid import ObjectId

    from tui.trail import Way

#: What stands for a sort where there is no room, in Chinese and in English.
_SIGNS: Mapping[Sort, tuple[str, str]] = {
    "stage": ("段", "S"),
    "anniversary": ("纪", "A"),
    "deadline": ("限", "D"),
    "notice": ("示", "N"),
    "period": ("考", "P"),
    "plan": ("计", "L"),
    "meeting": ("会", "M"),
}
#: Of a day's entries of one sort, the sign has the tone of the first of these that one of them has.
_WORST = ("overdue", "failed", "behind", "soon", "waiting", "pace", "met")


def open_calendar(app: App[Any]) -> None:
    """Open the month of the working date."""
    open_page(app, CalendarScreen)


class CalendarScreen(BookPage):
    """A month, and below it (beside it where there is room) the entries of the day under the cursor."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (130, "-wide")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f7", "month(-1)", mark("Earlier"), id="calendar.earlier"),
        Binding("f8", "month(1)", mark("Later"), id="calendar.later"),
        Binding("ctrl+g", "go_to_date", mark("Go to a date"), id="calendar.date"),
        Binding("f9", "actions", mark("More"), id="calendar.actions"),
    ]

    def __init__(self, day: date | None = None) -> None:
        super().__init__()
        self._day = day
        self.entries: list[Entry] = []
        self._unit: ObjectId | None = None
        self._unit_name = ""
        self._sort: Sort | None = None

    # --- what it says for itself -----------------------------------------------------------------

    @property
    def day(self) -> date:
        """The day under the cursor."""
        return self._day or self.xuedang.settings.today

    @property
    def grid(self) -> MonthGrid:
        return self.query_one(MonthGrid)

    @property
    def table(self) -> VirtualTable:
        return self.query_one("#day-entries", VirtualTable)

    def way_back(self) -> Way:
        return opens(CalendarScreen, self.day)

    def heading(self) -> str:
        month = PartialDate.month(self.day.year, self.day.month).display(current_language())
        sort = SORTS[self._sort].text() if self._sort else ""
        return " > ".join(each for each in (tr("Calendar"), month, one_line(self._unit_name), sort) if each)

    def body(self) -> ComposeResult:
        with Container(id="calendar"):
            yield MonthGrid(self.day)
            yield VirtualTable(id="day-entries")
        yield Static(markup=False, id="calendar-signs")

    def on_resize(self) -> None:
        """Days are as high as there is room for six weeks of them, leaving some to a list below."""
        room = self.size.height - 4 if self.has_class("-wide") else self.size.height // 2
        for grid in self.query(MonthGrid):
            grid.lines = max(2, min(room // 6, 6))

    def fill(self) -> None:
        self.on_resize()
        self.grid.today = self.xuedang.settings.today
        super().fill()
        self._show()
        self.grid.focus()

    # --- reading and showing ---------------------------------------------------------------------

    def show_book(self, book: Book) -> None:
        self._load(book)

    @work(exclusive=True, group="agenda")
    async def _load(self, book: Book) -> None:
        first, last = self.grid.span
        try:
            found = await agenda(self.archive, book, first, last, unit=self._unit)
        except XuedangError as error:
            self.xuedang.say(error)
            return
        self.entries = found
        if self.built:
            self._show()

    @property
    def _shown(self) -> Iterable[Entry]:
        return (each for each in self.entries if self._sort in (None, each.sort))

    def _show(self) -> None:
        by_day: dict[date, list[Entry]] = {}
        for each in self._shown:
            by_day.setdefault(each.day, []).append(each)
        self.grid.show({day: _signs(found) for day, found in by_day.items()}, self.xuedang.settings.today)
        self._show_signs()
        self._show_day()
        self.refresh_top()

    def _show_signs(self) -> None:
        """What the signs mean, with how many there are in the month."""
        month = [each for each in self._shown if each.day.month == self.day.month]
        parts = []
        for sort, label in SORTS.items():
            if count := sum(each.sort == sort for each in month):
                parts.append(f"{_sign(sort)} {label.text()} {count}")
        self.query_one("#calendar-signs", Static).update("  ".join(parts) or tr("Nothing in this month."))

    def _show_day(self) -> None:
        found = [each for each in self._shown if each.day == self.day]
        self.table.show_columns(
            (
                Column("sort", "", 3 if current_language() == "zh" else 2, keep=True),
                Column("what", self._day_words(), 20, grow=1),
                Column("whose", tr("Whose"), 12),
            )
        )
        rows = [
            Row(number, (_sign(each.sort), one_line(each.text), each.whose), _tone(each), value=each)
            for number, each in enumerate(found)
        ] or [Row("nothing", ("", tr("Nothing on this day."), ""))]
        kept = self.table.cursor if self.table.has_focus else 0
        self.table.show_rows(rows, cursor=kept)

    def _day_words(self) -> str:
        """The day in words, as the heading of its list."""
        days = (tr("Mon"), tr("Tue"), tr("Wed"), tr("Thu"), tr("Fri"), tr("Sat"), tr("Sun"))
        rest = rest_of(self.day)
        name = rest.zh if current_language() == "zh" else rest.en
        if rest.working and name:
            name = tr("worked in exchange for {festival}", festival=name)
        words = (PartialDate.day(self.day).display(current_language()), days[self.day.weekday()], name)
        return " ".join(each for each in words if each)

    def on_month_grid_moved(self, message: MonthGrid.Moved) -> None:
        before, self._day = self.day, message.day
        if not self.built:
            return
        if (before.year, before.month) == (message.day.year, message.day.month):
            self._show_day()
            return
        self.refresh_top()
        self._show()
        if self.book is not None:
            self._load(self.book)

    # --- going somewhere -------------------------------------------------------------------------

    def on_month_grid_chosen(self, message: MonthGrid.Chosen) -> None:
        """Open the only entry of the day; of several, go to their list."""
        found = [each for each in self._shown if each.day == message.day]
        if len(found) == 1:
            self._open(found[0])
        elif found:
            self.table.focus()
        else:
            self.notify(tr("Nothing on this day."))

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        if isinstance(message.row.value, Entry):
            self._open(message.row.value)
        else:
            self.notify(tr("Nothing on this day."))

    def _open(self, entry: Entry) -> None:
        """Open what an entry is about: its record, the stages, the anniversaries, or the rule's matrix."""
        from tui.screens.standing.matrix import open_matrix
        from tui.screens.standing.mechanisms import MechanismScreen, Place
        from tui.screens.standing.stages import open_stages

        if entry.records:
            self.open_ids(entry.records, entry.text)
        elif entry.stage is not None:
            open_stages(self.app)
        elif entry.sort == "anniversary":
            year = PartialDate.year_of(entry.day.year)
            self.app.push_screen(MechanismScreen(Place("anniversaries", year)))
        elif entry.period is not None and entry.period.start > self.xuedang.settings.today:
            self.notify(tr("That period has not begun on the working date; there are no figures yet."))
        elif entry.period is not None:
            open_matrix(self.app, rule=entry.rule, period=entry.period, unit=self._unit)

    def action_month(self, months: int) -> None:
        self.grid.action_month(months)

    @work(exclusive=True, group="act")
    async def action_go_to_date(self) -> None:
        from tui.screens.prompts import ask_date

        chosen = await ask_date(self.app, tr("Go to a date"), self.day)
        if chosen is not None:
            self.grid.day = chosen.day or self.xuedang.settings.today
            self.grid.focus()

    @work(exclusive=True, group="act")
    async def action_actions(self) -> None:
        from tui.screens.menu import choose

        items = [("unit", tr("Of one unit only…"))]
        items += [("all", tr("Of all units"))] if self._unit is not None else []
        items += [("sorts", tr("All sorts of entries"))] if self._sort is not None else []
        items += [(sort, tr("Only: {sort}", sort=label.text())) for sort, label in SORTS.items()]
        items.append(("now", tr("Back to the working date")))
        chosen = await choose(self.app, tr("More"), items)
        match chosen:
            case "unit":
                await self._choose_unit()
            case "all":
                self._of_unit(None, "")
            case "now":
                self.grid.day = self.xuedang.settings.today
            case "sorts":
                self._sort = None
                self._show()
            case _ if chosen in SORTS:
                self._sort = next(sort for sort in SORTS if sort == chosen)
                self._show()

    async def _choose_unit(self) -> None:
        from tui.screens.forms.picker import PickerScreen

        picker = PickerScreen(self.archive, tr("Of which unit?"), ("unit",), "", multiple=False)
        chosen = await self.app.push_screen_wait(picker)
        if chosen:
            self._of_unit(chosen[0].id, chosen[0].title)

    def _of_unit(self, unit: ObjectId | None, name: str) -> None:
        self._unit, self._unit_name = unit, name
        self.refresh_top()
        if self.book is not None:
            self._load(self.book)


def _sign(sort: Sort) -> str:
    chinese, english = _SIGNS[sort]
    return chinese if current_language() == "zh" else english


def _tone(entry: Entry) -> str:
    return entry.tone if entry.tone in TONES else ""


def _signs(entries: Iterable[Entry]) -> list[Sign]:
    """A sign a sort, with how many there are, as bad as the worst of them."""
    found: dict[Sort, list[Entry]] = {}
    for each in entries:
        found.setdefault(each.sort, []).append(each)
    signs = []
    for sort, those in found.items():
        tones = {_tone(each) for each in those}
        tone = next((each for each in _WORST if each in tones), "")
        signs.append(Sign(f"{_sign(sort)}{len(those)}", tone))
    return signs
