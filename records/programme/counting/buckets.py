"""Buckets in the database: the period of a stored date as an expression, as ``calendar.py`` codes it."""

from __future__ import annotations

from typing import Any

from records.programme.calendar import HALVES, QUARTERS, YEAR
from records.programme.rules import Rulebook
from records.values import to_bson

Expression = Any


def _number(day: str, month: Expression) -> Expression:
    return {"$add": [{"$multiply": [{"$year": day}, 100]}, month]}


def day_bucket(day: str) -> Expression:
    """The month of a day."""
    return _number(day, {"$month": day})


def bucket(start: str, end: str) -> Expression:
    """The smallest of month, quarter, half-year and year that holds both days; null when no year does."""

    def part(day: str, months: int) -> Expression:
        return {"$ceil": {"$divide": [{"$month": day}, months]}}

    def same(months: int) -> Expression:
        return {"$eq": [part(start, months), part(end, months)]}

    def code(base: int, months: int) -> Expression:
        return {"$toInt": _number(start, {"$add": [base, part(start, months)]})}

    longer = {
        "$switch": {
            "branches": [
                {"case": {"$eq": ["$date.precision", "month"]}, "then": day_bucket(start)},
                {"case": {"$ne": [{"$year": start}, {"$year": end}]}, "then": None},
                {"case": {"$eq": [{"$month": start}, {"$month": end}]}, "then": day_bucket(start)},
                {"case": same(3), "then": code(QUARTERS, 3)},
                {"case": same(6), "then": code(HALVES, 6)},
            ],
            "default": _number(start, YEAR),
        }
    }
    return {"$cond": [{"$eq": ["$date.precision", "day"]}, day_bucket(start), longer]}


def week() -> Expression:
    """The ISO week as 201027; null when the date may lie in another one too."""

    def code(day: str) -> Expression:
        return {"$toInt": {"$add": [{"$multiply": [{"$isoWeekYear": day}, 100]}, {"$isoWeek": day}]}}

    same = {"$and": [{"$lt": [{"$subtract": ["$date.end", "$date.start"]}, 7 * 86_400_000]}]}
    weekly = {
        "$cond": [
            {"$and": [same, {"$eq": [code("$date.start"), code("$date.end")]}]},
            code("$date.start"),
            None,
        ]
    }
    return {"$cond": [{"$eq": ["$date.precision", "day"]}, code("$date.start"), weekly]}


def stage_number(book: Rulebook) -> Expression:
    """The number of the stage that holds the whole date, else 0."""
    return {
        "$switch": {
            "branches": [
                {
                    "case": {
                        "$and": [
                            {"$gte": ["$date.start", to_bson(stage.start)]},
                            {"$lte": ["$date.end", to_bson(stage.end)]},
                        ]
                    },
                    "then": stage.number,
                }
                for stage in book.stages
            ],
            "default": 0,
        }
    }
