"""The child that builds the rows of long tables: the same outcome as without it, whatever happens to it."""

from __future__ import annotations

import asyncio
import csv
import multiprocessing
import os
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psutil
import pytest

from records.archive import Archive
from records.changing import bulk
from records.errors import Refused
from records.intake.batch import run_import
from records.intake.files import pool
from records.intake.loading import row_worker
from records.keep.verify.whole_archive import verify
from records.language import set_language
from records.search.query import Query
from records.settings import load_settings
from tests.databases import Databases
from tests.intake.loading import dying
from tests.intake.loading.test_killed import brought_in, dies
from tests.intake.loading.test_long_tables import HEADINGS, folder, shorten, told

_CHILD = "records.intake.loading.row_child"
_SECONDS = 30
_BOOKS = ("书名", "作者", "类别", "册数", "日期", "所属组织")
_RULES = "files: '走访*.csv'\ncreate: [people]\nunit: 柳树湾村党支部\n"


def registers(tmp_path: Path) -> Path:
    """Visits, and books: a unit by another name, words that the column doesn't know, figures below."""
    where = folder(tmp_path)
    rows = [
        (f"农技手册第{n}册", "周文斌", "甲类" if n % 8 == 0 else "政治理论", str(n), "2011.5.6", unit)
        for n in range(1, 30)
        for unit in ["柳树湾支部" if n % 3 == 0 else "柳树湾村党支部"]
    ]
    with (where / "书籍资料登记表.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([_BOOKS, *rows, ("合计", "", "", "400", "", "")])
    return where


def with_child(monkeypatch: pytest.MonkeyPatch) -> None:
    shorten(monkeypatch)
    monkeypatch.setattr(row_worker, "WORTH_IT", 10)
    # What is read stays in files, as it does of really long tables.
    monkeypatch.setattr(pool, "_SMALL", 0)


def children_of(parent: int) -> list[psutil.Process]:
    found = []
    for each in psutil.Process(parent).children(recursive=True):
        try:
            if _CHILD in each.cmdline():
                found.append(each)
        except psutil.NoSuchProcess:
            continue
    return found


@contextmanager
def killing_all() -> Iterator[list[int]]:
    """Kill every child that builds rows as soon as it is seen; which they were."""
    killed: list[int] = []
    over = threading.Event()

    def work() -> None:
        while not over.wait(0.01):
            for child in children_of(os.getpid()):
                if child.pid not in killed:
                    child.kill()
                    killed.append(child.pid)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield killed
    finally:
        over.set()
        thread.join()


async def state(archive: Archive) -> Counter[Any]:
    """Everything stored, with what its rows said, but for identifiers."""
    found: Counter[Any] = Counter()
    async for record in archive.each(Query()):
        plain = {name: value for name, value in record.fields.items() if isinstance(value, str | bool | int)}
        origin = [record.origin.get(each) for each in ("file", "row", "warnings")]
        found[record.kind, record.title, record.status, record.version, str(plain), str(origin)] += 1
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_child_changes_nothing(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    where = registers(tmp_path)
    shorten(monkeypatch)
    set_language(language)
    try:
        alone = await run_import(archive, where)
        assert alone.general_questions and alone.aliases_learnt
        assert any("total_differs" in warning for file in alone.files for warning in file.warnings)
        monkeypatch.setattr(row_worker, "WORTH_IT", 10)
        both = await run_import(archive, where)
    finally:
        set_language(None)
    assert told(both) == told(alone)
    assert both.general_questions == alone.general_questions


async def test_a_child_reads_below_headings_that_a_mapping_pins(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = registers(tmp_path)
    rules = tmp_path / "map.yaml"
    rules.write_text("files: '书籍*.csv'\nheader: {row: 1}\n", "utf-8")
    shorten(monkeypatch)
    alone = await run_import(archive, where, mapping=rules)
    with_child(monkeypatch)
    both = await run_import(archive, where, mapping=rules)
    assert both.counts == alone.counts and both.counts["library"]["import_flagged"] > 0


async def test_what_a_child_learns_is_stored(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = registers(tmp_path)
    with_child(monkeypatch)
    rules = tmp_path / "map.yaml"
    rules.write_text(_RULES, "utf-8")
    loaded = await run_import(archive, where, mapping=rules, apply=True)
    assert not loaded.failed and len(loaded.new_people) == 3
    assert [name for kind, name, *_ in await state(archive) if kind == "person"].count("钱不识") == 1
    (unit,) = await archive.find(Query(kind="unit"), limit=2)
    assert unit.fields["aliases"] == ["柳树湾支部"]
    again = await run_import(archive, where, mapping=rules, apply=True)
    assert again.batch is None


@pytest.mark.parametrize("apply", [False, True])
async def test_what_a_killed_child_had_not_built_is_built_by_another(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, apply: bool
) -> None:
    where = registers(tmp_path)
    # So long that a pipe does not hold them all: the child waits for whoever takes its parts.
    rows = [
        (str(n), f"2011-04-{n % 28 + 1:02}", "李秀兰", "柳树湾村", f"陈永{n}", f"{n}" + "路不通。" * 2000, "")
        for n in range(1, 40)
    ]
    with (where / "走访农户台账二.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([HEADINGS, *rows])
    shorten(monkeypatch)
    monkeypatch.setattr(bulk, "CHUNK", 7)
    rules = tmp_path / "map.yaml"
    rules.write_text(_RULES, "utf-8")
    alone = await run_import(archive, where, mapping=rules)
    monkeypatch.setattr(row_worker, "WORTH_IT", 10)
    killed: list[psutil.Process] = []

    def kill(done: int) -> None:
        for child in children_of(os.getpid()):
            child.kill()
            child.wait(_SECONDS)
            killed.append(child)

    report = await run_import(archive, where, mapping=rules, apply=apply, on_progress=kill)
    assert len(killed) > 3
    said, expected = told(report), told(alone)
    assert all(said[each] == expected[each] for each in ("counts", "questions", "flagged", "files", "tables"))
    if apply:
        assert (await verify(archive)).findings == []
        again = await run_import(archive, where, mapping=rules, apply=True)
        assert again.batch is None
        assert sum((await state(archive)).values()) == len(await state(archive))


async def test_children_that_all_die_end_the_import_with_a_word(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = registers(tmp_path)
    whole = await run_import(archive, where)
    with_child(monkeypatch)
    with killing_all() as killed, pytest.raises(Refused, match="书籍资料登记表") as refused:
        await run_import(archive, where, apply=True)
    assert len(killed) > 1 and "-9" in refused.value.message
    rest = await run_import(archive, where, apply=True)
    assert not rest.failed
    stored = await state(archive)
    assert sum(n for (kind, *_), n in stored.items() if kind == "household_visit") == sum(
        whole.counts["household_visit"][each] for each in ("import", "import_flagged")
    )
    assert (await run_import(archive, where, apply=True)).batch is None


async def test_a_short_table_starts_no_child(archive: Archive, tmp_path: Path) -> None:
    where = registers(tmp_path)
    began: list[str] = []

    def listen(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "subprocess.Popen":
            began.append(str(arguments[1]))

    sys.addaudithook(listen)
    await run_import(archive, where)
    # Audit hooks stay for good: this one has heard enough.
    assert began and not any(_CHILD in each for each in began)
    heard = tuple(began)
    began.clear()
    assert any("files.child" in each for each in heard)


def test_a_child_ends_with_whoever_wanted_its_rows(
    tmp_path: Path, archive_home: Path, databases: Databases
) -> None:
    where = registers(tmp_path)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([dying.__name__])
    with databases.one() as database:
        importer = context.Process(target=dying.run, args=(load_settings(), database, where, 10**6, True))
        importer.start()
        assert importer.pid is not None
        found: list[psutil.Process] = []
        while not found and importer.is_alive():
            found = children_of(importer.pid)
        importer.kill()
        importer.join(_SECONDS)
        assert found
        _, alive = psutil.wait_procs(found, _SECONDS)
        assert not alive
        databases.forget_the_dead()


def test_killed_at_a_write_of_a_long_table_and_run_again(
    tmp_path: Path, archive_home: Path, databases: Databases
) -> None:
    where = folder(tmp_path)
    with databases.one() as database:
        whole = asyncio.run(brought_in(database, where))
    for at in count(6, 7):
        with databases.one() as database:
            if not dies(database, where, at, long=True):
                assert at > 30
                return
            assert asyncio.run(brought_in(database, where)) == whole, at
            databases.forget_the_dead()
