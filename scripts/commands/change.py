"""``xuedang change``: fields of a stored record get other values, as a new version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from records.checking.checks import Fault
from records.errors import UsageFault
from records.language import translator
from records.record import Record
from scripts.as_json import record_as_json
from scripts.commands.add import print_saved
from scripts.help import CommandWithHelp
from scripts.opening import with_archive
from scripts.typed_fields import emptied_apart, read_extra, read_fields

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("scripts")
app = typer.Typer(add_completion=False)


@app.command(cls=CommandWithHelp)
def change(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NO", help="the record's number")],
    values: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="FIELD=VALUE",
            help="a field's new value, as for `add`; nothing after = empties it",
        ),
    ] = None,
    extra: Annotated[
        list[str] | None,
        typer.Option("--extra", metavar="NAME=TEXT", help="as for `add`; nothing after = takes it away"),
    ] = None,
    submit: Annotated[bool, typer.Option("--submit", help="a draft becomes submitted")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> int:
    """Change fields of one record; what is not named stays. The version before is kept in its history."""
    if not (values or extra or submit):
        raise UsageFault(tr("Say what to change: --set, --extra or --submit."))

    async def work(archive: Archive) -> tuple[Record, dict[str, Any], list[Fault]]:
        record = await archive.get(number)
        kind = archive.kinds.of(record.kind)
        filled, emptied = emptied_apart(kind, values or [])
        others = read_extra(kind, extra or [])
        record.fields |= await read_fields(archive, kind, filled) | others
        for name in [*emptied, *(name for name, text in others.items() if not text.strip())]:
            record.fields.pop(name, None)
        if submit and record.status == "draft":
            record.status = "submitted"
        saved = await archive.save(record)
        return saved, record_as_json(archive.kinds, saved), await archive.missing(saved)

    print_saved(*with_archive(ctx.obj, work), as_json=as_json)
    return 0
