"""Editors for references: one record, or a list of them, or a list of texts."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from bson.objectid import ObjectId
from rich.text import Text
from textual import events, work
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.widget import Widget

from records.kind import Field
from tui.cjk import fit, one_line
from tui.widgets.editor import ALONG, Editor, FormContext
from tui.words import mark, tr

if TYPE_CHECKING:
    from tui.form_state import Typed

#: Seconds within which the characters of one burst arrive.
_BURST = 0.05


class OpensByTyping(Widget):
    """A widget in which typing opens a box for the text.

    An input method sends a whole word at once, and all of it belongs into the box.
    """

    _burst = ""

    @abstractmethod
    def typed_into(self, text: str) -> None:
        """Open the box with ``text`` in it."""

    def on_key(self, event: events.Key) -> None:
        if event.is_printable and event.character and not event.character.isspace():
            event.stop()
            self._burst += event.character
            self._open_after_burst()

    @work(exclusive=True, group="burst")
    async def _open_after_burst(self) -> None:
        await asyncio.sleep(_BURST)
        text, self._burst = self._burst, ""
        self.typed_into(text)


class ReferenceEditor(OpensByTyping, Editor, Widget, can_focus=True):
    """One line with the title of the record referred to. Enter, or typing a name, opens the picker."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,f4", "pick", mark("Choose"), show=False, id="reference.pick"),
        Binding("delete,backspace", "clear", mark("Clear"), show=False, id="reference.clear"),
        Binding("ctrl+o", "open", mark("Open the record"), show=False, id="reference.open"),
        *ALONG,
    ]

    value: reactive[str] = reactive("")

    def __init__(self, field: Field, typed: str, context: FormContext, *, disabled: bool = False) -> None:
        super().__init__(disabled=disabled)
        self.field = field
        self._shared = context
        self.set_reactive(ReferenceEditor.value, typed)

    @property
    def typed(self) -> Typed:
        return self.value

    def put(self, typed: Typed) -> None:
        self.value = str(typed)

    def render(self) -> Text:
        shown = one_line(self._shared.title(self.value)) if self.value else "—"
        return Text(fit(shown, max(0, self.size.width - 2)) + " ▼", no_wrap=True)

    def typed_into(self, text: str) -> None:
        self._pick(text)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self._pick(event.text.strip())

    def on_click(self) -> None:
        self._pick("")

    def action_pick(self) -> None:
        self._pick("")

    @work(exclusive=True, group="pick")
    async def _pick(self, text: str) -> None:
        from tui.screens.forms.picker import pick

        chosen = await pick(self.app, self._shared.archive, self.field, text)
        if chosen:
            self._shared.names[chosen[0].id] = chosen[0].title
            self.value = str(chosen[0].id)
            self.announce()

    def action_clear(self) -> None:
        if self.value:
            self.value = ""
            self.announce()

    def action_open(self) -> None:
        if ObjectId.is_valid(self.value):
            from tui.screens.forms.form import open_form

            open_form(self.app, ObjectId(self.value))


class ListEditor(OpensByTyping, Editor, Widget, can_focus=True):
    """A list of values, one a line: references through the picker, other values typed in a prompt."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,f4,insert", "add", mark("Add"), show=False, id="list.add"),
        Binding("delete,backspace", "remove", mark("Remove"), show=False, id="list.remove"),
        Binding("up", "move(-1)", show=False, id="list.up"),
        Binding("down", "move(1)", show=False, id="list.down"),
        Binding("alt+up", "shift(-1)", mark("Move up"), show=False, id="list.shift_up"),
        Binding("alt+down", "shift(1)", mark("Move down"), show=False, id="list.shift_down"),
        Binding("ctrl+e", "edit", mark("Change"), show=False, id="list.edit"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"list--cursor", "list--empty"}

    cursor: reactive[int] = reactive(0)

    def __init__(
        self, field: Field, typed: list[Typed], context: FormContext, *, disabled: bool = False
    ) -> None:
        super().__init__(disabled=disabled)
        self.field = field
        self.item = field.of or field
        self._shared = context
        self._items: list[str] = [str(each) for each in typed]

    @property
    def typed(self) -> Typed:
        return list(self._items)

    def put(self, typed: Typed) -> None:
        self._items = [str(each) for each in typed] if isinstance(typed, list) else []
        self._items_changed()

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return max(1, len(self._items))

    def render(self) -> Text:
        width = self.size.width
        if not self._items:
            return Text(
                fit(tr("none; Enter adds"), width), style=self.get_component_rich_style("list--empty")
            )
        text = Text(no_wrap=True)
        for index, item in enumerate(self._items):
            shown = self._shown(item)
            at_cursor = self.has_focus and index == min(self.cursor, len(self._items) - 1)
            style = self.get_component_rich_style("list--cursor") if at_cursor else ""
            text.append(fit(f"{index + 1}. {one_line(shown)}", width), style)
            text.append("\n" if index + 1 < len(self._items) else "")
        return text

    def _shown(self, item: str) -> str:
        """What an item is called: the title of a record, the label of a choice, or what was typed."""
        if self.item.type == "reference":
            return self._shared.title(item)
        return next((each.label.text() for each in self.item.choices if each.value == item), item)

    def _items_changed(self) -> None:
        self.cursor = max(0, min(self.cursor, len(self._items) - 1))
        self.refresh(layout=True)

    def typed_into(self, text: str) -> None:
        self._add(text)

    def on_click(self, event: events.Click) -> None:
        if event.chain == 2 or not self._items:
            self._add("")
        else:
            self.cursor = min(event.y, len(self._items) - 1)

    def action_add(self) -> None:
        self._add("")

    @work(exclusive=True, group="pick")
    async def _add(self, text: str) -> None:
        if self.item.type == "reference":
            from tui.screens.forms.picker import pick

            chosen = await pick(self.app, self._shared.archive, self.item, text, multiple=True)
            self._shared.names.update({record.id: record.title for record in chosen})
            new = [str(record.id) for record in chosen]
            self._items += [each for each in new if each not in self._items]
        else:
            answer = await self._ask(text)
            new = [answer] if answer else []
            self._items += new
        if new:
            self.cursor = len(self._items) - 1
            self._items_changed()
            self.announce()

    async def _ask(self, text: str) -> str | None:
        from records.field_value import coerce
        from tui.screens.menu import choose

        if self.item.choices and not self.item.open_choice:
            offered = [(choice.value, choice.label.text()) for choice in self.item.choices]
            return await choose(self.app, self.field.label.text(), offered)
        from tui.screens.prompts import ask_text

        return await ask_text(
            self.app, self.field.label.text(), text, check=lambda each: coerce(self.item, each) and None
        )

    @work(exclusive=True, group="pick")
    async def action_edit(self) -> None:
        if not self._items or self.item.type == "reference":
            return
        answer = await self._ask(self._items[self.cursor])
        if answer:
            self._items[self.cursor] = answer
            self._items_changed()
            self.announce()

    def action_remove(self) -> None:
        if self._items:
            del self._items[min(self.cursor, len(self._items) - 1)]
            self._items_changed()
            self.announce()

    def action_move(self, step: int) -> None:
        self.cursor = max(0, min(self.cursor + step, len(self._items) - 1))

    def action_shift(self, step: int) -> None:
        here, there = self.cursor, self.cursor + step
        if 0 <= there < len(self._items):
            self._items[here], self._items[there] = self._items[there], self._items[here]
            self.cursor = there
            self._items_changed()
            self.announce()
