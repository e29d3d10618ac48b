"""The rows and papers of an import that were refused, and those taken with a doubt, which may be left out."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Label, Static

from records.errors import XuedangError
from records.home_paths import rejects_file
from records.intake.answers.alike import DROP
from records.intake.answers.left_out import LEFT_OUT, left_out_in, left_out_key
from records.intake.outcome import Item
from records.intake.reasons import reason_text
from records.language import labelled
from records.masking import mask_cell, mask_within, printed
from tui.cjk import one_line
from tui.screens.importing.import_page import ImportPage
from tui.screens.prompts import Prompt
from tui.widgets.table.virtual_table import Column, Row, VirtualTable
from tui.words import mark, tr


class RowPrompt(Prompt[None]):
    """A row as printed, a line a cell."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__(title)
        self._text = text

    def inside(self) -> ComposeResult:
        with VerticalScroll(classes="row-text"):
            yield Static(self._text, markup=False)
        yield Label(tr("Esc goes back."), classes="prompt-hint")

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()


class ImportRefused(ImportPage):
    """Refused first, with the reason; Enter shows the row as printed, F7 opens the file to mend them in.

    Del leaves out what is doubtful, and takes that back; the mapping file keeps it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f7", "open_file", mark("Reject file"), id="import_refused.open"),
        Binding("f8", "switch", mark("Refused or doubtful"), id="import_refused.switch"),
        Binding("delete", "leave_out", mark("Leave out"), id="import_refused.leave_out"),
    ]
    _doubtful = False
    #: What the mapping file leaves out by now.
    _left_out: frozenset[str] = frozenset()
    _taken_back: frozenset[str] = frozenset()

    def heading(self) -> str:
        return tr("Import > Taken with a doubt") if self._doubtful else tr("Import > Refused")

    def body(self) -> ComposeResult:
        yield Static(markup=False, classes="import-line")
        yield VirtualTable(id="import-refused")

    @property
    def table(self) -> VirtualTable:
        return self.query_one("#import-refused", VirtualTable)

    def fill(self) -> None:
        self.table.show_columns(
            (
                Column("place", tr("Place"), 20, grow=2),
                Column("kind", tr("Kind"), 8, grow=0),
                Column("why", tr("Reason"), 32, grow=3),
                Column("cells", tr("As printed"), 20, grow=2, spare=True),
            )
        )
        self._show()
        self.table.focus()
        self._read_left_out()

    def after_trial(self) -> None:
        self._show()
        self._read_left_out()

    @work(exclusive=True, group="left-out")
    async def _read_left_out(self) -> None:
        try:
            self._left_out = left_out_in((await asyncio.to_thread(self.importing.rules)).answers)
        except XuedangError as error:
            self.xuedang.say(error)
            return
        if self.built:
            self._show()

    def said(self) -> str:
        report = self.importing.report
        if report is None:
            return ""
        found = self.importing.findings
        refused, flagged = found.refused_count, found.flagged_count
        if self._doubtful:
            return tr(
                "{count} taken with a doubt; {key:import_refused.leave_out} leaves one out. "
                "{key:import_refused.switch} lists the {other} refused.",
                count=flagged,
                other=refused,
            )
        if report.rejects_file is not None:
            return tr("{count} refused; to mend and import again: {path}", count=refused, path=self._file())
        return tr(
            "{count} refused. {key:import_refused.switch} lists the {other} taken with a doubt.",
            count=refused,
            other=flagged,
        )

    def _refused(self) -> list[tuple[str, str, str, object]]:
        """Place, kind and reason of all that was refused: rows, papers, whole files."""
        report = self.importing.report
        if report is None:
            return []
        files = [
            (each.file, "", _reason(each.file, each.message) or reason_text(each.why), None)
            for each in report.files
            if each.state == "refused"
        ]
        failed = [(name, "", reason, None) for name, reason in report.failed]
        items = [
            (str(each.place), each.kind, reason_text(each.why), each)
            for each in self.importing.findings.refused
        ]
        return [*files, *failed, *items]

    def _flagged(self) -> list[tuple[str, str, str, object]]:
        report = self.importing.report
        if report is None:
            return []
        return [
            (str(each.place), each.kind, "；".join(report.reason(each, flag) for flag in each.flags), each)
            for each in self.importing.findings.flagged
        ]

    def _said_of(self, item: Item) -> str:
        """What the next run makes of a row otherwise than the last did; "" when nothing."""
        left = left_out_key(item) in self._left_out
        if left and not item.refused:
            return tr("left out from the next run on; {key:import_refused.leave_out} takes that back")
        if item.why == LEFT_OUT and not left and item.refused and left_out_key(item) in self._taken_back:
            return tr("comes in again with the next run")
        return ""

    def _show(self, *, keep: bool = False) -> None:
        kinds = self.importing.kinds
        rows = []
        for number, (place, kind, why, item) in enumerate(
            self._flagged() if self._doubtful else self._refused()
        ):
            label = kinds[kind].label.text() if kind in kinds else ""
            cells = _printed(item) if isinstance(item, Item) else ""
            if isinstance(item, Item) and (told := self._said_of(item)):
                why = told
            shown = tuple(one_line(printed(text)) for text in (place, label, why, cells))
            rows.append(Row(number, shown, value=item))
        at = self.table.cursor if keep else 0
        self.table.show_rows(rows, cursor=min(at, max(0, len(rows) - 1)))
        self.state(self.said())
        self.refresh_top()

    def action_leave_out(self) -> None:
        """Leave the row out from the next run on, or take that back; answers are taken back elsewhere."""
        row = self.table.current
        self._leave_out(row.value if row is not None else None)

    # One after the other: each reads the file as the one before left it.
    @work(group="leave-out")
    async def _leave_out(self, item: object) -> None:
        async with self.writing:
            await self._put_left_out(item)

    async def _put_left_out(self, item: object) -> None:
        key = left_out_key(item) if isinstance(item, Item) else None
        if not isinstance(item, Item) or (item.refused and item.why != LEFT_OUT):
            self.notify(tr("It is refused already."))
            return
        if key is None:
            self.notify(tr("Other rows name it; leave those out, or say what they mean."))
            return
        file = self.importing.file()
        try:
            if key in self._left_out:
                await asyncio.to_thread(file.take_back, "answers", key)
                self._taken_back |= {key}
            elif item.refused and key not in self._taken_back:
                self.notify(tr("An answer leaves it out; it is taken back among the questions."))
                return
            else:
                await asyncio.to_thread(
                    file.answer, key, DROP, mask_within(labelled(item.place, _printed(item)))
                )
            self._left_out = left_out_in((await asyncio.to_thread(self.importing.rules)).answers)
        except XuedangError as error:
            self.xuedang.say(error)
            return
        except OSError as error:
            self.say_refused(file.path, error)
            return
        if self.built:
            self._show(keep=True)

    def action_switch(self) -> None:
        self._doubtful = not self._doubtful
        self._show()

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        item, shown = message.row.value, message.row.cells
        lines = [shown[0], shown[2], ""]
        if isinstance(item, Item):
            names = [*item.headings, *("" for _ in item.cells)][: len(item.cells)]
            lines += [
                f"{name or '—'}  {mask_cell(name, text)}"
                for name, text in zip(names, item.cells, strict=True)
            ]
        shown_lines = "\n".join(one_line(printed(line)) for line in lines)
        self.app.push_screen(RowPrompt(tr("As printed"), shown_lines))

    def _file(self) -> Path:
        """The reject file of the last run; after a trial run the one that would be written."""
        report = self.importing.report
        if report is not None and report.rejects_file is not None:
            return report.rejects_file
        return rejects_file(self.importing.home, self.importing.mapping.stem)

    @work(exclusive=True, group="file")
    async def action_open_file(self) -> None:
        """Open the file in the source's own columns; a trial run has none yet, so it is written now."""
        from records.intake.report import write_rejects
        from tui.opening import open_path

        report, path = self.importing.report, self._file()
        if report is None:
            return
        try:
            if report.rejects_file is None:
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                if not await asyncio.to_thread(write_rejects, report.rejects, path):
                    self.notify(tr("No refused row has cells of its own to write down."))
                    return
        except OSError as error:
            self.say_refused(path, error)
            return
        self.state(tr("Mend the rows in {path} and bring that file in.", path=str(path)))
        await open_path(self.app, path)


def _reason(file: str, message: str) -> str:
    """A message without the path before it, which stands in the first column."""
    return message[message.find(file) + len(file) :].lstrip("：: ") if file in message else message


def _printed(item: Item) -> str:
    """The cells of a row; of what no row of its own has, a unit named in others, how it is called."""
    names = [*item.headings, *("" for _ in item.cells)]
    cells = (mask_cell(name, text) for name, text in zip(names, item.cells, strict=False))
    return " | ".join(cells) or str(item.fields.get("name") or item.fields.get("title") or "")
