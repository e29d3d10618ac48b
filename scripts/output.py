"""What a command says: tables and lines for people on a terminal, JSON for machines.

Data never commands the terminal: control characters are shown as signs, Rich's markup is off.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from records.visible import visible

if TYPE_CHECKING:
    from rich.console import Console

#: Control characters that JSON allows unescaped and a terminal may obey.
_C1 = re.compile("[\x7f-\x9f]")


@cache
def console() -> Console:
    """The terminal, or a wide page when the output goes to a file or another program."""
    from rich.console import Console

    wide = None if sys.stdout.isatty() else 160
    return Console(markup=False, highlight=False, emoji=False, width=wide, soft_wrap=False)


def say(text: str = "", *, style: str | None = None) -> None:
    """A line of the answer, on standard output."""
    console().print(visible(text, keep="\n"), style=style, soft_wrap=True)


def note(text: str) -> None:
    """A remark beside the answer, on standard error: never in the way of a program that reads the answer."""
    sys.stderr.write(f"{visible(text)}\n")


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, title: str = "") -> None:
    """A table; a column whose name ends in ``>`` is set to the right. Long cells fold, nothing is cut off."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    made = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        right = name.endswith(">")
        made.add_column(name.removesuffix(">"), justify="right" if right else "left", overflow="fold")
    for row in rows:
        made.add_row(*(Text(visible(cell, keep="\n")) for cell in row))
    console().print(made)


def print_json(data: Any) -> None:
    """``data`` as JSON, in UTF-8 whatever the terminal's encoding."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    escaped = _C1.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
    sys.stdout.flush()
    sys.stdout.buffer.write(escaped.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.flush()
