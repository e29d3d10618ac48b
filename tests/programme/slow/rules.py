"""Every rule of the programme the slow way: plain loops over exported records, written from domain.md alone.

It is there to be compared with (`test_equal_to_slow.py`), so it shares nothing with `records.programme`: the
minimum numbers are those of the table in domain §2, the loops look at every record for every period, and
nothing is kept but an index of whose records are whose. What counts for people is in `counts.py`, units
are in `units.py`, the township in `township.py`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from records.record import Record
from records.values import PartialDate
from tests.programme.slow.counts import COUNTS
from tests.programme.slow.days import END, PROGRAMME, START, Days, days_of, each_day, periods, working_days

#: An exported record: its envelope (days, unit, status …) and its fields, as plain values.
Plain = dict[str, Any]
#: (rule, subject, period, record of an event): "2011-03", and the record for what is judged by the event
Key = tuple[str, Any, str, Any]


class Found(NamedTuple):
    """What a standing must be. ``done`` and ``waiting`` are rounded to cents."""

    state: str
    required: float
    done: float
    waiting: float


class Asked(NamedTuple):
    """A rule as the plan's table has it, or as a setting has made it."""

    who: tuple[str, ...]
    minimum: int
    period: str
    force: str
    judged: bool = True
    lead: str = ""


#: Domain §2, the rules of people: whom, how much, how often, how firmly; R03 is H for leading cadres (D7).
PEOPLE = {
    "R01": Asked(("PC",), 1, "quarter", "H"),
    "R02": Asked(("PC",), 1, "quarter", "H"),
    "R03": Asked(("PC",), 2, "year", "A", lead="H"),
    "R04": Asked(("PC",), 1, "month", "H"),
    "R05": Asked(("PC",), 2, "year", "H"),
    "R06": Asked(("PC",), 1, "quarter", "H"),
    "R07": Asked(("PC",), 3, "month", "H"),
    "R08": Asked(("PC",), 0, "month", "A"),
    "R09": Asked(("ALL",), 60, "month", "H"),
    "R10": Asked(("ALL",), 1, "month", "H"),
    "R11": Asked(("ALL",), 1, "quarter", "H"),
    "R12": Asked(("ALL",), 1, "year", "H"),
    "R19": Asked(("AC", "PC"), 1, "year", "H"),
    "R20": Asked(("AC", "PC"), 1, "year", "H"),
    "R21": Asked(("ALL",), 2, "year", "H"),
    "R22": Asked(("ALL",), 20_000, "year", "H"),
    "R23": Asked(("AC",), 1, "year", "H"),
    "R30": Asked(("LC",), 0, "year", "A"),
}
EVENTS = {"R17": Asked(("LC",), 1, "event", "H"), "R27": Asked((), 1, "event", "P")}
#: Who a record of a kind is about: a field, or the rows of a list and the field in them.
WHOSE: Mapping[str, tuple[str, str] | str] = {
    "book_reading": "person",
    "preaching": "speaker",
    "farmer_tutorial": "lecturers",
    "experience_article": "authors",
    "research_report": "authors",
    "reading_note": "person",
    "study_register": "person",
    "study_entry": "person",
    "household_visit": "visitor",
    "assessment": "person",
    "door_delivery": "member",
    "talk": "leader",
    "exemption": "person",
    "session": ("attendance", "person"),
    "democratic_evaluation": ("lines", "person"),
    "exam": ("results", "person"),
}
CADRES = {"领导干部", "机关干部职工", "村干部"}


async def exported(records: AsyncIterator[Record]) -> list[Plain]:
    """Each record of an archive as a plain dict."""
    return [
        {
            "id": each.id,
            "kind": each.kind,
            "no": each.no,
            "status": each.status,
            "unit": each.unit,
            "days": days_of(_plain(each.date)),
            "fields": _plain(each.fields),
        }
        async for each in records
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, PartialDate):
        return {"start": value.start, "end": value.end}
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value


class Slow:
    """What everybody's standings must be as of a day."""

    def __init__(self, records: Iterable[Plain], on: date) -> None:
        self.on = on
        self.kinds: dict[str, list[Plain]] = defaultdict(list)
        for record in records:
            if record["status"] in ("verified", "submitted"):
                self.kinds[record["kind"]].append(record)
        self.people = {each["id"]: each for each in self.kinds["person"]}
        self.units = {each["id"]: each for each in self.kinds["unit"]}
        committees = [each for each in self.units.values() if each["fields"].get("category") == "党委"]
        self.root = min(committees, key=lambda each: each["no"])["id"] if committees else None
        self.mine: dict[tuple[str, Any], list[Plain]] = defaultdict(list)
        for kind, where in WHOSE.items():
            for record in self.kinds[kind]:
                for person in set(_named(record, where)):
                    self.mine[kind, person].append(record)
        #: Whose records are whose: sessions with the person's row in the list, and the day that it counts on.
        self.signed: dict[Any, list[tuple[Plain, Plain, Days | None]]] = defaultdict(list)
        for session in self.kinds["session"]:
            for row in session["fields"].get("attendance") or ():
                day = self.own_day(session, row.get("made_up_on"))
                self.signed[row.get("person")].append((session, row, day))
        self.of_units: dict[tuple[str, Any], list[Plain]] = defaultdict(list)
        for kind, found in self.kinds.items():
            for record in found:
                self.of_units[kind, record["unit"]].append(record)
        self.trees: dict[Any, set[Any]] = {}
        self._spans: dict[Any, tuple[date, date]] = {}
        self._bound: dict[tuple[Any, date], tuple[date, ...]] = {}

    # --- what a record proves -------------------------------------------------------------------

    def proves(self, days: Days | None, period: Days) -> bool:
        """All its days lie in the period, and they can lie in the programme, not after the working date."""
        return days is not None and days in period and days.last >= START and days.first <= min(self.on, END)

    def own_day(self, record: Plain, value: Any) -> Days | None:
        """The row's own date, where it has one, goes before the record's; the record itself must be one
        that can count."""
        whole = record["days"]
        if whole is None or whole.first > min(self.on, END) or whole.last < START:
            return None
        own = days_of(value)
        return own if own is not None and own.first >= START else None if own is not None else whole

    def asked(self, rule: str, plan: Asked, begins: date) -> Asked:
        """The rule with every verified setting in force when a period begins; later ones aren't known yet."""
        for each in sorted(self.kinds["rule_setting"], key=lambda s: (s["days"] or Days(END, END), s["id"])):
            fields = each["fields"]
            since = days_of(fields.get("from"))
            if each["status"] != "verified" or (fields.get("rule") or "").strip().upper() != rule:
                continue
            if since is None or since.first > self.on or since.first > max(begins, START):
                continue
            if isinstance(fields.get("minimum"), int):
                plan = plan._replace(minimum=fields["minimum"])
            if fields.get("who"):
                plan = plan._replace(who=tuple(fields["who"]))
            if isinstance(fields.get("judged"), bool):
                plan = plan._replace(judged=fields["judged"])
            if fields.get("force"):
                plan = plan._replace(force=fields["force"], lead="")
        return plan

    # --- people ---------------------------------------------------------------------------------

    def scopes(self, person: Plain) -> set[str]:
        held, found = set(person["fields"].get("categories") or ()), set()
        if is_member(person) and held & CADRES:
            found.add("PC")
        if "领导干部" in held:
            found.add("LC")
        if "中心组成员" in held:
            found.add("CG")
        if held & {"机关干部职工", "领导干部"}:
            found.add("AC")
        if is_member(person) or held & (CADRES | {"站所学校职工", "中心组成员"}):
            found.add("ALL")
        return found

    def binds(self, rule: str, asked: Asked, person: Plain) -> bool:
        if rule in ("R07", "R08") and not person["fields"].get("covered"):
            return False
        return bool(self.scopes(person) & set(asked.who))

    def span(self, person: Plain) -> tuple[date, date]:
        """From the first to the last day as the record says, else from the first membership to the last."""
        if person["id"] in self._spans:
            return self._spans[person["id"]]
        fields, first, last = person["fields"], date.min, date.max
        rows = [row for row in fields.get("memberships") or () if row.get("org")]
        begun, ended = days_of(fields.get("active_from")), days_of(fields.get("active_to"))
        since = [days_of(row.get("from")) for row in rows]
        until = [days_of(row.get("to")) for row in rows]
        if begun is not None:
            first = begun.first
        elif rows and None not in since:
            first = min(each.first for each in since if each)
        if ended is not None:
            last = ended.last
        elif rows and None not in until:
            last = max(each.last for each in until if each)
        self._spans[person["id"]] = first, last
        return first, last

    def takes_part(self, person: Plain, day: date) -> bool:
        first, last = self.span(person)
        return first <= day <= last

    def bound_days(self, rule: str, person: Plain) -> tuple[date, ...]:
        """The days of the programme on which a rule binds the person; members only since they joined."""
        plan, scopes = PEOPLE[rule], self.scopes(person)
        held = set(person["fields"].get("categories") or ())
        by_office = "AC" in plan.who and "AC" in scopes
        by_office |= "ALL" in plan.who and bool(held & (CADRES | {"站所学校职工", "中心组成员"}))
        by_office |= not {"ALL", "PC"} & set(plan.who)
        joined = None if by_office else days_of(person["fields"].get("joined_party"))
        since = joined.first if joined else date.min
        if (person["id"], since) not in self._bound:
            first, last = self.span(person)
            self._bound[person["id"], since] = tuple(
                day for day in PROGRAMME if max(first, since) <= day <= last
            )
        return self._bound[person["id"], since]

    def exempt_days(self, rule: str, person: Plain) -> set[date]:
        """D8: by the person's own exemptions and those of a category; R16 is never exempt."""
        found: set[date] = set()
        held = set(person["fields"].get("categories") or ())
        for each in [*self.mine["exemption", person["id"]], *self.mine["exemption", None]]:
            fields = each["fields"]
            general = fields.get("person") is None
            if each["status"] != "verified" or rule == "R16" or rule not in (fields.get("rules") or ()):
                continue
            if general and not held & set(fields.get("categories") or ()):
                continue
            begun, ended = days_of(fields.get("from")), days_of(fields.get("to"))
            found |= {
                day
                for day in PROGRAMME
                if (begun is None or begun.first <= day) and (ended is None or day <= ended.last)
            }
        return found

    def required(self, rule: str, asked: Asked, period: Days, days: set[date]) -> int:
        """D3: years prorate by months of 15 active days; shorter periods need half their days."""
        if asked.period == "year":
            active = Counter(day.month for day in each_day(period.first, period.last) if day in days)
            months = sum(number >= 15 for number in active.values())
            return -(-asked.minimum * months // 12)
        inside = [day for day in each_day(period.first, period.last) if day in days]
        if 2 * len(inside) < len(each_day(period.first, period.last)):
            return 0
        if rule == "R09":
            return asked.minimum * sum(working_days(day, day) for day in inside)
        return asked.minimum

    def of_person(self, rule: str, person: Plain) -> Iterator[tuple[Key, Found]]:
        bound = set(self.bound_days(rule, person))
        if not bound:
            return
        free = bound - self.exempt_days(rule, person)
        for period in periods(PEOPLE[rule].period):
            if max(period.first, START) > self.on or not any(
                day in bound for day in each_day(period.first, period.last)
            ):
                continue
            asked = self.asked(rule, PEOPLE[rule], max(period.first, START))
            if not self.binds(rule, asked, person):
                continue
            required = self.required(rule, asked, period, free)
            would = self.required(rule, asked, period, bound)
            flag = ""
            if not required or not asked.judged:
                required, flag = would, "exempt" if would and asked.judged else "unjudged"
            inside = [day for day in each_day(period.first, period.last) if day in free]
            done, waiting = COUNTS[rule](self, person["id"], period)
            force = asked.lead if asked.lead and "LC" in self.scopes(person) else asked.force
            state = flag or self.state(done, required, force, period, inside)
            yield (rule, person["id"], period.name, None), found_of(state, required, done, waiting)

    def state(
        self,
        done: float,
        required: float,
        force: str,
        period: Days,
        inside: Sequence[date],
        *,
        due: date | None = None,
        owed: float | None = None,
    ) -> str:
        """A running period is behind when less is done than its share, a quarter of one given as grace."""
        if done >= required:
            return "met"
        if force == "A":
            return "unjudged"
        if self.on > (due or min(period.last, END)):
            return "failed"
        if owed is None:
            passed = len(each_day(inside[0], min(self.on, inside[-1])))
            whole = len(each_day(inside[0], inside[-1]))
            owed = (4 * required * passed + whole) // (4 * whole)
        return "behind" if done < owed else "pace"

    # --- events ---------------------------------------------------------------------------------

    def lectures(self, person: Plain) -> Iterator[tuple[Key, Found]]:
        """R17: leave excuses; who is on no list was not there; a list not approved accuses nobody."""
        for each in self.kinds["session"]:
            fields, day = each["fields"], each["days"]
            if not is_lecture(each) or not self.of_township(each) or not self.proves(day, Days(START, END)):
                continue
            asked = self.asked("R17", EVENTS["R17"], day.first)
            if not self.takes_part(person, day.first) or not self.binds("R17", asked, person):
                continue
            rows = fields.get("attendance") or []
            own = [row for row in rows if row.get("person") == person["id"]]
            marks = [row.get("state") for row in own]
            there = bool(own) and (marks[0] in ("到", "迟到") or self._made_up(own[0]))
            verified = each["status"] == "verified"
            if not rows or not asked.judged:
                state = "unjudged"
            elif marks[:1] == ["请假"] or day.first in self.exempt_days("R17", person):
                state = "exempt"
            elif there and verified:
                state = "met"
            elif asked.force == "A":
                state = "unjudged"
            elif not verified:
                state = "pace"
            else:
                state = "failed" if self.on > day.first else "behind"
            key = ("R17", person["id"], day.first.isoformat(), each["id"])
            yield key, found_of(state, asked.minimum, there and verified, there and not verified)

    def _made_up(self, row: Plain) -> bool:
        made_up = row.get("made_up_on")
        return row.get("state") == "补学" and (made_up is None or made_up <= self.on)

    def notices(self, subject: Any) -> Iterator[tuple[Key, Found]]:
        """R27: closed by the deadline, or by the one it was extended to."""
        for each in self.kinds["rectification"]:
            fields, day = each["fields"], each["days"]
            deadline = fields.get("extended_to") or fields.get("deadline")
            if fields.get("target") != subject or day is None or not deadline:
                continue
            if day.first > min(self.on, END):
                continue
            asked = self.asked("R27", EVENTS["R27"], day.first)
            closed = fields.get("closed_on")
            closed = closed if closed is not None and closed <= self.on else None
            in_time = closed is not None and fields.get("result") == "完成" and closed <= deadline
            done = in_time and each["status"] == "verified"
            if not asked.judged or each["status"] != "verified":
                state = "unjudged"
            elif done:
                state = "met"
            elif asked.force == "A":
                state = "unjudged"
            elif self.on > max(day.first, deadline) or (closed and fields.get("result") == "未完成"):
                state = "failed"
            else:
                state = "pace"
            key = ("R27", subject, day.first.isoformat(), each["id"])
            yield key, found_of(state, 1, done, in_time and not done)

    def of_township(self, record: Plain) -> bool:
        return record["unit"] in (None, self.root)

    def of_people(self) -> Iterator[tuple[Key, Found]]:
        for person in self.people.values():
            for rule in PEOPLE:
                yield from self.of_person(rule, person)
            yield from self.lectures(person)
            yield from self.notices(person["id"])


def found_of(state: str, required: float, done: float, waiting: float) -> Found:
    return Found(state, float(required), round(float(done), 2), round(float(waiting), 2))


def is_member(person: Plain) -> bool:
    return person["fields"].get("political_status") in ("正式党员", "预备党员")


def is_lecture(session: Plain) -> bool:
    """What R17 and R18 take for a lecture by an expert."""
    fields = session["fields"]
    return bool(fields.get("category") == "辅导课" and fields.get("level") == "乡" and fields.get("lecturer"))


def _named(record: Plain, where: tuple[str, str] | str) -> list[Any]:
    if isinstance(where, tuple):
        return [row.get(where[1]) for row in record["fields"].get(where[0]) or ()]
    value = record["fields"].get(where)
    return value if isinstance(value, list) else [value]
