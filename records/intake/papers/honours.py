"""Who a decision commends in running text: 授予甲、乙2名同志“学习标兵”称号, 命名某支部为“示范支部”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from records.intake.papers.honour_words import WORDS
from records.numbers import chinese_number

_NUMBER = r"\d{1,3}|[一二两三四五六七八九十]{1,3}"
_QUOTED = r"[“\"「『]([^”\"」』]{2,30})[”\"」』]"
#: An honour that nothing quotes is told by its words.
_PLAIN = r"([^，,、：:同]{0,12}(?:先进|优秀|学习型|标兵|模范|示范|能手|之星|骨干|积极分子)[^，,、：:]{0,10}?)"
#: A prize needs no words around it: 授予张三一等奖.
_PRIZE = (
    r"(?:[“\"]?(特等奖|[一二三四]等奖|[\u4e00-\u9fff]{2,4}(?:组织|进步|鼓励|提名|入围|优胜|创新)奖)[”\"]?)"
)
_SENTENCE = re.compile(r"[。；;！\n]")
_LEAD = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}[、.．]|[（(][一二三四五六七八九十\d]{1,2}[)）]|\d{1,2}[.．、])\s*"
)
#: The ways in which a sentence gives somebody an honour: whom, and which.
_GIVEN = (
    re.compile(
        rf"(?:^|[，,：:]|决定)(?:分别)?授予(?P<who>[^“\"「『，,：:]+?)(?:同志)?{_PRIZE}(?=$|[，,（(])"
    ),
    re.compile(
        rf"(?:^|[，,：:])(?P<who>[^“\"「『，,：:]+?)(?:同志)?(?:分别)?(?:荣?获得?|被?评为|取得){_PRIZE}(?=$|[，,（(])"
    ),
    re.compile(
        rf"(?:^|[，,])(?:[^，,：:]*?){_PRIZE}(?:获得者|获奖者)?(?:[（(]\d+[个名人][）)])?[:：为](?P<who>[^，,：:]+)$"
    ),
    re.compile(rf"授予(?P<who>[^“\"「『]+?){_QUOTED}"),
    re.compile(rf"授予(?P<who>.+?(?:同志|支部|总支|党组|党委|小组|机关)){_PLAIN}(?:荣誉)?称号"),
    re.compile(rf"(?:^|[，,：:])(?P<who>[^“\"「『，,：:]+?)(?:荣获|获得|被授予|被评为|被命名为){_QUOTED}"),
    re.compile(
        rf"(?:^|[，,：:]|决定)(?:研究)?(?:命名|评选|评定|认定|确认|确定|表彰|授予|评)?"
        rf"(?P<who>[^“\"「『，,：:]+?)为{_QUOTED}"
    ),
    re.compile(
        rf"(?:命名|评选|评定|认定|表彰|授予|评)[:：]?(?P<who>[^“\"「『，,：:]+?)为{_PLAIN}(?:称号)?(?=$|[，,])"
    ),
)
#: 分别授予甲、乙“某某”“某某”称号.
_EACH_ITS_OWN = re.compile(
    rf"分别(?:授予|表彰|命名)(?P<who>[^“\"「『]+?)(?P<what>{_QUOTED}(?:[、，,和及]?{_QUOTED})+)"
)
_LISTED = re.compile(
    rf"(?:表彰|授予|命名|评选|评出)[^，,：:]*?(?:{_NUMBER})\s*[名个位人家][^：:]{{0,12}}[:：](?P<who>.+)$"
    # 以他们为榜样 calls upon the others.
    rf"|(?<![以把将视奉])(?:他们|她们|它们|名单)(?:分别)?(?:是|为|如下)[:：]?(?P<they>.+)$"
)
_PRAISED = (
    re.compile(
        r"(?:^|[，,]|决定)对(?P<who>.+?)(?:予以|给予|进行|作出)(?:通报|全乡|全镇|大会)*(?:表彰|表扬|嘉奖|奖励)"
    ),
    re.compile(r"(?:决定|现)(?:通报)?(?:表彰|表扬|嘉奖)(?P<who>[^：:]+?)$"),
)
_COUNT = re.compile(
    rf"(?:等|共|计)*\s*(?P<number>{_NUMBER})\s*[名个位人家](?!方面|环节)(?P<what>[^、，,]{{0,16}})(?:[、，,]|$)"
)
_VERB = re.compile(r"^.*(?:命名|评选|评定|认定|确认|确定|表彰|授予|表扬|嘉奖|决定)")
_BEHIND = re.compile(r"(?:等)?(?:同志|单位|党组织|集体|个人)?(?:们)?(?:年度)?$")
_APART = re.compile(r"[、，,\s]+|以及")
#: Words for those whom another place names: 以下同志, 受表彰的单位.
_NOBODY = re.compile(
    r"以下|下列|上述|一批|这些|受.*的|的$|单位和|集体和|先进|优秀|同志们|广大|全体|涌现|成绩"
)


@dataclass(frozen=True)
class Commended:
    """Those who have one honour: ``parts`` as written, with the unit before a name or without it.

    ``wanted`` is how many the text says they are; ``honour`` is empty where it only praises.
    """

    honour: str
    wanted: int | None
    parts: tuple[str, ...]


def commended_in(lines: Sequence[str]) -> Iterator[Commended]:
    """The groups that the sentences of a decision name, each by the first way of saying it that fits."""
    for line in lines:
        for sentence in _SENTENCE.split(line):
            yield from _of_sentence(sentence.strip())


def _of_sentence(sentence: str) -> Iterator[Commended]:
    given = list(_given(sentence))
    if given:
        yield from given
        return
    listed = _LISTED.search(sentence)
    if listed is not None:
        names = listed["who"] or listed["they"]
        counted = re.search(rf"({_NUMBER})\s*[名个位人家]", sentence.removesuffix(names))
        found = _group("", names)
        if found is not None:
            wanted = found.wanted or (number(counted[1]) if counted is not None else None)
            yield Commended("", wanted, found.parts)
        return
    for pattern in _PRAISED:
        if praised := pattern.search(sentence):
            yield from _praised(praised["who"])
            return


def _given(sentence: str) -> Iterator[Commended]:
    """Every honour that the sentence gives; what stands before a list's number is no name."""
    told = _LEAD.sub("", sentence)
    if (apart := _EACH_ITS_OWN.search(told)) is not None:
        yield from _respectively(apart)
        return
    taken: list[tuple[int, int, Commended]] = []
    for pattern in _GIVEN:
        for each in pattern.finditer(told):
            start, end = each.span("who")
            free = all(end <= first or last <= start for first, last, _ in taken)
            honour = next(
                part for at, part in enumerate(each.groups(), 1) if at != each.re.groupindex["who"] and part
            )
            if free and (found := _group(honour, each["who"])) is not None:
                taken.append((start, end, found))
    yield from (found for _, _, found in sorted(taken, key=lambda each: each[0]))


def _respectively(told: re.Match[str]) -> Iterator[Commended]:
    """分别授予甲支部、乙同志“先进党支部”“学习标兵”称号: each the one in its place."""
    found = _group("", told["who"])
    honours = re.findall(_QUOTED, told["what"])
    if found is None:
        return
    if len(honours) != len(found.parts):
        yield Commended("", None, found.parts)
        return
    for part, honour in zip(found.parts, honours, strict=True):
        yield Commended(honour, None, (part,))


def _praised(text: str) -> Iterator[Commended]:
    """甲支部等2个先进党组织、乙等3名先进个人: a group to each count, or one of all."""
    start = 0
    for count in _COUNT.finditer(text):
        found = _group("", text[start : count.end("what")])
        start = count.end()
        if found is not None:
            what = count["what"].removesuffix("同志")
            # 等6名同志的学习笔记 is what they are praised for.
            yield Commended(what if re.search(WORDS, what) else "", found.wanted, found.parts)
    if start < len(text) and (rest := _group("", text[start:])) is not None:
        yield rest


def _group(honour: str, text: str) -> Commended | None:
    """Those of a phrase, without the count behind them; None where it names nobody."""
    count = next(iter(_COUNT.finditer(text)), None)
    names = _VERB.sub("", text[: count.start()] if count is not None else text)
    parts = [_BEHIND.sub("", part.strip(" ：:")) for part in _APART.split(names)]
    parts = [part for part in parts if part]
    if not parts or any(_NOBODY.search(part) for part in parts):
        return None
    return Commended(honour, number(count["number"]) if count is not None else None, tuple(parts))


def number(text: str) -> int:
    """A count in figures or in words: 12, 十二, 两."""
    return int(text) if text.isdigit() else int(chinese_number(text.replace("两", "二")))
