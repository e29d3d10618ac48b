"""However the application ends while a form is dirty, what was typed is offered at the next start."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.tui.pty_app import PtyApp

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")

F2, F10, ENTER = "\x1bOQ", "\x1b[21~", "\r"


def drafts(home: Path) -> list[dict[str, object]]:
    return [json.loads(path.read_text("utf-8")) for path in (home / "drafts").glob("*/*.json")]


def begin_report(app: PtyApp, title: str) -> None:
    """From the home screen: a new research report with a title typed into it."""
    app.until("0 records")
    app.keys(F2)
    app.until("pinyin or initials")
    app.keys("research r")
    app.keys(ENTER)
    app.until("not saved yet")
    app.until("Authors")
    app.keys(title)
    app.until(title[-1])


def wait_for_draft(app: PtyApp, home: Path, title: str) -> None:
    end = time.monotonic() + 20
    while not any(draft["typed"]["title"] == title for draft in drafts(home)):  # type: ignore[index]
        assert time.monotonic() < end, "no draft was written"
        app.read(0.05)


@pytest.mark.parametrize("how", ["SIGHUP", "SIGTERM", "closed terminal"])
def test_a_polite_end_writes_the_draft_at_once(archive_home: Path, how: str) -> None:
    with PtyApp() as app:
        begin_report(app, "渠系调研")
        if how == "closed terminal":
            os.close(app.terminal)
            app.terminal = os.open(os.devnull, os.O_RDWR)
            app.wait()
        else:
            app.kill(getattr(signal, how))
    assert [draft["typed"]["title"] for draft in drafts(archive_home)] == ["渠系调研"]  # type: ignore[index]


def test_kill_9_leaves_the_draft_and_the_next_start_offers_it(archive_home: Path) -> None:
    with PtyApp() as app:
        begin_report(app, "渠系调研")
        wait_for_draft(app, archive_home, "渠系调研")
        app.kill(signal.SIGKILL)
    with PtyApp() as again:
        again.until("Unsaved work was found")
        again.keys(ENTER)
        again.until("not saved yet")
        painted = len(again.seen)
        again.keys(F2)
        again.until("Saved as DY-", after=painted)
        again.keys(F10)
        again.wait()
    assert again.status == 0
    assert drafts(archive_home) == []
