"""Data as the name of a file or folder."""

from __future__ import annotations

import re

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}$")
_LONGEST = 60


def safe_name(text: str) -> str:
    """Data as a file name on any system, without a suffix: no separators, at most 60 characters."""
    plain = "".join(
        c if c.isprintable() or c == "\u3000" else " "
        for c in re.sub(r'[\\/:*?"<>|\u202a-\u202e]', "_", text)
    )
    tidy = " ".join(plain.split()).strip(". ")
    if len(tidy) > _LONGEST:
        around = tidy[_LONGEST - 1 : _LONGEST + 1]
        tidy = tidy[:_LONGEST]
        if around.isascii() and around.isalnum() and " " in tidy:
            tidy = tidy.rpartition(" ")[0]
        tidy = tidy.strip(". ")
    return f"_{tidy}" if not tidy or _RESERVED.fullmatch(tidy) else tidy


def safe_file_name(name: str) -> str:
    """The name of a file from data, with its ending, as a name on any system that can't leave its folder."""
    ending = _ENDING.search(name)
    return safe_name(name[: ending.start()]) + ending[0] if ending else safe_name(name)
