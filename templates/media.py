"""Pictures as parts of a .docx: their content types, and how the document refers to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from templates.pictures import Picture

RELATIONSHIPS = "word/_rels/document.xml.rels"
_CONTENT_TYPES = "[Content_Types].xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_EMPTY = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<Relationships xmlns="{_PACKAGE}"></Relationships>'
).encode()


def accept_pictures(name: str, content: bytes) -> bytes:
    """A part as it has to be in a file with pictures: the list of content types names their formats."""
    if name != _CONTENT_TYPES:
        return content
    from lxml import etree

    root = etree.fromstring(content)
    space = root.tag.rpartition("}")[0] + "}"
    known = {str(each.get("Extension")).lower() for each in root.iter(space + "Default")}
    for extension in ("png", "jpeg"):
        if extension not in known:
            root.insert(
                0, etree.Element(space + "Default", Extension=extension, ContentType=f"image/{extension}")
            )
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def related(content: bytes | None, pictures: Iterable[Picture]) -> bytes:
    """The document's relationships with one more for each picture."""
    from lxml import etree

    root = etree.fromstring(content or _EMPTY)
    for picture in pictures:
        target = picture.part.removeprefix("word/")
        etree.SubElement(
            root,
            f"{{{_PACKAGE}}}Relationship",
            Id=picture.relationship,
            Type=_IMAGE,
            Target=target,
        )
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
