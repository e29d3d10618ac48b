"""Figures by period as a picture of text, drawn by plotext: bars, lines, or a line of progress a period.

plotext has one figure for the whole process; ``draw`` is for one thread, the screens'.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from rich.cells import cell_len
from textual.content import Content

from tui.cjk import fit, one_line
from tui.states import TONES
from tui.widgets.marks import Figure, bar, number, sparkline, state_mark
from tui.words import tr, trn

Kind = Literal["bars", "lines", "progress"]

#: Below this a sparkline says as much.
LEAST_WIDTH, LEAST_HEIGHT = 20, 5
#: Series are told apart by these, and by colour besides.
_BARS, _ASCII_BARS = "█▒░", "#=:"
_LINES, _ASCII_LINES = ("hd", "•", "×"), "*ox"
_QUADRANTS = "▖▗▘▙▚▛▜▝▞▟▀▄▌▐█"
_COLOURS = ("$primary", "$accent", "$secondary")
_FRAME = "$foreground 65%"
_TARGET = "┈"
_ASCII = str.maketrans("│┤├┼┬┴┌└┐┘─┈", "|+++++++++-.")


@dataclass(frozen=True, slots=True)
class Series:
    """A figure for each period, None where there is none; in ``tone`` if given. Less than 0 is drawn as 0."""

    label: str
    figures: Sequence[Figure | None]
    tone: str = ""

    def at(self, period: int) -> float | None:
        """The figure of a period as it is drawn."""
        figure = self.figures[period] if period < len(self.figures) else None
        if figure is None or not math.isfinite(figure):
            return None
        return max(0.0, float(figure))


@dataclass(frozen=True, slots=True)
class Chart:
    """Up to three series over periods; ``target`` is a line across, in a picture of bars or lines.

    ``progress`` takes as series what was done and what is required (or ``target`` for each period), and for
    each period a state in ``states``. Bars that would be too thin to tell apart are drawn as lines.
    """

    periods: Sequence[str]
    series: Sequence[Series]
    kind: Kind = "bars"
    title: str = ""
    target: Figure | None = None
    states: Sequence[str] = ()

    @property
    def empty(self) -> bool:
        return not any(
            each.at(period) is not None for each in self.series for period in range(len(self.periods))
        )


def draw(chart: Chart, width: int, height: int, *, ascii: bool = False) -> Content:
    """The picture in ``height`` lines of ``width`` cells, or fewer; a sparkline where that is too small."""
    if width <= 0 or height <= 0:
        return Content("")
    title = [Content.styled(fit(one_line(chart.title), width), "bold")] if chart.title else []
    if chart.empty:
        return _lines([*title, Content(fit(tr("No figures yet."), width))][-height:])
    if width < LEAST_WIDTH:
        return _small(chart, width, ascii)
    if chart.kind == "progress":
        head = title if height > 1 else []
        return _lines([*head, *_progress(chart, width, height - len(head), ascii)])
    kind = chart.kind
    if kind == "bars" and (width - 8) // max(1, len(chart.periods)) <= len(chart.series):
        kind = "lines"
    head = list(_head(chart, kind, width, height, ascii))
    height -= len(head)
    ticks = _ticks(chart, height - 2)
    if height < LEAST_HEIGHT - 1 or width - _left(ticks) < LEAST_WIDTH // 2:
        return _small(chart, width, ascii)
    return _lines([*head, *_picture(chart, kind, width, height, ticks, ascii)])


def _lines(lines: Sequence[Content]) -> Content:
    return Content("\n").join(lines)


def _colour(chart: Chart, index: int) -> str:
    return TONES[chart.series[index].tone] if chart.series[index].tone else _COLOURS[index % len(_COLOURS)]


# --- small, and progress -----------------------------------------------------------------------


def _small(chart: Chart, width: int, ascii: bool) -> Content:
    figures = [chart.series[0].at(period) for period in range(len(chart.periods))]
    line = Content(sparkline(figures[-width:], ascii=ascii))
    room = width - line.cell_length - 1
    return Content.assemble(fit(one_line(chart.title), room) + " ", line) if room > 3 else line


def _progress(chart: Chart, width: int, height: int, ascii: bool) -> Iterator[Content]:
    """A line a period, the latest where not all have room: its name, a bar, and the figures."""
    periods = list(range(len(chart.periods)))
    if len(periods) > height:
        earlier = len(periods) - max(0, height - 1)
        yield Content.styled(
            fit(trn("{number:,} earlier period", "{number:,} earlier periods", earlier), width), _FRAME
        )
        periods = periods[earlier:]
    figures = {period: _done_and_required(chart, period) for period in periods}
    texts = {
        period: f"{number(done)}/{number(required)}" if required else number(done)
        for period, (done, required) in figures.items()
    }
    right = max((cell_len(text) for text in texts.values()), default=0)
    left = min(max((cell_len(one_line(chart.periods[p])) for p in periods), default=0), max(4, width // 3))
    cells = width - left - right - 5
    for period in periods:
        state = chart.states[period] if period < len(chart.states) else ""
        done, required = figures[period]
        drawn = bar(done, required, cells, ascii=ascii) if required and cells >= 3 else " " * cells
        text = f"{drawn} {fit(texts[period], right, right=True)} "
        line = Content.assemble(
            fit(one_line(chart.periods[period]), left) + " ",
            (text, TONES[state] if state else _colour(chart, 0)),
            state_mark(state, ascii=ascii) if state else "",
        )
        yield line.truncate(width, ellipsis=False)


def _done_and_required(chart: Chart, period: int) -> tuple[float, float]:
    required = chart.series[1].at(period) if len(chart.series) > 1 else chart.target
    return chart.series[0].at(period) or 0.0, float(required or 0)


# --- bars and lines ----------------------------------------------------------------------------


def _head(chart: Chart, kind: Kind, width: int, height: int, ascii: bool) -> Iterator[Content]:
    """The title, and what stands for which series: on one line if they have room there."""
    signs = _signs(kind, ascii)
    parts: list[Content] = []
    if len(chart.series) > 1 or chart.target is not None:
        for index, each in enumerate(chart.series):
            sign = "▚" if signs[index] == "hd" else signs[index]
            parts.append(Content.assemble((sign, _colour(chart, index)), f" {one_line(each.label)}"))
    if chart.target is not None:
        sign = _TARGET.translate(_ASCII) if ascii else _TARGET
        parts.append(
            Content.assemble((sign * 2, _FRAME), " " + tr("required: {number}", number=number(chart.target)))
        )
    legend, title = Content("  ").join(parts), one_line(chart.title)
    if not legend.cell_length:
        if title:
            yield Content.styled(fit(title, width), "bold")
    elif cell_len(title) + 2 + legend.cell_length <= width:
        gap = " " * (width - cell_len(title) - legend.cell_length)
        yield Content.assemble((title, "bold"), gap, legend)
    else:
        if title and height > LEAST_HEIGHT + 2:
            yield Content.styled(fit(title, width), "bold")
        yield legend.truncate(width, ellipsis=False)


def _signs(kind: Kind, ascii: bool) -> Sequence[str]:
    if kind == "bars":
        return _ASCII_BARS if ascii else _BARS
    return _ASCII_LINES if ascii else _LINES


def _left(ticks: Sequence[float]) -> int:
    """The cells that the figures on the left take, with the axis."""
    return max(len(number(tick)) for tick in ticks) + 1


def _picture(
    chart: Chart, kind: Kind, width: int, height: int, ticks: Sequence[float], ascii: bool
) -> Iterator[Content]:
    from plotext import figure, terminal  # 0.1 s: only once there is something to draw

    terminal.limit(False, False)
    figure.clear.all()
    figure.theme("colorless")
    figure.plot_size(width, height)
    figure.axes(False, axis="x", side="upper")
    figure.axes(False, axis="y", side="right")
    labels = [number(tick) for tick in ticks]
    columns = width - _left(ticks)
    figure.ruler("y").lim(0, ticks[-1])
    figure.ruler("y").ticks(ticks, labels)
    figure.ruler("x").lim(0, columns - 1)
    middles, names = _period_names(chart, width - columns, columns)
    figure.ruler("x").ticks(middles, ["."] * len(middles))
    if chart.target is not None:
        figure.line(float(chart.target), style="dotted")
    place = _place_bars if kind == "bars" else _place_lines
    signs = _signs(kind, ascii)
    place(figure, chart, columns, signs)
    styles = {_TARGET: _FRAME}
    for index in range(len(chart.series)):
        for sign in _QUADRANTS if signs[index] == "hd" else signs[index]:
            styles[sign] = _colour(chart, index)
    *rows, axis, _ = figure.build().string(colorless=True).splitlines()
    for row in rows:
        yield _styled(row, width - columns, styles, ascii)
    # plotext leaves out a name that does not fit under its tick; the line of names is ours.
    yield _styled(axis, width - columns, {}, ascii)
    yield Content.styled(names, _FRAME)


def _styled(row: str, left: int, styles: dict[str, str], ascii: bool) -> Content:
    """A line of the picture: what stands right of the axis by its signs, all else as the frame."""
    pieces = [(row[:left], _FRAME)]
    for style, run in groupby(row[left:], key=lambda sign: styles.get(sign, _FRAME)):
        pieces.append(("".join(run), style))
    if ascii:
        pieces = [(text.translate(_ASCII), style) for text, style in pieces]
    return Content.assemble(*pieces)


def _middle(period: int, columns: int, count: int) -> int:
    """The column of the picture that a period has its middle in."""
    return int((period + 0.5) * columns / count)


def _place_bars(figure: Any, chart: Chart, columns: int, signs: Sequence[str]) -> None:
    """Bars as wide as leaves a gap before the next period; what is nothing has none."""
    slot = columns / len(chart.periods)
    wide = max(1, min(12, int(slot * 0.8)) // len(chart.series))
    for period in range(len(chart.periods)):
        first = _middle(period, columns, len(chart.periods)) - wide * len(chart.series) // 2
        for index, each in enumerate(chart.series):
            if top := each.at(period):
                start = max(0, first + index * wide)
                end = min(columns - 1, start + wide - 1)
                figure.draw(figure.rectangle([start, end], [0, top], marker=signs[index]))


def _place_lines(figure: Any, chart: Chart, columns: int, signs: Sequence[str]) -> None:
    """A line for every run of periods that have figures."""
    count = len(chart.periods)
    for index, each in reversed(list(enumerate(chart.series))):
        for there, run in groupby(range(count), key=lambda period: each.at(period) is not None):
            if there:
                periods = list(run)
                across = [_middle(period, columns, count) for period in periods]
                figures = [each.at(period) for period in periods]
                figure.draw(figure.signal(across, figures, marker=signs[index]).lines(True))


def _ticks(chart: Chart, rows: int) -> list[float]:
    """Round figures from 0 to the greatest or above, as many as have room; whole ones for whole figures."""
    figures = [each.at(period) for each in chart.series for period in range(len(chart.periods))]
    most = max(each for each in (*figures, float(chart.target or 0)) if each is not None)
    if most <= 0:
        return [0.0, 1.0]
    room = max(1, min(5, (rows - 1) // 2))
    whole = all(each is None or each == int(each) for each in figures)
    power = 10.0 ** math.floor(math.log10(most / room))
    step = next(power * each for each in (1, 2, 5, 10, 20) if power * each * room >= most)
    step = max(1.0, step) if whole else step
    return [step * each for each in range(math.ceil(most / step - 1e-9) + 1)]


def _period_names(chart: Chart, left: int, columns: int) -> tuple[list[int], str]:
    """The columns of the periods that are named, and the line of their names under the picture.

    Every period is named or, where names would touch, every second and so on; the last always is.
    """
    names = [one_line(period) for period in chart.periods]
    count, width = len(names), left + columns
    for step in range(1, count + 1):
        middles, line = [], ""
        for period in range((count - 1) % step, count, step):
            name = fit(names[period], min(cell_len(names[period]), width))
            middles.append(_middle(period, columns, count))
            start = max(0, min(left + middles[-1] - cell_len(name) // 2, width - cell_len(name)))
            gap = start - cell_len(line)
            if line and gap < 1:
                break
            line += " " * gap + name
        else:
            break
    return middles, fit(line, width)
