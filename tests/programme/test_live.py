"""The book that recounts only what changed equals a fresh one, after whatever was done to the records."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from bson.objectid import ObjectId
from hypothesis import given, settings
from hypothesis import strategies as st

from records.archive import Archive
from records.changing.transfer import plan_transfer, transfer
from records.errors import Conflict, InvalidRecord, Refused
from records.intake.batch import run_import
from records.intake.loading.undo import undo
from records.opening import open_archive
from records.programme.book import Book, load_book, load_person_book
from records.programme.live import Standings
from records.programme.standing import Standing
from records.record import Record
from records.search.query import Query
from records.settings import load_settings
from records.store.driver import open_database
from records.store.embedded import Running
from tests.programme.comparing import compared
from tests.programme.drawing import Draw
from tests.programme.invented import MAKERS
from tests.programme.slow.rules import exported

#: Records are saved as of this day, so that none of the days drawn is in the future; books are as of others.
TODAY = date(2013, 12, 31)
ON = [
    date(2010, 7, 25),
    date(2010, 10, 9),
    date(2011, 1, 3),
    date(2011, 5, 8),
    date(2012, 12, 31),
    date(2013, 7, 31),
]
VISITS = "走访时间,干部,村组,户主,反映问题,解决情况\n"


class Changing:
    """An archive with a township in it, what can be done to its records, and the standings kept beside."""

    def __init__(self, archive: Archive, on: date, folder: Path) -> None:
        self.archive, self.on, self.folder = archive, on, folder
        self.standings = Standings(archive)
        self.people: list[ObjectId] = []
        self.units: list[ObjectId] = []
        self.records: list[ObjectId] = []
        self.batches: list[ObjectId] = []
        self._seen: asyncio.Queue[ObjectId | None] = asyncio.Queue()
        self._quiet: set[ObjectId] = set()

    async def found(self) -> None:
        """A committee, a general branch with a branch and a party group below, two branches; ten people."""
        top, whole, branch, group, office, other = (ObjectId() for _ in range(6))
        units = [
            (top, "青杨河乡党委", "党委", None, True),
            (whole, "柳树湾村党总支", "党总支", top, True),
            (branch, "柳树湾村第一党支部", "党支部", whole, False),
            (group, "柳树湾村第一党小组", "党小组", branch, True),
            (office, "机关党支部", "党支部", top, True),
            (other, "上营村党支部", "党支部", top, True),
        ]
        people = [
            ("马建国", "正式党员", ["领导干部", "中心组成员"], top),
            ("李秀兰", "正式党员", ["领导干部"], office),
            ("张伟民", "正式党员", ["机关干部职工"], office),
            ("王德明", "群众", ["机关干部职工"], office),
            ("赵永刚", "正式党员", ["村干部"], whole),
            ("孙有福", "预备党员", ["村干部"], branch),
            ("陈晓燕", "正式党员", ["农民党员"], branch),
            ("杨丽", "正式党员", ["农民党员"], group),
            ("刘芳", "群众", ["站所学校职工"], other),
            ("周永德", "正式党员", ["农民党员"], other),
        ]
        records = [
            Record(
                made,
                "unit",
                {"name": name, "category": category, "parent": parent, "briefing_duty": duty},
                status="submitted",
            )
            for made, name, category, parent, duty in units
        ]
        for name, status, categories, unit in people:
            fields = {
                "name": name,
                "gender": "男",
                "political_status": status,
                "categories": categories,
                "covered": ["上营村"] if "农民党员" not in categories else [],
                "memberships": [{"org": unit, "from": date(2009, 1, 1)}],
            }
            records.append(Record.new("person", fields, status="submitted"))
        report = await self.archive.save_many(records)
        assert not report.rejected
        self.units += [made for made, *_ in units]
        self.people += [record.id for record in records if record.kind == "person"]
        self.records += [record.id for record in records if record.id != top]

    # --- what can be done -----------------------------------------------------------------------------

    async def save(self, random: Random) -> None:
        await self._save(random, random.choice(list(MAKERS)))

    async def save_three(self, random: Random) -> None:
        """Three of a kind, so that something is met now and then."""
        kind = random.choice([each for each in MAKERS if each not in ("person", "unit")])
        for _ in range(3):
            await self._save(random, kind)

    async def _save(self, random: Random, kind: str) -> None:
        fields = MAKERS[kind](self._draw(random))
        if kind == "party_class":
            fields["session"] = next(
                iter(await self.archive.find(Query(kind="session"), limit=1)), Record.new("")
            ).id
        record = Record.new(
            kind, fields, status=random.choice(("verified", "verified", "submitted", "draft"))
        )
        try:
            stored = await self.archive.save(record)
        except Refused:
            record.status = "submitted"
            stored = await self.archive.save(record)
        self.records.append(stored.id)
        if kind in ("person", "unit"):
            (self.people if kind == "person" else self.units).append(stored.id)

    async def edit(self, random: Random) -> None:
        record = await self.archive.get(random.choice(self.records))
        fresh = MAKERS[record.kind](self._draw(random)) if record.kind in MAKERS else {}
        for name in fresh:
            # A tree stays a tree.
            if random.random() < 0.5 and name != "parent":
                record.fields[name] = fresh[name]
        await self.archive.save(record)

    async def void(self, random: Random) -> None:
        await self.archive.void(random.choice(self.records), "错登")

    async def unvoid(self, random: Random) -> None:
        void = [each.id async for each in self.archive.each(Query(status=("void",)))]
        if void:
            await self.archive.unvoid(random.choice(sorted(void)))

    async def verify(self, random: Random) -> None:
        await self.archive.approve(random.sample(self.records, min(8, len(self.records))))

    async def transfer(self, random: Random) -> None:
        person = await self.archive.get(random.choice(self.people))
        day = self._draw(random).day()
        await transfer(
            self.archive, await plan_transfer(self.archive, person, random.choice(self.units), day)
        )

    async def bring_in(self, random: Random) -> None:
        """Import a register of visits."""
        rows = []
        for number in range(4):
            who = random.choice(("张伟民", "赵永刚", "李秀兰"))
            rows.append(f"{self._draw(random).day()},{who},上营村,吴{number},渠淤,清淤\n")
        path = self.folder / f"走访农户台账{random.randint(1, 10**9)}.csv"
        path.write_text(VISITS + "".join(rows), "utf-8")
        report = await run_import(self.archive, path, apply=True)
        assert report.applied
        if report.batch:
            self.batches.append(ObjectId(str(report.batch)))
        found = await self.archive.find(Query(kind="household_visit"), limit=200)
        self.records = list(dict.fromkeys([*self.records, *(each.id for each in found)]))

    async def take_back(self, random: Random) -> None:
        """Undo an import."""
        if self.batches:
            await undo(self.archive, self.batches.pop())

    def _draw(self, random: Random) -> Draw:
        return Draw(random.getrandbits(32), self.on, self.people, self.units)

    # --- the standings beside ---------------------------------------------------------------------------

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        ready = asyncio.Event()
        task = asyncio.create_task(self._listen(ready))
        await ready.wait()
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _listen(self, ready: asyncio.Event) -> None:
        async for change in self.archive.changes(ready=ready):
            if change.id in self._quiet:
                self._seen.put_nowait(change.id)
            else:
                self.standings.note(change)

    async def caught_up(self) -> None:
        """Every change until now has been told: one more, which is not told on, has arrived."""
        last = Record.new("library", {"title": "学习资料"})
        self._quiet.add(last.id)
        await self.archive.save(last)
        while await asyncio.wait_for(self._seen.get(), 20) != last.id:
            pass

    async def check(self) -> None:
        await self.caught_up()
        kept, fresh = await self.standings.book(self.on), await load_book(self.archive, self.on)
        assert everything(kept) == everything(fresh)


def everything(book: Book) -> dict[Any, Standing]:
    """Every standing, as dashboards and matrices ask for them; the order of members is nobody's concern."""
    found: dict[Any, Standing] = {}
    for each in book.all():
        tidy = each._replace(lacking=tuple(sorted(each.lacking, key=str)))
        found[each.rule, each.subject, each.period, each.record] = tidy
    for person in book.roster.people:
        for rule in ("R07", "R17", "R22"):
            for each in book.recent(rule, person):
                found["recent", each.rule, person, each.period, each.record] = each
    return found


ACTIONS = (
    ["save"] * 6 + ["save_three"] * 4 + ["edit"] * 4 + ["void", "unvoid", "verify", "verify", "transfer"]
)
STEP = st.tuples(st.sampled_from(ACTIONS), st.integers(0, 2**32))
BURSTS = st.lists(st.lists(STEP, min_size=1, max_size=8), min_size=2, max_size=4)


async def changed_at_random(
    uri: str, folder: Path, on: date, bursts: Sequence[Sequence[tuple[str, int]]], seen: list[int]
) -> None:
    name = f"test_{ObjectId()}"
    environment = {"XUEDANG_HOME": str(folder), "MONGODB_URI": uri, "XUEDANG_ARCHIVE": name}
    chosen = replace(load_settings(environment | {"XUEDANG_OPERATOR": "刘芳"}), working_date=TODAY)
    async with open_archive(chosen) as archive:
        town = Changing(archive, on, folder)
        await town.found()
        async with town.listening():
            await town.check()
            for burst in bursts:
                for action, seed in burst:
                    # What can't be done is refused, as to anybody.
                    with suppress(InvalidRecord, Refused, Conflict):
                        await getattr(town, action)(Random(seed))
                await town.check()
        book = await load_book(archive, on)
        number, differences = compared(book, await exported(archive.each(Query())))
        assert differences == []
        seen.append(number)
        for person in book.roster.people:
            alone = await load_person_book(archive, person, on)
            assert alone.of_person(person) == book.of_person(person)
    async with open_database(uri, name) as database:
        await database.drop()


@settings(max_examples=4)
@given(on=st.sampled_from(ON), bursts=BURSTS)
def test_it_equals_a_fresh_book_after_any_changes(
    mongod: Running, tmp_path_factory: pytest.TempPathFactory, on: date, bursts: list[list[tuple[str, int]]]
) -> None:
    asyncio.run(changed_at_random(mongod.uri, tmp_path_factory.mktemp("live"), on, bursts, []))


def test_a_notice_from_before_the_programme_is_on_its_person_s_dashboard(
    mongod: Running, tmp_path: Path
) -> None:
    steps = [[("save", 0)], [("save_three", 702883)]]
    asyncio.run(changed_at_random(mongod.uri, tmp_path, date(2010, 7, 25), steps, []))


def test_it_equals_a_fresh_book_after_an_import_and_its_undo(mongod: Running, tmp_path: Path) -> None:
    steps = [
        [("save_three", 1), ("bring_in", 2)],
        [("bring_in", 3), ("verify", 4)],
        [("take_back", 5), ("edit", 6)],
    ]
    seen: list[int] = []
    asyncio.run(changed_at_random(mongod.uri, tmp_path, date(2011, 5, 8), steps, seen))
    assert seen[0] > 500
