"""Several papers bound in one file: articles of a year that an office typed one behind the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from records.intake.files.reading import Paragraph, TextDocument
from records.intake.papers.signature import pairs_of_line, signature_of_line

#: Kinds of papers that people sign and offices bind together.
BOUND = frozenset(("experience_article", "research_report", "reading_note"))
_LONGEST_TITLE = 50
#: So much stands below a title and who wrote it, at the least.
_SHORTEST_BODY = 60
_ENDS = "。；;！？!?，,、：:"


def papers_in(document: TextDocument, *, year: int | None = None) -> list[TextDocument]:
    """The document cut before each title below which somebody signs; itself when there are not two."""
    paragraphs = document.paragraphs
    starts = [title for title, _ in _titled(paragraphs, year)]
    ends = [*starts[1:], len(paragraphs)]
    titles = {paragraphs[start].text.strip() for start in starts}
    if len(titles) < 2 or any(
        _length(paragraphs[start + 1 : end]) < _SHORTEST_BODY for start, end in zip(starts, ends, strict=True)
    ):
        return [document]
    parts = []
    for first, last in pairwise((*starts, len(paragraphs))):
        inside = [
            (at - first, table)
            for at, table in zip(document.table_at, document.tables, strict=True)
            if first < at <= last
        ]
        parts.append(
            replace(
                document,
                paragraphs=paragraphs[first:last],
                tables=tuple(table for _, table in inside),
                table_at=tuple(at for at, _ in inside),
            )
        )
    return parts


def signed_by_several(document: TextDocument, *, year: int | None = None) -> bool:
    """Whether different people sign with much text between them: papers that end with their names."""
    authors: list[tuple[str, ...]] = []
    written = 0
    for paragraph in document.paragraphs:
        line = paragraph.text.strip()
        signature = signature_of_line(line, year) if line else None
        if signature is not None and signature.authors:
            if not authors or (written >= _SHORTEST_BODY and signature.authors != authors[-1]):
                authors.append(signature.authors)
            written = 0
        else:
            written += len(line)
    return len(authors) > 1


def _titled(paragraphs: Sequence[Paragraph], year: int | None) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The titles right above a line that names authors, by index, with those."""
    above: int | None = None
    for index, paragraph in enumerate(paragraphs):
        line = paragraph.text.strip()
        if not line:
            continue
        signature = signature_of_line(line, year)
        if signature is not None and signature.authors and above is not None:
            yield above, signature.authors
        above = index if signature is None and _is_title(line) else None


def _is_title(line: str) -> bool:
    return len(line) <= _LONGEST_TITLE and line[-1] not in _ENDS and not pairs_of_line(line)


def _length(paragraphs: Sequence[Paragraph]) -> int:
    return sum(len(paragraph.text.strip()) for paragraph in paragraphs)
