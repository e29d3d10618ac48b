"""Papers that are labels with what they say, a line each: the card of a register without its table."""

from __future__ import annotations

import re
from collections.abc import Collection

from records.intake.files.reading import TextDocument
from records.intake.papers.forms import Form, is_label
from records.intake.tables.recognition.aside import ASIDE
from records.intake.tables.recognition.headings import heading_text

#: So many labels make a card, below so many lines of title at most.
_FILLED, _TITLES = 4, 2
#: Labels in one line stand well apart: 谈话人：张三　　谈话对象：李四.
_APART = re.compile(r"[ \t]{2,}|\u3000+")
_LONGEST_LABEL = 10
#: What labels end in that no register has: 送学地点, 群众评价, 谈话结果. They tell something of their own.
_LABEL = re.compile(
    r"[\u4e00-\u9fff]{2,6}(?:地点|地址|结果|评价|签[字名章]|效果|反馈|意见|电话|职务|姓名|时间|日期|人数|方式|单位|原因|对象"
    r"|题目|主题|措施|落实|事项|要求|期限|时限|情况)"
)


def card_of_lines(paper: TextDocument, known: Collection[str]) -> Form | None:
    """The labels of a paper with what they say; None where its lines are anything else.

    ``known`` are the headings that registers have. What stands below a label without one is more of what it
    says: 谈话内容： and some paragraphs.
    """
    if paper.tables:
        return None
    titles: list[str] = []
    card: list[list[str]] = []
    for line in (each.text.strip() for each in paper.paragraphs if each.text.strip()):
        pairs = _pairs(line, known)
        if pairs:
            card += pairs
        elif card:
            card[-1][1] = "\n".join(filter(None, (card[-1][1], line)))
        else:
            titles.append(line)
    filled = tuple((label, value) for label, value in card if value)
    if len(filled) < _FILLED or not 0 < len(titles) <= _TITLES:
        return None
    return Form(tuple(titles), filled, filled, paper)


def _pairs(line: str, known: Collection[str]) -> list[list[str]]:
    """The labels of a line, each with what follows it; none where the line begins with no label."""
    found: list[list[str]] = []
    for part in _APART.split(line):
        label, colon, value = part.replace(":", "：", 1).partition("：")
        name = heading_text(label)
        if colon and _names_a_label(name, known):
            found.append([name, value.strip()])
        elif not found:
            return []
        else:
            # What stands apart and is no label belongs to what is before it.
            found[-1][1] = f"{found[-1][1]} {part}".strip()
    return found


def _names_a_label(name: str, known: Collection[str]) -> bool:
    if not 0 < len(name) <= _LONGEST_LABEL:
        return False
    return name in known or name in ASIDE or is_label(name) or _LABEL.fullmatch(name) is not None
