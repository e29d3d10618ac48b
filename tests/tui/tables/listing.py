"""Lists for the tests of lists: records in them, opened, and what their rows show."""

from __future__ import annotations

from records.archive import Archive
from records.record import Record
from tests.tui.conftest import Running
from tui.screens.lists.list import ListScreen
from tui.widgets.table.virtual_table import Row, VirtualTable


async def tutorial(archive: Archive, place: str, day: str, **fields: object) -> Record:
    from records.field_value import coerce

    kind = archive.kinds.of("farmer_tutorial")
    texts = {"village": place, "held_on": day, "theme": "市场信息", "farmers": "27", **fields}
    fields_of = {field.name: field for field in kind.fields}
    made = {name: coerce(fields_of[name], text) for name, text in texts.items()}
    return await archive.save(Record.new("farmer_tutorial", made))


async def open_list(run: Running, kind: str | None, rows: int, text: str = "") -> ListScreen:
    run.app.push_screen(ListScreen(kind, text=text))
    screen = await run.screen(ListScreen)
    await run.until(lambda: screen.query("#records"))
    await run.until(
        lambda: screen.table.row_count == rows and (not rows or screen.table.current), "list filled"
    )
    return screen


def cells(screen: ListScreen, index: int) -> tuple[str, ...]:
    row = screen.table.row(index)
    return row.cells if row is not None else ()


def rows_of(table: VirtualTable) -> list[Row]:
    return [row for at in range(table.row_count) if (row := table.row(at)) is not None]
