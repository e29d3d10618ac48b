"""What waits for approval, counted by unit and kind; and sending something back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from bson.objectid import ObjectId

from records.archive import Archive
from records.errors import Conflict, Refused, UsageFault
from records.lists.waiting import WaitingGroup, send_back, waiting, waiting_records
from records.record import Record
from records.references import membership
from records.values import from_bson

DAY = date(2012, 3, 5)


async def save(archive: Archive, kind: str, status: str = "submitted", **fields: Any) -> Record:
    return await archive.save(Record.new(kind, fields, status=status))


async def township(archive: Archive) -> tuple[Record, Record, Record]:
    """Two branches, and one who went over from the first to the second at the beginning of 2012."""
    first = await save(archive, "unit", "draft", name="柳树湾村党支部")
    second = await save(archive, "unit", "draft", name="上营村党支部")
    memberships = [
        {"org": first.id, "from": date(2010, 7, 1), "to": date(2011, 12, 31)},
        {"org": second.id, "from": date(2012, 1, 1)},
    ]
    person = await save(archive, "person", "draft", name="张伟民", memberships=memberships)
    return first, second, person


def by_place(groups: list[WaitingGroup]) -> dict[tuple[ObjectId | None, str], tuple[int, int, date | None]]:
    return {(each.unit, each.kind): (each.count, each.lacking, each.oldest) for each in groups}


async def test_what_waits_is_counted_by_unit_and_kind(archive: Archive) -> None:
    first, second, person = await township(archive)
    visit: dict[str, Any] = {"visitor": person.id, "village": "上营村"}
    await save(archive, "household_visit", **visit, household="王德明", visited_on=date(2011, 5, 1))
    await save(archive, "household_visit", **visit, household="李秀兰", visited_on=DAY)
    await save(archive, "household_visit", **visit, household="赵永刚", visited_on=date(2012, 2, 1))
    await save(archive, "household_visit", "draft", **visit, household="某户", visited_on=DAY)
    # The village is still missing, which a visit needs to be verified.
    await save(archive, "household_visit", visitor=person.id, household="某户", visited_on=date(2012, 2, 9))
    void = await save(archive, "household_visit", **visit, household="某户", visited_on=DAY)
    await archive.void(void.id, "重复")
    await save(archive, "farmer_tutorial", village="上营村")
    groups = await waiting(archive)
    assert by_place(groups) == {
        (first.id, "household_visit"): (1, 0, date(2011, 5, 1)),
        (second.id, "household_visit"): (3, 1, date(2012, 2, 1)),
        (None, "farmer_tutorial"): (1, 1, None),
    }
    assert groups[0].unit == second.id, "the largest stands first"
    assert all(datetime.now(UTC) - each.since < timedelta(minutes=5) for each in groups)


async def test_the_unit_of_one_without_is_its_first_persons_on_the_day(archive: Archive) -> None:
    """Whatever memberships there are, the database tells the same as the records themselves would."""
    first, second, _ = await township(archive)
    histories: list[list[dict[str, Any]]] = [
        [{"org": first.id}],
        [{"org": first.id, "from": date(2012, 4, 1)}],
        [{"org": first.id, "to": date(2012, 3, 4)}, {"org": second.id, "from": DAY}],
        [{"org": second.id, "from": date(2012, 3, 1)}, {"org": first.id, "from": date(2010, 7, 1)}],
        [
            {"org": first.id, "from": date(2011, 1, 1), "to": DAY},
            {"org": second.id, "from": date(2012, 3, 6)},
        ],
        [],
    ]
    expected: dict[ObjectId, ObjectId | None] = {}
    for day in (DAY, None):
        for memberships in histories:
            person = await save(archive, "person", "draft", name="张伟民", memberships=memberships)
            record = await save(archive, "talk", leader=person.id, content="学习", date=day)
            # As one that was saved before the office knew where the person belongs.
            await archive.store.records.update_one({"_id": record.id}, {"$unset": {"unit": 1}})
            expected[record.id] = membership(memberships, day)
    for unit in (first.id, second.id, None):
        found = await waiting_records(archive, [(unit, "talk")])
        assert set(found) == {record for record, whose in expected.items() if whose == unit}
    counts = {each.unit: each.count for each in await waiting(archive)}
    assert counts == {unit: list(expected.values()).count(unit) for unit in set(expected.values())}


async def test_the_records_of_a_group_come_oldest_first(archive: Archive) -> None:
    _, second, person = await township(archive)
    days = [date(2012, 3, 9), date(2012, 1, 9), date(2012, 2, 9)]
    made = [
        await save(archive, "household_visit", visitor=person.id, household="某户", visited_on=day)
        for day in days
    ]
    other = await save(archive, "farmer_tutorial", village="上营村")
    group = [(second.id, "household_visit")]
    assert await waiting_records(archive, group) == [made[1].id, made[2].id, made[0].id]
    assert await waiting_records(archive) == [other.id, made[1].id, made[2].id, made[0].id]
    assert await waiting_records(archive, []) == []


async def test_required_rows_and_computed_fields_are_looked_at_as_approval_does(archive: Archive) -> None:
    """For each kind, what is counted as lacking is what approval refuses for an empty field."""
    made = {}
    for kind in archive.kinds.values():
        record = Record.new(kind.name, {}, status="submitted", title=kind.name)
        for field in kind.fields:
            if field.identify and field.type in ("text", "longtext"):
                record.fields[field.name] = "材料"
            elif field.fields:
                record.fields[field.name] = [{}]
        document = record.to_document() | {"version": 1}
        stamp = {"at": datetime(2012, 1, 1), "by": "刘芳"}
        document |= {"created": stamp, "updated": stamp}
        await archive.store.records.insert_one(document)
        made[kind.name] = record
    lacking = {each.kind for each in await waiting(archive) if each.lacking}
    refused = set()
    for name, record in made.items():
        _, faults = await archive.check(await archive.get(record.id))
        empty = [
            fault
            for fault in faults
            if fault.level == "missing" and _is_empty(from_bson(record.fields), fault.path)
        ]
        required = {f.name for f in archive.kinds.of(name).fields if f.required}
        required |= {
            f"{f.name}[0].{sub.name}"
            for f in archive.kinds.of(name).fields
            for sub in f.fields
            if sub.required
        }
        if any(fault.path in required for fault in empty):
            refused.add(name)
    assert lacking == refused
    assert refused


def _is_empty(fields: dict[str, Any], path: str) -> bool:
    name, _, rest = path.partition("[")
    return not fields.get(name) if not rest else True


async def test_sending_back_makes_a_draft_with_the_reason(archive: Archive) -> None:
    record = Record.new("farmer_tutorial", {"village": "上营村"}, status="submitted", remarks="村部")
    stored = await archive.save(record)
    with pytest.raises(UsageFault):
        await send_back(archive, stored, "  ", on=DAY)
    back = await send_back(archive, stored, "缺签到表", on=DAY)
    assert back.status == "draft"
    assert (back.remarks or "").split("\n")[0] == "村部"
    assert all(part in (back.remarks or "") for part in ("2012-03-05", "刘芳", "缺签到表"))
    assert "缺签到表" in (await archive.history(stored.id))[0].note
    with pytest.raises(Refused):
        await send_back(archive, back, "再看", on=DAY)
    with pytest.raises(Conflict):
        await send_back(archive, stored, "缺照片", on=DAY)
