"""What minutes put down of the meeting itself, behind a label below those of their head: 记录：…"""

from __future__ import annotations

import re
from collections.abc import Sequence

from records.intake.papers.minutes.labels import is_read
from records.intake.papers.minutes.people import names_speakers
from records.intake.papers.signature import is_read as is_signed
from records.intake.papers.signature import pairs_of_line

#: Labels behind which the meeting itself is told: 记录, 会议内容, 讨论发言情况, 学习过程.
_RECORD = re.compile(
    r"(?:会议|学习|活动|讨论|交流|发言|主要|具体|党课|例会)*(?:记录|纪要|内容|情况|过程|摘要|要点)(?:记录|摘要|纪要|如下)?"
)
_FIGURES = re.compile(r"(?:应到|应参加|应出席|实到|到会)[^。]{0,60}[。.]?")
#: What parts one meeting of a book from the next: -----, ＊＊＊.
_RULE = re.compile(r"[-—_=*＿＊－─~～.…\s]{3,}")
#: So long is what is told and no subject, and so is what ends a sentence and goes on.
_TOLD = 40
_SENTENCES = re.compile(r"。.|(?:同志|大家|会议|党员|全体)[^，。]{0,20}[，。].*。$")
#: One sentence of what was done: 会议传达了通知，大家商量了日子。
WENT = re.compile(r"(?:(?<![为除])了(?!解)[^。]*，|，[^。]*(?<![为除])了(?!解))[^。]*。?$")


def record_of(lines: Sequence[str]) -> str | None:
    """The minutes without the labels of their head; None where no label says where they begin.

    Labels that nothing reads stay above them; a rule that ends a meeting in a book is none of it.
    """
    lines = _unruled(lines)
    for at, line in enumerate(lines):
        label, told = _begins(line)
        if label and (is_told(told) or (not told and at + 1 < len(lines) and not _labels(lines[at + 1]))):
            above = [each for each in lines[:at] if not _of_the_head(each)]
            return "\n".join(each for each in (*above, told, *lines[at + 1 :]) if each)
    return None


def _unruled(lines: Sequence[str]) -> Sequence[str]:
    end = len(lines)
    while end and (not lines[end - 1].strip() or _RULE.fullmatch(lines[end - 1].strip())):
        end -= 1
    return lines[:end]


def is_told(text: str) -> bool:
    """Whether a label has behind it what was said and done rather than a subject in a few words."""
    return (_SENTENCES.search(text) or WENT.search(text)) is not None or len(text) > _TOLD


def _begins(line: str) -> tuple[str, str]:
    """The label with which a line begins, and all that stands behind it; empty where it is another's."""
    label, colon, told = line.replace(":", "：", 1).partition("：")
    name = re.sub(r"\s", "", label)
    return (name, told.strip()) if colon and _RECORD.fullmatch(name) else ("", "")


def _labels(line: str) -> bool:
    """Whether a line has a label of the head; 张三：…, what somebody said, has none."""
    return any(is_read(label) or is_signed(label) for label in pairs_of_line(line))


def _of_the_head(line: str) -> bool:
    pairs = pairs_of_line(line)
    read = (is_read(label) or is_signed(label) or names_speakers(label, pairs[label]) for label in pairs)
    return (bool(pairs) and all(read)) or (not pairs and _FIGURES.fullmatch(line) is not None)
