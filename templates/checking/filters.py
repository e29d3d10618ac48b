"""What the filters of a template make of a value, as far as names go."""

from __future__ import annotations

from jinja2 import nodes

from templates.shapes import ANY, NUMBER, TEXT, Shape, list_of

_SAME = ("sort", "unique", "reverse", "list", "select", "reject", "selectattr", "rejectattr")
_ONE = ("first", "last", "min", "max")
_NUMBERS = ("abs", "int", "float", "round", "sum", "length", "count")
_TEXTS = ("escape", "e", "string", "upper", "lower", "title", "trim", "join", "hanzi", "padded")
#: filters that take a list; all others take one value
LISTS = frozenset(
    (*_SAME, *_ONE, *("sum", "length", "count", "join", "default", "d", "map", "groupby", "slice", "batch"))
)
#: filters whose first argument, or ``attribute``, names a part of each row
_BY_FIRST = ("selectattr", "rejectattr", "groupby")
_BY_NAME = ("map", "sum", "sort", "unique", "min", "max", "join")


def filtered(node: nodes.Filter, owner: Shape) -> tuple[Shape, str]:
    """What the filter gives, and the part of its rows that it names although there is none."""
    attribute = _attribute(node)
    row = owner.element() if owner.sort == "list" else ANY
    first = attribute.partition(".")[0]
    unknown = first if first and row.sort == "group" and first not in row.fields else ""
    if node.name in _SAME:
        return (owner if owner.sort == "list" else list_of(ANY)), unknown
    if node.name in _ONE:
        return row, unknown
    if node.name in ("default", "d", "pressed"):
        return owner, ""
    if node.name == "map":
        return list_of(row.fields.get(attribute, ANY) if attribute and not unknown else ANY), unknown
    if node.name in ("slice", "batch"):
        return list_of(owner), ""
    if node.name == "groupby":
        return list_of(Shape("pair", items=(ANY, owner))), unknown
    if node.name in _NUMBERS:
        return NUMBER, unknown
    return (TEXT if node.name in _TEXTS else ANY), unknown


def _attribute(node: nodes.Filter) -> str:
    given: list[nodes.Expr] = [pair.value for pair in node.kwargs if pair.key == "attribute"]
    if node.name in _BY_FIRST and node.args:
        given.append(node.args[0])
    value = given[0] if given and (node.name in _BY_NAME or node.name in _BY_FIRST) else None
    return value.value if isinstance(value, nodes.Const) and isinstance(value.value, str) else ""
