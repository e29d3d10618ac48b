"""What another library finds in a file, as a bag of pieces to hold against what a reader found.

The pieces of a table are its cells, those of a paper its characters. Each file is looked at
in a process of its own, which may be stopped: these libraries promise nothing about hostile files.
"""

from __future__ import annotations

import io
import re
import resource
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from records.intake.files.reading import Reading

Pieces = Counter[str]
SECONDS = 30.0
_MEMORY = 2 * 1024**3
_CLOCK = re.compile(r"(\d+):(\d\d)(?::(\d\d(?:\.\d+)?))?")
_BLANK = re.compile(r"[\s\u200b\ufeff\x00-\x1f\u25a1]+")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_context = get_context("forkserver")
_context.set_forkserver_preload(["openpyxl", "xlrd", "lxml.etree", "pdfplumber", "tests.tools.corpus"])


def cell_piece(value: Any) -> str:
    """A cell, however it is spelled: numbers, dates and times by their size, words without white space."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        days = (value.replace(tzinfo=None) - datetime(1899, 12, 30)) / timedelta(days=1)
        return _figure(days if days > 61 else days - 1)
    if isinstance(value, date):
        days = (value - date(1899, 12, 30)).days
        # Before 1 March 1900 Excel's own calendar is a day off.
        return _figure(days if days > 61 else days - 1)
    if isinstance(value, time):
        return _figure((value.hour * 60 + value.minute) / 1440)
    if isinstance(value, timedelta):
        return _figure(value / timedelta(days=1))
    text = _BLANK.sub("", str(value))
    if clock := _CLOCK.fullmatch(text):
        return _figure((int(clock[1]) * 60 + int(clock[2])) / 1440)
    try:
        return _figure(float(text))
    except (ValueError, OverflowError):
        return text


def _figure(number: float) -> str:
    # Three digits: seconds of a time, and the calendar of 1904, are not what is looked for.
    return f"{number:.3g}"


def text_pieces(text: str) -> Pieces:
    """The characters of a paper. Numbers that ours writes out, and boxes elsewhere, part no neighbours so."""
    return Counter(_BLANK.sub("", text))


def pieces_of(reading: Reading) -> Pieces:
    """What a reader of ours found."""
    if reading.sheets is not None:
        return Counter(
            piece
            for sheet in reading.sheets
            for row in sheet.rows
            for cell in row.cells
            if (piece := cell_piece(cell.value))
        )
    if reading.text is None:
        return Counter()
    text = reading.text
    return text_pieces("\n".join((text.text, text.header, text.footer)))


def recall(ours: Pieces, theirs: Pieces) -> float:
    """The share of their pieces that ours hold."""
    total = sum(theirs.values())
    return sum((theirs & ours).values()) / total if total else 1.0


def second_opinion(path: Path, form: str) -> Pieces | None:
    """The pieces of a file of the format ``form``; None when nothing at hand opens it in time."""
    if form not in _OPINIONS:
        return None
    receiver, sender = _context.Pipe(duplex=False)
    process = _context.Process(target=_told, args=(path, form, sender), daemon=True)
    process.start()
    sender.close()
    try:
        found = receiver.recv() if receiver.poll(SECONDS) else None
    except EOFError:
        found = None
    process.kill()
    process.join()
    receiver.close()
    return found if isinstance(found, Counter) else None


def _told(path: Path, form: str, sender: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    try:
        sender.send(_OPINIONS[form](path.read_bytes()))
    except Exception:  # noqa: BLE001  no opinion, whatever the library raised over a damaged file
        sender.send(None)


def _xlsx(data: bytes) -> Pieces:
    if b"content.xml" in data[:200] or (zipfile.is_zipfile(io.BytesIO(data)) and _is_ods(data)):
        return _ods(data)
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    rows = (row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))
    # openpyxl leaves the escapes of characters as they are.
    return _bag(_unescaped(cell) if isinstance(cell, str) else cell for row in rows for cell in row)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def _is_ods(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "content.xml" in archive.namelist()


def _ods(data: bytes) -> Pieces:
    """The different texts of the cells: how often a cell is repeated is not counted."""
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("content.xml"))
    table = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
    office = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
    text = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
    values = set()
    for cell in root.iter(f"{table}table-cell"):
        if cell.get(f"{office}value-type") in (None, "string"):
            values.add("".join("".join(map(str, line.itertext())) for line in cell.findall(f"{text}p")))
        elif cell.get(f"{office}value-type") in ("float", "currency", "percentage"):
            values.add(cell.get(f"{office}value", ""))
    return Counter({piece: 1 for value in values if (piece := cell_piece(value))})


def _xls(data: bytes) -> Pieces:
    import xlrd

    book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO())
    return _bag(
        _xlrd_value(cell, book.datemode)
        for sheet in book.sheets()
        for row in sheet.get_rows()
        for cell in row
    )


def _xlrd_value(cell: Any, mode: int) -> Any:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE and mode:
        return xlrd.xldate_as_datetime(cell.value, mode)
    return cell.value


def _bag(values: Iterator[Any]) -> Pieces:
    return Counter(piece for value in values if (piece := cell_piece(value)))


def _spreadsheetml(data: bytes) -> Pieces:
    from lxml import etree

    root = etree.fromstring(data)
    found = root.iter("{urn:schemas-microsoft-com:office:spreadsheet}Data")
    values = [
        (each.get("{urn:schemas-microsoft-com:office:spreadsheet}Type"), "".join(map(str, each.itertext())))
        for each in found
        if not any(str(above.tag).endswith("Comment") for above in each.iterancestors())
    ]
    return _bag(
        {"1": True, "0": False}.get(text, text)
        if kind == "Boolean"
        else datetime.fromisoformat(text)
        if kind == "DateTime"
        else text
        for kind, text in values
    )


def _docx(data: bytes) -> Pieces:
    """Every run of the main part, whatever it stands in, paragraph by paragraph."""
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        part = next(name for name in archive.namelist() if re.fullmatch(r"/?word/document\d*\.xml", name))
        root = etree.fromstring(archive.read(part), etree.XMLParser(huge_tree=True, resolve_entities=False))
    runs = [
        str(run.text or "")
        for run in root.iter("{*}t")
        if "wordprocessingml" in str(run.tag)
        and not any(
            str(above.tag).endswith(("}Fallback", "}moveFrom", "}del")) for above in run.iterancestors()
        )
    ]
    return text_pieces("".join(runs))


def _pdf(data: bytes) -> Pieces:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pages:
        return text_pieces("\n".join(page.extract_text() or "" for page in pages.pages[:20]))


_OPINIONS = {"xlsx": _xlsx, "xls": _xls, "xml": _spreadsheetml, "docx": _docx, "pdf": _pdf}
