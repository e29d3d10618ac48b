"""Headings that name a person or a unit, as whoever is honoured or visited may be: 受表彰个人（单位）."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from records.kind import Kind
from records.values import half_width

_PEOPLE = ("个人", "人员", "同志", "党员", "干部", "姓名", "人", "者")
_UNITS = ("党组织", "党支部", "单位", "集体", "组织", "支部", "部门", "团体", "站所")
_PERSON, _UNIT = "|".join(_PEOPLE), "|".join(_UNITS)
_ONE = re.compile(rf"(?P<front>.{{2,}}?)(?:(?P<person>{_PERSON})|(?:{_UNIT}))(?:名称|姓名)?")
_EITHER = re.compile(
    rf"(?P<first>(?P<front>.*?)(?:(?:{_PERSON})(?P<unit>)|(?:{_UNIT})))[(/、,或和及与]+"
    rf"(?P=front)?(?(unit)(?:{_UNIT})|(?:{_PERSON}))(?:名称|姓名)?[)]?(?:名称|姓名)?"
)


@lru_cache(maxsize=4096)
def _known_as(heading: str) -> tuple[str, ...]:
    """What a heading for either is without its second half, and what it would be for the one or the other."""
    found = _EITHER.fullmatch(re.sub(r"\s|的", "", half_width(heading)))
    if found is None:
        return ()
    return found["first"], *(found["front"] + word for word in (*_PEOPLE, *_UNITS, "对象"))


def either_told(
    kind: Kind, heading: str, known: Mapping[str, Mapping[str, int]]
) -> Iterator[tuple[str, int]]:
    """The fields of a person or a unit that a heading for either names, as ``known`` has one for one of them.

    With each stands the best place that such a heading has among those of the field.
    """
    forms = _known_as(heading)
    for field in kind.fields if forms else ():
        inner = field.of if field.of is not None else field
        if {"person", "unit"} <= set(inner.targets):
            places = [known[form][field.name] for form in forms if field.name in known.get(form, {})]
            # 推荐单位 is who puts somebody forward, whoever stands in brackets behind it.
            if places and field.name in known.get(forms[0], {field.name: 0}):
                yield field.name, min(places)


def name_below(kind: Kind, heading: str, known: Mapping[str, Mapping[str, int]]) -> Iterator[tuple[str, int]]:
    """The field of a person of whom a wider heading speaks, over 姓名 beside 电话 or 职务: 负责人/姓名."""
    above, _, below = re.sub(r"\s", "", half_width(heading)).rpartition("/")
    if below not in ("姓名", "名字") or below in known:
        return
    for target, place in known.get(above.rpartition("/")[2], {}).items():
        field = kind.field(target)
        if field is not None and "person" in (field.of or field).targets:
            yield target, place


def other_half(kind: Kind, headings: Sequence[str], taken: Mapping[int, str]) -> dict[int, str]:
    """The column of units that are honoured beside that of people, or the other way round.

    受表彰个人 and 受表彰单位 name somebody by turns.
    """
    either = {field.name for field in kind.fields if kind.group == "award" and field.to == "person|unit"}
    index = next((index for index, target in taken.items() if target in either), None)
    one = _half(headings[index]) if index is not None else None
    if index is None or one is None:
        return {}
    free = ((at, _half(heading)) for at, heading in enumerate(headings) if at not in taken)
    return {at: taken[index] for at, half in free if half == (one[0], not one[1])}


def _half(heading: str) -> tuple[str, bool] | None:
    """What stands in a heading before its last word, and whether that is for people."""
    found = _ONE.fullmatch(re.sub(r"\s|的", "", half_width(heading)))
    return (found["front"], bool(found["person"])) if found is not None else None
