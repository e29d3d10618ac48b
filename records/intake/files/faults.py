"""The sentences for files that are refused or left out."""

from __future__ import annotations

from pathlib import Path

from records.intake.files.reading import Quarantine, QuarantineCode, Skip, SkipReason
from records.language import translator

tr = translator("records")


def quarantine(path: Path, code: QuarantineCode, detail: str = "", *, sha256: str = "") -> Quarantine:
    """The error for a file that cannot be read; ``sha256`` as far as its bytes were read at all."""
    message = tr("{file}: {reason}", file=_shown(path), reason=reason_text(code))
    message = f"{message} ({detail})" if detail else message
    return Quarantine(path, code, message, hint=_hint(code), sha256=sha256)


def reason_text(code: QuarantineCode) -> str:
    """Why a file was refused, in words."""
    texts: dict[QuarantineCode, str] = {
        "empty": tr("the file is empty"),
        "truncated": tr("the file is damaged: a part of it is missing"),
        "encrypted": tr("the file is protected by a password"),
        "unreadable": tr("the file is damaged and can't be read"),
        "unsupported": tr("this kind of file can't be read"),
        "binary": tr("the file is no text, table or paper"),
        "too_big": tr("the file is too big to be read safely"),
        "hostile": tr("the file unpacks to something that is no office paper"),
        "encoding": tr("a part of the text is in no known encoding"),
        "killed": tr("reading the file brought the reader down"),
        "timeout": tr("reading the file took too long"),
        "changed": tr("the file changed while it was read"),
        "missing": tr("there is no such file"),
        "denied": tr("the file may not be opened"),
    }
    return texts[code]


def _hint(code: QuarantineCode) -> str:
    if code == "encrypted":
        return tr("Save it without the password and import it again.")
    if code == "unsupported":
        return tr("Open it in an office program, save it as .xlsx or .docx and import it again.")
    if code in ("changed", "denied"):
        return tr("Close the programs that use it, check who may read it, and import it again.")
    if code in ("missing", "empty"):
        return ""
    return tr("Open it in an office program; if it opens there, save it anew and import it again.")


def skip(path: Path, reason: SkipReason) -> Skip:
    """The error for a file that never held a record."""
    texts: dict[SkipReason, str] = {
        "lock_file": tr("a mark of an open document"),
        "system_file": tr("a file of the operating system"),
        "symlink": tr("a link, which is not followed"),
        "hidden": tr("a hidden companion file"),
    }
    return Skip(path, reason, tr("{file}: {reason}", file=_shown(path), reason=texts[reason]))


def _shown(path: Path) -> str:
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
