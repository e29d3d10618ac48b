"""Opens the store of one archive: the embedded server or a shared one, its database, brought up to date."""

from __future__ import annotations

import asyncio
import platform
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pymongo.uri_parser import parse_uri

from records.errors import ServerUnavailable, XuedangError
from records.language import translator
from records.settings import Settings
from records.store import schema
from records.store.driver import NOBODY, Client, Collection, Database, Flavour, open_database
from records.store.driver_errors import ours
from records.store.mongod import elsewhere
from records.store.whole import whole

if TYPE_CHECKING:
    from records.store.embedded import EmbeddedServer, Running

tr = translator("records")

_GUARD_SECONDS = 0.25
_LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """Which server an archive is on; ``pid`` is 0 for a shared one. ``address`` carries no password."""

    kind: Literal["embedded", "shared"]
    version: str
    address: str
    pid: int


class Store:
    """The collections of one archive, and the server they are on."""

    def __init__(
        self,
        database: Database,
        server: ServerInfo,
        embedded: EmbeddedServer | None,
        client: Client = NOBODY,
    ) -> None:
        self.database = database
        self.server = server
        self.embedded = embedded
        #: The account that a shared server knows us by; empty where none is needed.
        self.account = client.account
        #: From where we write, for the journal: this machine, and its address as a shared server sees it.
        self.place = " ".join(filter(None, (platform.node()[:_LONGEST_NAME], client.address)))
        self.records = database.collection(schema.RECORDS)
        self.revisions = database.collection(schema.REVISIONS)
        self.journal = database.collection(schema.JOURNAL)
        self.unsealed = database.collection(schema.UNSEALED)
        self.seals = database.collection(schema.SEALS)
        self.kinds = database.collection(schema.KINDS)
        self.counters = database.collection(schema.COUNTERS)
        self.batches = database.collection(schema.BATCHES)
        self.list_views = database.collection(schema.LIST_VIEWS)
        self.bulk_changes = database.collection(schema.BULK_CHANGES)
        self.presence = database.collection(schema.PRESENCE)
        self.leases = database.collection(schema.LEASES)
        self.files: Collection = database.collection(schema.FILES)

    def check_space(self, needed: int = 0) -> None:
        """Raises DiskFull when the embedded server's disk can't take ``needed`` more bytes safely."""
        if self.embedded is not None:
            self.embedded.check_space(needed)


@asynccontextmanager
async def open_store(
    settings: Settings,
    *,
    flavour: Flavour = "motor",
    on_progress: Callable[[str], None] | None = None,
) -> AsyncIterator[Store]:
    """The store that the settings name, for as long as the block runs.

    Raises ServerUnavailable with what to do when there is no server to be had.
    """
    if settings.uri:
        async with _shared(settings.uri, settings.database, flavour) as store:
            await schema.migrate(store.database, on_progress)
            yield store
        return
    if sys.platform == "win32":
        raise ServerUnavailable(tr("The embedded server does not run on Windows yet."), hint=elsewhere())
    from records.store.embedded import EmbeddedServer

    server = EmbeddedServer(settings.home)
    try:
        running = await whole(_in_thread(server.join, on_progress))
    except asyncio.CancelledError:
        await whole(asyncio.to_thread(server.leave))
        raise
    try:
        async with open_database(running.uri, settings.database, flavour=flavour) as database:
            info = ServerInfo("embedded", running.version, str(running.socket), running.pid)
            store = Store(database, info, server)
            guard = asyncio.create_task(_guard(store, server))
            try:
                await schema.migrate(database, on_progress)
                yield store
            finally:
                guard.cancel()
                with suppress(asyncio.CancelledError):
                    await guard
    finally:
        await whole(asyncio.to_thread(server.leave))


@asynccontextmanager
async def _shared(uri: str, name: str, flavour: Flavour) -> AsyncIterator[Store]:
    with ours():
        nodes = parse_uri(uri)["nodelist"]
    address = ", ".join(host if port is None else f"{host}:{port}" for host, port in nodes)
    async with open_database(uri, name, flavour=flavour) as database:
        try:
            version = await database.server_version()
        except ServerUnavailable as error:
            raise ServerUnavailable(
                tr(
                    "The shared server at {address} can't be used. {reason}",
                    address=address,
                    reason=error.message,
                ),
                hint=tr("Check MONGODB_URI and the server; without MONGODB_URI the embedded one is used."),
            ) from error
        await database.require_transactions()
        yield Store(database, ServerInfo("shared", version, address, 0), None, await database.client())


async def _in_thread(
    join: Callable[[Callable[[str], None] | None], Running], on_progress: Callable[[str], None] | None
) -> Running:
    """Starting blocks; progress is told in the caller's own thread."""
    loop = asyncio.get_running_loop()

    def tell(message: str) -> None:
        if on_progress is not None:
            loop.call_soon_threadsafe(on_progress, message)

    return await asyncio.to_thread(join, tell)


async def _guard(store: Store, server: EmbeddedServer) -> None:
    """Start the embedded server again when it died; the client reconnects by itself."""
    while True:
        await asyncio.sleep(_GUARD_SECONDS)
        if not server.alive():
            # It can't start while, say, the disk is full: the next round tries again, saves say why.
            with suppress(XuedangError):
                running = await whole(asyncio.to_thread(server.join))
                store.server = ServerInfo("embedded", running.version, str(running.socket), running.pid)
