"""What stands over a form that a county sends as an enclosure: 附件2, above its name or before it."""

from __future__ import annotations

import re
from dataclasses import replace

from records.intake.files.reading import TextDocument

_NUMBER = r"\s*[一二三四五六七八九十\d]{0,3}(?:\s*[-—－]\s*\d{1,2})?\s*"
_ANNEX = re.compile(
    rf"[（(【]?(?:附\s*[件表录]?{_NUMBER}|(?:表|样表|表式|样式){_NUMBER})[)）】]?\s*[:：.、．]?"
)
_BEFORE = re.compile(rf"附\s*[件表录]?{_NUMBER}[:：.、．]\s*(?=\S{{4}})")


def without_annex(paper: TextDocument) -> TextDocument:
    """The paper without 附件2 above its title, or before it in the same line."""
    written = [at for at, each in enumerate(paper.paragraphs) if each.text.strip()]
    if not written:
        return paper
    first = written[0]
    line = paper.paragraphs[first].text.strip()
    # A letter's list of what it encloses stands at its end; what is nothing else has no title below it.
    if _ANNEX.fullmatch(line) and (len(written) > 1 or paper.tables):
        kept = (*paper.paragraphs[:first], *paper.paragraphs[first + 1 :])
        places = tuple(at - (at > first) for at in paper.table_at)
        return replace(paper, paragraphs=kept, table_at=places)
    if (named := _BEFORE.sub("", line, count=1)) != line:
        titled = replace(paper.paragraphs[first], text=named)
        return replace(paper, paragraphs=(*paper.paragraphs[:first], titled, *paper.paragraphs[first + 1 :]))
    return paper
