"""Exports: any list out to a file, and back in without loss; here, and in an empty archive."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from bson.objectid import ObjectId

from records.archive import Archive, open_archive
from records.intake.batch import run_import
from records.intake.outcome import Item, Place
from records.intake.report import ImportReport
from records.keep.export import ENDINGS, export
from records.keep.plain import spelled
from records.keep.returning import in_order
from records.language import set_language
from records.record import Record
from records.references import Target
from records.search.query import Query
from records.values import PartialDate
from tests.databases import Databases
from tests.records.test_kinds import KINDS, example, reference

#: The records that the examples refer to by a letter.
LETTERS = {
    "person": "p",
    "unit": "v",
    "session": "s",
    "commendation": "c",
    "evaluation_minutes": "m",
    "inspection": "i",
}
#: What no kind names, and what a cell would not hold by itself.
ODD: dict[str, Any] = {
    "公式": "=SUM(A1:A9)",
    "号码": "0012345678901234567",
    "撇号": "'已有一个撇号",
    "空白": "",
    "无值": None,
    "金额": Decimal("1.50"),
    "数": 7,
    "是否": True,
    "某日": date(2011, 4, 8),
    "时刻": datetime(2011, 4, 8, 9, 30, 15),
    "约期": PartialDate.parse("7月下旬", year=2011),
    "明细": [{"甲": 1, "乙": [2, {"丙": "三"}]}],
    "长文": "一段很长的话，分几行。\n" * 4000,
    "怪字": "制表\t回车\r\n换页\x0c _x000D_ 、；;",
}


@pytest.fixture
def second(databases: Databases) -> Iterator[str]:
    with databases.one() as name:
        yield name


@pytest.fixture
async def other(second: str, archive: Archive) -> AsyncIterator[Archive]:
    """A second, empty archive."""
    async with open_archive(replace(archive.settings, database=second)) as opened:
        yield opened


@pytest.fixture(autouse=True)
def chinese() -> Any:
    set_language("zh")
    yield
    set_language(None)


def whole_records() -> list[Record]:
    """One record of every kind, and those it takes to refer to."""
    made = [
        Record(reference("u"), "unit", {"name": "青杨河乡党委", "category": "党委", "briefing_duty": False}),
        Record(reference("q"), "person", {"name": "李秀兰", "former_names": ["李秀", "李-兰"]}),
        Record(reference("r"), "person", {"name": "赵永刚"}),
    ]
    for name in KINDS:
        identifier = reference(LETTERS[name]) if name in LETTERS else ObjectId()
        made.append(Record(identifier, name, example(name), remarks=f"{name}：+备注"))
    made[-1].fields |= ODD
    made[-2].fields["results"] = []
    for record in made:
        record.status = "submitted"
    return made


async def fill(archive: Archive) -> dict[ObjectId, Record]:
    coming: dict[ObjectId, Target] = {}
    ordered = in_order(
        archive, [(record, Item(record.kind, Place(""))) for record in whole_records()], coming
    )
    report = await archive.save_many((record for record, _ in ordered), coming=coming)
    assert [str(why) for _, why in report.rejected] == []
    return await stored(archive)


async def stored(archive: Archive) -> dict[ObjectId, Record]:
    return {record.id: record async for record in archive.each(Query())}


async def bring_in(archive: Archive, path: Path) -> ImportReport:
    report = await run_import(archive, path, apply=True)
    refused = [(item.kind, item.why) for item in report.every_item() if item.outcome == "reject"]
    assert (refused, report.failed, report.questions) == ([], [], [])
    return report


def content(record: Record) -> dict[str, Any]:
    """All that a record says, in a spelling that tells types apart."""
    return {name: spelled(value) for name, value in record.fields.items()} | {
        "_": (record.kind, record.no, record.title, record.date, record.unit, record.people, record.remarks)
    }


@pytest.mark.parametrize("ending", ENDINGS)
async def test_every_kind_goes_out_and_comes_back_the_same(
    archive: Archive, other: Archive, tmp_path: Path, ending: str
) -> None:
    before = await fill(archive)
    folder = tmp_path / "out"
    folder.mkdir()
    await export(archive, Query(), folder / f"all{ending}")

    here = await bring_in(archive, folder)
    assert here.actions == {"created": 0, "updated": 0, "unchanged": len(before), "kept": 0}
    assert {each.id: each.version for each in (await stored(archive)).values()} == dict.fromkeys(before, 1)

    there = await bring_in(other, folder)
    assert there.actions["created"] == len(before)
    assert [item.flags for item in there.items if item.flags] == []
    after = await stored(other)
    assert after.keys() == before.keys()
    for identifier, record in before.items():
        assert content(after[identifier]) == content(record)
    assert (await bring_in(other, folder)).actions["unchanged"] == len(before)
