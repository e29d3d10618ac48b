"""The file between the child that reads and the parent that uses: JSON lines, rows found again by offset.

A register may have a million rows, and each is gone through more than once: what is short here is so on
purpose.
"""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import IO, Any

from records.intake.files.reading import (
    EMPTY,
    BadRow,
    Cell,
    CellValue,
    CoveredText,
    Paragraph,
    Row,
    Sheet,
    TextDocument,
)
from records.intake.readers.made import Covered, Made, MadeSheet

_BLOCK = 1 << 18
#: Registers repeat their names, units, days and words; longer texts are rarely the same.
_REPEATED = 40
#: Halves of characters, which no record can hold, and characters that only one office's fonts show.
_ODD = re.compile("[\ud800-\udfff\ue000-\uf8ff]")
_LONE = re.compile("[\ud800-\udfff]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_AS_IT_IS = frozenset((str, int, float, bool, type(None)))


def write(made: Made, target: IO[bytes]) -> dict[str, Any]:
    """Write everything out and answer what the parent needs to find it again."""
    answer: dict[str, Any] = {"reader": made.reader, "encoding": made.encoding}
    if made.text is not None:
        if _PRIVATE.search(made.text.text):
            made.warnings.append("private_use")
        content = json.dumps(_packed_text(made.text), ensure_ascii=True).encode()
        answer["text"] = [target.tell(), len(content)]
        target.write(content)
    if made.sheets is not None:
        answer["sheets"] = [_write_sheet(sheet, target, made.warnings) for sheet in made.sheets]
    target.flush()
    answer["warnings"] = list(dict.fromkeys(made.warnings))
    return answer


def _write_sheet(sheet: MadeSheet, target: IO[bytes], warnings: list[str]) -> dict[str, Any]:
    start, count = target.tell(), 0
    private = False
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for number, cells in sheet.rows:
        packed = [cell if cell.__class__ in _AS_IT_IS else _packed(cell) for cell in cells]
        line = encode([number, packed])
        if odd := _ODD.search(line):
            if _LONE.search(line):
                shown = line[:80].encode("ascii", "backslashreplace").decode()
                kept = tuple("" if cell is None else _whole(str(cell)) for cell in packed)
                sheet.bad_rows.append(BadRow(number, number, "surrogate", shown, kept))
                continue
            private = private or odd[0] >= "\ue000"
        target.write(line.encode() + b"\n")
        count += 1
    if private:
        warnings.append("private_use")
    return {
        "name": sheet.name,
        "hidden": sheet.hidden,
        "date_1904": sheet.date_1904,
        "start": start,
        "end": target.tell(),
        "count": count,
        "bad": [asdict(bad) for bad in sheet.bad_rows],
    }


def _whole(text: str) -> str:
    """A text with halves of characters spelled out."""
    return text.encode("utf-8", "backslashreplace").decode()


def _packed(value: CellValue | Covered) -> Any:
    if isinstance(value, Covered):
        return {"m": _packed(value.value)}
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, Decimal):
        return {"n": str(value)}
    return value


def _unpacked(value: Any) -> Cell:
    if value.__class__ is str:
        return _repeated(value) if len(value) <= _REPEATED else Cell(value, value)
    if value is None:
        return EMPTY
    if isinstance(value, dict):
        if "m" in value:
            cell = _unpacked(value["m"])
            return Cell(cell.value, cell.text, True)
        if "t" in value:
            moment = datetime.fromisoformat(value["t"])
            return Cell(moment, moment.isoformat(" "))
        if "d" in value:
            return Cell(date.fromisoformat(value["d"]), value["d"])
        return Cell(Decimal(value["n"]), value["n"])
    if isinstance(value, bool):
        return Cell(value, "TRUE" if value else "FALSE")
    return Cell(value, repr(value))


@lru_cache(maxsize=16384)
def _repeated(text: str) -> Cell:
    return Cell(text, text)


def _packed_cell(text: str) -> str | list[Any]:
    return [text.shows, text.below] if isinstance(text, CoveredText) else text


def _unpacked_cell(packed: Any) -> str:
    return str(packed) if isinstance(packed, str) else CoveredText(packed[0], packed[1])


def _packed_text(document: TextDocument) -> dict[str, Any]:
    return {
        "paragraphs": [[paragraph.text, paragraph.style] for paragraph in document.paragraphs],
        "tables": [[list(map(_packed_cell, row)) for row in table] for table in document.tables],
        "table_at": document.table_at,
        "header": document.header,
        "footer": document.footer,
        "notes": document.notes,
        "author": document.author,
        "created": document.created.isoformat() if document.created else None,
        "modified": document.modified.isoformat() if document.modified else None,
    }


class SpooledRows:
    """The rows of one sheet, read from the spool each time they are gone through; ``len`` counts them."""

    def __init__(self, spool: IO[bytes], start: int, end: int, count: int) -> None:
        self._spool, self._start, self._end, self._count = spool, start, end, count

    def __len__(self) -> int:
        return self._count

    def __reduce__(self) -> tuple[Any, ...]:
        """For a process that inherits the ``descriptor``, or gets what is held in memory."""
        known = self.descriptor
        spool = self._spool if known is None else known
        return _reopened, (spool, self._start, self._end, self._count)

    @property
    def descriptor(self) -> int | None:
        """The spool's file descriptor; None when it is held in memory."""
        return None if isinstance(self._spool, io.BytesIO) else self._spool.fileno()

    def __iter__(self) -> Iterator[Row]:
        position, rest = self._start, b""
        while position < self._end:
            block = _read_at(self._spool, min(_BLOCK, self._end - position), position)
            position += len(block)
            *lines, rest = (rest + block).split(b"\n")
            text = b",".join(lines).decode()
            for number, cells in json.loads(f"[{text}]"):
                # Most cells are short words: met here, since a call for each would cost as much again.
                yield Row(
                    number,
                    tuple(
                        [
                            _repeated(value)
                            if value.__class__ is str and len(value) <= _REPEATED
                            else _unpacked(value)
                            for value in cells
                        ]
                    ),
                )


def _reopened(spool: IO[bytes] | int, start: int, end: int, count: int) -> SpooledRows:
    opened = os.fdopen(os.dup(spool), "rb") if isinstance(spool, int) else spool
    return SpooledRows(opened, start, end, count)


def _read_at(spool: IO[bytes], size: int, position: int) -> bytes:
    if isinstance(spool, io.BytesIO):
        # Two may go through it at once, each in a thread of its own.
        with spool.getbuffer() as held:
            return bytes(held[position : position + size])
    if hasattr(os, "pread"):
        return os.pread(spool.fileno(), size, position)
    spool.seek(position)
    return spool.read(size)


def sheets_of(answer: dict[str, Any], spool: IO[bytes]) -> tuple[Sheet, ...] | None:
    """The sheets that a child's answer describes."""
    if "sheets" not in answer:
        return None
    return tuple(
        Sheet(
            entry["name"],
            entry["hidden"],
            SpooledRows(spool, entry["start"], entry["end"], entry["count"]),
            tuple(BadRow(**{**bad, "cells": tuple(bad["cells"])}) for bad in entry["bad"]),
            entry["date_1904"],
        )
        for entry in answer["sheets"]
    )


def text_of(answer: dict[str, Any], spool: IO[bytes]) -> TextDocument | None:
    """The paper that a child's answer describes."""
    if "text" not in answer:
        return None
    start, size = answer["text"]
    packed = json.loads(_read_at(spool, size, start))
    return TextDocument(
        tuple(Paragraph(text, style) for text, style in packed["paragraphs"]),
        tuple(tuple(tuple(map(_unpacked_cell, row)) for row in table) for table in packed["tables"]),
        tuple(packed["table_at"]),
        packed["header"],
        packed["footer"],
        packed["notes"],
        packed["author"],
        datetime.fromisoformat(packed["created"]) if packed["created"] else None,
        datetime.fromisoformat(packed["modified"]) if packed["modified"] else None,
    )
