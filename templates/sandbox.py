"""Where the tags of a template run: a sandbox that reads contexts and nothing else.

Templates are files that people edit and pass on, so they are not trusted. A tag may read the fields
of a context, call a handful of harmless methods and filters, and loop a bounded number of times.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, cast

from jinja2 import StrictUndefined, Undefined, nodes
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.tests import TESTS
from jinja2.utils import Namespace, missing
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from templates.limits import (
    Budget,
    TooMuchWork,
    comparable,
    limited_filters,
    metered,
    one_value,
    small,
    strict,
)
from templates.pictures import Picture, drawing, pressed

_FILTERS = (
    *("default", "d", "escape", "e", "string", "upper", "lower", "title", "trim"),
    *("abs", "int", "float", "round", "sum", "min", "max", "length", "count"),
    *("first", "last", "join", "list", "reverse", "sort", "unique", "slice", "batch"),
    *("map", "select", "reject", "selectattr", "rejectattr", "groupby"),
)
FILTER_NAMES = frozenset((*_FILTERS, "hanzi", "padded", "pressed"))
TEST_NAMES = frozenset(TESTS)
TEXT_METHODS = frozenset(("strip", "lstrip", "rstrip", "lower", "upper", "startswith", "endswith", "split"))
MAPPING_METHODS = frozenset(("items", "keys", "values", "get"))
DATE_NAMES = frozenset(("year", "month", "day", "weekday", "isoweekday", "isoformat"))
LOOP_NAMES = frozenset(
    (
        *("index", "index0", "revindex", "revindex0", "first", "last", "length"),
        *("depth", "depth0", "previtem", "nextitem", "cycle", "changed"),
    )
)


class NotAllowed(SecurityError):
    """A statement that no template may use, on line ``lineno`` of its source."""

    def __init__(self, message: str, lineno: int) -> None:
        super().__init__(message)
        self.lineno = lineno


class MissingField(UndefinedError):
    """A tag reads ``name``, which ``owner`` has not (``owner`` is jinja2's ``missing`` for the document).

    The name is a number for a row that a list has not, and empty for the first or last of an empty list.
    """

    def __init__(self, name: str | int, owner: object, message: str | None) -> None:
        super().__init__(message)
        self.name, self.owner = name, owner


class _Missing(StrictUndefined):
    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: Callable[..., Exception] = UndefinedError,
    ) -> None:
        raised = partial(MissingField, name or "", obj) if exc is UndefinedError else exc
        super().__init__(hint, obj, name, raised)  # type: ignore[arg-type]  # only ever called, never caught


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment every template is compiled in."""

    intercepted_binops = frozenset(["+", "*", "**", "%", "-", "/", "//"])

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=_Missing, finalize=self._print)
        self.budget = Budget()
        self.printed: dict[str, Picture] = {}
        filters = {name: self.filters[name] for name in _FILTERS}
        filters |= limited_filters(self.budget)
        filters |= {"hanzi": hanzi, "padded": padded, "pressed": pressed}
        self.filters = {name: metered(name, each, self.budget) for name, each in filters.items()}
        self.filters |= {
            "__steps": self.budget.counted,
            "__one": one_value,
            "__part": self.budget.part,
            "__small": small,
            "__made": self.budget.made,
            "__comparable": self._comparable,
        }
        self.tests = {
            name: strict(name, cast(Callable[..., Any], each), self.budget)
            for name, each in self.tests.items()
        }
        self.concat = self.budget.joined  # type: ignore[method-assign]  # what macros and blocks collect
        self.globals = {"range": self._range}

    def start(self) -> None:
        """Begin a rendering: nothing is used up, no picture is printed yet."""
        self.budget.renew()
        self.printed.clear()

    def _print(self, value: Any) -> Any:
        if isinstance(value, Picture):
            self.printed[value.sha256] = value
            return Markup(f'</w:t>{drawing(value)}<w:t xml:space="preserve">')
        return _printed(self.budget.part(value))

    def _comparable(self, value: Any) -> Any:
        self.budget.watch()
        return comparable(value)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if attr.startswith("_"):
            return False
        if isinstance(obj, str):
            return attr in TEXT_METHODS
        if isinstance(obj, Mapping):
            return attr in MAPPING_METHODS
        if isinstance(obj, date):
            return attr in DATE_NAMES
        if isinstance(obj, LoopContext):
            return attr in LOOP_NAMES
        if isinstance(obj, Namespace):
            return True
        return dataclasses.is_dataclass(obj) and not isinstance(obj, type) and not callable(value)

    def is_safe_callable(self, obj: Any) -> bool:
        owner = getattr(obj, "__self__", None)
        if owner is self or isinstance(owner, (str, Mapping, date, LoopContext)):
            return True
        return type(obj).__module__ == "jinja2.runtime" or obj is Namespace

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        self.budget.step()
        self.budget.watch()
        if isinstance(obj, Undefined):
            str(obj)  # says which name it is
        for each in (*args, *kwargs.values()):
            comparable(each)
        return self.budget.made(super().call(context, obj, *args, **kwargs))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        numbers = (int, float, Decimal)
        plain = isinstance(left, numbers) and isinstance(right, numbers)
        if operator == "**" or (operator != "+" and not plain):
            raise SecurityError(f"{operator} is not allowed here")
        self.budget.watch()
        return self.budget.made(super().call_binop(context, operator, left, right))

    def getitem(self, obj: Any, argument: Any) -> Any:
        return super().getitem(obj, comparable(argument))

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Parse, and put a step counter on every loop and a check on all that makes or compares values."""
        tree = super()._parse(source, name, filename)
        for node in tree.find_all((nodes.Import, nodes.FromImport, nodes.Include, nodes.Extends)):
            raise NotAllowed("other files can't be used", node.lineno)
        for node in tree.find_all(nodes.EvalContextModifier):
            raise NotAllowed("autoescape can't be used", node.lineno)
        for loop in tree.find_all(nodes.For):
            if loop.recursive:
                raise NotAllowed("loops that call themselves are not allowed", loop.lineno)
            loop.iter = _wrap(cast(nodes.Expr, loop.iter), "__steps")
        _Bounds().visit(tree)
        return tree

    def _range(self, *bounds: int) -> range:
        if len(range(*bounds)) > 10_000:
            raise TooMuchWork("range() is too long")
        return range(*bounds)


def _wrap(node: nodes.Expr, name: str) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


class _Bounds(NodeTransformer):
    """Puts checks into a tree, at what Jinja lets no environment look at when it runs."""

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        self.generic_visit(node)
        node.nodes = [_wrap(each, "__part") for each in node.nodes]
        return _wrap(node, "__small")

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:
        self.generic_visit(node)
        return _wrap(node, "__made") if isinstance(node.arg, nodes.Slice) else node

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:
        self.generic_visit(node)
        sides: tuple[nodes.Compare | nodes.Operand, ...] = (node, *node.ops)
        for side in sides:
            if not isinstance(side.expr, nodes.Const):
                side.expr = _wrap(side.expr, "__comparable")
        return node

    def visit_Pair(self, node: nodes.Pair) -> nodes.Node:
        self.generic_visit(node)
        node.key = _wrap(node.key, "__comparable")
        return node

    def visit_Output(self, node: nodes.Output) -> nodes.Node:
        # A list or group that is written out would be made a text before it is looked at.
        self.generic_visit(node)
        literals = (nodes.List, nodes.Tuple, nodes.Dict)
        node.nodes = [_wrap(each, "__one") if isinstance(each, literals) else each for each in node.nodes]
        return node


_UNWRITABLE: dict[int, str | None] = {
    **{code: None for code in range(32) if code not in (9, 10)},
    **dict.fromkeys(range(55296, 57344), "�"),
    0xFFFE: None,
    0xFFFF: None,
}


def _printed(value: Any) -> Any:
    """What a tag writes: nothing for ``None``, line breaks as Word's, no character XML can't hold."""
    if value is None:
        return ""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    if value.isprintable():
        return value
    text = value.replace("\r\n", "\n").replace("\r", "\n").translate(_UNWRITABLE)
    if "\n" not in text and "\t" not in text:
        return text
    escaped = str(Markup.escape(text))
    again = '<w:t xml:space="preserve">'
    return Markup(escaped.replace("\n", f"</w:t><w:br/>{again}").replace("\t", f"</w:t><w:tab/>{again}"))


_DIGITS = "零一二三四五六七八九"


def hanzi(number: int) -> str:
    """1 to 99 as Chinese numerals, for headings: 一, 十, 十一, 二十三. Others stay Arabic."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones or not tens else "")


def padded(name: str) -> str:
    """A name of two Chinese characters with a full-width space between them, for columns of a table."""
    if len(name) == 2 and all("\u3400" <= c <= "\u9fff" or c > "\U00020000" for c in name):
        return f"{name[0]}\u3000{name[1]}"
    return name
