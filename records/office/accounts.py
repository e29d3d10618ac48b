"""The accounts of a shared archive: who may come in, and with which role. An administrator's work.

An account belongs to its archive's database. One that looks after all archives of a server stands in the
database ``admin``; it is made with the server (`scripts/server/init.js`) and is not changed here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from records.errors import NotFound, Refused, UsageFault
from records.language import listed, translator
from records.office.roles import PREFIX, ROLES
from records.store import journal

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")

ADMINISTRATORS = ("admin", "restorer")
#: A password that somebody thinks up has at least so many characters.
SHORTEST_PASSWORD = 8


@dataclass(frozen=True, slots=True)
class Account:
    """``role`` is empty for an account of a kind that xuedang does not make."""

    name: str
    role: str


async def accounts(archive: Archive) -> list[Account]:
    """The accounts of this archive by name. Raises Refused."""
    demand_administrator(archive)
    answer = await archive.store.database.command({"usersInfo": 1})
    return sorted((_account(row) for row in answer["users"]), key=lambda each: each.name)


async def add_account(archive: Archive, name: str, role: str, password: str) -> None:
    """Make an account. Raises UsageFault, Refused."""
    demand_administrator(archive)
    name = unicodedata.normalize("NFC", name.strip())
    if not name or any(unicodedata.category(sign).startswith("C") for sign in name):
        raise UsageFault(tr("An account needs a name of visible signs."))
    if await _find(archive, name) is not None:
        raise Refused(
            tr("There is an account {name} already.", name=name),
            hint=tr("`xuedang user role` gives it another role."),
        )
    roles = [_role(role)]
    check_password(password)
    await archive.store.database.command({"createUser": name, "pwd": password, "roles": roles})
    await journal.note(archive.store, journal.role_change(archive.operator, name, role=role))


async def change_role(archive: Archive, name: str, role: str) -> None:
    """Give an account another role. Raises UsageFault, Refused, NotFound."""
    demand_administrator(archive)
    new, account = _role(role), await _others(archive, name)
    if account.role == role:
        return
    if account.role in ADMINISTRATORS and role not in ADMINISTRATORS:
        await _not_the_last(archive, account)
    database = archive.store.database
    await database.command({"grantRolesToUser": account.name, "roles": [new]})
    if account.role:
        await database.command({"revokeRolesFromUser": account.name, "roles": [PREFIX + account.role]})
    entry = journal.role_change(archive.operator, account.name, was=account.role, role=role)
    await journal.note(archive.store, entry)


async def remove_account(archive: Archive, name: str) -> None:
    """Let somebody in no more; what they did stays theirs. Raises Refused, NotFound."""
    demand_administrator(archive)
    account = await _others(archive, name)
    if account.role in ADMINISTRATORS:
        await _not_the_last(archive, account)
    await archive.store.database.command({"dropUser": account.name})
    await journal.note(archive.store, journal.role_change(archive.operator, account.name, was=account.role))


async def change_password(archive: Archive, name: str, password: str) -> None:
    """One's own, or as an administrator anybody's. Raises Refused, NotFound."""
    if name != archive.store.account:
        demand_administrator(archive)
        await _known(archive, name)
    check_password(password)
    await archive.store.database.command({"updateUser": name, "pwd": password})
    if archive.store.client.may("make_documents"):
        entry = journal.entry("password", archive.operator, journal.now(), account=name)
        await journal.note(archive.store, entry)


def check_password(password: str) -> None:
    """Raises UsageFault for one that is too short."""
    if len(password) < SHORTEST_PASSWORD:
        raise UsageFault(tr("A password has at least {number} characters.", number=SHORTEST_PASSWORD))


def demand_administrator(archive: Archive) -> None:
    """Raise Refused where there are no accounts, or for one that may not look after them."""
    if archive.server.kind == "embedded" or not archive.store.account:
        raise Refused(
            tr("This archive has no accounts."),
            hint=tr("A shared server with accounts is described in the administrator's guide."),
        )
    archive.demand("administer")


def _role(role: str) -> str:
    if role not in ROLES:
        raise UsageFault(tr("There is no role {name}.", name=role), hint=listed(ROLES))
    return PREFIX + role


def _account(row: Mapping[str, Any]) -> Account:
    held = {each["role"].removeprefix(PREFIX) for each in row["roles"] if each["role"].startswith(PREFIX)}
    return Account(row["user"], next((role for role in reversed(tuple(ROLES)) if role in held), ""))


async def _find(archive: Archive, name: str) -> Account | None:
    answer = await archive.store.database.command({"usersInfo": name})
    return _account(answer["users"][0]) if answer["users"] else None


async def _others(archive: Archive, name: str) -> Account:
    """An account that is not one's own: with its rights gone, the journal could not be told."""
    if name == archive.store.account:
        raise Refused(
            tr("This is your own account."), hint=tr("Let another administrator change or remove it.")
        )
    return await _known(archive, name)


async def _known(archive: Archive, name: str) -> Account:
    account = await _find(archive, name)
    if account is None:
        raise NotFound(
            tr("There is no account {name}.", name=name), hint=tr("`xuedang user list` names them.")
        )
    return account


async def _not_the_last(archive: Archive, account: Account) -> None:
    if not any(each.role in ADMINISTRATORS and each != account for each in await accounts(archive)):
        raise Refused(
            tr("{name} is the only administrator of this archive.", name=account.name),
            hint=tr("Make another one first."),
        )
