"""Minutes of evaluation meetings, and the ballot they report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from bson.objectid import ObjectId

from records.intake.context import context_unit
from records.intake.dates import DateFault, parse_date
from records.intake.desk import Desk
from records.intake.outcome import Item
from records.intake.papers.minutes.evaluation import Minutes, Resolution
from records.intake.papers.notes import NoteProposal
from records.intake.papers.satisfaction_told import satisfaction_in
from records.values import PartialDate

GRADES = ("excellent", "qualified", "basic", "unqualified", "abstain")
_RESULTS = {"称职": "合格", "基本称职": "基本合格", "不称职": "不合格", "良好": "合格"}
#: What else those are called whose opinions a meeting hears.
_CALLED = {"服务对象": ("服务群众", "办事群众", "办事对象"), "全系统": ("系统内",)}
#: The line that says who came, and how far down it stands.
_CAME = re.compile(r"(?:参加|出席|参会|与会|到会|参评|受邀|邀请|评议)[\u4e00-\u9fff]{0,4}\s*[:：]")
_HEAD = 12
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年")


def fill_minutes(item: Item, proposal: NoteProposal, desk: Desk, unit: ObjectId | None) -> Iterator[Item]:
    """Fill the minutes' fields; a tally of votes comes as a democratic_evaluation of its own."""
    minutes = proposal.minutes
    named = desk.units.find(item.fields.get("title", "")[:20])
    if unit is None and named.unit is not None:
        unit = named.unit.id
    if unit is None and proposal.minutes is not None and proposal.minutes.holder:
        unit = context_unit(desk, [proposal.minutes.holder]).unit
    if unit is not None:
        item.fields["unit"] = unit
    else:
        title = item.fields.get("title", "")
        unit = desk.asked_unit(item, item.paper_question("no_unit", "unit", title))
        if unit is not None:
            item.fields["unit"] = unit
    item.fields["text"] = proposal.body
    if minutes is None:
        yield item
        return
    item.fields["category"] = minutes.form
    if (audience := _audience(item, proposal, minutes, desk)) is not None:
        item.fields["audience"] = audience
    for name, value in (
        ("place", minutes.place),
        ("expected", minutes.expected),
        ("present", minutes.present),
    ):
        if value is not None:
            item.fields[name] = value
    for name, person_name in (("host", minutes.host), ("recorder", minutes.recorder)):
        # Who leads the meeting of a branch may come from above it.
        found = desk.person_anywhere(person_name, item, "people", unit) if person_name else None
        if found is not None:
            item.fields[name] = found.id
    if minutes.observers:
        item.fields["observers"] = list(minutes.observers)
    _lists(item, minutes, desk, unit)
    item.record_id = item.record_id or ObjectId()
    yield item
    if minutes.tally and item.taken:
        yield _ballot(item, minutes, desk, unit)
    if item.taken and (figures := satisfaction_in(proposal.body.splitlines())):
        yield _satisfaction(item, figures, unit)


def _audience(item: Item, proposal: NoteProposal, minutes: Minutes, desk: Desk) -> str | None:
    """Whose opinions the meeting heard, as the surest place says: its title, the file's name, who came.

    Members rate their own branch.
    """
    field = desk.kinds[item.kind].field("audience")
    choices = [each.value for each in field.choices] if field is not None else []
    came = " ".join(line for line in proposal.body.splitlines()[:_HEAD] if _CAME.match(line))
    for words in (str(item.fields.get("title", "")), PurePosixPath(item.place.file).stem, came):
        named = [each for each in choices if any(word in words for word in (each, *_CALLED.get(each, ())))]
        if len(named) == 1:
            return named[0]
    return "本支部" if minutes.form == "民主评议" else None


def _person(desk: Desk, item: Item, name: str | None, unit: ObjectId | None) -> ObjectId | None:
    """Somebody the minutes name; whoever is unknown is left out and asked about."""
    if not name:
        return None
    person = desk.person(name, item, "people", unit=unit, blocking=False)
    return person.id if person is not None else None


def _lists(item: Item, minutes: Minutes, desk: Desk, unit: ObjectId | None) -> None:
    # 群众代表、村组干部 may come as well: those who came are kept where each of them is known.
    came = [desk.people.find(desk.renamed(part.name), unit=unit).person for part in minutes.came]
    if came and all(came):
        item.fields["attendees"] = list(dict.fromkeys(person.id for person in came if person is not None))
    absentees: list[dict[str, Any]] = []
    strangers: list[str] = []
    for part in minutes.absent:
        person = _person(desk, item, part.name, unit)
        if person is None:
            # Those whom the township serves are nobody of the archive: their names are not lost.
            strangers.append(part.raw)
        elif person not in {row["person"] for row in absentees}:
            absentees.append({"person": person, **({"reason": part.reason} if part.reason else {})})
    if absentees:
        item.fields["absentees"] = absentees
    if strangers:
        item.remarks = "；".join(filter(None, (item.remarks, f"缺席：{'、'.join(strangers)}")))
    away = (minutes.expected or 0) - (minutes.present or 0)
    if minutes.expected and minutes.present and minutes.speaks_of_absent and away != len(minutes.absent):
        item.flag("attendance_incomplete")
    said = minutes.statements or [each for each in minutes.perhaps_said if desk.people.named(each[0])]
    if said:
        item.fields["statements"] = [{"speaker": name, "gist": gist} for name, gist in said]
    if minutes.agenda:
        item.fields["agenda"] = list(minutes.agenda)
    if minutes.gaps:
        item.fields["gaps"] = list(minutes.gaps)
    if minutes.resolutions:
        held = item.fields.get("held_on")
        year = held.year if held is not None else None
        item.fields["resolutions"] = [_resolution(each, year) for each in minutes.resolutions]


def _resolution(resolution: Resolution, year: int | None) -> dict[str, Any]:
    row: dict[str, Any] = {"text": resolution.text}
    if resolution.responsible:
        row["owner"] = resolution.responsible
    if resolution.deadline:
        try:
            # 1月15日前 is due on that day at the latest, 3月底前 on the last of the month.
            day = re.sub(r"(?<=[日底])(?:之前|以前|前)$", "", resolution.deadline)
            due = parse_date(day.removesuffix("底"), year=year).value
            if isinstance(due, PartialDate) and day.endswith("月底"):
                due = PartialDate.day(due.end)
        except DateFault:
            due = None
        if isinstance(due, PartialDate) and due.precision == "day":
            row["due"] = due.start
        elif resolution.deadline not in resolution.text:
            row["text"] = f"{resolution.text}（{resolution.deadline}）"
    return row


def result_of(printed: str) -> str:
    """The grade that a table of votes prints, in the words of the kind; empty when it prints none."""
    result = _RESULTS.get(printed, printed)
    if result in ("优秀", "合格", "基本合格", "不合格"):
        return result
    return "不评等次" if re.search(r"不(?:评|定)|预备", result) else ""


def _satisfaction(meeting: Item, figures: dict[str, int], unit: ObjectId | None) -> Item:
    """The forms that a meeting gave out, whom it asked and on which day, as a record of their own."""
    item = Item("satisfaction", meeting.place, evidence=meeting.evidence)
    item.cells = meeting.cells
    told = {
        "audience": meeting.fields.get("audience"),
        "held_on": meeting.fields.get("held_on"),
        "unit": unit,
    }
    item.fields |= {name: value for name, value in told.items() if value is not None} | figures
    # Whom the forms were given to, no sentence says: those whom the meeting heard.
    if "audience" not in item.fields:
        item.flag("value_left_out:audience")
    return item


def _ballot(meeting: Item, minutes: Minutes, desk: Desk, unit: ObjectId | None) -> Item:
    item = Item("democratic_evaluation", meeting.place, evidence=meeting.evidence)
    item.cells = meeting.cells
    named = _YEAR.search(meeting.fields.get("title", ""))
    held = meeting.fields.get("held_on")
    item.fields["meeting"] = meeting.record_id
    if unit is not None:
        item.fields["unit"] = unit
    if named:
        item.fields["year"] = int(named[1])
    elif held is not None:
        item.fields["year"] = held.year
    item.fields |= {
        name: minutes.ballots[name] for name in ("issued", "returned", "valid") if name in minutes.ballots
    }
    lines: list[dict[str, Any]] = []
    for line in minutes.tally:
        person = _person(desk, item, line.name, unit)
        if person is None:
            continue
        row: dict[str, Any] = {"person": person, **{grade: line.votes.get(grade, 0) for grade in GRADES}}
        result = result_of(line.result or "")
        if result:
            row["result"] = result
        lines.append(row)
    item.fields["lines"] = lines
    return item
