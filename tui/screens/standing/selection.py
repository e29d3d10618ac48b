"""Selecting the advanced: nominations with their next step, and who could be nominated by rank."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, cast

from textual import work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.content import Content

from records.errors import XuedangError
from records.language import labelled
from records.programme.book import Book
from records.programme.selection import (
    AWARDS,
    STEPS,
    Candidate,
    Nomination,
    Selection,
    Step,
    award_draft,
    candidates,
    decision_draft,
    nomination_draft,
    notice_end,
    put_on_notice,
    selections,
)
from tui.cjk import one_line
from tui.screens.page import open_page
from tui.screens.standing.year_page import YearPage
from tui.states import TONES
from tui.widgets.table.virtual_table import Column, Row, VirtualTable
from tui.words import mark, tr, trn

_STEP_TONES: Mapping[Step, str] = {
    "nominated": "behind",
    "vetted": "behind",
    "notice": "pace",
    "ready": "waiting",
    "decided": "waiting",
    "awarded": "met",
}


def open_selection(app: App[Any], year: int | None = None) -> None:
    """Open the selection of a year, that of the working date unless given."""
    open_page(app, SelectionScreen, year)


class SelectionScreen(YearPage):
    """Each award's nominations, then who comes next by rank; at the foot what speaks against one."""

    TITLE_WORDS = mark("Selecting the advanced")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "next_step", mark("Next step"), id="selection.next"),
        Binding("f9", "decide", mark("Decision"), id="selection.decide"),
    ]
    ON_FIGURES = ("decide",)

    def __init__(self, year: int | None = None) -> None:
        super().__init__(year)
        self.found: list[tuple[Selection, list[Candidate]]] | None = None

    async def work_out(self, book: Book) -> None:
        found = await selections(self.archive, book, self.year)
        self.found = [(each, await candidates(self.archive, book, each)) for each in found]

    # --- showing ---------------------------------------------------------------------------------

    def show_columns(self) -> None:
        self.table.show_columns(
            [
                Column("name", tr("Name"), 29, grow=1),
                Column("rank", tr("Votes / rank"), 9, right=True),
                Column("step", tr("Step"), 9),
                Column("next", tr("To do next"), 18, grow=1),
                Column("warnings", tr("Against"), 7, right=True),
            ]
        )
        self.below.show_columns([Column("told", tr("About the nominee"), 40, grow=1)])

    def lines(self) -> list[Row]:
        rows = []
        for selection, proposed in self.found or ():
            name = AWARDS[selection.award].text()
            quota = tr("quota {number}", number=selection.quota) if selection.quota is not None else ""
            rows.append(Row(selection.award, (name, quota, "", "", ""), "strong"))
            rows += [self._nomination(each) for each in selection.nominations]
            if proposed:
                title = tr("Proposed by rank")
                rows.append(Row((selection.award, "proposed"), (f"  {title}", "", "", "", ""), "strong"))
                rows += [self._candidate(selection, each) for each in proposed]
        return rows

    def _nomination(self, each: Nomination) -> Row:
        cells = (
            one_line(each.name),
            "" if each.votes is None else trn("{number:,} vote", "{number:,} votes", each.votes),
            STEPS[each.step].text(),
            each.next_step(),
            f"! {len(each.warnings)}" if each.warnings else "",
        )
        return Row(each.record, cells, "", each, ("", "", _STEP_TONES[each.step], "", "behind"))

    def _candidate(self, selection: Selection, each: Candidate) -> Row:
        against = f"! {len(each.warnings)}" if each.warnings else ""
        cells = (one_line(each.name), f"#{each.rank}", "", each.figure, against)
        return Row((selection.award, each.nominee), cells, "", (selection, each), ("", "", "", "", "behind"))

    def details(self, row: Row | None) -> list[Row]:
        value = row.value if row is not None else None
        if isinstance(value, Nomination):
            told = [f"{value.no} {one_line(value.name)}", *self._dates(value)]
            warnings = value.warnings
        elif isinstance(value, tuple):
            selection, candidate = cast("tuple[Selection, Candidate]", value)
            told = [tr("Enter nominates: {award}.", award=AWARDS[selection.award].text())]
            warnings = candidate.warnings
        else:
            return []
        rows = [Row(index, (text,)) for index, text in enumerate(told)]
        against = warnings or (tr("nothing speaks against it"),)
        tone = "behind" if warnings else "met"
        return rows + [
            Row((tone, text), (one_line(f"! {text}" if warnings else text),), tone) for text in against
        ]

    def _dates(self, each: Nomination) -> list[str]:
        if each.step == "awarded":
            return []
        return [tr("next: {step}", step=each.next_step())]

    def notes(self) -> Content:
        if self.found is None:
            return Content(tr("Counting…"))
        lines = []
        for selection, _ in self.found:
            counts = [
                f"{label.text()} {count}"
                for step, label in STEPS.items()
                if (count := len(selection.at(step)))
            ]
            told = "   ".join(counts) or tr("nobody is nominated yet")
            line = Content(labelled(AWARDS[selection.award].text(), told))
            if selection.over_quota:
                text = tr("  ! {count} over the quota", count=selection.over_quota)
                line = Content.assemble(line, (text, TONES["behind"]))
            lines.append(line)
        return Content("\n").join(lines)

    # --- going somewhere -------------------------------------------------------------------------

    @property
    def _nominated(self) -> Nomination | None:
        row = self.table.current if self.built else None
        return row.value if row is not None and isinstance(row.value, Nomination) else None

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        from tui.screens.forms.form import new_form, open_form

        row = self.table.current
        value = row.value if row is not None else None
        if isinstance(value, Nomination):
            open_form(self.app, value.record)
        elif isinstance(value, tuple):
            selection, candidate = cast("tuple[Selection, Candidate]", value)
            new_form(self.app, "nomination", nomination_draft(selection.award, self.year, candidate.nominee))
        else:
            self.nothing_here()

    def idle(self, action: str) -> str:
        if action == "next_step" and self._nominated is None:
            return tr("Put the cursor on a nomination first; Enter on a person proposed makes one.")
        if action == "decide" and self.counted and not any(each.at("ready") for each, _ in self.found or ()):
            return tr("No verified nomination is ready for a decision.")
        return super().idle(action)

    @work(exclusive=True, group="act")
    async def action_next_step(self) -> None:
        """Do what comes next for the nomination under the cursor, as far as the office has not yet."""
        from tui.screens.forms.form import new_form, open_form
        from tui.screens.lists.approve import approve_records

        each = self._nominated
        if each is None or self.book is None:
            return
        match each.step:
            case "vetted":
                await self._put_on_notice(each)
            case "notice":
                self.notify(each.next_step())
            case "ready" if each.status != "verified":
                question = tr("Verify the nomination of {name}?", name=each.name)
                if await approve_records(self, [each.record], question=question):
                    self.reread()
            case "ready":
                self._begin_decision(each.award)
            case "decided":
                new_form(self.app, "award", award_draft(each))
            case "awarded" if each.award_record is not None:
                open_form(self.app, each.award_record)
            case _:
                open_form(self.app, each.record)

    async def _put_on_notice(self, each: Nomination) -> None:
        from tui.screens.prompts import ask_date

        today = self.xuedang.settings.today
        chosen = await ask_date(self.app, tr("{name}: public notice from", name=each.name), today)
        if chosen is None:
            return
        begins = chosen.day or today
        try:
            await put_on_notice(self.archive, each.record, begins)
        except XuedangError as error:
            self.xuedang.say(error)
            return
        self.notify(tr("On notice until {date}.", date=notice_end(begins)))
        self.reread()

    def action_decide(self) -> None:
        """Begin the decision on all who are ready for the award under the cursor."""
        row = self.table.current if self.built else None
        award = next(iter(AWARDS))
        if row is not None:
            value = row.value[0] if isinstance(row.value, tuple) else row.value
            award = value.award if isinstance(value, Nomination | Selection) else str(row.id)
        self._begin_decision(award)

    def _begin_decision(self, award: str) -> None:
        from tui.screens.forms.form import new_form

        selection = next((each for each, _ in self.found or () if each.award == award), None)
        if selection is None or self.book is None:
            return
        fields = decision_draft(self.book, selection)
        if not fields["winners"]:
            self.notify(tr("No verified nomination for this award is ready."))
            return
        new_form(self.app, "commendation", fields)
