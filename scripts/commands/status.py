"""``xuedang status``: which server, which data folder, how many records, and whether all is well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from records.language import listed, translator
from records.record import STATUS_LABELS, STATUSES
from scripts.health import Sign, signs
from scripts.help import CommandWithHelp
from scripts.opening import signing_in, with_archive
from scripts.output import print_json, say, table

if TYPE_CHECKING:
    from records.archive import Archive
    from records.office.archives import ArchiveGlance
    from records.settings import Settings

tr = translator("scripts")
app = typer.Typer(add_completion=False)


@app.command(cls=CommandWithHelp)
def status(
    ctx: typer.Context,
    every: Annotated[
        bool, typer.Option("--all", help="every archive of the server that your account may read")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> int:
    """Server, data folder, counts by kind, health."""
    if every:
        return _all_archives(ctx.obj, as_json=as_json)

    async def work(archive: Archive) -> None:
        found = await archive.status()
        health = await signs(archive, found)
        if as_json:
            print_json(_as_json(archive, found) | {"health": {each.name: _sign(each) for each in health}})
        else:
            _print(archive, found)
            _print_health(health)

    with_archive(ctx.obj, work)
    return 0


def _all_archives(settings: Settings, *, as_json: bool) -> int:
    """One line for each archive of the server."""
    from records.office.archives import glance_at_all

    found = signing_in(settings, glance_at_all)
    if as_json:
        print_json(
            [
                {
                    "archive": each.name,
                    "records": each.records,
                    "changed": each.changed.isoformat() if each.changed else None,
                    "by": each.by or None,
                    "unsealed": each.unsealed,
                    "prepared": each.prepared,
                }
                for each in found
            ]
        )
        return 0
    columns = [
        tr("Archive"),
        f"{tr('Records')}>",
        tr("Changed last"),
        tr("By"),
        f"{tr('Unsealed')}>",
        tr("State"),
    ]
    table(columns, [_line(each) for each in found])
    return 0


def _line(each: ArchiveGlance) -> list[str]:
    changed = each.changed.astimezone().strftime("%Y-%m-%d %H:%M") if each.changed else ""
    state = tr("ready") if each.prepared else tr("to be prepared by its administrator")
    return [each.name, f"{each.records:,}", changed, each.by, str(each.unsealed), state]


def _as_json(archive: Archive, found: dict[str, Any]) -> dict[str, Any]:
    server = found["server"]
    return {
        "server": {
            "kind": server.kind,
            "version": server.version,
            "address": server.address,
            "pid": server.pid or None,
        },
        "home": str(found["home"]),
        "database": found["database"],
        "working_date": archive.settings.today.isoformat(),
        "operator": archive.operator,
        "records": {
            name: found["kinds"].get(name, 0) for name in [*archive.kinds, *_unknown(archive, found)]
        },
        "statuses": {name: found["statuses"].get(name, 0) for name in STATUSES},
        "unsealed": found["unsealed"],
    }


def _sign(each: Sign) -> dict[str, Any]:
    return {"good": each.good, "text": each.text}


def _print_health(health: list[Sign]) -> None:
    names = {
        "disk": tr("Disk"),
        "index": tr("Search index"),
        "journal": tr("Journal"),
        "backup": tr("Backup"),
    }
    for each in health:
        word = tr("good") if each.good else tr("under way") if each.under_way else tr("needs attention")
        say(tr("{name}: {state} ({text})", name=names[each.name], state=word, text=each.text))


def _unknown(archive: Archive, found: dict[str, Any]) -> list[str]:
    """Kinds that records have and no kind file names: a file was taken away, or a newer release wrote."""
    return sorted(set(found["kinds"]) - set(archive.kinds))


def _print(archive: Archive, found: dict[str, Any]) -> None:
    server = found["server"]
    where = tr("embedded") if server.kind == "embedded" else tr("shared")
    say(
        tr(
            "Server: MongoDB {version}, {where}, {address}",
            version=server.version,
            where=where,
            address=server.address,
        )
    )
    say(tr("Data folder: {home}", home=found["home"]))
    say(tr("Working date: {date}; operator: {name}", date=archive.settings.today, name=archive.operator))
    states = listed(
        f"{STATUS_LABELS[name].text()} {found['statuses'][name]:,}"
        for name in STATUSES
        if found["statuses"].get(name)
    )
    if not states:
        say(
            tr("No records yet. `xuedang demo` invents some for a try, `xuedang import` brings in registers.")
        )
        return
    say(tr("Records: {states}", states=states))
    rows = [
        [kind.label.text(), name, f"{found['kinds'][name]:,}"]
        for name, kind in archive.kinds.items()
        if found["kinds"].get(name)
    ]
    rows += [[tr("unknown kind"), name, f"{found['kinds'][name]:,}"] for name in _unknown(archive, found)]
    table([tr("Name"), tr("Kind"), f"{tr('Records')}>"], rows)
    if _unknown(archive, found):
        say(tr("Records of an unknown kind are kept as they are; put its file back into records/kinds."))
