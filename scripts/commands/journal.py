"""``xuedang journal``: what was done, when, by whom, from where; newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from records.errors import UsageFault
from records.language import listed, translator
from records.masking import mask_within
from scripts.as_json import plain
from scripts.help import CommandWithHelp
from scripts.opening import with_archive
from scripts.output import print_json, say, table

if TYPE_CHECKING:
    from records.archive import Archive
    from records.journal_words import Names

tr = translator("scripts")
app = typer.Typer(add_completion=False)


@app.command(cls=CommandWithHelp)
def journal(
    ctx: typer.Context,
    limit: Annotated[int, typer.Option("--limit", min=1, help="at most so many entries")] = 50,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="only what this operator did")] = "",
    action: Annotated[
        str, typer.Option("--action", metavar="NAME", help="only this: save, void, import, export, sign_in …")
    ] = "",
    record: Annotated[
        str, typer.Option("--record", metavar="NO", help="only what was done to this record")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> int:
    """What was done in the archive, the newest first."""
    from records.journal_words import ACTIONS, names_of, sentence, when

    if action and action not in ACTIONS:
        raise UsageFault(
            tr("There is no action {action!r}.", action=action),
            hint=tr("Known are: {names}.", names=listed(ACTIONS)),
        )

    async def work(archive: Archive) -> tuple[list[dict[str, Any]], Names]:
        told = (await archive.get(record)).id if record else None
        entries = await archive.journal(record=told, by=by, actions=[action] if action else [], limit=limit)
        return entries, await names_of(archive, entries)

    entries, names = with_archive(ctx.obj, work)
    if as_json:
        print_json([_as_json(each, sentence(each, names)) for each in entries])
    elif not entries:
        say(tr("The journal has no such entry."))
    else:
        columns = [tr("When"), tr("Who"), tr("What"), tr("From where")]
        rows = [
            [
                f"{when(each):%Y-%m-%d %H:%M:%S}",
                str(each.get("by", "")),
                sentence(each, names),
                str(each.get("from", "")),
            ]
            for each in entries
        ]
        table(columns, rows)
    return 0


def _as_json(entry: dict[str, Any], words: str) -> dict[str, Any]:
    shown = {name: _value(value) for name, value in entry.items() if name != "_id"}
    return {"id": str(entry["_id"]), "words": words, **shown}


def _value(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {name: _value(each) for name, each in value.items()}
    return mask_within(value) if isinstance(value, str) else plain(value)
