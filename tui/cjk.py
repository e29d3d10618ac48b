"""Chinese text on a terminal: where lines may break, what a word is for the cursor, and cell widths.

Textual and Rich break lines at white space only, so a whole run of Hanzi counts as one word and a
line may begin with a comma. Both keep their idea of a word in one regular expression; ``install``
replaces these two private names, which is why Textual and Rich are pinned and this is tested.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

import rich._wrap
import textual._wrap
from rich.cells import cell_len, get_character_cell_size

from records.visible import visible

#: Characters a line may break before and after: Hanzi, kana, full-width letters and digits.
_WIDE = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\U00020000-\U0003fffd"
)
#: Marks that never begin a line.
_CLOSING = "，。、；：？！）》」』】〕〉”’…—％·～"
#: Marks that never end a line.
_OPENING = "（《「『【〔〈“‘"
_NARROW = rf"[^\s{_WIDE}{_CLOSING}{_OPENING}]+(?:[’·][^\s{_WIDE}{_CLOSING}{_OPENING}]+)*"
_TOKEN = rf"(?:[{_OPENING}]*(?:[{_WIDE}]|{_NARROW})[{_CLOSING}%]*|[{_OPENING}{_CLOSING}]+)"


class LatePattern:
    """A regular expression compiled when it is first used: these large sets take 10 ms each."""

    def __init__(self, expression: str) -> None:
        self._expression = expression

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._expression)

    def match(self, text: str, position: int = 0) -> re.Match[str] | None:
        """As of a compiled pattern; nothing else of one is asked for where these are put."""
        return self._compiled.match(text, position)


TEXTUAL_CHUNK = LatePattern(rf"{_TOKEN}\s*|\s+")
RICH_WORD = LatePattern(rf"\s*{_TOKEN}\s*")

#: The start of a word after the first character: for ``Input``'s word motion and deletion.
INPUT_WORD_START = rf"(?s:(?<=\W)\w|(?<=.)[{_WIDE}]|(?<=[{_WIDE}])\w)"
#: A boundary between two words: for ``TextArea``'s word motion.
TEXT_AREA_BOUNDARY = rf"(?<=\W)(?=\w)|(?<=\w)(?=\W)|(?<=[{_WIDE}])(?=\w)|(?<=\w)(?=[{_WIDE}])"

#: Stands for what was cut off. An ellipsis is two cells wide on many Chinese terminals; this never is.
CUT = "~"


def install() -> None:
    """Teach Textual's and Rich's wrapping where Chinese lines may break. Safe to call again."""
    vars(textual._wrap)["re_chunk"] = TEXTUAL_CHUNK
    vars(rich._wrap)["re_word"] = RICH_WORD


_SURE = LatePattern(rf"[^{_OPENING}][{_WIDE}]|\s\S")


def begins_a_token(text: str, at: int) -> bool:
    """Whether a line may break at ``at`` whatever stands before the character before it and behind ``at``.

    Never told of a place where it can't; of many where it can: all between two Hanzi, and behind a space.
    """
    return at > 0 and _SURE.match(text, at - 1) is not None


def widest(texts: Iterable[str], least: int = 0) -> int:
    """The cells of the widest of these texts, or ``least``."""
    return max([least, *map(cell_len, texts)])


def one_line(text: str) -> str:
    """``text`` fit for one line: white space and line ends become single spaces, controls are signs."""
    return visible(" ".join(text.split()))


def fit(text: str, width: int, *, right: bool = False) -> str:
    """``text`` in exactly ``width`` cells: padded, or cut with a sign."""
    length = cell_len(text)
    if length > width:
        text, length = _cut(text, width)
    padding = " " * (width - length)
    return padding + text if right else text + padding


def _cut(text: str, width: int) -> tuple[str, int]:
    if width <= 0:
        return "", 0
    used = 0
    for index, character in enumerate(text):
        size = get_character_cell_size(character)
        if used + size > width - 1:
            return text[:index] + CUT, used + 1
        used += size
    return text, used
