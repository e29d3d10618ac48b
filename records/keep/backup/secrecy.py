"""Encrypted backups, by age (https://age-encryption.org): for a passphrase, or for public keys.

A passphrase is made slow to try on purpose, so it opens only a key that is made for the one file; that key
opens the parts. With public keys the machine that makes the backups holds nothing that could open them.

How slow, age finds out by timing the machine for a moment: when it closes (about a second's work) and when
it opens (sixteen times that at most). A moment in which other programs had the machine makes it seem slow:
what is closed then is weak, and what was closed in a calm one is refused. So both are tried more than once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pyrage
from pyrage import passphrase, x25519

from records.errors import Refused, UsageFault
from records.language import translator

tr = translator("records")

# age's own default for a passphrase: 2 to this power is the work. A slow machine stays below it.
_STRONG = 18
_CLOSINGS, _OPENINGS = 5, 100
_WORK = re.compile(rb"-> scrypt \S+ (\d+)\n")


@dataclass(frozen=True, slots=True)
class Lock:
    """Closes the parts of one file. ``wrapped``: its own key, closed with the passphrase; or empty."""

    recipients: Sequence[x25519.Recipient]
    wrapped: bytes = b""

    @classmethod
    def by_passphrase(cls, words: str) -> Lock:
        """Raises UsageFault for an empty one."""
        if not words:
            raise UsageFault(tr("The passphrase is empty."))
        own = x25519.Identity.generate()
        return cls([own.to_public()], _closed(str(own).encode(), words))

    @classmethod
    def by_keys(cls, keys: Sequence[str]) -> Lock:
        """For the holders of these public keys (``age1…``). Raises UsageFault for what is none."""
        try:
            return cls([x25519.Recipient.from_str(key.strip()) for key in keys])
        except pyrage.RecipientError as error:
            raise UsageFault(
                tr("A public key can't be read: {reason}", reason=error),
                hint=tr("It begins with age1; `age-keygen` makes a pair."),
            ) from error

    def close(self, data: bytes) -> bytes:
        closed: bytes = pyrage.encrypt(data, list(self.recipients))
        return closed


class Key:
    """Opens the parts of one file."""

    def __init__(self, identity: x25519.Identity) -> None:
        self._identity = identity

    @classmethod
    def by_passphrase(cls, wrapped: bytes, words: str) -> Key:
        """Raises Refused when it is not the one, or this machine can't tell in time."""
        try:
            return cls(x25519.Identity.from_str(_opened(wrapped, words).decode()))
        except (pyrage.DecryptError, pyrage.IdentityError, UnicodeDecodeError) as error:
            raise Refused(tr("This is not the passphrase of the backup.")) from error

    @classmethod
    def by_identity(cls, text: str) -> Key:
        """From the contents of a key file (``AGE-SECRET-KEY-…``, remarks beside it allowed)."""
        lines = [line.strip() for line in text.splitlines()]
        secret = next((line for line in lines if line.startswith("AGE-SECRET-KEY-")), "")
        try:
            return cls(x25519.Identity.from_str(secret))
        except pyrage.IdentityError as error:
            raise UsageFault(tr("The key file holds no AGE-SECRET-KEY.")) from error

    def open(self, data: bytes) -> bytes:
        """Raises Refused for what was closed for somebody else, or changed since."""
        try:
            opened: bytes = pyrage.decrypt(data, [self._identity])
        except pyrage.DecryptError as error:
            raise Refused(tr("This key does not open the backup, or it is damaged.")) from error
        return opened


def _closed(data: bytes, words: str) -> bytes:
    """With a passphrase; the strongest of a few tries, where the first is weak."""
    best, most = b"", -1
    for _ in range(_CLOSINGS):
        closed: bytes = passphrase.encrypt(data, words)
        found = _WORK.search(closed)
        work = int(found[1]) if found else _STRONG
        if work > most:
            best, most = closed, work
        if most >= _STRONG:
            break
    return best


def _opened(closed: bytes, words: str) -> bytes:
    """With a passphrase. Refusing for the work takes no time, so it is asked often."""
    for _ in range(_OPENINGS):
        try:
            opened: bytes = passphrase.decrypt(closed, words)
        except pyrage.DecryptError as error:
            if not str(error).startswith("Excessive work"):
                raise
        else:
            return opened
    raise Refused(
        tr("This machine is too busy or too slow just now to try the passphrase."),
        hint=tr("Close other programs and try again, or use a faster machine."),
    )
