"""What the tags of a template can read: the types of a context, as far as a template cares about them."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from records.kind import Kind, Label
from templates.pictures import Picture
from templates.spec import DocumentSpec

Sort = Literal["text", "number", "flag", "day", "picture", "list", "pair", "group", "record", "any"]


@dataclass(frozen=True)
class Shape:
    """One value. A ``list`` has ``item``, a ``pair`` (a fixed number of values) ``items``.

    A ``group`` or ``record`` has ``fields`` with their ``labels`` (a label is missing where nobody gave one).
    """

    sort: Sort
    fields: Mapping[str, Shape] = field(default_factory=dict)
    labels: Mapping[str, Label] = field(default_factory=dict)
    item: Shape | None = None
    items: tuple[Shape, ...] = ()
    name: str = ""

    def element(self) -> Shape:
        """What a loop over it gives."""
        return self.item or ANY


ANY, TEXT, NUMBER, FLAG, DAY = Shape("any"), Shape("text"), Shape("number"), Shape("flag"), Shape("day")
_PLAIN: Mapping[Any, Shape] = {
    str: TEXT,
    int: NUMBER,
    float: NUMBER,
    Decimal: NUMBER,
    bool: FLAG,
    date: DAY,
}


def list_of(item: Shape) -> Shape:
    return Shape("list", item=item)


@cache
def shape_of(context: type) -> Shape:
    """The shape of a dataclass, from the types of its fields."""
    hints = get_type_hints(context, include_extras=False)
    known = dataclasses.fields(context)
    return Shape(
        "picture" if context is Picture else "group",
        fields={each.name: _shape(hints[each.name]) for each in known},
        labels={each.name: label for each in known if (label := _label(each.metadata))},
        name=context.__name__,
    )


def _label(metadata: Mapping[str, Any]) -> Label | None:
    return metadata.get("label") or metadata.get("meaning")


def _shape(hint: Any) -> Shape:
    if hint in _PLAIN:
        return _PLAIN[hint]
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return shape_of(hint)
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _shape(inside[0])
    if origin is Literal:
        return TEXT
    if origin in (Union, types.UnionType):
        found = [_shape(each) for each in inside if each is not type(None)]
        return found[0] if all(each == found[0] for each in found) else ANY
    if origin is tuple and inside[-1] is not Ellipsis:
        return Shape("pair", items=tuple(_shape(each) for each in inside))
    if origin in (tuple, list, Sequence):
        return list_of(_shape(inside[0]))
    return ANY


def record_shape(kind: Kind | None) -> Shape:
    """The tags ``record.…`` of a kind; any field when it is not known."""
    if kind is None:
        return ANY
    labels = {
        "no": Label("编号", "number"),
        "title": Label("题名", "title"),
        **{each.name: each.label for each in kind.fields},
    }
    return Shape("record", fields=dict.fromkeys(labels, TEXT), labels=labels, name=kind.name)


def document_shape(spec: DocumentSpec, kinds: Mapping[str, Kind]) -> Shape:
    """Every name that a document's template may use: its context, ``bilingual`` and ``record``."""
    context = shape_of(spec.context)
    kind = kinds.get(spec.kinds[0]) if spec.kinds else None
    return Shape(
        "group",
        fields={**context.fields, "bilingual": FLAG, "record": record_shape(kind)},
        labels={
            **context.labels,
            "bilingual": Label("标题是否中英文对照", "whether headings are in both languages"),
            "record": Label("所依据的记录", "the record behind the document"),
        },
        name=context.name,
    )
