"""``doctor``: what it finds of terminal, machine and server, and that it says what to do about it."""

from __future__ import annotations

import os
import pty
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from rich.cells import cell_len

from scripts.checkup.finding import Finding
from scripts.checkup.machine import (
    clock_finding,
    file_system,
    filesystem_finding,
    folder_findings,
    fonts_finding,
)
from scripts.checkup.terminal import MEASURED, measured_widths, widths_finding
from tests.scripts.terminal import Terminal

_ASKED = re.compile("\r(.)\x1b\\[6n")


def answered(width: Callable[[str], int | None]) -> dict[str, int]:
    """What is measured on a terminal that draws characters so wide; None: one that does not answer."""
    master, slave = pty.openpty()

    def terminal() -> None:
        with suppress(OSError):  # closed: the terminal is gone
            seen = b""
            while chunk := os.read(master, 64):
                seen += chunk
                with suppress(UnicodeDecodeError):
                    if match := _ASKED.search(seen.decode()):
                        seen = b""
                        if cells := width(match[1]):
                            os.write(master, f"\x1b[3;{1 + cells}R".encode())

    thread = Thread(target=terminal, daemon=True)
    thread.start()
    try:
        return measured_widths(slave, slave)
    finally:
        os.close(slave)
        os.close(master)
        thread.join(5)


def test_widths_are_those_that_the_terminal_answers() -> None:
    narrow = answered(cell_len)
    assert narrow == {each: cell_len(each) for each in MEASURED}
    assert widths_finding(narrow, ascii=False).grade == "good"
    wide = answered(lambda character: 2)
    assert wide["“"] == wide["─"] == 2
    found = widths_finding(wide, ascii=False)
    assert (found.grade, "“ ” — …" in found.found, "--ascii" in found.todo) == ("wrong", True, True)
    assert widths_finding(wide, ascii=True).grade == "note", "frames are whole then"
    assert widths_finding(answered(lambda character: 1), ascii=True).grade == "wrong", "no Chinese"
    assert answered(lambda character: None) == {}
    assert widths_finding({}, ascii=False).grade == "note"


def test_what_is_wrong_with_a_machine_is_told_with_what_to_do(tmp_path: Path) -> None:
    now = datetime(2011, 5, 1, tzinfo=UTC)
    wrong: list[Finding] = [
        filesystem_finding(tmp_path, "nfs4"),
        clock_finding(now + timedelta(hours=1), now),
    ]
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    assert next(folder_findings(home)).grade == "good"
    home.chmod(0o755)
    wrong.append(next(folder_findings(home)))
    assert [(each.grade, bool(each.means), bool(each.todo)) for each in wrong] == [("wrong", True, True)] * 3
    assert filesystem_finding(tmp_path, "ext4").grade == clock_finding(now, now).grade == "good"
    assert next(folder_findings(tmp_path / "none")).grade == "good", "made at the first start"
    assert os.name != "posix" or not Path("/proc/self/mounts").exists() or file_system(tmp_path)
    assert fonts_finding(None).grade == "good"
    lacking = fonts_finding({"Noto Serif CJK SC", "SimHei", "SimSun", "FZXiaoBiaoSong-B05S"})
    assert (lacking.grade, lacking.found) == ("note", "not here: 仿宋_GB2312, 楷体_GB2312")
    assert "Noto Serif CJK SC" in lacking.means


def test_an_archive_that_is_well_and_a_server_that_is_not_there(
    terminal: Terminal, archive_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive_home.chmod(0o700)
    found = terminal.json("doctor")
    grades = {each["name"]: each["grade"] for each in found["findings"]}
    assert found["well"]
    looked_at = ("server", "clock", "index", "journal", "folder", "disk")
    assert [grades[name] for name in looked_at] == ["good"] * len(looked_at)
    server = next(each["found"] for each in found["findings"] if each["name"] == "server")
    assert re.search(r"MongoDB \d.*replica set \w+, wiredTiger", server)
    monkeypatch.setenv("MONGODB_URI", "mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=100")
    assert terminal.run("doctor") == 1
    assert re.search(r"^x Server: .*127\.0\.0\.1:1", terminal.out, re.M)
    assert "1 wrong." in terminal.out


def test_all_is_well_is_said_only_where_nothing_is_worth_knowing(
    terminal: Terminal, archive_home: Path
) -> None:
    archive_home.chmod(0o700)
    assert terminal.run("doctor") == 0
    noted = len(re.findall(r"^! ", terminal.out, re.M))  # of this machine, a font that is not there
    *_, last = terminal.out.split("\n\n")[-1].strip().splitlines()
    assert last == (f"Nothing is wrong; worth knowing (!): {noted}." if noted else "Nothing is wrong.")
