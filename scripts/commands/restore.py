"""``xuedang restore``: puts a backup back into an empty archive."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from records.language import translator
from scripts.commands.backup import about, tell_differences
from scripts.help import CommandWithHelp
from scripts.output import print_json, say
from scripts.passphrase import KeyFile, PassphraseFile, asked_key
from scripts.progress import progress

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

    ask = asked_key(passphrase_file, key_file)
    with progress(file.name) as tell:
        found = asyncio.run(put_back(ctx.obj, file.expanduser().absolute(), ask, tell))
    if as_json:
        print_json(
            {"file": str(file), "home": str(ctx.obj.home), "database": ctx.obj.database}
            | about(found.manifest)
            | {"differences": [str(each) for each in found.differences]}
        )
    else:
        made = found.manifest.made.astimezone().strftime("%Y-%m-%d %H:%M")
        say(tr("Restored as of {made}, into {home}.", made=made, home=ctx.obj.home))
        tell_differences(found)
    return 1 if found.differences else 0
