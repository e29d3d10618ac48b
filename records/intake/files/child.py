"""The process that opens files nobody has looked into: little memory, little time, no reply if it dies.

Started by ``records.intake.files.worker`` as ``python -m records.intake.files.child``. One line of JSON asks
for a file ({"path", "name", "spool"}, or with "unpack" in the place of "spool" for its members), one line
answers; the content goes through the spool file, or into the folder to unpack into.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from records.intake.files.reading import Format
from records.intake.files.spool import write
from records.intake.readers.made import Made
from records.intake.readers.sniff import MAX_FILE, Unreadable, format_of_name, sniff

MEMORY = 2 * 1024**3
SPOOL_SIZE = 4 * 1024**3
SECONDS = 60

#: The reader of each format: module and function. Each family's library is loaded only when a file comes.
_READERS: dict[Format, tuple[str, str]] = {
    "xls": ("excel", "read_workbook"),
    "xlsx": ("excel", "read_workbook"),
    "csv": ("delimited", "read_delimited"),
    "json": ("objects", "read_objects"),
    "xml": ("spreadsheetml", "read_spreadsheetml"),
    "docx": ("docx", "read_docx"),
    "doc": ("doc", "read_doc"),
    "rtf": ("rtf", "read_rtf"),
    "txt": ("text", "read_text"),
    "pdf": ("pdf", "read_pdf"),
}


def main() -> int:
    """Answer requests until the parent closes the pipe."""
    limit_memory()
    replies = os.fdopen(os.dup(1), "w", encoding="ascii")
    # Whatever a library prints must not be taken for a reply.
    os.dup2(2, 1)
    for line in sys.stdin:
        request = json.loads(line)
        _limit_time(SECONDS + request.get("longer", 0))
        answer = _answer(request)
        replies.write(json.dumps(answer) + "\n")
        replies.flush()
        if answer.get("again"):
            return 1
    return 0


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    path = Path(os.fsdecode(bytes.fromhex(request["path"])))
    try:
        if "unpack" in request:
            from records.intake.readers.unpacking import unpack

            folder = Path(os.fsdecode(bytes.fromhex(request["unpack"])))
            return unpack(path, request["name"], folder, request["members"], request["size"])
        return answer_to(path, request["name"], request["spool"])
    except Unreadable as fault:
        return {"refused": fault.code, "detail": fault.detail[:300]}
    except MemoryError:
        return {"refused": "too_big", "detail": "memory", "again": True}
    except RecursionError:
        return {"refused": "hostile", "detail": "nesting"}
    except FileNotFoundError:
        return {"refused": "missing", "detail": ""}
    except PermissionError as error:
        return {"refused": "denied", "detail": str(error.strerror)}
    except Exception as error:  # noqa: BLE001  what ten libraries raise over damage has no common base
        return {"refused": "unreadable", "detail": f"{type(error).__name__}: {error}"[:300]}


def answer_to(path: Path, name: str, spool: str) -> dict[str, Any]:
    """Read one file into the spool. Raises Unreadable for what is no file of any known kind."""
    with path.open("rb") as source:
        data = source.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise Unreadable("too_big", f"{MAX_FILE // 1048576} MiB")
    sniffed = sniff(name, data)
    # Of what was read, not of what lies there now: the parent tells by it whether the file changed meanwhile.
    told = {"format": sniffed.format, "sha256": hashlib.sha256(data).hexdigest()}
    try:
        with Path(spool).open("wb") as target:
            return told | _read(sniffed.format, name, data, list(sniffed.warnings), target)
    except Unreadable as fault:
        return told | {"refused": fault.code, "detail": fault.detail[:300]}


def _read(form: Format, name: str, data: bytes, warnings: list[str], target: IO[bytes]) -> dict[str, Any]:
    made = _made(form, name, data)
    made.warnings[:0] = warnings
    answer = write(made, target)
    answer["reader"] = made.reader
    # One row alone is headings without anything below them.
    if made.sheets is not None and not any(sheet["count"] > 1 for sheet in answer["sheets"]):
        answer["warnings"].append("no_rows")
    return answer


def _made(form: Format, name: str, data: bytes) -> Made:
    if form == "html":
        from records.intake.readers.html import read_html

        return read_html(data, as_paper=format_of_name(name) in ("doc", "docx", "rtf", "txt"))
    if form == "txt" and name.lower().endswith((".md", ".markdown")):
        from records.intake.readers.text import read_markdown

        return read_markdown(data)
    if form not in _READERS:
        return Made("none")
    module, function = _READERS[form]
    reader: Callable[[bytes], Made] = getattr(import_module(f"records.intake.readers.{module}"), function)
    return reader(data)


def limit_memory() -> None:
    """Let the process have so much memory, and write no larger files than a spool may become."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (SPOOL_SIZE, SPOOL_SIZE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(seconds: int) -> None:
    """Allow so many more seconds of the processor; only the soft limit can be raised again."""
    if sys.platform == "win32":
        return
    import resource

    usage = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime) + seconds, hard))


if __name__ == "__main__":
    sys.exit(main())
