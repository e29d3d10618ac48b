"""A week of a branch in one grid: a row for each member, the few fields of a kind across."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

from bson.objectid import ObjectId
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from records.checking.attendance import expected
from records.checking.checks import Fault
from records.errors import XuedangError
from records.intake.loading.typed import save_together
from records.kind import Field, Kind, Kinds
from records.record import Record
from records.values import Value, as_partial
from tui.drafts import Draft, DraftFile
from tui.form_state import Typed, blank_row, to_value
from tui.grid_state import GridRow, GridState
from tui.screens.forms.row import RowScreen
from tui.screens.kept import KeptPage
from tui.screens.prompts import ask_choice
from tui.widgets.editor import FormContext
from tui.widgets.grid import CellGrid
from tui.words import mark, tr, trn

if TYPE_CHECKING:
    from tui.app import XuedangApp

#: Under this name the rows of a grid stand in a draft; under the other what it was begun with.
ROWS, BEGUN = "@rows", "@begun"
_UNIT = "@unit"


def grid_kinds(kinds: Kinds) -> list[Kind]:
    """The kinds of study that are entered person by person."""
    return [
        kind
        for kind in kinds.values()
        if kind.group == "study" and kind.fields[0].targets == ("person",) and kind.fields[0].identify
    ]


def _whole(kind: Kind) -> Field:
    """The fields of a kind's first section, as those of a table."""
    fields = tuple(each for name in kind.sections[0].fields if (each := kind.field(name)) is not None)
    return Field(kind.name, kind.label, "list", fields=fields)


async def begin_entries(app: XuedangApp) -> None:
    """Ask for kind, unit and what all rows have in common, then open the grid. From a worker."""
    from tui.screens.menu import choose

    archive = app.archive
    if archive is None:
        return
    offered = [(kind.name, kind.label.text()) for kind in grid_kinds(archive.kinds)]
    name = await choose(app, tr("Which records?"), offered)
    if name is None:
        return
    kind, whole = archive.kinds.of(name), _whole(archive.kinds.of(name))
    unit = Field(_UNIT, archive.kinds.of("unit").label, "reference", to="unit", required=True)
    asked = Field(kind.name, kind.label, "list", fields=(unit, *whole.fields[1:]))
    shared = FormContext(archive, {}, tuple)
    begun = blank_row(asked)
    begun |= {each: app.settings.today.isoformat() for each in kind.date if each in begun}
    typed = await app.push_screen_wait(RowScreen(asked, begun, shared))
    if typed is None:
        return
    common = {each: text for each, text in typed.items() if each != _UNIT and text}
    unit_id = str(typed.get(_UNIT, ""))
    rows: list[GridRow] = []
    if ObjectId.is_valid(unit_id):
        day = app.settings.today
        with suppress(ValueError):
            written = next((str(common[each]) for each in kind.date if common.get(each)), "")
            found = as_partial(to_value(whole.fields[1], written, None, "", []) if written else None)
            day = found.end if found else day
        try:
            people = await expected(archive, ObjectId(unit_id), day)
        except XuedangError as error:
            app.say(error)
            return
        key = whole.fields[0].name
        rows = [blank_row(whole) | common | {key: str(person.id)} for person in people]
    app.push_screen(EntriesScreen(kind.name, unit_id, rows, common))


class EntriesScreen(KeptPage):
    """The grid; F2 stores what was filled in as one batch. A row that was only begun is left out."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f2", "save", mark("Save"), id="entries.save")]

    def __init__(
        self,
        kind: str,
        unit: str,
        rows: Sequence[GridRow],
        common: Mapping[str, Typed],
        *,
        begun: Sequence[GridRow] | None = None,
        draft_file: DraftFile | None = None,
    ) -> None:
        super().__init__(draft_file)
        self._kind_name, self._unit, self._common = kind, unit, dict(common)
        self._rows: list[GridRow] = [dict(row) for row in rows]
        self._begun = [dict(row) for row in (rows if begun is None else begun)]
        self._state: GridState | None = None

    @classmethod
    def from_draft(cls, draft: Draft, file: DraftFile) -> EntriesScreen:
        """The grid that a draft is of."""
        typed = draft.typed
        common = typed.get("@common", {})
        return cls(
            draft.kind, typed[_UNIT], typed[ROWS], common, begun=draft.base.get(BEGUN, []), draft_file=file
        )

    @property
    def _kind(self) -> Kind:
        return self.archive.kinds.of(self._kind_name)

    @property
    def state(self) -> GridState:
        """What is typed."""
        if self._state is None:
            names = FormContext(self.archive, {}, tuple)
            self._state = GridState(_whole(self._kind), self._rows, names, self._common)
        return self._state

    @property
    def unsaved(self) -> bool:
        return self._state is not None and bool(self._filled)

    @property
    def _filled(self) -> list[int]:
        """The rows that hold more than they began with."""
        begun = {str(row.get(self._key)): row for row in self._begun}
        blank = blank_row(_whole(self._kind)) | self._common
        filled = []
        for index, row in enumerate(self.state.rows):
            like = begun.get(str(row.get(self._key)), blank)
            if any(text and text != like.get(name) for name, text in row.items() if name != self._key):
                filled.append(index)
        return filled

    @property
    def _key(self) -> str:
        return self._kind.fields[0].name

    # --- what is shown -------------------------------------------------------------------------

    def heading(self) -> str:
        if self.xuedang.archive is None:
            return ""
        return tr("Quick entry: {what}", what=self._kind.label.text())

    def body(self) -> ComposeResult:
        yield Static(markup=False, id="entries-count")

    def fill(self) -> None:
        self._load()

    @work(exclusive=True, group="names")
    async def _load(self) -> None:
        ids = [
            ObjectId(text) for row in self.state.rows if ObjectId.is_valid(text := str(row.get(self._key)))
        ]
        if ObjectId.is_valid(self._unit):
            ids.append(ObjectId(self._unit))
        try:
            self.state.context.names.update(await self.archive.names(ids))
        except XuedangError as error:
            self.xuedang.say(error)
        if not self.query(CellGrid):
            unit = ObjectId(self._unit) if ObjectId.is_valid(self._unit) else None
            await self.mount(CellGrid(self.state, unit=unit), after="#entries-count")
        self._count()
        self.settle_draft()

    def _count(self) -> None:
        unit = self.state.context.title(self._unit) if self._unit else ""
        text = tr(
            "{count} rows filled in; rows that were only begun are not stored.", count=len(self._filled)
        )
        self.query_one("#entries-count", Static).update(f"{unit}  {text}".strip())

    def on_cell_grid_changed(self, message: CellGrid.Changed) -> None:
        message.stop()
        self._count()
        self.keep_soon()

    # --- the draft -----------------------------------------------------------------------------

    def to_draft(self) -> Draft:
        typed: dict[str, Any] = {ROWS: [dict(row) for row in self.state.rows]}
        typed |= {_UNIT: self._unit, "@common": self._common}
        return Draft(
            kind=self._kind_name,
            record="",
            version=0,
            title=f"{self.heading()} {self.state.context.title(self._unit)}",
            base={BEGUN: self._begun},
            typed=typed,
            operator=self.xuedang.operator,
        )

    # --- saving and leaving ----------------------------------------------------------------------

    def action_save(self) -> None:
        self.run_worker(self.store(), exclusive=True, group="save")

    async def store(self) -> bool:
        await self.query_one(CellGrid).settle()
        filled = self._filled
        if not filled:
            self.notify(tr("Nothing is filled in."), severity="warning")
            return False
        try:
            records = await self._records(filled)
            if records is None:
                return False
            what = tr("Quick entry: {what}", what=self._kind.label.text())
            batch, report = await save_together(
                self.archive, records, f"{what} {self.state.context.title(self._unit)}".strip()
            )
        except XuedangError as error:
            self.xuedang.say(error)
            return False
        by_id = {record.id: row for record, row in zip(records, filled, strict=True)}
        refused = {by_id[record.id]: str(why) for record, why in report.rejected}
        saved = [row for row in filled if row not in refused]
        self.state.step()
        self.state.rows = [row for index, row in enumerate(self.state.rows) if index not in saved]
        self.state.marks = {
            (row - sum(each < row for each in saved), self._key): why for row, why in refused.items()
        }
        self.query_one(CellGrid).show_again()
        await self._saved(batch, len(saved))
        return not refused

    async def _records(self, filled: Sequence[int]) -> list[Record] | None:
        """The records of the rows; None when a cell is at fault, to which the cursor then goes."""
        state, kind = self.state, self._kind
        records: list[Record] = []
        for row in filled:
            faults: list[Fault] = []
            fields: dict[str, Value] = {}
            for column in state.columns:
                value = to_value(column, state.typed(row, column.name), None, column.name, faults)
                if value is not None:
                    fields[column.name] = value
            record = Record.new(kind.name, fields)
            _, found = await self.archive.check(record)
            broken = {fault.path for fault in faults}
            faults += [each for each in found if each.level == "error" and each.path not in broken]
            for fault in faults:
                if state.marks.get((row, fault.path)) is None:
                    state.marks[row, fault.path] = fault.message
            records.append(record)
        places = {column.name: at for at, column in enumerate(state.columns)}
        wrong = sorted((row, places[name]) for row, name in state.marks if row in filled and name in places)
        if not wrong:
            return records
        self.notify(
            trn(
                "{number:,} cell is at fault; nothing was stored.",
                "{number:,} cells are at fault; nothing was stored.",
                len(wrong),
            ),
            severity="error",
        )
        grid = self.query_one(CellGrid)
        grid.show_again()
        grid.go_to(*wrong[0])
        return None

    async def _saved(self, batch: ObjectId, number: int) -> None:
        """Say what was stored; it can be taken back at once, with what was typed."""
        from records.intake.loading.undo import undo

        self.write_draft()
        answer = await ask_choice(
            self.app,
            trn(
                "{number:,} record is stored as submitted.",
                "{number:,} records are stored as submitted.",
                number,
            ),
            tr(
                "Import ({key:home.import}), {key:import.batches} lists them as one batch, which "
                "can be taken back there later, too."
            ),
            [("done", tr("OK")), ("undo", tr("Take back"))],
        )
        if answer != "undo":
            return
        try:
            await undo(self.archive, batch)
        except XuedangError as error:
            self.xuedang.say(error)
            return
        self.query_one(CellGrid).undo()

    def unsaved_words(self) -> str:
        return trn(
            "{number:,} row is filled in and not stored.",
            "{number:,} rows are filled in and not stored.",
            len(self._filled),
        )
