"""The one place where a fault becomes an answer: what happened, what to do, an exit code, no traceback."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from records.errors import InvalidRecord, XuedangError
from records.language import translator
from records.masking import without_secrets

tr = translator("scripts")


def answering(run: Callable[[], int]) -> int:
    """Run something and give its exit code; any fault is told on standard error, in the user's language."""
    try:
        return run()
    except XuedangError as error:
        tell(error)
        return error.exit_code
    except KeyboardInterrupt:
        _say(tr("Interrupted."), tr("What was saved until then is kept."))
        return 3
    except BrokenPipeError:
        # The reader (head, less) has gone. Python would complain once more when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001  a fault of ours: kept in a file, told in a sentence
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            _say(
                tr("The disk is full."),
                tr("What was saved until then is kept. Free some space and run it again."),
            )
            return 3
        return _unexpected(error)


def tell(error: XuedangError) -> None:
    """Print what happened, what exactly, and what to do."""
    if isinstance(error, InvalidRecord):
        _say(
            tr("The record was not saved:"),
            *(f"  {fault}" for fault in error.faults if fault.level == "error"),
            error.hint,
        )
    else:
        _say(error.message, error.hint)


def _unexpected(error: Exception) -> int:
    try:
        report = write_report(error)
    except OSError as unwritable:
        _say(
            tr("An unexpected fault: {kind}.", kind=type(error).__name__),
            tr("No report could be written: {reason}", reason=unwritable),
        )
        return 3
    _say(
        tr("An unexpected fault: {kind}.", kind=type(error).__name__),
        tr("Your records are not affected. The report for the developers: {path}", path=report),
    )
    return 3


def write_report(error: BaseException) -> Path:
    """Keep the traceback in the data folder, readable by the user only, without passwords and ID numbers."""
    import platform
    import traceback

    from records.settings import data_folder

    folder = data_folder() / "crashes"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    now = datetime.now(UTC)
    path = folder / f"{now:%Y%m%dT%H%M%S}-{os.getpid()}.txt"
    text = "".join(traceback.format_exception(error))
    head = f"{now.isoformat()}\nPython {platform.python_version()}, {platform.platform()}\n\n"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(head + without_secrets(text))
    return path


def _say(*lines: str) -> None:
    from records.visible import visible

    for line in lines:
        if line:
            sys.stderr.write(f"{visible(line)}\n")
