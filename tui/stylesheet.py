"""Textual's stylesheet, without work that comes to the same each time.

Textual reads every text of rules again when the theme changes or a page brings rules of its own, and asks all
rules of the application for every widget that is made or gets the cursor. Here a text is read once for each
set of colours, and a widget is asked those rules only that name its class, its identifier or its type.
"""

from __future__ import annotations

from textual.cache import LRUCache
from textual.css import stylesheet
from textual.css.model import RuleSet
from textual.css.styles import RulesMap
from textual.css.types import CSSLocation
from textual.dom import DOMNode

_Colours = frozenset[tuple[str, str]]
_Named = dict[str, list[RuleSet]]

#: What texts were read into, by all that this follows from. Textual changes no rule it has read.
_read: LRUCache[tuple[object, ...], list[RuleSet]] = LRUCache(1024)
#: Each set of colours once, so that equal ones are the same.
_colours: LRUCache[_Colours, _Colours] = LRUCache(32)


class Stylesheet(stylesheet.Stylesheet):
    """The same rules for the same widgets as Textual's."""

    def __init__(self, *, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._these: _Colours | None = None
        self._whole: tuple[list[RuleSet], _Named] | None = None
        self._narrowed: dict[frozenset[str], tuple[list[RuleSet], _Named]] = {}
        self._narrowed_from: list[RuleSet] = []

    def _parse_rules(
        self,
        css: str,
        read_from: CSSLocation,
        is_default_rules: bool = False,
        tie_breaker: int = 0,
        scope: str = "",
    ) -> list[RuleSet]:
        key = (self._known_colours(), css, read_from, is_default_rules, tie_breaker, scope)
        rules = _read.get(key)
        if rules is None:
            rules = super()._parse_rules(css, read_from, is_default_rules, tie_breaker, scope)
            _read[key] = rules
        return rules

    def _known_colours(self) -> _Colours:
        if self._these is None:
            these = frozenset(self._variables.items())
            if these not in _colours:
                _colours[these] = these
            self._these = _colours[these]
        return self._these

    def set_variables(self, variables: dict[str, str]) -> None:
        """Use these colours from the next time the rules are put together."""
        super().set_variables(variables)
        self._these = None

    def reparse(self) -> None:
        """Put the rules together anew. Raises StylesheetError and leaves them as they are if one is wrong."""
        self._invalid_css.clear()
        self.parse()

    def apply(
        self, node: DOMNode, *, animate: bool = False, cache: dict[tuple[object, ...], RulesMap] | None = None
    ) -> None:
        """Style a node, and by way of this its component classes, which come back here."""
        rules, named = self._whole or (self.rules, self.rules_map)
        before = self._whole, self._rules, self._rules_map
        self._whole = rules, named
        self._rules, self._rules_map = self._narrow(rules, named, node)
        try:
            super().apply(node, animate=animate, cache=cache)
        finally:
            self._whole, self._rules, self._rules_map = before

    def _narrow(self, rules: list[RuleSet], named: _Named, node: DOMNode) -> tuple[list[RuleSet], _Named]:
        """Those of ``rules`` that may be for the node, in their order; rules belong to many nodes alike."""
        if self._narrowed_from is not rules:
            self._narrowed, self._narrowed_from = {}, rules
        names = frozenset(named.keys() & node._selector_names)
        found = self._narrowed.get(names)
        if found is None:
            fitting = {id(rule) for name in names for rule in named[name]}
            few = [rule for rule in rules if id(rule) in fitting]
            found = self._narrowed[names] = few, {name: named[name] for name in names}
        return found
