"""Which column of a legacy table is which field: by the kind's labels and headings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from records.intake.tables.layouts import counted_otherwise
from records.intake.tables.recognition.aside import ASIDE
from records.intake.tables.recognition.asking_headings import in_other_words
from records.intake.tables.recognition.choice_headings import choice_told
from records.intake.tables.recognition.either_headings import either_told, name_below, other_half
from records.intake.tables.recognition.heading_senses import by_sense
from records.intake.tables.recognition.hours_beside import hours_beside
from records.intake.tables.recognition.targets import COMMON, register_columns
from records.kind import DATE_TYPES, NUMBER_TYPES, Field, Kind
from records.values import half_width

_WHEN = re.compile(r"(?:日期|年月日|年月|月日|月份|时间|(?<=[报送发办会访课填])日)$")
#: 月、日 as one heading, the year standing elsewhere: 月日, 月/日, 日期（月.日）.
_MONTH_DAY = re.compile(r"(?:(?:日期|时间)[(]?)?月[、./·-]?日[)]?")
#: What stands beside 应参加, or 应到, for those who came, and alone may head their names.
_CAME_BARE = re.compile(
    r"(?:实际?)?(?:参加|参学|参会|到会?|出席|签到|出勤)(?:学习|会议)?(?:人员|党员|人)?数?|实[有际数]|到课(?:人)?数?"
)
#: Days of a person's life, days to come, and those of what is done about a record.
_ANOTHER_DAY = re.compile(
    r"生|入党|转正|入职|工作|任职|任免|去世|调[入出]|期限|时限|限期|截止|计划|预计|拟|下次|应|补|"
    r"完成|解决|办结|整改|销号|审[核批查]|填[表报写]|登记|录入|打印|借|归还|退还|缴|交费"
)
_WHO = re.compile(r"人员$")
_NUMBER = re.compile(r"号码$")
_NAMES_BELOW = re.compile(
    r"^(请假|缺席|缺勤|缺会|旷课|旷会|未到|迟到|未参加|出席|参加|参会|到会|实到)(?:情况)?[/(](?:姓名|名单|人员)(?:[及和/、](?:原因|事由))?\)?$"
)
#: Who was away, and why: 缺勤情况, 未到会名单及事由, 缺席人员（原因）.
_AWAY = re.compile(
    r"(?:缺席|缺勤|缺会|缺课|未到会?|未出席|未签到|未参加|未参会|未参学|旷课|旷会)(?:学习|会议)?"
    r"(?:人员|党员|同志|名单|者)?(?:[及和与、]|[(]含?)?(?:原因|事由|理由|情况|人员|名单|说明)[)]?"
)
#: How many should have come, and came: 应到数, 应参加党员数, 实际到会人数.
_CAME = re.compile(r"(应|实)(?:际)?(?:到会?|参加|参学|参会|出席|签到)(?:学习|会议)?(?:人员|党员|人)?数?")
#: What a wider heading has at its end and its parts have not: 调研情况 over 时间 is 调研时间.
_ROUND_ABOUT = re.compile(r"(?:基本)?(?:情况|信息|事项)$")
#: The two ends of a time below its heading: 公示时间 over 起 and 止.
_ENDS = (
    re.compile(r"(?:起|始|自|从|开始|起始|起始于)(?:时间|日期|日)?"),
    re.compile(r"(?:止|至|到|结束|截止|终止|截至)(?:时间|日期|日)?"),
)
#: What was to be done, in brackets: no figure of what was.
_WANTED = re.compile(r"[(\[](?:应|计划|任务|目标|指标)[^()]*[)\]]")
_COUNTED = re.compile(r"(.+)[(\[]([次篇字本])[)\]]$")
_CONTRARY = re.compile(r"(?:未|不|没有?|无|非|缺|应.?|下一?[次回]|预计|计划|拟)[能予曾该]?$")


#: How well a heading fits that is known as it stands, in another form (no brackets, the last part of a path),
#: by its stem, or only by a word within it.
_EXACT, _FORM, _STEM, GUESSED = 1.0, 0.9, 0.8, 0.6
#: Taken only because nothing else is left for the field: it says nothing of what the table is.
LEFT = 0.5

#: Words that say too little as a part of a longer heading.
_VAGUE = frozenset(
    ("时间", "日期", "内容", "名称", "单位", "成绩", "结果", "问题", "说明", "类别", "情况", "形式", "标题")
)


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """A column and its target: a field's name, ``list.field``, a special target, or ``extra``.

    ``fit`` says how well the heading fits the target, from 0 to 1: 1 the known heading itself, or as a
    mapping file says; less without its brackets, by its stem (入党年月 as 入党时间), by a known word in it.
    """

    index: int
    heading: str
    target: str
    sure: bool = True
    fit: float = 1.0


@lru_cache(maxsize=8192)
def heading_forms(heading: str) -> tuple[str, ...]:
    """The forms in which a heading is compared, best first: whole, without brackets, last part of a path."""
    whole = re.sub(r"\s+", "", half_width(heading))
    last = whole.rsplit("/", 1)[-1]
    # 请假 over 姓名及事由, 旷课 over 名单: who was on leave, who stayed away.
    forms = [whole, whole.replace("/", ""), _NAMES_BELOW.sub(r"\1人员", whole)]
    above, below, _ = _path(whole)
    if below:
        forms.append(_ROUND_ABOUT.sub("", above) + below)
    forms.append(last)
    if _MONTH_DAY.fullmatch(whole):
        forms += ["日期", "时间"]
    if _AWAY.fullmatch(last):
        forms.append("缺席人员及原因")
    elif counted := _CAME.fullmatch(last):
        forms.append(f"{counted[1]}到")
    forms += in_other_words(last)
    for form in (whole, last):
        if not _WANTED.search(form):
            forms.append(re.sub(r"\(.*?\)|\[.*?\]", "", form))
        forms.append(re.sub(r"[()\[\]]", "", form))
        # 参加集中学习(次) counts what 参加集中学习次数 does.
        forms.append(_COUNTED.sub(r"\1\2数", form))
    return tuple(dict.fromkeys(form for form in forms if form))


def _path(heading: str) -> tuple[str, str, bool]:
    """What stands right above the last part of a heading, that part, and whether it is an end of a time."""
    above, _, below = heading.rpartition("/")
    above = above.rpartition("/")[2]
    ends = bool(above) and any(end.fullmatch(below) for end in _ENDS)
    return above, below if above else "", ends


def _span_ends(kind: Kind, heading: str, known: Mapping[str, Mapping[str, int]]) -> list[str]:
    """The field that keeps an end of a time of which the heading is the one or the other."""
    above, below, ends = _path(re.sub(r"\s+", "", half_width(heading)))
    if not ends:
        return []
    return [
        first if _ENDS[0].fullmatch(below) else last
        for first, last in kind.register.spans.items()
        if any(first in known.get(form, {}) for form in heading_forms(above))
    ]


def stem_of(heading: str) -> str:
    """A heading without the choice of word at its end: 入党日期, 入党年月 as 入党时间; 走访人员 as 走访人."""
    return _NUMBER.sub("号", _WHO.sub("人", _WHEN.sub("时间", heading)))


@cache
def _plain(heading: str) -> str:
    return re.sub(r"\s+", "", half_width(heading))


def synonyms(kind: Kind) -> dict[str, dict[str, int]]:
    """Every heading known for a kind, plain, with the targets it may mean, special ones first.

    With each target stands the place of the heading among all that mean it: whoever is honoured stands
    under 姓名, and under 单位 only where no better heading is.
    """
    known: dict[str, dict[str, int]] = {}

    def add(words: Sequence[str], target: str) -> None:
        for place, word in enumerate(words):
            known.setdefault(_plain(word), {}).setdefault(target, place)

    for target, words in register_columns(kind).items():
        add(words, target)
    for each in kind.fields:
        if not each.computed or each.headings:
            add(_words(each), each.name)
        if each.is_subrecords and kind.name != "session":
            for sub in each.fields:
                add(_words(sub), f"{each.name}.{sub.name}")
    for target, words in COMMON.items():
        add(words, target)
    return known


def _words(each: Field) -> list[str]:
    measure = [f"{each.label.zh}({each.measure.zh})"] if each.measure else []
    return [each.label.zh, *measure, *each.headings]


#: Rank, index of the heading, target, order, place and fit: of those in order, the first that is free holds.
_Claim = tuple[int, int, str, int, int, float]


def match_columns(kind: Kind, headings: Sequence[str]) -> list[ColumnMatch]:
    """Each non-empty heading's target; a target is given once, to the heading that fits it best."""
    known = synonyms(kind)
    taken: dict[int, str] = {}
    fits: dict[int, float] = {}
    claims = _claims(kind, known, headings)
    for _, index, target, *_, fit in sorted(claims, key=lambda each: (each[0], each[3], each[4], each[1])):
        if index not in taken and target not in taken.values():
            taken[index], fits[index] = target, fit
    _give_beside(kind, known, headings, taken, fits)
    when = _when_targets(kind)
    guessed = _by_parts(known, headings, taken, when)
    given = {*taken.values(), *guessed.values(), *COMMON}
    guessed |= by_sense(
        known,
        [heading_forms(heading)[-1] if heading.strip() else "" for heading in headings],
        lambda at: at not in taken and at not in guessed and not is_aside(headings[at]),
        given,
        when,
        frozenset(each.name for each in kind.fields if each.type in NUMBER_TYPES),
    )
    for told in (taken, guessed):
        for index, target in list(told.items()):
            if fits.get(index) != _EXACT and _counted_otherwise(kind, target, headings[index]):
                del told[index]
    left = _only_day(kind, headings, {**taken, **guessed})
    return [
        ColumnMatch(
            index,
            heading,
            taken.get(index) or guessed.get(index) or left.get(index, "extra"),
            index not in guessed and index not in left,
            fits.get(index, GUESSED if index in guessed else LEFT if index in left else 0.0),
        )
        for index, heading in enumerate(headings)
        if heading.strip()
    ]


def _claims(kind: Kind, known: Mapping[str, dict[str, int]], headings: Sequence[str]) -> list[_Claim]:
    """All that the headings may mean."""
    stems: dict[str, list[str]] = {}
    for word, targets in known.items():
        stems.setdefault(stem_of(word), []).extend(targets)
    claims: list[_Claim] = []
    for index, heading in enumerate(headings):
        forms = heading_forms(heading)
        for rank, form in enumerate(forms):
            fit = _FORM if rank else _EXACT
            for order, (target, place) in enumerate(known.get(form, {}).items()):
                claims.append((rank, index, target, order, 0 if rank else place, fit))
            for order, target in enumerate(stems.get(stem_of(form), ())):
                claims.append((rank + len(forms), index, target, order, 0, _STEM))
        claims += [(0, index, target, 0, 0, _FORM) for target in _span_ends(kind, heading, known)]
        for named in (either_told, name_below):
            claims += [(0, index, target, 0, at, _EXACT) for target, at in named(kind, heading, known)]
        if (choice := choice_told(kind, heading)) is not None:
            # Before 支出, the last part of 预算/支出, is taken for all of it.
            claims.append((1, index, choice, 0, 0, _FORM))
    # What is headed 学习日期 holds dates, whatever else 学习时间 may mean.
    when = _when_targets(kind)
    dated = [
        re.search(r"日期$|年月日$|年月$|月日$", heading_forms(heading)[-1]) if heading.strip() else None
        for heading in headings
    ]
    claims = [claim for claim in claims if not dated[claim[1]] or claim[2] in when or not when]
    hours = hours_beside(kind, headings, known)
    claims = [claim for claim in claims if claim[1] not in hours]
    return claims + [(0, index, target, -1, 0, _FORM) for index, target in hours.items()]


def _give_beside(
    kind: Kind,
    known: Mapping[str, dict[str, int]],
    headings: Sequence[str],
    taken: dict[int, str],
    fits: dict[int, float],
) -> None:
    """Give ``taken`` what headings mean beside what the others were taken for."""
    if "remarks" in taken.values():
        # 备注 and 说明 are remarks both.
        more = (at for at, heading in enumerate(headings) if at not in taken and heading.strip())
        for index in [at for at in more if "remarks" in known.get(heading_forms(headings[at])[0], {})]:
            taken[index], fits[index] = "remarks", _EXACT
    for index, target in other_half(kind, headings, taken).items():
        taken[index], fits[index] = target, _EXACT
    for index in _came_beside_expected(headings, taken):
        taken[index], fits[index] = "present", _STEM
    _give_subject(kind, known, headings, taken)
    if kind.field("title") is not None and "title" not in taken.values():
        # A register of reports with 调研课题 and no 题目 names them by that.
        taken.update({index: "title" for index, target in taken.items() if target == "topic"})


def _give_subject(
    kind: Kind, known: Mapping[str, Mapping[str, int]], headings: Sequence[str], taken: dict[int, str]
) -> None:
    """Where a person or a unit is honoured and nobody is named, the column of units tells who: 单位, 称号."""
    given = set(taken.values())
    for each in kind.fields:
        if each.to == "person|unit" and each.name not in given:
            for index, target in taken.items():
                forms = heading_forms(headings[index])
                if target == "unit" and any(each.name in known.get(form, {}) for form in forms):
                    taken[index] = each.name
                    return


def _came_beside_expected(headings: Sequence[str], taken: Mapping[int, str]) -> list[int]:
    """The column of how many came, 参加 beside 应参加; alone it may as well head their names."""
    given = set(taken.values())
    if "expected" not in given or "present" in given:
        return []
    free = (None, "attendance")
    beside = (at for at, heading in enumerate(headings) if heading.strip() and taken.get(at) in free)
    came = [index for index in beside if _CAME_BARE.fullmatch(heading_forms(headings[index])[-1])]
    return came if len(came) == 1 else []


def _counted_otherwise(kind: Kind, target: str, heading: str) -> bool:
    """Whether a heading names another measure than the field's: 心得(字) are no articles, 党员数 nobody."""
    known = kind.field(target)
    if known is not None and "reference" in (known.type, known.of.type if known.of is not None else ""):
        return heading_forms(heading)[-1].endswith("数")
    if known is None or known.type not in NUMBER_TYPES:
        return False
    # What is counted without a measure, as sessions are, is so many times.
    measure = known.measure.zh if known.measure is not None else "次" if known.type == "integer" else ""
    return counted_otherwise(heading, measure)


def _when_targets(kind: Kind) -> frozenset[str]:
    """The targets that hold a date: a heading that ends in 时间 or 日期 can mean no other."""
    dated = (each.name for each in kind.fields if each.type in DATE_TYPES)
    return frozenset((*dated, "end_time", "clock", "moved_in", "moved_out", "moved_on"))


def is_aside(heading: str) -> bool:
    """Whether a heading is one of those that registers have and records don't keep."""
    return any(form in ASIDE for form in heading_forms(heading))


def _by_parts(
    known: Mapping[str, Mapping[str, int]],
    headings: Sequence[str],
    taken: Mapping[int, str],
    when: frozenset[str],
) -> dict[int, str]:
    """Targets for headings that only contain a known word, 户主 in 走访户主情况, the longest first."""
    claims: list[tuple[int, bool, int, str]] = []
    for index, heading in enumerate(headings):
        if index in taken or not heading.strip() or is_aside(heading):
            continue
        plain = heading_forms(heading)[-1]
        dated = _WHEN.search(plain) is not None
        for word, targets in known.items():
            target = next(iter(targets))
            if dated and target not in when:
                continue
            if 2 <= len(word) < len(plain) and _says(plain, word) and word not in _VAGUE:
                claims.append((-len(word), not plain.endswith(word), index, target))
    guessed: dict[int, str] = {}
    for _, _, index, target in sorted(claims):
        if (
            index not in guessed
            and target not in (*taken.values(), *guessed.values())
            and target not in COMMON
        ):
            guessed[index] = target
    return guessed


def _only_day(kind: Kind, headings: Sequence[str], taken: Mapping[int, str]) -> dict[int, str]:
    """The day of a record, where no known heading gives it and just one of the others names a day."""
    wanted = [name for name in kind.date if (each := kind.field(name)) and each.type in DATE_TYPES]
    if not wanted or set(wanted) & set(taken.values()):
        return {}
    days = [
        index
        for index, heading in enumerate(headings)
        if index not in taken
        and heading.strip()
        and not is_aside(heading)
        and _WHEN.search(form := heading_forms(heading)[-1])
        and not _ANOTHER_DAY.search(form)
    ]
    return {days[0]: wanted[0]} if len(days) == 1 else {}


def _says(heading: str, word: str) -> bool:
    """Whether a heading says a word, and not its contrary: 未参学人员 are no 参学人员."""
    before = heading.split(word)[:-1]
    return any(not _CONTRARY.search(part) for part in before)


def missing_needed(kind: Kind, targets: set[str]) -> list[tuple[str, ...]]:
    """The groups of targets of which a table of this kind must have one and has none."""
    identifying = tuple(each.name for each in kind.fields if each.identify)
    needed = kind.register.needed or ((identifying,) if identifying else ())
    return [group for group in needed if not targets & set(group)]
