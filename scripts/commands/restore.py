"""``xuedang restore``: puts a backup back into an empty archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from records.language import translator
from records.typed_path import typed_path
from scripts.commands.backup import about, tell_differences
from scripts.help import CommandWithHelp
from scripts.opening import signing_in
from scripts.output import print_json, say
from scripts.passphrase import KeyFile, PassphraseFile, asked_key
from scripts.progress import progress

if TYPE_CHECKING:
    from records.keep.backup.restore import Restored
    from records.settings import Settings

tr = translator("scripts")
app = typer.Typer(add_completion=False)


@app.command(cls=CommandWithHelp)
def restore(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="what `backup` wrote")],
    passphrase_file: PassphraseFile = None,
    key_file: KeyFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> int:
    """Put a backup back into an empty archive: of a new data folder (XUEDANG_HOME), or of a new name."""
    from records.keep.backup.restore import restore as put_back

    path, ask = typed_path(file).absolute(), asked_key(passphrase_file, key_file)

    async def run(settings: Settings) -> Restored:
        with progress(file.name) as tell:
            return await put_back(settings, path, ask, tell)

    found = signing_in(ctx.obj, run)
    if as_json:
        print_json(
            {"file": str(file), "home": str(ctx.obj.home), "database": ctx.obj.database}
            | about(found.manifest)
            | {"differences": [str(each) for each in found.differences]}
        )
    else:
        made = found.manifest.made.astimezone().strftime("%Y-%m-%d %H:%M")
        place = ctx.obj.home
        if found.server:
            place = tr("{archive} on {server}", archive=ctx.obj.database, server=found.server)
        say(tr("Restored as of {made}, into {place}.", made=made, place=place))
        tell_differences(found)
    return 1 if found.differences else 0
