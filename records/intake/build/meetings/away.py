"""Whoever a row of a sign-in book says was away: by name, or only how many."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from records.intake.names import NamedPart, looks_like_name, split_names
from records.intake.papers.minutes.people import late_because
from records.intake.papers.paper_name import has_surname
from records.intake.tables.source import SourceRow
from records.numbers import chinese_number
from records.values import half_width

_NUMBER = r"(\d{1,3}|[一二三四五六七八九十]{1,3}|两)"
_PEOPLE = r"\s*(?:人|名(?:党员|同志)?|位(?:党员|同志)?)"
#: 2人, 另有两名党员
_COUNT = re.compile(rf"(?:另外?有?|其[余他中]有?|还有)?{_NUMBER}{_PEOPLE}")
#: 病假2人
_BEHIND = re.compile(rf"[\u4e00-\u9fff]{{2,6}}?[:：]?{_NUMBER}{_PEOPLE}(?=$|[、,，;；。])")
#: 张三、李四等4人
_AMONG = re.compile(rf"等\s*{_NUMBER}{_PEOPLE}(?=$|[（(])")
_EXCEPT = re.compile(r"除(?:了)?([^，,。；;]{2,20}?)(?:同志)?(?:以)?外")


@dataclass(frozen=True)
class Away:
    """Who was away by name, how many more were, and the words that count them."""

    named: tuple[NamedPart, ...] = ()
    unnamed: int = 0
    told: tuple[str, ...] = ()


def away_in(row: SourceRow) -> Away:
    """Whoever is named as absent, on leave or late; for those without a reason, their column is one."""
    found = _counted(row.text("absentees"))
    named = [*found.named]
    if excepted := _EXCEPT.search(row.text("attendees")):
        named += split_names(excepted[1])
    unnamed, told = found.unnamed, found.told
    for target in ("on_leave", "late"):
        more = _counted(row.text(target))
        named += [
            replace(part, reason=late_because(part.reason))
            if target == "late"
            else replace(part, reason=part.reason or "请假", excused=True)
            for part in more.named
        ]
        if target != "late":
            unnamed, told = unnamed + more.unnamed, (*told, *more.told)
    return Away(tuple(named), unnamed, told)


def _counted(text: str) -> Away:
    """The people of a cell: 张三（病假）、另有2人外出; 2人（张三、李四）; 张三等4人; 病假2人，事假1人."""
    plain = half_width(text)
    among = _AMONG.search(plain)
    parts = split_names(_AMONG.sub("", text)) if among is not None else split_names(text)
    named: list[NamedPart] = []
    unnamed = 0
    told: list[str] = []
    for part in parts:
        count = _COUNT.fullmatch(half_width(part.name))
        listed = split_names(part.reason or "") if count is not None else []
        if count is None:
            named.append(part)
        elif listed and all(looks_like_name(each.name) and has_surname(each.name) for each in listed):
            named += listed
        else:
            unnamed, told = unnamed + _figure(count[1]), [*told, part.raw]
    if among is not None and _figure(among[1]) > len(named):
        unnamed, told = _figure(among[1]) - len(named), [text]
    if not parts:
        counts = [_figure(each[1]) for each in _BEHIND.finditer(plain)]
        unnamed, told = sum(counts), [text] if counts else []
    return Away(tuple(named), unnamed, tuple(told))


def _figure(text: str) -> int:
    if text.isdigit():
        return int(text)
    return 2 if text == "两" else int(chinese_number(text))


def words_of(away: Away) -> str:
    """What the book says of those away, for the remarks."""
    return "、".join((*(part.raw for part in away.named), *away.told))
