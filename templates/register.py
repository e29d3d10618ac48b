"""The register of papers that went out: each kept with its number, its data and its template.

A kept paper can be found, checked, printed again to the same bytes, and compared with what the records say
now.
"""

from __future__ import annotations

import asyncio
import json
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from records.errors import InvalidRecord, Refused, XuedangError
from records.file_names import safe_name
from records.language import translator
from records.lists.issued import PICTURE, TEMPLATE, issued_before, papers_of
from records.office.roles import PAPER
from records.record import AttachmentRef, Record
from records.values import Value
from templates.changes import differences
from templates.documents import (
    DOCUMENTS,
    MadeDocument,
    frozen_sheets,
    lay_out,
    make_document,
    request_of,
    template_path,
)
from templates.package import pack
from templates.pictures import read_attachment
from templates.render import WordTemplate, as_kept, load
from templates.snapshot import Frozen, printed, thaw
from templates.spec import DocumentSpec, Options

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("templates")
_ATTEMPTS = 20


async def issue_document(
    archive: Archive, name: str, options: Options, lang: str, *, on: date | None = None
) -> tuple[MadeDocument, Record]:
    """Make a document with its number and keep it. Raises what `make_document` and `issue` raise."""
    for _ in range(_ATTEMPTS):
        made = await make_document(archive, name, options, lang, on=on, number=True)
        try:
            return made, await issue(archive, made)
        except InvalidRecord as error:
            # Somebody else took that number between making and keeping: make it again with the next.
            if not any(fault.path == "assigned_no" for fault in error.faults):
                raise
    raise Refused(tr("No document number could be taken: others take them at the same time. Try again."))


async def issue(archive: Archive, made: MadeDocument) -> Record:
    """Keep a document that was made: an ``issued_document`` record with its file, verified.

    The same paper (same data, template and language) is kept once: then the earlier record is given
    back. Several files are kept as one .zip. Figures it printed are frozen into a stage summary that is not
    verified yet. Raises what `Archive.save` and `Archive.keep_file` raise.
    """
    if made.keep and archive.may("edit"):
        source = await archive.get(made.subject)
        if source.status in ("draft", "submitted"):
            source.fields |= made.keep
            await archive.save(source, note=tr("Figures as printed"))
    fields, name = _fields(made, archive.settings.today), _kept_name(made)
    same = await issued_before(archive, fields, name)
    if same is not None:
        return same
    record = Record.new(PAPER, fields, status="verified")
    # The files first: a paper that is in the register is there whole.
    files = {
        name: kept_file(made.files, name),
        f"{TEMPLATE}{made.document}.docx": made.template,
        **{f"{PICTURE}{key[:16]}": data for key, data in made.media.items()},
    }
    record.attachments = [await archive.keep_file(called, data) for called, data in files.items()]
    return await archive.save(record)


def _fields(made: MadeDocument, on: date) -> dict[str, Value]:
    return {
        "document": DOCUMENTS[made.document].label.zh,
        "doc_no": made.doc_no or None,
        "assigned_no": made.taken_no or None,
        "subject": made.subject,
        "subjects": list(made.subjects),
        "language": made.lang,
        "issued_on": on,
        "template_sha256": made.template_sha256,
        "request": made.request,
        "snapshot": made.snapshot,
    }


def _kept_name(made: MadeDocument) -> str:
    if len(made.files) == 1:
        return made.files[0][0]
    return safe_name(f"{DOCUMENTS[made.document].label.text(made.lang)} {made.doc_no}") + ".zip"


def kept_file(files: list[tuple[str, bytes]], name: str) -> bytes:
    """Files as the register keeps them: the one file itself, several as one zip."""
    return files[0][1] if len(files) == 1 and not name.endswith(".zip") else pack(dict(files))


def issued_file(record: Record) -> AttachmentRef:
    """The file of an issued document. Raises Refused when it has none."""
    for ref in papers_of(record):
        return ref
    raise Refused(tr("{no} has no file.", no=record.no or record.title))


def issued_spec(record: Record) -> DocumentSpec:
    """What kind of document an issued one is. Raises Refused."""
    label = record.fields.get("document")
    for spec in DOCUMENTS.values():
        if spec.label.zh == label:
            return spec
    raise Refused(tr("{no} is a document of no known kind: {label}.", no=record.no, label=label))


async def made_again(archive: Archive, record: Record) -> list[tuple[str, bytes]]:
    """The files of an issued document, rendered once more from its snapshot and its template.

    Raises Refused when its data or its template was not kept, or when the result is not what was kept.
    """
    spec = issued_spec(record)
    template = await _kept_template(archive, record)
    sheets, merged = _kept_sheets(record, spec)
    media = {
        ref.sha256: await read_attachment(archive, ref)
        for ref in record.attachments
        if ref.name.startswith(PICTURE)
    }
    files = await asyncio.to_thread(lay_out, template, sheets, safe_name(merged) if merged else "", media)
    kept = issued_file(record)
    if sha256(kept_file(files, kept.name)).hexdigest() != kept.sha256:
        raise Refused(
            tr("{no} made again is not the file that was kept.", no=record.no),
            hint=tr("This version of the program lays it out differently. Save the kept file instead."),
        )
    return files


async def _kept_template(archive: Archive, record: Record) -> WordTemplate:
    wanted = record.fields.get("template_sha256")
    for ref in record.attachments:
        if ref.name.startswith(TEMPLATE) and ref.sha256 == wanted:
            return as_kept(Path(ref.name), await read_attachment(archive, ref), ref.sha256)
    raise Refused(tr("The template of {no} was not kept.", no=record.no))


def _kept_sheets(record: Record, spec: DocumentSpec) -> tuple[list[Frozen], str]:
    return thaw(str(record.fields.get("snapshot") or ""), spec.context)


async def is_outdated(archive: Archive, record: Record) -> bool:
    """Whether the records say something else now than this paper printed, asked as of the same day.

    A paper whose records are gone (void, or no longer found) is outdated.
    """
    kept, now = await _as_of_today(archive, record)
    return kept != now


async def what_changed(archive: Archive, record: Record) -> list[str]:
    """What an outdated paper would print otherwise now, a line each; empty when it is not outdated."""
    kept, now = await _as_of_today(archive, record)
    if kept == now:
        return []
    if not now:
        return [tr("It can't be made from today's records.")]
    spec = issued_spec(record)
    kind = archive.kinds.get(spec.kinds[0]) if spec.kinds else None
    return [str(each) for each in differences(spec, kind, kept, now)]


async def _as_of_today(archive: Archive, record: Record) -> tuple[str, str]:
    """The snapshot of a paper, and the one it would have now; the latter is empty when it can't be made."""
    spec = issued_spec(record)
    asked: dict[str, Any] = json.loads(str(record.fields.get("request") or "{}"))
    on = date.fromisoformat(asked["on"]) if "on" in asked else None
    ask = request_of(archive, spec.name, asked.get("options", {}), str(record.fields.get("language")), on=on)
    sheets, merged = _kept_sheets(record, spec)
    try:
        draft = await spec.gather(ask)
        template = await asyncio.to_thread(load, template_path(archive, spec.name, ask.lang))
        now = await frozen_sheets(ask, draft, template)
    except XuedangError:
        return printed(sheets, merged), ""
    if sheets and not sheets[0].common.get("record"):
        now = [Frozen(each.name, each.context, {**each.common, "record": {}}) for each in now]
    return printed(sheets, merged), printed(now, draft.merged)
