"""What saving derives and refuses, by the kind files."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from bson.objectid import ObjectId

from records.archive import Archive, Count
from records.errors import Conflict, InvalidRecord, KindFault, Refused, UsageFault
from records.opening import open_archive
from records.record import Record
from records.search.query import Query
from records.settings import load_settings
from records.values import PartialDate
from tests.store.conftest import NewPerson


async def test_the_unit_is_the_one_of_the_day(archive: Archive, new_person: NewPerson) -> None:
    old = await archive.save(Record.new("unit", {"name": "机关党支部"}))
    new = await archive.save(Record.new("unit", {"name": "柳树湾村党总支"}))
    person = await new_person(
        memberships=[
            {"org": old.id, "from": date(2009, 1, 1), "to": date(2011, 6, 30)},
            {"org": new.id, "from": date(2011, 7, 1)},
        ]
    )
    assert person.unit == new.id
    units = {}
    for month in (5, 8):
        report = Record.new(
            "research_report",
            {
                "title": f"{month}月调研",
                "authors": [person.id],
                "finished_on": PartialDate.month(2011, month),
            },
        )
        units[month] = (await archive.save(report)).unit
    assert units == {5: old.id, 8: new.id}


async def test_a_unique_combination_is_taken_once_and_freed_by_void(
    archive: Archive, new_person: NewPerson
) -> None:
    person = await new_person()
    first = await archive.save(Record.new("assessment", {"person": person.id, "year": 2011}))
    with pytest.raises(InvalidRecord, match=str(first.no)):
        await archive.save(Record.new("assessment", {"person": person.id, "year": 2011}))
    await archive.void(first.id, "重复")
    second = await archive.save(Record.new("assessment", {"person": person.id, "year": 2011}))
    with pytest.raises(InvalidRecord, match=str(second.no)):
        await archive.unvoid(first.id)


async def test_numbers_that_came_in_from_elsewhere_are_passed_over(archive: Archive) -> None:
    code, year = archive.kinds["unit"].code, date.today().year
    taken = await archive.save(Record.new("unit", {"name": "甲"}, no=f"{code}-{year}-0001"))
    free = await archive.save(Record.new("unit", {"name": "乙"}))
    assert (taken.no, free.no) == (f"{code}-{year}-0001", f"{code}-{year}-0002")
    with pytest.raises(InvalidRecord):
        await archive.save(Record.new("unit", {"name": "丙"}, no=taken.no))
    await archive.save_many(
        [Record.new("unit", {"name": f"单位{n}"}, no=f"{code}-{year}-{n:04}") for n in range(3, 103)]
    )
    after = await archive.save(Record.new("unit", {"name": "丁"}))
    assert after.no == f"{code}-{year}-0103"


async def test_fields_no_kind_names_are_kept(archive: Archive, new_person: NewPerson) -> None:
    saved = await new_person(住址="上营村二组", 子女=[{"name": "张小明", "birth": date(2001, 5, 1)}])
    read = await archive.get(saved.id)
    assert read.fields["住址"] == "上营村二组"
    assert read.fields["子女"] == [{"name": "张小明", "birth": date(2001, 5, 1)}]


async def test_absent_null_and_empty_are_told_apart(archive: Archive, new_person: NewPerson) -> None:
    read = await archive.get((await new_person(post=None, phone="")).id)
    assert (read.fields["post"], read.fields["phone"], "nation" in read.fields) == (None, "", False)


async def test_a_kind_that_is_none_is_wrong_use(archive: Archive) -> None:
    with pytest.raises(UsageFault, match="novel"):
        await archive.save(Record.new("novel", {"title": "围城"}))


async def test_approving_names_what_is_missing(archive: Archive, new_person: NewPerson) -> None:
    ready = await new_person("杨丽", gender="女", political_status="正式党员", categories=["机关干部职工"])
    lacking = await new_person("王德明")
    void = await new_person("张伟民")
    await archive.void(void.id, "重复")
    report = await archive.approve([ready.id, lacking.id, void.id, ready.id])
    assert [(record.id, record.status, record.version) for record in report.approved] == [
        (ready.id, "verified", 2)
    ]
    assert [record.id for record, _ in report.refused] == [lacking.id, void.id]
    assert {fault.path for fault in report.refused[0][1]} >= {"gender", "political_status"}


async def test_approving_goes_on_after_a_record_that_does_not_exist(
    archive: Archive, new_person: NewPerson
) -> None:
    ready = await new_person("杨丽", gender="女", political_status="正式党员", categories=["机关干部职工"])
    nowhere = ObjectId()
    report = await archive.approve([nowhere, ready.id])
    assert [record.id for record in report.approved] == [ready.id]
    ((refused, faults),) = report.refused
    assert (refused.id, refused.title, len(faults)) == (nowhere, str(nowhere), 1)


async def test_an_edit_against_a_void_record_is_refused_with_the_reason(
    archive: Archive, new_person: NewPerson
) -> None:
    mine = await new_person()
    await archive.void(mine.id, "登记重复", expected_version=1)
    mine.fields["post"] = "书记"
    with pytest.raises(Refused, match="登记重复"):
        await archive.save(mine)


async def test_void_of_a_version_that_has_passed_is_a_conflict(
    archive: Archive, new_person: NewPerson
) -> None:
    mine = await new_person()
    changed = mine.copy()
    changed.fields["post"] = "书记"
    await archive.save(changed)
    with pytest.raises(Conflict):
        await archive.void(mine.id, "重复", expected_version=1)
    with pytest.raises(InvalidRecord):
        await archive.void(mine.id, "  ")


async def test_a_field_added_for_everyone_is_there_at_the_next_opening(archive: Archive) -> None:
    await archive.add_field("person", "hobby", {"label": ["爱好", "Hobby"], "type": "text"})
    assert archive.kinds["person"].field("hobby") is not None
    async with open_archive(load_settings()) as again:
        field = again.kinds["person"].field("hobby")
        assert field is not None
        assert field.label.zh == "爱好"
        saved = await again.save(Record.new("person", {"name": "杨丽", "hobby": "书法"}))
        assert (await again.get(str(saved.no))).fields["hobby"] == "书法"
    with pytest.raises(UsageFault):
        await archive.add_field("person", "hobby", {"label": ["爱好", "Hobby"], "type": "text"})
    with pytest.raises(KindFault):
        await archive.add_field("person", "other", {"label": ["其他", "Other"], "type": "novel"})


async def test_a_field_two_instances_add_at_once_is_added_by_one(archive: Archive) -> None:
    number: dict[str, Any] = {"label": ["爱好", "Hobby"], "type": "integer"}
    async with open_archive(load_settings()) as other:
        await archive.add_field("person", "爱好", number | {"type": "text"})
        with pytest.raises(UsageFault):
            await other.add_field("person", "爱好", number)
    for name in ("No.2", "$where", " ", "a\x00"):
        with pytest.raises(UsageFault):
            await archive.add_field("person", name, number)
    async with open_archive(load_settings()) as again:
        field = again.kinds["person"].field("爱好")
        assert field is not None
        assert field.type == "text"
    assert [entry["action"] for entry in await archive.journal()] == ["add_field"]


async def test_a_second_import_of_one_identity_by_single_saves_is_refused(archive: Archive) -> None:
    fields = {"household": "户主", "village": "上营村", "visited_on": date(2011, 3, 5)}
    first = await archive.save(Record.new("household_visit", fields, origin={"key": "same"}))
    with pytest.raises(Refused, match=str(first.no)):
        await archive.save(Record.new("household_visit", fields, origin={"key": "same"}))


async def test_saving_never_changes_the_record_given(archive: Archive, new_person: NewPerson) -> None:
    given = Record.new("research_report", {"title": "调研", "authors": [(await new_person()).id]})
    before = given.copy()
    await archive.save(given)
    assert given == before


async def test_a_record_with_a_reference_of_the_wrong_kind_is_refused(
    archive: Archive, new_person: NewPerson
) -> None:
    person = await new_person()
    with pytest.raises(InvalidRecord) as caught:
        await archive.save(Record.new("person", {"name": "杨丽", "memberships": [{"org": person.id}]}))
    assert [fault.path for fault in caught.value.faults] == ["memberships[0].org"]
    with pytest.raises(InvalidRecord):
        await archive.save(Record.new("person", {"name": "杨丽", "memberships": [{"org": ObjectId()}]}))


async def test_a_void_record_becomes_valid_by_no_other_way_than_unvoid(
    archive: Archive, new_person: NewPerson
) -> None:
    void = await archive.void((await new_person()).id, "登记重复")
    void.status = "draft"
    with pytest.raises(Refused, match="登记重复"):
        await archive.save(void)
    report = await archive.save_many([void])
    assert [type(error) for _, error in report.rejected] == [Refused]
    assert (await archive.unvoid(void.id)).status == "draft"


@pytest.mark.parametrize(
    "content", ["损坏\ud800", 2**70, "学" * 6_000_000], ids=["no character", "large", "long"]
)
async def test_what_the_database_cannot_hold_is_refused_and_holds_up_nobody(
    archive: Archive, content: Any
) -> None:
    def visit(number: int, **fields: Any) -> Record:
        fields |= {"household": f"户主{number}", "village": "上营村", "visited_on": date(2011, 3, 5)}
        return Record.new("household_visit", fields, origin={"key": f"test|{number}"})

    with pytest.raises(Refused):
        await archive.save(visit(0, note=content))
    stored = await archive.save(visit(1))
    stored.fields["note"] = content
    with pytest.raises(Refused):
        await archive.save(stored)
    unknown = Record.new("novel", {})
    report = await archive.save_many([visit(1, note=content), visit(2), unknown, visit(3, note=content)])
    assert (report.created, len(report.rejected)) == (1, 3)
    assert await archive.count(Query()) == Count(2, False)
