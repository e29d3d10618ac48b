"""The appendix of a person's study archive: pictures that are attached to the records of the year."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING

from records.language import Language, translator
from records.record import AttachmentRef, Record
from templates.pictures import MAX_PICTURE, Picture, picture_of, read_attachment
from templates.spec import named

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("templates")
#: how many pictures an archive takes
MAX_PICTURES = 60
_SUFFIXES = (".png", ".jpg", ".jpeg")
#: what a picture may take of the page, in millimetres: one that is higher than wide has a page of its own,
#: two others share one; the first page holds the title, too
_WIDE, _HIGH = (150.0, 90.0), (150.0, 185.0)
#: more points than are printed at 300 to the inch
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A picture of the appendix, with the record it is attached to."""

    number: int = named("序号", "its place in the appendix")
    picture: Picture | None = named("图片", "the picture")
    title: str = named("题名", "kind and title of its record")
    date: str = named("日期", "the record's date")
    no: str = named("编号", "the record's number")


def titled(archive: Archive, record: Record, person: str, lang: Language) -> str:
    """A record's title with what kind of paper it is, without the person whose archive it stands in."""
    label = archive.kinds[record.kind].label.text(lang)
    title = record.title.removeprefix(person).strip() or record.title
    if label in title:
        return title
    return f"{label}：{title}" if lang == "zh" else f"{label}: {title}"


async def pictures_of(
    archive: Archive, records: Iterable[Record], person: str, lang: Language
) -> tuple[tuple[PictureRow, ...], Mapping[str, bytes], list[str]]:
    """The pictures attached to ``records`` in their order, their bytes by checksum, and warnings.

    A picture that is attached twice is printed once. What can't be read, is larger than 20 MB or comes
    after the sixtieth is left out, with a warning.
    """
    rows: list[PictureRow] = []
    media: dict[str, bytes] = {}
    refused: list[str] = []
    wanted = _pictures(records)
    for record, ref in wanted[:MAX_PICTURES]:
        data = await read_attachment(archive, ref) if ref.size <= MAX_PICTURE else b""
        found = await asyncio.to_thread(printable, data, ref.name)
        if found is None:
            refused.append(ref.name)
            continue
        picture, data = found
        media[picture.sha256] = data
        date = record.date.display(lang) if record.date else ""
        title = titled(archive, record, person, lang)
        rows.append(PictureRow(len(rows) + 1, picture, title, date, record.no or ""))
    warnings = []
    if refused:
        names = ("、" if lang == "zh" else ", ").join(refused)
        warnings.append(tr("These attached pictures can't be printed: {names}.", names=names))
    if left := len(wanted[MAX_PICTURES:]):
        warnings.append(
            tr("Only the first {most} attached pictures are printed; {left} are left out.",
               most=MAX_PICTURES, left=left)
        )  # fmt: skip
    return tuple(rows), media, warnings


def _pictures(records: Iterable[Record]) -> list[tuple[Record, AttachmentRef]]:
    found: dict[str, tuple[Record, AttachmentRef]] = {}
    for record in records:
        for ref in record.attachments:
            if ref.name.lower().endswith(_SUFFIXES):
                found.setdefault(ref.sha256, (record, ref))
    return list(found.values())


def printable(data: bytes, name: str) -> tuple[Picture, bytes] | None:
    """A picture upright and no finer than it is printed, and its bytes; None for one that can't be read.

    Cameras note which way is up beside the picture, which word processors do not read.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    original = sha256(data).hexdigest()
    try:
        with Image.open(BytesIO(data)) as image:
            image.load()
            turned = image.getexif().get(0x0112, 1) != 1
            if turned or max(image.size) > _LONGEST:
                upright = ImageOps.exif_transpose(image)
                upright.thumbnail((_LONGEST, _LONGEST))
                written = BytesIO()
                if image.format == "JPEG":
                    upright.save(written, "JPEG", quality=88)
                else:
                    upright.save(written, "PNG")
                data = written.getvalue()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        return None
    picture = picture_of(data, box=_WIDE, name=name)
    if picture is not None and picture.height > 0.8 * picture.width:
        picture = picture_of(data, box=_HIGH, name=name)
    return (replace(picture, drawn=original), data) if picture is not None else None
