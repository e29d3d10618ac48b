"""Democratic evaluations of a year, a line a unit; below, each member's ballots and the proposed result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.content import Content

from records.errors import XuedangError
from records.programme.book import Book
from records.programme.evaluation import GRADES, Evaluation, Tally, draft, evaluations, fill_results
from records.record import STATUS_LABELS
from tui.cjk import one_line
from tui.screens.page import open_page
from tui.screens.standing.year_page import YearPage
from tui.widgets.table.virtual_table import Column, Row, VirtualTable
from tui.words import mark, tr, trn

if TYPE_CHECKING:
    from bson.objectid import ObjectId


def open_evaluations(app: App[Any], year: int | None = None) -> None:
    """Open the democratic evaluations of a year, that of the working date unless given."""
    open_page(app, EvaluationScreen, year)


class EvaluationScreen(YearPage):
    """Which units have evaluated their members, and what the ballots come to."""

    TITLE_WORDS = mark("Democratic evaluation")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "results", mark("Propose results"), id="evaluation.results"),
    ]

    def __init__(self, year: int | None = None) -> None:
        super().__init__(year)
        self.found: list[Evaluation] | None = None

    async def work_out(self, book: Book) -> None:
        self.found = await evaluations(self.archive, book, self.year)

    def show_columns(self) -> None:
        self.table.show_columns(
            [
                Column("unit", tr("Unit"), 16, grow=1),
                Column("members", tr("Members"), 7, right=True),
                Column("issued", tr("Issued"), 6, right=True),
                Column("returned", tr("Returned"), 8, right=True),
                Column("valid", tr("Valid"), 5, right=True),
                Column("excellent", tr("Excellent"), 12, right=True),
                Column("state", tr("State"), 18, keep=True),
            ]
        )
        self.below.show_columns(
            [
                Column("name", tr("Full name"), 9, keep=True, grow=1),
                *(Column(each, self._grade(GRADES[each]), 8, right=True) for each in GRADES),
                Column("abstained", tr("Abstained"), 9, right=True),
                Column("result", tr("Result"), 10),
                Column("proposed", tr("Proposed"), 10),
            ]
        )

    def _grade(self, grade: str) -> str:
        field = self.archive.kinds["democratic_evaluation"].field("lines.result")
        return field.choice_label(grade) if field is not None and grade else ""

    def lines(self) -> list[Row]:
        return [self._row(each) for each in self.found or ()]

    def _row(self, each: Evaluation) -> Row:
        state, tone = self._state(each)
        counts = (each.issued, each.returned, each.valid) if each.record is not None else ("", "", "")
        excellent = f"{each.excellent}/{each.graded}" if each.graded else ""
        cells = (one_line(each.name), str(each.members), *map(str, counts), excellent, state)
        over = "behind" if each.too_many_excellent else ""
        return Row(each.record or each.unit, cells, "", each, ("", "", "", "", "", over, tone))

    def _state(self, each: Evaluation) -> tuple[str, str]:
        if each.record is None:
            return tr("not held"), "unjudged"
        if each.undecided:
            return tr("{count} without result", count=each.undecided), "behind"
        if each.too_many_excellent:
            return tr("over a third excellent"), "behind"
        if each.status == "verified":
            return STATUS_LABELS["verified"].text(), "met"
        return tr("to approve"), "waiting"

    def details(self, row: Row | None) -> list[Row]:
        if row is None or not isinstance(row.value, Evaluation):
            return []
        return [self._tally(each) for each in row.value.tallies]

    def _tally(self, each: Tally) -> Row:
        person = self.book.roster.people.get(each.person) if self.book is not None else None
        name = one_line(person.name) if person is not None else "?"
        results = (self._grade(each.result) or "-", self._grade(each.proposed) or "-")
        cells = (name, *map(str, each.counts), str(each.abstained), *results)
        differs = bool(each.result) and bool(each.proposed) and each.result != each.proposed
        tones = ("",) * (len(cells) - 1) + ("soon" if differs else "",)
        return Row(each.person, cells, "", each, tones)

    def notes(self) -> Content:
        if self.found is None:
            return Content(tr("Counting…"))
        held = sum(each.record is not None for each in self.found)
        return Content(
            tr("{held} of {all} units have evaluated their members.", held=held, all=len(self.found))
        )

    # --- going somewhere -------------------------------------------------------------------------

    @property
    def _evaluation(self) -> Evaluation | None:
        row = self.table.current if self.built else None
        return row.value if row is not None and isinstance(row.value, Evaluation) else None

    def idle(self, action: str) -> str:
        if action == "results" and not (self._evaluation and self._evaluation.undecided):
            return tr("No result is to be filled in here: put the cursor on votes without one.")
        return super().idle(action)

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        from tui.screens.forms.form import new_form, open_form

        chosen = self._evaluation
        if chosen is None or self.book is None:
            return
        if isinstance(message.row.value, Tally):
            self.open_board(message.row.value.person)
        elif chosen.record is not None:
            open_form(self.app, chosen.record)
        else:
            new_form(self.app, "democratic_evaluation", draft(self.book, chosen.unit, self.year))

    def action_results(self) -> None:
        """Put the proposed results where there is none yet, and open the form."""
        if self._evaluation is not None and self._evaluation.record is not None:
            self._fill_results(self._evaluation.record)

    @work(exclusive=True, group="act")
    async def _fill_results(self, record: ObjectId) -> None:
        from tui.screens.forms.form import open_form

        if self.book is None:
            return
        try:
            count = await fill_results(self.archive, self.book, record)
        except XuedangError as error:
            self.xuedang.say(error)
            return
        self.notify(
            trn(
                "{number:,} result proposed; it waits for approval with the record.",
                "{number:,} results proposed; they wait for approval with the record.",
                count,
            )
        )
        open_form(self.app, record)
