"""Who came to a meeting: everybody did, but for those whose initials are typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, ClassVar, cast

from bson.objectid import ObjectId
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from records.checking.attendance import ABSENT, ATTENDANCE, STATE, expected, tally
from records.errors import XuedangError
from records.field_value import coerce
from records.kind import Field, Label
from records.values import as_partial
from tui.cjk import one_line
from tui.form_state import Typed, blank_row
from tui.matching import score
from tui.screens.forms.row import RowScreen
from tui.screens.prompts import Prompt
from tui.widgets.editor import FormContext
from tui.widgets.line_input import LineInput
from tui.widgets.table.virtual_table import Column, Row, VirtualTable
from tui.words import mark, tr

if TYPE_CHECKING:
    from tui.app import XuedangApp
    from tui.screens.forms.form import FormScreen

_KIND, _UNIT, _START = "session", "host_unit", "start"
#: What is asked of a new meeting before its list.
_ASKED = (_UNIT, "title", _START, "category")


async def begin_meeting(app: XuedangApp) -> None:
    """Ask for unit, title and date of a meeting, then open its form with the list over it. From a worker."""
    from tui.screens.forms.form import new_form

    archive = app.archive
    if archive is None:
        return
    kind = archive.kinds.of(_KIND)
    asked = tuple(field for name in _ASKED if (field := kind.field(name)) is not None)
    start: dict[str, Typed] = {_START: app.settings.today.isoformat()}
    shared = FormContext(archive, {}, tuple)
    whole = Field(_KIND, Label(tr("A new meeting"), tr("A new meeting")), "list", fields=asked)
    typed = await app.push_screen_wait(RowScreen(whole, start, shared))
    if typed is None:
        return
    form = new_form(app, _KIND, typed=typed)
    if form is not None:
        form.call_after_refresh(open_attendance, form)


def open_attendance(form: FormScreen) -> None:
    """Open the list of a session's form; begun with the members of its unit when it is empty."""
    form.run_worker(_open(form), exclusive=True, group="attendance")


async def _open(form: FormScreen) -> None:
    if form.context.read_only:
        form.notify(tr("This record can't be changed; its form shows the list."), severity="warning")
        return
    if not _rows_of(form):
        try:
            await _begin_list(form)
        except XuedangError as error:
            form.xuedang.say(error)
            return
    await form.app.push_screen_wait(AttendanceScreen(form))


async def _begin_list(form: FormScreen) -> None:
    """Put everybody of the unit on the list, as present."""
    day, unit = _day(form), str(form.state.typed.get(_UNIT, ""))
    if day is None or not ObjectId.is_valid(unit):
        form.notify(tr("With a unit and a date, its members are put on the list."), severity="warning")
        return
    people = await expected(form.archive, ObjectId(unit), day)
    if not people:
        form.notify(
            tr("The unit has no members on that day; {key:attendance.add} adds people."), severity="warning"
        )
        return
    field = form.field(ATTENDANCE)
    form.context.names.update({person.id: person.title for person in people})
    rows = [blank_row(field) | {field.fields[0].name: str(person.id)} for person in people]
    form.put_in(ATTENDANCE, cast("Typed", rows))


def _day(form: FormScreen) -> date | None:
    try:
        found = as_partial(coerce(form.field(_START), form.state.typed.get(_START, "")))
    except ValueError:
        return None
    return found.start if found else None


def _rows_of(form: FormScreen) -> list[dict[str, Typed]]:
    typed = form.state.typed.get(ATTENDANCE, [])
    return [dict(row) for row in typed if isinstance(row, Mapping)] if isinstance(typed, list) else []


class WhoLine(LineInput):
    """What is typed of a name; the arrows are for the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "screen.state(-1)", mark("State before"), show=False, id="attendance.state_before"),
        Binding("right", "screen.state(1)", mark("State after"), show=False, id="attendance.state_after"),
        Binding("up", "screen.move(-1)", show=False),
        Binding("down", "screen.move(1)", show=False),
        Binding("ctrl+e", "screen.edit", mark("Change"), show=False, id="attendance.edit"),
        Binding("delete", "screen.remove", mark("Remove"), show=False, id="attendance.remove"),
    ]


class AttendanceScreen(Prompt[None]):
    """The sign-in list over its form, which holds it: every change is in the form, and its draft, at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "save", mark("Save"), id="attendance.save"),
        Binding("f4,insert", "add", mark("Add"), id="attendance.add"),
        Binding("left", "state(-1)", mark("State before"), show=False, id="attendance.state_before"),
        Binding("right", "state(1)", mark("State after"), show=False, id="attendance.state_after"),
        Binding("up", "move(-1)", show=False, id="attendance.up"),
        Binding("down", "move(1)", show=False, id="attendance.down"),
        Binding("pageup", "page(-1)", show=False, id="attendance.page_up"),
        Binding("pagedown", "page(1)", show=False, id="attendance.page_down"),
        Binding("delete", "remove", mark("Remove"), show=False, id="attendance.remove"),
        Binding("ctrl+e", "edit", mark("Change"), show=False, id="attendance.edit"),
        Binding("ctrl+z", "undo", mark("Undo"), show=False, id="attendance.undo"),
        Binding("ctrl+y", "redo", mark("Redo"), show=False, id="attendance.redo"),
    ]

    def __init__(self, form: FormScreen) -> None:
        super().__init__(form.field(ATTENDANCE).label.text())
        self._form = form
        self._field = form.field(ATTENDANCE)
        self._person = self._field.fields[0].name
        state = self._field.field(STATE)
        self._states = [choice.value for choice in state.choices] if state else []
        #: The places in the list of the rows shown, in order.
        self._shown: list[int] = []

    def inside(self) -> ComposeResult:
        yield WhoLine(placeholder=tr("name, pinyin or initials"))
        yield Static(markup=False, id="attendance-count")
        columns = [Column(each.name, each.label.text(), 10) for each in self._field.fields]
        columns[0] = Column(self._person, columns[0].label, 14, grow=1)
        yield VirtualTable(columns, id="attendance-rows")
        yield Static(
            tr(
                "Enter absent or back  Left, Right other states  {key:attendance.edit} reason  "
                "{key:attendance.save} save"
            ),
            classes="hint",
        )

    def on_mount(self) -> None:
        self._table.can_focus = False
        self.query_one(WhoLine).focus()
        self._show()

    @property
    def _table(self) -> VirtualTable:
        return self.query_one("#attendance-rows", VirtualTable)

    @property
    def _at(self) -> int | None:
        """The place in the list of the row under the cursor."""
        cursor = self._table.cursor
        return self._shown[cursor] if cursor < len(self._shown) else None

    # --- what is shown -------------------------------------------------------------------------

    def _show(self, at: int | None = None) -> None:
        """Show the rows that fit what is typed, with the cursor on the one ``at`` that place."""
        rows, text = _rows_of(self._form), self.query_one(WhoLine).value.strip()
        names = [self._form.context.title(str(row.get(self._person, ""))) for row in rows]
        fits = {index: score(text, name) for index, name in enumerate(names)}
        # Without a word they stand in the order of the list.
        order = sorted(fits, key=lambda index: -fits[index]) if text else list(fits)
        self._shown = [index for index in order if fits[index]]
        cursor = self._shown.index(at) if at in self._shown else 0
        lines = [
            Row(index, self._cells(rows[index], names[index]), _tone(rows[index])) for index in self._shown
        ]
        self._table.show_rows(lines, cursor=cursor)
        self._count(rows)

    def _cells(self, row: Mapping[str, Typed], name: str) -> tuple[str, ...]:
        cells = [one_line(name)]
        for field in self._field.fields[1:]:
            text = str(row.get(field.name, ""))
            cells.append(field.choice_label(text) if field.choices else one_line(text))
        return tuple(cells)

    def _count(self, rows: list[dict[str, Typed]]) -> None:
        counted = tally(rows, self._states)
        state = self._field.field(STATE)
        labels = [
            f"{state.choice_label(name) if state else name} {number}"
            for name, number in counted.states.items()
            if number
        ]
        text = tr(
            "expected {expected}, present {present}", expected=counted.expected, present=counted.present
        )
        said = f"{text}  ({'  '.join(labels)})"
        if rows and not self._shown:
            said = tr("Nobody on the list fits; {key:attendance.add} adds somebody from elsewhere.")
        self.query_one("#attendance-count", Static).update(said)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._show()

    # --- changing it ---------------------------------------------------------------------------

    def _put(self, rows: list[dict[str, Typed]], at: int | None) -> None:
        self._form.put_in(ATTENDANCE, cast("Typed", rows))
        self._show(at)

    def _set_state(self, at: int, state: str) -> None:
        rows = _rows_of(self._form)
        rows[at][STATE] = state
        self._put(rows, at)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Absent, or as it was; then the next name can be typed."""
        event.stop()
        at = self._at
        if at is None or self._form.context.read_only:
            return
        here = _rows_of(self._form)[at].get(STATE)
        with self.prevent(Input.Changed):
            self.query_one(WhoLine).value = ""
        self._set_state(at, self._states[0] if here == ABSENT else ABSENT)

    def action_state(self, step: int) -> None:
        at = self._at
        if at is not None and self._states and not self._form.context.read_only:
            here = str(_rows_of(self._form)[at].get(STATE, ""))
            place = self._states.index(here) if here in self._states else -step
            self._set_state(at, self._states[(place + step) % len(self._states)])

    def action_move(self, step: int) -> None:
        self._table.action_move(step)

    def action_page(self, direction: int) -> None:
        self._table.action_page(direction)

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        message.stop()
        self.action_state(1)

    @work(exclusive=True, group="attendance")
    async def action_add(self) -> None:
        """Put people on the list who are no members."""
        from tui.screens.forms.picker import pick

        if self._form.context.read_only:
            return
        text = self.query_one(WhoLine).value
        chosen = await pick(self.app, self._form.archive, self._field.fields[0], text, multiple=True)
        rows = _rows_of(self._form)
        known = {row.get(self._person) for row in rows}
        self._form.context.names.update({person.id: person.title for person in chosen})
        rows += [
            blank_row(self._field) | {self._person: str(person.id)}
            for person in chosen
            if str(person.id) not in known
        ]
        if chosen:
            with self.prevent(Input.Changed):
                self.query_one(WhoLine).value = ""
            self._put(rows, len(rows) - 1)

    def action_remove(self) -> None:
        at = self._at
        if at is not None and not self._form.context.read_only:
            rows = _rows_of(self._form)
            del rows[at]
            self._put(rows, max(0, at - 1))

    @work(exclusive=True, group="attendance")
    async def action_edit(self) -> None:
        """The whole row in a box: the reason of a leave, the day of a make-up."""
        at = self._at
        if at is None or self._form.context.read_only:
            return
        before = _rows_of(self._form)

        def keep(row: dict[str, Typed]) -> None:
            rows = [*before[:at], row, *before[at + 1 :]]
            self._form.put_in(ATTENDANCE, cast("Typed", rows), own_step=False)

        self._form.state.end_step()
        answer = await self.app.push_screen_wait(RowScreen(self._field, before[at], self._form.context, keep))
        keep(before[at] if answer is None else answer)
        self._show(at)

    def action_undo(self) -> None:
        self._form.action_undo()
        self._show(self._at)

    def action_redo(self) -> None:
        self._form.action_redo()
        self._show(self._at)

    def action_save(self) -> None:
        self.dismiss(None)
        self._form.action_save()


def _tone(row: Mapping[str, Typed]) -> str:
    state = row.get(STATE)
    return "failed" if state == ABSENT else "" if state == "到" else "behind"
