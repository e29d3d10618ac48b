"""What calamine leaves out of an .ods: which cells are merged (OpenDocument 1.2 part 1, 9.1)."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from typing import IO

#: A merged range: (first row, first column), (last row, last column), from 0.
Range = tuple[tuple[int, int], tuple[int, int]]
_TAG = re.compile(rb"<table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])([^>]*)>")
_NAME = re.compile(rb"table:name=(?:\"([^\"]*)\"|'([^']*)')")
_CHUNK = 1 << 20


def merged_ranges(archive: zipfile.ZipFile) -> dict[str, list[Range]]:
    """The merged ranges of each table by its name, in the order of their rows."""
    found: dict[str, list[Range]] = {}
    name, row, following, column = "", 0, 0, 0
    with archive.open("content.xml") as source:
        for tag, attributes in _tags(source):
            if tag == b"table":
                told = _NAME.search(attributes)
                name = html.unescape((told[1] or told[2] or b"").decode("utf-8", "replace")) if told else ""
                row, following = 0, 0
            elif tag == b"table-row":
                row, following, column = following, following + _count(b"rows-repeated", attributes), 0
            else:
                wide = _count(b"columns-spanned", attributes)
                high = _count(b"rows-spanned", attributes)
                if wide > 1 or high > 1:
                    last = (row + high - 1, column + wide - 1)
                    found.setdefault(name, []).append(((row, column), last))
                column += _count(b"columns-repeated", attributes)
    return found


def _tags(source: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """The tags that say where a cell stands, in order; a tag is never cut in two."""
    rest = b""
    while block := source.read(_CHUNK):
        text = rest + block
        whole = text.rfind(b">") + 1
        for match in _TAG.finditer(text, 0, whole):
            yield match[1], match[2]
        rest = text[whole:]


def _count(what: bytes, attributes: bytes) -> int:
    told = re.search(rb"table:number-" + what + rb"=[\"'](\d{1,9})[\"']", attributes)
    return max(int(told[1]), 1) if told else 1
