"""A briefing kept as a paper: its number, the unit it is of, and the items between masthead and foot."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bson.objectid import ObjectId

from records.intake.build.briefings import ask_repeated, issue_number, says_more
from records.intake.dates import dates_in
from records.intake.desk import Desk
from records.intake.files.reading import TextDocument
from records.intake.names import split_names
from records.intake.outcome import Item, Question
from records.intake.papers.signature import pairs_of_line

#: How far down a paper its masthead may reach: name, number, unit, date.
_MASTHEAD = 7
_ISSUE = re.compile(r"第\s*[\d０-９一二三四五六七八九十〇零百]{1,4}\s*期")
_FOOT = re.compile(
    r"(?:报送?|送|发|抄送|抄报|主送|印发|责任编辑|编辑|审核|签发|撰稿人?|供稿人?|联系电话)[:：]|[（(]?共印"
)
_WRITERS = re.compile(r"(?:撰稿|供稿|撰写|执笔|作者|通讯员|拟稿|编写|文稿)人?员?")
_WRITER = re.compile(
    r"(?:撰稿|供稿|撰写|执笔|作者|通讯员)(?:人)?\s*[:：]?\s*([\u4e00-\u9fff·、 \u3000]{2,30})(?=[)）]|$)"
)
_NOTE = re.compile(r"(?:编者按|按语|【?编者的?话】?)\s*[:：]?\s*")
_NUMBERED = re.compile(r"(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[)）]|\d+[、.．])")
_CONTENTS = re.compile(r"[【★◆]?(?:本期)?(?:要目|目\s*录|导读|内容提要)[】★◆:：]?")
_BULLET = re.compile(r"^(?:[●◆★■▲※○◇□△·*-]+|\d{1,2}[.．、]|[一二三四五六七八九十]+[、.．])\s*")
_LONGEST_TITLE = 40


def fill_briefing(item: Item, document: TextDocument, desk: Desk, unit: ObjectId | None) -> None:
    """Fill a briefing from its paper. One without an item that has a title of its own is refused."""
    lines = [each.text.strip() for each in document.paragraphs if each.text.strip()]
    head = _head_length(lines)
    item.fields.pop("title", None)
    line = next((line for line in lines[:head] if _ISSUE.search(line)), "")
    number = _ISSUE.search(line)
    issue = issue_number(number[0]) if number is not None and not says_more(line) else None
    if issue is not None:
        item.fields["issue"] = issue
    else:
        item.flag("value_left_out:issue")
    if unit is None:
        unit = desk.asked_unit(item, Question("no_unit", item.place, "unit", "", (), True, (item.evidence,)))
    if unit is not None:
        item.fields["unit"] = unit
    foot = next((at for at, line in enumerate(lines) if at >= head and _FOOT.match(line)), len(lines))
    note, items = _items(lines[head:foot])
    if note:
        item.fields["editor_note"] = note
    if items:
        item.fields["items"] = [{"title": title, "text": text} for title, text in items]
    elif item.taken:
        item.reject("missing_value")
    written = next((found for line in reversed(lines[head:]) if (found := _written_by(line))), "")
    for part in split_names(written)[:1]:
        person = desk.person(part.name, item, "written_by", unit=unit, blocking=False)
        if person is not None:
            item.fields["written_by"] = person.id
    _join(item, desk)


def _written_by(line: str) -> str:
    """Who wrote it, as a line of the foot says, with or without others behind: 撰稿：张三　审核：李四."""
    pairs = pairs_of_line(line.strip("（()） "))
    labelled = next((value for label, value in pairs.items() if _WRITERS.fullmatch(label)), "")
    if labelled:
        return labelled
    found = _WRITER.search(line)
    return found[1] if found is not None else ""


def _join(item: Item, desk: Desk) -> None:
    """One issue is one record: a register's row of the same titles gets the texts and the paper.

    Another issue of the same number is asked about.
    """
    unit, day, number = (item.fields.get(name) for name in ("unit", "submitted_on", "issue"))
    if not item.taken or unit is None or day is None or number is None:
        return
    known = desk.issues.setdefault((unit, day.year, number), item)
    if known is item:
        return
    texts = {_plain(each["title"]): each for each in item.fields["items"]}
    if known.taken and {_plain(each["title"]) for each in known.fields["items"]} == texts.keys():
        known.fields["items"] = [{**texts[_plain(each["title"])], **each} for each in known.fields["items"]]
        for name in ("editor_note", "written_by"):
            if name in item.fields:
                known.fields.setdefault(name, item.fields[name])
        known.attach = known.attach or item.attach
        item.duplicate("issue_told_elsewhere")
        return
    del item.fields["issue"]
    used = {each[2] for each in desk.issues if each[:2] == (unit, day.year)}
    other = ask_repeated(item, desk, number, used)
    if other is not None:
        item.fields["issue"] = other
        desk.issues[unit, day.year, other] = item


def _plain(title: str) -> str:
    return re.sub(r"\s|[《》“”\"]", "", title)


def _head_length(lines: Sequence[str]) -> int:
    """How many lines the masthead takes: those down to the last that gives name, number or day."""
    last = 0
    for at, line in enumerate(lines[:_MASTHEAD]):
        if len(line) > _LONGEST_TITLE * 2 or line.endswith(("。", "；")):
            break
        day = any(found.value and found.value.precision == "day" for found, _, _ in dates_in(line))
        if line.endswith("简报") or _ISSUE.search(line) or day:
            last = at + 1
    return last


def _items(lines: Sequence[str]) -> tuple[str, list[tuple[str, str]]]:
    """The editor's note, and each item's title with its text; what stands before the first title is its."""
    note = ""
    items: list[tuple[str, list[str]]] = []
    before: list[str] = []
    lines = _without_contents(lines)
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if _NOTE.match(line) and not items:
            note = _NOTE.sub("", line)
        elif _is_title(line) and below and not _is_title(below):
            items.append((line, []))
        elif items:
            items[-1][1].append(line)
        elif not _is_title(line):
            before.append(line)
    if items and before:
        items[0] = (items[0][0], [*before, *items[0][1]])
    return note, [(title, "\n".join(text)) for title, text in items if text]


def _without_contents(lines: Sequence[str]) -> Sequence[str]:
    """The lines without 本期要目 and the titles that it lists, which stand again below."""
    start = next((at for at, line in enumerate(lines) if _CONTENTS.fullmatch(line)), None)
    if start is None:
        return lines
    end = start + 1
    while end < len(lines) and _BULLET.sub("", lines[end]) in lines[end + 1 :]:
        end += 1
    return [*lines[:start], *lines[end:]]


def _is_title(line: str) -> bool:
    """Whether a line reads like the title of an item: short, and no sentence, label or numbered part."""
    return (
        len(line) <= _LONGEST_TITLE
        and not line.endswith(("。", "；", "：", ":", "，", "）", ")"))
        and not _NUMBERED.match(line)
        and not _WRITER.match(line)
    )
