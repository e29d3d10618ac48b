"""Merging two people or two units: references move, names are kept, nothing is lost, and it can be undone."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bson.objectid import ObjectId

from records.archive import Archive
from records.changing import amending
from records.changing.merge import merge, plan_merge, undo_merge
from records.errors import Refused, ServerUnavailable, UsageFault
from records.intake.batch import run_import
from records.record import Record
from records.search.query import Query
from records.store import history
from records.values import PartialDate


class Office:
    """A branch with 李秀兰, who is kept twice: once from a roster, once under a misprinted name."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    async def add(self, kind: str, status: Any = "submitted", **fields: Any) -> Record:
        return await self.archive.save(Record.new(kind, fields, status=status))

    async def fill(self) -> None:
        self.root = await self.add("unit", name="青杨河乡党委", category="党委")
        self.branch = await self.add("unit", name="柳树湾村党支部", parent=self.root.id)
        self.twin = await self.add(
            "unit", name="柳树湾支部", short_name="柳支", parent=self.root.id, category="党支部"
        )
        since = {"org": self.branch.id, "from": date(2010, 7, 3), "to": None}
        self.kept = await self.add(
            "person", name="李秀兰", former_names=["李兰"], memberships=[since], post="教师"
        )
        before = {"org": self.twin.id, "from": date(2008, 1, 1), "to": date(2010, 7, 2)}
        self.gone = await self.add(
            "person", name="李秀蓝", memberships=[before], post="会计", phone="10012345678", 自编号=7
        )
        other = await self.add("person", name="王德明")
        self.visit = await self.add(
            "household_visit", visitor=self.gone.id, household="孙有福", visited_on=date(2011, 4, 8)
        )
        # Of a time in which only the other had a unit.
        self.early = await self.add(
            "household_visit", visitor=self.kept.id, household="孙有福", visited_on=date(2009, 5, 4)
        )
        self.meeting = await self.add(
            "session",
            title="党课",
            category="党课",
            start=date(2011, 5, 3),
            host_unit=self.twin.id,
            attendance=[
                {"person": self.kept.id, "state": "请假"},
                {"person": other.id, "state": "到"},
                {"person": self.gone.id, "state": "请假", "leave_reason": "下村"},
            ],
        )
        self.article = await self.add(
            "experience_article", title="学与用", authors=[self.gone.id, self.kept.id]
        )
        self.noted = await self.add(
            "theme_activity", theme="重温誓词", date=date(2011, 6, 29), 带队=self.gone.id
        )
        void = await self.add("talk", leader=self.gone.id, counterpart=other.id, date=date(2011, 8, 1))
        self.void = await self.archive.void(void.id, "重复")

    async def everything(self) -> dict[ObjectId, Any]:
        rows = await self.archive.aggregate([{"$match": {}}])
        records = [Record.from_document(row) for row in rows]
        return {
            each.id: (each.fields, each.status, each.unit, each.people, each.merged_into) for each in records
        }


@pytest.fixture
async def office(archive: Archive) -> Office:
    made = Office(archive)
    await made.fill()
    return made


async def test_a_merge_is_foretold_carried_out_and_undone(archive: Archive, office: Office) -> None:
    before = await office.everything()
    plan = await plan_merge(archive, str(office.kept.no), str(office.gone.no))
    assert await office.everything() == before
    kinds = {"household_visit": 1, "session": 1, "experience_article": 1, "theme_activity": 1, "talk": 1}
    assert (plan.references, plan.obstacles) == (kinds, ())
    assert [name.split(" ")[1] for name in plan.both] == ["党课"]
    changes = {each.field: each.becomes for each in plan.differences}
    assert (changes["post"], changes["phone"], changes["自编号"]) == ("教师", "10012345678", 7)
    assert changes["former_names"] == ["李兰", "李秀蓝"]

    assert (await merge(archive, plan)).failed == []
    assert (await archive.get(office.early.id)).unit == office.twin.id
    person, gone = await archive.get(office.kept.id), await archive.get(office.gone.id)
    memberships: Any = person.fields["memberships"]
    assert [row["org"] for row in memberships] == [office.twin.id, office.branch.id]
    assert (gone.status, gone.merged_into) == ("void", person.id)
    assert str(person.no) in str(gone.void_reason)
    meeting: dict[str, Any] = (await archive.get(office.meeting.id)).fields
    assert meeting["attendance"][0] == {"person": person.id, "state": "请假", "leave_reason": "下村"}
    assert len(meeting["attendance"]) == meeting["expected"] == 2
    assert (await archive.get(office.article.id)).fields["authors"] == [person.id]
    assert (await archive.get(office.noted.id)).fields["带队"] == person.id
    visit = await archive.get(office.visit.id)
    assert (visit.people[0].person, visit.unit, visit.status) == (person.id, office.branch.id, "submitted")
    void = await archive.get(office.void.id)
    assert (void.fields["leader"], void.status) == (person.id, "void")
    assert [each.id for each in await archive.pick("person", "李秀蓝")] == [person.id]
    assert {each["action"] for each in await archive.journal(record=visit.id)} == {"save", "merge"}

    with pytest.raises(Refused):
        await plan_merge(archive, str(office.kept.no), str(office.gone.no))
    assert (await undo_merge(archive, str(person.no))).failed == []
    assert await office.everything() == before
    with pytest.raises(Refused):
        await undo_merge(archive, str(office.gone.no))
    # And once more: what the first merge and its undoing left behind is in nobody's way.
    await merge(archive, await plan_merge(archive, str(office.kept.no), str(office.gone.no)))
    await undo_merge(archive, str(office.gone.no))
    assert await office.everything() == before


async def test_undoing_keeps_what_was_edited_since(archive: Archive, office: Office) -> None:
    await merge(archive, await plan_merge(archive, str(office.kept.no), str(office.gone.no)))
    visit = await archive.get(office.visit.id)
    visit.fields["difficulty"] = "渠道淤堵"
    await archive.save(visit)
    article = await archive.get(office.article.id)
    article.fields["authors"] = [office.kept.id, (await archive.pick("person", "王德明"))[0].id]
    await archive.save(article)
    report = await undo_merge(archive, str(office.gone.no))
    assert [record.id for record, _ in report.failed] == [article.id]
    again = await archive.get(visit.id)
    assert (again.fields["visitor"], again.fields["difficulty"]) == (office.gone.id, "渠道淤堵")
    assert (await archive.get(article.id)).fields["authors"] == article.fields["authors"]


async def test_two_units_become_one_and_their_people_come_along(archive: Archive, office: Office) -> None:
    # It refers to its author only, whose unit at that time it stands under.
    paper = await office.add(
        "experience_article",
        title="旧事",
        authors=[office.gone.id],
        written_on=PartialDate.parse("2009-05-04"),
    )
    assert paper.unit == office.twin.id
    before = await office.everything()
    plan = await plan_merge(archive, str(office.branch.no), str(office.twin.no))
    assert plan.references == {"session": 1, "person": 1}
    await merge(archive, plan)
    unit = await archive.get(office.branch.id)
    assert (unit.fields["aliases"], unit.fields["category"]) == (["柳树湾支部", "柳支"], "党支部")
    meeting = await archive.get(office.meeting.id)
    assert (meeting.fields["host_unit"], meeting.unit) == (unit.id, unit.id)
    assert (await archive.get(office.gone.id)).unit == (await archive.get(paper.id)).unit == unit.id
    with pytest.raises(Refused, match="other way"):
        await plan_merge(archive, str(unit.no), str(office.root.no))
    with pytest.raises(UsageFault):
        await plan_merge(archive, str(unit.no), str(office.kept.no))
    assert (await undo_merge(archive, str(office.twin.no))).failed == []
    assert await office.everything() == before


async def test_what_only_one_may_have_stands_in_the_way(archive: Archive, office: Office) -> None:
    for who in (office.kept, office.gone):
        await office.add("assessment", person=who.id, year=2011, listen=18)
    before = await office.everything()
    plan = await plan_merge(archive, str(office.kept.no), str(office.gone.no))
    assert len(plan.obstacles) == 1
    with pytest.raises(Refused, match="can't both stand"):
        await merge(archive, plan)
    assert await office.everything() == before


async def test_the_source_brings_the_absorbed_one_in_no_second_time(archive: Archive, tmp_path: Path) -> None:
    rows = ["姓名,性别,出生年月,政治面貌,所在党支部", "李秀兰,女,1970-05,正式党员,柳树湾村党支部"]
    rows.append("李秀蓝,女,1970-06,正式党员,柳树湾村党支部")
    # Beside the data folder, in which files come and go.
    folder = tmp_path / "台账"
    folder.mkdir()
    roster, visits = folder / "党员花名册.csv", folder / "走访登记.csv"
    roster.write_text("\n".join(rows), encoding="utf-8")
    await run_import(archive, roster, apply=True)
    people = {each.title: each for each in await archive.find(Query(kind="person"))}
    plan = await plan_merge(archive, str(people["李秀兰"].no), str(people["李秀蓝"].no))
    await merge(archive, plan)
    before = await archive.get(people["李秀兰"].id)
    visits.write_text("走访时间,干部,户主,村\n2011-04-08,李秀蓝,孙有福,上营村\n", encoding="utf-8")
    again = await run_import(archive, folder, apply=True)
    assert (again.actions["created"], again.actions["updated"], again.open_questions) == (1, 0, 0)
    assert await archive.get(before.id) == before
    (visit,) = await archive.find(Query(kind="household_visit"))
    assert visit.people[0].person == before.id


@pytest.mark.parametrize("undoing", [False, True])
async def test_cut_off_at_any_write_it_goes_on_when_asked_again(
    archive: Archive, office: Office, monkeypatch: pytest.MonkeyPatch, undoing: bool
) -> None:
    before = await office.everything()
    monkeypatch.setattr(amending, "CHUNK", 2)
    write, left = history.write_chunk, [0]

    async def cut(*words: Any, **options: Any) -> None:
        if left[0] == 0:
            raise ServerUnavailable("killed")
        left[0] -= 1
        await write(*words, **options)

    async def until_cut(writes: int) -> bool:
        left[0] = writes
        with monkeypatch.context() as patch:
            patch.setattr(history, "write_chunk", cut)
            try:
                if undoing:
                    await undo_merge(archive, str(office.gone.no))
                else:
                    await merge(archive, await plan_merge(archive, str(office.kept.no), str(office.gone.no)))
            except ServerUnavailable:
                return True
        return False

    numbers = str(office.kept.no), str(office.gone.no)
    if undoing:
        await merge(archive, await plan_merge(archive, *numbers))
    else:
        await merge(archive, await plan_merge(archive, *numbers))
        whole = await office.everything()
        await undo_merge(archive, numbers[1])
    writes = 0
    while await until_cut(writes):
        # The server is back, and the same is asked for again.
        if undoing:
            await undo_merge(archive, numbers[1])
            assert await office.everything() == before
            await merge(archive, await plan_merge(archive, *numbers))
        else:
            await merge(archive, await plan_merge(archive, *numbers))
            assert await office.everything() == whole
            await undo_merge(archive, numbers[1])
            assert await office.everything() == before
        writes += 1
    assert writes >= 5
    assert len(await archive.find(Query(kind="person"))) == (3 if undoing else 2)


async def test_what_happened_between_looking_and_merging_is_noticed(archive: Archive, office: Office) -> None:
    numbers = str(office.kept.no), str(office.gone.no)
    plan, contrary = await plan_merge(archive, *numbers), await plan_merge(archive, *reversed(numbers))
    # Two clerks at the same moment, each the other way round: one of them comes first.
    ends = await asyncio.gather(merge(archive, plan), merge(archive, contrary), return_exceptions=True)
    assert sorted(type(each).__name__ for each in ends) == ["MergeReport", "Refused"]
    stands = {each: (await archive.get(each)).status for each in (office.kept.id, office.gone.id)}
    assert sorted(stands.values()) == ["submitted", "void"]
    for late in (plan, contrary):
        with pytest.raises(Refused):
            await merge(archive, late)
    assert stands == {each: (await archive.get(each)).status for each in stands}


async def test_a_chain_of_merges_is_undone_from_its_end(archive: Archive, office: Office) -> None:
    before = await office.everything()
    third = await office.add("person", name="李秀岚")
    await merge(archive, await plan_merge(archive, str(office.kept.no), str(office.gone.no)))
    await merge(archive, await plan_merge(archive, str(third.no), str(office.kept.no)))
    merged = await office.everything()
    with pytest.raises(Refused, match="was merged into"):
        await undo_merge(archive, str(office.gone.no))
    assert await office.everything() == merged
    for each in (office.kept, office.gone):
        assert (await undo_merge(archive, str(each.no))).failed == []
    assert {each: row for each, row in (await office.everything()).items() if each in before} == before
