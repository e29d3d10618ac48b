"""Small questions over a page: a text, a date, a choice among a few, each answered or cancelled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Generic, TypeVar

from textual import events, on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.style import Style
from textual.widgets import Button, Input, Label, Static
from textual.widgets.input import Selection

from tui.cjk import one_line
from tui.commands import moves
from tui.screens.closing import ClosesItself
from tui.stylesheet import PAGES
from tui.widgets.line_input import LineInput
from tui.words import mark, tr

T = TypeVar("T")


def keys_of(screen: Screen[Any]) -> Content:
    """The keys of a box for its lower border; a click does what the key does, so no key needs a keyboard."""
    shown: dict[str, Content] = {}
    hidden = False
    for node, binding, enabled, _ in screen.active_bindings.values():
        if node is screen and binding.id and binding.description and enabled:
            hidden = hidden or not (binding.show or moves(binding))
            if binding.show:
                text = f"{screen.app.get_key_display(binding)} {tr(binding.description)}"
                click = Style.from_meta({"@click": f"screen.{binding.action}"})
                shown.setdefault(binding.action, Content.styled(text, click))
    if hidden:
        more = Style.from_meta({"@click": "app.command_palette"})
        shown["more"] = Content.styled(tr("{key:app.palette} more"), more)
    return Content("  ").join(shown.values())


def nothing_found(text: str) -> str:
    """What a box says in which something is chosen, when nothing fits what is typed."""
    if not text.strip():
        return tr("There is nothing to choose from yet; Esc goes back.")
    return tr("Nothing found for “{text}”: type less of it, its pinyin or its initials.", text=one_line(text))


class Prompt(ClosesItself, ModalScreen[T | None], Generic[T]):
    """A box over the page; Escape answers None. Subclasses put their widgets into ``inside``."""

    CSS_PATH = PAGES
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", mark("Cancel"), id="prompt.cancel")]

    def __init__(self, title: str) -> None:
        super().__init__()
        self.prompt_title = title

    def compose(self) -> ComposeResult:
        with Vertical(classes="prompt-box") as box:
            box.border_title = one_line(self.prompt_title)
            box.border_subtitle = keys_of(self)
            yield from self.inside()

    def inside(self) -> ComposeResult:
        """The widgets of this prompt."""
        yield from ()

    def buttons(self, ok: str = "", *between: Button) -> ComposeResult:
        """The row of buttons: one that answers, called ``ok`` unless there is none, and one that cancels."""
        with Horizontal(classes="prompt-buttons"):
            if ok:
                yield Button(ok, id="ok", variant="primary", compact=True)
            yield from between
            yield Button(tr("Cancel"), id="cancel", compact=True)

    def action_ok(self) -> None:
        """Answer with what the box holds, if it is right."""

    def action_cancel(self) -> None:
        self.dismiss(None)

    @on(Button.Pressed, "#ok")
    def _ok_pressed(self) -> None:
        self.action_ok()

    @on(Button.Pressed, "#cancel")
    def _cancel_pressed(self) -> None:
        self.action_cancel()

    def on_key(self, event: events.Key) -> None:
        """What is typed while the box opens belongs into its line."""
        if self.focused is None and event.is_printable and event.character:
            for line in self.query(LineInput):
                event.stop()
                line.replace(event.character, *sorted(line.selection))
                return


class TextPrompt(Prompt[str]):
    """One line of text; ``check`` raises ValueError with what is wrong with it.

    With ``replace``, what is typed first takes the place of the whole ``value``.
    """

    def __init__(
        self,
        title: str,
        value: str = "",
        *,
        hint: str = "",
        check: Callable[[str], object] | None = None,
        replace: bool = False,
    ) -> None:
        super().__init__(title)
        self._value, self._hint, self._check, self._replace = value, hint, check, replace

    def inside(self) -> ComposeResult:
        if self._hint:
            yield Label(self._hint, markup=False, classes="prompt-hint")
        line = LineInput(self._value)
        if self._replace:
            line.selection = Selection(0, len(self._value))
        yield line
        yield Static("", markup=False, classes="prompt-note")
        yield from self.buttons(tr("OK"))

    def _interpret(self, text: str) -> tuple[bool, str]:
        if self._check is None:
            return True, ""
        try:
            shown = self._check(text)
        except ValueError as error:
            return False, str(error)
        return True, str(shown or "")

    def on_input_changed(self, event: Input.Changed) -> None:
        right, note = self._interpret(event.value) if event.value.strip() else (True, "")
        self.query_one(".prompt-note", Static).update(note)
        self.set_class(not right, "-wrong")

    def on_input_submitted(self) -> None:
        self.action_ok()

    def action_ok(self) -> None:
        text = self.query_one(LineInput).value.strip()
        right, note = self._interpret(text)
        if right:
            self.dismiss(text)
        else:
            self.query_one(".prompt-note", Static).update(note)
            self.set_class(True, "-wrong")


class ChoicePrompt(Prompt[str]):
    """A question with a few answers as buttons; arrow keys go between them, and stop at the first and last.

    Round from the first to the last, Left and Enter took what does the most.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,down", "move(1)", mark("Next"), show=False, id="prompt.next"),
        Binding("left,up", "move(-1)", mark("Previous"), show=False, id="prompt.previous"),
    ]

    def __init__(self, title: str, text: str, answers: Sequence[tuple[str, str]]) -> None:
        super().__init__(title)
        self._text, self._answers = text, answers

    def inside(self) -> ComposeResult:
        yield Static(self._text, markup=False, classes="prompt-text")
        with Horizontal(classes="prompt-buttons"):
            for index, (key, label) in enumerate(self._answers):
                yield Button(label, id=key, variant="default" if index else "primary", compact=True)

    def action_move(self, step: int) -> None:
        """The answer beside the one that has the focus; the same where there is none."""
        buttons = list(self.query(Button))
        at = next((index for index, each in enumerate(buttons) if each.has_focus), -1)
        buttons[min(max(at + step, 0), len(buttons) - 1)].focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id)


@dataclass(frozen=True, slots=True)
class ChosenDate:
    """What was answered: a day, or None for today."""

    day: date | None


async def ask_text(
    app: App[None],
    title: str,
    value: str = "",
    *,
    hint: str = "",
    check: Callable[[str], object] | None = None,
    replace: bool = False,
) -> str | None:
    """A line of text, or None when cancelled. Call it from a worker."""
    return await app.push_screen_wait(TextPrompt(title, value, hint=hint, check=check, replace=replace))


async def ask_choice(app: App[None], title: str, text: str, answers: Sequence[tuple[str, str]]) -> str | None:
    """The key of the answer chosen, or None when cancelled. Call it from a worker."""
    return await app.push_screen_wait(ChoicePrompt(title, text, answers))


async def ask_date(app: App[None], title: str, day: date | None) -> ChosenDate | None:
    """A day; nothing typed means today. None when cancelled. Call it from a worker."""
    from records.values import PartialDate

    hint = tr("2012-10-15, 2012.10.15 or 2012年10月15日; empty for today.")
    answer = await ask_text(
        app,
        title,
        day.isoformat() if day else "",
        hint=hint,
        check=lambda text: PartialDate.parse(text).end.isoformat() if text else None,
        replace=True,
    )
    if answer is None:
        return None
    return ChosenDate(PartialDate.parse(answer).end if answer else None)
