"""A record as an exported file carries it, and what a field of it may be instead of a value.

References stay as they are written: what they lead to is looked up when all files of an import are read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from records.intake.outcome import Item
from records.keep.plain import Resolve
from records.kind import Field, Kind


@dataclass
class Carried:
    """A record as a file carries it. Empty texts are what the file does not say.

    ``decode`` gives the fields that the file has columns for (BLANK, Entries or a Misread in their place);
    ``complete`` says that what it does not name is not there.
    """

    kind: Kind
    item: Item
    decode: Callable[[Resolve], dict[str, Any]]
    no: str = ""
    id: str = ""
    status: str = ""
    status_text: str = ""
    version: str = ""
    key: str = ""
    remarks: str | None = None
    has_remarks: bool = True
    archive: Any = None
    origin: Mapping[str, Any] = field(default_factory=dict)
    attachments: list[Mapping[str, Any]] = field(default_factory=list)
    references: list[tuple[Field, str, str, str]] = field(default_factory=list)
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of a list as a table tells them: by line, each with the parts that are filled.

    ``lines`` are all lines of the record, ``told`` the parts that the table has columns for.
    """

    by_line: Mapping[int, dict[str, Any]]
    lines: frozenset[int]
    told: frozenset[str]

    def over(self, stored: Any) -> list[Any] | Blank:
        """The whole list: what the table has no column for stays as it is in the same line of ``stored``."""
        before = dict(enumerate(stored, 1)) if isinstance(stored, list) else {}
        found = []
        for line in sorted(self.lines):
            old = before.get(line)
            kept = (
                {name: part for name, part in old.items() if name not in self.told}
                if isinstance(old, Mapping)
                else {}
            )
            if entry := kept | self.by_line.get(line, {}):
                found.append(entry)
        return found or BLANK


class Blank:
    """A cell that says nothing, as against one that says that a field is there and holds nothing."""


BLANK = Blank()


class Misread(ValueError):
    """A field's text can't be read; ``field`` is its name."""

    def __init__(self, field: str, label: str, reason: Exception) -> None:
        super().__init__(f"{label}: {reason}")
        self.field, self.reason = field, reason


def as_read(kind: Kind, name: str, read: Callable[[], Any]) -> Any:
    """What ``read`` gives for a field, or a Misread in its place."""
    try:
        return read()
    except (ValueError, TypeError, KeyError) as error:
        known = kind.field(name)
        return Misread(name, known.label.text() if known else name, error)
