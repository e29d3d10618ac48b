"""The text of a .pdf by pdfium; one without text (a scan) is kept and asked about like a picture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from records.intake.files.reading import Paragraph, TextDocument
from records.intake.readers.made import Made
from records.intake.readers.sniff import Unreadable

MAX_PAGES = 2000
_FAR = 1e6
# pdfium puts a space where characters stand apart: between Chinese characters, and before and behind figures.
_APART = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef\d])[ \u00a0]+(?=[\u3000-\u9fff\uff00-\uffef])|"
                    r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \u00a0]+(?=\d)")  # fmt: skip
_ENDS = ("。", "！", "？", "：", "；", ".", "!", "?", ":", ";", "”", "》", "）")
_BEGINS = re.compile(r"\s|[（(]?[一二三四五六七八九十\d]+[、.．）)]|第[一二三四五六七八九十]+[章节条]")
_MOMENT = re.compile(r"(?:D:)?(\d{14})")


def read_pdf(data: bytes) -> Made:
    """Read a .pdf. Raises Unreadable."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = "encrypted" if "password" in str(error).lower() else "unreadable"
        raise Unreadable("encrypted" if code == "encrypted" else "unreadable", str(error)) from error
    try:
        if len(document) > MAX_PAGES:
            raise Unreadable("too_big", f"{len(document)} > {MAX_PAGES}")
        if document.get_formtype():
            # What was filled in is no text of the page, until it is flattened into it.
            document.init_forms()
        paragraphs = [
            paragraph for number in range(len(document)) for paragraph in _paragraphs(_text(document, number))
        ]
        told = document.get_metadata_dict()
    except pypdfium2.PdfiumError as error:
        raise Unreadable("unreadable", str(error)) from error
    finally:
        document.close()
    if not paragraphs:
        return Made("pdf")
    text = TextDocument(
        tuple(Paragraph(each) for each in paragraphs),
        author=str(told.get("Author", "")).strip() or None,
        created=_moment(told.get("CreationDate", "")),
        modified=_moment(told.get("ModDate", "")),
    )
    return Made("pdf", text=text)


def _text(document: Any, number: int) -> str:
    page = document[number]
    if page.formenv is not None:
        # Seen only once the page is opened again.
        page.flatten()
        page.close()
        page = document[number]
    words = page.get_textpage()
    try:
        # Not the page's own bounds: what lies beyond its edge would be left out.
        return str(words.get_text_bounded(-_FAR, -_FAR, _FAR, _FAR))
    finally:
        words.close()
        page.close()


def _paragraphs(page: str) -> Iterator[str]:
    """A page has lines only. One that is as wide as the widest and ends no sentence goes on in the next."""
    lines = [_APART.sub("", line.rstrip()) for line in re.split(r"[\r\n\x0c]+", page.replace("\x00", ""))]
    # A hyphen that pdfium could not place, and characters without a code.
    lines = [re.sub("[\ufffe\uffff\ufffd]", "", line) for line in lines]
    widest = max((len(line) for line in lines), default=0)
    held = ""
    for line in lines:
        if not line.strip():
            continue
        if held and _BEGINS.match(line):
            yield held
            held = ""
        held += line.strip() if held else line
        if len(line) * 8 < widest * 7 or held.endswith(_ENDS):
            yield held.strip()
            held = ""
    if held:
        yield held.strip()


def _moment(text: str) -> datetime | None:
    found = _MOMENT.match(text)
    try:
        return datetime.strptime(found[1], "%Y%m%d%H%M%S") if found else None
    except ValueError:
        return None
