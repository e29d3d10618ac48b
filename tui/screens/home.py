"""Home: what needs attention now, what waits, what changed last, and where to go."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from records.errors import XuedangError
from records.language import current_language
from tui.screens.home_rows import (
    Counts,
    figures_line,
    menu_columns,
    menu_rows,
    recent_table,
    show_rows,
    total,
    ways_to_begin,
)
from tui.screens.home_ways import HomeWays
from tui.screens.page import PATIENCE
from tui.screens.standing.attention import attention_rows, coverage_line, stage_line, week_line
from tui.stylesheet import FIRST
from tui.widgets.flow import Flow
from tui.widgets.table.virtual_table import Column, FixedRows, VirtualTable
from tui.words import mark, tr

if TYPE_CHECKING:
    from bson.objectid import ObjectId

    from records.archive import Change
    from records.lists.views import ListView
    from records.programme.views.overview import Overview

_RECENT = 30
#: So many of those opened last are shown; Alt+R offers more.
_OPENED = 5
#: Seconds to wait after a change before counting again, so that an import doesn't count a thousand times.
_COUNT_PAUSE = 1.5
#: Seconds between two looks at whether keys typed ahead are done.
_LOOK = 0.05
#: The overview rests so many times as long as working it out took: an import must not wait for it.
_REST = 4
#: What stands below the figures once there are records.
_BELOW = ("#overview", "#attention", "#recent")


class HomeScreen(HomeWays):
    """The first screen: painted before the archive is open, filled when it is."""

    CSS_PATH = FIRST
    NEEDS = {"new_record": "edit", "import_files": "edit"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "new_record", mark("New"), id="home.new"),
        Binding("f4", "waiting", mark("To approve"), id="home.waiting"),
        Binding("f7", "import_files", mark("Import"), id="home.import"),
        Binding("f8", "rule_matrix", mark("Rule matrix"), id="home.matrix"),
        Binding("f9", "documents", mark("Documents"), id="home.documents"),
        Binding("escape", "nothing", show=False, id="page.close"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._counts: Counts | None = None
        self._progress = ""
        self._greeted = False
        #: The overview is to be read when Home is in front again.
        self._overview_due = False
        self._overview: Overview | None = None
        self._told_in = self._backup = ""
        self._views: list[ListView] = []
        self._overview_pause = _COUNT_PAUSE

    def heading(self) -> str:
        return tr("Home")

    @property
    def takes_keys(self) -> bool:
        return super().takes_keys or self.xuedang.trouble is not None

    @property
    def patience(self) -> float:
        """As long as the archive is being opened: then there is something to choose."""
        return PATIENCE if self.xuedang.archive is not None else inf

    def body(self) -> ComposeResult:
        with Horizontal(id="home"):
            yield VirtualTable(id="menu")
            with Vertical(id="home-right"):
                yield Flow(id="figures")
                yield Flow(id="overview")
                with Vertical(id="welcome") as welcome:
                    welcome.display = False  # whether the archive is empty is not known yet
                yield VirtualTable(id="attention")
                yield VirtualTable(id="recent")

    # --- filling -------------------------------------------------------------------------------

    def fill(self) -> None:
        self.query_one("#welcome").display = False
        if self.xuedang.archive is None or self._counts is None:
            # Not when it is read again: what is hidden loses the cursor.
            for name in _BELOW:
                self.query_one(name).display = False
        if self.xuedang.archive is None:
            self._show_opening()
            return
        self._show_menu()
        if self.xuedang.keys_at_work:
            self._read_after_keys()
        else:
            self._read_all()

    def _read_all(self) -> None:
        self._show_figures()
        self._load_recent()
        self._load_views()
        self._count()
        self._show_overview()

    @work(exclusive=True, group="after-keys")
    async def _read_after_keys(self) -> None:
        """What keys typed ahead ask for comes first: it would share the processor with all of this."""
        # Not told by anybody: keys end in one place, what they open is built and read in others.
        end = monotonic() + PATIENCE
        while self.xuedang.keys_at_work and monotonic() < end:  # noqa: ASYNC110
            await asyncio.sleep(_LOOK)
        if self.built and self.xuedang.archive is not None:
            self._read_all()

    def _show_opening(self) -> None:
        trouble = self.xuedang.trouble
        if trouble is not None:
            text = "\n\n".join(
                filter(None, (trouble.message, trouble.hint, tr("{key:page.refresh} tries again.")))
            )
        else:
            text = self._progress or tr("Opening the archive…")
        self.query_one("#figures", Flow).update(text)

    def on_archive_progress(self, text: str) -> None:
        self._progress = text
        if self.built:
            self._show_opening()

    def on_archive_open(self) -> None:
        self._overview = None
        super().on_archive_open()
        for menu in self.query("#menu"):
            menu.focus()
        self._greet()

    def on_archive_failed(self, error: XuedangError) -> None:
        self.refresh_top()
        if self.built:
            self._show_opening()

    @work(exclusive=True, group="greet")
    async def _greet(self) -> None:
        """Who is it, and what was left behind?"""
        first, self._greeted = not self._greeted, True
        if first and self.xuedang.operator_unknown:
            await self.xuedang.connection.figures_shown.wait()
            await self.xuedang.ask_operator()
        if first and self.xuedang.drafts.leftovers():
            from tui.screens.drafts import offer_drafts

            await offer_drafts(self)
        wanted, self.wanted = self.wanted, ""
        if wanted and self.is_active:
            await self.run_action(wanted)

    def _show_menu(self) -> None:
        table = self.query_one("#menu", VirtualTable)
        table.show_columns(menu_columns())
        show_rows(table, menu_rows(self.archive.kinds, self._views, self._counts))

    def _show_figures(self) -> None:
        self.query_one("#figures", Flow).update(figures_line(self._counts))
        empty = self._counts is not None and not total(self._counts)
        welcome = self.query_one("#welcome")
        if empty and not welcome.children:
            welcome.mount(*ways_to_begin())
        welcome.display = empty
        for name in _BELOW:
            self.query_one(name).display = not empty

    @work(exclusive=True, group="count")
    async def _count(self) -> None:
        try:
            self._counts = await self.archive.counts()
        except XuedangError as error:
            self.xuedang.say(error)
            return
        self._show_menu()
        self._show_figures()
        self.call_after_refresh(self.xuedang.connection.figures_shown.set)

    # --- what needs attention --------------------------------------------------------------------

    @work(exclusive=True, group="overview")
    async def _read_overview(self) -> None:
        """Work out how everybody stands; after a change once more, but never most of the time.

        While another page is in front that one has the processor: it is read on coming back.
        """
        await self.xuedang.connection.figures_shown.wait()
        self._overview_due = not self.in_front
        if self._overview_due:
            return
        begun, language = monotonic(), current_language()
        try:
            self._overview = await self.xuedang.standings.overview(self.xuedang.settings.today)
            root = (await self.xuedang.standings.book(self.xuedang.settings.today)).root_id
        except XuedangError as error:
            self.xuedang.say(error)
            return
        self.root, self._told_in = root, language
        self._backup = await self._missing_backup()
        self._overview_pause = max(_COUNT_PAUSE, _REST * (monotonic() - begun))
        if self.built:
            self._show_overview()

    async def _missing_backup(self) -> str:
        from records.keep.backup.rotation import missing_since

        with suppress(XuedangError):  # what is wrong with the server, the overview says
            if since := await missing_since(self.archive):
                day = f"{since.astimezone():%Y-%m-%d}"
                return tr("! No backup since {day}: `xuedang backup FILE` makes one.", day=day)
        return ""

    def _show_overview(self) -> None:
        """Show what is known already, and have it read unless it is of this very day."""
        found, ascii = self._overview, self.xuedang.settings.ascii
        table, text = self.query_one("#attention", VirtualTable), self.query_one("#overview", Flow)
        table.show_columns(
            (Column("what", tr("Needs attention"), 20, grow=1), Column("due", tr("Due by"), 8))
        )
        if found is None or found.on != self.xuedang.settings.today:
            text.update(tr("Working out who is behind…"))
            table.show(FixedRows(()), 0)
            self._read_overview()
            return
        if self._told_in != current_language():
            # The lines of the alerts were worded as they were found.
            self._read_overview()
        lines = (self._backup, stage_line(found), week_line(found), coverage_line(found, ascii=ascii))
        text.update("\n".join(line for line in lines if line))
        show_rows(table, list(attention_rows(found, ascii=ascii)))

    @work(exclusive=True, group="recently")
    async def _load_recent(self) -> None:
        from records.search.query import Query

        try:
            records = await self.archive.find(Query(sort="-updated"), limit=_RECENT)
            pinned, opened = await self.xuedang.bookmarks.records(self.archive, self.xuedang.operator)
        except XuedangError as error:
            self.xuedang.say(error)
            return
        table = self.query_one("#recent", VirtualTable)
        columns, rows = recent_table(self.archive.kinds, pinned, opened[:_OPENED], records)
        table.show_columns(columns)
        show_rows(table, rows)

    @property
    def pinnable(self) -> ObjectId | None:
        from bson.objectid import ObjectId

        table = self.query_one("#recent", VirtualTable)
        row = table.current if table.has_focus else None
        return row.id if row is not None and isinstance(row.id, ObjectId) else None

    def on_pinned(self) -> None:
        if self.built and self.xuedang.archive is not None:
            self._load_recent()

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        self.on_pinned()  # a record may have been opened meanwhile
        if self.built and self.xuedang.archive is not None:
            self._load_views()
            if self._overview_due:
                self._read_overview()

    @work(exclusive=True, group="views")
    async def _load_views(self) -> None:
        from records.lists.views import list_views

        try:
            views = await list_views(self.archive)
        except XuedangError as error:
            self.xuedang.say(error)
            return
        if views != self._views:
            self._views = views
            self._show_menu()

    def on_change(self, change: Change) -> None:
        self.read_soon(self._read_overview, self._overview_pause)
        self.read_soon(self._recount, _COUNT_PAUSE)

    def on_backup(self) -> None:
        if self._backup:
            self._read_overview()

    def _recount(self) -> None:
        self._count()
        self._load_recent()
