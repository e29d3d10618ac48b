"""Build the shipped templates: ``python -m templates.build [FOLDER]`` writes zh/*.docx and en/*.docx."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from templates.masters import certificate, commendation, stage_summary

#: path inside templates/ -> what builds the file
MASTERS: Mapping[str, Callable[[], bytes]] = {
    "zh/stage_summary.docx": stage_summary.chinese,
    "en/stage_summary.docx": stage_summary.english,
    "zh/commendation.docx": commendation.chinese,
    "en/commendation.docx": commendation.english,
    "zh/certificate.docx": certificate.chinese,
    "en/certificate.docx": certificate.english,
}


def build(folder: Path) -> list[Path]:
    """Write every shipped template below ``folder`` and return their paths."""
    written = []
    for name, master in MASTERS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(master())
        written.append(path)
    return written


if __name__ == "__main__":
    for built in build(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent):
        sys.stdout.write(f"{built}\n")
