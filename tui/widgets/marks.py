"""Small figures in one line of text: how far along, how it went, and the sign of a state.

Each is a ``Content`` in the colours of the theme; its ``plain`` is for cells of a table, which take their
colour from the cell's tone. With ``ascii`` only signs of ASCII are used.
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


def state_mark(state: str, *, word: bool = False, ascii: bool = False) -> Content:
    """The sign of a state of ``tui.states.STATES``, with ``word`` also its word. KeyError for no state."""
    known = STATES[state]
    text = known.mark(ascii=ascii)
    return Content.styled(f"{text} {known.word}" if word else text, TONES[state])


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


def progress(
    done: Figure,
    required: Figure,
    *,
    waiting: Figure = 0,
    state: str = "",
    cells: int = 5,
    ascii: bool = False,
) -> Content:
    """``▰▰▰▱▱ 3/5``: ``done`` counts what is verified; what waits for approval stands behind it (``+1?``).

    In the tone of ``state``. Where nothing is required there is no bar, only what was done.
    """
    tone = TONES[state] if state else ""
    parts = [Content.styled(number(done), tone)]
    if required > 0:
        text = f"{bar(done, required, cells, ascii=ascii)} {number(done)}/{number(required)}"
        parts = [Content.styled(text, tone)]
    if waiting > 0:
        sign = STATES["waiting"].mark(ascii=ascii)
        parts.append(Content.styled(f" +{number(waiting)}{sign}", TONES["waiting"]))
    return Content.assemble(*parts)


def sparkline(
    figures: Sequence[Figure | None], *, top: Figure | None = None, state: str = "", ascii: bool = False
) -> Content:
    """``▁▃▅█``: a cell a period, from 0 to ``top`` (the greatest of them if not given).

    A period without a figure (None) is a blank; only nothing at all is as low as can be.
    """
    levels = _ASCII_LEVELS if ascii else _LEVELS
    most = float(top if top is not None else max((each for each in figures if each is not None), default=0))
    text = "".join(" " if each is None else levels[_level(float(each), most)] for each in figures)
    return Content.styled(text, TONES[state] if state else "")


def _level(figure: float, most: float) -> int:
    last = len(_LEVELS) - 1
    if figure <= 0 or most <= 0:
        return 0
    return max(1, min(last, round(last * figure / most)))
