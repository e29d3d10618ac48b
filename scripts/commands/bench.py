"""``xuedang bench``: how fast this machine is, against what one would otherwise have."""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer

from records.errors import UsageFault
from records.language import listed, translator
from scripts.help import CommandWithHelp
from scripts.output import note, print_json, say, table

if TYPE_CHECKING:
    from scripts.bench.measure import Comparison, Outcome

tr = translator("scripts")
app = typer.Typer(add_completion=False)


@app.command(cls=CommandWithHelp)
def bench(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="one bench; without it, all of them")] = "",
    small: Annotated[
        bool, typer.Option("--small", help="at the size of the tests, two rounds: seconds, not minutes")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> int:
    """Measure the speed on this machine, in an archive of its own. The ratio is what counts."""
    from scripts.bench import BENCHES
    from scripts.bench.measure import ROUNDS, TRIAL_ROUNDS

    if name and name not in BENCHES:
        raise UsageFault(
            tr("There is no bench {name!r}.", name=name),
            hint=tr("Use one of: {known}", known=listed(BENCHES)),
        )
    outcomes = []
    for each in [name] if name else BENCHES:
        chosen = BENCHES[each]
        size, rounds = (chosen.small, TRIAL_ROUNDS) if small else (chosen.full, ROUNDS)
        note(f"{each} ({size:,}): {chosen.summary}")
        outcome: Outcome = asyncio.run(import_module(f"scripts.bench.{chosen.module}").run(size, rounds))
        outcomes.append(outcome)
        if not as_json:
            _print(outcome)
    if as_json:
        print_json([outcome.as_dict() for outcome in outcomes])
    return 0


def _print(outcome: Outcome) -> None:
    figures = listed(f"{key} {_figure(value)}" for key, value in {**outcome.sizes, **outcome.notes}.items())
    say(f"{outcome.bench}: {figures}", style="bold")
    rows = [
        [
            each.what,
            _milliseconds(each.ours.median),
            f"{each.theirs.name} {_milliseconds(each.theirs.median)}",
            f"{each.ratio:.2f}x",
            _bar(each),
        ]
        for each in outcome.comparisons
    ]
    table([tr("Work"), f"{tr('Ours')}>", f"{tr('Against')}>", f"{tr('Ratio')}>", tr("Bar")], rows)


def _figure(value: object) -> str:
    return (
        f"{value:,.1f}"
        if isinstance(value, float)
        else f"{value:,}"
        if isinstance(value, int)
        else str(value)
    )


def _bar(comparison: Comparison) -> str:
    if comparison.bar is None:
        return ""
    sign = "≥" if comparison.at_least else "≤"
    return f"{sign} {comparison.bar:g}x {'✓' if comparison.reached else '✗'}"


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:,.1f} ms"
