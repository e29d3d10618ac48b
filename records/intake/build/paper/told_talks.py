"""Talks that an office tells of in numbered sentences: who spoke, when, where, of what, to how many."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from records.intake.dates import dates_in
from records.intake.desk import Desk
from records.intake.files.reading import TextDocument
from records.intake.outcome import Item, Place
from records.values import half_width

_TITLE = re.compile(r"宣讲")
_NUMBERED = re.compile(r"\s*(?:\d{1,3}[.．、]|[（(]\d{1,3}[)）]|[①-⑳])\s*")
_WHO = re.compile(
    r"^[，,、\s]*由?([\u4e00-\u9fff·]{2,20}?)(?:同志)?于?[，,]?(?=在|到|赴|深入|为|向|给|就|围绕|作|以|宣讲)"
)
_WHERE = re.compile(
    r"(?:在|到|赴|深入)([\u4e00-\u9fff\d]{2,15}?)(?=[，,]|为|向|给|就|围绕|作|以|召开|开展|进行|宣讲)"
)
_WHAT = (
    re.compile(r"[为以作就]?(?:题为)?(《[^》]{2,40}》)"),
    re.compile(r"(?:就|围绕)(.{2,40}?)(?:作|进行|开展)(?:了)?(?:专题)?宣讲"),
    re.compile(r"宣讲(?:了|关于)?([^，,。；;]{2,40})"),
)
_COUNT = re.compile(r"(\d+)(?:余|多)?(?:名|人次|人)")


@dataclass(frozen=True)
class Talk:
    """A sentence of the paper, and what it says; empty where it doesn't."""

    sentence: str
    held_on: date | None
    who: str
    place: str
    topic: str
    count: int | None


def talks_in(document: TextDocument, title: str, year: int | None) -> list[Talk]:
    """The numbered sentences below a title that speaks of such talks; none for less than two."""
    if not _TITLE.search(title):
        return []
    told = re.search(r"((?:19|20)\d{2})\s*年", title)
    year = int(told[1]) if told is not None else year
    lines = [paragraph.text.strip() for paragraph in document.paragraphs]
    found = [
        _talk(line[ahead.end() :], year)
        for line in lines
        if (ahead := _NUMBERED.match(line)) is not None and re.search(r"\d{1,2}[月./-]\d{1,2}", line)
    ]
    return found if len(found) >= 2 else []


def build_talks(talks: Sequence[Talk], file: str, desk: Desk) -> Iterator[Item]:
    """A record for each talk, flagged: sentences say things in more ways than registers do."""
    for talk in talks:
        item = Item("preaching", Place(file), attach=file, cells=(talk.sentence,), headings=("",))
        if talk.held_on is None or not talk.who or not talk.topic:
            item.reject("unreadable_row")
            yield item
            continue
        # 镇党委书记田茂盛: whoever is known by the end of it is meant.
        ends = (talk.who[-length:] for length in (4, 3, 2))
        name = next((end for end in ends if desk.people.named(end)), talk.who)
        person = desk.person(name, item, "speaker")
        if person is not None:
            item.fields["speaker"] = person.id
        item.fields |= {"held_on": talk.held_on, "topic": talk.topic}
        if talk.place:
            item.fields["place"] = talk.place
        if talk.count is not None:
            item.fields["count"] = talk.count
        else:
            item.flag("value_left_out:count")
        item.flag("read_from_sentence")
        yield item


def _talk(sentence: str, year: int | None) -> Talk:
    text = half_width(sentence)
    days = [
        (reading.value.start, start, end)
        for reading, start, end in dates_in(text, year=year)
        if reading.value is not None and reading.value.precision == "day"
    ]
    day = days[0] if len(days) == 1 else None
    rest = text[: day[1]] + text[day[2] :] if day is not None else text
    who, where = _WHO.search(rest), _WHERE.search(rest)
    what = next((found[1] for pattern in _WHAT if (found := pattern.search(rest))), "")
    counts = _COUNT.findall(rest)
    return Talk(
        sentence,
        day[0] if day is not None else None,
        who[1] if who is not None else "",
        where[1] if where is not None else "",
        what.strip("《》"),
        int(counts[0]) if len(counts) == 1 else None,
    )
