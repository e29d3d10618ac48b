"""The people whom the head of minutes names: with their posts, as lists, as everybody, away or late."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from records.intake.names import NamedPart, clean_name, looks_like_name, split_names
from records.intake.papers.minutes.absent import absent_told, people_away
from records.intake.papers.minutes.labels import ABSENT, CAME, LATE, SPEECHES, SPOKE
from records.intake.papers.minutes.tally import count_of
from records.intake.papers.paper_name import has_surname
from records.intake.papers.posts import POST, POST_ALONE, without_post

#: What stands for a list of names, or says that it goes on: 全体党员, 王海涛等7名党员.
_NO_LIST = re.compile(
    r"全体|全部|所有|详见|见签到|附后|^(?:[本全各]|[\u4e00-\u9fff]{0,10}(?:支部|机关|村))?(?:的)?(?:正式|在家|在职)?(?:党员|党员干部|干部职工|同志们?)$|等\s*\d*\s*[人名位]?(?:同志|党员)?$"
)
_COUNT = re.compile(
    r"[（(]?共?(?:计|有)?\s*\d+\s*[人名位](?:党员|同志)?[）)]?"
    r"|(?:(?<=[\s，,、])|共|[（(]共?|(?<=[\u4e00-\u9fff]{2}))[二两三四五六七八九十]{1,3}[人名位](?:党员|同志)?[）)]?$"
)
_EVERYBODY = re.compile(
    r"(?:本?(?:党?支部|机关|单位|全村)?)(?:全体|全部|所有)(?:党员|人员|同志|成员|干部|职工|在职)+(?![^，,、；;]*除)"
)
_NOBODY = re.compile(r"(?:无|没有|全勤|全到|全部到齐|无人缺席|无缺席|零|0|无人|[—/-]+)(?:人|名)?[。.]?")


def person_named(text: str | None) -> str | None:
    """The name in a value: 支部书记张三, 张三（书记）, 张三 支书, 张三副书记; the first of several."""
    if not text:
        return None
    parts = re.split(r"[、,，;；\u3000]| {2,}", text.strip())
    first = parts[1] if len(parts) > 1 and POST_ALONE.fullmatch(parts[0]) else parts[0]
    words = re.split(r"[（(]", first)[0].split()
    if len(words) > 1 and all(len(word) > 1 for word in words) and not POST.sub("", words[-1]):
        first = words[-2]  # 张三 支书
    return without_post(clean_name(first).name) or None


def people_listed(text: str | None) -> tuple[NamedPart, ...]:
    """A list of names; a count of people and words such as 全体党员 name nobody."""
    names = _COUNT.sub("", text or "")
    return () if _NO_LIST.search(names) else _plain(split_names(names))


def _plain(parts: list[NamedPart]) -> tuple[NamedPart, ...]:
    """The people of a list without their posts; a post alone belongs to the next of them."""
    found = []
    for at, part in enumerate(parts):
        follows = at + 1 < len(parts) and without_post(parts[at + 1].name) != parts[at + 1].name
        whole = re.split(r"[（(]", part.raw)[0].strip()
        if follows and POST_ALONE.fullmatch(whole):
            continue
        # The name's reader takes 主任 for a title and leaves 村委会 of 村委会主任张三 alone.
        named = without_post(part.name)
        found.append(part if named == part.name else replace(part, name=named))
    return tuple(found)


def everybody_came(pairs: Mapping[str, str]) -> bool:
    """Whether the head says that all were there: 参加人员：全体党员, 缺席：无."""
    came = [pairs[key] for key in CAME.keys(pairs)]
    away = [pairs[key].strip() for key in ABSENT.keys(pairs)]
    if not came and away:
        return all(_NOBODY.fullmatch(each) for each in away)
    return any(_EVERYBODY.match(each) for each in came)


def away_labelled(pairs: Mapping[str, str]) -> tuple[NamedPart, ...]:
    """Those whom the labels name as away, of several labels all; what a label calls it is a reason."""
    found: list[NamedPart] = []
    for key in ABSENT.keys(pairs):
        why = re.match(r"[病事公产婚]假|公差|出差|外出|请假|因[事病公]", key)
        named = _away(pairs[key], why[0] if why else None)
        named = [replace(part, excused=True) for part in named] if why or "假" in key else named
        found += [part for part in _plain(named) if part.name not in {each.name for each in found}]
    return tuple(found)


def _away(text: str, why: str | None) -> list[NamedPart]:
    """The people behind such a label: 2人（张三、李四）, 病假1人（张三）, 张三（病假）."""
    if _COUNT.search(text) and (told := absent_told([text]) or absent_told([f"{why or '缺席'}{text}"])):
        return list(told)
    return people_away(_COUNT.sub("", text), why)


def late_labelled(pairs: Mapping[str, str]) -> tuple[NamedPart, ...]:
    """Those whom the labels name as late, with 迟到 in the reason."""
    named = [part for key in LATE.keys(pairs) for part in _plain(split_names(_COUNT.sub("", pairs[key])))]
    return tuple(replace(part, reason=late_because(part.reason)) for part in named)


def late_because(reason: str | None) -> str:
    """What is kept of somebody late: why, with the word that tells it from leave."""
    return reason if reason and "迟到" in reason else "迟到" if not reason else f"迟到：{reason}"


def came_labelled(pairs: Mapping[str, str]) -> str | None:
    """What stands behind the label of those who came, but for their number alone."""
    return next((told for key in CAME.keys(pairs) if count_of(told := pairs[key]) is None), None)


def counted_among(came: str | None) -> str | None:
    """How many came, behind words for all of them: 机关全体党员、入党积极分子共18人."""
    found = re.search(r"(?:共计?|等|合计)\s*(\d{1,4})\s*[人名]", came or "")
    return found[1] if found is not None else None


def speakers_labelled(pairs: Mapping[str, str]) -> tuple[str, ...]:
    """Those whom labels name as having spoken: 交流发言人：张三、李四; 重点发言：王五."""
    told = [pairs[key] for key in SPOKE.keys(pairs)]
    told += [text for key, text in pairs.items() if names_speakers(key, text)]
    return tuple(dict.fromkeys(part.name for text in told for part in people_listed(text)))


def names_speakers(label: str, text: str) -> bool:
    """Whether a label for what was said has nothing but names behind it."""
    parts = people_listed(text) if SPEECHES.fullmatch(label) and "。" not in text else ()
    return bool(parts) and all(looks_like_name(each.name) and has_surname(each.name) for each in parts)
