"""The head of the journal's chain, kept outside the archive: printed and written down, or in a backup.

Whoever cuts off the end of the journal, seals and records included, leaves an archive that is whole in
itself. Only a head from elsewhere tells that there was more.
"""

from __future__ import annotations

import re
import zipfile
from contextlib import suppress
from pathlib import Path

from records.archive import Archive
from records.errors import Refused, UnreadableFile, UsageFault, XuedangError, system_reason
from records.keep.backup.container import AskKey, BackupFile
from records.keep.verify.finding import Head
from records.language import translator
from records.store.sealing import Sealer
from records.typed_path import typed_path

tr = translator("records")

#: So many digits of a root at least: fewer could be met by chance, or by effort.
LEAST_DIGITS = 16
_HEAD = re.compile(r"(\d{1,15})\s*[:：]\s*([0-9a-f]{4}(?:[ \t\r\n]*[0-9a-f]{4})*)", re.IGNORECASE)
_MOST_TEXT = 100_000


async def head_of(archive: Archive) -> Head | None:
    """The head as it stands now, what waits for a seal sealed first; None for an empty journal."""
    with suppress(XuedangError):  # one that may not write is told the head as it is
        await Sealer(archive.store, archive.operator).seal()
    last = await archive.store.seals.find_one({}, sort=[("_id", -1)])
    return Head(last["_id"], last["root"].hex()) if last else None


def parse_head(text: str) -> Head | None:
    """A head as it is written down, ``12:3f0a 91c4 …``; None for anything else."""
    found = _HEAD.fullmatch(text.strip())
    if found is None:
        return None
    root = "".join(found[2].split()).lower()
    return Head(int(found[1]), root) if LEAST_DIGITS <= len(root) <= 64 else None


def read_head(text: str, ask: AskKey) -> Head:
    """The head that ``text`` is, or that the file of that name holds: a backup, or a text.

    ``ask`` is asked for the key of an encrypted backup. Raises UsageFault, UnreadableFile, Refused.
    """
    if (head := parse_head(text)) is not None:
        return head
    path = typed_path(text)
    if not path.is_file():
        raise UsageFault(
            tr("{text} is neither a head of the journal nor a file.", text=text),
            hint=tr("A head is N:ROOT as `xuedang verify --print-head` prints it, at least 16 digits of it."),
        )
    if zipfile.is_zipfile(path):
        return _of_backup(path, ask)
    try:
        found = _HEAD.search(path.read_text(encoding="utf-8", errors="replace")[:_MOST_TEXT])
    except OSError as error:
        raise UnreadableFile(path, system_reason(error)) from error
    if found is None or (head := parse_head(found[0])) is None:
        raise Refused(tr("{path} holds no head of the journal.", path=path))
    return head


def _of_backup(path: Path, ask: AskKey) -> Head:
    backup = BackupFile(path, ask)
    try:
        head = backup.manifest.head
    finally:
        backup.close()
    if head is None:
        raise Refused(tr("{path} was made of an archive without a journal.", path=path))
    return Head(head.seal, head.root)
