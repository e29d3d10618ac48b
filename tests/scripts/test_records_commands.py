"""add, show, kinds and status against a real archive: what goes in comes out, what is wrong is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.search.searcher import State
from scripts.health import index_sign
from tests.scripts.terminal import Terminal


def add_person(terminal: Terminal, name: str) -> str:
    """A person's number."""
    number: str = terminal.json("add", "person", "--set", f"name={name}")["record"]["no"]
    return number


def test_a_record_comes_back_as_it_was_added(terminal: Terminal) -> None:
    person = add_person(terminal, "王岚")
    problems = '[{"text": "渠道漏水", "action": "换管", "solved": "是", "solved_on": "2011.3.7"}]'
    made = terminal.json(
        "add", "调研报告",
        "--set", "title=引水工程调研", "--set", "authors=王岚", "--set", "完成日期=2011年上半年",
        "--set", "words=３，200", "--set", f"problems={problems}", "--extra", "备用电话=0000",
    )  # fmt: skip
    number = made["record"]["no"]
    shown = terminal.json("show", number)
    author = terminal.json("show", person)["id"]
    assert shown == made["record"]
    assert shown["title"] == "引水工程调研"
    assert shown["fields"] == {
        "title": "引水工程调研",
        "authors": [author],
        "finished_on": {
            "start": "2011-01-01",
            "end": "2011-06-30",
            "precision": "half",
            "raw": "2011年上半年",
        },
        "words": 3200,
        "problems": [{"text": "渠道漏水", "action": "换管", "solved": True, "solved_on": "2011-03-07"}],
        "备用电话": "0000",
    }
    assert "findings" in {fault["path"] for fault in made["missing"]}
    assert terminal.run("show", number) == 0
    for part in ("引水工程调研", "王岚", "渠道漏水", "备用电话", "Findings"):
        assert part in terminal.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["add", "reserch_report", "--set", "title=x"], "research_report"),
        (["add", "research_report"], "Title"),
        (["add", "research_report", "--set", "titel=x"], "Did you mean title"),
        (["add", "research_report", "--set", "title"], "FIELD=VALUE"),
        (["add", "research_report", "--set", "title=x", "--set", "finished_on=2011-13"], "2011-13"),
        (["add", "research_report", "--set", "title=x", "--set", "words=many"], "'many' is not a number"),
        (["add", "research_report", "--set", "title=x", "--set", "authors=无此人"], "'无此人' was not found"),
        (["add", "research_report", "--set", "title=x", "--set", "problems=[{"], "not readable as JSON"),
        (["add", "research_report", "--set", "title=x", "--extra", "words=3"], "Use --set"),
        (["show", "DY-1999-0001"], "DY-1999-0001"),
        (["kinds", "no such kind"], "no such kind"),
    ],
)
def test_bad_input_is_told_and_nothing_is_stored(terminal: Terminal, words: list[str], said: str) -> None:
    assert terminal.run(*words) == 2
    assert said in terminal.err
    assert terminal.out == ""
    assert terminal.json("status")["records"]["research_report"] == 0


def test_every_value_that_is_wrong_is_told_at_once(terminal: Terminal) -> None:
    assert terminal.run("add", "research_report", "--set", "words=x", "--set", "finished_on=y") == 2
    assert "Words" in terminal.err
    assert "Finished on" in terminal.err


def test_two_people_of_one_name_are_told_apart_by_number(terminal: Terminal) -> None:
    first, second = add_person(terminal, "李强"), add_person(terminal, "李强")
    assert terminal.run("add", "research_report", "--set", "title=x", "--set", "authors=李强") == 2
    assert first in terminal.err
    assert second in terminal.err
    made = terminal.json("add", "research_report", "--set", "title=x", "--set", f"authors={second}")
    assert made["record"]["fields"]["authors"] == [terminal.json("show", second)["id"]]


def test_history_lists_versions(terminal: Terminal) -> None:
    number = add_person(terminal, "王岚")
    (only,) = terminal.json("show", number, "--history")
    assert only["version"] == 1
    assert only["record"]["title"] == "王岚"
    assert terminal.run("show", number, "--history") == 0
    assert "刘芳" in terminal.out


def test_status_counts_by_kind_and_state(terminal: Terminal) -> None:
    assert terminal.run("status") == 0
    assert "xuedang demo" in terminal.out
    add_person(terminal, "王岚")
    terminal.json("add", "person", "--set", "name=李强", "--submit")
    found = terminal.json("status", "--on", "2012-10-15")
    assert found["records"]["person"] == 2
    assert found["statuses"] == {"draft": 1, "submitted": 1, "verified": 0, "void": 0}
    assert found["working_date"] == "2012-10-15"
    assert found["operator"] == "刘芳"


def test_kinds_tell_every_field(terminal: Terminal) -> None:
    kinds = {kind["name"]: kind for kind in terminal.json("kinds")}
    assert kinds["research_report"]["label"] == {"zh": "调研报告", "en": "Research report"}
    one = terminal.json("kinds", "DY")
    assert one == kinds["research_report"]
    assert terminal.run("kinds", "research_report") == 0
    assert "problems.solved_on" in terminal.out


def test_data_does_not_command_the_terminal(terminal: Terminal) -> None:
    number = add_person(terminal, "王\x1b[2J岚")
    assert terminal.run("show", number) == 0
    assert "\x1b" not in terminal.out
    assert "␛" in terminal.out


def test_without_a_server_the_answer_is_clear(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONGODB_URI", "mongodb://office:geheim@127.0.0.1:9/?serverSelectionTimeoutMS=200")
    assert terminal.run("status") == 3
    assert "127.0.0.1:9" in terminal.err
    assert "MONGODB_URI" in terminal.err
    assert "geheim" not in terminal.err
    assert terminal.run("kinds") == 0
    assert "research_report" in terminal.out


def test_a_file_that_is_not_there_is_told(terminal: Terminal) -> None:
    assert terminal.run("import", "/no/such/folder") == 3
    assert "/no/such/folder" in terminal.err
    assert terminal.run("import") == 2


def test_an_index_that_lacks_records_is_not_called_good() -> None:
    under_way = [index_sign(State(0, 930, False, "")), index_sign(State(900, 930, True, ""))]
    assert [(each.good, each.under_way) for each in under_way] == [(False, True)] * 2
    assert under_way[0].text == "0 of 930 records indexed"
    whole, broken = index_sign(State(930, 930, True, "")), index_sign(State(0, 930, False, "no room"))
    assert (whole.good, whole.under_way) == (True, False)
    assert (broken.good, broken.under_way, broken.text) == (False, False, "no room")


def test_status_tells_how_the_archive_is(terminal: Terminal, tmp_path: Path) -> None:
    health = terminal.json("status")["health"]
    assert {name for name, sign in health.items() if sign["good"]} == {"disk", "index", "journal", "backup"}
    assert terminal.run("status") == 0
    assert "Journal: good (" in terminal.out
    assert " MB free)" in terminal.out
    assert "Search index: good (0 of 0 records indexed)" in terminal.out
    assert "Backup: good (there is none yet)" in terminal.out
    terminal.json("add", "person", "--set", "name=张伟民")
    assert terminal.json("status")["health"]["backup"] == {"good": False, "text": "there is none yet"}
    terminal.json("backup", str(tmp_path / "a.xdb"))
    backup = terminal.json("status")["health"]["backup"]
    assert backup["good"]
    assert str(tmp_path / "a.xdb") in backup["text"]
