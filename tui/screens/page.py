"""What every full screen shares: the bar on top, the keys below, and the archive's state."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.worker import active_worker

from records.errors import ServerUnavailable, XuedangError
from tui.widgets.bars import KeyBar, TopBar
from tui.words import mark, tr

if TYPE_CHECKING:
    from records.archive import Archive, Change
    from tui.app import XuedangApp


class Page(Screen[None]):
    """A full screen with a heading and a key bar.

    A page builds its widgets in ``body`` from state it holds itself, and puts data into them in
    ``fill``; so it can be built again in another language, or when the archive opens, at any time.
    """

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", mark("Back"), id="page.close"),
        Binding("f5", "refresh_page", mark("Refresh"), show=False, id="page.refresh"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._stale = False
        self._rebuilding = self._rebuild_again = False

    # --- what a page says for itself -----------------------------------------------------------

    def heading(self) -> str:
        """What stands in the top bar."""
        return ""

    def body(self) -> ComposeResult:
        """The widgets between the bars."""
        yield from ()

    def fill(self) -> None:
        """Put the data in; called when the widgets are there, and again after ``relabel``."""

    @property
    def unsaved(self) -> bool:
        """Whether something typed here differs from what is stored."""
        return False

    async def may_close(self) -> bool:
        """Ask the user what to do with what is typed here, if anything."""
        return True

    def write_draft(self) -> None:
        """Put what is typed on disk now. Called when the process is about to end."""

    def on_change(self, change: Change) -> None:
        """A record was changed, here or elsewhere."""

    # --- what all pages do ---------------------------------------------------------------------

    @property
    def built(self) -> bool:
        """Whether the widgets are there: not while they are being built again, nor once the page is gone."""
        return self.is_attached and not self._rebuilding

    if not TYPE_CHECKING:

        def query_one(self, *args: object, **kwargs: object) -> object:
            """As Textual's. A worker that comes back to widgets that are being built again ends quietly.

            ``fill`` follows and starts it anew.
            """
            try:
                return super().query_one(*args, **kwargs)
            except NoMatches:
                if self.built or active_worker.get(None) is None:
                    raise
                raise asyncio.CancelledError from None

    @property
    def xuedang(self) -> XuedangApp:
        return cast("XuedangApp", self.app)

    @property
    def archive(self) -> Archive:
        """The open archive. Raises ServerUnavailable; pages that need it are only opened once it is open."""
        archive = self.xuedang.archive
        if archive is None:
            raise ServerUnavailable(
                tr("The archive is not open."),
                hint=tr("F5 on the home screen tries again; what you typed is kept."),
            )
        return archive

    def compose(self) -> ComposeResult:
        yield TopBar()
        yield from self.body()
        yield KeyBar()

    def on_mount(self) -> None:
        self.xuedang.changes.subscribe(self, self.on_change)
        self.fill()

    def on_screen_resume(self) -> None:
        if self._stale:
            self._stale = False
            self.run_worker(self.rebuild(), group="rebuild")

    def relabel(self) -> None:
        """The language or the working date changed: build the widgets again, now or when next in front."""
        if self.is_current:
            self.run_worker(self.rebuild(), group="rebuild")
        else:
            self._stale = True

    async def rebuild(self) -> None:
        """Build the widgets again and put the data in. Once more if it is asked for meanwhile: never half."""
        self._rebuild_again = True
        if self._rebuilding:
            return
        self._rebuilding = True
        try:
            while self._rebuild_again:
                self._rebuild_again = False
                await self.recompose()
        finally:
            self._rebuilding = False
        self.fill()
        self.refresh_bindings()

    def on_archive_progress(self, text: str) -> None:
        """Opening the archive is busy with ``text``."""

    def on_archive_open(self) -> None:
        """The archive is open now."""
        self.refresh_top()

    def on_archive_failed(self, error: XuedangError) -> None:
        """The archive can't be opened, or was lost."""
        self.refresh_top()
        if self.is_current:
            self.xuedang.say(error)

    def refresh_top(self) -> None:
        """Draw the top bar again."""
        for bar in self.query(TopBar):
            bar.refresh()

    def action_close(self) -> None:
        self.run_worker(self._close(), exclusive=True, group="close")

    async def _close(self) -> None:
        if len(self.app.screen_stack) > 1 and await self.may_close():
            self.dismiss()

    def action_refresh_page(self) -> None:
        self.fill()
