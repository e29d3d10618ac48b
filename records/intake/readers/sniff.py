"""What a file is, told by its bytes: the ending of a name is only what somebody called it."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from records.intake.files.reading import Format, QuarantineCode

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_FILE = 256 * 1024 * 1024
#: A sheet of a million rows and twelve columns is 650 MB of XML.
MAX_EXPANDED = 1536 * 1024 * 1024
MAX_RATIO = 200
RATIO_FROM = 48 * 1024 * 1024
MAX_MEMBERS = 20_000

ENDINGS: dict[str, Format] = {
    ".xls": "xls",
    ".et": "xls",
    ".xlt": "xls",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xltx": "xlsx",
    ".xlsb": "xlsx",
    ".ods": "xlsx",
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".json": "json",
    ".jsonl": "json",
    ".ndjson": "json",
    ".htm": "html",
    ".html": "html",
    ".mht": "html",
    ".mhtml": "html",
    ".xml": "xml",
    ".zip": "zip",
    ".docx": "docx",
    ".docm": "docx",
    ".dotx": "docx",
    ".doc": "doc",
    ".wps": "doc",
    ".dot": "doc",
    ".rtf": "rtf",
    ".txt": "txt",
    ".text": "txt",
    ".md": "txt",
    ".markdown": "txt",
    ".pdf": "pdf",
    ".jpg": "picture",
    ".jpeg": "picture",
    ".png": "picture",
    ".tif": "picture",
    ".tiff": "picture",
    ".bmp": "picture",
    ".gif": "picture",
}

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_BIFF = re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08\x10]\x00")
_XML = re.compile(rb"\s*<\?xml\b")
_SPREADSHEETML = b"urn:schemas-microsoft-com:office:spreadsheet"
_HTML = re.compile(
    rb"\s*(?:<!--.{0,400}?-->\s*)?(?:<!doctype\s+html|<html|<table|<meta|<head|<body|<div|<style|mime-version:)",
    re.IGNORECASE | re.DOTALL,
)
# The first of a list, or a line, of named values. A paper that begins so is none.
_OBJECT = re.compile(rb"\s*(?:\[\s*)?\{\s*(?:\"|\})")
_PACKED = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0")


class Unreadable(Exception):
    """Raised inside the child for a file to quarantine: a code, and what was found."""

    def __init__(self, code: QuarantineCode, detail: str = "") -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class Sniffed:
    """What the bytes are; ``warnings`` as in Reading."""

    format: Format
    warnings: tuple[str, ...] = ()


def format_of_name(name: str) -> Format | None:
    """What the ending of a file's name promises."""
    return ENDINGS.get(Path(name).suffix.lower())


def sniff(name: str, data: bytes) -> Sniffed:
    """Tell what ``data`` is. Raises Unreadable for what cannot be read at all."""
    if not data:
        raise Unreadable("empty")
    promised = format_of_name(name)
    found = _by_magic(data) or _text_format(data, promised)
    warnings = [] if promised in (None, found) else ["extension"]
    if found == "txt" and promised == "csv":
        found = "csv"
    return Sniffed(found, tuple(warnings))


def _by_magic(data: bytes) -> Format | None:
    if data.startswith(OLE_MAGIC):
        return _ole_format(data)
    if data.startswith(b"PK\x03\x04"):
        return _zip_format(data)
    if data.startswith(b"PK\x05\x06"):
        raise Unreadable("empty")
    if data.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"{\\rtf"):
        return "rtf"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(_PICTURES):
        return "picture"
    if _BIFF.match(data):
        return "xls"
    if data.startswith(_PACKED):
        raise Unreadable("unsupported", "RAR/7z/gz")
    return None


def _ole_format(data: bytes) -> Format:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            names = {"/".join(entry).lower() for entry in container.listdir()}
    except (OSError, ValueError, IndexError, TypeError) as error:
        raise Unreadable("truncated", str(error)) from error
    if "encryptedpackage" in names:
        raise Unreadable("encrypted")
    if "worddocument" in names:
        return "doc"
    if names & {"workbook", "book"}:
        return "xls"
    raise Unreadable("unsupported", "OLE")


def _zip_format(data: bytes) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Unreadable("truncated", str(error)) from error
    names = {member.filename.lower().replace("\\", "/").lstrip("/") for member in members}
    form = _document_format(data, names)
    if form == "zip":
        # Its members are limited one by one as they are unpacked.
        return form
    if len(names) < len(members):
        # Each program opens another of them: what was read would not be what the office sees.
        raise Unreadable("hostile", "two parts of one name")
    expanded = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or expanded > MAX_EXPANDED:
        raise Unreadable("hostile", f"{expanded // 1048576} MiB")
    if expanded > RATIO_FROM and expanded > MAX_RATIO * len(data):
        raise Unreadable("hostile", f"1:{expanded // len(data)}")
    return form


def _document_format(data: bytes, names: set[str]) -> Format:
    if any(name.startswith("word/document") for name in names):
        return "docx"
    if any(name.startswith("xl/workbook") for name in names) or _is_ods(data, names):
        return "xlsx"
    if "mimetype" in names or "[content_types].xml" in names:
        raise Unreadable("unsupported", "zip")
    return "zip"


def _is_ods(data: bytes, names: set[str]) -> bool:
    if "mimetype" not in names:
        return False
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"spreadsheet" in archive.read("mimetype")[:200]


def _text_format(data: bytes, promised: Format | None) -> Format:
    from records.intake.readers.encoding import detect, looks_utf16

    head = data[:65536]
    bom = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if bom or (looks_utf16(head) and str(detect(head)).startswith("utf-16")):
        # Markup in UTF-16 shows itself once the noughts between its letters are gone.
        return _markup_format(head[2:].replace(b"\0", b"")) or _plain_format(promised)
    if head.count(0) > len(head) // 100:
        raise Unreadable("binary")
    if sum(head.count(bytes([code])) for code in (1, 2, 3, 4, 5, 6, 14, 15, 16)) > len(head) // 100:
        raise Unreadable("binary")
    bare = head.removeprefix(b"\xef\xbb\xbf")
    if promised == "json" or _OBJECT.match(bare):
        return "json"
    return _markup_format(bare) or _plain_format(promised)


def _markup_format(head: bytes) -> Format | None:
    """HTML and the XML that Excel writes; other XML is refused."""
    if _SPREADSHEETML in head[:4096]:
        return "xml"
    if _HTML.match(head) or (_XML.match(head) and b"<html" in head[:4096].lower()):
        return "html"
    if _XML.match(head):
        raise Unreadable("unsupported", "XML")
    return None


def _plain_format(promised: Format | None) -> Format:
    return "csv" if promised in ("csv", "xls", "xlsx") else "txt"
