"""The tags of a template's paragraphs, and what is wrong with the braces around them.

Paragraphs are read as a person sees them, whatever runs a word processor has cut them into. A faulty tag is
told and left out, so that everything after it can be checked all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from records.language import translator
from templates.checking.report import Report
from templates.compiling import FULL_WIDTH
from templates.fault import shortened
from templates.layout.ooxml import Element, W
from templates.tag_faults import CLOSED, TOKEN, full_width, unclosed

tr = translator("templates")

_ASCII = str.maketrans("｛｝％", "{}%")
_SINGLE = re.compile(r"[{｛]\s*([A-Za-z_]\w*)(?:\.\w+)*\s*[}｝]")
_LEVEL = re.compile(r"(p|tr|tc|r)(?=\s)")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


@dataclass(slots=True)
class Tag:
    """One tag of a paragraph: ``{{``, ``{%`` or ``{#``; its text; ``level`` is p, tr, tc, r or empty."""

    opener: str
    text: str
    level: str
    start: int
    end: int


@dataclass(slots=True)
class Paragraph:
    """A paragraph with its tags. ``text`` is what a person sees, full-width braces put right."""

    order: int
    element: Element
    text: str
    place: str
    tags: list[Tag] = field(default_factory=list)

    @property
    def stays(self) -> bool:
        """Whether it is printed: a statement with p, tr or tc takes its paragraph with it."""
        return not any(tag.level in ("p", "tr", "tc") for tag in self.tags)


def read_paragraphs(part: bytes, first: int) -> list[Paragraph]:
    """The paragraphs of a part in order, numbered from ``first``. Raises etree.XMLSyntaxError."""
    root = etree.fromstring(part, _PARSER)
    elements = list(root.iter(f"{{{W}}}p")) or [each for each in root if each.text]
    found = []
    for order, element in enumerate(elements, first):
        text = "".join(_texts(element))
        found.append(Paragraph(order, element, text, shortened(text)))
    return found


def _texts(paragraph: Element) -> Iterator[str]:
    """The text of a paragraph without that of text boxes in it, which are paragraphs of their own."""
    if not paragraph.tag.startswith(f"{{{W}}}"):
        yield paragraph.text or ""
        return
    inner = {each for box in paragraph.iter(f"{{{W}}}p") if box is not paragraph for each in box.iter()}
    for element in paragraph.iter(f"{{{W}}}t", f"{{{W}}}tab", f"{{{W}}}br"):
        if element not in inner:
            yield (element.text or "") if element.tag == f"{{{W}}}t" else " "


def find_tags(paragraphs: Sequence[Paragraph], known: set[str], report: Report) -> None:
    """Fill in the tags of the paragraphs; report braces that make none. ``known`` are the names there are."""
    opened: tuple[Paragraph, str] | None = None
    for paragraph in paragraphs:
        if FULL_WIDTH.search(paragraph.text):
            reason, hint = full_width()
            report.add("full-width", paragraph.place, reason, hint=hint, order=paragraph.order)
            paragraph.text = paragraph.text.translate(_ASCII)
        opened = _scan(paragraph, opened, report)
    if opened:
        _unclosed(*opened, report)
    for paragraph in paragraphs:
        _single_braces(paragraph, known, report)


def _scan(
    paragraph: Paragraph, before: tuple[Paragraph, str] | None, report: Report
) -> tuple[Paragraph, str] | None:
    """Read one paragraph. ``before`` is a tag that the one above left open; gives back what this does."""
    tokens = list(TOKEN.finditer(paragraph.text))
    if before and tokens:
        if tokens[0].group() == CLOSED[before[1]] and _beside(before[0], paragraph):
            report.add(
                "split-tag",
                before[0].place,
                tr("this tag is split: it goes on in the next paragraph."),
                hint=tr("Write it on one line, without pressing Enter in it."),
                order=before[0].order,
            )
            tokens = tokens[1:]
        else:
            _unclosed(*before, report)
        before = None
    while tokens:
        token, *tokens = tokens
        opener = token.group()
        closer = CLOSED.get(opener)
        if closer is None:
            _lone(paragraph, opener, report)
            continue
        following = tokens[0].group() if tokens else None
        if following == closer:
            end = tokens.pop(0).end()
            paragraph.tags.append(_tag(opener, paragraph.text, token.start(), end))
        elif following in CLOSED.values():
            tokens.pop(0)
            report.add(
                "lone-brace",
                paragraph.place,
                tr("this tag begins with {opener} and ends with {closer}.", opener=opener, closer=following),
                hint=tr("A value is {{ name }}, a statement {% if name %}."),
                order=paragraph.order,
            )
        elif following is None:
            return paragraph, opener
        else:
            _unclosed(paragraph, opener, report)
    return before


def _beside(first: Paragraph, second: Paragraph) -> bool:
    return first.element.getparent() is second.element.getparent()


def _tag(opener: str, text: str, start: int, end: int) -> Tag:
    inside = text[start + 2 : end - 2]
    level = ""
    if opener != "{#" and (match := _LEVEL.match(inside)):
        level, inside = match[1], inside[match.end() :]
    inside = inside.strip().removeprefix("-").removesuffix("-").strip()
    for curly, straight in zip("“”‘’", "\"\"''", strict=True):
        inside = inside.replace(curly, straight)
    return Tag(opener, inside, level, start, end)


def _unclosed(paragraph: Paragraph, opener: str, report: Report) -> None:
    reason, hint = unclosed(opener)
    report.add("lone-brace", paragraph.place, reason, hint=hint, order=paragraph.order)


def _lone(paragraph: Paragraph, closer: str, report: Report) -> None:
    opener = next(each for each, end in CLOSED.items() if end == closer)
    report.add(
        "lone-brace",
        paragraph.place,
        tr("{closer} ends a tag that does not begin.", closer=closer),
        hint=tr(
            "Begin it with {opener} in the same paragraph, or delete {closer}.", opener=opener, closer=closer
        ),
        order=paragraph.order,
    )


def _single_braces(paragraph: Paragraph, known: set[str], report: Report) -> None:
    """``{ title }``: one brace where two were meant; ``{{ title }}}``: one too many."""
    outside = list(paragraph.text)
    for tag in paragraph.tags:
        if paragraph.text[tag.end : tag.end + 1] == "}" or paragraph.text[: tag.start].endswith("{"):
            report.add(
                "lone-brace",
                paragraph.place,
                tr("there is one brace too many beside this tag: it is printed as it stands."),
                hint=tr("A tag has two braces on each side."),
                order=paragraph.order,
            )
        outside[tag.start : tag.end] = " " * (tag.end - tag.start)
    for match in _SINGLE.finditer("".join(outside)):
        if match[1] in known:
            report.add(
                "one-brace",
                paragraph.place,
                tr("{text} is printed as it stands: a tag has two braces on each side.", text=match.group()),
                hint=tr("Write {{{{ {name} }}}}.", name=match.group()[1:-1].strip()),
                name=match[1],
                order=paragraph.order,
            )
