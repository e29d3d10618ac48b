"""A briefing kept as a paper: its number, the unit it is of, and the items between masthead and foot."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bson.objectid import ObjectId

from records.intake.build.briefings import ask_repeated, issue_number, says_more
from records.intake.desk import Desk
from records.intake.files.reading import TextDocument
from records.intake.names import looks_like_name, split_names
from records.intake.outcome import Item
from records.intake.papers.masthead import ISSUE, is_short, masthead_of, without_dates
from records.intake.papers.paper_name import has_surname
from records.intake.papers.signature import pairs_of_line

_FOOT = re.compile(
    r"(?:报送?|送|发|抄送|抄报|主送|印发|责任编辑|编辑|审核|签发|撰稿人?|供稿人?|联系电话)[:：]|[（(]?共印"
)
_WRITERS = re.compile(r"(?:撰稿|供稿|撰写|执笔|作者|通讯员|拟稿|编写|文稿)人?员?")
_WRITER = re.compile(
    r"(?:撰稿|供稿|撰写|执笔|作者|通讯员)(?:人)?\s*[:：]?\s*([\u4e00-\u9fff·、 \u3000]{2,30})(?=[)）]|$)"
)
_EDITORS = re.compile(r"(?:责任编辑|责编|编辑|本期编辑)")
_NOTE = re.compile(r"(?:编者按|按语|按(?=\s*[:：])|【?编者的?话】?)\s*[:：]?\s*")
_NUMBERED = re.compile(r"(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[)）]|\d+[、.．])")
_CONTENTS = re.compile(r"[【★◆]?(?:本期)?(?:要目|目\s*录|导读|内容提要)[】★◆:：]?")
_BULLET = re.compile(r"^(?:[●◆★■▲※○◇□△·*-]+|\d{1,2}[.．、]|[一二三四五六七八九十]+[、.．])\s*")
_MARK = re.compile(r"^[●◆★■▲※○◇□△·*]+\s*")
_SUBTITLE = re.compile(r"[—－-]{2}|—")
#: Who wrote it, alone in brackets behind the text.
_NAME = r"(?:[\u4e00-\u9fff·]{2,4}|[\u4e00-\u9fff][\s\u3000]+[\u4e00-\u9fff])"
_SIGNED = re.compile(rf"[（(](?:通讯员|作者|供稿|撰稿)?[:：\s]*({_NAME}(?:[、，,/\s\u3000]+{_NAME})*)[)）]$")
_LONGEST_TITLE = 40


def fill_briefing(item: Item, document: TextDocument, desk: Desk, unit: ObjectId | None) -> None:
    """Fill a briefing from its paper. One without an item that has a title of its own is refused."""
    printed = masthead_of(document, None)
    lines, head = printed.lines, printed.length
    while head < len(lines) and desk.unit_known(lines[head]) is not None:
        head += 1
    item.fields.pop("title", None)
    number = ISSUE.search(printed.issue)
    another = says_more(without_dates(printed.issue))
    issue = issue_number(number[0]) if number is not None and not another else None
    if issue is not None:
        item.fields["issue"] = issue
    else:
        item.flag("value_left_out:issue")
    if unit is None:
        unit = desk.asked_unit(item, item.paper_question("no_unit", "unit"))
    if unit is not None:
        item.fields["unit"] = unit
    foot = next((at for at, line in enumerate(lines) if at >= head and _FOOT.match(line)), len(lines))
    while foot > head and _signs(lines[foot - 1], desk):
        foot -= 1
    body, signed = _without_writer(lines[head:foot], desk)
    note, items = _items(body)
    if note:
        item.fields["editor_note"] = note
    if items:
        item.fields["items"] = [{"title": title, "text": text} for title, text in items]
    elif item.taken:
        item.reject("missing_value")
    written = next((found for line in reversed(lines[head:]) if (found := _written_by(line))), signed)
    written = written or next(filter(None, map(_edited_by, (*reversed(lines[head:]), *lines[:head]))), "")
    if len(writers := split_names(written)) > 1:
        # A record keeps one: the others are not lost.
        item.remarks = "；".join(
            filter(None, (item.remarks, f"撰稿：{'、'.join(each.name for each in writers)}"))
        )
    for part in writers[:1]:
        person = desk.person(part.name, item, "written_by", unit=unit, blocking=False)
        if person is not None:
            item.fields["written_by"] = person.id
    _join(item, desk)


def _signs(line: str, desk: Desk) -> bool:
    """Whether a line below the items only says who sent them out, and when: 某某支部　2011年6月27日印发."""
    return desk.unit_known(line) is not None or (is_short(line) and without_dates(line) != line)


def _written_by(line: str) -> str:
    """Who wrote it, as a line of the foot says, with or without others behind: 撰稿：张三　审核：李四."""
    pairs = pairs_of_line(line.strip("（()） "))
    labelled = next((value for label, value in pairs.items() if _WRITERS.fullmatch(label)), "")
    if labelled:
        return labelled
    found = _WRITER.search(line)
    return found[1] if found is not None else ""


def _edited_by(line: str) -> str:
    """Who put it together, where nothing says who wrote it: 责任编辑：张三."""
    pairs = pairs_of_line(line.strip("（()） "))
    return next((value for label, value in pairs.items() if _EDITORS.fullmatch(label)), "")


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


def _without_writer(lines: Sequence[str], desk: Desk) -> tuple[list[str], str]:
    """The lines without the name in brackets that ends the text, and the name: …作了总结。（张三）."""
    signed = _SIGNED.search(lines[-1]) if lines else None
    names = [each.name for each in split_names(signed[1])] if signed is not None else []
    if signed is None or not names or not all(_is_writer(name, desk) for name in names):
        return list(lines), ""
    last = lines[-1][: signed.start()].strip()
    return [*lines[:-1], *([last] if last else [])], "、".join(names)


def _is_writer(name: str, desk: Desk) -> bool:
    return looks_like_name(name) and (has_surname(name) or bool(desk.people.named(name)))


def _items(lines: Sequence[str]) -> tuple[str, list[tuple[str, str]]]:
    """The editor's note, and each item's title with its text; what stands before the first title is its.

    Where no line is a title by itself, those that are numbered are: 一、某村开办夜校.
    """
    lines = _joined(_without_contents(lines))
    note, items = _titled(lines, _is_title)
    return (note, items) if items else _titled(lines, _is_numbered_title)


def _titled(lines: Sequence[str], is_title: Callable[[str], bool]) -> tuple[str, list[tuple[str, str]]]:
    note = ""
    items: list[tuple[str, list[str]]] = []
    before: list[str] = []
    for line, below in zip(lines, [*lines[1:], ""], strict=False):
        if _NOTE.match(line) and not items:
            note = _NOTE.sub("", line)
        elif is_title(line) and below and not is_title(below):
            items.append((_MARK.sub("", line) if is_title is _is_title else _BULLET.sub("", line), []))
        elif items:
            items[-1][1].append(line)
        elif not is_title(line):
            before.append(line)
    if items and before:
        items[0] = (items[0][0], [*before, *items[0][1]])
    return note, [(title, "\n".join(text)) for title, text in items if text]


def _joined(lines: Sequence[str]) -> list[str]:
    """The lines with each subtitle behind its title: 抓学习促发展 over ——某村夜校见闻."""
    joined: list[str] = []
    for line in lines:
        if joined and _SUBTITLE.match(line) and len(line) <= _LONGEST_TITLE and _is_title(joined[-1]):
            joined[-1] += line
        else:
            joined.append(line)
    return joined


def _without_contents(lines: Sequence[str]) -> Sequence[str]:
    """The lines without 本期要目 and the titles that it lists, which stand again below."""
    start = next((at for at, line in enumerate(lines) if _CONTENTS.fullmatch(line)), None)
    if start is None:
        return lines
    end = start + 1
    while end < len(lines) and _BULLET.sub("", lines[end]) in lines[end + 1 :]:
        end += 1
    return [*lines[:start], *lines[end:]]


def _is_numbered_title(line: str) -> bool:
    mark = _NUMBERED.match(line)
    return mark is not None and len(line) > mark.end() and _is_title(line[mark.end() :].strip())


def _is_title(line: str) -> bool:
    """Whether a line reads like the title of an item: short, and no sentence, label or numbered part."""
    return (
        len(line) <= _LONGEST_TITLE
        and not line.endswith(("。", "；", "：", ":", "，", "）", ")"))
        and not _NUMBERED.match(line)
        and not _WRITER.match(line)
    )
