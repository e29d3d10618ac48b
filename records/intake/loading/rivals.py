"""Numbers that only one record may have: 第2期 of a unit and year, a certificate, a document number.

What comes with a number that another record has is asked about before anything is stored; the store itself
would refuse it in the middle of saving.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.changing.envelope import unique_keys
from records.checking.computed import fill_computed
from records.intake.answers.alike import SAME, WITHOUT
from records.intake.outcome import Candidate, Item, Question
from records.kind import Kinds
from records.language import translator
from records.record import Record

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")
#: Fields that a record can come in without, to be numbered later.
_NUMBERS = frozenset(("integer", "text"))


@dataclass(frozen=True)
class Rival:
    """Who has a number: a stored record, or a row of this import."""

    id: ObjectId
    name: str
    record: Record | None = None


class Rivals:
    """The numbers taken so far in one import, and those that stored records have."""

    def __init__(self, archive: Archive) -> None:
        self._archive, self._kinds = archive, archive.kinds
        self._claimed: dict[str, Rival] = {}
        self._stored: dict[str, Rival] = {}

    async def look_up(self, items: Iterable[Item]) -> None:
        """Find who has the numbers of these items; those of items before are forgotten."""
        keys = [key for item in items for key in numbers_of(self._kinds, item)]
        self._stored = {}
        if not keys:
            return
        for row in await self._archive.aggregate([{"$match": {"unique": {"$in": keys}}}]):
            record = Record.from_document(row)
            rival = Rival(record.id, record.no or record.title, record)
            self._stored |= dict.fromkeys(row["unique"], rival)

    def claim(self, item: Item, mine: ObjectId | None) -> tuple[str, Rival] | None:
        """Take an item's numbers for the record ``mine``, or say which of them another has, and who."""
        keys = numbers_of(self._kinds, item)
        if not keys:
            return None
        for key in keys:
            rival = self._claimed.get(key) or self._stored.get(key)
            if rival is not None and rival.id not in (mine, item.record_id):
                return key, rival
        if mine is not None:
            self._claimed |= dict.fromkeys(keys, Rival(mine, str(item.place)))
        return None


def numbers_of(kinds: Kinds, item: Item) -> Sequence[str]:
    """What only one live record may have, as the envelope keeps it."""
    kind = kinds[item.kind]
    if not kind.unique and not kind.serials:
        return ()
    fields = dict(item.fields)
    fill_computed(kind, fields)
    return unique_keys(kind, Record.new(item.kind, fields))


def question_about(kinds: Kinds, item: Item, key: str, rival: Rival) -> Question:
    """Whether the record that has the number is the one meant, or this one comes in without."""
    name = _number(key)
    known = kinds[item.kind].field(name)
    choices = []
    if rival.record is not None:
        choices.append(
            Candidate(SAME, tr("it is {record}: complete that one", record=rival.name), sense=SAME)
        )
    if known is not None and known.type in _NUMBERS and not known.computed:
        choices.append(Candidate(WITHOUT, tr("without a number"), sense=WITHOUT))
    raw = f"{item.fields.get(name, '')} = {rival.name}"
    evidence = item.cells or (item.evidence,)
    return Question("number_taken", item.place, name, raw, tuple(choices), True, evidence)


def without_number(item: Item, key: str) -> None:
    """Let an item come in without the number that another has."""
    item.fields.pop(_number(key), None)


def completed(record: Record, fields: Mapping[str, Any]) -> bool:
    """Give a record what is blank in it; False where nothing is."""
    blank = {
        name: value
        for name, value in fields.items()
        if record.fields.get(name) in (None, "", []) and value not in (None, "", [])
    }
    record.fields |= blank
    return bool(blank)


def _number(key: str) -> str:
    """The field that holds the number: the last of those that are one only together."""
    return key.partition(":")[2].partition("=")[0].rpartition("+")[2]
