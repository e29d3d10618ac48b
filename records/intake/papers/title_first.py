"""Papers that begin with whose they are and have their title below: 姓名  张三, 月份  2011年9月, 学习笔记."""

from __future__ import annotations

import re
from dataclasses import replace

from records.intake.files.reading import Paragraph, TextDocument
from records.intake.papers.paper_name import kind_of_words
from records.intake.papers.signature import labelled, pairs_of_line

_HEAD, _LONGEST_TITLE = 6, 50
_OF_MEMBERS = ("reading_note", "experience_article", "research_report")


def with_title_first(document: TextDocument) -> TextDocument:
    """The paper with its labels written as labels, and its title above them where it stands below.

    Any other paper is as it was.
    """
    lines = list(document.paragraphs)
    filled = [at for at, each in enumerate(lines) if each.text.strip()][: _HEAD + 1]
    told: list[Paragraph] = []
    for at in filled:
        if labelled(pairs_of_line(lines[at].text.strip()), "first_line", None).empty:
            break
        told.append(lines[at])
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
    head = [below, *told]
    return replace(document, paragraphs=(*head, *lines[filled[len(told)] + 1 :]))
