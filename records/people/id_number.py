"""What a citizen's identity number says (GB 11643-1999): the birthday, the gender, its own last character.

Of the older form of 15 digits too, which has no check digit and years of the nineteen hundreds only.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

Gender = Literal["男", "女"]
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_FORM = re.compile(r"[0-9]{17}[0-9X]|[0-9]{15}")


def well_formed(number: str) -> bool:
    """Whether it has the characters of one, whatever they say."""
    return _FORM.fullmatch(number) is not None


def check_digit(number: str) -> str:
    """The last character that the first 17 digits ask for (ISO 7064, MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def birth(number: str) -> date | None:
    """The birthday that a well-formed number states; None when there is no such day."""
    digits = number[6:14] if len(number) == 18 else f"19{number[6:12]}"
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def gender(number: str) -> Gender:
    """The last digit of the sequence number is odd for men."""
    return "男" if int(number[16] if len(number) == 18 else number[14]) % 2 else "女"
