"""Who works here, on a shared server: account and password, before the archive opens."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Checkbox, Label, Static

from records.errors import SignInNeeded
from tui.screens.prompts import Prompt
from tui.widgets.line_input import LineInput
from tui.words import tr

if TYPE_CHECKING:
    from tui.app import XuedangApp


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What was typed; ``remember``: keep the password in the system's keyring."""

    account: str
    password: str = field(repr=False)
    remember: bool


class SignInScreen(Prompt[SignedIn]):
    """Asks for account and password; nothing typed here is kept anywhere unless that is wanted."""

    def __init__(self, needed: SignInNeeded) -> None:
        super().__init__(tr("Sign in to the shared server"))
        self._needed = needed

    def inside(self) -> ComposeResult:
        yield Label(tr("Account"), markup=False, classes="prompt-hint")
        yield LineInput(self._needed.account, id="account")
        yield Label(tr("Password"), markup=False, classes="prompt-hint")
        password = LineInput(id="password")
        password.password = True
        yield password
        yield Checkbox(tr("Remember it in this system's keyring"), id="remember", compact=True)
        yield Static(self._needed.message if self._needed.wrong else "", markup=False, classes="prompt-note")
        yield from self.buttons(tr("Sign in"))

    def on_mount(self) -> None:
        self.set_class(self._needed.wrong, "-wrong")
        self.query_one("#password" if self._needed.account else "#account", LineInput).focus()

    def on_input_submitted(self, event: LineInput.Submitted) -> None:
        if event.input.id == "account":
            self.query_one("#password", LineInput).focus()
        else:
            self.action_ok()

    def action_ok(self) -> None:
        account = self.query_one("#account", LineInput).value.strip()
        password = self.query_one("#password", LineInput).value
        if not account or not password:
            self.query_one(".prompt-note", Static).update(tr("Account and password are both needed."))
            self.query_one("#password" if account else "#account", LineInput).focus()
            return
        self.dismiss(SignedIn(account, password, self.query_one("#remember", Checkbox).value))


async def sign_in(app: XuedangApp, needed: SignInNeeded) -> None:
    """Ask, and open the archive again with the answer. Who does not answer stays outside; F5 asks again."""
    answer = await app.push_screen_wait(SignInScreen(needed))
    if answer is None:
        return
    chosen = replace(app.settings, account=answer.account, password=answer.password)
    app.settings = app.connection.settings = chosen
    app.remember_sign_in = answer.remember
    app.reconnect()


async def keep_sign_in(app: XuedangApp) -> None:
    """The password was right: put it where the user wants it remembered."""
    from records.archive import remember_password

    app.remember_sign_in = False
    if not await asyncio.to_thread(remember_password, app.settings):
        app.notify(
            tr("This system has no keyring that is open. A file can hold the password: password_file."),
            severity="warning",
            timeout=12,
        )
