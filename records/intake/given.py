"""What sources tell of honours, until all are read: letters above lists, papers that commend."""

from __future__ import annotations

from dataclasses import dataclass, field

from bson.objectid import ObjectId

from records.intake.outcome import Item


@dataclass
class LetterTold:
    """A decision of which a letter above a list tells, how many it says it commends, and the list's rows."""

    decision: Item
    counted: int
    rows: list[Item] = field(default_factory=list)


@dataclass(frozen=True)
class Given:
    """An honour that a decision gives somebody; not ``sure`` where nothing says what it is called."""

    who: ObjectId
    name: str
    honour: str
    sure: bool = True


@dataclass
class Commending:
    """A decision that is a paper, and everybody whom it honours."""

    decision: Item
    given: list[Given]
