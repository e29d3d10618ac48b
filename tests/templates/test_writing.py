"""Files that are there already, perhaps edited since; and what a message is called on a form."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.language import set_language
from templates.documents import DOCUMENTS
from templates.papers import form_words
from templates.writing import left_alone, write_files

FILES = [("一.docx", b"made"), ("二.docx", b"made too")]


def test_another_file_that_is_there_stays_and_is_named(tmp_path: Path) -> None:
    edited = tmp_path / "一.docx"
    edited.write_bytes(b"edited")
    paths = write_files(FILES, tmp_path)
    assert [path.name for path in paths] == ["一 (2).docx", "二.docx"]
    assert edited.read_bytes() == b"edited" and paths[0].read_bytes() == b"made"
    (told,) = left_alone(FILES, tmp_path, paths)
    assert "一.docx" in told and "一 (2).docx" in told
    assert write_files(FILES, tmp_path) == paths, "the same bytes are the same file"
    one = FILES[:1]
    assert write_files(one, edited) == paths[:1], "also when the file itself is named"
    assert write_files(one, edited, over=True) == [edited] and edited.read_bytes() == b"made"


def test_papers_of_one_batch_do_not_take_each_others_place(tmp_path: Path) -> None:
    written: set[Path] = set()
    for _ in range(2):
        write_files([("A.docx", b"same")], tmp_path, over=True, written=written)
    paths = write_files([("a.docx", b"same")], tmp_path, over=True, written=written)
    assert [path.name for path in paths] == ["a (3).docx"]
    assert (tmp_path / "A.docx").exists() and (tmp_path / "A (2).docx").exists()


@pytest.mark.parametrize(
    ("language", "said", "shown"),
    [
        ("zh", "请填写 --report-to、--send-to 或 --force。", "请填写“报”、“送”或 --force。"),
        ("en", "Fill in --report-to or --no, not --x.", "Fill in “Reported to” or “Briefing”, not --x."),
    ],
)
def test_a_form_says_an_option_by_its_label(language: str, said: str, shown: str) -> None:
    set_language(language)
    assert form_words(DOCUMENTS["briefing"], said) == shown
