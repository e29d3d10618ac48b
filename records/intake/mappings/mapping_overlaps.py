"""Documents of a mapping file that are about the same tables: the first holds, the others are told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from records.intake.mappings.mapping import SourceRule


def covers_all_of(first: SourceRule, second: SourceRule) -> bool:
    """Whether ``second``, behind ``first``, can't hold for anything, whatever is brought in."""
    files = (
        first.files in ("**", second.files)
        or (second.one_file and first.covers(second.files))
        or (first.files == "**/*" and "/" not in second.files)
    )
    return files and (not first.sheets or (bool(second.sheets) and set(second.sheets) <= set(first.sheets)))


def idle_rules(rules: Sequence[SourceRule]) -> list[tuple[int, int]]:
    """The places of documents that can't hold for anything, each with that of the one before it."""
    found = []
    for place, rule in enumerate(rules):
        before = next((at for at in range(place) if covers_all_of(rules[at], rule)), None)
        if before is not None:
            found.append((place, before))
    return found


def passed_over(
    rules: Sequence[SourceRule], sources: Iterable[tuple[str, str | None]]
) -> list[tuple[SourceRule, SourceRule]]:
    """Documents that cover some of these sources, and hold for none, each with the first that goes before it.

    A source is a file and the name of a sheet; None where it is a paper. A document of one file before that
    of many is no such case: the wider one holds for the rest.
    """
    held: set[int] = set()
    behind: dict[int, int] = {}
    for file, sheet in sources:
        covering = [
            at
            for at, rule in enumerate(rules)
            if rule.covers(file) and (sheet is None or rule.covers_sheet(sheet))
        ]
        held.update(covering[:1])
        for at in covering[1:]:
            behind.setdefault(at, covering[0])
    return [(rules[at], rules[first]) for at, first in sorted(behind.items()) if at not in held]
