"""From a .docx template and a context to the bytes of a .docx.

Tags are written as docxtpl writes them: ``{{ name }}``, ``{% if %}``, and ``{%p %}``, ``{%tr %}``,
``{%tc %}`` for statements that take their paragraph, row or cell with them. A template is compiled
once and kept while its file stays the same; a rendering then only fills the text and adds it to a
zip file whose other parts are already compressed. The same context gives the same bytes.
"""

from __future__ import annotations

import dataclasses
import re
import threading
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from records.errors import UnreadableFile
from records.language import translator
from templates.compiling import DOCUMENT, MAX_TEMPLATE, TAGGED, Part, compile_part, read_parts
from templates.fault import TemplateFault, fault_of, line_of, no_such, place_of
from templates.media import RELATIONSHIPS, accept_pictures, related
from templates.package import Prepared
from templates.tag_faults import cut_through

if TYPE_CHECKING:
    from jinja2 import nodes

    from templates.pictures import Picture

tr = translator("templates")

MAX_PAGE = 100_000_000  # characters of one rendered part
#: what every template may use besides its context
COMMON: Mapping[str, Any] = {"bilingual": False, "record": {}}
_FIRST_PARAGRAPH = re.compile(
    r"<w:p(?: [^>]*)?>(?:<w:pPr>(?:<w:pStyle [^>]*/>)?(?:<w:keepNext/>)?(?:<w:keepLines/>)?)?"
)
#: what an expression of a template can come to that makes no sense
_UNWORKABLE = (
    *(TypeError, ValueError, ArithmeticError, LookupError, AttributeError),
    *(RuntimeError, MemoryError, AssertionError),
)
_lock = threading.Lock()  # the sandbox counts the steps of one rendering at a time


class WordTemplate:
    """One compiled template. Get it with `load`; safe to use from several threads."""

    def __init__(self, path: Path, data: bytes, sha256: str) -> None:
        from templates.sandbox import Sandbox

        self.path, self.data, self.sha256 = path, data, sha256
        self._sandbox = Sandbox()
        parts = read_parts(path, data)
        tagged = [name for name in parts if TAGGED.fullmatch(name)]
        compiled = [compile_part(path, name, parts[name], self._sandbox) for name in tagged]
        self._parts = [part for part in compiled if "{%" in part.source or "{{" in part.source]
        document = next(part for part in compiled if part.name == DOCUMENT)
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
        return name in self._names

    @cached_property
    def _names(self) -> frozenset[str]:
        from jinja2.meta import find_undeclared_variables

        found = (find_undeclared_variables(self.parse(part.source)) for part in self._parts)
        return frozenset[str]().union(*found)

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
        return self._packed({DOCUMENT: head + "".join(bodies) + tail}, pictures, media or {})

    def _packed(
        self, filled: dict[str, str], pictures: Mapping[str, Picture], media: Mapping[str, bytes]
    ) -> bytes:
        filled[DOCUMENT] = _numbered(filled[DOCUMENT])
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

    def _fill(self, part: Part, values: Mapping[str, Any], pictures: dict[str, Picture]) -> str:
        from jinja2.exceptions import SecurityError, TemplateError, UndefinedError

        try:
            with _lock:
                self._sandbox.start()
                text = _joined(part.template.generate(values))
                found = dict(self._sandbox.printed)
        except (UndefinedError, SecurityError) as error:
            raise fault_of(self.path, part.source, error, values) from error
        except (TemplateError, *_UNWORKABLE) as error:
            place = place_of(part.source, line_of(error))
            raise no_such(self.path, place, str(error)) or TemplateFault(
                self.path, place, tr("this tag can't be worked out: {reason}", reason=error)
            ) from error
        if found and part.name != DOCUMENT:
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


@lru_cache(maxsize=8)
def as_kept(path: Path, data: bytes, sha256: str) -> WordTemplate:
    """The compiled template that a paper was made with: many of a register were made with the same.

    Raises TemplateFault.
    """
    return WordTemplate(path, data, sha256)


def _values(context: object) -> Mapping[str, Any]:
    if isinstance(context, Mapping):
        return context
    if not dataclasses.is_dataclass(context):
        raise TypeError(f"a context is a dataclass or a mapping, not {type(context).__name__}")
    return {field.name: getattr(context, field.name) for field in dataclasses.fields(context)}


def _check(path: Path, xml: str) -> None:
    from templates.wellformed import broken_line

    line = broken_line(xml)
    if line is None:
        return
    reason, hint = cut_through()
    raise TemplateFault(path, place_of(xml, line), reason, hint=hint)


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
