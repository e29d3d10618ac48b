"""What the tests of the store share: records to save, and a server of their own where they harm it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from records.archive import Archive
from records.record import Record
from records.store.embedded import EmbeddedServer

NewPerson = Callable[..., Awaitable[Record]]


@pytest.fixture
def new_person(archive: Archive) -> NewPerson:
    """Saves a person of a name, with whatever fields."""

    async def save(name: str = "张伟民", **fields: Any) -> Record:
        return await archive.save(Record.new("person", {"name": name, **fields}))

    return save


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[Callable[..., EmbeddedServer]]:
    """Makes instances on folders below ``tmp_path``; whatever still runs afterwards is stopped."""
    made: list[EmbeddedServer] = []

    def make(folder: str = "home", **options: Any) -> EmbeddedServer:
        server = EmbeddedServer(tmp_path / folder, **options)
        made.append(server)
        return server

    yield make
    for server in made:
        if server.home.exists():
            server.leave()
