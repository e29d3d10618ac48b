"""Files on a disk that is not ours: names made of data, and writing whole files or none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from records.errors import UsageFault
from records.language import translator
from records.whole_file import whole_file

tr = translator("templates")
_OTHER_FORMATS = (".doc", ".docm", ".dot", ".dotx", ".wps", ".wpt", ".odt", ".rtf", ".pdf", ".txt", ".zip")


def write_files(
    files: Sequence[tuple[str, bytes]], target: Path, *, over: bool = False, written: set[Path] | None = None
) -> list[Path]:
    """Write files (name, bytes) to ``target``: a ``….docx`` for a single one, otherwise a folder.

    Another file that is there already stays, since it may have been edited: the new one gets a number, and
    `left_alone` tells so; with ``over`` it is replaced. ``written`` are the places that other papers of a
    batch have, as `_same_place` gives them. Returns the paths. Raises UsageFault, DiskFull, and XuedangError
    for a place that can't be written; no file is left half written.
    """
    places = _places(files, target)
    if places != [target]:
        need_folder(target, len(files))
    written = set() if written is None else written
    paths = []
    for place, (_, data) in zip(places, files, strict=True):
        path, number = place, 2
        while _same_place(path) in written or (not over and _is_other(path, data)):
            path, number = place.with_name(f"{place.stem} ({number}){place.suffix}"), number + 1
        written.add(_same_place(path))
        _write(path, data)
        paths.append(path)
    return paths


def left_alone(files: Sequence[tuple[str, bytes]], target: Path, paths: Sequence[Path]) -> list[str]:
    """A sentence for each file that `write_files` wrote beside another one, from what it gave back."""
    return [
        tr(
            "A file {name} was there already and was left alone; this one is {new}.",
            name=place.name,
            new=path.name,
        )
        for place, path in zip(_places(files, target), paths, strict=True)
        if path != place
    ]


def _places(files: Sequence[tuple[str, bytes]], target: Path) -> list[Path]:
    """Where files go when nothing is there yet."""
    if len(files) == 1 and is_one_file(target):
        return [target]
    return [target / name for name, _ in files]


def _same_place(path: Path) -> Path:
    """What two names of one file have in common: some disks don't tell A from a."""
    return path.with_name(path.name.casefold())


def _is_other(path: Path, data: bytes) -> bool:
    """Whether something else than ``data`` is there."""
    try:
        return path.exists() and (path.stat().st_size != len(data) or path.read_bytes() != data)
    except OSError:
        return False  # writing will say what is wrong


def _found(target: Path) -> tuple[bool, bool]:
    """Whether something is there, and whether it is a folder; a name no disk can hold is not there."""
    try:
        return target.exists(), target.is_dir()
    except OSError:
        return False, False


def is_one_file(target: Path) -> bool:
    """Whether ``target`` is the name of a single Word file, and no folder."""
    return target.suffix.lower() == ".docx" and not _found(target)[1]


def need_folder(target: Path, count: int) -> None:
    """See that ``count`` files can go to ``target``: a folder, or for one a ``….docx``. Raises UsageFault."""
    taken, folder = _found(target)
    suffix = target.suffix.lower()
    if folder or (count == 1 and suffix == ".docx"):
        return
    if count > 1 and (suffix == ".docx" or taken):
        raise UsageFault(
            tr("{count} files can't go into one file, {path}.", count=count, path=target),
            hint=tr("Give a folder."),
        )
    if taken or suffix in _OTHER_FORMATS:
        raise UsageFault(
            tr("{path} is neither a .docx file nor a folder.", path=target),
            hint=tr("Word files are written as .docx."),
        )


def _write(path: Path, data: bytes) -> None:
    with whole_file(path) as part:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
