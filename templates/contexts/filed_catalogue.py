"""What the catalogue of filed papers prints: the records of a year with their archival codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.filing import RETENTIONS, Filed
from records.kind import Label
from records.language import Language, translator
from records.programme.units import Units, load_units
from records.values import PartialDate, as_partial, from_bson, to_bson
from templates.contexts.text import Lang
from templates.spec import DocumentSpec, Draft, Option, Request, Sheet, named

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("templates")
#: What an office files at the end of a year, in the order in which papers of one day are listed. A person's
#: own papers are filed in the study archive.
PAPERS = (
    *("implementation_plan", "rule_document", "commendation", "stage_summary", "evaluation_minutes"),
    *("democratic_evaluation", "satisfaction", "typical_model", "briefing", "exam"),
    *("inspection", "rectification", "study_archive"),
)
#: Papers about a unit or person that the township committee writes itself.
_BY_THE_COMMITTEE = frozenset(("inspection", "rectification", "commendation", "typical_model"))
_WHOM = ("target", "subject", "unit", "owner")


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

    The latter are the verified papers dated in that year up to the request's day, by date and without a code.
    """
    archive, lang = ask.archive, ask.lang
    year, retention = ask.options["year"], str(ask.options.get("retention") or "")
    units = await load_units(archive, min(date(year, 12, 31), ask.on), count_members=False)
    issuer = units.root()
    found = await _filed(archive, year)
    warnings = []
    if found:
        unverified = [row["no"] for row in found if row["status"] != "verified"]
        if unverified:
            warnings.append(tr("Not verified yet: {numbers}.", numbers="、".join(unverified)))
        found = [row for row in found if not retention or row["filed"].retention == retention]
    else:
        warnings.append(
            tr("{year} is not filed yet: these are the papers that would be, without codes.", year=year)
        )
        found = await _to_be_filed(archive, year, ask.on)
    rows = await _rows(archive, found, units, lang)
    fonds = dict.fromkeys(row["filed"].fonds for row in found if row.get("filed"))
    context = FiledCatalogue(
        organisation=issuer.name,
        fonds="、".join(filter(None, fonds)),
        year=year,
        retention=RETENTIONS[retention].text(lang) if retention else "",
        count=len(rows),
        rows=rows,
    )
    name = f"{SPEC.label.text(lang)} {year} {retention}".strip()
    return Draft(
        sheets=[Sheet(name, context)],
        subject=issuer.id,
        subjects=[row["_id"] for row in found],
        warnings=warnings,
    )


async def _filed(archive: Archive, year: int) -> list[dict[str, Any]]:
    rows = await _read(archive, {"archive.year": {"$in": [year, str(year)]}, "status": {"$ne": "void"}})
    for row in rows:
        row["filed"] = Filed.of(row.get("archive"))
    return sorted((row for row in rows if row["filed"]), key=lambda row: row["filed"].place)


async def _to_be_filed(archive: Archive, year: int, on: date) -> list[dict[str, Any]]:
    last = to_bson(min(date(year, 12, 31), on))
    rows = await _read(
        archive,
        {
            "kind": {"$in": list(PAPERS)},
            "status": "verified",
            "date.start": {"$gte": to_bson(date(year, 1, 1)), "$lte": last},
        },
    )
    return sorted(rows, key=lambda row: (_ends(row), PAPERS.index(row["kind"]), row.get("no") or ""))


async def _read(archive: Archive, match: Mapping[str, Any]) -> list[dict[str, Any]]:
    wanted = ("kind", "no", "title", "date", "unit", "status", "remarks", "archive")
    fields = ("doc_no", "title", "year", "stage", "issue", *_WHOM)
    project: dict[str, Any] = dict.fromkeys(wanted, 1) | {f"fields.{name}": 1 for name in fields}
    project["contents"] = {"$sum": "$fields.contents.pages"}
    rows = await archive.aggregate([{"$match": match}, {"$project": project}])
    return [from_bson(row) for row in rows]


def _ends(row: Mapping[str, Any]) -> date:
    """A paper of a whole year follows those of its days."""
    found = as_partial(row.get("date"))
    return found.end if found else date.min


async def _rows(
    archive: Archive, found: Iterable[Mapping[str, Any]], units: Units, lang: Lang
) -> tuple[FiledRow, ...]:
    found = list(found)
    names = await archive.names(whom for row in found if (whom := _whom(row)))
    known = {unit.id: unit.name for unit in units.ordered}
    committee = units.root().name
    return tuple(
        FiledRow(
            number=number,
            code=str(row["filed"]) if row.get("filed") else "",
            doc_no=str(row["fields"].get("doc_no") or ""),
            responsible=committee
            if row["kind"] in _BY_THE_COMMITTEE
            else known.get(row.get("unit") or row["_id"], committee),
            title=_title(archive, row, names.get(_whom(row) or row["_id"], ""), lang),
            date=_date(as_partial(row.get("date"))),
            pages=_pages(row),
            note=" ".join(str(row.get("remarks") or "").split()),
        )
        for number, row in enumerate(found, 1)
    )


def _whom(row: Mapping[str, Any]) -> ObjectId | None:
    fields = row.get("fields", {})
    return next((each for name in _WHOM if isinstance(each := fields.get(name), ObjectId)), None)


def _title(archive: Archive, row: Mapping[str, Any], whom: str, lang: Lang) -> str:
    """The paper's own title; otherwise one made of its kind and whom it is about, in square brackets."""
    fields, kind = row["fields"], archive.kinds.of(row["kind"])
    if fields.get("title"):
        return str(fields["title"])
    label = kind.label.text(lang)
    stage = kind.field("stage")
    when = str(fields["year"]) if fields.get("year") else ""
    if stage is not None and fields.get("stage"):
        when = stage.choice_label(fields["stage"], lang)
    if lang == "en":
        issue = f"no. {fields['issue']}" if fields.get("issue") else ""
        return f"[{': '.join(filter(None, (label, ', '.join(filter(None, (whom, when, issue))))))}]"
    when = f"{when}年度" if when.isdigit() else when
    issue = f"第{fields['issue']}期" if fields.get("issue") else ""
    label = "总结" if row["kind"] == "stage_summary" and when else label
    return f"[{whom}{when}{label}{issue}]"


def _date(day: PartialDate | None) -> str:
    """20110701, or as far as the date is known: 201107, 2011 (ISO 8601, basic form)."""
    if day is None:
        return ""
    form = {"day": "%Y%m%d", "month": "%Y%m"}.get(day.precision, "%Y")
    return (day.end if day.precision == "range" else day.start).strftime(form)


def _pages(row: Mapping[str, Any]) -> str:
    pages = (row.get("archive") or {}).get("pages") or row.get("contents")
    return str(pages) if pages else ""


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
