"""What the check of a template finds, collected in the order of its paragraphs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from records.language import translator

tr = translator("templates")

Severity = Literal["error", "warning"]
Code = Literal[
    "no-template",
    "unknown-name",
    "unknown-field",
    "full-width",
    "lone-brace",
    "split-tag",
    "one-brace",
    "syntax",
    "unmatched",
    "cut",
    "beside",
    "no-list",
    "prints-nothing",
    "prints-list",
    "not-allowed",
    "font",
    "east-asian-font",
    "theme-font",
    "rendering",
    "unknown-file",
]

_STRUCTURE = ("full-width", "lone-brace", "split-tag", "syntax", "unmatched", "cut", "beside", "not-allowed")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend in a template.

    An ``error`` stops the document or spoils its text, a ``warning`` spoils its look. ``place`` is the text
    of the paragraph, or the name of the style; ``name`` the name or font that is wrong, if there is one.
    """

    severity: Severity
    path: Path
    place: str
    message: str
    hint: str
    code: Code
    name: str = ""

    def __str__(self) -> str:
        where = tr("at “{place}”: {message}", place=self.place, message=self.message)
        return where if self.place else self.message


class Report:
    """Findings about one file; the same one is told once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._found: dict[Finding, int] = {}

    def add(
        self,
        code: Code,
        place: str,
        message: str,
        *,
        hint: str = "",
        name: str = "",
        order: int = 1_000_000,
        severity: Severity = "error",
    ) -> None:
        """Add a finding; ``order`` is the number of its paragraph."""
        finding = Finding(severity, self.path, place, message, hint, code, name)
        self._found.setdefault(finding, order)

    @property
    def findings(self) -> list[Finding]:
        """All findings, from the first paragraph to the last."""
        return sorted(self._found, key=self._found.__getitem__)

    def explains(self, place: str, name: str) -> bool:
        """Whether what was found is why a rendering failed at ``place``, or over ``name``.

        Faulty braces and blocks make everything after them uncertain.
        """
        errors = [each for each in self._found if each.severity == "error"]
        place = place.rstrip("…")
        return any(
            each.code in _STRUCTURE
            or (name and each.name == name)
            or (place and each.place.rstrip("…") in place)
            for each in errors
        )
