"""The text index: an SQLite file beside the archive, derived from it, thrown away at the slightest doubt.

Two FTS5 tables without content: ``grams`` holds the character pairs of each record's text
(``tokens.pairs``), ``letters`` its different characters, for what is asked with one character only (as a
prefix of pairs a common one would take a second); both hold the record's facets (kind, unit, people,
status). ``entries`` says which record and version a row stands for. A row's number carries its date (days
since year 1, shifted left by 32, plus a running number), so that the index's own order is by date. Before
SQLite 3.43 such tables can't forget a row: the entry of an older version is merely no longer in
``entries``, and when a fifth of the rows is stale the index is due to be made anew.

Several processes may read while one writes (WAL). Everything here blocks: call it in a thread.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from bson.objectid import ObjectId

from records.tokens import letters, normal, pairs, runs

#: Raised with every change of what the file holds; a file of another format is thrown away.
FORMAT = 1
_FORGETS = sqlite3.sqlite_version_info >= (3, 43)
_CONTENTLESS = "content='', tokenize='ascii', " + ("contentless_delete=1" if _FORGETS else "columnsize=0")
_TABLES = f"""
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE entries (row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, version INTEGER NOT NULL);
CREATE VIRTUAL TABLE grams USING fts5 (text, facets, {_CONTENTLESS});
CREATE VIRTUAL TABLE letters USING fts5 (words, {_CONTENTLESS}, detail=none);
"""
_STALE_SHARE, _STALE_LEAST = 0.2, 2000
_AT_ONCE = 500
LAST_ROW = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as it is put into the index."""

    id: ObjectId
    version: int
    day: int
    text: str
    facets: str

    @classmethod
    def of(cls, document: Mapping[str, Any], text: str) -> Entry:
        return cls(document["_id"], document["version"], day_of(document), text, facets_of(document))


@dataclass(frozen=True, slots=True)
class Hit:
    """A row of the index that matches, and the record that it stands for."""

    row: int
    id: ObjectId


@dataclass(frozen=True, slots=True)
class Lookup:
    """A question to the index: an FTS5 expression on one table, and the rows it is asked of, ends excluded.

    ``exact`` says that the answer needs no second look at the records' text and properties.
    """

    table: Literal["grams", "letters"]
    expression: str
    exact: bool
    above: int = -1
    below: int = LAST_ROW


def day_of(document: Mapping[str, Any]) -> int:
    """The day of a document's date, counted from year 1; 0 for none."""
    start = (document.get("date") or {}).get("start")
    return start.toordinal() if isinstance(start, datetime) else 0


def first_row(day: int) -> int:
    """The lowest row number of a day."""
    return day << 32


def facets_of(document: Mapping[str, Any]) -> str:
    """The words by which a document's kind, unit, people and status are found."""
    people = {ref["person"] for ref in document.get("people", ())}
    words = [facet("kind", document["kind"]), facet("status", document["status"])]
    if document.get("unit"):
        words.append(facet("unit", document["unit"]))
    return " ".join([*words, *(facet("person", person) for person in people)])


@lru_cache(maxsize=8192)
def facet(name: str, value: Hashable) -> str:
    """One word for one property: letters and digits only, as the tokenizer wants it."""
    return name[0] + "".join(c for c in str(value) if c.isalnum())


class BrokenIndex(Exception):
    """The file is no index, or damaged; it has to be thrown away."""


class TextIndex:
    """One connection to the index file; used by one thread at a time."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        """Open the file, or make it. Raises BrokenIndex for one that isn't an index of this format."""
        self.path = path
        self._db = _connect(path, "rwc" if create else "rw")
        try:
            with _broken():
                self._prepare(create)
        except BaseException:
            self._db.close()
            raise

    def _prepare(self, create: bool) -> None:
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        found = self._db.execute("PRAGMA user_version").fetchone()[0]
        if create:
            self._db.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {FORMAT}; COMMIT;")
        elif found != FORMAT:
            raise BrokenIndex(f"format {found}")

    def close(self) -> None:
        self._db.close()

    # --- writing: the process that holds the lock only

    def write(
        self,
        entries: Iterable[Entry],
        *,
        removed: Sequence[ObjectId] = (),
        meta: Mapping[str, Any] | None = None,
    ) -> None:
        """Put entries in place of those of the same records, drop others, set ``meta``: all or nothing."""
        # Rows in ascending order: FTS5 writes its buffer out whenever a row number goes back.
        ordered = sorted(entries, key=lambda entry: (entry.day, entry.id))
        with _broken(), self._transaction():
            known = self.versions([*(entry.id for entry in ordered), *removed])
            fresh = [entry for entry in ordered if known.get(entry.id) != entry.version]
            gone = [id for id in (*(entry.id for entry in fresh), *removed) if id in known]
            self._forget(gone)
            self._add(fresh)
            self._set("size", self.size() - len(gone) + len(fresh))
            for key, value in (meta or {}).items():
                self._set(key, value)

    def _add(self, entries: Sequence[Entry]) -> None:
        used = int(self.meta("used") or 0)
        rows = [first_row(entry.day) + used + at for at, entry in enumerate(entries, start=1)]
        texts = [runs(normal(entry.text)) for entry in entries]
        facets = [entry.facets for entry in entries]
        self._db.executemany(
            "INSERT INTO entries VALUES (?, ?, ?)",
            [(row, entry.id.binary, entry.version) for row, entry in zip(rows, entries, strict=True)],
        )
        self._db.executemany(
            "INSERT INTO grams (rowid, text, facets) VALUES (?, ?, ?)",
            zip(rows, map(pairs, texts), facets, strict=True),
        )
        self._db.executemany(
            "INSERT INTO letters (rowid, words) VALUES (?, ? || ' ' || ?)",
            zip(rows, map(letters, texts), facets, strict=True),
        )
        self._set("used", used + len(entries))

    def _forget(self, ids: Sequence[ObjectId]) -> None:
        if not ids:
            return
        if _FORGETS:
            for table in ("grams", "letters"):
                self._db.executemany(
                    f"DELETE FROM {table} WHERE rowid = (SELECT row FROM entries WHERE id = ?)",
                    [(id.binary,) for id in ids],
                )
        else:
            self._set("stale", int(self.meta("stale") or 0) + len(ids))
        self._db.executemany("DELETE FROM entries WHERE id = ?", [(id.binary,) for id in ids])

    def _set(self, key: str, value: Any) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, json.dumps(value)))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    # --- reading

    def meta(self, key: str) -> Any:
        """A value that ``write`` set; None when it never did."""
        with _broken():
            found = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return json.loads(found[0]) if found else None

    def size(self) -> int:
        """How many records are indexed."""
        return int(self.meta("size") or 0)

    def worn(self) -> bool:
        """Whether so many entries are stale that the index should be made anew."""
        stale = int(self.meta("stale") or 0)
        return stale > max(_STALE_LEAST, _STALE_SHARE * self.size())

    def versions(self, ids: Sequence[ObjectId]) -> dict[ObjectId, int]:
        """The indexed version of each record that is indexed."""
        found: dict[ObjectId, int] = {}
        rest = iter(ids)
        while some := list(islice(rest, _AT_ONCE)):
            marks = ",".join("?" * len(some))
            with _broken():
                rows = self._db.execute(
                    f"SELECT id, version FROM entries WHERE id IN ({marks})", [id.binary for id in some]
                )
                found.update((ObjectId(id), version) for id, version in rows)
        return found

    def versions_between(self, first: ObjectId | None, last: ObjectId | None) -> dict[ObjectId, int]:
        """The indexed versions of the records after ``first`` up to and with ``last``, by identifier."""
        with _broken():
            rows = self._db.execute(
                "SELECT id, version FROM entries WHERE id > ? AND id <= ?",
                (first.binary if first else b"", last.binary if last else b"\xff" * 13),
            )
            return {ObjectId(id): version for id, version in rows}

    def hits(self, lookup: Lookup, *, limit: int, newest_first: bool = True) -> list[Hit]:
        """The first matching records in order of date."""
        table, order = lookup.table, "DESC" if newest_first else "ASC"
        with _broken(), closing(self._db.cursor()) as cursor:
            cursor.execute(
                f"SELECT row, id FROM {table} CROSS JOIN entries ON entries.row = {table}.rowid"
                f" WHERE {table} MATCH ? AND {table}.rowid > ? AND {table}.rowid < ?"
                f" ORDER BY {table}.rowid {order} LIMIT ?",
                (lookup.expression, lookup.above, lookup.below, limit),
            )
            return [Hit(row, ObjectId(id)) for row, id in cursor]


@contextmanager
def _broken() -> Iterator[None]:
    """A damaged file is a BrokenIndex; a full disk or a lock is not the file's fault and stays what it is."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "no such table" in str(error) or "malformed" in str(error) or "vtable" in str(error):
            raise BrokenIndex(str(error)) from error
        raise
    except sqlite3.DatabaseError as error:
        raise BrokenIndex(str(error)) from error


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    try:
        return sqlite3.connect(
            f"file:{quote(str(path))}?mode={mode}",
            uri=True,
            timeout=30,
            isolation_level=None,
            check_same_thread=False,
        )
    except sqlite3.OperationalError as error:
        raise BrokenIndex(f"{path}: {error}") from error


def discard(path: Path) -> None:
    """Remove an index file and what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
