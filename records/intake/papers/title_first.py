"""Papers that begin with whose they are and have their title below: 姓名  张三, 月份  2011年9月, 学习笔记."""

from __future__ import annotations

import re
from dataclasses import replace

from records.intake.files.reading import Paragraph, TextDocument
from records.intake.papers.paper_name import kind_of_words
from records.intake.papers.signature import labelled, pairs_of_line

#: Labels that a blank parts from what they say, as on forms that were typed off.
_BLANK = re.compile(
    r"((?:记录|撰写|学习|填写)?(?:姓\s*名|作\s*者|单\s*位|支\s*部|部\s*门|所在支部|所在单位|党支部|日\s*期|时\s*间|月\s*份|记录人|撰写人|学习人))"
    r"[ \u3000\t]+([^:：。，,；;]{2,30})"
)
_HEAD, _LONGEST_TITLE = 6, 50
_OF_MEMBERS = ("reading_note", "experience_article", "research_report")


def with_title_first(document: TextDocument) -> TextDocument:
    """The paper with its labels written as labels, and its title above them where it stands below.

    Any other paper is as it was.
    """
    lines = list(document.paragraphs)
    filled = [at for at, each in enumerate(lines) if each.text.strip()][: _HEAD + 1]
    told: list[tuple[int, Paragraph]] = []
    for at in filled:
        line = _as_label(lines[at].text.strip())
        if labelled(pairs_of_line(line), "first_line", None).empty:
            break
        told.append((at, replace(lines[at], text=line)))
    if (
        len(told) < 2
        or len(told) == len(filled)
        or (document.table_at and document.table_at[0] <= filled[len(told)])
    ):
        return document
    below = lines[filled[len(told)]]
    title = below.text.strip()
    if (
        len(title) > _LONGEST_TITLE
        or re.search(r"[。；;：:]", title)
        or kind_of_words(title) not in _OF_MEMBERS
    ):
        return document
    head = [below, *(line for _, line in told)]
    return replace(document, paragraphs=(*head, *lines[filled[len(told)] + 1 :]))


def _as_label(line: str) -> str:
    found = _BLANK.fullmatch(line)
    return f"{''.join(found[1].split())}：{found[2].strip()}" if found is not None else line
