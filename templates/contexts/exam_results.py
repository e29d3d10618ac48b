"""What the results of a test or contest print."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from bson.objectid import ObjectId

from records.kind import Label
from records.language import Language, translator
from records.programme.mechanisms.exams import Result, pass_rate, results_of
from records.programme.units import load_units
from records.record import Record
from records.values import as_number
from templates.contexts.finding import chosen
from templates.contexts.people import Person, people_of
from templates.contexts.standing import draft_warnings, refuse_void
from templates.contexts.text import has_chinese, long_date, title_lines
from templates.spec import DocumentSpec, Draft, Option, Request, Sheet, named

tr = translator("templates")
_WORDS = {
    "zh": {"passed": "合格", "failed": "不合格", "absent": "缺考", "makeup": "（补考）"},
    "en": {"passed": "passed", "failed": "not passed", "absent": "absent", "makeup": " (make-up)"},
}
_NOTHING = "—"


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One person's result."""

    number: int = named("序号", "the place in the list")
    name: str = named("姓名", "the name")
    organisation: str = named("党组织", "the organisation on the day of the test")
    score: str = named("成绩", "the score; a dash for who missed it")
    rank: str = named("名次", "the rank; equal scores share one")
    grade: str = named("等次", "passed, not passed or absent")


@dataclass(frozen=True, slots=True)
class ExamResults:
    """The tags of exam_results.docx; counts and marks are written as they are printed, a dash for unknown."""

    title: str = named("标题", "the title of the list")
    exam: str = named("测试名称", "what the test is called")
    category: str = named("类别", "its category")
    date: str = named("测试日期", "the day")
    place: str = named("地点", "where")
    unit: str = named("组织单位", "who organised it")
    questions: str = named("题数", "how many questions")
    full_mark: str = named("满分", "the full mark")
    pass_mark: str = named("及格分", "the pass mark")
    results: tuple[ResultRow, ...] = named("成绩", "the results, the best first, those absent last")
    taken: str = named("参考人数", "how many sat it")
    absent: str = named("缺考人数", "how many missed it")
    passed: str = named("及格人数", "how many passed")
    rate: str = named("及格率", "the share that passed")
    average: str = named("平均分", "the average")
    highest: str = named("最高分", "the best score")
    lowest: str = named("最低分", "the lowest score")


async def gather(ask: Request) -> Draft:
    """The results of the exam that the option ``no`` names: figures, ranks and pass rate of the programme.

    Raises UsageFault for a name not known, Refused for a void exam.
    """
    archive, lang = ask.archive, ask.lang
    record = await chosen(ask, "no", "exam")
    assert record is not None  # the option is required
    refuse_void(record)
    fields = record.fields
    held = fields.get("held_on")
    on = held if isinstance(held, date) else ask.on
    units = await load_units(archive, on, count_members=False)
    results = await results_of(archive, record.id)
    known = await archive.get_many([each.person for each in results if each.person])
    people = await people_of(archive, [each for each in known.values() if each.kind == "person"], units, on)
    sat = [each.score for each in results if each.score is not None]
    taken, passed = _count(fields, "taken"), _count(fields, "passed")
    field = archive.kinds["exam"].field("category")
    category = str(fields.get("category") or "")
    unit = units.get(record.unit)
    context = ExamResults(
        title=_title(record, lang),
        exam=str(fields.get("title") or record.title),
        category=field.choice_label(category, lang) if field and category else category,
        date=long_date(on, lang),
        place=str(fields.get("place") or ""),
        unit=unit.name if unit else "",
        questions=_shown(fields.get("questions")),
        full_mark=_shown(fields.get("full_mark")),
        pass_mark=_shown(fields.get("pass_mark")),
        results=_rows(results, people, lang),
        taken=_NOTHING if taken is None else str(taken),
        absent=str(sum(not each.sat for each in results)) if results else _NOTHING,
        passed=_NOTHING if passed is None else str(passed),
        rate=pass_rate(passed, taken) if passed is not None and taken else _NOTHING,
        average=_shown(fields.get("average")),
        highest=_shown(max(sat, default=None)),
        lowest=_shown(min(sat, default=None)),
    )
    return Draft(
        sheets=[Sheet(f"{on} {context.title}".replace("\n", ""), context, record)],
        subject=record.id,
        subjects=list(people),
        warnings=_warnings(record, results),
    )


def _rows(
    results: Collection[Result], people: Mapping[ObjectId, Person], lang: Language
) -> tuple[ResultRow, ...]:
    """The lines by rank, those of one rank in the office's order of people, those absent at the end."""
    words = _WORDS[lang]
    order = {person: place for place, person in enumerate(people)}
    last = len(order)

    def place(result: Result) -> tuple[bool, int, int]:
        within = last if result.person is None else order.get(result.person, last)
        return not result.sat, result.rank or 0, within

    rows = []
    for number, result in enumerate(sorted(results, key=place), 1):
        person = people.get(result.person) if result.person else None
        grade = words["passed"] if result.passed else words["failed"] if result.sat else words["absent"]
        rows.append(
            ResultRow(
                number,
                person.name if person else "",
                person.organisation if person else "",
                _shown(result.score),
                _NOTHING if result.rank is None else str(result.rank),
                grade + (words["makeup"] if result.makeup else ""),
            )
        )
    return tuple(rows)


def _title(record: Record, lang: Language) -> str:
    """…成绩表; in English a standing title, unless the exam's own is not Chinese."""
    title = str(record.fields.get("title") or record.title).strip()
    if lang == "zh":
        return title_lines(title.removesuffix("表").removesuffix("成绩") + "成绩表")
    return "Test Results" if has_chinese(title) or not title else f"Results: {title}"


def _shown(value: object) -> str:
    """A mark without idle zeros: 60, 87.5; a dash for none."""
    number = as_number(value)
    if number is None:
        return _NOTHING
    whole = number.to_integral_value()
    return f"{whole if number == whole else number.normalize():f}"


def _count(fields: Mapping[str, object], name: str) -> int | None:
    value = fields.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _warnings(record: Record, results: Collection[Result]) -> list[str]:
    warnings = draft_warnings(record)
    if not results:
        warnings.append(tr("{no} has no result of anybody yet.", no=record.no or record.title))
    return warnings


def example(lang: Language) -> ExamResults:
    """Filled results of invented data."""
    if lang == "en":
        return ExamResults(
            title="Test Results",
            exam="Theory test of 2011",
            category="Theory test",
            date="20 May 2011",
            place="Township meeting room",
            unit="CPC Committee of Qingyanghe",
            questions="50",
            full_mark="100",
            pass_mark="60",
            results=(
                ResultRow(1, "Zhang Weimin", "Willow Bend First Branch", "92.5", "1", "passed"),
                ResultRow(2, "Wang Deming", "Office Branch", "54", "2", "not passed"),
                ResultRow(3, "Li Xiulan", "Office Branch", "—", "—", "absent"),
            ),
            taken="2",
            absent="1",
            passed="1",
            rate="50.0%",
            average="73.3",
            highest="92.5",
            lowest="54",
        )
    return ExamResults(
        title="2011年理论测试成绩表",
        exam="2011年理论测试",
        category="理论测试",
        date="2011年5月20日",
        place="乡政府会议室",
        unit="中共青杨河乡委员会",
        questions="50",
        full_mark="100",
        pass_mark="60",
        results=(
            ResultRow(1, "张伟民", "柳树湾村第一党支部", "92.5", "1", "合格"),
            ResultRow(2, "王德明", "机关党支部", "54", "2", "不合格"),
            ResultRow(3, "李秀兰", "机关党支部", "—", "—", "缺考"),
        ),
        taken="2",
        absent="1",
        passed="1",
        rate="50.0%",
        average="73.3",
        highest="92.5",
        lowest="54",
    )


SPEC = DocumentSpec(
    name="exam_results",
    label=Label("测试成绩", "Exam results"),
    context=ExamResults,
    example=example,
    gather=gather,
    options=(Option("no", Label("测试", "Test"), "record", required=True, kinds=("exam",)),),
    kinds=("exam",),
)
