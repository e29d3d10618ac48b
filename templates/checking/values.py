"""Whether every name in a template's tags is there, followed through loops, conditions and ``set``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from jinja2 import nodes

from records.kind import Kind
from records.language import listed, translator
from templates.checking.filters import LISTS, filtered
from templates.fault import nearest
from templates.sandbox import DATE_NAMES, LOOP_NAMES, MAPPING_METHODS, TEXT_METHODS, Sandbox
from templates.shapes import ANY, NUMBER, TEXT, Shape, list_of

tr = translator("templates")
Add = Callable[..., None]
_NO_LIST = ("text", "number", "flag", "day", "picture", "group", "record")
_SANDBOX = Sandbox()
_PARTS: Mapping[str, frozenset[str]] = {
    "text": TEXT_METHODS,
    "day": DATE_NAMES,
    "number": frozenset(),
    "flag": frozenset(),
}


@dataclass
class Scope:
    """The names that may be used at one place."""

    names: dict[str, Shape]
    outer: Scope | None = None

    def find(self, name: str) -> Shape | None:
        return self.names.get(name) or (self.outer.find(name) if self.outer else None)

    def all(self) -> dict[str, Shape]:
        return {**(self.outer.all() if self.outer else {}), **self.names}


@dataclass
class Walk:
    """One walk through a tree. ``add(line, code, message, hint=…, name=…)`` takes what is found."""

    add: Add
    kind: Kind | None
    scope: Scope
    lenient: int = field(default=0)

    # -- statements ---------------------------------------------------------------------------------------

    def body(self, found: list[nodes.Node]) -> None:
        for node in found:
            self.statement(node)

    def statement(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.Output):
            for each in node.nodes:
                if not isinstance(each, nodes.TemplateData):
                    self._printed(each, self.value(each))
        elif isinstance(node, nodes.For):
            self._loop(node)
        elif isinstance(node, nodes.If):
            self.value(node.test)
            for branch in (node.body, node.elif_, node.else_):
                self.body(list(branch))
        elif isinstance(node, nodes.Assign):
            self._assign(node.target, self.value(node.node))
        elif isinstance(node, nodes.AssignBlock):
            self.body(node.body)
            self._assign(node.target, TEXT)
        elif isinstance(node, (nodes.Macro, nodes.CallBlock)):
            self._macro(node)
        else:
            self._others(node)

    def _others(self, node: nodes.Node) -> None:
        with self._inside({}):
            if isinstance(node, nodes.With):
                for target, value in zip(node.targets, node.values, strict=True):
                    self._assign(target, self.value(value))
            elif isinstance(node, nodes.FilterBlock):
                self._filters_of(node.filter)
            self.body(list(getattr(node, "body", ())))

    def _filters_of(self, node: nodes.Expr | None) -> None:
        if isinstance(node, nodes.Filter):
            self._known_filter(node)
            self._filters_of(node.node)

    def _macro(self, node: nodes.Macro | nodes.CallBlock) -> None:
        if isinstance(node, nodes.Macro):
            self.scope.names[node.name] = ANY
        else:
            self.value(node.call)
        given = {each.name: ANY for each in node.args} | dict.fromkeys(("varargs", "kwargs", "caller"), ANY)
        with self._inside(given):
            self.body(node.body)

    def _loop(self, node: nodes.For) -> None:
        over = self.value(node.iter)
        if over.sort in _NO_LIST:
            self.add(
                node.lineno,
                "no-list",
                tr("{name} is no list, a loop can't go over it.", name=_said(node.iter)),
                hint=self._lists_hint(),
                name=_said(node.iter),
            )
        if node.recursive:
            self.add(node.lineno, "not-allowed", tr("loops that call themselves are not allowed."))
        if not _prints(node.body):
            self.add(
                node.lineno,
                "prints-nothing",
                tr("the loop over {name} prints nothing.", name=_said(node.iter)),
                hint=tr("Print a value in it, such as {{ row.name }}, or delete it."),
                name=_said(node.iter),
            )
        with self._inside({"loop": Shape("group", fields=dict.fromkeys(LOOP_NAMES, ANY), name="loop")}):
            self._assign(node.target, over.element() if over.sort == "list" else ANY)
            if node.test is not None:
                self.value(node.test)
            self.body(node.body)
        with self._inside({}):
            self.body(node.else_)

    def _lists_hint(self) -> str:
        lists = [name for name, shape in self.scope.all().items() if shape.sort == "list"]
        return tr("Lists here: {names}.", names=listed(lists)) if lists else ""

    def _assign(self, target: nodes.Node, value: Shape) -> None:
        if isinstance(target, nodes.Name):
            self.scope.names[target.name] = value
        elif isinstance(target, nodes.Tuple):
            items = value.items if value.sort == "pair" else ()
            for index, each in enumerate(target.items):
                self._assign(each, items[index] if index < len(items) else ANY)

    @contextmanager
    def _inside(self, names: dict[str, Shape]) -> Iterator[None]:
        before = self.scope
        self.scope = Scope(dict(names), before)
        yield
        self.scope = before

    def _printed(self, node: nodes.Node, shape: Shape) -> None:
        if shape.sort not in ("list", "pair", "group", "record"):
            return
        name = _said(node)
        if shape.sort == "list":
            hint = tr("Print its rows: {{%p for row in {name} %}} … {{%p endfor %}}.", name=name)
        else:
            hint = tr(
                "Print one of its parts: {names}.", names=listed(f"{name}.{each}" for each in shape.fields)
            )
        message = tr("{name} is a list and can't be printed as it is.", name=name)
        if shape.sort != "list":
            message = tr("{name} is a group of values and can't be printed as it is.", name=name)
        self.add(node.lineno, "prints-list", message, hint=hint, name=name)

    # -- values ---------------------------------------------------------------------------------------------

    def value(self, node: nodes.Node) -> Shape:
        """The shape of an expression; reports what is wrong in it."""
        if isinstance(node, nodes.Name):
            return self._name(node)
        if isinstance(node, nodes.Getattr):
            return self._part(node.node, self.value(node.node), node.attr)
        if isinstance(node, nodes.Getitem):
            return self._item(node)
        if isinstance(node, nodes.Filter):
            return self._filter(node)
        if isinstance(node, nodes.Test):
            return self._test(node)
        if isinstance(node, nodes.Call):
            return self._call(node)
        if isinstance(node, nodes.Const):
            return TEXT if isinstance(node.value, str) else ANY
        if isinstance(node, nodes.Concat):
            for each in node.nodes:
                self._printed(each, self.value(each))
            return TEXT
        if isinstance(node, (nodes.List, nodes.Tuple)):
            # A list in a list in a list is no value of a document, and could be nested without end.
            found = tuple(ANY if _nested(each, 3) else each for each in map(self.value, node.items))
            if isinstance(node, nodes.Tuple):
                return Shape("pair", items=found)
            return list_of(found[0] if found and all(item == found[0] for item in found) else ANY)
        if isinstance(node, nodes.CondExpr):
            self.value(node.test)
            chosen = self.value(node.expr1)
            other = self.value(node.expr2) if node.expr2 is not None else chosen
            return chosen if chosen == other else ANY
        for part in node.iter_child_nodes():
            self.value(part)
        return ANY

    def _name(self, node: nodes.Name) -> Shape:
        found = self.scope.find(node.name)
        if found is not None:
            return found
        names = self.scope.all()
        hint = _row_hint(node.name, names) or _near(node.name, names)
        self.add(
            node.lineno,
            "unknown-name",
            tr("there is no {name!r} here.", name=node.name),
            hint=hint,
            name=node.name,
        )
        return ANY

    def _part(self, node: nodes.Node, owner: Shape, attr: str) -> Shape:
        if attr.startswith("_"):
            self.add(
                node.lineno, "not-allowed", tr("{name!r} is not allowed in a template.", name=attr), name=attr
            )
            return ANY
        if owner.sort in ("group", "picture"):
            if attr not in owner.fields:
                self._unknown_part(node, owner, attr)
            return owner.fields.get(attr, ANY)
        if owner.sort == "record":
            return self._field(node, owner, attr)
        if owner.sort == "list":
            message = tr("{name} is a list; {attr!r} belongs to its rows.", name=_said(node), attr=attr)
            hint = tr(
                "Print it in a loop: {{%p for row in … %}} {{{{ row.{attr} }}}} {{%p endfor %}}.", attr=attr
            )
            self.add(node.lineno, "unknown-name", message, hint=hint, name=attr)
        elif attr not in _PARTS.get(owner.sort, frozenset((attr,))):
            self.add(
                node.lineno,
                "unknown-name",
                tr("{name} is a single value and has no {attr!r}.", name=_said(node), attr=attr),
                hint=tr("Write {name} alone.", name=_said(node)),
                name=attr,
            )
        return ANY

    def _unknown_part(self, node: nodes.Node, owner: Shape, attr: str) -> None:
        self.add(
            node.lineno,
            "unknown-name",
            tr("there is no {name!r} in {owner}.", name=attr, owner=_said(node)),
            hint=_near(attr, owner.fields),
            name=attr,
        )

    def _field(self, node: nodes.Node, owner: Shape, attr: str) -> Shape:
        """A field of the record. One that may be missing (``default``, ``is defined``, ``get``) is right."""
        if attr in MAPPING_METHODS:
            return ANY
        if attr not in owner.fields and not self.lenient:
            kind = self.kind.label.text() if self.kind else owner.name
            self.add(
                node.lineno,
                "unknown-field",
                tr("records of the kind {kind} have no field {name!r}.", kind=kind, name=attr),
                hint=_near(attr, owner.fields),
                name=attr,
            )
        return owner.fields.get(attr, ANY)

    def _item(self, node: nodes.Getitem) -> Shape:
        owner = self.value(node.node)
        self.value(node.arg)
        key = node.arg.value if isinstance(node.arg, nodes.Const) else None
        if isinstance(key, str) and owner.sort in ("group", "record", "picture", "list"):
            return self._part(node.node, owner, key)
        if owner.sort == "list":
            return owner if isinstance(node.arg, nodes.Slice) else owner.element()
        if owner.sort == "pair" and isinstance(key, int) and key < len(owner.items):
            return owner.items[key]
        return TEXT if owner.sort == "text" else ANY

    def _filter(self, node: nodes.Filter) -> Shape:
        lenient = node.name in ("default", "d")
        self.lenient += lenient
        owner = self.value(node.node) if node.node is not None else ANY
        self.lenient -= lenient
        for each in (*node.args, *node.kwargs):
            self.value(each)
        if not self._known_filter(node):
            return ANY
        if owner.sort in ("list", "group", "record") and node.name not in LISTS and node.node is not None:
            self._printed(node.node, owner)
        found, unknown = filtered(node, owner)
        if unknown:
            self._unknown_part(node.node or node, owner.element(), unknown)
        return found

    def _known_filter(self, node: nodes.Filter) -> bool:
        if node.name in _SANDBOX.filters:
            return True
        known = [name for name in _SANDBOX.filters if not name.startswith("__")]
        message = tr("there is no filter {name!r}.", name=node.name)
        self.add(node.lineno, "not-allowed", message, hint=_near(node.name, known), name=node.name)
        return False

    def _test(self, node: nodes.Test) -> Shape:
        lenient = node.name in ("defined", "undefined")
        self.lenient += lenient
        self.value(node.node)
        self.lenient -= lenient
        for each in node.args:
            self.value(each)
        if node.name not in _SANDBOX.tests:
            message = tr("there is no test {name!r}.", name=node.name)
            self.add(
                node.lineno, "not-allowed", message, hint=_near(node.name, _SANDBOX.tests), name=node.name
            )
        return ANY

    def _call(self, node: nodes.Call) -> Shape:
        for each in (*node.args, *node.kwargs):
            self.value(each)
        if isinstance(node.node, nodes.Name) and node.node.name == "range":
            return list_of(NUMBER)
        self.value(node.node)
        return ANY


def _nested(shape: Shape, levels: int) -> bool:
    """Whether a shape written in a template is that many lists deep."""
    if shape.sort not in ("list", "pair") or levels == 0:
        return levels == 0
    return any(_nested(each, levels - 1) for each in (*shape.items, shape.element()))


def _prints(body: list[nodes.Node]) -> bool:
    """Whether anything below is written: a value, a text, or a paragraph even if it is empty."""
    for node in body:
        for output in [node] if isinstance(node, nodes.Output) else node.find_all(nodes.Output):
            for each in output.nodes:
                if not isinstance(each, nodes.TemplateData) or each.data.strip():
                    return True
    return any(next(node.find_all(nodes.CallBlock), None) is not None for node in body)


def _near(name: str, known: Mapping[str, object] | list[str]) -> str:
    names = [each for each in known if not each.startswith("_") and each != "range"]
    return nearest(name, names)


def _row_hint(name: str, names: Mapping[str, Shape]) -> str:
    """Where a name that is used outside its loop belongs."""
    for owner, shape in names.items():
        if shape.sort == "list" and name in shape.element().fields:
            return tr(
                "It belongs to the rows of {owner}: write row.{name} between {{%p for row in {owner} %}} and "
                "{{%p endfor %}}.",
                owner=owner,
                name=name,
            )
        if shape.sort == "group" and name in shape.fields and owner != "loop":
            return tr("Did you mean {name!r}?", name=f"{owner}.{name}")
    return ""


def _said(node: nodes.Node) -> str:
    """An expression as it was written, as far as a reader needs it."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_said(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem):
        return f"{_said(node.node)}[…]"
    if isinstance(node, (nodes.Filter, nodes.Test)) and node.node is not None:
        return _said(node.node)
    if isinstance(node, nodes.Call):
        return f"{_said(node.node)}(…)"
    return repr(node.value) if isinstance(node, nodes.Const) else "…"


def check_values(
    source: str, document: Shape, kind: Kind | None, unknown: str, add: Callable[..., None]
) -> None:
    """Walk through a source whose tags are all well written. ``add`` gets a line, a code and a message."""
    from jinja2 import Environment

    names = {**document.fields, unknown: ANY, "range": ANY}
    walk = Walk(add, kind, Scope(names))
    walk.body(Environment(autoescape=True).parse(source).body)
