"""The whole document of a form's record as JSON, for whoever knows what they do."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from records.errors import Conflict, InvalidRecord, XuedangError
from records.keep.raw import RawFault, document_text, read_document, same_content
from records.kind import Field, Label
from records.record import Record
from tui.cjk import one_line
from tui.drafts import Draft, DraftFile
from tui.screens.kept import KeptPage
from tui.widgets.editor import Edited
from tui.widgets.text_editors import LongTextEditor
from tui.words import mark, tr

if TYPE_CHECKING:
    from tui.screens.forms.form import FormScreen

#: Under this name the text stands in a draft.
DOCUMENT = "@document"
_FIELD = Field(DOCUMENT, Label("文档", "Document"), "longtext")


def open_raw(form: FormScreen) -> None:
    """Open the document of a form, with what is typed in it; text that is no value is shown first."""
    record, faults = form.state.to_record()
    if faults:
        form.show_errors(faults)
        return
    form.app.push_screen(RawDocumentScreen(form, record))


class RawDocumentScreen(KeptPage):
    """F2 stores the document through the same checks as the form. What is typed stays whatever is wrong."""

    AUTO_FOCUS = "#raw-text"  # from the first moment: keys typed ahead are not lost
    NEEDS = {"save": "edit"}
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f2,ctrl+s", "save", mark("Save"), id="raw.save")]

    def __init__(
        self,
        form: FormScreen,
        record: Record,
        *,
        draft: Draft | None = None,
        draft_file: DraftFile | None = None,
    ) -> None:
        super().__init__(draft_file)
        self._form, self._record = form, record
        self._kind = form.state.kind
        self._base = self._text = document_text(self._kind, record)
        if draft is not None:
            self._text = str(draft.typed[DOCUMENT])
        self._said = ""

    @property
    def unsaved(self) -> bool:
        return self._text != self._base

    def heading(self) -> str:
        name = one_line(self._record.title) or self._record.no or tr("new")
        return f"{tr('The whole document (JSON)')} > {name}{' *' if self.unsaved else ''}"

    def body(self) -> ComposeResult:
        yield Static(markup=False, id="raw-said")
        editor = LongTextEditor(_FIELD, self._text, disabled=self._form.context.read_only)
        editor.id = "raw-text"
        yield editor

    def fill(self) -> None:
        self.query_one(LongTextEditor).focus()
        self.settle_draft()
        if not self.may("edit"):
            self._said = tr("read only: your account may not edit")
        self._say(self._said or tr("Values without a type in JSON are marked: {example}", example=_EXAMPLE))

    def _say(self, text: str, *, wrong: bool = False) -> None:
        self._said = text
        said = self.query_one("#raw-said", Static)
        said.update(text)
        said.set_class(wrong, "-error")

    def on_edited(self, message: Edited) -> None:
        message.stop()
        self._text = str(message.typed)
        self.refresh_top()
        self.keep_soon()

    def write_draft(self) -> None:
        for editor in self.query(LongTextEditor):  # a key may be typed whose message has not arrived yet
            self._text = str(editor.typed)
        super().write_draft()

    def to_draft(self) -> Draft:
        record = self._record
        return Draft(
            kind=record.kind,
            record=str(record.id),
            version=record.version,
            title=f"{tr('The whole document (JSON)')} {record.title or record.no or ''}".strip(),
            base={DOCUMENT: self._base},
            typed={DOCUMENT: self._text},
            operator=self.xuedang.operator,
        )

    def action_save(self) -> None:
        self.run_worker(self.store(), exclusive=True, group="save")

    async def store(self) -> bool:
        self._text = self.query_one(LongTextEditor).text
        try:
            record = read_document(self._kind, self._record, self._text)
        except RawFault as fault:
            self._say(str(fault), wrong=True)
            if fault.line:
                self.query_one(LongTextEditor).move_cursor((fault.line - 1, fault.column - 1))
            return False
        form = self._form
        if form.record.version and same_content(record, form.record):
            self._base = self._text  # spelled otherwise at most
            self.write_draft()
            self.refresh_top()
            self.notify(tr("Nothing is changed."))
            return True
        try:
            saved = await self.archive.save(record, expected_version=self._record.version)
        except InvalidRecord as error:
            self._say("\n".join(f"{fault.path}: {fault}" for fault in error.faults[:5]), wrong=True)
            return False
        except Conflict:
            self._say(
                tr("Somebody else saved it meanwhile; copy what you changed, and open it anew."), wrong=True
            )
            return False
        except XuedangError as error:
            self.xuedang.say(error)
            return False
        self._record = saved
        self._base = self._text
        self.write_draft()
        await form.saved_as(saved, copy.deepcopy(form.state.typed))
        self.refresh_top()
        self._say(tr("Saved as {no}, version {version}.", no=saved.no, version=saved.version))
        return True

    def unsaved_words(self) -> str:
        return tr("The document differs from what is stored.")


_EXAMPLE = '{"$date": "2011-06-28"}'
