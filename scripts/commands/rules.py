"""``xuedang rules``: how a person, a unit or everybody stands with the programme's rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from records.errors import UsageFault
from records.language import translator
from scripts.help import CommandWithHelp
from scripts.opening import with_archive
from scripts.output import print_json, say, table

if TYPE_CHECKING:
    from records.archive import Archive
    from records.programme.book import Book
    from records.programme.calendar import Period
    from records.programme.standing import Standing

tr = translator("scripts")
app = typer.Typer(add_completion=False)


@app.command(cls=CommandWithHelp)
def rules(
    ctx: typer.Context,
    person: Annotated[
        str, typer.Option("--person", metavar="PERSON", help="one person: name or number")
    ] = "",
    unit: Annotated[str, typer.Option("--unit", metavar="UNIT", help="one unit: name or number")] = "",
    period: Annotated[
        str, typer.Option("--period", metavar="PERIOD", help="2011, 2011H1, 2011Q2, 2011-03, 2011-W10 or S1")
    ] = "",
    rule: Annotated[str, typer.Option("--rule", metavar="RULE", help="one rule, such as R22")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> int:
    """How a person, a unit or everybody stands with the rules, as of the working date.

    Without a period: the running one of each rule. With one: all periods within it.
    """
    if person and unit:
        raise UsageFault(tr("Give --person or --unit, not both."), hint=tr("Run the command twice."))

    async def work(archive: Archive) -> None:
        from records.programme.calendar import read_period

        wanted = read_period(period) if period else None
        if person or unit:
            await _one(archive, person, unit, rule, wanted, as_json)
        else:
            await _everybody(archive, rule, wanted, as_json)

    with_archive(ctx.obj, work)
    return 0


async def _one(
    archive: Archive, person: str, unit: str, rule: str, wanted: Period | None, as_json: bool
) -> None:
    from records.programme.book import load_book, load_person_book
    from scripts.typed_fields import subject

    whose = await subject(archive, person or unit, "person" if person else "unit")
    if person:
        book = await load_person_book(archive, whose.id)
        standings = book.of_person(whose.id, rule or None)
    else:
        book = await load_book(archive)
        standings = book.of_unit(whose.id, rule or None)
    chosen = list(_chosen(book, standings, wanted))
    if as_json:
        print_json(
            {
                "on": book.on.isoformat(),
                "subject": {"no": whose.no, "name": whose.title},
                "standings": [standing_as_json(book, each) for each in chosen],
            }
        )
        return
    say(tr("{name}, as of {date}", name=whose.title, date=book.on))
    _print(book, chosen)


def _chosen(book: Book, standings: Iterable[Standing], wanted: Period | None) -> Iterable[Standing]:
    """Those within a period; without one, the last of each rule (of events, all that are open or recent)."""
    if wanted is not None:
        return [each for each in standings if _within(book, each, wanted)]
    last: dict[str, list[Standing]] = {}
    for each in standings:
        if each.period.kind == "event":
            last.setdefault(each.rule, []).append(each)
        else:
            last[each.rule] = [each]
    return [each for rule in book.rulebook.rules for each in last.get(rule, ())]


def _within(book: Book, standing: Standing, wanted: Period) -> bool:
    """Whether a standing's period lies in another, or it is an event of it, as the matrix has it."""
    from records.programme.views.matrix import in_window

    rule = book.rulebook.rules[standing.rule]
    if rule.period == "event":
        return bool(in_window([standing], rule, wanted, book.on))
    return standing.period.lies_in(wanted)


def standing_as_json(book: Book, standing: Standing) -> dict[str, Any]:
    """A standing for a program: the same names and figures as on the screens."""
    from records.programme.wording import missing

    return {
        "rule": standing.rule,
        "period": standing.period.name,
        "from": standing.period.start.isoformat(),
        "to": standing.period.end.isoformat(),
        "state": standing.state,
        "required": standing.required,
        "target": standing.target,
        "done": standing.done,
        "waiting": standing.waiting,
        "measure": book.rulebook.rules[standing.rule].measure.text(),
        "force": standing.force,
        "basis": standing.basis or None,
        "missing": missing(standing, book) or None,
    }


def _print(book: Book, standings: Sequence[Standing]) -> None:
    from records.programme.wording import STATE_LABELS, missing, progress

    if not standings:
        say(tr("No rule binds here in that period."))
        return
    rows = [
        [
            each.rule,
            book.rulebook.rules[each.rule].label.text(),
            each.period.display(),
            progress(each, book.rulebook.rules[each.rule]),
            STATE_LABELS[each.state].text(),
            missing(each, book),
        ]
        for each in standings
    ]
    table(
        [tr("Rule"), tr("What"), tr("Period"), f"{tr('Done/required')}>", tr("State"), tr("Still missing")],
        rows,
    )


async def _everybody(archive: Archive, rule: str, wanted: Period | None, as_json: bool) -> None:
    from records.programme.book import load_book
    from records.programme.standing import STATES
    from records.programme.wording import STATE_LABELS

    book = await load_book(archive)
    names = [book.rulebook.rule(rule).id] if rule else list(book.rulebook.rules)
    counts = {name: _states(book, name, wanted) for name in names}
    if as_json:
        print_json(
            {
                "on": book.on.isoformat(),
                "rules": [{"rule": name, "states": dict(count)} for name, count in counts.items() if count],
            }
        )
        return
    rows = [
        [
            name,
            book.rulebook.rules[name].label.text(),
            *(f"{count[state]:,}" if count[state] else "" for state in STATES),
        ]
        for name, count in counts.items()
        if count
    ]
    say(tr("Standings as of {date}, people and units together", date=book.on))
    table([tr("Rule"), tr("What"), *(f"{STATE_LABELS[state].text()}>" for state in STATES)], rows)


def _states(book: Book, rule: str, wanted: Period | None) -> Counter[str]:
    found: Counter[str] = Counter()
    for unit in book.units.ordered:
        found.update(each.state for each in _chosen(book, book.of_unit(unit.id, rule), wanted))
    for person in book.roster.people:
        standings = book.of_person(person, rule) if wanted else book.recent(rule, person)
        found.update(each.state for each in _chosen(book, standings, wanted))
    return found
