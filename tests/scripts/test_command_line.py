"""What a person meets on the command line: help, and clear answers to words that are not understood."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from records.errors import Refused
from scripts.faults import answering
from scripts.main import main, take_common

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["stat"], "Did you mean status"),
        (["--frobnicate"], "no option --frobnicate"),
        (["kinds", "--frobnicate"], "no option --frobnicate"),
        (["kinds", "person", "unit"], "Too many words: unit"),
        (["add"], "KIND is missing"),
        (["add", "person", "--set"], "--set needs a value"),
        (["status", "--lang", "fr"], "Language 'fr' is not known"),
        (["status", "--on", "2012-02-30"], "not a date of the calendar"),
        (["status", "--on", "2012-10"], "a full date is needed"),
        (["status", "--on"], "--on needs a value"),
        (["bench", "nothing"], "no bench 'nothing'"),
    ],
)
def test_wrong_use_is_told_and_exits_with_2(
    words: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("XUEDANG_HOME", str(tmp_path))
    assert main(["--lang", "en", *words] if "--lang" not in words else words) == 2
    captured = capsys.readouterr()
    assert said in captured.err
    assert "Traceback" not in captured.err
    assert captured.out == ""
    assert list(tmp_path.iterdir()) == []


def test_messages_name_commands_as_they_can_be_typed(tmp_path: Path) -> None:
    """No xuedang is on PATH: who typed the "`xuedang --help`" of a message was told of no such command."""
    run = ROOT / "scripts" / "run"
    environment = {**os.environ, "XUEDANG_HOME": str(tmp_path / "home")}
    for words, said in (
        (["frobnicate"], r"`(.+) --help`"),
        (["import", "--undo", "7"], r"`(.+) import --list`"),
    ):
        told = subprocess.run(
            [run, *words, "--lang", "en"], env=environment, capture_output=True, text=True, check=False
        )
        assert told.returncode == 2
        found = re.search(said, told.stderr)
        assert found is not None, told.stderr
        typed = subprocess.run(
            f"{found[1]} --version", shell=True, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert typed.stdout.startswith("xuedang "), typed.stderr
    shown = subprocess.run(
        [run, "kinds", "--help"], env=environment, capture_output=True, text=True, check=True
    )
    assert f"{run} kinds" in shown.stdout


def test_chinese_is_said_with_chinese_marks_and_words(
    archive_home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names stood before a ": ", lists had ", ", and the system's reasons were English."""
    assert main(["add", "person", "--set", "name=王岚", "--lang", "zh"]) == 0
    assert "：" in capsys.readouterr().out
    assert main(["add", "unit", "--set", "name=上营村党支部", "--submit", "--lang", "zh"]) == 0
    capsys.readouterr()
    assert main(["status", "--lang", "zh"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"^磁盘：正常（.+）$", said, re.M)
    assert "草稿 1、已报 1" in said
    main(["doctor", "--lang", "zh"])
    assert re.search(r"^. 磁盘：", capsys.readouterr().out, re.M)
    assert main(["journal", "--action", "drop", "--lang", "zh"]) == 2
    assert "save、" in capsys.readouterr().err
    (archive_home / "file").write_text("no folder")
    monkeypatch.delenv("MONGODB_URI", raising=False)
    monkeypatch.setenv("XUEDANG_HOME", str(archive_home / "file" / "home"))
    assert main(["status", "--lang", "zh"]) == 3
    said = capsys.readouterr().err
    assert "路径中有一段不是文件夹" in said
    assert "Not a directory" not in said


def test_help_speaks_the_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help", "--lang", "zh"]) == 0
    chinese = capsys.readouterr().out
    assert main(["--help", "--lang", "en"]) == 0
    english = capsys.readouterr().out
    for name in (
        "status",
        "kinds",
        "add",
        "show",
        "find",
        "approve",
        "rules",
        "alerts",
        "import",
        "doc",
        "demo",
        "bench",
    ):
        assert name in chinese
        assert name in english
    assert "新增一条档案" in chinese
    assert "add one record" in english


def test_the_version_is_the_one_of_the_project(capsys: pytest.CaptureFixture[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"xuedang {project['version']}\n"


def test_common_options_stand_anywhere_before_the_double_dash() -> None:
    words = ["find", "--lang=zh", "学习", "--on", "2012-10-15", "--", "--lang"]
    assert take_common(words) == (["find", "学习", "--", "--lang"], {"--lang": "zh", "--on": "2012-10-15"})


def test_a_fault_of_ours_leaves_a_report_and_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XUEDANG_HOME", str(tmp_path))

    def fail() -> int:
        raise LookupError("mongodb://office:geheim@example.invalid/ is odd")

    assert answering(fail) == 3
    said = capsys.readouterr().err
    (report,) = (tmp_path / "crashes").iterdir()
    assert str(report) in said
    assert "Traceback" not in said
    written = report.read_text(encoding="utf-8")
    assert "LookupError" in written
    assert "geheim" not in written
    assert report.stat().st_mode & 0o777 == 0o600


def test_interruption_and_refusal_exit_with_3(capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted() -> int:
        raise KeyboardInterrupt

    def refused() -> int:
        raise Refused("void \x1b[31mrecord", hint="make it valid first")

    assert answering(interrupted) == 3
    assert answering(refused) == 3
    said = capsys.readouterr().err
    assert "make it valid first" in said
    assert "\x1b" not in said


def test_without_a_terminal_the_screens_are_refused(archive_home: Path) -> None:
    finished = subprocess.run(
        [sys.executable, "-P", "-m", "scripts.main", "--lang", "en"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (finished.returncode, finished.stdout) == (3, "")
    assert "need a terminal" in finished.stderr
    assert "ssh -t" in finished.stderr
    assert "\x1b" not in finished.stderr


def test_a_reader_that_leaves_early_is_no_fault(archive_home: Path) -> None:
    finished = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {sys.executable} -P -m scripts.main kinds --json | head -c 1"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0
    assert finished.stderr == ""


@pytest.mark.parametrize(
    ("statement", "absent"),
    [
        ("import scripts.main", {"typer", "rich", "pymongo", "motor", "textual", "records.archive", "yaml"}),
        (
            "from scripts.main import main; main(['--help'])",
            {"pymongo", "motor", "textual", "records.archive"},
        ),
        (
            "from scripts.main import main; main(['kinds', '--help'])",
            {"motor", "textual", "scripts.commands.add"},
        ),
    ],
)
def test_starting_imports_only_what_is_needed(statement: str, absent: set[str]) -> None:
    finished = subprocess.run(
        [
            sys.executable,
            "-c",
            f"{statement}\nimport sys, json\nprint('\\n' + json.dumps(sorted(sys.modules)))",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert not absent & set(json.loads(finished.stdout.splitlines()[-1]))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XUEDANG_HOME", str(tmp_path))

    def write() -> int:
        with Path("/dev/full").open("wb") as full:
            return full.write(b"x" * 100_000)

    assert answering(write) == 3
    assert "disk is full" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
