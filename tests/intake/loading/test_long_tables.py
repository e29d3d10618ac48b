"""Tables too long to be held: the same outcome as if they were short, part by part."""

from __future__ import annotations

import asyncio
import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from records.archive import Archive
from records.changing import bulk
from records.errors import DiskFull
from records.intake.batch import run_import
from records.intake.loading import ledger, long_rows, seen
from records.intake.loading.seen import Seen
from records.intake.loading.undo import undo
from records.intake.report import ImportReport
from records.intake.report_json import report_json
from records.intake.tables import source
from records.keep.verify.whole_archive import verify
from records.opening import open_archive
from records.search.query import Query
from records.store.embedded import EmbeddedServer
from tests.scripts.terminal import Terminal
from tests.small_disk import fill, small_disk

_ROSTER = [
    ("姓名", "性别", "出生年月", "所在支部", "党员类别"),
    ("张伟民", "男", "1965.03", "柳树湾村党支部", "正式党员"),
    ("李秀兰", "女", "1970.11", "柳树湾村党支部", "正式党员"),
]
HEADINGS = ("序号", "走访时间", "干部", "村名", "户主", "反映问题", "备注栏")


def visits() -> list[tuple[str, ...]]:
    """Forty rows: most plain, some with a doubt, a fault, a stranger, or printed twice."""
    rows: list[tuple[str, ...]] = []
    for number in range(1, 41):
        day, name, household = f"2011-03-{number % 28 + 1:02}", "张伟民", f"王德明{number}"
        if number % 9 == 0:
            day = "2011-02-30"
        if number % 10 == 0:
            name = "钱不识"
        if number % 7 == 0:
            day = "3月5日"
        # What stands in a column that nothing takes is a doubt.
        unread = "乙" if number % 5 == 0 else ""
        rows.append((str(number), day, name, "柳树湾村", household, f"饮水困难{number}", unread))
    rows.append(("41", *rows[0][1:]))
    rows.append(("42", *rows[1][1:5], "另一件事", "乙"))
    rows.append(("43", "2011-04-01", "李秀兰", "柳树湾村", "", "户主没写", "乙"))
    return rows


def folder(tmp_path: Path) -> Path:
    where = tmp_path / "往年"
    where.mkdir()
    for name, rows in (("党员花名册.csv", _ROSTER), ("走访农户台账.csv", [HEADINGS, *visits()])):
        with (where / name).open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(rows)
    return where


def shorten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Long is what has more than ten rows, in parts of seven; little is held in memory."""
    monkeypatch.setattr(source, "LONG_TABLE", 10)
    monkeypatch.setattr(long_rows, "PART", 7)
    monkeypatch.setattr(seen, "IN_MEMORY", 5)
    monkeypatch.setattr(ledger, "IN_MEMORY", 3)


def told(report: ImportReport) -> dict[str, Any]:
    """All that a report says but where it was stored."""
    said = report_json(report)
    for name in ("batch", "rejects_file"):
        said.pop(name)
    for row in said["totals"]:
        row.pop("person")
    return said | {"exit": report.exit_code, "tables": [(each.taken, each.asked) for each in report.tables]}


async def test_a_long_table_comes_to_what_a_short_one_comes_to(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = folder(tmp_path)
    short = await run_import(archive, where)
    shorten(monkeypatch)
    long = await run_import(archive, where)
    assert told(long) == told(short)
    assert len(long.items) < len(short.items)

    done: list[int] = []
    loaded = await run_import(archive, where, apply=True, on_progress=done.append)
    assert loaded.actions == long.actions and loaded.counts == long.counts
    assert done[-1] == loaded.actions["created"]
    assert loaded.batch is not None and loaded.rejects_file is not None
    with loaded.rejects_file.open(encoding="utf-8-sig", newline="") as written:
        refused = list(csv.reader(written))
    assert len(refused) == 1 + len(loaded.rejects)
    stored = await number(archive, "household_visit")
    taken = loaded.counts["household_visit"]
    assert stored == taken["import"] + taken["import_flagged"]

    again = await run_import(archive, where, apply=True)
    assert again.batch is None
    assert {**again.actions, "unchanged": 0} == {"created": 0, "updated": 0, "unchanged": 0, "kept": 0}


async def test_a_long_import_stopped_in_between_is_completed_by_the_next(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = folder(tmp_path)
    shorten(monkeypatch)
    whole = await run_import(archive, where)
    asked = iter([False] * 8)
    begun = await run_import(archive, where, apply=True, cancelled=lambda: next(asked, True))
    assert begun.interrupted and begun.exit_code == 3
    assert 0 < begun.actions["created"] < whole.actions["created"]
    rest = await run_import(archive, where, apply=True)
    assert begun.actions["created"] + rest.actions["created"] == whole.actions["created"]

    assert begun.batch is not None and rest.batch is not None
    for each in (rest, begun):
        assert not (await undo(archive, await _batch(archive, each))).kept
    assert await number(archive, "household_visit") == 0


def test_an_import_on_a_disk_that_fills_goes_on_when_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    where, home, terminal = folder(tmp_path), tmp_path / "home", Terminal(capsys)
    shorten(monkeypatch)
    monkeypatch.setattr(bulk, "CHUNK", 7)
    monkeypatch.setenv("XUEDANG_HOME", str(home))
    monkeypatch.delenv("MONGODB_URI", raising=False)
    command = ("import", str(where), "--apply")

    def told(done: int, *, total: int | None = None, label: str | None = None) -> None:
        if done >= 10 and not (home / "ballast").exists():
            fill(home, megabytes_left=400)

    async def until_it_is_full(mounted: bool) -> int:
        async with open_archive() as archive:
            whole = (await run_import(archive, where)).counts["household_visit"]
            if mounted:
                with pytest.raises(DiskFull, match="MB"):
                    await run_import(archive, where, apply=True, on_progress=told)
                assert 0 < await number(archive, "household_visit") < whole["import"]
            return whole["import"] + whole["import_flagged"]

    async def in_the_end() -> int:
        async with open_archive() as archive:
            assert (await verify(archive)).findings == []
            return await number(archive, "household_visit")

    with small_disk(home, "700m") as mounted:
        server = EmbeddedServer(home)
        server.join()
        expected = asyncio.run(until_it_is_full(mounted))
        if mounted:
            assert terminal.run(*command) == 3
            assert "run the same import again" in terminal.err
            (home / "ballast").unlink()
        assert terminal.run(*command) == 1, terminal.err
        assert asyncio.run(in_the_end()) == expected
        server.leave()


async def number(archive: Archive, kind: str) -> int:
    return (await archive.count(Query(kind=kind))).number


async def _batch(archive: Archive, report: ImportReport) -> Any:
    rows = await archive.store.batches.find({})
    return next(row["_id"] for row in rows if str(row["_id"]) == report.batch)


async def test_people_whom_a_long_table_makes_known_come_before_its_rows(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = folder(tmp_path)
    shorten(monkeypatch)
    rules = tmp_path / "map.yaml"
    rules.write_text("files: '走访*.csv'\ncreate: [people]\nunit: 柳树湾村党支部\n", "utf-8")
    loaded = await run_import(archive, where, mapping=rules, apply=True)
    assert not loaded.failed and not loaded.questions
    assert await number(archive, "person") == 3


async def test_a_long_table_with_too_many_bad_rows_is_refused_as_a_whole(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = folder(tmp_path)
    shorten(monkeypatch)
    rules = tmp_path / "map.yaml"
    for limit, stored in (("2%", 0), ("50%", 1)):
        rules.write_text(f"files: '走访*.csv'\nmax_reject: {limit}\n", "utf-8")
        report = await run_import(archive, where, mapping=rules, apply=True)
        assert bool(report.failed) is not bool(stored)
        assert bool(await number(archive, "household_visit")) is bool(stored)

    # Counting them is a reading of its own, which may take minutes: it can be stopped as well.
    asked = iter(range(10**9))
    report = await run_import(archive, where, mapping=rules, apply=True, cancelled=lambda: next(asked) > 5)
    assert (report.interrupted, report.applied) == (True, False)
    assert next(asked) < 12


@given(st.lists(st.tuples(st.text(max_size=2), st.text(max_size=2)), max_size=40))
@example([("", "\x1f"), ("\x1f", "")])
def test_seen_counts_what_a_dictionary_counts(parts: list[tuple[str, str]]) -> None:
    counted, counts = Seen(), dict[tuple[str, str], int]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seen, "IN_MEMORY", 5)
        for each in parts:
            counts[each] = counts.get(each, 0) + 1
            assert counted.again(*each) == counts[each]
