"""``xuedang export``: any list or query as a file, which `xuedang import` brings back without loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from records.language import translator
from records.typed_path import typed_path
from scripts.asking import (
    FromDate,
    OfKind,
    OfPerson,
    OfUnit,
    Reason,
    Unmasked,
    UntilDate,
    asked,
    span,
    unmask_for,
)
from scripts.help import CommandWithHelp
from scripts.opening import with_archive
from scripts.output import note, print_json, say
from scripts.progress import progress

if TYPE_CHECKING:
    from records.archive import Archive
    from records.keep.export import Exported

tr = translator("scripts")
app = typer.Typer(add_completion=False)


@app.command(cls=CommandWithHelp, context_settings={"ignore_unknown_options": True})
def export(
    ctx: typer.Context,
    target: Annotated[
        str,
        typer.Option(
            "--to", metavar="FILE", help="the file to write: .xlsx or .csv for people, .jsonl for programs"
        ),
    ],
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[QUERY]…", help="as for `find`; without one, every record that is not void"),
    ] = None,
    kind: OfKind = "",
    unit: OfUnit = "",
    person: OfPerson = "",
    first: FromDate = "",
    last: UntilDate = "",
    unmasked: Unmasked = False,
    reason: Reason = "",
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> int:
    """Write records to a file, each with all its fields. Brought in again, the file changes nothing.

    Identity numbers and phones are masked in it, unless an operator asks for them with a reason.
    """
    from records.keep.export import export as write

    path = typed_path(target)
    why = unmask_for(unmasked, reason)

    async def work(archive: Archive) -> Exported:
        options = {"kind": kind, "unit": unit, "person": person, "date": span(first, last)}
        query = await asked(archive, words or [], options)
        with progress(path.name) as tell:
            return await write(archive, query, path, unmask_for=why, on_progress=tell)

    done = with_archive(ctx.obj, work)
    if as_json:
        print_json({"file": str(path), "records": done.count, "kinds": dict(done.kinds)})
    else:
        say(tr("{count:,} records were written to {path}.", count=done.count, path=path))
        note(tr("`xuedang import` brings the file back; what was changed in it is updated."))
    return 0
