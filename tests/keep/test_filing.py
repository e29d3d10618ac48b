"""Filing a year: what is filed as what, in which order, whatever happens in between; and that it stays so."""

from __future__ import annotations

import asyncio
import csv
import hashlib
import json
import multiprocessing
import signal
from datetime import date
from pathlib import Path
from typing import Any

import bagit
import bson
import pytest
from bson.objectid import ObjectId

from records.archive import Archive
from records.errors import InvalidRecord, Refused
from records.filing import Filed
from records.keep.filing.assigning import file_year
from records.keep.filing.correcting import begin_correction
from records.keep.filing.disposing import Approval, disposable, dispose
from records.keep.filing.package import hand_over
from records.keep.filing.proposal import propose
from records.keep.filing.scheme import draft_fields, load_scheme
from records.record import Record
from records.settings import load_settings
from records.values import PartialDate
from tests.keep import dying_filing

APPROVED = {
    "approved_by": "青杨县档案局",
    "approved_on": date(2011, 12, 20),
    "approval_no": "青档发〔2011〕8号",
}
NEWER_FORM = "{fonds}-{category}·{year}·{retention}·{unit}-{item}"


async def scheme(archive: Archive, **more: Any) -> Record:
    fields = draft_fields(2011, "中共青杨河乡委员会") | {"fonds": "Z109", "unit": "BGS"} | APPROVED | more
    return await archive.save(Record.new("filing_scheme", fields, status="verified"))


async def decision(archive: Archive, title: str, day: date, status: str = "verified") -> Record:
    winner = await archive.save(Record.new("person", {"name": "张伟民"}))
    fields = {"title": title, "doc_no": f"青党发〔{day.year}〕{day.month}号", "decided_on": day}
    return await archive.save(Record.new("commendation", fields | {"winners": [winner.id]}, status=status))


async def report(archive: Archive, title: str, month: int, importance: str | None = None) -> Record:
    author = await archive.save(Record.new("person", {"name": "李秀兰"}))
    fields: dict[str, Any] = {
        "title": title,
        "authors": [author.id],
        "place": "上营村",
        "finished_on": PartialDate.parse(f"2011-{month:02}-08"),
        "findings": "饮水困难",
        "advice": "打井",
    }
    if importance:
        fields["importance"] = importance
    return await archive.save(Record.new("research_report", fields, status="verified"))


async def papers(archive: Archive) -> dict[str, Record]:
    """Five papers of two periods, stored in another order than they are filed in."""
    return {
        "plain": await report(archive, "饮水调研", 3),
        "late": await decision(archive, "关于表彰先进的决定", date(2011, 7, 1)),
        "weighty": await report(archive, "全乡水利调研", 6, "重要"),
        "early": await decision(archive, "关于表彰标兵的决定", date(2011, 2, 1)),
        "second": await report(archive, "道路调研", 5, "一般"),
    }


async def codes(archive: Archive, made: dict[str, Record]) -> dict[str, str]:
    stored = await archive.get_many(each.id for each in made.values())
    return {name: str(Filed.of(stored[each.id].archive) or "") for name, each in made.items()}


IN_ORDER = {
    "early": "Z109-WS·2011-Y-BGS-0001",
    "weighty": "Z109-WS·2011-Y-BGS-0002",
    "late": "Z109-WS·2011-Y-BGS-0003",
    "plain": "Z109-WS·2011-D10-BGS-0001",
    "second": "Z109-WS·2011-D10-BGS-0002",
}


async def test_a_year_is_proposed_approved_and_filed_in_order(archive: Archive) -> None:
    made = await papers(archive)
    waiting = await decision(archive, "待审的决定", date(2011, 9, 1), "submitted")
    proposed = await propose(archive, 2011)
    assert not proposed.scheme.in_force
    assert len(proposed.papers) == 5
    with pytest.raises(Refused, match="approved"):
        await file_year(archive, 2011)
    unapproved = await archive.save(Record.new("filing_scheme", draft_fields(2011, "乡党委")))
    assert not (await load_scheme(archive, 2011)).in_force
    await archive.void(unapproved.id, "重新起草")
    await scheme(archive)
    assert not (await load_scheme(archive, 2010)).in_force, "it holds from its year on"
    proposed = await propose(archive, 2011)
    assert proposed.scheme.approved == "青杨县档案局 2011-12-20 青档发〔2011〕8号"
    assert {str(each.filed) for each in proposed.papers} == set(IN_ORDER.values())
    assert proposed.counts() == {"Y": 3, "D30": 0, "D10": 2}
    assert [(each.id, each.why) for each in proposed.left_out] == [(waiting.id, "it is not verified")]
    assert len((await propose(archive, 2011, on=date(2011, 5, 31))).papers) == 3

    filing = await file_year(archive, 2011, chunk=2)
    assert filing.filed == 5
    assert await codes(archive, made) == IN_ORDER
    entries = [each for each in await archive.journal() if each.get("batch") == filing.batch]
    assert [each["count"] for each in reversed(entries)] == [2, 2, 1]
    assert (await file_year(archive, 2011)).filed == 0, "again changes nothing"
    await archive.approve([waiting.id])
    earlier = await decision(archive, "补报的决定", date(2011, 1, 5))
    await file_year(archive, 2011)
    later = await codes(archive, {"earlier": earlier, "waiting": waiting})
    assert later == {"earlier": "Z109-WS·2011-Y-BGS-0004", "waiting": "Z109-WS·2011-Y-BGS-0005"}
    assert await codes(archive, made) == IN_ORDER


async def test_codes_of_the_newer_standard_and_a_matter_of_their_own(archive: Archive) -> None:
    periods = [{"kind": "commendation", "retention": "D30", "unit": "组织"}, {"kind": "DY", "retention": "Y"}]
    await scheme(archive, form=NEWER_FORM, unit="办公室", digits=3, periods=periods)
    made = {
        "decision": await decision(archive, "决定", date(2012, 2, 1)),
        "report": await report(archive, "调研", 3),
    }
    await file_year(archive, 2011)
    await file_year(archive, 2012)
    assert await codes(archive, made) == {
        "decision": "Z109-WS·2012·D30·组织-001",
        "report": "Z109-WS·2011·Y·办公室-001",
    }
    taken = {"code": "Z109-WS·2011·Y·办公室-001"}
    with pytest.raises(Refused, match="under that code"):
        await archive.save(Record.new("person", {"name": "赵永刚"}, archive=taken))


async def test_killed_in_between_a_run_goes_on_with_the_same_numbers(archive: Archive) -> None:
    await scheme(archive)
    made = await papers(archive)
    expected = {each.id: str(each.filed) for each in (await propose(archive, 2011)).papers}
    order = list(expected)
    database = archive.store.database.name
    filed_after = []
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([dying_filing.__name__])
    # A chunk is five writes, the last its commit: death before that leaves nothing of it.
    for at in (1, 2, 3, 4, 5, 6):
        child = context.Process(target=dying_filing.run, args=(load_settings(), database, 2011, at))
        child.start()
        await asyncio.to_thread(child.join, 60)
        assert child.exitcode == -signal.SIGKILL
        found = await codes(archive, {str(each): made_of(made, each) for each in order})
        filed = [each for each in order if found[str(each)]]
        assert filed == order[: len(filed)], "the first of the order, without a gap"
        assert all(found[str(each)] == expected[each] for each in filed)
        filed_after.append(len(filed))
    assert filed_after == [0, 0, 0, 0, 2, 4]
    await file_year(archive, 2011)
    assert await codes(archive, made) == IN_ORDER


def made_of(made: dict[str, Record], identifier: ObjectId) -> Record:
    return next(each for each in made.values() if each.id == identifier)


async def test_two_who_file_at_once_give_each_number_once(archive: Archive) -> None:
    await scheme(archive)
    made = await papers(archive)
    one, other = await asyncio.gather(
        file_year(archive, 2011, chunk=1), file_year(archive, 2011, chunk=2), return_exceptions=False
    )
    assert one.filed + other.filed == 5
    assert await codes(archive, made) == IN_ORDER


async def test_what_is_filed_is_frozen_and_a_correction_takes_its_place(archive: Archive) -> None:
    await scheme(archive)
    paper = await decision(archive, "关于表彰先进的决定", date(2011, 7, 1))
    stale = await archive.get(paper.id)
    await file_year(archive, 2011)
    filed = await archive.get(paper.id)
    changed = filed.copy()
    changed.fields["title"] = "改过的决定"
    for refused in (
        archive.save(changed),
        archive.save(stale),
        archive.void(filed.id, "重复"),
        archive.attach(filed.id, data=b"1", name="附件.txt"),
        archive.restore(filed.id, 1),
    ):
        with pytest.raises(Refused, match="Z109-WS·2011-Y-BGS-0001"):
            await refused
    (why,) = await archive.rewrite(
        [filed.id], lambda each: changed, action="bulk_change", note="", batch=ObjectId()
    )
    assert "filed" in why[1].message
    again = filed.copy()
    again.fields["title"], again.version = "又改过的决定", filed.version
    assert len((await archive.save_many([again])).rejected) == 1
    assert (await archive.get(filed.id)).version == filed.version

    correction = begin_correction(filed)
    correction.fields["title"] = "关于表彰先进的决定（更正）"
    draft = await archive.save(correction)
    assert draft.corrects == filed.id
    assert (await archive.get(filed.id)).status == "verified", "until the correction is verified"
    with pytest.raises(InvalidRecord):
        await archive.save(begin_correction(filed))
    assert len((await archive.approve_many([draft.id])).refused) == 0
    first = await archive.get(filed.id)
    assert (first.status, first.archive) == ("void", filed.archive)
    assert str(draft.no) in (first.void_reason or "")
    (newest,) = await archive.journal(record=filed.id, limit=1)
    assert newest["action"] == "supersede"
    with pytest.raises(Refused):
        await archive.unvoid(filed.id)
    await file_year(archive, 2011)
    assert (await codes(archive, {"new": draft}))["new"] == "Z109-WS·2011-Y-BGS-0002"
    with pytest.raises(Refused, match="no filed record"):
        await archive.save(Record.new("person", {"name": "赵永刚"}, corrects=ObjectId()))


async def test_what_has_outlived_its_period_is_proposed_and_recorded(archive: Archive) -> None:
    await scheme(archive)
    made = await papers(archive)
    await file_year(archive, 2011)
    assert await disposable(archive, on=date(2021, 12, 31)) == []
    due = await disposable(archive, on=date(2022, 1, 1))
    assert [str(each.filed) for each in due] == [IN_ORDER["plain"], IN_ORDER["second"]]
    assert due[0].filed.kept_until == 2021
    approval = Approval("王德明", date(2022, 3, 1), "青档鉴〔2022〕1号")
    with pytest.raises(Refused, match="period has not ended"):
        await dispose(archive, [made["late"].id], approval, on=date(2022, 3, 1))
    assert await dispose(archive, [due[0].id], approval, on=date(2022, 3, 1)) == 1
    gone = await archive.get(due[0].id)
    assert gone.status == "void"
    assert "青档鉴〔2022〕1号" in (gone.void_reason or "")
    assert gone.fields["findings"] == "饮水困难", "nothing is deleted"
    (entry,) = await archive.journal(record=gone.id, limit=1)
    assert entry["action"] == "dispose"
    assert len(await disposable(archive, on=date(2022, 3, 1))) == 1


async def test_a_filed_year_is_handed_over_and_checked_without_xuedang(
    archive: Archive, tmp_path: Path
) -> None:
    committee = {"name": "中共青杨河乡委员会", "category": "党委"}
    await archive.save(Record.new("unit", committee, status="submitted"))
    await scheme(archive)
    made = await papers(archive)
    await archive.attach(made["late"].id, data=b"scan", name="../原件：一.pdf")
    await archive.attach(made["late"].id, data=b"other scan", name="../原件：一.pdf")
    with pytest.raises(Refused, match="Nothing is filed"):
        await hand_over(archive, 2011, tmp_path / "2011", on=date(2012, 1, 5))
    await file_year(archive, 2011)
    paper = {"document": "commendation", "subject": made["late"].id, "template_sha256": "0", "snapshot": "{}"}
    word = await archive.keep_file("决定.docx", b"word")
    own = await archive.keep_file("template-1.docx", b"template")
    await archive.save(Record.new("issued_document", paper, status="verified", attachments=[word, own]))
    given = {"arranged_by": "刘芳", "on": date(2012, 1, 5), "papers": {"catalogue.docx": b"docx"}}
    done = await hand_over(archive, 2011, tmp_path / "2011", **given)  # type: ignore[arg-type]
    assert (done.papers, done.unsealed) == (5, 0)
    with pytest.raises(Refused, match="there already"):
        await hand_over(archive, 2011, tmp_path / "2011", on=date(2012, 1, 5))

    bag = bagit.Bag(str(done.folder))
    bag.validate()
    assert bag.info["External-Identifier"] == "Z109 2011"
    data = done.folder / "data"
    rows = list(csv.reader((data / "catalogue.csv").open(encoding="utf-8-sig")))
    assert [row[1] for row in rows[1:]] == list(IN_ORDER.values())
    metadata = list(csv.DictReader((data / "metadata.csv").open(encoding="utf-8-sig")))
    assert metadata[0]["Retention"] == "permanent"
    assert metadata[2]["Attachments"] == "../原件：一.pdf、../原件：一.pdf"
    note = (data / "box-note.txt").read_text("utf-8")
    assert "3 items: Z109-WS·2011-Y-BGS-0001 – Z109-WS·2011-Y-BGS-0003" in note
    assert "Arranged by 刘芳, 2012-01-05" in note
    decision = data / "papers" / IN_ORDER["late"]
    assert {each.read_bytes() for each in (decision / "attachments").iterdir()} == {b"scan", b"other scan"}
    assert "关于表彰先进的决定" in (decision / "record.html").read_text("utf-8")
    assert json.loads((decision / "record.json").read_text("utf-8"))["archive"]["code"] == IN_ORDER["late"]
    assert [each.name for each in data.glob("issued/*/*")] == ["决定.docx"]
    assert proved(data) == set(IN_ORDER.values())

    (decision / "record.json").write_text("{}", "utf-8")
    with pytest.raises(bagit.BagValidationError):
        bag.validate()


def proved(data: Path) -> set[str]:
    """The codes whose record an entry has the hash of, whose own hash a sound seal has. Without xuedang."""
    entries = bson.decode_all((data / "journal" / "entries.bson").read_bytes())
    bound = set()
    for seal in bson.decode_all((data / "journal" / "seals.bson").read_bytes()):
        without = {name: value for name, value in seal.items() if name != "root"}
        assert hashlib.sha256(bson.encode(without)).digest() == seal["root"]
        bound |= {(each["id"], each["hash"]) for each in seal["entries"]}
    told = set()
    for entry in entries:
        assert (entry["_id"], hashlib.sha256(bson.encode(entry)).digest()) in bound
        told |= {each["h"] for each in entry.get("records", ())} | {entry.get("hash")}
    papers = list((data / "papers").iterdir())
    return {
        each.name for each in papers if hashlib.sha256((each / "record.bson").read_bytes()).digest() in told
    }
