"""The fonts a template names: those of its page profile, each with a name for Chinese characters.

Word puts the attributes of ``w:rFonts`` together from the run, its styles and the document's defaults, each
attribute by itself (ECMA-376, 17.3.2.26); a theme font beats a named one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from records.language import listed, translator
from templates.checking.report import Report
from templates.checking.tags import Paragraph
from templates.layout.measures import Profile
from templates.layout.ooxml import Element, W, qualified

tr = translator("templates")

_NAMED = ("ascii", "hAnsi", "eastAsia")
_THEMES = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


def check_fonts(
    parts: Mapping[str, bytes], paragraphs: Iterable[Paragraph], profile: Profile, report: Report
) -> None:
    """Report fonts that are not the profile's, theme fonts, and Chinese characters without a font."""
    found = list(paragraphs)
    styles = _Styles(parts.get("word/styles.xml", b""))
    used = styles.used_by(found)
    _check(tr("the document's defaults"), styles.defaults, profile, report)
    for name, fonts in used.items():
        _check(tr("the style {name}", name=name), fonts, profile, report)
    if not styles.chinese and any(not styles.has_chinese(each) for each in styles.of_paragraphs(found)):
        report.add(
            "east-asian-font",
            tr("the document's defaults"),
            tr("no font is named for Chinese characters: every machine chooses its own."),
            hint=tr(
                "Choose a Chinese font (中文字体) in the style 正文 (Normal), such as {font}.",
                font=_body(profile),
            ),
            severity="warning",
        )
    for paragraph in found:
        for fonts in _runs(paragraph.element):
            _check(paragraph.place, fonts, profile, report, paragraph.order)


def _body(profile: Profile) -> str:
    return profile.face("body").chinese


def _runs(paragraph: Element) -> Iterator[Element]:
    """The fonts set by hand in a paragraph, not in those of text boxes within."""
    for run in paragraph.iter(qualified("r")):
        if next(run.iterancestors(qualified("p")), None) is paragraph:
            yield from run.findall(f"{qualified('rPr')}/{qualified('rFonts')}")


def _check(place: str, fonts: Element | None, profile: Profile, report: Report, order: int = 500_000) -> None:
    if fonts is None:
        return
    named = {key: name for key in _NAMED if (name := fonts.get(qualified(key)))}
    for name in dict.fromkeys(named.values()):
        if name not in profile.fonts:
            report.add(
                "font",
                place,
                tr("the font {name} is none of the page profile's.", name=name),
                hint=tr("Those are {names}.", names=listed(sorted(profile.fonts))),
                name=name,
                order=order,
                severity="warning",
            )
    if any(fonts.get(qualified(key)) for key in _THEMES):
        report.add(
            "theme-font",
            place,
            tr("a theme font is set, which wins over the font's name."),
            hint=tr("Choose the font by its name instead of “+正文” or “+标题”."),
            order=order,
            severity="warning",
        )
    latin = named.get("ascii") or named.get("hAnsi")
    chinese = {face.chinese for face in profile.faces.values()}
    if latin and "eastAsia" not in named and (latin in chinese or _is_chinese(latin)):
        report.add(
            "east-asian-font",
            place,
            tr("the font {name} is set for Latin letters only, not for Chinese characters.", name=latin),
            hint=tr("Choose it as the Chinese font (中文字体) too."),
            name=latin,
            order=order,
            severity="warning",
        )


def _is_chinese(font: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in font)


class _Styles:
    """The styles of a document: what each is based on, and the fonts it sets."""

    def __init__(self, part: bytes) -> None:
        root = etree.fromstring(part, _PARSER) if part else etree.Element(qualified("styles"))
        self.defaults = root.find("/".join(map(qualified, ("docDefaults", "rPrDefault", "rPr", "rFonts"))))
        self.chinese = self.defaults is not None and _has_chinese(self.defaults)
        self._styles = {each.get(qualified("styleId"), ""): each for each in root.iter(qualified("style"))}
        self._normal = next(
            (
                name
                for name, each in self._styles.items()
                if each.get(qualified("type")) == "paragraph"
                and each.get(qualified("default")) in ("1", "true")
            ),
            "",
        )

    def _chain(self, name: str) -> Iterator[Element]:
        """The style and those it is based on."""
        seen = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            yield self._styles[name]
            base = self._styles[name].find(qualified("basedOn"))
            name = base.get(qualified("val"), "") if base is not None else ""

    def of_paragraphs(self, paragraphs: Iterable[Paragraph]) -> set[str]:
        """The styles that paragraphs with text use."""
        path = f"{qualified('pPr')}/{qualified('pStyle')}"
        found = set()
        for paragraph in paragraphs:
            style = paragraph.element.find(path) if paragraph.element.tag == f"{{{W}}}p" else None
            if paragraph.text.strip():
                found.add(style.get(qualified("val"), "") if style is not None else self._normal)
        return found

    def used_by(self, paragraphs: Iterable[Paragraph]) -> dict[str, Element | None]:
        """Fonts by the names of the styles that are used, those they are based on included."""
        found = list(paragraphs)
        ids = self.of_paragraphs(found)
        for paragraph in found:
            ids |= {each.get(qualified("val"), "") for each in paragraph.element.iter(qualified("rStyle"))}
        used: dict[str, Element | None] = {}
        for style in (each for name in sorted(ids) for each in self._chain(name)):
            name = style.find(qualified("name"))
            said = name.get(qualified("val"), "") if name is not None else style.get(qualified("styleId"), "")
            used[said] = style.find(f"{qualified('rPr')}/{qualified('rFonts')}")
        return used

    def has_chinese(self, name: str) -> bool:
        """Whether the style, or one it is based on, names a font for Chinese characters."""
        fonts = (each.find(f"{qualified('rPr')}/{qualified('rFonts')}") for each in self._chain(name))
        return any(_has_chinese(each) for each in fonts if each is not None)


def _has_chinese(fonts: Element) -> bool:
    return bool(fonts.get(qualified("eastAsia")) or fonts.get(qualified("eastAsiaTheme")))
