"""Names where a record keeps how many there were: 志愿者 李某、钱某 are two, named in the remarks."""

from __future__ import annotations

import re

from records.intake.names import looks_like_name, split_names
from records.intake.outcome import Item
from records.intake.papers.paper_name import has_surname
from records.intake.tables.source import SourceRow
from records.kind import Field
from records.values import half_width

_FIGURE = re.compile(r"\d|[一二三四五六七八九十百]+[余多]?[人名位]|等|若干|全体|部分")


def named_instead(field: Field, row: SourceRow) -> int:
    """How many people a cell names of whom a record keeps the number; 0 where it is no list of names."""
    if field.type != "integer" or field.measure is None or field.measure.zh not in ("人", "人次"):
        return 0
    text = row.text(field.name)
    if _FIGURE.search(half_width(text)):
        return 0
    names = [part.name for part in split_names(text)]
    return len(names) if all(looks_like_name(name) and has_surname(name) for name in names) else 0


def take_named(item: Item, field: Field, row: SourceRow, heading: str) -> str:
    """Count the people whom a cell names; the names are for the remarks."""
    item.fields[field.name] = named_instead(field, row)
    return f"{re.sub(r'[(（].*?[)）]', '', heading).strip()}：{row.text(field.name)}"
