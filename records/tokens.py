"""How text is cut up to be found: normal form, character pairs, pinyin of names.

The normal form maps character by character, so whatever is part of a text is part of its normal form. From
that it follows that a part of at least two letters or digits is found exactly: its overlapping pairs stand
next to each other in the index just as in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby, islice, product
from operator import add

_ZERO_WIDTH = (0xAD, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF)
_VARIANTS = (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
_NORMAL: dict[int, int | None] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    0x3000: 0x20,
    **dict.fromkeys((*_ZERO_WIDTH, *_VARIANTS)),
}
_RUN = re.compile(r"[^\W_]+")


def normal(text: str) -> str:
    """The form in which texts are compared: no case, ASCII for its full-width forms, nothing invisible.

    Only U+FF01 to U+FF5E and U+3000 become half-width; ① and ㎡ stay what they are.
    """
    return text.translate(_NORMAL).casefold()


def runs(text: str) -> list[str]:
    """The runs of letters, digits and Chinese characters of a normal text; all else only divides."""
    return _RUN.findall(text)


def pairs(found: Iterable[str]) -> str:
    """The index tokens of a text, given as its runs, separated by spaces.

    Of each run: every two neighbouring characters, then its last character alone, which keeps the pairs of
    two runs from looking like neighbours.
    """
    tokens: list[str] = []
    for run in found:
        tokens += map(add, run, run[1:])
        tokens.append(run[-1])
    return " ".join(tokens)


def letters(found: Iterable[str]) -> str:
    """The different letters, digits and Chinese characters of a text, given as its runs."""
    return " ".join(set().union(*found))


def phrase(run: str) -> str:
    """The index expression for a run: its pairs next to each other, or its single letter."""
    return '"' + (" ".join(map(add, run, run[1:])) or run) + '"'


def exact(text: str) -> bool:
    """Whether the index alone decides that a text contains ``text``: it is one run and nothing else."""
    return _RUN.fullmatch(normal(text)) is not None


# --- pinyin ------------------------------------------------------------------------------------

#: How a character is read as a surname where that is not its first reading.
SURNAMES = {
    "仇": "qiu", "单": "shan", "解": "xie", "查": "zha", "曾": "zeng", "区": "ou", "朴": "piao",
    "盖": "ge gai", "乐": "yue le", "覃": "qin tan", "翟": "zhai di", "缪": "miao", "员": "yun",
    "种": "chong", "繁": "po", "秘": "bi", "召": "shao", "折": "she", "句": "gou", "黑": "he",
    "洗": "xian", "牟": "mu mou", "澹": "tan", "重": "chong", "薄": "bo", "费": "fei bi", "都": "du",
    "阚": "kan", "隗": "wei kui", "佴": "nai", "祭": "zhai", "谌": "chen shen",
}  # fmt: skip
_LONG_SURNAMES = {
    "尉迟": ("yu", "chi"), "长孙": ("zhang", "sun"), "万俟": ("mo", "qi"), "澹台": ("tan", "tai"),
    "单于": ("chan", "yu"), "令狐": ("ling", "hu"), "鲜于": ("xian", "yu"),
}  # fmt: skip
_PART = re.compile(r"[a-z]+|[0-9]+|[^\W_]")
_READINGS = 3
_WAYS = 12


def name_keys(name: str, *, person: bool = True) -> list[str]:
    """What to type for a name: its pinyin, and the initials, for each way it may be read.

    单乐 gives shanyue, shanle, danyue, … and sy, sl, dy, …, the likeliest first, at most 24 keys. A
    person's first character is read as a surname first; a unit's name as the words that it is made of,
    with at most four keys of either sort. Latin words count as one syllable, numbers are kept whole.
    """
    parts = name_parts(name)
    if not parts:
        return []
    choices = [_readings(part) for part in parts]
    if person:
        ways = [*islice(product(*_as_surname(parts, choices)), _WAYS)]
    else:
        ways = [*islice(dict.fromkeys((_by_words(parts), *islice(product(*choices), _WAYS))), 4)]
    full = ("".join(way) for way in ways)
    initials = ("".join(part if part.isdigit() else part[0] for part in way) for way in ways)
    return list(dict.fromkeys((*full, *initials)))


def name_parts(name: str) -> list[str]:
    """A name's characters; Latin words and numbers, in their normal form, stay whole."""
    return _PART.findall(normal(name))


def surname_readings(parts: Sequence[str]) -> tuple[str, ...]:
    """The likeliest reading of the surname that a person's name begins with, a syllable for each character.

    Empty when it is read as anywhere else.
    """
    long = _LONG_SURNAMES.get("".join(parts[:2])) if len(parts) > 2 else None
    return long or tuple(SURNAMES.get(parts[0], "").split()[:1])


def _as_surname(parts: list[str], choices: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    long = _LONG_SURNAMES.get("".join(parts[:2])) if len(parts) > 2 else None
    first: tuple[tuple[str, ...], ...]
    first = tuple((reading,) for reading in long) if long else (tuple(SURNAMES.get(parts[0], "").split()),)
    put_first = [tuple(dict.fromkeys(likely + usual)) for likely, usual in zip(first, choices, strict=False)]
    return [*put_first, *choices[len(put_first) :]]


@lru_cache(maxsize=8192)
def _readings(part: str) -> tuple[str, ...]:
    if part.isascii():
        return (part,)
    from pypinyin import Style, pinyin

    return tuple(dict.fromkeys(pinyin(part, style=Style.NORMAL, heteronym=True)[0][:_READINGS]))


def _by_words(parts: list[str]) -> tuple[str, ...]:
    from pypinyin import Style, lazy_pinyin

    # Two Latin or digit parts never stand side by side unless something else divided them in the name.
    return tuple(
        syllable
        for latin, run in groupby(parts, str.isascii)
        for syllable in (run if latin else lazy_pinyin("".join(run), style=Style.NORMAL))
    )
