"""Cards typed as lines, 走访时间：… 户主：…, one below the other: a register whose rows stand upright."""

from __future__ import annotations

import re
from collections.abc import Sequence

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


def cards_in_lines(paper: TextDocument) -> tuple[list[str], Cards]:
    """The lines above the first card, and the cards; none where a line is none of theirs."""
    above: list[str] = []
    cards: Cards = []
    last = ""
    for line in (paragraph.text.strip() for paragraph in paper.paragraphs):
        pairs = {} if _COUNTED.fullmatch(line) else pairs_of_line(line)
        if pairs:
            if not cards or set(pairs) & set(cards[-1]):
                cards.append({})
            cards[-1] |= pairs
            last = list(pairs)[-1]
        elif not line.strip(_RULE) or (_COUNTED.fullmatch(line) and (above or cards)):
            continue
        elif not cards:
            above.append(line)
        elif _AT_LENGTH.search(last) and (not cards[-1][last] or line.endswith("。")):
            cards[-1][last] = "\n".join(filter(None, (cards[-1][last], line)))
        else:
            return above, []
    return above, _shared(cards)


def _shared(cards: Cards) -> Cards:
    """The cards, each with what stands on the first alone before anything else: who went on all visits."""
    alone = []
    for label in cards[0] if cards else ():
        if any(label in card for card in cards[1:]):
            break
        alone.append(label)
    return [{**{label: cards[0][label] for label in alone}, **card} for card in cards]


def labels_of_cards(cards: Sequence[dict[str, str]]) -> list[str]:
    """All labels of the cards, as they come; none where some card has other labels than the rest."""
    labels = list(dict.fromkeys(label for card in cards for label in card))
    return labels if all(4 * len(card) >= _OWN * len(labels) for card in cards) else []
