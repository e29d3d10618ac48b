"""What commands say in words, and what they refuse: calendar, backup, upgrade-records, doc, bench, alerts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pyrage import x25519

from records import upgrading
from records.errors import Refused, UnreadableFile, UsageFault
from records.keep.backup.secrecy import Lock
from scripts import passphrase
from scripts.bench.measure import Comparison, Outcome, Side
from scripts.commands.bench import _print
from scripts.commands.doc import read_options
from templates.documents import DOCUMENTS
from tests.scripts.terminal import Terminal


def _added(terminal: Terminal, kind: str, *values: str) -> str:
    words = [word for value in values for word in ("--set", value)]
    number: str = terminal.json("add", kind, *words, "--submit")["record"]["no"]
    return number


def test_a_month_of_the_programme_by_the_day(terminal: Terminal) -> None:
    _added(terminal, "unit", "name=青杨河乡党委", "category=党委")
    unit = _added(terminal, "unit", "name=柳树湾村党支部", "category=党支部", "parent=青杨河乡党委")
    plan = ["owner=柳树湾村党支部", "year=2010", 'items=[{"month": 7, "topic": "学党章"}]']
    number = _added(terminal, "study_plan", *plan)
    assert terminal.run("calendar", "2010-07", "--on", "2010-07-20") == 0
    for said in ("2010-07 ", "2010-07-03", "Stage 1", "学党章", "柳树湾村党支部"):
        assert said in terminal.out
    found = terminal.json("calendar", "2010-07-31", "--unit", unit, "--on", "2010-07-20")
    assert (found["from"], found["to"]) == ("2010-07-31", "2010-07-31")
    (planned,) = (each for each in found["entries"] if each["sort"] == "plan")
    assert (planned["records"], planned["text"], planned["rule"]) == ([number], "学党章", None)
    ends = {each["rule"]: each["period"] for each in found["entries"] if each["sort"] == "period"}
    assert {"R38", "R39"} <= set(ends), ends
    assert all(ends.values())
    assert terminal.run("calendar", "2009-01", "--on", "2010-07-20") == 0
    assert "Nothing in" in terminal.out
    assert terminal.run("calendar", "--on", "2010-07-20") == 0, "the month of the working date"
    assert "Stage 1" in terminal.out
    assert terminal.run("calendar", "sometime") == 2
    assert "2011-03..2011-05" in terminal.err
    assert terminal.run("calendar", "2010-07", "--unit", "河口村党支部") == 2
    assert terminal.run("alerts", "--on", "2010-08-20") == 0
    assert "What needs attention on 2010-08-20" in terminal.out


def test_a_backup_in_words(terminal: Terminal, tmp_path: Path) -> None:
    _added(terminal, "person", "name=张伟民")
    first, elsewhere = tmp_path / "a.xdb", tmp_path / "usb" / "b.xdb"
    assert terminal.run("backup", str(first)) == 0
    assert f"were backed up to {first}." in terminal.out
    assert "MB, sealed up to" in terminal.out
    second = terminal.json("backup", str(tmp_path / "b.xdb"), "--since", str(first))
    assert (second["full"], second["records"]) == (False, 1)
    assert sorted(second["files"]) == ["a.xdb", "b.xdb"]
    elsewhere.parent.mkdir()
    assert terminal.run("backup", str(elsewhere), "--since", str(first)) == 2
    assert "is in another folder" in terminal.err
    assert terminal.run("backup", str(elsewhere), "--encrypt", "--for", "age1x") == 2
    assert "not both" in terminal.err
    assert terminal.run("backup", str(elsewhere), "--for", "age1x") == 2
    assert not elsewhere.exists()
    assert terminal.run("backup", str(elsewhere), "--encrypt") == 2
    assert "--passphrase-file" in terminal.err
    words = tmp_path / "words"
    words.write_text("山高水长\r\n下一行\n", "utf-8")
    assert terminal.run("backup", str(elsewhere), "--encrypt", "--passphrase-file", str(words)) == 0
    assert "张伟民".encode() not in elsewhere.read_bytes()
    assert terminal.run("backup", str(tmp_path / "plain"), "--mongodump") == 0
    assert "`mongorestore`" in terminal.err
    plain = terminal.json("backup", str(tmp_path / "more"), "--mongodump")
    assert plain["documents"] > 1
    assert Path(plain["folder"]).is_dir()
    assert terminal.run("restore", str(first)) in (2, 3), "the archive is not empty"


def test_a_backup_is_tried_and_what_differs_is_said(terminal: Terminal, tmp_path: Path) -> None:
    _added(terminal, "person", "name=张伟民")
    first, words = tmp_path / "a.xdb", tmp_path / "words"
    words.write_text("山高水长\n", "utf-8")
    assert terminal.run("backup", str(first), "--check", "--encrypt", "--passphrase-file", str(words)) == 0
    assert "documents were backed up" in terminal.out
    assert "are there, each the same as in the backup." in terminal.out
    tried = terminal.json("backup", str(first), "--check", "--passphrase-file", str(words))
    assert tried["differences"] == []
    assert tried["records"] == 1
    # What is for making one is not passed over where one is tried.
    for asked in (("--since", str(first)), ("--encrypt",), ("--for", "age1x")):
        assert terminal.run("backup", str(first), "--check", *asked) == 2
        assert "is there." in terminal.err
        assert "--check alone" in terminal.err
    words.write_text("山高水短\n", "utf-8")
    assert terminal.run("backup", str(first), "--check", "--passphrase-file", str(words)) == 3
    assert "not the passphrase" in terminal.err
    damaged = bytearray(first.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    first.write_bytes(damaged)
    words.write_text("山高水长\n", "utf-8")
    assert terminal.run("backup", str(first), "--check", "--passphrase-file", str(words)) != 0
    assert "a.xdb" in terminal.err


def test_a_passphrase_is_asked_for_twice_and_a_key_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = iter(["山高水长", "山高水长", "山高水长", "山高水短"])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(typed))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    assert passphrase.new_passphrase(None) == "山高水长"
    with pytest.raises(UsageFault, match="not the same"):
        passphrase.new_passphrase(None)
    with pytest.raises(Refused) as refused:
        passphrase.asked_key(None, None)(b"")
    assert "--key-file" in refused.value.hint
    own = x25519.Identity.generate()
    (tmp_path / "key").write_text(f"# 档案室\n{own}\n", "utf-8")
    key = passphrase.asked_key(None, tmp_path / "key")(b"")
    assert key.open(Lock([own.to_public()]).close(b"x")) == b"x"
    with pytest.raises(UnreadableFile):
        passphrase.asked_key(tmp_path / "none", None)(b"wrapped")


def test_records_of_earlier_releases_are_brought_up(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("张伟民", "李秀兰"):
        _added(terminal, "person", f"name={name}")
    assert terminal.run("upgrade-records") == 0
    assert "All records are in the form of this release." in terminal.out

    def step(document: dict[str, Any]) -> None:
        document["seen"] = True

    monkeypatch.setattr(upgrading, "STEPS", (*upgrading.STEPS, step))
    assert terminal.run("upgrade-records") == 0
    assert "2 records were stored in the form of this release." in terminal.out
    assert terminal.json("upgrade-records") == {"done": 0, "failed": []}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--satge", "1"], "--satge"),
        (["--english=yes"], "takes no value"),
        (["--stage"], "needs a value"),
        (["--stage="], "needs a value"),
        (["1"], "Too many words"),
    ],
)
def test_options_of_a_document_that_are_none(words: list[str], said: str) -> None:
    spec = DOCUMENTS["stage_summary"]
    flags = [option.name for option in spec.all_options if option.type == "flag"]
    with pytest.raises(UsageFault, match=said):
        read_options(spec, [word.replace("english", flags[0].replace("_", "-")) for word in words])


def test_a_bench_tells_its_ratios_against_the_bar(
    terminal: Terminal, capsys: pytest.CaptureFixture[str]
) -> None:
    assert terminal.run("bench", "nothing") == 2
    assert "Use one of: " in terminal.err
    ours, theirs = Side("ours", (0.001, 0.003, 0.002)), Side("find", (0.004, 0.004, 0.005))
    comparisons = [
        Comparison("open", ours, theirs, 1.2),
        Comparison("scroll", ours, theirs, 3, at_least=True),
        Comparison("start", ours, theirs, None),
    ]
    _print(Outcome("lists", {"records": 250_000}, comparisons, {"share": 0.25, "of": "all"}))
    said = capsys.readouterr().out
    for words in ("lists: records 250,000, share 0.2, of all", "2.0 ms", "find 4.0 ms", "0.50x", "2.00x"):
        assert words in said
    assert "≤ 1.2x ✓" in said
    assert "≥ 3x ✗" in said
    assert json.dumps(comparisons[2].as_dict())
