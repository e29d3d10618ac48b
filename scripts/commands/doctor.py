"""``xuedang doctor``: whether terminal, machine and server are fit for the work, and what to do if not."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from records.language import labelled, translator
from scripts.help import CommandWithHelp
from scripts.output import print_json, say

if TYPE_CHECKING:
    from scripts.checkup.finding import Finding

tr = translator("scripts")
app = typer.Typer(add_completion=False)

_SIGNS = {"good": "+", "note": "!", "wrong": "x"}
_STYLES = {"good": "", "note": "yellow", "wrong": "bold red"}


@app.command(cls=CommandWithHelp)
def doctor(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> int:
    """Look at the terminal, this machine, the data folder and the server: what is wrong, and what to do.

    It ends with 1 when something is wrong; what is only worth knowing (!) is not.
    """
    from scripts.checkup.archive import archive_findings
    from scripts.checkup.machine import machine_findings
    from scripts.checkup.terminal import terminal_findings

    found: list[Finding] = []
    for look in (terminal_findings, machine_findings, archive_findings):
        for each in look(ctx.obj):
            found.append(each)
            if not as_json:
                _print(each)
    wrong = sum(each.grade == "wrong" for each in found)
    if as_json:
        print_json({"well": not wrong, "findings": [asdict(each) for each in found]})
    elif wrong:
        say(tr("{number} wrong.", number=wrong))
    elif noted := sum(each.grade == "note" for each in found):
        say(tr("Nothing is wrong; worth knowing (!): {number}.", number=noted))
    else:
        say(tr("Nothing is wrong."))
    return 1 if wrong else 0


def _print(each: Finding) -> None:
    say(f"{_SIGNS[each.grade]} {labelled(each.label, each.found)}", style=_STYLES[each.grade] or None)
    for line in (each.means, each.todo):
        if line:
            say(f"    {line}")
