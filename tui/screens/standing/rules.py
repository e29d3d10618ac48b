"""The rule book: what the plan asks, what the office has set since when, and who is exempt."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from records.programme.adjustments import load_adjustments
from records.programme.book import Book
from records.programme.counting.facts import Facts
from records.programme.roster import load_roster
from records.programme.rules import rulebook
from tui.rows import rule_rows
from tui.rows.rule_rows import Entry
from tui.screens.page import open_page, opens
from tui.screens.standing.book_page import BookPage
from tui.widgets.table.virtual_table import VirtualTable
from tui.words import mark, tr

if TYPE_CHECKING:
    from tui.trail import Way


def open_rules(app: App[Any], rule: str | None = None) -> None:
    """Open the rule book, the cursor on a rule."""
    open_page(app, RulesScreen, rule)


class RulesScreen(BookPage):
    """A row a rule; below the plan's words and the office's changes. Nothing is stored but by a form."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "change", mark("Change this rule"), id="rules.change"),
        Binding("f4", "matrix", mark("Matrix"), id="rules.matrix"),
        Binding("f7", "exempt", mark("Exempt"), id="rules.exempt"),
        Binding("f9", "settings", mark("All settings"), id="rules.settings"),
    ]

    def __init__(self, rule: str | None = None) -> None:
        super().__init__()
        self._wanted = rule

    def way_back(self) -> Way:
        return opens(RulesScreen, self.entry.id if self.entry else self._wanted)

    def heading(self) -> str:
        return tr("Rule book")

    def body(self) -> ComposeResult:
        yield VirtualTable(rule_rows.columns(), id="rules")
        yield Static(markup=False, id="rule-detail")

    @property
    def table(self) -> VirtualTable:
        return self.query_one("#rules", VirtualTable)

    @property
    def entry(self) -> Entry | None:
        """What the line under the cursor is about; None on a heading."""
        row = self.table.current if self.built else None
        return row.value if row is not None and isinstance(row.value, Entry) else None

    def fill(self) -> None:
        super().fill()
        self.table.focus()

    async def read_book(self, on: date) -> Book:
        """A book without counts: the rules ask nothing of the records."""
        book = rulebook()
        roster = await load_roster(self.archive, book, on)
        return Book(book, on, await load_adjustments(self.archive, book, on), roster, Facts())

    def show_book(self, book: Book) -> None:
        rows = rule_rows.rows(book)
        kept = self._wanted or (self.table.current.id if self.table.current else None)
        self._wanted = None
        first = next((i for i, row in enumerate(rows) if row.id == kept), self.table.cursor or 1)
        self.table.show_rows(rows, cursor=first)

    def on_virtual_table_moved(self) -> None:
        if self.built and self.book is not None:
            lines = rule_rows.detail(self.book, self.entry) if self.entry is not None else []
            self.query_one("#rule-detail", Static).update("\n".join(lines))

    # --- going somewhere -------------------------------------------------------------------------

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        """The settings of a rule, drafts and those that wait among them; the record of an exemption."""
        from tui.screens.forms.form import open_form

        entry = message.row.value
        if not isinstance(entry, Entry):
            self.nothing_here()
        elif entry.exemption is not None:
            open_form(self.app, entry.exemption.record)
        else:
            self._list_settings(entry.id)

    def _list_settings(self, rule: str | None) -> None:
        from records.search.query import Condition, Query
        from tui.screens.lists.list import ListScreen

        where = (Condition("rule", "=", rule),) if rule is not None else ()
        query = Query(kind="rule_setting", where=where)
        title = tr("Settings of {rule}", rule=rule) if rule is not None else tr("All settings")
        self.app.push_screen(ListScreen("rule_setting", query=query, title=title))

    def action_settings(self) -> None:
        """Every setting there is."""
        self._list_settings(None)

    def action_change(self) -> None:
        """A draft of a setting: what is in force now, from the next period on, to be changed and saved."""
        from tui.screens.forms.form import new_form

        if self.book is None or self.entry is None or self.entry.exemption is not None:
            self.notify(tr("Put the cursor on a rule first."))
        else:
            new_form(self.app, "rule_setting", rule_rows.setting_draft(self.book, self.entry))

    def action_exempt(self) -> None:
        """A draft of an exemption from the rule under the cursor."""
        from tui.screens.forms.form import new_form

        if self.book is None or self.entry is None or self.entry.rule is None:
            self.notify(tr("Put the cursor on a rule first."))
        elif not self.entry.rule.exemptible:
            self.notify(tr("{rule} can't be exempted.", rule=self.entry.rule.id))
        else:
            new_form(self.app, "exemption", rule_rows.exemption_draft(self.book, [self.entry]))

    def action_matrix(self) -> None:
        """How everybody stands with the rule under the cursor, period by period."""
        from tui.screens.standing.matrix import open_matrix

        if self.entry is None or self.entry.rule is None:
            self.notify(tr("Put the cursor on a rule first."))
        else:
            open_matrix(self.app, rule=self.entry.rule.id)
