"""Encrypted backups, by age (https://age-encryption.org): for a passphrase, or for public keys.

A passphrase is made slow to try on purpose, so it opens only a key that is made for the one file; that key
opens the parts. With public keys the machine that makes the backups holds nothing that could open them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyrage
from pyrage import passphrase, x25519

from records.errors import Refused, UsageFault
from records.language import translator

tr = translator("records")


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
        return cls([own.to_public()], passphrase.encrypt(str(own).encode(), words))

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
        """Raises Refused when it is not the one."""
        try:
            return cls(x25519.Identity.from_str(passphrase.decrypt(wrapped, words).decode()))
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
