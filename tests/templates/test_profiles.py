"""Another office's page is another file of numbers; a faulty one is refused with file, field and reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from templates.layout.profile_file import FOLDER, ProfileFault, profile_names, read_profile
from templates.masters import certificate, commendation
from templates.package import unpack

OFFICIAL = (FOLDER / "official.yaml").read_text(encoding="utf-8")


def edited(folder: Path, old: str, new: str) -> Path:
    """The official profile with one line changed, as a file of an office."""
    assert old in OFFICIAL
    path = folder / "office.yaml"
    path.write_text(OFFICIAL.replace(old, new, 1), encoding="utf-8")
    return path


def test_measures_may_be_written_in_millimetres_points_or_words_own_units(tmp_path: Path) -> None:
    profile = read_profile(edited(tmp_path, "left: 1588 ", "left: 28.5毫米 "))
    assert (profile.page.left, profile.page.top, profile.pitch) == (1616, 2098, 579)
    assert (profile.body_size, profile.table_size, profile.title_pitch) == (32, 24, 700)


@pytest.mark.parametrize(
    ("old", "new", "field", "reason"),
    [
        ("pitch: 579", "pitch: wide", "pitch", "37 mm, 16 pt"),
        ("pitch: 579", "pitch: -1", "pitch", "at least 1"),
        ("pitch: 579", "picth: 579", "picth", "no such setting"),
        ("pitch: 579", "# pitch: 579", "pitch", "missing"),
        ("  top: 37 mm", "  tpo: 37 mm", "page.tpo", "no such setting"),
        ("  top: 37 mm", "  top: 290 mm", "page.height", "50 mm"),
        ("  title: 方正", "  titel: 方正", "faces", "'titel'"),
        ("    left: 42 mm", "    left: 230 mm", "certificate.page.width", "50 mm"),
        ("    left: 42 mm", "    left: wide", "certificate.page.left", "37 mm, 16 pt"),
        ("  left: 20 mm", "  left: 150 mm", "sheet", "50 mm"),
        ("  title_pitch: 70 pt", "  title_pich: 70 pt", "certificate.title_pich", "no such setting"),
        ("  body: 仿宋_GB2312", "  body: {latin: Arial}", "faces.body.chinese", "missing"),
        ("lang: zh", "lang: fr", "lang", "'fr'"),
        ("rule_gap: 6", "rule_gap: 60", "rule_gap", "31 at most"),
        ("grid: true", "grid: 3", "grid", "true or false"),
        ("grid: true", "grid: false\ncharacter_grid: -849", "character_grid", "grid: true"),
        ("name: GB", "name: [GB", "", "parsing"),
    ],
)
def test_a_faulty_profile_is_refused(tmp_path: Path, old: str, new: str, field: str, reason: str) -> None:
    path = edited(tmp_path, old, new)
    with pytest.raises(ProfileFault) as fault:
        read_profile(path)
    assert fault.value.field == field
    assert reason in fault.value.reason
    assert str(path) in fault.value.message


def test_the_certificate_and_the_lists_have_margins_of_the_profile_too(tmp_path: Path) -> None:
    profile = read_profile(edited(tmp_path, "    left: 42 mm", "    left: 50 mm"))
    margins = re.search(rb"<w:pgMar [^>]*>", unpack(certificate.chinese(profile))["word/document.xml"])
    assert margins and b'w:left="2835"' in margins[0]
    # An office's file of before these sections goes on working: they are the shipped ones.
    older = tmp_path / "older.yaml"
    older.write_text(OFFICIAL.partition("\n# The certificate")[0], encoding="utf-8")
    assert read_profile(older).certificate == read_profile("official").certificate
    assert read_profile(older).sheet == read_profile("official").sheet


def test_an_unknown_profile_is_told_with_those_there_are() -> None:
    with pytest.raises(ProfileFault, match="official-grid"):
        read_profile("offical")


def test_every_shipped_profile_can_be_used() -> None:
    assert profile_names() == ["english", "official", "official-grid"]
    assert {name: read_profile(name).lang for name in profile_names()} == {
        "english": "en",
        "official": "zh",
        "official-grid": "zh",
    }


def test_the_grid_of_characters_stands_in_the_page_set_up() -> None:
    grid = read_profile("official-grid")
    parts = unpack(commendation.chinese(grid))
    section = re.findall(rb"<w:docGrid [^>]*>", parts["word/document.xml"])
    assert section == [b'<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-849"/>']
    assert b'<w:spacing w:val="-5"/>' not in parts["word/styles.xml"]
    assert b"linesAndChars" not in unpack(certificate.chinese(grid))["word/document.xml"]


def test_another_office_has_its_own_fonts_and_margins(tmp_path: Path) -> None:
    profile = read_profile(edited(tmp_path, "title: 方正小标宋简体", "title: 华文中宋"))
    assert "华文中宋" in profile.fonts
    assert "华文中宋".encode() in unpack(commendation.chinese(profile))["word/styles.xml"]
