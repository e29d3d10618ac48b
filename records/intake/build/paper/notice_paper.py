"""Notices to put something right, kept as papers: to whom, what was found, what is wanted until when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from records.intake.dates import dates_in
from records.intake.desk import Desk
from records.intake.files.reading import TextDocument
from records.intake.names import clean_name, looks_like_name
from records.intake.outcome import Item
from records.intake.papers.minutes.numbered import ITEM_MARK
from records.intake.papers.signature import DOC_NO, pairs_of_line, pairs_of_table, signed_line

_HEAD, _SHORT = 8, 12
#: What is longer than this under 整改结果 tells how it went, too.
_WORD = 8
_NUMBER = re.compile(r"(?:通知)?(?:书|单)?(?:编号|文号)")
_TO = re.compile(
    r"(?:受文|主送|送达|整改|限改|被?督查|被?督导|被?检查|被查|受检|受查|接收|收文|被?通知)(?:单位|支部|对象|人|党组织|部门)"
    r"|责任(?:单位|支部|部门)|单位|支部|主送"
)
_RESPONSIBLE = re.compile(r"(?:整改)?(?:责任人|负责人)")
_UNTIL = re.compile(r"(?:整改|完成)?(?:期限|时限|限期)|(?:整改)?完成(?:时限|期限|时间)")
_ISSUED = re.compile(r"(?:签发|下发|发出|通知|印发)(?:日期|时间)")
#: What the receipt below the notice says of how it went.
_REPLY = re.compile(r"(?:整改|落实|完成)(?:落实|完成)?情况(?:说明|汇报)?")
_RESULT = re.compile(r"(?:整改|复查|验收)?(?:结果|结论)|是否完成(?:整改)?")
_CLOSED = re.compile(r"(?:销号|办结|整改完成|复查|验收)(?:日期|时间)")
#: A receipt as a table: these stand side by side, with what they say below them.
_RECEIPT = re.compile(r".*(?:人|日期|时间|结果|情况|结论|意见|签[字名]|盖章|单位|备注)")
#: What a sentence about the outcome says, where more is told: 已补齐记录，7月25日复查，已完成整改。
_DONE_TOLD = (
    ("未完成", r"未完成|没有完成|尚未|未(?:按期|按时|全部)?(?:整改|到位)|没有整改"),
    ("延期", r"延期|延长"),
    (
        "完成",
        r"(?:已|全部|均|按期|按时)(?:经|全部)?(?:完成|整改(?:到位|完毕|完成|$))|整改(?:完成|到位|完毕)|完成整改",
    ),
)
_CLOSED_TOLD = re.compile(
    r"\s*(?:经)?(?:检查|回头看)?(?:复查|复检|验收|销号|办结|整改(?:完成|到位|完毕)|完成整改)"
)
_DONE = (
    ("未完成", r"未完成|没有完成|未整改|未到位|否"),
    ("延期", r"延期|延长"),
    ("完成", r"完成|整改到位|合格|是"),
)
_LETTER_TO = re.compile(r"([\u4e00-\u9fff·]{2,20})(?:同志)?[:：]")
_SENT_TO = re.compile(r"(?:致|送|主送)[:：]\s*([\u4e00-\u9fff·]{2,20})")
_FOUND = re.compile(r"问题|不足|情况如下")
_WANTED = re.compile(
    r"整改(?:要求|意见|措施|内容|任务)|要求(?:如下|整改)|(?:如下|以下)(?:整改)?(?:要求|意见)|提出.*要求|请.{0,16}整改$"
)
#: 请于6月10日前补记笔记: what is wanted, told in the sentence that says until when.
_PLEASE = re.compile(r"(?:请|务必|必须|应当|责令|要求你)[^。；]*")
#: 督查发现你支部学习笔记不全，记录缺2次。检查时发现，你支部无签到。
_FOUND_IN = re.compile(
    r"(?:发现[，,]?|查出[，,]?|(?:检查|督查|抽查|督导)(?:时|中|后)?[，,](?=你|该|贵))(?:你[们处校站所村]?(?:党?支部|单位|党总支)?|该\S{0,4}?支部|贵\S{0,2}?支部)?"
    r"(?:主要)?(?:还)?(?:存在|有)?(?:着)?(?!(?:以下|如下|下列))([^。：:]{4,}?)(?:的?等?问题)?(?:。|$)"
)
#: Several things behind a label: 整改要求：1.补写笔记。2.撰写心得。
_SEVERAL = re.compile(r"(?<!\d)\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[)）]|[①-⑳]|[一二三四五六]是")
#: How the outcome is to be told, which is nothing to be put right.
_REPORT = re.compile(
    r"整改(?:落实)?(?:情况|结果).{0,12}报|书面报(?:告|送)|^请.{0,20}(?:整改(?:到位|完毕)|完成整改).{0,8}书面(?:上报|报|反馈)"
)
_BY = re.compile(r"^\s*(?:底|末)?\s*(?:之|以)?前|^\s*为止")


def fill_rectification(item: Item, document: TextDocument, desk: Desk) -> None:
    """What the notice says, in labels, in lists and in sentences; what is not found is told."""
    item.fields.pop("title", None)
    lines = [each.text.strip() for each in document.paragraphs if each.text.strip()]
    pairs = {label: text for table in document.tables for label, text in _pairs(table).items()}
    for line in lines:
        pairs = {**pairs_of_line(line), **pairs}
    number = next((no for line in lines[:_HEAD] if (no := DOC_NO.fullmatch(re.sub(r"\s", "", line)))), None)
    if told := number[0] if number is not None else _labelled(pairs, _NUMBER):
        item.fields["doc_no"] = told
    _to_whom(item, lines, pairs, desk)
    issued = item.fields.get("issued_on")
    if not isinstance(issued, date) and (day := _day(_labelled(pairs, _ISSUED), None)) is not None:
        issued = item.fields["issued_on"] = day
    year = issued.year if isinstance(issued, date) else None
    problems, wanted = _parts(lines)
    problems, wanted = problems or _of_cell(pairs, _FOUND), wanted or _of_cell(pairs, _WANTED)
    problems, wanted = problems or _told_found(lines), wanted or _asked_for(lines)
    if problems:
        item.fields["problems"] = "\n".join(problems)
    if wanted:
        item.fields["requirements"] = wanted
    else:
        item.flag("value_left_out:requirements")
    until = _day(_labelled(pairs, _UNTIL), year) or _told_until([*wanted, *lines], year)
    if until is not None:
        item.fields["deadline"] = until
    else:
        item.flag("value_left_out:deadline")
    _how_it_went(item, pairs, year)
    name = clean_name(_labelled(pairs, _RESPONSIBLE)).name
    if name and looks_like_name(name):
        person = desk.person_anywhere(name, item, "responsible", None)
        if person is not None:
            item.fields["responsible"] = person.id


def _how_it_went(item: Item, pairs: dict[str, str], year: int | None) -> None:
    """What the receipt says: what was done, whether that is all, and when the matter was closed."""
    reply, result = _labelled(pairs, _REPLY), _labelled(pairs, _RESULT)
    if len(result) > _WORD:
        reply = reply or result
    if reply:
        item.fields["reply"] = reply
    known = next((value for value, words in _DONE if re.match(rf"(?:已经?|全部)*(?:{words})", result)), None)
    if known is None or len(result) > _WORD:
        told = result or reply
        known = next((value for value, words in _DONE_TOLD if re.search(words, told)), None)
    if known is not None:
        item.fields["result"] = known
    elif result:
        item.flag("value_left_out:result")
    day = _day(_labelled(pairs, _CLOSED), year)
    if day is None and known == "完成":
        day = _closed_told(f"{reply}；{result if result != reply else ''}", item.fields.get("issued_on"))
    if day is not None:
        item.fields["closed_on"] = day


def _closed_told(text: str, issued: object) -> date | None:
    """The only day of a sentence on which it was looked at again: 7月25日复查，已完成整改。"""
    if not isinstance(issued, date):
        return None
    days = set()
    for reading, _, end in dates_in(text, year=issued.year):
        if reading.value is None or reading.value.precision != "day" or not _CLOSED_TOLD.match(text[end:]):
            continue
        day = reading.value.start
        # A day without its year that would lie before the notice is one of the next year.
        days.add(day.replace(year=day.year + 1) if day < issued and "年" not in reading.raw else day)
    return days.pop() if len(days) == 1 else None


def _pairs(table: Sequence[Sequence[str]]) -> dict[str, str]:
    """What the cells of a table say beside their labels, or, in a receipt of two rows, below them."""
    rows = [[cell.strip() for cell in row] for row in table if any(cell.strip() for cell in row)]
    labels = [re.sub(r"\s", "", cell) for cell in rows[0]] if len(rows) == 2 else []
    if labels and all(_RECEIPT.fullmatch(label) for label in labels):
        return dict(zip(labels, rows[1], strict=False))
    return pairs_of_table(table)


def _labelled(pairs: dict[str, str], label: re.Pattern[str]) -> str:
    return next((text for name, text in pairs.items() if text and label.fullmatch(name)), "")


def _to_whom(item: Item, lines: Sequence[str], pairs: dict[str, str], desk: Desk) -> None:
    """Whom the letter addresses, 某某支部： or 某某同志：, or a label names."""
    heads = lines[:_HEAD]
    addressed = [
        found[1] for each in (_LETTER_TO, _SENT_TO) for line in heads if (found := each.fullmatch(line))
    ]
    for text in filter(None, (_labelled(pairs, _TO), *addressed)):
        unit = desk.unit_named(text)
        name = clean_name(text.removesuffix("同志")).name
        if unit is not None:
            item.fields["target"] = unit.id
            return
        if looks_like_name(name) and (person := desk.person_anywhere(name, item, "target", None)) is not None:
            item.fields["target"] = person.id
            return
    if item.taken and not item.questions:
        item.flag("value_left_out:target")


def _parts(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """What was found, and what is wanted: the lists that sentences and labels announce."""
    problems: list[str] = []
    wanted: list[str] = []
    into: list[str] | None = None
    for line in lines:
        told = re.sub(r"^[一二三四五六七八九十]+[、.．]", "", line).replace(":", "：")
        head, colon, behind = told.partition("：")
        announces = bool(colon) or len(head) <= _SHORT
        # …笔记不足的有2人。请整改： the last sentence says what stands below.
        head = re.split(r"[。；;](?=.)", head)[-1]
        if _REPORT.search(line) or any(label.fullmatch(head) for label in (_UNTIL, _RESPONSIBLE, _ISSUED)):
            into = None
        elif announces and _WANTED.search(head) and not head.endswith("。"):
            into = wanted
        elif announces and _FOUND.search(head) and not head.endswith("。"):
            into = problems
        elif into is not None and (ITEM_MARK.match(line) or line.endswith(("。", "；", ";"))):
            into.append(_without_mark(line) if into is wanted else line)
            continue
        else:
            into = None
        if into is not None and behind.strip():
            several = [part.strip("，, ") for part in _SEVERAL.split(behind) if part.strip("，, ")]
            into += several if into is wanted else [behind.strip()]
    return problems, wanted


def _of_cell(pairs: dict[str, str], label: re.Pattern[str]) -> list[str]:
    """What a cell of a table says was found or is wanted: its lines, or what it numbers in one of them."""
    told = next((text for name, text in pairs.items() if text and label.search(name)), "")
    parts = (part.strip() for line in told.splitlines() for part in _SEVERAL.split(line))
    return [part for part in parts if part]


def _without_mark(line: str) -> str:
    return ITEM_MARK.sub("", line)


def _told_found(lines: Sequence[str]) -> list[str]:
    """What a sentence says was found, where no list does: 5月11日督查中，发现你支部学习笔记不全。"""
    told = (found[1] for line in lines for found in [_FOUND_IN.search(line)] if found is not None)
    return list(told)[:1]


def _asked_for(lines: Sequence[str]) -> list[str]:
    """The sentence that asks for something until a day, where no list says what is wanted."""
    told = (found[0].strip() for line in lines[1:] for found in _PLEASE.finditer(line))
    return [each for each in told if any(True for _ in dates_in(each, year=2000)) or "整改" in each][:1]


def _told_until(lines: Sequence[str], year: int | None) -> date | None:
    """The only day before which something is wanted: 于2011年6月10日前."""
    found = set()
    for line in lines:
        for reading, _, end in dates_in(line, year=year):
            exact = reading.value is not None and reading.value.precision == "day"
            if exact and reading.value is not None and _BY.match(line[end:]):
                found.add(reading.value.start)
    return found.pop() if len(found) == 1 else None


def _day(text: str, year: int | None) -> date | None:
    signed = signed_line(re.sub(r"(?:之|以)?前$", "", text.strip("。 ")), year) if text else None
    value = signed.date.value if signed is not None and signed.date is not None else None
    if value is None:
        days = [each.value for each, _, _ in dates_in(text, year=year) if each.value is not None]
        value = days[-1] if days else None
    return value.start if value is not None and value.precision == "day" else None
