"""``xuedang dispose``: filed papers whose period has ended, and what somebody agreed to dispose of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from records.errors import UsageFault
from records.language import listed, plural_translator, translator
from scripts.help import CommandWithHelp
from scripts.opening import with_archive
from scripts.output import note, print_json, say, table

if TYPE_CHECKING:
    from datetime import date

    from records.archive import Archive
    from records.keep.filing.disposing import Due

tr, trn = translator("scripts"), plural_translator("scripts")
app = typer.Typer(add_completion=False)


@app.command(cls=CommandWithHelp)
def dispose(
    ctx: typer.Context,
    numbers: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NO]…", help="these only, by number or archival code; else all that are due"),
    ] = None,
    apply: Annotated[
        bool, typer.Option("--apply", help="record the disposal; without it, only list what is due")
    ] = False,
    approved_by: Annotated[str, typer.Option("--approved-by", metavar="NAME", help="who approved it")] = "",
    approved_on: Annotated[
        str, typer.Option("--approved-on", metavar="DATE", help="when; the working date if not given")
    ] = "",
    document: Annotated[
        str, typer.Option("--document", metavar="NUMBER", help="the number of the document that approves it")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> int:
    """List filed papers whose period has ended; --apply with the approval records a disposal."""

    async def work(archive: Archive) -> tuple[list[Due], int]:
        from records.keep.filing.disposing import Approval, disposable
        from records.keep.filing.disposing import dispose as carry_out

        today = archive.settings.today
        due = _chosen(await disposable(archive, on=today), numbers or [])
        if not apply:
            return due, 0
        approval = Approval(approved_by, _day(approved_on, today), document)
        return due, await carry_out(archive, [each.id for each in due], approval, on=today)

    due, disposed = with_archive(ctx.obj, work)
    if as_json:
        print_json({"applied": apply, "disposed": disposed, "due": [_line(each) for each in due]})
        return 0
    if due and not apply:
        rows = [[str(each.filed), str(each.filed.kept_until), each.title] for each in due]
        table([tr("Archival code"), tr("Until"), tr("Title")], rows)
    if apply:
        say(
            trn(
                "{number} paper was disposed of; the record stays, void, with the approval.",
                "{number} papers were disposed of; the records stay, void, with the approval.",
                disposed,
            )
        )
    else:
        number = len(due)
        say(
            trn("The period of {number} paper has ended.", "The period of {number} papers has ended.", number)
        )
        note(tr("Nothing was changed; --apply with --approved-by and --document records a disposal."))
    return 0


def _chosen(due: list[Due], wanted: list[str]) -> list[Due]:
    if not wanted:
        return due
    known = {name: each for each in due for name in (each.no, str(each.filed))}
    unknown = [each for each in wanted if each not in known]
    if unknown:
        raise UsageFault(tr("Not among those whose period has ended: {names}", names=listed(unknown)))
    return [known[each] for each in dict.fromkeys(wanted)]


def _day(text: str, today: date) -> date:
    from datetime import date as day

    try:
        return day.fromisoformat(text) if text else today
    except ValueError:
        raise UsageFault(tr("{text!r} is no date such as 2022-03-01.", text=text)) from None


def _line(each: Due) -> dict[str, Any]:
    return {"no": each.no, "code": str(each.filed), "title": each.title, "until": each.filed.kept_until}
