"""The documents an office can make, and making one. Nothing is written here: see `templates.register`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from records.errors import UnreadableFile, UsageFault
from records.file_names import safe_name
from records.home_paths import TEMPLATES
from records.language import LANGUAGES, Language, listed, translator
from records.values import Value
from templates.contexts import (
    assessment_register,
    assessment_summary,
    briefing,
    certificate,
    circular,
    commendation,
    exam_results,
    filed_catalogue,
    minutes,
    personal_archive,
    record_sheet,
    rectification,
    sign_in,
    stage_summary,
)
from templates.fault import TemplateFault
from templates.fields import printed_fields
from templates.render import COMMON, WordTemplate, load
from templates.snapshot import Frozen, freeze
from templates.spec import DocumentSpec, Draft, Options, Request, checked_options
from templates.writing import write_files

if TYPE_CHECKING:
    from bson.objectid import ObjectId

    from records.archive import Archive

tr = translator("templates")
SHIPPED = Path(__file__).parent

#: Every document, by the name the command line knows it by, in the order of menus.
DOCUMENTS: Mapping[str, DocumentSpec] = {
    spec.name: spec
    for spec in (
        stage_summary.SPEC,
        commendation.SPEC,
        certificate.SPEC,
        minutes.SPEC,
        briefing.SPEC,
        assessment_register.SPEC,
        assessment_summary.SPEC,
        personal_archive.SPEC,
        circular.SPEC,
        rectification.SPEC,
        sign_in.SPEC,
        exam_results.SPEC,
        filed_catalogue.SPEC,
        record_sheet.SPEC,
    )
}


@dataclass(frozen=True)
class MadeDocument:
    """What was made: files (name, bytes) and everything needed to keep them (see `Draft`).

    ``snapshot`` is the printed data, ``request`` the options and the day, both as JSON; ``media`` the
    pictures by checksum; ``template`` the bytes of the template.
    """

    document: str
    lang: Language
    files: list[tuple[str, bytes]]
    warnings: list[str]
    subject: ObjectId
    subjects: list[ObjectId]
    doc_no: str
    taken_no: str
    template: bytes = field(repr=False)
    template_sha256: str
    snapshot: str = field(repr=False)
    request: str
    media: Mapping[str, bytes] = field(repr=False)
    keep: Mapping[str, Value] = field(default_factory=dict, repr=False)

    def write(self, target: Path, *, over: bool = False, written: set[Path] | None = None) -> list[Path]:
        """Write the files to ``target``, as `templates.writing.write_files` does."""
        return write_files(self.files, target, over=over, written=written)


def spec_of(name: str) -> DocumentSpec:
    """The document called ``name``. Raises UsageFault with the names there are."""
    spec = DOCUMENTS.get(name)
    if spec is None:
        raise UsageFault(
            tr("There is no document {name!r}.", name=name),
            hint=tr("Known: {names}.", names=listed(DOCUMENTS)),
        )
    return spec


def request_of(
    archive: Archive, name: str, options: Options, lang: str, *, on: date | None = None, number: bool = False
) -> Request:
    """A checked request; ``on`` is the working date unless given. Raises UsageFault."""
    if lang not in LANGUAGES:
        raise UsageFault(tr("Language {lang!r} is not known.", lang=lang), hint=tr("Use zh or en."))
    return Request(
        archive,
        "zh" if lang == "zh" else "en",
        on or archive.settings.today,
        checked_options(spec_of(name), options),
        number,
    )


async def expand(archive: Archive, name: str, options: Options, lang: str) -> Sequence[Options]:
    """The options of each single document that ``options`` ask for: one for most, many for a whole unit."""
    spec = spec_of(name)
    ask = request_of(archive, name, options, lang)
    return await spec.expand(ask) if spec.expand else [ask.options]


async def for_one_file(archive: Archive, name: str, options: Options, lang: str) -> Options:
    """``options`` for a paper that is to be one file: ``merged`` where it would be several and can be one.

    Nothing is kept and no number taken. Raises what `expand` and the document's context raise.
    """
    spec = spec_of(name)
    if not any(option.name == "merged" for option in spec.options):
        return options
    each = await expand(archive, name, options, lang)
    several = len(each) > 1
    if len(each) == 1:
        several = len((await spec.gather(request_of(archive, name, each[0], lang))).sheets) > 1
    return {**options, "merged": True} if several else options


async def make_document(
    archive: Archive, name: str, options: Options, lang: str, *, on: date | None = None, number: bool = False
) -> MadeDocument:
    """Make the document ``name`` (a key of `DOCUMENTS`) in ``lang``, as of the working date or of ``on``.

    With ``number`` a paper that has no document number yet gets the next one. Raises UsageFault for an
    unknown document or option, and what its context and template raise: NotFound, Refused, TemplateFault.
    """
    spec = spec_of(name)
    ask = request_of(archive, name, options, lang, on=on, number=number)
    draft = await spec.gather(ask)
    media = {key: data for sheet in draft.sheets for key, data in sheet.media.items()}
    path = template_path(archive, name, ask.lang)
    try:
        template = await asyncio.to_thread(load, path)
        sheets = await frozen_sheets(ask, draft, template)
        files = await asyncio.to_thread(
            lay_out, template, sheets, safe_name(draft.merged) if draft.merged else "", media
        )
    except (TemplateFault, UnreadableFile) as error:
        if not path.is_relative_to(SHIPPED):
            way_back = tr("Or move this file elsewhere: then the program's own template is used.")
            error.hint = f"{error.hint} {way_back}".strip()
        raise
    return MadeDocument(
        document=name,
        lang=ask.lang,
        files=files,
        warnings=list(draft.warnings),
        subject=draft.subject,
        subjects=list(draft.subjects),
        doc_no=draft.doc_no,
        taken_no=draft.taken_no,
        template=template.data,
        template_sha256=template.sha256,
        snapshot=freeze(sheets, draft.merged),
        request=_asked(ask, draft),
        media=media,
        keep=draft.keep,
    )


def _asked(ask: Request, draft: Draft) -> str:
    """The request as it can be made again: a number taken for this paper becomes an option of it."""
    options = {**ask.options, **({"doc_no": draft.taken_no} if draft.taken_no else {})}
    return json.dumps({"options": options, "on": ask.on}, ensure_ascii=False, default=str)


async def frozen_sheets(ask: Request, draft: Draft, template: WordTemplate) -> list[Frozen]:
    """The sheets of a draft with all that their template prints."""
    common = {**COMMON, "bilingual": bool(ask.options.get("bilingual"))}
    fields: Sequence[Mapping[str, Any]] = [{}] * len(draft.sheets)
    if template.uses("record"):
        fields = await printed_fields(ask.archive, [sheet.record for sheet in draft.sheets], ask.lang)
    return [
        Frozen(sheet.name, sheet.context, common | {"record": own})
        for sheet, own in zip(draft.sheets, fields, strict=True)
    ]


def lay_out(
    template: WordTemplate, sheets: Sequence[Frozen], merged: str, media: Mapping[str, bytes]
) -> list[tuple[str, bytes]]:
    """The files of a document: one for each sheet, or one of the name ``merged``."""
    if merged:
        contexts, commons = [each.context for each in sheets], [each.common for each in sheets]
        return [(f"{merged}.docx", template.render_merged(contexts, commons, media))]
    files: dict[str, bytes] = {}
    seen: dict[str, int] = {}
    for sheet in sheets:
        name = safe_name(sheet.name)
        again = seen.get(name, 0)
        seen[name] = again + 1
        files[f"{name} ({again + 1}).docx" if again else f"{name}.docx"] = template.render(
            sheet.context, sheet.common, media
        )
    return list(files.items())


def template_path(archive: Archive, name: str, lang: str) -> Path:
    """The office's own template below ``templates`` of the data folder, otherwise the shipped one."""
    own = archive.settings.home / TEMPLATES / lang / f"{name}.docx"
    return own if own.is_file() else SHIPPED / lang / f"{name}.docx"
