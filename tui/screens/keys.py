"""The list of all keys: every action of every page by its name, found by words, and changed here."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from records.errors import UsageFault
from tui.keys.keymap import Action, all_actions, change_keys, clash, read_keys, shown
from tui.matching import MEANT, score
from tui.screens.page import Page, opens
from tui.widgets.line_input import LineInput
from tui.widgets.table.virtual_table import Column, Row, VirtualTable
from tui.words import mark, tr, trn

if TYPE_CHECKING:
    from tui.trail import Way


class KeysScreen(Page):
    """A row an action. Enter gives it other keys, Del those of delivery again; both are written at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "change", mark("Change the key"), id="keys.change"),
        Binding("f4", "filter", mark("Filter"), id="keys.filter"),
        Binding("delete", "as_delivered", mark("As delivered"), id="keys.as_delivered"),
    ]

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._text = text
        self._actions = all_actions()

    def way_back(self) -> Way:
        return opens(KeysScreen, self._text)

    def heading(self) -> str:
        return tr("All keys")

    def body(self) -> ComposeResult:
        with Horizontal(id="filter-line"):
            yield Static(tr("Filter"), id="filter-label")
            yield LineInput(self._text, placeholder=tr("what it does, where, its key or name"), id="filter")
            yield Static("", markup=False, id="count")
        yield Static(markup=False, id="filter-fault")
        yield VirtualTable(id="keys")
        yield Static(markup=False, id="keys-detail")

    @property
    def _table(self) -> VirtualTable:
        return self.query_one("#keys", VirtualTable)

    def fill(self) -> None:
        self._table.show_columns(
            (
                Column("keys", tr("Key"), 20),
                Column("words", tr("What it does"), 28),
                Column("place", tr("Where"), 20, grow=1),
                Column("id", tr("Name"), 24, spare=True),
            )
        )
        self._show()
        self._table.focus()

    def _show(self) -> None:
        faults = self.query_one("#filter-fault", Static)
        faults.update("\n".join(self.xuedang.keymap.faults))
        faults.display = bool(self.xuedang.keymap.faults)
        rows = [self._row(each) for each in self._actions.values() if self._meant(each)]
        table = self._table
        table.show_rows(rows, cursor=table.place_in(rows))
        self.query_one("#count", Static).update(trn("{number:,} key", "{number:,} keys", len(rows)))
        self.on_virtual_table_moved()

    def on_virtual_table_moved(self) -> None:
        """Tell below all of the row under the cursor: columns cut what is long, and leave the name out."""
        row = self._table.current
        self.query_one("#keys-detail", Static).update("  ".join(row.cells) if row else "")

    def _row(self, action: Action) -> Row:
        changed = action.id in self.xuedang.keymap.changed
        keys = shown(self.xuedang.keymap.keys(action))
        cells = (f"{keys} *" if changed else keys, action.words, action.place, action.id)
        return Row(action.id, cells, "strong" if changed else "", value=action)

    def _meant(self, action: Action) -> bool:
        if not self._text.strip():
            return True
        keys = shown(self.xuedang.keymap.keys(action))
        return score(self._text, action.words, action.place, action.id, keys) >= MEANT

    def on_input_changed(self, event: Input.Changed) -> None:
        self._text = event.value
        self._show()

    def on_input_submitted(self) -> None:
        self._table.focus()

    def action_filter(self) -> None:
        self.query_one("#filter", LineInput).focus()

    def on_virtual_table_chosen(self) -> None:
        self.action_change()

    @property
    def _current(self) -> Action | None:
        row = self._table.current
        return row.value if row is not None and isinstance(row.value, Action) else None

    @work(exclusive=True, group="change")
    async def action_change(self) -> None:
        """Ask for other keys of the action under the cursor."""
        from tui.screens.prompts import ask_text

        action = self._current
        if action is None:
            return
        hint = tr(
            "Keys with a comma between them: F7, Ctrl+B, Alt+Left. At delivery: {keys}",
            keys=shown(action.keys),
        )
        answer = await ask_text(
            self.app,
            f"{action.words} ({action.id})",
            shown(self.xuedang.keymap.keys(action)),
            hint=hint,
            check=lambda text: self._understood(action, text),
        )
        if answer:
            self._write(action, read_keys(answer))

    def _understood(self, action: Action, text: str) -> str:
        keys = read_keys(text)
        found = clash(self._actions, self.xuedang.keymap, action.id, keys)
        if found is not None:
            other, key = found
            raise ValueError(
                tr("{key} is taken: {words} ({other}).", key=shown([key]), words=other.words, other=other.id)
            )
        return shown(keys)

    def action_as_delivered(self) -> None:
        if (action := self._current) is not None:
            self._write(action, None)

    def _write(self, action: Action, keys: tuple[str, ...] | None) -> None:
        try:
            keymap = change_keys(self.xuedang.key_file, action.id, keys, self._actions)
        except UsageFault as error:
            self.xuedang.say(error)
            return
        except OSError as error:
            self.notify(str(error), title=tr("The keys could not be kept."), severity="error")
            return
        self.xuedang.use_keys(keymap)
        self._show()
