"""``xuedang find``: records by words of their text, by kind, unit, date and field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from records.language import current_language, translator
from records.record import STATUS_LABELS, Record
from scripts.as_json import record_as_json
from scripts.asking import FromDate, OfKind, OfPerson, OfUnit, UntilDate, asked, span
from scripts.help import CommandWithHelp
from scripts.opening import with_archive
from scripts.output import print_json, say, table

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("scripts")
app = typer.Typer(add_completion=False)

#: How far the total is counted; beyond it is told as "more than".
COUNTED = 10_000


@app.command(cls=CommandWithHelp, context_settings={"ignore_unknown_options": True})
def find(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[QUERY]…", help='as in the search box: words, -without, "a phrase", field:value'
        ),
    ] = None,
    kind: OfKind = "",
    unit: OfUnit = "",
    person: OfPerson = "",
    first: FromDate = "",
    last: UntilDate = "",
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="at most so many (50)")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> int:
    """Find records. Every word must occur; the newest come first."""

    async def work(archive: Archive) -> None:
        options = {"kind": kind, "unit": unit, "person": person, "date": span(first, last)}
        query = await asked(archive, words or [], options)
        found = await archive.find(query, limit=limit)
        total = await archive.count(query, cap=COUNTED)
        if as_json:
            print_json(
                {
                    "total": total.number,
                    "total_is_capped": total.capped,
                    "records": [record_as_json(archive.kinds, record) for record in found],
                }
            )
            return
        await print_records(archive, found)
        _print_total(len(found), total)

    with_archive(ctx.obj, work)
    return 0


async def print_records(archive: Archive, records: list[Record]) -> None:
    """A table with one record a line."""
    names = await archive.names([record.unit for record in records if record.unit])
    rows = [
        [
            record.no or "",
            archive.kinds[record.kind].label.text() if record.kind in archive.kinds else record.kind,
            record.date.display(current_language()) if record.date else "",
            record.title,
            names.get(record.unit, "") if record.unit else "",
            STATUS_LABELS[record.status].text(),
        ]
        for record in records
    ]
    if rows:
        table([tr("No."), tr("Kind"), tr("Date"), tr("Title"), tr("Unit"), tr("Status")], rows)


def _print_total(shown: int, total: Any) -> None:
    if not shown:
        say(tr("Nothing was found."))
    elif total.capped:
        say(tr("{shown} shown of more than {total:,}", shown=shown, total=total.number))
    elif shown < total.number:
        say(tr("{shown} shown of {total:,}; --limit shows more", shown=shown, total=total.number))
    else:
        say(tr("{total:,} found", total=total.number))
