"""find, approve and doc against a real archive."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from tests.scripts.terminal import Terminal
from tests.small_disk import small_disk

REPORT = {
    "title": "引水工程调研", "authors": "王岚", "finished_on": "2011-03-07", "place": "柳树湾",
    "findings": "渠道老化，灌溉用水不足", "advice": "衬砌主渠",
}  # fmt: skip


def add(terminal: Terminal, kind: str, values: dict[str, str], *options: str) -> str:
    words = [word for name, value in values.items() for word in ("--set", f"{name}={value}")]
    number: str = terminal.json("add", kind, *words, *options)["record"]["no"]
    return number


@pytest.fixture
def report(terminal: Terminal) -> str:
    """The number of a complete, submitted research report of 王岚."""
    add(terminal, "person", {"name": "王岚"})
    return add(terminal, "research_report", REPORT, "--submit")


def found(terminal: Terminal, *words: str) -> list[str]:
    return [record["no"] for record in terminal.json("find", *words)["records"]]


def test_words_inside_the_text_are_found(terminal: Terminal, report: str) -> None:
    assert found(terminal, "灌溉") == [report]
    assert found(terminal, "渠道", "用水") == [report]
    assert found(terminal, "灌溉", "-老化") == []
    assert found(terminal, "修路") == []
    assert terminal.run("find", "灌溉") == 0
    assert report in terminal.out
    assert terminal.run("find", "修路") == 0
    assert "Nothing was found" in terminal.out


def test_options_narrow_the_search(terminal: Terminal, report: str) -> None:
    assert found(terminal, "灌溉", "--kind", "调研报告", "--from", "2011", "--until", "2011-03") == [report]
    assert found(terminal, "灌溉", "--kind", "person") == []
    assert found(terminal, "灌溉", "--from", "2011-04") == []
    assert found(terminal, "--person", "王岚") == [report]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--kind", "nothing"], "nothing"),
        (["--unit", "无此单位"], "无此单位"),
        (["--from", "someday"], "someday"),
        (["--limit", "0"], "--limit is not understood"),
        (["--frobnicate"], "no option --frobnicate"),
        (["状态:好"], "好"),
    ],
)
def test_what_can_not_be_asked_is_told(terminal: Terminal, words: list[str], said: str) -> None:
    assert terminal.run("find", *words) == 2
    assert said in terminal.err


def test_approve_shows_first_and_acts_on_request(terminal: Terminal, report: str) -> None:
    lacking = add(terminal, "research_report", {"title": "灌溉调研"}, "--submit")
    assert terminal.run("approve", "灌溉") == 1
    assert lacking in terminal.out
    assert "1 would be approved, 1 refused" in terminal.out
    assert terminal.json("show", report)["status"] == "submitted"
    assert terminal.run("approve", "灌溉", "--apply") == 1
    assert terminal.json("show", report)["status"] == "verified"
    assert terminal.json("show", lacking)["status"] == "submitted"
    assert terminal.json("approve", "引水", "--apply") == {"applied": True, "approved": 0, "refused": []}


def test_approve_wants_to_be_told_what(terminal: Terminal) -> None:
    assert terminal.run("approve") == 2
    assert terminal.run("approve", "status:draft") == 2
    assert terminal.run("approve", "--batch", "x") == 2


def test_documents_are_listed_and_wrong_options_told(terminal: Terminal) -> None:
    assert terminal.run("doc") == 0
    for word in ("stage_summary", "commendation", "certificate", "--stage"):
        assert word in terminal.out
    for words, said in (
        (["nothing"], "nothing"),
        (["stage_summary", "--satge", "1"], "--satge"),
        (["stage_summary", "--stage", "x"], "x"),
        (["stage_summary", "--stage"], "--stage needs a value"),
        (["stage_summary", "1"], "Too many words: 1"),
        (["certificate"], "--no"),
    ):
        assert terminal.run("doc", *words) == 2
        assert said in terminal.err


def test_a_document_is_written_and_kept(terminal: Terminal, tmp_path: Path) -> None:
    unit = add(terminal, "unit", {"name": "青杨河乡党委", "category": "党委"}, "--submit")
    target = tmp_path / "s.docx"
    made = terminal.json("doc", "stage_summary", "--stage", "1", "-o", str(target), "--on", "2012-10-15")
    assert made["files"] == [str(target)]
    assert Document(str(target)).paragraphs
    kept = terminal.json("show", made["issued"])
    assert kept["kind"] == "issued_document"
    assert kept["attachments"]
    assert unit
    again = terminal.json("doc", "--again", made["issued"], "-o", str(tmp_path / "again.docx"))
    assert Path(again["files"][0]).read_bytes() == target.read_bytes()
    assert terminal.run("doc", "--again", made["issued"], "-o", str(tmp_path / "third.docx")) == 0
    assert str(tmp_path / "third.docx") in terminal.out
    assert terminal.run("doc", "stage_summary", "--again", made["issued"]) == 2
    assert "not both" in terminal.err
    drafted = terminal.json("doc", "stage_summary", "--stage=1", "--draft", "-o", str(tmp_path))
    assert drafted["issued"] is None
    # A place that can't be written is found before a number is taken.
    for place in (tmp_path / "s.pdf", target / "below"):
        assert terminal.run("doc", "stage_summary", "--stage", "1", "-o", str(place)) in (2, 3)
    assert len(terminal.json("find", "--kind", "issued_document")["records"]) == 1


def test_a_full_disk_leaves_the_old_word_file_and_names_the_kept_one(
    terminal: Terminal, tmp_path: Path
) -> None:
    add(terminal, "unit", {"name": "青杨河乡党委", "category": "党委"}, "--submit")
    with small_disk(tmp_path / "stick", "8k") as mounted:
        target = tmp_path / "stick" / "s.docx"
        target.write_bytes(b"old")
        command = ("doc", "stage_summary", "--stage", "1", "--on", "2012-10-15", "--force", "-o", str(target))
        if mounted:
            assert terminal.run(*command) == 3
            said = terminal.err
            assert str(target) in said
            assert target.read_bytes() == b"old"
            assert [path.name for path in target.parent.iterdir()] == ["s.docx"]
            (issued,) = terminal.json("find", "--kind", "issued_document")["records"]
            assert f"xuedang doc --again {issued['no']}" in said


def test_people_are_listed_by_name_unless_asked_otherwise(terminal: Terminal) -> None:
    for name in ("李强", "任金凤", "刘芳"):
        terminal.json("add", "person", "--set", f"name={name}")

    def names(*words: str) -> list[str]:
        return [record["title"] for record in terminal.json("find", *words)["records"]]

    assert names("kind:person") == names("--kind", "person") == ["李强", "刘芳", "任金凤"]
    assert names("kind:person", "sort:-date") == ["刘芳", "任金凤", "李强"]
    assert names("kind:person", "sort:no") == ["李强", "任金凤", "刘芳"]
