"""A decision that commends, kept as a paper: its number, its day, and the units and people whom it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bson.objectid import ObjectId

from records.intake.desk import Desk
from records.intake.files.reading import TextDocument
from records.intake.names import clean_name, looks_like_name, split_names
from records.intake.outcome import Item
from records.intake.papers.honours import commended_in, number
from records.intake.papers.paper_name import has_surname, is_unit
from records.intake.papers.posts import POST
from records.intake.papers.signature import DOC_NO, signed_line, signed_off
from records.intake.unit_book import Unit

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
#: A line that says that those below it have an honour, whose names then follow a line each.
_ANNOUNCED = re.compile(
    r"(?:表彰|授予|命名|评为)[^。]*(?:以下|下列|如下|名单)[^。]*[:：]$"
    r"|(?:以下|下列)[^。]*(?:表彰|称号)[^。]*[:：]$|名单[^。]*(?:通报|公布|如下)[^。]*[:：]$"
)
#: Offices that sign a letter, which are no winners of the list that ends above them.
_SIGNS = re.compile(r"(?:委员会|人民政府|党委|政府|工委|党组|办公室|领导小组)$")
_WHO = re.compile(
    r"姓名|名称|先进(?:个人|集体|单位|党组织)|(?:党组织|单位|支部|集体)名称"
    r"|(?:获奖|受表彰)(?:个人|人员?|单位|集体|党组织|者|对象)?"
)
#: Whoever is named in a sentence with one of these, and is no winner, was overlooked.
_GIVES = re.compile(r"授予|命名|称号|评为|评选|表彰")


def fill_commendation(item: Item, document: TextDocument, desk: Desk) -> None:
    """Number, issuer and winners of a decision. Winners who are not known, or not all found, are told."""
    lines = [each.text.strip() for each in document.paragraphs if each.text.strip()]
    told = next((no for line in lines[:_HEAD_LINES] if (no := DOC_NO.fullmatch(_tight(line)))), None)
    if told is not None:
        item.fields["doc_no"] = told[0]
    else:
        item.flag("value_left_out:doc_no")
    issuer, _ = signed_off(lines, None)
    known = desk.unit_known(issuer) if issuer else None
    if known is not None:
        item.fields["unit"] = known.id
    found = _Winners(item, desk)
    owed = 0
    for honour, wanted, cells in _lists(lines, document):
        before = len(found.told)
        for line in cells:
            found.add(honour, _named(line, desk))
        if not cells:
            # A heading that counts them, over a table of which Word keeps another account.
            owed += wanted or 0
        elif wanted is not None and len(found.told) - before != wanted:
            item.flag("winners_missing")
    listed = bool(found.ids)
    for group in commended_in(_prose(lines)):
        before = len(found.told)
        found.add(group.honour, [_of_part(part, desk) for part in group.parts])
        if not listed and group.wanted is not None and len(found.told) - before != group.wanted:
            item.flag("winners_missing")
    found.keep()
    if found.overlooked(_prose(lines)):
        item.flag("winners_missing")
    if not found.ids or len(found.ids) < max(owed, counted_in(lines)):
        item.flag("winners_missing")


#: Somebody commended: a unit, or a name and the unit that stands with it.
_Named = tuple[Unit | None, str]


class _Winners:
    """Whom a decision commends, each once, and which honour each has."""

    def __init__(self, item: Item, desk: Desk) -> None:
        self._item, self._desk = item, desk
        self.ids: list[ObjectId] = []
        #: Everybody in each list and sentence, with the honour.
        self.told: list[tuple[str, ObjectId]] = []
        self._names: dict[ObjectId, str] = {}

    def add(self, honour: str, named: Iterable[_Named | None]) -> None:
        for each in named:
            if each is None:
                self._item.flag("winners_missing")
                continue
            unit, name = each
            if name:
                person = self._desk.person(
                    name, self._item, "winners", unit=unit.id if unit else None, blocking=False
                )
                if person is not None:
                    self._take(honour, person.id, person.name)
            elif unit is not None:
                self._take(honour, unit.id, unit.name)

    def _take(self, honour: str, who: ObjectId, name: str) -> None:
        if (honour, who) not in self.told:
            self.told.append((honour, who))
        if who not in self.ids:
            self.ids.append(who)
        self._names[who] = name

    def overlooked(self, lines: Iterable[str]) -> bool:
        """Whether a sentence that gives honours names somebody known who is no winner."""
        sentences = [each for line in lines for each in re.split(r"[。；;！]", line) if _GIVES.search(each)]
        winners = {name for who in self.ids if (name := self._names[who])}
        return any(
            person.name in sentence
            and person.id not in self.ids
            and not any(person.name in winner for winner in winners)
            for sentence in sentences
            for person in self._desk.people
        )

    def keep(self) -> None:
        """Put them into the record; who has which of several honours is kept in its remarks."""
        if self.ids:
            self._item.fields["winners"] = self.ids
        honours = list(dict.fromkeys(honour for honour, _ in self.told if honour))
        if len(honours) > 1 and {who for honour, who in self.told if honour} == set(self.ids):
            groups = (
                f"{each}：{'、'.join(self._names[who] for honour, who in self.told if honour == each)}"
                for each in honours
            )
            self._item.remarks = "；".join(groups)


#: What stands before the honour in the title of a list: 松坪乡2012年度, 附件1.
_BEFORE_HONOUR = re.compile(
    r"^(?:附件?\s*[一二三四五六\d]{0,2}\s*[:：.．、]?\s*)?(?:中共)?(?:[\u4e00-\u9fff]{1,6}?(?:[乡镇]|街道)(?:党委)?)?"
    r"(?:(?:19|20)\d{2}\s*年?度?)?(?:获得?|荣获|受|被)?(?:表彰|授予|评为)?的?"
)


_BEHIND_HONOUR = re.compile(r"(?:(?:获奖|受?表彰|奖励)(?:人员|单位|对象)?)?(?:花?名[单册]|一览)?表?$")
_NO_HONOUR = re.compile(r"决定|通报|通知|登记|台账|统计|汇总|情况")


def honour_above(lines: Iterable[str]) -> str:
    """The honour that the nearest line above a list tells of all in it: 一、学习先进个人, 先进党支部名单."""
    for line in reversed([each.strip() for each in lines if each.strip()]):
        head = _HONOUR.fullmatch(line)
        if head is not None and not head[3] and not _NO_HONOUR.search(head[1]):
            told = _BEHIND_HONOUR.sub("", head[1].strip('“”"\u3000 '))
            return _BEFORE_HONOUR.sub("", re.sub(r"\s", "", told))
    return ""


def counted_in(lines: Sequence[str]) -> int:
    """How many the decision says that it commends: 机关党支部等2个党组织、张三等四名同志."""
    told = (_COUNTED.finditer(line) for line in lines if re.search(r"表彰|授予|命名", line))
    sums = [sum(number(each[1]) for each in found) for found in told]
    return max(sums, default=0)


def _prose(lines: Sequence[str]) -> list[str]:
    """The lines of running text: neither the title, which says it again, nor the heads of lists."""
    title = next((at for at, line in enumerate(lines[:_HEAD_LINES]) if line.endswith("决定")), -1)
    below = lines[title + 1 :]
    return [line for line in below if not _HONOUR.fullmatch(line)] or list(lines[title : title + 1])


def _lists(lines: Sequence[str], document: TextDocument) -> Iterator[tuple[str, int | None, list[str]]]:
    """The lists of those commended: the honour, how many its heading says there are, and the lines."""
    honour = ""
    wanted: int | None = None
    inside: list[str] | None = None
    signed = False
    tabbed = [line.split("\t") for line in lines if "\t" in line]
    for line in (each for each in lines if "\t" not in each):
        head, day = _HONOUR.fullmatch(line), _is_day(line)
        signed = signed or day
        # Above the day of signing 先进个人名单 announces an annex, below it the names follow.
        announced = r"(?:的?决定|附件?)\s*[:：]?$" if signed else r"(?:的?决定|名单|附件?)\s*[:：]?$"
        if head is not None and not re.search(announced, head[1]):
            if inside is not None:
                yield honour, wanted, inside
            # 表彰以下同志为优秀共产党员：
            told = re.sub(r"^.*(?:以下|下列).*为", "", head[1])
            honour = told.strip('“”"\u3000 ').removesuffix("名单")
            wanted, inside = (int(head[2]) if head[2] else None), [head[3]] if head[3] else []
        elif _ANNOUNCED.search(line):
            # 授予以下同志“学习标兵”称号： with a name a line below it.
            if inside is not None:
                yield honour, wanted, inside
            quoted = re.search(r"[“\"]([^”\"]{2,30})[”\"]", line)
            honour, wanted, inside = quoted[1] if quoted is not None else "", None, []
        elif inside is not None and (re.search(r"[。！]$", line) or day):
            yield honour, wanted, _unsigned(inside) if day else inside
            wanted, inside = None, None
        elif inside is not None:
            inside.append(line)
    if inside is not None:
        yield honour, wanted, inside
    for table in (*document.tables, tabbed):
        yield "", None, _first_cells(table)


def _unsigned(inside: Sequence[str]) -> list[str]:
    """The lines of a list above the day of signing, without the offices that sign."""
    kept = list(inside)
    while kept and _SIGNS.search(_tight(kept[-1])):
        kept.pop()
    return kept


def _first_cells(table: Sequence[Sequence[str]]) -> list[str]:
    """Whoever is commended stands under 姓名 or 名称, else first in a row: 序号/姓名/所在党组织/职务."""
    head = [re.sub(r"\s", "", cell) for cell in table[0]] if table else []
    at = next((index for index, cell in enumerate(head) if _WHO.fullmatch(cell)), None)
    if at is not None:
        return [row[at] for row in table[1:] if at < len(row)]
    return [next((cell for cell in row if not cell.strip().isdigit()), "") for row in table[1:]]


def _named(line: str, desk: Desk) -> list[_Named]:
    """Units and people of a line of a list, one or several, what they are behind them."""
    whose, colon, behind = line.replace(":", "：").partition("：")
    within = desk.unit_known(whose.strip()) if colon and behind.strip() else None
    if within is not None:
        # 机关党支部：梁秀英、邢小莉
        return [(within, name) for _, name in _named(behind, desk) if name]
    words = [word for word in _APART.split(line) if word]
    units = [desk.unit_known(word) for word in words]
    if words and all(units):
        return [(unit, "") for unit in units]
    names = _names(line, desk)
    return names or [(unit, "") for unit in units if unit is not None]


def _names(line: str, desk: Desk) -> list[_Named]:
    """The people of a line: 张三（某支部）、李四, 张三　某支部书记, 丁　一　科员, or names side by side."""
    signed = signed_line(line, None)
    if signed is not None and signed.authors:
        unit = desk.unit_known(signed.unit) if signed.unit else None
        return [(unit, author) for author in signed.authors]
    parts = split_names(line)
    if parts and all(looks_like_name(part.name) for part in parts):
        return [
            (desk.unit_known(POST.sub("", part.reason)) if part.reason else None, part.name)
            for part in parts
            if has_surname(part.name) or desk.people.named(part.name)
        ]
    first = POST.sub("", next(iter(_APART.split(line)), ""))
    return [(None, first)] if looks_like_name(first) and desk.people.named(first) else []


def _of_part(part: str, desk: Desk) -> _Named | None:
    """One of those whom a sentence names: a unit, a name, or 某支部书记张三; None when it is neither."""
    unit = desk.unit_known(part)
    if unit is not None:
        return unit, ""
    name = clean_name(part)
    if looks_like_name(name.name) and (has_surname(name.name) or desk.people.named(name.name)):
        within = desk.unit_known(POST.sub("", name.remark)) if name.remark else None
        if not is_unit(name.name) or desk.people.named(name.name):
            return within, name.name
    for length in (3, 2, 4):
        before, last = name.name[:-length], name.name[-length:]
        where = POST.sub("", before)
        told = where != before or is_unit(before)
        if before and told and looks_like_name(last) and (has_surname(last) or desk.people.named(last)):
            return desk.unit_known(where), last
    return None


def _is_day(line: str) -> bool:
    """Whether a line is a day and nothing else: the decision is signed there, and the list above it ends."""
    signed = signed_line(line, None)
    return signed is not None and signed.date is not None and not signed.authors and signed.unit is None


def _tight(line: str) -> str:
    return re.sub(r"\s", "", line)
