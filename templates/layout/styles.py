"""The named styles of a document: what a secretary sees in Word's list and applies by hand."""

from __future__ import annotations

from dataclasses import dataclass

from templates.layout.ooxml import Element, w
from templates.layout.profile import RED, Profile, Role

PREFIX = "GW"


@dataclass(frozen=True, slots=True)
class Style:
    """One paragraph style. Lengths in twips, sizes in half-points; ``None`` is the profile's own.

    ``first`` is the first line's indent, ``line`` the exact height of a line (0: as tall as it needs),
    ``tab`` a right-aligned stop, ``rule`` the space (points) to a red rule below the paragraph. ``widow``
    says that a page break leaves at least two of its lines on either side.
    """

    id: str
    zh: str
    en: str
    role: Role = "body"
    size: int | None = None
    line: int | None = None
    align: str = "both"
    first: int = 0
    left: int = 0
    right: int = 0
    hanging: int = 0
    before: int = 0
    after: int = 0
    bold: bool = False
    colour: str | None = None
    outline: int | None = None
    keep_next: bool = False
    page_break: bool = False
    widow: bool = False
    rule: int | None = None
    tab: int | None = None
    tracked: bool = True

    def name(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


def fonts(profile: Profile, role: Role) -> Element:
    """The font of ``role``, with its East Asian name said explicitly."""
    face = profile.face(role)
    return w("rFonts", ascii=face.latin, hAnsi=face.latin, eastAsia=face.chinese, cs=face.latin)


def _paragraph(style: Style, profile: Profile) -> Element:
    line = profile.pitch if style.line is None else style.line
    spacing = {"before": style.before, "after": style.after}
    spacing |= {"line": line, "lineRule": "exact"} if line else {"line": 240, "lineRule": "auto"}  # type: ignore[dict-item]
    indent: dict[str, object] = {"left": style.left, "right": style.right}
    if style.hanging:
        indent["hanging"] = style.hanging
    elif style.first and profile.grid:
        indent |= {"firstLineChars": 200, "firstLine": style.first}
    elif style.first:
        indent["firstLine"] = style.first
    return w(
        "pPr",
        w("keepNext") if style.keep_next else None,
        w("pageBreakBefore") if style.page_break else None,
        w("widowControl", val=int(style.widow)),
        w("pBdr", w("bottom", val="single", sz=12, space=style.rule, color=RED)) if style.rule else None,
        w("tabs", w("tab", val="right", pos=style.tab)) if style.tab else None,
        w("snapToGrid", val=0),
        w("spacing", **spacing),
        w("ind", **indent),
        w("jc", val=style.align),
        w("outlineLvl", val=style.outline) if style.outline is not None else None,
    )


def _run(style: Style, profile: Profile) -> Element:
    size = style.size or profile.body_size
    return w(
        "rPr",
        fonts(profile, style.role),
        w("b") if style.bold else None,
        w("snapToGrid", val=0) if profile.character_grid is not None and not style.tracked else None,
        w("color", val=style.colour) if style.colour else None,
        w("spacing", val=profile.tracking) if profile.tracking and style.tracked else None,
        w("sz", val=size),
        w("szCs", val=size),
    )


def stylesheet(profile: Profile, styles: tuple[Style, ...]) -> Element:
    """``word/styles.xml``: defaults that say every font and language, Normal, and ``styles``."""
    size = profile.body_size
    defaults = w(
        "rPr",
        fonts(profile, "body"),
        w("sz", val=size),
        w("szCs", val=size),
        w("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA"),
    )
    root = w(
        "styles",
        w("docDefaults", w("rPrDefault", defaults), w("pPrDefault", w("pPr"))),
        w("style", w("name", val="Normal"), w("qFormat"), type="paragraph", default=1, styleId="Normal"),
        w(
            "style",
            w("name", val="Normal Table"),
            w("uiPriority", val=99),
            w("semiHidden"),
            _table_defaults(),
            type="table",
            default=1,
            styleId="TableNormal",
        ),
    )
    for style in styles:
        root.append(
            w(
                "style",
                w("name", val=style.name(profile.lang)),
                w("basedOn", val="Normal"),
                w("qFormat"),
                _paragraph(style, profile),
                _run(style, profile),
                type="paragraph",
                customStyle=1,
                styleId=PREFIX + style.id,
            )
        )
    return root


def _table_defaults() -> Element:
    sides = [
        w(side, w=width, type="dxa")
        for side, width in (("top", 0), ("left", 57), ("bottom", 0), ("right", 57))
    ]
    return w("tblPr", w("tblInd", w=0, type="dxa"), w("tblCellMar", *sides))
