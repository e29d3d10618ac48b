"""The parts of a research report that its record keeps apart: what was found wanting, what is advised."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile, zip_longest
from typing import NamedTuple

_FINDINGS = re.compile(
    r"问题|困难|不足|短板|制约.{0,10}因素|薄弱环节|难点|瓶颈|症结|弊端|隐患|困惑|误区|矛盾|差距|难题|欠缺"
)
_ADVICE = re.compile(r"建议|对策|措施|打算|思路|办法|意见|设想|方向|路径|途径|举措|出路")
#: What was solved because of the report, and is no longer found wanting: 已解决的问题, 问题解决情况.
SOLVED = re.compile(
    r"(?:已经?|帮助|协助|协调|现场|当场|就地|推动|促成|调研中|期间|随手|着手)(?:帮助?)?(?:解决|办理|化解|处理)(?:好|了)?的.{0,4}(?:问题|困难|事项)"
    r"|(?:问题|困难)的?(?:解决|办理|化解)(?:落实)?(?:情况|结果|成效)|帮办(?:的)?实事"
    r"|^(?:调研后的?)?(?:解决|办理|化解|处理|整改落实)(?:落实)?(?:情况|结果|成效|进展)$"
)
#: What advises where no other head does: 几点思考.
_THOUGHTS = re.compile(r"思考|启示|想法")
#: How parts are numbered, from the outer to the inner: 一、 （一） 1. （1） ①
_LEVELS = (
    re.compile(r"第?[一二三四五六七八九十]{1,3}(?:部分)?[、.．:：]"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）]"),
    re.compile(r"\d{1,2}[.．、](?!\d)"),
    re.compile(r"[（(]\d{1,2}[)）]|\d{1,2}[)）]|[①-⑳]"),
)
#: 一是 … 首先 … tell one thing after the other as numbers do.
_TOLD = re.compile(r"[一二三四五六七八九十]是|第[一二三四五六七八九]|首先|其次|再次|最后")
#: What is enclosed is no part of the paper: 附：各支部学习情况, 附件1：….
_ENCLOSED = re.compile(r"附(?:件|表)?[\d一二三四五]{0,2}\s*[:：]")
#: A head in brackets of its own: 【存在问题】, with its text behind it or below.
_BOXED = re.compile(r"[【〖［]([^】〗］，,。；;]{2,22})[】〗］][:：]?(.*)", re.DOTALL)
_LONGEST_HEAD = 22
_ENDS = r"问题|困难|不足|建议|对策|措施|打算|原因|思考|因素|瓶颈|差距|设想|方向|路径|途径"
#: A part whose text goes on in the line of its head: 二、存在的问题：一是…
_RUN_ON = re.compile(r"(.{2,22}?)(?:[:：]|[。．.](?=.))(.+)", re.DOTALL)


class ReportParts(NamedTuple):
    """Each part line by line, without its head; empty when the report has no such part."""

    findings: str = ""
    advice: str = ""


class _Part(NamedTuple):
    level: int
    head: str
    rest: str
    at: int


def parts_of_report(body: str) -> ReportParts:
    """The findings and the advice of a report, by the heads of its parts.

    A head that names both (问题及建议) tells neither apart; of two parts of a kind both count.
    """
    lines = [line.strip() for line in body.split("\n") if line.strip()]
    heads = [head for at, line in enumerate(lines) if (head := _head(line, at)) is not None]
    if not heads:
        return ReportParts()
    found: dict[str, list[str]] = {"findings": [], "advice": []}
    advises = any(_name(head.head) == "advice" for head in heads)
    end = -1
    for head in heads:
        if head.at < end:
            continue  # inside a part that is read already
        name = _name(head.head)
        if name is None and not advises and head.level == 0 and _THOUGHTS.search(head.head):
            name = "advice"
        if name is None:
            continue
        end = next((each.at for each in heads if each.at > head.at and each.level <= head.level), len(lines))
        inside = lines[head.at + 1 : end]
        found[name] += [*([head.rest] if head.rest else []), *(_without_close(inside, end == len(lines)))]
    return ReportParts("\n".join(found["findings"]), "\n".join(found["advice"]))


def parts_under(body: str, names: Mapping[str, re.Pattern[str]]) -> dict[str, str]:
    """The numbered parts of a paper by the first of the names that their heads fit."""
    lines = [line.strip() for line in body.split("\n") if line.strip()]
    heads = [
        head for at, line in enumerate(lines) if (head := _head(line, at)) is not None and head.level == 0
    ]
    found: dict[str, list[str]] = {}
    for head, below in zip_longest(heads, heads[1:]):
        name = next((name for name, words in names.items() if words.search(head.head)), None)
        if name is not None:
            inside = lines[head.at + 1 : below.at if below is not None else len(lines)]
            inside = list(takewhile(lambda line: not _ENCLOSED.match(line), inside))
            found.setdefault(name, []).extend([*([head.rest] if head.rest else []), *inside])
    return {name: "\n".join(inside) for name, inside in found.items() if inside}


def _head(line: str, at: int) -> _Part | None:
    """A line that heads a part; the words of one that nothing numbers must be all that stands there."""
    if (boxed := _BOXED.fullmatch(line)) is not None:
        return _Part(0, boxed[1].strip(), boxed[2].strip(), at)
    level = next((number for number, mark in enumerate(_LEVELS) if mark.match(line)), len(_LEVELS))
    text = _LEVELS[level].sub("", line, count=1).strip() if level < len(_LEVELS) else line
    short = text.rstrip("：:。")
    if len(short) <= _LONGEST_HEAD and not re.search(r"[，,；;。]", short):
        if level < len(_LEVELS) or (_name(short) is not None and re.search(rf"(?:{_ENDS})$", short)):
            # A head without a number stands among the outermost.
            return _Part(level % len(_LEVELS), short, "", at)
        return None
    run_on = _RUN_ON.fullmatch(text)
    if run_on and level <= 1 and not re.search(r"[，,；;]", run_on[1]) and _name(run_on[1]) is not None:
        return _Part(level, run_on[1], run_on[2].strip(), at)
    return None


def _name(head: str) -> str | None:
    if SOLVED.search(head):
        return None
    finds, advises = _FINDINGS.search(head) is not None, _ADVICE.search(head) is not None
    # 解决问题的建议 advises, though it names the problems.
    if advises and (not finds or re.search(r"(?:解决|针对|破解|克服).*(?:问题|困难|难点)", head)):
        return "advice"
    return "findings" if finds and not advises else None


def _without_close(lines: Sequence[str], last: bool) -> Sequence[str]:
    """The lines without the words that close the whole report, which belong to no part of it."""
    if not last:
        return lines
    numbered = [at for at, line in enumerate(lines) if _numbered(line)]
    if not numbered:
        return lines
    end = numbered[-1] + 1
    # A number over a head of a few words has its text in the lines below.
    return lines if end < len(lines) and not lines[end - 1].endswith(("。", "；", ";", "！")) else lines[:end]


def _numbered(line: str) -> bool:
    return any(mark.match(line) for mark in (*_LEVELS, _TOLD))
