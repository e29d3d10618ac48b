"""Purging: what it takes out, what stays, and what can't bring the record back."""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
from datetime import date
from pathlib import Path

import pytest

from records.archive import Archive
from records.changing.purging import plan_purge, purge
from records.errors import NotFound, Refused, UsageFault
from records.intake.batch import run_import
from records.journal_words import sentence
from records.keep.export import export
from records.keep.verify.whole_archive import verify
from records.record import Record
from records.search.query import Query
from records.settings import load_settings
from records.store.pieces import moment
from records.store.sealing import Sealer
from records.values import PartialDate
from tests.keep import dying_purge

NUMBER = "999999197803150011"
ROSTER = (
    f"姓名,性别,身份证号,联系电话,政治面貌\n张伟民,男,{NUMBER},13800001234,正式党员\n李秀兰,女,,,正式党员\n"
)
WHY = "误录的个人信息"


async def everything(archive: Archive) -> bytes:
    """All that the database holds, one document after the other."""
    found = b""
    async with moment(archive.store) as now:
        for name in now.collections:
            found += b"".join([piece async for piece in now.pieces(name)])
    return found


async def brought_in(archive: Archive, folder: Path) -> tuple[Record, Path]:
    """A person from a roster, edited since, with files of their own and one that another has, too."""
    roster = folder / "党员花名册.csv"
    roster.write_text(ROSTER, "utf-8")
    assert (await run_import(archive, roster, apply=True)).actions["created"] == 2
    (person,) = [each for each in await archive.find(Query(kind="person")) if each.title == "张伟民"]
    person.fields["former_names"] = ["张为民"]
    person = await archive.save(person)
    person = await archive.attach(person.id, data=b"scan of a card" * 30_000, name="card.bin")
    return await archive.attach(person.id, data=b"a shared paper", name="shared.txt"), roster


async def test_what_is_purged_is_gone_and_verify_has_no_finding(archive: Archive, tmp_path: Path) -> None:
    person, roster = await brought_in(archive, tmp_path)
    note = await archive.save(
        Record.new("reading_note", {"person": person.id, "title": "笔记", "date": date(2012, 3, 1)})
    )
    note = await archive.attach(note.id, data=b"a shared paper", name="shared.txt")
    await export(archive, Query(kind="person"), tmp_path / "whole.jsonl", unmask_for="备查")
    draft = archive.settings.home / "drafts" / "0123456789abcdef" / "fedcba9876543210.json"
    draft.parent.mkdir(parents=True)
    draft.write_text(f'{{"record": "{person.id}", "typed": {{"id_no": "{NUMBER}"}}}}', "utf-8")

    plan = await plan_purge(archive, str(person.no))
    assert (plan.versions, len(plan.files), dict(plan.referring)) == (4, 1, {"reading_note": 1})
    with pytest.raises(UsageFault, match="reason"):
        await purge(archive, plan, " ")
    rival = await archive.save(person)
    with pytest.raises(Refused, match="changed meanwhile"):
        await purge(archive, plan, WHY)
    done = await purge(archive, await plan_purge(archive, str(rival.no)), WHY)
    assert (done.files, done.drafts, draft.exists()) == (1, 1, False)

    left = await everything(archive)
    for gone in (NUMBER, "13800001234", "张为民", "scan of a card"):
        assert gone.encode() not in left
    assert b"a shared paper" in left
    (entry,) = [each for each in await archive.journal() if each["action"] == "purge"]
    assert WHY in sentence(entry) and str(person.no) in sentence(entry)
    await Sealer(archive.store, "刘芳").seal()
    assert (await verify(archive)).findings == []
    assert await archive.find(Query(no=str(person.no))) == []

    # What refers to it says so, and can be saved.
    assert (await archive.names([person.id]))[person.id] == f"(purged: {person.no})"
    for way in (archive.get(str(person.no)), archive.get(person.id), archive.void(person.id, "x")):
        with pytest.raises(NotFound, match=f"was purged on .* by 刘芳: {WHY}"):
            await way
    note.fields["pages"] = 12
    saved = await archive.save(note)
    assert person.title not in saved.title
    assert (await verify(archive)).findings == []

    # Neither the roster nor an export brings it back; a trial run says so, too.
    for path in (roster, tmp_path / "whole.jsonl"):
        for apply in (False, True):
            report = await run_import(archive, path, apply=apply)
            assert [item.why for item in report.items if item.refused] == [f"purged:{person.no}"], path
            assert (report.actions["created"], report.exit_code) == (0, 1)
    same = {"name": "张伟民", "id_no": NUMBER, "birth": PartialDate.parse("1978-03-15")}
    anew, back = Record.new("person", same), Record(person.id, "person", {"name": "张伟民"})
    anew.origin = {}  # from a script's own import
    again = await archive.save_many([anew, back])
    assert {str(why) for _, why in again.rejected} == {f"It was purged ({person.no}), and stays out."}
    assert (again.created, len(again.rejected)) == (0, 2)


async def test_a_purge_that_was_killed_is_ended_by_the_next(archive: Archive, tmp_path: Path) -> None:
    person, _ = await brought_in(archive, tmp_path)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([dying_purge.__name__])
    database = archive.store.database.name
    there = []
    # The record goes with the sixth write, a commit; its files by one write each for the file and its pieces.
    for at in (6, 1):
        child = context.Process(target=dying_purge.run, args=(load_settings(), database, person.no, at))
        child.start()
        await asyncio.to_thread(child.join, 60)
        assert child.exitcode == -signal.SIGKILL
        there.append(
            (await archive.store.records.count({"_id": person.id}), await archive.store.files.count({}))
        )
    assert there == [(0, 2), (0, 1)]
    plan = await plan_purge(archive, str(person.no))
    assert plan.record is None
    await purge(archive, plan, "")
    assert await archive.store.chunks.count({}) == 0
    assert b"scan of a card" not in await everything(archive)
    assert len([each for each in await archive.journal() if each["action"] == "purge"]) == 1
    assert (await verify(archive)).findings == []
