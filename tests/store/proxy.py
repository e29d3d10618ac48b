"""A wire between client and server that can be cut, or slow, at the worst moment."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import quote_plus

_COMMIT = b"commitTransaction"


class Wire:
    """Passes bytes on. ``cut_after_commit`` lets a commit through and swallows its answer.

    What holds the bytes ``hold`` waits on its way to the server (``holding`` is set) until ``go`` is.
    """

    def __init__(self, socket: Path, server: Path) -> None:
        self.uri = f"mongodb://{quote_plus(str(socket))}/?directConnection=true&serverSelectionTimeoutMS=1500"
        self._server = server
        self.cut_after_commit = False
        self.stay_cut = False
        self.down = False
        self.cuts = 0
        self._ends: set[asyncio.StreamWriter] = set()
        self.hold = b""
        self.holding, self.go = asyncio.Event(), asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.down:
            writer.close()
            return
        up_reader, up_writer = await asyncio.open_unix_connection(str(self._server))
        self._ends |= {writer, up_writer}
        committing = asyncio.Event()
        tasks = [
            asyncio.create_task(self._up(reader, up_writer, committing)),
            asyncio.create_task(self._back(up_reader, writer, committing)),
        ]
        with suppress(asyncio.CancelledError):
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        for each in (writer, up_writer):
            each.close()
        self._ends -= {writer, up_writer}

    def unplug(self) -> None:
        """End every connection, and take no new one until ``down`` is False again."""
        self.down = True
        for each in self._ends:
            each.transport.abort()

    async def _up(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, committing: asyncio.Event
    ) -> None:
        while data := await reader.read(65536):
            if _COMMIT in data and self.cut_after_commit:
                committing.set()
            if self.hold and self.hold in data:
                self.hold = b""
                self.holding.set()
                await self.go.wait()
            writer.write(data)
            await writer.drain()

    async def _back(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, committing: asyncio.Event
    ) -> None:
        while data := await reader.read(65536):
            if committing.is_set():
                # The server has answered, so it is committed; the client will never know.
                self.cut_after_commit = False
                self.down = self.stay_cut
                self.cuts += 1
                return
            writer.write(data)
            await writer.drain()


@asynccontextmanager
async def wire(folder: Path, server: Path) -> AsyncIterator[Wire]:
    socket = folder / "wire.sock"
    made = Wire(socket, server)
    listening = await asyncio.start_unix_server(made.serve, path=str(socket))
    yield made
    listening.close()
