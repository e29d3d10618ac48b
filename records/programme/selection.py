"""Selecting the advanced: from nomination over vetting and public notice to decision and award.

What is told here is the next step of each nomination and what speaks against it; every step is the office's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from bson.objectid import ObjectId

from records.kind import Label
from records.language import translator
from records.name_order import name_order
from records.programme.assessment import assessments
from records.programme.calendar import NOTICE_DAYS, working_days
from records.programme.designation import Condition, propose
from records.record import Record, Status
from records.values import as_partial, count_words, from_bson, to_bson

if TYPE_CHECKING:
    from records.archive import Archive
    from records.programme.book import Book

tr = translator("records")

INDIVIDUAL, ORGANISATION = "学习先进个人", "先进学习型党组织"
AWARDS: Mapping[str, Label] = {
    INDIVIDUAL: Label("学习先进个人", "Advanced individuals in study"),
    ORGANISATION: Label("先进学习型党组织", "Advanced learning organisations"),
}
Step = Literal["nominated", "vetted", "notice", "ready", "decided", "awarded"]
STEPS: Mapping[Step, Label] = {
    "nominated": Label("已推荐", "Nominated"),
    "vetted": Label("已考察", "Vetted"),
    "notice": Label("公示中", "On notice"),
    "ready": Label("待决定", "Ready"),
    "decided": Label("已决定", "Decided"),
    "awarded": Label("已表彰", "Awarded"),
}
#: Characters that a description of deeds has as a rule.
DEEDS = (600, 2000)
#: The grade from which somebody is proposed for the individual award.
PROPOSED_FROM = "良好"
#: So many are proposed where the office has set no quota.
PROPOSED = 10
#: A decision follows the notice within so many days.
_DECIDED_WITHIN = 366


@dataclass(frozen=True, slots=True)
class Nomination:
    """A nomination on its way. ``until`` is the last day of its notice, the earliest that will do."""

    record: ObjectId
    no: str
    status: Status
    award: str
    year: int
    nominee: ObjectId
    name: str
    votes: int | None
    step: Step
    until: date | None = None
    warnings: tuple[str, ...] = ()
    decision: ObjectId | None = None
    award_record: ObjectId | None = None

    def next_step(self) -> str:
        """What is to be done next, in words; nothing once the award is there."""
        match self.step:
            case "nominated":
                return tr("vetting opinion")
            case "vetted":
                return tr("public notice")
            case "notice":
                return tr("on notice until {date}", date=self.until)
            case "ready" if self.status != "verified":
                return tr("approve the nomination, then decide")
            case "ready":
                return tr("decision")
            case "decided":
                return tr("award record")
        return ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody, or a unit, that could be nominated: the rank, what it rests on, what speaks against it."""

    nominee: ObjectId
    name: str
    rank: int
    figure: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """One award of one year: its nominations, those with most votes first, and how many may win, if set."""

    award: str
    year: int
    quota: int | None
    nominations: tuple[Nomination, ...]

    def at(self, *steps: Step) -> list[Nomination]:
        return [each for each in self.nominations if each.step in steps]

    @property
    def over_quota(self) -> int:
        """How many more than the quota are ready, decided or awarded; 0 where none is set."""
        chosen = len(self.at("ready", "decided", "awarded"))
        return max(0, chosen - self.quota) if self.quota is not None else 0


async def selections(archive: Archive, book: Book, year: int) -> list[Selection]:
    """Both awards of a year, as of the book's day."""
    rows = await _nominations(archive, year)
    nominees = [fields["nominee"] for _, fields in rows if isinstance(fields.get("nominee"), ObjectId)]
    decisions, awards = await _decided(archive, book, nominees)
    names = await archive.names(nominees)
    found = []
    for award in AWARDS:
        own = [
            _nomination(book, row, fields, names, decisions, awards)
            for row, fields in rows
            if fields.get("award") == award and isinstance(fields.get("nominee"), ObjectId)
        ]
        person = award == INDIVIDUAL
        own.sort(
            key=lambda each: (-(each.votes or 0), name_order(each.name, person=person).get("pinyin", ""))
        )
        found.append(Selection(award, year, book.adjustments.quota(award, year), tuple(own)))
    return found


Fields = Mapping[str, Any]
Rows = list[tuple[Mapping[str, Any], Fields]]


async def _nominations(archive: Archive, year: int) -> Rows:
    match = {"kind": "nomination", "status": {"$ne": "void"}, "date.start": to_bson(date(year, 1, 1))}
    keep = {"no": 1, "status": 1, "fields": 1}
    rows = await archive.aggregate([{"$match": match}, {"$project": keep}], hint="kind_date")
    return [(row, from_bson(row.get("fields", {}))) for row in rows]


async def _decided(archive: Archive, book: Book, nominees: Collection[ObjectId]) -> tuple[Rows, Rows]:
    """The decisions that name any of the nominees, and their awards, up to the book's day."""
    known = {"status": {"$in": ["submitted", "verified"]}}
    decisions = {"kind": "commendation", **known, "fields.winners": {"$in": list(nominees)}}
    awards = {"kind": "award", **known, "fields.nominee": {"$in": list(nominees)}}
    keep = {
        "fields.winners": 1,
        "fields.decided_on": 1,
        "fields.nominee": 1,
        "fields.nomination": 1,
        "fields.title": 1,
        "fields.issued_on": 1,
        "fields.decision": 1,
    }
    found: list[Rows] = []
    for match, name in ((decisions, "decided_on"), (awards, "issued_on")):
        rows = await archive.aggregate([{"$match": match}, {"$project": keep}], hint="kind_date")
        read = [(row, from_bson(row.get("fields", {}))) for row in rows]
        found.append([each for each in read if _day(each[1], name) is None or _by(book, each[1], name)])
    return found[0], found[1]


def _day(fields: Fields, name: str) -> date | None:
    when = as_partial(fields.get(name))
    return when.end if when is not None else None


def _by(book: Book, fields: Fields, name: str) -> bool:
    day = _day(fields, name)
    return day is not None and day <= book.on


def _nomination(
    book: Book,
    row: Mapping[str, Any],
    fields: Fields,
    names: Mapping[ObjectId, str],
    decisions: Rows,
    awards: Rows,
) -> Nomination:
    nominee = fields["nominee"]
    step, until = _step(book, fields)
    award = _award(row["_id"], fields, awards)
    decision = award[1].get("decision") if award else _decision(fields, until, decisions)
    if award is not None:
        step = "awarded"
    elif decision is not None:
        step = "decided"
    warnings = [*warnings_about(book, nominee, fields.get("year")), *_about_deeds(fields)]
    if (fields.get("award") == INDIVIDUAL) != (nominee in book.roster.people):
        warnings.append(tr("the award is not for nominees of that kind"))
    return Nomination(
        row["_id"],
        row.get("no") or "",
        row["status"],
        str(fields.get("award")),
        int(fields.get("year") or 0),
        nominee,
        names.get(nominee, "?"),
        fields.get("votes"),
        step,
        until if step == "notice" else None,
        tuple(warnings),
        decision,
        award[0]["_id"] if award else None,
    )


def _step(book: Book, fields: Fields) -> tuple[Step, date | None]:
    """How far a nomination has come by its own fields, and the day its notice ends."""
    until = notice_until(fields)
    if until is not None:
        return ("ready" if until < book.on else "notice"), until
    return ("vetted" if str(fields.get("vetting") or "").strip() else "nominated"), None


def notice_until(fields: Fields) -> date | None:
    """The last day of a nomination's public notice, by its fields; None before it is put on notice."""
    begun, ended = _day(fields, "notice_from"), _day(fields, "notice_to")
    if begun is None:
        return None
    enough = notice_end(begun)
    return max(ended, enough) if ended is not None else enough


def notice_end(begun: date) -> date:
    """The last of the working days that a notice begun on a day has to stand."""
    day = begun
    while working_days(begun, day) < NOTICE_DAYS:
        day += timedelta(days=1)
    return day


def _award(nomination: ObjectId, fields: Fields, awards: Rows) -> tuple[Mapping[str, Any], Fields] | None:
    """The award that names the nomination; else one of that name, to the nominee, in the year or the next."""
    for row, award in awards:
        if award.get("nomination") == nomination:
            return row, award
    for row, award in awards:
        issued, year = _day(award, "issued_on"), fields.get("year")
        same = award.get("nominee") == fields["nominee"] and award.get("title") == fields.get("award")
        timely = issued is not None and isinstance(year, int) and issued.year in (year, year + 1)
        if same and timely and award.get("nomination") is None:
            return row, award
    return None


def _decision(fields: Fields, until: date | None, decisions: Rows) -> ObjectId | None:
    """The decision that names the nominee within a year after the notice."""
    if until is None:
        return None
    for row, decision in decisions:
        day = _day(decision, "decided_on")
        named = fields["nominee"] in (decision.get("winners") or ())
        if named and day is not None and until <= day <= until + timedelta(days=_DECIDED_WITHIN):
            found: ObjectId = row["_id"]
            return found
    return None


# --- what speaks against somebody -------------------------------------------------------------------


def warnings_about(book: Book, nominee: ObjectId, year: object) -> list[str]:
    """An open rectification, the lowest grade of the year, provisional membership."""
    found = []
    for paper in book.facts.papers.of("rectification"):
        if paper.fields.get("target") == nominee:
            closed = as_partial(paper.fields.get("closed_on"))
            done = paper.fields.get("result") == "完成" and (closed is None or closed.start <= book.on)
            if not done:
                found.append(tr("rectification {no} is still open", no=paper.no))
    lowest = list(book.adjustments.scale(year).bands)[-1] if isinstance(year, int) else None
    for paper in book.facts.papers.of("assessment"):
        same = paper.fields.get("person") == nominee and paper.fields.get("year") == year
        if same and paper.fields.get("grade") == lowest:
            found.append(tr("was graded unqualified that year"))
    person = book.roster.people.get(nominee)
    if person is not None and person.provisional:
        found.append(tr("is a provisional member"))
    return found


def _about_deeds(fields: Fields) -> Iterable[str]:
    words = count_words(str(fields.get("deeds") or ""))
    least, most = DEEDS
    if not least <= words <= most:
        yield tr(
            "the deeds have {found} characters, {least} to {most} are usual",
            found=words,
            least=least,
            most=most,
        )


# --- proposing ---------------------------------------------------------------------------------------


async def candidates(archive: Archive, book: Book, selection: Selection) -> list[Candidate]:
    """Who could be nominated beside those who are, by rank: people by their assessment, units by the criteria
    of a learning organisation. As many as the quota has places, or ten; those whom something speaks against
    are shown with it, and do not take up a place."""
    if selection.award == INDIVIDUAL:
        ranked = await _people(archive, book, selection.year)
    else:
        ranked = await _units(book, selection.year)
    nominated = {each.nominee for each in selection.nominations}
    places, found = selection.quota or PROPOSED, list[Candidate]()
    for candidate in ranked:
        if sum(not each.warnings for each in found) >= places:
            break
        if candidate.nominee not in nominated:
            found.append(candidate)
    return found


async def _people(archive: Archive, book: Book, year: int) -> list[Candidate]:
    found = await assessments(archive, book, year)
    return [
        Candidate(
            line.person.id,
            line.person.name,
            line.rank,
            f"{line.total} {line.grade}",
            tuple(warnings_about(book, line.person.id, year)),
        )
        for line in found.lines
        if line.rank is not None and found.scale.reaches(line.grade, PROPOSED_FROM)
    ]


async def _units(book: Book, year: int) -> list[Candidate]:
    """Units by the mean of how far they meet each condition; those that meet nothing are left out."""
    judged = [(_mean(each.conditions), each) for each in await propose(book, "学习型党组织", year)]
    judged = sorted((each for each in judged if each[0]), key=lambda each: -each[0])
    shares = [share for share, _ in judged]
    found = []
    for share, each in judged:
        met = sum(condition.met for condition in each.conditions)
        figure = tr(
            "{share:.0f}%, {met} of {asked} conditions",
            share=100 * share,
            met=met,
            asked=len(each.conditions),
        )
        warnings = tuple(warnings_about(book, each.target, year))
        name = book.unit(each.target).name
        found.append(Candidate(each.target, name, shares.index(share) + 1, figure, warnings))
    return found


def _mean(conditions: Sequence[Condition]) -> float:
    shares = [min(1.0, each.done / each.required) if each.required else 0.0 for each in conditions]
    return sum(shares) / len(shares) if shares else 0.0


# --- taking the next step ----------------------------------------------------------------------------


def nomination_draft(award: str, year: int, nominee: ObjectId) -> dict[str, Any]:
    """The fields that a new nomination begins with."""
    return {"award": award, "nominee": nominee, "year": year}


async def put_on_notice(archive: Archive, nomination: ObjectId, begins: date) -> Record:
    """Write the public notice into a nomination: from a day on, as long as it has to stand."""
    record = await archive.get(nomination)
    record.fields |= {"notice_from": begins, "notice_to": notice_end(begins)}
    return await archive.save(record, note=tr("Put on public notice"))


def decision_draft(book: Book, selection: Selection) -> dict[str, Any]:
    """The fields of a decision on all who are ready and verified."""
    winners = [each.nominee for each in selection.at("ready") if each.status == "verified"]
    return {"winners": winners, "unit": book.root_id}


def award_draft(nomination: Nomination) -> dict[str, Any]:
    """The fields of the award that a nomination leads to."""
    fields: dict[str, Any] = {
        "nominee": nomination.nominee,
        "title": nomination.award,
        "nomination": nomination.record,
    }
    return fields | ({"decision": nomination.decision} if nomination.decision is not None else {})
