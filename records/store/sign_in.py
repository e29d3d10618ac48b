"""With which account and password a shared server is opened, and where a password is remembered.

A password is typed, or stands in a file that only its owner can read, or in the system's keyring; in the
address only if somebody wrote it there. The driver gets it beside the address, never inside it.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pymongo.errors import PyMongoError
from pymongo.uri_parser import parse_uri

from records.errors import Refused, UsageFault, system_reason
from records.language import translator
from records.masking import conceal
from records.typed_path import typed_path

if TYPE_CHECKING:
    from records.settings import Settings

tr = translator("records")

_SERVICE = "xuedang"
#: Hosts that no line leads to.
_HERE = ("127.", "localhost", "::1", "/")


@dataclass(frozen=True, slots=True)
class Address:
    """A shared server's address taken apart; ``hosts`` carries no account and no password.

    ``source`` is the database that knows the account; ``exposed``: what is sent is not encrypted on its way.
    """

    hosts: str
    account: str
    has_password: bool
    source: str
    exposed: bool


@dataclass(frozen=True, slots=True)
class Credentials:
    """``source`` is the database that knows the account."""

    account: str
    password: str = field(repr=False)
    source: str

    def options(self) -> dict[str, str]:
        """What the driver is opened with besides the address."""
        return {"username": self.account, "password": self.password, "authSource": self.source}


def address_of(settings: Settings) -> Address:
    """The parts of the settings' address. Raises UsageFault that repeats nothing of it.

    Who was typed with a password signs in, else whom the address names, else the ``account`` of the settings.
    """
    assert settings.uri is not None
    try:
        parts: dict[str, Any] = dict(parse_uri(settings.uri, warn=False))
    except (PyMongoError, ValueError):
        raise UsageFault(
            tr("MONGODB_URI is not a usable address."),
            hint=tr(
                "It looks like mongodb://name@host:27017/?replicaSet=rs0; "
                "signs such as @ : / in a password are written percent-encoded."
            ),
        ) from None
    hosts = ", ".join(host if port is None else f"{host}:{port}" for host, port in parts["nodelist"])
    named = parts["username"] or ""
    account = settings.account or named if settings.password is not None else named or settings.account or ""
    options = {name.lower(): value for name, value in parts["options"].items()}
    return Address(
        hosts,
        account,
        bool(conceal(parts["password"] or "")) and account == named,
        str(options.get("authsource") or parts["database"] or settings.database),
        not options.get("tls") and not all(host.startswith(_HERE) for host, _ in parts["nodelist"]),
    )


def credentials(settings: Settings, address: Address) -> Credentials | None:
    """The account and its password as far as they are known without asking; None when they are not.

    None too when the address holds them. Raises Refused for a password file that others can read.
    """
    if not address.account or (address.has_password and settings.password is None):
        return None
    password = settings.password
    if password is None and settings.password_file:
        password = read_password(typed_path(settings.password_file))
    if password is None:
        password = _from_keyring(address)
    return None if password is None else Credentials(address.account, conceal(password), address.source)


def read_password(path: Path) -> str:
    """The password in the first line of a file. Raises Refused unless the file is its owner's alone."""
    try:
        if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise Refused(
                tr("The password file {path} can be read by others.", path=path),
                hint=tr("Run: chmod 600 {path}", path=path),
            )
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = system_reason(error) if isinstance(error, OSError) else tr("it is not a text")
        raise Refused(
            tr("The password file {path} can't be read: {reason}", path=path, reason=reason)
        ) from None
    if not lines or not lines[0]:
        raise Refused(tr("The password file {path} is empty.", path=path))
    return lines[0]


def remember(settings: Settings) -> bool:
    """Put the password of the settings into the system's keyring; False where there is none."""
    address = address_of(settings)
    with suppress(Exception):  # a keyring that is locked or missing raises whatever its backend likes
        import keyring

        keyring.set_password(_SERVICE, _entry(address), settings.password or "")
        return True
    return False


def forget(settings: Settings) -> None:
    """Take a password that did not fit out of the keyring."""
    with suppress(Exception):
        import keyring

        keyring.delete_password(_SERVICE, _entry(address_of(settings)))


def _from_keyring(address: Address) -> str | None:
    with suppress(Exception):  # no keyring is fine
        import keyring

        return keyring.get_password(_SERVICE, _entry(address))
    return None


def _entry(address: Address) -> str:
    return f"{address.account}@{address.hosts}/{address.source}"
