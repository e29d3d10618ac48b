"""A letter above a table: the number, the title and the day of a decision on the awards below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from records.intake.dates import dates_in
from records.intake.files.reading import TextDocument
from records.intake.papers.paper_name import kind_of_words
from records.intake.papers.signature import DOC_NO, signed_line, signed_off
from records.intake.unit_names import unit_phrases
from records.values import PartialDate, half_width

#: What may stand around a number without making it that of another paper: 文号：, 文件, brackets.
_AROUND_NUMBER = re.compile(r"(?:表彰|决定|依据|发文)?文?字?号[:：]?|文件?|表彰|公布|[\s（()）,，:：]")
_LISTED = re.compile(r"名单|名册|登记|汇总|一览|花名|附件|附表")
_LONGEST_TITLE = 60


@dataclass(frozen=True)
class Letter:
    """What is known of a decision; ``of_list`` where only the list below it has a title."""

    number: str
    title: str
    day: date | None
    issuer: str
    of_list: bool = False


def number_key(text: str) -> str:
    """A number as it is compared: 青党发[2011]05号 and 青党发〔2011〕5号 are one."""
    found = DOC_NO.search(re.sub(r"\s", "", text))
    if found is None:
        return ""
    plain = re.sub(r"[\[(（【]", "〔", half_width(found[0]))
    return re.sub(r"〕第?0*", "〕", re.sub(r"[\])）】]", "〕", plain))


def letter_above(lines: Sequence[str]) -> Letter | None:
    """The decision of which the lines above a table tell; None when they give neither number nor title."""
    lines = [line.strip() for line in lines if line.strip()]
    number, in_number = next(filter(None, map(_number, lines)), ("", None))
    titled = next((line for line in lines if len(line) <= _LONGEST_TITLE and _is_title(line)), "")
    if not (number or titled):
        return None
    issuer, signed = signed_off(lines, None)
    alone = next(filter(None, map(_day_alone, lines)), None)
    day = _exact(signed.value if signed is not None else None) or in_number or alone
    title = re.sub(rf"[（(\s]*{DOC_NO.pattern}[\s）)]*", "", titled)
    named = next((line for line in lines if not DOC_NO.search(line) and _LISTED.search(line)), "")
    issuer = issuer or next(iter(unit_phrases(title)), "")
    return Letter(number, title or named, day, issuer, of_list=not title)


def commends(paper: TextDocument) -> bool:
    """Whether a paper has the head of a decision that commends: what its tables list is whom."""
    letter = letter_above([each.text for each in paper.paragraphs])
    return letter is not None and not letter.of_list


def _is_title(line: str) -> bool:
    bare = re.sub(rf"[（(\s]*{DOC_NO.pattern}[\s）)]*", "", line)
    return kind_of_words(bare) == "commendation" and not re.search(r"[。；：:]$", bare)


def _number(line: str) -> tuple[str, date | None] | None:
    """The number that a line gives of the paper itself, alone, behind its title or with its day."""
    line = re.sub(r"\s*([〔\[(（【〕\])）】])\s*", r"\1", line)
    found = DOC_NO.search(line)
    if found is None:
        return None
    rest = line.replace(found[0], "")
    day = None
    for reading, start, end in reversed(list(dates_in(rest))):
        day = _exact(reading.value) or day
        rest = rest[:start] + rest[end:]
    if _AROUND_NUMBER.sub("", rest) and not _is_title(line):
        return None
    return re.sub(r"^(?:表彰|决定|依据|发文)?文?字?号[:：]?", "", found[0]), day


def _day_alone(line: str) -> date | None:
    signed = signed_line(line, None)
    return None if signed is None or signed.date is None or signed.authors else _exact(signed.date.value)


def _exact(value: PartialDate | None) -> date | None:
    return value.start if value is not None and value.precision == "day" else None
