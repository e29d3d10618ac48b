"""Charts as pictures for documents, drawn by matplotlib, which is loaded only when one is asked for.

The same figures give the same bytes on the same machine: nothing of the moment goes into the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING

from templates.contexts.text import has_chinese
from templates.pictures import Picture, picture_of

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

    from records.programme.figures import UnitRow

WIDTH = 150.0  # millimetres: within the 156 mm of an official page
TALLEST = 195.0  # leaves its caption a place on the same page
_DPI = 200
_MM = 1 / 25.4
_POINT = 25.4 / 72
_ROW, _EDGES = 6.5, 11.0  # the height of a bar's row, and of axis and margins, in millimetres
_LARGEST, _SMALLEST = 9.0, 5.5  # type, in points
_NAMES = 62.0  # the widest that names of units may get, in millimetres
_DONE, _ASKED = "#b02a2a", "#e4e4e4"
#: Fonts that hold simplified Chinese, on Windows, macOS and Linux; the first that is there is used.
FONTS = (
    *("SimHei", "Microsoft YaHei", "DengXian", "SimSun", "FangSong", "KaiTi"),
    *("PingFang SC", "Heiti SC", "STHeiti", "Songti SC", "Hiragino Sans GB", "Arial Unicode MS"),
    *("Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Noto Sans SC", "Noto Serif CJK SC"),
    *("WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "AR PL UMing CN", "AR PL UKai CN", "Droid Sans Fallback"),
)


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart and its bytes. ``named`` is false when numbers stand for the names of units."""

    picture: Picture
    data: bytes
    named: bool


def completion_chart(rows: Sequence[UnitRow], fonts: Sequence[str] = FONTS) -> Chart | None:
    """How many of the Ten Ones each unit has done, of those asked: a bar a unit, the first on top.

    Units whose figure is no count (``5/8``) are left out; None when none is left. Where no font of
    ``fonts`` holds Chinese names, the numbers of the annex's rows stand for them.
    """
    counts = [(row, int(found[1]), int(found[2])) for row in rows if (found := _count(row.ten_ones))]
    if not counts:
        return None
    font = _font(fonts)
    named = font is not None or not any(has_chinese(row.name) for row, _, _ in counts)
    labels = [row.name if named else str(row.number) for row, _, _ in counts]
    data = _drawn(labels, [done for _, done, _ in counts], [asked for _, _, asked in counts], font)
    picture = picture_of(data, box=(WIDTH, TALLEST), name="chart")
    assert picture is not None
    shown = [(row.number, row.name, done, asked) for row, done, asked in counts]
    return Chart(replace(picture, drawn=sha256(repr(shown).encode()).hexdigest()), data, named)


def _count(text: str) -> re.Match[str] | None:
    return re.fullmatch(r"\s*(\d+)\s*/\s*(\d+)\s*", text)


def _font(names: Sequence[str]) -> FontProperties | None:
    from matplotlib.font_manager import FontProperties, fontManager

    known = {font.name for font in fontManager.ttflist}
    found = next((name for name in names if name in known), None)
    return FontProperties(family=[found, "DejaVu Sans"]) if found else None


def _drawn(
    labels: Sequence[str], done: Sequence[int], asked: Sequence[int], font: FontProperties | None
) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from matplotlib.ticker import MaxNLocator

    height = min(TALLEST, _EDGES + _ROW * len(labels))
    size = min(_LARGEST, max(_SMALLEST, (height - _EDGES) / len(labels) * 0.68 / _POINT))
    letters = font.copy() if font else FontProperties()
    letters.set_size(size)
    beside = [_shortened(label, int(_NAMES / (size * _POINT) * 2)) for label in labels]
    left = (max(map(_wide, beside)) / 2 * size * _POINT + 4) / WIDTH

    figure = Figure(figsize=(WIDTH * _MM, height * _MM), dpi=_DPI)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((left, 7 / height, 1 - left - 12 / WIDTH, 1 - 9 / height))
    places = range(len(labels))
    axes.barh(places, asked, height=0.62, color=_ASKED)
    axes.barh(places, done, height=0.62, color=_DONE)
    for place, (finished, whole) in enumerate(zip(done, asked, strict=True)):
        axes.text(
            max(finished, whole),
            place,
            f" {finished}/{whole}",
            va="center",
            ha="left",
            fontproperties=letters,
        )
    axes.set_yticks(places, beside, fontproperties=letters)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.set_xlim(0, max(1, *asked, *done))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.tick_params(axis="x", labelsize=8, length=2)
    axes.tick_params(axis="y", length=0)
    axes.spines[["top", "right"]].set_visible(False)
    buffer = BytesIO()
    figure.savefig(buffer, format="png", dpi=_DPI, metadata={"Software": None})
    return buffer.getvalue()


def _wide(text: str) -> int:
    """The width of a text in halves of a Chinese character."""
    return sum(1 if char.isascii() else 2 for char in text)


def _shortened(text: str, widest: int) -> str:
    """A text of at most ``widest`` half characters, its end replaced by … where it is longer."""
    if _wide(text) <= widest:
        return text
    while text and _wide(text) > widest - 2:
        text = text[:-1]
    return text + "…"
