"""Awards and the decisions that gave them, told in other files of the same import or kept already."""

from __future__ import annotations

from bson.objectid import ObjectId

from records.intake.desk import Desk
from records.intake.outcome import Item, as_shown
from records.intake.papers.letter_above import number_key


def link_decisions(items: list[Item], desk: Desk) -> None:
    """Give each award its decision by the number; a letter above a list is one where no paper has its number.

    Decisions are put before all others: what refers to them must find which record they are.
    """
    made = _decisions(items, desk)
    for item, number in desk.decided:
        decision = made.get(number)
        target = decision.record_id if decision is not None else desk.decisions.get(number, (None, ""))[0]
        if target is not None and item.taken:
            item.fields["decision"] = target
            item.settled("value_left_out:decision")
    items.sort(key=lambda each: each.kind != "commendation")


def _decisions(items: list[Item], desk: Desk) -> dict[str, Item]:
    """The decisions of this import by number, those of letters above lists among them."""
    found: dict[str, Item] = {}
    for item in items:
        number = number_key(str(item.fields.get("doc_no", ""))) or str(item.fields.get("title", ""))
        if item.kind == "commendation" and item.taken and number:
            item.record_id = item.record_id or ObjectId()
            found.setdefault(number, item)
    for number, letter in desk.letters.items():
        decision, rows = letter.decision, letter.rows
        _, file = desk.decisions.get(number, (None, ""))
        if number in found or (file and file != as_shown(decision.place.file)):
            continue
        winners = [row.fields["nominee"] for row in rows if row.taken and row.fields.get("nominee")]
        decision.fields["winners"] = list(dict.fromkeys(winners))
        if len(winners) < max(len(rows), letter.counted):
            decision.flag("winners_missing")
        decision.record_id = ObjectId()
        found[number] = decision
        items.append(decision)
    return found
