"""``xuedang upgrade-server``: the data of the embedded server, moved to another version of it."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from records.language import listed, translator
from scripts.help import CommandWithHelp
from scripts.opening import with_archive
from scripts.output import note, print_json, say
from scripts.progress import progress

if TYPE_CHECKING:
    from records.archive import Archive
    from records.settings import Settings

tr = translator("scripts")
app = typer.Typer(add_completion=False)


@app.command(cls=CommandWithHelp)
def upgrade_server(
    ctx: typer.Context,
    old: Annotated[
        Path | None, typer.Option("--old", metavar="MONGOD", help="the program that wrote the data so far")
    ] = None,
    new: Annotated[
        Path | None, typer.Option("--new", metavar="MONGOD", help="the program to be used from now on")
    ] = None,
    confirm: Annotated[
        bool, typer.Option("--confirm", help="all is well: remove the old databases that were kept")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> int:
    """Move the data of the embedded server to another major version of mongod; the old ones are kept."""
    if confirm:
        removed = [str(path) for path in _confirm(ctx.obj)]
        if as_json:
            print_json({"removed": removed})
        else:
            say(tr("Removed: {what}", what=listed(removed) or tr("nothing")))
        return 0
    from records.keep.server_upgrade import upgrade_server as move

    with progress("") as bar:
        found = asyncio.run(
            move(ctx.obj, old=old, new=new, on_progress=lambda name, done: bar(done, label=name))
        )
    if as_json:
        print_json(
            {"old": found.old, "new": found.new, "archives": dict(found.archives), "kept": str(found.kept)}
        )
        return 0
    for name, documents in found.archives.items():
        say(tr("{name}: {count:,} documents, each the same as before", name=name, count=documents))
    say(
        tr(
            "The data are those of MongoDB {new} now; those of {old} are in {kept}.",
            new=found.new,
            old=found.old,
            kept=found.kept,
        )
    )
    note(tr("When all is well, `xuedang upgrade-server --confirm` removes the old ones."))
    return 0


def _confirm(settings: Settings) -> list[Path]:
    """Remove what was kept, once the archive has opened."""
    from records.store.moving import kept

    async def opened(archive: Archive) -> None:
        await archive.status()

    with_archive(settings, opened)
    found = kept(settings.home)
    for path in found:
        shutil.rmtree(path)
    return found
