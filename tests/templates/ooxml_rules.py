"""What Word asks of a .docx before it opens it without repair, as far as our files go.

Elements, their order and their values are those of ECMA-376 part 1 (wml.xsd: CT_PPr, CT_RPr, CT_Tbl, CT_Style
and so on), parts and their types those of part 2. An element that no rule names is a fault too: a new one is
added here with its place.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping

from lxml import etree

from templates.layout.ooxml import Element, W

RUNS = "r hyperlink fldSimple bookmarkStart bookmarkEnd"
BLOCKS = "p tbl bookmarkStart bookmarkEnd"
#: holder -> groups of children; groups come in this order, the children of one in any
ORDER: Mapping[str, str] = {
    "document": "background|body",
    "body": f"{BLOCKS}|sectPr",
    "ftr": BLOCKS,
    "hdr": BLOCKS,
    "txbxContent": BLOCKS,
    "p": f"pPr|{RUNS}",
    "r": "rPr|t tab br fldChar instrText drawing pict AlternateContent",
    "tbl": "tblPr|tblGrid|tr",
    "tblGrid": "gridCol",
    "tr": "tblPrEx|trPr|tc",
    "trPr": "cantSplit trHeight tblHeader jc",
    "tc": f"tcPr|{BLOCKS}",
    "pPr": "pStyle|keepNext|keepLines|pageBreakBefore|framePr|widowControl|numPr|suppressLineNumbers|pBdr|"
    "shd|tabs|suppressAutoHyphens|snapToGrid|spacing|ind|contextualSpacing|jc|textAlignment|outlineLvl|rPr|sectPr",
    "rPr": "rStyle|rFonts|b|bCs|i|iCs|strike|color|spacing|w|kern|position|sz|szCs|highlight|u|shd|"
    "vertAlign|lang",
    "tcPr": "tcW|gridSpan|hMerge|vMerge|tcBorders|shd|noWrap|tcMar|textDirection|tcFitText|vAlign|hideMark",
    "tblPr": "tblStyle|tblpPr|tblOverlap|bidiVisual|tblW|jc|tblCellSpacing|tblInd|tblBorders|shd|tblLayout|"
    "tblCellMar",
    "tblBorders": "top|left|bottom|right|insideH|insideV",
    "tcBorders": "top|left|bottom|right|insideH|insideV",
    "pgBorders": "top|left|bottom|right",
    "tblCellMar": "top|left|bottom|right",
    "pBdr": "top|left|bottom|right",
    "tabs": "tab",
    "sectPr": "headerReference footerReference|type|pgSz|pgMar|pgBorders|lnNumType|pgNumType|cols|vAlign|"
    "titlePg|docGrid",
    "styles": "docDefaults|latentStyles|style",
    "docDefaults": "rPrDefault|pPrDefault",
    "style": "name|aliases|basedOn|next|link|autoRedefine|hidden|uiPriority|semiHidden|unhideWhenUsed|"
    "qFormat|locked|pPr|rPr|tblPr|trPr|tcPr",
    "settings": "zoom|mirrorMargins|attachedTemplate|defaultTabStop|evenAndOddHeaders|"
    "characterSpacingControl|updateFields|compat|themeFontLang|decimalSymbol|listSeparator",
    "compat": "compatSetting",
}
VALUES: Mapping[tuple[str, str], str] = {
    ("jc", "val"): "left center right both distribute",
    ("vMerge", "val"): "restart continue",
    ("vAlign", "val"): "top center bottom",
    ("tab", "val"): "left center right",
    ("trHeight", "hRule"): "auto exact atLeast",
    ("spacing", "lineRule"): "auto exact atLeast",
    ("tblLayout", "type"): "fixed autofit",
    ("docGrid", "type"): "lines linesAndChars snapToChars default",
    ("fldChar", "fldCharType"): "begin separate end",
    ("footerReference", "type"): "default even first",
}
#: attributes that hold a whole number wherever they are
NUMBERS = (
    *("w", "h", "line", "before", "after", "left", "right", "top", "bottom", "header", "footer", "gutter"),
    *("firstLine", "hanging", "firstLineChars", "pos", "linePitch", "space", "sz"),
)


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def faults(parts: Mapping[str, bytes]) -> list[str]:
    """Everything that is wrong with the parts of a .docx; empty for one that Word opens as it is."""
    trees = {name: etree.fromstring(data) for name, data in parts.items() if name.endswith((".xml", ".rels"))}
    written = {name: tree for name, tree in trees.items() if re.fullmatch(r"word/[^/]+\.xml", name)}
    found = [f"{name}: {fault}" for name, tree in written.items() for fault in _structure(tree)]
    return [*found, *_styles(written), *_package(trees, parts)]


def _structure(tree: Element) -> Iterator[str]:
    for element in tree.iter(etree.Element):
        if not element.tag.startswith(w("")):
            continue
        name = etree.QName(element).localname
        yield from _children(element, name)
        for key, value in element.attrib.items():
            key, value = str(key), str(value)
            attribute = etree.QName(key).localname
            allowed = VALUES.get((name, attribute))
            if allowed and value not in allowed.split():
                yield f"{name} {attribute}={value!r}"
            if key == w(attribute) and attribute in NUMBERS and not re.fullmatch(r"-?\d+", value):
                yield f"{name} {attribute}={value!r} is no number"
        if name == "tc" and (not len(element) or element[-1].tag != w("p")):
            yield "a cell does not end with a paragraph"
        if name == "tbl" and element.find(w("tr")) is None:
            yield "a table without rows"
    ids = [each.get("id") for each in tree.iter("{*}docPr")]
    ids += [f"bookmark {each.get(w('id'))}" for each in tree.iter(w("bookmarkStart"))]
    yield from (f"the id {each} is used twice" for each, count in Counter(ids).items() if count > 1)


def _children(element: Element, name: str) -> Iterator[str]:
    if name not in ORDER:
        return
    groups = [group.split() for group in ORDER[name].split("|")]
    before, seen = 0, set()
    for child in element.iterchildren(etree.Element):
        own = etree.QName(child).localname
        place = next((at for at, group in enumerate(groups) if own in group), None)
        if place is None:
            yield f"{name} holds {own}"
            continue
        if place < before:
            yield f"{own} comes too late in {name}"
        single = len(groups[place]) == 1 and own not in (
            "tr",
            "tc",
            "style",
            "tab",
            "gridCol",
            "compatSetting",
        )
        if single and own in seen:
            yield f"{own} stands twice in {name}"
        before = max(before, place)
        seen.add(own)


def _styles(written: Mapping[str, Element]) -> Iterator[str]:
    defined = [each.get(w("styleId")) for each in written["word/styles.xml"].iter(w("style"))]
    yield from (f"the style {each} is there twice" for each, count in Counter(defined).items() if count > 1)
    for name, tree in written.items():
        for kind in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link"):
            for each in tree.iter(w(kind)):
                if each.get(w("val")) not in defined:
                    yield f"{name}: there is no style {each.get(w('val'))}"


def _package(trees: Mapping[str, Element], parts: Mapping[str, bytes]) -> Iterator[str]:
    types = trees["[Content_Types].xml"]
    known = {str(each.get("Extension")).lower() for each in types.iter("{*}Default")}
    named = {str(each.get("PartName")).lstrip("/") for each in types.iter("{*}Override")}
    yield from (f"[Content_Types].xml names {each}, which is not there" for each in named - parts.keys())
    for name in parts:
        if name != "[Content_Types].xml" and name not in named:
            suffix = name.rpartition(".")[2].lower()
            if suffix not in known or suffix == "xml":
                yield f"{name} has no content type"
    for name, tree in trees.items():
        if not name.endswith(".rels"):
            continue
        folder, _, owner = name.rpartition("_rels/")
        related = [each.get("Id") for each in tree]
        if len(related) != len(set(related)):
            yield f"{name}: an id is used twice"
        for each in tree:
            target = posixpath.normpath(posixpath.join(folder, str(each.get("Target"))))
            if each.get("TargetMode") != "External" and target.lstrip("/") not in parts:
                yield f"{name}: {target} is not there"
        source = parts.get(folder + owner.removesuffix(".rels"), b"")
        referred = set(re.findall(rb'r:(?:id|embed|link)="([^"]+)"', source))
        yield from (
            f"{name}: {each!r} leads nowhere" for each in referred - {str(i).encode() for i in related}
        )
