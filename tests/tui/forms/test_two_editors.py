"""Two windows on one embedded server: both edit one record, somebody voids it, and the server is killed."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from records.archive import Archive
from records.opening import open_archive
from records.record import Record
from records.search.query import Query
from records.settings import Settings, load_settings
from records.store.embedded import Running
from tests.store.proxy import wire
from tests.tui.forms.test_killed import begin_report
from tests.tui.pty_app import PtyApp

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")

F2, ENTER, TAB = "\x1bOQ", "\r", "\t"
TITLE = "渠系调研"


@pytest.fixture
async def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Archive]:
    """An archive with an embedded server of its own, that the windows join."""
    for name in ("MONGODB_URI", "XUEDANG_ARCHIVE", "XUEDANG_DATE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XUEDANG_HOME", str(tmp_path / "data"))
    async with open_archive(Settings(home=tmp_path / "data", operator="test")) as archive:
        yield archive


def open_record(app: PtyApp) -> None:
    """The record's form, from the home screen."""
    app.until("1 record")
    app.until(TITLE)
    app.keys(TAB * 2)  # over what needs attention to what was changed last
    app.answers(ENTER, "Authors")  # its version gives way where somebody else is editing it already


async def test_two_windows_edit_one_record_and_the_server_is_killed(shared: Archive) -> None:
    record = await shared.save(Record.new("research_report", {"title": TITLE, "topic": "水利"}))
    with PtyApp(XUEDANG_OPERATOR="刘芳") as first, PtyApp(XUEDANG_OPERATOR="王岚") as second:
        open_record(first)
        first.answers("、甲", "*")
        first.until("甲")
        open_record(second)
        second.until("刘芳 is editing it, too")
        # Different fields: they come together without a question.
        second.keys(TAB * 2)
        second.answers("乙", "*")
        second.answers(F2, "version 2")
        first.until("Somebody saved this record just now")
        first.answers(F2, "version 3")
        stored = await shared.get(record.id)
        assert (stored.fields["title"], stored.fields["topic"]) == (f"{TITLE}、甲", "水利乙")
        assert stored.updated is not None and stored.updated.by == "刘芳"

        # The same field: both texts side by side, one is chosen.
        second.until("version 3")
        first.answers("丙", "丙")
        second.keys("\x1b[Z" * 2 + "\x1b[F丁")
        second.answers(F2, "version 4")
        first.answers(F2, "Changed by you and by 王岚")
        first.answers(F2, "version 5")
        stored = await shared.get(record.id)
        assert (stored.fields["title"], stored.fields["topic"]) == (f"{TITLE}、甲丙", "水利乙")

        # The server is killed: it is started again, and the save that it did not live to see is one version.
        second.until("version 5")
        first.answers("戊", "戊")
        os.kill(shared.server.pid, signal.SIGKILL)
        # In a thread: this process started the server, and looks after its own dead child.
        await asyncio.to_thread(first.answers, F2, "version 6", seconds=40)
        second.until("version 6", seconds=40)
        assert [each.version for each in await shared.history(record.id)] in (
            [6, 5, 4, 3, 2, 1],
            [*range(1, 7)],
        )

        # Somebody declares it void: what was typed stays, and is refused.
        first.answers("己", "己")
        await shared.void(record.id, "重复")
        first.answers(F2, "was declared void")
        assert (await shared.get(record.id)).fields["title"] == f"{TITLE}、甲丙戊"
        assert first.status is None


async def test_a_server_behind_a_bad_line(archive_home: Path, tmp_path: Path, mongod: Running) -> None:
    async with wire(tmp_path, mongod.socket) as cable, open_archive(load_settings()) as archive:
        with PtyApp(MONGODB_URI=cable.uri) as app:
            await asyncio.to_thread(begin_report, app, TITLE)
            # The server has stored it and its answer is lost: one version, not two.
            cable.cut_after_commit = True
            await asyncio.to_thread(app.answers, F2, "Saved as DY-")
            assert cable.cuts == 1
            (record,) = await archive.find(Query())
            assert len(await archive.history(record.id)) == 1

            # The line is dead: the form says so and stays as it is; saving works when the line is back.
            await asyncio.to_thread(app.answers, "续", "续")
            cable.unplug()
            await asyncio.to_thread(app.answers, F2, "be reached", seconds=40)
            cable.down = False
            await asyncio.to_thread(app.answers, F2, "version 2", seconds=40)
            assert (await archive.get(record.id)).fields["title"] == f"{TITLE}续"
            assert len(await archive.history(record.id)) == 2
