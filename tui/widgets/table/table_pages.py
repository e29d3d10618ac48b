"""The rows a table has fetched, in pages of which a bounded number is kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Container, Iterable, Sequence

from tui.widgets.table.table_rows import Row

PAGE = 64
KEPT_PAGES = 48


class RowPages:
    """Pages of ``PAGE`` rows by their number (0 is the first), the one fetched longest ago dropped first."""

    def __init__(self) -> None:
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._pages)

    def __contains__(self, page: object) -> bool:
        return page in self._pages

    def row(self, index: int) -> Row | None:
        """The row at ``index`` if its page is here."""
        page = self._pages.get(index // PAGE)
        offset = index % PAGE
        return page[offset] if page is not None and offset < len(page) else None

    def keep(self, page: int, rows: Sequence[Row], in_view: Container[int]) -> None:
        """Keep a page that was fetched, dropping old ones that are not ``in_view``."""
        self._pages[page] = rows
        self._pages.move_to_end(page)
        while len(self._pages) > KEPT_PAGES:
            oldest = next(iter(self._pages))
            if oldest in in_view:
                self._pages.move_to_end(oldest)
                continue
            del self._pages[oldest]

    def forget(self, but: Iterable[int] = ()) -> None:
        """Drop all pages but these."""
        kept = {page: self._pages[page] for page in but if page in self._pages}
        self._pages.clear()
        self._pages.update(kept)
