"""One thing that was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: Well; worth knowing, in nobody's way; wrong.
Grade = Literal["good", "note", "wrong"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, in the user's language; unless it is good also what it means and what to do."""

    name: str
    label: str
    grade: Grade
    found: str
    means: str = ""
    todo: str = ""
