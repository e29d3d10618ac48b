"""The picker: finds a person, a unit or any record by a few letters of its name, pinyin or initials."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, cast

from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Label

from records.errors import XuedangError
from records.kind import Field
from records.people.choosing import choices
from records.record import Record
from tui.screens.prompts import Prompt, nothing_found
from tui.widgets.line_input import LineInput
from tui.widgets.table.virtual_table import Column, Row, VirtualTable
from tui.words import mark, tr

if TYPE_CHECKING:
    from records.archive import Archive
    from tui.app import XuedangApp

_SHOWN = 50
PICKABLE = ("person", "unit")


async def pick(
    app: App[None],
    archive: Archive,
    field: Field,
    text: str = "",
    *,
    multiple: bool = False,
    replaced: bool = False,
) -> Sequence[Record]:
    """Let the user choose records that ``field`` may refer to; empty when cancelled. From a worker.

    Typing goes on behind ``text``, or takes its place where it is ``replaced``.
    """
    screen = PickerScreen(archive, field.label.text(), field.targets, text, multiple=multiple)
    screen.replaced = replaced
    return await app.push_screen_wait(screen) or ()


class PickerScreen(Prompt[Sequence[Record]]):
    """A box with a line to type in and the best matches below it; arrows move while typing goes on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False, id="picker.down"),
        Binding("up", "move(-1)", show=False, id="picker.up"),
        Binding("pagedown", "page(1)", show=False, id="picker.page_down"),
        Binding("pageup", "page(-1)", show=False, id="picker.page_up"),
        Binding("f4,ctrl+space", "mark", mark("Mark"), id="picker.mark"),
    ]

    def __init__(
        self, archive: Archive, title: str, targets: Sequence[str], text: str, *, multiple: bool
    ) -> None:
        super().__init__(title)
        self._archive, self._targets, self._text = archive, targets, text
        self.replaced = False
        self._multiple = multiple
        self._chosen: dict[object, Record] = {}
        self._found: list[Record] = []
        self._found_for: str | None = None

    def inside(self) -> ComposeResult:
        yield LineInput(self._text, placeholder=tr("name, pinyin or initials"))
        yield VirtualTable(id="picker-rows", multiple=self._multiple)
        hint = (
            tr("Enter chooses; {key:picker.mark} marks several; Esc cancels.")
            if self._multiple
            else tr("Enter chooses; Esc cancels.")
        )
        yield Label(hint, classes="prompt-hint")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is marked where one is chosen, and no key for it shown."""
        return self._multiple if action == "mark" else super().check_action(action, parameters)

    def on_mount(self) -> None:
        table = self._table
        table.can_focus = False
        table.show_columns((Column("title", tr("Name"), 20, grow=2), Column("about", "", 16, grow=1)))
        if self.replaced:
            self.query_one(LineInput).action_select_all()
        self._find(self._text)

    @property
    def _table(self) -> VirtualTable:
        return self.query_one("#picker-rows", VirtualTable)

    def on_input_changed(self, event: Input.Changed) -> None:
        self._find(event.value)

    @work(exclusive=True, group="find")
    async def _find(self, text: str) -> None:
        await self._find_now(text)

    async def _find_now(self, text: str) -> None:
        try:
            rows = await self._rows_for(text.strip())
        except XuedangError as error:
            self.notify(str(error), severity="error")
            return
        table = self._table
        table.nothing = nothing_found(text)
        table.show_rows(rows)
        table.marked.update(self._chosen)
        self._found, self._found_for = [row.value for row in rows if isinstance(row.value, Record)], text

    async def _rows_for(self, text: str) -> list[Row]:
        """What is offered for a text, best first, each row with its record."""
        found = [
            record
            for kind in self._targets or (None,)
            for record in await choices(self._archive, kind, text, limit=_SHOWN)
        ]
        found = await self._recent_first(found, text)
        if not text:
            found = await self._used_first(found)
        units = await self._archive.names([record.unit for record in found if record.unit])
        rows = []
        for record in found:
            about = units.get(record.unit, "") if record.unit else ""
            if record.kind not in PICKABLE:
                about = f"{record.no or ''} {about}".strip()
            if len(self._targets) != 1:
                about = f"{self._archive.kinds.label(record.kind)} {about}"
            rows.append(
                Row(record.id, (record.title or record.no or "—", about or record.no or ""), value=record)
            )
        return rows

    async def _used_first(self, found: list[Record]) -> list[Record]:
        """What is pinned and what was opened last before all others."""
        app = cast("XuedangApp", self.app)
        pinned, recent = await app.bookmarks.records(self._archive, app.operator)
        used = [each for each in (*pinned, *recent) if not self._targets or each.kind in self._targets]
        return list({each.id: each for each in (*used, *found)}.values())

    async def _recent_first(self, found: list[Record], text: str) -> list[Record]:
        """Those chosen last come first, but for what is called exactly as typed; before anything is typed
        they are there even if there are many others."""
        app = cast("XuedangApp", self.app)
        chosen = {each: place for place, each in enumerate(app.bookmarks.chosen(app.operator))}
        if not text and chosen:
            known = {record.id for record in found}
            missing = [each for each in chosen if each not in known]
            more = (await self._archive.get_many(missing)).values()
            wanted = [each for each in more if not self._targets or each.kind in self._targets]
            found = [*found, *(each for each in wanted if each.status != "void")]
        return sorted(found, key=lambda record: (record.title != text, chosen.get(record.id, len(chosen))))[
            :_SHOWN
        ]

    def _answer(self, records: Sequence[Record]) -> None:
        app = cast("XuedangApp", self.app)
        with suppress(OSError):  # a choice that is not remembered is a choice all the same
            app.bookmarks.choose(app.operator, [record.id for record in records])
        self.dismiss(records)

    def action_move(self, step: int) -> None:
        self._table.action_move(step)

    def action_page(self, direction: int) -> None:
        self._table.action_page(direction)

    def action_mark(self) -> None:
        row = self._table.current
        if self._multiple and row is not None and isinstance(row.value, Record):
            if self._chosen.pop(row.id, None) is None:
                self._chosen[row.id] = row.value
            self._table.action_toggle_mark()

    def on_input_submitted(self) -> None:
        self._choose()

    @work(exclusive=True, group="choose")
    async def _choose(self) -> None:
        """Answer what is marked, or what is under the cursor once the last key typed has been looked for."""
        text = self.query_one(LineInput).value
        if self._found_for != text:
            self.workers.cancel_group(self, "find")
            await self._find_now(text)
        if not self.is_active:
            return  # left meanwhile
        if self._chosen:
            self._answer(list(self._chosen.values()))
        elif self._table.cursor < len(self._found):
            self._answer([self._found[self._table.cursor]])

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        self._choose()
