"""``xuedang demo``: an invented township, to look around in."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from records.language import translator
from scripts.help import CommandWithHelp
from scripts.opening import with_archive
from scripts.output import say
from scripts.progress import progress

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("scripts")
app = typer.Typer(add_completion=False)


class Extent(StrEnum):
    """How much of a township is invented."""

    small = "small"
    full = "full"


@app.command(cls=CommandWithHelp)
def demo(
    ctx: typer.Context,
    size: Annotated[
        Extent,
        typer.Option(
            "--size",
            metavar="small|full",
            help="small: 8 units and 60 people; full: 60 units, 2,000 people, 250,000 records",
        ),
    ] = Extent.small,
) -> int:
    """Fill an empty archive with an invented township and three years of its records."""
    from records.demo.fill import FULL_RECORDS, fill_demo

    async def work(archive: Archive) -> int:
        with progress(tr("records"), FULL_RECORDS if size is Extent.full else None) as tell:
            return await fill_demo(archive, size.value, tell)

    made = with_archive(ctx.obj, work)
    say(tr("The archive now holds {number:,} records of an invented township.", number=made))
    say(tr("The working date is set to 2012-10-15. Open it with: scripts/run"))
    return 0
