"""``xuedang serve``: the screens in a browser of this machine."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from records.language import translator
from records.settings import Settings, load_settings
from scripts.help import CommandWithHelp
from scripts.output import note, say

tr = translator("scripts")
app = typer.Typer(add_completion=False)


@app.command(cls=CommandWithHelp)
def serve(
    ctx: typer.Context,
    port: Annotated[
        int,
        typer.Option(
            "--port", metavar="PORT", help="a port of this machine (default: a free one)", min=0, max=65535
        ),
    ] = 0,
) -> int:
    """The same screens in a browser of this machine, by a link that opens once. Ctrl-C ends it.

    Nobody on the network reaches it. Pages that are open then are closed; what was typed is kept as drafts.
    """
    from scripts.serve import serve as serve_screens

    def tell(link: str) -> None:
        say(tr("Open this link in a browser of this machine. It works once:"))
        say(link)
        note(tr("Ctrl-C ends it."))

    serve_screens(_command(ctx.obj), port, tell)
    note(tr("Ended."))
    return 0


def _command(settings: Settings) -> list[str]:
    """What starts the screens: with what was said for this run only; the rest they find as ever."""
    words, plain = [sys.executable, "-P", "-m", "scripts.main"], load_settings()
    if settings.language and settings.language != plain.language:
        words += ["--lang", settings.language]
    if settings.working_date and settings.working_date != plain.working_date:
        words += ["--on", settings.working_date.isoformat()]
    return words
