"""What a circular on inspections prints: what was looked at, what is good, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.changing.serials import next_serial
from records.errors import Refused, UsageFault
from records.kind import Label
from records.language import Language, current_language, translator
from records.programme.units import load_units
from records.record import Record, Status
from records.search.query import Condition, Query
from records.values import PartialDate
from templates.contexts.circular_rows import (
    Inspected,
    Item,
    Problem,
    UnitProblems,
    VerdictCount,
    annexed,
    days_of,
    practices_of,
    problems_of,
    requirements_of,
    title_of,
    verdict_named,
    verdicts_counted,
    whom_of,
)
from templates.contexts.finding import chosen
from templates.contexts.inspected import methods_named, visits_of
from templates.contexts.issuer import mark_of, office_of
from templates.contexts.numbers import code_for
from templates.contexts.sealed import seal_of
from templates.contexts.standing import draft_warnings, refuse_void
from templates.contexts.text import Line, Part, long_date, number
from templates.pictures import Picture
from templates.spec import YEAR, DocumentSpec, Draft, Option, Request, Sheet, named

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("templates")
#: So many of the latest papers are looked through for one of the same inspections.
_ISSUED = 200


@dataclass(frozen=True, slots=True)
class Circular:
    """The tags of circular.docx.

    ``verdict``, ``score`` are those of a single visit; ``average``, ``highest``, ``lowest`` those of several.
    Where ``requirements`` is empty the template prints its standing words.
    """

    mark: str = named("发文机关标志", "the issuer's mark at the head")
    doc_no: str = named("文号", "the document number")
    title: str = named("标题", "the title")
    days: str = named("督查时间", "when the visits took place")
    methods: str = named("督查方式", "the methods used")
    whom: str = named("督查对象", "who was inspected")
    visits: int = named("督查次数", "how many visits")
    verdicts: tuple[VerdictCount, ...] = named("各结论次数", "visits by verdict")
    verdict: str = named("结论（一次督查）", "the verdict of a single visit")
    score: str = named("得分（一次督查）", "the score of a single visit")
    average: str = named("平均得分", "the average score")
    highest: str = named("最高得分", "the highest score")
    lowest: str = named("最低得分", "the lowest score")
    findings: int = named("发现问题数", "how many problems were found")
    repeated: int = named("重复发现的问题数", "how many of them were found before")
    practices: tuple[Part, ...] = named("好的做法", "good practice")
    problems: tuple[UnitProblems, ...] = named("存在问题", "the problems, by unit")
    requirements: tuple[Line, ...] = named("下步要求", "what is required")
    issuer: str = named("发文机关署名", "who signs")
    date: str = named("成文日期", "the day of the paper")
    annex: tuple[Inspected, ...] = named("附表", "the annex")
    copy_to: str = named("抄送", "who gets copies")
    issuing_office: str = named("印发机关", "the office that prints it")
    seal: Picture | None = named("印章图片（可无）", "the issuer's seal, if any", default=None)


async def gather(ask: Request) -> Draft:
    """The circular on one inspection, or on all verified ones of some days or of a year, up to the request's.

    Raises UsageFault when none of these is asked for, Refused when there is no inspection.
    """
    archive, lang = ask.archive, ask.lang
    single = await chosen(ask, "no", "inspection")
    if single is not None:
        refuse_void(single)
    period = _period(ask, single)
    records = [single] if single else await _verified(archive, period, ask.on)
    units = await load_units(archive, min(period.end, ask.on))
    issuer = units.root()
    visits = await visits_of(archive, records, units, period, ask.on)
    doc_no, taken = await _number(ask, issuer.id)
    seal, media, unsealed = await seal_of(ask, issuer)
    scores = [visit.score for visit in visits if visit.score is not None]
    found = [each for visit in visits for each in visit.found]
    only = visits[0] if len(visits) == 1 else None
    context = Circular(
        mark=mark_of(issuer, lang),
        doc_no=doc_no,
        title=title_of(issuer.name, visits[0].name if single else "", period, lang),
        days=days_of(visits, lang),
        methods=methods_named(archive, [each for visit in visits for each in visit.methods], lang),
        whom=whom_of(visits, lang),
        visits=len(visits),
        verdicts=verdicts_counted(archive, visits, lang) if only is None else (),
        verdict=verdict_named(archive, only.verdict, lang) if only else "",
        score=number(only.score, lang) if only and only.score is not None else "",
        average=number(sum(scores) / len(scores), lang) if scores and only is None else "",
        highest=number(max(scores), lang) if len(scores) > 1 else "",
        lowest=number(min(scores), lang) if len(scores) > 1 else "",
        findings=len(found),
        repeated=sum(each.times > 1 for each in found),
        practices=practices_of(visits),
        problems=problems_of(visits, lang),
        requirements=requirements_of(visits, lang),
        issuer=issuer.name,
        date=long_date(ask.on, lang),
        annex=tuple(annexed(archive, visit, lang) for visit in visits),
        copy_to=ask.options.get("copy_to", ""),
        issuing_office=office_of(issuer, lang),
        seal=seal,
    )
    warnings = await _warnings(ask, single, period, doc_no)
    inspected = _inspected(records)
    warnings += await _issued_already(
        ask, single.id if single else issuer.id, {each.id for each in visits}, inspected
    )
    warnings += unsealed
    return Draft(
        sheets=[Sheet(f"{doc_no} {context.title}".replace("\n", "").strip(), context, single, media)],
        subject=single.id if single else issuer.id,
        subjects=[*(visit.id for visit in visits), *inspected],
        warnings=warnings,
        doc_no=doc_no,
        taken_no=taken,
    )


def _period(ask: Request, single: Record | None) -> PartialDate:
    """The days asked for. Raises UsageFault when they are not said, or end before they begin."""
    first, last, year = (ask.options.get(name) for name in ("from", "to", "year"))
    if first is None and last is not None:
        raise UsageFault(tr("--to needs --from."))
    if single is not None:
        return single.date or PartialDate.day(ask.on)
    if year is not None:
        return PartialDate.year_of(year)
    if first is None:
        raise UsageFault(
            tr("Which inspections?"), hint=tr("Give an inspection's number, a year, or the first day.")
        )
    last = last or ask.on
    if last < first:
        raise UsageFault(tr("--to lies before --from."))
    return PartialDate.between(first, last)


async def _verified(archive: Archive, period: PartialDate, on: date) -> list[Record]:
    found = [record async for record in archive.each(_within(period, on, "verified"))]
    if not found:
        raise Refused(
            tr(
                "No verified inspection lies between {first} and {last}.", first=period.start, last=period.end
            ),
            hint=tr("Record and approve the inspections first, or ask for other days."),
        )
    return found


def _within(period: PartialDate, on: date, status: Status) -> Query:
    return Query(
        kind="inspection",
        status=(status,),
        date_from=period.start,
        date_to=min(period.end, on),
        sort="date",
    )


async def _number(ask: Request, issuer: ObjectId) -> tuple[str, str]:
    """The document number, and the same once more if it was taken just now."""
    given = str(ask.options.get("doc_no") or "").strip()
    if given or not ask.number:
        return given, ""
    code = await code_for(ask.archive, issuer, "document_code", "doc_no", kind="commendation")
    taken = str(await next_serial(ask.archive, code, ask.on.year)) if code else ""
    return taken, taken


def _inspected(inspections: Sequence[Record]) -> list[ObjectId]:
    """The units and people that were inspected, and the people whom findings name."""
    whose: list[object] = []
    for each in inspections:
        whose.append(each.fields.get("target"))
        findings = each.fields.get("findings")
        for finding in findings if isinstance(findings, list) else ():
            whose.append(finding.get("person") if isinstance(finding, dict) else None)
    return list(dict.fromkeys(each for each in whose if isinstance(each, ObjectId)))


async def _issued_already(
    ask: Request, subject: ObjectId, visits: set[ObjectId], inspected: Sequence[ObjectId]
) -> list[str]:
    """That circulars of the same inspections have numbers, when none is given: each takes another one."""
    if ask.options.get("doc_no"):
        return []
    query = Query(kind="issued_document", status=("verified",), where=(Condition("subject", "=", subject),))
    numbers = [
        str(each.fields["doc_no"])
        for each in await ask.archive.find(query, limit=_ISSUED)
        if each.fields.get("document") == SPEC.label.zh
        and each.fields.get("doc_no")
        and isinstance(about := each.fields.get("subjects"), list)
        and {one for one in about if one not in inspected} == visits
    ]
    if not numbers:
        return []
    listed = ("、" if current_language() == "zh" else ", ").join(dict.fromkeys(numbers))
    return [
        tr(
            "A circular of this was issued already, {numbers}: give --doc-no to use its number again.",
            numbers=listed,
        )
    ]


async def _warnings(ask: Request, single: Record | None, period: PartialDate, doc_no: str) -> list[str]:
    warnings = draft_warnings(single) if single is not None else []
    if not doc_no:
        warnings.append(tr("The circular has no document number."))
    if single is None:
        waiting = await ask.archive.count(_within(period, ask.on, "submitted"))
        if waiting.number:
            warnings.append(
                tr(
                    "{count} submitted inspections of these days wait for approval and are not in it.",
                    count=waiting.number,
                )
            )
    return warnings


def example(lang: Language) -> Circular:
    """A filled circular of invented data."""
    if lang == "en":
        return Circular(
            mark="CPC Committee of Qingyanghe",
            doc_no="QDF 2011-31",
            title="Circular on the Inspection of Study: 2011",
            days="5 March 2011 to 20 May 2011",
            methods="hearing reports, reading papers and sampling notes",
            whom="2 organisations",
            visits=2,
            verdicts=(VerdictCount("Good", 1), VerdictCount("Fair", 1)),
            verdict="",
            score="",
            average="84.5",
            highest="92",
            lowest="77",
            findings=2,
            repeated=1,
            practices=(Part("Willow Bend General Branch", (Line(0, "Its cadres read every Friday."),)),),
            problems=(
                UnitProblems(
                    "Shangying Village Branch",
                    (
                        Problem(
                            "Sun Youcai has only 4,200 characters of notes",
                            "found twice by now",
                            "Sun Youcai",
                            2,
                        ),
                        Problem("No sign-in sheet for April", "serious", "", 1),
                    ),
                ),
            ),
            requirements=(Line(0, "Notes have to be made up by the end of May."),),
            issuer="CPC Committee of Qingyanghe",
            date="1 June 2011",
            annex=(
                Inspected("Willow Bend General Branch", "92 (Good)", (Item("—", "No problem found", "—"),)),
                Inspected(
                    "Shangying Village Branch",
                    "77 (Fair)",
                    (
                        Item("Study notes", "Sun Youcai has only 4,200 characters of notes", "2011-05-31"),
                        Item("Attendance", "No sign-in sheet for April", "—"),
                    ),
                ),
            ),
            copy_to="County Learning Office",
            issuing_office="Office of the CPC Committee of Qingyanghe",
        )
    return Circular(
        mark="中共青杨河乡委员会文件",
        doc_no="青党发〔2011〕31号",
        title="中共青杨河乡委员会\n关于2011年度学习督查情况的通报",
        days="2011年3月5日至2011年5月20日",
        methods="听汇报、查资料、抽查笔记",
        whom="2个党组织",
        visits=2,
        verdicts=(VerdictCount("好", 1), VerdictCount("一般", 1)),
        verdict="",
        score="",
        average="84.5",
        highest="92",
        lowest="77",
        findings=2,
        repeated=1,
        practices=(Part("柳树湾村党总支", (Line(0, "坚持每周五集中读书，领导干部带头领学。"),)),),
        problems=(
            UnitProblems(
                "上营村党支部",
                (
                    Problem("孙有才读书笔记仅4200字", "此前督查已指出，系第2次发现", "孙有才", 2),
                    Problem("集中学习无4月份签到记录", "问题严重", "", 1),
                ),
            ),
        ),
        requirements=(Line(0, "5月底前补齐读书笔记，健全考勤登记。"),),
        issuer="中共青杨河乡委员会",
        date="2011年6月1日",
        annex=(
            Inspected("柳树湾村党总支", "92（好）", (Item("—", "未发现问题", "—"),)),
            Inspected(
                "上营村党支部",
                "77（一般）",
                (
                    Item("读书笔记", "孙有才读书笔记仅4200字", "2011.5.31"),
                    Item("学习考勤", "集中学习无4月份签到记录", "—"),
                ),
            ),
        ),
        copy_to="县委学习办",
        issuing_office="中共青杨河乡委员会办公室",
    )


SPEC = DocumentSpec(
    name="circular",
    label=Label("督查通报", "Inspection circular"),
    context=Circular,
    example=example,
    gather=gather,
    options=(
        Option("no", Label("督查", "Inspection"), "record", kinds=("inspection",)),
        Option("from", Label("督查开始日期", "Inspections from"), "day"),
        Option("to", Label("督查截止日期", "Inspections to"), "day"),
        YEAR,
        Option("doc_no", Label("文号", "Document number")),
        Option("copy_to", Label("抄送", "Copies to")),
        Option("seal", Label("印上公章图片", "Print the seal"), "flag"),
    ),
    kinds=("inspection",),
    one_of=("no", "from", "year"),
)
