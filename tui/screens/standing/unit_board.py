"""The dashboard of a unit: its rules, its Ten Ones with what proves them, its people, its last weeks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, cast

from bson.objectid import ObjectId
from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.widgets import Static

from records.errors import XuedangError
from records.programme.book import Book
from records.programme.judging.proof import records_of_item
from records.programme.ten_ones import Item, items
from records.programme.views.boards import (
    MemberLine,
    RuleLine,
    people_of,
    rule_lines,
    tally,
    week_course,
    years_of,
)
from records.record import Record
from tui.cjk import one_line
from tui.keys.key_names import key_of
from tui.rows.board_rows import periods_chart, rule_columns, rule_rows, tally_line
from tui.rows.standing_rows import rule_line, spaced, standings_line
from tui.screens.page import opens
from tui.screens.standing.book_page import BookPage
from tui.screens.standing.unit_rows import MemberRows, item_columns, item_rows, item_words, member_columns
from tui.widgets.plot import Plot
from tui.widgets.table.virtual_table import FixedRows, VirtualTable
from tui.words import mark, tr

if TYPE_CHECKING:
    from tui.app import XuedangApp
    from tui.trail import Way

#: The height from which on the pictures are shown without being asked for.
_ROOM_FOR_PICTURE = 34
#: The weekly rules that have a picture.
_WEEKLY = ("R15", "R45")
_PARTS = ("board-rules", "board-items", "board-people")


def open_unit_board(app: App[Any], unit_id: ObjectId) -> None:
    """Open the dashboard of a unit; the committee's shows the township's own rules."""
    xuedang = cast("XuedangApp", app)
    if xuedang.archive is not None:
        xuedang.push_screen(UnitBoard(unit_id))


class UnitBoard(BookPage):
    """Three tables, one after the other with F4, or all at once where there is room, and the weeks."""

    #: Rules stand beside Ten Ones and people where there is room, else F4 goes from one to the next.
    HORIZONTAL_BREAKPOINTS = [
        (0, "-narrow"),
        (140, "-wide"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "study_archive", mark("Study archive"), id="unit.study_archive"),
        Binding("f4", "next_part", mark("Next part"), id="unit.next_part"),
        Binding("f7", "year(-1)", mark("Year before"), id="unit.year_before"),
        Binding("f8", "year(1)", mark("Year after"), id="unit.year_after"),
        Binding("f9", "actions", mark("More"), id="unit.actions"),
        Binding("f11", "picture", mark("Picture"), show=False, id="unit.picture"),
    ]

    ON_FIGURES = ("next_part", "year")

    def __init__(self, unit_id: ObjectId, year: int | None = None) -> None:
        super().__init__()
        self.unit_id = unit_id
        self._record: Record | None = None
        self._year = year
        self._part = 0
        self._picture: bool | None = None
        self.people: Sequence[ObjectId] = ()

    # --- what it says for itself -----------------------------------------------------------------

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
    def subject(self) -> Record | None:
        return self._record

    @property
    def record_id(self) -> ObjectId | None:
        return self.unit_id

    def way_back(self) -> Way:
        return opens(UnitBoard, self.unit_id, self._year)

    def heading(self) -> str:
        name = self._record.title if self._record is not None else ""
        return " > ".join(each for each in (tr("How it stands"), one_line(name), str(self.year)) if each)

    def body(self) -> ComposeResult:
        yield Static(tr("Counting…"), markup=False, id="board-about")
        with Container(id="board-parts"):
            yield VirtualTable(rule_columns(), id="board-rules")
            with Vertical(id="board-side"):
                yield VirtualTable(item_columns(), id="board-items")
                yield VirtualTable(member_columns(), id="board-people")
        yield Static(markup=False, id="board-detail")
        with Horizontal(id="board-weeks"):
            for rule in _WEEKLY:
                yield Plot(id=f"board-{rule.lower()}", classes="board-plot")

    def _table(self, name: str) -> VirtualTable:
        return self.query_one(f"#{name}", VirtualTable)

    def fill(self) -> None:
        self.query_one("#board-weeks").display = False
        self._show_part()
        super().fill()

    async def read_book(self, on: date) -> Book:
        self._record = await self.archive.get(self.unit_id)
        return await super().read_book(on)

    def show_book(self, book: Book) -> None:
        self.refresh_top()
        about = self.query_one("#board-about", Static)
        unit = book.units.get(self.unit_id)
        if unit is None:
            about.update(tr("This unit's record is a draft or void: no rule counts it."))
            return
        about.update("\n".join(self._about(book)))
        self._put("board-rules", rule_rows(book, rule_lines(book, unit.id, self.year), ascii=self.ascii))
        ten = items(book, unit, self.year) if book.of_unit(unit.id, "R46") else ()
        self._put("board-items", item_rows(ten, ascii=self.ascii))
        people = people_of(book, unit, self.year)
        table = self._table("board-people")
        if people == self.people and table.row_count == len(people):
            table.reload()
        else:
            self.people = people
            table.show(MemberRows(self), len(people), cursor=table.cursor)
        self._show_weeks(book)
        self._show_part()

    def _put(self, name: str, rows: Sequence[Any]) -> None:
        """Rows into a table, the cursor on the row that it was on."""
        table = self._table(name)
        kept = table.current
        at = next((i for i, row in enumerate(rows) if kept and row.id == kept.id), table.cursor)
        table.show(FixedRows(rows), len(rows), cursor=at)

    def _about(self, book: Book) -> list[str]:
        unit = book.unit(self.unit_id)
        secretary = book.roster.people.get(unit.secretary) if unit.secretary else None
        day = min(book.on, date(self.year, 12, 31), book.rulebook.end)
        first = [unit.name, unit.category, tr("{count} members", count=len(book.members(unit, day)))]
        if secretary is not None:
            first.append(tr("secretary {name}", name=secretary.name))
        second = [str(self.year), tally_line(tally(book, unit.id, self.year), ascii=self.ascii)]
        lines = [spaced(*first), "  ".join(each for each in second if each)]
        month = [each for each in book.of_unit(unit.id, "R16") if each.period.start <= day]
        if month and month[-1].lacking:
            names = [book.person(each).name for each in month[-1].lacking if isinstance(each, ObjectId)]
            more = " …" if len(names) > 5 else ""
            said = " ".join(names[:5]) + more
            period = month[-1].period.display()
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
        wanted = self.size.height >= _ROOM_FOR_PICTURE if self._picture is None else self._picture
        drawn = False
        # A unit that is a draft is nowhere in the book.
        for name in _WEEKLY if book.units.get(self.unit_id) is not None else ():
            plot, found = (
                self.query_one(f"#board-{name.lower()}", Plot),
                week_course(book, self.unit_id, name),
            )
            rule = book.rulebook.rules[name]
            plot.display = len(found.periods) > 1
            if plot.display:
                title = f"{rule.id} {rule.label.text()} ({rule.measure.text()})"
                plot.show(periods_chart(title, found, rule.measure.text()))
                drawn = True
        self.query_one("#board-weeks").display = wanted and drawn

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
        year = [e for e in book.of_unit(self.unit_id, "R46") if e.period.code // 100 == self.year]
        try:
            if year:
                found = await records_of_item(self.archive, book, self.unit_id, year[0], item.number)
                self.open_ids(list(dict.fromkeys(found)), title)
        except XuedangError as error:
            self.xuedang.say(error)

    def idle(self, action: str) -> str:
        if action == "next_part" and self.counted and len(self._shown_parts()) < 2:
            return tr("This unit has no other part: nobody belongs to it.")
        return super().idle(action)

    def action_study_archive(self) -> None:
        self.open_study_archive(self.unit_id)

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
                open_matrix(self.app, whom="people", unit=self.unit_id)
            case "units":
                open_matrix(self.app, whom="units", unit=self.unit_id)
            case "year" if line is not None:
                self.open_behind(line.history, f"{line.rule.id} > {self.year}")
            case "form":
                open_form(self.app, self.unit_id)
            case "picture":
                self.action_picture()
