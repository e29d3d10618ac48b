"""However the application ends while something is typed, it is offered at the next start."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.tui.pty_app import PtyApp
from tui.drafts import BAD

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")

F2, F9, F10, ENTER = "\x1bOQ", "\x1b[20~", "\x1b[21~", "\r"


def drafts(home: Path) -> list[dict[str, object]]:
    found = [path for path in (home / "drafts").glob("*/*.json") if path.parent.name != BAD]
    return [json.loads(path.read_text("utf-8")) for path in found]


def begin_report(app: PtyApp, title: str) -> None:
    """From the home screen: a new research report with a title typed into it."""
    app.keys(F2)  # while the archive is being opened: it is not lost
    app.until("pinyin or initials")
    app.keys("research r")
    app.answers(ENTER, "not saved yet")
    app.until("Authors")
    app.keys(title)
    app.until(title[-1])


def wait_for_draft(app: PtyApp, home: Path, field: str, text: str) -> None:
    end = time.monotonic() + 20
    while not any(text in draft["typed"].get(field, "") for draft in drafts(home)):  # type: ignore[attr-defined]
        assert time.monotonic() < end, f"no such draft was written: {drafts(home)}"
        app.read(0.05)


@pytest.mark.parametrize("how", ["SIGHUP", "SIGTERM", "closed terminal"])
def test_a_polite_end_writes_the_draft_at_once(archive_home: Path, how: str) -> None:
    with PtyApp() as app:
        app.until("Home")
        begin_report(app, "渠系调研")
        if how == "closed terminal":
            os.close(app.terminal)
            app.terminal = os.open(os.devnull, os.O_RDWR)
            app.wait()
        else:
            app.kill(getattr(signal, how))
    assert [draft["typed"]["title"] for draft in drafts(archive_home)] == ["渠系调研"]  # type: ignore[index]


def test_kill_9_leaves_the_drafts_and_the_next_start_offers_them(archive_home: Path) -> None:
    with PtyApp() as app:
        app.until("Home")
        begin_report(app, "渠系调研")
        wait_for_draft(app, archive_home, "title", "渠系调研")
        app.answers(F9, "The whole document")
        app.keys("whole")
        app.answers(ENTER, '"remarks"')
        # Over the null of the remarks, in the fifth line.
        app.keys("\x1b[B" * 4 + "\x1b[F" + "\x7f" * 4)
        wait_for_draft(app, archive_home, "@document", '"remarks": \n')
        app.keys('"灌溉"')
        wait_for_draft(app, archive_home, "@document", '"remarks": "灌溉"')
        app.kill(signal.SIGKILL)
    (folder,) = {path.parent for path in (archive_home / "drafts").glob("*/*.json")}
    (folder / "0123456789abcdef.json").write_text('{"kind": ')
    with PtyApp() as again:
        again.until("Unsaved work was found")
        again.until("The whole document")
        assert [path.read_text() for path in (archive_home / "drafts" / BAD).iterdir()] == ['{"kind": ']
        again.answers(ENTER, '"灌溉"')
        again.answers(F2, "Saved as DY-")
        again.keys(F10)
        again.wait()
    assert again.status == 0
    # The form below the document held the same title, and its own draft.
    with PtyApp() as third:
        third.until("Unsaved work was found")
        third.answers(ENTER, "DY-")
        third.keys(F10)
        third.wait()
    assert drafts(archive_home) == []
