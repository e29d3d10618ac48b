"""Whose meeting an exchange of experience was: the township's, or one of a branch."""

from __future__ import annotations

import re

from bson.objectid import ObjectId

from records.intake.desk import Desk
from records.intake.outcome import Item

#: 全乡学习交流会, 某某镇2011年上半年交流会; 某某镇中心校 and 乡机关 are units below it.
_OF_ALL = re.compile(
    r"全[乡镇]|^(?:中共)?[\u4e00-\u9fff]{2,5}?[乡镇](?:党委|委员会)?(?=(?:19|20|二[〇○Ｏ零])|第|上半年|下半年|[党学理]|召开|举行|经验|交流)"
)


def put_level(item: Item, desk: Desk) -> None:
    """The level of an exchange meeting, by who held it and what its title says; open where they disagree."""
    if item.fields.get("category") != "交流会" or item.fields.get("level"):
        return
    said = level_told(str(item.fields.get("title", "")))
    held = _by_holder(item.fields.get("host_unit"), desk)
    if (level := said or held) is not None and held in (None, level):
        item.fields["level"] = level


def level_told(title: str) -> str | None:
    """乡 where a title names a township as the one whose meeting it was."""
    return "乡" if _OF_ALL.search("".join(title.split())) else None


def _by_holder(unit: ObjectId | None, desk: Desk) -> str | None:
    category = next((each.category for each in desk.units if each.id == unit), None)
    return {"党委": "乡", "党支部": "支部", "党小组": "支部"}.get(category or "")
