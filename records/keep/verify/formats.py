"""What an attachment is by its first bytes: a format that archives take, as its name says, without code.

The formats are those that DA/T 70-2018's tests of usability and safety ask about; a list of an office's own
may name others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from records.language import translator

tr = translator("records")

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
_ANY: tuple[bytes, ...] = ()
#: ending -> what such a file begins with; nothing: any text.
FORMATS: Mapping[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    **dict.fromkeys(("ofd", "docx", "xlsx", "pptx", "odt", "ods", "zip"), _ZIP),
    **dict.fromkeys(("doc", "xls", "ppt", "wps", "et", "dps"), (*_OLE, *_ZIP)),
    "rtf": (b"{\\rtf",),
    **dict.fromkeys(("jpg", "jpeg"), (b"\xff\xd8\xff",)),
    "png": (b"\x89PNG\r\n\x1a\n",),
    **dict.fromkeys(("tif", "tiff"), (b"II*\x00", b"MM\x00*")),
    "gif": (b"GIF8",),
    "bmp": (b"BM",),
    **dict.fromkeys(("txt", "csv", "md", "json", "jsonl", "xml", "htm", "html"), _ANY),
    "mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
    "wav": (b"RIFF",),
    "avi": (b"RIFF",),
}
#: Office files that save as text or as a page under the old endings are no fault of the archive.
_PICTURES = tuple(begin for each in ("jpg", "png", "gif", "bmp", "tif") for begin in FORMATS[each])
_OLD_OFFICE = frozenset(("doc", "xls", "wps", "et"))
_LIKE_TEXT = (b"<", b"{\\rtf", b"\xef\xbb\xbf<")
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!")
_MACROS = (b"vbaProject.bin", "VBA".encode("utf-16-le") + b"\x00\x00")
_LOCKED = "EncryptedPackage".encode("utf-16-le")
#: What files of several endings have in common at their beginning is called by these.
_CALLED = ("pdf", "rtf", "jpg", "png", "tif", "gif", "bmp")
#: What is looked for may lie across two pieces.
_OVERLAP = 64
_HEAD = 512
_ENCRYPTED_ENTRY = 0x01


@dataclass(slots=True)
class Looks:
    """What is kept of a file's bytes while they pass: how it begins, and whether certain words are in it."""

    head: bytes = b""
    locked_office: bool = False
    locked_pdf: bool = False
    macros: bool = False
    _last: bytes = b""

    def add(self, data: bytes) -> None:
        if len(self.head) < _HEAD:
            self.head += data[: _HEAD - len(self.head)]
        window = self._last + data
        if self.head.startswith(_OLE[0]):
            self.locked_office = self.locked_office or _LOCKED in window
            self.macros = self.macros or _MACROS[1] in window
        elif self.head.startswith(b"%PDF-"):
            self.locked_pdf = self.locked_pdf or b"/Encrypt" in window
        elif self.head.startswith(_ZIP[0]):
            self.macros = self.macros or _MACROS[0] in window
        self._last = window[-_OVERLAP:]

    @property
    def encrypted(self) -> bool:
        """Whether it asks for a password: an Office file, a PDF, or the first member of a zip."""
        in_zip = self.head.startswith(_ZIP[0]) and len(self.head) > 7 and self.head[6] & _ENCRYPTED_ENTRY
        return self.locked_office or self.locked_pdf or bool(in_zip)


def _known(head: bytes) -> str:
    """What a file is by its first bytes; empty when they tell nothing."""
    if head.startswith(_OLE):
        return "doc, xls, ppt"
    if head.startswith(_ZIP):
        return "docx, xlsx, pptx, zip"
    return next((each for each in _CALLED if head.startswith(FORMATS[each])), "")


def ending_of(name: str) -> str:
    """What a name ends in, in small letters: ``pdf``; nothing for one without an ending."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def problem_of(name: str, ending: str, looks: Looks) -> tuple[str, str, str] | None:
    """The code of what is wrong with a file of an ending, what, and what to do; None when nothing is."""
    if looks.encrypted:
        what = tr("The attachment {name} is encrypted.", name=name)
        return "file_encrypted", what, tr("Attach it without a password: nobody may know it in thirty years.")
    if looks.head.startswith(_PROGRAMS) or looks.macros:
        what = tr("The attachment {name} holds a program or macros.", name=name)
        return "file_active", what, tr("Attach it as PDF or without macros.")
    if not ending and looks.head.startswith(_PICTURES):
        return None  # a single paper's picture, kept under its hash
    if ending not in FORMATS:
        what = tr("The attachment {name} is of a format that archives do not take.", name=name)
        return "file_format", what, tr("Attach it as PDF or OFD, too.")
    begins = FORMATS[ending]
    as_text = ending in _OLD_OFFICE and looks.head.lstrip().startswith(_LIKE_TEXT)
    if begins and not looks.head.startswith(begins) and not as_text:
        if other := _known(looks.head):
            what = tr("The attachment {name} is sound, but its name is wrong: it is {format}.",
                      name=name, format=other)  # fmt: skip
            return "file_misnamed", what, tr("Attach it again under a name that ends so.")
        what = tr("The attachment {name} is not what its name says: it will not open.", name=name)
        return "file_unlike", what, tr("Find the original and attach it again.")
    return None
