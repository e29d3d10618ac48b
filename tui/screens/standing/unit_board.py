"""The dashboard of a unit: its rules, its Ten Ones with what proves them, its people, its last weeks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from bson.objectid import ObjectId
from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.widgets import Static

from records.errors import XuedangError
from records.programme.book import Book
from records.programme.judging.proof import records_of_item
from records.programme.ten_ones import TEN_ONES, Item, items, ten_ones_of
from records.programme.views.boards import (
    PICTURED,
    MemberLine,
    RuleLine,
    people_of,
    rule_lines,
    tally,
    unreached,
    week_course,
)
from tui.cjk import one_line
from tui.keys.key_names import key_of
from tui.rows.board_rows import periods_chart, rule_columns, rule_rows, tally_line
from tui.rows.standing_rows import rule_line, spaced, standings_line
from tui.screens.page import open_page
from tui.screens.standing.one_year import YEAR_KEYS
from tui.screens.standing.subject_board import SubjectBoard
from tui.screens.standing.unit_rows import MemberRows, item_columns, item_rows, item_words, member_columns
from tui.widgets.plot import Plot
from tui.widgets.table.virtual_table import VirtualTable
from tui.words import mark, tr, trn

_PARTS = ("board-rules", "board-items", "board-people")


def open_unit_board(app: App[Any], unit_id: ObjectId) -> None:
    """Open the dashboard of a unit; the committee's shows the township's own rules."""
    open_page(app, UnitBoard, unit_id)


class UnitBoard(SubjectBoard):
    """Three tables, one after the other with F4, or all at once where there is room, and the weeks."""

    #: Rules stand beside Ten Ones and people where there is room, else F4 goes from one to the next.
    HORIZONTAL_BREAKPOINTS = [
        (0, "-narrow"),
        (140, "-wide"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "study_archive", mark("Study archive"), id="unit.study_archive"),
        Binding("f4", "next_part", mark("Next part"), id="unit.next_part"),
        *YEAR_KEYS,
        Binding("f9", "actions", mark("More"), id="unit.actions"),
        Binding("f11", "picture", mark("Picture"), show=False, id="unit.picture"),
    ]

    ON_FIGURES = ("next_part",)

    def __init__(self, unit_id: ObjectId, year: int | None = None) -> None:
        super().__init__(unit_id, year)
        self._part = 0
        self.people: Sequence[ObjectId] = ()

    # --- what it says for itself -----------------------------------------------------------------

    def body(self) -> ComposeResult:
        yield Static(tr("Counting…"), markup=False, id="board-about")
        with Container(id="board-parts"):
            yield VirtualTable(rule_columns(), id="board-rules")
            with Vertical(id="board-side"):
                yield VirtualTable(item_columns(), id="board-items")
                yield VirtualTable(member_columns(), id="board-people")
        yield Static(markup=False, id="board-detail")
        with Horizontal(id="board-weeks"):
            for rule in PICTURED:
                yield Plot(id=f"board-{rule.lower()}", classes="board-plot")

    def _table(self, name: str) -> VirtualTable:
        return self.query_one(f"#{name}", VirtualTable)

    def fill(self) -> None:
        self.query_one("#board-weeks").display = False
        self._show_part()
        super().fill()

    def show_book(self, book: Book) -> None:
        self.refresh_top()
        about = self.query_one("#board-about", Static)
        unit = book.units.get(self.subject_id)
        if unit is None:
            about.update(tr("This unit's record is a draft or void: no rule counts it."))
            return
        about.update("\n".join(self._about(book)))
        rules = rule_rows(book, rule_lines(book, unit.id, self.year), ascii=self.ascii)
        self.put(self._table("board-rules"), rules)
        ten = items(book, unit, self.year) if book.of_unit(unit.id, TEN_ONES) else ()
        self.put(self._table("board-items"), item_rows(ten, ascii=self.ascii))
        people = people_of(book, unit, self.year)
        table = self._table("board-people")
        if people == self.people and table.row_count == len(people):
            table.reload()
        else:
            self.people = people
            table.show(MemberRows(self), len(people), cursor=table.cursor)
        self._show_weeks(book)
        self._show_part()

    def _about(self, book: Book) -> list[str]:
        unit = book.unit(self.subject_id)
        secretary = book.roster.people.get(unit.secretary) if unit.secretary else None
        day = min(book.on, date(self.year, 12, 31), book.rulebook.end)
        first = [
            unit.name,
            unit.category,
            trn("{number:,} member", "{number:,} members", len(book.members(unit, day))),
        ]
        if secretary is not None:
            first.append(tr("secretary {name}", name=secretary.name))
        second = [str(self.year), tally_line(tally(book, unit.id, self.year), ascii=self.ascii)]
        lines = [spaced(*first), "  ".join(each for each in second if each)]
        if month := unreached(book, unit.id, day):
            names = [book.person(each).name for each in month.lacking if isinstance(each, ObjectId)]
            more = tr("…") if len(names) > 5 else ""
            said = " ".join(names[:5]) + more
            period = month.period.display()
            lines.append(
                one_line(
                    tr(
                        "{period}: {count} not reached yet: {names}",
                        period=period,
                        count=len(names),
                        names=said,
                    )
                )
            )
        return lines

    # --- parts and pictures ----------------------------------------------------------------------

    def _shown_parts(self) -> list[str]:
        return [name for name in _PARTS if name == "board-rules" or self._table(name).row_count]

    def _show_part(self) -> None:
        """Show the part in front, or all of them where there is room, and put the cursor there."""
        parts = self._shown_parts()
        self._part %= len(parts)
        wide = self.has_class("-wide")
        for name in _PARTS:
            self._table(name).display = name == parts[self._part] or (wide and name in parts)
        side = [name for name in parts if name != "board-rules"]
        self.query_one("#board-side").display = bool(side) and (wide or self._part > 0)
        self._table(parts[self._part]).focus()

    def on_resize(self) -> None:
        if self.built and self.book is not None:
            self.call_after_refresh(self._show_part)
            self._show_weeks(self.book)

    def action_next_part(self) -> None:
        """From the rules to the Ten Ones, the people, and back."""
        self._part += 1
        self._show_part()

    def on_descendant_focus(self) -> None:
        if self.built and self.book is not None:
            self._show_detail()

    def _show_weeks(self, book: Book) -> None:
        drawn = False
        # A unit that is a draft is nowhere in the book.
        for name in PICTURED if book.units.get(self.subject_id) is not None else ():
            plot, found = (
                self.query_one(f"#board-{name.lower()}", Plot),
                week_course(book, self.subject_id, name),
            )
            rule = book.rulebook.rules[name]
            plot.display = len(found.periods) > 1
            if plot.display:
                title = f"{rule.id} {rule.label.text()} ({rule.measure.text()})"
                plot.show(periods_chart(title, found, rule.measure.text()))
                drawn = True
        self.query_one("#board-weeks").display = self.pictured and drawn

    def action_picture(self) -> None:
        """Show the pictures of the last weeks, or take them away."""
        self._picture = not self.query_one("#board-weeks").display
        if self.book is not None:
            self._show_weeks(self.book)

    # --- the line under the cursor ---------------------------------------------------------------

    def on_virtual_table_moved(self) -> None:
        if self.built and self.book is not None:
            self._show_detail()

    def _show_detail(self) -> None:
        self.query_one("#board-detail", Static).update("\n".join(self._detail()))

    def _detail(self) -> list[str]:
        table = self.focused
        row = table.current if isinstance(table, VirtualTable) else None
        if row is None or self.book is None:
            return []
        if isinstance(row.value, RuleLine):
            line = row.value
            return [rule_line(line.rule), standings_line(self.book, line.now, ascii=self.ascii)]
        if isinstance(row.value, Item):
            return item_words(self.book, row.value)
        if isinstance(row.value, MemberLine):
            month = tr("reached this month: {answer}", answer=row.cells[2]) if row.value.member else ""
            counted = tally_line(row.value.tally, ascii=self.ascii)
            return [spaced(*row.cells[:2]), f"{counted}  {month}"]
        return []

    # --- going somewhere -------------------------------------------------------------------------

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        value, name = message.row.value, self._record.title if self._record is not None else ""
        if isinstance(value, RuleLine):
            title = f"{name} > {value.rule.id} {value.rule.label.text()}"
            self.open_behind(value.now, title)
        elif isinstance(value, Item):
            self._open_item(value, f"{name} > {value.number} {value.label.text()}")
        elif isinstance(message.row.id, ObjectId):
            self.open_board(message.row.id)

    @work(exclusive=True, group="behind")
    async def _open_item(self, item: Item, title: str) -> None:
        """The records that prove one of the Ten Ones."""
        book = self.book
        if book is None:
            return
        year = ten_ones_of(book, self.subject_id, self.year)
        try:
            if year is not None:
                found = await records_of_item(self.archive, book, self.subject_id, year, item.number)
                self.open_ids(list(dict.fromkeys(found)), title)
        except XuedangError as error:
            self.xuedang.say(error)

    def idle(self, action: str) -> str:
        if action == "next_part" and self.counted and len(self._shown_parts()) < 2:
            return tr("This unit has no other part: nobody belongs to it.")
        return super().idle(action)

    @work(exclusive=True, group="act")
    async def action_actions(self) -> None:
        from tui.screens.forms.form import open_form
        from tui.screens.menu import choose
        from tui.screens.standing.matrix import open_matrix

        row = self._table("board-rules").current
        line = row.value if row is not None and isinstance(row.value, RuleLine) else None
        items = [("matrix", tr("Matrix of its people")), ("units", tr("Matrix of the units below"))]
        items += [("year", tr("The whole year's records of this rule"))] if line is not None else []
        items += [
            ("form", tr("Particulars")),
            ("picture", tr("Picture ({press})", press=key_of("unit.picture"))),
        ]
        match await choose(self.app, tr("More"), items):
            case "matrix":
                open_matrix(self.app, whom="people", unit=self.subject_id)
            case "units":
                open_matrix(self.app, whom="units", unit=self.subject_id)
            case "year" if line is not None:
                self.open_behind(line.history, f"{line.rule.id} > {self.year}")
            case "form":
                open_form(self.app, self.subject_id)
            case "picture":
                self.action_picture()
