"""Coverage: how many are learning organisations, agencies, members and cadres, and who would be this year."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from records.errors import XuedangError
from records.language import current_language
from records.programme.book import Book
from records.programme.designation import (
    CATEGORIES,
    MET,
    Category,
    Condition,
    Coverage,
    Judgement,
    coverage,
    drafts,
    propose,
    submit,
)
from tui.cjk import one_line
from tui.screens.page import open_page
from tui.screens.standing.year_page import YearPage
from tui.states import STATES
from tui.widgets.marks import bar
from tui.widgets.table.virtual_table import Column, Row, VirtualTable
from tui.words import mark, tr, trn


def open_coverage(app: App[Any], year: int | None = None) -> None:
    """Open the coverage, with the judgements of a year: that of the working date unless given."""
    open_page(app, CoverageScreen, year)


class CoverageScreen(YearPage):
    """The four categories above; everybody of the one chosen, judged for the year; the conditions below."""

    TITLE_WORDS = mark("Coverage")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "propose", mark("Propose"), id="coverage.propose"),
        Binding("f9", "category", mark("Category"), id="coverage.category"),
    ]
    ON_FIGURES = ("propose",)

    def __init__(self, year: int | None = None) -> None:
        super().__init__(year)
        self.category: Category = next(iter(CATEGORIES))
        self.covered: list[Coverage] = []
        self.judged: list[Judgement] | None = None

    async def work_out(self, book: Book) -> None:
        self.covered = coverage(book)
        self.judged = await propose(book, self.category, self.year)

    # --- showing ---------------------------------------------------------------------------------

    def body(self) -> ComposeResult:
        yield VirtualTable(id="coverage")
        yield from super().body()

    def show_columns(self) -> None:
        years = [str(year) for year in self.years]
        self._categories.show_columns(
            [
                Column("category", tr("Category"), 16, grow=1),
                Column("bar", "", 10, keep=True),
                Column("done", tr("Met"), 9, right=True, keep=True),
                Column("share", "%", 6, right=True, keep=True),
                Column("waiting", tr("Waiting"), 7, right=True),
                *(Column(year, year, 5, right=True) for year in years),
            ]
        )
        self.table.show_columns(
            [
                Column("name", tr("Name"), 14, grow=1),
                Column("result", tr("Judged from records"), 19),
                Column("decided", tr("Office's word"), 18),
                Column("failed", tr("What lacks"), 20, grow=2),
            ]
        )
        self.below.show_columns(
            [
                Column("mark", "", 2, keep=True),
                Column("condition", tr("Condition"), 20, grow=1),
                Column("figure", tr("Figure"), 26, grow=1),
            ]
        )

    @property
    def _categories(self) -> VirtualTable:
        return self.query_one("#coverage", VirtualTable)

    def show(self) -> None:
        rows = [self._category_row(each) for each in self.covered]
        place = list(CATEGORIES).index(self.category)
        self._categories.show_rows(rows, cursor=place)
        super().show()
        self.query_one("#year-notes", Static).display = True

    def _category_row(self, each: Coverage) -> Row:
        done, asked = len(each.done), len(each.subjects)
        cells = (
            CATEGORIES[each.category].text(),
            bar(done, asked, 10, ascii=self.xuedang.settings.ascii) if asked else "",
            f"{done}/{asked}",
            f"{each.percent:.1f}",
            str(len(each.waiting) or ""),
            *(str(each.by_year.get(year, "")) for year in self.years),
        )
        tone = "met" if asked and done == asked else ""
        waiting = "waiting" if each.waiting else ""
        return Row(each.category, cells, "", each, ("", "", tone, tone, waiting, *("",) * len(self.years)))

    def lines(self) -> list[Row]:
        judged = sorted(self.judged or (), key=lambda each: each.met)
        return [self._row(each) for each in judged]

    def _called(self, each: Judgement) -> str:
        assert self.book is not None
        person = self.book.roster.people.get(each.target)
        if person is not None:
            return person.name
        unit = self.book.units.get(each.target)
        return (unit.short_name or unit.name) if unit is not None else "?"

    def _row(self, each: Judgement) -> Row:
        result, tone = (tr("met"), "met") if each.met else (tr("not met"), "failed")
        if not each.over:
            result, tone = (
                (tr("met so far") if each.met else tr("not met yet")),
                "met" if each.met else "pace",
            )
        sign = STATES[tone].mark(ascii=self.xuedang.settings.ascii)
        comma = "、" if current_language() == "zh" else ", "
        failed = comma.join(condition.label.text() for condition in each.failed)
        decided, decided_tone = self._decided(each)
        cells = (one_line(self._called(each)), f"{sign} {result}", decided, one_line(failed))
        return Row(each.target, cells, "", each, ("", tone, decided_tone, ""))

    def _decided(self, each: Judgement) -> tuple[str, str]:
        """What the office has said of the year, and how firmly."""
        if each.kept is None:
            return "", ""
        word = tr("met") if each.kept.fields.get("result") == MET else tr("not met")
        if not each.kept.done:
            return tr("{result} (to approve)", result=word), "waiting"
        return word, "met" if each.kept.fields.get("result") == MET else "failed"

    def details(self, row: Row | None) -> list[Row]:
        """The conditions of the judgement under the cursor."""
        if row is None or not isinstance(row.value, Judgement):
            return []
        ascii, rows = self.xuedang.settings.ascii, []
        for index, each in enumerate(row.value.conditions):
            tone = "exempt" if each.exempt else "met" if each.met else "failed"
            cells = (STATES[tone].mark(ascii=ascii), each.label.text(), each.figure())
            rows.append(Row(index, cells, "", each, (tone, "", "")))
        return rows

    def notes(self) -> Content:
        if self.judged is None:
            return Content(tr("Counting…"))
        met = sum(each.met for each in self.judged)
        decided = sum(each.kept is not None for each in self.judged)
        return Content(
            tr(
                "{category}, {year}: {met} of {all} meet the criteria by the records; "
                "the office has a word on {decided}. Only what it verifies counts.",
                category=CATEGORIES[self.category].text(),
                year=self.year,
                met=met,
                all=len(self.judged),
                decided=decided,
            )
        )

    # --- going somewhere -------------------------------------------------------------------------

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        """A category leads to its subjects, a subject to its designation or a draft, a condition to its
        records."""
        from tui.screens.forms.form import new_form, open_form

        value = message.row.value
        if isinstance(value, Coverage):
            self._choose(value.category)
            self.table.focus()
        elif isinstance(value, Condition):
            if value.record is not None:
                open_form(self.app, value.record)
            else:
                self.open_behind(value.standings, value.label.text())
        elif isinstance(value, Judgement) and value.kept is not None:
            open_form(self.app, value.kept.id)
        elif isinstance(value, Judgement) and self.book is not None:
            (record,) = drafts(self.book, [value])
            new_form(self.app, "designation", record.fields)
        else:
            self.nothing_here()

    def on_virtual_table_moved(self, message: VirtualTable.Moved) -> None:
        if message.table.id == "coverage":
            row = message.row
            if row is not None and isinstance(row.value, Coverage) and message.table.has_focus:
                self._choose(row.value.category)
        else:
            super().on_virtual_table_moved(message)

    def idle(self, action: str) -> str:
        if action == "propose" and self.counted and not self.judged:
            return tr("There is nobody in this category; {key:coverage.category} chooses another.")
        return super().idle(action)

    def _choose(self, category: Category) -> None:
        if category != self.category and self.book is not None:
            self.category, self.judged = category, None
            self.show_book(self.book)

    @work(exclusive=True, group="act")
    async def action_category(self) -> None:
        from tui.screens.menu import choose

        items = [(name, label.text()) for name, label in CATEGORIES.items()]
        chosen = await choose(self.app, tr("Category"), items)
        if chosen is not None:
            self._choose(cast("Category", chosen))

    @work(exclusive=True, group="act")
    async def action_propose(self) -> None:
        """Store what the records say as designations that wait for the office."""
        from tui.screens.prompts import ask_choice

        if self.book is None or self.judged is None:
            return
        open_ones = [each for each in self.judged if each.kept is None]
        meeting = [each for each in open_ones if each.met]
        if not open_ones:
            self.notify(tr("The office has a word on all of them."))
            return
        text = tr(
            "{category}, {year}: {met} meet the criteria and {rest} do not. Make designations of them? "
            "They wait for approval; nothing counts before.",
            category=CATEGORIES[self.category].text(),
            year=self.year,
            met=len(meeting),
            rest=len(open_ones) - len(meeting),
        )
        answers = [("met", tr("Those who meet them")), ("all", tr("All")), ("no", tr("Cancel"))]
        answer = await ask_choice(self.app, tr("Propose"), text, answers)
        if answer not in ("met", "all"):
            return
        try:
            count = await submit(self.archive, self.book, meeting if answer == "met" else open_ones)
        except XuedangError as error:
            self.xuedang.say(error)
            return
        self.notify(
            trn(
                "{number:,} designation waits for approval.",
                "{number:,} designations wait for approval.",
                count,
            )
        )
        self.reread()
