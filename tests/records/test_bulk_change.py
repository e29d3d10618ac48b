"""One field of many records changed alike, and taken back without touching what was edited since."""

from __future__ import annotations

from datetime import date

import pytest

from records.archive import Archive
from records.changing.bulk_change import FieldChange, change_many, past_changes, plan_change, undo_change
from records.errors import Refused
from records.kind import Field
from records.record import Record


def field(archive: Archive, name: str) -> Field:
    found = archive.kinds["farmer_tutorial"].field(name)
    assert found is not None
    return found


async def tutorials(archive: Archive, count: int) -> list[Record]:
    return [
        await archive.save(
            Record.new(
                "farmer_tutorial",
                {"village": f"上营村{number}组", "held_on": date(2011, 3, number + 1), "theme": "市场信息"},
            )
        )
        for number in range(count)
    ]


async def test_a_change_is_previewed_made_as_one_batch_and_taken_back(archive: Archive) -> None:
    records = await tutorials(archive, 4)
    void = await archive.void(records[3].id, "重复")
    ids = [each.id for each in records]
    change = FieldChange(field(archive, "village"), "replace", "柳树湾村", "上营村")
    plan = await plan_change(archive, ids, change)
    assert [after.fields["village"] for _, after in plan.changed] == [f"柳树湾村{n}组" for n in range(3)]
    assert (plan.unchanged, plan.refused) == (1, []), "the void one stays as it is"
    assert (await archive.get(ids[0])).version == 1, "nothing is stored yet"

    report = await change_many(archive, plan)
    assert (report.done, report.left) == (3, [])
    assert (await archive.get(void.id)).version == void.version
    entries = [each for each in await archive.journal() if each["action"] == "bulk_change"]
    assert [entry["count"] for entry in entries] == [3], "one transaction, one entry"
    assert (await archive.history(ids[0]))[0].note == plan.change.sentence({})

    mine, other = await archive.get(ids[0]), await archive.get(ids[1])
    mine.fields["village"] = "东营村"
    other.fields["theme"] = "政策"
    await archive.save(mine)
    await archive.save(other)
    (past,) = await past_changes(archive)
    undone = await undo_change(archive, past.batch)
    assert undone.done == 2
    assert [record.id for record, _ in undone.left] == [ids[0]], "said, and left alone"
    now = [(await archive.get(each)).fields for each in ids[:3]]
    assert [each["village"] for each in now] == ["东营村", "上营村1组", "上营村2组"]
    assert now[1]["theme"] == "政策", "what else was edited stays"
    with pytest.raises(Refused):
        await undo_change(archive, past.batch)


async def test_what_a_record_may_not_hold_is_refused_and_the_rest_is_changed(archive: Archive) -> None:
    first, second = await tutorials(archive, 2)
    zhang = await archive.save(Record.new("person", {"name": "张伟民"}))
    second.fields["lecturers"] = [zhang.id]
    second.status = "verified"
    second.fields["farmers"] = 27
    second = await archive.save(second)
    plan = await plan_change(archive, [first.id, second.id], FieldChange(field(archive, "theme"), "clear"))
    assert [before.id for before, _ in plan.changed] == [first.id]
    assert [before.id for before, _ in plan.refused] == [second.id], "verified, it needs its theme"
    # What was checked is checked again as it is stored: it may have been verified meanwhile.
    plan.changed = [(second, second), *plan.changed]
    report = await change_many(archive, plan)
    assert (report.done, [record.id for record, _ in report.left]) == (1, [second.id])
    people = field(archive, "lecturers")
    for how, value, expected in (("add", zhang.id, [zhang.id]), ("clear", None, None)):
        one = FieldChange(people, how, value)  # type: ignore[arg-type]
        await change_many(archive, await plan_change(archive, [first.id], one))
        assert (await archive.get(first.id)).fields.get("lecturers") == expected
