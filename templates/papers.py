"""Papers for a screen or a batch: looked at before they are made, made one after another, read again."""

from __future__ import annotations

import asyncio
import json
import re
import tempfile
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from records.errors import (
    DiskFull,
    NotFound,
    Refused,
    ServerUnavailable,
    UsageFault,
    XuedangError,
    unwritable,
)
from records.language import current_language, translator
from records.record import Record
from templates.documents import DOCUMENTS, MadeDocument, expand, make_document, spec_of
from templates.package import unpack
from templates.pictures import read_attachment
from templates.reading import Block, read_docx
from templates.register import issue_document, issued_file, issued_spec
from templates.spec import DocumentSpec, Options
from templates.writing import left_alone, need_folder, write_files

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("templates")
#: So many files of one paper are read; nobody looks through more before printing.
_READ = 5
#: After these no other paper can be made either.
FATAL = (ServerUnavailable, DiskFull)
#: An option as messages spell it.
_SPACED_OPTION = re.compile(r"(?P<before> ?)(?P<option>--[a-z]+(?:-[a-z]+)*)(?P<after> ?)")


@dataclass(frozen=True)
class ReadFile:
    """A file of a paper and its text."""

    name: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Preview:
    """What would be made: ``papers`` of them, of which ``made`` is the first. Nothing was kept.

    ``files`` are the first files of that paper; ``more`` it has besides.
    """

    papers: int
    made: MadeDocument
    files: Sequence[ReadFile]
    more: int


async def preview(archive: Archive, name: str, options: Options, lang: str) -> Preview:
    """Make the first of the papers that ``options`` ask for and read it. Raises what `make_document` does."""
    each = await expand(archive, name, options, lang)
    if not each:
        raise Refused(tr("There is nothing to make: nobody is meant by these options."))
    made = await make_document(archive, name, each[0], lang)
    return Preview(len(each), made, await _read(made.files), max(0, len(made.files) - _READ))


async def kept_text(archive: Archive, record: Record) -> tuple[Sequence[ReadFile], int]:
    """The text of an issued document's kept file: its first files, and how many there are besides.

    Raises Refused when it has none, or one that is no Word file.
    """
    from docx.opc.exceptions import PackageNotFoundError

    try:
        files = await kept_files(archive, record)
        return await _read(files), max(0, len(files) - _READ)
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise Refused(tr("The file of {no} can't be read as a Word file.", no=record.no)) from error


async def kept_files(archive: Archive, record: Record) -> list[tuple[str, bytes]]:
    """The files of an issued document as they were kept, a .zip unpacked. Raises Refused when it has none."""
    ref = issued_file(record)
    data = await read_attachment(archive, ref)
    return list(unpack(data).items()) if ref.name.endswith(".zip") else [(ref.name, data)]


async def _read(files: Sequence[tuple[str, bytes]]) -> list[ReadFile]:
    return [ReadFile(name, await asyncio.to_thread(read_docx, data)) for name, data in files[:_READ]]


@dataclass(frozen=True)
class Paper:
    """One paper of a batch: what became of it.

    ``about`` says whose it is. ``paths`` were written; ``record`` is what it was kept as. ``fault`` says why
    there is none, or, with a ``record``, why the kept file could not be written.
    """

    about: str
    paths: Sequence[Path] = ()
    warnings: Sequence[str] = ()
    record: Record | None = None
    fault: XuedangError | None = None


async def make_papers(
    archive: Archive,
    name: str,
    each: Sequence[Options],
    lang: str,
    target: Path,
    *,
    keep: bool,
    over: bool = False,
) -> AsyncGenerator[Paper]:
    """Make papers one after another (``each``: their options, see `expand`) and write them to ``target``.

    With ``keep`` they get numbers and are kept; with ``over`` other files that are there are replaced. When
    one fails it is given with its fault and the rest goes on, unless the server or the disk gave out. Whoever
    stops asking stops it between two papers.
    """
    written: set[Path] = set()
    for options in each:
        record, made = None, None
        try:
            if keep:
                made, record = await issue_document(archive, name, options, lang)
            else:
                made = await make_document(archive, name, options, lang)
            paths = await asyncio.to_thread(write_files, made.files, target, over=over, written=written)
        except XuedangError as error:
            about = made.files[0][0] if made else await _about(archive, spec_of(name), options)
            yield Paper(about, (), made.warnings if made else (), record, error)
            if isinstance(error, FATAL):
                return
        else:
            warnings = [*made.warnings, *left_alone(made.files, target, paths)]
            yield Paper(paths[0].name, paths, warnings, record)


async def _about(archive: Archive, spec: DocumentSpec, options: Options) -> str:
    """Whom or what a paper would be of: the titles of the records that its options name."""
    names = []
    for option in spec.options:
        if option.type == "record" and (text := options.get(option.name)):
            try:
                names.append((await archive.get(text)).title)
            except XuedangError:
                names.append(str(text))
    return "、".join(names) or spec.label.text()


def ready_place(target: Path, count: int) -> None:
    """See that ``count`` files can be written to ``target``, before any number is taken.

    Raises UsageFault, or XuedangError for a place that can't be written.
    """
    need_folder(target, count)
    folder = target.parent if target.suffix.lower() == ".docx" and not target.is_dir() else target
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise unwritable(folder, error) from error


@dataclass(frozen=True)
class Asked:
    """With what a paper was asked for: enough to ask for it anew."""

    document: str
    options: Mapping[str, Any]
    lang: str


def asked(record: Record) -> Asked:
    """How an issued document was asked for; without what was not kept. Raises Refused for an unknown kind."""
    try:
        request = json.loads(str(record.fields.get("request") or "{}"))
    except ValueError:
        request = {}
    options = request.get("options") if isinstance(request, dict) else None
    lang = "en" if record.fields.get("language") == "en" else "zh"
    return Asked(issued_spec(record).name, options if isinstance(options, dict) else {}, lang)


def usual_document(kind: str) -> str | None:
    """Which document a record of ``kind`` usually becomes; else one that can name such a record; or None."""
    for spec in DOCUMENTS.values():
        if kind in spec.kinds[:1]:
            return spec.name
    for spec in DOCUMENTS.values():
        if kind in spec.kinds:
            return spec.name
    return next((spec.name for spec in DOCUMENTS.values() if option_for(spec, kind)), None)


def option_for(spec: DocumentSpec, kind: str) -> str | None:
    """The option of a document that names a record of ``kind``."""
    records = (each for each in spec.options if each.type == "record")
    return next((each.name for each in records if not each.kinds or kind in each.kinds), None)


async def named_record(archive: Archive, text: str, kinds: Sequence[str]) -> Record | None:
    """The record that an option's text names by number or exact name; None when it is none of ``kinds``."""
    from records.people.naming import named

    try:
        return await named(archive, text, tuple(kinds))
    except (ValueError, NotFound):
        return None


def words_for(spec: DocumentSpec, error: XuedangError) -> tuple[str, str]:
    """A fault and its hint in the words of a form, see `form_words`."""
    message, hint = form_words(spec, error.message), form_words(spec, error.hint or "")
    if isinstance(error, UsageFault):
        message = message.replace(f"{spec.name} ", f"{spec.label.text()} ")
    return message, hint


def form_words(spec: DocumentSpec, text: str) -> str:
    """A fault, hint or warning in the words of a form: options by their labels and not as ``--name``."""
    labels = {option.spelling: option.label.text() for option in spec.all_options}

    def say(found: re.Match[str]) -> str:
        if found["option"] not in labels:
            return found[0]
        word = tr("“{label}”", label=labels[found["option"]])
        # No space stands between a Chinese word and a quotation mark.
        return word if current_language() == "zh" else f"{found['before']}{word}{found['after']}"

    return _SPACED_OPTION.sub(say, text)
