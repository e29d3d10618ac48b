"""Which pages of a table are to be fetched next, and which one is on its way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class PageQueue:
    """The pages wanted, the most pressing first.

    One that is on its way is not asked for again: keys come faster than rows, and each would begin it anew.
    """

    def __init__(self) -> None:
        self._wanted: list[int] = []
        self._coming: int | None = None

    def want(self, pages: Iterable[int]) -> bool:
        """These and no others from now on. Whether the fetching has to begin, whatever is on its way now."""
        self._wanted = list(dict.fromkeys(pages))
        return bool(self._wanted) and self._coming not in self._wanted

    def next(self) -> int | None:
        """The page to fetch now; None when there is nothing more."""
        self._coming = self._wanted[0] if self._wanted else None
        return self._coming

    def arrived(self, page: int) -> None:
        if page in self._wanted:
            self._wanted.remove(page)

    def forget(self) -> None:
        """Nothing is wanted any more, and what is on its way is of no use."""
        self._wanted.clear()
        self._coming = None


def around(seen: Sequence[int], *, downwards: bool) -> list[int]:
    """The pages beside those in view: two where the view is moving to, one where it comes from."""
    if not seen:
        return []
    step, front, back = (1, seen[-1], seen[0]) if downwards else (-1, seen[0], seen[-1])
    return [front + step, back - step, front + 2 * step]
