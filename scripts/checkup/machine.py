"""This machine: the fonts that Word files name, LibreOffice, the data folder and its disk, the clock."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from records.language import listed, translator
from records.settings import Settings
from scripts.checkup.finding import Finding
from scripts.health import LEAST_FREE

tr = translator("scripts")

#: Other names that the profile's fonts go by, and free ones that stand in for them.
_SAME: Mapping[str, tuple[str, ...]] = {
    "仿宋_GB2312": (
        "FangSong_GB2312",
        "仿宋",
        "FangSong",
        "STFangsong",
        "华文仿宋",
        "方正仿宋_GBK",
        "FZFangSong-Z02",
    ),
    "黑体": ("SimHei", "STHeiti", "华文黑体", "方正黑体_GBK", "FZHei-B01"),
    "楷体_GB2312": ("KaiTi_GB2312", "楷体", "KaiTi", "STKaiti", "华文楷体", "方正楷体_GBK", "FZKai-Z03"),
    "宋体": ("SimSun", "STSong", "华文宋体", "方正书宋_GBK", "FZShuSong-Z01"),
    "方正小标宋简体": ("FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05"),
}
_STAND_INS = (
    "AR PL UMing CN", "AR PL UKai CN", "Noto Serif CJK SC", "Noto Sans CJK SC", "Source Han Serif SC",
    "Source Han Sans SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei",
)  # fmt: skip
#: File systems that other machines hold: MongoDB's files are not safe there.
_NETWORK = (
    "nfs",
    "cifs",
    "smb",
    "9p",
    "afs",
    "ceph",
    "glusterfs",
    "fuse.sshfs",
    "davfs",
    "virtiofs",
    "vboxsf",
)


def machine_findings(settings: Settings) -> Iterator[Finding]:
    """All that can be told without the archive."""
    yield fonts_finding(installed_fonts())
    yield _office()
    yield from folder_findings(settings.home)
    yield _zone()


# --- Word -------------------------------------------------------------------------------------------


def installed_fonts() -> frozenset[str] | None:
    """Every family that fontconfig knows, by all its names; None where there is no fontconfig."""
    program = shutil.which("fc-list")
    if program is None:
        return None
    answer = subprocess.run([program, ":", "family"], capture_output=True, text=True, timeout=30, check=False)
    names = (name.strip() for line in answer.stdout.splitlines() for name in line.split(","))
    return frozenset(name for name in names if name)


def fonts_finding(installed: Collection[str] | None) -> Finding:
    """Which of the fonts that Word files name are here."""
    from templates.layout.profile_file import read_profile

    label = tr("Fonts for Word")
    if installed is None:
        return Finding("fonts", label, "good", tr("this system does not say which fonts it has"))
    wanted = sorted(name for name in read_profile("official").fonts if not name.isascii())
    lacking = [name for name in wanted if not {name, *_SAME.get(name, ())} & set(installed)]
    if not lacking:
        return Finding("fonts", label, "good", listed(wanted))
    found = tr("not here: {names}", names=listed(lacking))
    free = [name for name in _STAND_INS if name in installed]
    means = tr(
        "Files made here name these fonts all the same and look right where they are installed; "
        "opened or printed here, others stand in."
    )
    if free:
        means = f"{means} {tr('Here: {names}.', names=listed(free))}"
    else:
        means = f"{means} {tr('No free Chinese font is here either, so that pages may be blank.')}"
    todo = tr(
        "Print from a machine with them, or install them; free stand-ins: Noto CJK, AR PL UMing and UKai."
    )
    return Finding("fonts", label, "note", found, means, todo)


def _office() -> Finding:
    from records.intake.files.office import program

    path = program()
    if path is None:
        means = tr("A few old Word files that the own reader can't open can't be brought in.")
        return Finding(
            "libreoffice",
            "LibreOffice",
            "note",
            tr("not installed"),
            means,
            tr("Install libreoffice-writer."),
        )
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=30, check=False)
        version = answer.stdout.strip().splitlines()
    except (OSError, subprocess.TimeoutExpired):
        version = []
    if not version:
        means = tr("It does not start, so that a few old Word files can't be brought in.")
        return Finding(
            "libreoffice", "LibreOffice", "note", path, means, tr("Run it once by hand and see what it says.")
        )
    return Finding("libreoffice", "LibreOffice", "good", version[0])


# --- the data folder --------------------------------------------------------------------------------


def folder_findings(home: Path) -> Iterator[Finding]:
    """Rights, the file system, and the room that is left."""
    label = tr("Data folder")
    if not home.is_dir():
        yield Finding("folder", label, "good", tr("{home} is made at the first start", home=home))
        return
    if not os.access(home, os.R_OK | os.W_OK | os.X_OK):
        means = tr("Nothing can be saved.")
        todo = tr("Give the folder to the user who works here: chown -R USER {home}", home=home)
        yield Finding("folder", label, "wrong", tr("{home} can't be written to", home=home), means, todo)
    elif sys.platform != "win32" and (mode := home.stat().st_mode & 0o077):
        means = tr("Other users of this machine can look into the archive.")
        yield Finding("folder", label, "wrong", f"{home} ({mode | 0o700:o})", means, f"chmod 700 {home}")
    else:
        yield Finding("folder", label, "good", str(home))
    yield filesystem_finding(home, file_system(home))
    free = shutil.disk_usage(home).free
    found = tr("{free:,} MB free", free=free // 1024**2)
    if free >= LEAST_FREE:
        yield Finding("disk", tr("Disk"), "good", found)
    else:
        means = tr("Saving is refused before the disk is full.")
        todo = tr("Make room, or move the data folder to a larger disk (XUEDANG_HOME).")
        yield Finding("disk", tr("Disk"), "wrong", found, means, todo)


def file_system(path: Path) -> str:
    """The type of the file system that holds a path, as Linux names it; empty elsewhere."""
    try:
        lines = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    place, found = path.resolve(), ("", "")
    for line in lines:
        _, mounted, kind, *_ = line.split()
        mounted = mounted.replace("\\040", " ")
        if place.is_relative_to(mounted) and len(mounted) >= len(found[0]):
            found = (mounted, kind)
    return found[1]


def filesystem_finding(home: Path, kind: str) -> Finding:
    """Whether the archive's files are safe on a file system of that type."""
    label = tr("File system")
    if not any(kind.startswith(each) for each in _NETWORK):
        return Finding("file_system", label, "good", kind or tr("not told by this system"))
    means = tr("The data folder lies on another machine; the server's files are not safe there.")
    todo = tr(
        "Move {home} to a disk of this machine (XUEDANG_HOME), or use a shared server (MONGODB_URI).",
        home=home,
    )
    return Finding("file_system", label, "wrong", kind, means, todo)


# --- time -------------------------------------------------------------------------------------------


def _zone() -> Finding:
    now = datetime.now().astimezone()
    offset = now.strftime("%z")
    found = f"{now:%Y-%m-%d %H:%M} {now.tzname()} ({offset[:3]}:{offset[3:]})"
    if offset == "+0800":
        return Finding("time_zone", tr("Time zone"), "good", found)
    means = tr("Changes are kept in universal time and shown in this zone, which is not China's.")
    return Finding(
        "time_zone", tr("Time zone"), "note", found, means, "timedatectl set-timezone Asia/Shanghai"
    )


def clock_finding(last: datetime | None, now: datetime | None = None) -> Finding:
    """Whether the clock goes right, as far as the journal's last entry (UTC) tells."""
    moment = now or datetime.now(UTC)
    label, found = tr("Clock"), f"{moment:%Y-%m-%d %H:%M} UTC"
    if last is None or (last - moment).total_seconds() <= 60:
        return Finding("clock", label, "good", found)
    means = tr(
        "The last change in the archive is dated {last}, which is later: new ones would sort before it.",
        last=f"{last:%Y-%m-%d %H:%M} UTC",
    )
    return Finding("clock", label, "wrong", found, means, tr("Set the clock of this machine right."))
