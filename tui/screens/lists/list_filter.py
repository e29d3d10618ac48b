"""The filter of a list as single conditions that read as a sentence; and one more, chosen step by step."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.errors import XuedangError
from records.kind import Choice, Field, Kind, Kinds, Label
from records.language import labelled
from records.record import STATUS_LABELS, STATUSES, Record
from records.search.conditions import named_fields, write_condition, write_value
from records.search.operators import OPERATORS, holds, offers
from records.search.parse import parse_query, pieces
from records.search.query import Condition, Query, Term
from records.search.resolve import resolve_query
from records.search.sentence import phrases
from tui.words import tr

if TYPE_CHECKING:
    from records.archive import Archive
    from tui.app import XuedangApp

#: The parts of a query that a list may have from the page that opened it.
_BASE = (
    ("unit",),
    ("person",),
    ("status",),
    ("date_from", "date_to"),
    ("no",),
    ("batch",),
    ("where",),
    ("text",),
)
_KEY = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition: what it says, and where it stands in the typed text or which parts of the base it is."""

    label: str
    start: int = 0
    end: int = 0
    base: tuple[str, ...] = ()


async def chips_of(archive: Archive, text: str, base: Query, kind: str | None) -> list[Chip]:
    """The conditions of a list, those it was opened with first. Raises UsageFault for what can't be read."""
    nothing, found = Query(), list[Chip]()
    for names in _BASE:
        given = {name: getattr(base, name) for name in names if getattr(base, name) != getattr(nothing, name)}
        if given:
            labels = await _phrases(archive, Query(kind=kind, **given))
            found.append(Chip(tr(", ").join(labels), base=tuple(given)))
    for start, end in pieces(text):
        query = await resolve_query(archive, parse_query(text[start:end], archive.kinds, kind=kind))
        labels = await _phrases(archive, query)
        if query.sort:
            labels = [text[start:end]]
        if not labels and query.kind in archive.kinds:
            labels = [archive.kinds[query.kind or ""].label.text()]
        found.append(Chip(tr(", ").join(labels) or text[start:end], start, end))
    return found


async def _phrases(archive: Archive, query: Query) -> list[str]:
    values = [query.unit, query.person, *(each.value for each in query.where)]
    flat = [each for value in values for each in (value if isinstance(value, tuple) else (value,))]
    names = await archive.names([each for each in flat if isinstance(each, ObjectId)])
    return phrases(query, archive.kinds, names)


def without(text: str, chip: Chip) -> str:
    """The typed text without one of its conditions."""
    return f"{text[: chip.start].rstrip()} {text[chip.end :].lstrip()}".strip()


# --- one more condition ---------------------------------------------------------------------------


async def build_condition(app: XuedangApp, kind: Kind | None) -> str | None:
    """A condition as it is typed, asked for step by step; None when cancelled. From a worker."""
    from tui.screens.forms.option_picker import choose_option

    if (archive := app.archive) is None:
        return None
    common = _common(archive.kinds)
    offered = [each for each in common if each.name != "~kind" or kind is None]
    own = [] if kind is None else [each for each in kind.fields if not each.is_subrecords]
    parts = [] if kind is None else [(rows, sub) for rows in kind.fields for sub in rows.fields]
    fields = {each.name: each for each in (*offered, *own)} | {f"{r.name}.{s.name}": s for r, s in parts}
    labels = [(each.name, each.label.text()) for each in (*offered, *own)]
    labels += [(f"{r.name}.{s.name}", labelled(r.label.text(), s.label.text())) for r, s in parts]
    name = await choose_option(app, tr("Condition on"), labels)
    if name is None:
        return None
    field = fields[name]
    try:
        if name.startswith("~"):
            return await _common_condition(app, field)
        return await _field_condition(app, kind, name, field)
    except XuedangError as error:
        app.say(error)
        return None


def _common(kinds: Kinds) -> tuple[Field, ...]:
    """What every record can be asked for, as fields."""
    statuses = tuple(Choice(each, STATUS_LABELS[each]) for each in STATUSES)
    named = tuple(Choice(each.name, each.label) for each in kinds.values())
    return (
        Field("~text", Label("文字", "Text"), "text"),
        Field("~date", Label("日期", "Date"), "partial_date"),
        Field("~unit", Label("单位", "Unit"), "reference", to="unit"),
        Field("~person", Label("人员", "Person"), "reference", to="person"),
        Field("~status", Label("状态", "Status"), "choice", choices=statuses),
        Field("~kind", Label("类别", "Kind"), "choice", choices=named),
        Field("~no", Label("编号", "No."), "text"),
    )


async def _common_condition(app: XuedangApp, field: Field) -> str | None:
    from tui.screens.forms.values import ask_value

    label, key = field.label.text(), field.label.text().lower().rstrip(".")
    if field.name == "~date":
        way = await _way(
            app,
            label,
            (("..", tr("from … to …")), ("=", tr("in or on")), (">=", tr("from")), ("<=", tr("until"))),
        )
        return None if way is None else await _span(app, field, key, way)
    value = await ask_value(app, field, label)
    if value is None:
        return None
    if field.name == "~text":
        return str(Term(str(value)))
    if isinstance(value, Record):
        return f"{key}:{write_value(await _called(app, value))}"
    return f"{key}:{write_value(as_typed(field, value))}"


async def _field_condition(app: XuedangApp, kind: Kind | None, path: str, field: Field) -> str | None:
    from tui.screens.forms.values import ask_value

    one = field.of or field
    label, key = field.label.text(), _key(kind, path, field)
    offered = offers(one)
    ways = [(str(at), each.label.text()) for at, each in enumerate(offered)]
    if holds(one) == "number":
        ways.insert(-2, ("..", tr("from … to …")))  # the last two ask whether it is filled in
    way = await _way(app, label, ways)
    if way is None:
        return None
    if way == "..":
        return await _span(app, one, key, way)
    asked = offered[int(way)]
    if OPERATORS[asked.op].values == "none":
        return write_condition(Condition(key, asked.op))
    value = await ask_value(app, one, label)
    if value is None:
        return None
    if isinstance(value, Record):
        return write_condition(Condition(key, "named", await _called(app, value), asked.negated))
    return write_condition(Condition(key, asked.op, as_typed(one, value), asked.negated))


def as_typed(field: Field, value: Any) -> Any:
    """A value as it is typed: a choice by its label; one that may be any text as it is stored."""
    return field.choice_label(value) if field.choices and not field.open_choice else value


async def _way(app: XuedangApp, title: str, ways: Sequence[tuple[str, str]]) -> str | None:
    from tui.screens.menu import choose

    return await choose(app, title, ways)


async def _span(app: XuedangApp, field: Field, key: str, way: str) -> str | None:
    from tui.screens.forms.values import ask_value

    ends = [""] * 2
    for at, words in ((0, tr("from")), (1, tr("until"))):
        if way in ("..", "=", (">=", "<=")[at]):
            value = await ask_value(
                app, field, labelled(field.label.text(), words) if way != "=" else field.label.text()
            )
            if value is None:
                return None
            ends[at] = write_value(value)
            if way == "=":
                return f"{key}:{ends[0]}"
    return f"{key}:{ends[0]}..{ends[1]}"


def _key(kind: Kind | None, path: str, field: Field) -> str:
    """The field's label where that means this field alone, else its name."""
    label = field.label.text().replace(" ", "_").casefold()
    if (
        "." in path
        or kind is None
        or not _KEY.fullmatch(label)
        or list(named_fields(label, [kind])) != [path]
    ):
        return path
    return label


async def _called(app: XuedangApp, record: Record) -> str:
    """The name of a person or unit where it is nobody else's, else the number."""
    assert app.archive is not None
    found = await app.archive.pick(record.kind, record.title, limit=3, like=False)
    exactly = [each for each in found if each.title == record.title]
    return record.title if len(exactly) == 1 and len(found) == 1 else record.no or record.title
