"""However the application ends while something is typed, it is offered at the next start."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from records.archive import Archive
from tests.tui.forms.test_quick_entry import branch
from tests.tui.pty_app import PtyApp
from tui.drafts import BAD

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")

F2, F9, F10, F11, ENTER, TAB = "\x1bOQ", "\x1b[20~", "\x1b[21~", "\x1b[23~", "\r", "\t"
CTRL_O, CTRL_P, NEXT_PART = "\x0f", "\x10", "\x1b[6;5~"
#: What a terminal is told when the application takes it over.
ALTERNATE_SCREEN = "\x1b[?1049h"


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
    while not any(text in str(draft["typed"].get(field, "")) for draft in drafts(home)):  # type: ignore[attr-defined]
        assert time.monotonic() < end, f"no such draft was written: {drafts(home)}; {app.seen[-2000:]!r}"
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


@pytest.mark.parametrize("in_peace", [True, False])
def test_a_process_told_to_go_on_ends_all_the_same(archive_home: Path, in_peace: bool) -> None:
    """A terminal that is closed says so, and to go on; Textual began anew then, and never ended."""
    with PtyApp() as app:
        app.until("Home")
        for _ in range(3):
            painted = len(app.seen)
            os.kill(app.pid, signal.SIGCONT)
            app.until(ALTERNATE_SCREEN, after=painted)  # what was pressed before that is thrown away
            if in_peace:
                app.until("Home", after=app.seen.rindex(ALTERNATE_SCREEN))
        begin_report(app, "渠系调研")
        os.kill(app.pid, signal.SIGHUP)
        os.kill(app.pid, signal.SIGCONT)
        app.wait()
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


def by_name(app: PtyApp, words: str, answer: str) -> None:
    """Do what the palette calls ``words``, whole."""
    app.answers(CTRL_P, "What shall be done?")
    app.answers(words, words)
    app.answers(ENTER, answer)


async def test_kill_9_in_quick_entry_and_in_an_editor_loses_nothing(
    archive_home: Path, tmp_path: Path, archive: Archive
) -> None:
    await branch(archive, ("张伟民", "李秀兰"))
    editor, runs = tmp_path / "editor", tmp_path / "runs"
    # It saves at once, and stays in front until somebody ends it.
    editor.write_text(
        f'#!/bin/sh\necho $$ >>{runs}\necho "$1" >{tmp_path}/file\n'
        f'printf "第%s稿" $(wc -l <{runs}) >"$1"\nexec cat\n'
    )
    editor.chmod(0o755)
    with PtyApp(VISUAL=str(editor)) as app:
        app.until("3 records")
        by_name(app, "Quick entry: Study entries of a branch in one grid", "Which records?")
        app.answers("reading n" + ENTER, "OK (F2)")
        app.answers(F2, "rows filled in")
        app.keys(f"张伟民{TAB}2012-10{TAB}党章")
        wait_for_draft(app, archive_home, "@rows", "党章")

        by_name(app, "Quick entry: The scores of a test", "Which test?")
        app.answers(ENTER, "OK (F2)")
        app.answers(F2, "Ctrl+D fill down")
        app.keys(f"李秀兰{TAB}88")
        wait_for_draft(app, archive_home, "results", "88")
        app.answers("\x1b", "not saved yet")

        by_name(app, "Quick entry: A meeting and who came", "OK (F2)")
        app.answers("sy", "上营村党支部")
        app.answers(ENTER, "OK (F2)")
        app.answers(F2, "expected 2")
        app.answers("zwm" + ENTER, "present 1")
        wait_for_draft(app, archive_home, "attendance", "缺席")
        app.answers("\x1b", "not saved yet")

        by_name(app, "New: Research report", "not saved yet")
        app.until("Fieldwork")
        app.keys("渠系调研")
        app.answers(NEXT_PART, "Advice")
        app.keys("先写的")
        wait_for_draft(app, archive_home, "findings", "先写的")
        app.answers(F11, "Esc goes back to the form")
        app.keys("全屏")
        wait_for_draft(app, archive_home, "findings", "全屏")
        app.keys(CTRL_O)
        wait_for_draft(app, archive_home, "findings", "第1稿")
        painted = len(app.seen)
        os.kill(int(runs.read_text()), signal.SIGKILL)
        app.until("The editor ended with error", after=painted)
        app.keys(CTRL_O)
        wait_for_draft(app, archive_home, "findings", "第2稿")
        app.kill(signal.SIGKILL)
    # The editor outlives the application, and saves once more.
    file = Path((tmp_path / "file").read_text().strip())
    file.write_text("最后一稿\n", "utf-8")
    with PtyApp() as again:
        again.until("Unsaved work was found")
        for title in ("渠系调研", "Reading note", "Test or contest (no title", "Session (no title"):
            again.until(title)
        again.answers(ENTER, "Fieldwork")
        again.answers(NEXT_PART, "最后一稿")
        again.keys("又")
        wait_for_draft(again, archive_home, "findings", "又最后一稿")
    assert len(drafts(archive_home)) == 4 and not file.exists()
