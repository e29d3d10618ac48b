"""The five-aspect assessment of a year: what the records suggest, what was given, grades and ranks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from records.errors import XuedangError
from records.language import current_language, labelled
from records.programme.assessment import (
    ASPECT_LABELS,
    Line,
    Part,
    YearOfAssessments,
    assessments,
    bring_up_to_date,
    drafts,
    records_of_part,
)
from records.programme.book import Book
from records.programme.marking import ASPECTS
from records.record import STATUS_LABELS
from tui.cjk import one_line
from tui.keys.key_names import key_of
from tui.screens.page import open_page
from tui.screens.standing.year_page import YearPage
from tui.states import TONES
from tui.widgets.marks import bar, number
from tui.widgets.plot import Chart, Plot, Series, wanted
from tui.widgets.table.virtual_table import Column, Row, VirtualTable
from tui.words import mark, tr, trn

_STATUS_TONES: Mapping[str, str] = {"draft": "behind", "submitted": "waiting", "verified": "met"}


def open_assessment(app: App[Any], year: int | None = None) -> None:
    """Open the assessment of a year, that of the working date unless given."""
    open_page(app, AssessmentScreen, year)


class AssessmentScreen(YearPage):
    """A line a person; below, what each suggested score was worked out from."""

    TITLE_WORDS = mark("Five-aspect assessment")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "draft_all", mark("Draft all"), id="assessment.draft"),
        Binding("f9", "actions", mark("More"), id="assessment.actions"),
        Binding("f11", "picture", mark("Picture"), show=False, id="assessment.picture"),
    ]

    ON_FIGURES = ("draft_all",)

    def __init__(self, year: int | None = None) -> None:
        super().__init__(year)
        self.found: YearOfAssessments | None = None
        self._by_unit = False
        self._picture: bool | None = None

    async def work_out(self, book: Book) -> None:
        self.found = await assessments(self.archive, book, self.year)

    # --- showing ---------------------------------------------------------------------------------

    def body(self) -> ComposeResult:
        yield from super().body()
        yield Plot(id="year-plot")

    def show_columns(self) -> None:
        self.table.show_columns(
            [
                Column("name", tr("Full name"), 9, keep=True),
                Column("unit", tr("Unit"), 12, grow=1, spare=True),
                *(Column(each, ASPECT_LABELS[each].text(), 6, right=True) for each in ASPECTS),
                Column("total", tr("Total"), 5, right=True, keep=True),
                Column("grade", tr("Grade"), 11 if current_language() == "en" else 8),
                Column("rank", tr("Rank"), 4, right=True, keep=True),
                Column("unit_rank", tr("In unit"), 7, right=True, spare=True),
                Column("state", tr("State"), 9, keep=True),
            ]
        )
        self.below.show_columns(
            [
                Column("aspect", tr("Aspect"), 8, keep=True),
                Column("score", tr("Given / suggested"), 17, right=True),
                Column("part", tr("What it rests on"), 16, grow=1),
                Column("done", tr("Done"), 16, right=True),
                Column("bar", "", 5, keep=True),
            ]
        )

    def show(self) -> None:
        super().show()
        self._show_picture()

    def lines(self) -> list[Row]:
        found = list(self.found.lines) if self.found is not None else []
        if self._by_unit:
            found.sort(key=lambda line: (self._unit(line), line.unit_rank or len(found)))
        return [self._row(line) for line in found]

    def _unit(self, line: Line) -> str:
        unit = self.book.units.get(line.unit) if self.book is not None else None
        return (unit.short_name or unit.name) if unit is not None else ""

    def _row(self, line: Line) -> Row:
        scores = line.given.scores if line.given is not None else line.suggestion.scores
        state = STATUS_LABELS[line.given.status].text() if line.given is not None else tr("suggested")
        tone = _STATUS_TONES[line.given.status] if line.given is not None else "unjudged"
        cells = (
            one_line(line.person.name),
            one_line(self._unit(line)),
            *(number(scores[each]) if each in scores else "-" for each in ASPECTS),
            number(line.total) if line.total is not None else "-",
            self._grade(line.grade),
            str(line.rank or "-"),
            str(line.unit_rank or "-"),
            state,
        )
        rest = "" if line.given is not None else "unjudged"
        return Row(line.person.id, cells, "", line, ("", "", *(rest,) * (len(cells) - 3), tone))

    def _grade(self, grade: str | None) -> str:
        field = self.archive.kinds["assessment"].field("grade")
        return field.choice_label(grade) if field is not None and grade else "-"

    def details(self, row: Row | None) -> list[Row]:
        """The parts of each aspect of the line under the cursor."""
        if row is None or not isinstance(row.value, Line):
            return []
        line, ascii = row.value, self.xuedang.settings.ascii
        rows = []
        for aspect in line.suggestion.aspects.values():
            given = line.given.scores.get(aspect.name) if line.given is not None else None
            suggested = "-" if aspect.score is None else number(aspect.score)
            told = f"{'-' if given is None else number(given)} / {suggested} / {number(aspect.weight)}"
            label = ASPECT_LABELS[aspect.name].text()
            changed = given is not None and aspect.score is not None and given != aspect.score
            tones = ("", "soon" if changed else "", "", "", "")
            for index, part in enumerate(aspect.parts):
                cells = (
                    "" if index else label,
                    "" if index else told,
                    one_line(
                        f"{part.key} {part.label.text()}" if part.key[1:].isdigit() else part.label.text()
                    ),
                    _done(part),
                    bar(part.done, part.required, ascii=ascii),
                )
                rows.append(Row((aspect.name, part.key), cells, "", part, () if index else tones))
            if not aspect.parts:
                cells = (label, told, tr("nothing to go by: the office decides"), "", "")
                rows.append(Row((aspect.name, ""), cells, "", None, tones))
        if line.given is not None and line.given.reason:
            reason = one_line(labelled(tr("Reason for change"), line.given.reason))
            rows.append(Row("reason", ("", "", reason, "", "")))
        return rows

    def notes(self) -> Content:
        """How many were given each grade, and to how many more it is suggested; what is out of date."""
        found = self.found
        if found is None:
            return Content(tr("Counting…"))
        if not found.lines:
            return Content(tr("Nobody is to be assessed in this year."))
        parts = []
        for grade, (given, suggested) in found.grades().items():
            drawn = bar(given + suggested, len(found.lines), 3, ascii=self.xuedang.settings.ascii)
            more = f" (+{suggested})" if suggested else ""
            parts.append(f"{self._grade(grade)} {drawn} {given}{more}")
        lines = [Content("  ".join(parts))]
        if stale := sum(line.given is not None and line.given.stale for line in found.lines):
            text = tr(
                "{count} kept grades follow older bands; {key:assessment.actions} brings them up to date.",
                count=stale,
            )
            lines.append(Content.styled(f"! {text}", TONES["behind"]))
        return Content("\n").join(lines)

    def _show_picture(self) -> None:
        plot, found = self.query_one("#year-plot", Plot), self.found
        plot.display = wanted(self._picture, self.size.height) and found is not None and bool(found.lines)
        if found is not None:
            grades = found.grades()
            series = [Series(tr("given"), [given for given, _ in grades.values()])]
            series.append(Series(tr("suggested"), [suggested for _, suggested in grades.values()]))
            plot.show(Chart([self._grade(each) for each in grades], series, title=tr("Grades")))

    # --- going somewhere -------------------------------------------------------------------------

    @property
    def _line(self) -> Line | None:
        row = self.table.current if self.built else None
        return row.value if row is not None and isinstance(row.value, Line) else None

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        """The assessment of a person, or a draft that follows the suggestion; of a part, its records."""
        from tui.screens.forms.form import new_form, open_form

        value, line = message.row.value, self._line
        if isinstance(value, Part) and line is not None:
            self._open_part(line, value)
        elif isinstance(value, Line) and value.given is not None:
            open_form(self.app, value.given.record)
        elif isinstance(value, Line):
            new_form(self.app, "assessment", value.suggestion.fields())
        else:
            self.nothing_here()

    @work(exclusive=True, group="behind")
    async def _open_part(self, line: Line, part: Part) -> None:
        if self.book is None:
            return
        try:
            found = await records_of_part(self.archive, self.book, line.person.id, self.year, part)
        except XuedangError as error:
            self.xuedang.say(error)
            return
        self.open_ids(found, f"{line.person.name} > {part.label.text()} > {self.year}")

    def idle(self, action: str) -> str:
        if action == "draft_all" and self.counted and not (self.found and self.found.lines):
            return tr("Nobody is assessed this year: no person on record counts yet.")
        return super().idle(action)

    @work(exclusive=True, group="act")
    async def action_draft_all(self) -> None:
        """Begin the assessments of all in the table who have none, as suggested; they are drafts."""
        from tui.screens.prompts import ask_choice

        shown = {row.id for row in self._narrowed(self.lines())}
        lines = [line for line in self.found.lines if line.person.id in shown] if self.found else []
        records = drafts(lines)
        if not records:
            self.notify(tr("All of them have an assessment."))
            return
        text = tr(
            "Begin {count} assessments of {year} with the suggested scores? They are drafts: "
            "nothing is verified.",
            count=len(records),
            year=self.year,
        )
        answers = [("yes", tr("Begin")), ("no", tr("Cancel"))]
        if await ask_choice(self.app, tr("Draft all"), text, answers) != "yes":
            return
        try:
            report = await self.archive.save_many(records)
        except XuedangError as error:
            self.xuedang.say(error)
            return
        self.notify(trn("{number:,} draft made.", "{number:,} drafts made.", report.created))
        self.reread()

    def action_picture(self) -> None:
        """Show the picture of the grades, or take it away."""
        self._picture = not self.query_one("#year-plot").display
        self._show_picture()

    @work(exclusive=True, group="act")
    async def action_actions(self) -> None:
        from tui.screens.menu import choose
        from tui.screens.standing.evaluation import open_evaluations

        items = [("unit", tr("By rank") if self._by_unit else tr("By unit"))]
        if self._line is not None:
            items.append(("board", tr("Dashboard of the person")))
        if self.found is not None and any(line.given and line.given.stale for line in self.found.lines):
            items.append(("stale", tr("Bring the grades up to date")))
        items += [
            ("picture", tr("Picture ({press})", press=key_of("assessment.picture"))),
            ("evaluation", tr("Democratic evaluation")),
        ]
        match await choose(self.app, tr("More"), items):
            case "unit":
                self._by_unit = not self._by_unit
                self.show()
            case "board" if self._line is not None:
                self.open_board(self._line.person.id)
            case "stale":
                await self._bring_up_to_date()
            case "picture":
                self.action_picture()
            case "evaluation":
                open_evaluations(self.app, self.year)

    async def _bring_up_to_date(self) -> None:
        assert self.found is not None
        try:
            count = await bring_up_to_date(self.archive, self.found.lines)
        except XuedangError as error:
            self.xuedang.say(error)
        else:
            self.notify(
                trn(
                    "{number:,} grade follows the bands in force now.",
                    "{number:,} grades follow the bands in force now.",
                    count,
                )
            )
        self.reread()


def _done(part: Part) -> str:
    waits = f" (+{number(part.waiting)}?)" if part.waiting else ""
    return f"{number(part.done)}/{number(part.required)} {part.measure.text()}{waits}"
