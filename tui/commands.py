"""The command palette: everything that can be done from here, found by words, pinyin or initials."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from records.errors import XuedangError
from tui.matching import score
from tui.theme import NAMES
from tui.words import tr

if TYPE_CHECKING:
    from bson.objectid import ObjectId

    from records.lists.views import ListView
    from tui.app import XuedangApp

#: Keys that only move about are no commands.
_LEAST = 0.01


class Commands(Provider):
    """The keys of the screen in front, the lists of all kinds, new records of all kinds, and more."""

    async def startup(self) -> None:
        """Look up what the pinned records and those opened last are called."""
        from records.lists.views import list_views
        from tui.screens.recent import record_line

        app = cast("XuedangApp", self.app)
        self._used: list[tuple[str, ObjectId]] = []
        self._views: list[ListView] = []
        if app.archive is None:
            return
        with suppress(XuedangError):  # the page behind says that the server is away
            pinned, recent = await app.bookmarks.records(app.archive, app.operator)
            self._used = [(record_line(app.archive, each), each.id) for each in (*pinned, *recent)]
            self._views = await list_views(app.archive)

    async def search(self, query: str) -> Hits:
        nothing = True
        key = f"({query.strip()})".lower()
        for label, names, run in self._all():
            # A key is meant when it is typed whole: the letters of "Ctrl+Q" are no part of what it does.
            found = 1.0 if label.lower().endswith(key) else score(query, *names)
            if found > _LEAST:
                nothing = False
                yield Hit(found, Content(label), run, text=label)
        if nothing:
            label = tr("Nothing is called that.")
            yield Hit(_LEAST, Content(label), lambda: None, text=label)

    async def discover(self) -> Hits:
        for label, _, run in self._all():
            yield DiscoveryHit(Content(label), run, text=label)

    def _all(self) -> Iterator[tuple[str, tuple[str, ...], Callable[[], object]]]:
        """Each command's label, the names it is found by, and what it does; nothing twice."""
        pages = list(self._pages())
        others = {label: other for label, other, _ in pages}
        told = set()
        for label, name, run in self._keys():
            if name not in told:
                told.add(name)
                yield label, (name, others.get(name, name)), run
        for label, other, run in pages:
            if label not in told:
                yield label, (label, other), run

    def _keys(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        """Each key's label, what it does in a word, and how it is done."""
        app = cast("XuedangApp", self.app)
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.id and binding.description and active.enabled and not moves(binding):
                name = tr(binding.description)
                yield (
                    f"{name}  ({app.get_key_display(binding)})",
                    name,
                    partial(self._press, active.node, binding.action),
                )

    def _pages(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        """Each page's label, its other name, and how it is opened."""
        app = cast("XuedangApp", self.app)
        yield tr("All keys"), "keys", app.action_all_keys
        for name, words in NAMES.items():
            yield tr("Look: {name}", name=tr(words)), name, partial(app.choose_theme, name)
        if app.archive is None:
            return
        from tui.screens.keeping.filing import open_filing
        from tui.screens.keeping.journal import open_journal
        from tui.screens.keeping.transfer import begin_transfer
        from tui.screens.keeping.verifying import open_check
        from tui.screens.lists.list_look import open_view
        from tui.screens.lists.worklist import open_worklist
        from tui.screens.places import open_place, places
        from tui.screens.quick.quick import open_way, quick_ways
        from tui.screens.standing.boards import begin_board
        from tui.screens.standing.dossier import begin_dossier
        from tui.screens.standing.evaluation import open_evaluations

        yield tr("Study archive of a person or unit"), "dossier", partial(begin_dossier, app)
        yield tr("Dashboard of a person or unit"), "dashboard", partial(begin_board, app)
        for place, words in places().items():
            yield words, place, partial(open_place, app, place)
        for way, words in quick_ways():
            yield tr("Quick entry: {what}", what=words), way, partial(open_way, app, way)
        yield tr("Democratic evaluation"), "evaluation", partial(open_evaluations, app)
        yield tr("To approve"), "waiting", partial(open_worklist, app)
        yield tr("Filing"), "filing archive", partial(open_filing, app)
        yield tr("Check the archive"), "verify", partial(open_check, app)
        yield tr("Journal"), "journal", partial(open_journal, app)
        yield tr("Word documents"), "documents word", partial(self._documents, "document")
        yield tr("Issued documents"), "issued", partial(self._documents, "issued")
        yield tr("Transfer to another unit…"), "transfer", partial(begin_transfer, app)
        yield tr("Take a change of many records back…"), "undo", self._undo_change
        yield from self._mechanisms(app)
        for title, record in self._used:
            yield tr("Open: {title}", title=title), title, partial(self._open, record)
        for view in self._views:
            yield tr("View: {name}", name=view.name), view.name, partial(open_view, app, view)
        everything = tr("All records")
        yield tr("List: {kind}", kind=everything), everything, partial(self._list, None)
        for kind in app.archive.kinds.values():
            name = kind.label.text()
            other = kind.label.en if name == kind.label.zh else kind.label.zh
            yield tr("List: {kind}", kind=name), f"{name}{other}", partial(self._list, kind.name)
            yield tr("New: {kind}", kind=name), tr("New") + name, partial(self._new, kind.name)

    def _mechanisms(self, app: XuedangApp) -> Iterator[tuple[str, str, Callable[[], object]]]:
        from records.programme.mechanisms.registry import MECHANISMS
        from tui.screens.standing.mechanisms import open_mechanism

        for each in MECHANISMS.values():
            name = tr("Work of the office: {name}", name=each.label.text())
            yield name, f"{each.label.zh}{each.label.en}", partial(open_mechanism, app, each.name)

    async def _press(self, node: object, action: str) -> None:
        await self.app.run_action(action, cast("XuedangApp", node))

    def _documents(self, which: str) -> None:
        from tui.screens.papers.document import DocumentScreen
        from tui.screens.papers.issued import IssuedScreen

        self.app.push_screen(DocumentScreen() if which == "document" else IssuedScreen())

    def _open(self, record: ObjectId) -> None:
        from tui.screens.forms.form import open_form

        open_form(self.app, record)

    def _undo_change(self) -> None:
        from tui.screens.lists.changing import undo_changes

        self.app.run_worker(undo_changes(cast("XuedangApp", self.app)), exclusive=True, group="undo-change")

    def _list(self, kind: str | None) -> None:
        from tui.screens.lists.list import ListScreen

        self.app.push_screen(ListScreen(kind))

    def _new(self, kind: str) -> None:
        from tui.screens.forms.form_templates import begin_new

        self.app.run_worker(begin_new(cast("XuedangApp", self.app), kind), exclusive=True, group="new")


def moves(binding: Binding) -> bool:
    """Whether a key only moves about: what the mouse does by itself, and the palette need not list."""
    actions = (
        "move", "page", "goto", "sideways", "columns", "extend", "choose", "command_palette", "grid_page",
        "focus_next", "focus_previous",
    )  # fmt: skip
    return binding.action.partition("(")[0].rpartition(".")[2] in actions
