"""Making a Word document: which, from what, in which language, where to; looked at before it is made."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from bson.objectid import ObjectId
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.events import Key, Resize
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option as ListOption

from records.errors import XuedangError
from records.language import current_language
from records.record import Record
from records.typed_path import typed_path
from tui.cjk import one_line
from tui.rows.paper_lines import PaperText
from tui.screens.page import Page
from tui.widgets.editor import Edited, FormContext
from tui.widgets.field_row import FieldRow
from tui.widgets.jump_list import JumpList
from tui.widgets.option_rows import (
    COMMON,
    FOLDER,
    KEEP,
    LANGUAGE,
    FlagRow,
    chosen_options,
    field_of,
    lacking,
    option_row,
    typed_options,
)
from tui.widgets.paper import PaperView
from tui.words import mark, tr, trn

if TYPE_CHECKING:
    from records.archive import Change
    from templates.papers import Asked, Preview
    from templates.spec import DocumentSpec

#: Seconds without typing after which the preview is made, and in which changes of records are collected.
_PAUSE, _LONG_PAUSE = 0.5, 2.0
#: From this width on the preview stands beside the options.
_WIDE = 120


class DocumentScreen(Page):
    """Documents on the left, the options of the chosen one beside them, its preview where there is room.

    ``subject`` is the record it is opened from: its usual document and the option naming it are chosen.
    ``again`` is how a paper was asked for that is to be made anew.
    """

    HORIZONTAL_BREAKPOINTS = [
        (0, "-narrow"),
        (_WIDE, "-wide"),
    ]
    NEEDS = {"make": "make_documents"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "make", mark("Make it"), id="document.make"),
        Binding("f4", "browse", mark("Folder"), id="document.browse"),
        Binding("f7", "preview", mark("Preview"), id="document.preview"),
        Binding("f9", "issued", mark("Issued papers"), id="document.issued"),
    ]

    def __init__(self, subject: Record | None = None, *, again: Asked | None = None) -> None:
        super().__init__()
        self._subject, self._again = subject, again
        self._document = again.document if again else ""
        self._typed: dict[str, dict[str, str]] = {}
        self._names: dict[ObjectId, str] = {subject.id: subject.title} if subject is not None else {}
        language = again.lang if again else current_language()
        folder = str(Path.home() / tr("xuedang documents"))
        self._common = {LANGUAGE: language, FOLDER: folder, KEEP: "true"}
        self._said = ""
        self._shown = self._opening = self.making = False
        self._early: list[Key] = []

    # --- what the page says for itself -----------------------------------------------------------

    def heading(self) -> str:
        from templates.documents import DOCUMENTS

        spec = DOCUMENTS.get(self._document)
        return f"{tr('Word documents')} > {spec.label.text()}" if spec else tr("Word documents")

    @property
    def unsaved(self) -> bool:
        return self.making

    async def may_close(self) -> bool:
        if self.making:
            self.notify(tr("A paper is being made; wait until it is kept."), severity="warning")
        return not self.making

    @property
    def spec(self) -> DocumentSpec:
        """The document chosen."""
        from templates.documents import DOCUMENTS

        return DOCUMENTS[self._document]

    @property
    def typed(self) -> dict[str, str]:
        """What is typed for the options of the chosen document, by their names."""
        return self._typed.setdefault(self._document, self._first_typed(self.spec))

    def _first_typed(self, spec: DocumentSpec) -> dict[str, str]:
        from templates.papers import option_for

        if self._subject is None or (option := option_for(spec, self._subject.kind)) is None:
            return {}
        return {option: str(self._subject.id)}

    @property
    def wide(self) -> bool:
        """Whether the preview stands beside the options."""
        return self.app.size.width >= _WIDE

    @property
    def view(self) -> PaperView:
        return self.query_one(PaperView)

    # --- showing ---------------------------------------------------------------------------------

    def body(self) -> ComposeResult:
        from templates.documents import DOCUMENTS

        self._shown, self._opening = False, True
        with Horizontal():
            options = (ListOption(Content(spec.label.text()), id=name) for name, spec in DOCUMENTS.items())
            yield _Documents(*options, id="documents", compact=True)
            yield VerticalScroll(id="document-form", can_focus=False)
            yield PaperView(id="document-preview")

    def fill(self) -> None:
        self._begin_with()

    @work(exclusive=True, group="begin")
    async def _begin_with(self) -> None:
        """Choose the document that the page is opened for, with what is known of its options."""
        from templates.documents import DOCUMENTS
        from templates.papers import usual_document

        if not self._document:
            usual = usual_document(self._subject.kind) if self._subject is not None else None
            self._document = usual or next(iter(DOCUMENTS))
        if self._again is not None:
            again, self._again = self._again, None
            self._typed[again.document] = await typed_options(
                self.archive, self.spec, again.options, self._names
            )
        documents = self.query_one("#documents", OptionList)
        documents.highlighted = list(DOCUMENTS).index(self._document)
        await self._show_options()
        await self._follow()
        await self._type_early()

    def on_key(self, event: Key) -> None:
        """What is typed while the page opens, or goes to the options, is meant for what it will show."""
        if self._opening:
            event.stop()
            self._early.append(event)

    async def _type_early(self) -> None:
        """Do what was typed before the list was there; later keys wait as long as nothing has the focus."""
        documents = self.query_one("#documents", JumpList)
        while self._early and self._early[0].is_printable:
            documents.type(self._early.pop(0).character or "")
            await self._follow()
        if self._early and self._early[0].key == "enter":
            self._early.pop(0)
            self._into_options()
        else:
            documents.focus()
            self._let_keys_go()

    def hold_keys(self) -> None:
        """Keep what is typed until the cursor is in the options, however long they take to appear."""
        self._opening = True
        self.set_focus(None)

    def _let_keys_go(self) -> None:
        early, self._early, self._opening = self._early, [], False
        for key in early:
            self.app.post_message(Key(key.key, key.character))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("make", "browse", "preview") and not self._shown:
            return None
        return super().check_action(action, parameters)

    async def on_option_list_option_highlighted(self) -> None:
        if self._shown:  # before that the list highlights its first by itself
            await self._follow()

    async def _follow(self) -> None:
        """Show the options of the document that is highlighted now."""
        documents = self.query_one("#documents", OptionList)
        option = documents.highlighted_option
        if option is not None and option.id and option.id != self._document:
            self._document = option.id
            self._said = ""
            await self._show_options()

    def on_option_list_option_selected(self) -> None:
        self._into_options()

    def _into_options(self) -> None:
        """Put the cursor into the first option."""
        for row in self.query_one("#document-form").children:
            if isinstance(row, FieldRow | FlagRow):
                row.focus_editor()
                break
        self._let_keys_go()

    async def _show_options(self) -> None:
        form = self.query_one("#document-form", VerticalScroll)
        context = FormContext(self.archive, self._names, lambda: ())
        own = [(field_of(option), self.typed.get(option.name, "")) for option in self.spec.all_options]
        common = [(field, self._common[field.name]) for field in COMMON]
        async with self.batch():
            await form.remove_children()
            await form.mount_all(
                [
                    *(option_row(field, typed, context) for field, typed in own),
                    Static(classes="document-gap"),
                    *(option_row(field, typed, context) for field, typed in common),
                    Horizontal(
                        Button(
                            tr("Make it ({key:document.make})"), id="make", variant="primary", compact=True
                        ),
                        Button(tr("Preview ({key:document.preview})"), id="look", compact=True),
                        classes="rows-buttons",
                    ),
                    Static(self._said, markup=False, id="document-state"),
                ]
            )
        self._shown = True
        self.refresh_top()
        self._look_soon()

    def _say(self, text: str) -> None:
        self._said = text
        for line in self.query("#document-state").results(Static):
            line.update(text)

    # --- typing ----------------------------------------------------------------------------------

    def on_edited(self, message: Edited) -> None:
        message.stop()
        into = self._common if message.name in self._common else self.typed
        into[message.name] = str(message.typed)
        self._say("")
        if message.name not in (FOLDER, KEEP):
            self._look_soon()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "make":
            self.action_make()
        else:
            self.action_preview()

    @work(exclusive=True, group="browse")
    async def action_browse(self) -> None:
        """Choose the folder in the tree of folders."""
        from tui.screens.importing.file_picker import FilePicker

        start = typed_path(self._common[FOLDER])
        chosen = await self.app.push_screen_wait(FilePicker(start if start.is_dir() else Path.home()))
        if chosen is None:
            return
        self._common[FOLDER] = str(chosen if chosen.is_dir() else chosen.parent)
        for row in self.query(FieldRow):
            if row.field.name == FOLDER:
                row.put(self._common[FOLDER])

    # --- the preview -----------------------------------------------------------------------------

    def on_resize(self, event: Resize) -> None:
        if event.size.width >= _WIDE and self.built:
            self._look_soon()

    def on_change(self, change: Change) -> None:
        if self.built and self.in_front and not self.making:
            self._look_soon(_LONG_PAUSE)

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self._shown and not self.making:  # records may have changed while another page was in front
            self._look_soon(_LONG_PAUSE)

    def read_again(self) -> None:
        self._look_soon(0)

    def _look_soon(self, pause: float = _PAUSE) -> None:
        if self.wide and self._document:
            self._look_after(pause)

    @work(exclusive=True, group="look")
    async def _look_after(self, pause: float) -> None:
        await asyncio.sleep(pause)
        shown = self._document
        paper = await self.look()
        if self.built and shown == self._document:
            self.view.show(paper, keep_place=pause == _LONG_PAUSE)

    async def look(self) -> PaperText:
        """What would be made, to be read; what is wrong or missing, in words."""
        from templates.papers import preview, words_for

        spec, typed = self.spec, dict(self.typed)
        missing = lacking(spec, typed)
        if missing:
            return PaperText(notes=[tr("To be chosen first: {names}.", names="、".join(missing))])
        try:
            options = await chosen_options(self.archive, spec, typed)
            found = await preview(self.archive, spec.name, options, self._common[LANGUAGE])
        except XuedangError as error:
            fault, hint = words_for(spec, error)
            if not any(typed.values()):  # nothing is chosen yet: that is no fault
                return PaperText(notes=[fault, hint])
            return PaperText(faults=[fault], notes=[hint] if hint else [])
        return _paper_text(spec, found)

    def action_preview(self) -> None:
        """Bring the preview up to date: beside the options, or on a page of its own."""
        from tui.screens.papers.paper import PreviewScreen

        if self.wide:
            self._look_soon(0)
            self.view.focus()
        else:
            title = f"{tr('Preview')} > {self.spec.label.text()}"
            self.app.push_screen(PreviewScreen(title, self.look, self.action_make))

    # --- making ----------------------------------------------------------------------------------

    @work(exclusive=True, group="make")
    async def action_make(self) -> None:
        from tui.screens.papers.making import Order, make

        if self.making:
            return
        missing = lacking(self.spec, self.typed)
        if missing:
            self._say(tr("To be chosen first: {names}.", names="、".join(missing)))
            return
        order = Order(
            self.spec,
            dict(self.typed),
            self._common[LANGUAGE],
            typed_path(self._common[FOLDER]),
            bool(self._common[KEEP]),
        )
        self.making = True
        self._say(tr("Making it…"))
        try:
            said = await make(self, order)
        finally:
            self.making = False
        self._say(said)

    def action_issued(self) -> None:
        from tui.screens.papers.issued import IssuedScreen

        self.app.push_screen(IssuedScreen())


class _Documents(JumpList):
    """The list of documents; what is typed after Enter is for the options."""

    def action_select(self) -> None:
        if self.highlighted is not None and isinstance(self.screen, DocumentScreen):
            self.screen.hold_keys()
        super().action_select()


def _paper_text(spec: DocumentSpec, found: Preview) -> PaperText:
    from templates.papers import form_words

    notes = []
    if found.papers > 1:
        notes.append(
            trn(
                "{number:,} paper will be made; this is it.",
                "{number:,} papers will be made; this is the first.",
                found.papers,
            )
        )
    return PaperText(
        warnings=[one_line(form_words(spec, each)) for each in found.made.warnings],
        notes=notes,
        files=[(each.name, each.blocks) for each in found.files],
        more=found.more,
    )
