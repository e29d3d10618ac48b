"""The XML parts inside a .docx, read without believing them: no DTD, no entities, no network, no bombs."""

from __future__ import annotations

import io
import zipfile
import zlib
from datetime import datetime

from lxml import etree

from records.intake.readers.sniff import Unreadable

_DC = "{http://purl.org/dc/elements/1.1/}"
_DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))
_TERMS = "{http://purl.org/dc/terms/}"


class Package:
    """The zip of a document. Raises Unreadable from every method."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except zipfile.BadZipFile as error:
            raise Unreadable("truncated", str(error)) from error
        self._names = {name.replace("\\", "/").lstrip("/").lower(): name for name in self._zip.namelist()}

    def names(self, prefix: str) -> list[str]:
        """The parts whose name begins with ``prefix``, in order."""
        return sorted(name for name in self._names if name.startswith(prefix) and name.endswith(".xml"))

    def part(self, name: str) -> etree._Element | None:
        """The root of an XML part, or None when there is no such part."""
        content = self.content(name)
        return None if content is None else parsed(content, name)

    def content(self, name: str) -> bytes | None:
        """The bytes of a part, or None when there is no such part."""
        stored = self._names.get(name.lower())
        if stored is None:
            return None
        try:
            return self._zip.read(stored)
        except (
            zipfile.BadZipFile,
            RuntimeError,
            NotImplementedError,
            OSError,
            EOFError,
            zlib.error,
        ) as error:
            code = "encrypted" if "password" in str(error) else "truncated"
            raise Unreadable(
                "encrypted" if code == "encrypted" else "truncated", f"{name}: {error}"
            ) from error

    def properties(self) -> tuple[str | None, datetime | None, datetime | None]:
        """Author, time made, time changed, as the file's properties say."""
        root = self.part("docprops/core.xml")
        if root is None:
            return None, None, None
        author = (root.findtext(f"{_DC}creator") or "").strip() or None
        return author, _moment(root.findtext(f"{_TERMS}created")), _moment(root.findtext(f"{_TERMS}modified"))


def parsed(content: bytes, name: str) -> etree._Element:
    """The root of an XML text from an unknown hand. Raises Unreadable, for any DTD too."""
    # Before parsing: entities inside attributes are replaced whatever the parser is told.
    refuse_dtd(content, name)
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable("unreadable", f"{name}: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("hostile", f"{name}: DTD")
    return root


def refuse_dtd(content: bytes, name: str) -> None:
    """Raises Unreadable when an XML text declares a document type."""
    if any(mark in content for mark in _DOCTYPES):
        raise Unreadable("hostile", f"{name}: DTD")


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat((text or "").strip()).replace(tzinfo=None)
    except ValueError:
        return None
