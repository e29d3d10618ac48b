"""Where the work of the programme is done: the pages that Home's menu and the command palette lead to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from tui.words import mark, tr

if TYPE_CHECKING:
    from tui.app import XuedangApp

#: name -> its words, the module of the page, and what opens it
_PLACES: Mapping[str, tuple[str, str, str]] = {
    "quick": (mark("Quick entry"), "tui.screens.quick.quick", "open_quick"),
    "matrix": (mark("Rule matrix"), "tui.screens.standing.matrix", "open_matrix"),
    "calendar": (mark("Calendar"), "tui.screens.standing.calendar", "open_calendar"),
    "stages": (mark("Stage board"), "tui.screens.standing.stages", "open_stages"),
    "assessment": (mark("Five-aspect assessment"), "tui.screens.standing.assessment", "open_assessment"),
    "selection": (mark("Selecting the advanced"), "tui.screens.standing.selection", "open_selection"),
    "coverage": (mark("Coverage"), "tui.screens.standing.coverage", "open_coverage"),
    "office": (mark("Work of the office"), "tui.screens.standing.mechanisms", "open_mechanism"),
    "rules": (mark("Rule book"), "tui.screens.standing.rules", "open_rules"),
}


def places() -> dict[str, str]:
    """The pages by name, with their words in the language of the moment, in the order of the menu."""
    return {name: tr(words) for name, (words, _, _) in _PLACES.items()}


def open_place(app: XuedangApp, name: str) -> None:
    """Open a page by its name."""
    _, module, function = _PLACES[name]
    opener: Callable[[Any], None] = getattr(import_module(module), function)
    opener(app)
