"""Who we are to a server, and what our account may do there: told by the server itself, once, at opening."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: What may be done, and the right (collection, action) that shows it. The server has the last word.
DEEDS: Mapping[str, tuple[str, str]] = {
    "make_documents": ("records", "insert"),
    "edit": ("records", "update"),
    # To see identity numbers whole: of those who work with them. The server itself masks nothing.
    "unmask": ("records", "update"),
    "purge": ("records", "remove"),
    "administer": ("", "createUser"),
}


@dataclass(frozen=True, slots=True)
class Client:
    """``account`` and the ``address`` that the server sees are empty when not known.

    ``rights`` are pairs of collection (empty: each) and action; None: everything, as on a server that asks
    for no account.
    """

    account: str = ""
    address: str = ""
    rights: frozenset[tuple[str, str]] | None = None

    def may(self, deed: str) -> bool:
        """Whether the account may do it; ``deed`` is one of ``DEEDS``."""
        return self.has(*DEEDS[deed])

    def has(self, collection: str, action: str) -> bool:
        """Whether the account has that right on a collection of this archive."""
        return self.rights is None or bool({(collection, action), ("", action)} & self.rights)


NOBODY = Client()


def client_of(auth: Mapping[str, Any], address: str, database: str) -> Client:
    """The client from what ``connectionStatus`` with privileges answers."""
    users = auth["authenticatedUsers"]
    if not users:
        return Client(address=address)
    rights: set[tuple[str, str]] = set()
    for each in auth.get("authenticatedUserPrivileges", ()):
        resource = each["resource"]
        everywhere = resource.get("anyResource", False)
        if everywhere or resource.get("db") in ("", database):
            collection = "" if everywhere else resource.get("collection", "")
            rights |= {(collection, action) for action in each["actions"]}
    return Client(str(users[0]["user"]), address, frozenset(rights))
