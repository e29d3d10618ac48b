"""The application: its keys, its look, the archive it works on, and how it leaves.

Nothing heavy is imported here: the first screen is painted before the records room is loaded.
"""

from __future__ import annotations

import asyncio
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.events import Event, Key, Paste
from textual.screen import Screen
from textual.signal import Signal
from textual.widgets import OptionList

from records.collecting import start_ends
from records.errors import ServerUnavailable, SignInNeeded, XuedangError
from records.language import set_language
from records.settings import Settings, load_settings
from tui import cjk, terminal
from tui.bookmarks import Bookmarks
from tui.connection import Connection, Opener, open_default
from tui.drafts import DraftJournal
from tui.keys import key_names
from tui.keys.key_order import KeyOrder
from tui.plain_signs import PlainSigns
from tui.screens.home import HomeScreen
from tui.screens.page import PATIENCE, Keeping, Page
from tui.screens.quiet import is_built
from tui.settings_app import SettingsApp
from tui.stylesheet import FIRST, LISTS, PAGES, Stylesheet
from tui.theme import THEMES
from tui.trail import Trail
from tui.widgets.table.virtual_table import VirtualTable
from tui.words import mark, tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bson.objectid import ObjectId
    from rich.console import RenderableType
    from textual.actions import ActionParseResult
    from textual.command import Provider
    from textual.dom import DOMNode
    from textual.filter import LineFilter

    from records.archive import Archive, Change
    from records.programme.live import Standings

#: Seconds after the first paint in which no other screen is wanted than Home or what keys typed ahead open.
_RULES_SECONDS = 1.0
#: Seconds after the first paint until all is there that a start brings in.
_START_SECONDS = 8.0

cjk.install()
terminal.install()


def _commands() -> type[Provider]:
    """The palette's commands, imported when it is opened."""
    from tui.commands import Commands

    return Commands


class XuedangApp(SettingsApp):
    """The terminal application over one archive."""

    CSS_PATH = FIRST
    TITLE = "xuedang"
    COMMANDS: ClassVar[set[Any]] = {lambda: _commands()}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", mark("Help"), id="app.help"),
        Binding("f3", "search", mark("Search"), id="app.search"),
        Binding("f6", "working_date", mark("Working date"), show=False, id="app.working_date"),
        Binding("shift+f6", "operator", mark("Who is working"), show=False, id="app.operator"),
        Binding("f12", "switch_language", mark("中文/English"), show=False, id="app.language"),
        Binding("f10", "quit", mark("Quit"), priority=True, id="app.quit"),
        Binding("ctrl+q", "quit", mark("Quit"), show=False, priority=True, id="app.quit_too"),
        Binding("ctrl+l", "dossier", mark("Study archive"), show=False, id="app.dossier"),
        Binding("alt+p", "go(-1)", mark("Page before"), show=False, id="app.back"),
        Binding("alt+n", "go(1)", mark("Page after"), show=False, id="app.forward"),
        Binding("alt+r", "recent", mark("Recent and pinned records"), show=False, id="app.recent"),
        Binding("alt+j", "jump", mark("Jump to a place on the page"), show=False, id="app.jump"),
        Binding("alt+k", "pin", mark("Pin or unpin this record"), show=False, id="app.pin"),
        Binding(
            "ctrl+p",
            "command_palette",
            mark("Everything by name"),
            show=False,
            priority=True,
            id="app.palette",
        ),
        Binding("ctrl+t", "next_theme", mark("Light or dark"), show=False, id="app.theme"),
    ]

    def __init__(self, settings: Settings | None = None, *, opener: Opener = open_default) -> None:
        self.settings = settings or load_settings()
        set_language(self.settings.language)
        super().__init__(watch_css=False)
        self.stylesheet = Stylesheet(variables=self.get_css_variables())
        self.animation_level = "none"  # every frame costs a slow line as much as a keystroke
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = self._first_theme()
        self.set_class(self.settings.ascii, "-ascii")
        self._plain = [PlainSigns()] if self.settings.ascii else []
        self.connection = Connection(self, self.settings, opener)
        self.drafts = DraftJournal(self.settings.home)
        self.bookmarks = Bookmarks(self.settings.home)
        self.trail = Trail(self)
        key_names.use({})
        self._is_painted = False
        self._key_order = KeyOrder(self, super().on_event, self._wait_for_place)
        self._holding = ExitStack()
        self._event_loop: asyncio.AbstractEventLoop | None = None
        self.changes: Signal[Change] = Signal(self, "changes")
        self._standings: Standings | None = None
        self.trouble: XuedangError | None = None
        self.crash: Exception | None = None
        self.remember_sign_in = False

    def get_key_display(self, binding: Binding) -> str:
        return key_names.key_name(binding.key)

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), *self._plain]

    def get_default_screen(self) -> Screen[None]:
        return HomeScreen()

    # --- coming and going --------------------------------------------------------------------

    def on_mount(self) -> None:
        self.settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._event_loop = asyncio.get_running_loop()
        self._holding.enter_context(self.drafts)
        self._holding.enter_context(terminal.leaving(self._leave_at_once))
        self.call_after_refresh(self._painted)

    def post_display_hook(self) -> None:
        # Textual calls back a moment after it has drawn: in that time much of the driver is imported.
        if not self._is_painted and isinstance(self.screen, Page) and self.screen.has_place:
            self.call_next(self._painted)

    def _painted(self) -> None:
        """The first screen is there: now for all that it could do without."""
        if self._is_painted:
            return
        self._is_painted = True
        self.connection.start()
        self._read_rules(LISTS)
        self.set_timer(_RULES_SECONDS, partial(self._read_rules, PAGES))
        self.set_timer(_START_SECONDS, start_ends)
        if self.key_file.exists():
            self.run_worker(self._load_keys(), group="keys")

    def _read_rules(self, path: Path) -> None:
        """Read a file of rules, unless a screen that names it was shown already."""
        if not self.stylesheet.has_source(str(path), ""):
            self.stylesheet.read(path)
            self.stylesheet.reparse()

    async def on_unmount(self) -> None:
        await self.connection.close()
        self._holding.close()

    def _leave_at_once(self) -> None:
        """The window was closed or the session ends: keep what is typed, then leave in good order."""
        self.write_drafts()
        if self._event_loop is not None:
            self._event_loop.call_soon_threadsafe(self.exit)

    def on_exit_app(self) -> None:
        """The terminal, or a browser's page, asks to end: keep what is typed."""
        self.write_drafts()

    async def on_event(self, event: Event) -> None:
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            if isinstance(event, Key) and event.key.startswith("alt+"):
                # A terminal's Alt+J comes with the letter j, and the field with the cursor would take it.
                event.character = None
            await self._key_order.take(event)
        else:
            await super().on_event(event)

    if not TYPE_CHECKING:  # Textual's own types hold

        async def push_screen_wait(self, screen: Screen[Any], **more: Any) -> object:
            """As Textual's, which first does what the application still has to do, in the worker that asks.

            A page that was being built again came to nothing when the worker was cancelled.
            """
            with self._key_order.asking(screen):
                return await asyncio.shield(self.push_screen(screen, wait_for_dismiss=True, **more))

    @property
    def keys_at_work(self) -> bool:
        """Whether keys have still to take effect, or what they opened is still being built and read."""
        if self._key_order.busy:
            return True
        screen, focused = self.screen, self.focused
        if not isinstance(screen, Page):
            return not screen.is_mounted
        lacking = isinstance(focused, VirtualTable) and focused.row_count and focused.current is None
        return not screen.takes_keys or self._key_order.loading(screen) or bool(lacking)

    def _wait_for_place(self, event: Event) -> float:
        """The seconds a key may wait for the page in front to be built and have the cursor; 0: it is."""
        screen, focused = self.screen, self.focused
        if isinstance(screen, Page):
            if not screen.takes_keys:
                return screen.patience
        elif not screen.is_mounted or (focused is None and screen.focus_chain):
            return PATIENCE
        if not isinstance(event, Key) or not isinstance(focused, VirtualTable):
            return 0
        waits = focused.lacks_row(event.key) and (focused.row_count or self._key_order.loading(screen))
        return PATIENCE if waits else 0

    def panic(self, *renderables: RenderableType) -> None:
        self.write_drafts()
        super().panic(*renderables)

    def _handle_exception(self, error: Exception) -> None:
        self.crash = self.crash or error
        self.write_drafts()
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Leave with a sentence in place of Textual's traceback; who ran the screens reports ``crash``."""
        from rich.segment import Segments

        self.bell()
        said = tr(
            "xuedang ended because of a fault of its own. "
            "What you typed is kept and offered at the next start."
        )
        self._exit_renderables.append(Segments(self.console.render(said, self.console.options)))
        self._close_messages_no_wait()

    def write_drafts(self) -> None:
        """Put every changed form on disk now. A box hands what is typed in it to the form below first."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, Keeping):
                screen.write_draft()

    async def action_quit(self) -> None:
        """Leave, unless a form differs from what is stored and the user stays."""
        self.run_worker(self._quit(), exclusive=True, group="quit")

    async def _quit(self) -> None:
        for page in reversed(self.pages):
            if page.unsaved and not await page.may_close():
                return
        self.write_drafts()
        self.exit()

    # --- the keys --------------------------------------------------------------------------------

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do it; a key of a page that could do nothing says why.

        One that comes while the page it is for is being built or closed has nothing to act on.
        """
        page = default_namespace
        if isinstance(page, OptionList) and not page.size:
            return True  # it is not laid out yet and can't tell what a page of it is
        asked = isinstance(action, str) and isinstance(page, Page) and page.built
        if asked and (why := cast(Page, page).idle(cast(str, action).partition("(")[0])):
            self.notify(why)
            return True
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except NoMatches:
            if default_namespace is None or is_built(default_namespace):
                raise
            return True

    def action_all_keys(self) -> None:
        from tui.screens.keys import KeysScreen

        self.push_screen(KeysScreen())

    # --- the archive ---------------------------------------------------------------------------

    def on_connection_progress(self, message: Connection.Progress) -> None:
        for page in self.pages:
            page.on_archive_progress(message.text)

    async def on_connection_opened(self, message: Connection.Opened) -> None:
        self.trouble = None
        for page in self.pages:
            page.on_archive_open()
        if message.archive.store.account:
            self._welcome(message.archive)

    def _welcome(self, archive: Archive) -> None:
        """Keep who signed in; tell somebody who may not edit that they may not."""
        from records.office.roles import why_not

        if self.settings.password is not None:
            self._keep("account", archive.store.account)
        if self.remember_sign_in:
            from tui.screens.sign_in import keep_sign_in

            self.run_worker(keep_sign_in(self), group="sign-in")
        if not archive.may("edit"):
            self.notify(why_not(archive.store.client), timeout=8)

    def reconnect(self) -> None:
        """Try to open the archive again if it was given up."""
        if self.archive is None:
            self.trouble = None
            self.connection.start()
            for page in self.pages:
                page.refresh_top()

    def on_connection_failed(self, message: Connection.Failed) -> None:
        self.trouble = message.error
        if isinstance(message.error, SignInNeeded):
            from tui.screens.sign_in import sign_in

            for page in self.pages:
                page.refresh_top()
            self.run_worker(sign_in(self, message.error), exclusive=True, group="sign-in")
            return
        for page in self.pages:
            page.on_archive_failed(message.error)

    def on_connection_backed_up(self, message: Connection.BackedUp) -> None:
        if message.error is not None:
            self.notify(message.error.hint, title=message.error.message, severity="warning", timeout=12)
        elif message.path is not None:
            self.notify(tr("A backup was made: {name}", name=message.path.name), timeout=4)
            for page in self.pages:
                page.on_backup()

    def on_connection_crashed(self, message: Connection.Crashed) -> None:
        raise message.error

    @property
    def standings(self) -> Standings:
        """How everybody stands with the rules, recounted as records change. Raises ServerUnavailable."""
        from records.programme.live import Standings

        if self.archive is None:
            raise ServerUnavailable(
                tr("The archive is not open."), hint=tr("{key:page.refresh} tries again.")
            )
        if self._standings is None or self._standings.archive is not self.archive:
            self._standings = Standings(self.archive)
        return self._standings

    def on_connection_changed(self, message: Connection.Changed) -> None:
        if self._standings is not None:
            self._standings.note(message.change)
        self.changes.publish(message.change)

    def say(self, error: XuedangError) -> None:
        """Tell what went wrong and what to do."""
        self.notify(
            error.hint or error.message,
            title=error.message if error.hint else "",
            severity="error",
            timeout=12,
        )

    # --- keys that work everywhere ---------------------------------------------------------------

    def action_help(self) -> None:
        from tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.screen, self.focused))

    def action_search(self) -> None:
        if self.archive is not None:
            from tui.screens.lists.search import SearchScreen

            self.push_screen(SearchScreen())
        elif isinstance(self.screen, HomeScreen):
            self.screen.once_open("app.search")

    def action_dossier(self) -> None:
        if self.archive is not None:
            from tui.screens.standing.dossier import begin_dossier, open_dossier

            page = self.screen
            subject = page.subject if isinstance(page, Page) else None
            if subject is not None:
                open_dossier(self, subject)
            else:
                begin_dossier(self)

    def visited(self, page: Page) -> None:
        """``page`` came in front: a step to go back to; its record is one of those opened last."""
        self.trail.visited(page)
        if page.in_front and page.record_id is not None:
            self.opened(page.record_id)

    def opened(self, record: ObjectId) -> None:
        """A stored record is on the screen."""
        if self.bookmarks.recent(self.operator)[:1] != [record]:
            with suppress(OSError):  # the work goes on without; pinning says what is wrong
                self.bookmarks.opened(self.operator, record)

    def action_go(self, direction: int) -> None:
        if isinstance(self.screen, Page):
            self.run_worker(self.trail.go(direction), exclusive=True, group="trail")

    def action_jump(self) -> None:
        from tui.screens.jump import JumpScreen

        page = self.screen
        self.push_screen(JumpScreen(page), lambda widget: page.set_focus(widget) if widget else None)

    def action_recent(self) -> None:
        if self.archive is not None:
            from tui.screens.recent import choose_recent

            self.run_worker(choose_recent(self), exclusive=True, group="recent")

    def action_pin(self) -> None:
        from tui.screens.recent import pin

        if isinstance(self.screen, Page):
            pin(self, self.screen.pinnable)

    def action_command_palette(self) -> None:
        from tui.screens.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette())
