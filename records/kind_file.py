"""Reads kind files. A fault is refused with file, line and reason.

The grammar, by example, is ``records/kinds/research_report.yaml``; docs/architecture.md explains it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from records.checking.computed import COMPUTED
from records.checking.named_checks import CHECKS
from records.errors import KindFault
from records.kind import (
    FIELD_TYPES,
    GROUPS,
    Check,
    Choice,
    Column,
    Field,
    FieldType,
    Kind,
    Kinds,
    Label,
    Level,
    Register,
    Section,
)
from records.language import listed, translator
from records.sorts import SORTS, Sort, has_order
from records.yaml_trees import MAPPING, SEQUENCE, TEXT, Tree, plain, read_trees, tree_of

tr = translator("records")
T = TypeVar("T")

FOLDER = Path(__file__).parent / "kinds"
_NAME = re.compile(r"[a-z][a-z0-9_]*")
#: A full stop would make a path of it, in which the database looks for something else; @ begins names of the
#: rows of a form.
_CUSTOM_NAME = re.compile(r"[^\s.$@\x00-\x1f][^.\x00-\x1f]*")
_CODE = re.compile(r"[A-Z]{2,4}")
#: Envelope keys that may stand as list columns beside fields.
ENVELOPE_COLUMNS = ("no", "title", "date", "unit", "people", "status", "updated")
_LIST_KEYS = ("of", "fields")
_FIELD_KEYS = frozenset(Field.__dataclass_fields__) - {"name", "custom"}
_KIND_KEYS = frozenset(Kind.__dataclass_fields__) - {"name", "columns", "file", "_by_name"} | {"kind", "list"}


class _Node:
    """A part of a kind file that knows its file and line, read key by key."""

    __slots__ = ("_tree", "file")

    def __init__(self, tree: Tree, file: str) -> None:
        self._tree, self.file = tree, file

    @property
    def sort(self) -> str:
        """What it is: a mapping, a sequence or a scalar."""
        _, sort, _ = self._tree
        return sort

    def fault(self, reason: str) -> KindFault:
        line, _, _ = self._tree
        return KindFault(self.file, line, reason)

    def mapping(self) -> dict[str, _Node]:
        _, sort, content = self._tree
        if sort != MAPPING:
            raise self.fault(tr("a mapping is expected here"))
        found: dict[str, _Node] = {}
        each = iter(content)
        for key, value in zip(each, each, strict=True):
            _, sort, name = key
            if sort in (MAPPING, SEQUENCE):
                raise _Node(key, self.file).fault(tr("a text is expected here"))
            if name in found:
                raise _Node(key, self.file).fault(tr("{name!r} stands twice", name=name))
            found[name] = _Node(value, self.file)
        return found

    def items(self) -> list[_Node]:
        """The items of a sequence; a single value is a sequence of one."""
        _, sort, content = self._tree
        return [_Node(item, self.file) for item in content] if sort == SEQUENCE else [self]

    def plain(self) -> Any:
        """The plain Python value below this node."""
        try:
            return plain(self._tree)
        except ValueError as error:
            raise self.fault(str(error)) from error

    def text(self) -> str:
        _, sort, content = self._tree
        if sort in (MAPPING, SEQUENCE) or not content:
            raise self.fault(tr("a text is expected here"))
        return str(content)

    def texts(self) -> tuple[str, ...]:
        _, sort, content = self._tree
        if sort == SEQUENCE:
            # Most of a kind file is labels and headings: those that are plainly right need no look at each.
            words = tuple(text for _, sort, text in content if sort == TEXT and text)
            if len(words) == len(content):
                return words
        return tuple(item.text() for item in self.items())

    def flag(self) -> bool:
        value = self.plain()
        if not isinstance(value, bool):
            raise self.fault(tr("true or false is expected here"))
        return value

    def number(self) -> int:
        value = self.plain()
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.fault(tr("a whole number is expected here"))
        return value

    def label(self) -> Label:
        words = self.texts()
        if len(words) != 2 or self.sort != SEQUENCE:
            raise self.fault(tr("a label is a pair: [Chinese, English]"))
        return Label(*words)

    def one_of(self, known: Collection[str]) -> str:
        value = self.text()
        if value not in known:
            raise self.fault(tr("{value!r} is none of {names}", value=value, names=listed(known)))
        return value

    def only(self, known: Collection[str]) -> dict[str, _Node]:
        found = self.mapping()
        for name, node in found.items():
            if name not in known:
                names = listed(sorted(known))
                raise node.fault(tr("{name!r} is not known here; known are {names}", name=name, names=names))
        return found


@cache
def own_kinds() -> Kinds:
    """The kinds that come with the program: they can't change while it runs, so they are read once."""
    return load_kinds()


def load_kinds(folder: Path = FOLDER) -> Kinds:
    """All kinds of a folder. Raises KindFault for the first fault found."""
    kinds: dict[str, Kind] = {}
    nodes: dict[str, dict[str, _Node]] = {}
    paths = sorted(folder.glob("*.yaml"))
    trees = read_trees(paths)
    for path in paths:
        parts = _Node(trees[path.name], path.name).only(_KIND_KEYS)
        kind = _kind(parts, path)
        other = next((each for each in kinds.values() if each.code == kind.code), None)
        if other:
            raise parts["code"].fault(tr("code {code} is {kind}'s already", code=kind.code, kind=other.name))
        kinds[kind.name], nodes[kind.name] = kind, parts
    for name, kind in kinds.items():
        _check_targets(kind, nodes[name], kinds.keys())
    return Kinds(kinds)


def may_be_field(name: str) -> bool:
    """Whether a field that somebody adds, to a record or for everyone, may be called so."""
    return _CUSTOM_NAME.fullmatch(name) is not None


def read_field(name: str, definition: Mapping[str, Any]) -> Field:
    """A field from plain data, as an operator adds one for everyone. Raises KindFault."""
    import yaml

    text = yaml.safe_dump(dict(definition), allow_unicode=True)
    return replace(_field(name, _Node(tree_of(text, name), name)), custom=True)


def _kind(parts: dict[str, _Node], path: Path) -> Kind:
    def need(key: str) -> _Node:
        if key not in parts:
            raise KindFault(path.name, 1, tr("{key!r} is missing", key=key))
        return parts[key]

    def maybe(key: str, read: Callable[[_Node], T], otherwise: T) -> T:
        return read(parts[key]) if key in parts else otherwise

    name = need("kind").text()
    if name != path.stem or not _NAME.fullmatch(name):
        raise parts["kind"].fault(tr("the kind must be called as its file, {stem!r}", stem=path.stem))
    if not _CODE.fullmatch(code := need("code").text()):
        raise parts["code"].fault(tr("a code is two to four capital letters"))
    fields = tuple(_fields(need("fields")))
    paths = set(_paths(fields))
    own = {field.name for field in fields}
    kind = Kind(
        name=name,
        code=code,
        label=need("label").label(),
        group=need("group").one_of(GROUPS),
        help=maybe("help", _Node.label, None),
        headings=maybe("headings", _Node.texts, ()),
        register=maybe("register", lambda node: _register(node, paths), Register()),
        fields=fields,
        sections=_sections(parts.get("sections"), fields),
        title=need("title").text(),
        columns=_columns(need("list"), paths),
        sort=maybe("sort", lambda node: cast(Sort, node.one_of(_orders(name))), "-date"),
        date=_names(parts, "date", own),
        unit=_names(parts, "unit", own),
        search=_names(parts, "search", paths),
        key=_names(parts, "key", paths),
        unique=maybe("unique", lambda node: tuple(_known(item, own) for item in node.items()), ()),
        checks=maybe("checks", lambda node: tuple(_check(item, paths) for item in node.items()), ()),
        proves=maybe("proves", _Node.texts, ()),
        file=path.name,
    )
    for placeholder in re.findall(r"{([^}]*)}", kind.title):
        if placeholder.split("|")[0] not in own:
            raise parts["title"].fault(tr("the title names {field!r}, which is no field", field=placeholder))
    return kind


def _register(node: _Node, paths: set[str]) -> Register:
    parts = node.only(Register.__dataclass_fields__)
    columns = {
        target: words.texts()
        for target, words in (parts["columns"].mapping() if "columns" in parts else {}).items()
    }
    known = paths | columns.keys()
    needed = parts["needed"].items() if "needed" in parts else ()
    return Register(
        columns,
        tuple(_known(group, known) for group in needed),
        _known(parts["telling"], known) if "telling" in parts else (),
        parts["tells_namesakes"].flag() if "tells_namesakes" in parts else False,
        _spans(parts["spans"], paths) if "spans" in parts else {},
    )


def _spans(node: _Node, known: set[str]) -> dict[str, str]:
    """The first and the last day of spans, by field."""
    found = {}
    for first, each in node.mapping().items():
        found[first] = each.text()
        for name in (first, found[first]):
            if name not in known:
                raise each.fault(tr("there is no field {name!r}", name=name))
    return found


def _orders(kind: str) -> tuple[Sort, ...]:
    return tuple(sort for sort in SORTS if has_order(kind, sort))


def _names(parts: dict[str, _Node], key: str, known: set[str]) -> tuple[str, ...]:
    return _known(parts[key], known) if key in parts else ()


def _known(node: _Node, known: set[str]) -> tuple[str, ...]:
    for item in node.items():
        if item.text() not in known:
            raise item.fault(tr("there is no field {name!r}", name=item.text()))
    return node.texts()


def _fields(node: _Node) -> Iterator[Field]:
    for name, each in node.mapping().items():
        if not _NAME.fullmatch(name):
            raise each.fault(tr("a field name is lower-case letters, digits and _: {name!r}", name=name))
        yield _field(name, each)


def _field(name: str, node: _Node) -> Field:
    parts = node.only(_FIELD_KEYS)
    for key in ("label", "type"):
        if key not in parts:
            raise node.fault(tr("field {name!r} has no {key}", name=name, key=key))
    kind_of = cast(FieldType, parts["type"].one_of(FIELD_TYPES))
    _check_shape(name, kind_of, parts, node)
    values: dict[str, Any] = {"name": name, "label": parts["label"].label(), "type": kind_of}
    for key, each in parts.items():
        if key in ("required", "identify", "masked", "serial", "open_choice"):
            values[key] = each.flag()
        elif key in ("minimum", "maximum"):
            values[key] = each.number()
        elif key in ("help", "measure"):
            values[key] = each.label()
        elif key in ("to", "role"):
            values[key] = each.text()
    if "choices" in parts:
        values["choices"] = tuple(_choices(parts["choices"]))
    if "of" in parts:
        inner = {"label": parts["label"], **parts["of"].mapping()}
        values["of"] = _item(name, inner, parts["of"])
    if "fields" in parts:
        values["fields"] = tuple(_fields(parts["fields"]))
    if "headings" in parts:
        values["headings"] = parts["headings"].texts()
    if "default" in parts:
        values["default"] = parts["default"].plain()
    if "computed" in parts:
        values["computed"] = parts["computed"].one_of(COMPUTED)
    return Field(**values)


def _item(name: str, parts: dict[str, _Node], node: _Node) -> Field:
    """The items of a list carry the list's label; everything else stands under ``of``."""
    kind_of = cast(FieldType, parts["type"].one_of(FIELD_TYPES)) if "type" in parts else None
    if kind_of is None:
        raise node.fault(tr("field {name!r} has no {key}", name=name, key="type"))
    _check_shape(name, kind_of, parts, node)
    return Field(
        name=name,
        label=parts["label"].label(),
        type=kind_of,
        to=parts["to"].text() if "to" in parts else None,
        role=parts["role"].text() if "role" in parts else None,
        choices=tuple(_choices(parts["choices"])) if "choices" in parts else (),
        open_choice=parts["open_choice"].flag() if "open_choice" in parts else False,
        masked=parts["masked"].flag() if "masked" in parts else False,
    )


def _check_shape(name: str, kind_of: FieldType, parts: dict[str, _Node], node: _Node) -> None:
    if kind_of == "list" and ("of" in parts) == ("fields" in parts):
        raise node.fault(tr("list {name!r} has either 'of' or 'fields'", name=name))
    if kind_of != "list" and any(key in parts for key in _LIST_KEYS):
        raise node.fault(tr("only a list has 'of' or 'fields': {name!r}", name=name))
    if (kind_of == "choice") != ("choices" in parts):
        raise node.fault(tr("a choice, and only a choice, has 'choices': {name!r}", name=name))
    if (kind_of == "reference") != ("to" in parts):
        raise node.fault(tr("a reference, and only a reference, has 'to': {name!r}", name=name))
    if "masked" in parts and kind_of != "text":
        raise node.fault(tr("only a text can be masked: {name!r}", name=name))


def _choices(node: _Node) -> Iterator[Choice]:
    for value, label in node.mapping().items():
        if label.sort == SEQUENCE:
            yield Choice(value, label.label())
        else:
            yield Choice(value, Label(value, label.text()))


def _sections(node: _Node | None, fields: tuple[Field, ...]) -> tuple[Section, ...]:
    own = {field.name for field in fields}
    sections: list[Section] = []
    seen: set[str] = set()
    for item in node.items() if node else ():
        parts = item.only(("label", "fields"))
        if parts.keys() != {"label", "fields"}:
            raise item.fault(tr("a section has a label and fields"))
        names = _known(parts["fields"], own)
        if twice := seen.intersection(names):
            raise parts["fields"].fault(tr("{name!r} stands twice", name=twice.pop()))
        if len(names) > 20:
            raise parts["fields"].fault(tr("a section holds at most twenty fields"))
        seen.update(names)
        sections.append(Section(parts["label"].label(), names))
    left = tuple(field.name for field in fields if field.name not in seen)
    for start in range(0, len(left), 20):
        label = Label("其他", "Other") if sections else Label("内容", "Details")
        sections.append(Section(label, left[start : start + 20]))
    return tuple(sections)


def _columns(node: _Node, paths: set[str]) -> tuple[Column, ...]:
    columns = []
    for item in node.items():
        if item.sort == MAPPING:
            parts = item.only(("field", "width"))
            column = Column(parts["field"].text(), parts["width"].number() if "width" in parts else None)
        else:
            column = Column(item.text())
        if column.name not in ENVELOPE_COLUMNS and column.name not in paths:
            raise item.fault(tr("there is no field {name!r}", name=column.name))
        columns.append(column)
    return tuple(columns)


def _check(node: _Node, paths: set[str]) -> Check:
    """``{at_most: {field: present, other: expected}, level: warning}``"""
    parts = dict(node.mapping())
    level = (
        cast(Level, parts.pop("level").one_of(("error", "missing", "warning")))
        if "level" in parts
        else "error"
    )
    if len(parts) != 1:
        raise node.fault(tr("a check is one name with its arguments"))
    (name, args_node), *_ = parts.items()
    if name not in CHECKS:
        raise node.fault(tr("there is no check {name!r}; known are {names}", name=name, names=listed(CHECKS)))
    args = args_node.plain()
    if not isinstance(args, dict):
        raise args_node.fault(tr("a mapping is expected here"))
    known = CHECKS[name].arguments
    for key in args:
        if key not in known:
            raise args_node.fault(
                tr(
                    "check {check} knows no {key!r}; it knows {names}",
                    check=name,
                    key=key,
                    names=listed(known),
                )
            )
    looks_at: list[str] = []
    for key in CHECKS[name].paths & args.keys():
        looks_at += args[key] if isinstance(args[key], list) else [args[key]]
    for path in looks_at:
        if path not in paths:
            raise args_node.fault(tr("there is no field {name!r}", name=path))
    rows = next((path.partition(".")[0] for path in looks_at if "." in path), "")
    return Check(name, args, level, tuple(looks_at), rows)


def _paths(fields: tuple[Field, ...]) -> Iterator[str]:
    for field in fields:
        yield field.name
        for sub in field.fields:
            yield f"{field.name}.{sub.name}"


def _check_targets(kind: Kind, parts: dict[str, _Node], known: Iterable[str]) -> None:
    names = set(known)
    for name, node in parts["fields"].mapping().items():
        field = kind.field(name)
        assert field is not None
        for each in (field, *field.fields, *((field.of,) if field.of else ())):
            for target in each.targets:
                if target not in names:
                    raise node.fault(tr("there is no kind {name!r} to refer to", name=target))
