"""The parts of a table's mapping that are seldom needed: year, unit, header row, what it may create."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from textual.app import App

from records.intake.mapping import OnChange, SourceRule
from tui.screens.menu import choose
from tui.screens.prompts import ask_text
from tui.words import tr


async def change_rule(app: App[Any], rule: SourceRule, heading: str) -> SourceRule | None:
    """Let the user choose a part of ``rule`` and change it; None when cancelled. Call it from a worker.

    ``heading`` is the column that filling down is about.
    """
    filled = heading in rule.fill_down
    items = [
        ("header", tr("Row of the headings: {value}", value=rule.header_row or tr("found by itself"))),
        ("year", tr("Year of dates without one: {value}", value=rule.year or "—")),
        ("unit", tr("Unit of rows that name none: {value}", value=rule.unit or "—")),
        ("people", tr("May create people: {value}", value=_yes("people" in rule.create))),
        ("units", tr("May create units: {value}", value=_yes("units" in rule.create))),
        ("on_change", tr("When a row changed since: {value}", value=_changes()[rule.on_change])),
        ("files", tr("Holds for the files: {value}", value=rule.files)),
    ]
    if heading:
        text = tr("Fill blank cells of {heading} from above: {value}", heading=heading, value=_yes(filled))
        items.insert(0, ("fill_down", text))
    match await choose(app, tr("More about this table"), items):
        case "fill_down":
            others = tuple(each for each in rule.fill_down if each != heading)
            return replace(rule, fill_down=others if filled else (*others, heading))
        case "people" | "units" as what:
            return replace(rule, create=rule.create ^ {what})
        case "header":
            row = await _ask_number(app, tr("Row of the headings"), rule.header_row)
            return None if row is None else replace(rule, header_row=row or None)
        case "year":
            year = await _ask_number(app, tr("Year of dates without one"), rule.year)
            return None if year is None else replace(rule, year=year or None)
        case "unit":
            unit = await ask_text(app, tr("Unit of rows that name none"), rule.unit or "")
            return None if unit is None else replace(rule, unit=unit or None)
        case "files":
            hint = tr("A path below the folder: * within a name, ** any folders, {a,b} either.")
            files = await ask_text(app, tr("Holds for the files"), rule.files, hint=hint)
            return replace(rule, files=files) if files else None
        case "on_change":
            return await _ask_change(app, rule)
        case _:
            return None


async def _ask_change(app: App[Any], rule: SourceRule) -> SourceRule | None:
    chosen = await choose(app, tr("When a row changed since"), list(_changes().items()))
    ways: dict[str, OnChange] = {"update": "update", "skip": "skip", "quarantine": "quarantine"}
    return replace(rule, on_change=ways[chosen]) if chosen in ways else None


async def _ask_number(app: App[Any], title: str, value: int | None) -> int | None:
    """A whole number, 0 for none; None when cancelled."""

    def check(text: str) -> str:
        if text and not text.isdecimal():
            raise ValueError(tr("A whole number, or nothing."))
        return ""

    answer = await ask_text(app, title, str(value or ""), check=check)
    return None if answer is None else int(answer or 0)


def _yes(value: bool) -> str:
    return tr("yes") if value else tr("no")


def _changes() -> dict[str, str]:
    return {
        "update": tr("the record is updated"),
        "skip": tr("the record stays as it is"),
        "quarantine": tr("it is asked about"),
    }
