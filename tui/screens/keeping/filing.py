"""Filing a year: what is filed as what, what is left out and why, and what has outlived its period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from bson.objectid import ObjectId
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from records.errors import XuedangError
from records.filing import RETENTIONS
from records.keep.filing.disposing import Due
from records.keep.filing.proposal import Proposal
from records.language import clauses, labelled
from records.office.roles import Deed
from tui.cjk import one_line, widest
from tui.rows.record_rows import short_date
from tui.screens.keeping.disposal import DisposalScreen
from tui.screens.page import Page, open_page, opens
from tui.screens.standing.one_year import YEAR_KEYS
from tui.widgets.table.virtual_table import Column, Row, VirtualTable
from tui.words import mark, tr, trn

if TYPE_CHECKING:
    from records.store.changes import Change
    from tui.app import XuedangApp
    from tui.trail import Way

#: The fields of a kind that say whether a paper is important, and their values.
_IMPORTANCE = ("重要", "一般")


def open_filing(app: XuedangApp, year: int | None = None) -> None:
    """Open the page of a year, the one before the working date's unless given."""
    open_page(app, FilingScreen, year)


class FilingScreen(Page):
    """A row a paper in the order of filing, then those that are left out, each with why."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "file", mark("File all"), id="filing.file"),
        *YEAR_KEYS,
        Binding("f9", "more", mark("More"), id="filing.more"),
    ]

    NEEDS: ClassVar[Mapping[str, Deed]] = {"file": "edit"}

    def __init__(self, year: int | None = None) -> None:
        super().__init__()
        self._year = year
        self._proposal: Proposal | None = None
        self._due: list[Due] = []

    def way_back(self) -> Way:
        return opens(FilingScreen, self._year)

    @property
    def year(self) -> int:
        """The year shown: papers are filed once their year is over."""
        return self._year or self.xuedang.settings.today.year - 1

    def heading(self) -> str:
        return f"{tr('Filing')} > {self.year}"

    def body(self) -> ComposeResult:
        yield Static(markup=False, id="filing-state")
        yield VirtualTable(id="filing")

    @property
    def table(self) -> VirtualTable:
        return self.query_one("#filing", VirtualTable)

    def fill(self) -> None:
        self._show_columns(())
        self.table.focus()
        if self._proposal is None:
            self.query_one("#filing-state", Static).update(tr("Counting…"))
        else:
            self._show()
        self._load()

    def _show_columns(self, codes: Iterable[str]) -> None:
        """As wide as the longest code: its end is what tells one from the next."""
        self.table.show_columns(
            (
                Column("code", tr("Archival code"), widest(codes, 26), keep=True),
                Column("period", tr("Retention"), 9, keep=True),
                Column("date", tr("Date"), 10, keep=True),
                Column("title", tr("Title"), 18, grow=1),
            )
        )

    @work(exclusive=True, group="load")
    async def _load(self) -> None:
        from records.keep.filing.disposing import disposable
        from records.keep.filing.proposal import propose

        today = self.xuedang.settings.today
        try:
            self._proposal = await propose(self.archive, self.year, on=today)
            self._due = await disposable(self.archive, on=today)
        except XuedangError as error:
            self.xuedang.say(error)
            return
        if self.built:
            self._show()

    def on_change(self, change: Change) -> None:
        """Follow the scheme, and the papers that stand here: what else is new is read with F5."""
        found = self._proposal
        listed = found is not None and change.id in {
            *(each.id for each in found.papers),
            *(each.id for each in found.left_out),
        }
        if listed or change.kind == "filing_scheme" or change.operation == "lost":
            self.read_soon(self._load)

    def _show(self) -> None:
        proposal = self._proposal
        if proposal is None:
            return
        coded, label = proposal.scheme.in_force, self.archive.kinds.label
        rows = [
            Row(
                each.id,
                (
                    one_line(str(each.filed)) if coded else "",
                    RETENTIONS[each.filed.retention].text(),
                    short_date(each.date),
                    one_line(f"{label(each.kind)}  {each.title}"),
                ),
                "",
                each.id,
            )
            for each in proposal.papers
        ]
        if proposal.left_out:
            rows.append(Row("left", (tr("Left out"), "", "", ""), "strong"))
        rows += [
            Row(each.id, (one_line(each.why), "", "", one_line(f"{label(each.kind)}  {each.title}")),
                "behind", each.id)
            for each in proposal.left_out
        ]  # fmt: skip
        cursor = self.table.place_in(rows)
        self._show_columns(str(each.filed) for each in proposal.papers if coded)
        self.table.show_rows(rows, cursor=cursor)
        self.query_one("#filing-state", Static).update("\n".join(self._state(proposal)))
        self.refresh_top()
        self.refresh_bindings()

    def _state(self, proposal: Proposal) -> list[str]:
        scheme = proposal.scheme
        if scheme.in_force:
            lines = [tr("{fonds}, approved: {approval}", fonds=scheme.fonds, approval=scheme.approved)]
        else:
            lines = [
                tr(
                    "By the shipped proposal, which nobody has approved. {key:filing.more} begins "
                    "a filing scheme."
                )
            ]
        counts = "  ".join(f"{RETENTIONS[name].text()} {n}" for name, n in proposal.counts().items() if n)
        told = tr("{count} to be filed", count=len(proposal.papers))
        told = labelled(told, counts) if counts else told
        if proposal.before:
            told = clauses((told, tr("{count} filed already", count=proposal.before)))
        if proposal.left_out:
            told = clauses((told, tr("{count} left out", count=len(proposal.left_out))))
        lines.append(told)
        if self._due:
            lines.append(
                tr(
                    "! The period of {count} papers has ended; {key:filing.more} lists them.",
                    count=len(self._due),
                )
            )
        return [one_line(each) for each in lines]

    def action_year(self, steps: int) -> None:
        self._year = self.year + steps
        self._proposal = None
        self.refresh_top()
        self._load()

    def idle(self, action: str) -> str:
        if action == "file" and self._proposal is not None:
            if not self._proposal.scheme.in_force:
                return tr(
                    "No approved filing scheme is in force for this year; {key:filing.more} begins one."
                )
            if not self._proposal.papers:
                return tr("Nothing is to be filed of this year.")
        return super().idle(action)

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        from tui.screens.forms.form import open_form

        if isinstance(message.row.value, ObjectId):
            open_form(self.app, message.row.value)
        else:
            self.nothing_here()

    @work(exclusive=True, group="act")
    async def action_file(self) -> None:
        """File all that is listed, after asking; Escape stops between two chunks."""
        from records.keep.filing.assigning import file_year
        from tui.screens.lists.approve import ProgressPrompt
        from tui.screens.prompts import ask_choice

        proposal = self._proposal
        if proposal is None or not proposal.papers:
            return
        count = len(proposal.papers)
        question = tr(
            "File {count} papers of {year}? Their codes never change again, and the records are frozen.",
            count=f"{count:,}",
            year=self.year,
        )
        answers = [("yes", tr("File all")), ("no", tr("Cancel"))]
        if await ask_choice(self.app, tr("Filing"), question, answers) != "yes":
            return
        progress = ProgressPrompt(tr("Filing"), count)
        self.app.push_screen(progress)
        try:
            done = await file_year(
                self.archive,
                self.year,
                on=self.xuedang.settings.today,
                on_progress=progress.reach,
                stopped=lambda: progress.stopped,
            )
            self.notify(tr("{count} filed.", count=f"{done.filed:,}"))
        except XuedangError as error:
            self.xuedang.say(error)
        finally:
            progress.dismiss(None)
        self._load()

    # --- more ------------------------------------------------------------------------------------

    @work(exclusive=True, group="actions")
    async def action_more(self) -> None:
        """The scheme, the filed papers, what has outlived its period, the importance of the paper here."""
        from tui.screens.menu import choose

        answer = await choose(self.app, tr("Filing"), self._offered())
        match answer:
            case "scheme":
                await self._open_scheme()
            case "filed":
                self._open_filed()
            case "important":
                await self._turn_importance()
            case "dispose":
                open_page(self.xuedang, DisposalScreen)
            case "catalogue":
                await self._write_catalogue()

    def _offered(self) -> list[tuple[str, str]]:
        edits, proposal = self.may("edit"), self._proposal
        every = [
            ("scheme", tr("Filing scheme: codes, periods, approval"), proposal is not None),
            ("filed", tr("The filed records of this year as a list"), bool(proposal and proposal.before)),
            ("catalogue", tr("Write the catalogue to a file (.xlsx, .csv)"), proposal is not None),
            ("important", tr("Important, or ordinary: the paper under the cursor"),
             edits and self.table.current is not None),
            ("dispose", tr("What has outlived its period ({count})", count=f"{len(self._due):,}"),
             bool(self._due)),
        ]  # fmt: skip
        return [(key, label) for key, label, possible in every if possible]

    async def _open_scheme(self) -> None:
        """The scheme in force, one that waits, or a new one from the shipped proposal."""
        from records.keep.filing.scheme import KIND, new_scheme
        from records.search.query import Query
        from tui.screens.forms.form import new_form, open_form

        assert self._proposal is not None
        identifier = self._proposal.scheme.record
        if identifier is None:
            begun = await self.archive.find(Query(kind=KIND), limit=1)
            identifier = begun[0].id if begun else None
        if identifier is not None:
            open_form(self.app, identifier)
        else:
            new_form(self.app, KIND, await new_scheme(self.archive, self.year))

    @work(exclusive=True, group="open")
    async def _open_filed(self) -> None:
        from records.keep.filing.proposal import filed_of
        from records.search.query import Query
        from tui.screens.lists.list import ListScreen

        query = Query(ids=tuple(await filed_of(self.archive, self.year)), include_void=True)
        title = tr("Filed of {year}", year=self.year)
        self.app.push_screen(ListScreen(None, query=query, title=title))

    async def _turn_importance(self) -> None:
        row = self.table.current
        if row is None or not isinstance(row.value, ObjectId):
            self.nothing_here()
            return
        try:
            record = await self.archive.get(row.value)
            if self.archive.kinds.of(record.kind).field("importance") is None:
                kind = self.archive.kinds.label(record.kind)
                self.notify(
                    tr("How long a record of this kind is kept does not depend on it: {kind}", kind=kind)
                )
                return
            important = record.fields.get("importance") == _IMPORTANCE[0]
            record.fields["importance"] = _IMPORTANCE[1 if important else 0]
            await self.archive.save(record)
        except XuedangError as error:
            self.xuedang.say(error)
        self._load()

    async def _write_catalogue(self) -> None:
        from records.keep.filing.catalogue import write_catalogue
        from tui.screens.path_prompt import ask_new_file

        title = tr("Write the catalogue to a file (.xlsx, .csv)")
        path = await ask_new_file(
            self.app,
            title,
            Path.home() / f"{self.year}.xlsx",
            hint=tr("The path of the file"),
            endings=(".xlsx", ".csv"),
        )
        if path is None:
            return
        try:
            today = self.xuedang.settings.today
            count = await write_catalogue(self.archive, self.year, path, on=today)
        except XuedangError as error:
            self.xuedang.say(error)
            return
        self.notify(
            trn(
                "{number:,} line was written to {path}.",
                "{number:,} lines were written to {path}.",
                count,
                path=path,
            )
        )
