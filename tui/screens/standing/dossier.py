"""A person's or a unit's study archive: everything on record as a timeline, by kind, with the sums."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from bson.objectid import ObjectId
from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from records.errors import XuedangError
from records.field_value import show
from records.lists.listing import Listing
from records.people.dossier import Hint, fill_study_archive, find_study_archive, hints, members, totals
from records.people.figures import Totals, subject_query
from records.programme.book import load_person_book
from records.programme.views.boards import rule_lines
from records.record import Record
from records.search.query import Query
from tui.cjk import one_line
from tui.rows.board_rows import behind_line
from tui.rows.record_rows import PERSON_TIMELINE, UNIT_TIMELINE, ListingRows, Names, table_columns
from tui.screens.page import Page, opens
from tui.widgets.table.virtual_table import Column, Row, VirtualTable
from tui.words import mark, tr, trn

if TYPE_CHECKING:
    from records.archive import Change
    from tui.app import XuedangApp
    from tui.trail import Way


def open_dossier(app: XuedangApp, record: Record) -> None:
    """Open the page of a person or unit, or of the subject of a study archive."""
    app.run_worker(_open(app, record), group="open")


async def _open(app: XuedangApp, record: Record) -> None:
    if app.archive is None:
        return
    year = None
    if record.kind == "study_archive":
        subject, of_year = record.fields.get("subject"), record.fields.get("year")
        if not isinstance(subject, ObjectId):
            app.notify(tr("The dossier has no subject yet."), severity="warning")
            return
        year = of_year if isinstance(of_year, int) else None
        try:
            record = await app.archive.get(subject)
        except XuedangError as error:
            app.say(error)
            return
    app.push_screen(DossierScreen(record, year))


class DossierScreen(Page):
    """Figures above, kinds with their counts on the left, the timeline on the right."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "dossier", mark("Study archive"), id="dossier.open"),
        Binding("f4", "year", mark("Year"), id="dossier.year"),
        Binding("f7", "members", mark("Members"), id="dossier.members"),
        Binding("f8", "transfer", mark("Transfer"), id="dossier.transfer"),
        Binding("f9", "subject", mark("Particulars"), id="dossier.subject"),
        Binding("f11", "board", mark("Dashboard"), id="dossier.board"),
    ]

    def __init__(self, subject: Record, year: int | None = None) -> None:
        super().__init__()
        self._subject, self._year = subject, year
        self._kind_name: str | None = None
        self._totals: Totals | None = None
        self._listing: Listing | None = None
        self._names: Names | None = None

    @property
    def is_unit(self) -> bool:
        return self._subject.kind == "unit"

    @property
    def record_id(self) -> ObjectId | None:
        return self._subject.id

    def way_back(self) -> Way:
        return opens(DossierScreen, self._subject, self._year)

    def heading(self) -> str:
        label = tr("Unit") if self.is_unit else tr("Study archive")
        year = tr("all years") if self._year is None else str(self._year)
        return f"{label} > {one_line(self._subject.title)} > {year}"

    def body(self) -> ComposeResult:
        yield Static(markup=False, id="dossier-behind")
        yield Static(markup=False, id="dossier-figures")
        yield Static(markup=False, id="dossier-hints")
        with Horizontal():
            yield VirtualTable(id="dossier-kinds")
            yield VirtualTable(id="timeline")

    @property
    def subject(self) -> Record | None:
        return self._subject

    def on_archive_open(self) -> None:
        self._names = self._listing = None  # those of the archive that went away
        super().on_archive_open()

    def fill(self) -> None:
        self.query_one("#dossier-hints").display = self.query_one("#dossier-behind").display = False
        self._load()
        self.query_one("#timeline", VirtualTable).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == ("transfer" if self.is_unit else "members"):
            return False
        return super().check_action(action, parameters)

    def _query(self) -> Query:
        person, unit = (None, self._subject.id) if self.is_unit else (self._subject.id, None)
        return subject_query(person=person, unit=unit, year=self._year)

    @work(exclusive=True, group="load")
    async def _load(self) -> None:
        """The timeline first: the figures of a large unit take longer."""
        await self._load_timeline()
        person, unit = (None, self._subject.id) if self.is_unit else (self._subject.id, None)
        try:
            self._totals = await totals(self.archive, person=person, unit=unit, year=self._year)
            people = len(await members(self.archive, unit, self.xuedang.settings.today)) if unit else 0
        except XuedangError as error:
            self.xuedang.say(error)
            return
        self.query_one("#dossier-figures", Static).update(self._figures(self._totals, people))
        self._show_kinds(self._totals)
        if not self.is_unit:
            await self._load_behind()
        await self._load_hints()

    async def _load_behind(self) -> None:
        """Why a person is behind, at once: the dashboard (F11) tells the rest."""
        today = self.xuedang.settings.today
        try:
            book = await load_person_book(self.archive, self._subject.id, today)
            lines = rule_lines(book, self._subject.id, today.year)
        except XuedangError:
            # Somebody no rule binds, such as one who is no member: nothing to tell.
            return
        told = behind_line(lines)
        line = self.query_one("#dossier-behind", Static)
        line.display = bool(told)
        line.update(one_line(told))

    async def _load_hints(self) -> None:
        """What the year's dossier still lacks, on a line of its own."""
        year = self._year or self.xuedang.settings.today.year
        try:
            dossier = await find_study_archive(self.archive, self._subject.id, year)
            found = await hints(self.archive, dossier) if dossier is not None else []
        except XuedangError as error:
            self.xuedang.say(error)
            return
        line = self.query_one("#dossier-hints", Static)
        line.display = dossier is not None
        if dossier is not None:
            said = self._said(found) or tr("nothing is missing")
            line.update(one_line(tr("Dossier {year} ({key:dossier.open}): {hints}", year=year, hints=said)))

    def _said(self, found: list[Hint]) -> str:
        """Hints on one line; empty parts are counted, the form names them."""
        said = [hint.text for hint in found if not hint.part]
        if empty := sum(bool(hint.part) for hint in found):
            said.append(trn("{number:,} part is empty", "{number:,} parts are empty", empty))
        return tr("; ").join(said)

    async def _load_timeline(self) -> None:
        if self._names is None:
            self._names = Names(self.archive)
        columns = UNIT_TIMELINE if self.is_unit else PERSON_TIMELINE
        query = self._query().narrowed(kind=self._kind_name)
        old = self._listing
        listing = self._listing = Listing(self.archive, query, [each.name for each in columns])
        if old is not None:
            await old.close()
        try:
            count = await listing.exact_count()
        except XuedangError as error:
            self.xuedang.say(error)
            return
        table = self.query_one("#timeline", VirtualTable)
        table.show_columns(table_columns(None, columns), sorted_by="-date")
        table.show(ListingRows(self.archive, listing, None, self._names, self.xuedang.say, columns), count)

    def _show_kinds(self, found: Totals) -> None:
        table = self.query_one("#dossier-kinds", VirtualTable)
        table.show_columns(
            (Column("kind", tr("Kind"), 12, grow=1), Column("count", tr("Count"), 6, right=True))
        )
        whole = sum(found.count(name) for name in found.kinds)
        rows = [Row(None, (tr("All"), f"{whole:,}"), "strong")]
        for name, kind in self.archive.kinds.items():
            if name in found.kinds:
                rows.append(Row(name, (kind.label.text(), f"{found.count(name):,}")))
        table.show_rows(rows, cursor=table.cursor)

    def _figures(self, found: Totals, people: int) -> str:
        lines = [self._about(people)]
        for year in sorted(found.years, reverse=True)[:4]:
            values = {measure: total.value for measure, total in found.years[year].items()}
            line = tr(
                "{year}: notes {notes_words:,} characters, {articles} articles, {reports} reports",
                year=year,
                **values,
            )
            attended = found.attendance.get(year)
            if attended is not None and attended.expected:
                line += tr(
                    "; came to {present} of {expected} meetings",
                    present=attended.present,
                    expected=attended.expected,
                )
            lines.append(line)
        return "\n".join(lines)

    def _about(self, people: int) -> str:
        """The particulars that a first look needs, on one line."""
        kind = self.archive.kinds.of(self._subject.kind)
        names = ("category", "workplace") if self.is_unit else ("political_status", "post")
        parts = [one_line(self._subject.title)]
        for name in names:
            value = self._subject.fields.get(name)
            if kind.field(name) is not None and value and not isinstance(value, ObjectId):
                parts.append(show(kind.field(name), value))
        if self.is_unit:
            parts.append(trn("{number:,} member", "{number:,} members", people))
        return "  ".join(parts)

    def on_change(self, change: Change) -> None:
        self.read_soon(self._load)

    # --- going somewhere -----------------------------------------------------------------------

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        from tui.screens.forms.form import open_form

        if message.table.id == "dossier-kinds":
            self._kind_name = cast("str | None", message.row.id)
            self._load()
        elif isinstance(message.row.id, ObjectId):
            open_form(self.app, message.row.id)

    def action_subject(self) -> None:
        from tui.screens.forms.form import open_form

        open_form(self.app, self._subject.id)

    def action_board(self) -> None:
        """How the person or unit stands with the rules."""
        from tui.screens.standing.boards import open_board_of

        open_board_of(self.app, self._subject)

    @work(exclusive=True, group="year")
    async def action_year(self) -> None:
        from tui.screens.menu import choose

        this = self.xuedang.settings.today.year
        years = [str(year) for year in range(this, this - 8, -1)]
        answer = await choose(
            self.app, tr("Year"), [("all", tr("All years")), *((year, year) for year in years)]
        )
        if answer is not None:
            self._year = None if answer == "all" else int(answer)
            self.refresh_top()
            self._load()

    def action_transfer(self) -> None:
        from tui.screens.keeping.transfer import begin_transfer

        begin_transfer(self.app, self._subject)

    @work(exclusive=True, group="members")
    async def action_members(self) -> None:
        from tui.screens.standing.people import PeopleScreen

        chosen = await self.app.push_screen_wait(
            PeopleScreen(self.archive, self._subject, self.xuedang.settings.today)
        )
        if chosen is not None:
            self.app.push_screen(DossierScreen(chosen))

    @work(exclusive=True, group="dossier")
    async def action_dossier(self) -> None:
        """Open the year's dossier; begin one, filled from the year's records, if there is none."""
        from tui.screens.forms.form import FormScreen

        year = self._year or self.xuedang.settings.today.year
        try:
            record = await find_study_archive(self.archive, self._subject.id, year)
            if record is None:
                record = Record.new("study_archive", {"subject": self._subject.id, "year": year})
                record = await fill_study_archive(self.archive, record)
        except XuedangError as error:
            self.xuedang.say(error)
            return
        self.app.push_screen(FormScreen(record))

    async def _close(self) -> None:
        if self._listing is not None:
            await self._listing.close()
        await super()._close()


def begin_dossier(app: App[None]) -> None:
    """Ask whose study archive to open, then open it."""
    xuedang = cast("XuedangApp", app)
    xuedang.run_worker(_ask_and_open(xuedang), exclusive=True, group="dossier")


async def _ask_and_open(app: XuedangApp) -> None:
    from tui.screens.forms.picker import PICKABLE, PickerScreen

    if app.archive is None:
        return
    picker = PickerScreen(app.archive, tr("Whose study archive?"), PICKABLE, "", multiple=False)
    chosen = await app.push_screen_wait(picker)
    if chosen:
        app.push_screen(DossierScreen(chosen[0]))
