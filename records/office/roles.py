"""The roles of a shared server, and what each may do. The server holds them; here they are named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from records.errors import Refused
from records.kind import Label
from records.language import translator

if TYPE_CHECKING:
    from records.record import Record
    from records.store.access import Client

tr = translator("records")

#: ``make_documents``: papers with their files, nothing else. ``edit``: every change of records.
#: ``unmask``: see identity numbers whole. ``purge``: take out a record for good.
Deed = Literal["make_documents", "edit", "unmask", "purge", "administer"]

#: In the order of their rights; on the server each is called ``xuedang_`` and its name.
ROLES: Mapping[str, Label] = {
    "reader": Label("查阅", "reader"),
    "secretary": Label("文秘", "secretary"),
    "operator": Label("经办", "operator"),
    "admin": Label("管理", "admin"),
    # For the occasion: putting back a backup takes away what an interrupted one left, its journal too.
    "restorer": Label("恢复", "restorer"),
}
PREFIX = "xuedang_"

#: The kind of record that a secretary adds.
PAPER = "issued_document"


def role_of(client: Client) -> str:
    """The role that an account's rights come to; empty where no account is asked for."""
    if client.rights is None:
        return ""
    if client.has("journal", "remove"):
        return "restorer"
    deeds: Mapping[str, Deed] = {"admin": "administer", "operator": "edit", "secretary": "make_documents"}
    return next((role for role, deed in deeds.items() if client.may(deed)), "reader")


def demand(client: Client, deed: Deed) -> None:
    """Raises Refused when the account may not do it; says what its role may."""
    if client.may(deed):
        return
    hint = tr("Ask whoever looks after the server for the role.")
    if deed == "unmask":
        raise Refused(tr("Only an operator or administrator may see numbers unmasked."), hint=hint)
    if deed in ("administer", "purge"):
        raise Refused(tr("Only an administrator's account may do this."), hint=hint)
    raise Refused(why_not(client), hint=hint)


def why_not(client: Client) -> str:
    """Why an account can't change records, in a sentence."""
    role = ROLES[role_of(client)].text()
    if client.may("make_documents"):
        return tr(
            "{account} ({role}) reads and makes documents, and changes no record.",
            account=client.account,
            role=role,
        )
    return tr("{account} ({role}) reads, and changes nothing.", account=client.account, role=role)


def demand_saving(client: Client, record: Record, *, new: bool) -> None:
    """Raises Refused when the account may not save it."""
    demand(client, "make_documents" if new and record.kind == PAPER else "edit")
