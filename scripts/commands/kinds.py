"""``xuedang kinds``: the record kinds and their fields."""

from __future__ import annotations

from typing import Annotated

import typer

from records.kind import GROUPS, Field, Kind, Kinds
from records.language import clauses, translator
from scripts.as_json import kind_as_json
from scripts.help import CommandWithHelp
from scripts.opening import known_kinds
from scripts.output import print_json, say, table

tr = translator("scripts")
app = typer.Typer(add_completion=False)


@app.command(cls=CommandWithHelp)
def kinds(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="[KIND]", help="a kind's name, code or label")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> int:
    """The record kinds, or the fields of one."""
    known = known_kinds(ctx.obj)
    if name:
        kind = known.of(name)
        if as_json:
            print_json(kind_as_json(kind))
        else:
            _print_kind(kind)
    elif as_json:
        print_json([kind_as_json(kind) for kind in known.values()])
    else:
        _print_all(known)
    return 0


def _print_all(known: Kinds) -> None:
    rows = [
        [
            GROUPS[group].text() if first else "",
            kind.name,
            kind.code,
            kind.label.text(),
            str(len(kind.fields)),
        ]
        for group, members in known.groups().items()
        for first, kind in ((position == 0, kind) for position, kind in enumerate(members))
    ]
    table([tr("Group"), tr("Kind"), tr("Code"), tr("Name"), f"{tr('Fields')}>"], rows)


def _print_kind(kind: Kind) -> None:
    say(f"{kind.label.text()}  {kind.name}  {kind.code}", style="bold")
    if kind.help:
        say(kind.help.text())
    rows = [row for field in kind.fields for row in _rows(field)]
    table([tr("Field"), tr("Name"), tr("Type"), tr("Needed"), tr("Values and remarks")], rows)


def _rows(field: Field, prefix: str = "") -> list[list[str]]:
    needed = tr("to save") if field.identify else tr("to verify") if field.required else ""
    row = [f"{prefix}{field.name}", field.label.text(), _type(field), needed, _remarks(field)]
    return [row, *(each for sub in field.fields for each in _rows(sub, f"{prefix}{field.name}."))]


def _type(field: Field) -> str:
    if field.of:
        return tr("list of {type}", type=_type(field.of))
    if field.to:
        return f"{field.type} → {field.to}"
    return field.type


def _remarks(field: Field) -> str:
    choices = field.choices or (field.of.choices if field.of else ())
    parts = [
        " | ".join(choice.value for choice in choices),
        field.measure.text() if field.measure else "",
        tr("computed") if field.computed else "",
        field.help.text() if field.help else "",
    ]
    return clauses(part for part in parts if part)
