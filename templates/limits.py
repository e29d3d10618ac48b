"""What one rendering may use of time and memory, and the filters that could take more than their share."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import wraps
from typing import Any

from jinja2 import Environment, Undefined, pass_environment
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS, make_attrgetter, sync_do_slice
from markupsafe import Markup

from records.language import translator

tr = translator("templates")
MAX_STEPS = 300_000
MAX_SECONDS = 10.0  # of the processor: on a busy machine an honest template takes longer
MAX_TEXT = 2_000_000  # characters of one text that a template puts together
MAX_LIST = 100_000
MAX_WRITTEN = 100_000_000  # characters put together and printed in one rendering
MAX_NESTED = 200_000  # values in a list and the lists within it: what comparing it may have to look at
_PLACE = 8  # what a place in a list counts, in characters
_MAX_DIGITS = 20
_MAX_BITS = 1024
#: filters that compare the values of a list, or look them up
_COMPARING = ("sort", "unique", "min", "max", "groupby")
#: filters that make a text of what they get
_OF_TEXT = ("escape", "e", "string", "upper", "lower", "title", "trim")


class TooMuchWork(SecurityError):
    """A template loops, or writes, without end."""


class Budget:
    """What is left to one rendering, in one thread: steps of loops and calls, time, and characters."""

    __slots__ = ("_characters", "_deadline", "_left")

    def __init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        self._left = MAX_STEPS
        self._characters = MAX_WRITTEN
        self._deadline = time.thread_time() + MAX_SECONDS

    def step(self) -> None:
        self._left -= 1
        if self._left < 0 or (self._left % 1024 == 0 and time.thread_time() > self._deadline):
            raise TooMuchWork("too many steps")

    def counted(self, items: Iterable[Any]) -> Iterator[Any]:
        """The same items, each a step."""
        for item in items:
            self.step()
            yield item

    def watch(self) -> None:
        """See that there is time left; called before each single piece of work."""
        if time.thread_time() > self._deadline:
            raise TooMuchWork("too much time")

    def made(self, value: Any) -> Any:
        """Count a value that was made: a text by its characters, a list by its places. Gives it back."""
        if isinstance(small(value), str):
            self.write(len(value))
        elif isinstance(value, (list, tuple)):
            self.write(_PLACE * len(value))
        return value

    def part(self, value: Any) -> Any:
        """Count what becomes part of a text, before it does. Gives it back."""
        if isinstance(one_value(value), str):
            self.write(len(value))
        return value

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


def comparable(value: Any) -> Any:
    """A value that can be compared and looked up in reasonable time. Raises TooMuchWork.

    Lists that hold the same list twice, over and over, are small in memory but have no end when they are
    compared: they are counted as often as they are met.
    """
    if not isinstance(value, (list, tuple, Mapping)):
        return value
    left, count = [value], 0
    while left:
        each = left.pop()
        count += len(each)
        if count > MAX_NESTED:
            raise TooMuchWork("lists are nested without end")
        items = (*each, *each.values()) if isinstance(each, Mapping) else each
        left += [item for item in items if isinstance(item, (list, tuple, Mapping))]
    return value


def metered(name: str, apply: Callable[..., Any], budget: Budget) -> Callable[..., Any]:
    """A filter that looks at the time before, counts what it made after, and compares nothing endless."""
    # Jinja puts the environment, or what it evaluates in, before the value.
    place = 1 if hasattr(apply, "jinja_pass_arg") else 0

    @wraps(apply)
    def filtered(*args: Any, **kwargs: Any) -> Any:
        budget.watch()
        if name in _COMPARING and len(args) > place:
            value = args[place]
            if isinstance(value, Iterator):
                value = list(budget.counted(value))
            args = (*args[:place], comparable(value), *args[place + 1 :])
        return budget.made(apply(*args, **kwargs))

    return filtered


def strict(name: str, test: Callable[..., Any], budget: Budget) -> Callable[..., Any]:
    """A test that takes no unknown name for a value, and compares nothing endless."""

    @wraps(test)
    def tested(*args: Any) -> Any:
        budget.watch()
        for each in args:
            if isinstance(each, Undefined) and name not in ("defined", "undefined"):
                str(each)  # says which name it is
            comparable(each)
        return test(*args)

    return tested


def limited_filters(budget: Budget) -> Mapping[str, Callable[..., Any]]:
    """Jinja's filters of these names, refusing what would take memory or time without bound."""
    counted = budget.counted

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
        return sync_do_slice(list(counted(items)), _count(slices), fill_with)

    @pass_environment
    def total(environment: Environment, items: Iterable[Any], attribute: Any = None, start: Any = 0) -> Any:
        found = _read(environment, counted(items), attribute)
        for each in found:
            if isinstance(each, Undefined):
                str(each)  # says which name it is
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
            return FILTERS[name](one_value(value), *args, **kwargs)

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
