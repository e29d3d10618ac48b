"""Checking the archive: what was altered, lost or slipped in, a line a finding; Enter opens the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from records.errors import XuedangError
from records.keep.verify.finding import TEST_LABELS, Finding, Report
from tui.cjk import one_line
from tui.screens.page import Page, open_page, opens
from tui.widgets.table.virtual_table import Column, Row, VirtualTable
from tui.words import mark, tr, trn

if TYPE_CHECKING:
    from tui.app import XuedangApp
    from tui.trail import Way


def open_check(app: XuedangApp) -> None:
    """Open the page, which begins at once."""
    open_page(app, CheckScreen)


def _findings(report: Report) -> str:
    return trn("{number:,} finding.", "{number:,} findings.", report.number)


class CheckScreen(Page):
    """A row a finding; above them how far it is, then what to do about the one under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f9", "again", mark("Check again"), id="check.again"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._report: Report | None = None
        self._checking = False

    def way_back(self) -> Way:
        return opens(CheckScreen)

    def heading(self) -> str:
        return tr("Check the archive")

    def body(self) -> ComposeResult:
        yield Static(markup=False, id="check-state")
        yield VirtualTable(id="check")

    @property
    def table(self) -> VirtualTable:
        return self.query_one("#check", VirtualTable)

    def fill(self) -> None:
        self.table.show_columns(
            (
                Column("sign", "", 2, keep=True),
                Column("record", tr("Record"), 14, grow=1),
                Column("what", tr("What was found"), 24, grow=2),
                Column("test", tr("Test"), 8),
                Column("where", tr("Where"), 16, grow=1),
            )
        )
        self.table.focus()
        if self._report is not None:
            self._show()
        elif not self._checking:
            self.action_again()

    def idle(self, action: str) -> str:
        done = action == "again" and self._checking
        return tr("It is being checked already; Esc stops it.") if done else super().idle(action)

    @work(exclusive=True, group="check")
    async def action_again(self) -> None:
        """Look at everything; leaving the page stops it."""
        from records.keep.verify.whole_archive import verify

        self._checking, anew = True, self._report is not None
        self.refresh_bindings()
        try:
            self._report = await verify(self.archive, on_progress=self._tell)
        except XuedangError as error:
            self.xuedang.say(error)
            return
        finally:
            self._checking = False
            self.refresh_bindings()
        self._show()
        if anew:
            self.notify(tr("Checked again."), timeout=3)

    def _tell(self, step: str, done: int, total: int) -> None:
        if self.built:
            part = f"{done * 100 // total}%" if total else ""
            told = tr("{step}: {done} of {total} documents, {part}", step=step, done=f"{done:,}",
                      total=f"{total:,}", part=part)  # fmt: skip
            self.query_one("#check-state", Static).update(told)

    def _show(self) -> None:
        if not self.built or self._report is None:
            return
        rows = [self._row(number, each) for number, each in enumerate(self._report.findings)]
        self.table.show_rows(rows)
        self._explain()

    def _row(self, number: int, each: Finding) -> Row:
        grave = each.severity == "error"
        test = TEST_LABELS[each.test].text()
        cells = (
            "x" if grave else "!",
            one_line(str(each.about)),
            one_line(each.what),
            test,
            one_line(each.where),
        )
        return Row(number, cells, "failed" if grave else "waiting", each)

    def _explain(self) -> None:
        """What to do about the finding under the cursor; or that there is none."""
        report, row = self._report, self.table.current
        if report is None:
            return
        if not report.findings:
            count = f"{sum(report.looked.values()):,}"
            told = tr(
                "Nothing was found in {count} documents: the archive is what was put into it.", count=count
            )
        elif row is not None and isinstance(row.value, Finding):
            told = f"{_findings(report)} {row.value.what} {row.value.todo}"
        else:
            told = _findings(report)
        self.query_one("#check-state", Static).update(told)

    def on_virtual_table_moved(self) -> None:
        self._explain()

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        finding = message.row.value
        self._open(finding if isinstance(finding, Finding) else None)

    @work(exclusive=True, group="open")
    async def _open(self, finding: Finding | None) -> None:
        from tui.screens.forms.form import open_form

        if finding is None or finding.about.id is None:
            self.nothing_here()
            return
        try:
            await self.archive.get(finding.about.id)
        except XuedangError as error:
            self.xuedang.say(error)
            return
        open_form(self.xuedang, finding.about.id)
