"""The shipped templates are what the code builds, and follow the house's rules for fonts and base."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from templates.build import build
from templates.documents import DOCUMENTS, SHIPPED
from templates.package import unpack
from templates.render import load

NAMES = [f"{lang}/{document}.docx" for document in DOCUMENTS for lang in ("zh", "en")]


def test_rebuilding_gives_the_shipped_files(tmp_path: Path) -> None:
    for path in build(tmp_path):
        shipped = SHIPPED / path.relative_to(tmp_path)
        assert path.read_bytes() == shipped.read_bytes(), f"{shipped}: run python -m templates.build"


def test_every_document_has_a_template_in_both_languages(tmp_path: Path) -> None:
    names = {str(path.relative_to(tmp_path)) for path in build(tmp_path)}
    assert names == set(NAMES)
    for name in names:
        assert len(load(tmp_path / name).sha256) == 64


@pytest.mark.parametrize("name", NAMES)
def test_every_font_has_its_east_asian_name_and_no_theme_decides(name: str) -> None:
    parts = unpack((SHIPPED / name).read_bytes())
    styles = parts["word/styles.xml"].decode()
    fonts = re.findall(r"<w:rFonts [^>]*>", styles)
    assert fonts
    assert all("w:eastAsia=" in font and "Theme" not in font for font in fonts)
    assert 'w:eastAsia="zh-CN"' in styles
    assert "word/theme/theme1.xml" not in parts
    for used in re.findall(r'<w:pStyle w:val="([^"]+)"', parts["word/document.xml"].decode()):
        assert f'w:styleId="{used}"' in styles
