"""Passwords on the command line: typed unseen, read from a file, or made up; never a word of the command."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from records.errors import Refused, UsageFault, system_reason
from records.language import translator

tr = translator("scripts")

_BYTES = 15


def new_password(name: str, file: Path | None, into: Path | None) -> str:
    """A new password for account ``name``: from ``file``, made up and written to ``into``, or typed twice.

    Raises UsageFault, Refused.
    """
    from records.masking import conceal
    from records.office.accounts import check_password
    from records.store.sign_in import read_password

    if file is not None and into is not None:
        raise UsageFault(tr("Give one of --password-file and --generate."))
    if file is not None:
        password = read_password(file)
    elif into is not None:
        return _made_up(into)
    else:
        password = ask(tr("New password for {name}: ", name=name))
        check_password(password)
        if ask(tr("Once more: ")) != password:
            raise Refused(tr("The two passwords differ; nothing was changed."))
    check_password(password)
    return conceal(password)


@contextmanager
def kept_once_taken(into: Path | None) -> Iterator[None]:
    """Take a password that was made up and written to ``into`` away again when the server is not given it."""
    try:
        yield
    except (Refused, UsageFault):
        if into is not None:
            into.unlink(missing_ok=True)
        raise


def ask(question: str) -> str:
    """Ask for a password without showing it. Raises UsageFault where nobody can be asked."""
    import getpass

    if not sys.stdin.isatty():
        raise UsageFault(
            tr("A password is needed, and there is no terminal to ask on."),
            hint=tr("Give --password-file FILE, or --generate FILE for one that is made up."),
        )
    try:
        return getpass.getpass(question)
    except EOFError:
        raise UsageFault(tr("No password was typed.")) from None


def _made_up(path: Path) -> str:
    import secrets

    password = secrets.token_urlsafe(_BYTES)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(password + "\n")
    except OSError as error:
        raise Refused(
            tr("{path} can't be written: {reason}", path=path, reason=system_reason(error)),
            hint=tr("The file is made new; choose another name."),
        ) from error
    return password
