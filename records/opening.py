"""Opens an archive and keeps up what works beside it: sealing the journal, feeding the text search."""

from __future__ import annotations

import asyncio
import getpass
import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial

from records.archive import Archive
from records.errors import XuedangError
from records.home_paths import SEARCH
from records.kind import Field, Kinds
from records.kind_file import own_kinds, read_field
from records.search.searcher import Searcher
from records.settings import Settings, load_settings
from records.store import changes, journal
from records.store.connection import Store, open_store
from records.store.driver import Flavour
from records.store.sealing import Sealer


@asynccontextmanager
async def open_archive(
    settings: Settings | None = None,
    *,
    on_progress: Callable[[str], None] | None = None,
    driver: Flavour = "motor",
) -> AsyncIterator[Archive]:
    """Open the archive that the settings name (default: :func:`load_settings`) while the block runs.

    Starts the embedded server unless it runs or ``MONGODB_URI`` names another; ``on_progress`` is told what
    is going on. Raises ServerUnavailable, UsageFault, KindFault.
    """
    settings = settings or load_settings()
    async with open_store(settings, flavour=driver, on_progress=on_progress) as store:
        # Where there are accounts, nobody works in a name that is not theirs.
        operator = store.account or settings.operator or getpass.getuser()
        all_kinds = own_kinds().with_custom(await _custom(store))
        async with (
            _sealing(store, operator),
            _signed_in(store, operator),
            _searching(settings, store, all_kinds) as searcher,
        ):
            yield Archive(settings, store, all_kinds, operator, searcher)


@asynccontextmanager
async def _sealing(store: Store, operator: str) -> AsyncIterator[None]:
    if not store.client.has("seals", "insert"):
        yield  # whoever may will seal what this account adds
        return
    sealer = Sealer(store, operator)
    task = asyncio.create_task(sealer.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await sealer.close()


@asynccontextmanager
async def _signed_in(store: Store, operator: str) -> AsyncIterator[None]:
    """Let the journal tell who came in, where there are accounts; nothing waits for it.

    An account that may only read can't add to the journal: the server's own log has its sign-ins.
    """
    if not store.account:
        yield
        return
    entry = journal.entry("sign_in", operator, journal.now(), account=store.account)
    telling = asyncio.create_task(journal.note(store, entry))
    try:
        yield
    finally:
        with suppress(XuedangError):
            await telling


@asynccontextmanager
async def _searching(settings: Settings, store: Store, kinds: Kinds) -> AsyncIterator[Searcher]:
    """Text search, its index in the data folder; a shared server's by its address, there may be several."""
    name = store.database.name
    if store.server.kind == "shared":
        name += "-" + hashlib.sha256(store.server.address.encode()).hexdigest()[:12]
    folder = settings.home / SEARCH
    searcher = Searcher(store.records, kinds, folder, name, partial(changes.arriving, store))
    searcher.start()
    try:
        yield searcher
    finally:
        await searcher.close()


async def _custom(store: Store) -> dict[str, tuple[Field, ...]]:
    rows = await store.kinds.find({})
    return {
        row["_id"]: tuple(read_field(name, what) for name, what in row.get("fields", {}).items())
        for row in rows
    }
