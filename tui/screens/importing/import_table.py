"""One table of an import: its first rows beside where its columns go, changed and kept as a mapping file."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import Static

from records.errors import XuedangError
from records.intake.files.reading import Reading
from records.intake.mappings.mapping import ImportMapping, SourceRule
from records.intake.tables.several.each_cell import a_record_each
from records.intake.tables.table_look import TableLook, look_at, read_again
from records.intake.tables.table_rule import (
    completed,
    covered,
    for_table_alone,
    others_to,
    rule_for_table,
    target_label,
    targets_of,
    with_kind,
    with_target,
)
from records.intake.tables.table_summary import TableSummary
from tui.import_run import Findings, ImportRun, OwnFault
from tui.screens.forms.option_picker import choose_option
from tui.screens.importing.import_page import ImportPage
from tui.screens.importing.import_rule import ask_beside, change_rule
from tui.screens.importing.import_table_shown import rule_text, show_columns, show_rows
from tui.screens.importing.import_tables import place_of
from tui.screens.prompts import ask_choice
from tui.widgets.table.virtual_table import VirtualTable
from tui.words import mark, tr

if TYPE_CHECKING:
    from records.intake.report import ImportReport

#: A trial run that takes no longer is made by itself after each change.
CHEAP = 2.0
_SKIP = "skip"


class ImportTable(ImportPage):
    """Columns above, the first rows below them, or beside them where there is room."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "kind", mark("Kind"), id="import_table.kind"),
        Binding("f7", "save", mark("Keep"), id="import_table.save"),
        Binding("f8", "more", mark("More"), id="import_table.more"),
    ]

    def __init__(self, run: ImportRun, table: TableSummary) -> None:
        super().__init__(run)
        self._table = table
        self._look: TableLook | None = None
        self._reading: Reading | None = None
        self._mapping = ImportMapping()
        self._rule = self._kept = SourceRule("")
        self._place: int | None = None
        self._loaded = False
        #: Set when what the mapping file says of the table is read, and when the file itself is.
        self._ready, self._read = asyncio.Event(), asyncio.Event()
        #: By which rule the table was looked at last.
        self._looked_by: SourceRule | None = None
        #: The run before a trial of what isn't kept: it counts again when that is given up.
        self._before: tuple[ImportReport, Findings] | None = None

    def heading(self) -> str:
        return f"{tr('Import')} > {place_of(self._table)}"

    def body(self) -> ComposeResult:
        yield Static(markup=False, classes="import-line")
        yield Static(markup=False, id="import-rule")
        with Container(id="import-table-box"):
            yield VirtualTable(id="import-columns")
            yield VirtualTable(id="import-rows")

    @property
    def columns(self) -> VirtualTable:
        return self.query_one("#import-columns", VirtualTable)

    @property
    def summary(self) -> TableSummary:
        """The table as it is understood now."""
        return self._look.summary if self._look is not None else self._table

    @property
    def unsaved(self) -> bool:
        return self._rule != self._kept

    def fill(self) -> None:
        self._show()
        self.columns.focus()
        if not self._loaded:
            self._load()

    # --- reading it ------------------------------------------------------------------------------

    @work(exclusive=True, group="load")
    async def _load(self) -> None:
        """Read what the mapping file says, and the file itself again."""
        self.state(tr("Reading…"))
        report = self.importing.report
        try:
            self._mapping = await asyncio.to_thread(self.importing.rules)
        except XuedangError as error:
            self.xuedang.say(error)
        tables = report.tables if report is not None else [self._table]
        self._rule, self._place = rule_for_table(self._table, tables, self._mapping)
        self._kept, self._loaded = self._rule, True
        self._ready.set()
        try:
            path = self.importing.path
            self._reading = await asyncio.to_thread(read_again, path, self._table.file)
        except (XuedangError, OSError):
            # It is gone, or was changed meanwhile; its columns are known all the same.
            self._reading = None
        self._read.set()
        await self._recognise()

    async def _recognise(self) -> None:
        """Look at the table anew under the rule as it is now."""
        await self._read.wait()
        rule = self._rule
        if self._reading is not None:
            mapping = self.trial_mapping() if self.unsaved else self._mapping
            try:
                self._look = await asyncio.to_thread(
                    look_at, self._reading, self._table, self.importing.kinds, mapping or self._mapping
                )
            except Exception as error:  # noqa: BLE001  whatever it is, what was chosen stays on the screen
                self.xuedang.say(OwnFault(error, self.importing.path))
            self._looked_by = rule
        if self.built:
            self._show()
            self.state(self.said())

    def action_try(self) -> None:
        self._remember()
        super().action_try()

    def _remember(self) -> None:
        """Hold on to what the last run by the mapping file said."""
        report = self.importing.report
        if self.unsaved and self._before is None and report is not None:
            self._before = report, self.importing.findings

    def trial_mapping(self) -> ImportMapping | None:
        """The mapping file with the rule as it is on the screen."""
        if not self.unsaved:
            return None
        rules = list(self._mapping.rules)
        if self._place is None:
            rules.insert(0, self._rule)
        else:
            rules[self._place] = self._rule
        return replace(self._mapping, rules=tuple(rules))

    def after_trial(self) -> None:
        """Count what became of the rows with this rule."""
        report = self.importing.report
        mine = (self._table.file, self._table.sheet)
        counted = [each for each in report.tables if (each.file, each.sheet) == mine] if report else []
        if counted:
            first = self._table.first_row
            self._table = min(counted, key=lambda each: abs(each.first_row - first))
        self._show()

    # --- showing it ------------------------------------------------------------------------------

    def said(self) -> str:
        if self.unsaved:
            return tr(
                "Changed. {key:import_page.try} tries it, {key:import_table.save} keeps it in {path}",
                path=self.importing.shown_mapping,
            )
        return self.importing.said()

    def _show(self) -> None:
        importing, rule, summary = self.importing, self._rule, self.summary
        report = importing.report
        tables = report.tables if report is not None else ()
        text = rule_text(importing.kinds, rule, summary, self._table, tables)
        self.query_one("#import-rule", Static).update(text)
        show_columns(self.columns, importing.kinds, rule, summary)
        show_rows(self.query_one("#import-rows", VirtualTable), summary, self._look)
        self.refresh_bindings()

    # --- changing it -----------------------------------------------------------------------------

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        if isinstance(message.row.value, str):
            self._choose_target(message.row.value)
        elif isinstance(message.row.value, int):
            self._choose_head(message.row.value)

    @work(exclusive=True, group="ask")
    async def _choose_head(self, row: int) -> None:
        await self._ready.wait()
        self._change(replace(self._rule, header_row=row))

    def _change(self, rule: SourceRule) -> None:
        if rule == self._rule:
            return
        self._rule = rule
        self._try_change()

    @work(exclusive=True, group="look")
    async def _try_change(self) -> None:
        """Recognise the table anew; where the whole import takes no time, run it on trial as well."""
        await self._recognise()
        if self.built and self.importing.seconds <= CHEAP:
            self._remember()
            self.try_changed()

    @work(exclusive=True, group="ask")
    async def _choose_target(self, heading: str) -> None:
        await self._ready.wait()
        kind = self._rule.kind or self.summary.kind or self.summary.guess
        kinds = self.importing.kinds
        if kind not in kinds:
            await self._choose_kind()
            return
        items = [(each.name, f"{each.label}  {each.name}") for each in targets_of(kinds[kind])]
        now = next((each.target for each in self.summary.columns if each.heading == heading), "")
        chosen = await choose_option(self.app, tr("{heading} goes to", heading=heading), items, now)
        if chosen is not None:
            rule = self._rule if self._rule.kind else replace(self._rule, kind=kind)
            beside = False
            if others := others_to(rule, self.summary, heading, chosen):
                answer: str | None = "both"
                if not a_record_each(kind, chosen, (heading, *others)):
                    answer = await ask_beside(self.app, heading, others, target_label(kinds, kind, chosen))
                if answer is None:
                    return
                beside = answer == "both"
                # What was recognised is written down with it: a column that no rule names is let go of.
                rule = completed(rule, self.summary) if beside else rule
            self._change(with_target(rule, heading, chosen, beside=beside))

    @work(exclusive=True, group="ask")
    async def action_kind(self) -> None:
        await self._choose_kind()

    async def _choose_kind(self) -> None:
        await self._ready.wait()
        kinds = self.importing.kinds
        items = [(_SKIP, tr("leave this table out"))]
        items += [(name, f"{kind.label.text()}  {name}") for name, kind in kinds.items()]
        now = self._rule.kind or self.summary.guess or next(iter(kinds))
        chosen = await choose_option(self.app, tr("What is this table?"), items, now)
        if chosen is not None and chosen != self._rule.kind:
            self._change(with_kind(self._rule, chosen))

    @work(exclusive=True, group="ask")
    async def action_more(self) -> None:
        """The parts of the rule that are seldom needed, one after the other from a menu."""
        await self._ready.wait()
        row = self.columns.current
        heading = row.value if row is not None and isinstance(row.value, str) else ""
        kind = self.importing.kinds.get(self._rule.kind or self.summary.kind or self.summary.guess)
        report = self.importing.report
        others = covered(self._rule, report.tables) - 1 if report is not None else 0
        alone = for_table_alone(self._rule, self._table, self._mapping)
        changed = await change_rule(self.app, self._rule, heading, kind, alone, max(others, 0))
        if (
            changed is not None
            and (changed.files, changed.sheets) == (alone.files, alone.sheets)
            and others > 0
        ):
            self._place = None
        if changed is not None:
            self._change(changed)

    # --- keeping it ------------------------------------------------------------------------------

    # Not ended by pressing the key again, nor by leaving the page.
    @work(group="save")
    async def action_save(self) -> None:
        async with self.writing:
            await self._save()

    async def _save(self) -> bool:
        await self._ready.wait()
        if self._rule.kind is None:
            self.notify(tr("Say first what this table is: {key:import_table.kind}."))
            return False
        asked = self._rule
        if asked.kind != _SKIP and asked != self._looked_by:
            # Columns are written down as they are understood under this rule, not under the one before.
            await self._recognise()
        file = self.importing.file()
        rule = completed(asked, self.summary) if self._is_seen(asked) else asked
        try:
            await asyncio.to_thread(file.keep_rule, rule, place=self._place)
            self._mapping = await asyncio.to_thread(self.importing.rules)
        except XuedangError as error:
            self.xuedang.say(error)
            return False
        except OSError as error:
            self.say_refused(file.path, error)
            return False
        if self._rule == asked:
            self._rule = rule
        # What was changed while it was written stays to be kept.
        self._kept = rule
        self._before = None
        # A new document stands before all others.
        self._place = self._place if self._place is not None else 0
        self.notify(tr("Kept in {path}", path=str(file.path)))
        if self.built:
            self._show()
            self.state(self.said())
        self.try_changed()
        return True

    def _is_seen(self, rule: SourceRule) -> bool:
        """Whether what is known of the columns was recognised for the kind that the rule says."""
        return rule.kind in (self.summary.kind, self.summary.guess)

    async def may_close(self) -> bool:
        if not await super().may_close():
            return False
        if not self.unsaved:
            return True
        answers = [("keep", tr("Keep")), ("leave", tr("Don't keep")), ("stay", tr("Stay here"))]
        text = tr("What you changed about this table is not in the mapping file yet.")
        answer = await ask_choice(self.app, tr("Keep the changes?"), text, answers)
        if answer == "leave":
            self._rule = self._kept
            if self._before is not None:
                self.importing.report, self.importing.findings = self._before
            if self.importing.busy:
                self.try_changed()  # not with what was given up
        return answer == "leave" or (answer == "keep" and await self._save_now())

    async def _save_now(self) -> bool:
        async with self.writing:
            return await self._save()
