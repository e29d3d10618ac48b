"""What one rendering may use of time and memory, and the filters that could take more than their share."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from jinja2 import Environment, Undefined, pass_environment
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS, make_attrgetter
from markupsafe import Markup

from records.language import translator

tr = translator("templates")
MAX_STEPS = 300_000
MAX_SECONDS = 10.0
MAX_TEXT = 2_000_000  # characters of one text that a template puts together
MAX_LIST = 100_000
MAX_WRITTEN = 100_000_000  # characters put together and printed in one rendering
_MAX_DIGITS = 20
_MAX_BITS = 1024
#: filters that make a text of what they get
_OF_TEXT = ("escape", "e", "string", "upper", "lower", "title", "trim")


class TooMuchWork(SecurityError):
    """A template loops, or writes, without end."""


class Budget:
    """What is left to one rendering: steps of loops and calls, time, and characters."""

    __slots__ = ("_characters", "_deadline", "_left")

    def __init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        self._left = MAX_STEPS
        self._characters = MAX_WRITTEN
        self._deadline = time.monotonic() + MAX_SECONDS

    def step(self) -> None:
        self._left -= 1
        if self._left < 0 or (self._left % 1024 == 0 and time.monotonic() > self._deadline):
            raise TooMuchWork("too many steps")

    def write(self, characters: int) -> None:
        """Count characters before they are put together."""
        self._characters -= characters
        if self._characters < 0:
            raise TooMuchWork("too much text")

    def joined(self, pieces: Iterable[str]) -> str:
        """``"".join``, counted beforehand: what macros and blocks collect."""
        found = list(pieces)
        self.write(sum(map(len, found)))
        return "".join(found)


def one_value(value: Any) -> Any:
    """A text, number, day or nothing: what may become part of a text. Raises SecurityError for a list."""
    if value is None or isinstance(value, (str, int, float, Decimal, date, Undefined)):
        return value
    raise SecurityError(tr("a list or a group of values can't be printed as it is: print its parts"))


def small(value: Any) -> Any:
    """A value that did not grow beyond reason. Raises TooMuchWork."""
    if isinstance(value, str) and len(value) > MAX_TEXT:
        raise TooMuchWork("a text grows too long")
    if isinstance(value, (list, tuple)) and len(value) > MAX_LIST:
        raise TooMuchWork("a list grows too long")
    if isinstance(value, int) and value.bit_length() > _MAX_BITS:
        raise TooMuchWork("a number grows too large")
    return value


def limited_filters(budget: Budget) -> Mapping[str, Callable[..., Any]]:
    """Jinja's filters of these names, refusing what would take memory or time without bound."""

    def counted(items: Iterable[Any]) -> Iterator[Any]:
        for item in items:
            budget.step()
            yield item

    @pass_environment
    def join(environment: Environment, items: Iterable[Any], d: str = "", attribute: Any = None) -> str:
        found = _read(environment, counted(items), attribute)
        parts = [each if isinstance(each, str) else str(one_value(each)) for each in (one_value(d), *found)]
        length = sum(map(len, parts)) + len(parts[0]) * len(parts)
        if length > MAX_TEXT:
            raise TooMuchWork("a text grows too long")
        budget.write(length)
        between, *texts = parts
        marked = any(isinstance(each, Markup) for each in parts)
        return (Markup.escape(between) if marked else between).join(texts)

    def in_rows(items: Iterable[Any], linecount: int, fill_with: Any = None) -> Any:
        return FILTERS["batch"](counted(items), _count(linecount), fill_with)

    def in_columns(items: Iterable[Any], slices: int, fill_with: Any = None) -> Any:
        return FILTERS["slice"](list(counted(items)), _count(slices), fill_with)

    @pass_environment
    def total(environment: Environment, items: Iterable[Any], attribute: Any = None, start: Any = 0) -> Any:
        found = _read(environment, counted(items), attribute)
        if not all(isinstance(each, (int, float, Decimal)) for each in (start, *found)):
            raise SecurityError(tr("only numbers can be summed up"))
        return sum(found, start)

    def rounded(value: Any, precision: int = 0, method: Any = "common") -> Any:
        if abs(precision) > _MAX_DIGITS:
            raise TooMuchWork("too many digits")
        return FILTERS["round"](value, precision, method)

    def as_list(items: Iterable[Any]) -> list[Any]:
        return list(counted(items))

    def of_text(name: str) -> Callable[..., Any]:
        def filtered(value: Any, *args: Any, **kwargs: Any) -> Any:
            made = FILTERS[name](one_value(value), *args, **kwargs)
            budget.write(len(made))
            return made

        return filtered

    return {
        "join": join,
        "batch": in_rows,
        "slice": in_columns,
        "sum": total,
        "round": rounded,
        "list": as_list,
        **{name: of_text(name) for name in _OF_TEXT},
    }


def _read(environment: Environment, items: Iterable[Any], attribute: Any) -> list[Any]:
    """The items, or one attribute of each."""
    if attribute is None:
        return list(items)
    return [make_attrgetter(environment, attribute)(item) for item in items]


def _count(number: int) -> int:
    if number > MAX_LIST:
        raise TooMuchWork("too many places")
    return number
