"""Labels at the head of a typed paper that blanks part from what they say: 时间  2011年10月, 主持  张三."""

from __future__ import annotations

import re
from dataclasses import replace

from records.intake.files.reading import Paragraph, Reading, TextDocument
from records.intake.names import looks_like_name, split_names
from records.intake.papers import signature
from records.intake.papers.annex import without_annex
from records.intake.papers.minutes import labels
from records.intake.papers.minutes.labels import (
    ABSENT,
    CAME,
    EXPECTED,
    HOST,
    LATE,
    LECTURER,
    PRESENT,
    RECORDER,
    SAT_IN,
)
from records.intake.papers.paper_name import has_surname, is_unit
from records.values import half_width

_HEAD, _FOOT, _LEAST = 12, 4, 2
_LONGEST, _LONGEST_LIST = 60, 300
_BLANK = re.compile(r"[ \u3000\t]+")
#: Those of hours, 8:30, label nothing.
_COLON = re.compile(r"(?<!\d)[:：]|[:：](?!\d)")
_WHEN = re.compile(r"(?:19|20)\d{2}\s*[年./-]|\d{1,2}月|[〇零一二三四五六七八九]{4}年")
_ONE = (HOST, RECORDER, LECTURER)
_MANY = (CAME, SAT_IN, ABSENT, LATE)
#: Who looked notes through, as a line below them says.
_CHECKED = re.compile(r"(?:检查|查阅|审阅|批阅|抽查)人员?")
_CHECKED_WHEN = re.compile(r"(?:检查|查阅|审阅|批阅|抽查)(?:日期|时间)")


def as_judged(reading: Reading) -> Reading:
    """A file with its paper as it is judged: without 附件2 above the title, with colons behind its labels."""
    text = reading.text
    return reading if text is None else replace(reading, text=with_colons(without_annex(text)))


def with_colons(document: TextDocument) -> TextDocument:
    """The paper with such labels written as those with a colon are; any other paper as it was.

    What stands behind must be what the label wants, and there must be several at its head.
    """
    filled = [at for at, each in enumerate(document.paragraphs) if each.text.strip()]
    told = {at: pairs for at in filled[:_HEAD] if (pairs := _pairs(document.paragraphs[at].text))}
    if sum(map(len, told.values())) < _LEAST:
        return document
    told |= {at: pairs for at in filled[_HEAD:][-_FOOT:] if (pairs := _pairs(document.paragraphs[at].text))}
    lines: list[Paragraph] = list(document.paragraphs)
    for at, pairs in told.items():
        lines[at] = replace(lines[at], text="　　".join(f"{name}：{value}" for name, value in pairs))
    return replace(document, paragraphs=tuple(lines))


def _pairs(line: str) -> list[tuple[str, str]]:
    """The labels of a line that is nothing but labels and what they say; else nothing."""
    if len(line) > _LONGEST_LIST or _COLON.search(line):
        return []
    words = [word for word in _BLANK.split(line.strip()) if word]
    pairs: list[tuple[str, list[str]]] = []
    at = 0
    while at < len(words):
        name, wide = _label(words, at)
        if name:
            pairs.append((name, []))
        elif not pairs:
            return []
        else:
            pairs[-1][1].append(words[at])
        at += wide
    found = [(name, " ".join(value)) for name, value in pairs]
    return found if all(_fits(name, value) for name, value in found) else []


def _label(words: list[str], at: int) -> tuple[str, int]:
    """The label that begins there, and of how many words it is: 姓 名 is one."""
    for wide in (1, 2):
        word = "".join(words[at : at + wide])
        spread = wide == 1 or (len(words[at]) == 1 and len(word) <= 3)
        if spread and len(words) > at + wide and _is_label(word):
            return word, wide
    return "", 1


def _is_label(word: str) -> bool:
    known = signature.is_read(word) or labels.is_read(word) or _CHECKED.fullmatch(word)
    return bool(known or _CHECKED_WHEN.fullmatch(word))


def _fits(name: str, value: str) -> bool:
    """Whether words are what a label wants: a day, names, a figure, a unit, or a few words without a stop."""
    plain = half_width(value)
    if name in (*labels.MEETING_WHEN, "月份", "年月") or re.search(r"(?:时间|日期)$", name):
        return _WHEN.search(plain) is not None and len(value) <= _LONGEST
    if any(name in words for words in (EXPECTED, PRESENT)):
        return re.match(r"\d+[人名]?", plain) is not None
    if any(name in words for words in _MANY):
        return all(looks_like_name(part.name) for part in split_names(value)) or value in ("无", "全体党员")
    if any(name in words for words in _ONE) or _CHECKED.fullmatch(name) or signature.is_author(name):
        return all(looks_like_name(each.name) and has_surname(each.name) for each in split_names(value))
    if name in ("单位", "支部", "部门") or re.search(r"(?:单位|支部)$", name):
        return is_unit(value)
    return 0 < len(value) <= _LONGEST and not re.search("[。！？]", value)
