"""The check of one template for one document."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from records.errors import UnreadableFile
from records.kind import Kind
from records.language import Language, translator
from templates.checking.blocks import UNKNOWN, statements
from templates.checking.fonts import check_fonts
from templates.checking.report import Finding, Report
from templates.checking.tags import Paragraph, find_tags, read_paragraphs
from templates.checking.trial import try_rendering
from templates.checking.values import check_values
from templates.compiling import MAX_TEMPLATE, TAGGED, read_parts
from templates.fault import TemplateFault
from templates.layout.measures import Profile
from templates.layout.profile import ENGLISH, OFFICIAL
from templates.shapes import Shape, document_shape
from templates.spec import DocumentSpec
from templates.tag_faults import too_deep

tr = translator("templates")


def profile_for(lang: Language) -> Profile:
    """The page profile of the shipped templates of a language."""
    return OFFICIAL if lang == "zh" else ENGLISH


def check_template(
    path: Path,
    spec: DocumentSpec,
    lang: Language,
    kinds: Mapping[str, Kind],
    profile: Profile | None = None,
) -> list[Finding]:
    """All that is wrong with the template at ``path`` for a document, in the order of its paragraphs.

    ``kinds`` tell the fields that ``record.…`` may name, ``profile`` the fonts (the shipped one of ``lang``
    without one). Raises UnreadableFile.
    """
    report = Report(path)
    try:
        if path.stat().st_size > MAX_TEMPLATE:
            raise TemplateFault(path, "", tr("the file is larger than a template may be (20 MB)."))
        data = path.read_bytes()
        parts = read_parts(path, data)
        paragraphs = {
            name: read_paragraphs(parts[name], index * 100_000)
            for index, name in enumerate(sorted(filter(TAGGED.fullmatch, parts)))
        }
    except OSError as error:
        raise UnreadableFile(path, error.strerror or str(error)) from error
    except TemplateFault as fault:
        report.add("no-template", "", fault.reason, hint=fault.hint)
        return report.findings
    except etree.XMLSyntaxError as error:
        report.add("no-template", "", tr("the file is damaged: {reason}", reason=error.msg))
        return report.findings
    names = document_shape(spec, kinds)
    kind = kinds.get(spec.kinds[0]) if spec.kinds else None
    for found in paragraphs.values():
        _check_tags(found, names, kind, report)
    check_fonts(
        parts, [each for found in paragraphs.values() for each in found], profile or profile_for(lang), report
    )
    try_rendering(path, spec, lang, kind, report)
    return report.findings


def _check_tags(paragraphs: list[Paragraph], names: Shape, kind: Kind | None, report: Report) -> None:
    """The tags of one part: their braces, their statements, their names."""
    find_tags(paragraphs, set(names.fields), report)
    source = statements(paragraphs, report)

    def add(line: int, code: Any, message: str, *, hint: str = "", name: str = "") -> None:
        paragraph = paragraphs[min(line, len(paragraphs)) - 1]
        report.add(code, paragraph.place, message, hint=hint, name=name, order=paragraph.order)

    try:
        if paragraphs:
            check_values(source, names, kind, UNKNOWN, add)
    except RecursionError:
        # Which tag it was is no longer known: the longest one, most likely.
        deepest = max(paragraphs, key=lambda each: max((len(tag.text) for tag in each.tags), default=0))
        reason, hint = too_deep()
        report.add("syntax", deepest.place, reason, hint=hint, order=deepest.order)
