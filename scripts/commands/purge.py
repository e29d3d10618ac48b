"""``xuedang purge``: take a record out for good, for personal data that should never have come in."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from records.errors import Refused, UsageFault
from records.language import listed, translator
from scripts.help import CommandWithHelp
from scripts.opening import with_archive
from scripts.output import note, print_json, say

if TYPE_CHECKING:
    from records.archive import Archive
    from records.changing.purging import PurgePlan

tr = translator("scripts")
app = typer.Typer(add_completion=False)


@app.command(cls=CommandWithHelp)
def purge(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NO", help="the record's number, such as DY-2011-0042")],
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="why; the journal keeps it, so name nobody in it")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> int:
    """Take a record out for good, with its versions and files.

    For personal data that should never have come in. Only an admin may; the number is asked for again.
    """
    from records.changing.purging import plan_purge
    from records.changing.purging import purge as carry_out

    if not reason.strip():
        raise UsageFault(
            tr("A purge needs a reason."), hint=tr('Write it as --reason "…", without naming anybody.')
        )

    async def work(archive: Archive) -> dict[str, Any]:
        plan = await plan_purge(archive, number)
        _tell(archive, plan)
        if plan.record is not None:
            _confirm(plan.no)
        done = await carry_out(archive, plan, reason)
        return {"no": plan.no, "versions": done.versions, "files": done.files, "drafts": done.drafts}

    done = with_archive(ctx.obj, work)
    if as_json:
        print_json(done)
    else:
        say(
            tr("{no} is purged: {versions} versions, {files} files, {drafts} drafts on this machine.", **done)
        )
    return 0


def _tell(archive: Archive, plan: PurgePlan) -> None:
    """What will go, and what can't be reached; beside the answer, which may be for a program."""
    if plan.record is None:
        note(tr("{no} was purged before; what was left of it is removed.", no=plan.no))
        return
    kind = archive.kinds.get(plan.record.kind)
    label = kind.label.text() if kind else plan.record.kind
    note(f"{label} {plan.no} {plan.record.title}")
    note(
        tr(
            "Gone for good: {versions} versions and {files} files of its own. The journal keeps number and "
            "reason, and whatever was written there as a note.",
            versions=plan.versions,
            files=len(plan.files),
        )
    )
    if plan.referring:
        names = {name: archive.kinds[name].label.text() for name in plan.referring if name in archive.kinds}
        counts = listed(f"{names.get(name, name)} {n:,}" for name, n in plan.referring.items())
        note(
            tr(
                "These refer to it and stay, with the name that stands in their titles and texts: {counts}",
                counts=counts,
            )
        )
    note(
        tr(
            "Backups, exports and papers made before still hold it, and so do drafts on other machines: "
            "destroy them, or purge them after putting back."
        )
    )


def _confirm(no: str) -> None:
    """Have the number typed. Raises Refused for another one."""
    sys.stderr.write(tr("Type {no} to purge it: ", no=no))
    sys.stderr.flush()
    if sys.stdin.readline().strip().upper() != no.upper():
        raise Refused(tr("Nothing was purged: that is not its number."))
