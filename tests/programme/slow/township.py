"""The rules of the township that are not mere counts, the slow way; see `rules.py`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from tests.programme.slow.counts import added
from tests.programme.slow.days import END, START, Days, days_of, each_day
from tests.programme.slow.judging import Judge, Judged, of, own, parted, with_
from tests.programme.slow.rules import Asked, Found, Key, Plain, Slow, found_of, is_lecture
from tests.programme.slow.tree import judged_units

#: R25 is judged model by model.
MODELS = Asked(("T",), 1, "event", "P")
#: Domain §3: eight links, two of them done by every unit, by the names that records may call them.
LINKS = {
    "S1": [
        ("T", {"宣传发动", "动员部署", "宣传动员"}),
        ("U", {"制定方案", "制定实施方案"}),
        ("U", {"健全制度", "建章立制"}),
    ],
    "S2": [
        ("T", {"健全学习网络"}),
        ("T", {"深入开展活动", "解决问题"}),
        ("T", {"交流推广经验", "交流经验"}),
    ],
    "S3": [("T", {"总结评议", "自评总结"}), ("T", {"巩固提高", "固化制度"})],
}
ANNIVERSARIES = {"五一": (5, 1), "五四": (5, 4), "七一": (7, 1), "八一": (8, 1), "十一": (10, 1)}


def lectures(slow: Slow, unit: Plain, period: Days, asked: Asked, inside: Sequence[date]) -> Judged:
    found = of(slow, "session", own(slow, unit), period, is_lecture)
    return Judged(asked.minimum, *added((each, 1) for each in found))


def funds(slow: Slow, unit: Plain, period: Days, asked: Asked, inside: Sequence[date]) -> Judged:
    """R24: behind when nothing is budgeted by 31 March, or 30 days after the start."""
    whole = Days(date(2010, 1, 1), END)
    found = of(slow, "funding", own(slow, unit), whole, with_(category="预算", year=period.first.year))
    due = date(period.first.year, 3, 31)
    if due < inside[0]:
        due = inside[0] + timedelta(days=30)
    amounts = added((each, float(each["fields"].get("amount") or 0)) for each in found)
    return Judged(asked.minimum, *amounts, owed=0 if slow.on <= due else asked.minimum)


def inspected(slow: Slow, unit: Plain, period: Days, asked: Asked, inside: Sequence[date]) -> Judged:
    """R26: each general branch and branch, and some person sampled."""
    seen: dict[bool, set[Any]] = {True: set(), False: set()}
    for each in slow.kinds["inspection"]:
        day, fields = each["days"], each["fields"]
        if day is None or day not in period or day.first > min(slow.on, END):
            continue
        named = {fields.get("target"), *(row.get("person") for row in fields.get("findings") or ())} - {None}
        seen[False] |= named
        if each["status"] == "verified":
            seen[True] |= named
    units = [each for each in judged_units(slow) if _founded_by(slow.units[each], period.last)]
    sampled = {verified: bool(named - set(slow.units)) for verified, named in seen.items()}
    done = sum(each in seen[True] for each in units) + sampled[True]
    both = sum(each in seen[False] for each in units) + sampled[False]
    return Judged(len(units) + 1, done, both - done)


def _founded_by(unit: Plain, day: date) -> bool:
    founded = days_of(unit["fields"].get("founded"))
    return founded is None or founded.first <= day


def anniversaries(slow: Slow, unit: Plain, period: Days, asked: Asked, inside: Sequence[date]) -> Judged:
    """R31: within 15 days before to 7 after; only anniversaries inside the programme (D3)."""
    parts, late = [], 0
    for name, (month, day) in ANNIVERSARIES.items():
        fixed = date(period.first.year, month, day)
        if not START <= fixed <= END:
            continue
        window = Days(fixed - timedelta(days=15), fixed + timedelta(days=7))
        found = [
            each
            for each in slow.kinds["theme_activity"]
            if each["fields"].get("anniversary") == name
            and slow.of_township(each)
            and each["days"] is not None
            and each["days"] in window
            and each["days"].first <= min(slow.on, END)
        ]
        parts.append(found)
        late += window.last < slow.on and not any(each["status"] == "verified" for each in found)
    judged = parted(len(parts), parts)
    # Behind as soon as one window has closed on nothing.
    return judged._replace(owed=judged.done + late, flag="" if parts else "unjudged")


def qualified(target: str) -> Judge:
    """R34, R35: whom the office's latest word says to qualify, of those who should."""

    def judge(slow: Slow, unit: Plain, period: Days, asked: Asked, inside: Sequence[date]) -> Judged:
        wanted = set(judged_units(slow)) if target == "学习型党组织" else _cadres(slow)
        done = wanted & _found_to(slow, target, ("verified",))
        both = wanted & _found_to(slow, target, ("verified", "submitted"))
        required = -(-len(wanted) * min(asked.minimum, 100) // 100)
        flag = "" if wanted else "unjudged"
        return Judged(required, len(done), len(both - done), owed=0, flag=flag)

    return judge


def _cadres(slow: Slow) -> set[Any]:
    """D16: agency and village cadres who take part on the day."""
    held = {"领导干部", "机关干部职工", "村干部"}
    return {
        each["id"]
        for each in slow.people.values()
        if held & set(each["fields"].get("categories") or ()) and slow.takes_part(each, min(slow.on, END))
    }


def _found_to(slow: Slow, target: str, statuses: Iterable[str]) -> set[Any]:
    latest: dict[Any, tuple[int, Any, bool]] = {}
    for each in slow.kinds["designation"]:
        fields = each["fields"]
        if fields.get("category") != target or each["status"] not in statuses or each["days"] is None:
            continue
        word = (fields["year"], each["id"], fields.get("result") == "达标")
        if each["days"].first <= min(slow.on, END) and word > latest.get(fields.get("target"), (0,)):
            latest[fields.get("target")] = word
    return {whom for whom, (_, _, met) in latest.items() if met}


def links(slow: Slow, unit: Plain, period: Days, asked: Asked, inside: Sequence[date]) -> Judged:
    """R36: what the township did, or every unit."""
    done = waiting = 0
    for who, names in LINKS[period.name]:
        by: dict[bool, set[Any]] = {True: set(), False: set()}
        for each in slow.kinds["stage_link"]:
            fields, on = each["fields"], days_of(each["fields"].get("done_on"))
            if f"S{fields.get('stage')}" != period.name or (fields.get("link") or "").strip() not in names:
                continue
            if fields.get("state") == "完成" and on is not None and on.first <= slow.on:
                named = [fields.get("unit")] + ([fields.get("owner")] if who == "U" else [])
                whose = next((whom for whom in named if whom in slow.units), None)
                by[False].add(whose)
                if each["status"] == "verified":
                    by[True].add(whose)
        whole = {
            verified: bool(units & {None, slow.root}) or (who == "U" and set(judged_units(slow)) <= units)
            for verified, units in by.items()
        }
        done += whole[True]
        waiting += whole[False] and not whole[True]
    return Judged(len(LINKS[period.name]), done, waiting)


def models(slow: Slow) -> Iterator[tuple[Key, Found]]:
    """R25: every model; summarised and publicised by the working date."""
    for each in slow.kinds["typical_model"]:
        fields, day = each["fields"], each["days"]
        if day is not None and day.first > min(slow.on, END):
            continue
        begins = day.first if day is not None else START
        asked = slow.asked("R25", MODELS, begins)
        shown = days_of(fields.get("publicised_on"))
        there = bool(fields.get("practice")) and shown is not None and shown.first <= slow.on
        done = there and each["status"] == "verified"
        period = Days(begins, END)
        state = slow.state(done, 1, asked.force, period, each_day(min(begins, END), END))
        key = ("R25", slow.root, begins.isoformat(), each["id"])
        yield key, found_of(state if asked.judged else "unjudged", 1, done, there and not done)
