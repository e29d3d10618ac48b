"""Records that a list shows, as a file with all their fields."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from records.errors import XuedangError
from records.search.query import Query
from tui.screens.prompts import ask_text
from tui.words import tr

if TYPE_CHECKING:
    from tui.app import XuedangApp


async def export_records(app: XuedangApp, query: Query, heading: str) -> None:
    """Write what ``query`` finds into a file that is asked for, named after ``heading``. From a worker."""
    from records.keep.export import export

    name = heading.replace(" > ", "-").replace("/", "-").replace(" ", "")
    answer = await ask_text(
        app,
        tr("Save the file as"),
        str(Path.home() / f"{name}.xlsx"),
        hint=tr("Ending in .xlsx, .csv or .jsonl; it can be edited and imported again."),
    )
    if not answer or app.archive is None:
        return
    try:
        done = await export(app.archive, query, Path(answer).expanduser())
    except XuedangError as error:
        app.say(error)
        return
    app.notify(tr("{count} records: {path}", count=f"{done.count:,}", path=answer), title=tr("Written"))
