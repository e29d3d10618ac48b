"""``xuedang alerts``: what needs attention on the working date: overdue, due soon, behind, missed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from records.language import translator
from scripts.help import CommandWithHelp
from scripts.opening import with_archive
from scripts.output import print_json, say, table

if TYPE_CHECKING:
    from records.archive import Archive
    from records.programme.book import Book
    from records.programme.views.alerts import Alert

tr = translator("scripts")
app = typer.Typer(add_completion=False)


@app.command(cls=CommandWithHelp)
def alerts(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> int:
    """What needs attention as of the working date: overdue, due soon, behind, missed.

    Being behind is no fault of the command: it ends with 0.
    """

    async def work(archive: Archive) -> None:
        from records.programme.book import load_book
        from records.programme.views.alerts import alerts as found_in

        book = await load_book(archive)
        found = found_in(book)
        if as_json:
            print_json(
                {"on": book.on.isoformat(), "alerts": [await _as_json(archive, book, each) for each in found]}
            )
        else:
            _print(book, found)

    with_archive(ctx.obj, work)
    return 0


async def _as_json(archive: Archive, book: Book, alert: Alert) -> dict[str, Any]:
    records = await archive.get_many(alert.records) if alert.records else {}
    return {
        "urgency": alert.urgency,
        "rule": alert.rule,
        "period": alert.period.name,
        "due": alert.due.isoformat() if alert.due else None,
        "text": alert.text,
        "subjects": [_number(book, subject) for subject in alert.subjects],
        "records": [record.no for record in records.values()],
        "waiting": alert.waiting,
    }


def _number(book: Book, subject: Any) -> str:
    person = book.roster.people.get(subject)
    return person.no if person is not None else book.unit(subject).no


def _print(book: Book, found: list[Alert]) -> None:
    words = {
        "overdue": tr("Overdue"),
        "soon": tr("Due soon"),
        "behind": tr("Behind"),
        "missed": tr("Missed"),
    }
    if book.on < book.rulebook.start:
        say(tr("The programme begins on {start}.", start=book.rulebook.start))
        return
    if not found:
        say(tr("Nothing needs attention on {date}.", date=book.on))
        return
    say(tr("What needs attention on {date}", date=book.on))
    rows = [
        [words[each.urgency], each.rule, each.text, each.due.isoformat() if each.due else ""]
        for each in found
    ]
    table([tr("How urgent"), tr("Rule"), tr("What"), tr("Due by")], rows)
