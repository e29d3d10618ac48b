"""The terminal: encoding, size, colours, and how wide it really draws what standards leave open."""

from __future__ import annotations

import os
import re
import select
import shutil
import sys
from collections.abc import Iterator, Mapping
from time import monotonic

from rich.cells import cell_len

from records.language import translator
from records.settings import Settings
from scripts.checkup.finding import Finding
from scripts.output import console

tr = translator("scripts")

#: Quotation marks, the dash, the ellipsis, a circled figure, lines and blocks: one cell or two, as a terminal
#: likes (Unicode calls their width ambiguous). 学 is two everywhere.
MEASURED = ("学", "“", "”", "—", "…", "①", "·", "─", "█", "✓")
_REPLY = re.compile(rb"\x1b\[(\d+);(\d+)R")
_SECONDS = 1.0
_LEAST = (80, 24)


def terminal_findings(settings: Settings) -> Iterator[Finding]:
    """What can be told of the terminal; where output goes elsewhere only of the encoding."""
    yield _encoding()
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        label, found = (
            tr("Terminal"),
            tr("the command does not run in a terminal; width and colours not looked at"),
        )
        yield Finding("terminal", label, "good", found)
        return
    yield _size()
    yield _colours()
    yield widths_finding(measured_widths(sys.stdin.fileno(), sys.stdout.fileno()), ascii=settings.ascii)


def _encoding() -> Finding:
    label, encoding = tr("Encoding"), (sys.stdout.encoding or "").lower()
    if encoding.replace("-", "") == "utf8":
        return Finding("encoding", label, "good", "UTF-8")
    return Finding(
        "encoding",
        label,
        "wrong",
        encoding or "?",
        tr("Chinese text can't be shown or typed."),
        tr("Set a UTF-8 locale, such as LANG=zh_CN.UTF-8 or LANG=C.UTF-8, and UTF-8 in the terminal."),
    )


def _size() -> Finding:
    label, size = tr("Size"), shutil.get_terminal_size()
    found = tr("{columns} x {lines}", columns=size.columns, lines=size.lines)
    if size.columns >= _LEAST[0] and size.lines >= _LEAST[1]:
        return Finding("size", label, "good", found)
    means = tr("The screens are made for 80 x 24 and more; some of them will be cut off.")
    return Finding("size", label, "note", found, means, tr("Make the window larger or its type smaller."))


def _colours() -> Finding:
    label = tr("Colours")
    system = console().color_system
    if system is None:
        means = tr("The screens stay readable, but states are told by signs only.")
        todo = tr("Set TERM to what the terminal is, such as xterm-256color; NO_COLOR takes colours away.")
        return Finding("colours", label, "note", tr("none"), means, todo)
    words = {"truecolor": tr("16 million"), "256": "256", "standard": "16", "windows": "16"}
    if system in ("standard", "windows"):
        means = tr("Colours are nearest matches.")
        todo = tr("If the terminal can do more, set COLORTERM=truecolor or TERM=xterm-256color.")
        return Finding("colours", label, "note", words[system], means, todo)
    return Finding("colours", label, "good", words[system])


def widths_finding(widths: Mapping[str, int], *, ascii: bool) -> Finding:
    """What the widths mean that a terminal answered; empty: it did not answer."""
    label = tr("Width of characters")
    if not widths:
        means = tr("Whether lines and Chinese punctuation keep their place can't be told.")
        todo = tr("If frames look torn, start with --ascii.")
        return Finding(
            "width", label, "note", tr("the terminal does not say where its cursor is"), means, todo
        )
    if widths.get("学", 2) != 2:
        means = tr("Every line with Chinese characters is torn.")
        todo = tr("Set the terminal to UTF-8, and choose a font for Chinese.")
        return Finding(
            "width", label, "wrong", tr("a Chinese character takes {n} cells", n=widths["学"]), means, todo
        )
    other = [each for each, width in widths.items() if width != cell_len(each)]
    if not other:
        return Finding("width", label, "good", tr("as the screens take them to be"))
    found = tr("{characters} take two cells", characters=" ".join(other))
    means = tr("Frames and charts are torn, and text behind such a character stands a cell too far right.")
    todo = tr(
        "Tell the terminal to draw ambiguous characters narrow (in its settings: East Asian Ambiguous), "
        "or have frames, signs and charts drawn in ASCII: ascii = true in xuedang.toml, or --ascii."
    )
    if ascii:
        means = tr("ASCII drawing is on: plain characters are painted in their place, so nothing shifts.")
        return Finding("width", label, "note", found, means, todo)
    return Finding("width", label, "wrong", found, means, todo)


def measured_widths(source: int, target: int) -> dict[str, int]:
    """How far the cursor goes for each of ``MEASURED``, as the terminal itself says (ECMA-48, DSR 6).

    ``source`` and ``target`` are the descriptors of the terminal to read from and to write to. Empty when it
    does not answer, and on Windows. What is typed meanwhile may be lost.
    """
    try:
        import termios
        import tty
    except ImportError:
        return {}
    sys.stdout.flush()
    before = termios.tcgetattr(source)
    found: dict[str, int] = {}
    try:
        tty.setcbreak(source)
        for character in MEASURED:
            os.write(target, f"\r{character}\x1b[6n".encode())
            column = _column(source)
            if column is None:
                return {}
            found[character] = column - 1
    finally:
        os.write(target, b"\r\x1b[K")
        termios.tcsetattr(source, termios.TCSADRAIN, before)
    return found


def _column(source: int) -> int | None:
    answer, until = b"", monotonic() + _SECONDS
    while (left := until - monotonic()) > 0 and select.select([source], [], [], left)[0]:
        answer += os.read(source, 64)
        if match := _REPLY.search(answer):
            return int(match[2])
    return None
