"""Dates that no record of the programme can have: they are asked about, the neighbours' year is offered."""

from __future__ import annotations

from datetime import date

from records.intake.answers.alike import NEIGHBOURS, PRINTED
from records.intake.desk import Desk
from records.intake.outcome import Candidate, Item
from records.programme.stages import stages
from records.values import PartialDate

#: Offices met, planned and spent for the programme some weeks before its first day.
_LEEWAY_DAYS = 31


def plausible(desk: Desk, day: PartialDate) -> bool:
    """Whether a record of the programme can be of that date: within it, and not in the future."""
    first, last = stages()[0].start, stages()[-1].end
    return (day.end - first).days >= -_LEEWAY_DAYS and day.start <= min(last, desk.today)


def settled_date(
    desk: Desk, day: PartialDate, item: Item, field_name: str, neighbour: date | None
) -> PartialDate | None:
    """``day`` when it is plausible, else the answer to a question that offers the neighbours' year."""
    if plausible(desk, day):
        return day
    code = "date_in_future" if day.start > desk.today else "date_outside_programme"
    candidates = [day]
    if neighbour is not None:
        candidates += [moved for moved in _near_years(day, neighbour) if plausible(desk, moved)][:1]
    choices = tuple(
        Candidate(each.start.isoformat(), each.display("zh"), sense=sense)
        for each, sense in zip(candidates, (PRINTED, NEIGHBOURS), strict=False)
    )
    question = item.question(code, field_name, day.raw, choices)
    answer = desk.settle(item, question, fits=is_date)
    if answer is None:
        return None
    same = (each for each in candidates if answer.value == each.start.isoformat())
    return next(same, None) or PartialDate.parse(answer.value)


def is_date(text: str) -> bool:
    """Whether an answer is a date of the calendar."""
    try:
        PartialDate.parse(text)
    except ValueError:
        return False
    return True


def _near_years(day: PartialDate, neighbour: date) -> list[PartialDate]:
    """The same day in the years around ``neighbour``, nearest first; 29 February only where it exists."""
    moved: list[PartialDate] = []
    for year in (neighbour.year, neighbour.year + 1, neighbour.year - 1):
        shift = year - day.start.year
        try:
            start, end = day.start.replace(year=year), day.end.replace(year=day.end.year + shift)
        except ValueError:
            continue
        moved.append(PartialDate(start, end, day.precision, day.raw))
    return sorted(moved, key=lambda each: abs((each.start - neighbour).days))
