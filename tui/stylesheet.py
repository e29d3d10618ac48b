"""Textual's stylesheet, without work that comes to the same each time.

Textual reads every text of rules again when the theme changes or a page brings rules of its own, and asks all
rules of the application for every widget that is made or gets the cursor. Here a text is read once for each
set of colours, and a widget is asked those rules only that name its class, its identifier or its type. What
came of it is known again where a widget and all it lies in are of the same kinds, names, classes and states.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast
from weakref import WeakKeyDictionary

from textual.cache import LRUCache
from textual.css import stylesheet
from textual.css.model import RuleSet
from textual.css.styles import RulesMap
from textual.css.types import CSSLocation
from textual.dom import DOMNode

#: The rules of the first screen, of lists, of all other screens: read when they are wanted, not before.
FIRST, LISTS, PAGES = (Path(__file__).with_name(f"{name}.tcss") for name in ("tui", "lists", "pages"))

_Colours = frozenset[tuple[str, str]]
_Named = dict[str, list[RuleSet]]
#: The rules that may be for a widget, and what selectors look at in it and in all it lies in.
_Looked = tuple[object, ...]

#: What texts were read into, by all that this follows from. Textual changes no rule it has read.
_read: LRUCache[tuple[object, ...], list[RuleSet]] = LRUCache(1024)
#: Each set of colours once, so that equal ones are the same.
_colours: LRUCache[_Colours, _Colours] = LRUCache(32)
#: What rules came to, by what they looked at; and the same for each of a widget's component classes.
_styled: LRUCache[_Looked, RulesMap] = LRUCache(4096)
_parts: LRUCache[_Looked, dict[str, RulesMap]] = LRUCache(1024)
#: The rules that a node got last, and how often its styles had changed by then.
_given: WeakKeyDictionary[DOMNode, tuple[RulesMap, int]] = WeakKeyDictionary()


class _Few:
    """Those of all rules that may be for some nodes, in their order, and the states they ask for."""

    #: Told by what else is around a node: whoever asks for these is asked anew.
    AROUND = stylesheet.Stylesheet._EXCLUDE_PSEUDO_CLASSES_FROM_CACHE

    def __init__(self, rules: list[RuleSet], named: _Named, names: frozenset[str]) -> None:
        fitting = {id(rule) for name in names for rule in named[name]}
        self.rules = [rule for rule in rules if id(rule) in fitting]
        self.named = {name: named[name] for name in names}
        self._same = tuple(self.rules)
        self._states = sorted({state for rule in self.rules for state in rule.pseudo_classes})
        self.lasting = self.AROUND.isdisjoint(self._states)

    def look(self, node: DOMNode) -> _Looked:
        """All that the rules see of a node and of what it lies in."""
        seen: list[object] = [self._same]
        for each in node.css_path_nodes:
            states = each._PSEUDO_CLASSES
            there = [cast(Any, states[state])(each) if state in states else None for state in self._states]
            seen.append((each.__class__, each._id, frozenset(each._classes), *there))
        return tuple(seen)


class _Known(dict[Any, RulesMap]):
    """What Textual takes for its memory of a group of nodes: ours, for one node, whatever it asks by."""

    def __init__(self, looked: _Looked) -> None:
        self._looked = looked

    def get(self, key: object, default: Any = None) -> Any:
        return _styled.get(self._looked, default)

    def __setitem__(self, key: object, rules: RulesMap) -> None:
        _styled[self._looked] = rules


class Stylesheet(stylesheet.Stylesheet):
    """The same rules for the same widgets as Textual's."""

    def __init__(self, *, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._these: _Colours | None = None
        self._whole: tuple[list[RuleSet], _Named] | None = None
        self._narrowed: dict[frozenset[str], _Few] = {}
        self._narrowed_from: list[RuleSet] = []
        self._parts_of: WeakKeyDictionary[DOMNode, _Looked] = WeakKeyDictionary()

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
        """Style a node, and by way of this its component classes."""
        rules, named = self._whole or (self.rules, self.rules_map)
        before = self._whole, self._rules, self._rules_map
        self._whole = rules, named
        few = self._narrow(rules, named, node._selector_names)
        self._rules, self._rules_map = few.rules, few.named
        known = cast(dict[tuple[object, ...], RulesMap], _Known(few.look(node))) if few.lasting else None
        try:
            super().apply(node, animate=animate, cache=known)
        finally:
            self._whole, self._rules, self._rules_map = before

    def _narrow(self, rules: list[RuleSet], named: _Named, names: Iterable[str]) -> _Few:
        """Those of ``rules`` that name one of ``names``; they belong to many nodes alike."""
        if self._narrowed_from is not rules:
            self._narrowed, self._narrowed_from = {}, rules
        these = frozenset(named.keys() & names)
        found = self._narrowed.get(these)
        if found is None:
            found = self._narrowed[these] = _Few(rules, named, these)
        return found

    def _process_component_classes(self, node: DOMNode) -> None:
        """Style the component classes of a node, unless nothing changed that their rules look at."""
        components = node._get_component_classes()
        if not components:
            return
        assert self._whole is not None, "reached by way of apply only"
        few = self._narrow(*self._whole, {"*", DOMNode.__name__, *(f".{each}" for each in components)})
        if not few.lasting:
            super()._process_component_classes(node)
            return
        looked = (*few.look(node), frozenset(components))
        styles = node._component_styles
        if self._parts_of.get(node) == looked and styles.keys() == components:
            return
        known = _parts.get(looked)
        if known is None:
            super()._process_component_classes(node)
            _parts[looked] = {name: cast(RulesMap, dict(part.base._rules)) for name, part in styles.items()}
        else:
            before = styles.copy()
            for name, rules in known.items():
                part = DOMNode(classes=name)
                part._attach(node)
                part.styles.base._rules.update(rules)
                styles[name] = part.styles
            if styles != before:
                node.refresh()
        self._parts_of[node] = looked

    @classmethod
    def replace_rules(cls, node: DOMNode, rules: RulesMap, animate: bool = False) -> None:
        """Give a node these rules for those it has from stylesheets."""
        base = node.styles.base
        last, updates = _given.get(node, (None, 0))
        if last is rules and updates == base._updates and not animate:
            node.notify_style_update()
            return
        super().replace_rules(node, rules, animate)
        _given[node] = rules, base._updates
