"""Whom a row of a roster is about: somebody known, a namesake to be asked about, or somebody new."""

from __future__ import annotations

from typing import Any

from bson.objectid import ObjectId

from records.intake.answers.alike import ANOTHER
from records.intake.build.rosters.told_again import says_the_same, which_holds
from records.intake.desk import Desk
from records.intake.loading.hashing import content_hash
from records.intake.matching import Person, name_key
from records.intake.outcome import Candidate, Item, Place, Question
from records.language import translator
from records.record import Record
from records.values import PartialDate

tr = translator("records")
#: The answer that two of a name are two people.
#: What registers of transfers tell of somebody.
_MOVED = ("memberships", "active_from", "active_to")


def enter(
    item: Item, desk: Desk, units: list[ObjectId], *, known: bool = False, drawn: PartialDate | None = None
) -> None:
    """Find whom the row is about among those known, or make the person known.

    ``known`` says that the list repeats people of other rosters: a namesake is one of those, or asked about.
    ``drawn`` is when the list was drawn up.
    """
    former = desk.former_names(item.fields["name"], units)
    if former:
        named = item.fields.get("former_names") or []
        item.fields["former_names"] = [*named, *(name for name in former if name not in named)]
    item.row_hash = content_hash(item.fields)
    id_no, birth = item.fields.get("id_no"), item.fields.get("birth")
    survivor = desk.people.absorbed(
        item.fields["name"], id_no=id_no, birth=birth if isinstance(birth, PartialDate) else None
    )
    if survivor is not None:
        # Somebody decided that this is another one's record; its old row has nothing to add to that.
        item.record_id, item.fields = survivor.id, dict(survivor.record.fields)
        return
    holder = _same_person(item, desk, units, known=known)
    if item.refused or any(question.blocking for question in item.questions):
        return
    if holder is None:
        record = Record.new("person", dict(item.fields), title=item.fields["name"])
        desk.people.add(record, created=True)
        item.record_id = record.id
        desk.rostered[record.id] = item
        desk.drawn_up[record.id, ""] = drawn
        return
    item.record_id = holder.id
    first = desk.rostered.setdefault(holder.id, item)
    if first is item:
        desk.drawn_up[holder.id, ""] = drawn
    merged = holder.record.copy()
    moved = not holder.created and "moves" in holder.record.origin
    for name, value in item.fields.items():
        told = merged.fields.get(name)
        if name == "name" and name_key(value) in holder.other_names:
            continue  # a name of before is no new name
        if name in _MOVED and moved and told not in (None, []):
            continue  # a register of transfers knows better than a roster that came in again
        told_before = holder.created or first is not item
        if not told_before or says_the_same(told, value):
            merged.fields[name] = value
        elif name == "memberships" and not {stay.unit for stay in holder.memberships} & set(units):
            item.note(f"conflicting_value:{name}")
            stays = _of_two_units(item, desk, holder, told, value)
            if stays is None:
                item.flag("in_two_units")
            else:
                merged.fields[name] = first.fields[name] = stays
        else:
            before = desk.drawn_up.get((holder.id, name), desk.drawn_up.get((holder.id, "")))
            merged.fields[name] = which_holds(item, name, told, value, (before, drawn))
        if told_before and merged.fields[name] == value:
            desk.drawn_up[holder.id, name] = drawn
    item.fields = dict(merged.fields)
    desk.people.add(merged, created=holder.created)


def _of_two_units(item: Item, desk: Desk, holder: Person, first: Any, second: Any) -> Any:
    """The memberships of somebody whom a second row gives to another unit, as answered; None while open.

    Who does part-time work in another branch stands in both lists; the last membership is the person's own.
    """
    units = [desk.units.get(stays[0]["org"]) for stays in (first, second)]
    one, two = (unit.name if unit is not None else "?" for unit in units)
    only = tr("{unit} alone")
    both = tr("both, and {unit} is the person's own")
    choices = {
        one: (only.format(unit=one), first),
        two: (only.format(unit=two), second),
        f"+{one}": (both.format(unit=one), [*second, *first]),
        f"+{two}": (both.format(unit=two), [*first, *second]),
    }
    offered = tuple(Candidate(value, label) for value, (label, _) in choices.items())
    place = Place(item.place.file, item.place.sheet)
    question = Question("in_two_units", place, "memberships", holder.name, offered, False, (one, two))
    answer = desk.answer(question)
    if answer is None or answer.value not in choices:
        desk.ask_generally(question)
        return None
    return choices[answer.value][1]


def _same_person(item: Item, desk: Desk, units: list[ObjectId], *, known: bool) -> Person | None:
    id_no, birth = item.fields.get("id_no"), item.fields.get("birth")
    if id_no:
        holder = desk.people.by_id_no(id_no)
        if holder is not None and name_key(item.fields["name"]) in {holder.key} | holder.other_names:
            return holder
        if holder is not None:
            candidates = (desk.person_candidate(holder),)
            question = Question(
                "id_belongs_to_another_name", item.place, "id_no", id_no, candidates, True, item.cells
            )
            return desk.settled_person(item, question)
    untold: list[Person] = []
    for bearer in desk.people.named(item.fields["name"]):
        if id_no and bearer.id_no and id_no != bearer.id_no:
            continue
        if isinstance(birth, PartialDate) and bearer.birth is not None:
            if bearer.birth.start <= birth.end and birth.start <= bearer.birth.end:
                return bearer
            continue
        if {stay.unit for stay in bearer.memberships} & set(units):
            return bearer
        untold.append(bearer)
    return _among_known(item, desk, units, untold) if known else _namesake(item, desk, units, untold)


def _among_known(item: Item, desk: Desk, units: list[ObjectId], untold: list[Person]) -> Person | None:
    """The one of the name whom a list that repeats others means; who may be another is asked about."""
    if not untold:
        return None
    if len(untold) == 1 and (not units or any(desk.people.belongs(untold[0], unit) for unit in units)):
        return untold[0]
    offered = tuple(desk.person_candidate(each) for each in untold)
    code = "homonym" if len(untold) > 1 else "person_of_another_unit"
    choices = (*offered, Candidate(ANOTHER, tr("another person of the same name")))
    question = Question(code, item.place, "name", item.fields["name"], choices, True, item.cells)
    answer = desk.settle(item, question)
    if answer is None or answer.value == ANOTHER:
        return None
    person = desk.answered_person(answer)
    if person is None:
        item.ask(question)
    return person


def _namesake(item: Item, desk: Desk, units: list[ObjectId], untold: list[Person]) -> Person | None:
    """Somebody of the name in another unit, whom neither ID number nor birth tells apart, as answered."""
    if not untold:
        return None
    unit = desk.units.get(units[0]) if units else None
    offered = [desk.person_candidate(each) for each in untold]
    choices = (*offered, Candidate(ANOTHER, tr("another person of the same name"), sense=ANOTHER))
    place = Place(item.place.file, item.place.sheet)
    evidence = (unit.name if unit is not None else "",)
    question = Question("one_or_two_people", place, "name", item.fields["name"], choices, False, evidence)
    answer = desk.answer(question)
    if answer is None:
        item.flag("one_or_two_people")
        desk.ask_generally(question)
    return desk.answered_person(answer) if answer is not None and answer.value != ANOTHER else None
