"""Zip archives, taken apart as if they were folders: nothing lands outside, nothing unpacks without end."""

from __future__ import annotations

import lzma
import re
import shutil
import stat
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from records.intake.files.reading import QuarantineCode
from records.intake.readers.encoding import detect
from records.intake.readers.sniff import MAX_FILE, MAX_RATIO, RATIO_FROM, Unreadable, sniff

_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_DRIVE = re.compile(r"[A-Za-z]:")
_BLOCK = 1 << 20
_BROKEN = (
    zipfile.BadZipFile,
    RuntimeError,
    NotImplementedError,
    OSError,
    EOFError,
    ValueError,
    zlib.error,
    lzma.LZMAError,
)
# The longest name that every file system takes, in bytes.
_LONGEST = 240


def unpack(path: Path, name: str, folder: Path, members: int, size: int) -> dict[str, Any]:
    """Write the members into ``folder``, each into a folder of its own under its own last name.

    Answers {"format": "zip", "members": [[path in the archive, path below ``folder``]], "left_out": [[path
    in the archive, quarantine code, what was found]]}, or {"format"} alone when the file is no archive.
    At most ``members`` files and ``size`` bytes come out. Raises Unreadable.
    """
    with path.open("rb") as source:
        data = source.read(MAX_FILE + 1)
    form = sniff(name, data).format
    if form != "zip":
        return {"format": form}
    del data
    answer: dict[str, Any] = {"format": "zip", "members": [], "left_out": []}
    try:
        with zipfile.ZipFile(path) as archive:
            _take_apart(archive, folder, members, size, answer)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Unreadable("truncated", str(error)) from error
    return answer


def _take_apart(
    archive: zipfile.ZipFile, folder: Path, members: int, size: int, answer: dict[str, Any]
) -> None:
    entries = [entry for entry in archive.infolist() if not entry.filename.endswith(("/", "\\"))]
    if not entries:
        raise Unreadable("empty")
    if len(entries) > members:
        raise Unreadable("hostile", f"{len(entries)} files")
    left = size
    for number, (entry, inner) in enumerate(zip(entries, _names(entries), strict=True)):
        code = _refusal(entry, inner)
        if code is None:
            target = folder / f"{number:05}" / _last_name(inner)
            target.parent.mkdir()
            code, taken = _write(archive, entry, target, left)
            left -= taken
        if code is None:
            answer["members"].append([inner, target.relative_to(folder).as_posix()])
        else:
            answer["left_out"].append([inner, *code])


def _names(entries: Sequence[zipfile.ZipInfo]) -> list[str]:
    """The paths inside the archive. Where none is declared, the encoding is that of all names together."""
    raw = [entry.orig_filename.encode("cp437") for entry in entries if not entry.flag_bits & _UTF8_NAME]
    encoding = detect(b"\n".join(raw)) or "gb18030"
    names = []
    for entry in entries:
        name = entry.orig_filename
        if not entry.flag_bits & _UTF8_NAME:
            name = name.encode("cp437").decode(encoding, "backslashreplace")
        names.append(name.partition("\0")[0].replace("\\", "/"))
    return names


def _refusal(entry: zipfile.ZipInfo, inner: str) -> tuple[QuarantineCode, str] | None:
    """Why a member is not even opened."""
    path = PurePosixPath(inner)
    if inner.startswith("/") or _DRIVE.match(inner) or ".." in path.parts or not path.name:
        return "hostile", "path"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "hostile", "link"
    if entry.flag_bits & _ENCRYPTED:
        return "encrypted", ""
    if entry.file_size > MAX_FILE:
        return "too_big", f"{entry.file_size // 1048576} MiB"
    if entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * entry.compress_size:
        return "hostile", f"1:{entry.file_size // max(1, entry.compress_size)}"
    return None


def _last_name(inner: str) -> str:
    name = PurePosixPath(inner).name
    if len(name.encode("utf-8", "surrogatepass")) <= _LONGEST:
        return name
    suffix = PurePosixPath(name).suffix[:16]
    stem = name.encode("utf-8", "surrogatepass")[: _LONGEST - len(suffix.encode())]
    return stem.decode("utf-8", "ignore") + suffix


def _write(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, left: int
) -> tuple[tuple[QuarantineCode, str] | None, int]:
    """Unpack one member; what it says of its own size is not believed. Why it was left out, and its bytes."""
    taken, most = 0, min(left, MAX_FILE)
    code: tuple[QuarantineCode, str] | None = None
    try:
        with archive.open(entry) as source, target.open("wb") as out:
            while block := source.read(_BLOCK):
                taken += len(block)
                if taken > most:
                    code = ("hostile", f"> {most // 1048576} MiB")
                    break
                out.write(block)
    except _BROKEN as error:
        code = ("truncated", str(error))
    if code is not None:
        shutil.rmtree(target.parent)
    return code, taken
