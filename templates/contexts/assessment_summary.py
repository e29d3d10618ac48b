"""What the assessment summary prints: everybody's five aspects of a year, and the grades counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bson.objectid import ObjectId

from records.kind import Field, Label
from records.language import Language, translator
from records.programme.adjustments import ASSESSMENT
from records.programme.assessment import Given, load_given, to_assess
from records.programme.book import Book, load_book
from records.programme.marking import ASPECTS, Scale
from records.programme.units import Unit
from templates.contexts.finding import chosen
from templates.contexts.people import Person, people_of
from templates.contexts.text import long_date, number
from templates.contexts.years import asked_year, last_day
from templates.spec import YEAR, DocumentSpec, Draft, Option, Request, Sheet, named

tr = translator("templates")
_NAMES = 10
#: Whoever is not excellent, good or qualified has not passed.
_PASSED = "合格"
_NOT_YET, _WAITING, _PROVISIONAL = (
    Label("未考核", "not assessed"),
    Label("待审定", "awaiting approval"),
    Label("预备党员", "probationary"),
)


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One person. Somebody whose assessment is not verified has no scores, and a note that says so."""

    number: int = named("序号", "its place in the list")
    name: str = named("姓名", "the name")
    branch: str = named("党支部", "the branch on the last day of the year")
    post: str = named("职务", "the post")
    listen: str = named("听", "listening")
    write: str = named("写", "writing")
    speak: str = named("说", "speaking")
    test: str = named("考", "tests")
    apply: str = named("用", "application")
    total: str = named("总分", "the total")
    grade: str = named("等次", "the grade")
    note: str = named("备注", "note")


@dataclass(frozen=True, slots=True)
class MostPoints:
    """The most points of each aspect, as the office has set them for the year."""

    listen: str = named("听的满分", "of listening")
    write: str = named("写的满分", "of writing")
    speak: str = named("说的满分", "of speaking")
    test: str = named("考的满分", "of tests")
    apply: str = named("用的满分", "of application")


@dataclass(frozen=True, slots=True)
class GradeCount:
    """How many were given a grade, their share of all assessed, and the least total for it."""

    grade: str = named("等次", "the grade")
    people: int = named("人数", "how many people")
    share: str = named("占比", "their share in percent")
    least: str = named("最低分", "the least total")


@dataclass(frozen=True, slots=True)
class AssessmentSummary:
    """The tags of assessment_summary.docx. Shares are empty while nobody is assessed."""

    year: int = named("年度", "the year")
    unit: str = named("单位", "the unit")
    most: MostPoints = named("各方面满分", "the most points of each aspect")
    rows: tuple[SummaryRow, ...] = named("各行", "the rows")
    asked: int = named("应考核人数", "how many are to be assessed")
    assessed: int = named("已考核人数", "how many are assessed")
    grades: tuple[GradeCount, ...] = named("各等次", "the grades")
    passed: int = named("合格以上人数", "how many passed")
    pass_rate: str = named("合格率", "the share of those who passed, in percent")
    average: str = named("平均分", "the mean total")
    date: str = named("截至日期", "as of which day")


async def gather(ask: Request) -> Draft:
    """The table of a unit and those below it, or of the township, for a year.

    Everybody whom the assessment is about is listed in the office's order; only verified assessments are
    printed and counted. Raises UsageFault without a year.
    """
    archive, lang, year = ask.archive, ask.lang, asked_year(ask)
    day = last_day(year, ask.on)
    asked = await chosen(ask, "unit", "unit")
    book = await load_book(archive, ask.on, rules=(ASSESSMENT, "R12"))
    unit = (book.units.get(asked.id) if asked else None) or book.units.root()
    scale = book.adjustments.scale(year)
    given = await load_given(archive, year, scale)
    whom = [each.id for each in to_assess(book, year, given) if _within(book, unit, each.unit_on(day))]
    records = await archive.get_many(whom)
    order = await people_of(archive, list(records.values()), book.units, day)
    settled = {each: given[each] for each in order if each in given and given[each].status == "verified"}
    grades = [each.grade for each in settled.values()]
    passed = sum(scale.reaches(each, _PASSED) for each in grades)
    totals = [each.total for each in settled.values() if each.total is not None]
    grade = archive.kinds["assessment"].field("grade")
    rows = [
        _row(index, each, given.get(each.id), _provisional(book, each.id), grade, lang)
        for index, each in enumerate(order.values(), 1)
    ]
    context = AssessmentSummary(
        year=year,
        unit=unit.name,
        most=MostPoints(**{name: number(scale.weights[name], lang) for name in ASPECTS}),
        rows=tuple(rows),
        asked=len(rows),
        assessed=len(settled),
        date=long_date(day, lang),
        grades=_grades(grades, scale, grade, lang),
        passed=passed,
        pass_rate=_share(passed, len(settled), lang),
        average=number(sum(totals, Decimal(0)) / len(totals), lang) if totals else "",
    )
    return Draft(
        sheets=[Sheet(f"{SPEC.label.text(lang)} {unit.name} {year}", context)],
        subject=unit.id,
        subjects=[*(each.record for each in settled.values()), *order],
        warnings=_warnings(context, given, order),
    )


def _within(book: Book, unit: Unit, of: ObjectId | None) -> bool:
    """Whether somebody of that unit is meant: of the whole township whoever is in the registers."""
    return unit.id == book.root_id or of in book.units.subtree(unit.id)


def _provisional(book: Book, person: ObjectId) -> bool:
    return book.person(person).provisional


def _row(
    index: int, person: Person, given: Given | None, provisional: bool, grade: Field | None, lang: Language
) -> SummaryRow:
    notes = [_PROVISIONAL.text(lang)] if provisional else []
    settled = given is not None and given.status == "verified"
    if not settled:
        notes.append((_NOT_YET if given is None else _WAITING).text(lang))
    scores: Mapping[str, Decimal] = given.scores if given is not None and settled else {}
    told = {name: number(scores[name], lang) if name in scores else "" for name in ASPECTS}
    total = given.total if given is not None and settled else None
    named_grade = given.grade if given is not None and settled and given.grade else ""
    return SummaryRow(
        number=index,
        name=person.name,
        branch=person.organisation,
        post=person.post,
        total="" if total is None else number(total, lang),
        grade=grade.choice_label(named_grade, lang) if grade and named_grade else "",
        note=("、" if lang == "zh" else ", ").join(notes),
        **told,
    )


def _grades(
    given: Sequence[str | None], scale: Scale, grade: Field | None, lang: Language
) -> tuple[GradeCount, ...]:
    return tuple(
        GradeCount(
            grade=grade.choice_label(name, lang) if grade else name,
            people=given.count(name),
            share=_share(given.count(name), len(given), lang),
            least=number(least, lang),
        )
        for name, least in scale.bands.items()
    )


def _share(part: int, whole: int, lang: Language) -> str:
    return f"{number(Decimal(100 * part) / whole, lang)}%" if whole else ""


def _warnings(
    context: AssessmentSummary, given: Mapping[ObjectId, Given], order: Mapping[ObjectId, Person]
) -> list[str]:
    waiting = [one.name for each, one in order.items() if each in given and given[each].status != "verified"]
    without = [one.name for each, one in order.items() if each not in given]
    warnings = []
    if not context.rows:
        warnings.append(
            tr("Nobody of {unit} is to be assessed in {year}.", unit=context.unit, year=context.year)
        )
    if waiting:
        warnings.append(tr("Not verified, so printed without scores: {names}.", names=_named(waiting)))
    if without:
        warnings.append(
            tr("{count} people have no assessment yet: {names}.", count=len(without), names=_named(without))
        )
    return warnings


def _named(names: Sequence[str]) -> str:
    """So many of the names as a line holds."""
    return "、".join(names[:_NAMES]) + ("……" if len(names) > _NAMES else "")


def example(lang: Language) -> AssessmentSummary:
    """A filled table of invented data."""
    zh = lang == "zh"

    def row(
        index: int, who: tuple[str, str, str], scores: str, total: str, grade: str, note: str
    ) -> SummaryRow:
        listen, write, speak, test, apply = scores.split() if scores else [""] * 5
        return SummaryRow(index, *who, listen, write, speak, test, apply, total, grade, note)

    people = (
        (("张伟民", "柳树湾村第一党支部", "村委会主任"),
         ("Zhang Weimin", "Willow Bend First Branch", "Village head")),
        (("李秀兰", "机关党支部", "宣传干事"), ("Li Xiulan", "Office Branch", "Publicity officer")),
        (("王德明", "上营村党支部", "支部书记"), ("Wang Deming", "Shangying Branch", "Branch secretary")),
    )  # fmt: skip
    who = [chinese if zh else english for chinese, english in people]
    grades = ("优秀", "良好", "合格", "不合格") if zh else ("Excellent", "Good", "Qualified", "Unqualified")
    return AssessmentSummary(
        year=2011,
        unit="中共青杨河乡委员会" if zh else "CPC Committee of Qingyanghe",
        most=MostPoints("20", "20", "20", "20", "20"),
        rows=(
            row(1, who[0], "18 16.7 19.2 17.6 19.2", "90.7", grades[0], ""),
            row(2, who[1], "17 15 16 18 16", "82", grades[1], "预备党员" if zh else "probationary"),
            row(3, who[2], "", "", "", "未考核" if zh else "not assessed"),
        ),
        asked=3,
        assessed=2,
        grades=(
            GradeCount(grades[0], 1, "50%", "90"),
            GradeCount(grades[1], 1, "50%", "80"),
            GradeCount(grades[2], 0, "0%", "60"),
            GradeCount(grades[3], 0, "0%", "0"),
        ),
        passed=2,
        pass_rate="100%",
        average="86.4",
        date="2011年12月31日" if zh else "31 December 2011",
    )


SPEC = DocumentSpec(
    name="assessment_summary",
    label=Label("考核汇总表", "Assessment summary"),
    context=AssessmentSummary,
    example=example,
    gather=gather,
    options=(Option("unit", Label("单位", "Unit"), "record", kinds=("unit",)), YEAR),
    kinds=("assessment",),
)
