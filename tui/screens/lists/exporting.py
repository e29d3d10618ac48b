"""Records that a list shows, as a file: with all their fields, or just as the list shows them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING

from records.errors import XuedangError
from records.kind import Column as KindColumn
from records.kind import Kind
from records.record import Record
from records.search.query import Query
from tui.rows.record_rows import Names, arranged, referred, row_of
from tui.screens.path_prompt import ask_new_file
from tui.unmasking import ask_reason
from tui.words import tr, trn

if TYPE_CHECKING:
    from records.archive import Archive
    from tui.app import XuedangApp

_BATCH = 500


async def export_records(app: XuedangApp, query: Query, heading: str, *, unmasked: bool = False) -> None:
    """Write what ``query`` finds into a file that is asked for, named after ``heading``. From a worker.

    Identity numbers and phones are masked, or ``unmasked`` for a reason that is asked for, too.
    """
    from records.keep.export import export

    reason = await ask_reason(app) if unmasked else None
    if unmasked and reason is None:
        return
    path = await ask_new_file(
        app,
        tr("Save the file as"),
        _suggested(heading),
        hint=tr("Ending in .xlsx, .csv or .jsonl; it can be edited and imported again."),
        endings=(".xlsx", ".csv", ".jsonl"),
    )
    if path is None or app.archive is None:
        return
    try:
        done = await export(app.archive, query, path, unmask_for=reason)
    except XuedangError as error:
        app.say(error)
        return
    app.notify(
        trn("{number:,} record: {path}", "{number:,} records: {path}", done.count, path=path),
        title=tr("Written"),
    )


async def export_shown(
    app: XuedangApp, query: Query, heading: str, kind: Kind | None, columns: Sequence[KindColumn]
) -> None:
    """Write what ``query`` finds with these columns, into a table or a paper to print. From a worker."""
    from records.keep.shown import export_shown as write
    from records.search.sentence import sentence
    from templates.listed import MOST_ROWS, list_paper

    hint = tr("Ending in .xlsx or .csv; .docx is a paper to print. It holds the columns shown.")
    path = await ask_new_file(
        app, tr("Save the file as"), _suggested(heading), hint=hint, endings=(".xlsx", ".csv", ".docx")
    )
    if path is None or (archive := app.archive) is None:
        return
    headings = [(column.label, column.width) for column in arranged(kind, columns)]
    try:
        named = await archive.names([each for each in (query.unit, query.person) if each])
        about = f"{sentence(query, archive.kinds, named)}  {app.settings.today.isoformat()}"
        count = await write(
            archive,
            query,
            path,
            headings,
            _rows(archive, query, kind, columns),
            paper=lambda rows: list_paper(heading, about, headings, rows),
            most_printed=MOST_ROWS,
        )
    except XuedangError as error:
        app.say(error)
        return
    app.notify(
        trn("{number:,} record: {path}", "{number:,} records: {path}", count, path=path),
        title=tr("Written"),
    )


async def _rows(
    archive: Archive, query: Query, kind: Kind | None, columns: Sequence[KindColumn]
) -> AsyncIterator[tuple[str, ...]]:
    names = Names(archive)

    async def told(records: list[Record]) -> list[tuple[str, ...]]:
        await names.learn(referred(records, columns))
        return [row_of(each, kind, columns, names, archive.kinds).cells for each in records]

    some: list[Record] = []
    async with aclosing(archive.each(query, batch=_BATCH)) as records:
        async for record in records:
            some.append(record)
            if len(some) == _BATCH:
                for row in await told(some):
                    yield row
                some = []
    for row in await told(some):
        yield row


def _suggested(heading: str) -> Path:
    name = heading.replace(" > ", "-").replace(": ", "-").replace("/", "-").replace(" ", "")
    return Path.home() / f"{name}.xlsx"
