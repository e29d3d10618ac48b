"""What every full screen shares: the bar on top, the keys below, and the archive's state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, cast, runtime_checkable

from textual.app import App, ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.screen import Screen

from records.errors import ServerUnavailable, XuedangError
from tui.screens.closing import ClosesItself
from tui.stylesheet import PAGES
from tui.widgets.bars import KeyBar, TopBar
from tui.words import mark, tr

if TYPE_CHECKING:
    from bson.objectid import ObjectId

    from records.archive import Archive, Change
    from records.office.roles import Deed
    from records.record import Record
    from tui.app import XuedangApp
    from tui.trail import Way


def opens(page: Callable[..., Page], *about: object, **more: object) -> Way:
    """The way to a page made with these arguments."""
    return lambda app: app.push_screen(page(*about, **more))


def open_page(app: App[Any], page: Callable[..., Page], *about: object, **more: object) -> None:
    """Open a page made with these arguments, unless there is no archive to show of."""
    xuedang = cast("XuedangApp", app)
    if xuedang.archive is not None:
        xuedang.push_screen(page(*about, **more))


#: Seconds that keys wait for a page to be built and filled.
PATIENCE = 5.0
#: Seconds in which changes are collected before a page reads again.
CHANGE_PAUSE = 1.0


@runtime_checkable
class Keeping(Protocol):
    """A screen that may hold something unsaved."""

    def write_draft(self) -> None:
        """Put what is typed on disk now, or hand it to the form below."""


class Page(ClosesItself, Screen[None]):
    """A full screen with a heading and a key bar.

    A page builds its widgets in ``body`` from state it holds itself, and puts data into them in
    ``fill``; so it can be built again in another language, or when the archive opens, at any time.
    """

    CSS_PATH = PAGES
    AUTO_FOCUS = ""
    #: Actions that only put the cursor into the filter.
    INTO_FILTER: ClassVar[tuple[str, ...]] = ("filter", "ask")
    #: Actions that an account of a shared server needs a right for (`records/office/roles.py`), else hidden.
    NEEDS: ClassVar[Mapping[str, Deed]] = {}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", mark("Back"), id="page.close"),
        Binding("f5", "refresh_page", mark("Refresh"), show=False, id="page.refresh"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._stale = False
        self._rebuilding = self._rebuild_again = self._complete = False
        #: The widget that had the cursor when the page was built again last.
        self._cursor_at: str | None = None
        self._top: TopBar | None = None
        self._reading_soon: set[Callable[[], object]] = set()

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

    @property
    def subject(self) -> Record | None:
        """The person, unit or dossier in front, whose study archive Ctrl+L opens."""
        return None

    @property
    def record_id(self) -> ObjectId | None:
        """The stored record that this page is about, for the list of those opened last and for pinning."""
        return None

    def way_back(self) -> Way | None:
        """What opens this page anew as it is now, its place kept; None when it can't be."""
        return None

    @property
    def pinnable(self) -> ObjectId | None:
        """The stored record that a pin is for: what the page is about, or the one under the cursor."""
        return self.record_id

    def on_pinned(self) -> None:
        """A record was pinned, or a pin was taken away."""

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
        """Whether the widgets are there: not while they are being built, nor once the page is gone."""
        # A page that is being closed loses its widgets first; it counts as attached until the last is gone.
        return self.is_attached and self.is_mounted and not self._pruning and not self._rebuilding

    @property
    def has_place(self) -> bool:
        """Whether the widgets stand on the screen: what is drawn now shows them."""
        return self.built and self._top is not None and bool(self._top.size)

    @property
    def takes_keys(self) -> bool:
        """Whether keys find what they are for: the widgets, and the cursor in one of them."""
        return self.built and (self.focused is not None or self._complete)

    @property
    def patience(self) -> float:
        """The seconds that keys wait until the page takes them."""
        return PATIENCE

    def complete(self) -> None:
        """All is there, also where nothing takes the cursor."""
        self._complete = True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys rest, and are drawn dim, while the widgets are being built and where nothing is to do."""
        if (deed := self.NEEDS.get(action)) and not self.may(deed):
            return False
        return True if self.built and not self.idle(action) else None

    def may(self, deed: Deed) -> bool:
        """Whether our account may do it; as long as the archive is not open, nobody is told no."""
        archive = self.xuedang.archive
        return archive is None or archive.may(deed)

    def idle(self, action: str) -> str:
        """Why an action could do nothing now, in a sentence that says what to do; empty when it can.

        Asked only while the page is built. Pressed all the same, the key says so. Whoever changes what this
        depends on calls ``refresh_bindings``.
        """
        there = action in self.INTO_FILTER and self.focused is not None and self.focused.id == "filter"
        return tr("The cursor is in the filter already; Enter goes on to the lines.") if there else ""

    def nothing_here(self) -> None:
        """Say that the line under the cursor opens nothing."""
        self.notify(tr("This line opens nothing; put the cursor on another."))

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
                hint=tr("{key:page.refresh} tries again; what you typed is kept."),
            )
        return archive

    @property
    def in_front(self) -> bool:
        """Whether this page is what one looks at: on top, or with nothing but questions over it.

        Textual's ``is_current`` also holds of the page below an opaque one.
        """
        for screen in reversed(self.app.screen_stack):
            if screen is self or not screen.is_modal:
                return screen is self
        return False

    def compose(self) -> ComposeResult:
        self._top = TopBar()
        yield self._top
        yield from self.body()
        yield KeyBar()

    def on_mount(self) -> None:
        self.xuedang.changes.subscribe(self, self.on_change)
        self.call_later(self._begin)

    def _begin(self) -> None:
        """The widgets are there for the first time: fill them, unless they are built anew anyway."""
        if self._stale:
            self.relabel()
        elif self.built:
            self.fill()
            self.refresh_bindings()

    def on_screen_resume(self) -> None:
        self.xuedang.visited(self)
        if self._stale and self.is_mounted:
            self._stale = False
            self.run_worker(self.rebuild(), group="rebuild")

    def relabel(self) -> None:
        """The language or the working date changed: build the widgets again, now or when next in front."""
        self._stale = not (self.in_front and self.is_mounted)
        if not self._stale:
            self.run_worker(self.rebuild(), group="rebuild")

    async def rebuild(self) -> None:
        """Build the widgets again and put the data in. Once more if it is asked for meanwhile: never half."""
        self._rebuild_again = True
        if self._rebuilding:
            return
        self._rebuilding, self._complete = True, False
        if self.focused is not None:
            self._cursor_at = self.focused.id  # else it was to come back there when this began anew
        try:
            while self._rebuild_again:
                self._rebuild_again = False
                await self.recompose()
        finally:
            self._rebuilding = False
        self.fill()
        if self._cursor_at is not None and self.focused is None:
            for widget in self.query(f"#{self._cursor_at}"):
                widget.focus()
        self.refresh_bindings()

    def on_archive_progress(self, text: str) -> None:
        """Opening the archive is busy with ``text``."""

    def on_archive_open(self) -> None:
        """The archive is open now."""
        self.refresh_top()
        self.refresh_bindings()
        if self.built:
            self.fill()

    def on_backup(self) -> None:
        """A backup was made."""

    def on_archive_failed(self, error: XuedangError) -> None:
        """The archive can't be opened, or was lost."""
        self.refresh_top()
        if self.in_front:
            self.xuedang.say(error)

    def refresh_top(self) -> None:
        """Draw the top bar again, if it says something else now."""
        if self._top is not None and self._top.is_attached:
            self._top.look()

    def action_close(self) -> None:
        self.run_worker(self._close(), exclusive=True, group="close")

    def dismiss(self, result: None = None) -> AwaitComplete:
        if self.is_active:
            self.xuedang.trail.left(self)
        return super().dismiss(result)

    async def close(self) -> None:
        """Close this page, which is in front, unless something unsaved keeps it open."""
        await self._close()

    async def _close(self) -> None:
        if self.is_active and len(self.app.screen_stack) > 1 and await self.may_close():
            self.dismiss()

    async def action_refresh_page(self) -> None:
        """Read again, or try to reach a server that was given up."""
        if self.xuedang.archive is None:
            self.xuedang.reconnect()
        else:
            self.read_again()

    def read_again(self) -> None:
        """Read what is shown again; the archive is open."""
        self.fill()

    def read_soon(self, read: Callable[[], object], pause: float = CHANGE_PAUSE) -> None:
        """Call ``read`` after a pause, once for all changes in it, if the archive is open then."""
        if read not in self._reading_soon:
            self._reading_soon.add(read)
            self.set_timer(pause, partial(self._read_now, read))

    def _read_now(self, read: Callable[[], object]) -> None:
        self._reading_soon.discard(read)
        if self.xuedang.archive is not None:
            read()
