"""``xuedang add``: one record from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from records.checking.checks import Fault
from records.language import listed, translator
from records.record import Record
from scripts.as_json import record_as_json
from scripts.help import CommandWithHelp
from scripts.opening import with_archive
from scripts.output import print_json, say
from scripts.typed_fields import read_extra, read_fields

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("scripts")
app = typer.Typer(add_completion=False)


@app.command(cls=CommandWithHelp)
def add(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="a kind's name, code or label")],
    values: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="FIELD=VALUE",
            help="a field's value; people and units by number or name, sub-records as JSON",
        ),
    ] = None,
    extra: Annotated[
        list[str] | None,
        typer.Option(
            "--extra", metavar="NAME=TEXT", help="a field that the kind does not name, kept as text"
        ),
    ] = None,
    submit: Annotated[bool, typer.Option("--submit", help="save as submitted, not as a draft")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> int:
    """Add one record. What is still missing for its approval is listed."""

    async def work(archive: Archive) -> tuple[Record, dict[str, Any], list[Fault]]:
        of_kind = archive.kinds.of(kind)
        fields = await read_fields(archive, of_kind, values or [])
        fields |= read_extra(of_kind, extra or [])
        record = Record.new(of_kind.name, fields, status="submitted" if submit else "draft")
        saved = await archive.save(record)
        return saved, record_as_json(archive.kinds, saved), await archive.missing(saved)

    print_saved(*with_archive(ctx.obj, work), as_json=as_json)
    return 0


def print_saved(saved: Record, told: dict[str, Any], missing: list[Fault], *, as_json: bool) -> None:
    """Say as what a record was saved, and what it still lacks; ``told`` is it for a program."""
    if as_json:
        print_json(
            {
                "record": told,
                "missing": [{"path": fault.path, "message": fault.message} for fault in missing],
            }
        )
        return
    say(tr("Saved as {no}: {title}", no=saved.no, title=saved.title))
    if missing:
        say(tr("Still missing for its approval: {names}", names=listed(each.label for each in missing)))
