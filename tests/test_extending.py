"""What docs/extending.md says is enough: its blocks go into a copy of the program, which is then used."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "extending.md"
PACKAGES = ("records", "templates", "tui", "scripts")


def blocks() -> list[str]:
    """The code blocks of the page, in their order: kind, rule, measure, document."""
    return re.findall(r"^```\w+\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def put_before(path: Path, line: str, block: str) -> None:
    """Write ``block`` before the line that begins with ``line``."""
    text = path.read_text(encoding="utf-8")
    at = text.index(f"\n{line}") + 1
    path.write_text(text[:at] + block + text[at:], encoding="utf-8")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The program with what the page adds."""
    copied = tmp_path / "program"
    for package in PACKAGES:
        shutil.copytree(ROOT / package, copied / package, ignore=shutil.ignore_patterns("__pycache__"))
    kind, rule, measure, document = blocks()
    assert len(kind.splitlines()) < 40
    (copied / "records/kinds/reception.yaml").write_text(kind, encoding="utf-8")
    rules = copied / "records/programme/rules.yaml"
    put_before(rules, "ten_ones:", rule)
    put_before(rules, "rules:", measure)
    put_before(copied / "templates/documents.py", "    )\n}", document)
    for lang in ("zh", "en"):
        template = Document()
        template.add_paragraph("{{ kind }} {{ no }}")
        template.add_paragraph("{{ record.visitor }}: {{ record.answer }}")
        template.save(str(copied / "templates" / lang / "reception_note.docx"))
    return copied


def test_a_kind_a_rule_and_a_document_are_added_as_the_page_says(
    copy: Path, archive_home: Path, tmp_path: Path
) -> None:
    ran = subprocess.run(
        [sys.executable, "-P", str(Path(__file__).with_name("extended.py")), str(tmp_path)],
        env=os.environ
        | {
            "PYTHONPATH": os.pathsep.join((str(copy), str(ROOT))),
            "XUEDANG_DATE": "2011-08-01",
            "XUEDANG_LANG": "zh",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.splitlines()[-1] == "all seen"
