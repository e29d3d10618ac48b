"""The dashboard of one person: every rule that binds them, how it stands, how it went, what is missing."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

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
    open_notices,
    rule_lines,
    tally,
)
from tui.keys.key_names import key_of
from tui.rows.board_rows import chart_of, rule_columns, rule_rows, tally_line
from tui.rows.standing_rows import rule_line, scope_name, spaced, standings_line, unit_label
from tui.screens.page import open_page
from tui.screens.standing.one_year import YEAR_KEYS
from tui.screens.standing.subject_board import SubjectBoard
from tui.widgets.plot import Plot
from tui.widgets.table.virtual_table import VirtualTable
from tui.words import mark, tr


def open_person_board(app: App[Any], person_id: ObjectId) -> None:
    """Open the dashboard of a person."""
    open_page(app, PersonBoard, person_id)


class PersonBoard(SubjectBoard):
    """Who it is above, a row a rule, below it the rule under the cursor in words and as a picture."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "study_archive", mark("Study archive"), id="person.study_archive"),
        Binding("f4", "matrix", mark("Matrix"), id="person.matrix"),
        *YEAR_KEYS,
        Binding("f9", "actions", mark("More"), id="person.actions"),
        Binding("f11", "picture", mark("Picture"), show=False, id="person.picture"),
    ]

    ON_FIGURES = ("matrix", "actions")

    # --- what it says for itself -----------------------------------------------------------------

    @property
    def table(self) -> VirtualTable:
        return self.query_one("#board-rules", VirtualTable)

    @property
    def line(self) -> RuleLine | None:
        """The rule under the cursor."""
        row = self.table.current if self.built else None
        return row.value if row is not None and isinstance(row.value, RuleLine) else None

    def body(self) -> ComposeResult:
        yield Static(tr("Counting…"), markup=False, id="board-about")
        yield VirtualTable(rule_columns(), id="board-rules")
        yield Static(markup=False, id="board-detail")
        yield Plot(id="board-plot", classes="board-plot")

    def fill(self) -> None:
        self.query_one("#board-plot").display = False
        super().fill()
        self.table.focus()

    async def book_of_subject(self, on: date) -> Book:
        """A book of this person only: a moment's work, however large the archive, and no wait for others'."""
        return await load_person_book(self.archive, self.subject_id, on)

    def show_book(self, book: Book) -> None:
        self.refresh_top()
        about = self.query_one("#board-about", Static)
        if self.subject_id not in book.roster.people:
            about.update(tr("This person's record is a draft or void: no rule counts them."))
            self.table.show_rows(())
            self.refresh_bindings()
            return
        about.update("\n".join(self._about(book)))
        rows = rule_rows(book, rule_lines(book, self.subject_id, self.year), ascii=self.ascii)
        self.put(self.table, rows)

    def _about(self, book: Book) -> list[str]:
        person, year = book.person(self.subject_id), self.year
        comma = "、" if current_language() == "zh" else ", "
        day = min(book.on, book.rulebook.end)
        scopes = [scope_name(each) for each in ("PC", "LC", "CG", "AC", "ALL") if each in person.scopes]
        first = [person.name, unit_label(book, person.unit_on(day)), person.post, comma.join(scopes)]
        came, named = attendance(book, self.subject_id, year)
        second = [str(year), tally_line(tally(book, self.subject_id, year), ascii=self.ascii)]
        if named:
            second.append(tr("came to {came} of {named} sessions", came=came, named=named))
        lines = [spaced(*first), "  ".join(each for each in second if each)]
        lines += [
            tr("Exempt from {rules}: {first} to {last}", rules=comma.join(sorted(each.rules)),
               first=each.span[0], last=each.span[1])
            for each in exemptions_of(book, self.subject_id)[:2]
        ]  # fmt: skip
        if notices := open_notices(book, self.subject_id):
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
        plot.display = self.pictured and chart is not None
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
            if self.subject_id not in self.book.roster.people:
                return tr(
                    "No rule counts this person: the record is a draft or void. "
                    "{key:person.study_archive} opens its archive."
                )
            if action == "matrix" and self.line is None:
                return tr("Put the cursor on a rule first.")
        return super().idle(action)

    def action_matrix(self) -> None:
        """The periods of the rule under the cursor, of everybody in the person's unit."""
        from tui.screens.standing.matrix import open_matrix

        if self.book is not None and self.line is not None:
            day = min(self.book.on, self.book.rulebook.end)
            unit = self.book.person(self.subject_id).unit_on(day)
            open_matrix(self.app, whom="people", rule=self.line.rule.id, unit=unit)

    @work(exclusive=True, group="act")
    async def action_actions(self) -> None:
        from tui.screens.forms.form import new_form, open_form
        from tui.screens.menu import choose

        if self.book is None or self.subject_id not in self.book.roster.people:
            return
        person = self.book.person(self.subject_id)
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
                open_form(self.app, self.subject_id)
            case "exempt":
                rules = [self.line.rule.id] if self.line is not None else []
                fields = {"person": self.subject_id, "rules": rules, "from": self.book.on}
                new_form(self.app, "exemption", fields)
            case "picture":
                self.action_picture()
