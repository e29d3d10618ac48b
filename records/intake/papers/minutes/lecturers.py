"""Who gave a party class or a lecture, where minutes tell it below their head, among what was said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from records.intake.names import clean_name, looks_like_name
from records.intake.papers.minutes.labels import LECTURER
from records.intake.papers.minutes.people import person_named
from records.intake.papers.paper_name import has_surname
from records.intake.papers.signature import pairs_of_line

#: Kinds of meetings at which somebody speaks to all others.
TAUGHT = frozenset(("党课", "辅导课"))
_SOMEBODY = r"(?P<who>(?:(?!由|请|听)[\u4e00-\u9fff·]){2,18}?)(?:同志|老师)?"
#: 支部书记某某讲党课, 由某某同志为大家上了一堂题为《…》的党课, 某某作了专题辅导.
_GAVE = re.compile(
    rf"(?:^|[，,。；;：:]|由|请|听取?了?){_SOMEBODY}(?:(?:[给为向]|围绕|以|结合)[^，,。；;]{{1,30}}?)?"
    r"(?:上|讲授?|[作做]|主讲|授)(?:的|了)?(?:一?[堂节次场])?(?:(?:题为|主题为|关于|以)?[《“][^》”]{1,40}[》”](?:的|为题的?)?)?"
    r"(?:专题|微|廉政|生动|精彩|主题|辅导|政策|理论|业务|技术|学习|重点|中心|集中|的)*(?:党课|辅导课?|讲座|报告|授课)(?![后时完的本])"
)
_SUBJECT = re.compile(
    r"(?:题目|题为|主题|课题|党课题目|授课题目)(?:是|为|叫)?[:：]?[《“](?P<title>[^》”]{2,40})[》”]"
)
#: Who led the others through a text at any meeting: 由某某作重点辅导, 请某某领学《…》, 由某某作专题导读.
_TUTORED = re.compile(
    rf"(?:由|请){_SOMEBODY}(?:(?:[给为向]|围绕|就|以|结合)[^，,。；;]{{1,30}}?)?"
    r"(?:(?:[作做]|进行|担任)了?(?:一次)?(?:重点|专题|中心|集中|主题|学习|理论|政策|的)*(?:辅导|导读|导学|领学|讲解|讲座|主讲)"
    r"|领学|导读|导学|主讲|领读)"
)
#: Of another meeting: 下月由某某讲党课, 决定请某某上党课.
_LATER = re.compile(r"下[周次月期季]|今后|以后|将|决定|建议|明[天日年]|要求|计划|安排|上[周次月期季]")
#: So far down, below the head, somebody may be said to have given the class.
_LINES = 24


#: 某某同志领学了…, 由某某带领大家学习…, 某某、某某先后领读
_LED = re.compile(
    r"(?:^|[，,。；;：:]|由|请)(?P<who>(?:(?!由|请)[\u4e00-\u9fff·、和]){2,24}?)(?:同志)?(?:[两二三四]名?位?同志)?"
    r"(?:首先|随后|接着|分别|先后|带头|为大家|给大家|带领(?:大家|全体[\u4e00-\u9fff]{2,6}|与会[\u4e00-\u9fff]{2,6})|组织(?:大家|全体[\u4e00-\u9fff]{2,6}))*"
    r"(?:领学|领读|带学|导学|宣读并领学)了?(?![人后时完的])"
)


class Taught(NamedTuple):
    """Who spoke and about what; ``in_sentence``: no label says who."""

    lecturer: str
    title: str
    in_sentence: bool


def lecturer_in(lines: Sequence[str]) -> Taught | None:
    """Who gave the class as the first lines tell; None where they don't."""
    for line in lines[:_LINES]:
        if (labelled := person_named(LECTURER.told(pairs_of_line(line)))) and looks_like_name(labelled):
            return Taught(labelled, "", False)
        for found in _GAVE.finditer(line):
            sentence = re.split("[。；;]", line[: found.end()])[-1]
            name = clean_name(person_named(found["who"]) or "").name
            if looks_like_name(name) and has_surname(name) and not _LATER.search(sentence):
                subject = _SUBJECT.search(line, found.start())
                return Taught(name, subject["title"] if subject is not None else "", True)
    return None


def leaders_of_study(lines: Sequence[str]) -> list[str]:
    """Those whom minutes tell to have led others through what was studied: 某某同志领学了…"""
    names: list[str] = []
    for line in lines[:_LINES]:
        for found in _LED.finditer(line):
            sentence = re.split("[。；;]", line[: found.end()])[-1]
            parts = [clean_name(part).name for part in re.split("[、和]", found["who"])]
            if all(looks_like_name(part) for part in parts) and not _LATER.search(sentence):
                names += [part for part in parts if part not in names]
    return names


def tutor_in(lines: Sequence[str]) -> Taught | None:
    """The only one who led the others through what was studied, as a sentence below the head tells."""
    told: dict[str, None] = {}
    for line in lines[:_LINES]:
        for found in _TUTORED.finditer(line):
            sentence = re.split("[。；;]", line[: found.end()])[-1]
            name = clean_name(person_named(found["who"]) or "").name
            if looks_like_name(name) and has_surname(name) and not _LATER.search(sentence):
                told[name] = None
    return Taught(next(iter(told)), "", True) if len(told) == 1 else None
