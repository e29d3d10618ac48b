"""``xuedang templates`` as a secretary calls it: export, edit, check, put into use."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from records.opening import open_archive
from records.settings import load_settings
from scripts.main import main
from templates.documents import DOCUMENTS, SHIPPED
from templates.layout.profile_file import FOLDER
from templates.package import pack, unpack
from tests.scripts.terminal import Terminal


async def add_field(kind: str, name: str) -> None:
    async with open_archive(load_settings()) as archive:
        await archive.add_field(kind, name, {"label": ["会场", "Venue"], "type": "text"})


def edit(path: Path, old: str, new: str) -> None:
    """Change a template as a secretary does in Word."""
    parts = unpack(path.read_bytes())
    assert old.encode() in parts["word/document.xml"]
    parts["word/document.xml"] = parts["word/document.xml"].replace(old.encode(), new.encode(), 1)
    path.write_bytes(pack(parts))


def test_what_is_in_use_is_checked_and_right(terminal: Terminal) -> None:
    assert terminal.json("templates", "check") == {"templates": 2 * len(DOCUMENTS), "findings": []}


def test_an_edited_set_is_checked_file_by_file(terminal: Terminal, tmp_path: Path) -> None:
    folder = tmp_path / "set"
    assert terminal.run("templates", "export", str(folder)) == 0
    assert len(terminal.out.splitlines()) == 2 * len(DOCUMENTS) + 2
    assert {path.name for path in folder.rglob("*.docx")} == {f"{name}.docx" for name in DOCUMENTS}
    edit(folder / "zh" / "certificate.docx", "{{ occasion }}", "{{ ocasion }}")
    edit(folder / "en" / "certificate.docx", "{{ recipient }}", "｛｛ recipient }}")
    (folder / "zh" / "certifcate.docx").write_bytes(b"")
    (folder / "zh" / "~$certificate.docx").write_bytes(b"")
    (folder / "notes.txt").write_text("x")
    assert terminal.run("templates", "check", str(folder), "--json") == 1
    said = json.loads(terminal.out)
    found = {(Path(each["path"]).name, each["code"], each["name"]) for each in said["findings"]}
    assert found == {
        ("certificate.docx", "unknown-name", "ocasion"),
        ("certificate.docx", "full-width", None),
        ("certifcate.docx", "unknown-file", "certifcate.docx"),
        ("notes.txt", "unknown-file", "notes.txt"),
    }
    assert said["templates"] == 2 * len(DOCUMENTS)
    assert terminal.run("templates", "check", str(tmp_path / "nowhere")) == 3
    assert terminal.run("templates", "check", str(tmp_path)) == 3
    assert terminal.run("templates", "check", str(folder / "zh" / "certificate.docx")) == 1
    assert "Did you mean 'occasion'?" in terminal.out
    assert "Templates checked: 1. Errors: 1, warnings: 0." in terminal.out


def test_a_finding_is_told_in_chinese(
    terminal: Terminal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "zh"
    folder.mkdir()
    (folder / "certificate.docx").write_bytes((SHIPPED / "zh" / "certificate.docx").read_bytes())
    edit(folder / "certificate.docx", "{{ date }}", "{{ dat }}")
    assert main(["templates", "check", str(folder), "--lang", "zh"]) == 1
    said = capsys.readouterr().out
    assert "错误  “{{ dat }}”处：这里没有“dat”。" in said
    assert "是不是“date”？" in said


def test_the_offices_own_template_is_checked_in_place_of_the_shipped(
    terminal: Terminal, archive_home: Path
) -> None:
    assert terminal.run("templates", "export", str(archive_home / "templates"), "--only", "zh") == 0
    assert "the office's own folder" in terminal.out
    edit(archive_home / "templates" / "zh" / "certificate.docx", "{{ date }}", "{{ dat }}")
    assert terminal.run("templates", "check", "--json") == 1
    (found,) = {each["path"] for each in json.loads(terminal.out)["findings"]}
    assert found == str(archive_home / "templates" / "zh" / "certificate.docx")


def test_export_overwrites_nothing_unless_asked(terminal: Terminal, tmp_path: Path) -> None:
    assert terminal.run("templates", "export", str(tmp_path), "--only", "en") == 0
    assert not (tmp_path / "zh").exists()
    mine = tmp_path / "en" / "certificate.docx"
    mine.write_bytes(b"mine")
    assert terminal.run("templates", "export", str(tmp_path)) == 1
    assert mine.read_bytes() == b"mine"
    assert str(mine) in terminal.err
    assert (tmp_path / "zh" / "certificate.docx").exists()
    assert terminal.run("templates", "export", str(tmp_path), "--force") == 0
    assert mine.read_bytes() == (SHIPPED / "en" / "certificate.docx").read_bytes()
    assert terminal.run("templates", "export", str(SHIPPED), "--force") == 3
    assert terminal.run("templates", "export", str(tmp_path), "--only", "fr") == 2


def test_another_offices_numbers_build_the_whole_set(terminal: Terminal, tmp_path: Path) -> None:
    profile = tmp_path / "ours.yaml"
    text = (FOLDER / "official.yaml").read_text(encoding="utf-8")
    profile.write_text(
        text.replace("top: 37 mm", "top: 35 mm").replace("仿宋_GB2312", "仿宋"), encoding="utf-8"
    )
    folder = tmp_path / "set"
    assert terminal.run("templates", "export", str(folder), "--profile", str(profile)) == 0
    made = unpack((folder / "zh" / "commendation.docx").read_bytes())["word/document.xml"]
    assert b'w:top="1984"' in made
    assert (folder / "en" / "commendation.docx").read_bytes() == (
        SHIPPED / "en" / "commendation.docx"
    ).read_bytes()
    # The profile lies beside what it made: its fonts are right there.
    assert terminal.json("templates", "check", str(folder / "zh"))["findings"] == []
    profile.write_text(text.replace("pitch: 579", "pitch: broad"), encoding="utf-8")
    assert terminal.run("templates", "export", str(tmp_path / "no"), "--profile", str(profile)) == 2
    assert f"{profile}, pitch: " in terminal.err
    twice = ("--profile", "official", "--profile", "official-grid")
    assert terminal.run("templates", "export", str(tmp_path / "no"), *twice) == 2


def test_names_hold_the_fields_that_the_office_added(terminal: Terminal, tmp_path: Path) -> None:
    folder = tmp_path / "zh"
    folder.mkdir()
    (folder / "commendation.docx").write_bytes((SHIPPED / "zh" / "commendation.docx").read_bytes())
    edit(folder / "commendation.docx", "{{ title }}", "{{ record.venue }}")
    asyncio.run(add_field("commendation", "venue"))
    said = terminal.json("templates", "names", "commendation")
    (venue,) = [each for each in said["names"] if each["path"] == "record.venue"]
    assert (venue["zh"], venue["en"]) == ("会场", "Venue")
    assert {each["name"] for each in said["filters"]} >= {"hanzi", "padded", "pressed"}
    assert terminal.run("templates", "check", str(folder)) == 0


def test_names_as_a_table(terminal: Terminal) -> None:
    assert terminal.run("templates", "names", "commendation") == 0
    row = next(line for line in terminal.out.splitlines() if "people[].name" in line)
    assert "the name" in row and "{{ row.name }}" in row and "for row in people" in row
    assert terminal.run("templates", "names", "commendaton") == 2
