"""Ledgers of household visits: one record a visitor, with what was found and whether it was settled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from records.intake.build.rows import Repeats, find_context
from records.intake.build.values import put_day, take_row_date
from records.intake.dates import DateFault, parse_date
from records.intake.desk import Desk
from records.intake.matching import Person
from records.intake.names import NamedPart, split_names
from records.intake.outcome import Item
from records.intake.tables.row_dates import RowDates
from records.intake.tables.source import SourceRow, SourceTable
from records.intake.unit_names import is_place, place_phrases, without_number
from records.values import PartialDate

_VILLAGE = re.compile(r"^(.+?(?:村|社区|居委会|嘎查))(.*)$")
#: A group that names its village as well: 石门村三组, 云盘社区二组; not 新村组, whose village nobody tells.
_WITH_VILLAGE = re.compile(r".+?(?:村|社区|居委会|嘎查)(?:|.+[组社队屯寨湾坝坪坡院庄])")
#: What the lines above a ledger call the place that it is about: 所包村, 驻点村, 包联社区, 联系居委会.
_VILLAGE_KEY = re.compile(
    r"(?:所|包|联|驻|挂|结|帮|走)[\u4e00-\u9fff]{0,4}(?:村[寨屯庄组社]?|社区|居委会|嘎查|连队)|村名|行政村|社区名称?"
)
_BRACKETED_GROUP = re.compile(
    r"(.+?)[（(]((?:第?[一二三四五六七八九十\d]{1,3}|[\u4e00-\u9fff]{1,4})[组社队屯])[)）]"
)
_SETTLED = re.compile(
    r"已(?:经)?(?:解决|办结|落实|处理|办理|完成)|办结|办好|办成|办妥|解决了|落实到位|得到解决"
)
_OPEN = re.compile(
    r"(?:未|没有?|尚未)(?:能|予|得到)?(?:解决|办结|落实|处理|办理|完成|办好|办成|办妥)|无法解决|正在|协调中|办理中|待(?:解决|办)|暂未|跟进"
)
_YES = re.compile(r"是|√|✓|已|有|办结|完成|解决了?|落实")
_NO = re.compile(r"否|×|✗|╳|未|没有?|不")
#: The same in a few words more, and nothing else: 已办理完毕, 未能落实.
_YES_IN_WORDS = re.compile(
    r"(?:已经?|全部|得到)*(?:解决|办结|完成|落实|办理|处理|答复|销号|化解|办[好成妥])(?:了|完毕|到位)?"
)
_NO_IN_WORDS = re.compile(
    r"(?:未|没有?|尚未|暂未|不能|无法)(?:能|予|得到)?(?:解决|办结|完成|落实|办理|处理|答复|销号|化解|办[好成妥])"
)
#: What leaves it open how far a matter is settled: 部分解决, 基本解决, 已解决一半.
_PARTLY = re.compile(r"部分|基本|一半|大部|初步|逐步|有望|拟|正[在逐]|待")
_DAY = r"((?:\d{4}[年.\-/])?\d{1,2}[月.\-/]\d{1,2}[日号]?)"
_VERB = (
    r"(?:已经?|全部|予以|得到|给予)*(?:解决|办结|落实|完成|处理|办理|办[好成妥]|修[好通复]|化解|兑现|答复|竣工|完工|通[水电车])"
    r"(?:了|好|完毕|到位)?"
)
#: The day with its verb: 2010年9月27日解决, 已于9月27日办结; and behind it: 已解决（9.27）.
_DONE_ON = re.compile(rf"{_DAY}\s*{_VERB}|{_VERB}[（(，,]\s*(?:于)?{_DAY}[)）]?$")
#: A day on which it is to be: 9月27日前解决, 计划9月27日完成.
_TO_COME = re.compile(r"计划|预计|拟|将|力争|争取|承诺|限期?|要求|准备")
_SENT_TO = re.compile(r"驻(.{2,12}?(?:村|社区|嘎查))(?:工作|帮扶)[队组]")
#: Characters beside the words for an open case that tell of something done.
_MORE_THAN_STATE = 4
#: 已送煤 tells of something done; 已上报, 已列入计划 only of a first step.
_DONE = re.compile(
    r"已经?(?!上报|报|列入|纳入|转|登记|申请|申报|反映|联系|协商|协调|商量|告知|解释)[\u4e00-\u9fff]"
)
_STATE = re.compile(f"(?:{_OPEN.pattern})|(?:{_SETTLED.pattern})")
_CLAUSE = re.compile(r"[，,；;。]\s*")


def build_visits(table: SourceTable, desk: Desk) -> Iterator[Item]:
    """One household_visit for each visitor of a row."""
    find_context(table, desk)
    dates = RowDates(table, "visited_on")
    repeats = Repeats(table)
    for position, row in enumerate(table.rows):
        if repeats.again(row):
            item = table.item(row)
            item.repeat()
            yield item
            continue
        yield from _visits(table, position, row, desk, dates)


def _visits(table: SourceTable, position: int, row: SourceRow, desk: Desk, dates: RowDates) -> Iterator[Item]:
    visitors = split_names(row.text("visitor"))
    if not visitors:
        item = table.item(row)
        item.reject("missing_name")
        yield item
        return
    for visitor in visitors:
        item = table.item(row)
        if item.refused:
            yield item
            continue
        if len(visitors) > 1:
            item.note("several_visitors")
        _one(table, position, row, item, visitor, desk, dates)
        yield item


def _one(
    table: SourceTable,
    position: int,
    row: SourceRow,
    item: Item,
    visitor: NamedPart,
    desk: Desk,
    dates: RowDates,
) -> None:
    day = take_row_date(desk, table, dates, position, item, "visited_on")
    if item.refused:
        return
    household = _household(row)[0]
    if not household:
        item.reject("missing_household")
        return
    item.fields["household"] = household
    if day is not None and (field := table.kind.field("visited_on")) is not None:
        put_day(item, field, day)
    place = _place(table, row, item)
    read_outcome(row, item, day)
    person = desk.person(visitor.name, item, "visitor", unit=table.unit)
    if person is not None:
        item.fields["visitor"] = person.id
        if place and not _covers(person, place):
            item.flag("outside_covered_village")
    if not item.fields.get("village"):
        _team_village(item, person, desk)
    if row.has("remarks"):
        item.remarks = row.text("remarks")


def _joined(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())


def _household(row: SourceRow) -> tuple[str, str]:
    """The household, and its group where that stands in brackets behind the name: 赵水养（2组）."""
    text = _joined(row.text("household"))
    found = _BRACKETED_GROUP.fullmatch(text)
    return (found[1], found[2]) if found else (text, "")


def _place(table: SourceTable, row: SourceRow, item: Item) -> str:
    """Village and group, which many ledgers keep in one column, or tell above the table: 包村：某村."""
    above = next((value for key, value in table.facts.pairs.items() if _VILLAGE_KEY.fullmatch(key)), "")
    both = _joined(row.text("village_group") or row.text("village"))
    group = _joined(row.text("group")) or _household(row)[1]
    if not both and _WITH_VILLAGE.fullmatch(group):
        # What the row itself says goes before the line above the table.
        both, group = group, ""
    both = both or (row.group if _WITH_VILLAGE.fullmatch(row.group) else "") or _joined(above)
    both = both or (_joined(table.sheet) if is_place(table.sheet) else "")
    both = both or (_of_title(table) if group else "")
    found = _VILLAGE.match(both)
    village = found[1] if found else both
    group = group or (found[2] if found else "")
    if village:
        item.fields["village"] = village
    if group:
        item.fields["group"] = group
    return village + group


def _of_title(table: SourceTable) -> str:
    """The village in whose groups somebody went, as the title begins with it: 某村支部委员走访农户."""
    places = [place for line in table.facts.lines for place in place_phrases(without_number(line))]
    return places[0] if len(set(places)) == 1 and is_place(places[0]) else ""


def read_outcome(row: SourceRow, item: Item, visited: PartialDate | None) -> None:
    """What was found, what was done about it, and whether that settled it."""
    difficulty = row.text("difficulty")
    if difficulty:
        item.fields["difficulty"] = difficulty
    if row.has("solved"):
        _say_solved(row, item)
        _done_on(row.text("solved"), item, visited)
    elif row.has("solved_on") and visited and _solved_on(row.text("solved_on"), visited):
        item.fields["solved"] = True
    text = row.text("handling") or row.text("help")
    if text:
        _measures(row, item, text, visited)
    if row.has("solved_on") and item.fields.get("solved") is not False:
        _settled(row, item, visited)


def _say_solved(row: SourceRow, item: Item) -> None:
    """Whether it is settled, as a column of its own says; words that nobody here knows are left out."""
    text = row.text("solved")
    opened, settled = bool(_OPEN.search(text)), _is_settled(text) and not _PARTLY.search(text)
    if _NO.fullmatch(text) or _NO_IN_WORDS.fullmatch(text) or (opened and not settled):
        item.fields["solved"] = False
    elif _YES.fullmatch(text) or _YES_IN_WORDS.fullmatch(text) or (settled and not opened):
        item.fields["solved"] = True
    else:
        item.flag("value_left_out:solved")


def _is_settled(text: str) -> bool:
    """Whether words say that it is settled: 已解决, or on which day it was."""
    dated = _DONE_ON.search(text) is not None and not _TO_COME.search(text) and not _PARTLY.search(text)
    return dated or _SETTLED.search(text) is not None


def _measures(row: SourceRow, item: Item, text: str, visited: PartialDate | None) -> None:
    told = row.text("help") if row.has("handling") else ""
    _handled(row, item, text, visited)
    if told:
        # Measures in a column of their own, beside one that says whether they led to anything.
        more = item.fields.get("help", "")
        item.fields["help"] = f"{told}；{more}" if more and more != text and more != told else told


def _settled(row: SourceRow, item: Item, visited: PartialDate | None) -> None:
    """The day under 办结日期, or that it is not settled yet: 未办结."""
    text = row.text("solved_on")
    if _OPEN.search(text):
        item.fields["solved"] = False
        return
    solved_on = _solved_on(text, visited) if visited else None
    if solved_on:
        item.fields["solved_on"] = solved_on
    elif visited:
        item.flag(f"{_why_no_day(text)}:solved_on")


def _handled(row: SourceRow, item: Item, text: str, visited: PartialDate | None) -> None:
    """What was done and whether it helped, as one column tells of both: 联系维修，已解决."""
    if row.has("handling") and (_YES.fullmatch(text) or _NO.fullmatch(text)):
        item.fields["solved"] = _YES.fullmatch(text) is not None
        return
    clauses = [clause for clause in _CLAUSE.split(text) if clause]
    state = clauses[-1]
    if len(clauses) > 1 and re.fullmatch(f"于?{_DAY}", state):
        # 已解决，9月27日 says one thing.
        state = f"{clauses[-2]}，{state}"
    settled, unsettled = _is_settled(state), _OPEN.search(state)
    if settled and not unsettled and _PARTLY.search(state):
        # 已解决部分: neither the one nor the other.
        item.fields["help"] = text
        if not row.has("solved"):
            item.flag("value_left_out:solved")
        return
    if not settled and not unsettled:
        item.fields["help"] = text
        if item.fields.get("solved"):
            return  # the day on which it was stands in a column of its own
        said = {_OPEN.fullmatch(each) is None for each in clauses if _STATE.fullmatch(each)}
        if len(said) == 1:
            # 未解决，待矿上赔付: what is to come stands behind the state.
            item.fields["solved"] = said.pop()
        elif row.has("handling") and not row.has("solved") and _DONE.match(text):
            # 已送煤一吨 under 解决情况: what was done is done, and most likely that was all.
            item.fields["solved"] = True
            item.flag("solved_from_words")
        elif row.has("handling") and not row.has("solved"):
            # The column says what came of it, in words that nobody here knows.
            item.flag("value_left_out:solved")
        return
    measures = text[: text.rindex(state.partition("，")[0])].rstrip("，,；;。 ")
    item.fields["solved"] = settled and not unsettled
    if measures:
        item.fields["help"] = measures
    elif item.fields["solved"] or len(_OPEN.sub("", text)) >= _MORE_THAN_STATE:
        # 正在与信用社联系 says what is being done, 正在办理 only that it is not settled yet.
        item.fields["help"] = text
    _done_on(state, item, visited)


def _done_on(text: str, item: Item, visited: PartialDate | None) -> None:
    """The day that stands beside the words for what was settled."""
    done = _DONE_ON.search(text)
    if done and item.fields.get("solved") and visited:
        solved_on = _solved_on(done[1] or done[2], visited)
        if solved_on:
            item.fields["solved_on"] = solved_on
        else:
            item.flag(f"{_why_no_day(done[1] or done[2])}:solved_on")


def _solved_on(text: str, visited: PartialDate) -> date | None:
    """The day it was settled, in the year of the visit or, when that would lie before it, the next.

    Of a visit of which only a year is told, a day without one may be of either.
    """
    first = visited.start
    for year in (None,) if visited.precision == "year" else (first.year, first.year + 1):
        try:
            value = parse_date(text, year=year).value
        except DateFault:
            return None
        if value is not None and value.precision == "day" and value.start >= first:
            return value.start
    return None


def _why_no_day(text: str) -> str:
    """Why the time that something was settled is left out: it tells a month alone, or can't be."""
    try:
        value = parse_date(text).value
    except DateFault:
        value = None
    return "day_wanting" if value is not None and value.precision != "day" else "date_left_out"


def _team_village(item: Item, person: Person | None, desk: Desk) -> None:
    """The village of a team that was sent to live there, where the ledger names none: 驻某村工作队."""
    names = [
        unit.name for each in (person.memberships if person else ()) if (unit := desk.units.get(each.unit))
    ]
    found = {match[1] for name in names if (match := _SENT_TO.search(name))}
    if len(found) == 1:
        item.fields["village"] = found.pop()
        item.flag("village_from_team")
    else:
        item.flag("village_not_told")


def _covers(person: Person, place: str) -> bool:
    covered = person.record.fields.get("covered")
    if not isinstance(covered, list) or not covered:
        return True
    return any(place.startswith(str(each)) or str(each).startswith(place) for each in covered)
