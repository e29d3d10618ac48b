"""The process that opens files nobody has looked into: little memory, little time, no reply if it dies.

Started by ``records.intake.pool`` as ``python -m records.intake.child``. One line of JSON asks for a
file ({"path", "name", "spool"}), one line answers; the content goes through the spool file.
"""

from __future__ import annotations

import json
import os
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import IO, Any

from records.intake.readers.made import Made
from records.intake.readers.sniff import MAX_FILE, Unreadable, sniff
from records.intake.reading import Format
from records.intake.spool import write

MEMORY = 2 * 1024**3
SPOOL_SIZE = 4 * 1024**3
SECONDS = 60


def main() -> int:
    """Answer requests until the parent closes the pipe."""
    _limit_memory()
    replies = os.fdopen(os.dup(1), "w", encoding="ascii")
    # Whatever a library prints must not be taken for a reply.
    os.dup2(2, 1)
    for line in sys.stdin:
        request = json.loads(line)
        _limit_time()
        try:
            answer = answer_to(
                Path(os.fsdecode(bytes.fromhex(request["path"]))), request["name"], request["spool"]
            )
        except Unreadable as fault:
            answer = {"refused": fault.code, "detail": fault.detail[:300]}
        except MemoryError:
            answer = {"refused": "too_big", "detail": "memory"}
        except RecursionError:
            answer = {"refused": "hostile", "detail": "nesting"}
        except FileNotFoundError:
            answer = {"refused": "missing", "detail": ""}
        except PermissionError as error:
            answer = {"refused": "denied", "detail": str(error.strerror)}
        replies.write(json.dumps(answer) + "\n")
        replies.flush()
        if "refused" in answer and answer["refused"] == "too_big":
            return 1
    return 0


def answer_to(path: Path, name: str, spool: str) -> dict[str, Any]:
    """Read one file into the spool. Raises Unreadable."""
    with path.open("rb") as source:
        data = source.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise Unreadable("too_big", f"{MAX_FILE // 1048576} MiB")
    sniffed = sniff(name, data)
    with Path(spool).open("wb") as target:
        return _read(sniffed.format, data, list(sniffed.warnings), target)


def _read(form: Format, data: bytes, warnings: list[str], target: IO[bytes]) -> dict[str, Any]:
    made = _made(form, data)
    made.warnings[:0] = warnings
    answer = write(made, target)
    answer["format"] = form
    answer["reader"] = _with_version(made.reader)
    if made.sheets is not None and not any(sheet["count"] for sheet in answer["sheets"]):
        answer["warnings"].append("no_rows")
    return answer


def _with_version(reader: str) -> str:
    """The reader's name and the version of the library that did the reading, for the record's origin."""
    libraries = {"calamine": "python-calamine", "docx": "lxml", "doc": "olefile", "rtf": "striprtf"}
    try:
        return f"{reader} {version(libraries.get(reader, reader))}"
    except PackageNotFoundError:
        return reader


def _made(form: Format, data: bytes) -> Made:
    # Each family's library is loaded only when a file of that family comes.
    if form in ("xls", "xlsx"):
        from records.intake.readers.excel import read_workbook

        return read_workbook(data)
    if form == "csv":
        from records.intake.readers.delimited import read_delimited

        return read_delimited(data)
    if form == "docx":
        from records.intake.readers.docx import read_docx

        return read_docx(data)
    if form == "doc":
        from records.intake.readers.doc import read_doc

        return read_doc(data)
    if form == "rtf":
        from records.intake.readers.rtf import read_rtf

        return read_rtf(data)
    if form == "txt":
        from records.intake.readers.text import read_text

        return read_text(data)
    return Made("none")


def _limit_memory() -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (SPOOL_SIZE, SPOOL_SIZE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time() -> None:
    """Allow so many more seconds of the processor; only the soft limit can be raised again."""
    if sys.platform == "win32":
        return
    import resource

    usage = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime) + SECONDS, hard))


if __name__ == "__main__":
    sys.exit(main())
