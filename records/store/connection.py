"""Opens the store of one archive: the embedded server or a shared one, its database, brought up to date."""

from __future__ import annotations

import asyncio
import platform
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from records.errors import Refused, ServerUnavailable, SignInNeeded, XuedangError
from records.language import translator
from records.settings import Settings
from records.store import migrations, mongod, schema
from records.store.access import NOBODY, Client
from records.store.driver import Collection, Database, Flavour, open_database
from records.store.sign_in import address_of, credentials
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
        self.client = client
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
        self.tombstones = database.collection(schema.TOMBSTONES)
        self.files: Collection = database.collection(schema.FILES)
        self.chunks: Collection = database.collection(schema.CHUNKS)

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
    prepared: bool = True,
    moving: bool = False,
) -> AsyncIterator[Store]:
    """The store that the settings name, for as long as the block runs.

    ``prepared`` False leaves the database as it is, without what this release would bring about; ``moving``
    is as for `EmbeddedServer`.

    Raises ServerUnavailable with what to do when there is no server to be had.
    """
    if settings.uri:
        async with _shared(settings, settings.uri, flavour) as store:
            if prepared:
                await _prepare(store, on_progress)
            yield store
        return
    if sys.platform == "win32":
        raise ServerUnavailable(
            tr("The embedded server does not run on Windows yet."), hint=mongod.elsewhere()
        )
    from records.store.embedded import EmbeddedServer

    server = EmbeddedServer(settings.home, moving=moving)
    try:
        running = await whole(_in_thread(server.join, on_progress))
    except asyncio.CancelledError:
        await whole(asyncio.to_thread(server.leave))
        raise
    since = datetime.now(UTC)
    try:
        async with open_database(running.uri, settings.database, flavour=flavour) as database:
            info = ServerInfo("embedded", running.version, str(running.socket), running.pid)
            store = Store(database, info, server)
            guard = asyncio.create_task(_guard(store, server))
            try:
                if prepared:
                    await migrations.migrate(database, on_progress)
                yield store
            finally:
                guard.cancel()
                with suppress(asyncio.CancelledError):
                    await guard
    except ServerUnavailable as error:
        raise mongod.unreadable(server.log, since) or error from error
    finally:
        await whole(asyncio.to_thread(server.leave))


async def _prepare(store: Store, on_progress: Callable[[str], None] | None) -> None:
    """Bring a shared archive up to date, which is its administrator's to do, and guard it."""
    if not store.client.may("administer"):
        if await migrations.pending(store.database):
            raise Refused(
                tr("This archive must be prepared for this release first."),
                hint=tr("Ask whoever looks after the server to open it once with an admin account."),
            )
        return
    await migrations.migrate(store.database, on_progress)
    if store.account:
        await schema.guard_records(store.database)


@asynccontextmanager
async def _shared(settings: Settings, uri: str, flavour: Flavour) -> AsyncIterator[Store]:
    address = address_of(settings)
    known = await asyncio.to_thread(credentials, settings, address)
    if known is None and address.account and not address.has_password:
        raise SignInNeeded(address.account)
    sign_in = known.options() if known is not None else None
    async with open_database(uri, settings.database, flavour=flavour, sign_in=sign_in) as database:
        version, client = await _introduced(database, address.hosts, address.account)
        await database.require_transactions()
        if client.rights is not None and client.has(schema.RECORDS, "bypassDocumentValidation"):
            database.unvalidated = frozenset((schema.RECORDS,))
        yield Store(database, ServerInfo("shared", version, address.hosts, 0), None, client)


async def _introduced(database: Database, hosts: str, account: str) -> tuple[str, Client]:
    """The server's version, and who we are to it. Raises ServerUnavailable, SignInNeeded."""
    try:
        version = await database.server_version()
        client = await database.client()
        if not client.account:
            await migrations.applied(database)  # refused where accounts are asked for
    except SignInNeeded as error:
        raise SignInNeeded(account, wrong=error.wrong) from None
    except Refused as error:
        raise SignInNeeded(account) from error
    except ServerUnavailable as error:
        raise ServerUnavailable(
            tr("The shared server at {address} can't be used. {reason}", address=hosts, reason=error.message),
            hint=tr("Check MONGODB_URI and the server; without MONGODB_URI the embedded one is used."),
        ) from error
    return version, client


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
