"""Which matrix is shown: whose rows, which columns, which period, and what narrows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bson.objectid import ObjectId

from records.programme.book import Book
from records.programme.calendar import Period, periods
from records.programme.views.matrix import (
    Cell,
    Column,
    Whom,
    columns_of_rule,
    rules_for,
    subjects,
    unit_of,
)
from tui.matching import MEANT, score
from tui.rows.standing_rows import scope_name, unit_label
from tui.words import mark, tr

#: What a cell may be asked for, and how that is called.
WANTED = {
    "unmet": mark("Not met yet"),
    "behind": mark("Behind"),
    "failed": mark("Failed"),
    "waiting": mark("Waiting for approval"),
}
#: The state that is meant where a warning of this urgency leads here.
OF_URGENCY = {"overdue": "failed", "missed": "failed", "soon": "unmet", "behind": "behind"}


@dataclass(frozen=True, slots=True)
class Place:
    """Rows are people or units; columns all rules over ``window`` (None: now), or the periods of ``rule``,
    and then ``window`` is the period that is asked about. ``state`` keeps rows with such a cell there."""

    whom: Whom = "people"
    rule: str | None = None
    window: Period | None = None
    unit: ObjectId | None = None
    scope: str = ""
    state: str = ""

    def columns(self, book: Book) -> list[Column]:
        if self.rule is not None:
            return columns_of_rule(book, book.rulebook.rule(self.rule), self.whom)
        return [Column(rule, self.window) for rule in rules_for(book, self.whom)]

    def asked(self, columns: list[Column], on: date) -> list[Column]:
        """The columns that ``state`` is about: all rules; of one rule's periods the one asked about, or the
        running one."""
        if self.rule is None or not columns:
            return columns
        window = self.window
        if window is not None:
            own = [each for each in columns if each.window is not None and each.window[:2] == window[:2]]
            held = [
                each for each in columns if each.window and each.window.start <= window.end <= each.window.end
            ]
            return own or held or columns[-1:]
        return [each for each in columns if each.window and each.window.start <= on <= each.window.end] or (
            columns[-1:]
        )

    def candidates(self, book: Book, text: str) -> list[ObjectId]:
        """Whose rows there would be whatever their cells say: by unit, scope, and a name as it is typed."""
        found = subjects(book, self.whom, self.window, unit=self.unit, scope=self.scope)
        words = text.lower().split()
        return [each for each in found if self._called(book, each, words)] if words else found

    def _called(self, book: Book, subject: ObjectId, words: list[str]) -> bool:
        if self.whom == "people":
            person = book.person(subject)
            names = (person.name, person.no, unit_label(book, unit_of(book, subject, self.window)))
        else:
            unit = book.unit(subject)
            names = (unit.name, unit.short_name, unit.no)
        return all(score(word, *names) >= MEANT for word in words)

    def wants(self, cell: Cell) -> bool:
        """Whether a cell is what ``state`` asks for."""
        match self.state:
            case "waiting":
                return cell.waiting
            case "unmet":
                return cell.state in ("pace", "behind", "failed")
            case "behind" | "failed":
                return any(each.state == self.state for each in cell.standings)
        return True

    def neighbour(self, book: Book, steps: int) -> Place | None:
        """The same for the period, or the rule, before or after; None where there is none."""
        if self.rule is not None:
            names = [rule.id for rule in rules_for(book, self.whom)]
            at = names.index(self.rule) + steps if self.rule in names else 0
            return replace(self, rule=names[at], window=None) if 0 <= at < len(names) else None
        if self.window is None:
            begun = [each for each in periods("month", book.rulebook) if each.start <= book.on]
            # "Now" shows the running month already; once the programme is over, none runs.
            earlier = begun[:-1] if begun and begun[-1].end >= book.on else begun
            return replace(self, window=earlier[-1]) if steps < 0 and earlier else None
        known = [each for each in periods(self.window.kind, book.rulebook) if each.start <= book.on]
        at = next((i for i, each in enumerate(known) if each.code == self.window.code), -1) + steps
        if at >= len(known):
            return replace(self, window=None)
        return replace(self, window=known[at]) if at >= 0 else None

    def heading(self, book: Book | None) -> str:
        """Which columns there are."""
        if book is not None and self.rule is not None:
            rule = book.rulebook.rules[self.rule]
            return f"{rule.id} {rule.label.text()}"
        return tr("now") if self.window is None else self.window.display()

    def narrowing(self, book: Book) -> str:
        """What narrows the rows, in a few words."""
        parts = [unit_label(book, self.unit)] if self.unit is not None else []
        if self.scope:
            parts.append(scope_name(self.scope))
        if self.state:
            parts.append(tr(WANTED[self.state]))
        return "  ".join(parts)
