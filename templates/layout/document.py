"""A whole .docx from a profile and a body: our own base, never a word processor's default."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from templates.layout.blocks import paragraph, run
from templates.layout.ooxml import Element, R, qualified, serialise, w
from templates.layout.profile import Profile
from templates.layout.styles import Style, stylesheet
from templates.package import pack

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
#: part of word/ -> (relationship type, content type)
_PARTS = {
    "styles.xml": ("styles", "styles+xml"),
    "settings.xml": ("settings", "settings+xml"),
    "fontTable.xml": ("fontTable", "fontTable+xml"),
    "footer1.xml": ("footer", "footer+xml"),
    "footer2.xml": ("footer", "footer+xml"),
}


def document(
    profile: Profile,
    styles: tuple[Style, ...],
    body: Sequence[Element],
    *,
    title: str,
    numbered: bool = True,
    framed: bool = False,
    cover: bool = False,
) -> bytes:
    """The bytes of a .docx file whose pages follow ``profile``.

    ``numbered`` prints page numbers outside (odd right, even left); ``framed`` draws a rule around
    the page and centres the text in its height, as on a certificate. A ``cover`` is counted but not
    numbered.
    """
    names = [name for name in _PARTS if numbered or not name.startswith("footer")]
    parts: dict[str, bytes] = {
        "[Content_Types].xml": _content_types(names),
        "_rels/.rels": _relationships(
            [
                ("officeDocument", "word/document.xml"),
                ("core", "docProps/core.xml"),
            ]
        ),
        "docProps/core.xml": _core(title),
        "word/styles.xml": serialise(stylesheet(profile, styles)),
        "word/settings.xml": serialise(_settings(numbered)),
        "word/fontTable.xml": serialise(_font_table(profile)),
    }
    if numbered:
        parts["word/footer1.xml"] = serialise(_footer("PageOdd"))
        parts["word/footer2.xml"] = serialise(_footer("PageEven"))
    parts["word/_rels/document.xml.rels"] = _relationships([(_PARTS[name][0], name) for name in names])
    section = _section(profile, names if numbered else (), framed, cover)
    parts["word/document.xml"] = serialise(w("document", w("body", *body, section)))
    if profile.lang == "en":
        parts = {name: _in_english(data) for name, data in parts.items()}
    return pack(parts)


def _in_english(part: bytes) -> bytes:
    """Quotes and dashes left to the Latin font: between English words the hint makes them full width.

    Names of two characters are set wide in Chinese tables only.
    """
    return part.replace(b'<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>', b"").replace(b"|padded }}", b" }}")


def _section(profile: Profile, names: Sequence[str], framed: bool, cover: bool) -> Element:
    page = profile.page
    size = w("pgSz", w=page.width, h=page.height)
    if page.landscape:
        size.set(qualified("orient"), "landscape")
    references = []
    for name, which in (("footer1.xml", "default"), ("footer2.xml", "even")):
        if name in names:
            reference = w("footerReference", type=which)
            reference.set(f"{{{R}}}id", f"rId{list(names).index(name) + 1}")
            references.append(reference)
    frame = [
        w(side, val="thinThickThinSmallGap", sz=36, space=24, color="C00000")
        for side in ("top", "left", "bottom", "right")
    ]
    return w(
        "sectPr",
        *references,
        size,
        w(
            "pgMar",
            top=page.top,
            right=page.right,
            bottom=page.bottom,
            left=page.left,
            header=page.header,
            footer=page.footer,
            gutter=0,
        ),
        w("pgBorders", *frame, offsetFrom="page") if framed else None,
        w("vAlign", val="center") if framed else None,
        w("titlePg") if cover else None,
        _grid(profile) if profile.grid else None,
    )


def _grid(profile: Profile) -> Element:
    if profile.character_grid is None:
        return w("docGrid", type="lines", linePitch=profile.pitch)
    return w("docGrid", type="linesAndChars", linePitch=profile.pitch, charSpace=profile.character_grid)


def _footer(style: str) -> Element:
    number = [
        w("r", w("fldChar", fldCharType="begin")),
        w("r", _instruction(" PAGE ")),
        w("r", w("fldChar", fldCharType="separate")),
        run("1"),
        w("r", w("fldChar", fldCharType="end")),
    ]
    line = paragraph(style)
    line.extend([run("— "), *number, run(" —")])
    return w("ftr", line)


def _instruction(text: str) -> Element:
    element = w("instrText")
    element.text = text
    return element


def _settings(numbered: bool) -> Element:
    compatibility = w(
        "compat",
        w("compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15),
    )
    return w(
        "settings",
        w("zoom", percent=100),
        w("evenAndOddHeaders") if numbered else None,
        w("characterSpacingControl", val="compressPunctuation"),
        compatibility,
        w("themeFontLang", val="en-US", eastAsia="zh-CN"),
    )


def _font_table(profile: Profile) -> Element:
    chinese = {face.chinese for face in profile.faces.values()}
    latin = {face.latin for face in profile.faces.values()} - chinese
    return w(
        "fonts",
        *[w("font", w("charset", val="86"), w("family", val="auto"), name=name) for name in sorted(chinese)],
        *[w("font", w("charset", val="00"), w("family", val="roman"), name=name) for name in sorted(latin)],
    )


def _content_types(names: Sequence[str]) -> bytes:
    overrides = "".join(
        f'<Override PartName="/word/{name}" ContentType="{_WORD}.{_PARTS[name][1]}"/>' for name in names
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        f"{overrides}</Types>"
    ).encode()


def _relationships(targets: Sequence[tuple[str, str]]) -> bytes:
    types = {"core": f"{_PACKAGE}/relationships/metadata/core-properties"}
    lines = "".join(
        f'<Relationship Id="rId{index}" Type="{types.get(kind, f"{R}/{kind}")}" Target="{target}"/>'
        for index, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'.encode()


def _core(title: str) -> bytes:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>xuedang</dc:creator></cp:coreProperties>"
    ).encode()
