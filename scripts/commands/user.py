"""``xuedang user``: the accounts of an archive on a shared server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from records.language import translator
from records.office.roles import ROLES
from scripts.help import CommandWithHelp, GroupWithHelp
from scripts.opening import with_archive
from scripts.output import note, print_json, say, table
from scripts.passwords import kept_once_taken, new_password

if TYPE_CHECKING:
    from records.archive import Archive
    from records.office.accounts import Account

tr = translator("scripts")
app = typer.Typer(add_completion=False, cls=GroupWithHelp)

Name = Annotated[str, typer.Argument(metavar="NAME", help="the account's name")]
Role = Annotated[str, typer.Option("--role", metavar="ROLE", help="reader, secretary, operator or admin")]
PasswordFile = Annotated[
    Path | None,
    typer.Option("--password-file", metavar="FILE", help="read the password from this file of mode 0600"),
]
Generate = Annotated[
    Path | None,
    typer.Option("--generate", metavar="FILE", help="make one up and write it to this new file"),
]


@app.callback()
def user() -> None:
    """The accounts of an archive on a shared server: who may come in, and with which role."""


@app.command("add", cls=CommandWithHelp)
def add(ctx: typer.Context, name: Name, role: Role, file: PasswordFile = None, into: Generate = None) -> None:
    """Make an account; the password is asked for unless an option says where it is."""
    from records.office.accounts import add_account, demand_administrator

    async def work(archive: Archive) -> None:
        demand_administrator(archive)
        password = new_password(name, file, into)
        with kept_once_taken(into):
            await add_account(archive, name, role, password)
        _warn_of_plain_line(archive)

    with_archive(ctx.obj, work)
    say(tr("Made the account {name} ({role}).", name=name, role=ROLES[role].text()))
    if into is not None:
        say(tr("Its password is in {path}, readable by you alone.", path=into))


@app.command("list", cls=CommandWithHelp)
def list_accounts(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> None:
    """The accounts and their roles."""
    from records.office.accounts import accounts

    found: list[Account] = with_archive(ctx.obj, accounts)
    if as_json:
        print_json([{"name": each.name, "role": each.role or None} for each in found])
        return
    said = {name: label.text() for name, label in ROLES.items()}
    if all(name == label for name, label in said.items()):
        table([tr("Account"), "--role"], [[each.name, each.role] for each in found])
        return
    rows = [[each.name, each.role, said[each.role] if each.role else ""] for each in found]
    table([tr("Account"), "--role", tr("Role")], rows)


@app.command("role", cls=CommandWithHelp)
def role_of_account(ctx: typer.Context, name: Name, role: Role) -> None:
    """Give an account another role; it holds from its next sign-in."""
    from records.office.accounts import change_role

    with_archive(ctx.obj, lambda archive: change_role(archive, name, role))
    say(tr("{name} is {role} now.", name=name, role=ROLES[role].text()))


@app.command("remove", cls=CommandWithHelp)
def remove(ctx: typer.Context, name: Name) -> None:
    """Let an account in no more; what it did stays in the history."""
    from records.office.accounts import remove_account

    with_archive(ctx.obj, lambda archive: remove_account(archive, name))
    say(tr("Removed the account {name}.", name=name))


@app.command("password", cls=CommandWithHelp)
def password(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="whose; your own without")] = "",
    file: PasswordFile = None,
    into: Generate = None,
) -> None:
    """Set a new password: your own, or as admin anybody's."""
    from records.office.accounts import change_password, demand_administrator

    async def work(archive: Archive) -> str:
        whose = name or archive.store.account
        if not whose or whose != archive.store.account:
            demand_administrator(archive)
        password = new_password(whose, file, into)
        with kept_once_taken(into):
            await change_password(archive, whose, password)
        _warn_of_plain_line(archive)
        return whose

    say(tr("The new password of {name} holds from now on.", name=with_archive(ctx.obj, work)))


def _warn_of_plain_line(archive: Archive) -> None:
    from records.store.sign_in import address_of

    if address_of(archive.settings).exposed:
        note(tr("The new password went over a line without TLS; use one that you trust."))
