"""The pipelines that count: measures of ``rules.yaml`` as aggregations over the records.

Measures of the same records and people share one pipeline, which reads each record once. Its groups are
{who, b: bucket, s: status}, its sums one a measure (``n0``, ``n1``, …). A *bucket* is the smallest standard
period that holds the whole date (``calendar.py``); weekly measures have the ISO week instead. A date that
crosses its year (or week) proves nothing and is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bson.objectid import ObjectId

from records.programme.calendar import YEAR, Period, buckets_in
from records.programme.counting import buckets
from records.programme.rules import Measure, Rulebook
from records.values import to_bson

Pipeline = list[dict[str, Any]]
Expression = Any
#: Verified records are done, submitted ones wait; drafts and void ones are not there.
COUNTED = ["verified", "submitted"]
#: R08 is counted with R07's households, which are read from the same records.
HELP = "difficulties_helped"


@dataclass(frozen=True, slots=True)
class Query:
    """An aggregation and the measures it counts, in the order of its sums. ``hint`` names its index."""

    measures: tuple[Measure, ...]
    pipeline: Pipeline
    hint: str | None


def queries(
    book: Rulebook,
    on: date,
    *,
    people: Collection[ObjectId] | None = None,
    units: Collection[ObjectId | None] | None = None,
    measures: Iterable[Measure] | None = None,
) -> list[Query]:
    """What to run to count the measures (all, or those given) as of a day, of all or some people or units."""
    grouped: dict[tuple[Any, ...], list[Measure]] = defaultdict(list)
    for each in book.measures.values() if measures is None else measures:
        if each.name == HELP:
            continue
        key = (each.kind, each.of, each.rows, each.day, each.year, each.once, each.weekly, each.by_stage)
        grouped[key].append(each)
    plan = [
        Query(tuple(found), _pipeline(book, on, found, people), _hint(found[0], people))
        for found in grouped.values()
    ]
    if units is not None:
        for query in plan:
            query.pipeline[0]["$match"]["unit"] = {"$in": list(units)}
        return [Query(query.measures, query.pipeline, "unit_date") for query in plan]
    return plan if people is not None else [each for query in plan for each in _by_year(book, on, query)]


def _by_year(book: Rulebook, on: date, query: Query) -> list[Query]:
    """What people did, year by year, so that a server with several cores counts the years side by side.

    No bucket reaches over a year. Titles that count once for all time, and units' few records, stay together.
    """
    first = query.measures[0]
    if first.of_unit or first.once:
        return [query]
    found = []
    for year in book.years(on):
        begins, last = date(year, 1, 1), min(date(year, 12, 31), on, book.end)
        match, *rest = query.pipeline
        span = {"date.start": {"$gte": to_bson(begins), "$lte": to_bson(last)}}
        found.append(Query(query.measures, [{"$match": match["$match"] | span}, *rest], query.hint))
    return found


def of_people(
    book: Rulebook, on: date, people: Collection[ObjectId], papers: Mapping[str, Sequence[str]]
) -> Pipeline:
    """The records that personal measures count for some people, and ``papers`` (kind -> fields).

    Only the fields that are read; of a list with a row for each person, only the rows of these people.
    """
    personal = [each for each in book.measures.values() if not each.of_unit]
    counted = {
        "date.start": {"$gte": to_bson(date(book.start.year, 1, 1))},
        "date.end": {"$gte": to_bson(book.start)},
    }
    match = {
        "people.person": {"$in": list(people)},
        "date.start": {"$lte": to_bson(min(on, book.end))},
        # A notice of the time before the programme binds all the same.
        "$or": [counted, {"kind": {"$in": sorted(papers)}}],
        "kind": {"$in": sorted({*(each.kind for each in personal), *papers})},
        "status": {"$in": COUNTED},
    }
    rows = {each.rows: each.of for each in personal if each.rows and _of_row(each.of)}
    names = {name for each in personal for name in (*each.where, each.sum, each.share, each.once, each.of)}
    names |= {name for fields in papers.values() for name in fields} | {
        "village",
        "group",
        "household",
        "help",
    }
    kept: dict[str, Any] = dict.fromkeys(("kind", "no", "title", "status", "date", "unit"), 1)
    kept |= {f"fields.{n}": 1 for n in names if n and not _of_row(n) and not n.startswith("$")}
    kept |= {f"fields.{each.rows}": 1 for each in personal if each.rows and each.rows not in rows}
    for name, of in rows.items():
        whose = f"$$this.{of.removeprefix('row.')}"
        theirs = {"$in": [whose, list(people)]} if len(people) > 1 else {"$eq": [whose, *people]}
        path = f"$fields.{name}"
        kept[f"fields.{name}"] = {"$filter": {"input": {"$ifNull": [path, []]}, "cond": theirs}}
    return [{"$match": match}, {"$project": kept}]


def evidence(
    book: Rulebook, on: date, measure: Measure, whose: Collection[ObjectId | None] | None, period: Period
) -> Pipeline:
    """The identifiers (``_id``) of the records that a measure counts in a period, of some people or units
    or (None) of all."""
    people = None if measure.of_unit or whose is None else [each for each in whose if each is not None]
    stages = _records(book, on, [measure], people)
    if measure.of_unit and whose is not None:
        stages[0]["$match"]["unit"] = {"$in": list(whose)}
    stages += _rows(book, on, measure, people)
    match: dict[str, Any] = {}
    if period.kind == "stage":
        match["stage"] = {"$in": [period.code, str(period.code)]}
    else:
        match["b"] = {"$in": buckets_in(period)}
    where = _where(measure)
    if where is not True:
        match["$expr"] = where
    return [*stages, {"$match": match}, {"$group": {"_id": "$_id"}}]


def _hint(measure: Measure, people: Collection[ObjectId] | None) -> str | None:
    return "kind_date" if people is None or measure.of_unit else "person_date"


def _pipeline(
    book: Rulebook, on: date, measures: Sequence[Measure], people: Collection[ObjectId] | None
) -> Pipeline:
    first = measures[0]
    stages = _records(book, on, measures, people)
    key: dict[str, Any] = {"who": "$who", "b": "$b", "s": "$status"}
    if first.of_unit and not first.weekly:
        key["stage"] = "$stage"
    if first.rows or first.several or first.once:
        stages += _rows(book, on, first, people)
        if first.once:
            return stages + _once(measures)
    else:
        # The key is worked out as records are grouped; a document between the two would cost as much again.
        made = stages.pop()["$project"]
        key |= {name: made[name] for name in ("who", "b", "stage") if name in made}
        if people is not None and not first.of_unit:
            stages[0]["$match"][f"fields.{first.of}"] = {"$in": list(people)}
    sums: dict[str, Any] = {}
    for index, measure in enumerate(measures):
        where, value = _where(measure), _value(measure)
        sums[f"n{index}"] = {"$sum": value if where is True else {"$cond": [where, value, 0]}}
    return [*stages, {"$group": {"_id": key, **sums}}]


# --- the records and their rows ------------------------------------------------------------------------


def _records(
    book: Rulebook, on: date, measures: Sequence[Measure], people: Collection[ObjectId] | None
) -> Pipeline:
    """The records of the kind that are in the programme, with their bucket and no more fields than needed."""
    first = measures[0]
    match: dict[str, Any] = {
        "kind": first.kind,
        "status": {"$in": COUNTED},
        "date.start": {"$gte": to_bson(date(book.start.year, 1, 1)), "$lte": to_bson(min(on, book.end))},
        "date.end": {"$gte": to_bson(book.start)},
    }
    if people is not None and not first.of_unit:
        match["people.person"] = {"$in": list(people)}
    if first.of_unit:
        _narrow(match, measures)
    keep: dict[str, Any] = {
        "status": 1,
        "b": buckets.week() if first.weekly else buckets.bucket("$date.start", "$date.end"),
    }
    if first.year:
        named = f"$fields.{first.year}"
        of_year = {"$add": [{"$multiply": [named, 100]}, YEAR]}
        keep["b"] = {"$cond": [{"$isNumber": named}, of_year, keep["b"]]}
    if first.of_unit:
        keep |= {"unit": 1, "who": {"$ifNull": ["$unit", None]}}
        keep["stage"] = "$fields.stage" if first.by_stage else buckets.stage_number(book)
    for path in _paths(measures):
        keep[path] = 1
    if first.several and not first.of_unit:
        # Somebody named twice is one person: a record counts once for each (D9).
        named = f"$fields.{first.of}"
        keep[f"fields.{first.of}"] = {"$cond": [{"$isArray": named}, {"$setUnion": [named]}, named]}
    if first.rows:
        # Asked of a record once, not once a row.
        for measure in measures:
            own = [_condition(f"$fields.{n}", v) for n, v in measure.where.items() if not _of_row(n)]
            if own:
                keep[f"is_{measure.name}"] = own[0] if len(own) == 1 else {"$and": own}
    elif not first.of_unit and not first.several:
        keep["who"] = f"$fields.{first.of}"
    return [{"$match": match}, {"$project": keep}]


def _of_row(name: str) -> bool:
    return name.startswith("row.")


def _narrow(match: dict[str, Any], measures: Sequence[Measure]) -> None:
    """Leave out at once what no measure of the pipeline counts: those of a category, say."""
    for name in {name for each in measures for name in each.where}:
        if name.startswith("row.") or any(name not in each.where for each in measures):
            continue
        values = [each.where[name] for each in measures]
        if all(isinstance(value, str | list) and value not in ("*", "$unit") for value in values):
            match[f"fields.{name}"] = {
                "$in": sorted({v for value in values for v in ([value] if isinstance(value, str) else value)})
            }


def _paths(measures: Sequence[Measure]) -> set[str]:
    """The fields that a pipeline reads. Sums over meetings and lists read what `_value` says."""
    found: set[str] = set()
    for each in measures:
        names = [*each.where, each.day, each.once, each.share, each.sum]
        if each.rows:
            names = [name for name in names if name == each.share or (name and _of_row(name))]
        if each.sum == "$minutes":
            names += ["start", "end"]
        if each.sum == "$items":
            names.append("items")
        if each.once:
            found |= {"date.start", "date.end"}
        if not each.of_unit and (each.rows or each.several):
            names.append(each.of)
        for name in names:
            if name and not name.startswith("$"):
                found.add(f"fields.{each.rows}.{name[4:]}" if name.startswith("row.") else f"fields.{name}")
    return found


def _rows(book: Rulebook, on: date, measure: Measure, people: Collection[ObjectId] | None) -> Pipeline:
    """One document a row and a person: ``who``, and ``b`` by the row's own date where it has one."""
    stages: Pipeline = []
    if measure.rows:
        stages.append({"$unwind": f"$fields.{measure.rows}"})
    if measure.of_unit:
        return [*stages, {"$match": {"b": {"$ne": None}}}] if measure.weekly else stages
    made: dict[str, Any] = {}
    if measure.rows or measure.several:
        path = _path(measure, measure.of)
        if measure.several:
            stages.append({"$unwind": f"${path}"})
        made["who"] = f"${path}"
    if measure.day:
        own = f"${_path(measure, measure.day)}"
        first, last = to_bson(book.start), to_bson(min(on, book.end))
        told = {"$and": [{"$gte": [own, first]}, {"$lte": [own, last]}]}
        dated = {"$cond": [told, buckets.day_bucket(own), None]}
        made["b"] = {"$cond": [{"$eq": [{"$type": own}, "date"]}, dated, "$b"]}
    if made:
        stages.append({"$addFields": made})
    if people is not None:
        stages.append({"$match": {"who": {"$in": list(people)}}})
    return stages


def _path(measure: Measure, name: str) -> str:
    return f"fields.{measure.rows}.{name[4:]}" if name.startswith("row.") else f"fields.{name}"


def _where(measure: Measure) -> Expression:
    """The conditions of a measure as an expression; ``True`` when it has none."""
    found = [
        _condition(f"${_path(measure, name)}", value)
        for name, value in measure.where.items()
        if not measure.rows or _of_row(name)
    ]
    if len(found) < len(measure.where):
        found.insert(0, f"$is_{measure.name}")
    if not found:
        return True
    return found[0] if len(found) == 1 else {"$and": found}


def _condition(path: str, value: Any) -> Expression:
    if value == "*":
        return {"$not": [{"$in": [{"$ifNull": [path, ""]}, ["", []]]}]}
    if value == "$unit":
        return {"$eq": [path, "$unit"]}
    if value is None:
        return {"$eq": [{"$ifNull": [path, None]}, None]}
    return {"$in": [path, value]} if isinstance(value, list) else {"$eq": [path, value]}


def _value(measure: Measure) -> Expression:
    if measure.sum is None:
        return 1
    if measure.sum == "$minutes":
        timed = {"$and": [{"$eq": [{"$type": f"$fields.{name}"}, "date"]} for name in ("start", "end")]}
        return {"$cond": [timed, {"$divide": [{"$subtract": ["$fields.end", "$fields.start"]}, 60_000]}, 0]}
    if measure.sum == "$items":
        return {"$cond": [{"$isArray": "$fields.items"}, {"$size": {"$ifNull": ["$fields.items", []]}}, 0]}
    path = f"${_path(measure, measure.sum)}"
    number = {"$cond": [{"$isNumber": path}, path, 0]}
    if measure.share is None:
        return number
    full = f"$fields.{measure.share}"
    return {"$cond": [{"$gt": [full, 0]}, {"$divide": [{"$multiply": [number, 100]}, full]}, 0]}


def _once(measures: Sequence[Measure]) -> Pipeline:
    """Each title of a person once for all time, where it is first verified or, failing that, first waits."""
    once = measures[0].once
    names = sorted({name for each in measures for name in each.where})
    # Compared in this order: verified before submitted, then the earlier date. (A bucket is no date: that of
    # a whole quarter is a higher number than that of its year's December.)
    value: dict[str, Any] = {"s": {"$cond": [{"$eq": ["$status", "verified"]}, 0, 1]}}
    value |= {"first": "$date.start", "last": "$date.end", "b": "$b"}
    value |= {name: f"$fields.{name}" for name in names}
    title = {"$trim": {"input": {"$toString": {"$ifNull": [f"$fields.{once}", ""]}}}}
    sums: dict[str, Any] = {}
    for index, measure in enumerate(measures):
        where = {"$and": [_condition(f"$v.{n}", v) for n, v in measure.where.items()]}
        sums[f"n{index}"] = {"$sum": {"$cond": [where, 1, 0]} if measure.where else 1}
    status = {"$cond": [{"$eq": ["$v.s", 0]}, "verified", "submitted"]}
    return [
        {"$match": {"b": {"$ne": None}}},
        {"$group": {"_id": {"who": "$who", "once": title}, "v": {"$min": value}}},
        {"$group": {"_id": {"who": "$_id.who", "b": "$v.b", "s": status}, **sums}},
    ]


def households(book: Rulebook, on: date, people: Collection[ObjectId] | None = None) -> Query:
    """R07, R08: the households that each visitor called on in a month, by village and group as written.

    Rows: ``_id`` {who, b, village}, ``found`` [{household, done, helped, helping}]: whether a verified record
    has it, and how many verified and submitted records tell of help given.
    """
    measure = Measure("households", "household_visit", "visitor")
    stages = _records(book, on, [measure], people)
    stages[1]["$project"] |= {
        "village": {"$concat": [{"$ifNull": [f"$fields.{part}", ""]} for part in ("village", "group")]},
        "fields.household": 1,
        "helped": _condition("$fields.help", "*"),
    }
    stages += _rows(book, on, measure, people)
    first = {"who": "$who", "b": "$b", "village": "$village", "household": "$fields.household"}
    verified = {"$eq": ["$status", "verified"]}

    def helps(condition: Expression) -> Expression:
        return {"$sum": {"$cond": [{"$and": ["$helped", condition]}, 1, 0]}}

    each = {name: f"${name}" for name in ("done", "helped", "helping")}
    return Query(
        (measure,),
        [
            *stages,
            {
                "$group": {
                    "_id": first,
                    "done": {"$max": verified},
                    "helped": helps(verified),
                    "helping": helps({"$not": verified}),
                }
            },
            {
                "$group": {
                    "_id": {"who": "$_id.who", "b": "$_id.b", "village": "$_id.village"},
                    "found": {"$push": {"household": "$_id.household", **each}},
                }
            },
        ],
        _hint(measure, people),
    )
