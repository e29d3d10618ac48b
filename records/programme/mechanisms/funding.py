"""Funding: what was allocated and spent, by use and by year, and the ledger entry by entry (R24)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from records.language import translator
from records.people.figures import COUNTED
from records.programme.mechanisms.ground import Ground, stand_on
from records.programme.mechanisms.scope import Scope
from records.programme.mechanisms.view import Column, Note, Row, Series, Tone, View, heading

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")

BUDGET, SPENDING = "预算", "支出"
_YEAR = {"$ifNull": ["$fields.year", {"$year": "$date.start"}]}


async def balances(archive: Archive, scope: Scope) -> View:
    """Budget, spending and balance of the year by use, and of every year."""
    ground = await stand_on(archive, scope)
    sums = await _sums(ground)
    year = scope.period.start.year
    uses = {
        choice.value: choice.label.text()
        for choice in archive.kinds.of("funding").field("item").choices  # type: ignore[union-attr]
    }
    of_year = {key[1]: row for key, row in sums.items() if key[0] == year}
    known = [use for use in uses if use in of_year] + [use for use in of_year if use not in uses]
    rows = [_line(uses.get(use or "", use or tr("no use given")), [of_year[use]]) for use in known]
    total = _line(tr("{year} together", year=year), list(of_year.values()), whole=True)
    years = sorted({key[0] for key in sums}, reverse=True)
    columns = _columns()
    rows.append(total)
    rows.append(heading(tr("All years"), len(columns)))
    rows += [
        _line(str(each), [row for key, row in sums.items() if key[0] == each], whole=True) for each in years
    ]
    return View(
        columns=columns,
        rows=tuple(rows),
        notes=tuple(_notes(ground, year, sums, total)),
        series=await _months(ground, year),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column("use", tr("Use"), grow=1),
        Column("budget", tr("Budget"), kind="number"),
        Column("spent", tr("Spent"), kind="number"),
        Column("balance", tr("Balance"), kind="number"),
        Column("rate", tr("Used"), kind="number"),
        Column("waiting", tr("To approve"), kind="number"),
        Column("state", tr("State")),
    )


async def _sums(ground: Ground) -> dict[tuple[int, str | None], dict[str, Any]]:
    """By year and use: budget and spending approved, entries that wait, first allocation, records."""
    verified = {"$eq": ["$status", "verified"]}

    def money(category: str) -> dict[str, Any]:
        counted = {"$and": [verified, {"$eq": ["$fields.category", category]}]}
        return {"$sum": {"$cond": [counted, "$fields.amount", 0]}}

    allocation = {"$and": [verified, {"$eq": ["$fields.category", BUDGET]}]}
    found = await ground.rows(
        ground.match("funding", first=date.min, until=ground.scope.on),
        {
            "$group": {
                "_id": {"year": _YEAR, "use": "$fields.item"},
                "budget": money(BUDGET),
                "spent": money(SPENDING),
                "waiting": {"$sum": {"$cond": [verified, 0, 1]}},
                "allocated_on": {"$min": {"$cond": [allocation, "$date.start", None]}},
                "ids": {"$push": "$_id"},
            }
        },
    )
    return {(row["_id"]["year"], row["_id"].get("use")): row for row in found}


def _line(label: str, rows: list[dict[str, Any]], *, whole: bool = False) -> Row:
    budget, spent = _sum(rows, "budget"), _sum(rows, "spent")
    waiting = sum(row["waiting"] for row in rows)
    tone, state = _state(budget, spent, whole)
    rate = f"{spent * 100 / budget:.0f}%" if budget else "-"
    cells = (label, _money(budget), _money(spent), _money(budget - spent), rate, str(waiting or ""), state)
    return Row(cells, tone, ids=tuple(each for row in rows for each in row["ids"]))


def _state(budget: Decimal, spent: Decimal, whole: bool) -> tuple[Tone, str]:
    """A use without a budget of its own spends of the common one; a year without any has none to spend."""
    if not budget and not whole:
        return "plain", tr("no budget of its own") if spent else tr("nothing yet")
    if spent > budget:
        return "failed", tr("overspent")
    if not budget:
        return "plain", tr("nothing yet")
    return "met", tr("in balance")


def _sum(rows: list[dict[str, Any]], name: str) -> Decimal:
    return sum((Decimal(str(row[name])) for row in rows), Decimal(0))


def _money(amount: Decimal) -> str:
    return f"{amount:,.2f}"


def _notes(
    ground: Ground, year: int, sums: Mapping[tuple[int, str | None], Mapping[str, Any]], total: Row
) -> list[Note]:
    """Whether money was allocated in time (R24, which the township alone is asked for), and whether more was
    spent than there was."""
    notes, by = [], _due(ground, year)
    allocations = [row["allocated_on"] for key, row in sums.items() if key[0] == year and row["allocated_on"]]
    if allocations:
        first = min(allocations)
        late = first > by
        text = tr("Funds of {year} allocated on {date}", year=year, date=first)
        notes.append(Note(text + (tr(", after {day}", day=by) if late else ""), "behind" if late else "met"))
    elif ground.below is None:
        notes.append(_not_allocated(ground.scope.on, year, by))
    if total.tone == "failed":
        notes.append(Note(tr("More was spent than allocated: {balance}", balance=total.cells[3]), "failed"))
    return notes


def _not_allocated(on: date, year: int, by: date) -> Note:
    if on > date(year, 12, 31):
        return Note(tr("No funds were allocated in {year}", year=year), "failed")
    if on > by:
        return Note(tr("No funds allocated for {year}; due by {day}", year=year, day=by), "overdue")
    return Note(tr("No funds allocated for {year} yet", year=year), "soon")


def _due(ground: Ground, year: int) -> date:
    """R24: by when the funds of a year are allocated."""
    return ground.book.due_in(ground.book.rule("R24"), year)


async def _months(ground: Ground, year: int) -> tuple[Series, ...]:
    """Spending approved, month by month."""
    found = await ground.rows(
        ground.match("funding", first=date.min, until=ground.scope.on, statuses=["verified"]),
        {"$match": {"fields.category": SPENDING, "$expr": {"$eq": [_YEAR, year]}}},
        {"$group": {"_id": {"$month": "$date.start"}, "spent": {"$sum": "$fields.amount"}}},
    )
    spent = {row["_id"]: float(row["spent"]) for row in found}
    last = ground.scope.until.month if ground.scope.until.year == year else 12
    points = tuple((str(month), spent.get(month, 0.0)) for month in range(1, last + 1))
    return (Series(tr("Spending by month"), points),)


async def ledger(archive: Archive, scope: Scope) -> View:
    """Every entry of the year in order of date, with the balance after it. What waits changes no balance."""
    ground = await stand_on(archive, scope)
    verified = {"$eq": ["$status", "verified"]}
    sign = {
        "$cond": [
            {"$eq": ["$fields.category", BUDGET]},
            "$fields.amount",
            {"$multiply": [-1, "$fields.amount"]},
        ]
    }
    found = await ground.rows(
        ground.match("funding", first=date.min, until=scope.on, statuses=COUNTED),
        {"$match": {"$expr": {"$eq": [_YEAR, scope.period.start.year]}}},
        {"$set": {"moved": {"$cond": [verified, {"$ifNull": [sign, 0]}, 0]}}},
        {
            "$setWindowFields": {
                "sortBy": {"date.start": 1, "_id": 1},
                "output": {"balance": {"$sum": "$moved", "window": {"documents": ["unbounded", "current"]}}},
            }
        },
        {"$project": {"no": 1, "date": 1, "status": 1, "fields": 1, "balance": 1}},
        {"$sort": {"date.start": 1, "_id": 1}},
    )
    columns = (
        Column("date", tr("Date"), kind="date"),
        Column("use", tr("Use")),
        Column("summary", tr("Summary"), grow=1),
        Column("voucher", tr("Voucher")),
        Column("in", tr("In"), kind="number"),
        Column("out", tr("Out"), kind="number"),
        Column("balance", tr("Balance"), kind="number"),
        Column("state", tr("State")),
    )
    rows = tuple(_entry(archive, row) for row in found)
    return View(columns, rows, notes=(_last_line(rows),))


def _entry(archive: Archive, row: dict[str, Any]) -> Row:
    fields = row["fields"]
    item = archive.kinds.of("funding").field("item")
    amount = _money(Decimal(str(fields["amount"]))) if fields.get("amount") is not None else ""
    income = fields.get("category") == BUDGET
    balance = Decimal(str(row["balance"]))
    waiting = row["status"] == "submitted"
    state = tr("to approve") if waiting else tr("overspent") if balance < 0 else ""
    cells = (
        row["date"].start.isoformat(),
        item.choice_label(fields["item"]) if item and fields.get("item") else "",
        fields.get("summary") or "",
        fields.get("voucher") or "",
        amount if income else "",
        "" if income else amount,
        _money(balance),
        state,
    )
    return Row(cells, "waiting" if waiting else "failed" if balance < 0 else "plain", ids=(row["_id"],))


def _last_line(rows: tuple[Row, ...]) -> Note:
    if not rows:
        return Note(tr("No entries in this year"))
    return Note(tr("{count} entries, balance {balance}", count=len(rows), balance=rows[-1].cells[6]))
