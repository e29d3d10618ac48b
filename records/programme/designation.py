"""Learning organisations, agencies, members and cadres: who meets the criteria in a year, and how many do.

The criteria are domain decision D16. What is worked out here is a proposal: the office decides, by verifying
a designation, and only such records count towards the coverage that R34 and R35 ask for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from bson.objectid import ObjectId

from records.kind import Label
from records.language import current_language, translator
from records.programme.adjustments import ASSESSMENT
from records.programme.counting.facts import Number
from records.programme.counting.papers import Paper
from records.programme.judging.judging_township import qualified
from records.programme.standing import Standing
from records.programme.ten_ones import TEN_ONES, ten_ones_of
from records.record import Record
from records.values import as_number

if TYPE_CHECKING:
    from records.archive import Archive
    from records.programme.book import Book

tr = translator("records")

Category = Literal["学习型党组织", "学习型机关", "学习型党员", "学习型干部"]
CATEGORIES: Mapping[Category, Label] = {
    "学习型党组织": Label("学习型党组织", "Learning organisations"),
    "学习型机关": Label("学习型机关", "Learning agencies"),
    "学习型党员": Label("学习型党员", "Learning members"),
    "学习型干部": Label("学习型干部", "Learning cadres"),
}
MET, NOT_MET = "达标", "未达标"
#: Per cent of the judged weeks, months and other shorter periods that must be met.
SHARE = 90
#: The grade that a cadre's assessment reaches at least.
LEAST_GRADE = "合格"
_SHORTER = ("week", "month", "quarter", "half", "event")
#: Rules whose periods are asked of units, by category, with what they are called.
_UNIT_SHARES: Mapping[str, Sequence[str]] = {
    "学习型党组织": ("R15", "R45", "R16"),
    "学习型机关": ("R13", "R16"),
}
#: A rule that a notice to somebody brings about; it is no period of theirs.
_NOTICES = "notices"
#: Subjects looked at between two looks at what else the event loop has to do.
_BREATH = 20


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing asked: ``done`` of ``required``, in periods where ``share`` (per cent) of them is asked, else
    in the rule's measure; or a grade. ``standings`` are what it was worked out from."""

    label: Label
    met: bool
    done: Number = 0
    required: Number = 0
    share: int | None = None
    exempt: bool = False
    grade: str | None = None
    rule: str = ""
    standings: tuple[Standing, ...] = ()
    record: ObjectId | None = None

    def figure(self) -> str:
        """What was found, against what is asked: 47/49 (95.9%, 90% asked), 20,000/20,000, 良好."""
        if self.exempt:
            return tr("exempt")
        if self.share is not None:
            percent = 100 * self.done / self.required if self.required else 0
            return tr(
                "{done}/{required} ({percent:.1f}%, {share}% asked)",
                done=self.done,
                required=self.required,
                percent=percent,
                share=self.share,
            )
        if not self.required:
            return self.grade or tr("no record")
        return f"{self.done:,}/{self.required:,}"


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether somebody or a unit meets a category's criteria in a year, and each condition with its figure.

    ``over`` tells whether the year is: until then a judgement may still change. ``kept`` is the office's own
    word, a designation that is verified or waits.
    """

    target: ObjectId
    category: Category
    year: int
    conditions: tuple[Condition, ...]
    over: bool
    kept: Paper | None = None

    @property
    def met(self) -> bool:
        return bool(self.conditions) and all(each.met for each in self.conditions)

    @property
    def failed(self) -> list[Condition]:
        return [each for each in self.conditions if not each.met]

    @property
    def result(self) -> str:
        return MET if self.met else NOT_MET

    def basis(self, on: date) -> str:
        """The conditions and figures in words, for the designation's record."""
        colon = "：" if current_language() == "zh" else ": "
        lines = []
        for each in self.conditions:
            line = f"{each.label.text()}{colon}{each.figure()}"
            lines.append(line if each.met else tr("{condition} (not met)", condition=line))
        return "\n".join([tr("Worked out from the records as of {date}.", date=on.isoformat()), *lines])


# --- judging -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Known:
    """The papers of a year that judgements look at: designations of a category, verified assessments."""

    designations: Mapping[ObjectId, Paper]
    assessments: Mapping[ObjectId, Paper]

    @classmethod
    def of(cls, book: Book, category: str, year: int) -> _Known:
        assessed = {
            paper.fields["person"]: paper
            for paper in book.facts.papers.of("assessment")
            if paper.done and paper.fields.get("year") == year and "person" in paper.fields
        }
        return cls(designated(book, category, year), assessed)


def judge(book: Book, category: Category, target: ObjectId, year: int) -> Judgement:
    """How a person or unit stands with a category's criteria in a year. Raises NotFound."""
    return _judge(book, category, target, year, _Known.of(book, category, year))


def _judge(book: Book, category: Category, target: ObjectId, year: int, known: _Known) -> Judgement:
    if category in _UNIT_SHARES:
        conditions = _of_unit(book, category, target, year)
    else:
        conditions = _of_person(book, category, target, year)
        if category == "学习型干部":
            conditions.insert(0, _assessed(book, known.assessments.get(target), year))
    last = min(date(year, 12, 31), book.rulebook.end)
    return Judgement(
        target, category, year, tuple(conditions), book.on > last, known.designations.get(target)
    )


def _of_unit(book: Book, category: str, unit: ObjectId, year: int) -> list[Condition]:
    """R46 met; of the weeks and months that are judged, nine in ten met."""
    ten = ten_ones_of(book, unit, year)
    label = book.rulebook.rules[TEN_ONES].label
    if ten is None:
        found = [Condition(label, False, rule=TEN_ONES)]
    else:
        found = [
            Condition(label, ten.state == "met", ten.done, ten.required, rule=TEN_ONES, standings=(ten,))
        ]
    for rule in _UNIT_SHARES[category]:
        whose = book.root_id if rule == "R13" else unit
        standings = book.of_unit(whose, rule) if whose is not None else []
        own = [each for each in standings if each.period.code // 100 == year]
        if (condition := _share(book.rulebook.rules[rule].label, own, rule)) is not None:
            found.append(condition)
    return found


def _of_person(book: Book, category: str, person: ObjectId, year: int) -> list[Condition]:
    """Every yearly rule met, and of the shorter periods nine in ten: a member by the rules for all."""
    found: list[Condition] = []
    shorter: list[Standing] = []
    for rule in book.rulebook.rules.values():
        if not rule.of_people or rule.how == _NOTICES:
            continue
        if category == "学习型党员" and "ALL" not in book.adjustments.rule(rule.id, date(year, 1, 1)).who:
            continue
        for each in book.of_person(person, rule.id):
            if each.force != "H" or _year(each) != year:
                continue
            if each.period.kind == "year" and each.state != "unjudged":
                found.append(_yearly(rule.label, each))
            elif each.period.kind in _SHORTER:
                shorter.append(each)
    periods = Label("各期任务", "Shorter periods")
    return [*found, *(each for each in [_share(periods, shorter, "")] if each is not None)]


def _year(standing: Standing) -> int:
    return standing.period.start.year if standing.period.kind == "event" else standing.period.code // 100


def _yearly(label: Label, standing: Standing) -> Condition:
    exempt = standing.state == "exempt"
    return Condition(
        label,
        exempt or standing.state == "met",
        standing.done,
        standing.required,
        exempt=exempt,
        rule=standing.rule,
        standings=(standing,),
    )


def _share(label: Label, standings: Iterable[Standing], rule: str) -> Condition | None:
    """Nine in ten of the periods that are decided are met; nothing is asked where none is."""
    decided = tuple(each for each in standings if each.state in ("met", "failed"))
    if not decided:
        return None
    done = sum(each.state == "met" for each in decided)
    return Condition(
        label, 100 * done >= SHARE * len(decided), done, len(decided), SHARE, rule=rule, standings=decided
    )


def _assessed(book: Book, paper: Paper | None, year: int) -> Condition:
    """The verified assessment of the year, by the bands in force."""
    label, scale = Label("年度考核合格以上", "Assessed as qualified or better"), book.adjustments.scale(year)
    if paper is None:
        return Condition(label, False, rule=ASSESSMENT)
    total = as_number(paper.fields.get("total"))
    grade = scale.grade(total) if total is not None else paper.fields.get("grade")
    return Condition(label, scale.reaches(grade, LEAST_GRADE), grade=grade, rule=ASSESSMENT, record=paper.id)


# --- proposing ---------------------------------------------------------------------------------------


async def propose(book: Book, category: Category, year: int) -> list[Judgement]:
    """The judgement of everybody or every unit that a category is meant for."""
    found, known = [], _Known.of(book, category, year)
    for number, target in enumerate(book.to_qualify(category)):
        if number % _BREATH == 0:
            await asyncio.sleep(0)
        found.append(_judge(book, category, target, year, known))
    return found


def designated(book: Book, category: str, year: int) -> dict[ObjectId, Paper]:
    """The designations of a year by whom they judge, a verified one before one that waits."""
    found: dict[ObjectId, Paper] = {}
    for paper in book.facts.papers.of("designation"):
        target = paper.fields.get("target")
        same = paper.fields.get("category") == category and paper.fields.get("year") == year
        if same and isinstance(target, ObjectId) and (target not in found or paper.done):
            found[target] = paper
    return found


def drafts(book: Book, judgements: Iterable[Judgement]) -> list[Record]:
    """Designations as proposed, for those who have none of that year yet. They wait for the office: what it
    does not verify counts for nothing."""
    return [
        Record.new(
            "designation",
            {
                "target": each.target,
                "category": each.category,
                "year": each.year,
                "result": each.result,
                "basis": each.basis(book.on),
                "assessed_on": min(book.on, date.today()),
            },
            status="submitted",
        )
        for each in judgements
        if each.kept is None
    ]


async def submit(archive: Archive, book: Book, judgements: Sequence[Judgement]) -> int:
    """Store the drafts of judgements; answers how many. One that somebody drafted meanwhile is left out."""
    wanted = drafts(book, judgements)
    if not wanted:
        return 0
    match = {
        "kind": "designation",
        "status": {"$ne": "void"},
        "fields.target": {"$in": [record.fields["target"] for record in wanted]},
    }
    keep = {"fields.target": 1, "fields.category": 1, "fields.year": 1}
    rows = await archive.aggregate([{"$match": match}, {"$project": keep}], hint="kind_date")
    there = {
        (row["fields"].get("target"), row["fields"].get("category"), row["fields"].get("year"))
        for row in rows
    }
    new = [
        record
        for record in wanted
        if (record.fields["target"], record.fields["category"], record.fields["year"]) not in there
    ]
    return (await archive.save_many(new)).created if new else 0


# --- coverage ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a category has come: of those it is meant for, who met it by the office's latest word, who
    would once what waits is verified, and how many had met it by the end of each year."""

    category: Category
    subjects: tuple[ObjectId, ...]
    done: tuple[ObjectId, ...]
    waiting: tuple[ObjectId, ...]
    by_year: Mapping[int, int]

    @property
    def lacking(self) -> list[ObjectId]:
        return [each for each in self.subjects if each not in self.done]

    @property
    def percent(self) -> float:
        return 100 * len(self.done) / len(self.subjects) if self.subjects else 0.0


def coverage(book: Book) -> list[Coverage]:
    """The coverage of the four categories as of the book's day."""
    return [_coverage(book, category) for category in CATEGORIES]


def _coverage(book: Book, category: Category) -> Coverage:
    subjects = tuple(book.to_qualify(category))
    years = book.rulebook.years(book.on)
    last = years[-1]
    done, either = (qualified(book, category, verified=verified, until=last) for verified in (True, False))
    return Coverage(
        category,
        subjects,
        tuple(each for each in subjects if each in done),
        tuple(each for each in subjects if each in either and each not in done),
        {
            year: len(qualified(book, category, verified=True, until=year).intersection(subjects))
            for year in years
        },
    )
