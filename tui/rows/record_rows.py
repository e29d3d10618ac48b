"""Records as table rows: which columns a kind's list has, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from bson.objectid import ObjectId
from rich.cells import cell_len

from records.errors import XuedangError
from records.field_value import show
from records.kind import NUMBER_TYPES, Field, Kind, Kinds
from records.kind import Column as KindColumn
from records.language import current_language
from records.name_order import NAMED
from records.record import STATUS_LABELS, Record
from records.sorts import Sort
from records.values import PartialDate
from tui.widgets.table.virtual_table import Column, Row
from tui.words import tr

if TYPE_CHECKING:
    from records.archive import Archive
    from records.lists.listing import Listing

_KEPT_NAMES = 8192
#: Columns of a list over several kinds.
MIXED_COLUMNS = tuple(
    KindColumn(name) for name in ("no", "date", "kind", "title", "people", "unit", "status")
)
#: The columns that any list can be sorted by, which orders are called like.
_SORTABLE = ("no", "date", "title", "updated")
#: The columns of names, for people and units, which go by other orders than titles.
_NAME_COLUMNS = ("title", "name")
#: Kinds whose records have a study archive, or are one.
WITH_DOSSIER = ("person", "unit", "study_archive")
#: Columns that are worth nothing when they are cut off.
_WHOLE = ("no", "date", "status")


def _envelope_columns() -> Mapping[str, tuple[str, int, int]]:
    """Label, least width and share of the rest, for the columns that every record has."""
    return {
        "no": (tr("No."), 12, 0),
        "date": (tr("Date"), 10, 0),
        "kind": (tr("Kind"), 10, 1),
        "title": (tr("Title"), 24, 5),
        "people": (tr("People"), 10, 1),
        "unit": (tr("Unit"), 12, 2),
        "status": (tr("Status"), 6 if current_language() == "zh" else 9, 0),
        "updated": (tr("Changed"), 16, 0),
        "remarks": (tr("Remarks"), 10, 1),
    }


#: Columns of the timeline of a person, whose name needs no column, and of a unit.
PERSON_TIMELINE = tuple(KindColumn(name) for name in ("date", "kind", "title", "status"))
UNIT_TIMELINE = tuple(KindColumn(name) for name in ("date", "kind", "title", "people", "status"))


def columns_of(kind: Kind | None) -> tuple[KindColumn, ...]:
    """The columns of a kind's list; of a mixed list when ``kind`` is None."""
    return kind.columns if kind is not None else MIXED_COLUMNS


def table_columns(kind: Kind | None, shown: Sequence[KindColumn] | None = None) -> list[Column]:
    """A kind's columns, or others, as the table wants them, with labels in the current language."""
    envelope = _envelope_columns()
    columns = []
    for each in columns_of(kind) if shown is None else shown:
        if each.name in envelope:
            label, width, grow = envelope[each.name]
            keep, spare = each.name in _WHOLE, each.name == "people"
            width = max(each.width or 0, width) if keep else each.width or width
            columns.append(Column(each.name, label, width, grow, keep=keep, spare=spare))
            continue
        field = kind.field(each.name) if kind is not None else None
        label = field.label.text() if field else each.name
        grow = 1 if field and each.width is None and field.type in ("text", "longtext", "list") else 0
        right = bool(field and field.type in NUMBER_TYPES)
        columns.append(Column(each.name, label, each.width or _width(field, label), grow, right))
    return columns


def order_of_column(kind: str | None, column: str) -> str | None:
    """The order that a click on a column's heading asks for; None for one that no index serves."""
    if kind in NAMED and column in _NAME_COLUMNS:
        return "pinyin"
    return column if column in _SORTABLE else None


def column_in_order(order: Sort) -> str:
    """An order, as the table knows it: the column it goes by, with - when descending."""
    name, sign = order.removeprefix("-"), "-" if order.startswith("-") else ""
    return f"{sign}name" if name in ("pinyin", "stroke") else order


def arranged(kind: Kind | None, chosen: Sequence[KindColumn]) -> list[Column]:
    """Columns that somebody chose; one without a width is as in the kind's own list."""
    usual = {each.name: each for each in columns_of(kind)}
    made = table_columns(kind, [usual.get(each.name, KindColumn(each.name)) for each in chosen])
    return [
        column.fixed(each.width) if each.width else column for column, each in zip(made, chosen, strict=True)
    ]


def possible_columns(kind: Kind | None) -> list[KindColumn]:
    """Every column that a list of ``kind`` can have: what all records have, then the kind's fields."""
    names = [name for name in _envelope_columns() if name != "kind" or kind is None]
    if kind is not None:
        names += [field.name for field in kind.fields if field.name not in _envelope_columns()]
    return [KindColumn(name) for name in names]


def _width(field: Field | None, label: str) -> int:
    """The cells that a field's values usually need."""
    if field is None:
        return 10
    if field.choices:
        return min(10, max(cell_len(text) for text in (label, *(c.label.text() for c in field.choices))))
    usual = {"boolean": 4, "integer": 6, "decimal": 8, "money": 12, "datetime": 16, "text": 12}.get(
        field.type, 10
    )
    return max(usual, min(10, cell_len(label)))


def short_date(value: PartialDate | None) -> str:
    """A date in at most ten cells: 2010-07-03, 2010-07, 2010三季度 or 2010Q3, 2010."""
    if value is None:
        return ""
    start, chinese = value.start, current_language() == "zh"
    quarter, half = (start.month + 2) // 3, (start.month + 5) // 6
    return {
        "day": start.isoformat(),
        "month": f"{start.year:04}-{start.month:02}",
        "quarter": f"{start.year}{'一二三四'[quarter - 1]}季度" if chinese else f"{start.year}Q{quarter}",
        "half": f"{start.year}{'上下'[half - 1]}半年" if chinese else f"{start.year}H{half}",
        "year": f"{start.year:04}",
        "range": f"{start:%Y-%m}…",
    }[value.precision]


class Names:
    """The titles of records referred to, looked up once. Bounded."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.known: dict[ObjectId, str] = {}

    async def learn(self, ids: Iterable[ObjectId]) -> None:
        """Look up those not known yet. Raises XuedangError."""
        wanted = [each for each in dict.fromkeys(ids) if each not in self.known]
        if len(self.known) > _KEPT_NAMES:
            self.known.clear()
        if wanted:
            self.known.update(await self._archive.names(wanted))


def row_of(
    record: Record,
    kind: Kind | None,
    columns: Sequence[KindColumn],
    names: Names,
    kinds: Kinds,
    *,
    whole: bool = False,
) -> Row:
    """A record as a row of a list with these columns; identity numbers and phones masked unless ``whole``."""
    cells = tuple(_cell(record, kind, column.name, names, kinds, whole) for column in columns)
    tone = {"void": "void", "submitted": "waiting"}.get(record.status, "")
    return Row(record.id, cells, tone, record)


def _cell(record: Record, kind: Kind | None, name: str, names: Names, kinds: Kinds, whole: bool) -> str:
    match name:
        case "no":
            return record.no or ""
        case "title":
            return record.title
        case "date":
            return short_date(record.date)
        case "kind":
            return kinds.label(record.kind)
        case "unit":
            return names.known.get(record.unit, "") if record.unit else ""
        case "people":
            people = dict.fromkeys(ref.person for ref in record.people)
            return "、".join(names.known.get(person, "?") for person in people)
        case "status":
            return STATUS_LABELS[record.status].text()
        case "updated":
            return record.updated.at.astimezone().strftime("%Y-%m-%d %H:%M") if record.updated else ""
        case "remarks":
            return record.remarks or ""
    field: Field | None = kind.field(name) if kind is not None else None
    value = record.fields.get(name)
    if isinstance(value, PartialDate):
        return short_date(value)
    return show(field, value, names=names.known, whole=whole)


def referred(records: Iterable[Record], columns: Sequence[KindColumn]) -> list[ObjectId]:
    """Every record whose title these rows need."""
    wanted: list[ObjectId] = []
    shown = {column.name for column in columns}
    for record in records:
        if "unit" in shown and record.unit:
            wanted.append(record.unit)
        if "people" in shown:
            wanted += [ref.person for ref in record.people]
        for name in shown:
            value = record.fields.get(name)
            found = value if isinstance(value, list) else [value]
            wanted += [each for each in found if isinstance(each, ObjectId)]
    return wanted


class ListingRows:
    """The rows of a ``Listing`` for a ``VirtualTable``. A lost server leaves rows empty and is told once."""

    def __init__(
        self,
        archive: Archive,
        listing: Listing,
        kind: Kind | None,
        names: Names,
        on_error: Callable[[XuedangError], None],
        columns: Sequence[KindColumn] | None = None,
        *,
        whole: bool = False,
    ) -> None:
        self._whole = whole
        self._archive, self._listing, self._kind = archive, listing, kind
        self._names, self._on_error = names, on_error
        self._columns = columns_of(kind) if columns is None else columns

    async def rows(self, start: int, count: int) -> Sequence[Row]:
        try:
            records = await self._listing.rows(start, count)
            await self._names.learn(referred(records, self._columns))
        except XuedangError as error:
            self._on_error(error)
            return ()
        kinds = self._archive.kinds
        return [
            row_of(each, self._kind, self._columns, self._names, kinds, whole=self._whole) for each in records
        ]
