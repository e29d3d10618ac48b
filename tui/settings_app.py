"""What an operator sets and finds again at the next start: language, look, working date, name, keys."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App

from records.errors import UsageFault
from records.home_paths import KEY_FILE
from records.language import current_language, set_language
from records.settings import Settings, save_setting
from tui import terminal
from tui.connection import Connection
from tui.keys import key_names
from tui.screens.page import Page
from tui.theme import DARK, NAMES, SIXTEEN, THEMES
from tui.words import tr

if TYPE_CHECKING:
    from records.archive import Archive
    from tui.keys.keymap import Keymap


class SettingsApp(App[None]):
    """An application whose pages follow what is set, over an archive that is told of it."""

    settings: Settings
    connection: Connection
    _keys: Keymap | None = None

    @property
    def archive(self) -> Archive | None:
        """The archive once it is open."""
        return self.connection.archive

    @property
    def operator(self) -> str:
        """Who is working, as far as it is known yet."""
        return self.archive.operator if self.archive is not None else self.settings.operator or ""

    @property
    def operator_unknown(self) -> bool:
        """Whether nobody said yet who works here. A shared server knows it from who signed in."""
        embedded = self.archive is not None and self.archive.server.kind == "embedded"
        return embedded and not self.settings.operator

    @property
    def pages(self) -> list[Page]:
        """The pages on the stack, the one in front last."""
        return [screen for screen in self.screen_stack if isinstance(screen, Page)]

    # --- the keys --------------------------------------------------------------------------------

    @property
    def key_file(self) -> Path:
        """The office's own keys, if it has any."""
        return self.settings.home / KEY_FILE

    @property
    def keymap(self) -> Keymap:
        """The keys that differ from those at delivery."""
        from tui.keys.keymap import Keymap

        return self._keys or Keymap()

    async def _load_keys(self) -> None:
        """Take the office's own keys; say what is wrong with them."""
        from tui.keys.keymap import load_keymap

        keymap = await asyncio.to_thread(load_keymap, self.key_file)
        self.use_keys(keymap)
        if keymap.changed and isinstance(self.screen, Page):
            self.screen.relabel()
        if keymap.faults:
            told = tr(
                "{count} faults in the key file; the list of all keys ({key:app.help}, "
                "{key:help.keys}) tells them.",
                count=len(keymap.faults),
            )
            self.notify(keymap.faults[0], title=told, severity="warning", timeout=12)

    def use_keys(self, keymap: Keymap) -> None:
        """These keys from now on; pages that are not in front name them when they are next."""
        self._keys = keymap
        self.set_keymap(keymap.bindings)
        if key_names.use(keymap.changed):
            for page in self.pages:
                if not page.in_front:
                    page.relabel()

    # --- language and look -----------------------------------------------------------------------

    def action_switch_language(self) -> None:
        """Chinese to English and back, kept for the next start."""
        language = "en" if current_language() == "zh" else "zh"
        set_language(language)
        self._keep("language", language)
        for page in self.pages:
            page.relabel()

    def _first_theme(self) -> str:
        """The look that was chosen; where there are few colours the one for that, if no other is demanded."""
        if terminal.few_colours(os.environ) and not os.environ.get("XUEDANG_THEME"):
            return SIXTEEN.name
        return self.settings.theme if self.settings.theme in NAMES else DARK.name

    def action_next_theme(self) -> None:
        """The next of the looks, kept for the next start."""
        names = [theme.name for theme in THEMES]
        self.choose_theme(names[(names.index(self.theme) + 1) % len(names)])

    def choose_theme(self, name: str) -> None:
        """A look by its name, kept for the next start."""
        self.theme = name
        self._keep("theme", name)
        self.notify(tr("Look: {name}", name=tr(NAMES[name])), timeout=2)

    # --- the working date, and who works ---------------------------------------------------------

    def action_working_date(self) -> None:
        self.run_worker(self._change_working_date(), exclusive=True, group="working-date")

    async def _change_working_date(self) -> None:
        from tui.screens.prompts import ask_date

        chosen = await ask_date(self, tr("Working date"), self.settings.working_date)
        if chosen is not None:
            self.set_working_date(chosen.day)

    def set_working_date(self, day: date | None) -> None:
        """Tell everything as of ``day`` (None: today) from now on."""
        self.settings = self.connection.settings = replace(self.settings, working_date=day)
        if self.archive is not None:
            self.archive.settings = self.settings
        self._keep("working_date", day.isoformat() if day else None)
        for page in self.pages:
            page.relabel()

    def action_operator(self) -> None:
        if self.archive is not None and self.archive.server.kind == "shared":
            self.notify(tr("On a shared server, who works is who signed in."))
        elif self.archive is not None:
            self.run_worker(self.ask_operator(), exclusive=True, group="operator")

    async def ask_operator(self) -> None:
        """Ask who works here, and keep it. Who does not say goes by the name of the system's user."""
        from tui.screens.prompts import ask_text

        first, known = self.operator_unknown, self.operator
        hint = tr("The history of records says who saved what. Your name (empty: {name}):", name=known)
        answer = await ask_text(self, tr("Who is working"), "" if first else known, hint=hint)
        if first or answer:
            self.set_operator(answer or self.operator)

    def set_operator(self, name: str) -> None:
        """Save in this name from now on."""
        self.settings = self.connection.settings = replace(self.settings, operator=name)
        if self.archive is not None:
            self.archive.work_as(name)
        self._keep("operator", name)
        for page in self.pages:
            page.refresh_top()

    def _keep(self, key: str, value: str | None) -> None:
        try:
            save_setting(self.settings.home, key, value)
        except (OSError, UsageFault) as error:
            self.notify(str(error), title=tr("The setting could not be kept."), severity="warning")
