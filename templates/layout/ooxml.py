"""WordprocessingML elements, written shortly: ``w("spacing", before=0, after=0)``."""

from __future__ import annotations

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = {
    "w": W,
    "r": R,
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
Element = etree._Element


def qualified(name: str) -> str:
    """``w:p`` or ``p`` (then of w) as lxml writes it."""
    prefix, _, local = name.rpartition(":")
    return f"{{{NAMES[prefix or 'w']}}}{local}"


def w(tag: str, *children: Element | None, **attributes: object) -> Element:
    """An element of WordprocessingML with its attributes; ``None`` children are left out."""
    element = etree.Element(qualified(tag), nsmap={"w": W})
    for name, value in attributes.items():
        element.set(qualified(name), str(value))
    element.extend([child for child in children if child is not None])
    return element


def x(tag: str, *children: Element, **attributes: object) -> Element:
    """An element of another vocabulary (``wp:anchor``), whose attributes carry no prefix."""
    prefix = tag.partition(":")[0]
    element = etree.Element(qualified(tag), nsmap={prefix: NAMES[prefix]})
    for name, value in attributes.items():
        element.set(name, str(value))
    element.extend(children)
    return element


def serialise(element: Element) -> bytes:
    """One XML part as bytes, namespaces declared once at the top."""
    root = etree.Element(element.tag, nsmap=NAMES)
    root.attrib.update(element.attrib)
    root.extend(list(element))
    etree.cleanup_namespaces(root, keep_ns_prefixes=["w", "r"])
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
