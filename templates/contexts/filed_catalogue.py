"""What the catalogue of filed papers prints: the records of a year with their archival codes."""

from __future__ import annotations

from dataclasses import dataclass

from records.filing import RETENTIONS
from records.keep.filing.catalogue import Line, catalogue
from records.kind import Label
from records.language import Language, translator
from templates.spec import DocumentSpec, Draft, Option, Request, Sheet, named

tr = translator("templates")


@dataclass(frozen=True, slots=True)
class FiledRow:
    """One paper."""

    number: int = named("序号", "its place in the list")
    code: str = named("档号", "the archival code")
    doc_no: str = named("文号", "the document number")
    responsible: str = named("责任者", "who wrote it")
    title: str = named("题名", "its title; in [ ] when it has none of its own")
    date: str = named("日期", "its date, as 20110701")
    pages: str = named("页数", "how many pages")
    note: str = named("备注", "remarks")


@dataclass(frozen=True, slots=True)
class FiledCatalogue:
    """The tags of filed_catalogue.docx. ``retention`` is empty when papers of every retention are listed."""

    organisation: str = named("立档单位", "whose archives these are")
    fonds: str = named("全宗号", "the number of the fonds")
    year: int = named("年度", "the year")
    retention: str = named("保管期限", "how long the papers are kept")
    count: int = named("件数", "how many papers")
    rows: tuple[FiledRow, ...] = named("目录各行", "the lines of the catalogue")


async def gather(ask: Request) -> Draft:
    """The papers filed of a year in the order of their codes; before it is filed, those that would be.

    The latter are the verified papers dated in that year up to the request's day, without their codes.
    """
    year, retention = ask.options["year"], str(ask.options.get("retention") or "")
    found = await catalogue(ask.archive, year, on=ask.on, retention=retention, lang=ask.lang)
    warnings = []
    if not found.filed:
        warnings.append(
            tr("{year} is not filed yet: these are the papers that would be, without codes.", year=year)
        )
    if unverified := [each.no for each in found.lines if each.status not in ("verified", "void")]:
        warnings.append(tr("Not verified yet: {numbers}.", numbers="、".join(unverified)))
    fonds = dict.fromkeys(each.filed.fonds for each in found.lines if each.filed)
    context = FiledCatalogue(
        organisation=found.organisation,
        fonds="、".join(filter(None, fonds)),
        year=year,
        retention=RETENTIONS[retention].text(ask.lang) if retention else "",
        count=len(found.lines),
        rows=tuple(_row(number, each) for number, each in enumerate(found.lines, 1)),
    )
    name = f"{SPEC.label.text(ask.lang)} {year} {retention}".strip()
    return Draft(
        sheets=[Sheet(name, context)],
        subject=found.committee,
        subjects=[each.record for each in found.lines],
        warnings=warnings,
    )


def _row(number: int, line: Line) -> FiledRow:
    return FiledRow(
        number=number,
        code=str(line.filed) if line.filed else "",
        doc_no=line.doc_no,
        responsible=line.responsible,
        title=line.title,
        date=line.date,
        pages=line.pages,
        note=line.note,
    )


def example(lang: Language) -> FiledCatalogue:
    """A filled catalogue of invented data."""
    if lang == "en":
        committee, branch = "CPC Committee of Qingyanghe", "Willow Bend General Branch"
        rows = (
            (
                "QDF 2011-23",
                committee,
                "Decision on Commending the Advanced in Study of 2011",
                "20110701",
                "4",
            ),
            ("", branch, f"[Study archive: {branch}, 2011]", "2011", "46"),
        )
    else:
        committee, branch = "中共青杨河乡委员会", "柳树湾村党总支"
        rows = (
            ("青党发〔2011〕23号", committee, "关于表彰2011年度学习先进的决定", "20110701", "4"),
            ("", branch, f"[{branch}2011年度学习档案]", "2011", "46"),
        )
    return FiledCatalogue(
        organisation=committee,
        fonds="Z109",
        year=2011,
        retention=RETENTIONS["Y"].text(lang),
        count=len(rows),
        rows=tuple(
            FiledRow(number, f"Z109-WS·2011-Y-BGS-{number:04}", *row, note="")
            for number, row in enumerate(rows, 1)
        ),
    )


SPEC = DocumentSpec(
    name="filed_catalogue",
    label=Label("归档文件目录", "Catalogue of filed papers"),
    context=FiledCatalogue,
    example=example,
    gather=gather,
    options=(
        Option("year", Label("年度", "Year"), "integer", required=True, between=(1949, 2199)),
        Option("retention", Label("保管期限", "Retention"), choices=tuple(RETENTIONS)),
    ),
)
