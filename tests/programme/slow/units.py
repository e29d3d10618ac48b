"""Every rule of units and of the township the slow way; see `rules.py`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from tests.programme.slow.counts import EXCHANGES, added, attended
from tests.programme.slow.days import END, START, Days, days_of, each_day, periods, working_days
from tests.programme.slow.judging import Judge, Judged, count, of, own, parted, parts, with_
from tests.programme.slow.rules import Asked, Found, Key, Plain, Slow, found_of
from tests.programme.slow.ten_ones import confirmed, serves, ten_ones
from tests.programme.slow.township import (
    anniversaries,
    funds,
    inspected,
    lectures,
    links,
    models,
    qualified,
)
from tests.programme.slow.tree import below, category, groups_of, members, year_of

GROUP_STUDY = ("集体学习", "中心组", "周一例会", "辅导课", "党课", "现场观摩", *EXCHANGES)
#: Domain §2, the rules of units (U, and G party groups) and of the township (T).
UNITS = {
    "R13": Asked(("T",), 1, "week", "H"),
    "R14": Asked(("T",), 1, "month", "H"),
    "R15": Asked(("U", "G"), 180, "week", "H"),
    "R16": Asked(("U",), 100, "month", "H"),
    "R18": Asked(("T",), 1, "year", "P"),
    "R24": Asked(("T",), 1, "year", "H"),
    "R26": Asked(("T",), 1, "year", "P"),
    "R28": Asked(("T",), 1, "half", "H"),
    "R29": Asked(("T",), 1, "year", "H"),
    "R31": Asked(("T",), 5, "year", "P"),
    "R32": Asked(("T",), 1, "year", "P"),
    "R33": Asked(("T",), 4, "year", "A"),
    "R34": Asked(("T",), 100, "programme", "H"),
    "R35": Asked(("T",), 100, "programme", "H"),
    "R36": Asked(("T",), 1, "stage", "H"),
    "R37": Asked(("U",), 1, "stage", "P"),
    "R38": Asked(("U",), 1, "stage", "P"),
    "R39": Asked(("U",), 3, "stage", "P"),
    "R40": Asked(("T", "U"), 1, "stage", "P"),
    "R41": Asked(("T",), 3, "year", "P"),
    "R42": Asked(("T",), 3, "stage", "P"),
    "R43": Asked(("T", "U"), 2, "stage", "P"),
    "R44": Asked(("T",), 1, "stage", "P"),
    "R45": Asked(("U",), 2, "week", "H"),
    "R46": Asked(("U",), 8, "year", "H"),
    "R47": Asked(("T", "U"), 1, "stage", "P"),
}
#: The one stage that some rules are about.
ONLY = {"R37": "S1", "R38": "S1", "R39": "S1", "R40": "S1", "R42": "S3", "R43": "S3", "R44": "S3"}
SCOPES = {"党委": "T", "党总支": "U", "党支部": "U", "党小组": "G"}
EVER = Days(date(2010, 1, 1), date(2013, 12, 31))


def all_units(slow: Slow) -> Iterator[tuple[Key, Found]]:
    """What the standings of every unit and of the township must be."""
    for unit in slow.units.values():
        for rule in UNITS:
            yield from of_unit(slow, rule, unit)
        yield from slow.notices(unit["id"])
    if slow.root is not None:
        yield from models(slow)


def of_unit(slow: Slow, rule: str, unit: Plain) -> Iterator[tuple[Key, Found]]:
    founded = days_of(unit["fields"].get("founded"))
    for period in periods(UNITS[rule].period):
        begins = max(period.first, START)
        since = max(founded.first if founded else START, START)
        inside = [day for day in each_day(period.first, period.last) if since <= day <= END]
        if begins > slow.on or not inside or ONLY.get(rule, period.name) != period.name:
            continue
        asked = slow.asked(rule, UNITS[rule], begins)
        if SCOPES.get(category(unit)) not in asked.who or (rule == "R45" and not _duty(unit)):
            continue
        if rule == "R47":
            yield from _summaries(slow, unit, period, asked, inside)
            continue
        judged = JUDGES[rule](slow, unit, period, asked, inside)
        flag = _flag(rule, asked, period, inside) or judged.flag
        state = flag or slow.state(
            judged.done, judged.required, asked.force, period, inside, owed=judged.owed
        )
        found = found_of(state, judged.required, judged.done, judged.waiting)
        yield (rule, unit["id"], period.name, None), found


def _flag(rule: str, asked: Asked, period: Days, inside: Sequence[date]) -> str:
    """D3, D4: what isn't judged."""
    if not asked.judged or not asked.minimum or (rule == "R41" and period.name not in ("2011", "2012")):
        return "unjudged"
    if asked.period == "week" and working_days(period.first, period.last) < 3:
        return "exempt"
    if asked.period in ("week", "month", "half"):
        return "unjudged" if 2 * len(inside) < len(each_day(period.first, period.last)) else ""
    return ""


def _duty(unit: Plain) -> bool:
    return unit["fields"].get("briefing_duty") is not False


# --- one by one -----------------------------------------------------------------------------------------


def _group_study(slow: Slow, unit: Plain, period: Days, asked: Asked, inside: Sequence[date]) -> Judged:
    """R15, D5: minutes of the week add up, the unit's and those below it; a party group's branch's too."""
    units = below(slow, unit["id"])
    if category(unit) == "党小组":
        units |= {unit["fields"].get("parent")} - {None}
    found = of(slow, "session", units, period, with_(category=GROUP_STUDY))
    return Judged(asked.minimum, *added((each, _minutes(each)) for each in found))


def _minutes(session: Plain) -> float:
    start, end = (_moment(session["fields"].get(name)) for name in ("start", "end"))
    return (end - start).total_seconds() / 60 if start and end else 0


def _moment(value: Any) -> datetime | None:
    if isinstance(value, datetime):
        return value
    return datetime.combine(value, time()) if isinstance(value, date) else None


def _reached(slow: Slow, unit: Plain, period: Days, asked: Asked, inside: Sequence[date]) -> Judged:
    """R16: the members of the month's last day, present at any session or delivered to."""
    number = done = waiting = 0
    for person in members(slow, unit["id"], min(period.last, END, slow.on)):
        number += 1
        came = attended(slow, person["id"], period, ("到", "迟到", "补学"))
        found = [
            each for each in slow.mine["door_delivery", person["id"]] if slow.proves(each["days"], period)
        ]
        given = added((each, 1) for each in found)
        verified = bool(came[0] or given[0])
        done += verified
        waiting += bool(came[1] or given[1]) and not verified
    required = -(-number * min(asked.minimum, 100) // 100)
    return Judged(required, done, waiting, flag="" if number else "unjudged")


def _mobilised(slow: Slow, unit: Plain, period: Days, asked: Asked, inside: Sequence[date]) -> Judged:
    """R37: a conference of the unit; and a meeting of one of its party groups, if it has any."""
    groups = groups_of(slow, unit["id"])
    parts = [of(slow, "session", [unit["id"]], period, with_(category="动员会"))]
    if groups:
        parts.append(of(slow, "session", groups, period, with_()))
    return parted(asked.minimum + bool(groups), parts)


def _led(slow: Slow, unit: Plain, period: Days, asked: Asked, inside: Sequence[date]) -> Judged:
    """R40: a leading group in office on the working date, headed by the unit's secretary."""
    heads: dict[bool, set[Any]] = {True: set(), False: set()}
    for each in slow.kinds["position"]:
        fields = each["fields"]
        if each["unit"] != unit["id"] or fields.get("body") != "领导小组" or fields.get("role") != "组长":
            continue
        if serves(each, slow.on, slow.on) and (each["days"] is None or each["days"].first <= END):
            heads[False].add(fields.get("person"))
            if each["status"] == "verified":
                heads[True].add(fields.get("person"))
    secretary = unit["fields"].get("secretary")
    headed = {
        verified: bool(found) and (secretary is None or secretary in found)
        for verified, found in heads.items()
    }
    return Judged(asked.minimum, headed[True], headed[False] and not headed[True])


def _tested(slow: Slow, unit: Plain, period: Days, asked: Asked, inside: Sequence[date]) -> Judged:
    """R43: a satisfaction test, and a summary that says to be of stage 3."""
    units = own(slow, unit)
    tests = of(slow, "satisfaction", units, period, with_())
    return parted(asked.minimum, [tests, of(slow, "stage_summary", units, EVER, with_(stage="3"))])


def _briefings(slow: Slow, unit: Plain, period: Days, asked: Asked, inside: Sequence[date]) -> Judged:
    """R45, D12: items by the week of their receipt, with those of branches that report through this one."""
    through = {
        each["id"]
        for each in slow.units.values()
        if each["fields"].get("parent") == unit["id"] and not _duty(each)
    }
    found = of(slow, "briefing", {unit["id"], *through}, period, with_())
    return Judged(asked.minimum, *added((each, len(each["fields"].get("items") or ())) for each in found))


def _ten_ones(slow: Slow, unit: Plain, period: Days, asked: Asked, inside: Sequence[date]) -> Judged:
    items = ten_ones(slow, unit["id"], period)
    counts = {number: each for number, each in items.items() if confirmed(slow, number, period)}
    required = min(asked.minimum + len(counts) - 8, 10) if asked.minimum else 0
    done = sum(verified for verified, _ in counts.values())
    return Judged(required, done, sum(either for _, either in counts.values()) - done)


# --- R47, R25 -------------------------------------------------------------------------------------------


def _summaries(
    slow: Slow, unit: Plain, stage: Days, asked: Asked, inside: Sequence[date]
) -> Iterator[tuple[Key, Found]]:
    """R47: of each stage, and of each year that ends within stage 2; late 31 days after the end."""
    units = {unit["id"]}
    number = stage.name[1:]
    found = {stage: of(slow, "stage_summary", units, EVER, with_(stage=number))}
    for name in ("2010", "2011", "2012") if number == "2" else ():
        year = year_of(name)
        if year.first <= slow.on and inside[0] <= year.last:
            found[year] = of(slow, "stage_summary", units, year, with_(stage=None))
    for period, papers in found.items():
        done, waiting = added((each, 1) for each in papers)
        flag = _flag("R47", asked, period, inside)
        owed = 0 if slow.on <= period.last else 1
        due = period.last + timedelta(days=31)
        state = flag or slow.state(done, asked.minimum, asked.force, period, inside, due=due, owed=owed)
        key = ("R47", unit["id"], period.name, None)
        yield key, found_of(state, asked.minimum, done, waiting)


JUDGES: Mapping[str, Judge] = {
    "R13": count("session", category="周一例会"),
    "R14": count("session", category="辅导课"),
    "R15": _group_study,
    "R16": _reached,
    "R18": lectures,
    "R24": funds,
    "R26": inspected,
    "R28": count("session", everybody=True, category="交流会", level="乡"),
    "R29": count("study_entry", everybody=True, subtype="外出考察"),
    "R31": anniversaries,
    "R32": count("exam", category="百题竞赛"),
    "R33": parts("theme_activity", *(with_(form=each) for each in ("科技周", "学习周", "读书日", "朗诵"))),
    "R34": qualified("学习型党组织"),
    "R35": qualified("学习型干部"),
    "R36": links,
    "R37": _mobilised,
    "R38": count("implementation_plan"),
    "R39": parts("rule_document", *(with_(category=each) for each in (("评价", "考核"), "档案", "奖惩"))),
    "R40": _led,
    "R41": parts("session", *(with_(category=each) for each in ("研讨会", "交流会", "现场观摩"))),
    "R42": parts("evaluation_minutes", *(with_(audience=each) for each in ("全系统", "基层", "服务对象"))),
    "R43": _tested,
    "R44": count("rule_document"),
    "R45": _briefings,
    "R46": _ten_ones,
}
