"""What a source told of once and tells otherwise now: a word by which the record was known was corrected.

Such a row comes in as new, for nothing says that it is the old one. Where the same file no longer tells of a
stored record that it once brought, and all but a word of that stands in the new row or paper, it is said: one
of the two may have to be voided. So it is where nothing differs but what one of them lacks: a day was put in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from records.intake.loading.batches import batches_of
from records.intake.loading.hashing import canonical
from records.intake.loading.loading import Plan
from records.intake.loading.told_twice import is_filled
from records.intake.outcome import Item, as_shown
from records.record import Record

if TYPE_CHECKING:
    from records.archive import Archive

#: A file that brings more new rows than this, or lost more, was not corrected but written on.
_CORRECTED = 200
#: So many cells or values besides the corrected one make a row known again.
_ALIKE = 2
#: What nobody is told apart by, and what follows from other values.
_ASIDE = frozenset(("decision", "session", "inspection", "meeting", "expected", "present"))


async def flag_corrected(archive: Archive, path: object, items: Sequence[Item], plan: Plan) -> None:
    """Flag new rows and papers that are what a stored record of the same file was, but for a word."""
    batches = await batches_of(archive, path)
    new = [(record, item) for record, item in plan.records if item.action == "created"]
    by_file: dict[tuple[str, str, str], list[tuple[Record, Item]]] = defaultdict(list)
    for record, item in new if batches else ():
        by_file[item.kind, as_shown(item.place.file), item.place.sheet].append((record, item))
    by_file = {place: each for place, each in by_file.items() if len(each) <= _CORRECTED}
    if not by_file:
        return
    told = {item.record_id for item in items if item.record_id is not None}
    match = {
        "kind": {"$in": sorted({kind for kind, _, _ in by_file})},
        "origin.batch": {"$in": batches},
        "origin.file": {"$in": sorted({file for _, file, _ in by_file})},
        "status": {"$ne": "void"},
    }
    gone: dict[tuple[str, str, str], list[Record]] = defaultdict(list)
    for row in await archive.aggregate([{"$match": match}]):
        stored = Record.from_document(row)
        place = stored.kind, str(stored.origin["file"]), str(stored.origin.get("sheet", ""))
        if place in by_file and stored.id not in told:
            gone[place].append(stored)
    for place, there in ((place, each) for place, each in gone.items() if len(each) <= _CORRECTED):
        for record, item in by_file[place]:
            like = [stored for stored in there if _is_corrected(item, stored)]
            if like:
                item.flag(f"told_otherwise_before:{like[0].no or like[0].title}")
                record.origin["warnings"] = [*item.flags, *item.notes]


def _is_corrected(item: Item, stored: Record) -> bool:
    """Whether all that both say is the same but for one thing: as printed, or, at most, as understood.

    What is printed as it was is the row itself, which is understood otherwise now, or stands under another
    title.
    """
    cells, headings = stored.origin.get("cells"), stored.origin.get("headings")
    if cells and item.cells and list(item.headings) == headings and len(cells) == len(item.cells):
        printed = [(one, other) for one, other in zip(cells, item.cells, strict=True) if one or other]
        if sum(one != other for one, other in printed) <= 1 and len(printed) > _ALIKE:
            return True
    both = [
        canonical(value) == canonical(stored.fields[name])
        for name, value in item.fields.items()
        if name not in _ASIDE and is_filled(value) and is_filled(stored.fields.get(name))
    ]
    return both.count(False) <= 1 and both.count(True) >= _ALIKE
