"""The dashboard of one person: every rule that binds them, how it stands, how it went, what is missing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, cast

from bson.objectid import ObjectId
from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from records.language import current_language
from records.programme.book import Book, load_person_book
from records.programme.views.boards import (
    RuleLine,
    attendance,
    course,
    exemptions_of,
    rule_lines,
    tally,
    years_of,
)
from records.record import Record
from tui.cjk import one_line
from tui.keys.key_names import key_of
from tui.rows.board_rows import chart_of, rule_columns, rule_rows, tally_line
from tui.rows.standing_rows import rule_line, scope_name, spaced, standings_line, unit_label
from tui.screens.page import opens
from tui.screens.standing.book_page import BookPage
from tui.widgets.plot import Plot
from tui.widgets.table.virtual_table import FixedRows, VirtualTable
from tui.words import mark, tr

if TYPE_CHECKING:
    from tui.app import XuedangApp
    from tui.trail import Way

#: The height from which on the picture is shown without being asked for.
_ROOM_FOR_PICTURE = 34


def open_person_board(app: App[Any], person_id: ObjectId) -> None:
    """Open the dashboard of a person."""
    xuedang = cast("XuedangApp", app)
    if xuedang.archive is not None:
        xuedang.push_screen(PersonBoard(person_id))


class PersonBoard(BookPage):
    """Who it is above, a row a rule, below it the rule under the cursor in words and as a picture."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "study_archive", mark("Study archive"), id="person.study_archive"),
        Binding("f4", "matrix", mark("Matrix"), id="person.matrix"),
        Binding("f7", "year(-1)", mark("Year before"), id="person.year_before"),
        Binding("f8", "year(1)", mark("Year after"), id="person.year_after"),
        Binding("f9", "actions", mark("More"), id="person.actions"),
        Binding("f11", "picture", mark("Picture"), show=False, id="person.picture"),
    ]

    ON_FIGURES = ("matrix", "year", "actions")

    def __init__(self, person_id: ObjectId, year: int | None = None) -> None:
        super().__init__()
        self.person_id = person_id
        self._record: Record | None = None
        self._year = year
        self._picture: bool | None = None

    # --- what it says for itself -----------------------------------------------------------------

    @property
    def table(self) -> VirtualTable:
        return self.query_one("#board-rules", VirtualTable)

    @property
    def ascii(self) -> bool:
        return self.xuedang.settings.ascii

    @property
    def year(self) -> int:
        """The year shown: the one chosen, else the working date's, within the programme."""
        if self._year is not None or self.book is None:
            return self._year or self.xuedang.settings.today.year
        return years_of(self.book)[-1] if years_of(self.book) else self.book.rulebook.start.year

    @property
    def line(self) -> RuleLine | None:
        """The rule under the cursor."""
        row = self.table.current if self.built else None
        return row.value if row is not None and isinstance(row.value, RuleLine) else None

    @property
    def subject(self) -> Record | None:
        return self._record

    @property
    def record_id(self) -> ObjectId | None:
        return self.person_id

    def way_back(self) -> Way:
        return opens(PersonBoard, self.person_id, self._year)

    def heading(self) -> str:
        name = self._record.title if self._record is not None else ""
        return " > ".join(each for each in (tr("How it stands"), one_line(name), str(self.year)) if each)

    def body(self) -> ComposeResult:
        yield Static(tr("Counting…"), markup=False, id="board-about")
        yield VirtualTable(rule_columns(), id="board-rules")
        yield Static(markup=False, id="board-detail")
        yield Plot(id="board-plot", classes="board-plot")

    def fill(self) -> None:
        self.query_one("#board-plot").display = False
        super().fill()
        self.table.focus()

    async def read_book(self, on: date) -> Book:
        """A book of this person only: a moment's work, however large the archive, and no wait for others'."""
        self._record = await self.archive.get(self.person_id)
        return await load_person_book(self.archive, self.person_id, on)

    def show_book(self, book: Book) -> None:
        self.refresh_top()
        about = self.query_one("#board-about", Static)
        if self.person_id not in book.roster.people:
            about.update(tr("This person's record is a draft or void: no rule counts them."))
            self.table.show(FixedRows(()), 0)
            self.refresh_bindings()
            return
        about.update("\n".join(self._about(book)))
        rows = rule_rows(book, rule_lines(book, self.person_id, self.year), ascii=self.ascii)
        kept = self.table.current
        at = next((i for i, row in enumerate(rows) if kept and row.id == kept.id), self.table.cursor)
        self.table.show(FixedRows(rows), len(rows), cursor=at)

    def _about(self, book: Book) -> list[str]:
        person, year = book.person(self.person_id), self.year
        comma = "、" if current_language() == "zh" else ", "
        day = min(book.on, book.rulebook.end)
        scopes = [scope_name(each) for each in ("PC", "LC", "CG", "AC", "ALL") if each in person.scopes]
        first = [person.name, unit_label(book, person.unit_on(day)), person.post, comma.join(scopes)]
        came, named = attendance(book, self.person_id, year)
        second = [str(year), tally_line(tally(book, self.person_id, year), ascii=self.ascii)]
        if named:
            second.append(tr("came to {came} of {named} sessions", came=came, named=named))
        lines = [spaced(*first), "  ".join(each for each in second if each)]
        lines += [
            tr("Exempt from {rules}: {first} to {last}", rules=comma.join(sorted(each.rules)),
               first=each.span[0], last=each.span[1])
            for each in exemptions_of(book, self.person_id)[:2]
        ]  # fmt: skip
        if notices := [each for each in book.of_person(self.person_id, "R27") if each.state != "met"]:
            lines.append(tr("Rectification: {count} not closed in time", count=len(notices)))
        return lines

    # --- the rule under the cursor ---------------------------------------------------------------

    def on_virtual_table_moved(self) -> None:
        if self.built and self.book is not None:
            self._show_line()
            self.refresh_bindings()

    def _show_line(self) -> None:
        book, line = self.book, self.line
        if book is None or line is None:
            return
        said = standings_line(book, line.now, ascii=self.ascii)
        self.query_one("#board-detail", Static).update(f"{rule_line(line.rule)}\n{said}")
        plot, chart = self.query_one("#board-plot", Plot), chart_of(line, course(book, line, self.year))
        wanted = self.size.height >= _ROOM_FOR_PICTURE if self._picture is None else self._picture
        plot.display = wanted and chart is not None
        if chart is not None:
            plot.show(chart)

    def action_picture(self) -> None:
        """Show the picture, or take it away."""
        self._picture = not self.query_one("#board-plot").display
        self._show_line()

    # --- going somewhere -------------------------------------------------------------------------

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        line = message.row.value
        if isinstance(line, RuleLine) and self._record is not None:
            period = line.at_hand.period.display() if len(line.now) == 1 else ""
            parts = (self._record.title, f"{line.rule.id} {line.rule.label.text()}", period)
            self.open_behind(line.now, " > ".join(each for each in parts if each))

    def idle(self, action: str) -> str:
        if action in ("matrix", "actions") and self.book is not None:
            if self.person_id not in self.book.roster.people:
                return tr(
                    "No rule counts this person: the record is a draft or void. "
                    "{key:person.study_archive} opens its archive."
                )
            if action == "matrix" and self.line is None:
                return tr("Put the cursor on a rule first.")
        return super().idle(action)

    def action_study_archive(self) -> None:
        self.open_study_archive(self.person_id)

    def action_matrix(self) -> None:
        """The periods of the rule under the cursor, of everybody in the person's unit."""
        from tui.screens.standing.matrix import open_matrix

        if self.book is not None and self.line is not None:
            day = min(self.book.on, self.book.rulebook.end)
            unit = self.book.person(self.person_id).unit_on(day)
            open_matrix(self.app, whom="people", rule=self.line.rule.id, unit=unit)

    def action_year(self, steps: int) -> None:
        """The year before or after."""
        if self.book is None:
            return
        if self.year + steps not in years_of(self.book):
            self.notify(tr("There is none beyond."))
            return
        self._year = self.year + steps
        self.show_book(self.book)

    @work(exclusive=True, group="act")
    async def action_actions(self) -> None:
        from tui.screens.forms.form import new_form, open_form
        from tui.screens.menu import choose

        if self.book is None or self.person_id not in self.book.roster.people:
            return
        person = self.book.person(self.person_id)
        unit = person.unit_on(min(self.book.on, self.book.rulebook.end))
        items = [("year", tr("The whole year's records of this rule")), ("unit", tr("Dashboard of the unit"))]
        items += [
            ("form", tr("Particulars")),
            ("exempt", tr("Exempt…")),
            ("picture", tr("Picture ({press})", press=key_of("person.picture"))),
        ]
        match await choose(self.app, tr("More"), items):
            case "year" if self.line is not None:
                self.open_behind(self.line.history, f"{person.name} > {self.line.rule.id} > {self.year}")
            case "unit" if unit is not None:
                self.open_board(unit)
            case "form":
                open_form(self.app, self.person_id)
            case "exempt":
                rules = [self.line.rule.id] if self.line is not None else []
                fields = {"person": self.person_id, "rules": rules, "from": self.book.on}
                new_form(self.app, "exemption", fields)
            case "picture":
                self.action_picture()
