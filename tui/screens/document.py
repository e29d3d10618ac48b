"""Making a Word document: which, from what, in which language, where to; it is kept as issued."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, OptionList, Select, Static
from textual.widgets.option_list import Option as ListOption

from records.errors import XuedangError
from records.language import current_language
from records.record import Record
from tui.cjk import one_line
from tui.screens.page import Page
from tui.widgets.line_input import LineInput
from tui.widgets.toggles import SignedCheck
from tui.words import mark, tr

if TYPE_CHECKING:
    from templates.documents import MadeDocument
    from templates.spec import DocumentSpec, Option

_LANGUAGES = (("中文", "zh"), ("English", "en"))
#: Which document a record of a kind usually becomes.
_USUAL = {"stage_summary": "stage_summary", "commendation": "commendation", "award": "certificate"}


class DocumentScreen(Page):
    """Documents on the left, the options of the chosen one on the right."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "make", mark("Make it"), id="document.make"),
        Binding("f9", "issued", mark("Issued documents"), id="document.issued"),
    ]

    def __init__(self, subject: Record | None = None) -> None:
        super().__init__()
        self._subject = subject
        self._document = _USUAL.get(subject.kind, "stage_summary") if subject is not None else "stage_summary"
        self._made: Record | None = None

    def heading(self) -> str:
        return tr("Word documents")

    @property
    def _spec(self) -> DocumentSpec:
        from templates.documents import DOCUMENTS

        return DOCUMENTS[self._document]

    def body(self) -> ComposeResult:
        from templates.documents import DOCUMENTS

        with Horizontal():
            options = (ListOption(Content(spec.label.text()), id=name) for name, spec in DOCUMENTS.items())
            yield OptionList(*options, id="documents", compact=True)
            yield VerticalScroll(id="document-form", can_focus=False)

    def fill(self) -> None:
        from templates.documents import DOCUMENTS

        names = list(DOCUMENTS)
        documents = self.query_one("#documents", OptionList)
        documents.highlighted = names.index(self._document)
        documents.focus()

    async def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self._document = event.option.id or self._document
        await self._show_options()

    def on_option_list_option_selected(self) -> None:
        for widget in self.query("#document-form LineInput, #document-form Select"):
            widget.focus()
            return

    async def _show_options(self) -> None:
        form = self.query_one("#document-form", VerticalScroll)
        async with self.batch():
            await form.remove_children()
            for option in self._spec.all_options:
                await form.mount(
                    _line(option.label.text() + ("*" if option.required else ""), self._editor(option))
                )
            language = Select(
                _LANGUAGES, value=current_language(), allow_blank=False, id="language", compact=True
            )
            await form.mount(_line(tr("Language"), language))
            folder = Path.home() / tr("xuedang documents")
            await form.mount(_line(tr("Into the folder"), LineInput(str(folder), id="folder")))
            await form.mount(
                _line("", SignedCheck(tr("Keep as an issued document"), True, id="keep", compact=True))
            )
            await form.mount(
                _line("", Button(tr("Make it (F2)"), id="make", variant="primary", compact=True))
            )
            await form.mount(Static(markup=False, id="made"))

    def _editor(self, option: Option) -> LineInput | Select[str] | SignedCheck:
        identifier = f"option-{option.name}"
        if option.type == "flag":
            return SignedCheck("", id=identifier, compact=True)
        if option.choices:
            choices = [(choice, choice) for choice in option.choices]
            return Select(choices, prompt="—", id=identifier, compact=True)
        start = self._subject.no if option.name == "no" and self._subject is not None else ""
        return LineInput(start or "", id=identifier)

    def _options(self) -> dict[str, Any]:
        chosen: dict[str, Any] = {}
        for option in self._spec.all_options:
            editor = self.query_one(f"#option-{option.name}")
            if isinstance(editor, SignedCheck):
                chosen[option.name] = editor.value or None
            elif isinstance(editor, Select):
                chosen[option.name] = editor.value if isinstance(editor.value, str) else None
            elif isinstance(editor, LineInput):
                chosen[option.name] = editor.value.strip() or None
        return chosen

    @work(exclusive=True, group="make")
    async def action_make(self) -> None:
        from templates.documents import make_document
        from templates.register import issue

        folder = Path(self.query_one("#folder", LineInput).value).expanduser()
        language = str(self.query_one("#language", Select).value)
        state = self.query_one("#made", Static)
        state.update(tr("Making it…"))
        try:
            made = await make_document(self.archive, self._document, self._options(), language)
            paths = made.write(folder)
            if self.query_one("#keep", SignedCheck).value:
                self._made = await issue(self.archive, made)
        except XuedangError as error:
            state.update(str(error))
            return
        state.update(self._report(made, paths))

    def _report(self, made: MadeDocument, paths: list[Path]) -> str:
        lines = [tr("Written:"), *(f"  {path}" for path in paths[:5])]
        if len(paths) > 5:
            lines.append(tr("  and {count} more", count=len(paths) - 5))
        if self._made is not None:
            lines.append(tr("Kept as {no}.", no=self._made.no))
        lines += [f"! {one_line(warning)}" for warning in made.warnings]
        return "\n".join(lines)

    def on_button_pressed(self) -> None:
        self.action_make()

    def action_issued(self) -> None:
        from tui.screens.list import ListScreen

        self.app.push_screen(ListScreen("issued_document"))


def _line(label: str, editor: LineInput | Select[str] | SignedCheck | Button) -> Horizontal:
    return Horizontal(
        Static(one_line(label), markup=False, classes="field-label"), editor, classes="field-line"
    )
