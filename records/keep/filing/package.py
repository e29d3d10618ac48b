"""Hands a filed year over: a folder that proves what it holds without xuedang (BagIt, RFC 8493).

Beside each paper stand its record as text for people (.html), for programs (.json) and as the very bytes that
the journal has the hash of (.bson), with its attachments; then the documents made from them, the catalogue,
the metadata, and the journal's entries with the seals that bind them.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bson
from bson.objectid import ObjectId

from records.errors import Refused, refuse_taken, unwritable
from records.file_names import safe_file_name, safe_name
from records.keep.export import kind_of, line_of
from records.keep.filing import package_pages as pages
from records.keep.filing.catalogue import COLUMNS, Catalogue, Line, catalogue
from records.keep.filing.evidence import write_evidence
from records.keep.plain import Named
from records.language import current_language, translator
from records.lists.issued import issued_about, papers_of
from records.lists.sheet import write_sheet
from records.record import AttachmentRef, Record
from records.references import references_of
from records.store import journal

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")

_BATCH = 100


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What was handed over: the folder, how many papers, and how many journal entries no seal binds yet."""

    folder: Path
    papers: int
    unsealed: int


async def hand_over(
    archive: Archive,
    year: int,
    folder: Path,
    *,
    on: date,
    arranged_by: str = "",
    checked_by: str = "",
    papers: Mapping[str, bytes] | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> HandedOver:
    """Write the papers filed of a year into a folder that is not there yet, whole or not at all.

    ``arranged_by`` and ``checked_by`` stand on the note of the box (备考表); ``papers`` are further files,
    such as the catalogue in Word. Raises Refused when nothing is filed of the year, the folder is there or
    can't be written, DamagedFile for an attachment that is not what was put in.
    """
    found = await catalogue(archive, year, on=on)
    if not found.filed:
        raise Refused(
            tr("Nothing is filed of {year}.", year=year),
            hint=tr("`xuedang file {year}` lists what would be filed.", year=year),
        )
    async with _whole_folder(folder) as part:
        await _write_tables(archive, found, part, on, arranged_by, checked_by)
        for name, data in (papers or {}).items():
            (part / safe_file_name(name)).write_bytes(data)
        done = 0
        for start in range(0, len(found.lines), _BATCH):
            lines = found.lines[start : start + _BATCH]
            await _write_papers(archive, lines, part / "papers")
            done += len(lines)
            if on_progress is not None:
                on_progress(done)
        await _write_issued(archive, found, part / "issued")
        unsealed = await write_evidence(archive, [each.record for each in found.lines], part / "journal")
        (part / "README.txt").write_text(pages.readme(found), encoding="utf-8")
        await _bag(part, found)
        entry = journal.entry(
            "hand_over", archive.operator, journal.now(), note=f"{year} → {folder.name}", exported=done
        )
        await journal.note(archive.store, entry)
    return HandedOver(folder, done, unsealed)


@asynccontextmanager
async def _whole_folder(folder: Path) -> AsyncIterator[Path]:
    """A folder under another name beside the wanted one, which it gets when all went well."""
    refuse_taken(folder)
    part = folder.with_name(f".{folder.name}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        yield part
        part.replace(folder)
    except OSError as error:
        raise unwritable(folder, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


# --- the year as a whole -------------------------------------------------------------------------


async def _write_tables(
    archive: Archive, found: Catalogue, part: Path, on: date, arranged_by: str, checked_by: str
) -> None:
    headings = [each.text() for each in COLUMNS]
    rows = [line.cells(number) for number, line in enumerate(found.lines, 1)]
    for ending in ("csv", "xlsx"):
        write_sheet(part / f"catalogue.{ending}", str(found.year), headings, rows)
    records = [each.record for each in found.lines]
    stored: dict[ObjectId, Record] = {}
    for start in range(0, len(records), _BATCH):
        stored |= await archive.get_many(records[start : start + _BATCH])
    people = await archive.names(ref.person for record in stored.values() for ref in record.people)
    metadata = [pages.metadata(line, stored[line.record], found, people) for line in found.lines]
    write_sheet(part / "metadata.csv", "metadata", [each.text() for each in pages.METADATA], metadata)
    note = pages.box_note(found, on, arranged_by, checked_by)
    (part / "box-note.txt").write_text(note, encoding="utf-8")


async def _bag(part: Path, found: Catalogue) -> None:
    """Make a bag of the folder. In a process of its own, because the library changes the working folder."""
    fonds = next((line.filed.fonds for line in found.lines if line.filed), "")
    command = [sys.executable, "-P", "-m", "bagit", "--quiet", "--sha256"]
    command += [f"--source-organization={found.organisation}", f"--external-identifier={fonds} {found.year}"]
    process = await asyncio.create_subprocess_exec(
        *command, str(part), stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
    )
    _, said = await process.communicate()
    if process.returncode != 0:
        last = said.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise Refused(tr("The package could not be closed: {reason}", reason=" ".join(last)))


# --- the papers ----------------------------------------------------------------------------------


async def _write_papers(archive: Archive, lines: list[Line], folder: Path) -> None:
    rows = await archive.store.records.find({"_id": {"$in": [each.record for each in lines]}})
    documents = {row["_id"]: row for row in rows}
    records = {each: Record.from_document(row) for each, row in documents.items()}
    wanted = {
        whom
        for record in records.values()
        for *_, whom in references_of(kind_of(archive.kinds, record.kind), record.fields)
    }
    names = {each: Named(r.no or "", r.title) for each, r in (await archive.get_many(wanted)).items()}
    for line in lines:
        record = records[line.record]
        kind = kind_of(archive.kinds, record.kind)
        where = folder / safe_name(str(line.filed))
        where.mkdir(parents=True)
        (where / "record.bson").write_bytes(bson.encode(documents[line.record]))
        told = json.dumps(line_of(kind, record, names), ensure_ascii=False, indent=2, default=str)
        (where / "record.json").write_text(told + "\n", encoding="utf-8")
        titles = {each: named.title for each, named in names.items()}
        page = pages.paper_page(kind, record, line, titles, current_language())
        (where / "record.html").write_text(page, encoding="utf-8")
        await _write_attachments(archive, record.attachments, where / "attachments")


async def _write_attachments(archive: Archive, attachments: list[AttachmentRef], folder: Path) -> None:
    """Each under its name; a second one of the same name gets a number before it."""
    for number, ref in enumerate(attachments, 1):
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / safe_file_name(ref.name)
        if target.exists():
            target = folder / f"{number}-{safe_file_name(ref.name)}"
        await archive.save_attachment(ref, target)


async def _write_issued(archive: Archive, found: Catalogue, folder: Path) -> None:
    """The Word documents that were made from the papers, once each, and which papers each is about."""
    codes = {each.record: str(each.filed) for each in found.lines}
    ids = list(codes)
    issued: dict[ObjectId, Record] = {}
    for start in range(0, len(ids), _BATCH):
        some = await issued_about(archive, ids[start : start + _BATCH])
        issued |= {each.id: each for each in some}
    listed = []
    for record in issued.values():
        where = folder / safe_name(record.no or str(record.id))
        await _write_attachments(archive, papers_of(record), where)
        others: Any = record.fields.get("subjects") or ()
        subjects = [record.fields.get("subject"), *others]
        concerned = dict.fromkeys(codes[each] for each in subjects if each in codes)
        listed.append([where.name, record.title, " ".join(concerned)])
    if listed:
        headings = [tr("Folder"), tr("Document"), tr("Papers it is about")]
        write_sheet(folder / "issued.csv", "issued", headings, sorted(listed))
