"""What the clauses of a cell say of a record, once its day is taken out: labels, counts, places, titles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from records.intake.names import looks_like_name, split_names
from records.intake.papers.paper_name import has_surname, is_unit
from records.intake.tables.recognition.columns import match_columns
from records.kind import Kind
from records.values import half_width

#: Kinds of which a title in marks is the whole title, whatever stands around it.
IN_MARKS = frozenset(("briefing", "party_class", "experience_article", "research_report", "book_reading"))
_MARKED = re.compile(r"《[^《》]+》")
_OF_PAPER = re.compile(r"《[^《》]*(?:简报|信息|专刊|动态)》")
_CLAUSE = re.compile(r"(?:《[^《》]*》|[(（][^()（）]*[)）]|[^，,；;。\n])+")
_LABEL = re.compile(r"\s*([\u4e00-\u9fff()/]{2,10})\s*[:：]\s*(.+)", re.S)
#: 应到4人实到3人 and 应到4、实到3 without anything that parts clauses.
_COUNTS_BESIDE = re.compile(r"(?<=[\d人名位])\s*[、/]?\s*(?=(?:应|实)(?:到|参)|缺席|请假|迟到|未到)")
_PEOPLE = r"(?:党员|干部|职工|群众|学员|同志|人员)*"
_COUNT = re.compile(
    rf"(应|实)?(到|参加|参会|参学|出席|到会|参训|缺席|请假|迟到|未到|旷课|缺勤)(?:会|课|学|人数|情况)?{_PEOPLE}(?:人数)?[:：]?"
    rf"\s*(\d+)\s*[人名位]?{_PEOPLE}([(].+[)])?"
)
_COUNT_AHEAD = re.compile(
    rf"(?:共|共有|有)?(\d+)[人名位]?{_PEOPLE}(?:参加|到会|参会|参学|出席|听课|听讲|收听|收看)(?:了?(?:学习|会议|活动))?"
)
_PEOPLE_ALONE = re.compile(r"(?:共|共有)?(\d{1,3})[人名]")
_SCORE = re.compile(r"(?:到会|应到实到|到课|出席)?(?:情况|人数)?[:：]?(\d+)人?[/](\d+)人?")
_ALL_CAME = re.compile(
    r"(?:[\u4e00-\u9fff]{0,4}全[体部员](?:党员|干部)*|党员)(?:均|都)?(?:参加|到会|到齐|参学|出席|参会)(?:学习|会议)?"
)
_AWAY = {
    "缺席": "absentees",
    "未到": "absentees",
    "旷课": "absentees",
    "缺勤": "absentees",
    "请假": "on_leave",
    "迟到": "late",
}
_AWAY_NAMES = re.compile(r"(缺席|缺勤|旷课|未到|请假|迟到)(?:人员|的有|者)?[:：]?\s*(.+)")
_VERBS = "主持|主讲|授课|讲课|讲授|领学|记录|撰稿|供稿|执笔"
_SURNAMED = r"[\u4e00-\u9fff·]{2,4}?"
_WHO_DID = re.compile(
    rf"由?({_SURNAMED}(?:、{_SURNAMED})*)(?:同志|书记|主任)?({_VERBS})(?:会议|学习|党课|人)?"
)
#: 领学党章 names no reader, so only what is done to nothing else.
_DID = re.compile(r"(主持|记录|撰稿|供稿|执笔)人?\s*([\u4e00-\u9fff·、]+)")
_LED = re.compile(
    rf"由?({_SURNAMED})(?:同志|书记|主任)?(主持|主讲|授课|讲授|领学|辅导)(?:了|召开)?(?=.*[\u4e00-\u9fff]{{2}})"
)
_SCORED = re.compile(r"(?:得|评|打|总)分[:：]?(\d+(?:\.\d+)?)分?|(\d{2}(?:\.\d+)?)分")
_PLACE = (
    r"(?:室|部|楼|院|校|家|场|中心|书屋|站|厅|村委|村委会|礼堂|阵地|田间|地头|所|组|社区|基地|学校|小学|中学)"
)
_AT = re.compile(
    rf"(?:地点)?在([^，,在]{{0,14}}?{_PLACE})"
    r"(?=$|召开|举[行办]|开展|集中|组织|学习|进行|观看|收看|集体)(?:召开|举[行办]|进行)?"
)
_PLACE_ALONE = re.compile(rf"[\u4e00-\u9fff\d]{{1,12}}{_PLACE}")
_ISSUE = re.compile(r"第?\s*(\d{1,3})\s*期(?:[(]总第?\d+期?[)])?")
_LENGTH = re.compile(r"(?:集中学习|学习|时长|学时)?[:：]?(\d+(?:\.\d+)?)\s*(?:个)?([学课]时|小时|分钟)")
_WORDS = re.compile(r"(?:字数|全文)?[:：]?(约?\d[\d,]*(?:\.\d+)?万?字(?:左右)?)")
_ACCEPTED = re.compile(r"(?:已|被|未被?|没有|不予?)?(?:采用|采纳|刊[发用登]|录用)")
_VISITED_AT = re.compile(
    r"(?:到|去|在)([\u4e00-\u9fff·]{2,4}?)(?:家中?|户)(?:走访|看望|慰问|入户)?([(].+[)])?"
)
_VISITED = re.compile(
    r"(?:走访|入户|看望|慰问|联系|到访)(?:了)?(?:农户|贫困户|困难户|党员|群众)?([\u4e00-\u9fff·]{2,4}?)(?:家庭?|户|同志)?([(（].+[)）])?"
)
#: What a visit found, and what was done about it.
_OF_VISITS = {
    "difficulty": re.compile("反映|存在|提出|缺|困难|问题|无|没有"),
    "handling": re.compile("帮|协调|已|送|联系|解决|落实|捐|当场|答应|承诺"),
}
_TALKED = re.compile(
    r"(?:与|和|同|找)?([\u4e00-\u9fff·]{2,4}?)(?:同志)?(?:进行)?(?:谈心)?(?:谈话|交谈|约谈)(?:一次)?|(?:约谈|谈话对象)([\u4e00-\u9fff·]{2,4})"
)
#: What a second clause begins with that goes on telling what was done.
_GOES_ON = re.compile(
    "学习|讨论|研究|传达|部署|观看|收看|收听|听取?|组织|开展|交流|通报|座谈|总结|安排|贯彻|参观|选举|评议|民主|宣读|培训|召开|举办|并|以及|重温|宣誓"
)
_DONE_AT = re.compile(
    "走访|慰问|看望|打扫|清[扫理洁]|维修|检查|布置|建[立设]|帮|义务|植树|前往|[到去赴]|入户|宣传|调研|督查|整治|劳动"
)
#: What may stand around a title in marks and says nothing more.
_GAVE = re.compile(r"由?([\u4e00-\u9fff·]{2,4}?)(?:同志|书记)?(?:主?讲|授课|讲授|讲课|上)(?:党课|课|了)?")
_AROUND = re.compile(
    r"(?:学习)?(?:简报|信息)|题为|题目|标题|党课|讲课|讲|上|主题|撰写|写|心得体会|心得|体会|调研报告|报告|文章|一[文篇期课]|《|》|报送?|上报|完成|学习|读|阅读|的|为|[:：、,，\s\"“”]"
)
_AT_END = re.compile(
    r"\s*(?<!\d)(?:(?:应|实)(?:到|参加)\d+[人名位]?|\d+[人名位](?:参加|到会|参学|听课)|\s\d+/\d+|\s\d+[人名]|\d+(?:\.\d+)?个?(?:小时|[学课]时|分钟)|约?\d{3,}字)$"
)
#: What only says that it was done: 督查 of an inspection.
_DONE = re.compile(
    r"(?:已|按时)?(?:督查|检查|抽查|督导|走访|入户|谈心?谈?话|宣讲|开展|完成)(?:1次|一次|情况)?"
)
_ODD = re.compile(r"\d+\s*[人名位]|应到|实到|缺席|请假")
_NAMED = re.compile(r"[\u4e00-\u9fffA-Za-z]{2}")


@dataclass
class Clauses:
    """What was understood by target, and what was not. ``topic`` is what the record is called by."""

    kind: Kind
    topic: str
    taken: frozenset[str] = frozenset()
    parts: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    @cached_property
    def _known(self) -> frozenset[str]:
        """Where clauses may go."""
        listed = {f"{each.name}.{sub.name}" for each in self.kind.fields for sub in each.fields}
        names = {each.name for each in self.kind.fields}
        return frozenset((*names, *listed, *self.kind.register.columns, "remarks"))

    def read(self, text: str) -> None:
        """Read a record without its day."""
        left: list[tuple[int, str]] = []
        for at, clause in enumerate(_clauses(text)):
            if not self._understood(clause) and (rest := self._without_end(clause)):
                left.append((at, rest))
        self._name(left)

    def _without_end(self, clause: str) -> str:
        """A clause without the figure at its end: 学习党章2小时, 学习党章 应到10人."""
        found = _AT_END.search(clause)
        if found and found.start() > 1 and self._understood(found[0].strip()):
            return clause[: found.start()].strip()
        return clause

    def _put(self, target: str, text: str) -> bool:
        """A target's text; False where the kind has no such, or it holds something already."""
        if target in self.parts or target in self.taken or target not in self._known:
            return False
        self.parts[target] = text
        return True

    def _understood(self, clause: str) -> bool:
        plain = half_width(clause)
        harmless = _DONE.fullmatch(plain) is not None and self.kind.name != "session"
        return harmless or self._labelled(clause) or self._counted(plain) or self._about(plain)

    def _labelled(self, clause: str) -> bool:
        found = _LABEL.fullmatch(clause)
        target = _target_of(self.kind, found[1]) if found else ""
        return bool(found and target) and self._put(target, found[2].strip() if found else "")

    def _counted(self, plain: str) -> bool:
        if found := _COUNT.fullmatch(plain):
            wanted, verb, number, beside = found.groups()
            if verb in _AWAY:
                return self._put(_AWAY[verb], f"{number}人{beside or ''}")
            return not beside and self._came("expected" if wanted == "应" else "present", number, plain)
        if found := _COUNT_AHEAD.fullmatch(plain):
            return self._came("present", found[1], plain)
        if (found := _PEOPLE_ALONE.fullmatch(plain)) and self._put("present", found[1]):
            # 12人 says not what they did.
            self.doubts.append("value_unsure:present")
            return True
        if (found := _SCORE.fullmatch(plain)) and int(found[2]) <= int(found[1]):
            return self._put("expected", found[1]) and self._put("present", found[2])
        if found := _AWAY_NAMES.fullmatch(plain):
            named = split_names(found[2])
            whole = bool(named) and all(looks_like_name(each.name) for each in named)
            return whole and self._put(_AWAY[found[1]], found[2])
        return _ALL_CAME.fullmatch(plain) is not None and self._put("attendees", plain)

    def _came(self, target: str, number: str, plain: str) -> bool:
        if self.kind.name == "party_class" and "remarks" not in self.parts:
            # How many came is its meeting's to count.
            return self._put("remarks", plain)
        return self._put(target, number) or (target == "present" and self._put("count", number))

    def _about(self, plain: str) -> bool:
        if (found := _SCORED.fullmatch(plain)) and self._put("score", found[1] or found[2]):
            return True
        if found := _ISSUE.fullmatch(plain):
            return self._put("issue", found[0])
        if found := _LENGTH.fullmatch(plain):
            target = "class_hours" if found[2] in ("学时", "课时") else "minutes"
            return self._put("hours", found[1] + found[2]) or self._put(target, found[1] + found[2])
        if found := _WORDS.fullmatch(plain):
            return self._put("words", found[1])
        if _ACCEPTED.fullmatch(plain):
            return self._put("accepted", plain)
        if (found := _DID.fullmatch(plain)) and _are_people(found[2]):
            return self._put(_target_of(self.kind, found[1]), found[2])
        if (found := _WHO_DID.fullmatch(plain)) and _are_people(found[1]):
            return self._put(_target_of(self.kind, found[2]), found[1])
        return self._choice(plain) or self._where(plain)

    def _where(self, plain: str) -> bool:
        """A place alone: 村部; 参观红色教育基地 is what was done."""
        place = plain.removeprefix("地点").removeprefix("在").strip(": ")
        told = place != plain or not (_GOES_ON.match(plain) or _DONE_AT.match(plain))
        return told and _PLACE_ALONE.fullmatch(place) is not None and self._put("place", place)

    def _choice(self, plain: str) -> bool:
        """A word that is a choice of one field alone: 较好 of an inspection's verdict."""
        fields = [each.name for each in self.kind.fields if any(plain == one.value for one in each.choices)]
        return len(fields) == 1 and self._put(fields[0], plain)

    def _name(self, left: list[tuple[int, str]]) -> None:
        """What the record is called by, of the clauses that nothing else took; the others stay unread."""
        if self.topic in self.parts or not left:
            self.unread += [clause for _, clause in left]
            return
        if self.kind.name in IN_MARKS and any(_MARKED.search(clause) for _, clause in left):
            self._marked([clause for _, clause in left])
            return
        (at, first), others = left[0], left[1:]
        first = self._led(self._placed(self._numbered(first)))
        if self.kind.name in ("household_visit", "talk"):
            self._met(first, [clause for _, clause in others])
            return
        while others and others[0][0] == at + 1 and _GOES_ON.match(others[0][1]):
            at, first, others = others[0][0], f"{first}，{others[0][1]}", others[1:]
        if _NAMED.search(first) and _ODD.search(half_width(first)) is None:
            self._put(self.topic, first)
        else:
            self.unread.append(first)
        self.unread += [clause for _, clause in others]

    def _numbered(self, clause: str) -> str:
        """A clause without the issue that it begins with: 第5期：党员学党章."""
        found = _ISSUE.match(half_width(clause))
        return clause[found.end() :].lstrip(" ：:、") if found and self._put("issue", found[0]) else clause

    def _led(self, clause: str) -> str:
        """A clause without whoever led: 王大山主讲《党章》."""
        found = _LED.match(clause) if self.kind.name == "session" else None
        somebody = found is not None and has_surname(found[1]) and not is_unit(found[1])
        if found and somebody and self._put(_target_of(self.kind, found[2]), found[1]):
            return clause[found.end() :]
        return clause

    def _placed(self, clause: str) -> str:
        """A clause without the place that it begins with, or has in brackets: 在村部学习…, 学习…（村部）."""
        plain = half_width(clause)
        found = _AT.match(plain)
        if found and found.end() < len(plain) and self._put("place", found[1]):
            return clause[found.end() :]
        behind = re.search(r"[(]([^()]+)[)]$", plain)
        if behind and _PLACE_ALONE.fullmatch(behind[1]) and self._put("place", behind[1]):
            return clause[: behind.start()]
        return clause

    def _marked(self, clauses: list[str]) -> None:
        """Titles in marks, with what stands around them: who gave it, of which issue it is."""
        titles: list[str] = []
        for clause in clauses:
            text = _OF_PAPER.sub("", clause) if len(_MARKED.findall(clause)) > 1 else clause
            titles += _MARKED.findall(text)
            around = _MARKED.sub("，", self._placed(text))
            for part in filter(None, (each.strip() for each in re.split("[，,、（）()]", around))):
                if not self._understood(part) and not self._around(part):
                    self.unread.append(part)
        self._put(self.topic, "".join(titles))

    def _around(self, part: str) -> bool:
        plain = half_width(part)
        if (found := _ISSUE.match(plain)) and self._put("issue", found[0]):
            plain = plain[found.end() :]
        if _AROUND.sub("", plain) == "":
            return True
        found = re.fullmatch(
            r"由?([\u4e00-\u9fff·]{2,4}?)(?:同志)?(?:主?讲|授课|讲授|讲课|上)(?:党课|课|了)?", plain
        )
        return found is not None and self._put("lecturer", found[1])

    def _met(self, first: str, others: list[str]) -> None:
        """Whom a visit or a talk was with; what else a talk tells is its matter."""
        visits = (_VISITED, _VISITED_AT) if self.kind.name == "household_visit" else (_TALKED,)
        found = next((each for one in visits if (each := one.fullmatch(half_width(first)))), None)
        name = next(filter(None, found.groups()), "") if found else ""
        if (
            found
            and self.kind.name == "household_visit"
            and found[2]
            and not self._put("village", found[2][1:-1])
        ):
            name = ""
        alone = looks_like_name(first.strip()) and not found
        if not (name or alone) or not self._put(self.topic, name or first.strip()):
            self.unread.append(first)
        if others and self.kind.name == "talk" and self._put("matters", "，".join(others)):
            return
        for target, pattern in _OF_VISITS.items():
            mine = [clause for clause in others if pattern.match(clause)]
            if self.kind.name == "household_visit" and mine and self._put(target, "，".join(mine)):
                others = [clause for clause in others if clause not in mine]
        self.unread += others


def _clauses(text: str) -> Iterator[str]:
    """The clauses of a text; brackets and titles are parted nowhere."""
    for each in _CLAUSE.findall(_COUNTS_BESIDE.sub("，", text)):
        yield from filter(None, (part.strip(" \u3000、：:") for part in re.split(r"\n", each)))


def _target_of(kind: Kind, label: str) -> str:
    """The target of a label, with or without 人 behind it; empty for one that the kind does not know."""
    for word in (label, f"{label}人"):
        found = next(iter(match_columns(kind, (word,))), None)
        if found is not None and found.target != "extra" and found.sure and found.fit >= 0.9:
            return found.target
    return ""


def _are_people(text: str) -> bool:
    """Whether nothing but people is named, each with a surname: 党章 after 主持 is nobody."""
    named = split_names(text)
    return bool(named) and all(looks_like_name(each.name) and has_surname(each.name) for each in named)
