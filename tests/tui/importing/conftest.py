"""The folder that the pages of an import are tried on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.importing.pages import ROSTER, STUDY, VISITS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "民情资料"
    made.mkdir()
    (made / "党员花名册.csv").write_text(ROSTER, "gb18030")
    (made / "2010年走动.csv").write_text(VISITS, "gb18030")
    (made / "学习登记2010.csv").write_text(STUDY, "utf-8")
    return made
