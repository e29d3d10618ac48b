"""The parts of a table's mapping that are seldom needed: year, unit, header row, what it may create."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from textual.app import App

from records.field_value import coerce
from records.intake.mappings.mapping import OnChange, SourceRule
from records.intake.tables.recognition.meanings import NOTHING, has_words, word_question
from records.intake.tables.table_rule import with_constant
from records.kind import Field, Kind
from records.masking import printed
from tui.cjk import one_line
from tui.screens.forms.option_picker import choose_option
from tui.screens.menu import choose
from tui.screens.prompts import ask_choice, ask_text
from tui.words import tr

#: What may differ from sheet to sheet of the same headings.
_OF_ONE = frozenset(("same", "year", "unit"))


async def change_rule(
    app: App[Any],
    rule: SourceRule,
    heading: str,
    kind: Kind | None = None,
    alone: SourceRule | None = None,
    others: int = 0,
) -> SourceRule | None:
    """Let the user choose a part of ``rule`` and change it; None when cancelled. Call it from a worker.

    ``heading`` is the column that filling down is about, ``kind`` what the table is taken for. ``alone`` is
    the rule for this table without the ``others`` that it holds for as well.
    """
    what = await choose(app, tr("More about this table"), _parts(rule, heading, kind, others))
    if what in _OF_ONE and others and alone is not None:
        picked = await _ask_scope(app, others)
        if picked is None:
            return None
        rule = alone if picked == "alone" else rule
    match what:
        case "fill_down":
            rest = tuple(each for each in rule.fill_down if each != heading)
            filled = heading in rule.fill_down
            return replace(rule, fill_down=rest if filled else (*rest, heading))
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
        case "alone":
            return alone
        case "form":
            return await _ask_form(app, rule)
        case "one_test":
            return replace(rule, one_test=not rule.one_test)
        case "same" if kind is not None:
            return await _ask_same(app, rule, kind)
        case _:
            return None


async def _ask_scope(app: App[Any], others: int) -> str | None:
    """Whether what is said is of one table or of all like it.

    A village or a year is mostly that of one sheet: the sheets beside it tell of others.
    """
    answers = [
        ("alone", tr("This table alone")),
        ("all", tr("All {count} like it", count=others + 1)),
    ]
    text = tr("The mapping holds for {count} more tables of the same headings.", count=others)
    return await ask_choice(app, tr("For which tables?"), text, answers)


def _parts(rule: SourceRule, heading: str, kind: Kind | None, others: int) -> list[tuple[str, str]]:
    """The parts of a rule that can be changed, each with what it is now."""
    items = [
        ("header", tr("Row of the headings: {value}", value=rule.header_row or tr("found by itself"))),
        ("year", tr("Year of dates without one: {value}", value=rule.year or "—")),
        ("unit", tr("Unit of rows that name none: {value}", value=rule.unit or "—")),
        ("people", tr("May create people: {value}", value=_yes("people" in rule.create))),
        ("units", tr("May create units: {value}", value=_yes("units" in rule.create))),
        ("on_change", tr("When a row changed since: {value}", value=_changes()[rule.on_change])),
        ("files", tr("Holds for the files: {value}", value=rule.files)),
    ]
    if kind is not None:
        said = "、".join(f"{_label(kind, name)} {value}" for name, value in rule.constants.items())
        items.insert(3, ("same", tr("The same in every row: {value}", value=said or "—")))
    items.insert(1, ("form", tr("A form, one record of labels and values: {value}", value=_yes(rule.form))))
    if kind is not None and kind.name == "exam" and (others or rule.one_test):
        text = tr(
            "All {count} tables like it are one test: {value}", count=others + 1, value=_yes(rule.one_test)
        )
        items.insert(2, ("one_test", text))
    if others:
        text = tr("Hold for this table alone, not for {count} others like it", count=others)
        items.insert(len(items) - 1, ("alone", text))
    if heading:
        text = tr(
            "Fill blank cells of {heading} from above: {value}",
            heading=heading,
            value=_yes(heading in rule.fill_down),
        )
        items.insert(0, ("fill_down", text))
    return items


async def ask_beside(app: App[Any], heading: str, others: tuple[str, ...], target: str) -> str | None:
    """Whether a column fills its field together with those that go there already: both, or alone."""
    text = tr("{columns} goes to {field} already.", columns="、".join(others), field=target)
    answers = [
        ("both", tr("Both fill it together")),
        ("alone", tr("Only {heading} fills it", heading=heading)),
    ]
    return await ask_choice(app, tr("Two columns of one field"), one_line(printed(text)), answers)


def settled(rule: SourceRule, kind: Kind | None) -> list[str]:
    """What the rule says besides kind and columns."""
    parts = []
    if rule.year:
        parts.append(tr("year {value}", value=rule.year))
    if rule.unit:
        parts.append(tr("unit {value}", value=rule.unit))
    parts += [f"{_label(kind, name)} {value}" for name, value in rule.constants.items()]
    words = {"people": tr("people"), "units": tr("units")}
    if rule.form:
        parts.append(tr("a form"))
    if rule.one_test:
        parts.append(tr("one test with the others"))
    if rule.create:
        parts.append(tr("creates {value}", value="、".join(words[each] for each in sorted(rule.create))))
    if rule.on_change != "update":
        parts.append(tr("changed rows left alone") if rule.on_change == "skip" else tr("changed rows asked"))
    return parts


async def _ask_form(app: App[Any], rule: SourceRule) -> SourceRule | None:
    """Whether a table is a form, and of a workbook whether all of its sheets are."""
    # Its labels stand where the table's headings did.
    changed = replace(rule, form=not rule.form, columns=(), header_row=None)
    if rule.form or not rule.sheets:
        return changed
    answers = [("alone", tr("This table alone")), ("all", tr("All sheets of the file"))]
    text = tr("A form gives one record: what stands beside each label.")
    picked = await ask_choice(app, tr("For which tables?"), text, answers)
    if picked is None:
        return None
    return replace(changed, sheets=()) if picked == "all" else changed


async def _ask_same(app: App[Any], rule: SourceRule, kind: Kind) -> SourceRule | None:
    """A field and what it is in every row that says nothing itself; an empty value takes it back."""
    fields = [each for each in kind.fields if not each.computed and not each.is_subrecords]
    said = await ask_field(app, tr("The same in every row"), kind, fields, rule.constants)
    return None if said is None else with_constant(rule, kind.name, *said)


async def ask_field(
    app: App[Any], title: str, kind: Kind, fields: Sequence[Field], said: Mapping[str, Any]
) -> tuple[str, str] | None:
    """One of the fields and its value, "" to take back what was ``said``; None when cancelled."""
    items = [(each.name, f"{each.label.text()}  {each.name}") for each in fields]
    first = next((each.name for each in fields if each.name in said), "")
    name = await choose_option(app, title, items, first)
    known = next((each for each in fields if each.name == name), None)
    if known is None:
        return None
    now = str(said.get(known.name, ""))
    if has_words(known):
        choices = [(each.value, each.label) for each in word_question(kind, known, "").candidates]
        told = [each for each in now.split("、") if each]
        value = await choose_option(app, known.label.text(), choices, told[-1] if told else "")
        value = "" if value == NOTHING else _beside_told(known, told, value)
    else:
        value = await ask_text(app, known.label.text(), now, check=lambda text: _fits(known, text))
    return None if value is None else (known.name, value.strip())


def _beside_told(known: Field, told: Sequence[str], chosen: str | None) -> str | None:
    """What a field holds with the choice: of a list beside those ``told``, or one of them less."""
    if chosen is None or known.type != "list":
        return chosen
    kept = [each for each in told if each != chosen]
    return "、".join(kept if chosen in told else [*told, chosen])


def _fits(known: Field, text: str) -> str:
    """Raise ValueError for what the field can't hold. Names of people and units are looked up later."""
    if text.strip() and known.type not in ("reference", "list"):
        coerce(known, text.strip())
    return ""


def _label(kind: Kind | None, name: str) -> str:
    known = kind.field(name) if kind is not None else None
    return known.label.text() if known is not None else name


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
