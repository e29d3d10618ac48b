"""A township to test rules on: people, units and records in a line each, and how they stand.

Everything is saved as an import saves it, and judged from what MongoDB then counts. Days are written
2011-03-05; where a record takes a date as far as it is known, 2011-03, 2011年一季度, 2011年上半年 and 2011
will do.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any, TypeVar

from bson.objectid import ObjectId

from records.archive import Archive
from records.programme.book import Book, load_book, load_person_book
from records.programme.calendar import read_period
from records.programme.standing import Standing
from records.record import Record, Status
from records.values import PartialDate

#: A day by which every period of the programme is over.
OVER = "2014-01-31"
#: Whoever belonged to a unit long before the programme began.
LONG_AGO = "2009-01-01"
FULL, PROBATIONARY, PUBLIC = "正式党员", "预备党员", "群众"
LEADER, CENTRAL, AGENCY, STATION, VILLAGE, FARMER = (
    "领导干部",
    "中心组成员",
    "机关干部职工",
    "站所学校职工",
    "村干部",
    "农民党员",
)
_NAMES = [
    "".join(each) for each in product("张李赵王孙陈杨刘马周吴郑", "伟秀永德有晓丽建", "民兰刚明才燕华国")
]

T = TypeVar("T")
#: State, done, required.
Told = tuple[str, Any, Any]


class Town:
    """The committee 青杨河乡党委, a branch, its secretary, and whatever a test adds."""

    def __init__(self, archive: Archive, runner: asyncio.Runner) -> None:
        self.archive = archive
        self._runner = runner
        self._names = iter(_NAMES)
        self._numbers = iter(range(1, 10_000))
        #: All that was added, in that order.
        self.kept: list[Record] = []
        self._registers: list[Record] = []
        self._records: list[Record] = []
        self._units: set[ObjectId] = set()
        self._books: dict[tuple[Any, ...], Book] = {}
        self.top = self.unit("青杨河乡党委", "党委", parent=None)
        self.branch = self.unit("柳树湾村党支部")
        self.clerk = self.person(VILLAGE, unit=self.branch)

    @staticmethod
    def day(text: str) -> date:
        return date.fromisoformat(text)

    # --- registers ----------------------------------------------------------------------------------

    def unit(self, name: str = "", category: str = "党支部", **fields: Any) -> ObjectId:
        """A unit under the committee; without a name a branch of its own."""
        name = name or f"上营村第{next(self._numbers)}党支部"
        parent = fields.pop("parent", None) if category == "党委" else fields.pop("parent", self.top)
        known: dict[str, Any] = {"name": name, "category": category, "parent": parent, "briefing_duty": True}
        made = self._register("unit", known | {key: _day(value) for key, value in fields.items()})
        self._units.add(made)
        return made

    def person(self, *categories: str, unit: ObjectId | None = None, **fields: Any) -> ObjectId:
        """A full member of the branch since long ago, unless ``status``, ``unit`` or ``memberships``
        ([(unit, from, to)]) say otherwise."""
        since = fields.pop("memberships", [(unit or self.branch, LONG_AGO, None)])
        if "joined_party" in fields:
            fields["joined_party"] = _known(fields["joined_party"])
        known: dict[str, Any] = {
            "name": next(self._names),
            "gender": "男",
            "political_status": fields.pop("status", FULL),
            "categories": list(categories or (FARMER,)),
            "memberships": [
                {"org": org, "from": _day(begun), "to": _day(ended) if ended else None}
                for org, begun, ended in since
            ],
        }
        return self._register("person", known | {name: _day(value) for name, value in fields.items()})

    def change(self, record: ObjectId, **fields: Any) -> None:
        """Change what a register says of a person or unit, as a later version."""
        self._save()

        async def changed() -> None:
            known = await self.archive.get(record)
            known.fields |= fields
            await self.archive.save(known)

        self._runner.run(changed())
        self._books.clear()

    def _register(self, kind: str, fields: dict[str, Any]) -> ObjectId:
        record = Record.new(kind, fields, status="submitted")
        self.kept.append(record)
        self._registers.append(record)
        return record.id

    # --- records --------------------------------------------------------------------------------------

    def keep(self, kind: str, status: Status = "verified", **fields: Any) -> ObjectId:
        """A record of any kind."""
        record = Record.new(kind, {name: _day(value) for name, value in fields.items()}, status=status)
        self.kept.append(record)
        self._records.append(record)
        return record.id

    def book(self, who: ObjectId, finished: str, category: str = "政治理论", **more: Any) -> ObjectId:
        known: dict[str, Any] = {
            "title": f"读本之{next(self._numbers)}",
            "category": category,
            "finished": _known(finished),
        }
        return self.keep("book_reading", person=who, **(known | more))

    def note(self, who: ObjectId, period: str, words: int, **more: Any) -> ObjectId:
        known: dict[str, Any] = {"count_basis": "declared", "book": f"笔记{next(self._numbers)}"}
        return self.keep("reading_note", person=who, period=_known(period), words=words, **(known | more))

    def register(self, who: ObjectId, period: str, **more: Any) -> ObjectId:
        """Totals that a register declares."""
        return self.keep("study_register", person=who, period=_known(period), **more)

    def article(self, written: str, *authors: ObjectId, **more: Any) -> ObjectId:
        known: dict[str, Any] = {
            "title": f"学习心得之{next(self._numbers)}",
            "words": 1850,
            "count_basis": "declared",
        }
        return self.keep(
            "experience_article", authors=list(authors), written_on=_known(written), **(known | more)
        )

    def report(self, finished: str, *authors: ObjectId, **more: Any) -> ObjectId:
        """A research report; ``solved`` are the days on which its problems were solved."""
        solved = [
            {"text": "销路不畅", "action": "联系客商", "solved": True, "solved_on": _day(each)}
            for each in more.pop("solved", ())
        ]
        known: dict[str, Any] = {
            "title": f"上营村调研之{next(self._numbers)}",
            "finished_on": _known(finished),
            "fieldwork": _known(finished),
            "place": "上营村",
            "findings": "销路不畅",
            "advice": "联系客商",
            "problems": solved,
        }
        return self.keep("research_report", authors=list(authors), **(known | more))

    def talk(self, who: ObjectId, held: str, audience: str = "本单位干部", **more: Any) -> ObjectId:
        """A theory talk."""
        known: dict[str, Any] = {"topic": f"宣讲之{next(self._numbers)}", "count": 20}
        return self.keep("preaching", speaker=who, held_on=held, audience=audience, **(known | more))

    def tutorial(self, held: str, *lecturers: ObjectId, **more: Any) -> ObjectId:
        known: dict[str, Any] = {
            "village": "上营村",
            "theme": "政策",
            "title": f"辅导之{next(self._numbers)}",
            "farmers": 27,
        }
        return self.keep("farmer_tutorial", lecturers=list(lecturers), held_on=held, **(known | more))

    def visit(
        self, who: ObjectId, day: str, household: str, village: str = "上营村", **more: Any
    ) -> ObjectId:
        return self.keep(
            "household_visit", visitor=who, visited_on=day, household=household, village=village, **more
        )

    def study(
        self, who: ObjectId, started: str, minutes: int, subtype: str = "自学", **more: Any
    ) -> ObjectId:
        known: dict[str, Any] = {"content": f"自学之{next(self._numbers)}"}
        fields: dict[str, Any] = {
            "person": who,
            "started": _known(started),
            "minutes": minutes,
            "subtype": subtype,
        }
        return self.keep("study_entry", **(fields | known | more))

    def session(self, category: str, start: str, minutes: int = 90, **more: Any) -> ObjectId:
        """A session of the branch. ``here`` are those present; ``states`` others: [(person, state)]."""
        begins = datetime.fromisoformat(start if len(start) > 10 else f"{start} 08:30")
        rows: list[dict[str, Any]] = [{"person": each, "state": "到"} for each in more.pop("here", ())]
        for who, state, *made_up in more.pop("states", ()):
            row = {"person": who, "state": state, "leave_reason": "住院" if state == "请假" else None}
            rows.append(row | ({"made_up_on": _day(made_up[0])} if made_up else {}))
        known: dict[str, Any] = {
            "title": f"{category}之{next(self._numbers)}",
            "start": begins,
            "end": begins + timedelta(minutes=minutes),
            "host_unit": self.branch,
            "host": self.clerk,
            "recorder": self.clerk,
            "attendance": rows,
        }
        if category == "交流会":
            known |= {"level": "支部", "speakers": [self.clerk]}
        if category == "周一例会" and begins.isoweekday() != 1:
            known["moved_reason"] = "节假日顺延"
        return self.keep("session", category=category, **(known | more))

    def lecture(self, day: str, **more: Any) -> ObjectId:
        """An expert's lecture, held by the township."""
        known: dict[str, Any] = {"host_unit": self.top, "lecturer": "市委党校教授", "level": "乡"}
        return self.session("辅导课", day, **(known | more))

    def delivery(self, who: ObjectId, day: str, **more: Any) -> ObjectId:
        known: dict[str, Any] = {"deliverer": self.clerk, "materials": "学习资料", "signed": True}
        return self.keep("door_delivery", member=who, date=day, **(known | more))

    def assess(self, who: ObjectId, year: int, **more: Any) -> ObjectId:
        scores: dict[str, Any] = dict.fromkeys(("listen", "write", "speak", "test", "apply"), 16)
        return self.keep("assessment", person=who, year=year, **(scores | more))

    def evaluate(self, year: int, *people: ObjectId, **more: Any) -> ObjectId:
        """A democratic evaluation with everybody qualified by ten ballots."""
        meeting = self.minutes(f"{year}-12-20", "本支部", category="民主评议", unit=self.branch)
        row = {"excellent": 0, "qualified": 10, "basic": 0, "unqualified": 0, "abstain": 0, "result": "合格"}
        known: dict[str, Any] = {
            "meeting": meeting,
            "unit": self.branch,
            "issued": 10,
            "returned": 10,
            "valid": 10,
        }
        lines = [{"person": who, **row} for who in people]
        return self.keep("democratic_evaluation", year=year, lines=lines, **(known | more))

    def exempt(self, rules: Sequence[str], begun: str, ended: str, **more: Any) -> ObjectId:
        """An exemption: of a ``person``, or of ``categories``."""
        known: dict[str, Any] = {"reason": "疾病", "approver": self.clerk, "from": begun, "to": ended}
        return self.keep("exemption", rules=list(rules), **(known | more))

    def setting(self, rule: str, begun: str, **more: Any) -> ObjectId:
        known: dict[str, Any] = {"change": "调整", "reason": "党委会议决定", "from": begun}
        return self.keep("rule_setting", rule=rule, **(known | more))

    def notice(self, target: ObjectId, issued: str, deadline: str, **more: Any) -> ObjectId:
        """A rectification notice to a person or unit."""
        known: dict[str, Any] = {"issued_on": issued, "deadline": deadline, "requirements": ["补记笔记"]}
        return self.keep("rectification", target=target, **(known | more))

    def money(self, day: str, category: str, amount: str, **more: Any) -> ObjectId:
        """Money of the township: 预算 or 支出, in yuan."""
        known: dict[str, Any] = {"year": int(day[:4]), "item": "图书", "voucher": f"{next(self._numbers)}"}
        fields: dict[str, Any] = {"date": day, "category": category, "amount": Decimal(amount)}
        return self.keep("funding", **(fields | {"unit": self.top} | known | more))

    def model(self, summarised: str, **more: Any) -> ObjectId:
        """A model, its practice summed up."""
        known: dict[str, Any] = {"subject": self.clerk, "title": f"典型之{next(self._numbers)}"}
        return self.keep("typical_model", practice="坚持夜学", summarised_on=summarised, **(known | more))

    def inspect(self, target: ObjectId, day: str, **more: Any) -> ObjectId:
        known: dict[str, Any] = {"team": [self.clerk], "method": ["查资料"], "verdict": "较好"}
        return self.keep("inspection", target=target, date=day, **(known | more))

    def theme(self, day: str, **more: Any) -> ObjectId:
        """A theme activity of the township."""
        known: dict[str, Any] = {"theme": f"主题教育之{next(self._numbers)}", "unit": self.top}
        return self.keep("theme_activity", date=day, **(known | more))

    def exam(self, day: str, category: str, unit: ObjectId, **scores: Any) -> ObjectId:
        """A test; ``results`` are its people and their scores, or that they were absent."""
        known: dict[str, Any] = {"full_mark": 100, "pass_mark": 60, "title": f"测试之{next(self._numbers)}"}
        return self.keep("exam", held_on=day, category=category, unit=unit, **(known | scores))

    def designate(self, target: ObjectId, category: str, year: int, **more: Any) -> ObjectId:
        known: dict[str, Any] = {"result": "达标", "basis": "各项达标"}
        return self.keep("designation", target=target, category=category, year=year, **(known | more))

    def link(self, stage: str, link: str, done: str, **more: Any) -> ObjectId:
        """A link of a stage that is done."""
        known: dict[str, Any] = {"owner": self.clerk, "state": "完成"}
        return self.keep("stage_link", stage=stage, link=link, done_on=done, **(known | more))

    def paper(self, kind: str, unit: ObjectId, day: str, **more: Any) -> ObjectId:
        """A plan or a rule that a unit adopted."""
        known: dict[str, Any] = {"title": f"文件之{next(self._numbers)}", "category": "其他", "text": "全文"}
        return self.keep(kind, unit=unit, adopted_on=day, **(known | more))

    def office(self, who: ObjectId, unit: ObjectId, begun: str, **more: Any) -> ObjectId:
        """Who serves in a leading group, as its head."""
        known: dict[str, Any] = {"body": "领导小组", "role": "组长", "from": begun}
        return self.keep("position", person=who, unit=unit, **(known | more))

    def minutes(self, day: str, audience: str, **more: Any) -> ObjectId:
        """An evaluation meeting, of the township."""
        known: dict[str, Any] = {
            "category": "创建评议",
            "unit": self.top,
            "host": self.clerk,
            "recorder": self.clerk,
            "expected": 40,
            "present": 37,
            "agenda": ["评议创建工作"],
        }
        return self.keep("evaluation_minutes", held_on=day, audience=audience, **(known | more))

    def survey(self, unit: ObjectId, day: str, **more: Any) -> ObjectId:
        """A test of satisfaction."""
        known: dict[str, Any] = {"issued": 50, "returned": 48, "very": 40, "fairly": 6, "basic": 1}
        fields: dict[str, Any] = {"unit": unit, "held_on": day, "audience": "群众", "dissatisfied": 1}
        return self.keep("satisfaction", **(fields | known | more))

    def summary(self, unit: ObjectId, stage: str | None, period: str, **more: Any) -> ObjectId:
        known: dict[str, Any] = {"figures": [{"name": "党员数", "value": "12"}], "stage": stage}
        return self.keep("stage_summary", unit=unit, period=_known(period), **(known | more))

    def briefing(self, day: str, items: int, unit: ObjectId, **more: Any) -> ObjectId:
        """A briefing received that day with so many items."""
        rows = [{"title": f"第{number}条", "text": "学习动态"} for number in range(items)]
        known: dict[str, Any] = {
            "issue": next(self._numbers),
            "submitted_on": day,
            "received_on": day,
            "written_by": self.clerk,
            "items": rows,
        }
        return self.keep("briefing", unit=unit, **(known | more))

    def refuse(self, record: Record) -> None:
        """Try to save a record that can't be; raises what the archive raises."""
        self._save()
        self._runner.run(self.archive.save(record))

    # --- how they stand -------------------------------------------------------------------------------

    def _save(self) -> None:
        """Store what was added. People and units first: records are given their unit by them."""
        for each in (self._registers, self._records):
            if each:
                waiting = list(each)
                each.clear()
                self._books.clear()
                report = self._runner.run(self.archive.save_many(waiting))
                assert not report.rejected, [str(error) for _, error in report.rejected]

    def run(self, asked: Coroutine[Any, Any, T]) -> T:
        """Wait for something asked of the archive, after what was added is stored."""
        self._save()
        return self._runner.run(asked)

    def whole(self, on: str = OVER) -> Book:
        """The book of everybody as of a day."""
        return self._load(("whole", on), lambda day: load_book(self.archive, day), on)

    def standings(self, rule: str, subject: ObjectId, on: str = OVER) -> list[Standing]:
        """Every standing of a person or unit with a rule as of a day, oldest first."""
        self._save()
        if subject not in self._units:
            book = self._load((subject, on), lambda day: load_person_book(self.archive, subject, day), on)
            return book.of_person(subject, rule)
        book = self._load((rule, on), lambda day: load_book(self.archive, day, rules=[rule]), on)
        return book.of_unit(subject, rule)

    def standing(self, rule: str, subject: ObjectId, period: str, on: str = OVER) -> Standing | None:
        wanted = read_period(period)
        for each in self.standings(rule, subject, on):
            if (each.period.kind, each.period.code) == (wanted.kind, wanted.code):
                return each
        return None

    def told(self, rule: str, subject: ObjectId, period: str, on: str = OVER) -> Told | None:
        """State, done and required of a person or unit in a period; nothing when the rule is not about it."""
        found = self.standing(rule, subject, period, on)
        return (found.state, found.done, found.required) if found else None

    def waiting(self, rule: str, subject: ObjectId, period: str, on: str = OVER) -> Any:
        found = self.standing(rule, subject, period, on)
        assert found is not None
        return found.waiting

    def events(self, rule: str, subject: ObjectId, on: str = OVER) -> list[str]:
        """The states of a rule that is judged by the event, oldest first."""
        return [each.state for each in self.standings(rule, subject, on)]

    def _load(self, key: tuple[Any, ...], load: Any, on: str) -> Book:
        self._save()
        if key not in self._books:
            self._books[key] = self._runner.run(load(date.fromisoformat(on)))
        return self._books[key]


def _known(value: str | PartialDate) -> PartialDate:
    return value if isinstance(value, PartialDate) else PartialDate.parse(value)


def _day(value: Any) -> Any:
    """Texts that are days as days, in lists and sub-records too."""
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        return date.fromisoformat(value)
    if isinstance(value, list):
        return [_day(each) for each in value]
    if isinstance(value, dict):
        return {name: _day(each) for name, each in value.items()}
    return value
