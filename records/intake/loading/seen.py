"""How often something was met so far, however much there is of it: in memory, then in a file of its own."""

from __future__ import annotations

import sqlite3
from hashlib import blake2b

#: Beyond so many different texts the counts move to a file, so that memory stays the same for a million rows.
IN_MEMORY = 100_000
#: Bytes of a text's digest: with sixteen, two texts of a million share one with a chance of 1 in 10^26.
_DIGEST = 16


class Seen:
    """Counts texts. What was counted is forgotten with the object."""

    def __init__(self) -> None:
        self._counts: dict[bytes, int] = {}
        self._file: sqlite3.Connection | None = None

    def again(self, *parts: str) -> int:
        """How often these parts together have been met, this time included: 1 when they are new."""
        # Lengths tell where a part ends, whatever stands in it.
        text = "\x1f".join((*parts, *(str(len(part)) for part in parts)))
        key = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_DIGEST).digest()
        if self._file is not None:
            row = self._file.execute(
                "INSERT INTO seen VALUES (?, 1) ON CONFLICT DO UPDATE SET n = n + 1 RETURNING n", (key,)
            ).fetchone()
            return int(row[0])
        number = self._counts.get(key, 0) + 1
        self._counts[key] = number
        if len(self._counts) > IN_MEMORY:
            self._move()
        return number

    def _move(self) -> None:
        # An empty name is a temporary file that SQLite removes by itself; threads take turns with it.
        self._file = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._file.execute("PRAGMA journal_mode = OFF")
        self._file.execute("CREATE TABLE seen (key BLOB PRIMARY KEY, n INTEGER) WITHOUT ROWID")
        self._file.execute("BEGIN")
        self._file.executemany("INSERT INTO seen VALUES (?, ?)", self._counts.items())
        self._counts.clear()
