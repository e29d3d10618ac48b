"""From a .docx template and a context to the bytes of a .docx.

Tags are written as docxtpl writes them: ``{{ name }}``, ``{% if %}``, and ``{%p %}``, ``{%tr %}``,
``{%tc %}`` for statements that take their paragraph, row or cell with them. A template is compiled
once and kept while its file stays the same; a rendering then only fills the text and adds it to a
zip file whose other parts are already compressed. The same context gives the same bytes.
"""

from __future__ import annotations

import dataclasses
import difflib
import re
import threading
import traceback
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from records.errors import UnreadableFile, XuedangError
from records.language import translator
from templates.media import RELATIONSHIPS, accept_pictures, related
from templates.package import Prepared, unpack

if TYPE_CHECKING:
    from jinja2 import Template, nodes

    from templates.pictures import Picture
    from templates.sandbox import Sandbox

tr = translator("templates")

MAX_TEMPLATE = 20_000_000
MAX_UNPACKED = 200_000_000
MAXTAGGED = 20_000_000  # bytes of one part with tags: all of it is read by regular expressions
MAX_PARTS = 2_000
MAX_PAGE = 100_000_000  # characters of one rendered part
#: what every template may use besides its context
COMMON: Mapping[str, Any] = {"bilingual": False, "record": {}}
_DOCUMENT = "word/document.xml"
TAGGED = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml|docProps/core\.xml")
# a paragraph, or a statement that stood in a paragraph, row or cell of its own
_PLACES = re.compile(
    r"<w:p(?=[ >])|(?<=</w:p>)(?=\s*\{)|(?<=</w:tr>)(?=\s*\{)|(?<=</w:tc>)(?=\s*\{)|(?<=<w:body>)(?=\s*\{)"
)
_FIRST_PARAGRAPH = re.compile(
    r"<w:p(?: [^>]*)?>(?:<w:pPr>(?:<w:pStyle [^>]*/>)?(?:<w:keepNext/>)?(?:<w:keepLines/>)?)?"
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
_lock = threading.Lock()  # the sandbox counts the steps of one rendering at a time


class TemplateFault(XuedangError):
    """A template can't be read, compiled or filled; says file, place and what to change there.

    ``place`` is the text of the paragraph, ``reason`` what is wrong there, ``name`` the tag's unknown name if
    that is the reason.
    """

    def __init__(self, path: Path, place: str, reason: str, *, hint: str = "", name: str = "") -> None:
        where = tr("{path}, at “{place}”: {reason}", path=path, place=place, reason=reason)
        bare = tr("{path}: {reason}", path=path, reason=reason)
        super().__init__(where if place else bare, hint=hint)
        self.path, self.place, self.reason, self.name = path, place, reason, name


@dataclasses.dataclass(frozen=True, slots=True)
class _Part:
    """One XML part with tags: its compiled template and its source, a paragraph on each line.

    ``whole``: no data can make it ill-formed, so its pages need no check.
    """

    name: str
    template: Template
    source: str
    whole: bool


class WordTemplate:
    """One compiled template. Get it with `load`; safe to use from several threads."""

    def __init__(self, path: Path, data: bytes, sha256: str) -> None:
        from templates.sandbox import Sandbox

        self.path, self.data, self.sha256 = path, data, sha256
        self._sandbox = Sandbox()
        parts = read_parts(path, data)
        tagged = [name for name in parts if TAGGED.fullmatch(name)]
        compiled = [_compile(path, name, parts[name], self._sandbox) for name in tagged]
        self._parts = [part for part in compiled if "{%" in part.source or "{{" in part.source]
        document = next(part for part in compiled if part.name == _DOCUMENT)
        if document not in self._parts:
            self._parts.append(document)
        filled = {part.name for part in self._parts}
        self._rest = {name: content for name, content in parts.items() if name not in filled}
        self._base = Prepared(self._rest)
        self._pictured: Prepared | None = None

    @property
    def sources(self) -> Mapping[str, str]:
        """Every part with tags as Jinja reads it, a paragraph on each line."""
        return {part.name: part.source for part in self._parts}

    def uses(self, name: str) -> bool:
        """Whether a tag reads ``name``."""
        from jinja2.meta import find_undeclared_variables

        return any(name in find_undeclared_variables(self.parse(part.source)) for part in self._parts)

    def parse(self, source: str) -> nodes.Template:
        """A part's tags as a tree."""
        return self._sandbox.parse(source)

    def render(
        self, context: object, common: Mapping[str, Any] = COMMON, media: Mapping[str, bytes] | None = None
    ) -> bytes:
        """One file. ``media`` are the bytes of the context's pictures by checksum. Raises TemplateFault."""
        values = {**common, **_values(context)}
        filled: dict[str, str] = {}
        pictures: dict[str, Picture] = {}
        for part in self._parts:
            filled[part.name] = self._fill(part, values, pictures)
        return self._packed(filled, pictures, media or {})

    def render_merged(
        self,
        contexts: Sequence[object],
        commons: Sequence[Mapping[str, Any]] | None = None,
        media: Mapping[str, bytes] | None = None,
    ) -> bytes:
        """One file in which each context starts on a new page. Raises TemplateFault, ValueError for none."""
        if not contexts:
            raise ValueError("nothing to render")
        if len(self._parts) > 1:
            raise TemplateFault(
                self.path,
                "",
                tr("tags in a header or footer can't differ from page to page."),
                hint=tr("Make one file each, or move these tags into the text."),
            )
        (document,) = self._parts
        head, tail = "", ""
        bodies: list[str] = []
        pictures: dict[str, Picture] = {}
        for index, context in enumerate(contexts):
            common = commons[index] if commons else COMMON
            text = self._fill(document, {**common, **_values(context)}, pictures)
            start = text.index("<w:body>") + len("<w:body>")
            end = text.rfind("<w:sectPr")
            if index == 0:
                head, tail = text[:start], text[end:]
            bodies.append(_on_new_page(text[start:end]) if index else text[start:end])
        return self._packed({_DOCUMENT: head + "".join(bodies) + tail}, pictures, media or {})

    def _packed(
        self, filled: dict[str, str], pictures: Mapping[str, Picture], media: Mapping[str, bytes]
    ) -> bytes:
        filled[_DOCUMENT] = _numbered(filled[_DOCUMENT])
        parts = {name: text.encode() for name, text in filled.items()}
        if not pictures:
            return self._base.with_parts(parts)
        if self._pictured is None:
            self._pictured = Prepared(
                {
                    name: accept_pictures(name, data)
                    for name, data in self._rest.items()
                    if name != RELATIONSHIPS
                }
            )
        parts[RELATIONSHIPS] = related(self._rest.get(RELATIONSHIPS), pictures.values())
        parts |= {each.part: media[each.sha256] for each in pictures.values()}
        return self._pictured.with_parts(parts)

    def _fill(self, part: _Part, values: Mapping[str, Any], pictures: dict[str, Picture]) -> str:
        from jinja2.exceptions import SecurityError, TemplateError, UndefinedError

        try:
            with _lock:
                self._sandbox.start()
                text = _joined(part.template.generate(values))
                found = dict(self._sandbox.printed)
        except (UndefinedError, SecurityError) as error:
            raise _fault(self.path, part.source, error, values) from error
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, RecursionError) as error:
            place = _place(part.source, _line(error))
            raise TemplateFault(
                self.path, place, tr("this tag can't be worked out: {reason}", reason=error)
            ) from error
        if found and part.name != _DOCUMENT:
            raise TemplateFault(
                self.path,
                "",
                tr("a picture can't stand in a header or footer."),
                hint=tr("Put it into the text."),
            )
        pictures |= found
        if not part.whole:
            _check(self.path, text)
        return text


def _joined(pieces: Iterable[str]) -> str:
    from templates.limits import TooMuchWork

    found, length = [], 0
    for piece in pieces:
        length += len(piece)
        if length > MAX_PAGE:
            raise TooMuchWork("a page grows too long")
        found.append(piece)
    return "".join(found)


def load(path: Path) -> WordTemplate:
    """The compiled template at ``path``, from memory while the file is unchanged.

    Raises UnreadableFile, or TemplateFault when the file is no .docx or a tag is wrong.
    """
    try:
        stat = path.stat()
    except OSError as error:
        raise UnreadableFile(path, error.strerror or str(error)) from error
    return _load(path.resolve(), stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=32)
def _load(path: Path, mtime_ns: int, size: int) -> WordTemplate:
    import hashlib

    if size > MAX_TEMPLATE:
        raise TemplateFault(path, "", tr("the file is larger than a template may be (20 MB)."))
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(path, error.strerror or str(error)) from error
    return WordTemplate(path, data, hashlib.sha256(data).hexdigest())


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
    except (BadZipFile, NotImplementedError, RuntimeError) as error:
        raise TemplateFault(
            path, "", tr("this is not a .docx file."), hint=tr("Save it from Word or WPS as .docx.")
        ) from error
    if _DOCUMENT not in parts:
        raise TemplateFault(path, "", tr("this is not a Word document."))
    return parts


def _compile(path: Path, name: str, content: bytes, sandbox: Sandbox) -> _Part:
    from docxtpl import DocxTemplate
    from jinja2.exceptions import SecurityError, TemplateSyntaxError

    from templates.wellformed import always_whole

    xml = _MERGED_DOWN.sub(r"\1\3\2", DocxTemplate("").patch_xml(content.decode("utf-8")))
    xml = _TAG.sub(lambda match: _QUOTES.sub(lambda each: unescape(each.group()), match.group()), xml)
    source = _PLACES.sub(lambda match: "\n" + match.group(), xml)
    for number, line in enumerate(source.split("\n"), 1):
        if FULL_WIDTH.search(_text(line)):
            raise TemplateFault(
                path,
                _place(source, number),
                tr("this tag is written with full-width braces."),
                hint=tr("Type { and } with the Chinese input method switched off."),
            )
    try:
        template = sandbox.from_string(source)
        return _Part(name, template, source, whole=always_whole(source, sandbox.parse(source)))
    except TemplateSyntaxError as error:
        raise TemplateFault(
            path,
            _place(source, error.lineno),
            tr("this tag is not written correctly: {reason}", reason=error.message),
        ) from error
    except SecurityError as error:
        raise _fault(path, source, error, {}) from error


def _values(context: object) -> Mapping[str, Any]:
    if isinstance(context, Mapping):
        return context
    if not dataclasses.is_dataclass(context):
        raise TypeError(f"a context is a dataclass or a mapping, not {type(context).__name__}")
    return {field.name: getattr(context, field.name) for field in dataclasses.fields(context)}


def _fault(path: Path, source: str, error: Exception, values: Mapping[str, Any]) -> TemplateFault:
    from templates.limits import TooMuchWork
    from templates.sandbox import MissingField

    place = _place(source, _line(error))
    if isinstance(error, MissingField):
        if isinstance(error.name, int) or not error.name:
            reason = tr("this tag reads from a list that has no such row.")
            hint = tr("Ask first whether it has rows: {% if people %} … {% endif %}.")
            return TemplateFault(path, place, reason, hint=hint)
        known = _names(error.owner, values)
        near = difflib.get_close_matches(error.name, known, n=1, cutoff=0.5)
        return TemplateFault(
            path,
            place,
            tr("there is no {name!r} here.", name=error.name),
            name=error.name,
            hint=tr("Did you mean {name!r}?", name=near[0])
            if near
            else tr("Known here: {names}.", names=", ".join(sorted(known)[:20])),
        )
    if isinstance(error, TooMuchWork):
        return TemplateFault(
            path, place, tr("this template runs without end and was stopped."), hint=tr("Look at its loops.")
        )
    return TemplateFault(path, place, tr("this tag is not allowed in a template: {reason}", reason=error))


def _names(owner: object, values: Mapping[str, Any]) -> Iterable[str]:
    if dataclasses.is_dataclass(owner):
        return [field.name for field in dataclasses.fields(owner)]
    if isinstance(owner, Mapping):
        return [str(key) for key in owner]
    return list(values)


def _line(error: BaseException) -> int:
    from templates.sandbox import NotAllowed

    if isinstance(error, NotAllowed):
        return error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename in ("<template>", "<unknown>")]
    return (lines[-1] or 0) if lines else 0


def _text(xml: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", xml))


def _place(source: str, line: int) -> str:
    """The text of the paragraph on ``line`` of ``source``, at most 80 characters."""
    lines = source.split("\n")
    return shortened(_text(lines[line - 1])) if 0 < line <= len(lines) else ""


def shortened(text: str) -> str:
    """A paragraph's text as a place: at most 80 characters."""
    text = text.strip()
    return text if len(text) <= 80 else text[:79] + "…"


def _check(path: Path, xml: str) -> None:
    from templates.wellformed import broken_line

    line = broken_line(xml)
    if line is None:
        return
    raise TemplateFault(
        path,
        _place(xml, line),
        tr("the tags cut through paragraphs or tables."),
        hint=tr("Give each if, for and end a paragraph of its own, as {%p … %}, or {%tr … %} in a table."),
    )


def _on_new_page(body: str) -> str:
    match = _FIRST_PARAGRAPH.search(body)
    if match is None or body.find("<w:tbl>", 0, match.start()) >= 0:
        return (
            '<w:p><w:pPr><w:pageBreakBefore/><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>' + body
        )
    found = match.group()
    broken = "<w:pageBreakBefore/>" if "<w:pPr>" in found else "<w:pPr><w:pageBreakBefore/></w:pPr>"
    return body[: match.start()] + found + broken + body[match.end() :]


def _numbered(xml: str) -> str:
    """Every drawing with an id of its own: pages rendered from one template repeat them."""
    if xml.count("<wp:docPr ") < 2:
        return xml
    ids = iter(range(1, xml.count("<wp:docPr ") + 1))
    return re.sub(r'(<wp:docPr [^>]*?\bid=")\d+', lambda match: f"{match[1]}{next(ids)}", xml)
