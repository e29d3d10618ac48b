"""From the file of a template to its compiled parts. Nothing in the file is trusted."""

from __future__ import annotations

import dataclasses
import re
import struct
import zlib
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.parsers import expat
from zipfile import BadZipFile

from records.language import translator
from templates.fault import TemplateFault, fault_of, no_such, place_of, shortened, text_of
from templates.package import unpack
from templates.tag_faults import CLOSED, TOKEN, badly_written, full_width, too_deep, unclosed

if TYPE_CHECKING:
    from jinja2 import Template

    from templates.sandbox import Sandbox

tr = translator("templates")

MAX_TEMPLATE = 20_000_000
MAX_UNPACKED = 200_000_000
MAXTAGGED = 20_000_000  # bytes of one part with tags: all of it is read by regular expressions
MAX_PARTS = 2_000
MAX_TAGS = 4_000
DOCUMENT = "word/document.xml"
TAGGED = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml|docProps/core\.xml")
# a paragraph, or a statement that stood in a paragraph, row or cell of its own
_PLACES = re.compile(
    r"<w:p(?=[ >])|(?<=</w:p>)(?=\s*\{)|(?<=</w:tr>)(?=\s*\{)|(?<=</w:tc>)(?=\s*\{)|(?<=<w:body>)(?=\s*\{)"
)
FULL_WIDTH = re.compile(r"｛\s*[｛%％{]|[｝%％}]\s*｝|\{\s*[｛％]|[｝％]\s*\}")
# what docxtpl makes of {% vm %} ends a cell's properties; ECMA-376 has it after the cell's width
_MERGED_DOWN = re.compile(
    r"(<w:tcW [^>]*/>(?:<w:gridSpan [^>]*/>)?(?:<w:hMerge[^>]*/>)?)((?:(?!</w:tcPr>).)+?)"
    r'(<w:vMerge w:val="\{% if loop\.first [^/]*/>)(?=</w:tcPr>)'
)
# LibreOffice writes quotes in a text as entities, which docxtpl leaves in its tags
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_QUOTES = re.compile(r"&(?:apos|quot|amp|#39|#34);")
#: what Word writes for a template that is attached: a path, not one of another machine
_ON_THIS_MACHINE = re.compile(r"(?:file:///)?[A-Za-z]:[\\/]|file:///(?![\\/])|[^:\\/]+$")
#: what reading bytes as a zip file can come to
_NO_ZIP = (BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError, ValueError, struct.error)
_ANY_TAG, _PARAGRAPH = re.compile(r"<[^>]*>"), re.compile(r"<w:p(?=[ >])")
#: what Jinja puts before a name for Python
_MADE_NAME = re.compile(r"\bl_\d+_")
#: what Python says of a template that Jinja could read
_UNCOMPILED = (SyntaxError, RecursionError, MemoryError, ValueError, OverflowError)


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """One XML part with tags: its compiled template and its source, a paragraph on each line.

    ``whole``: no data can make it ill-formed, so its pages need no check.
    """

    name: str
    template: Template
    source: str
    whole: bool


def read_parts(path: Path, data: bytes) -> dict[str, bytes]:
    """The parts of a template by name. Raises TemplateFault for what is no .docx, or too large."""
    from io import BytesIO
    from zipfile import ZipFile

    try:
        with ZipFile(BytesIO(data)) as file:
            sizes = {info.filename: info.file_size for info in file.infolist()}
        tagged = max((size for name, size in sizes.items() if TAGGED.fullmatch(name)), default=0)
        if sum(sizes.values()) > MAX_UNPACKED or tagged > MAXTAGGED or len(sizes) > MAX_PARTS:
            raise TemplateFault(path, "", tr("the file is larger inside than a template may be."))
        parts = unpack(data)
    except _NO_ZIP as error:
        raise TemplateFault(
            path, "", tr("this is not a .docx file."), hint=tr("Save it from Word or WPS as .docx.")
        ) from error
    if DOCUMENT not in parts:
        raise TemplateFault(path, "", tr("this is not a Word document."))
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            _check_xml(path, name, content)
    return parts


def _check_xml(path: Path, name: str, content: bytes) -> None:
    """Refuse XML that is broken, that declares entities, or that has Word fetch something from elsewhere."""
    parser = expat.ParserCreate()

    def doctype(*_: Any) -> None:
        raise TemplateFault(
            path,
            "",
            tr("{part} declares a document type, which no Word file may.", part=name),
            hint=tr("Save it from Word or WPS as .docx."),
        )

    def relationship(_: str, attributes: Mapping[str, str]) -> None:
        if attributes.get("TargetMode") == "External" and not _harmless(attributes):
            raise TemplateFault(
                path,
                "",
                tr("the file fetches {target} from elsewhere.", target=attributes.get("Target", "")),
                hint=tr("Insert pictures and objects themselves, not links to them."),
            )

    parser.StartDoctypeDeclHandler = doctype
    if name.endswith(".rels"):
        parser.StartElementHandler = relationship
    try:
        parser.Parse(content, True)
        if TAGGED.fullmatch(name):
            content.decode("utf-8")
    except (expat.ExpatError, UnicodeDecodeError) as error:
        raise TemplateFault(
            path,
            "",
            tr("the file is damaged: {reason}", reason=f"{name}: {error}"),
            hint=tr("Save it from Word or WPS as .docx."),
        ) from error


def _harmless(relationship: Mapping[str, str]) -> bool:
    """A link that is followed when somebody clicks it; the name of a template on this machine."""
    kind = relationship.get("Type", "").rpartition("/")[2]
    if kind == "hyperlink":
        return True
    target = relationship.get("Target", "")
    return kind == "attachedTemplate" and _ON_THIS_MACHINE.match(target) is not None


def compile_part(path: Path, name: str, content: bytes, sandbox: Sandbox) -> Part:
    """One part with tags, compiled. Raises TemplateFault with the paragraph in which it can't be."""
    from docxtpl import DocxTemplate
    from jinja2.exceptions import SecurityError, TemplateSyntaxError

    from templates.wellformed import always_whole

    written = content.decode("utf-8")
    _check_tags(path, written)
    xml = _MERGED_DOWN.sub(r"\1\3\2", DocxTemplate("").patch_xml(written))
    xml = _TAG.sub(lambda match: _QUOTES.sub(lambda each: unescape(each.group()), match.group()), xml)
    source = _PLACES.sub(lambda match: "\n" + match.group(), xml)
    for number, line in enumerate(source.split("\n"), 1):
        if FULL_WIDTH.search(text_of(line)):
            raise _full_width(path, place_of(source, number))
    try:
        template = sandbox.from_string(source)
        return Part(name, template, source, whole=always_whole(source, sandbox.parse(source)))
    except _UNCOMPILED as error:
        raise _uncompiled(path, source, error, sandbox) from error
    except TemplateSyntaxError as error:
        place, reason = place_of(source, error.lineno), error.message or ""
        raise no_such(path, place, reason) or TemplateFault(path, place, badly_written(reason)) from error
    except SecurityError as error:
        raise fault_of(path, source, error, {}) from error


def _check_tags(path: Path, xml: str) -> None:
    """Refuse tags that do not end, and more of them than any template has.

    What reads them next takes a time that grows with the square of either.
    """
    opened, place, count = "", "", 0
    for line in _ANY_TAG.sub("", _PARAGRAPH.sub("\n<w:p", xml)).split("\n"):
        for token in TOKEN.findall(line):
            if opened:
                if token == CLOSED[opened]:
                    opened = ""
                elif token in CLOSED and opened != "{#":
                    raise _unclosed(path, place, opened)
            elif token in CLOSED:
                opened, place, count = token, line, count + 1
        if count > MAX_TAGS:
            raise TemplateFault(
                path, "", tr("there are more than {count} tags, too many for a template.", count=MAX_TAGS)
            )
    if opened:
        raise _unclosed(path, place, opened)


def _unclosed(path: Path, line: str, opener: str) -> TemplateFault:
    text = shortened(unescape(line))
    if FULL_WIDTH.search(text):
        return _full_width(path, text)
    reason, hint = unclosed(opener)
    return TemplateFault(path, text, reason, hint=hint)


def _full_width(path: Path, place: str) -> TemplateFault:
    reason, hint = full_width()
    return TemplateFault(path, place, reason, hint=hint)


def _uncompiled(path: Path, source: str, error: Exception, sandbox: Sandbox) -> TemplateFault:
    """What Jinja reads but Python does not take: too deep, a name given twice, a number without end."""
    from jinja2.exceptions import SecurityError, TemplateSyntaxError

    place = ""
    for line in source.split("\n"):
        try:
            if "{" in line:
                sandbox.from_string(line)
        except _UNCOMPILED:
            place = shortened(text_of(line))
            break
        except (TemplateSyntaxError, SecurityError):  # it goes on in the next paragraph
            continue
    if isinstance(error, (RecursionError, MemoryError)) or "too many" in str(error):
        said = too_deep()
        return TemplateFault(path, place, said.reason, hint=said.hint)
    reason = _MADE_NAME.sub("", error.msg if isinstance(error, SyntaxError) else str(error))
    return TemplateFault(path, place, badly_written(reason))
