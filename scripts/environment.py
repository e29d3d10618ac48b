"""Set-up: make or refresh `.venv` from requirements.lock, and compile the message catalogues.

Run by environment.sh with whatever Python 3.11+ the machine has, before anything is installed: standard
library only. Two runs at once wait for each other; an interrupted run is done again from the start.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from importlib import util
from pathlib import Path

if sys.platform != "win32":
    import fcntl

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = ENVIRONMENT / "xuedang.stamp"
INSTALLED_LOCK = ENVIRONMENT / "xuedang.lock"
UNFINISHED = ENVIRONMENT / "xuedang.unfinished"


class SetupFault(Exception):
    """Set-up could not be finished; the text says why, in both languages."""


def say(chinese: str, english: str) -> None:
    """Print one line of progress, in both languages: the user's choice of language is not known yet."""
    print(f"学档：{chinese} / xuedang: {english}", file=sys.stderr, flush=True)


def main() -> int:
    """Bring the environment up to date; 0 when it is, 3 when it can't be made."""
    try:
        with _alone():
            check_system()
            if not is_current():
                make_environment()
            compile_catalogues()
    except SetupFault as fault:
        print(fault, file=sys.stderr)
        return 3
    except OSError as error:
        say(f"无法准备运行环境：{error}", f"can't set up: {error}")
        return 3
    except KeyboardInterrupt:
        say("已中断；下次启动时会重新准备。", "interrupted; the next start begins again.")
        return 3
    return 0


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Hold the project folder's lock, so that of two set-ups the second finds the work done."""
    if sys.platform == "win32":
        yield
        return
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("另一个窗口正在准备运行环境，请稍候……", "another run is setting up, waiting …")
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def check_system() -> None:
    """Raise SetupFault naming the Debian packages that are missing, all in one line."""
    missing = missing_packages()
    if missing:
        names = "、".join(missing)
        raise SetupFault(
            f"缺少 {names}。在 Debian 或 Ubuntu 上执行下面一行，然后重新启动：\n"
            f"Missing: {', '.join(missing)}. On Debian or Ubuntu, run this line and start again:\n\n"
            f"    sudo apt-get install -y {' '.join(missing)}\n"
        )


def missing_packages() -> list[str]:
    """The Debian names of what set-up needs and does not find."""
    missing = []
    if shutil.which("git") is None:
        missing.append("git")
    # Debian's python3 has venv but not ensurepip until python3-venv is installed.
    if util.find_spec("ensurepip") is None:
        missing.append("python3-venv")
    # mongod is linked against it; without it the server would only say "cannot open shared object".
    if platform.system() == "Linux" and not _loads("libcurl.so.4"):
        missing.append("libcurl4")
    return missing


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def is_current() -> bool:
    """Whether the environment was finished, for this folder, from this very lock file."""
    try:
        return (
            python_of_environment().exists()
            and STAMP.read_text(encoding="utf-8").strip() == str(ROOT)
            and INSTALLED_LOCK.read_bytes() == LOCK.read_bytes()
        )
    except FileNotFoundError:
        return False


def make_environment() -> None:
    """Install exactly what the lock file names, each file checked against its hash."""
    say("正在准备运行环境（只在第一次或更新后进行，约一分钟）……", "setting up, once, about a minute …")
    moved = STAMP.exists() and STAMP.read_text(encoding="utf-8").strip() != str(ROOT)
    works = python_of_environment().exists() and _runs(python_of_environment(), "-m", "pip", "--version")
    if moved or not works or UNFINISHED.exists():
        venv.EnvBuilder(clear=True, symlinks=os.name != "nt", with_pip=True).create(ENVIRONMENT)
    UNFINISHED.touch()
    STAMP.unlink(missing_ok=True)
    wanted = LOCK.read_bytes()
    install()
    _site_packages().joinpath("xuedang.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    INSTALLED_LOCK.write_bytes(wanted)
    UNFINISHED.unlink()
    STAMP.write_text(f"{ROOT}\n", encoding="utf-8")
    say("运行环境已就绪。", "ready.")


def install() -> None:
    """Run pip over the lock file, showing which package it is at. Raises SetupFault with pip's words."""
    total = sum(
        1 for line in LOCK.read_text(encoding="utf-8").splitlines() if line[:1].isalnum() and " ;" not in line
    )
    command = [
        str(python_of_environment()), "-m", "pip", "install", "--require-hashes", "--no-deps",
        "--only-binary", ":all:", "--no-input", "--progress-bar", "off", "--disable-pip-version-check",
        "-r", str(LOCK),
    ]  # fmt: skip
    said: list[str] = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as pip:
        assert pip.stdout is not None
        done = 0
        for line in pip.stdout:
            said.append(line)
            first, _, rest = line.strip().partition(" ")
            if first in {"Collecting", "Processing"} or line.startswith("Requirement already satisfied"):
                done += 1
                _show_progress(min(done, total), total, Path(rest.split(" (from")[0]).name)
            elif first == "Installing":
                _show_progress(total, total, "…")
    _end_progress()
    if pip.returncode:
        raise SetupFault(
            "".join(said[-15:])
            + "\n安装依赖失败（见上）。请检查网络和磁盘空间后重新启动。"
            + "\nThe dependencies could not be installed (see above). Check network and disk and start again."
        )


def _show_progress(done: int, total: int, name: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K  {done}/{total}  {name[:40]}", end="", file=sys.stderr, flush=True)
    elif done % 25 == 0:
        print(f"  {done}/{total}", file=sys.stderr, flush=True)


def _end_progress() -> None:
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)


def compile_catalogues() -> None:
    """Compile every message catalogue that is newer than its compiled form."""
    for source in sorted(ROOT.glob("*/locale/*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime_ns > source.stat().st_mtime_ns:
            continue
        # Written beside and renamed: whoever starts meanwhile reads the old catalogue or the new one, whole.
        fresh = source.with_suffix(".mo.new")
        begun = time.time_ns()
        command = ["-m", "babel.messages.frontend", "-q", "compile", "-i", str(source), "-o", str(fresh)]
        if not _runs(python_of_environment(), *command):
            raise SetupFault(
                f"{source}: 词条文件有误，无法编译。 / this catalogue has a fault and can't be compiled."
            )
        # As old as its reading: what is added to the source meanwhile is newer, and compiled next time.
        os.utime(fresh, ns=(begun, begun))
        fresh.replace(compiled)


def python_of_environment() -> Path:
    """The environment's interpreter."""
    return ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _site_packages() -> Path:
    if os.name == "nt":
        return ENVIRONMENT / "Lib" / "site-packages"
    return next(ENVIRONMENT.glob("lib/python3.*/site-packages"))


def _runs(python: Path, *arguments: str) -> bool:
    return subprocess.run([python, *arguments], stdout=subprocess.DEVNULL, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
