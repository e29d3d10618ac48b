"""A decision that commends, kept as a paper: its number, its day, and the units and people whom it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from bson.objectid import ObjectId

from records.intake.desk import Desk
from records.intake.files.reading import TextDocument
from records.intake.given import Commending, Given
from records.intake.names import clean_name, looks_like_name, split_names
from records.intake.outcome import Item
from records.intake.papers.deciding_meeting import meeting_told
from records.intake.papers.honour_lists import Named, lists_in
from records.intake.papers.honour_words import HONOUR, honour_name, honour_of_title
from records.intake.papers.honours import commended_in, number
from records.intake.papers.paper_name import has_surname, is_unit
from records.intake.papers.posts import POST
from records.intake.papers.signature import DOC_NO, signed_line, signed_off
from records.intake.unit_book import Unit

#: Who let a letter go out: 签发：某某, 签发人 某某 at its head or below its signature.
_SIGNED_OFF = re.compile(
    r"(?:^|\s)(?:签\s*发|审\s*批|批\s*准|审\s*签|签\s*批)\s*(?:人|领导|人员)?\s*[:：]\s*(.{2,12})$"
)
#: How far down a paper its number may stand.
_HEAD_LINES = 6
#: 等2个先进党组织, 等四名同志; not 等三个方面.
_COUNTED = re.compile(
    r"等\s*(?:共|计)?\s*(\d{1,3}|[一二三四五六七八九十]{1,3})\s*[个名位人家](?!方面|环节|阶段|步骤|问题)"
)
_NUMBERED = re.compile(r"^(?:\d{1,3}\s*[.、．]|[（(]\d{1,3}[)）]|[①-⑳])\s*")
_APART = re.compile(r"[\s\u3000、,，;；。]+")
#: Whoever is named in a sentence with one of these, and is no winner, was overlooked.
_GIVES = re.compile(r"授予|命名|称号|评为|评选|表彰")
#: What a letter does that gives nobody a title.
_PRAISE = re.compile(r"通报(?:表彰|表扬|嘉奖)|表彰奖励|嘉奖")
#: An honour as a letter calls it: “学习标兵”称号.
_CALLED = re.compile(r"[“\"]([^”\"]{2,30})[”\"](?:荣誉)?称号")


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
    decided = item.fields.get("decided_on")
    if (meeting := meeting_told(lines, decided if isinstance(decided, date) else None)) is not None:
        item.fields["meeting"] = meeting
    _who_signed_off(item, lines, desk)
    _find_winners(item, document, lines, desk)


def _who_signed_off(item: Item, lines: Sequence[str], desk: Desk) -> None:
    """Whoever let it go out, where a label says so; what stands there and is no name is told."""
    told = next((found for line in lines if (found := _SIGNED_OFF.search(line))), None)
    if told is None:
        return
    name = clean_name(told[1]).name
    if not looks_like_name(name):
        item.flag("label_unread:签发")
        return
    person = desk.person(name, item, "signed_off", blocking=False)
    if person is not None:
        item.fields["signed_off"] = person.id


def _find_winners(item: Item, document: TextDocument, lines: Sequence[str], desk: Desk) -> None:
    found = _Winners(item, desk)
    owed = 0
    for listed in lists_in(document):
        before = len(found.listed)
        for entry in listed.entries:
            named = _of_entry(entry, desk)
            found.add_listed(entry.honour or listed.honour, named)
            if listed.table and not named:
                item.flag("winners_missing")
        if not listed.entries:
            # A heading that counts them, over a table of which Word keeps another account.
            owed += listed.wanted or 0
        elif listed.wanted is not None and len(found.listed) - before != listed.wanted:
            item.flag("winners_missing")
    prose = _prose(lines)
    listed_any = bool(found.ids)
    for group in commended_in(prose):
        before = len(found.told)
        found.add(group.honour, [_of_part(part, desk) for part in group.parts])
        if not listed_any and group.wanted is not None and len(found.told) - before != group.wanted:
            item.flag("winners_missing")
    found.keep(prose)
    if found.overlooked(prose):
        item.flag("winners_missing")
    if not found.ids or found.count < max(owed, counted_in(lines)):
        item.flag("winners_missing")


#: Somebody commended: a unit, or a name and the unit that stands with it.
_Named = tuple[Unit | None, str]


class _Winners:
    """Whom a decision commends, each once, and which honour each has."""

    def __init__(self, item: Item, desk: Desk) -> None:
        self._item, self._desk = item, desk
        self.ids: list[ObjectId] = []
        #: Everybody in each list, and in each sentence, with the honour.
        self.listed: list[tuple[str, ObjectId]] = []
        self.told: list[tuple[str, ObjectId]] = []
        self._names: dict[ObjectId, str] = {}
        self._units: set[ObjectId] = set()

    @property
    def count(self) -> int:
        """How many there are, whoever has two honours twice."""
        return max(len(self.ids), sum(map(len, self._honours().values())))

    def add_listed(self, honour: str, named: Iterable[_Named]) -> None:
        """Those of an entry of a list."""
        for each in named:
            self._take(self.listed, honour, each)

    def add(self, honour: str, named: Iterable[_Named | None]) -> None:
        """Those of a phrase; one that is nobody was not understood."""
        for each in named:
            if each is None:
                self._item.flag("winners_missing")
            else:
                self._take(self.told, honour, each)

    def _take(self, into: list[tuple[str, ObjectId]], honour: str, named: _Named) -> None:
        unit, name = named
        if name:
            known = self._desk.person(
                name, self._item, "winners", unit=unit.id if unit else None, blocking=False
            )
            if known is None:
                return
            who, called = known.id, known.name
        elif unit is not None:
            who, called = unit.id, unit.name
            self._units.add(who)
        else:
            return
        if (honour, who) not in into:
            into.append((honour, who))
        if who not in self.ids:
            self.ids.append(who)
        self._names[who] = called

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

    def _honours(self) -> dict[ObjectId, list[str]]:
        """Which honours each has: as the list says it; a sentence about whom a list names may shorten it."""
        found: dict[ObjectId, list[str]] = {who: [] for who in self.ids}
        for source in (self.listed, self.told):
            for honour, who in source:
                known = found[who]
                if honour and not any(honour in each or each in honour for each in known):
                    known.append(honour)
        return found

    def keep(self, prose: Sequence[str]) -> None:
        """Put them into the record; who has which of several honours is kept in its remarks as well."""
        if self.ids:
            self._item.fields["winners"] = self.ids
        told = self._honours()
        honours = list(dict.fromkeys(honour for each in told.values() for honour in each))
        if len(honours) > 1 and all(told.values()):
            groups = (
                f"{each}：{'、'.join(self._names[who] for who, own in told.items() if each in own)}"
                for each in honours
            )
            self._item.remarks = "；".join(groups)
        self._desk.commended.append(Commending(self._item, list(self._given(told, prose))))

    def _given(self, told: Mapping[ObjectId, list[str]], prose: Sequence[str]) -> Iterator[Given]:
        """Everybody with each honour; where no list and no sentence calls it, as the title does."""
        title = str(self._item.fields.get("title", ""))
        called = dict.fromkeys(honour for line in prose for honour in _CALLED.findall(line))
        for who, own in told.items():
            named = honour_of_title(title, unit=who in self._units)
            if not own and len(called) == 1:
                named = named or honour_name(next(iter(called)))
            for honour in own or ([named] if named else ()):
                yield Given(who, self._names[who], honour)
            if not own and not named:
                praise = next((found[0] for line in prose if (found := _PRAISE.search(line))), "表彰")
                yield Given(who, self._names[who], praise, sure=False)


def counted_in(lines: Sequence[str]) -> int:
    """How many the decision says that it commends: 机关党支部等2个党组织、张三等四名同志."""
    told = (_COUNTED.finditer(line) for line in lines if re.search(r"表彰|授予|命名", line))
    sums = [sum(number(each[1]) for each in found) for found in told]
    return max(sums, default=0)


def _prose(lines: Sequence[str]) -> list[str]:
    """The lines of running text: neither the title, which says it again, nor the heads of lists."""
    title = next((at for at, line in enumerate(lines[:_HEAD_LINES]) if line.endswith("决定")), -1)
    below = lines[title + 1 :]
    return [line for line in below if not HONOUR.fullmatch(line)] or list(lines[title : title + 1])


def _of_entry(entry: Named, desk: Desk) -> list[_Named]:
    """Whom an entry of a list names; the unit beside a name in the table goes with it."""
    beside = desk.unit_known(POST.sub("", entry.unit)) if entry.unit else None
    return [(unit or (beside if name else None), name) for unit, name in _named(entry.who, desk)]


def _named(line: str, desk: Desk) -> list[_Named]:
    """Units and people of a line of a list, one or several, what they are behind them."""
    line = _NUMBERED.sub("", line)
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
    parts = split_names(line)
    whose = [part.reason for part in parts if part.reason and desk.unit_known(POST.sub("", part.reason))]
    signed = signed_line(line, None) if len(whose) < 2 else None
    if signed is not None and signed.authors:
        unit = desk.unit_known(signed.unit) if signed.unit else None
        return [(unit, author) for author in signed.authors]
    if parts and all(looks_like_name(part.name) for part in parts):
        return [
            (desk.unit_known(POST.sub("", part.reason)) if part.reason else None, part.name)
            for part in parts
            if has_surname(part.name) or desk.people.named(part.name)
        ]
    words = [word for word in _APART.split(line) if word]
    if len(words) > 1 and len(words[0]) == 1 and len(words[1]) <= 2:
        # 费　明　某支部书记: a name set apart to the width of three.
        words[:2] = ["".join(words[:2])]
    first, behind = POST.sub("", next(iter(words), "")), "".join(words[1:])
    unit = next((found for word in (behind, *words[1:]) if (found := _unit_before_post(word, desk))), None)
    known = bool(desk.people.named(first)) or (unit is not None and has_surname(first))
    return [(unit, first)] if looks_like_name(first) and known else []


def _unit_before_post(text: str, desk: Desk) -> Unit | None:
    """The unit of 某村党支部书记, 某镇机关党支部组织干事."""
    if (found := desk.unit_known(POST.sub("", text))) is not None:
        return found
    cuts = (text[:end] for end in range(len(text) - 1, 3, -1))
    return next((unit for cut in cuts if is_unit(cut) and (unit := desk.unit_known(cut))), None)


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


def _tight(line: str) -> str:
    return re.sub(r"\s", "", line)
