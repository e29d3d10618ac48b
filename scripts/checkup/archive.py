"""The archive and its server, if it can be reached."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from records.errors import ServerUnavailable, XuedangError
from records.language import translator
from records.settings import Settings
from scripts.checkup.finding import Finding
from scripts.checkup.machine import clock_finding
from scripts.health import Sign, signs
from scripts.opening import with_archive

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("scripts")

#: A round trip in milliseconds from which on every screen is slower for it.
_SLOW = 50.0


def archive_findings(settings: Settings) -> Iterator[Finding]:
    """Server, clock, search index, journal, backup; one finding only when the archive can't be opened."""
    try:
        yield from with_archive(settings, _look)
    except ServerUnavailable as error:
        means = tr("Nothing can be read or saved; what is typed is kept as drafts.")
        yield Finding("server", tr("Server"), "wrong", error.message, means, error.hint)
    except XuedangError as error:
        means = tr("The archive can't be opened.")
        yield Finding("server", tr("Server"), "wrong", error.message, means, error.hint)


async def _look(archive: Archive) -> list[Finding]:
    from records.store.condition import condition

    state = await condition(archive.store)
    where = tr("embedded") if archive.server.kind == "embedded" else tr("shared")
    found = tr(
        "MongoDB {version}, {where}, replica set {replica_set}, {engine}, answers in {ms:.1f} ms",
        version=archive.server.version, where=where, replica_set=state.replica_set or tr("none"),
        engine=state.engine or tr("storage not told"), ms=state.milliseconds,
    )  # fmt: skip
    slow = state.milliseconds > _SLOW
    means = tr("Every page waits for the way to the server.") if slow else ""
    todo = tr("See whether the network or the server is busy.") if slow else ""
    health = {each.name: each for each in await signs(archive, await archive.status())}
    return [
        Finding("server", tr("Server"), "note" if slow else "good", found, means, todo),
        clock_finding(state.last_change),
        _of(
            health["index"],
            tr("Search index"),
            tr("Searching may miss records."),
            tr("Close every window and open one again; it is brought up to date then."),
        ),
        _of(
            health["journal"],
            tr("Journal"),
            tr("Changes are kept, but their chain is not sealed yet."),
            tr("Leave one window open for a minute; it seals them."),
        ),
        _of(
            health["backup"],
            tr("Backup"),
            tr("What was entered since would be lost with the disk."),
            tr("Make one: `xuedang backup FILE`. Look whether `backup_folder` can be written."),
        ),
    ]


def _of(sign: Sign, label: str, means: str, todo: str) -> Finding:
    if sign.good or sign.under_way:
        return Finding(sign.name, label, "good" if sign.good else "note", sign.text)
    return Finding(sign.name, label, "wrong", sign.text, means, todo)
