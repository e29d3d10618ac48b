"""Names where a record keeps how many there were: 志愿者 李某、钱某 are two, named in the remarks."""

from __future__ import annotations

import re

from records.intake.matching import PersonBook
from records.intake.names import looks_like_name, split_names
from records.intake.outcome import Item
from records.intake.papers.paper_name import has_surname
from records.intake.tables.source import SourceRow
from records.kind import Field
from records.values import half_width

_FIGURE = re.compile(r"\d|[一二三四五六七八九十百]+[余多]?[人名位]|等|若干|全体|部分")
#: Where they were of: 王家庄、李家组 and 石门小学 are no two people, and no one.
_SOMEWHERE = re.compile(
    r"(?:[村庄屯寨组校站所]|[小中]学|社区|[学医]院|[林农]场|中心|安置点|公司|工厂|合作社)$"
)
#: Words for people that name nobody: 党员、群众.
_ANYBODY = re.compile(
    r"党员|团员|群众|[学师]生|教师|老师|教工|干部|职工|村民|居民|[农牧渔]民|社员|青年|妇女|民兵|志愿|代表|人员|同志|家长|成员|骨干|队员|儿童|老人|组长|书记|主任"
)


def named_instead(field: Field, row: SourceRow, people: PersonBook) -> int:
    """How many people a cell names of whom a record keeps the number; 0 where it is no list of names.

    央金拉姆 has no surname: whom we know counts, and who stands in a list with such a one.
    """
    if field.type != "integer" or field.measure is None or field.measure.zh not in ("人", "人次"):
        return 0
    text = row.text(field.name)
    if _FIGURE.search(half_width(text)):
        return 0
    names = [part.name for part in split_names(text)]
    known = [bool(people.named(name)) for name in names]
    for name, is_known in zip(names, known, strict=True):
        elsewhere = _ANYBODY.search(name) or _SOMEWHERE.search(name)
        if not looks_like_name(name) or (elsewhere and not is_known):
            return 0
    return len(names) if any(known) or any(map(has_surname, names)) else 0


def take_named(item: Item, field: Field, row: SourceRow, people: PersonBook, heading: str) -> str:
    """Count the people whom a cell names; the names are for the remarks."""
    item.fields[field.name] = named_instead(field, row, people)
    return f"{re.sub(r'[(（].*?[)）]', '', heading).strip()}：{row.text(field.name)}"
