"""A small township for the views of the mechanisms: three units, five people, and records made in a line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bson.objectid import ObjectId

from records.archive import Archive
from records.programme.mechanisms.registry import mechanism
from records.programme.mechanisms.view import Row, View
from records.record import Record
from records.values import PartialDate

BEGUN = date(2009, 1, 1)


@dataclass
class Town:
    """The township committee, two branches, a party group below the first, and who belongs to them."""

    archive: Archive
    top: Record
    upper: Record
    willow: Record
    group: Record
    wang: Record
    zhang: Record
    zhao: Record
    li: Record
    sun: Record

    async def keep(self, kind: str, status: str = "verified", **fields: Any) -> Record:
        """Save a record of ``kind``; days may be written 2011-05-06, times 2011-05-06 08:30."""
        read = {name: _read(value) for name, value in fields.items()}
        return await self.archive.save(Record.new(kind, read, status=status))

    async def session(self, category: str, start: str, minutes: int, unit: Record, **more: Any) -> Record:
        """A session of so many minutes; ``here`` are those present, ``states`` others and their states."""
        begins = datetime.fromisoformat(start)
        rows = [{"person": each.id, "state": "到"} for each in more.pop("here", ())]
        rows += [{"person": each.id, **state} for each, state in more.pop("states", ())]
        fields = {
            "category": category,
            "title": more.pop("title", category),
            "start": begins,
            "end": begins + timedelta(minutes=minutes),
            "host_unit": unit.id,
            "host": self.wang.id,
            "recorder": self.zhao.id,
            "attendance": rows,
            **more,
        }
        return await self.keep("session", fields.pop("status", "verified"), **fields)

    async def view(self, name: str, on: str, period: str = "", **scope: Any) -> View:
        """The view of a mechanism as of a day; ``period`` as it is typed."""
        of = PartialDate.parse(period) if period else None
        return await mechanism(name).view(self.archive, date.fromisoformat(on), period=of, **scope)


def _read(value: Any) -> Any:
    if isinstance(value, Record):
        return value.id
    if isinstance(value, list):
        return [_read(each) for each in value]
    if isinstance(value, dict):
        return {name: _read(each) for name, each in value.items()}
    if isinstance(value, str) and len(value) == 10 and value[4:5] == "-":
        return date.fromisoformat(value)
    return value


async def found_town(archive: Archive) -> Town:
    """王德明 leads the township and sits in the central group; 张伟民 and 赵永刚 are of the upper branch,
    李秀兰 and 孙有才 of the willow branch."""

    async def unit(name: str, category: str, parent: ObjectId | None, **more: Any) -> Record:
        fields = {"name": name, "category": category, "parent": parent, "briefing_duty": True, **more}
        return await archive.save(Record.new("unit", fields, status="submitted"))

    async def person(name: str, org: Record, status: str, *categories: str, **more: Any) -> Record:
        fields: dict[str, Any] = {
            "name": name,
            "political_status": status,
            "categories": list(categories),
            "memberships": [{"org": org.id, "from": BEGUN}],
            **more,
        }
        return await archive.save(Record.new("person", fields, status="submitted"))

    top = await unit("青杨河乡党委", "党委", None)
    upper = await unit("上营村党支部", "党支部", top.id)
    willow = await unit("柳树湾村党支部", "党支部", top.id)
    group = await unit("上营村第一党小组", "党小组", upper.id)
    leader = ("领导干部", "中心组成员")
    return Town(
        archive,
        top,
        upper,
        willow,
        group,
        wang=await person("王德明", top, "正式党员", *leader, birth=PartialDate.month(1969, 12)),
        zhang=await person("张伟民", upper, "正式党员", "村干部", birth=PartialDate.month(1978, 3)),
        zhao=await person("赵永刚", upper, "正式党员", "农民党员", mobility="行动不便"),
        li=await person("李秀兰", willow, "正式党员", "村干部", birth=PartialDate.year_of(1989)),
        sun=await person("孙有才", willow, "群众", "机关干部职工", birth=PartialDate.year_of(1990)),
    )


def line(view: View, label: str) -> Row:
    """The first line whose first cells say ``label``."""
    return next(row for row in view.rows if not row.heading and label in row.cells[:3])


def said(view: View) -> list[tuple[str, str]]:
    """The notes: tone and text."""
    return [(note.tone, note.text) for note in view.notes]


def cell(view: View, row: Row, key: str) -> str:
    """What a line says in a column."""
    return row.cells[[column.key for column in view.columns].index(key)]


def yuan(text: str) -> Decimal:
    return Decimal(text)
