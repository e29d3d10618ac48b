"""The papers of an import: what each is taken for, changed by the operator and kept in the mapping file."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from textual import work
from textual.app import ComposeResult
from textual.widgets import Static

from records.errors import XuedangError
from records.intake.build.paper.which_kind import paper_kinds
from records.intake.mappings.mapping import PAPER_KINDS, SourceRule
from records.intake.papers.paper_rule import (
    PaperSummary,
    Pin,
    as_recognised,
    fields_beside,
    papers_of,
    rule_for_paper,
    said_beside,
    said_of,
    takes,
    with_paper_kind,
    with_pin,
    with_said,
)
from records.intake.tables.table_rule import SKIP
from records.masking import printed
from records.values import PartialDate
from tui.cjk import one_line
from tui.import_run import ImportRun
from tui.rows.kept_order import KeptOrder
from tui.screens.forms.option_picker import choose_option
from tui.screens.importing.import_answer import Picked
from tui.screens.importing.import_page import ImportPage
from tui.screens.importing.import_rule import ask_field
from tui.screens.menu import choose
from tui.screens.prompts import ask_text
from tui.widgets.table.virtual_table import Column, Row, VirtualTable
from tui.words import tr


class ImportPapers(ImportPage):
    """A row a paper, those with a doubt first; Enter changes what it is, whose and when, or leaves it out."""

    def __init__(self, run: ImportRun) -> None:
        super().__init__(run)
        self._order = KeptOrder(lambda row: row.value.file if isinstance(row.value, PaperSummary) else "")

    def heading(self) -> str:
        return tr("Import > Papers")

    def body(self) -> ComposeResult:
        yield Static(markup=False, classes="import-line")
        yield VirtualTable(id="import-papers")

    @property
    def table(self) -> VirtualTable:
        return self.query_one("#import-papers", VirtualTable)

    def fill(self) -> None:
        self.table.show_columns(
            (
                Column("place", tr("Paper"), 20, grow=3),
                Column("kind", tr("Kind"), 12, grow=0),
                Column("who", tr("Author"), 10, grow=0),
                Column("doubt", tr("Doubt"), 20, grow=2),
                Column("title", tr("Title"), 20, grow=2, spare=True),
            )
        )
        self._show()
        self.table.focus()
        self.state(self.said())

    def after_trial(self) -> None:
        self._show()

    def said(self) -> str:
        return f"{tr('Enter changes what a paper is, or leaves it out.')} {self.importing.said()}"

    def _show(self) -> None:
        report = self.importing.report
        papers = sorted(papers_of(report), key=_rank) if report is not None else []
        rows = self._order.kept([self._row(each) for each in papers])
        self.table.show_rows(rows, cursor=self._order.place(rows, self.table.current, self.table.cursor))

    def _row(self, paper: PaperSummary) -> Row:
        kind = self._kind(paper.kind) if paper.kind else self._no_paper(paper)
        who = paper.who or paper.when
        texts = (paper.shown, kind, who, "；".join(paper.doubts), paper.title)
        tone = "waiting" if paper.needs_a_look else "" if paper.kind else "unjudged"
        return Row(paper.shown, tuple(one_line(printed(text)) for text in texts), tone, paper)

    def _no_paper(self, paper: PaperSummary) -> str:
        """What a file was taken for that was taken for no paper."""
        if not paper.tables:
            return tr("left out")
        kinds = self.importing.kinds
        known = [kinds.label(each) for each in paper.tables if each in kinds]
        return tr("table: {kind}", kind="、".join(known) or tr("not known"))

    def _kind(self, name: str) -> str:
        kinds = self.importing.kinds
        return kinds.label(name)

    # --- changing one ----------------------------------------------------------------------------

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        if isinstance(message.row.value, PaperSummary):
            self._change(message.row.value)

    @work(exclusive=True, group="ask")
    async def _change(self, paper: PaperSummary) -> None:
        try:
            async with self.writing:
                rule, place = await self._rule(paper)
            changed = await self._ask(paper, rule, pinned=place is not None)
        except XuedangError as error:
            self.xuedang.say(error)
            return
        if changed is not None and (changed != rule or place is None):
            self._keep(paper, changed)

    async def _rule(self, paper: PaperSummary) -> tuple[SourceRule, int | None]:
        """What the mapping file says of the paper by now, and where."""
        return rule_for_paper(paper.file, await asyncio.to_thread(self.importing.rules))

    # Not ended by the next change, whose menu may be open before this one is written.
    @work(group="keep")
    async def _keep(self, paper: PaperSummary, changed: SourceRule) -> None:
        async with self.writing:
            await self._write(paper, changed)

    async def _write(self, paper: PaperSummary, changed: SourceRule) -> None:
        try:
            # Others may have been written before it while it was asked.
            _, place = await self._rule(paper)
            file = self.importing.file()
            await asyncio.to_thread(file.keep_rule, changed, place=place)
        except XuedangError as error:
            self.xuedang.say(error)
            return
        except OSError as error:
            path = self.importing.mapping
            self.say_refused(path, error)
            return
        self.notify(tr("Kept in {path}", path=self.importing.shown_mapping))
        self.try_changed()

    async def _ask(self, paper: PaperSummary, rule: SourceRule, *, pinned: bool) -> SourceRule | None:
        """What the operator makes of the rule; None when cancelled."""
        kind = "" if rule.kind == SKIP else paper.kind
        shown = self._kind(kind) if kind else self._no_paper(paper)
        items = [("kind", tr("Kind: {value}", value=shown))]
        part = paper.part
        labels: dict[Pin, str] = {
            "author": tr("Author: {value}", value=said_of(rule, "author") or paper.who or "—"),
            "date": tr(
                "Date: {value}", value=said_of(rule, "date", part) or paper.when or tr("as recognised")
            ),
            "title": tr("Title: {value}", value=said_of(rule, "title", part) or paper.title or "—"),
        }
        # Of running notes on visits nothing can be said as of a paper: that would name a register's kind.
        if kind in paper_kinds(self.importing.kinds):
            items += [(what, label) for what, label in labels.items() if takes(kind, what)]
            items += [
                ("unit", tr("Unit: {value}", value=rule.unit or tr("as recognised"))),
                ("more", tr("Other fields: {value}", value=self._said(rule, kind, part) or "—")),
            ]
        if kind:
            items.append(
                ("drop", tr("Leave the whole book out") if paper.part else tr("Leave this paper out"))
            )
        if (pinned or not kind) and not paper.tables:
            items.append(("free", tr("As it is recognised by itself")))
        match await choose(self.app, one_line(printed(paper.file)), items):
            case "kind":
                return await self._ask_kind(rule, kind, tables=bool(paper.tables))
            case "author":
                return await self._ask_who(rule, kind)
            case "unit":
                return await self._ask_unit(rule, kind)
            case "more":
                return await self._ask_more(rule, kind, part)
            case "date" | "title" as what:
                return await self._ask_words(paper, rule, kind, what)
            case "drop":
                return with_paper_kind(rule, SKIP)
            case "free":
                return as_recognised(rule)
        return None

    async def _ask_kind(self, rule: SourceRule, now: str, *, tables: bool) -> SourceRule | None:
        # Kinds whose registers are the rule are what a table may be taken for.
        kinds = [name for name in paper_kinds(self.importing.kinds) if not tables or name in PAPER_KINDS]
        items = [(name, f"{self._kind(name)}  {name}") for name in kinds]
        chosen = await choose_option(self.app, tr("What is this paper?"), items, now)
        return with_paper_kind(rule, chosen) if chosen is not None else None

    async def _ask_who(self, rule: SourceRule, kind: str) -> SourceRule | None:
        who = await self._picked("person")
        return with_pin(rule, kind, "author", who.value) if who is not None else None

    async def _ask_unit(self, rule: SourceRule, kind: str) -> SourceRule | None:
        picked = await self._picked("unit")
        if picked is None:
            return None
        create = rule.create | {"units"} if picked.new else rule.create
        return replace(rule, kind=rule.kind or kind, unit=picked.label, create=create)

    def _said(self, rule: SourceRule, kind: str, part: int) -> str:
        """What is said of other fields of the paper."""
        known = self.importing.kinds[kind]
        said = said_beside(rule, known, part).items()
        labels = {each.name: each.label.text() for each in fields_beside(known)}
        return "、".join(f"{labels[name]} {value}" for name, value in said)

    async def _ask_more(self, rule: SourceRule, kind: str, part: int) -> SourceRule | None:
        known = self.importing.kinds[kind]
        now = said_beside(rule, known, part)
        said = await ask_field(self.app, tr("Other fields"), known, fields_beside(known), now)
        return None if said is None else with_said(rule, kind, *said, part)

    async def _picked(self, target: str) -> Picked | None:
        """A person or unit, also one that nobody knows yet; None when cancelled."""
        from tui.screens.importing.import_answer import pick_answer

        report = self.importing.report
        new = report.new_people if report is not None else []
        units = report.units_created if report is not None else []
        return await pick_answer(self.app, self.archive, target, new, units, may_be_new=True)

    async def _ask_words(
        self, paper: PaperSummary, rule: SourceRule, kind: str, what: Pin
    ) -> SourceRule | None:
        if what == "date":
            now = said_of(rule, what, paper.part)
            words = await ask_text(self.app, tr("Date of the paper"), now, check=_as_date)
        else:
            now = said_of(rule, what, paper.part) or paper.title
            words = await ask_text(self.app, tr("Title of the paper"), now)
        return with_pin(rule, kind, what, words.strip(), paper.part) if words is not None else None


def _as_date(text: str) -> str:
    """Raise ValueError for what is no date; nothing is as recognised."""
    if text.strip():
        PartialDate.parse(text.strip())
    return text


def _rank(paper: PaperSummary) -> tuple[int, str, int]:
    """What is asked or refused first, then what is doubted; what is left out last."""
    order = {"ask": 0, "reject": 0, "import_flagged": 1, "import": 2}
    return order.get(paper.outcome, 3), paper.file, paper.part
