"""Files of which nothing can be read: pictures, and those with a password."""

from __future__ import annotations

from pathlib import PurePosixPath

from records.intake.desk import Desk
from records.intake.outcome import Item, Place, Question


def build_locked(relative: str, sha256: str, desk: Desk) -> Item:
    """A file with a password: like a picture it can be kept with a record, though nothing of it is read."""
    item = Item("scan", Place(relative), attach=relative)
    ask_whose(item, desk, "file_locked", sha256)
    return item


def ask_whose(item: Item, desk: Desk, code: str, sha256: str) -> None:
    """A picture says nothing: it is kept with the record whose number the answer names, or left out."""
    name = PurePosixPath(item.place.file).name
    question = Question(code, item.place, "attachments", name, (), True, (sha256,))
    answer = desk.settle(item, question)
    if answer is not None:
        item.attach_to = answer.value
