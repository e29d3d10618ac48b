"""The awards that decisions give: one for everybody whom a decision names, unless a register tells of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.intake.answers.left_out import leave_out, left_out_in
from records.intake.desk import Desk
from records.intake.given import Commending, Given
from records.intake.outcome import Item, as_shown
from records.intake.papers.honour_words import honour_name
from records.intake.papers.letter_above import number_key
from records.record import Record

if TYPE_CHECKING:
    from records.archive import Archive

#: A certificate is given so soon after its decision, in days.
_SOON = 92
#: Marks an award that no register tells of.
TOLD = "told_by_decision"


def give_awards(items: list[Item], desk: Desk) -> None:
    """Make an award of each honour that a decision gives and no row of a register tells of.

    A register that tells of it without the decision's number gets the decision instead.
    """
    rows: dict[object, list[Item]] = {}
    for item in items:
        if item.kind == "award" and item.taken:
            rows.setdefault(item.fields.get("nominee"), []).append(item)
    made = [award for each in desk.commended for award in _of_decision(each, rows)]
    leave_out(made, left_out_in(desk.mapping.answers))
    items += made


def _of_decision(told: Commending, rows: dict[object, list[Item]]) -> Iterator[Item]:
    decision = told.decision
    if not decision.taken or decision.record_id is None:
        return
    several = {each.who for each in told.given if sum(other.who == each.who for other in told.given) > 1}
    for each in told.given:
        known = [
            row
            for row in rows.get(each.who, ())
            if _tells_of(row, each, decision, alone=each.who not in several)
        ]
        if not known:
            yield _award(decision, each)
        for row in known:
            if not row.fields.get("decision"):
                row.fields["decision"] = decision.record_id
                row.settled("value_left_out:decision")


def _tells_of(row: Item, given: Given, decision: Item, *, alone: bool) -> bool:
    """Whether a row of a register is about an honour: of the same decision, or of its name and time."""
    same = same_honour(str(row.fields.get("title", "")), given.honour)
    if row.fields.get("decision"):
        return row.fields["decision"] == decision.record_id and (same or alone)
    return same and _soon_after(decision.fields.get("decided_on"), row.fields.get("issued_on"))


def same_honour(one: str, other: str) -> bool:
    """Whether two spellings are one honour: 2011年度学习标兵, 学习标兵."""
    return bool(one and other) and honour_name(one) == honour_name(other)


def _soon_after(decided: object, issued: object) -> bool:
    return isinstance(decided, date) and isinstance(issued, date) and 0 <= (issued - decided).days <= _SOON


def _award(decision: Item, given: Given) -> Item:
    """The award as the decision tells of it: without a certificate, of its day."""
    called = str(decision.fields.get("doc_no") or decision.fields.get("title", ""))
    made = Item(
        "award",
        decision.place,
        cells=(called, given.name, given.honour),
        headings=("表彰决定", "姓名", "荣誉称号"),
    )
    made.fields = {"decision": decision.record_id, "nominee": given.who, "title": given.honour}
    if decision.fields.get("decided_on"):
        made.fields["issued_on"] = decision.fields["decided_on"]
    made.note(TOLD)
    if not given.sure:
        made.flag("value_unsure:title")
    return made


async def find_known_awards(archive: Archive, items: Sequence[Item], desk: Desk) -> None:
    """Say of each award which stored record it is: a decision and a register tell of the same one.

    Later the register may bring the certificate's number, or the decision what the register could not name.
    """
    awards = [item for item in items if item.kind == "award" and item.taken and item.record_id is None]
    if not awards:
        return
    nominees = list({item.fields["nominee"] for item in awards if item.fields.get("nominee")})
    rows = await archive.aggregate(
        [
            {"$match": {"kind": "award", "status": {"$ne": "void"}, "fields.nominee": {"$in": nominees}}},
        ]
    )
    stored = [Record.from_document(row) for row in rows]
    kept = _kept_decisions(items, desk)
    taken: set[ObjectId] = set()
    for item in awards:
        decision = item.fields.get("decision")
        mine = {**item.fields, "decision": kept.get(decision, decision)}
        found = [each for each in stored if each.id not in taken and _same_award(mine, each.fields)]
        if len(found) == 1:
            item.record_id = found[0].id
            taken.add(found[0].id)
            if TOLD in item.notes and found[0].origin.get("file") != as_shown(item.place.file):
                # A register tells of it: the decision adds only what that could not say.
                item.adds = True
                item.fields |= {name: value for name in item.fields if (value := found[0].fields.get(name))}


def _kept_decisions(items: Iterable[Item], desk: Desk) -> dict[object, ObjectId]:
    """Which stored record each decision of this import is, by the number."""
    found: dict[object, ObjectId] = {}
    for item in items:
        known = desk.decisions.get(number_key(str(item.fields.get("doc_no", ""))))
        if item.kind == "commendation" and item.record_id is not None and known is not None:
            found[item.record_id] = known[0]
    return found


def _same_award(mine: Mapping[str, object], stored: Mapping[str, object]) -> bool:
    if mine.get("nominee") != stored.get("nominee") or not same_honour(
        str(mine.get("title", "")), str(stored.get("title", ""))
    ):
        return False
    numbers = {number for each in (mine, stored) if (number := each.get("certificate_no"))}
    if len(numbers) > 1:
        return False
    one, other = mine.get("decision"), stored.get("decision")
    if one and other:
        return one == other
    days = [each.get("issued_on") for each in (mine, stored)]
    return _soon_after(*days) or _soon_after(*reversed(days))
