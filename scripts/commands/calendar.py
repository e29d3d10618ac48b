"""``xuedang calendar``: a month of the programme by the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from records.errors import UsageFault
from records.language import current_language, translator
from scripts.help import CommandWithHelp
from scripts.opening import with_archive
from scripts.output import print_json, say, table

if TYPE_CHECKING:
    from records.archive import Archive
    from records.programme.views.agenda import Entry
    from records.values import PartialDate

tr = translator("scripts")
app = typer.Typer(add_completion=False)


@app.command(cls=CommandWithHelp)
def calendar(
    ctx: typer.Context,
    when: Annotated[
        str, typer.Argument(metavar="[WHEN]", help="2011-03, 2011Q1 or any span (default: the month)")
    ] = "",
    unit: Annotated[str, typer.Option("--unit", metavar="UNIT", help="one unit: name or number")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> int:
    """Stages, anniversaries, deadlines, public notices, ends of periods, plans and meetings by the day.

    What lies after the working date is told as planned.
    """
    span = _span(when) if when else None

    async def work(archive: Archive) -> None:
        from records.programme.book import load_book
        from records.programme.views.agenda import agenda
        from records.values import PartialDate
        from scripts.typed_fields import subject

        book = await load_book(archive)
        asked = span or PartialDate.month(book.on.year, book.on.month)
        whose = (await subject(archive, unit, "unit")).id if unit else None
        found = await agenda(archive, book, asked.start, asked.end, unit=whose)
        if as_json:
            print_json(await _as_json(archive, asked, found))
        else:
            _print(asked, found)

    with_archive(ctx.obj, work)
    return 0


def _span(text: str) -> PartialDate:
    from records.values import PartialDate

    try:
        return PartialDate.parse(text)
    except ValueError as error:
        raise UsageFault(str(error), hint=tr("Write it as 2011-03 or 2011-03..2011-05.")) from error


async def _as_json(archive: Archive, span: PartialDate, found: list[Entry]) -> dict[str, Any]:
    records = await archive.get_many([record for each in found for record in each.records])
    return {
        "from": span.start.isoformat(),
        "to": span.end.isoformat(),
        "entries": [
            {
                "day": each.day.isoformat(),
                "sort": each.sort,
                "state": each.tone,
                "text": each.text,
                "whose": each.whose,
                "rule": each.rule or None,
                "period": each.period.name if each.period else None,
                "records": [records[record].no for record in each.records if record in records],
            }
            for each in found
        ],
    }


def _print(span: PartialDate, found: list[Entry]) -> None:
    from records.programme.views.agenda import SORTS

    when = span.display(current_language())
    if not found:
        say(tr("Nothing in {period}.", period=when))
        return
    rows = [[each.day.isoformat(), SORTS[each.sort].text(), each.text, each.whose] for each in found]
    table([tr("Day"), tr("Sort"), tr("What"), tr("Whose")], rows, title=when)
