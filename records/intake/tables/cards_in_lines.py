"""Cards typed as lines, 走访时间：… 户主：…, one below the other: a register whose rows stand upright."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from records.intake.files.reading import TextDocument
from records.intake.papers.signature import pairs_of_line

Cards = list[dict[str, str]]

_NUMBER = r"[（(]?第?(?:[一二三四五六七八九十]{1,3}|\d{1,3}|[①-⑳])[)）]?"
_KEPT = (
    r"(?:入户|走访|民情|农户|联户|谈心|谈话|约谈|辅导|授课|送学|上门|党课|读书|学习|检查|督查|整改|宣讲|远教|服务"
    r"|活动|记录|笔记|登记|情况|卡片?|表格?|台账)*"
)
#: What a card is called that is only counted: 走访记录二, （三）, 第四户, 谈话记录5：.
_COUNTED = re.compile(rf"{_KEPT}(?:之)?{_NUMBER}(?:[户次个份页篇条张例家号]|{_KEPT})?{_KEPT}[:：、.．]?")
_RULE = "-—=*_＊－ "
#: What is told at some length below its label: 谈话内容：, and paragraphs.
_AT_LENGTH = re.compile(
    r"内容|情况|问题|困难|措施|结果|诉求|意见|建议|过程|纪要|记录|体会|效果|反馈|要点|事项"
)
#: Of all labels that cards have each has so many, as a part of four.
_OWN = 3
#: Blank lines part cards where each part between them has so many labels.
_CARD = 3
_WHEN = re.compile("时间|日期")
#: What a line below the last card says of all of them, or of how to read them.
_OF_ALL = re.compile(r"以上|上述|合计|共计|总计|附?注[:：]|[附说]明|备注|此表|本表")


def cards_in_lines(paper: TextDocument) -> tuple[list[str], Cards]:
    """The lines above the first card, and the cards; none where a line is none of theirs.

    None either where nothing tells which card a label is of: the first may lack what all others begin with.
    """
    lines = [paragraph.text.strip() for paragraph in paper.paragraphs]
    blanks, parted, seams = _parted_by_blanks(lines), False, 0
    above: list[str] = []
    cards: Cards = []
    last = ""
    for line in lines:
        pairs = _pairs(line)
        if pairs:
            seams += parted and bool(cards)
            if parted or not cards or _begins(pairs, cards):
                cards.append({})
            cards[-1] |= pairs
            last, parted = list(pairs)[-1], False
        elif not line.strip(_RULE) or (_COUNTED.fullmatch(line) and (above or cards)):
            parted = parted or bool(line) or blanks
        elif not cards:
            above.append(line)
        elif _OF_ALL.match(line):
            return above, []
        elif _AT_LENGTH.search(last) and (not cards[-1][last] or line.endswith("。")):
            cards[-1][last] = "\n".join(filter(None, (cards[-1][last], line)))
        else:
            return above, []
    if seams + 1 < len(cards) and _may_be_shifted(cards):
        return above, []
    return above, _shared(cards)


def _pairs(line: str) -> dict[str, str]:
    return {} if _COUNTED.fullmatch(line) else pairs_of_line(line)


def _parted_by_blanks(lines: Sequence[str]) -> bool:
    """Whether blank lines stand between cards and nowhere else: each part has the labels of a card."""
    parts: list[list[str]] = [[]]
    for line in lines:
        if line:
            parts[-1] += _pairs(line)
        elif parts[-1]:
            parts.append([])
    if parts[0] and len(parts[0]) < _CARD:
        del parts[0]  # what holds for all
    labels = [set(part) for part in parts if part]
    whole = all(len(part) == len(set(part)) for part in parts) and all(len(each) >= _CARD for each in labels)
    alike = all(2 * len(one & other) >= len(one) for one, other in pairwise(labels))
    return len(labels) > 1 and whole and alike


def _begins(pairs: Mapping[str, str], cards: Cards) -> bool:
    """Whether a line is of the next card: a label comes again, or stands before others in the first card."""
    if pairs.keys() & cards[-1].keys():
        return True
    order = {label: at for at, label in enumerate(cards[0])}
    if len(cards) == 1 or (at := order.get(next(iter(pairs)))) is None:
        return False
    return any(order.get(label, -1) > at for label in cards[-1])


def _may_be_shifted(cards: Cards) -> bool:
    """Whether each label at the ends of cards may be that at the head of the next: the last one has none."""
    ends = {list(card)[-1] for card in cards[:-1]}
    return len(ends) == 1 and not ends & cards[-1].keys()


def _shared(cards: Cards) -> Cards:
    """The cards, each with what stands on the first alone before anything else: who went on all visits.

    A day on the first of two may be its own.
    """
    if len(cards) > 2 and not any(cards[0].keys() & card.keys() for card in cards[1:]):
        return [{**cards[0], **card} for card in cards[1:]]
    alone = []
    for label in cards[0] if cards else ():
        if any(label in card for card in cards[1:]):
            break
        alone += [label] if len(cards) > 2 or not _WHEN.search(label) else []
    return [{**{label: cards[0][label] for label in alone}, **card} for card in cards]


def labels_of_cards(cards: Sequence[dict[str, str]]) -> list[str]:
    """All labels of the cards, as they come; none where some card has other labels than the rest."""
    labels = list(dict.fromkeys(label for card in cards for label in card))
    return labels if all(4 * len(card) >= _OWN * len(labels) for card in cards) else []
