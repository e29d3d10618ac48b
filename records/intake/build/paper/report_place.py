"""Where and when a research report looked into things, as its title and its first lines say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from records.intake.dates import DateFault, dates_in, parse_date
from records.intake.desk import Desk
from records.intake.files.reading import Cell, TextDocument
from records.intake.outcome import Item
from records.intake.papers.signature import pairs_of_line, pairs_of_table
from records.intake.tables.spans import last_day
from records.values import PartialDate, Value, half_width

_VILLAGE = re.compile(r"^(?:中共)?(?:[\u4e00-\u9fff]{2,4}[乡镇])?([\u4e00-\u9fff]{2,5}(?:村|社区))")
_WORKS = re.compile(
    r"^(?:中共)?([\u4e00-\u9fff]{1,10}?(?:学校|小学|中学|幼儿园|卫生[院所]|医院|敬老院|合作社|公司|[站所厂场]))(?:联合)?党(?:总支|支部)"
)
#: How many lines below the title say where somebody went.
_FIRST_LINES = 3
_HEAD = 8
#: From when to when: 3月5日至8日, 3月5日、6日, 3月上旬至4月中旬, 3月至4月.
_MONTHS = (
    r"\d{1,2}月(?:\d{1,2}日|[上中下]旬|初|底)?"
    r"(?:\s*[至到—–~、和-]+\s*(?:\d{1,2}月)?(?:\d{1,2}日|[上中下]旬|底)|\s*[至到—–~-]+\s*\d{1,2}月)*"
)
_DOTTED = r"\d{1,2}\.\d{1,2}(?:\s*[至到—–~-]+\s*(?:\d{1,2}\.)?\d{1,2})?(?![\d.])"
_SPAN = re.compile(rf"(?:19|20)\d{{2}}(?:年{_MONTHS}|\.{_DOTTED})(?!以来|前|底前)")
#: The same without a year, which is that of the report or the one before: 今年8月中旬, 去年11月.
_YEARLESS = re.compile(rf"(?<![\d年.])(今年|本年|去年|上年)?\s*({_MONTHS})(?!以来|前|底前|份?(?:至今|起))")
#: Until when figures hold, and since when something is so, is no going.
_OTHER_SPAN = re.compile(r"(?:截至|截止到?|据|自|从.*以来|根据|按照|成立于|建于)[^，,]*$")
_LOOKED = re.compile(
    r"调研|调查|走访|考察|座谈|摸底|实地(?:查看|了解|察看)|深入|听课|抽[查样]|回访|入户|访谈|问卷|查阅|核查|查看了|住[了]?\S{1,3}天"
)
#: Who went; of a time without a year only a clause that says so tells of going.
_WHO_WENT = re.compile(r"我|笔者|本人|[调课][研题]组|支部|党委|村委|一行|同志|先后|利用|组织|随")
_WHERE = re.compile(r"(?:调研|调查|走访|考察)地点")
_HEAD_ROWS = 12
#: Where a sentence says that somebody went, and words that end in 村 and name none.
_TO = re.compile(
    r"(?:到|赴|深入|走进|前往|走访了?|在)((?:[\u4e00-\u9fff]{2,7}?(?:村|社区)(?:委会)?[、和及与]?)+)"
)
_TO_ANY = re.compile(
    r"(?:到|赴|深入|走进|前往|走访了?|在)("
    r"(?:[\u4e00-\u9fff]{2,8}?(?:村|社区|学校|小学|中学|卫生院|合作社|公司|[站所])[、和及与])+"
    r"[\u4e00-\u9fff]{2,8}?(?:村|社区|学校|小学|中学|卫生院|合作社|公司|[站所]))"
)
#: Villages that share their last word: 先后到白石、黄泥、双河等村, 到东沟、西沟两村.
_TO_SHARED = re.compile(
    r"(?:到|赴|深入|走进|前往|走访了?|在)((?:[\u4e00-\u9fff]{2,5}[、和及与])+[\u4e00-\u9fff]{2,5}?"
    r"(?:等(?:\d+|[两二三四五六七八九十]+)?|[两二三四五六七八九十]|\d+)个?(?:行政)?(?:村|社区))"
)
_HOW_MANY = re.compile(r"(?<=[村区])(?:等)?[\d两二三四五六七八九十]+个?(?:行政)?(?:村|社区)$")
_LEAD = re.compile(r"^(?:了|包村点|联系点|所包的?|辖区内?|[\u4e00-\u9fff]{2,3}[乡镇])")
_NO_VILLAGE = re.compile(
    r"^.?(?:各|全|本|我|该|行政|自然|新|农|几个?|[两三四五六七八九十]+个?|\d+个?)(?:村|社区)|[个新农]村"
)
#: What a name goes on with. 和 and the like part names, or lines that repeat them are gone through for ever.
_ON = r"(?:(?![和及与])[\u4e00-\u9fff\d])"
#: A place that a sentence of going names in its own words, up to what was done there.
_SOMEWHERE = (
    rf"[\u4e00-\u9fff\d]{_ON}{{0,9}}?(?:村|社区|组|屯|寨|学校|小学|中学|幼儿园|教学[点站]|卫生[院所室]|医院|[敬养]老院|福利院|合作社"
    rf"|公司|企业|{_ON}[工林农牧渔茶]?场|{_ON}厂|基地|园区|市场|[果茶葡桑]园|服务中心|{_ON}{{2}}站|供电所|派出所|财政所)"
)
_WENT_TO = re.compile(
    rf"(?:到|赴|深入|走进|前往|走访了?|在)({_SOMEWHERE}(?:[、和及与]{_SOMEWHERE})*)"
    r"(?=[对向就围作，,]|开展|进行|走访|入户|实地|调[研查]|考察|召开|听[课取]|查看|访谈|抽[查样]|问卷|座谈|摸底|了解)"
)
#: How many there were, and all of them alike, name none: 两个教学点, 5家企业, 各学校, 我镇小学.
_NOT_NAMED = re.compile(
    r"(?:\d+|[一两二三四五六七八九十几数多]+)(?:个|家|所|户|处)|各|全|本|我|该|其|有关|相关|部分|所有|一些|辖区|当地|附近"
)
_NO_PLACE = re.compile(r"走访|调[研查]|考察|查看|通过|利用|期间|过程|工作|时间|基础|[的了过]|[乡镇县市]上")
#: That somebody went somewhere: 到…, 对全镇三个村的…进行了调研.
_GONE = re.compile(
    r"(?:到|赴|深入|走进|前往|在)(?!此|期间|过程)\S{1,12}?(?:村|社区|校|[站所厂院点组]|[乡镇])"
    r"|对\S{0,3}[各全]\S{0,6}(?:[村乡镇]|支部)"
)
_WENT = re.compile(r"(?:调研|调查|走访|考察|实地调研|实地走访)(?:起止)?(?:时间|日期)")


def place_of_report(desk: Desk, title: str, lines: Sequence[str]) -> str:
    """The only known village or community that the title names, else the first lines; empty for none.

    Several are the place only where a sentence tells that somebody went to them. Villages that no unit is of
    are the place where such a sentence says so: 新型农村 in a title is none.
    """
    found = {match[1] for unit in desk.units if (match := _VILLAGE.match(unit.name)) is not None}
    goings = [sentence for _, sentence in (*_goings(lines, _SPAN), *_goings(lines, _YEARLESS))]
    for words in (title, "\n".join(lines[:_FIRST_LINES])):
        named = {place for place in found if place in words}
        # 上营村 within 大上营村 is the longer one alone.
        named = {place for place in named if not any(place != other and place in other for other in named)}
        if len(named) > 1 and words != title:
            # 3月2日至4日到上营社区、柳树湾社区调查: the sentence that tells of the going says where to.
            went = "".join(goings)
            whole = next((told for each in goings if named <= set((told := _listed(each)).split("、"))), "")
            if whole:
                return whole
            return "、".join(sorted((place for place in named if place in went), key=went.index))
        if named:
            return _with_others(named.pop(), goings) if len(named) == 1 else ""
    told = next((place for sentence in goings if (place := _told_places(sentence) or _shared(sentence))), "")
    return told or _workplace(desk, goings) or next(filter(None, map(_places_went, goings)), "")


def put_place(item: Item, desk: Desk, title: str, lines: Sequence[str]) -> None:
    """Where somebody went; flagged where a sentence tells of going in words that say no place."""
    if item.fields.get("place"):
        return
    if place := place_of_report(desk, title, lines):
        item.fields["place"] = place
    elif any(_GONE.search(sentence) for _, sentence in (*_goings(lines, _SPAN), *_goings(lines, _YEARLESS))):
        item.flag("value_left_out:place")


def _workplace(desk: Desk, goings: Sequence[str]) -> str:
    """The only school, hospital or works with a unit that the sentences of going name: 抽查了镇卫生院…."""
    works = {found[1] for unit in desk.units if (found := _WORKS.match(unit.name)) is not None}
    named = {place for place in works if any(place in sentence for sentence in goings)}
    named = {place for place in named if not any(place != other and place in other for other in named)}
    return named.pop() if len(named) == 1 else ""


def _places_went(sentence: str) -> str:
    """The schools, works and villages that a sentence of going says as it calls them, one of them by name.

    我们在中心学校和两个教学点对留守儿童进行了问卷, 到柳林养殖场实地走访.
    """
    told = _WENT_TO.search(sentence)
    parts = re.split(r"[、和及与]", told[1]) if told is not None else []
    named = [part for part in parts if not _NOT_NAMED.match(part)]
    if told is None or not named or any(_NO_PLACE.search(part) for part in parts):
        return ""
    return _LEAD.sub("", told[1])


def _with_groups(village: str, goings: Sequence[str]) -> str:
    """The village with the groups in it to which somebody went: 到大坪村上坪组、下坪组走访."""
    # 5个组 says how many, and names none.
    counted = r"(?!(?:\d+|[两二三四五六七八九十几多各])个?(?:村民小)?组)"
    group = counted + r"[\u4e00-\u9fff\d]{1,5}?(?:村民小)?组(?![织成建])"
    to = re.compile(rf"(?:到|赴|深入|走进|前往|走访了?|在)({village}{group}(?:[、和及与]{group})*)")
    return next((told[1] for each in goings if (told := to.search(each)) is not None), village)


def _with_others(village: str, goings: Sequence[str]) -> str:
    """The village that a title or the first lines name, with others that the going names beside it.

    在大湾村、茶园坪村两个村走访 is of both, whatever the title says.
    """
    for told in map(_told_places, goings):
        if village in (several := told.split("、")) and len(several) > 1:
            return told
    return _with_groups(village, goings)


def _listed(sentence: str) -> str:
    """All the places that a sentence lists behind its verb, schools and stations among them."""
    told = _TO_ANY.search(sentence)
    return (
        "、".join(_LEAD.sub("", word) for word in re.split(r"[、和及与]", told[1]))
        if told is not None
        else ""
    )


def _told_places(sentence: str) -> str:
    """The villages that a sentence of going names behind its verb: 我来到沙坪村、石桥村走访."""
    told = _TO.search(sentence)
    # 沙坪村、石桥村两个村: how many there are is no village.
    listed = _HOW_MANY.sub("", told[1]) if told is not None else ""
    words = [_LEAD.sub("", word) for word in re.split(r"[、和及与]", listed)] if told is not None else []
    return "、".join(words) if words and not any(_NO_VILLAGE.search(word) for word in words) else ""


def _shared(sentence: str) -> str:
    """The places that a sentence of going lists with one 村 for all, as it says them."""
    told = _TO_SHARED.search(sentence)
    return _LEAD.sub("", told[1]) if told is not None else ""


def told_of_going(document: TextDocument, year: int | None, done: PartialDate | None) -> dict[str, Value]:
    """When somebody went round, and where, as the lines or a small table at the head say."""
    small = (table for table in document.tables if len(table) <= _HEAD_ROWS)
    pairs = {label: text for table in small for label, text in pairs_of_table(table).items()}
    lines = [f"{label}：{text}" for label, text in pairs.items() if _WENT.fullmatch(label)]
    paragraphs = [each.text for each in document.paragraphs]
    went = fieldwork_of([*lines, *paragraphs], year, done)
    printed = (pair for line in paragraphs[:_HEAD] for pair in pairs_of_line(line).items())
    place = next((text for label, text in (*pairs.items(), *printed) if text and _WHERE.fullmatch(label)), "")
    return {**({"fieldwork": went} if went is not None else {}), **({"place": place} if place else {})}


def fieldwork_of(
    lines: Sequence[str], year: int | None, done: PartialDate | None = None
) -> PartialDate | None:
    """From when to when somebody went round: 调研时间：2010年9月6日—10日 in the first lines, or told there.

    Two spans that the first lines tell of settle nothing. A span without a year lies before the report was
    ``done``.
    """
    for line in lines[:_HEAD]:
        for label, text in pairs_of_line(line).items():
            if _WENT.fullmatch(label) and (found := _days(text, year)) is not None:
                return found
    told = {text: found for text, _ in _goings(lines, _SPAN) if (found := _days(text, year)) is not None}
    if not told and done is not None:
        told = {
            text: found
            for text, sentence in _goings(lines, _YEARLESS)
            if _WHO_WENT.search(sentence) and (found := _before(text, done)) is not None
        }
    return next(iter(told.values())) if len(told) == 1 else None


def _before(text: str, done: PartialDate) -> PartialDate | None:
    """A span without a year, in the year of the report's end or, where the text says so, the one before."""
    found = _YEARLESS.search(text)
    if found is None:
        return None
    year = done.end.year - (found[1] in ("去年", "上年"))
    for each in (year, year - 1):
        days = _days(f"{each}年{found[2]}", each)
        if days is None or days.start <= done.end:
            # What a report of January calls 12月 is that of the year before; 今年12月 is not.
            return days if each == year or not found[1] else None
    return None


def _goings(lines: Sequence[str], span: re.Pattern[str]) -> list[tuple[str, str]]:
    """Spans of days and the sentence in which somebody went: 2011年4月11日至15日，我们到…进行了调查."""
    told = []
    for line in lines[:_HEAD]:
        for sentence in re.split(r"[。；;]", half_width(line)):
            for found in span.finditer(sentence):
                if not _OTHER_SPAN.search(sentence[: found.start()]) and _LOOKED.search(
                    sentence[found.end() :]
                ):
                    told.append((found[0], sentence))
    return told


def _days(text: str, year: int | None) -> PartialDate | None:
    # 11月8日、9日 and 6月11日至13日、18日 are from the first to the last.
    several = re.split(r"\s*[、和]\s*", text)
    if len(several) > 1:
        first = re.split(r"[至到—–~-]", several[0])[0]
        text = f"{first}至{re.split(r'[至到—–~-]', several[-1])[-1]}"
    try:
        return parse_date(text, year=year, column_is_date=False).value
    except DateFault:
        pass
    first_day = next((each.value for each, _, _ in dates_in(text, year=year)), None)
    try:
        last = parse_date(last_day(Cell(text, text)), year=year, column_is_date=False).value
    except DateFault:
        return None
    if first_day is None or last is None or last.end < first_day.start:
        return None
    return PartialDate.between(first_day.start, last.end, text)
