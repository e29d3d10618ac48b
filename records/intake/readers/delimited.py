"""CSV and its relatives: any separator, any Chinese encoding, quotes that never close."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator

from records.intake.files.reading import BadRow
from records.intake.readers.encoding import Decoded, decode
from records.intake.readers.made import Made, MadeSheet, RawRow

SEPARATORS = (",", "\t", ";", "|", "，")
# A quoted cell may hold line breaks, but not the rest of the file.
MAX_LINES_OF_A_RECORD = 200
_SAMPLE = 300
#: As many cells in each row hardly come of the marks in a text.
_SURELY = 6


def read_delimited(data: bytes) -> Made:
    """Read separated values. Every record keeps its number; refused ones are listed with their line."""
    csv.field_size_limit(1 << 28)
    decoded = decode(data)
    bad: list[BadRow] = []
    rows = _rows(decoded, separator_of([line for line in decoded.lines[:_SAMPLE] if line]), bad)
    sheet = MadeSheet("", rows, bad_rows=bad)
    return Made("csv", decoded.encoding, list(decoded.warnings), sheets=[sheet])


def separator_of(lines: list[str]) -> str:
    """The separator under which most lines have the same number of cells, and more than one."""
    best, best_score = ",", 0.0
    for separator in SEPARATORS:
        rows = [len(row) for row in csv.reader(lines, delimiter=separator) if row]
        # A long text in quotes has more lines than the sample has rows. The last row may be cut off.
        whole = rows[:-1] if len(rows) > 2 else rows
        if len(whole) > 1 and whole[0] >= _SURELY and len(set(whole)) == 1:
            return separator
        widths = Counter(rows)
        wide = {width: count for width, count in widths.items() if width > 1}
        if not wide:
            continue
        width, count = max(wide.items(), key=lambda item: (item[1], item[0]))
        score = count / sum(widths.values()) + min(width, 20) / 1000
        if score > best_score:
            best, best_score = separator, score
    return best


def _rows(decoded: Decoded, separator: str, bad: list[BadRow]) -> Iterator[RawRow]:
    reasons = {line: f"offset {offset}: {found}" for line, offset, found in decoded.bad}
    lines = decoded.lines
    number, position = 0, 0
    while position < len(lines):
        number += 1
        line = lines[position]
        if line is None:
            bad.append(
                BadRow(
                    number,
                    position + 1,
                    "encoding",
                    reasons[position + 1],
                    _cells_of(decoded, position + 1, separator),
                )
            )
            position += 1
        elif '"' not in line:
            position += 1
            cells = line.split(separator)
            if any(cell.strip() for cell in cells):
                yield number, list(cells)
        else:
            taken, quoted = _quoted(lines, position, separator)
            if quoted is None:
                bad.append(
                    BadRow(
                        number, position + 1, "quote_never_closed", line[:80], tuple(line.split(separator))
                    )
                )
            elif any(quoted):
                yield number, list(quoted)
            position += taken


def _cells_of(decoded: Decoded, line: int, separator: str) -> tuple[str, ...]:
    return tuple(decoded.unread.get(line, "").split(separator))


def _quoted(lines: list[str | None], start: int, separator: str) -> tuple[int, list[str] | None]:
    """The record that begins at ``start``: how many lines it takes, and its cells (None: never closed)."""
    parts: list[str] = []
    for line in lines[start : start + MAX_LINES_OF_A_RECORD]:
        if line is None:
            break
        parts.append(line + "\n")
        if len(parts) > 1 and line.count('"') % 2 == 0:
            continue
        try:
            return len(parts), next(csv.reader(parts, delimiter=separator, strict=True))
        except csv.Error as error:
            if "unexpected end" not in str(error):
                return len(parts), _leniently(parts, separator)
    return 1, None


def _leniently(parts: list[str], separator: str) -> list[str] | None:
    """A record whose quotes stand in the wrong places, as most programs would read it."""
    try:
        return next(csv.reader(parts, delimiter=separator))
    except csv.Error:
        return None
