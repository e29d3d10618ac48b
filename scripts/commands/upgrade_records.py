"""``xuedang upgrade-records``: every record in the form of this release, at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from records.language import translator
from scripts.help import CommandWithHelp
from scripts.opening import with_archive
from scripts.output import print_json, say, table
from scripts.progress import progress

if TYPE_CHECKING:
    from records.archive import Archive
    from records.upgrading import BroughtUp

tr = translator("scripts")
app = typer.Typer(add_completion=False)


@app.command(cls=CommandWithHelp)
def upgrade_records(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> int:
    """Store every record of earlier releases in the form of this one; it can be interrupted and run again."""

    async def work(archive: Archive) -> BroughtUp:
        from records.upgrading import bring_up_all

        with progress(tr("Records")) as tell:
            return await bring_up_all(archive, tell)

    found = with_archive(ctx.obj, work)
    failed = [[each.no or "", each.title, why.message] for each, why in found.failed]
    if as_json:
        shown = [dict(zip(("no", "title", "why"), row, strict=True)) for row in failed]
        print_json({"done": found.done, "failed": shown})
        return 1 if failed else 0
    if failed:
        table([tr("No."), tr("Title"), tr("Stands in the way")], failed)
    if found.done:
        say(tr("{count:,} records were stored in the form of this release.", count=found.done))
    elif not failed:
        say(tr("All records are in the form of this release."))
    return 1 if failed else 0
