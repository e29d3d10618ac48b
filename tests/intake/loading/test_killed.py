"""An importer killed at any write leaves nothing half done: run again, the import ends as one run whole."""

from __future__ import annotations

import asyncio
import csv
import multiprocessing
import signal
from collections import Counter
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from records.archive import Archive
from records.intake.batch import run_import
from records.opening import open_archive
from records.search.query import Query
from records.settings import load_settings
from tests.databases import Databases
from tests.intake.loading import dying

_ROSTER = [
    ("姓名", "性别", "出生年月", "所在支部", "党员类别"),
    ("张伟民", "男", "1965.03", "柳树湾村党支部", "正式党员"),
    ("李秀兰", "女", "1970.11", "柳树湾村党支部", "正式党员"),
]
_VISITS = [
    ("序号", "走访时间", "干部", "村名", "户主", "反映问题"),
    ("1", "2011-03-05", "张伟民", "柳树湾村", "王德明", "饮水困难"),
    ("2", "2011-03-06", "李秀兰", "柳树湾村", "赵永刚", "路灯不亮"),
]
_ARTICLE = (
    "学习心得体会\n柳树湾村党支部 张伟民\n"
    + "通过学习，我认识到为群众办实事要从小事做起。" * 20
    + "\n2011年6月1日\n"
)


def folder(tmp_path: Path) -> Path:
    where = tmp_path / "往年"
    where.mkdir()
    for name, rows in (("党员花名册.csv", _ROSTER), ("走访农户台账.csv", _VISITS)):
        with (where / name).open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(rows)
    (where / "张伟民学习心得2011.6.1.txt").write_text(_ARTICLE, "utf-8")
    return where


async def state(archive: Archive) -> Counter[Any]:
    """Everything stored, without what differs from one archive to the next."""
    found: Counter[Any] = Counter()
    async for record in archive.each(Query()):
        files = tuple(sorted(each.sha256 for each in record.attachments))
        people = len(record.people)
        found[record.kind, record.title, record.status, record.version, people, files] += 1
    return found


async def brought_in(database: str, path: Path) -> Counter[Any]:
    async with open_archive(replace(load_settings(), database=database)) as archive:
        report = await run_import(archive, path, apply=True)
        assert not report.failed and not report.interrupted
        return await state(archive)


def dies(database: str, path: Path, at: int, *, long: bool = False) -> bool:
    """Whether the import had a write number ``at`` to die after; ``long`` as for ``dying.run``."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([dying.__name__])
    child = context.Process(target=dying.run, args=(load_settings(), database, path, at, long))
    child.start()
    child.join(60)
    assert child.exitcode in (0, -signal.SIGKILL)
    return child.exitcode == -signal.SIGKILL


def test_killed_at_any_write_and_run_again(tmp_path: Path, archive_home: Path, databases: Databases) -> None:
    """What is stored before a write is sent is what was stored after the one before it."""
    where = folder(tmp_path)
    with databases.one() as database:
        whole = asyncio.run(brought_in(database, where))
        assert asyncio.run(brought_in(database, where)) == whole
    assert {kind for kind, *_ in whole} == {"unit", "person", "household_visit", "experience_article"}
    for at in count(1):
        with databases.one() as database:
            if not dies(database, where, at):
                assert at > 10
                return
            assert asyncio.run(brought_in(database, where)) == whole, at
            databases.forget_the_dead()
