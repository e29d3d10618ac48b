"""A text area for long Chinese text: a key wraps and draws what it changes, not the whole paragraph.

Textual breaks a paragraph anew at every key, and cuts it into lines again for every line that it draws. In a
paragraph of 10,000 characters that takes a fifth of a second. Tests compare both with Textual's own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from rich.style import Style
from rich.text import Text
from textual._wrap import compute_wrap_offsets
from textual.cache import LRUCache
from textual.document._document import Location
from textual.document._document_navigator import DocumentNavigator
from textual.document._wrapped_document import WrappedDocument
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import TextArea

from tui.cjk import begins_a_token

#: Lines broken at a time, until they are those of before.
_LINES = 4
#: As many drawn lines are kept: a few screens.
_KEPT = 400


class LongWrap(WrappedDocument):
    """Breaks a changed line from the changed place on, until the breaks are those it had before."""

    def wrap(self, width: int, tab_width: int | None = None) -> None:
        super().wrap(width, tab_width)
        self._wrapped = list(self.document.lines)

    def wrap_range(self, start: Location, old_end: Location, new_end: Location) -> None:
        lines = self.document.lines
        row = start[0]
        if row == old_end[0] == new_end[0] and len(lines) == len(self._wrapped) and row < len(lines):
            before, after = self._wrapped[row], lines[row]
            if self._width and "\t" not in before and "\t" not in after:
                self._wrapped[row] = after
                self._put(row, wrap_again(before, self._wrap_offsets[row], after, self._width))
                return
        super().wrap_range(start, old_end, new_end)
        self._wrapped = list(lines)

    def _put(self, row: int, breaks: list[int]) -> None:
        """Set the breaks of a line, and move the lines below it."""
        longer = len(breaks) - len(self._wrap_offsets[row])
        self._wrap_offsets[row] = breaks
        if longer:
            offsets = self._line_index_to_offsets
            top, end = offsets[row][0], offsets[row][-1] + 1
            offsets[row] = list(range(top, end + longer))
            self._offset_to_line_info[top:end] = [(row, section) for section in range(len(breaks) + 1)]
            for below in range(row + 1, len(offsets)):
                offsets[below] = [offset + longer for offset in offsets[below]]

    def get_sections(self, line_index: int) -> list[str]:
        line = self.document[line_index]
        ends = [*self._wrap_offsets[line_index], len(line)]
        return [line[begin:end] for begin, end in zip([0, *ends], ends, strict=False)]

    def section(self, y: int) -> tuple[int, int, int] | None:
        """The line of the text that row ``y`` shows, and from where to where; None below the last."""
        if y >= len(self._offset_to_line_info):
            return None
        row, section = self._offset_to_line_info[y]
        breaks = self._wrap_offsets[row]
        begin = breaks[section - 1] if section else 0
        return row, begin, breaks[section] if section < len(breaks) else len(self.document[row])


def wrap_again(before: str, breaks: list[int], after: str, width: int) -> list[int]:
    """Where ``after`` breaks, from where ``before`` did; both without tabs. The same as breaking it whole."""
    begin = _same(before, after)
    end = _same(before[begin:][::-1], after[begin:][::-1])
    grown = len(after) - len(before)
    first_same = len(after) - end
    known = breaks[: _firm(breaks, before, bisect_left(breaks, begin))]
    while True:
        at = known[-1] if known else 0
        window = after[at : max(first_same, at) + _LINES * width]
        found = [at + each for each in compute_wrap_offsets(window, width, 4)]
        for each in found:
            # From a break that was one before, in front of the same text, all goes on as before.
            if each > first_same and begins_a_token(after, each):
                old = bisect_left(breaks, each - grown)
                if old < len(breaks) and breaks[old] == each - grown:
                    return [*known, *(one + grown for one in breaks[old:])]
            known.append(each)
        if at + len(window) >= len(after):
            return known
        # The window may have cut a token: go on from a break where one surely begins.
        del known[_firm(known, after, len(known)) :]
        if not known or known[-1] <= at:
            return compute_wrap_offsets(after, width, 4)


def _firm(breaks: list[int], text: str, count: int) -> int:
    """How many of the first ``count`` breaks no longer depend on what follows: the last token may grow."""
    count = max(0, count - 1)
    while count and not begins_a_token(text, breaks[count - 1]):
        count -= 1
    return count


def _same(first: str, second: str) -> int:
    """How many characters at the beginning are the same; found by halves, as comparing is fast."""
    low, high = 0, min(len(first), len(second))
    while low < high:
        middle = (low + high + 1) // 2
        if first[low:middle] == second[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


class LongTextArea(TextArea):
    """Soft-wrapped plain text without line numbers, placeholder or suggestions."""

    wrapped_document: LongWrap
    #: What the colours were worked out for; None: they are to be worked out again.
    _coloured: Style | None = None

    def _set_document(self, text: str, language: str | None) -> None:
        super()._set_document(text, language)
        self._drawn: LRUCache[tuple[object, ...], Strip] = LRUCache(_KEPT)
        self.wrapped_document = LongWrap(self.document, self.wrap_width, self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self._refresh_size()

    def notify_style_update(self) -> None:
        self._coloured = None
        super().notify_style_update()

    def _set_theme(self, theme: str) -> None:
        self._coloured = None
        super()._set_theme(theme)

    def render_lines(self, crop: Region) -> list[Strip]:
        """As in Textual, but that the colours are worked out when they change, not at every key."""
        if self._coloured is None or self._coloured != self.rich_style:
            self._coloured = self.rich_style
            self._theme.apply_css(self)
        return ScrollView.render_lines(self, crop)

    def render_line(self, y: int) -> Strip:
        shown = self.wrapped_document.section(y + self.scroll_offset.y)
        theme_base = self._theme.base_style
        base = self.rich_style if theme_base is None else theme_base
        if shown is None:
            return Strip.blank(self.size.width, base)
        row, begin, end = shown
        line = self.document[row]
        if "\t" in line:
            return super().render_line(y)
        # The space at the end of a line is for the cursor.
        text = f"{line[begin:end]} " if end == len(line) else line[begin:end]
        spans = tuple(
            (style, max(0, from_ - begin), min(len(text), to - begin))
            for style, from_, to in self._spans(row, len(line))
            if style is not None and from_ < begin + len(text) and to > begin
        )
        width, rest = self.scrollable_content_region.size.width, self._line_style(row)
        key = (text, spans, rest, base, width)
        if (strip := self._drawn.get(key)) is None:
            drawn = Text(text, end="", no_wrap=True)
            for span in spans:
                drawn.stylize(*span)
            strip = Strip(drawn.render(self.app.console), drawn.cell_len)
            strip = strip.extend_cell_length(width, rest).apply_style(base)
            self._drawn[key] = strip
        return strip

    def _line_style(self, row: int) -> Style | None:
        """What fills the rest of a line of the text."""
        if row == self.selection.end[0] and self.highlight_cursor_line:
            return self._theme.cursor_line_style if self._has_cursor else None
        return self._theme.base_style

    def _spans(self, row: int, length: int) -> Iterator[tuple[Style | None, int, int]]:
        """The line with the cursor, what is selected, the cursor, and the bracket that belongs to its own."""
        theme, selection = self._theme, self.selection
        cursor_row, cursor = selection.end
        here = row == cursor_row
        if here and self.highlight_cursor_line and self._has_cursor:
            yield theme.cursor_line_style, 0, length + 1
        (top, left), (bottom, right) = sorted(selection)
        if not selection.is_empty and top <= row <= bottom:
            # Of an empty line, the cell behind it shows that it is selected.
            end = right if row == bottom else length or (not here)
            yield theme.selection_style, left if row == top else 0, end
        partner = self.matching_bracket_location if self.match_cursor_bracket and self._has_cursor else None
        paired = partner is not None and selection.is_empty
        if here and paired:
            yield theme.bracket_matching_style, cursor, cursor + 1
        if here and self._draw_cursor:
            yield theme.cursor_style, cursor, cursor + 1
        if paired and partner is not None and row == partner[0]:
            yield theme.bracket_matching_style, partner[1], partner[1] + 1
