"""Changing a field of many records at once: what, a look at what comes of it, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId
from textual.app import ComposeResult
from textual.widgets import Button, Static

from records.errors import XuedangError
from records.field_value import show
from records.kind import Field, Kind
from records.language import labelled
from records.record import Record
from tui.cjk import one_line
from tui.screens.lists.approve import ProgressPrompt, RefusedScreen
from tui.screens.prompts import Prompt, ask_choice
from tui.widgets.table.virtual_table import Column, Row, VirtualTable
from tui.words import tr, trn

if TYPE_CHECKING:
    from records.changing.bulk_change import ChangePlan, ChangeReport, FieldChange
    from tui.app import XuedangApp
    from tui.screens.page import Page

#: So many changed records are shown before they are changed, and so many rows at once.
_SHOWN, _SEEN_ROWS = 300, 12


class ChangePreview(Prompt[bool]):
    """Each record's field before and after, and the records that can't be changed, with why."""

    def __init__(self, plan: ChangePlan, what: str, rows: Sequence[Row]) -> None:
        super().__init__(what)
        self._plan, self._rows = plan, rows

    def inside(self) -> ComposeResult:
        plan = self._plan
        said = [tr("{count} will change.", count=f"{len(plan.changed):,}")]
        if plan.unchanged:
            said.append(trn("{number:,} stays as it is.", "{number:,} stay as they are.", plan.unchanged))
        if plan.refused:
            said.append(tr("{count} can't be changed; why stands with them.", count=f"{len(plan.refused):,}"))
        yield Static(" ".join(said), markup=False, classes="prompt-text")
        yield VirtualTable(id="change-rows")
        yield Static(markup=False, id="change-now")
        yield from self.buttons(tr("Change {count}", count=f"{len(plan.changed):,}") if plan.changed else "")

    def on_mount(self) -> None:
        table = self.query_one(VirtualTable)
        table.show_columns(
            (
                Column("record", tr("Record"), 16, grow=1),
                Column("before", tr("Before"), 12, grow=1),
                Column("after", tr("After"), 12, grow=1),
            )
        )
        table.styles.height = min(len(self._rows), _SEEN_ROWS) + 1
        table.show_rows(self._rows)
        for button in self.query(Button).results():
            button.focus()
            break

    def on_virtual_table_moved(self, message: VirtualTable.Moved) -> None:
        """Tell the row under the cursor whole: columns cut what is long, such as why it can't change."""
        cells = message.row.cells if message.row is not None else ()
        told = "  →  ".join(one_line(each) for each in cells[1:] if each)
        self.query_one("#change-now", Static).update(labelled(one_line(cells[0]), told) if cells else "")

    def action_ok(self) -> None:
        self.dismiss(True)


async def change_records(page: Page, ids: Sequence[ObjectId]) -> bool:
    """Ask for a field and what becomes of it, show what comes of that, and do it. From a worker."""
    from records.changing.bulk_change import change_many, plan_change

    app = page.xuedang
    try:
        kind = await _kind_of(page, ids)
        if kind is None:
            return False
        change, names = await _ask_change(app, kind) or (None, {})
        if change is None:
            return False
        plan = await _working(app, tr("Looking at them"), len(ids), plan_change, page.archive, ids, change)
        rows = await _rows(page, plan)
        if not await app.push_screen_wait(ChangePreview(plan, change.sentence(names), rows)):
            return False
        count = len(plan.changed)
        report = await _working(app, tr("Changing"), count, change_many, page.archive, plan)
    except XuedangError as error:
        app.say(error)
        return False
    await _tell(
        app, report, tr("{count} changed. {key:list.actions} takes it back.", count=f"{report.done:,}")
    )
    return True


async def undo_changes(app: XuedangApp) -> None:
    """Choose one of the latest changes of many records, and take it back. From a worker."""
    from records.changing.bulk_change import past_changes, undo_change
    from tui.screens.menu import choose

    if (archive := app.archive) is None:
        return
    try:
        past = [each for each in await past_changes(archive) if not each.undone]
        if not past:
            app.notify(tr("No change of many records is left to be taken back."))
            return
        items = [
            (
                str(each.batch),
                f"{each.at:%m-%d %H:%M} {each.by}  {each.what}  "
                + tr("({count} records)", count=f"{each.count:,}"),
            )
            for each in past
        ]
        chosen = await choose(app, tr("Take a change back"), items)
        one = next((each for each in past if str(each.batch) == chosen), None)
        if one is None:
            return
        answers = [("yes", tr("Take back")), ("no", tr("Cancel"))]
        text = tr("{what}. What was changed in that field since then stays.", what=one.what)
        if await ask_choice(app, tr("Take a change back"), text, answers) != "yes":
            return
        report = await _working(app, tr("Taking back"), one.count, undo_change, archive, one.batch)
    except XuedangError as error:
        app.say(error)
        return
    await _tell(
        app,
        report,
        trn("{number:,} is as it was before.", "{number:,} are as they were before.", report.done),
    )


async def _working(app: XuedangApp, title: str, total: int, work: Any, *about: Any) -> Any:
    """Do ``work`` under a bar that shows how far it is."""
    progress = ProgressPrompt(title, total)
    app.push_screen(progress)
    try:
        return await work(*about, on_progress=progress.reach)
    finally:
        progress.dismiss(None)


async def _tell(app: XuedangApp, report: ChangeReport, done: str) -> None:
    if report.left:
        title = tr("{done} {count} are left as they are.", done=done, count=f"{len(report.left):,}")
        await app.push_screen_wait(RefusedScreen(title, report.left))
    else:
        app.notify(done)


async def _kind_of(page: Page, ids: Sequence[ObjectId]) -> Kind | None:
    """The kind of all of them; None, said, when they are of several."""
    from records.changing.bulk_change import kinds_among

    kinds = await kinds_among(page.archive, ids)
    if len(kinds) == 1:
        return kinds[0]
    page.notify(tr("Mark records of one kind."), severity="warning")
    return None


async def _ask_change(app: XuedangApp, kind: Kind) -> tuple[FieldChange, dict[ObjectId, str]] | None:
    from records.changing.bulk_change import FieldChange, changeable
    from tui.screens.forms.option_picker import choose_option
    from tui.screens.forms.values import ask_value
    from tui.screens.menu import choose

    offered = [(each.name, each.label.text()) for each in kind.fields if changeable(each)]
    name = await choose_option(app, tr("Which field?"), offered)
    field = kind.field(name) if name else None
    if field is None:
        return None
    label = field.label.text()
    ways = [("set", tr("Set to…")), ("replace", tr("Replace one value by another…")), ("clear", tr("Empty"))]
    if field.is_list:
        ways.insert(1, ("add", tr("Add an entry…")))
    how = await choose(app, label, ways)
    names: dict[ObjectId, str] = {}

    async def asked(title: str, of: Field) -> Any:
        return _identified(await ask_value(app, of, title), names)

    match how:
        case "clear":
            return FieldChange(field, "clear"), names
        case "set":
            value = await asked(tr("{field}: set to", field=label), field)
            return (FieldChange(field, "set", value), names) if value is not None else None
        case "add":
            value = await asked(tr("{field}: entry to add", field=label), field.of or field)
            return (FieldChange(field, "add", value), names) if value is not None else None
        case "replace":
            old = await asked(tr("{field}: what is replaced", field=label), field.of or field)
            if old is None:
                return None
            value = await asked(tr("{field}: what it becomes", field=label), field.of or field)
            return (FieldChange(field, "replace", value, old), names) if value is not None else None
    return None


def _identified(value: Any, names: dict[ObjectId, str]) -> Any:
    """Records chosen, as their identifiers; ``names`` learns what they are called."""
    if isinstance(value, list):
        return [_identified(each, names) for each in value]
    if isinstance(value, Record):
        names[value.id] = value.title
        return value.id
    return value


async def _rows(page: Page, plan: ChangePlan) -> list[Row]:
    field = plan.change.field
    values = [record.fields.get(field.name) for pair in plan.changed[:_SHOWN] for record in pair]
    flat = [each for value in values for each in (value if isinstance(value, list) else [value])]
    names = await page.archive.names([each for each in flat if isinstance(each, ObjectId)])
    rows = [
        Row(record.id, (_title(record), "", tr("; ").join(map(str, faults))), "failed")
        for record, faults in plan.refused[:_SHOWN]
    ]
    for before, after in plan.changed[:_SHOWN]:
        texts = [show(field, record.fields.get(field.name), names=names) for record in (before, after)]
        rows.append(Row(before.id, (_title(before), *texts)))
    return rows


def _title(record: Record) -> str:
    return f"{record.no or ''} {record.title}".strip()
