"""The errors a caller of the records room may meet.

Each message says what happened and where, ``hint`` what to do; both are already in the user's
language. ``exit_code`` is what the command line answers (2 wrong use, 3 could not run or refused).
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from records.language import clauses, listed, translator

if TYPE_CHECKING:
    from records.checking.checks import Fault
    from records.record import Record

tr = translator("records")


class XuedangError(Exception):
    """Anything xuedang says no to."""

    exit_code = 3

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class UsageFault(XuedangError):
    """The call is wrong: an unknown kind, field, option or number."""

    exit_code = 2


class NotFound(UsageFault):
    """No record answers to that number or identifier."""


class KindFault(XuedangError):
    """A kind file is not right; says file, line and reason."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(
            tr("{file}, line {line}: {reason}", file=file, line=line, reason=reason),
            hint=tr("Mend the kind file and start again."),
        )
        self.file, self.line, self.reason = file, line, reason


class InvalidRecord(XuedangError):
    """A record can't be saved as it is; ``faults`` says why, field by field."""

    exit_code = 2

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(clauses(faults))
        self.faults = list(faults)


class Conflict(XuedangError):
    """Somebody saved the record since it was read; nothing was written.

    ``mine`` is what the caller wanted to save, ``theirs`` what is stored now.
    """

    def __init__(self, mine: Record, theirs: Record) -> None:
        super().__init__(
            tr(
                "{no} was changed by {by} since you opened it.",
                no=theirs.no or theirs.title,
                by=theirs.updated.by if theirs.updated else "?",
            ),
            hint=tr("Compare the two versions and save again; what you typed is kept."),
        )
        self.mine, self.theirs = mine, theirs


class ServerUnavailable(XuedangError):
    """No server could be started or reached, or it went away."""


class SignInNeeded(ServerUnavailable):
    """A shared server asks who we are: no password is known, or ``wrong``: it is not the right one."""

    def __init__(self, account: str = "", *, wrong: bool = False) -> None:
        refused = tr("The server did not accept the user name or password.")
        if account:
            refused = tr(
                "The server did not accept the user name {account} or its password.", account=account
            )
        super().__init__(
            refused if wrong else tr("The server asks for an account and a password."),
            hint=tr(
                "Sign in on the screen or at the prompt, or set account and password_file in the settings."
            ),
        )
        self.account, self.wrong = account, wrong


class DiskFull(XuedangError):
    """There is too little space left to write safely; nothing was written."""


class UnreadableFile(XuedangError):
    """A file can't be read; ``reason`` says why."""

    def __init__(self, path: Path | str, reason: str, *, hint: str = "") -> None:
        super().__init__(tr("{path} can't be read: {reason}", path=path, reason=reason), hint=hint)
        self.path, self.reason = path, reason


class Refused(XuedangError):
    """Allowed in general, not in this state: the message says what stands in the way."""


def system_reason(error: OSError) -> str:
    """Why the system refused something, in the current language where it is a usual reason."""
    usual = {
        errno.ENOENT: tr("No such file or directory"),
        errno.ENOTDIR: tr("Not a directory"),
        errno.EISDIR: tr("Is a directory"),
        errno.EACCES: tr("Permission denied"),
        errno.EPERM: tr("Operation not permitted"),
        errno.EROFS: tr("Read-only file system"),
        errno.ENAMETOOLONG: tr("File name too long"),
        errno.ELOOP: tr("Too many levels of symbolic links"),
        errno.EBUSY: tr("Device or resource busy"),
        errno.EIO: tr("Input/output error"),
        errno.ENOSPC: tr("No space left on device"),
        errno.ENOEXEC: tr("Exec format error"),
        errno.EADDRINUSE: tr("Address already in use"),
    }
    return usual.get(error.errno or 0) or error.strerror or str(error)


def unwritable(path: Path, error: OSError) -> XuedangError:
    """The error for a file or folder that the system does not let be written: DiskFull, else Refused."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(
            tr("There is no room left for {path}.", path=path),
            hint=tr("Make room, or choose another place. What was there is untouched."),
        )
    return Refused(
        tr("{path} can't be written: {reason}", path=path, reason=system_reason(error)),
        hint=tr("Choose another place."),
    )


def refuse_taken(path: Path) -> None:
    """Raises Refused when a file or folder that is to be made is there already."""
    if path.exists():
        raise Refused(tr("{path} is there already.", path=path), hint=tr("Choose another name."))


def nearest(name: str, known: Iterable[str], otherwise: str, *, most: int = 2) -> str:
    """A hint for a name that nothing has: the known ones most like it, or what else there is to do."""
    import difflib

    near = difflib.get_close_matches(name, list(known), n=most, cutoff=0.5)
    return tr("Did you mean {names}?", names=listed(near)) if near else otherwise
