"""The sentences and rows of a circular on inspections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from records.language import Language
from records.values import PartialDate
from templates.contexts.inspected import Found, Visit
from templates.contexts.text import Line, Part, listed, number, span, title_lines
from templates.sandbox import hanzi
from templates.spec import named

if TYPE_CHECKING:
    from records.archive import Archive


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """How many visits came to one verdict."""

    name: str = named("结论", "the verdict")
    count: int = named("次数", "how many visits")


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem found. ``note`` says whom it concerns, and whether it is serious or came up before."""

    text: str = named("问题", "what was found")
    note: str = named("补充说明", "whom it concerns, whether serious or repeated")
    person: str = named("涉及人员", "the person named")
    times: int = named("第几次发现", "for which time it was found")


@dataclass(frozen=True, slots=True)
class UnitProblems:
    """The problems of one unit or person inspected."""

    name: str = named("单位或个人", "the unit or person")
    problems: tuple[Problem, ...] = named("存在问题", "its problems")


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the annex within a visit."""

    item: str = named("检查项目", "what was looked at")
    situation: str = named("情况", "what was found")
    deadline: str = named("整改期限", "until when it has to be put right")


@dataclass(frozen=True, slots=True)
class Inspected:
    """A visit in the annex."""

    name: str = named("单位", "the unit or person")
    score: str = named("得分", "the score and the verdict")
    lines: tuple[Item, ...] = named("各检查项目", "its lines")


def title_of(issuer: str, one: str, period: PartialDate, lang: Language) -> str:
    """The title: about the inspection of ``one``, or of all in a period."""
    about = one or _period_words(period, lang)
    if lang == "en":
        return f"Circular on the Inspection of Study: {about}"
    return title_lines(f"{issuer}关于{about}学习督查情况的通报")


def _period_words(period: PartialDate, lang: Language) -> str:
    """2011年度, 2011年第二季度, 2011年3月至6月 or the days; in English the year or the days."""
    first, last = period.start, period.end
    year = PartialDate.year_of(first.year)
    if (year.start, year.end) == (first, last):
        return f"{first.year}年度" if lang == "zh" else str(first.year)
    if lang == "en":
        return span(period, lang)
    quarter, half = (first.month + 2) // 3, (first.month + 5) // 6
    for whole in (PartialDate.half(first.year, half), PartialDate.quarter(first.year, quarter)):
        if (whole.start, whole.end) == (first, last):
            return whole.display("zh")
    if first.day == 1 and (last + timedelta(days=1)).day == 1 and first.year == last.year:
        return f"{first.year}年{first.month}月" + (f"至{last.month}月" if last.month > first.month else "")
    return span(period, lang)


def days_of(visits: Sequence[Visit], lang: Language) -> str:
    """From the first visit to the last."""
    days = [visit.day for visit in visits if visit.day]
    return span(PartialDate.between(min(days), max(days)), lang) if days else ""


def whom_of(visits: Sequence[Visit], lang: Language) -> str:
    """柳树湾村党总支; 12个党组织、3名党员干部."""
    names = dict.fromkeys((visit.name, visit.is_unit) for visit in visits)
    if len(names) == 1:
        return visits[0].name
    units = sum(is_unit for _, is_unit in names)
    people = len(names) - units
    if lang == "zh":
        return listed([f"{units}个党组织"] * (units > 0) + [f"{people}名党员干部"] * (people > 0), lang)
    counted = [(units, "organisation"), (people, "member or cadre" if people == 1 else "members and cadre")]
    return listed([f"{n} {word}" + "s" * (n > 1) for n, word in counted if n], lang)


def verdict_named(archive: Archive, verdict: str, lang: Language) -> str:
    """A verdict in a language."""
    field = archive.kinds["inspection"].field("verdict")
    return field.choice_label(verdict, lang) if field and verdict else verdict


def verdicts_counted(archive: Archive, visits: Sequence[Visit], lang: Language) -> tuple[VerdictCount, ...]:
    """How many visits came to each verdict, the best first."""
    counted = Counter(visit.verdict for visit in visits if visit.verdict)
    field = archive.kinds["inspection"].field("verdict")
    order = [choice.value for choice in field.choices] if field else []
    found = sorted(counted, key=lambda each: order.index(each) if each in order else len(order))
    return tuple(VerdictCount(verdict_named(archive, each, lang), counted[each]) for each in found)


def _by_name(visits: Sequence[Visit]) -> list[tuple[str, list[Visit]]]:
    return [(name, list(each)) for name, each in groupby(visits, key=lambda visit: visit.name)]


def practices_of(visits: Sequence[Visit]) -> tuple[Part, ...]:
    """Good practice by unit; a single visit's without a heading."""
    parts = [
        Part(name, tuple(line for visit in each for line in visit.practice))
        for name, each in _by_name(visits)
    ]
    found = [part for part in parts if part.lines]
    return tuple(found if len(visits) > 1 else [Part("", part.lines) for part in found])


def problems_of(visits: Sequence[Visit], lang: Language) -> tuple[UnitProblems, ...]:
    """The problems by unit; a single visit's without a heading."""
    found = [
        UnitProblems(name, tuple(_problem(row, lang) for visit in each for row in visit.found))
        for name, each in _by_name(visits)
    ]
    found = [each for each in found if each.problems]
    return tuple(found if len(visits) > 1 else [UnitProblems("", each.problems) for each in found])


def _problem(found: Found, lang: Language) -> Problem:
    notes = []
    named_already = found.person_name in found.text
    if lang == "zh":
        notes += [] if named_already else [f"涉及人员：{found.person_name}"]
        notes += ["问题严重"] if found.serious else []
        notes += [f"此前督查已指出，系第{found.times}次发现"] if found.times > 1 else []
        return Problem(found.text, "；".join(notes), found.person_name, found.times)
    notes += [] if named_already else [f"person concerned: {found.person_name}"]
    notes += ["serious"] if found.serious else []
    often = "twice" if found.times == 2 else f"{found.times} times"
    notes += [f"found {often} by now"] if found.times > 1 else []
    return Problem(found.text, "; ".join(notes), found.person_name, found.times)


def requirements_of(visits: Sequence[Visit], lang: Language) -> tuple[Line, ...]:
    """What the inspections require; those that require the same are named together."""
    asked: dict[tuple[Line, ...], list[str]] = {}
    for visit in visits:
        if visit.requirements:
            names = asked.setdefault(visit.requirements, [])
            names += [] if visit.name in names else [visit.name]
    if len(asked) == 1:
        return next(iter(asked))
    lines: list[Line] = []
    for index, (required, names) in enumerate(asked.items(), 1):
        head = f"（{hanzi(index)}）" if lang == "zh" else f"4.{index} "
        lines += [Line(2, head + listed(names, lang)), *required]
    return tuple(lines)


def short_date(day: date, lang: Language) -> str:
    """2011.5.31 for a narrow column; 2011-05-31 in English."""
    return f"{day.year}.{day.month}.{day.day}" if lang == "zh" else day.isoformat()


def annexed(archive: Archive, visit: Visit, lang: Language) -> Inspected:
    """A visit as the annex lists it."""
    verdict = verdict_named(archive, visit.verdict, lang)
    score = number(visit.score, lang) if visit.score is not None else ""
    bracketed = f"（{verdict}）" if lang == "zh" else f" ({verdict})"
    nothing = Item("—", "未发现问题" if lang == "zh" else "No problem found", "—")
    return Inspected(
        name=visit.name,
        score=score + bracketed if score and verdict else score or verdict or "—",
        lines=tuple(
            Item(each.item or "—", each.text, short_date(each.deadline, lang) if each.deadline else "—")
            for each in visit.found
        )
        or (nothing,),
    )
