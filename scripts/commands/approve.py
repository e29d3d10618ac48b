"""``xuedang approve``: submitted records become verified, those of a query or of one import."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from records.checking.checks import Fault
from records.errors import UsageFault
from records.language import clauses, translator
from records.record import Record
from scripts.asking import asked
from scripts.help import CommandWithHelp
from scripts.opening import with_archive
from scripts.output import note, print_json, say, table

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("scripts")
app = typer.Typer(add_completion=False)

#: Refused records that are listed for a person to read; --json lists all.
LISTED = 50

Refusals = list[tuple[Record, list[Fault]]]


@app.command(cls=CommandWithHelp, context_settings={"ignore_unknown_options": True})
def approve(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[QUERY]…", help="as for `find`; only submitted ones count")
    ] = None,
    batch: Annotated[
        str, typer.Option("--batch", metavar="B", help="everything that this import brought in")
    ] = "",
    apply: Annotated[
        bool, typer.Option("--apply", help="really approve; without it, only say what would happen")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> int:
    """Approve submitted records that lack nothing. A dry run unless --apply is given."""

    async def work(archive: Archive) -> tuple[int, Refusals]:
        if not words and not batch:
            raise UsageFault(tr("Say which records: a query or --batch."))
        query = await asked(archive, words or [], {"batch": batch})
        if query.status and query.status != ("submitted",):
            raise UsageFault(tr("Only submitted records can be approved; leave the status out."))
        waiting = query.narrowed(status=("submitted",))
        return await (_approve(archive, waiting) if apply else _preview(archive, waiting))

    approved, refused = with_archive(ctx.obj, work)
    if as_json:
        print_json({"applied": apply, "approved": approved, "refused": [_refusal(*each) for each in refused]})
    else:
        _print(approved, refused, applied=apply)
    return 1 if refused else 0


async def _approve(archive: Archive, query: Any) -> tuple[int, Refusals]:
    # All identifiers first: an approved record leaves the query, and must not shift what is still to come.
    ids = [record.id async for record in archive.each(query)]
    report = await archive.approve_many(ids)
    return report.approved, report.refused


async def _preview(archive: Archive, query: Any) -> tuple[int, Refusals]:
    approved = 0
    refused: Refusals = []
    async for record in archive.each(query):
        missing = [fault for fault in await archive.missing(record) if fault.level != "warning"]
        if missing:
            refused.append((record, missing))
        else:
            approved += 1
    return approved, refused


def _refusal(record: Record, faults: Sequence[Fault]) -> dict[str, Any]:
    return {
        "no": record.no,
        "title": record.title,
        "faults": [{"path": fault.path, "level": fault.level, "message": fault.message} for fault in faults],
    }


def _print(approved: int, refused: Refusals, *, applied: bool) -> None:
    if refused:
        rows = [[record.no or "", record.title, clauses(faults)] for record, faults in refused[:LISTED]]
        table([tr("No."), tr("Title"), tr("Stands in the way")], rows)
        if len(refused) > LISTED:
            say(tr("… and {number} more", number=len(refused) - LISTED))
    if applied:
        say(tr("{approved} approved, {refused} refused", approved=approved, refused=len(refused)))
    else:
        say(tr("{approved} would be approved, {refused} refused", approved=approved, refused=len(refused)))
        note(tr("Nothing was changed; --apply does it."))
