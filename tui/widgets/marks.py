"""Small figures in one line of text: how far along, how it went, and the sign of a state.

With ``ascii`` only signs of ASCII are used.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from textual.content import Content

from tui.states import STATES, TONES

Figure = int | float | Decimal

_LEVELS, _ASCII_LEVELS = "▁▂▃▄▅▆▇█", "_.:-=+*#"


def number(figure: Figure) -> str:
    """A figure as it is read: thousands apart, two decimals at most, none that say nothing."""
    text = f"{figure:,.2f}"
    return text.rstrip("0").rstrip(".")


def state_mark(state: str, *, ascii: bool = False) -> Content:
    """The sign of a state of ``tui.states.STATES``. KeyError for no state."""
    return Content.styled(STATES[state].mark(ascii=ascii), TONES[state])


def bar(done: Figure, required: Figure, cells: int = 5, *, ascii: bool = False) -> str:
    """``cells`` cells, filled as far as ``done`` is of ``required``.

    Full only when all is done, and empty only when nothing is, whatever rounding would say.
    """
    full, empty = ("#", "-") if ascii else ("▰", "▱")
    if done >= required:
        filled = cells
    elif done <= 0:
        filled = 0
    else:
        filled = max(1, min(cells - 1, round(cells * float(done) / float(required))))
    return full * filled + empty * (cells - filled)


def sparkline(figures: Sequence[Figure | None], *, ascii: bool = False) -> str:
    """``▁▃▅█``: a cell a period, from 0 to the greatest of them.

    A period without a figure (None) is a blank; only nothing at all is as low as can be.
    """
    levels = _ASCII_LEVELS if ascii else _LEVELS
    most = float(max((each for each in figures if each is not None), default=0))
    return "".join(" " if each is None else levels[_level(float(each), most)] for each in figures)


def _level(figure: float, most: float) -> int:
    last = len(_LEVELS) - 1
    if figure <= 0 or most <= 0:
        return 0
    return max(1, min(last, round(last * figure / most)))
