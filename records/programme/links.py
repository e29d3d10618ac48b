"""The board of the stages: how each link stands, what a stage still lacks, and its summaries (R36, R47)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from records.programme.consolidation import Proof, consolidation
from records.programme.stages import Link, Stage, stages
from records.programme.units import BRANCHES, Unit, Units, load_units
from records.values import PartialDate, from_bson

if TYPE_CHECKING:
    from bson.objectid import ObjectId

    from records.archive import Archive

#: How a link stands; the words are those of its records.
State = Literal["未开始", "进行中", "完成"]
#: How a stage stands on a day.
Course = Literal["ahead", "running", "closed"]

#: The rule that asks for a summary of each stage.
SUMMARIES = "R47"
_RANK = {"verified": 0, "submitted": 1, "draft": 2}


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that a stage still lacks: by which rule (R38), in words, of which units; and the records
    that have to do with it, such as one that waits for approval."""

    rule: str
    text: str
    units: tuple[ObjectId, ...] = ()
    records: tuple[ObjectId, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A record that a link names as its proof."""

    id: ObjectId
    title: str


@dataclass(frozen=True, slots=True)
class Held:
    """What a record of a link says, as far as it was true on the day of the board.

    ``state`` is what it says; it counts as done only when the record is ``verified``.
    """

    id: ObjectId
    no: str
    status: str
    state: State
    owner: str
    due: date | None
    done_on: date | None
    evidence: tuple[Evidence, ...]

    @property
    def done(self) -> bool:
        return self.state == "完成" and self.status == "verified"

    @property
    def waiting(self) -> bool:
        """Whether somebody has yet to approve it, or to submit it."""
        return self.status != "verified"


@dataclass(frozen=True, slots=True)
class UnitLine:
    """How one unit stands with a link; ``record`` is None as long as it has none.

    ``counted`` are general branches and branches; a party group may have a record of its own beside them.
    """

    unit: ObjectId
    name: str
    record: Held | None
    counted: bool = True

    @property
    def done(self) -> bool:
        return self.record is not None and self.record.done


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link of a stage on a day. ``record`` is the township's own; ``units`` those that have or owe one.

    ``owner`` is the record's, else the plan's; ``due`` likewise.
    """

    link: Link
    on: date
    record: Held | None
    units: tuple[UnitLine, ...] = ()

    @property
    def owner(self) -> str:
        return (self.record.owner if self.record else "") or self.link.owner.text()

    @property
    def due(self) -> date:
        return (self.record.due if self.record else None) or self.link.due

    @property
    def done_on(self) -> date | None:
        """When it was done; of one that every unit does, when the last had done it."""
        if not self.done:
            return None
        if self.record is not None and self.record.done:
            return self.record.done_on
        days = [unit.record.done_on for unit in self.units if unit.record and unit.record.done_on]
        return max(days, default=None)

    @property
    def units_done(self) -> int:
        return sum(unit.done for unit in self.units if unit.counted)

    @property
    def units_counted(self) -> int:
        return sum(unit.counted for unit in self.units)

    @property
    def done(self) -> bool:
        own = self.record is not None and self.record.done
        together = self.link.who == "units" and self.units_done == self.units_counted > 0
        return own or together

    @property
    def state(self) -> State:
        """Done when an approved record says so; what waits for approval is under way at most, a draft is
        nothing yet."""
        if self.done:
            return "完成"
        begun = (self.record, *(unit.record for unit in self.units))
        under_way = any(each and each.status != "draft" and each.state != "未开始" for each in begun)
        return "进行中" if under_way else "未开始"

    @property
    def waiting(self) -> bool:
        """Whether a record says that it is done and nobody has approved that yet."""
        own = self.record
        return not self.done and own is not None and own.state == "完成" and own.status == "submitted"

    @property
    def days_left(self) -> int | None:
        """Days to its last day, negative when that is past; None once it is done."""
        return None if self.done else (self.due - self.on).days

    @property
    def overdue(self) -> bool:
        left = self.days_left
        return left is not None and left < 0


@dataclass(frozen=True, slots=True)
class Summary:
    """The township's summary of a stage (``year`` None) or of a year within it; ``id`` None: not begun."""

    stage: int
    year: int | None
    period: PartialDate
    id: ObjectId | None = None
    no: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class StageLine:
    """A stage on a day, with its links, what it lacks, its summaries, and the proofs of a review."""

    stage: Stage
    on: date
    links: tuple[LinkLine, ...]
    lacks: tuple[Lack, ...] = ()
    summaries: tuple[Summary, ...] = ()
    proofs: tuple[Proof, ...] = ()

    @property
    def course(self) -> Course:
        if self.on < self.stage.start:
            return "ahead"
        return "closed" if self.on > self.stage.end else "running"

    @property
    def days(self) -> int:
        """Days until it begins (ahead), to its last day (running), or since its last day (closed)."""
        if self.course == "ahead":
            return (self.stage.start - self.on).days
        return abs((self.stage.end - self.on).days)

    @property
    def links_done(self) -> int:
        return sum(line.done for line in self.links)


@dataclass(frozen=True, slots=True)
class Board:
    """All stages as of a day. ``root`` is the township committee, if one is recorded."""

    on: date
    stages: tuple[StageLine, ...]
    root: ObjectId | None = None

    @property
    def current(self) -> StageLine:
        """The stage that runs; before the first that one, after the last that one."""
        begun = [line for line in self.stages if line.course != "ahead"]
        return begun[-1] if begun else self.stages[0]

    def link_draft(self, line: LinkLine, unit: ObjectId | None = None) -> dict[str, Any]:
        """Fields for the record of a link that has none, of the township or of ``unit``."""
        whose = unit or self.root
        known = {"owner": whose, "unit": whose} if whose else {}
        return {"stage": str(line.link.stage), "link": line.link.label.zh, "due": line.due, **known}

    def summary_draft(self, summary: Summary) -> dict[str, Any]:
        """Fields for a summary that is not begun."""
        what: dict[str, Any] = (
            {"year": summary.year} if summary.year is not None else {"stage": str(summary.stage)}
        )
        return what | {"period": summary.period} | ({"unit": self.root} if self.root else {})


async def board(archive: Archive, on: date, lacks: Mapping[int, Sequence[Lack]]) -> Board:
    """The stages as of ``on``; ``lacks`` says what each still lacks, by its number."""
    units = await load_units(archive, on)
    root = next((unit for unit in units.ordered if unit.category == "党委"), None)
    held = await _held(archive, on)
    summaries = await _summaries(archive, root)
    lines = []
    for each in stages():
        proofs = await consolidation(archive, each, on, units, root) if each.review else ()
        lines.append(
            StageLine(
                each,
                on,
                tuple(_link_line(link, on, held, units) for link in each.links),
                tuple(lacks.get(each.number, ())),
                tuple(summaries.get((s.stage, s.year), s) for s in _summaries_of(each)),
                proofs,
            )
        )
    return Board(on, tuple(lines), root.id if root else None)


# --- links -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Found:
    """A record of a link: whose it is, which link it means, and what it says."""

    stage: int
    link: str
    unit: ObjectId | None
    owner: ObjectId | None
    held: Held = field(compare=False)

    def whose(self, link: Link, units: Units) -> ObjectId | None:
        """The unit whose part in the link it tells; None for the township's own record.

        Of a link that every unit does, one without a unit is that of the branch it names as its owner.
        """
        unit = units.get(self.unit)
        if unit is None and link.who == "units":
            unit = units.get(self.owner)
        return None if unit is None or unit.category == "党委" else unit.id


async def _held(archive: Archive, on: date) -> list[_Found]:
    """Every live record of a link, those that count for most first."""
    wanted = ("stage", "link", "owner", "unit", "state", "started", "due", "done_on", "evidence")
    rows = await archive.aggregate(
        [
            {"$match": {"kind": "stage_link", "status": {"$ne": "void"}}},
            {"$project": {"no": 1, "status": 1, "updated.at": 1} | {f"fields.{name}": 1 for name in wanted}},
            {"$sort": {"updated.at": -1, "_id": 1}},
        ],
        hint="kind_date",
    )
    rows = [from_bson(row) for row in rows]
    names = await archive.names(_mentioned(rows))
    return sorted((_found(row, on, names) for row in rows), key=lambda each: _RANK.get(each.held.status, 9))


def _mentioned(rows: Iterable[Mapping[str, Any]]) -> Iterable[ObjectId]:
    for row in rows:
        owner = row["fields"].get("owner")
        if owner is not None:
            yield owner
        yield from row["fields"].get("evidence") or ()


def _found(row: Mapping[str, Any], on: date, names: Mapping[Any, str]) -> _Found:
    fields = row["fields"]
    stage = str(fields.get("stage") or "")
    done_on, state = fields.get("done_on"), fields.get("state")
    if isinstance(done_on, date) and done_on > on:
        # It was done later; by the day of the board it had been begun, or not.
        done_on, state = None, "进行中" if fields.get("started") else "未开始"
    number = int(stage) if stage.isdigit() else 0
    begins = fields.get("started") or next((each.start for each in stages() if each.number == number), None)
    if state == "进行中" and begins is not None and begins > on:
        state = "未开始"
    held = Held(
        id=row["_id"],
        no=row.get("no") or "",
        status=row["status"],
        state=state if state in ("进行中", "完成") else "未开始",
        owner=names.get(fields.get("owner"), ""),
        due=fields.get("due"),
        done_on=done_on,
        evidence=tuple(Evidence(each, names[each]) for each in fields.get("evidence") or () if each in names),
    )
    return _Found(number, str(fields.get("link") or ""), fields.get("unit"), fields.get("owner"), held)


def _link_line(link: Link, on: date, held: Sequence[_Found], units: Units) -> LinkLine:
    mine: dict[ObjectId | None, Held] = {}
    for each in held:
        if each.stage == link.stage and link.is_called(each.link):
            mine.setdefault(each.whose(link, units), each.held)
    return LinkLine(link, on, mine.get(None), tuple(_unit_lines(link, mine, units)))


def _unit_lines(link: Link, mine: Mapping[ObjectId | None, Held], units: Units) -> Iterable[UnitLine]:
    for unit in units.ordered:
        counted = unit.category in BRANCHES
        if unit.id in mine or (link.who == "units" and counted):
            yield UnitLine(unit.id, unit.name, mine.get(unit.id), counted)


# --- summaries -------------------------------------------------------------------------------------


def _summaries_of(stage: Stage) -> Iterable[Summary]:
    for year in stage.years:
        yield Summary(stage.number, year, PartialDate.year_of(year))
    yield Summary(stage.number, None, stage.period)


async def _summaries(archive: Archive, root: Unit | None) -> dict[tuple[int, int | None], Summary]:
    """The township's summaries that are recorded, by stage and year; a verified one before others."""
    rows = await archive.aggregate(
        [
            {
                "$match": {
                    "kind": "stage_summary",
                    "status": {"$ne": "void"},
                    "unit": {"$in": [None, root.id] if root else [None]},
                }
            },
            {"$project": {"no": 1, "status": 1, "fields.stage": 1, "fields.year": 1}},
            {"$sort": {"_id": -1}},
        ],
        hint="kind_date",
    )
    rows.sort(key=lambda row: _RANK.get(row["status"], 9))
    found: dict[tuple[int, int | None], Summary] = {}
    for row in rows:
        said = str(row["fields"].get("stage") or "")
        for stage in stages():
            for each in _summaries_of(stage):
                year = None if said else row["fields"].get("year")
                if each.year == year and (year is not None or said == str(stage.number)):
                    known = Summary(
                        each.stage, each.year, each.period, row["_id"], row.get("no") or "", row["status"]
                    )
                    found.setdefault((each.stage, each.year), known)
    return found
