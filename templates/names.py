"""Every name that the template of a document may use, with its meaning and an example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from records.field_value import show
from records.kind import Choice, Field, Kind, Label
from records.language import Language, translator
from records.values import PartialDate
from templates.pictures import Picture
from templates.shapes import Shape, Sort, document_shape
from templates.spec import DocumentSpec

tr = translator("templates")

_EMPTY = Label("", "")


@dataclass(frozen=True, slots=True)
class Name:
    """One name. ``path`` says where it is (``units[].name``), ``tag`` how it is written in a template.

    ``within`` are the loops around it, outermost first (``for row in units``).
    """

    path: str
    tag: str
    within: tuple[str, ...]
    sort: Sort
    label: Label
    example: str


@dataclass(frozen=True, slots=True)
class FilterName:
    """A filter: how it is written, what it does, and what the example prints."""

    name: str
    label: Label
    tag: str
    example: str


#: the filters that a secretary needs; those of Jinja that are allowed are more
FILTERS = (
    FilterName(
        "hanzi",
        Label("把 1 到 99 的数写成汉字，用于标题序号", "1 to 99 as Chinese numerals, for headings"),
        "{{ loop.index|hanzi }}",
        "一",
    ),
    FilterName(
        "padded",
        Label(
            "两个字的姓名中间空一格，用于表格", "a name of two characters with a space between, for tables"
        ),
        "{{ row.name|padded }}",
        "杨　丽",
    ),
    FilterName(
        "pressed",
        Label(
            "图片衬于文字下方：距左边距、高出本段各多少毫米",
            "a picture behind the text: millimetres from the left margin, and above the paragraph",
        ),
        "{{ seal|pressed(90, 25) }}",
        "",
    ),
    FilterName("length", Label("列表有几行", "how many rows a list has"), "{{ people|length }}", "3"),
    FilterName(
        "default",
        Label("没有这一项时改印的文字", "what is printed when there is no such value"),
        "{{ record.phone|default('—') }}",
        "—",
    ),
)


def names_of(spec: DocumentSpec, kinds: Mapping[str, Kind], lang: Language) -> list[Name]:
    """All names of a document in the order of its context, then ``bilingual`` and ``record.…``.

    Examples are those of the document's own example in ``lang``.
    """
    shape = document_shape(spec, kinds)
    example = spec.example(lang)
    kind = kinds.get(spec.kinds[0]) if spec.kinds else None
    found: list[Name] = []
    for name, own in shape.fields.items():
        label = shape.labels.get(name, _EMPTY)
        if name == "record":
            found += _record_names(own, kind, lang)
            continue
        samples = [False] if name == "bilingual" else [getattr(example, name)]
        found += _names(own, name, name, label, samples, ())
    return found


def _names(
    shape: Shape, path: str, written: str, label: Label, samples: list[Any], within: tuple[str, ...]
) -> Iterator[Name]:
    """The name and all below it; ``samples`` are its values in the example, the first filled one is shown."""
    if shape.sort == "list":
        yield from _list_names(shape, path, written, label, samples, within)
        return
    if shape.sort == "group":
        yield Name(path, "", within, "group", label, "")
        for name, own in shape.fields.items():
            below = [getattr(sample, name) for sample in samples if sample is not None]
            of = shape.labels.get(name, _EMPTY)
            yield from _names(own, f"{path}.{name}", f"{written}.{name}", of, below, within)
        return
    if shape.sort == "pair":
        for index, own in enumerate(shape.items):
            below = [sample[index] for sample in samples if sample]
            yield from _names(own, f"{path}[{index}]", f"{written}[{index}]", label, below, within)
        return
    tag = f"{{{{ {written} }}}}"
    if shape.sort == "flag":
        tag = f"{{% if {written} %}}…{{% endif %}}"
    yield Name(path, tag, within, shape.sort, label, _shown(samples))


def _list_names(
    shape: Shape, path: str, written: str, label: Label, samples: list[Any], within: tuple[str, ...]
) -> Iterator[Name]:
    item = shape.element()
    row = _row_name(item, within)
    loop = f"for {row} in {written}"
    below = [each for sample in samples if sample for each in sample]
    if item.sort not in ("group", "list", "pair"):
        tag = f"{{%p {loop} %}}\n{{{{ {row} }}}}\n{{%p endfor %}}"
        yield Name(f"{path}[]", tag, within, "list", label, _shown(below))
        return
    count = max((len(sample) for sample in samples if sample), default=0)
    tag = f"{{%p {loop} %}} …\n{{%p endfor %}}"
    yield Name(f"{path}[]", tag, within, "list", label, tr("rows: {count}", count=count))
    inner = list(_names(item, f"{path}[]", row, label, below, (*within, loop)))
    # The row as a whole has been named by its list already.
    yield from inner[1:] if item.sort == "group" else inner


def _row_name(item: Shape, within: tuple[str, ...]) -> str:
    """What a loop calls its rows: after their type, so that loops in loops do not share a name."""
    words = "".join(f" {each}" if each.isupper() else each for each in item.name).lower().split()
    taken = {loop.split()[1] for loop in within}
    short = words[-1] if words else "row" if item.sort in ("pair", "list") else "line"
    choices = (short, "_".join(words) or "item", "inner")
    return next(each for each in choices if each not in taken)


def _shown(samples: list[Any]) -> str:
    """The first value that says something, as it is printed."""
    value = next((each for each in samples if each not in (None, "", ())), None)
    if isinstance(value, Picture):
        return tr("a picture")
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _record_names(shape: Shape, kind: Kind | None, lang: Language) -> Iterator[Name]:
    """The fields of the record behind the document: text all of them."""
    known = {field.name: field for field in (kind.fields if kind else ())}
    for name in shape.fields:
        field = known.get(name)
        path = f"record.{name}"
        example = (
            _sample(field, lang) if field else (f"{kind.code}-2011-0001" if kind and name == "no" else "")
        )
        yield Name(path, f"{{{{ {path} }}}}", (), "text", shape.labels.get(name, _EMPTY), example)


def _sample(field: Field, lang: Language) -> str:
    """A value such as a field of this type holds."""
    if field.choices:
        first: Choice = field.choices[0]
        return first.label.text(lang)
    values: Mapping[str, Any] = {
        "date": date(2011, 7, 1),
        "datetime": datetime(2011, 7, 1, 9, 0),
        "partial_date": PartialDate.year_of(2011),
        "integer": 12,
        "decimal": Decimal("12.5"),
        "money": Decimal("3000"),
        "boolean": True,
    }
    if field.type in values:
        return show(field, values[field.type], lang)
    if field.type == "reference":
        people = field.to == "person"
        return (
            ("张伟民" if people else "柳树湾村党支部")
            if lang == "zh"
            else ("Zhang Weimin" if people else "Willow Bend")
        )
    return "……" if lang == "zh" else "…"
