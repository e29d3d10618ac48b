"""A transfer: memberships with dates, and no figure of the time before that changes."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import Any

import pytest
from bson.objectid import ObjectId

from records.archive import Archive
from records.changing.transfer import plan_transfer, transfer
from records.errors import Conflict, Refused, UsageFault
from records.people.dossier import members
from records.programme.counting.tally import load_tally
from records.programme.figures import Figures, compute
from records.programme.units import load_units
from records.record import Record
from records.values import PartialDate

ON = date(2012, 9, 1)
PAST = PartialDate.parse("2012-01-01..2012-08-31")
SINCE = PartialDate.parse("2012-09-01..2012-12-31")


@pytest.fixture(autouse=True)
def working_date(archive: Archive) -> None:
    archive.settings = replace(archive.settings, working_date=date(2012, 10, 15))


class Township:
    """Two branches under a committee; 李秀兰 of the first branch, who visits and writes."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    async def fill(self) -> None:
        self.root = await self.unit("青杨河乡党委", "党委", None)
        self.first = await self.unit("柳树湾村党支部", "党支部", self.root.id)
        self.second = await self.unit("上营村党支部", "党支部", self.root.id)
        self.person = await self.member("李秀兰", date(2010, 7, 3))
        await self.member("赵永刚", None)
        for day in (date(2012, 3, 5), date(2012, 8, 31), ON, date(2012, 10, 8)):
            await self.verified(
                "household_visit", visitor=self.person.id, village="某村", household="王德明", visited_on=day
            )
        await self.verified(
            "experience_article",
            authors=[self.person.id],
            title="学与用",
            text="心得",
            words=900,
            written_on=PartialDate.day(date(2012, 6, 1)),
        )
        await self.verified(
            "experience_article",
            authors=[self.person.id],
            title="再学",
            text="体会",
            words=900,
            written_on=PartialDate.day(date(2012, 9, 20)),
        )

    async def unit(self, name: str, category: str, parent: ObjectId | None) -> Record:
        fields = {"name": name, "category": category, "parent": parent, "briefing_duty": True}
        return await self.archive.save(Record.new("unit", fields, status="submitted"))

    async def member(self, name: str, since: date | None) -> Record:
        fields = {"name": name, "gender": "女", "political_status": "正式党员", "categories": ["村干部"]}
        belongs: dict[str, Any] = {"org": self.first.id} | ({"from": since} if since else {})
        return await self.archive.save(
            Record.new("person", fields | {"memberships": [belongs]}, status="verified")
        )

    async def verified(self, kind: str, **fields: Any) -> Record:
        stored = await self.archive.save(Record.new(kind, fields, status="submitted"))
        report = await self.archive.approve([stored.id])
        assert report.refused == []
        return report.approved[0]

    async def figures(self, unit: Record, period: PartialDate) -> tuple[dict[str, Any], dict[str, int]]:
        """A unit's summary figures, and its bare counts by kind."""
        units = await load_units(self.archive, period.end)
        owner = units.get(unit.id)
        assert owner is not None
        found: Figures = await compute(self.archive, units, owner, period, as_of=period.end)
        tally = await load_tally(self.archive, period, {unit.id})
        return asdict(found), {kind: tally.count(kind) for kind in ("household_visit", "experience_article")}

    async def move(self, unit: Record, on: date) -> Record:
        person = await self.archive.get(self.person.id)
        return await transfer(self.archive, await plan_transfer(self.archive, person, unit.id, on))


@pytest.fixture
async def township(archive: Archive) -> Township:
    made = Township(archive)
    await made.fill()
    return made


async def test_a_transfer_changes_no_past_figure_of_a_unit(archive: Archive, township: Township) -> None:
    places = (township.first, township.second, township.root)
    before = [await township.figures(unit, PAST) for unit in places]
    people = [await members(archive, unit.id, date(2012, 8, 31)) for unit in places]
    assert before[0][1] == {"household_visit": 2, "experience_article": 1}
    await township.move(township.second, ON)
    assert [await township.figures(unit, PAST) for unit in places] == before
    after = [await members(archive, unit.id, date(2012, 8, 31)) for unit in places]
    assert [[each.id for each in some] for some in after] == [[each.id for each in some] for some in people]
    # Saving or approving an old record again leaves it where it was, too.
    old = await township.verified(
        "household_visit",
        visitor=township.person.id,
        village="某村",
        household="张伟民",
        visited_on=date(2012, 8, 1),
    )
    assert old.unit == township.first.id


async def test_from_that_day_on_the_figures_are_the_new_units(archive: Archive, township: Township) -> None:
    """What was on record already moves with the rest; the township as a whole stays the same."""
    whole = await township.figures(township.root, SINCE)
    assert (await township.figures(township.first, SINCE))[1] == {
        "household_visit": 2,
        "experience_article": 1,
    }
    await township.move(township.second, ON)
    first, second = (
        await township.figures(township.first, SINCE),
        await township.figures(township.second, SINCE),
    )
    assert first[1] == {"household_visit": 0, "experience_article": 0}
    assert second[1] == {"household_visit": 2, "experience_article": 1}
    assert (first[0]["members"], second[0]["members"]) == (1, 1)
    assert [each.title for each in await members(archive, township.second.id, ON)] == ["李秀兰"]
    same = {
        name: value for name, value in whole[0].items() if name not in ("units", "idle_units", "silent_units")
    }
    after, _ = await township.figures(township.root, SINCE)
    assert {name: after[name] for name in same} == same
    new = await township.verified(
        "household_visit",
        visitor=township.person.id,
        village="某村",
        household="张伟民",
        visited_on=date(2012, 9, 3),
    )
    assert new.unit == township.second.id


async def test_the_old_membership_ends_the_day_before(archive: Archive, township: Township) -> None:
    person = await township.move(township.second, ON)
    assert person.fields["memberships"] == [
        {"org": township.first.id, "from": date(2010, 7, 3), "to": date(2012, 8, 31)},
        {"org": township.second.id, "from": ON, "to": None},
    ]
    assert (person.status, person.unit) == ("verified", township.second.id)
    newest = (await archive.history(person.id))[0]
    assert "柳树湾村党支部" in newest.note and "上营村党支部" in newest.note
    back = await township.move(township.first, date(2012, 10, 1))
    rows = back.fields["memberships"]
    assert isinstance(rows, list)
    ends = [row.get("to") for row in rows if isinstance(row, dict)]
    assert ends == [date(2012, 8, 31), date(2012, 9, 30), None]


async def test_moved_records_keep_their_history_and_state(archive: Archive, township: Township) -> None:
    person = await archive.get(township.person.id)
    plan = await plan_transfer(archive, person, township.second.id, ON)
    assert len(plan.moved) == 3
    await transfer(archive, plan)
    for each in (await archive.get_many(plan.moved)).values():
        assert (each.status, each.unit) == ("verified", township.second.id)
        newest, before, *_ = await archive.history(each.id)
        assert before.record.unit == township.first.id
        assert newest.record.fields == before.record.fields
        assert "上营村党支部" in newest.note
        assert (await archive.journal(record=each.id))[0]["action"] == "move"


async def test_what_cannot_be_is_refused_with_the_reason(archive: Archive, township: Township) -> None:
    person, second = township.person, township.second.id
    for unit, on, said in (
        (township.first.id, ON, "李秀兰"),
        (second, date(2010, 7, 3), "2010-07-03"),
        (second, date(2010, 5, 1), "2010-07-03"),
        (second, date(2013, 10, 17), "2013-10-17"),
    ):
        with pytest.raises(Refused, match=said) as refused:
            await plan_transfer(archive, person, unit, on)
        assert refused.value.hint
    with pytest.raises(UsageFault):
        await plan_transfer(archive, township.first, second, ON)
    with pytest.raises(UsageFault):
        await plan_transfer(archive, person, person.id, ON)
    await archive.void(second, "撤并")
    with pytest.raises(Refused, match=township.second.no):
        await plan_transfer(archive, person, second, ON)


async def test_a_person_without_a_unit_joins_one(archive: Archive, township: Township) -> None:
    person = await archive.save(Record.new("person", {"name": "王德明"}))
    plan = await plan_transfer(archive, person, township.second.id, ON)
    assert plan.old is None
    joined = await transfer(archive, plan)
    assert joined.fields["memberships"] == [{"org": township.second.id, "from": ON, "to": None}]


async def test_somebody_elses_edit_stops_it_and_nothing_moves(archive: Archive, township: Township) -> None:
    plan = await plan_transfer(archive, await archive.get(township.person.id), township.second.id, ON)
    theirs = await archive.get(township.person.id)
    theirs.fields["post"] = "村主任"
    await archive.save(theirs)
    with pytest.raises(Conflict):
        await transfer(archive, plan)
    assert {each.unit for each in (await archive.get_many(plan.moved)).values()} == {township.first.id}


async def test_one_interrupted_after_the_membership_is_carried_on(
    archive: Archive, township: Township
) -> None:
    plan = await plan_transfer(archive, await archive.get(township.person.id), township.second.id, ON)
    person = plan.person.copy()
    person.fields["memberships"] = [dict(row) for row in plan.memberships]
    person = await archive.save(person)
    again = await plan_transfer(archive, person, township.second.id, ON)
    assert again.recorded
    assert set(again.moved) == set(plan.moved)
    assert (await transfer(archive, again)).version == person.version
    assert {each.unit for each in (await archive.get_many(plan.moved)).values()} == {township.second.id}
    with pytest.raises(Refused):
        await plan_transfer(archive, person, township.second.id, ON)
