"""The text of a cell that holds a whole record: a meeting, a briefing, a visit, told in a few words.

4月12日，学习党章。应到4人，实到4人; 第13期《…》（7.8报）; 5月6日走访李保山，缺化肥.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from records.intake.tables.recognition.targets import CELL_KINDS
from records.intake.tables.several.cell_clauses import Clauses
from records.intake.tables.several.parting import says_nothing
from records.kind import Kind
from records.values import PartialDate, half_width

#: The year of months over which nothing says one; the programme knows none as early.
NO_YEAR = 2000
#: Kinds of which a cell without a word beside its day is a record all the same.
_UNNAMED = frozenset(("inspection",))

_MONTH, _DAY = r"(?:1[0-2]|0?[1-9])", r"(?:3[01]|[12]\d|0?[1-9])"
_NO_FIGURE = r"(?![\d%.]|\s*(?:个?小时|[学课]时|分钟?|公[里斤顷]|[万千元字人次期篇本亩户斤吨米倍棵株个]))"
_TO = rf"(?:\s*[-—–~～至到]\s*(?:{_MONTH}月)?{_DAY}[日号])?+"
_WHEN = (
    rf"(?:(?:(?P<year>(?:19|20)\d{{2}})[年./-])?(?:(?P<month>{_MONTH})月(?P<day>{_DAY})[日号]?+|(?P<m>{_MONTH})[./-](?P<d>{_DAY})){_NO_FIGURE}"
    rf"|(?P<only>{_DAY})[日号])(?P<to>{_TO})"
)
#: What may follow a day and belongs to it: 星期三, 上午, 8:30-10:30.
_HOUR = r"\d{1,2}(?::\d{2}|[时点](?:半|\d{1,2}分?)?)"
_HALF = r"(?:[上下]午|中午|早上|晚上?)?"
_WITH_HOURS = (
    r"(?P<hours>\s*(?:[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?)?"
    rf"\s*{_HALF}\s*(?:{_HOUR}(?:\s*[-—–~～至到]+\s*{_HALF}{_HOUR})?)?)"
)
#: Until when something was to be done is no day on which it was.
_NO_LIMIT = r"(?!\s*(?:[前底]|以前|之前|为止))"
_AHEAD = re.compile(
    rf"[于在]?{_WHEN}{_WITH_HOURS}{_NO_LIMIT}(?:(?:上?报(?:送|来)?|来稿)(?=\s*[第《:：,，]))?[,，:：、.。]?\s*"
)
_ONE_DAY = re.sub(r"\?P<\w+>", "?:", _WHEN)
#: 4月12日、26日学习党章: a record each.
_DAYS_AHEAD = re.compile(rf"[于在]?({_ONE_DAY}(?:\s*[、,，和及与]\s*{_ONE_DAY})+)[,，:：、.。]?\s*[各均都]?")
_IN_BRACKETS = re.compile(r"[(]([^()]*)[)]")
#: What was done on a day that stands in brackets or behind: 7.8报, 7月10日收到.
_DONE = (
    r"(?:上?报(?:送|来|出)?|[送交投]来?|上交|提交|完成|读完|读毕|撰写|印发|编发|出刊|刊发|召开|举[办行]"
    r"|开展|学习|组织|走访|宣讲|授课|谈话|检查|督查)"
)
_CAME = r"(?:收到|收稿|接收|签收|收)"
_BEHIND = re.compile(rf"(?:于|在)?{_WHEN}(?P<verb>{_DONE}|{_CAME})?")
_TAIL = re.compile(
    rf"(?<![^,，;；。\s》)])(?:于|在)?{_WHEN}{_NO_LIMIT}(?P<verb>{_DONE}|{_CAME})?(?=[,，;；。\s《]|$)"
)
#: A day in the midst of a clause: 党员大会1月6日讨论评议.
_WITHIN = re.compile(
    rf"(?:于|在)?(?:(?P<year>(?:19|20)\d{{2}})年)?(?P<month>{_MONTH})月(?P<day>{_DAY})[日号]"
    rf"(?P<to>)(?P<m>)(?P<d>)(?P<only>){_NO_LIMIT}"
)
_ORDER = re.compile(
    r"^\s*(?:第[一二三四五六七八九十\d]{1,2}次[:：、]?|[①-⑳]|[(]?\d{1,2}[)、．]|\d{1,2}[.](?!\d)|\d[.](?=\d{1,2}月))\s*"
)
_ISSUE_AHEAD = re.compile(r"第?\s*\d{1,3}\s*期")
_MARKED = re.compile(r"《[^《》]+》")
#: What begins a cell of something that wasn't done, whatever it says besides.
_NOT_DONE = re.compile(
    r"(?:因|由于)?[\u4e00-\u9fff]{0,8}?(?:[未没]|暂停|取消|停[开办学课]|推迟|改期|顺延|缺[报交])"
)
#: The same behind a day: 4月12日因防汛未召开. 学习未成年人保护法 was held.
_NOT_HELD = re.compile(
    r"[,，、:：\s]*(?:(?:因|由于)[^,，。；;《]{1,12}?)?(?:[未没]有?能?(?:按[时期]|如期)?"
    r"(?:组织|召[开集]|举[行办]|开[展会]|学习?(?:$|[,，。])|上?报|[走入]|进行|集中|完成|安排)|停[开办学课会]|"
    r"(?:取消|暂停|推迟|改期|顺延|延期)(?:$|[,，。;；\s至到于了]))"
)
#: A day in the words by which a record is called, but for that of what was studied: 传达4月26日会议精神.
_DAY_WITHIN = re.compile(
    r"(?<!学习)(?<!传达)(?<!贯彻)(?<!落实)(?<!收看)(?<!观看)(?<!收听)(?<!讨论)(?<!通报)(?<![\d月])"
    rf"(?:{_MONTH}月)?{_DAY}[日号]"
)
_WORDS = re.compile(r"[\u4e00-\u9fff]{2}")
#: What may be of each of several days, or of them all.
_FIGURES = ("expected", "present", "attendees", "count", "minutes", "class_hours", "hours", "score", "words")


@dataclass(frozen=True)
class Told:
    """One record of a cell: its own text, what it says by target, and codes of doubt."""

    text: str
    parts: dict[str, str] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()


def records_in(kind: Kind, text: str, when: PartialDate | None, year: int | None) -> Iterator[Told]:
    """The records that a cell holds. ``when`` is the time over its column, in ``year`` unless it says one."""
    for part in split_records(text):
        days = _each_day(part)
        for each in days:
            told = _read(kind, each, when, year)
            shared = [f"figure_shared:{name}" for name in _FIGURES if name in told.parts] if days[1:] else []
            yield replace(told, doubts=(*told.doubts, *shared[:1]))


def _each_day(text: str) -> list[str]:
    """A record's text once for each of several days that it begins with."""
    plain = half_width(text)
    if (found := _DAYS_AHEAD.match(plain)) is None:
        return [text]
    days, month = list[str](), ""
    for each in re.finditer(_WHEN, found[1]):
        month = each["month"] or each["m"] or month
        days.append(f"{month}月{each[0].strip()}" if each["only"] and month else each[0].strip())
    return [f"{day}，{plain[found.end() :]}" for day in days]


def tells_a_record(text: str) -> bool:
    """Whether a cell holds more than a figure or a mark: a day, an issue or a title, and words beside."""
    plain = half_width(text)
    told = _AHEAD.match(_ORDER.sub("", plain.strip())) or _ISSUE_AHEAD.match(plain.strip())
    if not told and _MARKED.search(plain) is None and not any(map(_dated, _IN_BRACKETS.findall(plain))):
        return _TAIL.search(plain) is not None and len(plain) > 8
    return _WORDS.search(_AHEAD.sub("", plain, count=1)) is not None


def split_records(text: str) -> list[str]:
    """The records of a cell apart: lines or sentences that each begin with a day, an issue or a title."""
    whole = half_width(text).strip()
    for start in (r"第?\s*\d{1,3}\s*期(?!第)", _AHEAD.pattern, r"《(?=[^《》]+》[^《》]*[(]\s*\d)"):
        opens = re.compile(rf"{_named_once(start)}")
        bare = _ORDER.sub("", whole)
        if opens.match(bare) is None:
            continue
        places = [at for at in _places(whole) if opens.match(_ORDER.sub("", whole[at:]))]
        return [
            _ORDER.sub("", text.strip()[at:until]).strip(" \n;；,，、。")
            for at, until in zip(places, [*places[1:], len(whole)], strict=True)
        ]
    parts = [each.strip() for each in re.split(r"[\n;；]", text) if each.strip()]
    if len(parts) > 1 and all(_has_day(_ORDER.sub("", half_width(each))) for each in parts):
        return [each[len(each) - len(_ORDER.sub("", half_width(each))) :] for each in parts]
    whole = text.strip()
    return [whole[len(whole) - len(_ORDER.sub("", half_width(whole))) :]]


def _has_day(text: str) -> bool:
    """Whether a text tells a day of its own, wherever."""
    brackets = (each.split(",")[0].split("，")[0] for each in _IN_BRACKETS.findall(text))
    return any(map(_dated, brackets)) or any(each.search(text) for each in (_TAIL, _WITHIN))


def _named_once(pattern: str) -> str:
    return re.sub(r"\?P<\w+>", "?:", pattern)


def _places(text: str) -> list[int]:
    """Where a record may begin: at the start, on a new line, behind the end of a sentence."""
    found = [0]
    found += [each.end() for each in re.finditer(r"[\n;；。]\s*|(?<=[)》])[、,，]?\s*(?=第?\d|《)", text)]
    return [at for at in dict.fromkeys(found) if at < len(text)]


def _read(kind: Kind, text: str, when: PartialDate | None, year: int | None) -> Told:
    topic, date = CELL_KINDS[kind.name]
    plain = half_width(text)
    days = _Days(kind, date, when, year)
    days.find(plain)
    if not days.taken and _NOT_DONE.match(plain):
        # 未组织，改为自学 says more than that there is none: it is told, and is nobody's record.
        return Told(text, {}, ("cell_unread",))
    if date not in days.parts and when is not None:
        told = when.display("zh")
        days.parts[date] = told.removeprefix(f"{NO_YEAR}年") if when.start.year == NO_YEAR else told
    rest = days.rest(text)
    if says_nothing(rest.strip("，。,. ")) or _NOT_HELD.match(rest):
        # 4月12日未召开, 4月12日因防汛推迟: when nothing was.
        return Told(text, {}, ("cell_unread",))
    clauses = Clauses(kind, topic, frozenset(days.parts))
    clauses.read(rest)
    parts, unread = {**days.parts, **clauses.parts}, [*days.unread, *clauses.unread]
    if unread:
        parts["remarks"] = "；".join(filter(None, (parts.get("remarks", ""), *unread)))
    doubts = [*days.doubts, *clauses.doubts, *(["cell_unread"] if unread else [])]
    called = _MARKED.sub("", half_width(parts.get(topic, "")))
    if (topic not in parts and kind.name not in _UNNAMED) or _DAY_WITHIN.search(called):
        doubts.append("cell_unread")
    return Told(text, parts, tuple(dict.fromkeys(doubts)))


@dataclass
class _Days:
    """The days that a record tells, and the stretches of its text that do."""

    kind: Kind
    date: str
    when: PartialDate | None
    year: int | None
    parts: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    taken: list[tuple[int, int]] = field(default_factory=list)

    def find(self, text: str) -> None:
        """Look ahead, in brackets and at the end; of two that say the same the first holds."""
        if (ahead := _AHEAD.match(text)) is not None:
            self._take(ahead, ahead.span(), ahead["hours"] if self.kind.name == "session" else "")
            if _AHEAD.match(text[ahead.end() :]) is not None:
                # 4月12日、26日: of two days one record has the first.
                self.doubts.append("cell_unread")
        for bracket in _IN_BRACKETS.finditer(text):
            inside = [each for each in re.split(r"[,，、;；]", bracket[1]) if each.strip()]
            found = [_BEHIND.fullmatch(each.strip()) for each in inside]
            targets = [self._target(each) for each in found if each]
            apart = len(set(targets)) == len(targets) and not self.parts.keys() & targets
            if found and all(found) and apart:
                for each in found:
                    if each is not None:
                        self._take(each, bracket.span())
            elif len(inside) > 1 and (first := found[0]) is not None and self._free(first):
                # 党员大会（1月5日，学习党章）: what stands behind the day goes on with the record.
                self._take(
                    first, (bracket.start(), bracket.start(1) + bracket[1].index(inside[0]) + len(inside[0]))
                )
                self.taken.append((bracket.end() - 1, bracket.end()))
        if self.date not in self.parts and (tail := _TAIL.search(text)) is not None:
            self._take(tail, tail.span())
        if self.date not in self.parts and len(within := list(_WITHIN.finditer(text))) == 1:
            self._take(within[0], within[0].span())

    def rest(self, text: str) -> str:
        """The text without them."""
        for start, end in sorted(set(self.taken), reverse=True):
            text = f"{text[:start]}，{text[end:]}"
        return text

    def _target(self, found: re.Match[str]) -> str:
        verb = found.groupdict().get("verb") or ""
        received = re.fullmatch(_CAME, verb) is not None
        return "received_on" if received and self.kind.field("received_on") is not None else self.date

    def _free(self, found: re.Match[str]) -> bool:
        return self._target(found) not in self.parts

    def _take(self, found: re.Match[str], span: tuple[int, int], hours: str = "") -> None:
        month, day = found["month"] or found["m"], found["day"] or found["d"] or found["only"]
        if month is None and (self.when is None or self.when.precision != "month"):
            # 12日 of a week, a quarter: of which month, nobody says.
            if self.when is None and self.year is not None:
                self._put(found, span, f"{day}日{found['to']}{hours or ''}")
            return
        over = self.when.start.year if self.when is not None and self.when.start.year != NO_YEAR else None
        year = int(found["year"]) if found["year"] else over
        month = month or str(self.when.start.month if self.when is not None else 0)
        # The year of the whole table is said where it stands.
        text = f"{year}年" if found["year"] or (year and year != self.year) else ""
        self._put(found, span, f"{text}{int(month)}月{int(day)}日{found['to']}{hours or ''}".strip())
        told = (year or self.year or NO_YEAR, int(month))
        if found["year"] and over is None:
            return
        if self.when is not None and not _months(self.when)[0] <= told <= _months(self.when)[1]:
            self.doubts.append(f"date_out_of_time:{self._target(found)}")

    def _put(self, found: re.Match[str], span: tuple[int, int], text: str) -> None:
        self.parts[self._target(found)] = text
        self.taken.append(span)


def _months(when: PartialDate) -> tuple[tuple[int, int], tuple[int, int]]:
    return (when.start.year, when.start.month), (when.end.year, when.end.month)


def _dated(text: str) -> bool:
    """Whether something in brackets is a day: 7.8报."""
    return _BEHIND.match(text.strip()) is not None
