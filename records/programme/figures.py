"""The figures of a period: what a stage summary counts, and how they are frozen into its record."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from records.kind import Label
from records.numbers import NumberFault, parse_number
from records.programme.counting.tally import Tally, load_tally
from records.programme.ten_ones import FIRM, ten_ones_done
from records.programme.units import BRANCHES, Unit, Units
from records.values import PartialDate

if TYPE_CHECKING:
    from bson.objectid import ObjectId

    from records.archive import Archive


def _figure(zh: str, en: str) -> Any:
    return field(default=0, metadata={"label": Label(zh, en)})


def _named(zh: str, en: str) -> Any:
    return field(metadata={"label": Label(zh, en)})


def _listed(zh: str, en: str) -> Any:
    """A list beside the figures: it has a meaning, but no figure's label."""
    return field(default=(), metadata={"meaning": Label(zh, en)})


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One line of the annex. ``hours`` and ``ten_ones`` are as printed: "12.5" and "5/8"."""

    number: int = _named("序号", "its place in the list")
    name: str = _named("党组织名称", "its name")
    members: int = _named("党员数", "members")
    sessions: int = _named("集中学习次数", "sessions")
    hours: str = _named("集中学习学时", "session hours")
    articles: int = _named("心得体会", "articles")
    reports: int = _named("调研报告", "research reports")
    briefings: int = _named("学习简报", "briefings")
    ten_ones: str = _named("“十个一”完成项数", "how many of the Ten Ones are done, of how many")


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything counted. Money in yuan, hours as decimals, the rest are whole numbers.

    Deeds count when verified and dated wholly within the period; organisations and members are those
    of its last day. ``units`` holds one row for each organisation, those under it included.
    """

    general_branches: int = _figure("党总支", "General branches")
    branches: int = _figure("党支部", "Branches")
    party_groups: int = _figure("党小组", "Party groups")
    members: int = _figure("党员", "Members")
    probationary: int = _figure("预备党员", "Probationary members")
    leading_groups: int = _figure("成立领导小组的组织", "Units with a leading group")
    positions: int = _figure("领导机构任职", "Positions in leading bodies")
    mobilisations: int = _figure("动员会", "Mobilising meetings")
    publicity: int = _figure("宣传", "Publicity actions")
    briefings: int = _figure("学习简报", "Briefings")
    briefing_items: int = _figure("简报条目", "Briefing items")
    plans: int = _figure("实施方案", "Implementation plans")
    study_plans: int = _figure("学习计划", "Study plans")
    rule_documents: int = _figure("学习制度", "Rules adopted")
    sessions: int = _figure("集中学习", "Sessions")
    hours: Decimal = field(default=Decimal(0), metadata={"label": Label("集中学习学时", "Session hours")})
    present: int = _figure("参学人次", "Attendances")
    expected: int = _figure("应到人次", "Attendances expected")
    party_classes: int = _figure("党课", "Party classes")
    preachings: int = _figure("理论宣讲", "Theory talks")
    tutorials: int = _figure("农民思想教育辅导课", "Farmers' tutorials")
    visits: int = _figure("走访农户", "Household visits")
    books: int = _figure("读书", "Books read")
    note_words: int = _figure("读书笔记字数", "Characters of notes")
    articles: int = _figure("心得体会", "Articles")
    reports: int = _figure("调研报告", "Research reports")
    exams: int = _figure("测试", "Tests")
    activities: int = _figure("主题教育活动", "Themed activities")
    deliveries: int = _figure("送学上门", "Home deliveries")
    inspections: int = _figure("督查抽查", "Inspections")
    rectifications: int = _figure("整改通知", "Rectification notices")
    closed: int = _figure("已销号整改", "Rectifications closed")
    assessments: int = _figure("五方面考核", "Assessments")
    evaluations: int = _figure("民主评议", "Democratic evaluations")
    budget: Decimal = field(default=Decimal(0), metadata={"label": Label("安排经费", "Funds allocated")})
    spent: Decimal = field(default=Decimal(0), metadata={"label": Label("支出经费", "Funds spent")})
    helped: int = _figure("帮助解决群众困难", "Difficulties resolved")
    unhelped: int = _figure("尚未解决的群众困难", "Difficulties still open")
    problems_solved: int = _figure("调研解决问题", "Problems solved from research")
    models: int = _figure("学习典型", "Models")
    awards: int = _figure("表彰", "Awards")
    designated: int = _figure("达标", "Designations met")
    satisfied: int = _figure("满意票", "Satisfied answers")
    surveyed: int = _figure("测评收回票", "Survey forms returned")
    idle_units: int = _figure("未开展集中学习的组织", "Units without a session")
    silent_units: int = _figure("未报送简报的组织", "Units without a briefing")
    forms: tuple[tuple[str, int], ...] = _listed("各种形式的宣传次数", "publicity by its form")
    units: tuple[UnitRow, ...] = _listed("各党组织", "the organisations, one by one")


async def compute(
    archive: Archive, units: Units, owner: Unit, period: PartialDate, *, as_of: date
) -> Figures:
    """The figures of ``owner`` and all under it (the root: the whole township) for ``period``.

    ``as_of`` is the day whose offices and year's Ten Ones count: the last of the period, or today.
    """
    scope = None if owner.parent is None else units.subtree(owner.id)
    if period.start <= as_of < period.end:
        # What is dated after the day of telling has not happened yet.
        period = PartialDate.between(period.start, as_of)
    tally = await load_tally(archive, period, scope)
    own = [unit for unit in units.ordered if scope is None or unit.id in scope]
    done = await ten_ones_done(archive, as_of)
    bodies = await _leading_bodies(archive, as_of, scope)
    judged = [unit for unit in own if unit.category in BRANCHES]
    return Figures(
        **_organisations(own),
        **_deeds(tally),
        leading_groups=len({row["unit"] for row in bodies if row["body"] == "领导小组"}),
        positions=sum(row["count"] for row in bodies),
        idle_units=_without(judged, units, tally, "session"),
        silent_units=_without([u for u in judged if u.briefing_duty], units, tally, "briefing"),
        forms=tuple((form, count) for form, count in tally.categories("publicity") if form),
        units=tuple(_row(i, unit, units, tally, done) for i, unit in enumerate(judged, 1)),
    )


async def _leading_bodies(
    archive: Archive, on: date, scope: Collection[ObjectId] | None
) -> list[dict[str, Any]]:
    from records.values import to_bson

    last = to_bson(on)
    match: dict[str, Any] = {
        "kind": "position",
        "status": "verified",
        "fields.from": {"$lte": last},
        "$or": [{"fields.to": None}, {"fields.to": {"$gte": last}}],
    }
    if scope is not None:
        match["unit"] = {"$in": list(scope)}
    rows = await archive.aggregate(
        [
            {"$match": match},
            {"$group": {"_id": {"unit": "$unit", "body": "$fields.body"}, "count": {"$sum": 1}}},
        ]
    )
    return [{"unit": r["_id"].get("unit"), "body": r["_id"].get("body"), "count": r["count"]} for r in rows]


def _organisations(own: Sequence[Unit]) -> dict[str, Any]:
    def of(category: str) -> int:
        return sum(unit.category == category for unit in own)

    return {
        "general_branches": of("党总支"),
        "branches": of("党支部"),
        "party_groups": of("党小组"),
        "members": sum(unit.members for unit in own),
        "probationary": sum(unit.probationary for unit in own),
    }


#: figure -> kind and categories whose records are counted
_COUNTED: Mapping[str, tuple[str, ...]] = {
    "mobilisations": ("session", "动员会"),
    "publicity": ("publicity",),
    "briefings": ("briefing",),
    "plans": ("implementation_plan",),
    "study_plans": ("study_plan",),
    "rule_documents": ("rule_document",),
    "sessions": ("session",),
    "party_classes": ("party_class",),
    "preachings": ("preaching",),
    "tutorials": ("farmer_tutorial",),
    "visits": ("household_visit",),
    "books": ("book_reading",),
    "articles": ("experience_article",),
    "reports": ("research_report",),
    "exams": ("exam",),
    "activities": ("theme_activity",),
    "deliveries": ("door_delivery",),
    "inspections": ("inspection",),
    "rectifications": ("rectification",),
    "assessments": ("assessment",),
    "evaluations": ("democratic_evaluation",),
    "models": ("typical_model",),
    "awards": ("award",),
    "designated": ("designation", "达标"),
}
#: figure -> kind, sum and categories
_SUMMED: Mapping[str, tuple[str, ...]] = {
    "briefing_items": ("briefing", "items"),
    "present": ("session", "present"),
    "expected": ("session", "expected"),
    "note_words": ("reading_note", "words"),
    "closed": ("rectification", "closed"),
    "helped": ("household_visit", "solved"),
    "unhelped": ("household_visit", "unsolved"),
    "problems_solved": ("research_report", "solved"),
    "satisfied": ("satisfaction", "satisfied"),
    "surveyed": ("satisfaction", "returned"),
}


def _deeds(tally: Tally) -> dict[str, Any]:
    found: dict[str, Any] = {name: tally.count(*what) for name, what in _COUNTED.items()}
    found |= {name: int(tally.sum(*what)) for name, what in _SUMMED.items()}
    found["hours"] = _hours(tally.sum("session", "minutes"))
    found["budget"] = tally.sum("funding", "amount", "预算")
    found["spent"] = tally.sum("funding", "amount", "支出")
    return found


def _hours(minutes: Decimal) -> Decimal:
    return (minutes / 60).quantize(Decimal("0.1"))


def _without(judged: Sequence[Unit], units: Units, tally: Tally, kind: str) -> int:
    return sum(tally.count(kind, units=units.subtree(unit.id)) == 0 for unit in judged)


def _row(index: int, unit: Unit, units: Units, tally: Tally, done: Mapping[Any, tuple[int, int]]) -> UnitRow:
    below = units.subtree(unit.id)
    return UnitRow(
        number=index,
        name=unit.name,
        members=sum(each.members for each in units.ordered if each.id in below),
        sessions=tally.count("session", units=below),
        hours=f"{_hours(tally.sum('session', 'minutes', units=below)):f}".removesuffix(".0"),
        articles=tally.count("experience_article", units=below),
        reports=tally.count("research_report", units=below),
        briefings=tally.count("briefing", units=below),
        ten_ones="{}/{}".format(*done.get(unit.id, (0, FIRM))),
    )


_FORM_NOTE = "宣传形式"
_ROW_NOTE = "附表：党员数|集中学习次数|学时|心得|调研|简报|十个一"
_ROW_VALUES = ("members", "sessions", "hours", "articles", "reports", "briefings", "ten_ones")


def freeze(figures: Figures, on: date | None = None) -> list[dict[str, Any]]:
    """The figures as the sub-records of a stage summary: name, value, note, and the day ``on`` which they
    were counted. `thaw` reads them back."""
    frozen: list[dict[str, Any]] = [
        {"name": each.metadata["label"].zh, "value": str(getattr(figures, each.name))}
        for each in fields(Figures)
        if "label" in each.metadata
    ]
    frozen += [{"name": form, "value": str(count), "note": _FORM_NOTE} for form, count in figures.forms]
    frozen += [
        {
            "name": row.name,
            "value": "|".join(str(getattr(row, name)) for name in _ROW_VALUES),
            "note": _ROW_NOTE,
        }
        for row in figures.units
    ]
    return frozen if on is None else [row | {"counted_on": on} for row in frozen]


def completed(given: Sequence[Mapping[str, Any]], figures: Figures, on: date) -> list[dict[str, Any]]:
    """``given`` with what it lacks of ``figures``, counted ``on`` that day.

    What is there stays as it is: a figure the office wrote itself, and one counted before with its day.
    """
    there = {_identity(row) for row in given}
    return [
        *(dict(row) for row in given),
        *(row for row in freeze(figures, on) if _identity(row) not in there),
    ]


def _identity(row: Mapping[str, Any]) -> tuple[Any, str]:
    """Which figure a row is: a form of publicity or a unit may be called like a figure."""
    note = row.get("note")
    return row.get("name"), note if note in (_FORM_NOTE, _ROW_NOTE) else ""


def _plain(frozen: Sequence[Mapping[str, Any]]) -> dict[Any, Any]:
    """The single figures, name to value; a note of the office's own changes nothing about them."""
    return {row.get("name"): row.get("value") for row in frozen if not _identity(row)[1]}


def counted_here(frozen: Sequence[Mapping[str, Any]]) -> bool:
    """Whether every figure that `freeze` counts is there; otherwise they were all written by hand."""
    plain = _plain(frozen)
    return all(each.metadata["label"].zh in plain for each in fields(Figures) if "label" in each.metadata)


def by_hand(frozen: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """The figures, name and value, that `thaw` can't take over: called otherwise, or no number."""
    known = {each.metadata["label"].zh for each in fields(Figures) if "label" in each.metadata}
    return [
        (str(name), str(value))
        for name, value in _plain(frozen).items()
        if name not in known or _number(value) is None
    ]


def thaw(frozen: Sequence[Mapping[str, Any]]) -> Figures:
    """Frozen figures as they were; what is missing or no number counts as 0."""
    plain = _plain(frozen)
    found: dict[str, Any] = {
        each.name: _read(
            plain.get(each.metadata["label"].zh), whole=each.name not in ("hours", "budget", "spent")
        )
        for each in fields(Figures)
        if "label" in each.metadata
    }
    found["forms"] = tuple(
        (str(entry["name"]), int(_read(entry.get("value"), whole=True)))
        for entry in frozen
        if entry.get("note") == _FORM_NOTE
    )
    rows = [entry for entry in frozen if entry.get("note") == _ROW_NOTE]
    found["units"] = tuple(_thaw_row(index, entry) for index, entry in enumerate(rows, 1))
    return Figures(**found)


def _thaw_row(index: int, entry: Mapping[str, Any]) -> UnitRow:
    parts = (str(entry.get("value") or "").split("|") + [""] * len(_ROW_VALUES))[: len(_ROW_VALUES)]
    whole = [int(_read(part, whole=True)) for part in parts]
    return UnitRow(
        index, str(entry.get("name")), whole[0], whole[1], parts[2], whole[3], whole[4], whole[5], parts[6]
    )


def _read(text: Any, *, whole: bool) -> int | Decimal:
    value = _number(text)
    if value is None:
        return 0
    return int(value) if whole else value


def _number(text: Any) -> Decimal | None:
    """A figure as counted, or as an office writes it: 1,200 / 42次 / 约三百. None for what is none."""
    try:
        value = Decimal(str(text))
        return value if value.is_finite() else None
    except InvalidOperation:
        try:
            return parse_number(str(text)).value
        except NumberFault:
            return None
