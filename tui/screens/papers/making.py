"""Making one paper or many: the question before, the progress with its end in sight, what became of them."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button, ProgressBar, Static

from records.errors import XuedangError
from tui.cjk import one_line
from tui.opening import open_path
from tui.rows.paper_lines import PaperText
from tui.screens.page import Page
from tui.screens.prompts import Prompt, ask_choice
from tui.widgets.option_rows import chosen_options
from tui.widgets.paper import PaperView
from tui.widgets.table.virtual_table import Column, Row, VirtualTable
from tui.words import mark, tr, trn

if TYPE_CHECKING:
    from templates.papers import Paper
    from templates.spec import DocumentSpec


@dataclass(frozen=True)
class Order:
    """What is to be made: a document, what is typed for its options, the language, where to, kept or not."""

    spec: DocumentSpec
    typed: Mapping[str, str]
    lang: str
    target: Path
    keep: bool


async def make(page: Page, order: Order) -> str:
    """Make the paper or papers and show what became of them; a line that says it. From a worker."""
    from templates.documents import expand
    from templates.papers import make_papers, ready_place

    spec = order.spec
    try:
        options = await chosen_options(page.archive, spec, order.typed)
        each = await expand(page.archive, spec.name, options, order.lang)
        if not each:
            return tr("There is nothing to make with these options.")
        if len(each) > 1 and not await _sure(page, len(each), order.keep):
            return ""
        ready_place(order.target, len(each))
    except XuedangError as error:
        return _refused(spec, error)
    made: list[Paper] = []
    progress = MakingPrompt(spec.label.text(), len(each))
    if len(each) > 1:
        page.app.push_screen(progress)
    papers = make_papers(page.archive, spec.name, each, order.lang, order.target, keep=order.keep)
    try:
        async with aclosing(papers):
            async for paper in papers:
                made.append(paper)
                progress.reach(len(made))
                if progress.stopped:
                    break
    finally:
        if len(each) > 1:
            progress.dismiss(None)
    if len(each) == 1 and not made[0].paths and not made[0].record and made[0].fault is not None:
        return _refused(spec, made[0].fault)
    page.app.push_screen(MadeScreen(spec, made, len(each), order.target))
    return outcome(made, len(each))


def _refused(spec: DocumentSpec, error: XuedangError) -> str:
    from templates.papers import words_for

    fault, hint = words_for(spec, error)
    return "\n".join(filter(None, (f"x {fault}", hint)))


async def _sure(page: Page, count: int, keep: bool) -> bool:
    text = trn(
        "{number:,} paper will be made.", "{number:,} papers will be made, one after the other.", count
    )
    if keep:
        text += "\n" + tr("Each gets its number and is kept. It can be stopped between two papers.")
    answers = [("yes", tr("Make them")), ("no", tr("Cancel"))]
    return await ask_choice(page.app, tr("Many papers"), text, answers) == "yes"


def outcome(made: Sequence[Paper], wanted: int) -> str:
    """What became of the papers, in a line."""
    failed = sum(each.fault is not None for each in made)
    parts = [tr("{done} of {wanted} made.", done=f"{len(made) - failed:,}", wanted=f"{wanted:,}")]
    if failed:
        parts.append(tr("{count} could not be made.", count=f"{failed:,}"))
    if len(made) < wanted:
        parts.append(tr("Stopped: {count} were not begun.", count=f"{wanted - len(made):,}"))
    return " ".join(parts)


class MakingPrompt(Prompt[None]):
    """A bar over the page while many papers are made; Escape stops after the present one."""

    def __init__(self, title: str, total: int) -> None:
        super().__init__(title)
        self._total = total
        self._begun = time.monotonic()
        self.stopped = False

    def inside(self) -> ComposeResult:
        yield ProgressBar(self._total, show_eta=False)
        yield Static(markup=False, id="making-state")
        with Horizontal(classes="prompt-buttons"):
            yield Button(tr("Stop (Esc)"), compact=True)

    def reach(self, number: int) -> None:
        """So many are done."""
        for bar in self.query(ProgressBar):
            bar.update(progress=number)
        if not self.stopped:
            self._state(pace(number, self._total, time.monotonic() - self._begun))

    def _state(self, text: str) -> None:
        for line in self.query("#making-state").results(Static):
            line.update(text)

    def action_cancel(self) -> None:
        self.stopped = True
        self._state(tr("Stopping after the present paper…"))

    def on_button_pressed(self) -> None:
        self.action_cancel()


def pace(number: int, total: int, seconds: float) -> str:
    """How far it is, how fast it goes, how long it will take."""
    rate = number / seconds if seconds > 0 else 0.0
    left = round((total - number) / rate) if rate else 0
    return tr(
        "{number} of {total}, {rate} a second, {left} left",
        number=f"{number:,}",
        total=f"{total:,}",
        rate=f"{rate:.1f}",
        left=f"{left // 60}:{left % 60:02}",
    )


class MadeScreen(Page):
    """The papers just made, with those that failed on top, and what is to be known of the one in front."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "copy", mark("Copy the path"), id="made.copy"),
        Binding("f7", "folder", mark("Open the folder"), id="made.folder"),
        Binding("f9", "issued", mark("Issued papers"), id="made.issued"),
    ]

    def __init__(self, spec: DocumentSpec, made: Sequence[Paper], wanted: int, target: Path) -> None:
        super().__init__()
        self._spec, self._wanted, self._target = spec, wanted, target
        self._made = sorted(made, key=lambda each: each.fault is None)

    def heading(self) -> str:
        return f"{tr('Made')} > {self._spec.label.text()}"

    def body(self) -> ComposeResult:
        yield Static(markup=False, id="made-outcome")
        yield VirtualTable(id="made")
        yield PaperView(id="made-about")

    @property
    def table(self) -> VirtualTable:
        return self.query_one("#made", VirtualTable)

    def fill(self) -> None:
        self.query_one("#made-outcome", Static).update(
            outcome(self._made, self._wanted) + " " + tr("Enter opens the file.")
        )
        self.table.show_columns(
            (
                Column("state", tr("State"), 11, keep=True),
                Column("file", tr("File"), 24, grow=1),
                Column("no", tr("Kept as"), 13, keep=True),
                Column("doc_no", tr("Document number"), 18, spare=True),
            )
        )
        rows = [self._row(index, paper) for index, paper in enumerate(self._made)]
        self.table.show_rows(rows, cursor=self.table.cursor)
        self.table.focus()

    def _row(self, index: int, paper: Paper) -> Row:
        record = paper.record
        state, tone = (tr("failed"), "failed") if paper.fault else (tr("made"), "")
        if not paper.fault and paper.warnings:
            state, tone = tr("with a note"), "waiting"
        file = one_line(paper.about) + (f" +{len(paper.paths) - 1}" if len(paper.paths) > 1 else "")
        number = str(record.fields.get("doc_no") or "") if record else ""
        return Row(index, (state, file, (record.no or "") if record else "—", number), tone, paper)

    def on_virtual_table_moved(self, message: VirtualTable.Moved) -> None:
        if self.built and message.row is not None:
            self.query_one("#made-about", PaperView).show(self._about(self.paper))

    def _about(self, paper: Paper | None) -> PaperText:
        from templates.papers import form_words, words_for

        if paper is None:
            return PaperText()
        faults = [each for each in words_for(self._spec, paper.fault) if each] if paper.fault else []
        if paper.fault and paper.record:
            faults.append(tr("It is kept all the same: save its file from the issued documents."))
        warnings = [one_line(form_words(self._spec, each)) for each in paper.warnings]
        paths = [str(path) for path in paper.paths[:20]]
        if len(paper.paths) > 20:
            paths.append(tr("… and {count} more files", count=len(paper.paths) - 20))
        return PaperText(faults=faults, warnings=warnings, notes=paths)

    # --- doing something with the file -------------------------------------------------------------

    @property
    def paper(self) -> Paper | None:
        """The paper under the cursor."""
        row = self.table.current
        return self._made[row.id] if row is not None and isinstance(row.id, int) else None

    @property
    def path(self) -> Path:
        """The file under the cursor, or the folder where there is none."""
        paper = self.paper
        return paper.paths[0] if paper is not None and paper.paths else self._target

    @work(exclusive=True, group="open")
    async def on_virtual_table_chosen(self) -> None:
        paper = self.paper
        if paper is not None and not paper.paths:
            self.notify(tr("It could not be made: there is no file."))
        elif paper is not None and await open_path(self.app, paper.paths[0]):
            self.notify(str(paper.paths[0]), title=tr("Opened"))

    @work(exclusive=True, group="open")
    async def action_folder(self) -> None:
        folder = self.path if self.path.is_dir() else self.path.parent
        if await open_path(self.app, folder):
            self.notify(str(folder), title=tr("Opened"))

    def action_copy(self) -> None:
        """Hand the path to the terminal; whether it takes it can't be known, so it is shown too."""
        self.app.copy_to_clipboard(str(self.path))
        self.notify(str(self.path), title=tr("Given to the terminal's clipboard"), timeout=10)

    def action_issued(self) -> None:
        from tui.screens.papers.issued import IssuedScreen

        self.app.push_screen(IssuedScreen())
