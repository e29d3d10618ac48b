"""The pieces of a document's body: paragraphs, tables, the red head, the signature, the imprint."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from templates.layout.ooxml import XML_SPACE, Element, w, x
from templates.layout.profile import Profile
from templates.layout.styles import PREFIX

EMU = 635  # English metric units in a twip, as DrawingML counts
_ROW = 480  # the least height of a table's row


def run(text: str) -> Element:
    """Text in one run, tabs as tabs. The East Asian hint keeps “”, —— and … full width between Chinese."""
    element = w("r", w("rPr", w("rFonts", hint="eastAsia")))
    for index, piece in enumerate(text.split("\t")):
        if index:
            element.append(w("tab"))
        content = w("t")
        content.text = piece
        content.set(XML_SPACE, "preserve")
        element.append(content)
    return element


def paragraph(style: str, text: str = "") -> Element:
    """One paragraph in the named style; ``text`` may hold tags such as ``{{ title }}``."""
    return w("p", w("pPr", w("pStyle", val=PREFIX + style)), run(text) if text else None)


def paragraphs(lines: Iterable[tuple[str, str]]) -> list[Element]:
    """One paragraph for each pair of style and text."""
    return [paragraph(style, text) for style, text in lines]


def both(own: str, other: str) -> str:
    """A heading in the document's language, with the other language's when headings in both are asked for."""
    return own + "{% if bilingual %} " + other + "{% endif %}"


def annex_title(own: str, other: str) -> list[Element]:
    """The title of an annex; the other language's stands below it when headings in both are asked for."""
    below = "AnnexTitleOther"
    return [
        paragraph("AnnexTitle", own),
        tag("if bilingual", below),
        paragraph(below, other),
        tag("endif", below),
    ]


def heading(profile: Profile, text: str) -> list[Element]:
    """A heading of the first level; in a document without a grid a little space stands above it."""
    own = paragraph("Heading1", text)
    return [own] if profile.grid else [paragraph("SectionGap"), own]


def tag(statement: str, style: str = "Body") -> Element:
    """A paragraph that only carries a statement (``for line in lines``) and leaves no trace."""
    return paragraph(style, "{%p " + statement + " %}")


def table(
    widths: Sequence[int],
    heads: Sequence[tuple[str, str]],
    cells: Sequence[str],
    *,
    rows: str,
    empty: str,
    left: Sequence[int] = (),
    kept: str = "",
    height: int = _ROW,
) -> Element:
    """A ruled table whose heading repeats on each page, one line for each ``row`` of ``rows``.

    ``widths`` are twips; ``heads`` say a column in the document's language and, small below it where
    headings in both are asked for, in the other; ``cells`` hold the tags of one line; ``empty`` is
    printed across when there are no rows; columns in ``left`` are set flush left. A line for which
    ``kept`` holds stays on the page of what follows it. Lines are ``height`` high at least.
    """
    total = sum(widths)
    head = _row([_head(width, *each) for width, each in zip(widths, heads, strict=True)], head=True)

    def line(end: str) -> Element:
        return _row(
            [
                _cell(width, text, ("CellLeft" if index in left else "Cell") + end)
                for index, (width, text) in enumerate(zip(widths, cells, strict=True))
            ],
            height=height,
        )

    def statement(text: str) -> Element:
        return _statement(text, total, len(widths))

    lines = [line("")]
    if kept:
        lines = [statement(f"if {kept}"), line("Kept"), statement("else"), *lines, statement("endif")]
    grid = w("tblGrid", *[w("gridCol", w=width) for width in widths])
    return w(
        "tbl",
        _ruled(total),
        grid,
        head,
        statement(f"for row in {rows}"),
        *lines,
        statement("else"),
        _row([_cell(total, empty, "Cell", span=len(widths))]),
        statement("endfor"),
    )


def _ruled(total: int) -> Element:
    edges = [
        w(side, val="single", sz=4, space=0, color="000000")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    ]
    return w(
        "tblPr",
        w("tblW", w=total, type="dxa"),
        w("jc", val="center"),
        w("tblBorders", *edges),
        w("tblLayout", type="fixed"),
        w(
            "tblCellMar",
            *[
                w(side, w=width, type="dxa")
                for side, width in (("top", 40), ("left", 57), ("bottom", 40), ("right", 57))
            ],
        ),
    )


def _head(width: int, own: str, other: str) -> Element:
    cell = _cell(width, own, "CellHead")
    small = "CellHeadSmall"
    cell.extend([tag("if bilingual", small), paragraph(small, other), tag("endif", small)])
    return cell


def _statement(text: str, width: int, span: int) -> Element:
    return _row([_cell(width, "{%tr " + text + " %}", "Cell", span=span)])


def _row(cells: Sequence[Element], *, head: bool = False, height: int = _ROW) -> Element:
    repeated = w("tblHeader") if head else None
    return w("tr", w("trPr", w("cantSplit"), w("trHeight", val=height, hRule="atLeast"), repeated), *cells)


def _cell(width: int, text: str, style: str, *, span: int = 1) -> Element:
    merged = w("gridSpan", val=span) if span > 1 else None
    return w(
        "tc",
        w("tcPr", w("tcW", w=width, type="dxa"), merged, w("vAlign", val="center")),
        paragraph(style, text),
    )


def red_head(mark: str, number: str, *, lengths: tuple[int, int]) -> list[Element]:
    """The head of an official document: the issuer's mark in red, the number, the red rule.

    A mark longer than the first of ``lengths`` is set smaller, beyond the second smaller still, so
    that it stays within the text area.
    The rule is the lower edge of the number's paragraph, 4 mm below its ink.
    """
    return [
        paragraph("Drop"),
        tag(f"if mark|length <= {lengths[0]}"),
        paragraph("Mark", mark),
        tag(f"elif mark|length <= {lengths[1]}"),
        paragraph("MarkMedium", mark),
        tag("else"),
        paragraph("MarkLong", mark),
        tag("endif"),
        paragraph("Blank"),
        paragraph("Blank"),
        paragraph("Number", number),
        paragraph("Blank"),
        paragraph("Blank"),
    ]


def signature(
    profile: Profile, issuer: str, dated: str, *, blank: int, length: int | None = None, sealed: bool = False
) -> list[Element]:
    """Issuer centred over the date, the date four characters from the right; room for the seal above.

    A name longer than ``length`` takes a wider space at the right edge, its date under its middle. With
    ``sealed`` a picture ``seal`` is pressed on both, its middle on the line between them.
    """
    space = [paragraph("SignSpace") for _ in range(blank)]
    if sealed:
        issuer = seal_over(profile) + issuer
    short = [paragraph("Signature", issuer), paragraph("Date", dated)]
    if length is None:
        return [*space, *short]
    long = [paragraph("SignatureLong", issuer), paragraph("DateLong", dated)]
    return [*space, tag(f"if issuer|length <= {length}"), *short, tag("else"), *long, tag("endif")]


def seal_over(profile: Profile) -> str:
    """The tag that presses the seal on the signature: 42 mm across, its middle under the issuer's."""
    page = profile.page
    middle = page.text_width - round(7.22 * profile.character) if profile.grid else page.text_width - 1800
    left = round(middle * 25.4 / 1440) - 21
    return "{% if seal %}{{ seal|pressed(" + f"{left}, 12" + ") }}{% endif %}"


def imprint(profile: Profile, copies: str, issued: str, *, per_line: int) -> list[Element]:
    """The 版记: copies, when there are any, and who issued it when, at the foot of the last page.

    A text box anchored to the bottom margin holds a one-column table, because neither a floating
    table nor a frame is held at the foot by every word processor. Outer rules are 0.35 mm, inner
    0.25 mm. The box grows upwards with its text and lies over paragraphs that keep its place free:
    one for each ``per_line`` characters of copies (a box that text wraps around is lifted off the
    margin by LibreOffice).
    """
    return [
        tag(f"for line in range(copy_to|length // {per_line})", "ImprintSpace"),
        paragraph("ImprintSpace"),
        tag("endfor", "ImprintSpace"),
        at_foot(profile, [("Imprint", copies, "copy_to"), ("ImprintLine", issued, "")], inner=True),
    ]


def at_foot(profile: Profile, lines: Sequence[tuple[str, str, str]], *, inner: bool = False) -> Element:
    """Lines between two rules at the foot of the last page: each a style, a text and when it is printed.

    ``inner`` draws thinner rules between them. The paragraph that carries the box keeps the place of two
    lines free; what precedes it has to keep that of more.
    """
    width = profile.page.text_width
    borders = w(
        "tblBorders",
        w("top", val="single", sz=8, space=0, color="000000"),
        w("bottom", val="single", sz=8, space=0, color="000000"),
        w("insideH", val="single", sz=6, space=0, color="000000") if inner else None,
    )
    rows = []
    for style, text, condition in lines:
        row = _row([_cell(width, text, style)])
        whole = [_statement(f"if {condition}", width, 1), row, _statement("endif", width, 1)]
        rows += whole if condition else [row]
    table = w(
        "tbl",
        w("tblPr", w("tblW", w=width, type="dxa"), borders, w("tblLayout", type="fixed")),
        w("tblGrid", w("gridCol", w=width)),
        *rows,
    )
    last = w("p", w("pPr", w("snapToGrid", val=0), w("spacing", line=20, lineRule="exact")))
    box = w("r", _anchored(width, len(lines) * _ROW + 20, [table, last]))
    return w("p", w("pPr", w("pStyle", val=PREFIX + "ImprintPlace")), box)


def _anchored(width: int, height: int, content: Sequence[Element]) -> Element:
    extent = {"cx": width * EMU, "cy": height * EMU}
    aligned = x("wp:align")
    aligned.text = "bottom"
    offset = x("wp:posOffset")
    offset.text = "0"
    shape = x(
        "wps:wsp",
        x("wps:cNvSpPr", txBox=1),
        x(
            "wps:spPr",
            x("a:xfrm", x("a:off", x=0, y=0), x("a:ext", **extent)),
            x("a:prstGeom", x("a:avLst"), prst="rect"),
            x("a:noFill"),
            x("a:ln", x("a:noFill")),
        ),
        x("wps:txbx", w("txbxContent", *content)),
        x("wps:bodyPr", x("a:spAutoFit"), lIns=0, tIns=0, rIns=0, bIns=0, anchor="b"),
    )
    anchor = x(
        "wp:anchor",
        x("wp:simplePos", x=0, y=0),
        x("wp:positionH", offset, relativeFrom="margin"),
        x("wp:positionV", aligned, relativeFrom="margin"),
        x("wp:extent", **extent),
        x("wp:effectExtent", l=0, t=0, r=0, b=0),
        x("wp:wrapNone"),
        x("wp:docPr", id=1, name="版记"),
        x("wp:cNvGraphicFramePr"),
        x(
            "a:graphic",
            x(
                "a:graphicData",
                shape,
                uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
            ),
        ),
        distT=0,
        distB=0,
        distL=0,
        distR=0,
        simplePos=0,
        relativeHeight=1,
        behindDoc=0,
        locked=0,
        layoutInCell=1,
        allowOverlap=0,
    )
    return x("mc:AlternateContent", x("mc:Choice", w("drawing", anchor), Requires="wps"))
