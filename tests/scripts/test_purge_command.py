"""purge and unmasked answers from the command line."""

from __future__ import annotations

import io

import pytest

from tests.scripts.terminal import Terminal

NUMBER, PHONE = "999999197803150011", "13800001234"


def test_numbers_are_masked_until_asked_for_and_a_purge_is_confirmed(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("add", "person", "--set", "name=张伟民", "--set", f"id_no={NUMBER}", "--set", f"phone={PHONE}")
    added = terminal.json(*words)["record"]
    no = str(added["no"])
    assert added["fields"]["phone"] == "***234"
    for asked in (("show", no), ("show", no, "--history", "--json")):
        assert terminal.run(*asked) == 0
        assert no in terminal.out and NUMBER not in terminal.out and PHONE not in terminal.out
    assert terminal.run("show", no, "--unmasked") == 2
    assert "--reason" in terminal.err
    assert terminal.json("show", no, "--unmasked", "--reason", "核对")["fields"]["id_no"] == NUMBER
    assert terminal.run("journal", "--action", "unmask") == 0
    assert "saw numbers unmasked" in terminal.out and "核对" in terminal.out

    assert terminal.run("purge", no) == 2
    monkeypatch.setattr("sys.stdin", io.StringIO("RY-1999-0001\n"))
    assert terminal.run("purge", no, "--reason", "误录") == 3
    assert "Nothing was purged" in terminal.err and "Backups" in terminal.err
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{no.lower()}\n"))
    assert terminal.json("purge", no, "--reason", "误录") == {
        "no": no,
        "versions": 1,
        "files": 0,
        "drafts": 0,
    }
    assert terminal.run("show", no) == 2
    assert f"{no} was purged on" in terminal.err and "误录" in terminal.err
