"""Build the shipped templates: ``python -m templates.build [FOLDER]`` writes zh/*.docx and en/*.docx."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from templates.layout.profile import ENGLISH, OFFICIAL, Profile
from templates.masters import (
    assessment_register,
    assessment_summary,
    briefing,
    certificate,
    circular,
    commendation,
    exam_results,
    filed_catalogue,
    minutes,
    personal_archive,
    record_sheet,
    rectification,
    sign_in,
    stage_summary,
)

Master = Callable[[Profile], bytes]

#: document -> what builds its Chinese and its English template
MASTERS: Mapping[str, tuple[Master, Master]] = {
    "stage_summary": (stage_summary.chinese, stage_summary.english),
    "commendation": (commendation.chinese, commendation.english),
    "certificate": (certificate.chinese, certificate.english),
    "minutes": (minutes.chinese, minutes.english),
    "briefing": (briefing.chinese, briefing.english),
    "assessment_register": (assessment_register.chinese, assessment_register.english),
    "assessment_summary": (assessment_summary.chinese, assessment_summary.english),
    "personal_archive": (personal_archive.chinese, personal_archive.english),
    "circular": (circular.chinese, circular.english),
    "rectification": (rectification.chinese, rectification.english),
    "sign_in": (sign_in.chinese, sign_in.english),
    "exam_results": (exam_results.chinese, exam_results.english),
    "filed_catalogue": (filed_catalogue.chinese, filed_catalogue.english),
    "record_sheet": (record_sheet.chinese, record_sheet.english),
}


def build(folder: Path) -> list[Path]:
    """Write every shipped template below ``folder``, and return their paths."""
    written = []
    for name, masters in MASTERS.items():
        for master, profile in zip(masters, (OFFICIAL, ENGLISH), strict=True):
            path = folder / profile.lang / f"{name}.docx"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(master(profile))
            written.append(path)
    return written


if __name__ == "__main__":
    for built in build(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent):
        sys.stdout.write(f"{built}\n")
