"""Pictures that differ from paper to paper: a photo, a seal, an image attached to a record.

A tag prints one like any other value: ``{{ photo }}`` stands in the line; ``{{ seal|pressed(90, 25) }}`` lies
behind the text, its left edge so many millimetres from the margin and its top so many above the paragraph.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from records.record import AttachmentRef, Record

if TYPE_CHECKING:
    from records.archive import Archive

EMU_PER_MM = 36_000
MAX_PICTURE = 20_000_000
#: what file names mark an attachment as, besides the suffix
PHOTO = ("照片", "证件照", "photo")
SEAL = ("公章", "印章", "seal")
_KINDS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a context: the checksum of its bytes, its format, its size on paper in millimetres.

    ``left`` and ``up`` are set for one that floats behind the text. ``drawn`` is the checksum of what a
    picture shows whose bytes this program makes: a chart's figures, a photo that was turned and made
    smaller. Elsewhere, or by another version, they are other bytes.
    """

    sha256: str
    format: str
    width: float
    height: float
    name: str = ""
    left: float | None = None
    up: float = 0.0
    drawn: str = ""

    @property
    def part(self) -> str:
        """The part of the .docx that holds its bytes."""
        return f"word/media/{self.sha256[:32]}.{self.format}"

    @property
    def relationship(self) -> str:
        return f"rIdPicture{self.sha256[:32]}"


def pressed(picture: Picture | None, left: float, up: float = 0.0) -> Picture | None:
    """The picture behind the text instead of in its line: the filter ``pressed`` of templates."""
    return picture and replace(picture, left=float(left), up=float(up))


def picture_of(data: bytes, *, box: tuple[float, float], name: str = "") -> Picture | None:
    """A picture as large as fits ``box`` (width, height in mm); None for what is neither PNG nor JPEG."""
    found = next((kind for magic, kind in _KINDS.items() if data.startswith(magic)), None)
    if found is None or len(data) > MAX_PICTURE:
        return None
    from io import BytesIO

    from docx.image.exceptions import (
        InvalidImageStreamError,
        UnexpectedEndOfFileError,
        UnrecognizedImageError,
    )
    from docx.image.image import Image

    try:
        image = Image.from_file(BytesIO(data))
    except (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError):
        return None
    wide, high = image.px_width, image.px_height
    if not wide or not high:
        return None
    scale = min(box[0] / wide, box[1] / high)
    return Picture(sha256(data).hexdigest(), found, round(wide * scale, 2), round(high * scale, 2), name)


async def attached_picture(
    archive: Archive, record: Record | None, names: tuple[str, ...], *, box: tuple[float, float]
) -> tuple[Picture | None, Mapping[str, bytes]]:
    """The record's latest attachment whose name begins with one of ``names``, and its bytes by checksum."""
    for ref in reversed(record.attachments if record else []):
        if ref.name.lower().startswith(names) and ref.size <= MAX_PICTURE:
            data = await read_attachment(archive, ref)
            picture = picture_of(data, box=box, name=ref.name)
            if picture is not None:
                return picture, {picture.sha256: data}
    return None, {}


async def read_attachment(archive: Archive, ref: AttachmentRef) -> bytes:
    """All bytes of an attachment. Raises DamagedFile."""
    return b"".join([piece async for piece in archive.attachment(ref)])


def drawing(picture: Picture) -> str:
    """The picture as WordprocessingML, to stand between two texts of a run.

    Namespaces are declared on the spot, as a template may not know them.
    """
    wide, high = round(picture.width * EMU_PER_MM), round(picture.height * EMU_PER_MM)
    graphic = (
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:nvPicPr><pic:cNvPr id="0" name="picture"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip xmlns:r="{_R}" r:embed="{picture.relationship}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
    )
    extent = f'<wp:extent cx="{wide}" cy="{high}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
    named = '<wp:docPr id="1" name="picture"/><wp:cNvGraphicFramePr/>'
    if picture.left is None:
        return (
            f'<w:drawing><wp:inline xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0">'
            f"{extent}{named}{graphic}</wp:inline></w:drawing>"
        )
    left, up = round(picture.left * EMU_PER_MM), -round(picture.up * EMU_PER_MM)
    return (
        f'<w:drawing><wp:anchor xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0" simplePos="0" '
        'relativeHeight="2" behindDoc="1" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="margin"><wp:posOffset>{left}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>{up}</wp:posOffset></wp:positionV>'
        f"{extent}<wp:wrapNone/>{named}{graphic}</wp:anchor></w:drawing>"
    )


_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
