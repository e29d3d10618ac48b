"""归档文件目录: the papers filed of a year in the order of their codes, or those that would be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.filing import Filed
from records.keep.filing.proposal import propose
from records.keep.shown import write_table
from records.kind import Label
from records.language import current_language, translator
from records.programme.units import Units, load_units
from records.values import PartialDate, as_partial, from_bson

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")

#: The columns of the catalogue (DA/T 22-2015), in their order.
COLUMNS: Sequence[Label] = (
    Label("序号", "Number"),
    Label("档号", "Archival code"),
    Label("文号", "Document number"),
    Label("责任者", "Responsible"),
    Label("题名", "Title"),
    Label("日期", "Date"),
    Label("密级", "Secrecy"),
    Label("页数", "Pages"),
    Label("备注", "Note"),
)
#: Papers about a unit or person that the township committee writes itself.
_BY_THE_COMMITTEE = frozenset(("inspection", "rectification", "commendation", "typical_model"))
_WHOM = ("target", "subject", "unit", "owner")
_ENVELOPE = ("kind", "no", "title", "date", "unit", "status", "void_reason", "remarks", "archive", "version")
_FIELDS = ("doc_no", "title", "year", "stage", "issue", *_WHOM)


@dataclass(frozen=True, slots=True)
class Line:
    """One paper. ``filed`` is None before it is filed; ``version`` is the record's."""

    record: ObjectId
    no: str
    kind: str
    status: str
    version: int
    filed: Filed | None
    doc_no: str
    responsible: str
    title: str
    date: str
    pages: str
    note: str

    def cells(self, number: int) -> list[str]:
        """The line under `COLUMNS`. Nothing secret is kept in such an archive."""
        code = str(self.filed) if self.filed else ""
        parts = (self.doc_no, self.responsible, self.title, self.date, "", self.pages, self.note)
        return [str(number), code, *parts]


@dataclass(frozen=True)
class Catalogue:
    """The catalogue of a year. ``filed`` says whether any of it is filed; else ``lines`` are proposed."""

    year: int
    organisation: str
    committee: ObjectId
    filed: bool
    lines: list[Line] = field(default_factory=list)


async def catalogue(
    archive: Archive, year: int, *, on: date, retention: str = "", lang: str | None = None
) -> Catalogue:
    """The papers of a year, those of one ``retention`` when it is named.

    Not filed yet: the verified ones of the year up to the day ``on``, as they would be filed, without codes.
    What was filed and is void since, because it was corrected or disposed of, keeps its line and says so.
    """
    lang = lang or current_language()
    units = await load_units(archive, min(date(year, 12, 31), on), count_members=False)
    committee = units.root()
    found = await _filed(archive, year, retention)
    filed = bool(found) or bool(await _filed(archive, year, ""))
    if not filed:
        proposal = await propose(archive, year, on=on)
        wanted = [each for each in proposal.papers if retention in ("", each.filed.retention)]
        rows = {
            row["_id"]: row for row in await _read(archive, {"_id": {"$in": [each.id for each in wanted]}})
        }
        found = [(rows[each.id], None) for each in wanted if each.id in rows]
    lines = await _lines(archive, found, units, lang)
    return Catalogue(year, committee.name, committee.id, filed, lines)


async def write_catalogue(archive: Archive, year: int, path: Path, *, on: date) -> int:
    """Write the catalogue of a year to an .xlsx or .csv file; answers how many lines.

    Raises what `write_table` raises.
    """
    found = await catalogue(archive, year, on=on)
    rows = [line.cells(number) for number, line in enumerate(found.lines, 1)]
    what = tr("catalogue of {year}", year=year)
    return await write_table(archive, path, str(year), [each.text() for each in COLUMNS], rows, what=what)


async def _filed(archive: Archive, year: int, retention: str) -> list[tuple[dict[str, Any], Filed | None]]:
    found = [
        (row, filed)
        for row in await _read(archive, {"archive.year": {"$in": [year, str(year)]}})
        if (filed := Filed.of(row.get("archive"))) and retention in ("", filed.retention)
    ]
    return [(row, filed) for row, filed in sorted(found, key=lambda each: each[1].place)]


async def _read(archive: Archive, match: Mapping[str, Any]) -> list[dict[str, Any]]:
    project: dict[str, Any] = dict.fromkeys(_ENVELOPE, 1) | {f"fields.{name}": 1 for name in _FIELDS}
    project["contents"] = {"$sum": "$fields.contents.pages"}
    return [from_bson(row) for row in await archive.aggregate([{"$match": match}, {"$project": project}])]


async def _lines(
    archive: Archive, found: Iterable[tuple[Mapping[str, Any], Filed | None]], units: Units, lang: str
) -> list[Line]:
    found = list(found)
    names = await archive.names(whom for row, _ in found if (whom := _whom(row)))
    known = {unit.id: unit.name for unit in units.ordered}
    committee = units.root().name
    lines = []
    for row, filed in found:
        by = committee
        if row["kind"] not in _BY_THE_COMMITTEE:
            by = known.get(row.get("unit") or row["_id"], committee)
        note = str((row.get("void_reason") if row["status"] == "void" else row.get("remarks")) or "")
        lines.append(
            Line(
                row["_id"],
                row.get("no") or "",
                row["kind"],
                row["status"],
                row["version"],
                filed,
                doc_no=str(row["fields"].get("doc_no") or ""),
                responsible=by,
                title=_title(archive, row, names.get(_whom(row) or row["_id"], ""), lang),
                date=_date(as_partial(row.get("date"))),
                pages=_pages(row),
                note=" ".join(note.split()),
            )
        )
    return lines


def _whom(row: Mapping[str, Any]) -> ObjectId | None:
    fields = row.get("fields", {})
    return next((each for name in _WHOM if isinstance(each := fields.get(name), ObjectId)), None)


def _title(archive: Archive, row: Mapping[str, Any], whom: str, lang: str) -> str:
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
