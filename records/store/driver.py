"""The only place that opens clients, and the one face both of them wear.

Motor is the default. PyMongo's ``AsyncMongoClient`` is where it goes; the two differ in what is a
coroutine (``aggregate``, ``watch``, ``start_session``, ``start_transaction``, ``close``) and in their GridFS
classes, and both differences end here. Everything is written with majority and journal, explicitly; errors
leave as those of :mod:`records.errors`.
"""

from __future__ import annotations

import asyncio
import inspect
import math
import random
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Literal, TypeAlias, TypeVar

import pymongo
from bson.codec_options import CodecOptions
from bson.timestamp import Timestamp
from pymongo import IndexModel
from pymongo.errors import CollectionInvalid, ConnectionFailure, OperationFailure, PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.read_preferences import ReadPreference
from pymongo.write_concern import WriteConcern

from records.store.access import NOBODY, Client, client_of
from records.store.driver_errors import no_replica_set, ours, too_slow
from records.store.orphans import client_name, end_orphans
from records.store.unwaited import unwaited
from records.store.whole import whole

Document: TypeAlias = dict[str, Any]
Flavour = Literal["motor", "pymongo"]
#: A session of a running transaction; only passed on, never looked into.
Session: TypeAlias = Any
Sort: TypeAlias = Sequence[tuple[str, int]]
T = TypeVar("T")

#: How long an operation waits for a server to be there, in milliseconds.
SELECTION_MS = 4000
#: The same for a set of several members: when one dies, the others take a dozen seconds to choose the next.
ELECTION_MS = 20_000
#: A save that can't be done in this time (seconds) is reported instead of waited for.
SAVE_SECONDS = 8.0
_CLOSE_SECONDS = 2.0
#: Reading a page of a large archive may take longer than a save, but not for ever.
_PROMPT_PATIENCES = 4
_NAMESPACE_EXISTS = 48
_SYSTEM = frozenset(("admin", "config", "local"))
#: Documents that a copy of a whole collection takes at once; 16 MB at most come in one piece.
_RAW_BATCH = 1000
#: Events of a change stream that are taken in one go.
_EVENTS_AT_ONCE = 1000
SAFE = WriteConcern(w="majority", j=True)


class Collection:
    """One collection. Operations given a ``session`` belong to its transaction."""

    def __init__(self, raw: Any, database: Database) -> None:
        self._raw = raw
        self._database = database
        self.name: str = raw.name
        #: Whether we write past the validator, which then holds for accounts of fewer rights only.
        self.passes_validator = self.name in database.unvalidated
        self._bypass = self.passes_validator or None

    @asynccontextmanager
    async def _prompt(self, session: Session = None) -> AsyncIterator[None]:
        """For what should take milliseconds: a server that hangs is not waited for without end.

        (The driver's own time limit would also make it ask a dead server again and again until then.)
        """
        limit = None if session is not None else self._database.patience * _PROMPT_PATIENCES
        with ours(session):
            try:
                async with asyncio.timeout(limit):
                    yield
            except TimeoutError as error:
                raise too_slow() from error

    async def find_one(
        self,
        criteria: Mapping[str, Any],
        *,
        projection: Any = None,
        sort: Sort | None = None,
        session: Session = None,
    ) -> Document | None:
        async with self._prompt(session):
            answer = await self._raw.find_one(criteria, projection, sort=sort, session=session)
            found: Document | None = answer
            return found

    async def find(
        self,
        criteria: Mapping[str, Any],
        *,
        projection: Any = None,
        sort: Sort | None = None,
        limit: int = 0,
        skip: int = 0,
        hint: Any = None,
        session: Session = None,
    ) -> list[Document]:
        """The documents as a list: for a page, never for a whole collection (see :meth:`stream`)."""
        cursor = self._raw.find(
            criteria,
            projection,
            sort=sort,
            limit=limit,
            skip=skip,
            hint=hint,
            session=session,
        )
        async with self._prompt(session):
            found: list[Document] = await cursor.to_list(None)
            return found

    async def stream(
        self,
        criteria: Mapping[str, Any],
        *,
        projection: Any = None,
        sort: Sort | None = None,
        batch: int = 500,
    ) -> AsyncGenerator[Document]:
        """The documents one by one; memory holds one batch."""
        cursor = self._raw.find(criteria, projection, sort=sort, batch_size=batch)
        try:
            with ours():
                async for document in cursor:
                    yield document
        finally:
            await cursor.close()

    async def aggregate(
        self, pipeline: Sequence[Mapping[str, Any]], *, hint: str | None = None
    ) -> list[Document]:
        options: Document = {"allowDiskUse": True}
        if hint is not None:
            options["hint"] = hint
        with ours():
            cursor = await _settled(self._raw.aggregate(pipeline, **options))
            found: list[Document] = await cursor.to_list(None)
            return found

    async def raw_batches(
        self, session: Session, *, first: Any = None, before: Any = None, by: Sort = (("_id", 1),)
    ) -> AsyncGenerator[bytes]:
        """The documents as they are stored, one after the other in the order of an index, in a few pieces.

        ``by`` are the keys of that index. ``first`` (inclusive) and ``before`` (exclusive) bound the
        identifiers, of whatever type.
        """
        bounds: Document = {}
        if first is not None:
            bounds["min"] = {"_id": first}
        if before is not None:
            bounds["max"] = {"_id": before}
        cursor = self._raw.find_raw_batches(
            {}, sort=list(by), hint=list(by), batch_size=_RAW_BATCH, session=session, **bounds
        )
        try:
            with ours():
                async for batch in cursor:
                    yield batch
        finally:
            await cursor.close()

    async def insert_raw(self, documents: Sequence[Mapping[str, Any]]) -> None:
        """Put back documents that were stored before, unchecked. Durable with the next ordinary write."""
        unhurried = self._raw.with_options(write_concern=WriteConcern(w=1))
        with ours():
            await unhurried.insert_many(documents, ordered=False, bypass_document_validation=True)

    async def moment(self) -> Timestamp:
        """The moment as of which a read now sees the collection (reads see what a majority has)."""
        with ours():
            seen = await self._raw.database.command(
                {
                    "find": self.name,
                    "limit": 1,
                    "projection": {"_id": 1},
                    "readConcern": {"level": "majority"},
                }
            )
        moment: Timestamp = seen["operationTime"]
        return moment

    async def count(self, criteria: Mapping[str, Any], *, limit: int | None = None) -> int:
        options = {} if limit is None else {"limit": limit}
        with ours():
            return int(await self._raw.count_documents(criteria, **options))

    async def estimate(self) -> int:
        """How many documents there are, at once and without a scan; may be off after a crash."""
        async with self._prompt():
            return int(await self._raw.estimated_document_count())

    async def insert_one(self, document: Mapping[str, Any], *, session: Session = None) -> None:
        async with self._prompt(session):
            await self._raw.insert_one(document, session=session, bypass_document_validation=self._bypass)

    async def insert_many(self, documents: Sequence[Mapping[str, Any]], *, session: Session = None) -> None:
        with ours(session):
            await self._raw.insert_many(
                documents, ordered=False, session=session, bypass_document_validation=self._bypass
            )

    async def bulk_write(self, requests: Sequence[Any], *, session: Session = None) -> int:
        """Unordered; answers how many existing documents were replaced."""
        with ours(session):
            result = await self._raw.bulk_write(
                requests, ordered=False, session=session, bypass_document_validation=self._bypass
            )
            return int(result.matched_count)

    async def update_one(
        self,
        criteria: Mapping[str, Any],
        update: Mapping[str, Any] | Sequence[Mapping[str, Any]],
        *,
        upsert: bool = False,
        session: Session = None,
    ) -> int:
        """Answers how many documents matched (0 or 1)."""
        async with self._prompt(session):
            result = await self._raw.update_one(
                criteria, update, upsert=upsert, session=session, bypass_document_validation=self._bypass
            )
            return int(result.matched_count)

    async def delete_many(self, criteria: Mapping[str, Any], *, session: Session = None) -> int:
        with ours(session):
            return int((await self._raw.delete_many(criteria, session=session)).deleted_count)

    async def replace_returning_old(
        self, criteria: Mapping[str, Any], document: Mapping[str, Any], *, session: Session = None
    ) -> Document | None:
        """Replace the one that matches and give it back as it was; None when none matches."""
        async with self._prompt(session):
            old: Document | None = await self._raw.find_one_and_replace(
                criteria,
                document,
                return_document=pymongo.ReturnDocument.BEFORE,
                session=session,
                **({"bypassDocumentValidation": True} if self._bypass else {}),
            )
            return old

    async def update_returning_new(
        self, criteria: Mapping[str, Any], update: Mapping[str, Any], *, upsert: bool = False
    ) -> Document | None:
        async with self._prompt():
            new: Document | None = await self._raw.find_one_and_update(
                criteria, update, upsert=upsert, return_document=pymongo.ReturnDocument.AFTER
            )
            return new

    async def create_indexes(self, indexes: Mapping[str, tuple[Sort, Mapping[str, Any]]]) -> None:
        """Make indexes by name, from their keys and options; those that are there already stay."""
        models = [IndexModel(list(keys), name=name, **options) for name, (keys, options) in indexes.items()]
        with ours():
            await self._raw.create_indexes(models)

    async def indexes(self) -> dict[str, Document]:
        """The indexes by name: their keys (``key``) and options."""
        with ours():
            found: dict[str, Document] = await self._raw.index_information()
            return found

    @asynccontextmanager
    async def watch(
        self,
        pipeline: Sequence[Mapping[str, Any]],
        *,
        resume_after: Mapping[str, Any] | None = None,
        start_at: Timestamp | None = None,
    ) -> AsyncIterator[Any]:
        """A change stream: iterate it for events; ``resume_token`` says where it stands."""
        watched = self._raw.watch(pipeline, resume_after=resume_after, start_at_operation_time=start_at)
        with ours():
            # Entered, because Motor opens a stream no sooner, and what is saved until then would be lost.
            async with await _settled(watched) as stream:
                yield stream


async def arrived(stream: Any) -> list[Document]:
    """The events of a change stream that are here; waits up to a second for the first, then for none.

    In one go, because with Motor each single step is a trip to another thread: a bulk load's 100,000 events
    would cost more than all the rest of following it.
    """
    with ours():
        if hasattr(stream, "delegate"):
            return await unwaited(_arrived, stream.delegate)
        first = await stream.try_next()
        found: list[Document] = [] if first is None else [first]
        while found and len(found) < _EVENTS_AT_ONCE and stream._cursor._has_next():
            found.append(await stream.next())
        return found


def _arrived(stream: Any) -> list[Document]:
    first = stream.try_next()
    found: list[Document] = [] if first is None else [first]
    while found and len(found) < _EVENTS_AT_ONCE and stream._cursor._has_next():
        found.append(stream.next())
    return found


class Database:
    """One archive's database on an open client."""

    def __init__(self, client: Any, name: str, flavour: Flavour) -> None:
        self._client = client
        self._flavour = flavour
        self._raw = client.get_database(
            name,
            codec_options=CodecOptions(),
            read_preference=ReadPreference.PRIMARY,
            write_concern=SAFE,
            read_concern=ReadConcern("majority"),
        )
        self.name = name
        #: Collections into which we may write what their validator refuses to accounts of fewer rights.
        self.unvalidated: frozenset[str] = frozenset()
        #: How long a save waits for a server that does not answer, in seconds.
        self.patience = SAVE_SECONDS
        self._abandoned: list[Mapping[str, Any]] = []
        self._looked_for_orphans = -math.inf

    def collection(self, name: str) -> Collection:
        return Collection(self._raw[name], self)

    async def command(self, command: Mapping[str, Any]) -> Document:
        with ours():
            answer: Document = await self._raw.command(command)
            return answer

    async def admin(self, command: Mapping[str, Any]) -> Document:
        """A command to the server as a whole."""
        with ours():
            answer: Document = await self._client.admin.command(command)
            return answer

    async def create_collection(self, name: str) -> None:
        """Make it unless it is there; another instance may be doing the same."""
        with ours():
            try:
                await self._raw.create_collection(name)
            except OperationFailure as error:
                if error.code != _NAMESPACE_EXISTS:
                    raise
            except CollectionInvalid:
                return

    async def collection_names(self) -> set[str]:
        with ours():
            return set(await self._raw.list_collection_names())

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Session]:
        """A session whose reads all see the moment of the first, whatever is written meanwhile.

        The server remembers a moment for as long as its ``minSnapshotHistoryWindowInSeconds`` says.
        """
        with ours():
            session = await _settled(self._client.start_session(snapshot=True))
        try:
            yield session
        finally:
            await session.end_session()

    async def collection_facts(self, name: str) -> Document:
        """The options, indexes and identity of a collection, as ``mongodump`` writes them down."""
        with ours():
            cursor = await _settled(self._raw.list_collections(filter={"name": name}))
            (found,) = (
                await cursor.to_list(None) if hasattr(cursor, "to_list") else [row async for row in cursor]
            )
            indexes = await (await _settled(self._raw[name].list_indexes())).to_list(None)
        identity = found["info"]["uuid"].hex() if "uuid" in found["info"] else ""
        return {
            "options": found.get("options", {}),
            "indexes": [dict(index) for index in indexes],
            "uuid": identity,
            "collectionName": name,
            "type": found.get("type", "collection"),
        }

    async def drop(self) -> None:
        """Remove the whole database: an archive that is not used any more."""
        with ours():
            await self._client.drop_database(self.name)

    async def transact(self, work: Callable[[Session], Awaitable[T]], *, seconds: float | None = None) -> T:
        """Run ``work`` in one transaction, again from the start when a rival's write makes it necessary.

        ``work`` must therefore have no effect but through the session. A commit whose answer was lost is
        asked for again until it is known. Once begun it is finished or undone: a cancellation waits for that.
        Raises ServerUnavailable after ``seconds`` seconds (default: ``patience``), and what ``work`` raises.
        """
        return await whole(self._transact(work, self.patience if seconds is None else seconds))

    async def _transact(self, work: Callable[[Session], Awaitable[T]], seconds: float) -> T:
        deadline = time.monotonic() + seconds
        with ours(), pymongo.timeout(seconds):
            async with await _settled(self._client.start_session()) as session:
                while True:
                    ended = await self._end_abandoned()
                    try:
                        result = await _attempt(session, work, deadline)
                    except PyMongoError as error:
                        if not error.has_error_label("TransientTransactionError") or _late(deadline):
                            if isinstance(error, ConnectionFailure) or error.timeout:
                                self._abandoned.append(session.session_id)
                            raise
                    else:
                        self._abandoned = [each for each in self._abandoned if each not in ended]
                        return result
                    await self._end_orphans()
                    # Rivals that start again at the same moment would only meet again.
                    await asyncio.sleep(random.uniform(0.001, 0.02))

    async def _end_abandoned(self) -> list[Mapping[str, Any]]:
        """End the sessions whose transactions got no answer: they would hold their records for a minute.

        They are ended again until a transaction succeeds: what a server that hung has still to read may
        begin one of them after its end.
        """
        ended = list(self._abandoned)
        if ended:
            await self._raw.command({"killSessions": ended})
        return ended

    async def _end_orphans(self) -> None:
        """What stands in the way may be of a process that died; looked up once a second at most."""
        if time.monotonic() - self._looked_for_orphans >= 1:
            self._looked_for_orphans = time.monotonic()
            await end_orphans(self._client)

    def bucket(self) -> Any:
        """GridFS, for attachments: the part of a bucket that both drivers agree on is enough."""
        if self._flavour == "motor":
            from motor.motor_asyncio import AsyncIOMotorGridFSBucket

            return AsyncIOMotorGridFSBucket(self._raw)
        from gridfs import AsyncGridFSBucket

        return AsyncGridFSBucket(self._raw)

    async def server_version(self) -> str:
        with ours():
            return str((await self._client.admin.command("buildInfo"))["version"])

    async def client(self) -> Client:
        """Who we are to the server, and what we may do there."""
        try:
            with ours(self):
                status = await self._client.admin.command("connectionStatus", showPrivileges=True)
                seen = str((await self._client.admin.command("whatsmyuri"))["you"])
        except OperationFailure:
            return NOBODY
        host, _, port = seen.rpartition(":")
        return client_of(status["authInfo"], host if port.isdigit() else "", self.name)

    async def replica_set(self) -> str:
        """The name of the server's replica set; empty when it is none, or a router."""
        with ours():
            return str((await self._client.admin.command("hello")).get("setName", ""))

    def beside(self, name: str) -> Database:
        """Another database of the same server, on the same client."""
        return Database(self._client, name, self._flavour)

    async def archives(self) -> list[str]:
        """The names of the databases on the server that the account may look into."""
        with ours():
            answer = await self._client.admin.command(
                {"listDatabases": 1, "nameOnly": True, "authorizedDatabases": True}
            )
        return sorted(row["name"] for row in answer["databases"] if row["name"] not in _SYSTEM)

    async def storage_engine(self) -> str:
        """What keeps the server's files; empty when the signed-in user may not ask for it."""
        try:
            with ours(self):
                status = await self._client.admin.command("serverStatus")
        except OperationFailure:
            return ""
        return str(status.get("storageEngine", {}).get("name", ""))

    async def require_transactions(self) -> None:
        """Raises ServerUnavailable for a server that has none."""
        with ours():
            hello = await self._client.admin.command("hello")
        if "setName" not in hello and hello.get("msg") != "isdbgrid":
            raise no_replica_set()


async def _attempt(session: Session, work: Callable[[Session], Awaitable[T]], deadline: float) -> T:
    await _settled(
        session.start_transaction(
            read_concern=ReadConcern("snapshot"), write_concern=SAFE, read_preference=ReadPreference.PRIMARY
        )
    )
    try:
        result = await work(session)
    except BaseException:
        if session.in_transaction:
            await session.abort_transaction()
        raise
    while True:
        try:
            await session.commit_transaction()
        except PyMongoError as error:
            if not error.has_error_label("UnknownTransactionCommitResult") or _late(deadline):
                raise
            await asyncio.sleep(0.01)
        else:
            return result


async def _settled(answer: Any) -> Any:
    """What one driver gives at once and the other only when it is awaited."""
    return await answer if inspect.isawaitable(answer) else answer


def _late(deadline: float) -> bool:
    return time.monotonic() >= deadline


@asynccontextmanager
async def open_database(
    uri: str, name: str, *, flavour: Flavour = "motor", sign_in: Mapping[str, str] | None = None
) -> AsyncIterator[Database]:
    """Open a client for as long as the block runs. Raises UsageFault for an address that can't be one.

    ``sign_in``: the driver's options for an account that the address does not name with its password.
    """
    several = "," in uri.partition("://")[2].partition("?")[0]
    client = _client(uri, flavour, ELECTION_MS if several else SELECTION_MS, sign_in or {})
    try:
        database = Database(client, name, flavour)
        if several:
            database.patience = ELECTION_MS / 1000
        yield database
    finally:
        # Closing tells the server, which may be slow to listen; Motor would hold up the whole loop for that.
        with pymongo.timeout(_CLOSE_SECONDS):
            if flavour == "motor":
                await asyncio.to_thread(client.close)
            else:
                await client.close()


def _client(uri: str, flavour: Flavour, patience_ms: int, sign_in: Mapping[str, str]) -> Any:
    options: Document = {
        "serverSelectionTimeoutMS": patience_ms,
        "connectTimeoutMS": SELECTION_MS,
        "appname": client_name(),
        "retryWrites": True,
        "retryReads": True,
    }
    options = {name: value for name, value in options.items() if name.lower() not in uri.lower()}
    options |= sign_in
    with ours():
        if flavour == "motor":
            from motor.motor_asyncio import AsyncIOMotorClient

            return AsyncIOMotorClient(uri, **options)
        return pymongo.AsyncMongoClient(uri, **options)
