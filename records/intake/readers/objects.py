"""JSON and JSON lines: a list of objects is a table, its keys the headings, one object a row."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from records.intake.files.reading import BadRow, CellValue
from records.intake.readers.encoding import decode
from records.intake.readers.made import Covered, Made, MadeSheet, RawRow
from records.intake.readers.sniff import Unreadable

MAX_LINE = 4 * 1024 * 1024
_SHOWN = 80
#: How much of a refused line is kept with the reason.
_KEPT = 100_000
#: Where the headings stand: before the first line, which is a row already.
_HEADINGS = 0


class BadObject(ValueError):
    """A line that is no row: a code, and what was found."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


def read_objects(data: bytes) -> Made:
    """Read JSON or JSON lines. In JSON lines a bad line costs itself only. Raises Unreadable."""
    decoded = decode(data)
    made = Made("json", decoded.encoding, list(decoded.warnings))
    if not decoded.bad:
        text = "\n".join(line for line in decoded.lines if line is not None).lstrip("\ufeff")
        found = _document(text)
        if found is not None:
            made.sheets = [_sheet(name, rows) for name, rows in found]
            return made
    bad = {line: f"offset {offset}: {found}" for line, offset, found in decoded.bad}
    lines = [None if line is None else line.lstrip("\ufeff") for line in decoded.lines]
    if not _looks_like_lines(lines):
        raise Unreadable("unreadable", "JSON")
    made.sheets = [_lines(lines, bad, decoded.unread)]
    return made


def _looks_like_lines(lines: list[str | None]) -> bool:
    """Whether most lines are an object each: not a document that broke off."""
    filled = [line.strip() for line in lines if line and line.strip()]
    whole = sum(line.startswith("{") and line.endswith("}") for line in filled)
    return 0 < len(filled) <= 2 * whole


def _document(text: str) -> list[tuple[str, list[Any]]] | None:
    """The tables of a JSON document: the list that it is, or the lists in it by their names.

    None when it is no single document, or one line of JSON lines.
    """
    try:
        whole = json.loads(text, object_pairs_hook=_marked, parse_constant=_Fault, parse_float=Decimal)
    except RecursionError:
        return None
    except ValueError as error:
        if text.lstrip().startswith("["):
            raise Unreadable("unreadable", f"JSON: {error}") from error
        return None
    if isinstance(whole, list):
        return [("", whole)]
    if not isinstance(whole, dict):
        return None
    lists = {name: value for name, value in whole.items() if _is_table(value)}
    return list(lists.items()) or [("", [whole])]


class _Fault(str):
    """What stands in a document where a number should (NaN)."""


class _Repeated(dict[str, Any]):
    """An object that says a key twice: nobody knows which value is meant."""

    key = ""


def _marked(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    repeated = _Repeated(made)
    repeated.key = _first_repeated(pairs)
    return repeated


def _first_repeated(pairs: list[tuple[str, Any]]) -> str:
    names = [name for name, _ in pairs]
    return next(name for name in names if names.count(name) > 1)


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, dict) for each in value)


def _sheet(name: str, found: list[Any]) -> MadeSheet:
    bad: list[BadRow] = []
    good: list[tuple[int, dict[str, Any]]] = []
    for number, value in enumerate(found, 1):
        fault = next((each for each in _values(value) if isinstance(each, _Repeated | _Fault)), None)
        if isinstance(fault, _Repeated):
            bad.append(BadRow(number, number, "duplicate_key", fault.key, (_shown(value, None),)))
        elif fault is not None:
            bad.append(BadRow(number, number, "not_a_number", fault, (_shown(value, None),)))
        elif isinstance(value, dict):
            good.append((number, value))
        else:
            bad.append(BadRow(number, number, "not_an_object", _shown(value), (_shown(value, None),)))
    keys = list(dict.fromkeys(key for _, row in good for key in row))
    return MadeSheet(name, _rows(iter(good), keys), bad_rows=bad)


def _values(value: Any) -> Iterator[Any]:
    """The value and everything in it."""
    yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        yield from _values(each)


def _rows(rows: Iterator[tuple[int, dict[str, Any]]], keys: list[str]) -> Iterator[RawRow]:
    if keys:
        yield _HEADINGS, list(keys)
    for number, row in rows:
        cells: list[CellValue | Covered] = [_cell(row.get(key)) for key in keys]
        if any(cell not in (None, "") for cell in cells):
            yield number, cells


def _lines(lines: list[str | None], undecoded: dict[int, str], unread: Mapping[int, str]) -> MadeSheet:
    """Two passes: the keys of all lines are the headings, and the rows are not held in memory."""
    bad: list[BadRow] = []
    keys: dict[str, None] = {}
    good: list[int] = []
    for number, line in enumerate(lines, 1):
        if line is None:
            bad.append(BadRow(number, number, "encoding", undecoded[number], (unread.get(number, ""),)))
            continue
        if not line.strip():
            continue
        try:
            keys |= dict.fromkeys(_row_of(line))
        except BadObject as fault:
            bad.append(BadRow(number, number, fault.reason, fault.detail, (line[:_KEPT],)))
        else:
            good.append(number)
    rows = ((number, _row_of(lines[number - 1] or "")) for number in good)
    return MadeSheet("", _rows(rows, list(keys)), bad_rows=bad)


def _row_of(line: str) -> dict[str, Any]:
    if len(line) > MAX_LINE:
        raise BadObject("line_too_long", f"{len(line)}: {line[:_SHOWN]}")
    value = _parsed(line)
    if not isinstance(value, dict):
        raise BadObject("not_an_object", line[:_SHOWN])
    return value


def _parsed(text: str) -> Any:
    """The value of a JSON text. Raises BadObject."""
    try:
        return json.loads(
            text, object_pairs_hook=_without_repeats, parse_constant=_no_number, parse_float=Decimal
        )
    except BadObject:
        raise
    except RecursionError:
        raise BadObject("bad_json", "nesting") from None
    except ValueError as error:
        raise BadObject("bad_json", f"{error}: {text[:_SHOWN]}") from error


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise BadObject("duplicate_key", _first_repeated(pairs))
    return made


def _no_number(text: str) -> Any:
    raise BadObject("not_a_number", text)


def _cell(value: Any) -> CellValue:
    if isinstance(value, dict | list):
        return _shown(value, None)
    if isinstance(value, str | bool | int | Decimal) or value is None:
        return value
    return str(value)


def _shown(value: Any, longest: int | None = _SHOWN) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)[:longest]
