"""Set-up: the environment is made once, noticed when stale, done again when it was interrupted."""

from __future__ import annotations

import gettext
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import environment

ROOT = Path(__file__).resolve().parents[2]

#: What scripts/run starts in these tests: a program without dependencies.
PROGRAM = "import sys; print('started', *sys.argv[1:])\n"


def project(root: Path) -> Path:
    """A project folder with an empty lock file, so that set-up needs no network and only seconds."""
    (root / "scripts").mkdir(parents=True)
    for name in ("run", "environment.sh", "environment.py"):
        shutil.copy2(ROOT / "scripts" / name, root / "scripts" / name)
    (root / "scripts" / "__init__.py").touch()
    (root / "scripts" / "main.py").write_text(PROGRAM, encoding="utf-8")
    (root / "requirements.lock").write_text("# nothing\n", encoding="utf-8")
    return root


class First:
    """A project that was started for the first time, by two at once, and what they said."""

    def __init__(self, root: Path) -> None:
        self.root = project(root)
        both = [start(self.root, "find", "two words", "") for _ in range(2)]
        said = [process.communicate(timeout=120) for process in both]
        self.codes = [process.returncode for process in both]
        self.out = [out for out, _ in said]
        self.err = [err for _, err in said]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> First:
    return First(tmp_path_factory.mktemp("first") / "学档 clone")


@pytest.fixture
def clone(first: First, tmp_path: Path) -> Path:
    """A project whose environment stands: a copy, and what names its folder written as set-up would here."""
    root = tmp_path / first.root.name
    shutil.copytree(first.root, root, symlinks=True)
    (named,) = (root / ".venv").glob("lib/python3.*/site-packages/xuedang.pth")
    for path in (root / ".venv" / "xuedang.stamp", named):
        assert path.read_text(encoding="utf-8") == f"{first.root}\n"
        path.write_text(f"{root}\n", encoding="utf-8")
    assert run(root) == (0, "started\n", "")
    return root


def start(root: Path, *words: str, path: str | None = None) -> subprocess.Popen[str]:
    environment = {**os.environ, "HOME": str(root.parent), "PATH": path or os.environ["PATH"]}
    environment.pop("VIRTUAL_ENV", None)
    return subprocess.Popen(
        [shutil.which("bash") or "bash", str(root / "scripts" / "run"), *words],
        cwd=root.parent,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(root: Path, *words: str, path: str | None = None) -> tuple[int, str, str]:
    """Exit code, output, errors."""
    process = start(root, *words, path=path)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def test_set_up_happens_once_and_words_arrive_whole(first: First) -> None:
    assert (first.codes, first.out) == ([0, 0], ["started find two words \n"] * 2), first.err
    assert sum("setting up, once" in err for err in first.err) == 1
    assert (first.root / ".venv" / "xuedang.stamp").is_file()
    assert run(first.root) == (0, "started\n", "")


def test_a_changed_lock_file_and_a_moved_folder_are_noticed(clone: Path) -> None:
    (clone / "requirements.lock").write_text("# something else\n", encoding="utf-8")
    assert "setting up" in run(clone)[2]
    assert run(clone)[2] == ""
    moved = clone.rename(clone.with_name("moved"))
    assert "setting up" in run(moved)[2]
    assert run(moved) == (0, "started\n", "")


def test_an_interrupted_set_up_is_done_again(clone: Path) -> None:
    (clone / ".venv" / "xuedang.stamp").unlink()
    (clone / ".venv" / "xuedang.unfinished").touch()
    half = clone / ".venv" / "half-installed"
    half.touch()
    code, _, err = run(clone)
    assert (code, half.exists()) == (0, False)
    assert "setting up" in err


def test_a_package_that_can_not_be_had_is_told(clone: Path) -> None:
    (clone / "requirements.lock").write_text("xuedang-none==1 --hash=sha256:00\n", encoding="utf-8")
    code, out, err = run(clone)
    assert (code, out) == (3, "")
    assert "could not be installed" in err
    assert "Traceback" not in err


def test_what_is_missing_is_named_in_one_line(tmp_path: Path) -> None:
    clone = project(tmp_path / "学档 clone")
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("bash", "dirname", "readlink", "cmp", "cat"):
        (tools / name).symlink_to(str(shutil.which(name)))
    code, _, err = run(clone, path=str(tools))
    assert code == 3
    assert "sudo apt-get install -y python3 python3-venv git libcurl4" in err

    (tools / "python3").symlink_to(Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}")
    code, _, err = run(clone, path=str(tools))
    assert code == 3
    assert "sudo apt-get install -y git" in err
    assert "缺少 git" in err


def test_a_word_added_while_its_catalogue_is_compiled_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "room" / "locale" / "zh" / "LC_MESSAGES" / "room.po"
    source.parent.mkdir(parents=True)
    source.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n', encoding="utf-8")
    runs = environment._runs

    def meanwhile(python: Path, *arguments: str) -> bool:
        done = runs(python, *arguments)
        with source.open("a", encoding="utf-8") as file:
            file.write('\nmsgid "late"\nmsgstr "晚"\n')
        # Compiling ends after the word was added, which it has not read.
        ended = source.stat().st_mtime_ns + 10_000_000
        os.utime(arguments[-1], ns=(ended, ended))
        return done

    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "_runs", meanwhile)
    environment.compile_catalogues()
    monkeypatch.setattr(environment, "_runs", runs)
    environment.compile_catalogues()
    with source.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("late") == "晚"


def test_the_lock_file_names_no_host_and_hashes_everything() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    packages = [line for line in lines if line[:1].isalnum()]
    assert len(packages) > 50
    assert [line for line in packages if not line.endswith("\\")] == []
    assert not [line for line in lines if "://" in line or line.lstrip().startswith("--index")]
