"""What a meeting was about, as the head of its minutes and the lines below tell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from records.intake.papers.minutes.labels import TOPIC
from records.intake.papers.minutes.numbered import goes_on
from records.intake.papers.minutes.parts import parts_of_line, topics_below
from records.intake.papers.minutes.prose import subject_told
from records.intake.papers.minutes.record import WENT

_ENDS = "；;。，, "
_NO_TOPIC = re.compile(r"[（(]?(?:略|见附件|附后|详见.*|如下|见.{0,6}记录)[）)]?[。.]?")
#: A label of what the whole meeting was about, and what stands over its parts.
_THEME = re.compile(r".*(?:主题|专题|课题|题目)")
_CONTENT = frozenset(
    f"{what}{word}"
    for what in ("", "会议", "学习", "主要", "学习主要", "会议主要", "活动", "研讨", "讨论")
    for word in ("内容", "议题", "议程", "篇目", "科目", "文件", "材料")
)


def subjects_of(
    pairs: dict[str, str], lines: Sequence[str], head: int, year: int
) -> tuple[tuple[str, ...], str]:
    """The topics of a meeting, and its theme where 学习主题：… names it and its topics stand numbered below.

    They stand among the first ``head`` lines.
    """
    label, topic = _topic(pairs)
    if topic is None:
        return tuple(_told(lines, head, year)), ""
    if _THEME.fullmatch(label) and (below := topics_below(lines[:head], _CONTENT)):
        return tuple(below), topic.strip(_ENDS)
    return (*_topics_of(topic), *goes_on(lines, topic)), ""


def _told(lines: Sequence[str], head: int, year: int) -> list[str]:
    """The subjects below a label, or the one that the sentence about the meeting tells of."""
    below = topics_below(lines[:head], TOPIC)
    subject = subject_told(lines, year) if not below else None
    return [subject] if subject else below


def _topic(pairs: dict[str, str]) -> tuple[str, str | None]:
    """What a label says of the subject; 略 and 见附件 say nothing, and what was done there is none."""
    told = ((key, pairs[key]) for key in TOPIC.keys(pairs))
    of_them = (each for each in told if not (_NO_TOPIC.fullmatch(each[1]) or _went(each[1])))
    return next(of_them, ("", None))


def _topics_of(text: str) -> list[str]:
    """The subjects behind a label: as they are numbered, else parted by semicolons."""
    parts = parts_of_line(text)
    apart = [part.strip() for part in re.split(r"[；;]", text.strip(_ENDS)) if part.strip()]
    return apart if len(parts) == 1 and len(apart) > 1 and "。" not in text else parts


def _went(text: str) -> bool:
    """Whether a text tells in sentences how the meeting went: 某某传达了…，大家发了言。会议要求…。"""
    several = "。" in text.rstrip("。") or WENT.search(text)
    return bool(several) and parts_of_line(text) == [text.rstrip(_ENDS)]
