"""A decision that commends, kept as a paper: its number, its day, and the units and people whom it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bson.objectid import ObjectId

from records.intake.desk import Desk
from records.intake.files.reading import TextDocument
from records.intake.names import looks_like_name, split_names
from records.intake.outcome import Item
from records.intake.papers.paper_name import has_surname
from records.intake.papers.signature import DOC_NO, POST, signed_line, signed_off
from records.numbers import chinese_number

#: How far down a paper its number may stand.
_HEAD_LINES = 6
#: A line that says which honour those named behind or below it have, and how many they are.
_HONOUR = re.compile(
    r"(?:附件?\s*[一二三四五六\d]{0,2}\s*[:：.．、]?\s*)?(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[)）]|\d+[、.．])?\s*[“\"]?"
    r"([^：:。，,]{0,20}?(?:先进|优秀|学习型|标兵|模范|示范|能手)[^：:。，,（(]{0,16})[”\"]?(?:名单)?"
    r"\s*(?:[（(]\s*(?:共|计)?\s*(\d+)\s*[个名人]?\s*[)）])?\s*(?:[:：]\s*(.*))?"
)
#: 等2个先进党组织, 等四名同志; not 等三个方面.
_COUNTED = re.compile(
    r"等\s*(?:共|计)?\s*(\d{1,3}|[一二三四五六七八九十]{1,3})\s*[个名位人家](?!方面|环节|阶段|步骤|问题)"
)
_APART = re.compile(r"[\s\u3000、,，;；。]+")


def fill_commendation(item: Item, document: TextDocument, desk: Desk) -> None:
    """Number, issuer and winners of a decision. Winners who are not known, or not all found, are told."""
    lines = [each.text.strip() for each in document.paragraphs if each.text.strip()]
    number = next((found for line in lines[:_HEAD_LINES] if (found := DOC_NO.fullmatch(_tight(line)))), None)
    if number is not None:
        item.fields["doc_no"] = number[0]
    else:
        item.flag("value_left_out:doc_no")
    issuer, _ = signed_off(lines, None)
    known = desk.unit_known(issuer) if issuer else None
    if known is not None:
        item.fields["unit"] = known.id
    winners: list[ObjectId] = []
    owed = 0
    for wanted, cells in _lists(lines, document):
        named = list(dict.fromkeys(_winners(cells, item, desk)))
        if not cells:
            # A heading that counts them, over a table of which Word keeps another account.
            owed += wanted or 0
        elif wanted is not None and len(named) != wanted:
            item.flag("winners_missing")
        winners += [each for each in named if each not in winners]
    if winners:
        item.fields["winners"] = winners
    if not winners or len(winners) < max(owed, counted_in(lines)):
        item.flag("winners_missing")


def counted_in(lines: Sequence[str]) -> int:
    """How many the decision says that it commends: 机关党支部等2个党组织、张三等四名同志."""
    told = (_COUNTED.finditer(line) for line in lines if re.search(r"表彰|授予|命名", line))
    sums = [sum(_number(each[1]) for each in found) for found in told]
    return max(sums, default=0)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else int(chinese_number(text))


def _lists(lines: Sequence[str], document: TextDocument) -> Iterator[tuple[int | None, list[str]]]:
    """The lists of those commended, each with how many its heading says there are."""
    wanted: int | None = None
    inside: list[str] | None = None
    signed = False
    for line in lines:
        head, day = _HONOUR.fullmatch(line), _is_day(line)
        signed = signed or day
        # Above the day of signing 先进个人名单 announces an annex, below it the names follow.
        announced = r"(?:的?决定|附件?)\s*[:：]?$" if signed else r"(?:的?决定|名单|附件?)\s*[:：]?$"
        if head is not None and not re.search(announced, head[1]):
            if inside is not None:
                yield wanted, inside
            wanted, inside = (int(head[2]) if head[2] else None), [head[3]] if head[3] else []
        elif inside is not None and (re.search(r"[。！]$", line) or day):
            yield wanted, inside
            wanted, inside = None, None
        elif inside is not None:
            inside.append(line)
    if inside is not None:
        yield wanted, inside
    for table in document.tables:
        # 序号/姓名/所在党组织/职务, 序号/名称/书记: whoever is commended stands first in a row.
        yield None, [next((cell for cell in row if not cell.strip().isdigit()), "") for row in table[1:]]


def _winners(lines: Sequence[str], item: Item, desk: Desk) -> Iterator[ObjectId]:
    """Units and people of a list, one or several to a line, what they are behind them."""
    for line in lines:
        words = [word for word in _APART.split(line) if word]
        units = [desk.unit_known(word) for word in words]
        if words and all(units):
            yield from (unit.id for unit in units if unit is not None)
            continue
        names = _names(line, desk)
        for name in names:
            person = desk.person(name, item, "winners", blocking=False)
            if person is not None:
                yield person.id
        if not names and words:
            yield from (unit.id for unit in units if unit is not None)


def _names(line: str, desk: Desk) -> list[str]:
    """The people of a line: 张三（某支部）、李四, 张三　某支部书记, 丁　一　科员, or names side by side."""
    signed = signed_line(line, None)
    if signed is not None and signed.authors:
        return list(signed.authors)
    parts = [part.name for part in split_names(line)]
    if parts and all(looks_like_name(part) for part in parts):
        return [part for part in parts if has_surname(part) or desk.people.named(part)]
    first = POST.sub("", next(iter(_APART.split(line)), ""))
    return [first] if looks_like_name(first) and desk.people.named(first) else []


def _is_day(line: str) -> bool:
    """Whether a line is a day and nothing else: the decision is signed there, and the list above it ends."""
    signed = signed_line(line, None)
    return signed is not None and signed.date is not None and not signed.authors and signed.unit is None


def _tight(line: str) -> str:
    return re.sub(r"\s", "", line)
