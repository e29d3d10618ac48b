"""What the pages share that show one year of the programme: which it is, and the ones before and after."""

from __future__ import annotations

from textual.binding import Binding

from records.programme.rules import rulebook
from tui.screens.standing.book_page import BookPage
from tui.words import mark, tr

#: The keys of every page that shows a year.
YEAR_KEYS = (
    Binding("f7", "year(-1)", mark("Year before"), id="year.earlier"),
    Binding("f8", "year(1)", mark("Year after"), id="year.later"),
)


class OneYear(BookPage):
    """A page about a year of the programme, with ``YEAR_KEYS`` among its keys.

    ``year`` None follows the working date.
    """

    def __init__(self, year: int | None = None) -> None:
        super().__init__()
        self._year = year

    @property
    def years(self) -> range:
        """The years of the programme that have begun."""
        return rulebook().years(self.xuedang.settings.today)

    @property
    def year(self) -> int:
        """The year shown."""
        years = self.years
        return min(max(self._year or years[-1], years[0]), years[-1])

    def action_year(self, steps: int) -> None:
        """Show the year before or after, as far as the programme and the working date go."""
        wanted = self.year + steps
        if wanted not in self.years:
            self.notify(tr("The programme has no other year there yet."))
            return
        self._year = wanted
        self.refresh_top()
        if self.book is not None:
            self.show_book(self.book)
